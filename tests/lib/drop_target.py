# SPDX-License-Identifier: GPL-2.0-or-later
"""A second program on the desktop that files can be dropped on."""

from accessible import ACTION
from app_window import App
from burnish_test import SOURCE
from display import SCREEN

PROGRAM = SOURCE / "tests/app/drop-target"


class DropTarget(App):
    """The running program tests/app/drop-target in a corner of the screen; `area` takes the files."""

    def __init__(self, test, drives, folder):
        super().__init__(test, drives, folder, program=PROGRAM)

    def start(self):
        super().start()
        self.area = self.find("label", "Drop Here")
        window, _ = self.locate(self.area)
        place = (SCREEN[0] - window.width, SCREEN[1] - window.height)
        self.screen.place(window, *place)

        def is_there():
            window, _ = self.surface(self.area)
            return (window.x, window.y) == place

        self.wait(is_there, "the corner")

    @property
    def drops(self):
        """What was dropped, a line for each; see tests/app/drop-target."""
        return [line for line in self.stderr().splitlines() if line.startswith("drop ")]

    def ask_to_quit(self):
        frame = self.windows()[0]
        frame.call(ACTION, "DoAction", "(i)", frame.actions.index("window.close"))
