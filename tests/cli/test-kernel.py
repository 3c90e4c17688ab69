#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What burnish-cli burned is what a real Linux kernel and the other readers find: one boot for all discs."""

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(os.environ["BURNISH_SOURCE"])
sys.path += [str(SOURCE / "tests/lib"), str(SOURCE / "tests/imagecheck")]

import burnish_test
import trees

DOCUMENTS = Path("/usr/share/doc")


class Kernel(burnish_test.TestCase):
    def burn(self, medium, source):
        """Burns SOURCE and returns what the disc holds, read through the device node."""
        drives = self.start_drives(medium)
        result = self.assert_success(drives.cli("burn", source, "--drive", "/dev/sr0", timeout=300)).result
        self.assertTrue(result["verified"], result)
        path = self.folder / f"{medium}.iso"
        self.assert_success(
            drives.run("dd", "if=/dev/sr0", f"of={path}", "bs=2048", f"skip={result['start_block']}",
                       f"count={result['blocks']}", "status=none"))
        return path

    def write_image(self, source, name="image.iso", *options):
        path = self.folder / name
        self.assert_success(self.start_drives("none").cli("image", source, "--output", path, *options))
        return path

    def write_images_with_streams(self):
        """UDF whose files and folders have named streams, which the kernel does not show and must not stumble over."""
        source, largest = self.make_attribute_folder()
        for size_bytes in (0, 300, 100_000):
            file = source / f"{size_bytes} bytes"
            file.write_bytes(os.urandom(size_bytes))
            for i in range(20):
                os.setxattr(file, f"user.attribute {i} with a name", bytes(i * 4))
        folder = source / "folder"
        for path in (source / "a file", folder / "in it"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"contents")
        for path in (source / "a file", folder):
            os.setxattr(path, "user.large", os.urandom(largest))
        plain = ["--filesystem", "udf", "--udf-revision", "2.01", "--udf-streams"]
        bridge = ["--filesystem", "iso9660,joliet,rockridge,udf", "--udf-revision", "2.50", "--udf-streams"]
        return [(self.write_image(source, "streams-2.01.iso", *plain), source, []),
                (self.write_image(source, "streams-2.50.iso", *bridge), source, [])]

    def test_all_readers_agree(self):
        nasty = self.folder / "nasty"
        nasty.mkdir()
        trees.make_tree(nasty)
        # libisofs cuts Rock Ridge names of more than 253 bytes; test-names.py shows that this is told.
        (nasty / ("N" * 255)).rename(nasty / ("N" * 253))
        # DVDs and Blu-ray discs get UDF, in which files take the place of links to them.
        resolved = ["--attributes", "mode,mtime"]
        images = [
            (self.burn("dvd+r", DOCUMENTS), DOCUMENTS, resolved),
            (self.burn("bd-re", DOCUMENTS), DOCUMENTS, resolved),
            (self.burn("cd-r", nasty), nasty, []),
            (self.write_image(nasty), nasty, []),
        ] + self.write_images_with_streams()
        command = [SOURCE / "tests/imagecheck/imagecheck", "--cdrom", "--extra", "SHA256SUMS"]
        for path, tree, options in images:
            command += [path, "--tree", tree, *options]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    burnish_test.main()
