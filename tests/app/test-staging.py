#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Files come into a project: dropped, pasted, chosen, and what becomes of those that cannot."""

import os
import socket

import burnish_app
from drag_source import DragSource
from gi.repository import GLib


class StagingTest(burnish_app.TestCase):
    def start_source(self, *paths):
        folder = self.folder / "source-program"
        folder.mkdir()
        source = DragSource(self, self.app.drives, folder, [str(path) for path in paths])
        self.addCleanup(source.close)
        return source

    def test_drop_on_start_page(self):
        self.app = self.start_app()
        folder = self.make_folder({"a.txt": b"text", "sub/b.txt": b"more"}, "Photos")
        source = self.start_source(folder)
        source.drop_on(self.app.point(self.app.windows()[0]))
        print(self.app.tree())
        self.app.screenshot("staging-dropped")


if __name__ == "__main__":
    burnish_app.main()
