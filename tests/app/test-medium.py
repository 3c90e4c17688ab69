#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The disc in a drive: what the window tells of it, and what can be done with it."""

import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_app

DRIVE = "BURNISH EMULATED BD-RE"


class MediumTestCase(burnish_app.TestCase):
    def burn(self, drives, *options, name="HOLIDAY"):
        folder = self.make_folder({"file": os.urandom(300_000)}, name=name)
        self.assert_success(drives.cli("burn", folder, "--drive", "/dev/sr0", *options))

    def start_with_data(self, medium, *options):
        """Burnish with a disc that holds data."""
        self.start_services()
        drives = self.start_drives(medium)
        self.burn(drives, *options)
        return self.start_app(drives=drives)

    def card(self, app, title=""):
        rows = app.wait(
            lambda: [row for row in app.find_all("list item") if row.name.startswith(title) and row.name],
            f"a drive with {title!r}",
        )
        return rows[0].parent

    def press(self, app, name, within):
        """Presses a button as soon as it can be pressed."""
        def look():
            buttons = app.find_all("push button", name, within)
            return next((button for button in buttons if app.state(button, "sensitive")), None)

        app.press(app.wait(look, f"the button {name!r}"))

    def answer(self, app, question, name):
        app.press(app.find("push button", re.compile(f"{name}$"), within=question))

    def open_window(self, app, title):
        """The window of the drive with this disc, once its rows are drawn."""
        app.press(app.find("list item", re.compile(title)))
        window = app.window(DRIVE)
        app.find("list item", "Kind", within=window)
        return window

    def rows(self, window):
        """What each row of the window says below its title."""
        return {row.name: row.description for row in window.find_all("list item")}

    def wait_for_rows(self, app, window, expected):
        """Waits until these rows say this; a pattern is looked for, None is a row that is not there."""
        def fits(text, wanted):
            return wanted.search(text or "") if isinstance(wanted, re.Pattern) else text == wanted

        def look():
            rows = self.rows(window)
            return all(fits(rows.get(name), wanted) for name, wanted in expected.items())

        app.wait(look, f"rows with {expected}")

    def scroll_to_end(self, app, window, row):
        """Scrolls down as far as the window goes, past a row."""
        def is_at_end():
            content = max(row.ancestors(), key=lambda node: node.extents[3])
            _, top, _, height = content.extents
            if height > window.extents[3] and top + height <= window.extents[3]:
                return True
            # More rows may have come since the last turn of the wheel.
            app.scroll(window, 5)
            return False

        app.wait(is_at_end, "the end of scrolling")


class QuestionTest(MediumTestCase):
    def blanking_types(self, app):
        """Of each BLANK that the drive got: 0 for the whole disc, 1 for a minimal one (MMC-6 6.2)."""
        found = (re.search(r" BLANK cdb=a1(..)", line) for line in app.drives.log())
        return [int(match.group(1), 16) & 7 for match in found if match]

    def test_erase_quickly(self):
        app = self.start_with_data("cd-rw")
        self.assertNotEqual(app.drives.dump()["medium"]["status"], "blank")
        self.press(app, "Erase…", self.card(app, "“HOLIDAY”"))
        question = app.window(re.compile("Erase “HOLIDAY”"))
        app.find("label", re.compile("CD-RW in the drive BURNISH.*will be lost"), within=question)
        self.assertTrue(app.state(app.find("check box", "Quick", within=question), "checked"))
        self.answer(app, question, "Erase")
        app.find("label", "Disc Erased", timeout=60)
        self.assertEqual(app.drives.dump()["medium"]["status"], "blank")
        self.card(app, "Blank CD-RW")
        self.assertEqual(self.blanking_types(app), [1])

    def test_erase_fully(self):
        app = self.start_with_data("cd-rw")
        self.press(app, "Erase…", self.card(app, "“HOLIDAY”"))
        question = app.window(re.compile("Erase"))
        full = app.find("check box", "Full", within=question)
        app.press(full)
        app.wait(lambda: app.state(full, "checked"))
        self.answer(app, question, "Erase")
        app.find("label", "Disc Erased", timeout=60)
        self.assertEqual(app.drives.dump()["medium"]["status"], "blank")
        self.assertEqual(self.blanking_types(app), [0])

    def test_nothing_is_lost_without_a_yes(self):
        app = self.start_with_data("cd-rw")
        before = app.drives.hash(200)
        self.press(app, "Erase…", self.card(app, "“HOLIDAY”"))
        self.answer(app, app.window(re.compile("Erase")), "Cancel")
        app.wait(lambda: len(app.windows()) == 1, "the end of the question")
        self.press(app, "Erase…", self.card(app, "“HOLIDAY”"))
        app.raise_window(app.window(re.compile("Erase")))
        app.key("Escape")
        app.wait(lambda: len(app.windows()) == 1, "the end of the question")
        app.quit()
        self.assertEqual(self.blanking_types(app), [])
        self.assertEqual(app.drives.hash(200), before)

    def test_yes_was_said_for_another_disc(self):
        drives = self.start_drives("dvd+rw")
        other = self.folder / "other"
        drives.insert(f"dvd+rw,file={other}")
        self.burn(drives, name="PRECIOUS")
        drives.insert("dvd+rw")
        self.burn(drives)
        app = self.start_app(drives=drives)
        self.press(app, "Erase…", self.card(app, "“HOLIDAY”"))
        question = app.window(re.compile("Erase"))
        drives.insert(f"dvd+rw,file={other}")
        before = drives.hash(250)
        self.answer(app, question, "Erase")
        app.find("label", "Another disc is in the drive")
        self.assertEqual(drives.hash(250), before)
        self.answer(app, app.window("Another disc is in the drive"), "Close")

    def test_format_fully(self):
        self.start_services()
        app = self.start_app("bd-re,unformatted")
        self.press(app, "Format…", self.card(app, "Unformatted BD-RE"))
        question = app.window(re.compile("Format the Disc"))
        app.find("label", re.compile("No data was found"), within=question)
        app.press(app.find("check box", "Full", within=question))
        self.answer(app, question, "Format")
        app.find("label", "Disc Formatted", timeout=60)
        self.assertTrue(app.drives.dump()["medium"]["formatted"])
        self.card(app, "Blank BD-RE")


