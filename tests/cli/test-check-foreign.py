#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""check-udf on images that mkudffs, the Linux kernel and genisoimage made: no finding but those that docs/udf-check.md tells of."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))
sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/imagecheck"))

import burnish_test
import foreign

# The tree has two names that differ in case, and a file with two names.
EXPECTED = {
    foreign.FILLED: {"name-case-twin", "integrity-file-count"},
    foreign.EMPTY: set(),
    foreign.BRIDGE: {"name-case-twin", "sequences-vary"},
}
# Of other writers, a block or two may belong to nothing.
TOLERATED = {"unused-block-allocated"}


class Foreign(burnish_test.TestCase):
    def test_what_others_write(self):
        drives = self.start_drives("none")
        images = list(foreign.images())
        self.assertGreater(len(images), 20)
        for image in images:
            with self.subTest(image.name):
                done = drives.cli("check-udf", image.path)
                rules = {finding["rule"] for finding in done.events_of("finding")}
                self.assertEqual(rules - TOLERATED, EXPECTED[image.kind], done)
                self.assertEqual(done.events_of("udf-check")[0]["revision"], image.revision)


if __name__ == "__main__":
    burnish_test.main()
