#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each screen wide, narrow, dark, from right to left and so on, kept as pictures for a look.

They are in BUILD/screenshots/: SCREEN-LOOK.png.
"""

import re

import burnish_app

LOOKS = {
    "light": {"size": (1280, 800)},
    "dark": {"size": (1280, 800), "dark": True},
    "contrast": {"size": (1280, 800), "high_contrast": True},
    "narrow": {"size": (360, 640)},
    "rtl": {"size": (1280, 800), "rtl": True},
    # Its words are long.
    "german": {"size": (360, 640), "language": "de"},
}
NARROW = 360
N_COLOURS = 12  # fewer are an empty window


class ScreenshotTest(burnish_app.TestCase):
    def keep(self, app, screen, look, dialog=None):
        """Keeps a picture; the window must have the size it was given, and show something.

        A DIALOG over it may be smaller, but must fit into a narrow screen.
        """
        window = app.windows()[0]
        width, height = LOOKS[look]["size"]
        self.assertEqual(tuple(window.extents[2:]), (width, height), app.tree())
        if dialog is not None:
            if width == NARROW:
                app.resize(width, height, dialog)
            window = dialog
        # A page adapts to its width a frame later, and is drawn later still.
        app.wait(lambda: not self.cut_off(app, window), "a layout that cuts no label off")
        app.wait(lambda: len(self.colours(app, window)) > N_COLOURS, "a window that is drawn")
        app.screenshot(f"{screen}-{look}")

    def cut_off(self, app, window):
        """The labels that reach beyond the window's sides."""
        width = window.extents[2]
        labels = [node for node in app.find_all("label", within=window) if not self.is_scrolled(node)]
        sides = [(label, label.extents[0], label.extents[0] + label.extents[2]) for label in labels]
        return [label for label, left, right in sides if left < -1 or right > width + 1]

    def colours(self, app, window):
        surface, _ = app.locate(window)
        return set(memoryview(self.screen.pixels(surface)).cast("I"))

    def is_scrolled(self, node):
        return any(parent.role == "scroll pane" for parent in node.ancestors())

    def check_start(self, look):
        app = self.start_app("dvd+r", "bd-re", "none", **LOOKS[look])
        app.find("list item", re.compile("DVD"))
        app.find("list item", re.compile("BD"))
        self.keep(app, "start", look)

    def check_start_without_drive(self, look):
        app = self.start_app(**LOOKS[look])
        self.keep(app, "start-without-drive", look)

    def check_project(self, look):
        files = {f"Holiday {number}/Photo {photo}.jpg": b"x" * 4000 for number in (1, 2) for photo in range(12)}
        app = self.start_app("dvd+r", args=[self.make_folder({**files, "Letter.txt": b"Hello"})], **LOOKS[look])
        app.find("table row", "source")
        self.keep(app, "project", look)

    def start_project(self, look):
        files = {f"Holiday {number}/Photo {photo}.jpg": b"x" * 4000 for number in (1, 2) for photo in range(12)}
        drives = self.start_drives("dvd+r", settings=["write-kbps=1385"])
        app = self.start_app(drives=drives, args=[self.make_folder(files)], **LOOKS[look])
        app.find("table row", "source")
        return app

    def check_burn_sheet(self, look):
        app = self.start_project(look)
        app.key("ctrl+b")
        sheet = app.wait(lambda: app.windows()[1:], "the sheet")[0]
        self.keep(app, "burn-sheet", look, sheet)

    def check_medium(self, look):
        app = self.start_app("cd-rw", **LOOKS[look])
        app.click(app.find("list item", re.compile("CD-RW")))
        window = app.wait(lambda: app.windows()[1:], "the window of the disc")[0]
        self.keep(app, "medium", look, window)


def add_tests():
    """One test for each screen and look."""
    for name in [name for name in vars(ScreenshotTest) if name.startswith("check_")]:
        for look in LOOKS:
            method = getattr(ScreenshotTest, name)
            test = f"test_{name.removeprefix('check_')}_{look.replace('-', '_')}"
            setattr(ScreenshotTest, test, lambda self, method=method, look=look: method(self, look))


add_tests()

if __name__ == "__main__":
    burnish_app.main()
