# SPDX-License-Identifier: GPL-2.0-or-later
"""A second program on the desktop that files can be dragged and copied from."""

from accessible import ACTION
from app_window import App
from burnish_test import SOURCE
from display import SCREEN

PROGRAM = SOURCE / "tests/app/drag-source"


class DragSource(App):
    """The running program tests/app/drag-source in a corner of the screen; `handle` is what to drag."""

    def __init__(self, test, drives, folder):
        super().__init__(test, drives, folder, program=PROGRAM)

    def start(self, *paths):
        super().start(*paths)
        self.handle = self.find("label", "Drag Me")
        window, _ = self.locate(self.handle)
        self.screen.place(window, 0, SCREEN[1] - window.height)

        def is_there():
            window, _ = self.surface(self.handle)
            return (window.x, window.y) == (0, SCREEN[1] - window.height)

        self.wait(is_there, "the corner")

    @property
    def said(self):
        """What happened to the files, a line for each; see tests/app/drag-source."""
        return self.stderr().splitlines()

    def copy(self):
        """Puts the files on the clipboard."""
        self.raise_window(self.handle)
        n_copied = self.said.count("copied")
        self.key("ctrl+c")
        self.wait(lambda: self.said.count("copied") > n_copied, "the copy")

    def drop_on(self, target):
        """Drags the files to a widget or a point, and waits until the drag was answered there."""
        n_ends = len(self._ends())
        self.drag(self.handle, target)
        self.wait(lambda: len(self._ends()) > n_ends, "the end of the drag")
        return self._ends()[-1]

    def _ends(self):
        return [line for line in self.said if line.startswith(("drag-end", "drag-cancel"))]

    def ask_to_quit(self):
        frame = self.windows()[0]
        frame.call(ACTION, "DoAction", "(i)", frame.actions.index("window.close"))
