#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""UDF as a real Linux kernel sees it, and the proof that bad images are told from good ones.

All images share one boot: those of the matrix as disk and as CD-ROM, a file of 5 GiB, and copies
with one defect each, which the readers of user space look at as well.
"""

import io
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from udf_images import (  # noqa: E402
    CASES,
    IMAGECHECK,
    Case,
    make_large_tree,
    make_nasty_tree,
    make_resolved_tree,
)

from checker import Checker, Image, Report, Settings, scratch_folder  # noqa: E402
from readers import READERS  # noqa: E402
from tap import main  # noqa: E402
from trees import make_tree  # noqa: E402
from udf_damage import DEFECTS, METADATA_DEFECTS, UdfDamage  # noqa: E402

NO_USER_SPACE = {reader.name for reader in READERS}
TIMEOUT = 900


class KernelTest(unittest.TestCase):
    """One run over all images; the tests ask what it reported."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(scratch_folder()))
        cls.output = io.StringIO()
        cls.report = Report(cls.output)
        settings = Settings(IMAGECHECK, IMAGECHECK / "kernel", sample_mib=64, timeout=TIMEOUT)
        cls.cases, cls.defects = {}, {}
        images = cls.make_matrix() + cls.make_large() + cls.make_defects()
        Checker(settings, cls.report).check(images)

    @classmethod
    def make_matrix(cls):
        tree, resolved = cls.folder / "tree", cls.folder / "resolved"
        make_nasty_tree(tree)
        make_resolved_tree(tree, resolved)
        images = []
        for case in CASES:
            path = cls.cases[case] = case.make(cls.folder, tree)
            images += case.images(path, tree, resolved, mount=case.mounts(), cdrom=True,
                                  without=NO_USER_SPACE)  # fmt: skip
        return images

    @classmethod
    def make_large(cls):
        tree = cls.folder / "large"
        make_large_tree(tree)
        case = Case("large-bridge", "1.02", is_bridge=True)
        path = cls.cases[case] = case.make(cls.folder, tree)
        return case.images(path, tree, tree, mount=case.mounts(), cdrom=True,
                           without=NO_USER_SPACE)  # fmt: skip

    @classmethod
    def make_defects(cls):
        source, tree = cls.folder / "plain-tree", cls.folder / "plain-resolved"
        make_tree(source)
        make_resolved_tree(source, tree)
        images = []
        for revision, defects in (("2.01", DEFECTS), ("2.50", METADATA_DEFECTS)):
            good = Case(f"good-{revision}", revision).make(cls.folder, source)
            damage = UdfDamage(good, "/data.bin")
            for name, (defect, readers) in defects.items():
                path = cls.folder / f"{name}.iso"
                damage.save(path, defect)
                cls.defects[path] = readers
                images.append(Image(path, tree, mount="udf", without={"grub", "udfclient"}))
            images.append(Image(good, tree, mount="udf"))
            cls.good = good
        return images

    def test_the_kernel_sees_the_tree(self):
        for case, path in self.cases.items():
            with self.subTest(case.name):
                results = self.report.results[path]
                problems = [f"{name}: {text}" for name, texts in results.items()
                            for text in texts[:5]]  # fmt: skip
                self.assertFalse(problems, "\n".join(problems))
                trees = ["udf", "rockridge", "joliet"] if case.is_bridge else ["udf"]
                wanted = {"volume", *(f"kernel:{tree}{cdrom}" for tree in trees
                                      for cdrom in ("", ":cdrom"))}  # fmt: skip
                self.assertEqual(set(results), wanted)

    def test_an_undamaged_image_passes(self):
        self.assertEqual(self.report.complaining(self.good), set(), self.output.getvalue())

    def test_every_defect_is_noticed(self):
        self.assertEqual(len(self.defects), 24)
        for path, readers in self.defects.items():
            with self.subTest(path.stem):
                self.assertLessEqual(readers, self.report.complaining(path))


if __name__ == "__main__":
    main()
