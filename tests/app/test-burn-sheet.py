#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The burn sheet: from a project to a disc or an image file, and everything that can be in the way."""

import contextlib
import hashlib
import os
import re
import shutil

import burnish_app
from accessible import ACTION, Gone
from gi.repository import GLib
from iso_images import volume_of

# What turns while drive, disc and files are looked at.
CHECKING = "Checking drive, disc and files"


class BurnTestCase(burnish_app.TestCase):
    def open(self, *media, files=None, drives=None, **options):
        """Burnish with a project, its burn sheet open; returns the application and the sheet."""
        self.start_services()
        self.source = self.make_folder(files or {"notes.txt": b"notes", "data": os.urandom(300_000)})
        app = self.start_app(*media, drives=drives, args=[self.source], **options)
        return app, self.open_sheet(app)

    def open_sheet(self, app):
        button = app.wait(
            lambda: [b for b in app.find_all("push button", "Burn…") if app.state(b, "sensitive")],
            "a project that can be burned",
        )[0]
        app.press(button)
        return app.window("Burn Disc")

    def start_with_data(self, medium, label):
        """Drives with a disc that holds data."""
        drives = self.start_drives(medium)
        old = self.make_folder({"old": os.urandom(100_000)}, name="old")
        self.assert_success(drives.cli("burn", old, "--drive", "/dev/sr0", "--volume-id", label))
        return drives

    def burn_button(self, app, sheet, name="Burn", timeout=20):
        """The button, as soon as it can be pressed."""
        def look():
            found = app.find_all("push button", name, sheet)
            return [button for button in found if app.state(button, "sensitive")]

        return app.wait(look, f"the button {name!r}", timeout)[0]

    def burn(self, app, sheet, name="Burn", end="Disc Burned"):
        app.press(self.burn_button(app, sheet, name))
        app.find("label", end, timeout=90)

    def wait_refused(self, app, sheet, *headings):
        """Waits until exactly these stand in the way, and nothing is checked any more."""
        def look():
            if self.is_checking(sheet):
                return False
            group = app.find_all("list", "Not Possible Yet", sheet)
            rows = [row.name for part in group for row in part.find_all("list item")]
            return sorted(rows) == sorted(headings)

        app.wait(look, f"the reasons {headings}")
        for button in app.find_all("push button", re.compile("Burn$"), sheet):
            self.assertFalse(app.state(button, "sensitive"), sheet.dump())

    def wait_not_refused(self, app, sheet):
        app.wait_gone("list", "Not Possible Yet", sheet)

    def set_title(self, app, sheet, title):
        app.set_text(app.find("text", "Title of the Disc", within=sheet), title)

    def check_disc(self, drives, label, path="/dev/sr0"):
        """The disc says that it is complete and right, with this label."""
        done = drives.cli("verify", "--drive", path)
        self.assert_success(done)
        medium = drives.cli("info", path).events_of("medium")[0]
        self.assertEqual(medium["label"], label)

    def is_checking(self, sheet):
        """Whether it turns, also before it has a size."""
        facts = sheet.tree().facts.values()
        return any(fact.name == CHECKING and "visible" in fact.states for fact in facts)

    def settle(self, app, sheet):
        """Waits until everything is checked: what comes of it moves the rows that are to be clicked."""
        app.wait(lambda: not self.is_checking(sheet), "the end of checking")

    def switch_on(self, app, sheet, name):
        """Turns the switch of a row on, and waits until it counts."""
        self.settle(app, sheet)
        row = app.find("list item", name, within=sheet)
        app.press(row)
        app.wait(lambda: row.find_all(state="checked"), f"{name!r} being on")

    def choose(self, app, sheet, row, choice):
        """Chooses from the list of a row, and waits until the choice counts."""
        self.settle(app, sheet)
        row = app.find("combo box", row, within=sheet)
        app.press(row)
        app.click(app.find("label", choice, within=row))
        # The click comes from the X server, and nobody says when: before it, all is as it was.
        app.wait_gone(None, "GtkPopover", row)


