# SPDX-License-Identifier: GPL-2.0-or-later
"""drive-probe, which looks at a drive through the public interface, as the tests use it."""

import subprocess

import burnish_test

PROBE = burnish_test.BUILD / "tests/device/drive-probe"


def read_report(done):
    """Key → value of what drive-probe printed."""
    return dict(line.partition(" ")[::2] for line in done.stdout.splitlines())


class TestCase(burnish_test.TestCase):
    def look(self, drives, verb="info", path="/dev/sr0", code=0, **options):
        """What drive-probe says about the disc in a drive."""
        done = drives.run(PROBE, verb, path, timeout=60, **options)
        self.assertEqual(done.code, code, done)
        return read_report(done)

    def look_once(self, medium, **options):
        """The same for a disc in a drive of its own, which must not refuse a command."""
        with burnish_test.Drives(medium, **options) as drives:
            report = self.look(drives)
            self.assertEqual(drives.refusals(), [], medium)
            return report

    def make_image(self, *options):
        """An ISO 9660 image of a small folder."""
        source = self.make_folder({"readme.txt": b"text\n", "big": b"x" * 700000}, "image-source")
        image = self.folder / "image.iso"
        subprocess.run(["genisoimage", "-quiet", *options, "-o", image, source], check=True)
        return image
