#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The start page: what is in each drive, live, and what can be done with it."""

import contextlib
import os
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_app


class StartTest(burnish_app.TestCase):
    def card(self, app, title, number=0):
        """The card whose first row says this."""
        row = app.wait(
            lambda: [row for row in app.find_all("list item") if row.name.startswith(title)][number:],
            f"a drive with {title!r}",
        )[0]
        return row.parent

    def assert_refused(self, app, card, name, reason):
        button = app.find("push button", name, within=card)
        app.wait(lambda: not app.state(button, "sensitive") and re.search(reason, button.description),
                 f"{name!r} being refused because of {reason!r}")

    def test_discs_come_and_go(self):
        app = self.start_app("none")
        self.card(app, "No disc")
        self.assertFalse(app.has("push button", "Verify"))
        app.drives.insert("dvd+r")
        card = self.card(app, "Blank DVD+R, 4.7")
        for name in ("New Data Disc", "Burn Image…"):
            app.wait_state(app.find("push button", name, within=card), "sensitive")
        self.assert_refused(app, card, "Verify", "blank")
        self.assert_refused(app, card, "Erase…", "only once")
        image = self.make_folder({"image": os.urandom(1_000_000)}) / "image"
        app.drives.insert(f"dvd-rom,image={image}")
        card = self.card(app, "DVD-ROM")
        self.assert_refused(app, card, "New Data Disc", "pressed in a factory")
        self.assert_refused(app, card, "Burn Image…", "pressed in a factory")
        app.drives.ctl(0, "remove")
        self.card(app, "No disc")

    def test_eject_and_close(self):
        app = self.start_app("cd-rw")
        app.press(app.find("push button", "Eject", within=self.card(app, "Blank CD-RW")))
        card = self.card(app, "The tray is open")
        self.assertTrue(app.drives.dump()["tray_open"])
        app.press(app.find("push button", "Close the Tray", within=card))
        self.card(app, "Blank CD-RW")
        self.assertFalse(app.drives.dump()["tray_open"])

    def test_keyboard_alone(self):
        app = self.start_app("cd-rw")
        card = self.card(app, "Blank CD-RW")
        app.focus(app.find("push button", "Eject", within=card))
        app.key("space")
        self.card(app, "The tray is open")
        app.wait_focus("Close the Tray")
        app.key("space")
        self.card(app, "Blank CD-RW")
        app.wait_focus("Eject")
        self.assertFalse(app.drives.dump()["tray_open"])
        app.focus(app.find("push button", "Erase…", within=card))
        app.drives.ctl(0, "remove")
        self.card(app, "No disc")
        app.wait(lambda: app.focused() and app.focused().name == "No disc", "the focus on the drive")
        app.key("Return")
        app.window(re.compile("EMULATED"))

    def test_drives_come_and_go(self):
        app = self.start_app("dvd+r", "cd-rw")
        self.card(app, "Blank DVD+R")
        verify = app.find("push button", "Erase…", within=self.card(app, "Blank CD-RW"))
        app.focus(verify)
        app.drives.ctl(0, "unplug")
        app.wait_gone("list item", re.compile("DVD"))
        self.assertEqual(app.focused(), verify)
        app.drives.ctl(0, "plug")
        self.card(app, "Blank DVD+R")
        self.assertEqual(app.focused(), verify)
        app.drives.ctl(1, "unplug")
        app.wait_gone("list item", re.compile("CD-RW"))
        app.wait(lambda: app.focused() is not None, "another widget with the keyboard")

    def test_no_burner(self):
        app = self.start_app("dvd+r")
        self.card(app, "Blank DVD+R")
        app.drives.ctl(0, "unplug")
        app.find("label", "No Burner Found")
        app.find("label", re.compile("image files"))
        app.wait_gone("label", "Drives")
        app.drives.ctl(0, "plug")
        self.card(app, "Blank DVD+R")
        app.wait_gone("label", "No Burner Found")

    def test_another_program_has_the_drive(self):
        drives = self.start_drives("dvd+r")
        program = "import os; os.open('/dev/sr0', os.O_RDWR | os.O_EXCL | os.O_NONBLOCK); print(flush=True); input()"
        with drives.start("/usr/bin/python3", "-c", program) as holder:
            self.assertEqual(holder.stdout.readline(), "\n")
            app = self.start_app(drives=drives)
            card = self.card(app, "The drive is in use")
            app.find("label", re.compile("Used by: python3"), within=card)
            self.assertFalse(app.has("push button", "Verify"))
            holder.communicate("\n", timeout=20)
        app.press(app.find("push button", "Try Again", within=card))
        self.card(app, "Blank DVD+R")

    def test_no_permission(self):
        drives = self.start_drives("dvd+r")
        drives.make_accessible(0o000)
        app = self.start_app(drives=drives, unprivileged=True)
        card = self.card(app, "You are not allowed to use the drive")
        app.press(app.find("push button", "Get Access…", within=card))
        app.wait(lambda: len(app.windows()) == 2, "the help")
        app.key("Escape")
        app.wait(lambda: len(app.windows()) == 1, "the end of the help")
        drives.make_accessible(0o600)
        app.press(card.children[0])
        app.press(app.find("push button", "Look at the Disc Again"))
        self.card(app, "Blank DVD+R")

    def test_job_in_its_drive(self):
        self.start_services()
        drives = self.start_drives("cd-rw", settings=["blank-ms=60000"])
        self.assert_success(drives.cli("burn", self.make_folder({"a": b"a"}), "--drive", "/dev/sr0"))
        app = self.start_app(drives=drives)
        app.press(app.find("push button", "Erase…"))
        app.press(app.find("push button", re.compile("Erase$"), within=app.window(re.compile("^Erase"))))
        window = app.window(re.compile("Erasing a Disc"))
        card = self.card(app, "Erasing a Disc")
        app.find("progress bar", within=card)
        self.assertFalse(app.has("push button", "Verify", within=card))
        self.assert_refused(app, card, "Eject", "at work")
        app.raise_window(window)
        app.press(app.find("push button", "Close", within=window))
        app.wait(lambda: window not in app.windows(), "the window's end")
        app.press(app.find("push button", "Show", within=card))
        app.window(re.compile("Erasing a Disc"))
        # A blanking that has begun takes its time, which is long enough to look at everything.
        app.find("label", "Disc Erased", timeout=180)
        self.card(app, "Blank CD-RW")
        self.assertEqual(drives.dump()["medium"]["status"], "blank")

    def test_image_is_for_the_drive_whose_button_it_was(self):
        image = self.folder / "some.iso"
        self.assert_success(self.start_drives().cli("image", self.make_folder({"a": b"a"}), "-o", image))
        app = self.start_app("dvd+r", "cd-rw")
        self.card(app, "Blank DVD+R")
        app.press(app.find("push button", "Burn Image…", within=self.card(app, "Blank CD-RW")))
        app.choose_file(image)
        app.find("push button", "Burn")
        app.find(None, re.compile("Blank CD-RW"))
        self.assertFalse(app.has("label", re.compile("Blank DVD")), app.tree())