class BurnTest(BurnTestCase):
    def test_dvd_plus_r(self):
        app, sheet = self.open("dvd+r")
        self.set_title(app, sheet, "Summer 2026")
        app.find("label", "Everywhere: Summer 2026", within=sheet)
        self.burn(app, sheet)
        self.assertEqual(app.drives.dump()["medium"]["status"], "complete")
        self.check_disc(app.drives, "Summer 2026")

    def test_rewritable_with_data_needs_consent(self):
        drives = self.start_with_data("bd-re", "R&B_2026")
        app, sheet = self.open(drives=drives)
        self.set_title(app, sheet, "NEW")
        self.wait_refused(app, sheet, "The disc is not empty")
        app.find("label", re.compile("“R&B_2026”, BD-RE"), within=sheet)
        app.press(app.find("push button", "Allow Erasing", within=sheet))
        self.burn(app, sheet, "Erase “R&B_2026” and Burn")
        self.check_disc(drives, "NEW")

    def test_image_file(self):
        app, sheet = self.open("dvd+r")
        self.set_title(app, sheet, "Rock & <Roll>")
        self.choose(app, sheet, "Burn To", "Image File")
        path = app.folder / "home/Rock & <Roll>.iso"
        app.find("label", str(path), within=sheet)
        self.burn(app, sheet, "Write Image File", "Image File Written")
        self.check_disc(app.drives, "Rock & <Roll>", f"image:{path}")
        self.assertEqual(app.drives.dump()["medium"]["status"], "blank")

    def test_image_file_that_exists(self):
        app, sheet = self.open("none")
        self.set_title(app, sheet, "Letters")
        path = app.folder / "home/Letters.iso"
        path.write_bytes(b"precious")
        self.choose(app, sheet, "Burn To", "Image File")
        self.wait_refused(app, sheet, "The file already exists")
        other = app.folder / "home/other.iso"
        app.press(app.find("push button", "Choose File…", within=sheet))
        app.choose_file(other)
        app.find("label", str(other), within=sheet)
        self.burn(app, sheet, "Write Image File", "Image File Written")
        self.assertEqual(path.read_bytes(), b"precious")
        self.check_disc(app.drives, "Letters", f"image:{other}")

    def test_test_run(self):
        app, sheet = self.open("cd-r")
        self.switch_on(app, sheet, "Test Run")
        self.burn(app, sheet, end="Test Run Succeeded")
        self.assertEqual(app.drives.dump()["medium"]["status"], "blank")

    def test_choices_wait_for_another_disc(self):
        """Whoever wants a test run, and the disc kept open, wants it of the disc that fits, too."""
        app, sheet = self.open("cd-r,capacity=160")
        self.wait_refused(app, sheet, "It does not fit on the disc")
        self.switch_on(app, sheet, "Test Run")
        row = app.find("list item", "Keep Open", within=sheet)
        app.focus(row)
        app.key("space")
        app.wait(lambda: row.find_all(state="checked"), "a disc that is kept open")
        app.drives.ctl(0, "eject")
        app.find("label", "The tray is open", within=sheet)
        app.drives.insert("cd-r")
        self.wait_not_refused(app, sheet)
        self.settle(app, sheet)
        for name in ("Test Run", "Keep Open"):
            self.assertTrue(app.find("list item", name, within=sheet).find_all(state="checked"), name)
        self.burn(app, sheet, end="Test Run Succeeded")
        self.assertEqual(app.drives.dump()["medium"]["status"], "blank")

    def test_no_test_run(self):
        app, sheet = self.open("dvd+r")
        self.burn_button(app, sheet)
        self.assertFalse(app.state(app.find("list item", "Test Run", within=sheet), "sensitive"))
        app.find("label", re.compile("There is no test run for discs of this kind"), within=sheet)

    def test_eject_and_speed(self):
        app, sheet = self.open("dvd+r")
        self.burn_button(app, sheet)
        self.switch_on(app, sheet, "Eject Afterwards")
        self.choose(app, sheet, "Speed", re.compile("^4.0×"))
        self.burn(app, sheet)
        self.assertTrue(app.drives.dump()["tray_open"])


    def test_drives_of_one_make(self):
        app, sheet = self.open("dvd+r", "cd-r")
        self.choose(app, sheet, "Burn To", "BURNISH EMULATED BD-RE (/dev/sr1)")
        self.burn(app, sheet)
        self.assertEqual(app.drives.dump(1)["medium"]["status"], "complete")
        self.assertEqual(app.drives.dump(0)["medium"]["status"], "blank")


