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
# One boot with all images, emulated, on a machine that has other things to do.
TIMEOUT = 900


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

    def burn_sessions(self, medium, *options):
        """A disc that was added to twice. Of a session but the first, the kernel is told where it begins:
        with sbsector= for ISO 9660, session= for UDF."""
        drives = self.start_drives(medium)
        path = self.folder / f"sessions-{medium}.iso"
        merged = self.make_folder({}, f"merged-{medium}")
        images = []
        for number in range(3):
            added = self.make_folder({f"file {number}": os.urandom(50_000), "replaced": b"by %d" % number,
                                      f"folder/{number}/file": b"x"}, f"added-{medium}-{number}")
            done = self.assert_success(drives.cli("burn", added, "--drive", "/dev/sr0", "--keep-open",
                                                  *(options if number == 0 else ["--append"])))
            subprocess.run(["cp", "-a", f"{added}/.", merged], check=True)
            tree = self.folder / f"tree-{medium}-{number}"
            subprocess.run(["cp", "-a", merged, tree], check=True)
            if number > 0:
                images.append((path, tree, ["--session", str(done.result["start_block"])]))
        # The anchors at the end belong to the last one, which the lint takes for a fault of the others.
        images[0][2].extend(["--without", "lint"])
        tracks = drives.cli("info", "/dev/sr0").events_of("medium")[0]["tracks"]
        for track in (track for track in tracks if track["kind"] == "data"):
            self.assert_success(
                drives.run("dd", "if=/dev/sr0", f"of={path}", "bs=2048", f"skip={track['start_block']}",
                           f"seek={track['start_block']}", f"count={track['n_blocks']}", "conv=notrunc", "status=none"))
        return images

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
        images += self.burn_sessions("dvd+r", "--filesystem", "iso9660,joliet,rockridge,udf", "--udf-revision", "1.02")
        images += self.burn_sessions("bd-r", "--filesystem", "udf", "--udf-revision", "2.50")
        command = [SOURCE / "tests/imagecheck/imagecheck", "--cdrom", "--timeout", str(TIMEOUT), "--extra",
                   "SHA256SUMS"]
        for path, tree, options in images:
            command += [path, "--tree", tree, *options]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    burnish_test.main()
