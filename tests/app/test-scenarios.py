#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes through several screens: from files to a disc, and what can happen on the way."""

import os
import re

import burnish_app
import job_window

MANY = 100_000


class ScenarioTest(burnish_app.TestCase):
    def open_sheet(self, app):
        """Waits until the project can be burned, and opens its sheet."""
        button = app.find("push button", "Burn…")
        app.wait(lambda: app.state(button, "sensitive"), "a project that can be burned")
        app.press(button)
        return app.window("Burn Disc")

    def burn(self, app, sheet):
        """Starts the burn from its sheet and returns the window of the job."""
        button = app.find("push button", "Burn", within=sheet)
        app.wait(lambda: app.state(button, "sensitive"), "a burn that can be started")
        app.press(button)
        # A quick burn may be over before its window is looked at.
        return app.window(re.compile("Burning|Disc Burned"))

    def assert_on_disc(self, app, folder, files):
        """The disc has these files, which another program reads from it."""
        out = self.folder / "copy"
        copy = out / folder
        image = self.folder / "disc.img"
        self.assert_success(app.drives.run("dd", "if=/dev/sr0", f"of={image}", "bs=2048", "count=4000", "status=none"))
        self.assert_success(app.drives.run("7z", "x", f"-o{out}", image, folder))
        found = {str(path.relative_to(copy)): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        self.assertEqual(found, files)

    def drop_and_burn(self, medium):
        files = {"Letter.txt": b"Dear reader", "Photos/one.jpg": os.urandom(300_000), "Photos/two.jpg": b""}
        folder = self.make_folder(files, "Holiday")
        app = self.start_app(medium, size=(1000, 700))
        source = self.start_drag_source(app, folder)
        start_page = app.find("label", "Drives")
        self.assertEqual(source.drop_on(app.point(start_page)), "drag-end copy")
        app.find("table row", "Holiday")
        self.assertTrue((folder / "Letter.txt").exists(), "a drop must not move files")
        job = self.burn(app, self.open_sheet(app))
        app.find("label", "Disc Burned", timeout=120)
        self.assertFalse(app.has("push button", "Cancel", within=job))
        self.assert_on_disc(app, "Holiday", files)
        return app

    def test_drop_and_burn_dvd(self):
        app = self.drop_and_burn("dvd+r")
        self.assertEqual(app.drives.dump()["medium"]["status"], "complete")

    def test_drop_and_burn_bd(self):
        self.drop_and_burn("bd-re")

    def test_pasted_and_burned(self):
        files = {"a.txt": b"a", "b.txt": b"b"}
        folder = self.make_folder(files, "Pasted")
        app = self.start_app("cd-r", size=(1000, 700))
        source = self.start_drag_source(app, folder)
        app.press(app.find("push button", "New Data Disc"))
        app.find("push button", "Burn…")
        source.copy()
        app.raise_window(app.windows()[0])
        app.wait_paste(app.windows()[0])
        app.key("ctrl+v")
        app.find("table row", "Pasted")
        self.burn(app, self.open_sheet(app))
        app.find("label", "Disc Burned", timeout=120)
        self.assert_on_disc(app, "Pasted", files)

    def test_unplugged_while_burning(self):
        drives = self.start_drives("dvd+r", settings=job_window.SLOW)
        folder = self.make_folder({"big": os.urandom(40_000_000)})
        app = self.start_app(drives=drives, args=[folder])
        job = self.burn(app, self.open_sheet(app))
        job_window.wait_for_writing(app, job, least=1)
        job_window.hold(app)
        drives.ctl(0, "unplug")
        failed = app.window("Burning Failed", timeout=60)
        app.find("label", "The drive stopped answering", within=failed)
        app.press(app.find("push button", "Close", within=failed))
        # The project is still there, and says that there is nothing to burn it with.
        app.find("table row", "source")
        drives.ctl(0, "plug")
        job_window.let_go(app)
        drives.insert("dvd+r")
        self.burn(app, self.open_sheet(app))
        app.find("label", "Disc Burned", timeout=120)

    def test_medium_changed_while_sheet_is_open(self):
        app = self.start_app("dvd+r", args=[self.make_folder({"a": b"text"})])
        sheet = self.open_sheet(app)
        burn = app.find("push button", "Burn", within=sheet)
        app.wait(lambda: app.state(burn, "sensitive"), "a burn that can be started")
        app.drives.ctl(0, "remove")
        app.wait(lambda: not app.state(burn, "sensitive"), "no burn without a disc")
        app.drives.insert("cd-r,capacity=20")
        app.find("list item", "It does not fit on the disc", within=sheet)
        self.assertFalse(app.state(burn, "sensitive"))
        app.drives.insert("cd-rw")
        app.wait(lambda: app.state(burn, "sensitive"), "the other disc")
        self.burn(app, sheet)
        app.find("label", "Disc Burned", timeout=120)
        self.assert_on_disc(app, "source", {"a": b"text"})

    def test_killed_and_restored(self):
        folder = self.make_folder({"a": b"text", "b/c": b"more"})
        app = self.start_app("dvd+r", args=[folder])
        app.find("table row", "source")
        kept = app.folder / "data/burnish/autosave"
        app.wait(lambda: any(b"source" in path.read_bytes() for path in kept.glob("*/*.burnish")), "the kept project")
        app.kill()
        app.start()
        app.find("table row", "source")
        self.burn(app, self.open_sheet(app))
        app.find("label", "Disc Burned", timeout=120)
        self.assert_on_disc(app, "source", {"a": b"text", "b/c": b"more"})

    def test_typing_while_many_files_come(self):
        many = self.make_folder({}, "many")
        for number in range(MANY):
            os.mknod(many / f"file {number:06}.txt", 0o100644)
        app = self.start_app("dvd+r", args=[self.make_folder({"needle.txt": b"x", "hay.txt": b"y"})], size=(1000, 700))
        app.find("table row", "source")
        app.run_again(many)
        app.key("ctrl+f")
        entry = app.wait(lambda: app.focused() if app.focused() and app.focused().role in ("text", "entry") else None,
                         "the search field")
        app.type("needle")
        # Letter by letter, each when the window has time for it.
        app.wait(lambda: entry.text == "needle", "what was typed", timeout=60)
        app.find("table row", "needle.txt", timeout=60)
        app.wait_gone("table row", "hay.txt", timeout=60)
        app.key("Escape")
        app.find("table row", "many", timeout=60)
        button = app.find("push button", "Burn…")
        app.wait(lambda: app.state(button, "sensitive"), "a project that can be burned", timeout=60)
        # What so many files take up is counted, too: a block each for the file entries of UDF alone.
        app.find("label", re.compile(r"^\d\d\d\.\d\sMB of 4\.7\sGB"), timeout=60)


if __name__ == "__main__":
    burnish_app.main()