class FileSystemTest(BurnTestCase):
    def open_advanced(self, app, sheet):
        self.settle(app, sheet)
        # It may lie below what can be seen; the focus brings it there.
        app.focus(app.find("list item", "Advanced", within=sheet))
        app.key("Return")
        app.wait(lambda: app.find_all("combo box", "File System", sheet), "the file systems")

    def volume(self, drives):
        """What is on the disc, see volume_of()."""
        image = self.folder / "disc.img"
        self.assert_success(drives.run("dd", "if=/dev/sr0", f"of={image}", "bs=2048", "count=64", "status=none"))
        return volume_of(image)

    def test_recommendation_and_its_reason(self):
        app, sheet = self.open("dvd+r")
        app.find("label", "ISO 9660, Joliet, Rock Ridge, UDF 1.02", within=sheet)
        self.open_advanced(app, sheet)
        app.find("label", re.compile("^On DVDs most systems"), within=sheet)
        app.find("list item", "Windows, macOS and Linux (UDF)", within=sheet)
        self.burn(app, sheet)
        self.assertEqual(self.volume(app.drives), (True, "NSR02"))

    def test_choice_ends_on_the_disc(self):
        app, sheet = self.open("dvd+r")
        self.open_advanced(app, sheet)
        app.focus(app.find("combo box", "File System", within=sheet))
        self.choose(app, sheet, "File System", "UDF 2.50")
        app.find("label", "The file systems were chosen by hand.", within=sheet)
        app.wait_gone("list item", "Simple devices (ISO 9660)", sheet)
        app.key("Escape")
        app.wait(lambda: len(app.windows()) == 1, "the sheet to close")
        sheet = self.open_sheet(app)
        app.wait(lambda: app.find_all("combo box", "File System", sheet), "the choice, kept and shown")
        app.find("label", "The file systems were chosen by hand.", within=sheet)
        self.burn(app, sheet)
        self.assertEqual(self.volume(app.drives), (False, "NSR03"))

    def test_what_udf_leaves_out_is_listed(self):
        self.start_services()
        self.source = self.make_folder({"notes.txt": b"notes"})
        (self.source / "dead link").symlink_to("/nowhere")
        app = self.start_app("dvd+r", args=[self.source])
        sheet = self.open_sheet(app)
        row = app.find("list item", "Windows, macOS and Linux (UDF)", within=sheet)
        app.find("label", "1 cannot be seen", within=row)
        app.focus(row)
        app.press(row)
        app.find("label", re.compile("/dead link$"), within=sheet)
        app.find("label", "Cannot be seen there", within=sheet)


