#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The space that a project takes: exact, against the disc in a drive or a chosen size."""

import json
import os
import re

import burnish_app
from gi.repository import GLib


class CapacityTest(burnish_app.TestCase):
    def start(self, *media, files=None):
        """Burnish with a project of several files."""
        folder = self.make_folder(files or {"data": os.urandom(300_000), "notes.txt": b"notes"})
        self.sources = sorted(folder.iterdir())
        return self.start_app(*media, args=self.sources)

    def choose(self, app, button, item):
        app.press(app.find("push button", button))
        app.click(app.find(None, item))

    def target(self, app, name):
        return app.find("push button", name)

    def image_size(self, app):
        """How large the image of the project is on a DVD, as the command line makes it."""
        image = self.folder / "image.iso"
        self.assert_success(app.drives.cli("image", *self.sources, "-o", image, "--udf-revision", "1.02"))
        return GLib.format_size(image.stat().st_size)

    def test_exact_size(self):
        files = {f"folder/name {number}": os.urandom(3000) for number in range(200)}
        app = self.start("dvd+r", files=files | {"other": b"x"})
        size = re.escape(self.image_size(app))
        app.find("label", re.compile(f"^{size} of 4.7.GB, 4.7.GB free"))
        meter = app.find("level bar", re.compile(f"^{size} of"))
        app.wait(lambda: meter.extents[2] > 100, "a meter that can be seen")

    def test_too_much(self):
        app = self.start("dvd+r,capacity=760", files={"big_R&B": os.urandom(300_000), "small": b"small"})
        app.find("label", re.compile("^[0-9.]+.kB too much"))
        self.choose(app, "Make Room", re.compile("^Remove “big_R&B” "))
        app.find("label", re.compile("free$"))
        app.wait_gone("push button", "Make Room")
        app.press(app.find("push button", "Burn…"))
        sheet = app.window("Burn Disc")
        button = app.wait(
            lambda: [b for b in app.find_all("push button", "Burn", sheet) if app.state(b, "sensitive")],
            "a disc that can be burned",
        )[0]
        app.press(button)
        app.find("label", "Disc Burned", timeout=60)
        found = app.drives.run(burnish_app.BUILD / "src/cli/burnish-cli", "verify", "--json").result
        self.assertEqual(found["exit_code"], 0)

    def test_chosen_size(self):
        app = self.start("none")
        app.find("label", re.compile(" needed$"))
        self.choose(app, "No disc", re.compile("^DVD, 4.7.GB"))
        app.find("label", re.compile("of 4.7.GB, 4.7.GB free$"))
        file = self.folder / "project.burnish"
        app.call_action("win.save-as")
        app.choose_file(file)
        app.wait(file.exists, "the saved project")
        self.assertIn("2295104", file.read_text(encoding="utf-8"))
        json.loads(file.read_text(encoding="utf-8"))

    def test_disc_in_the_drive(self):
        app = self.start("dvd+r")
        app.find("label", re.compile("of 4.7.GB"))
        app.drives.insert("cd-r")
        app.find("label", re.compile("of 737.0.MB"))
        app.drives.ctl(0, "remove")
        app.find("label", re.compile(" needed$"))
        # A size that a drive has told stays.
        self.choose(app, "No disc", re.compile("^CD-R, 737.0.MB"))
        app.find("label", re.compile("of 737.0.MB"))
        seen = app.wait(lambda: app.settings.get("seen-disc-sizes"), "the sizes that were seen")
        self.assertIn("('CD-R', ", seen)
        self.assertIn("('DVD+R', 2295104)", seen)

    def test_two_drives(self):
        app = self.start("dvd+r", "bd-re")
        app.find("label", re.compile("of 4.7.GB"))
        self.choose(app, re.compile("^Blank DVD"), re.compile("^Blank BD-RE.* \\("))
        app.find("label", re.compile("of 24.2.GB"))
        drives = app.drives.cli("drives").events_of("drive")
        app.wait(lambda: app.settings.get("default-drive") == repr(drives[1]["id"]), "the setting")

    def test_open_menu_follows_the_drives(self):
        """A drive takes its time to look at a disc, and the menu may be open by then."""
        app = self.start("none")
        app.find("label", re.compile(" needed$"))
        app.press(app.find("push button", "No disc"))
        app.find("menu item", re.compile("^No disc \\("))
        app.drives.insert("dvd+r")
        app.find("menu item", re.compile("^Blank DVD\\+R.* \\("))
        self.assertFalse(app.has("menu item", re.compile("^No disc \\(")))


if __name__ == "__main__":
    burnish_app.main()
