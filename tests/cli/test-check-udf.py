#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""check-udf: its findings as events and as text, its options, and its exit codes."""

import os
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

BLOCK = burnish_test.BLOCK_BYTES
REVISIONS = ["1.02", "1.50", "2.00", "2.01", "2.50", "2.60"]
FILES = {f"folder/file {i:02}": b"x" * i for i in range(40)}
FILE_ENTRIES = (261, 266)
REGULAR = 5
# Of a file identifier without its name (ECMA-167 4/14.4).
FID_BYTES = 38


def crc(data):
    """CRC-ITU-T (ECMA-167 3/7.2.6)."""
    value = 0
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = value << 1 ^ (0x1021 if value & 0x8000 else 0)
        value &= 0xFFFF
    return value


def seal(block):
    """Makes the CRC and the tag's checksum right again."""
    struct.pack_into("<H", block, 8, crc(block[16 : 16 + struct.unpack_from("<H", block, 10)[0]]))
    block[4] = 0
    block[4] = sum(block[:16]) & 0xFF


class CheckUdf(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.drives = self.start_drives("none")
        self.source = self.make_folder(FILES)

    def make_image(self, *options, filesystem="udf"):
        image = self.folder / "image.img"
        self.assert_success(self.drives.cli("image", self.source, "--output", image, "--yes",
                                            "--filesystem", filesystem, *options))
        return image

    def check(self, image, *options):
        return self.drives.cli("check-udf", image, *options)

    def damage_links(self, image):
        """A wrong link count in each file entry; their blocks."""
        data = bytearray(image.read_bytes())
        found = []
        for block in range(257, len(data) // BLOCK):
            entry = data[block * BLOCK : (block + 1) * BLOCK]
            if struct.unpack_from("<H", entry)[0] in FILE_ENTRIES and entry[27] == REGULAR:
                entry[48] ^= 2
                seal(entry)
                data[block * BLOCK : (block + 1) * BLOCK] = entry
                found.append(block)
        image.write_bytes(data)
        return found

    def test_what_burnish_writes_is_clean(self):
        for filesystem in ("udf", "iso9660,joliet,rockridge,udf"):
            for revision in REVISIONS:
                with self.subTest(filesystem=filesystem, revision=revision):
                    image = self.make_image("--udf-revision", revision, filesystem=filesystem)
                    done = self.assert_success(self.check(image))
                    self.assertEqual(done.events_of("finding"), [], done)
                    (summary,) = done.events_of("udf-check")
                    self.assertEqual(summary["revision"], revision)
                    self.assertEqual(summary["bridge"], filesystem != "udf")
                    # With the list of checksums, and the root.
                    self.assertEqual((summary["files"], summary["folders"]), (len(FILES) + 1, 2))

    def test_a_defect_is_named(self):
        image = self.make_image()
        with open(image, "r+b") as file:
            file.seek(256 * BLOCK + 20)
            file.write(b"\xff")
        done = self.check(image)
        self.assertEqual((done.code, done.result["code"]), (63, "file-system-faulty"), done)
        first = done.events_of("finding")[0]
        self.assertEqual((first["rule"], first["severity"], first["block"], first["clause"]),
                         ("tag-crc", "error", 256, "ECMA-167 3/7.2.6"), done)
        self.assertGreater(done.events_of("udf-check")[0]["errors"], 0)

    def test_a_file_is_named(self):
        image = self.make_image()
        blocks = self.damage_links(image)
        done = self.check(image)
        self.assertEqual(done.code, 63, done)
        findings = done.events_of("finding")
        self.assertEqual(sorted(finding["block"] for finding in findings), blocks, done)
        self.assertEqual({finding["rule"] for finding in findings}, {"entry-link-count"}, done)
        self.assertIn("/folder/file 07", [finding["path"] for finding in findings])
        self.assertEqual(done.events_of("udf-check")[0]["warnings"], len(blocks))

    def test_people_see_the_first_ten_and_a_count(self):
        image = self.make_image()
        n_findings = len(self.damage_links(image))
        done = self.drives.run(burnish_test.CLI, "check-udf", image)
        self.assertEqual(done.code, 63, done)
        lines = done.stdout.splitlines()
        self.assertEqual(sum("(entry-link-count, ECMA-167 4/14.9.6)" in line for line in lines), 10)
        self.assertIn(f"and {n_findings - 10} more of entry-link-count", done.stdout)
        self.assertEqual(lines[-1], f"Errors: 0, warnings: {n_findings}, notes: 0")

    def test_notes_alone_are_no_fault(self):
        self.source = self.make_folder({"twin-a": b"1", "twin-b": b"2"}, "twins")
        image = self.make_image()
        data = bytearray(image.read_bytes())
        # Burnish itself does not write names that differ only in case.
        start = data.index(b"\x08twin-b") - FID_BYTES
        identifier = data[start : start + FID_BYTES + len(b"\x08twin-b") + 3 & ~3]
        identifier[FID_BYTES + 1 : FID_BYTES + 7] = b"TWIN-A"
        seal(identifier)
        data[start : start + len(identifier)] = identifier
        image.write_bytes(data)
        done = self.assert_success(self.check(image))
        self.assertEqual([(finding["severity"], finding["rule"])
                          for finding in done.events_of("finding")],
                         [("note", "name-case-twin")], done)

    def test_profiles(self):
        bridge = "iso9660,udf"
        for profile, revision, filesystem, code in [("dvd-video", "1.02", bridge, 0),
                                                    ("dvd-video", "2.01", bridge, 63),
                                                    ("bd", "2.50", "udf", 0),
                                                    ("bd", "2.01", "udf", 63)]:
            with self.subTest(profile=profile, revision=revision):
                image = self.make_image("--udf-revision", revision, filesystem=filesystem)
                done = self.check(image, "--profile", profile)
                self.assertEqual(done.code, code, done)
                self.assertEqual({finding["rule"] for finding in done.events_of("finding")},
                                 {f"profile-{profile}"} if code else set(), done)

    def test_a_disc(self):
        for medium, revision in (("dvd+r", "1.02"), ("cd-r", "2.01"), ("bd-re", "2.50")):
            with self.subTest(medium=medium):
                drives = self.start_drives(medium)
                self.assert_success(drives.cli("burn", self.source, "--drive", "/dev/sr0", "--yes",
                                               "--filesystem", "udf", "--udf-revision", revision))
                done = self.assert_success(drives.cli("check-udf", "--drive", "/dev/sr0"))
                self.assertEqual(done.events_of("finding"), [], done)
                self.assertEqual(done.events_of("udf-check")[0]["revision"], revision)

    def test_another_session(self):
        done = self.check(self.make_image(), "--session", "32")
        self.assertEqual(done.code, 63, done)
        rules = {finding["rule"] for finding in done.events_of("finding")}
        self.assertIn("anchor-first", rules, done)

    def test_a_command_line_that_makes_no_sense(self):
        image = self.make_image()
        for arguments in ([], [image, image], [image, "--profile", "cd"],
                          [image, "--session", "-2"], [image, "--drive", "/dev/sr0"]):
            with self.subTest(arguments=arguments):
                done = self.drives.cli("check-udf", *arguments)
                self.assertEqual((done.code, done.result["code"]), (2, "usage"), done)

    def test_what_is_no_image(self):
        self.assertEqual(self.check(self.folder / "not there").code, 30)
        empty = self.folder / "empty"
        empty.write_bytes(b"")
        self.assertEqual(self.check(empty).code, 32)
        zeros = self.folder / "zeros"
        zeros.write_bytes(bytes(300 * BLOCK))
        done = self.check(zeros)
        self.assertEqual(done.code, 63, done)
        self.assertNotIn("revision", done.events_of("udf-check")[0])


if __name__ == "__main__":
    burnish_test.main()