class AddTest(BurnTestCase):
    def files_on(self, drives):
        """What an independent reader finds on the disc: path → contents."""
        out = self.folder / "out"
        command = ["xorriso", "-osirrox", "on", "-indev", "/dev/sr0", "-extract", "/", out]
        self.assertEqual(drives.run(*command).code, 0)
        found = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        shutil.rmtree(out)
        return found

    def keep_open(self, app, sheet):
        row = app.find("list item", "Keep Open", within=sheet)
        app.wait(lambda: app.state(row, "sensitive"), "a disc that can be kept open")
        app.press(row)

    def test_keep_open_then_add(self):
        app, sheet = self.open("dvd+r")
        self.set_title(app, sheet, "HOLIDAY")
        self.keep_open(app, sheet)
        self.burn(app, sheet)
        self.assertEqual(app.drives.dump()["medium"]["status"], "appendable")
        old = self.files_on(app.drives)
        app.press(app.find("push button", re.compile("^Close"), within=app.window("Disc Burned")))
        app.call_action("app.add-to-project", GLib.Variant("as", [self.make_folder({"x": b"xyz"}, name="new").as_uri()]))
        app.find("table row", "new")
        sheet = self.open_sheet(app)
        self.set_title(app, sheet, "")
        app.find("label", "Everywhere: HOLIDAY", within=sheet)
        row = app.find("list item", "Replaced on the Disc", within=sheet)
        app.wait_gone("spin button", "Copies", sheet)
        app.wait_gone("list item", "Advanced", sheet)
        app.focus(row)
        app.press(row)
        app.find("label", "/source/notes.txt", within=sheet)
        app.press(app.find("push button", "Back", within=sheet))
        self.burn(app, sheet, "Add to “HOLIDAY”")
        self.assertFalse(app.has("push button", "Burn Another Copy"))
        self.assertEqual(app.drives.dump()["medium"]["status"], "complete")
        self.check_disc(app.drives, "HOLIDAY")
        found = self.files_on(app.drives)
        self.assertEqual(found["source/data"], old["source/data"])
        self.assertEqual(found["source/notes.txt"], b"notes")
        self.assertEqual(found["new/x"], b"xyz")

    def test_rewritable_is_added_to_or_erased(self):
        drives = self.start_with_data("bd-re", "HOLIDAY")
        app, sheet = self.open(drives=drives)
        self.wait_refused(app, sheet, "The disc is not empty")
        app.press(app.find("push button", "Add to the Disc", within=sheet))
        self.burn_button(app, sheet, "Add to “HOLIDAY”")
        app.find("list item", "Stays on the Disc", within=sheet)
        # Consent is for the disc that was there.
        drives.insert("bd-re")
        self.burn_button(app, sheet)
        self.assertFalse(app.has("list item", "Stays on the Disc", sheet))

    def test_rewritable(self):
        drives = self.start_with_data("dvd+rw", "HOLIDAY")
        app, sheet = self.open(drives=drives)
        self.assertFalse(app.state(app.find("list item", "Keep Open", within=sheet), "sensitive"))
        app.press(app.find("push button", "Add to the Disc", within=sheet))
        self.burn(app, sheet, "Add to “HOLIDAY”")
        found = self.files_on(drives)
        self.assertEqual(len(found["old"]), 100_000)
        self.assertEqual(found["source/notes.txt"], b"notes")

    def test_try_again_to_add(self):
        drives = self.start_with_data("dvd+rw", "HOLIDAY")
        app, sheet = self.open(drives=drives)
        app.press(app.find("push button", "Add to the Disc", within=sheet))
        self.burn_button(app, sheet, "Add to “HOLIDAY”")
        drives.fault("medium-error")
        self.burn(app, sheet, "Add to “HOLIDAY”", "Writing failed")
        app.press(app.find("push button", re.compile("^Try Again")))
        dialog = app.window("Insert a Disc")
        app.find("label", re.compile("^Put the disc to which the files are added into "), within=dialog)
        app.press(app.find("push button", "Burn", within=dialog))
        app.find("label", "Disc Burned", timeout=90)
        found = self.files_on(drives)
        self.assertEqual(len(found["old"]), 100_000)
        self.assertEqual(found["source/notes.txt"], b"notes")

    def test_what_is_not_understood_is_not_added_to(self):
        drives = self.start_drives("dvd+rw")
        image = self.folder / "noise"
        image.write_bytes(os.urandom(2048 * 400))
        drives.insert(f"dvd+rw,image={image}")
        app, sheet = self.open(drives=drives)
        app.press(app.find("push button", "Add to the Disc", within=sheet))
        self.wait_refused(app, sheet, "Nothing can be added to this disc")
        app.press(app.find("push button", "Allow Erasing", within=sheet))
        self.wait_not_refused(app, sheet)
        self.assertEqual(drives.hash(400), hashlib.sha256(image.read_bytes()).hexdigest())