class VerifyTest(MediumTestCase):
    def test_good_disc(self):
        app = self.start_with_data("dvd+r")
        self.press(app, "Verify", self.card(app, "“HOLIDAY”"))
        app.find("label", "Disc Verified", timeout=60)

    def test_disc_without_checksums(self):
        app = self.start_with_data("dvd+r", "--no-manifest")
        self.press(app, "Verify", self.card(app, "“HOLIDAY”"))
        app.find("label", re.compile("nothing to compare"), timeout=60)

    def compare(self, image):
        """Burns an image and compares the disc with IMAGE, given the one that was burned."""
        self.start_services()
        drives = self.start_drives("dvd+r")
        burned = self.folder / "burned.iso"
        self.assert_success(drives.cli("image", self.make_folder({"file": os.urandom(300_000)}), "-o", burned))
        self.assert_success(drives.cli("burn-image", burned, "--drive", "/dev/sr0"))
        image(burned)
        app = self.start_app(drives=drives)
        self.press(app, "Compare With Image…", self.open_window(app, "DVD"))
        app.choose_file(burned)
        return app

    def test_same_image(self):
        app = self.compare(lambda image: None)
        app.find("label", "Disc Verified", timeout=60)
        app.find("label", re.compile("equal to the image file"))

    def test_other_image(self):
        def change(image):
            with image.open("r+b") as file:
                file.seek(100_000)
                file.write(b"something else")

        app = self.compare(change)
        app.find("label", re.compile("read back differs"), timeout=60)


