#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Ctrl-C in every phase: a clean end, a true word about the disc, and no WRITE after it."""

import json
import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

SIZE = 12_000_000
# So slow that a drive that works does not come to its end before it is let go.
HELD = "write-kbps=30"


def count_writes(drives):
    return sum(line.split()[1].startswith("WRITE_1") for line in drives.log())


class Cancel(burnish_test.TestCase):
    def cancel_in(self, drives, phase, *arguments):
        """Runs a verb, holds the drive and sends SIGINT as soon as PHASE shows; returns how it ended."""
        started = time.monotonic()
        with drives.start(burnish_test.CLI, *arguments, "--json") as process:
            lines = burnish_test.Lines(process)
            printed = []
            is_cancelled = False
            while (line := lines.next(60)) is not None:
                printed.append(line)
                if not is_cancelled and json.loads(line).get("phase") == phase:
                    drives.ctl(0, "set", HELD)
                    self.n_writes = count_writes(drives)
                    process.send_signal(signal.SIGINT)
                    is_cancelled = True
            stderr = process.stderr.read()
        done = burnish_test.Done(arguments, process.wait(60), "\n".join(printed), stderr,
                                 time.monotonic() - started)
        self.assertTrue(is_cancelled, f"never reached {phase}: {done}")
        return done.check_events()

    def assert_cancelled(self, done, *states):
        self.assertEqual(done.code, 130, done)
        self.assertEqual(done.result["code"], "cancelled", done)
        self.assertFalse(done.result.get("verified", False), done)
        self.assertIn(done.result["disc"]["state"], states, done)
        self.assertTrue(done.result["disc"]["message"], done)

    def assert_no_late_write(self, drives):
        """One WRITE may be on its way when the signal comes, and one just before it."""
        self.assertLessEqual(count_writes(drives) - self.n_writes, 2)

    def source(self, name="source"):
        return self.make_folder({"data": os.urandom(SIZE)}, name)

    def test_scanning(self):
        folder = self.folder / "many"
        for i in range(300):
            (folder / str(i)).mkdir(parents=True)
            for j in range(100):
                (folder / str(i) / str(j)).touch()
        process = self.start_drives("none").start(burnish_test.CLI, "tree", "--json", folder)
        lines = burnish_test.Lines(process)
        lines.next()
        process.send_signal(signal.SIGINT)
        last = None
        while (line := lines.next(60)) is not None:
            last = json.loads(line)
        process.communicate(timeout=60)
        self.assertEqual((process.returncode, last["code"]), (130, "cancelled"))

    def test_preparing(self):
        drives = self.start_drives("dvd+r")
        drives.ctl(0, "set", "write-kbps=2000")
        done = self.cancel_in(drives, "preparing", "burn", self.source(), "--drive", "/dev/sr0")
        self.assert_cancelled(done, "unchanged", "blank", "spoiled", "appendable")
        self.assert_no_late_write(drives)
        if done.result["disc"]["state"] == "unchanged":
            self.assertEqual(drives.dump()["medium"]["status"], "blank", done)
        else:
            self.assert_true_state(drives, done)

    def test_erasing(self):
        drives = self.start_drives("cd-rw", settings=["blank-ms=3000"])
        self.assert_success(drives.cli("burn", self.make_folder({"a": b"b"}), "--drive", "/dev/sr0"))
        done = self.cancel_in(drives, "erasing", "erase", "--yes", "--drive", "/dev/sr0")
        # A drive cannot be stopped while it blanks: it ends, and the disc is what it says.
        self.assertIn((done.code, done.result["disc"]["state"]), ((0, "blank"), (130, "partly-written"), (130, "blank")))
        self.assert_true_state(drives, done)

    def test_formatting(self):
        drives = self.start_drives("bd-re,unformatted", settings=["format-ms=3000"])
        done = self.cancel_in(drives, "formatting", "burn", self.source(), "--drive", "/dev/sr0")
        self.assert_cancelled(done, "partly-written", "formatted", "unchanged")
        self.assertEqual([line for line in drives.log() if line.split()[1].startswith("WRITE_1")], [])

    def test_writing(self):
        for medium in ("cd-r", "cd-rw", "dvd-r", "dvd-rw", "dvd+r", "dvd+rw", "dvd-ram", "bd-r", "bd-re"):
            with self.subTest(medium=medium):
                drives = self.start_drives(medium, settings=["write-kbps=4000"])
                done = self.cancel_in(drives, "writing", "burn", self.source("source of " + medium),
                                      "--drive", "/dev/sr0")
                self.assert_cancelled(done, "spoiled", "appendable", "partly-written", "blank")
                self.assert_no_late_write(drives)
                self.assert_true_state(drives, done)

    def test_closing(self):
        """All blocks are with the drive: stopping now would only spoil a good disc."""
        drives = self.start_drives("dvd+r", settings=["close-ms=2000"])
        done = self.cancel_in(drives, "closing", "burn", self.source(), "--drive", "/dev/sr0")
        self.assertIn((done.code, done.result["disc"]["state"]), ((0, "written"), (130, "written-not-verified")), done)
        self.assertEqual(drives.dump()["medium"]["status"], "complete")

    def test_verifying(self):
        drives = self.start_drives("dvd+r", settings=["read-kbps=4000"])
        done = self.cancel_in(drives, "verifying", "burn", self.source(), "--drive", "/dev/sr0")
        self.assert_cancelled(done, "written-not-verified")
        self.assertTrue(done.result["closed"], done)

    def test_writing_a_file(self):
        """The partial file is gone."""
        source = self.make_folder({"data": b""})
        with (source / "data").open("wb") as file:
            file.truncate(3_000_000_000)
        target = self.folder / "target"
        target.mkdir()
        done = self.cancel_in(self.start_drives("none"), "writing", "image", source, "--output", target / "a.iso")
        self.assert_cancelled(done, "file-removed")
        self.assertEqual(list(target.iterdir()), [])


if __name__ == "__main__":
    burnish_test.main()