class RefusalTest(BurnTestCase):
    def test_too_small_until_a_larger_disc_is_there(self):
        app, sheet = self.open("dvd+r,capacity=160")
        self.wait_refused(app, sheet, "It does not fit on the disc")
        app.drives.insert("dvd+r")
        self.wait_not_refused(app, sheet)
        self.burn(app, sheet)
        self.assertEqual(app.drives.dump()["medium"]["status"], "complete")

    def test_no_disc(self):
        app, sheet = self.open("none")
        self.wait_refused(app, sheet, "There is no disc in the drive")
        app.press(app.find("push button", "Open Tray", within=sheet))
        app.wait(lambda: app.drives.dump()["tray_open"], "an open tray")
        # Told of both at a time, it would look at the new disc twice, and take the button back in between.
        app.find("label", "The tray is open", within=sheet)
        app.drives.insert("dvd+r")
        self.burn(app, sheet)
        self.assertEqual(app.drives.dump()["medium"]["status"], "complete")

    def test_all_reasons_at_once(self):
        drives = self.start_with_data("bd-re", "HOLIDAY")
        before = drives.dump()["medium"]["status"]
        app, sheet = self.open(drives=drives)
        (self.source / "notes.txt").unlink()
        self.set_title(app, sheet, "A title that is much longer than UDF can hold" * 3)
        self.wait_refused(app, sheet, "The disc is not empty", "A file is gone", "A name cannot be used")
        self.set_title(app, sheet, "Short")
        self.wait_refused(app, sheet, "The disc is not empty", "A file is gone")
        app.press(app.find("push button", "Allow Erasing", within=sheet))
        self.wait_refused(app, sheet, "A file is gone")
        self.assertEqual(drives.dump()["medium"]["status"], before)

    def test_reason_that_stays_keeps_its_button(self):
        """Who is about to press the button presses it, though something else was checked again meanwhile."""
        drives = self.start_with_data("bd-re", "HOLIDAY")
        app, sheet = self.open(drives=drives)
        self.wait_refused(app, sheet, "The disc is not empty")
        button = app.find("push button", "Allow Erasing", within=sheet)
        app.focus(button)
        self.set_title(app, sheet, "Another")
        app.find("label", "Everywhere: Another", within=sheet)
        self.wait_refused(app, sheet, "The disc is not empty")
        self.assertEqual(app.find_all("push button", "Allow Erasing", sheet), [button])
        self.assertTrue(app.state(button, "focused"), sheet.dump())
        (self.source / "notes.txt").unlink()
        self.set_title(app, sheet, "Without a file")
        self.wait_refused(app, sheet, "The disc is not empty", "A file is gone")
        app.press(app.find("push button", "Allow Erasing", within=sheet))
        self.wait_refused(app, sheet, "A file is gone")

    def test_another_disc_takes_the_consent_back(self):
        other = self.folder / "other.iso"
        drives = self.start_with_data("dvd+rw", "FIRST")
        folder = self.make_folder({"other": os.urandom(100_000)}, name="other")
        self.assert_success(drives.cli("image", folder, "-o", other, "--volume-id", "SECOND"))
        app, sheet = self.open(drives=drives)
        app.press(app.find("push button", "Allow Erasing", within=sheet))
        self.burn_button(app, sheet, "Erase “FIRST” and Burn")
        drives.insert(f"dvd+rw,image={other}")
        app.find("label", re.compile("“SECOND”, DVD"), within=sheet)
        self.wait_refused(app, sheet, "The disc is not empty")
        app.wait_gone("push button", "Erase “FIRST” and Burn", sheet)
        drives.insert("dvd+rw")
        self.burn(app, sheet)
        self.assert_success(drives.cli("verify", "--drive", "/dev/sr0"))

    def test_consent_is_for_the_disc_that_is_named(self):
        """Between another disc and what is said of it, the button is still that of the disc before."""
        other = self.folder / "other.iso"
        drives = self.start_with_data("dvd+rw", "FIRST")
        folder = self.make_folder({"other": os.urandom(100_000)}, name="other")
        self.assert_success(drives.cli("image", folder, "-o", other, "--volume-id", "SECOND"))
        app, sheet = self.open(drives=drives)
        button = app.find("push button", "Allow Erasing", within=sheet)
        drives.insert(f"dvd+rw,image={other}")
        # Once the row of the first disc is gone, there is nothing to press.
        with contextlib.suppress(Gone):
            while button.call(ACTION, "DoAction", "(i)", 0):
                pass
        self.wait_refused(app, sheet, "The disc is not empty")
        app.press(app.find("push button", "Allow Erasing", within=sheet))
        self.burn_button(app, sheet, "Erase “SECOND” and Burn")


