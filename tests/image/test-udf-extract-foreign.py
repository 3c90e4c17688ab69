#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Images with UDF that other programs made and a Linux kernel filled: what is read is what was put in."""

import os
import sys
from pathlib import Path

SOURCE = Path(os.environ["BURNISH_SOURCE"])
BUILD = Path(os.environ["BURNISH_BUILD"])
sys.path[:0] = [str(SOURCE / "tests" / folder) for folder in ("lib", "imagecheck")]

import burnish_test
import foreign
from compare import Rules, compare, dump_folder
from names import udf_name_fits

TREEDUMP = BUILD / "tests/imagecheck/treedump"
# A file that mkudffs makes in the root for the blocks that sparing keeps free (UDF 2.3.7.2).
OF_THE_FORMAT = "Non-Allocatable Space"


class Foreign(burnish_test.TestCase):
    def extract(self, image):
        target = self.folder / image.name
        done = burnish_test.run_as(os.environ, burnish_test.CLI, "extract", "--json", image.path, "--to", target)
        self.assertEqual(done.code, 0, done)
        (target / OF_THE_FORMAT).unlink(missing_ok=True)
        return target

    def assert_same(self, image, target):
        wanted = dump_folder(TREEDUMP, [], image.tree)
        found = dump_folder(TREEDUMP, [], target)
        attributes = set() if image.kind == foreign.BRIDGE else {"mtime", "symlink", "nlink"}
        # The folder to copy into is the user's own.
        found[b"."] = wanted[b"."]
        self.assertEqual(compare(wanted, found, attributes, Rules(udf_name_fits)).differences, [])
        if image.kind == foreign.FILLED:
            self.assertEqual({path: node.mode & 0o777 for path, node in found.items() if node.type in "fd"},
                             {path: node.mode & 0o777 for path, node in wanted.items() if node.type in "fd"})

    def test_what_is_extracted_is_what_was_put_in(self):
        images = foreign.images()
        self.assertGreater(len(images), 20)
        for image in images:
            with self.subTest(image.name):
                self.assert_same(image, self.extract(image))

    def test_nothing_is_odd(self):
        for image in foreign.images():
            with self.subTest(image.name):
                done = burnish_test.run_as(os.environ, BUILD / "tests/image/udf-dump", image.path)
                self.assertEqual(done.code, 0, done)
                notes = [line for line in done.stdout.splitlines() if line.startswith("note\t")]
                # Media that only grow are left open.
                self.assertEqual([note for note in notes if not note.endswith("The volume was not closed")], [])


if __name__ == "__main__":
    burnish_test.main()
