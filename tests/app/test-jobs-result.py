#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What came of a job: failures told truthfully, the report saved, and what can be done next."""

import json
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_app
import iso_images
import job_window


class JobResultTest(burnish_app.TestCase):
    def start(self, *media, size=2_000_000, app_options=None, **options):
        self.iso = iso_images.make_iso(self.folder, size=size)
        drives = self.start_drives(*media, **options)
        return self.start_app(drives=drives, args=[self.iso], **(app_options or {}))

    def assert_on_disc(self, app):
        self.assertEqual(app.drives.hash(iso_images.n_blocks(self.iso)), iso_images.sha256(self.iso))

    def save_report(self, app, window, item, name):
        """Saves the report through menu and file dialog and returns its text."""
        path = self.folder / name
        if not app.has("push button", "Save Report", window):
            app.press(app.find("push button", "Details", within=window))
        # The outer one of the two is a box around the button.
        app.find("push button", "Save Report", within=window)
        app.press(app.find_all("push button", "Save Report", window)[-1])
        app.press(app.find("menu item", item))
        app.choose_file(path)
        return app.wait(lambda: path.exists() and path.read_text(encoding="utf-8"), "the saved report")

    def test_unplugged(self):
        app = self.start("dvd+r", size=30_000_000, settings=job_window.SLOW)
        window = job_window.start_burn(app)
        job_window.wait_for_writing(app, window)
        app.drives.ctl(0, "unplug")
        window = job_window.wait_for_result(app, "The drive stopped answering")
        said = job_window.texts(window)
        self.assertIn("It is not known what the disc is now", said)
        app.wait(lambda: window.name == "Burning Failed", "the title of the result")
        text = self.save_report(app, window, re.compile("Text"), "report.txt")
        self.assertIn("The drive stopped answering", text)
        report = json.loads(self.save_report(app, window, re.compile("JSON"), "report.json"))
        self.assertEqual(report["code"], "drive-lost", report)
        self.assertEqual(report["disc"]["state"], "unknown", report)
        self.assertEqual(report["phase"], "writing", report)

    def test_try_again_after_unplugging(self):
        app = self.start("dvd+r", size=30_000_000, settings=job_window.SLOW)
        window = job_window.start_burn(app)
        job_window.wait_for_writing(app, window)
        app.drives.ctl(0, "unplug")
        window = job_window.wait_for_result(app, "The drive stopped answering")
        app.drives.ctl(0, "set", "write-kbps=0")
        app.drives.ctl(0, "plug")
        app.drives.insert("dvd+r")
        app.find("label", "The image fits on the disc")
        app.press(app.find("push button", "Try Again", within=window))
        app.press(app.find("push button", "Burn", within=app.window("Insert a Disc")))
        job_window.wait_for_result(app, "Disc Burned")
        self.assert_on_disc(app)

    def test_lower_speed_after_a_medium_error(self):
        app = self.start("dvd+r", faults=["medium-error:after=20"])
        job_window.start_burn(app)
        window = job_window.wait_for_result(app, "Writing failed")
        self.assertIn("the rest of the disc can still be used", job_window.texts(window))
        self.assertEqual(app.drives.dump()["medium"]["status"], "appendable")
        button = app.find("push button", re.compile(r"^Try Again at \d"), within=window)
        app.drives.insert("dvd+r")
        app.find("label", "The image fits on the disc")
        app.press(button)
        app.press(app.find("push button", "Burn", within=app.window("Insert a Disc")))
        job_window.wait_for_result(app, "Disc Burned")
        self.assert_on_disc(app)

    def test_damaged_disc(self):
        app = self.start("dvd+r", faults=["unreadable:lba=500-503,times=65535"])
        job_window.start_burn(app)
        window = job_window.wait_for_result(app, "The disc cannot be read completely")
        said = job_window.texts(window)
        self.assertIn("do not rely on it", said)
        self.assertIn("1 Damaged File", said)
        app.press(app.find("list item", re.compile("1 Damaged File"), within=window))
        app.find("label", re.compile("noise.bin"), within=window)

    def test_not_verified_says_so(self):
        app = self.start("dvd+r", app_options={"settings": {"verify": "false"}})
        job_window.start_burn(app)
        window = job_window.wait_for_result(app, "Disc Burned")
        self.assertIn("was not read back, so it is not known whether it can be read", job_window.texts(window))
        self.assert_on_disc(app)

    def test_eject(self):
        app = self.start("dvd+r")
        job_window.start_burn(app)
        window = job_window.wait_for_result(app, "Disc Burned")
        app.press(app.find("push button", "Eject", within=window))
        app.wait(lambda: app.drives.dump()["tray_open"], "an open tray")
        app.wait(lambda: not app.state(app.find("push button", "Eject", within=window), "sensitive"),
                 "nothing more to eject")

    def test_another_copy(self):
        app = self.start("dvd+r")
        job_window.start_burn(app)
        window = job_window.wait_for_result(app, "Disc Burned")
        app.press(app.find("push button", "Burn Another Copy", within=window))
        # The same disc is no empty one.
        app.press(app.find("push button", "Burn", within=app.window("Insert a Disc")))
        dialog = app.window("The disc is not empty")
        app.drives.insert("dvd+r")
        app.find("label", "The image fits on the disc")
        app.press(app.find("push button", re.compile("Try Again|Overwrite"), within=dialog))
        app.wait(lambda: window not in app.windows(), "the end of the first result")
        job_window.wait_for_result(app, "Disc Burned")
        self.assert_on_disc(app)

    def test_another_copy_spares_other_discs(self):
        """Whoever agrees to overwrite a disc agrees to overwrite this one."""
        app = self.start("dvd+rw")
        other = iso_images.make_iso(self.folder, "other.iso", label="OTHER")
        job_window.start_burn(app)
        window = job_window.wait_for_result(app, "Disc Burned")
        app.press(app.find("push button", "Burn Another Copy", within=window))
        app.press(app.find("push button", "Burn", within=app.window("Insert a Disc")))
        dialog = app.window("The disc is not empty")
        overwrite = app.find("push button", "Overwrite", within=dialog)
        app.drives.insert(f"dvd+rw,image={other}")
        app.press(overwrite)
        window = job_window.wait_for_result(app, "Another disc is in the drive")
        self.assertEqual(app.drives.hash(iso_images.n_blocks(other)), iso_images.sha256(other))
        app.press(app.find("push button", "Try Again", within=window))
        app.press(app.find("push button", "Burn", within=app.window("Insert a Disc")))
        dialog = app.window("The disc is not empty")
        app.find("label", re.compile("“OTHER”"), within=dialog)
        app.press(app.find("push button", "Overwrite", within=dialog))
        job_window.wait_for_result(app, "Disc Burned")
        self.assert_on_disc(app)

    def test_second_copy(self):
        app = self.start("dvd+r", app_options={"size": (960, 900)})
        app.find("label", "The image fits on the disc")
        copies = app.find("spin button", "Copies")
        x, y = app.point(copies)
        app.click((x + copies.extents[2] // 2 - 17, y))  # its plus
        app.wait(lambda: copies.text == "2", "two copies")
        job_window.start_burn(app)
        window = job_window.wait_for_result(app, "Insert the Next Disc")
        app.find("label", re.compile("^1 of 2 discs are done"), within=window)
        app.press(app.find("push button", "Continue", within=window))
        app.find("label", "There is no disc in the drive", within=window)
        # The one that was just written is no empty one.
        app.drives.ctl(0, "load")
        app.find("label", "The disc is not empty", within=window)
        # A new disc is noticed by itself.
        app.drives.insert("dvd+r")
        window = job_window.wait_for_result(app, "Disc Burned")
        self.assertIn("2 discs were completed", job_window.texts(window))
        app.drives.ctl(0, "load")
        self.assert_on_disc(app)


if __name__ == "__main__":
    burnish_app.main()
