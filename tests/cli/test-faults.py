#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Drives that fail, sources that go bad, Ctrl-C at any moment: one cause, a true word about the disc, no hang."""

import json
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

SIZE = 4_000_000


class Faults(burnish_test.TestCase):
    def burn_with(self, medium, fault, *options, **kwargs):
        drives = burnish_test.Drives(medium, faults=[fault])
        self.addCleanup(drives.close)
        files = {"data": os.urandom(SIZE), "other": os.urandom(100_000)}
        folder = self.make_folder(files, "source of " + medium)
        return drives, drives.cli("burn", folder, "--drive", "/dev/sr0", *options, **kwargs)

    def assert_failed(self, done, exit_code, code):
        self.assertEqual(done.code, exit_code, done)
        self.assertEqual(done.result["code"], code, done)
        self.assertTrue(done.result["disc"]["message"], done)

    def test_medium_error(self):
        for medium in ("cd-r", "cd-rw", "dvd-r", "dvd-rw", "dvd+r", "dvd+rw", "bd-r", "bd-re"):
            with self.subTest(medium=medium):
                drives, done = self.burn_with(medium, "medium-error:after=20")
                self.assert_failed(done, 50, "write-failed")
                self.assertEqual(done.result["sense"]["key"], 3, done)
                self.assertEqual(done.result["phase"], "writing", done)
                self.assert_true_state(drives, done)

    def test_unplugged(self):
        _, done = self.burn_with("dvd+r", "unplugged:op=2a,after=20")
        self.assert_failed(done, 13, "drive-lost")
        self.assertEqual(done.result["disc"]["state"], "unknown", done)

    def test_never_ready(self):
        _, done = self.burn_with("dvd+r", "never-ready")
        self.assertEqual(done.code, 14, done)

    def test_slow_close_is_waited_for(self):
        _, done = self.burn_with("dvd+r", "slow-close:delay=3000")
        self.assert_success(done)
        self.assertTrue(done.result["verified"], done)

    def test_buffer_full_is_waited_for(self):
        _, done = self.burn_with("dvd+r", "buffer-full:times=30,after=20")
        self.assert_success(done)

    def test_refused_speed_is_no_failure(self):
        _, done = self.burn_with("dvd+r", "speed-refused", "--speed", "4x")
        self.assert_success(done)

    def test_close_fails(self):
        for medium in ("dvd+r", "bd-r"):
            with self.subTest(medium=medium):
                drives, done = self.burn_with(medium, "close-fails")
                self.assert_failed(done, 51, "close-failed")
                self.assertEqual(done.result["disc"]["state"], "not-closed", done)
                self.assert_true_state(drives, done)

    def test_unreadable_blocks_are_named(self):
        _, done = self.burn_with("dvd+r", "unreadable:lba=1000-1003,times=65535")
        self.assert_failed(done, 61, "read-failed")
        damaged = done.result["files"]["damaged"]
        self.assertEqual([file["path"] for file in damaged], ["/data"], done)
        blocks = [block for first, count in damaged[0]["blocks"] for block in range(first, first + count)]
        self.assertLessEqual({1000, 1001, 1002, 1003}, set(blocks), done)

    def test_silent_corruption_is_found(self):
        # Behind the first 2 MiB, where the look at what is on the disc would meet it, too.
        _, done = self.burn_with("bd-re", "corrupt:lba=1500-1500,times=65535")
        self.assert_failed(done, 60, "verify-mismatch")
        self.assertEqual([file["path"] for file in done.result["files"]["damaged"]], ["/data"], done)

    def test_one_bad_read_is_retried(self):
        _, done = self.burn_with("dvd+r", "unreadable:lba=1000-1003,times=1")
        self.assert_success(done)
        self.assertTrue(done.result["verified"], done)

    def test_source_shrinks_while_it_is_burned(self):
        # More than is read ahead while the drive is held.
        drives = self.start_drives("dvd+r", settings=["write-kbps=30"])
        folder = self.make_folder({"a first": bytes(SIZE * 15), "b second": os.urandom(SIZE)})

        def truncate(process):
            lines = burnish_test.Lines(process)
            while json.loads(lines.next(60)).get("phase") != "writing":
                pass
            os.truncate(folder / "a first", 1000)
            os.truncate(folder / "b second", 10)
            drives.ctl(0, "set", "write-kbps=0")

        done = drives.run(burnish_test.CLI, "burn", "--json", folder, "--drive", "/dev/sr0", cancel=truncate)
        self.assertEqual(done.code, 30, done)

    def cancel_in(self, drives, phase, *arguments):
        """Runs a verb and sends SIGINT as soon as a phase shows progress."""
        process = drives.start(burnish_test.CLI, *arguments, "--json")
        lines = burnish_test.Lines(process)
        events = []
        while (line := lines.next(60)) is not None:
            events.append(json.loads(line))
            if events[-1]["type"] == "progress" and events[-1]["phase"] == phase:
                process.send_signal(signal.SIGINT)
                phase = None
        process.communicate(timeout=60)
        self.assertIsNone(phase, f"never reached: {events[-3:]}")
        return process.returncode, events[-1]

    def start_on_lost_disc(self):
        """A DVD+RW of which no block can be read any more, and an image of its full length."""
        drives = self.start_drives("dvd+rw")
        self.assert_success(drives.cli("burn", self.make_folder({"data": b"x"}), "--drive", "/dev/sr0"))
        image = self.folder / "full.iso"
        with image.open("wb") as file:
            file.truncate(2_000_000 * burnish_test.BLOCK_BYTES)
        drives.fault("unreadable:lba=0-100000000")
        return drives, image

    def test_lost_disc_is_given_up_soon(self):
        drives, image = self.start_on_lost_disc()
        drives.ctl(0, "forget")
        done = drives.cli("verify", "--drive", "/dev/sr0", "--image", image)
        self.assert_failed(done, 61, "read-failed")
        self.assertEqual([(range["start_block"], range["n_blocks"]) for range in done.result["damaged_ranges"]],
                         [(0, 2_000_000)], done)
        self.assertTrue(done.result["notes"], done)
        fractions = [event["fraction"] for event in done.events_of("progress")]
        self.assertGreater(max(fractions), 0.5, done)
        # Two READs for each chunk of 32 blocks, but for the few that were tried block by block.
        reads = [line for line in drives.log() if "READ (10)" in line or "READ (12)" in line]
        self.assertLess(len(reads), 2 * 2_000_000 / 32 + 5000)

    def test_cancel_on_a_lost_disc(self):
        drives, image = self.start_on_lost_disc()
        code, result = self.cancel_in(drives, "verifying", "verify", "--drive", "/dev/sr0", "--image", str(image))
        self.assertEqual(code, 130, result)
        self.assertEqual(result["disc"]["state"], "unchanged", result)

    def image_with(self, command, target, *options):
        folder = self.make_folder({"data": os.urandom(SIZE)})
        done = self.start_drives("none").run(*command, burnish_test.CLI, "image", "--json", folder, "--output", target,
                                             *options)
        return done.check_events()

    def test_full_target(self):
        done = self.image_with([], "/dev/full", "--no-verify")
        self.assert_failed(done, 41, "target-full")

    def test_target_of_limited_size(self):
        target = self.folder / "out.iso"
        done = self.image_with(["bash", "-c", 'ulimit -f 1000; exec "$@"', "bash"], target)
        self.assert_failed(done, 41, "target-full")
        self.assertEqual(done.result["disc"]["state"], "file-removed", done)
        self.assertEqual(list(self.folder.glob("out.iso*")), [], "a partial file stayed")


if __name__ == "__main__":
    burnish_test.main()
