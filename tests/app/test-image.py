#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Burning an image file: what it is, its checksum, what speaks against it, and the disc's bytes."""

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_app
import iso_images
import job_window
from accessible import ACTION, Gone
from app_process import APP_ID, APP_PATH

from gi.repository import GLib


class ImageTest(burnish_app.TestCase):
    def assert_on_disc(self, drives, iso, number=0):
        blocks = iso_images.n_blocks(iso)
        self.assertEqual(drives.hash(blocks, number=number), iso_images.sha256(iso))

    def assert_not_ready(self, app):
        buttons = app.find_all("push button", "Burn")
        self.assertFalse([b for b in buttons if app.state(b, "sensitive")], app.tree())

    def test_burn_from_command_line(self):
        iso = iso_images.make_iso(self.folder)
        app = self.start_app("dvd+r", args=[iso])
        app.find("label", "HOLIDAY")
        app.find("label", "The image fits on the disc")
        job_window.start_burn(app)
        window = job_window.wait_for_result(app, "Disc Burned")
        self.assertRegex(job_window.texts(window), r"2\.\d\sMB were written.\s+Every block was read back and is equal")
        self.assert_on_disc(app.drives, iso)
        self.assertEqual(app.drives.dump()["medium"]["status"], "complete")

    def test_open_over_dbus(self):
        iso = iso_images.make_iso(self.folder, "Über uns.iso", label="SECOND")
        app = self.start_app("bd-re")
        arguments = GLib.Variant("(asa{sv})", ([iso.as_uri()], {}))
        app.session_call(APP_ID, APP_PATH, "org.freedesktop.Application", "Open", arguments)
        app.find("label", "SECOND")
        job_window.start_burn(app)
        job_window.wait_for_result(app, "Disc Burned")
        self.assert_on_disc(app.drives, iso)

    def test_pasted_checksum(self):
        iso = iso_images.make_iso(self.folder)
        digits = iso_images.sha256(iso)
        app = self.start_app("dvd+r", args=[iso])
        app.find("label", digits)
        entry = app.find("text", "Compare With")
        equal, differs = "The checksums are equal", re.compile("^The checksums differ")
        for text, verdict in [
            (digits, equal),
            (digits.upper(), equal),
            (f"sha256:{digits}", equal),
            (f"{digits}  image.iso", equal),
            (f"SHA256 (image.iso) = {digits}", equal),
            (digits[:-1] + ("0" if digits[-1] != "0" else "1"), differs),
            (digits[:-1], re.compile("^This is not a SHA-256 checksum")),
        ]:
            app.set_text(entry, text)
            app.find("label", verdict)
        app.set_text(entry, "")
        app.wait_gone("label", re.compile("checksum: it has 64"))

    def test_differing_checksum_asks(self):
        iso = iso_images.make_iso(self.folder)
        (self.folder / "SHA256SUMS").write_text(f"{'0' * 64}  image.iso\n")
        app = self.start_app("dvd+r", args=[iso])
        app.find("label", re.compile("^The image is not as this file says"))
        app.find("label", re.compile("^The checksum of the image is not the one"))
        job_window.press_when_sensitive(app, "Burn")
        app.find("label", "The Checksum Differs")
        app.press(app.find("push button", "Cancel"))
        app.wait_gone("label", "The Checksum Differs")
        self.assertEqual(app.drives.dump()["medium"]["status"], "blank")
        job_window.press_when_sensitive(app, "Burn")
        app.press(app.find("push button", "Burn Anyway"))
        job_window.wait_for_result(app, "Disc Burned")
        self.assert_on_disc(app.drives, iso)

    def test_published_checksum(self):
        iso = iso_images.make_iso(self.folder)
        (self.folder / "image.iso.sha256").write_text(f"{iso_images.sha256(iso)}  image.iso\n")
        app = self.start_app("dvd+r", args=[iso])
        app.find("label", "image.iso.sha256")
        app.find("label", "The image is as this file says")
        self.assertFalse(app.has("label", re.compile("^The checksum of the image is not")))

    def test_truncated(self):
        iso = iso_images.make_iso(self.folder)
        os.truncate(iso, 1_024_000)
        app = self.start_app("dvd+r", args=[iso])
        app.find("label", re.compile(r"^The file is incomplete: it has 1\.0\sMB of 2\.\d\sMB"))
        app.find("label", "This is not a disc image")
        self.assert_not_ready(app)
        self.assertEqual(app.drives.dump()["medium"]["status"], "blank")

    def test_no_image(self):
        text = self.folder / "page.iso"
        text.write_bytes(b"<html>" * 2048)
        empty = self.folder / "empty.iso"
        empty.touch()
        app = self.start_app("dvd+r", args=[text])
        app.find("label", "This is not a disc image")
        self.assertFalse(app.has("push button", "Burn"))
        app.run_again(empty)
        app.find("label", "empty.iso")
        app.find("label", "This is not a disc image")
        app.run_again(self.folder / "nowhere.iso")
        app.find("label", "A file is gone")

    def test_vanishes(self):
        iso = iso_images.make_iso(self.folder)
        app = self.start_app("dvd+r", args=[iso])
        app.find("label", "The image fits on the disc")
        iso.rename(self.folder / "elsewhere.iso")
        app.find("label", "A file is gone")
        self.assertFalse(app.has("push button", "Burn"))
        (self.folder / "elsewhere.iso").rename(iso)
        app.find("label", "The image fits on the disc")

    def test_not_on_this_computer(self):
        app = self.start_app("dvd+r")
        app.call_action("app.burn-image", GLib.Variant("s", "https://example.org/image.iso"))
        app.find("label", "The File Is Not on This Computer")

    def test_look_inside(self):
        iso = iso_images.make_iso(self.folder)
        app = self.start_app("dvd+r", args=[iso])
        app.find("label", "HOLIDAY")
        app.focus(app.find("list item", re.compile("^Look Inside")))
        app.key("Return")
        window = app.window("Contents of image.iso")
        app.find("label", re.compile(r"^3 files, 2\.0\sMB"), within=window)
        app.find(None, "readme.txt", within=window)
        self.assertFalse(app.has("label", "2026", window))
        app.click(app.find("label", "Photos", within=window), times=2)
        app.find("label", "2026", within=window)

    def test_look_inside_udf(self):
        """An image with nothing but UDF."""
        iso = iso_images.make_iso(self.folder)
        image = self.folder / "udf.iso"
        app = self.start_app("dvd+r")
        self.assert_success(app.drives.cli("image", iso.with_name("image.iso.source"), "--output", image,
                                           "--filesystem", "udf", "--volume-id", "SUMMER"))
        self.assertEqual(iso_images.volume_of(image), (False, "NSR02"))
        app.call_action("app.burn-image", GLib.Variant("s", image.as_uri()))
        app.find("label", "SUMMER")
        app.focus(app.find("list item", re.compile("^Look Inside")))
        app.key("Return")
        window = app.window("Contents of udf.iso")
        app.find(None, "readme.txt", within=window)

    def files_of(self, folder):
        """Path → contents, without the checksums."""
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.name != "SHA256SUMS"
        }

    def save_as(self, app, file):
        app.wait(lambda: app.actions("win").get("save"), "a project with something to save")
        app.call_action("win.save-as")
        app.choose_file(file)
        app.wait(file.exists, "the saved project")
        app.wait(lambda: not app.actions("win")["save"], "nothing to save")

    def extract(self, app, file):
        """What a project makes, in a folder."""
        image = self.folder / "made.iso"
        image.unlink(missing_ok=True)
        target = self.folder / f"out of {file.name}"
        self.assert_success(app.drives.cli("image", "--output", image, "--project", file))
        self.assert_success(app.drives.cli("extract", image, "--to", target))
        return target

    def copy_disc(self, app):
        """What the disc holds, through the device node and not through Burnish."""
        disc = self.folder / "disc.iso"

        def copy(count):
            command = ["dd", "if=/dev/sr0", f"of={disc}", "bs=2048", f"count={count}", "status=none"]
            self.assert_success(app.drives.run(*command))
            return disc.read_bytes()

        # The size of the volume in the primary descriptor (ECMA-119 8.4.8).
        start = 16 * 2048 + 80
        copy(int.from_bytes(copy(17)[start : start + 4], "little"))
        return disc

    def add_image(self, app, file):
        """With the menu beside the button for adding files."""
        app.press(app.find("push button", "More to Add"))
        app.press(app.find("menu item", "Add from Image…"))
        app.choose_file(file)

    def use_in_project(self, app):
        """With the keyboard."""
        app.focus(app.find("list item", re.compile("^Use in a New Project")))
        app.key("Return")
        app.find("table cell", "readme.txt")

    def test_use_in_project(self):
        """An image's files become a project, which is saved, survives a crash and is burned."""
        iso = iso_images.make_iso(self.folder)
        expected = self.files_of(self.folder / "image.iso.source")
        app = self.start_app("dvd+r", args=[iso])
        app.find("label", "HOLIDAY")
        self.use_in_project(app)
        copies = app.folder / "data/burnish/autosave"
        app.wait(
            lambda: [c for c in copies.glob("*/*.burnish") if "readme.txt" in c.read_text("utf-8")],
            "a copy for a crash",
        )
        app.kill()
        app.restart()
        app.find(None, "“New Project” was restored")
        app.find("table cell", "readme.txt")
        file = self.folder / "new.burnish"
        self.save_as(app, file)
        project = json.loads(file.read_text(encoding="utf-8"))
        self.assertEqual(project["version"], 2)
        self.assertEqual([image["source"] for image in project["images"]], ["image.iso"])
        self.assertEqual(self.files_of(self.extract(app, file)), expected)

        app.press(app.find("push button", "Burn…"))
        job_window.press_when_sensitive(app, "Burn", app.window("Burn Disc"))
        job_window.wait_for_result(app, "Disc Burned")
        target = self.folder / "burned"
        self.assert_success(app.drives.cli("extract", self.copy_disc(app), "--to", target))
        self.assertEqual(self.files_of(target), expected)

    def test_add_to_project(self):
        """The files of an image are added to others as one step, and one of them is renamed."""
        iso = iso_images.make_iso(self.folder)
        inside = self.files_of(self.folder / "image.iso.source")
        other = self.make_folder({"other.txt": b"from elsewhere"}, "other") / "other.txt"
        app = self.start_app("dvd+r")
        app.call_action("app.add-to-project", GLib.Variant("as", [other.as_uri()]))
        app.find("table cell", "other.txt")
        self.add_image(app, iso)
        app.find("table cell", "readme.txt")
        app.raise_window(app.windows()[0])
        app.key("ctrl+z")
        app.wait_gone("table cell", "readme.txt")
        app.key("ctrl+shift+z")
        app.find("table cell", "readme.txt")
        file = self.folder / "both.burnish"
        self.save_as(app, file)
        self.assertEqual(self.files_of(self.extract(app, file)), {**inside, "other.txt": b"from elsewhere"})

    def test_add_what_is_no_image(self):
        page = self.folder / "page.iso"
        page.write_bytes(b"<html>" * 2048)
        app = self.start_app("dvd+r")
        app.press(app.find("push button", "New Data Disc"))
        self.add_image(app, page)
        app.find("label", "This is not a disc image")
        app.press(app.find("push button", "Close"))

    def test_changed_image(self):
        """A project says that the image is another one now, and takes the files anew."""
        iso = iso_images.make_iso(self.folder)
        app = self.start_app("dvd+r", args=[iso])
        app.find("label", "HOLIDAY")
        self.use_in_project(app)
        file = self.folder / "new.burnish"
        self.save_as(app, file)
        app.quit()

        source = self.folder / "image.iso.source"
        (source / "readme.txt").write_bytes(b"What it is about now, which is more.\n")
        subprocess.run(["genisoimage", "-quiet", "-R", "-o", iso, source], check=True)
        app.restart(file)
        app.find("label", "3 files are missing or have changed")
        app.press(app.find("push button", "Show…"))
        window = app.window("Missing Files")
        app.find("list item", f"{iso}/readme.txt (the image has changed)", within=window)
        app.press(app.find("push button", "Search in Folder…", within=window))
        app.choose_file(self.folder)
        app.wait(lambda: len(app.windows()) == 1, "the end of the list")
        self.assertFalse(app.has("label", "3 files are missing or have changed"))
        app.call_action("win.save")
        app.wait(lambda: not app.actions("win")["save"], "the saved project")
        self.assertEqual(self.files_of(self.extract(app, file)), self.files_of(source))

    def test_too_large_and_another_disc(self):
        iso = iso_images.make_iso(self.folder)
        os.truncate(iso, 900_000_000 // 2048 * 2048)
        app = self.start_app("cd-r", args=[iso])
        app.find("label", "It does not fit on the disc")
        self.assert_not_ready(app)
        app.drives.insert("dvd+r")
        app.find("label", "The image fits on the disc")
        app.wait_gone("label", "It does not fit on the disc")

    def test_overwrite(self):
        old = iso_images.make_iso(self.folder, "old.iso", label="OLD")
        iso = iso_images.make_iso(self.folder, "new.iso", label="NEW", size=3_000_000)
        app = self.start_app("bd-re", args=[old])
        job_window.start_burn(app)
        window = job_window.wait_for_result(app, "Disc Burned")
        app.press(app.find("push button", "Close", within=window))
        app.run_again(iso)
        app.find("label", "NEW")
        app.find("label", "The disc is not empty")
        self.assert_not_ready(app)
        app.press(app.find("push button", "Allow Erasing"))
        app.find("label", "Ready to burn: what is on the disc will be lost")
        # Another disc takes the consent back.
        app.drives.insert("dvd+r")
        app.find("label", "The image fits on the disc")
        job_window.start_burn(app)
        job_window.wait_for_result(app, "Disc Burned")
        self.assert_on_disc(app.drives, iso)

    def test_consent_is_for_the_disc_that_is_named(self):
        """Between another disc and what is said of it, the button is still that of the disc before."""
        first, second, iso = (iso_images.make_iso(self.folder, f"{label}.iso", label=label)
                              for label in ("FIRST", "SECOND", "NEW"))
        app = self.start_app(f"dvd+rw,image={first}", args=[iso])
        app.find("label", re.compile("“FIRST”, DVD"))
        button = app.find("push button", "Allow Erasing")
        # The disc is looked at once to see what it is, and once more for the plan: long enough to press.
        app.drives.fault("command:op=any,delay=150,times=always")
        app.drives.insert(f"dvd+rw,image={second}")
        app.find("label", re.compile("“SECOND”, DVD"), timeout=60)
        # Once the row of the first disc is gone, there is nothing to press.
        with contextlib.suppress(Gone):
            button.call(ACTION, "DoAction", "(i)", 0)
        app.wait_gone("label", re.compile("“FIRST”"), timeout=60)
        app.drives.ctl(0, "clear")
        app.find("label", "The disc is not empty")
        self.assert_not_ready(app)
        app.press(app.find("push button", "Allow Erasing"))
        app.find("label", "Ready to burn: what is on the disc will be lost")


if __name__ == "__main__":
    burnish_app.main()
