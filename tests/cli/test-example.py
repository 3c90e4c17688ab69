#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The library through GObject Introspection: the example burns a folder onto an emulated drive."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test


class Example(burnish_test.TestCase):
    def test_burn_folder(self):
        drives = self.start_drives("dvd+r")
        library = burnish_test.BUILD / "src/libburnish"
        drives.environment.update(GI_TYPELIB_PATH=str(library), LD_LIBRARY_PATH=str(library))
        folder = self.make_folder({"file": os.urandom(300_000)})
        done = self.assert_success(
            drives.run("/usr/bin/python3", burnish_test.SOURCE / "examples/burn-folder.py", "/dev/sr0", folder))
        self.assertIn("100 %\n", done.stdout)
        copy = drives.run("xorriso", "-osirrox", "on", "-indev", "/dev/sr0", "-extract", "/file", self.folder / "out")
        self.assert_success(copy)
        self.assertEqual((self.folder / "out").read_bytes(), (folder / "file").read_bytes())


if __name__ == "__main__":
    burnish_test.main()
