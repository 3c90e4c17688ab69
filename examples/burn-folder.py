#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""burn-folder.py DRIVE FOLDER: burns a folder and verifies it, showing progress.

DRIVE is a device such as /dev/sr0, or image:PATH for an image file. This is all that the library asks for:
stage, lay out, plan, run.
"""

import sys

import gi

gi.require_version('Burnish', '1')
from gi.repository import Burnish, GLib

drive = Burnish.Drive.new_for_path(sys.argv[1])
scan = Burnish.Scan.new(sys.argv[2])
scan.run(None)
tree = Burnish.Tree.new()
tree.merge_contents(Burnish.NODE_ROOT, scan, Burnish.CollisionPolicy.FAIL)
layout = Burnish.ImageLayout.new(tree.freeze(), Burnish.ImageOptions.new(), None)
plan = Burnish.Plan.new_burn(drive, layout, Burnish.BurnOptions.new(), None)

job = Burnish.Job.new(plan)
loop = GLib.MainLoop()
job.connect('notify::progress', lambda *_: print('%3d %%' % (job.get_progress().fraction * 100)))
job.run_async(None, lambda *_: loop.quit())
loop.run()
print(job.get_report().to_text())
sys.exit(job.get_result() != Burnish.JobResult.SUCCESS)
