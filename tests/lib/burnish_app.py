# SPDX-License-Identifier: GPL-2.0-or-later
"""What tests of the application share: Burnish in a real window on a private desktop.

    import burnish_app

    class BurnTest(burnish_app.TestCase):
        def test_burn(self):
            app = self.start_app("dvd+r", args=[self.make_folder({"a": b"text"})])
            app.press(app.find("push button", "Burn…"))
            sheet = app.window("Burn Disc")
            app.press(app.find("push button", "Burn", within=sheet))
            app.find("label", "Burning Finished", timeout=60)
            self.assertEqual(app.drives.dump()["medium"]["status"], "complete")

    if __name__ == "__main__":
        burnish_app.main()

Widgets are found by role and accessible name as a screen reader has them; app.tree() prints them
all, and so does whatever was waited for in vain. press() uses the accessible action, click(),
drag(), key() and type() are real events of the X server. Nothing waits for a fixed time.

A test fails when Burnish dies, warns, or does not quit at the end. A failed one leaves a
screenshot and the accessible tree in BUILD/screenshots/, and says in short what was shown.
"""

import functools
import itertools
import subprocess
import sys
from pathlib import Path

import burnish_test
import display
import pointer
from accessible import Gone
from app_process import APP
from app_window import SCREENSHOTS, App
from burnish_test import BUILD, NOBODY, wait_until
from drag_source import DragSource
from drop_target import DropTarget
from session_services import Services
from tap import main

__all__ = ["APP", "BUILD", "NOBODY", "SCREENSHOTS", "App", "Gone", "TestCase", "main", "wait_until"]


@functools.cache
def screen():
    return pointer.Screen(display.desktop())


class TestCase(burnish_test.TestCase):
    """A test with the application, emulated drives and folders, all gone afterwards."""

    def setUp(self):
        super().setUp()
        self.desktop = display.desktop()
        self.screen = screen()
        self.numbers = itertools.count(1)

    def start_app(self, *media, drives=None, args=(), wait=True, **options):
        """Starts Burnish with a drive for each medium; see Process for the other options.

        DRIVES are those that another start gave; without media there is no drive at all. ARGS are
        of the command line. Without WAIT, the first window need not come.
        """
        drives = drives or (self.start_drives(*media) if media else self.start_without_drive())
        folder = self.folder / f"app{next(self.numbers)}"
        folder.mkdir()
        app = App(self, drives, folder, **options)
        self.addCleanup(self.close_app, app)
        app.start(*args, wait=wait)
        return app

    def start_without_drive(self):
        """A machine without any drive; `drives.ctl(0, "plug")` brings an empty one."""
        drives = self.start_drives("none")
        drives.ctl(0, "unplug")
        device = Path(drives.environment["UMOCKDEV_DIR"]) / "sys/block/sr0"
        wait_until(lambda: not device.is_symlink(), what="the end of the drive")
        return drives

    def start_drag_source(self, app, *paths):
        """Starts a program that PATHS can be dragged and copied from, beside APP."""
        folder = self.folder / f"app{next(self.numbers)}"
        folder.mkdir()
        source = DragSource(self, app.drives, folder)
        self.addCleanup(self.close_app, source)
        source.start(*paths)
        return source

    def start_drop_target(self, app):
        """Starts a program that files can be dropped on, beside APP."""
        folder = self.folder / f"app{next(self.numbers)}"
        folder.mkdir()
        target = DropTarget(self, app.drives, folder)
        self.addCleanup(self.close_app, target)
        target.start()
        return target

    def start_services(self):
        """Starts a notification daemon and a session manager that tell what Burnish asked of them.

        Before start_app(), because Burnish looks for them when it starts.
        """
        services = Services(self.desktop)
        self.addCleanup(services.close)
        return services

    def close_app(self, app):
        self.screen.button(1, False)
        if app.process is None:
            return
        if self.has_failed():
            self.keep_evidence(app)
            # How it would end tells nothing any more.
            app.abandon()
            return
        try:
            app.close()
        except AssertionError:
            self.keep_evidence(app)
            raise

    def has_failed(self):
        result = self._outcome.result
        return any(getattr(test, "test_case", test) is self for test, _ in result.failures + result.errors)

    def keep_evidence(self, app):
        name = "failed-" + self.id().removeprefix("__main__.")
        try:
            print(f"=== {app.program.name} in {name}\n{app.summary()}\n", file=sys.stderr, flush=True)
            app.screenshot(name)
            (SCREENSHOTS / f"{name}.txt").write_text(app.report(), encoding="utf-8")
        except (Gone, OSError, subprocess.SubprocessError) as error:
            print(f"nothing more can be seen: {error}", file=sys.stderr, flush=True)