class RecentTest(burnish_app.TestCase):
    def remember(self, app, *paths):
        """As programs do when they have opened or saved these, the newest first."""
        now = time.time() - 60
        entries = "".join(
            f'<bookmark href="{path.as_uri()}" added="{day}" modified="{day}" visited="{day}">'
            '<info><metadata owner="http://freedesktop.org">'
            '<mime:mime-type type="application/x-burnish"/><bookmark:applications>'
            f'<bookmark:application name="Burnish" exec="burnish %u" modified="{day}" count="1"/>'
            "</bookmark:applications></metadata></info></bookmark>"
            # GTK drops what is older than 30 days.
            for path, day in ((path, time.strftime("%FT%TZ", time.gmtime(now - age))) for age, path in enumerate(paths))
        )
        stored = app.folder / "data/recently-used.xbel"
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><xbel version="1.0"'
            ' xmlns:bookmark="http://www.freedesktop.org/standards/desktop-bookmarks"'
            ' xmlns:mime="http://www.freedesktop.org/standards/shared-mime-info">'
            f"{entries}</xbel>"
        )
        stored.write_text(text, encoding="utf-8")
        return stored

    def rows(self, app):
        lists = app.find_all("list", "Recent Projects")
        return [row for part in lists for row in app.find_all("list item", within=part)]

    # The list may be made anew just when something in it is pressed, because its file was written.

    def is_opened(self, app):
        """Opens the first project."""
        with contextlib.suppress(burnish_app.Gone, IndexError):
            app.press(self.rows(app)[0])
        return not app.has("label", "Drives")

    def is_removed(self, app, name):
        """Takes a project out of the list."""
        with contextlib.suppress(burnish_app.Gone):
            for button in app.find_all("push button", f"Remove “{name}” From This List"):
                app.press(button)
        return not app.has("list item", name)

    def test_projects(self):
        app = self.start_app("dvd+r")
        self.assertEqual(self.rows(app), [])
        photos, gone = app.folder / "home/Photos.burnish", app.folder / "home/Gone & <b>Lost.burnish"
        project = '{"format": "burnish-project", "version": 1, "title": "Summer", "nodes": [{"kind": "folder"}]}'
        photos.write_text(project, encoding="utf-8")
        stored = self.remember(app, gone, photos)
        app.wait(lambda: [row.name for row in self.rows(app)] == ["Gone & <b>Lost", "Photos"], "the projects")
        app.find("label", "The file is not there any more")
        app.find("label", "~")
        app.wait(lambda: self.is_removed(app, "Gone & <b>Lost"), "the list without what is gone")
        app.wait(lambda: [row.name for row in self.rows(app)] == ["Photos"], "one project")
        app.wait(lambda: "Lost" not in stored.read_text(encoding="utf-8"), "the list without it")
        self.assertIn("Photos", stored.read_text(encoding="utf-8"))
        app.wait(lambda: self.is_opened(app), "the project")
        app.find("label", re.compile("Photos|Summer"))


if __name__ == "__main__":
    burnish_app.main()