class ViewTest(MediumTestCase):
    def test_facts(self):
        app = self.start_with_data("dvd+r")
        blocks = app.drives.dump()["medium"]["readable_blocks"]
        expected = {
            "Kind": "DVD+R",
            "State": "Finalized",
            "Label": "HOLIDAY",
            "File System": re.compile("ISO 9660"),
            "Write Speeds": re.compile("16.0×"),
            "Used": re.compile(rf"\({blocks} blocks\)"),
            "Session 1, Track 1": re.compile("from block 0, .*, data"),
            "Spare Area": None,
        }
        self.wait_for_rows(app, self.open_window(app, "HOLIDAY"), expected)

    def test_rings_of_sessions(self):
        drives = self.start_drives("cd-r")
        self.burn(drives, "--keep-open")
        self.burn(drives, "--append", name="MORE")
        app = self.start_app(drives=drives)
        window = self.open_window(app, "HOLIDAY|MORE")
        medium = drives.cli("info", "/dev/sr0").events_of("medium")[0]
        self.assertEqual(medium["sessions"], 2)
        names = [re.compile(f"^Session {number}: .*B$") for number in (1, 2)]
        (inner, outer) = [app.find("image", name, within=window).extents for name in names]
        # The second one lies around the first, in the same middle.
        self.assertLess(inner[2], outer[2])
        self.assertEqual(inner[0] * 2 + inner[2], outer[0] * 2 + outer[2])
        self.assertEqual(inner[1] * 2 + inner[3], outer[1] * 2 + outer[3])
        drives.insert("dvd+r")
        app.wait_gone("image", names[0], window)

    def test_capabilities(self):
        drives = self.start_drives("dvd+r", "cd-rw", "none")
        self.burn(drives)
        image = self.folder / "pressed"
        image.write_bytes(os.urandom(2048 * 300))
        drives.insert(f"dvd-rom,image={image}", number=2)
        app = self.start_app(drives=drives)
        expected = {
            "HOLIDAY": {
                "Write": "The disc is closed: nothing can be added to it.",
                "Erase quickly": "The disc can be written only once and cannot be erased.",
                "Overwrite": "The disc can be written only once.",
                "Read, verify": "Possible",
            },
            "CD-RW": {
                "Write": "Possible",
                "Erase fully": "Possible",
                "Simulate": "Possible",
                "Format": "Discs of this kind, in this state, cannot be formatted.",
                "Read, verify": "The disc is blank.",
            },
            "DVD-ROM": {
                "Write": "The disc was pressed in a factory and cannot be written.",
                "Read, verify": "Possible",
            },
        }
        for title, texts in expected.items():
            with self.subTest(disc=title):
                window = self.open_window(app, title)
                self.wait_for_rows(app, window, texts)
                app.raise_window(window)
                app.key("Escape")
                app.wait_gone("frame", DRIVE)

    def test_it_follows_the_disc_and_the_drive(self):
        app = self.start_app("dvd+r")
        window = self.open_window(app, "Blank DVD")
        self.wait_for_rows(app, window, {"State": "Blank"})
        app.drives.insert("bd-re")
        self.wait_for_rows(app, window, {"Kind": "BD-RE", "Spare Area": re.compile("left")})
        app.drives.ctl(0, "remove")
        app.find("label", "No disc", within=window)
        app.drives.ctl(0, "unplug")
        app.find("label", "No Drive", within=window)
        app.drives.ctl(0, "plug")
        app.drives.insert("cd-r")
        app.wait(lambda: self.rows(window).get("Kind") == "CD-R", "the disc of the drive that is back")

    def test_it_stays_where_it_was_scrolled_to(self):
        app = self.start_app("dvd+rw")
        window = self.open_window(app, "Blank DVD")
        row = app.find("list item", "Features of the Drive", within=window)
        self.scroll_to_end(app, window, row)
        top = row.extents[1]
        app.press(app.find("push button", "Look at the Disc Again", within=window))
        app.drives.insert("dvd+rw,capacity=1600")
        app.wait(lambda: "(1600 blocks)" in self.rows(window).get("Capacity", ""), "the other disc")
        app.wait(lambda: row.extents[1] == top, "the row at its place")

    def test_experts(self):
        app = self.start_app("bd-re")
        window = self.open_window(app, "Blank BD")
        features = app.find("list item", "Features of the Drive", within=window)
        self.scroll_to_end(app, window, features)
        app.press(features)
        with_bd = {"BD Write": "Feature 0041h, current", "DVD+R": "Feature 002Bh, not with this disc"}
        self.wait_for_rows(app, window, with_bd)
        app.drives.insert("dvd+r")
        with_dvd = {"BD Write": "Feature 0041h, not with this disc", "DVD+R": "Feature 002Bh, current"}
        self.wait_for_rows(app, window, with_dvd)

    def test_tray(self):
        app = self.start_app("cd-rw")
        window = self.open_window(app, "Blank CD-RW")
        self.press(app, "Eject", window)
        app.find("label", "The tray is open", within=window)
        self.assertTrue(app.drives.dump()["tray_open"])
        self.press(app, "Close the Tray", window)
        app.wait(lambda: "Kind" in self.rows(window), "the disc")
        self.assertFalse(app.drives.dump()["tray_open"])


class PaneTest(MediumTestCase):
    def plain_buttons(self, app):
        """Those that are called like the switch of the pane, which is on."""
        buttons = app.find_all("push button", "Show the Disc")
        return [button for button in buttons if not app.state(button, "pressed")]

    def test_beside_the_project(self):
        app = self.start_app("dvd+r", "cd-rw", size=(1000, 700))
        self.press(app, "New Data Disc", self.card(app, "Blank CD-RW"))
        app.wait(lambda: self.rows(app.windows()[0]).get("Kind") == "CD-RW", "the disc")
        app.find("label", re.compile("of 737.0.MB"))  # what the project is measured against
        app.drives.insert("bd-re")
        app.drives.insert("cd-r", number=1)
        app.wait(lambda: self.rows(app.windows()[0]).get("Kind") == "CD-R", "the other disc")
        app.press(app.find("push button", "Show the Disc"))
        app.wait_gone("list item", "Kind")
        app.wait(lambda: app.settings.get("show-medium-pane") == "false", "the stored setting")
        app.press(app.find("push button", "Show the Disc"))
        app.find("list item", "Kind")

    def test_without_room(self):
        app = self.start_app("dvd+r", size=(1000, 700))
        self.press(app, "New Data Disc", self.card(app, "Blank DVD"))
        app.find("list item", "Kind")
        app.resize(700, 640)
        app.wait_gone("list item", "Kind")
        app.press(app.wait(lambda: self.plain_buttons(app), "a button instead of the switch")[0])
        window = app.window(DRIVE)
        self.wait_for_rows(app, window, {"Kind": "DVD+R"})
        app.raise_window(window)
        app.key("Escape")
        app.wait(lambda: len(app.windows()) == 1, "the end of the window")
        app.resize(360, 640)
        app.press(app.find("push button", "Project Menu"))
        app.press(app.find("menu item", "Show the Disc"))
        app.window(DRIVE)


if __name__ == "__main__":
    burnish_app.main()
