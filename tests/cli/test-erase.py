#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Erasing makes every rewritable disc look empty, and only with consent for what is on it."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

REWRITABLE = ("cd-rw", "dvd-rw", "dvd-rw-ro", "dvd+rw", "dvd-ram", "bd-re")


class Erase(burnish_test.TestCase):
    def erase(self, medium, *options):
        drives = self.start_drives(medium)
        source = self.folder / "source"
        if not source.exists():
            self.make_folder({"file": os.urandom(500_000)})
        self.assert_success(drives.cli("burn", source, "--drive", "/dev/sr0"))
        before = drives.hash(64)
        refused = drives.cli("erase", "--drive", "/dev/sr0", *options)
        self.assertEqual(refused.code, 22, refused)
        self.assertEqual(drives.hash(64), before)
        erased = self.assert_success(drives.cli("erase", "--drive", "/dev/sr0", "--yes", *options))
        self.assertEqual(erased.result["disc"]["state"], "blank", erased)
        # Blank also for whoever looks: no consent is needed any more.
        burnt = self.assert_success(drives.cli("burn", source, "--drive", "/dev/sr0"))
        self.assertTrue(burnt.result["verified"], burnt)
        self.assertFalse(burnt.events_of("plan")[0]["overwrites"], burnt)

    def test_quick(self):
        for medium in REWRITABLE:
            with self.subTest(medium=medium):
                self.erase(medium)

    def test_full(self):
        for medium in ("dvd-rw-ro,capacity=4096", "dvd+rw,capacity=4096", "dvd-ram,capacity=4096", "bd-re,capacity=4096"):
            with self.subTest(medium=medium):
                self.erase(medium, "--full")

    def test_unformatted(self):
        drives = self.start_drives("dvd+rw,unformatted")
        done = drives.cli("erase", "--drive", "/dev/sr0", "--yes")
        self.assertEqual(done.code, 25, done)


if __name__ == "__main__":
    burnish_test.main()
