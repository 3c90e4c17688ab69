#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A folder becomes a verified disc on every kind of medium, and independent readers agree."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

# Every kind that can be written, with the states of it that need something else first.
MEDIA = [
    "cd-r",
    "cd-rw",
    "dvd-r",
    "dvd-rw",
    "dvd-rw,minblank",
    "dvd-rw-ro",
    "dvd-r-dl",
    "dvd+r",
    "dvd+r-dl",
    "dvd+rw",
    "dvd+rw,unformatted",
    "dvd-ram",
    "bd-r",
    "bd-r,spare",
    "bd-r-dl",
    "bd-r-xl",
    "bd-re",
    "bd-re,unformatted",
    "bd-re-dl",
]

FILES = {
    "empty": b"",
    "one byte": b"1",
    "photos/summer 2026/IMG_0001.JPG": os.urandom(1_500_001),
    "photos/summer 2026/Größe – 大きさ.txt": "Grüße\n".encode() * 1000,
    "photos/.hidden": b"not forgotten",
    "block": os.urandom(2048),
    "a name of two hundred bytes " + "x" * 168 + ".txt": b"long",
}


class Media(burnish_test.TestCase):
    def burn(self, medium):
        drives = self.start_drives(medium)
        folder = self.make_folder(FILES)
        (folder / "link").symlink_to("photos/.hidden")
        (folder / "empty folder").mkdir()
        done = self.assert_success(drives.cli("burn", folder, "--drive", "/dev/sr0"))
        result = done.result
        self.assertTrue(result["ok"], done)
        self.assertTrue(result["verified"], done)
        self.assertTrue(result["closed"], done)
        self.assertEqual(result["files"]["verified"], len(FILES), done)
        self.check_progress(done)
        return drives, folder, result

    def check_progress(self, done):
        """Never 100 % before the end, never backwards, and every phase shows and counts."""
        shown = [event["phase"] for event in done.events_of("progress")]
        phases = {phase["phase"]: phase for phase in done.result["phases"]}
        self.assertEqual(list(dict.fromkeys(shown)), list(phases), done)
        self.assertLessEqual({"preparing", "writing", "closing", "reloading", "verifying"}, set(phases), done)
        for name in ("writing", "verifying"):
            self.assertEqual(phases[name]["bytes"], done.result["bytes"], done)
        fractions = [event["fraction"] for event in done.events_of("progress")]
        self.assertEqual(fractions, sorted(fractions), done)
        for event in done.events_of("progress")[:-1]:
            self.assertLess(event["fraction"], 1.0, done)

    def read_disc(self, drives, result):
        """The image as the disc holds it, through the device node and not through Burnish."""
        path = self.folder / "disc.iso"
        drives.run("dd", "if=/dev/sr0", f"of={path}", "bs=2048", f"skip={result['start_block']}",
                   f"count={result['blocks']}", "status=none")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.assertEqual(digest, result["sha256"])
        return path

    def check_xorriso(self, image, folder):
        out = self.folder / "xorriso"
        subprocess.run(["xorriso", "-osirrox", "on", "-indev", image, "-extract", "/", out], check=True,
                       capture_output=True)
        for name, data in FILES.items():
            self.assertEqual((out / name).read_bytes(), data, name)
        self.assertEqual(os.readlink(out / "link"), "photos/.hidden")
        self.assertTrue((out / "empty folder").is_dir())
        sums = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=out, capture_output=True,
                              text=True, check=False)
        self.assertEqual(sums.returncode, 0, sums.stdout + sums.stderr)
        self.assertEqual(sums.stdout.count(": OK\n"), len(FILES))
        subprocess.run(["chmod", "-R", "u+w", out], check=True)

    def check_7z(self, image):
        """A disc that has UDF alone: what a link points at is in its place."""
        out = self.folder / "7z"
        subprocess.run(["7z", "x", f"-o{out}", image], check=True, capture_output=True)
        for name, data in {**FILES, "link": FILES["photos/.hidden"]}.items():
            self.assertEqual((out / name).read_bytes(), data, name)
        self.assertTrue((out / "empty folder").is_dir())
        sums = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=out,
                              capture_output=True, text=True, check=False)
        self.assertEqual(sums.returncode, 0, sums.stdout + sums.stderr)

    def check_udf(self, image, revision):
        lint = subprocess.run([burnish_test.SOURCE / "tests/imagecheck/udf-lint", "--rev", revision, "--shared", image],
                              capture_output=True, text=True, check=False)
        self.assertEqual(lint.returncode, 0, lint.stdout + lint.stderr)

    def check_other_readers(self, image):
        listed = subprocess.run(["isoinfo", "-R", "-f", "-i", image], check=True, capture_output=True).stdout
        for name in FILES:
            self.assertIn(b"/" + name.encode() + b"\n", listed)
        subprocess.run(["7z", "t", image], check=True, capture_output=True)


def make_test(medium):
    def test(self):
        drives, folder, result = self.burn(medium)
        image = self.read_disc(drives, result)
        if medium.startswith("bd"):
            self.check_7z(image)
            self.check_udf(image, "2.50")
        else:
            self.check_xorriso(image, folder)
            self.check_other_readers(image)
        if medium.startswith("dvd"):
            self.check_udf(image, "1.02")
        again = self.assert_success(drives.cli("verify", "--drive", "/dev/sr0"))
        self.assertTrue(again.result["verified"], again)
        self.assertEqual(again.result["files"]["verified"], len(FILES), again)
        compared = drives.cli("verify", "--drive", "/dev/sr0", "--image", image)
        self.assert_success(compared)
        self.assertTrue(compared.result["verified"], compared)

    return test


for kind in MEDIA:
    setattr(Media, "test_" + kind.replace("-", "_").replace("+", "_plus_").replace(",", "_"), make_test(kind))

if __name__ == "__main__":
    burnish_test.main()