class NamesTest(BurnTestCase):
    def test_title_in_each_file_system(self):
        app, sheet = self.open("dvd+r")
        self.set_title(app, sheet, "Summer holidays 2026")
        app.find("label", re.compile("Windows .Joliet.: Summer holidays ?\nElsewhere .ISO 9660.: Summer holidays 2026"), within=sheet)
        self.set_title(app, sheet, "A title of more than 32 characters")
        app.find("label", re.compile("too long for this disc"), within=sheet)
        self.wait_refused(app, sheet, "A name cannot be used")
        app.find("push button", "Change Title", within=sheet)
        self.set_title(app, sheet, "Short")
        app.find("label", "Everywhere: Short", within=sheet)
        self.wait_not_refused(app, sheet)
        self.burn(app, sheet)
        self.check_disc(app.drives, "Short")

    def test_long_title_in_udf_alone(self):
        """Blu-ray discs have UDF alone, unless what is on them needs ISO 9660."""
        long_title = "Everything that we saw on our journey through the mountains, 2026"
        app, sheet = self.open("bd-r", files={"notes.txt": b"notes"})
        self.set_title(app, sheet, long_title)
        app.find("label", f"Everywhere: {long_title}", within=sheet)
        self.set_title(app, sheet, 2 * long_title)
        app.find("label", re.compile("too long for this disc"), within=sheet)
        self.wait_refused(app, sheet, "A name cannot be used")
        self.set_title(app, sheet, long_title)
        self.wait_not_refused(app, sheet)
        self.burn(app, sheet)
        label = app.drives.run("udfinfo", "--blocksize=2048", "/dev/sr0").stdout
        self.assertIn(f"lvid={long_title}\n", label)

    def test_long_title_where_the_files_need_iso(self):
        self.start_services()
        source = self.make_folder({"VIDEO_TS/VIDEO_TS.IFO": b"DVDVIDEO-VMG" + bytes(2036)})
        app = self.start_app("bd-r", args=[source / "VIDEO_TS"])
        sheet = self.open_sheet(app)
        self.set_title(app, sheet, "A title of more than 32 characters")
        app.find("label", re.compile("too long for this disc"), within=sheet)

    def test_renamed_names(self):
        long_name = "n" * 120 + ".txt"
        files = {long_name: b"long", "fine.txt": b"fine"}
        files.update({f"name {number}.txt": b"x" for number in range(2000)})
        app, sheet = self.open("dvd+r", files=files)
        self.burn_button(app, sheet)
        row = app.find("list item", "Windows (Joliet)", within=sheet)
        self.assertTrue(row.find_all("label", "1 name is changed"), row.dump())
        app.focus(row)
        app.press(row)
        app.find("label", f"/source/{long_name}", within=sheet)
        app.press(app.find("push button", "Back", within=sheet))
        row = app.find("list item", "Simple devices (ISO 9660)", within=sheet)
        app.focus(row)
        app.press(row)
        app.find("label", "/source/name 0.txt", within=sheet)
        app.set_text(app.find("entry", "Search names", within=sheet), "name 1234")
        app.wait_gone("label", "/source/name 0.txt", sheet)
        app.find("label", "/source/name 1234.txt", within=sheet)
        app.find("label", re.compile("There: NAME_1234.TXT"), within=sheet)
        app.set_text(app.find("entry", "Search names", within=sheet), "nobody")
        app.find("label", "No Names Found", within=sheet)
        app.press(app.find("push button", "Back", within=sheet))
        self.burn(app, sheet)
        self.assert_success(app.drives.cli("verify", "--drive", "/dev/sr0"))


if __name__ == "__main__":
    burnish_app.main()
