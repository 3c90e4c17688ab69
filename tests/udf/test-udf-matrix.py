#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every revision of UDF, alone and as a bridge, with each choice, seen by readers of user space."""

import io
import os
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from udf_images import (  # noqa: E402
    BUILD,
    CASES,
    IMAGECHECK,
    STREAM_CASES,
    Case,
    make_large_tree,
    make_nasty_tree,
    make_resolved_tree,
)

from attribute_folder import make_attribute_folder  # noqa: E402
from checker import Checker, Report, Settings, scratch_folder  # noqa: E402
from compare import Rules, compare, dump_folder  # noqa: E402
from names import udf_name_fits  # noqa: E402
from process import run  # noqa: E402
from tap import main  # noqa: E402
from trees import write  # noqa: E402
from udflint import lint  # noqa: E402

CLI = BUILD / "src/cli/burnish-cli"
# Extraction never makes a file set-user-ID, and gives nothing to other owners.
EXTRACTED = frozenset({"permissions", "mtime", "symlink"})
# Readers mostly wait for their programs, udfclient a second for nothing.
N_THREADS = 4
FOLDER_FILES = 20_000


def dump(folder):
    return dump_folder(IMAGECHECK / "treedump", [], folder)


def run_checker(images):
    """Checks images side by side and returns the report; each tree is read only once."""
    report = Report(io.StringIO())
    checker = Checker(Settings(IMAGECHECK, IMAGECHECK / "kernel"), report)
    for image in images:
        checker.source(image)
    with ThreadPoolExecutor(N_THREADS) as pool:
        list(pool.map(lambda image: checker.check([image]), images))
    return report


class TestCase(unittest.TestCase):
    def assert_read(self, report, path, readers):
        results = report.results[path]
        problems = [f"{name}: {text}" for name, texts in results.items() for text in texts[:5]]
        self.assertFalse(problems, "\n".join(problems))
        self.assertEqual(set(results), readers)


class MatrixTest(TestCase):
    """Hard names, sizes, times and links in each kind of image."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(scratch_folder()))
        cls.tree, cls.resolved = cls.folder / "tree", cls.folder / "resolved"
        make_nasty_tree(cls.tree)
        make_resolved_tree(cls.tree, cls.resolved)
        cls.paths = {case: case.make(cls.folder, cls.tree) for case in CASES}

    def test_other_readers_see_the_tree(self):
        report = run_checker([
            image for case, path in self.paths.items()
            for image in case.images(path, self.tree, self.resolved, mount="none")
        ])  # fmt: skip
        for case, path in self.paths.items():
            with self.subTest(case.name):
                self.assert_read(report, path, case.readers())

    def test_burnish_sees_the_tree(self):
        """Of a bridge too, UDF is what is read."""
        trees = {keeps: dump(tree) for keeps, tree in ((True, self.tree), (False, self.resolved))}
        rules = Rules(udf_name_fits, case_matters=False)
        for case, path in self.paths.items():
            with self.subTest(case.name), scratch_folder(self.folder) as scratch:
                status, output, errors = run([CLI, "extract", path, "--to", scratch / "tree"])
                self.assertEqual(status, 0, (output, errors))
                differences = compare(trees[case.keeps_symlinks], dump(scratch / "tree"), EXTRACTED,
                                      rules).differences  # fmt: skip
                self.assertFalse(differences, "\n".join(differences))

    def test_burnish_finds_nothing_wrong(self):
        for case, path in self.paths.items():
            with self.subTest(case.name):
                status, output, errors = run([CLI, "check-udf", path])
                self.assertEqual(status, 0, (output, errors))


class StreamsTest(TestCase):
    """Extended attributes of files and folders, small and as large as can be, as named streams."""

    def setUp(self):
        self.folder, largest = make_attribute_folder(self)
        self.tree = self.folder / "tree"
        make_resolved_tree(self.make_source(), self.tree)
        self.attributes = {}
        values = {"user.comment": b"words", "user.nothing": b"", "user.fits": bytes(range(229)) * 8}
        many = {f"user.attribute {i} {'n' * i}": b"%d" % i for i in range(20)}
        for path, attributes in {
            "folder": many, "sizes/70001": many, "sizes/1": values, "sizes": values,
            "empty": {"user.large": os.urandom(largest)},
            "sizes/2048": {"user.large": os.urandom(largest)},
            "empty folder": {"user.large": os.urandom(largest)},
        }.items():  # fmt: skip
            self.attributes[path] = attributes
            for name, value in attributes.items():
                os.setxattr(self.tree / path, name, value)

    def make_source(self):
        source = self.folder / "source"
        for size in (0, 1, 2047, 2048, 2049, 70_001):
            write(source, f"sizes/{size}", os.urandom(size))
        for i in range(60):
            write(source, f"folder/file {i}", b"%d" % i * i)
        write(source, "empty", b"")
        (source / "empty folder").mkdir()
        return source

    def read_attributes(self, folder):
        found = {}
        for path in folder.rglob("*"):
            names = [name for name in os.listxattr(path) if name.startswith("user.")]
            if names:
                found[str(path.relative_to(folder))] = {name: os.getxattr(path, name) for name in names}
        return found

    def test_all_readers(self):
        n_streams = sum(map(len, self.attributes.values()))
        for case in STREAM_CASES:
            with self.subTest(case.name):
                path = case.make(self.folder, self.tree)
                report = run_checker(case.images(path, self.tree, self.tree, mount="none"))
                self.assert_read(report, path, case.readers())
                self.assertEqual(lint(path).n_streams, n_streams)
                status, output, errors = run([CLI, "check-udf", path])
                self.assertEqual(status, 0, (output, errors))
                target = self.folder / f"out-{case.name}"
                status, output, errors = run([CLI, "extract", path, "--to", target])
                self.assertEqual(status, 0, (output, errors))
                self.assertEqual(self.read_attributes(target), self.attributes)


class SizeTest(TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(scratch_folder()))

    def test_file_of_5_gib(self):
        """Several extents; only readers that keep holes, for the rest writes what it reads."""
        tree = self.folder / "tree"
        make_large_tree(tree)
        without = {"7z", "grub", "udfclient"}
        for case in (Case("large-1.02", "1.02", is_bridge=True), Case("large-2.50", "2.50")):
            with self.subTest(case.name):
                path = case.make(self.folder, tree)
                report = run_checker(case.images(path, tree, tree, mount="none",
                                                 without=without))  # fmt: skip
                readers = {name for name in case.readers() if name.split(":")[0] not in without}
                self.assert_read(report, path, readers)
                sizes = {file.path: file.size_bytes for file in lint(path).listing}
                self.assertEqual(sizes["/large"], (tree / "large").stat().st_size)
                path.unlink()

    def test_folder_of_20_000_files(self):
        tree = self.folder / "tree"
        for i in range(FOLDER_FILES):
            write(tree, f"folder/a file with the number {i}", b"%d" % i)
        case = Case("folder-2.01", "2.01")
        path = case.make(self.folder, tree)
        without = {"grub"}  # a process for each file
        report = run_checker(case.images(path, tree, tree, mount="none", without=without))
        self.assert_read(report, path, case.readers() - {"grub:udf"})
        self.assertEqual(lint(path).n_files, FOLDER_FILES)


if __name__ == "__main__":
    main()
