#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What cannot be done is refused before anything happens: with its cause, its exit code, and no trace."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

FILES = {"file": b"contents", "folder/other": b"more"}


class Refusals(burnish_test.TestCase):
    def refuse(self, done, exit_code, code=None):
        """DONE failed for the cause, with one sentence, and says so in JSON and in its exit code."""
        self.assertEqual(done.code, exit_code, done)
        self.assertEqual(done.result["exit_code"], exit_code, done)
        self.assertFalse(done.result["ok"], done)
        self.assertTrue(done.result["message"], done)
        self.assertNotEqual(done.stderr, "", "nothing said to a person")
        if code:
            codes = {done.result["code"]} | {reason["code"] for reason in done.result.get("reasons", [])}
            self.assertIn(code, codes, done)
        return done

    def burn(self, drives, *options, **kwargs):
        folder = self.folder / "source"
        if not folder.exists():
            self.make_folder(FILES)
        return drives.cli("burn", folder, "--drive", "/dev/sr0", *options, **kwargs)

    def assert_untouched(self, drives):
        self.assertEqual([line for line in drives.log() if "WRITE" in line and "BUFFER" not in line], [])

    def test_no_drive(self):
        drives = self.start_drives("dvd+r")
        folder = self.make_folder(FILES)
        self.refuse(drives.cli("burn", folder, "--drive", "/dev/sr7"), 10, "no-drive")

    def test_no_permission(self):
        drives = self.start_drives("dvd+r")
        drives.make_accessible(0o600)
        self.make_folder(FILES)
        self.refuse(self.burn(drives, user=burnish_test.NOBODY), 11, "permission-denied")

    def test_busy(self):
        drives = self.start_drives("dvd+r")
        holder = drives.start("/usr/bin/python3", "-c",
                              "import os; os.open('/dev/sr0', os.O_RDWR | os.O_EXCL | os.O_NONBLOCK);"
                              "print('held', flush=True); input()")
        self.addCleanup(holder.communicate)
        burnish_test.Lines(holder).next()
        done = self.refuse(self.burn(drives), 12, "drive-busy")
        self.assertIn("python3", done.result["message"] + str(done.result.get("reasons")), done)

    def test_no_disc(self):
        self.refuse(self.burn(self.start_drives("none")), 20, "no-disc")

    def test_too_small(self):
        drives = self.start_drives("dvd+r,capacity=32")
        self.refuse(self.burn(drives), 23, "disc-too-small")
        self.assert_untouched(drives)

    def test_too_small_when_erased(self):
        for medium in ("cd-rw", "dvd-rw"):
            with self.subTest(medium=medium):
                drives = self.start_drives(f"{medium},capacity=2000")
                self.assert_success(self.burn(drives))
                before = drives.hash(16, 16)
                large = self.make_folder({"large": bytes(5000000)}, f"large-{medium}")
                done = drives.cli("burn", large, "--drive", "/dev/sr0", "--yes")
                self.refuse(done, 23, "disc-too-small")
                self.assertEqual(drives.hash(16, 16), before)

    def test_not_blank(self):
        drives = self.start_drives("dvd+r")
        self.assert_success(self.burn(drives))
        before = drives.hash(16, 16)
        self.refuse(self.burn(drives), 22, "disc-not-blank")
        self.refuse(self.burn(drives, "--yes"), 22, "disc-not-blank")
        self.assertEqual(drives.hash(16, 16), before)

    def test_rewritable_needs_yes(self):
        for medium in ("cd-rw", "dvd-rw", "dvd+rw", "bd-re"):
            with self.subTest(medium=medium):
                drives = self.start_drives(medium)
                self.assert_success(self.burn(drives, "--volume-id", "FIRST"))
                before = drives.hash(64)
                refusal = self.refuse(self.burn(drives), 22, "disc-not-blank")
                self.assertIn("FIRST", str(refusal.result), "what would be lost is not named")
                self.assertEqual(drives.hash(64), before)
                self.assert_success(self.burn(drives, "--yes", "--volume-id", "SECOND"))
                self.assertNotEqual(drives.hash(64), before)

    def test_write_protected(self):
        self.refuse(self.burn(self.start_drives("dvd-ram,write-protected")), 24, "disc-write-protected")

    def test_unsupported_media_are_named(self):
        for medium, name in (("dvd+rw-dl", "DVD+RW DL"), ("dvd-r-dl-lj", "DVD-R DL"), ("bd-r-rrm", "BD-R"),
                             ("bd-r,pow", "BD-R"), ("hd-dvd-r", "HD DVD-R")):
            with self.subTest(medium=medium):
                drives = self.start_drives(medium)
                done = self.refuse(self.burn(drives), 21, "disc-not-supported")
                self.assertIn(name, str(done.result), done)
                self.assert_untouched(drives)

    def test_rom(self):
        image = self.folder / "pressed.iso"
        image.write_bytes(os.urandom(2048 * 300))
        drives = self.start_drives(f"dvd-rom,image={image}")
        done = self.burn(drives)
        self.assertIn(done.code, (21, 24), done)
        self.assert_untouched(drives)

    def test_simulation_not_possible(self):
        self.refuse(self.burn(self.start_drives("bd-r"), "--simulate"), 21, "not-supported")

    def test_all_reasons_at_once(self):
        drives = self.start_drives("dvd+r,capacity=2000")
        self.assert_success(self.burn(drives))
        folder = self.make_folder({"SHA256SUMS": b"mine", "big": bytes(8_000_000)}, "large")
        done = drives.cli("burn", folder, "--drive", "/dev/sr0", "--no-manifest", "--simulate")
        codes = {reason["code"] for reason in done.result["reasons"]}
        self.assertLessEqual({"disc-not-blank", "not-supported"}, codes, done)
        self.assertEqual(done.code, 3, done)

    def test_unreadable_source(self):
        drives = self.start_drives("dvd+r")
        drives.make_accessible(0o666)
        folder = self.make_folder(FILES)
        (folder / "secret").write_bytes(b"x")
        (folder / "secret").chmod(0)
        done = self.refuse(self.burn(drives, user=burnish_test.NOBODY), 30, "source-unreadable")
        self.assertIn("secret", str(done.result), done)

    def test_unreadable_folder_is_listed_and_skipped(self):
        drives = self.start_drives("dvd+r")
        drives.make_accessible(0o666)
        folder = self.make_folder(FILES)
        (folder / "locked").mkdir(mode=0)
        done = self.burn(drives, "--skip-unreadable", user=burnish_test.NOBODY)
        self.assert_success(done)
        self.assertEqual([Path(event["path"]).name for event in done.events_of("left-out")], ["locked"])

    def test_missing_source(self):
        drives = self.start_drives("dvd+r")
        self.refuse(drives.cli("burn", self.folder / "nowhere", "--drive", "/dev/sr0"), 30, "source-missing")

    def test_usage(self):
        drives = self.start_drives("dvd+r")
        self.refuse(drives.cli("burn", "--nonsense"), 2, "usage")
        self.refuse(drives.cli("burn", "--drive", "/dev/sr0"), 2, "usage")
        self.refuse(self.burn(drives, "--speed", "fast"), 2, "invalid-argument")
        self.assertEqual(drives.run(burnish_test.CLI, "melt").code, 2)

    def test_bad_images(self):
        drives = self.start_drives("dvd+r")
        for name, data in (("empty.iso", b""), ("odd.iso", bytes(2047)), ("text.iso", b"no image\n" * 2048)):
            with self.subTest(image=name):
                path = self.folder / name
                path.write_bytes(data)
                self.refuse(drives.cli("burn-image", path, "--drive", "/dev/sr0"), 32, "image-invalid")
        self.refuse(drives.cli("burn-image", self.folder / "no.iso", "--drive", "/dev/sr0"), 30, "source-missing")
        self.refuse(drives.cli("burn-image", self.folder, "--drive", "/dev/sr0"), 32, "image-invalid")
        self.assert_untouched(drives)

    def test_erase_needs_yes(self):
        drives = self.start_drives("cd-rw")
        self.assert_success(self.burn(drives))
        before = drives.hash(16, 16)
        self.refuse(drives.cli("erase", "--drive", "/dev/sr0"), 22, "disc-not-blank")
        self.assertEqual(drives.hash(16, 16), before)
        done = self.assert_success(drives.cli("erase", "--drive", "/dev/sr0", "--yes"))
        self.assertEqual(done.result["disc"]["state"], "blank", done)

    def test_erase_write_once(self):
        drives = self.start_drives("dvd+r")
        self.assert_success(self.burn(drives))
        self.refuse(drives.cli("erase", "--drive", "/dev/sr0", "--yes"), 25, "disc-not-erasable")

    def test_image_exists(self):
        folder = self.make_folder(FILES)
        target = self.folder / "there.iso"
        target.write_bytes(b"precious")
        drives = self.start_drives("dvd+r")
        self.refuse(drives.cli("image", folder, "--output", target), 40, "target-exists")
        self.assertEqual(target.read_bytes(), b"precious")
        self.assert_success(drives.cli("image", folder, "--output", target, "--yes"))
        self.assertEqual(target.stat().st_size % 2048, 0)

    def test_never_asks_off_a_terminal(self):
        """With its input closed nothing waits: a verb that needs consent ends at once."""
        drives = self.start_drives("dvd+rw")
        self.assert_success(self.burn(drives))
        done = drives.cli("burn", self.folder / "source", "--drive", "/dev/sr0", stdin="", timeout=30)
        self.refuse(done, 22)


if __name__ == "__main__":
    burnish_test.main()
