#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""UDF of other programs: every medium and revision of mkudffs, and genisoimage's bridge."""

import io
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from udf_images import BUILD, IMAGECHECK  # noqa: E402

import foreign  # noqa: E402
from checker import Checker, Image, Report, Settings, scratch_folder  # noqa: E402
from compare import Rules, compare, dump_folder  # noqa: E402
from process import run  # noqa: E402
from tap import main  # noqa: E402
from udflint import lint  # noqa: E402

CLI = BUILD / "src/cli/burnish-cli"
# What genisoimage does not write; 63 says that check-udf found something.
NO_ATTRIBUTES = frozenset()
# Extraction never makes a file set-user-ID.
ATTRIBUTES = frozenset({"permissions", "mtime", "symlink"})
FOUND_SOMETHING = 63
# UDF 1.50 2.3.13: what a sparable volume has in its root.
SYSTEM_FILES = {b"Non-Allocatable Space"}


class ForeignTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.images = foreign.images()

    def setUp(self):
        self.folder = Path(self.enterContext(scratch_folder()))

    def test_other_readers_read_them(self):
        """So these are images that can be read, and the checker passes what it should."""
        report = Report(io.StringIO())
        checker = Checker(Settings(IMAGECHECK, IMAGECHECK / "kernel"), report)
        without = {"udfclient", "xorriso", "isoinfo", "extents"}
        for image in self.images:
            if image.revision == "2.01" or image.kind == foreign.BRIDGE:
                if not image.name.startswith("hd-4096"):
                    checker.check([Image(image.path, image.tree, "none", revision=image.revision,
                                         attributes=NO_ATTRIBUTES, without=without)])  # fmt: skip
        self.assertGreater(len(report.results), 6)
        for path, results in report.results.items():
            with self.subTest(path.stem):
                self.assertIn("7z:udf" if path.stem == "genisoimage" else "lint:udf", results)
                problems = {name for name, texts in results.items() if texts}
                self.assertLessEqual(problems, {"lint:udf", "udfinfo:udf"}, results)

    def test_lint_finds_only_what_is_wrong(self):
        """Linux does not count hard links; genisoimage's descriptor sequences differ."""
        for image in self.images:
            if image.name.startswith("hd-4096"):
                continue
            with self.subTest(image.name):
                errors = lint(image.path, revision=image.revision).errors
                if image.kind == foreign.EMPTY:
                    self.assertEqual(errors, [])
                else:
                    self.assertEqual(len(errors), 1, errors)
                    self.assertRegex(errors[0], "files and 7 directories recorded|sequence differ")

    def test_extraction_equals_the_source(self):
        wanted = {}
        for image in self.images:
            with self.subTest(image.name):
                target = self.folder / image.name
                status, output, errors = run([CLI, "extract", image.path, "--to", target])
                self.assertEqual(status, 0, (output, errors))
                if image.tree not in wanted:
                    wanted[image.tree] = dump_folder(IMAGECHECK / "treedump", [], image.tree)
                found = dump_folder(IMAGECHECK / "treedump", [], target)
                is_bridge = image.kind == foreign.BRIDGE
                differences = compare(wanted[image.tree], found,
                                      NO_ATTRIBUTES if is_bridge else ATTRIBUTES, Rules(),
                                      SYSTEM_FILES)  # fmt: skip
                self.assertFalse(differences.differences, "\n".join(differences.differences))

    def test_check_udf_reads_to_the_end(self):
        for image in self.images:
            with self.subTest(image.name):
                status, output, errors = run([CLI, "check-udf", image.path])
                self.assertIn(status, (0, FOUND_SOMETHING), (output, errors))


if __name__ == "__main__":
    main()
