#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Which file systems an image has: chosen by hand, refused where a choice makes no sense, and told with the reason."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

FILES = {"folder/file": b"contents", "other": b"more"}
ISO = ["iso9660", "joliet", "rockridge"]

# What is refused, and a word of the sentence.
REFUSED = [
    (["--filesystem", "fat"], "“fat”"),
    (["--filesystem", ""], "needs iso9660 or udf"),
    (["--filesystem", "udf,joliet"], "joliet is a part of iso9660"),
    (["--filesystem", "rockridge"], "rockridge is a part of iso9660"),
    (["--filesystem", "iso9660,joliet", "--no-joliet"], "--no-joliet takes it away"),
    (["--filesystem", "iso9660,rockridge", "--no-rock-ridge"], "--no-rock-ridge takes it away"),
    (["--filesystem", "udf", "--iso-level", "1"], "--iso-level is about iso9660"),
    (["--filesystem", "iso9660", "--udf-revision", "2.50"], "--udf-revision is about udf"),
    (["--iso-level", "4"], "1, 2 or 3"),
    (["--udf-revision", "3.00"], "“3.00”"),
    (["--udf-symlinks", "follow"], "resolve or keep"),
    (["--filesystem", "iso9660", "--udf-symlinks", "keep"], "--udf-symlinks is about UDF"),
    (["--filesystem", "iso9660", "--udf-embed"], "--udf-embed is about UDF"),
    (["--filesystem", "iso9660,udf", "--udf-embed"], "--udf-embed needs UDF alone"),
    (["--filesystem", "udf", "--udf-revision", "1.02", "--udf-vat"], "needs UDF 1.50"),
    (["--filesystem", "udf", "--udf-revision", "1.50", "--udf-streams"], "needs UDF 2.00"),
    (["--filesystem", "udf", "--udf-revision", "2.01", "--udf-no-duplicate"], "needs UDF 2.50"),
]


class FileSystems(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.drives = self.start_drives("none")
        self.source = self.make_folder(FILES)

    def plan(self, *options):
        done = self.drives.cli("image", self.source, "--output", self.folder / "out.img",
                               "--yes", *options)
        return self.assert_success(done).events_of("plan")[0]

    def test_choices_that_make_no_sense_are_refused(self):
        target = self.folder / "never.img"
        for options, words in REFUSED:
            with self.subTest(options=options):
                done = self.drives.cli("image", self.source, "--output", target, *options)
                self.assertEqual(done.code, 2, done)
                self.assertEqual(done.result["code"], "invalid-argument", done)
                self.assertIn(words, done.result["message"], done)
                self.assertFalse(target.exists(), done)

    def test_nothing_is_staged_before_a_refusal(self):
        missing = self.folder / "not there"
        done = self.drives.cli("tree", missing, "--filesystem", "fat")
        self.assertIn("“fat”", done.result["message"], done)

    def test_a_list_is_what_the_image_has(self):
        for given in ("iso9660", "iso9660,joliet", "rockridge,iso9660", "iso9660,joliet,rockridge"):
            with self.subTest(given=given):
                plan = self.plan("--filesystem", given)
                self.assertEqual(plan["file_systems"], sorted(given.split(","), key=ISO.index))
                self.assertNotIn("udf_revision", plan)
                self.assertIn("by hand", plan["file_system_reason"])

    def test_tree_tells_the_same_as_the_plan(self):
        plan = self.plan("--filesystem", "iso9660,joliet")
        told = self.assert_success(
            self.drives.cli("tree", self.source, "--filesystem", "iso9660,joliet")).events_of("file-systems")[0]
        for member in ("file_systems", "file_system_reason"):
            self.assertEqual(told[member], plan[member])

    def test_people_read_it_too(self):
        done = self.drives.run(burnish_test.CLI, "tree", self.source, "--filesystem", "iso9660,joliet")
        self.assert_success(done)
        self.assertIn("ISO 9660, Joliet: The file systems were chosen by hand.\n", done.stdout)


if __name__ == "__main__":
    burnish_test.main()
