#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Which file systems an image has: chosen by hand, refused where a choice makes no sense, and told with the reason."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test
from iso_images import volume_of

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


    def test_links_to_nothing_are_told_before_burning(self):
        (self.source / "dead").symlink_to("/nowhere")
        (self.source / "alive").symlink_to("other")
        plan = self.plan("--filesystem", "udf")
        self.assertEqual([note for note in plan["notes"] if "UDF" in note], ["Not in the UDF tree: /dead"])
        self.assertEqual(volume_of(self.folder / "out.img"), (False, "NSR02"))
        kept = self.plan("--filesystem", "udf", "--udf-symlinks", "keep")
        self.assertEqual([note for note in kept.get("notes", []) if "UDF" in note], [])

    def test_many_missing_paths_are_counted(self):
        for number in range(25):
            (self.source / f"dead {number:02}").symlink_to("/nowhere")
        notes = [note for note in self.plan("--filesystem", "udf")["notes"] if "UDF" in note]
        self.assertEqual(notes[19], "Not in the UDF tree: /dead 19")
        self.assertEqual(notes[20:], ["5 more files, folders or links are not in the UDF tree"])

    def test_tree_shows_names_in_udf(self):
        """256 bytes hold 127 characters beyond 8 bits (UDF 2.1.1)."""
        name = "大" * 80
        os.rename(self.source / "other", self.source / name)
        done = self.assert_success(self.drives.cli("tree", self.source, "--filesystem", "udf"))
        names = {event["path"]: event["names"] for event in done.events_of("node")}
        self.assertEqual(names["/" + name], {"udf": name}, done)

    def test_title_as_long_as_the_file_systems_hold(self):
        """32 bytes in ISO 9660 (ECMA-119 8.4.7), 126 characters in UDF's name of the volume (ECMA-167 3/10.6.4)."""
        long_name = "A journey through the mountains in 2026 and everything that came afterwards"
        os.rename(self.source, self.folder / long_name)
        self.source = self.folder / long_name
        for options, label in (
            (("--filesystem", "udf"), long_name),
            (("--filesystem", "udf", "--volume-id", 126 * "é"), 126 * "é"),
            (("--filesystem", "iso9660,udf"), long_name[:32]),
        ):
            with self.subTest(options=options):
                self.plan(*options)
                told = self.drives.run("udfinfo", "--utf8", self.folder / "out.img")
                self.assertIn(f"lvid={label}\n", self.assert_success(told).stdout)
        for options in (("--filesystem", "udf", "--volume-id", 127 * "é"),
                        ("--filesystem", "iso9660,udf", "--volume-id", long_name)):
            with self.subTest(options=options):
                done = self.drives.cli("image", self.source, "--output", self.folder / "new.img", *options)
                self.assertEqual(done.code, 2, done)
                self.assertIn("volume name", str(done.result), done)

    def test_revisions(self):
        """The recognition sequence says NSR02 before UDF 2.00 and NSR03 from then on (UDF 2.1.7)."""
        for revision in ("1.02", "1.50", "2.00", "2.01", "2.50", "2.60"):
            with self.subTest(revision=revision):
                plan = self.plan("--filesystem", "udf", "--udf-revision", revision)
                self.assertEqual(plan["udf_revision"], revision)
                self.assertEqual(plan["file_systems"], ["udf"])
                self.assertEqual(volume_of(self.folder / "out.img"),
                                 (False, "NSR02" if revision < "2" else "NSR03"))


class Recommendations(burnish_test.TestCase):
    """What nobody chose suits the disc and what is on it."""

    def burn(self, medium, files, *options):
        drives = self.start_drives(medium)
        source = self.make_folder(files, name=f"source {'-'.join(options)}")
        done = self.assert_success(drives.cli("burn", source, "--drive", "/dev/sr0", *options))
        image = self.folder / "disc.img"
        self.assert_success(drives.run("dd", "if=/dev/sr0", f"of={image}", "bs=2048", "count=64", "status=none"))
        return done.events_of("plan")[0], volume_of(image)

    def check(self, burned, file_systems, revision, reason, volume):
        plan, found = burned
        self.assertEqual(plan["file_systems"], file_systems)
        self.assertEqual(plan.get("udf_revision"), revision)
        self.assertIn(reason, plan["file_system_reason"])
        self.assertEqual(found, volume)

    def test_cd(self):
        self.check(self.burn("cd-r", FILES), ISO, None, "on CDs", (True, None))

    def test_dvd(self):
        self.check(self.burn("dvd+r", FILES), [*ISO, "udf"], "1.02", "On DVDs", (True, "NSR02"))

    def test_blu_ray(self):
        self.check(self.burn("bd-r", FILES), ["udf"], "2.50", "Blu-ray discs", (False, "NSR03"))

    def test_blu_ray_with_iso9660_for_compatibility(self):
        self.check(self.burn("bd-r", FILES, "--filesystem", ",".join([*ISO, "udf"])), [*ISO, "udf"], "1.02",
                   "by hand", (True, "NSR02"))

    def test_dvd_video_on_a_cd(self):
        files = {"VIDEO_TS/VIDEO_TS.IFO": b"DVDVIDEO-VMG", "VIDEO_TS/VIDEO_TS.BUP": b"DVDVIDEO-VMG"}
        self.check(self.burn("cd-r", files), [*ISO, "udf"], "1.02", "DVD video", (True, "NSR02"))

    def test_blu_ray_video_on_a_dvd(self):
        files = {"BDMV/index.bdmv": b"INDX0200", "BDMV/MovieObject.bdmv": b"MOBJ0200"}
        self.check(self.burn("dvd-r", files), ["udf"], "2.50", "Blu-ray video", (False, "NSR03"))

    def test_a_choice_wins(self):
        self.check(self.burn("dvd+r", FILES, "--filesystem", "iso9660"), ["iso9660"], None, "by hand", (True, None))
        self.check(self.burn("dvd+r", FILES, "--udf-revision", "2.01"), [*ISO, "udf"], "2.01", "by hand",
                   (True, "NSR03"))

    def test_large_file_in_an_image_file(self):
        source = self.folder / "large"
        source.mkdir()
        with open(source / "film", "wb") as file:
            file.truncate(2**32)
        drives = self.start_drives("none")
        told = self.assert_success(drives.cli("tree", source)).events_of("file-systems")[0]
        self.assertEqual(told["file_systems"], [*ISO, "udf"])
        self.assertIn("4 GiB", told["file_system_reason"])


if __name__ == "__main__":
    burnish_test.main()
