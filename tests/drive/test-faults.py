#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each scripted fault and each bad disc, as unmodified cdrskin and xorriso meet it."""

import hashlib
import random

import burnish_test
from burnish_test import BLOCK_BYTES

N_BLOCKS = 704


class FaultTest(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.data = random.Random(1).randbytes(N_BLOCKS * BLOCK_BYTES)
        self.image = self.folder / "image"
        self.image.write_bytes(self.data)

    def burn(self, *faults, medium="dvd+r", settings=()):
        self.drives = self.start_drives(medium, faults=faults, settings=settings)
        return self.drives.run("cdrskin", "-v", "dev=/dev/sr0", "-tao", self.image)

    def writes(self):
        return [line for line in self.drives.log() if "WRITE_10" in line]

    def assert_burned(self, done):
        self.assert_success(done)
        self.assertEqual(self.drives.hash(N_BLOCKS), hashlib.sha256(self.data).hexdigest())

    def assert_failed(self, done, message):
        self.assertEqual(done.code, 10, done)
        self.assertIn(message, done.stderr)

    def test_medium_error(self):
        self.assert_failed(self.burn("medium-error:after=10"), "write(160,16): [3 0C 00]")
        # Nothing is sent to the disc after the error, and what is before it can be read.
        self.assertEqual(len(self.writes()), 11)
        good = hashlib.sha256(self.data[: 160 * BLOCK_BYTES]).hexdigest()
        self.assertEqual(self.drives.hash(160), good)

    def test_full_buffer(self):
        done = self.burn("buffer-full:after=5")
        self.assert_burned(done)
        self.assertIn("WRITE command repetition happened 30 times", done.stdout + done.stderr)

    def test_slow_closing(self):
        # Long enough to be asked about some times on a busy machine, too.
        done = self.burn("slow-close:delay=3000")
        self.assert_burned(done)
        busy = [line for line in self.drives.log() if "TEST_UNIT_READY" in line and "2/04" in line]
        self.assertGreater(len(busy), 2, self.drives.log())

    def test_closing_fails(self):
        self.assert_failed(self.burn("close-fails"), "[5 72 00]")

    def test_refused_speed(self):
        done = self.burn("speed-refused")
        self.assert_burned(done)
        self.assertIn("set_streaming", done.stdout + done.stderr)

    def test_slow_drive(self):
        # 1.4 MB at 2 MB/s
        done = self.burn(settings=["write-kbps=2000"])
        self.assert_burned(done)
        self.assertGreater(done.seconds, 0.7)

    def test_small_disc(self):
        self.assert_failed(self.burn(medium="dvd+r,capacity=640"), "does not fit on media (640s)")
        self.assertEqual(self.writes(), [])

    def test_disc_becomes_full(self):
        """With a size that is not known before, libburn writes up to the last block."""
        for medium in ("cd-r", "dvd+r", "dvd+rw", "bd-r"):
            with self.subTest(medium=medium):
                self.drives = self.start_drives(f"{medium},capacity=640")
                burn = f"cat {self.image} | cdrskin -v dev=/dev/sr0 -tao -"
                done = self.drives.run("sh", "-c", burn)
                self.assert_failed(done, "Exceeding range of permissible write addresses")
                self.assertEqual(self.drives.dump()["blocks_written"], 640)

    def test_write_protected(self):
        self.assert_failed(self.burn(medium="dvd+rw,write-protected"), "[7 27 00]")
        self.assertEqual(len(self.writes()), 1)

    def test_no_disc(self):
        self.assert_failed(self.burn(medium="none"), "No suitable media detected")

    def test_unreadable_blocks(self):
        drives = self.start_drives(
            f"dvd-rom,image={self.image}", faults=["unreadable:lba=400-420"]
        )
        done = drives.run("cmp", self.image, "/dev/sr0")
        self.assertEqual(done.code, 2, done)
        self.assertIn("Input/output error", done.stderr)
        # The blocks around them can be read, by read(2) and by libburn.
        for skip, count in ((0, 400), (421, N_BLOCKS - 421)):
            read = f"dd if=/dev/sr0 bs={BLOCK_BYTES} skip={skip} count={count} status=none"
            done = drives.run("sh", "-c", f"{read} | sha256sum")
            part = self.data[skip * BLOCK_BYTES : (skip + count) * BLOCK_BYTES]
            self.assertEqual(done.stdout.split()[0], hashlib.sha256(part).hexdigest(), done)
        done = drives.run("xorriso", "-indev", "/dev/sr0", "-check_media", "--")
        # xorriso looks at chunks of 32 blocks.
        self.assertRegex(done.stdout, r"384 , +64 , - unreadable")

    def test_corrupt_blocks(self):
        drives = self.start_drives(f"dvd-rom,image={self.image}", faults=["corrupt:lba=100"])
        done = drives.run("sh", "-c", f"cmp -l {self.image} /dev/sr0")
        self.assertEqual(done.code, 1, done)
        positions = [int(line.split()[0]) - 1 for line in done.stdout.splitlines()]
        self.assertEqual({position // BLOCK_BYTES for position in positions}, {100})


if __name__ == "__main__":
    burnish_test.main()
