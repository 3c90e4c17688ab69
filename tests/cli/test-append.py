#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Files are added to discs: what is there stays where it is, and every reader finds all of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

SOURCE = Path(os.environ["BURNISH_SOURCE"])
sys.path += [str(SOURCE / "tests/lib"), str(SOURCE / "tests/imagecheck")]

import burnish_test

# With the file systems of the first session, which the others keep.
DISCS = {
    "cd-r": ("iso9660,joliet,rockridge", None),
    "cd-rw": ("udf", "2.01"),
    "dvd-r": ("iso9660,joliet,rockridge,udf", "1.02"),
    "dvd-rw": ("udf", "1.50"),
    "dvd+r": ("iso9660,joliet,rockridge,udf", "1.02"),
    "bd-r": ("udf", "2.50"),
    "dvd-rw-ro": ("iso9660,rockridge", None),
    "dvd+rw": ("iso9660,joliet,rockridge,udf", "1.02"),
    "dvd-ram": ("udf", "2.01"),
    "bd-re": ("udf", "2.50"),
}
OVERWRITABLE = ("dvd-rw-ro", "dvd+rw", "dvd-ram", "bd-re")
# The first blocks that lead to the volume: descriptors, UDF's sequence, integrity and anchor.
FIRST_BLOCKS = (16, 32, 64, 256)

DRIVE = ("--drive", "/dev/sr0")


def writes(log):
    """Where and how much WRITE (10) and (12) wrote (MMC-6 6.46, 6.47), as begins and lengths."""
    for line in log:
        _time, command, cdb, *_rest = line.split()
        cdb = bytes.fromhex(cdb.partition("=")[2])
        if command.startswith("WRITE_10"):
            yield int.from_bytes(cdb[2:6], "big", signed=True), int.from_bytes(cdb[7:9], "big")
        elif command.startswith("WRITE_12"):
            yield int.from_bytes(cdb[2:6], "big", signed=True), int.from_bytes(cdb[6:10], "big")


class Append(burnish_test.TestCase):
    def start_disc(self, medium, *arguments):
        """Burns the first session, kept open."""
        file_systems, revision = DISCS[medium]
        drives = self.start_drives(medium)
        arguments = (*arguments, "--keep-open", "--filesystem", file_systems)
        if revision:
            arguments += ("--udf-revision", revision)
        self.merged = self.folder / f"merged-{medium}"
        self.first = self.add(drives, medium, {
            "a.bin": os.urandom(700_001),
            "sub/old": b"stays",
            "sub/replaced": b"old contents",
            "empty": b"",
            "Zoë/ünïcode": b"name",
        }, *arguments)
        return drives

    def add(self, drives, medium, files, *arguments):
        """Burns files in the given way; returns how it ended. self.merged grows as the disc does."""
        self.n_sources = getattr(self, "n_sources", 0) + 1
        source = self.make_folder(files, f"{medium}-{self.n_sources}")
        done = self.assert_success(drives.cli("burn", source, *DRIVE, *arguments))
        self.assertTrue(done.result["verified"], done)
        subprocess.run(["cp", "-a", f"{source}/.", self.merged], check=True)
        return done

    def copy_disc(self, drives, medium, done):
        """What the disc holds: its last session, all before it, and holes where nothing can be read."""
        image = self.folder / f"{medium}.iso"
        shutil.rmtree(image, ignore_errors=True)
        with open(image, "wb") as file:
            file.truncate((done.result["start_block"] + done.result["blocks"]) * burnish_test.BLOCK_BYTES)
        tracks = drives.cli("info", "/dev/sr0").events_of("medium")[0]["tracks"]
        ranges = [(track["start_block"], track["n_blocks"]) for track in tracks if track["kind"] == "data"]
        if medium in OVERWRITABLE:
            ranges = [(0, done.result["start_block"])]
        for start, blocks in (*ranges, (done.result["start_block"], done.result["blocks"])):
            # A CD's track ends with run-out blocks, which cannot be read.
            blocks = min(blocks - (2 if medium.startswith("cd") else 0),
                         done.result["start_block"] + done.result["blocks"] - start)
            if blocks > 0:
                self.assert_success(drives.run("dd", "if=/dev/sr0", f"of={image}", "bs=2048", f"skip={start}",
                                               f"seek={start}", f"count={blocks}", "conv=notrunc", "status=none"))
        return image

    def assert_readers_agree(self, images):
        """IMAGES: of path, tree, begin of the session or 0."""
        command = [SOURCE / "tests/imagecheck/imagecheck", "--mount", "none", "--extra", "SHA256SUMS"]
        for path, tree, session in images:
            command += [path, "--tree", tree]
            if session:
                command += ["--session", str(session)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)

    def assert_old_blocks_stay(self, medium, log, done):
        """Nothing before the new session was written but what leads to it."""
        start = done.result["start_block"]
        early = [(block, blocks) for block, blocks in writes(log) if block < start]
        if medium not in OVERWRITABLE:
            self.assertEqual(early, [])
        for block, blocks in early:
            self.assertIn(block, FIRST_BLOCKS)
            self.assertLessEqual(blocks, 16)

    def check_disc(self, medium):
        drives = self.start_disc(medium)
        if medium not in OVERWRITABLE:
            self.assertEqual(drives.dump()["medium"]["status"], "appendable")
        old_blocks = 288 if medium in OVERWRITABLE else 0
        n_old = self.first.result["blocks"] - old_blocks
        old = drives.hash(n_old, old_blocks)
        n_logged = len(drives.log())
        done = self.add(drives, medium, {
            "b.bin": os.urandom(300_000),
            "sub/replaced": b"new contents",
            "sub/deeper/new": b"x" * 5000,
        }, "--append", "--keep-open")
        plan = done.events_of("plan")[0]
        self.assertEqual(plan["replaces"], ["/sub/replaced"], done)
        self.assertEqual(plan["kept_files"], 4, done)
        self.assertEqual(plan["start_block"], done.result["start_block"], done)
        self.assertFalse(plan["overwrites"], done)
        self.assert_old_blocks_stay(medium, drives.log()[n_logged:], done)
        n_logged = len(drives.log())
        done = self.add(drives, medium, {"c.bin": os.urandom(123_456)}, "--append")
        self.assert_old_blocks_stay(medium, drives.log()[n_logged:], done)
        self.assertEqual(drives.hash(n_old, old_blocks), old, "the first session changed")
        if medium not in OVERWRITABLE:
            self.assertEqual(drives.dump()["medium"]["status"], "complete")
        verified = self.assert_success(drives.cli("verify", *DRIVE))
        self.assertEqual(verified.result["files"]["verified"], 8, verified)
        session = 0 if medium in OVERWRITABLE else done.result["start_block"]
        return self.copy_disc(drives, medium, done), self.merged, session

    def test_every_kind_of_disc(self):
        images = []
        for medium in DISCS:
            with self.subTest(medium=medium):
                images.append(self.check_disc(medium))
        self.assert_readers_agree(images)


class Cancelled(Append):
    def cancel(self, drives, medium):
        """Adds 12 MB, and sends SIGINT while they are being written."""
        drives.ctl(0, "set", "write-kbps=2000")
        source = self.make_folder({"data": os.urandom(12_000_000)}, f"large-{medium}")
        arguments = ("burn", source, *DRIVE, "--append", "--keep-open")
        with drives.start(burnish_test.CLI, *arguments, "--json") as process:
            lines = burnish_test.Lines(process)
            printed = []
            while (line := lines.next(60)) is not None:
                event = json.loads(line)
                if event["type"] == "progress" and event["phase"] == "writing" and event["bytes_done"] > 1_000_000:
                    process.send_signal(signal.SIGINT)
                printed.append(line)
            stderr = process.stderr.read()
        drives.ctl(0, "set", "write-kbps=0")
        return burnish_test.Done(arguments, process.wait(60), "\n".join(printed), stderr, 0).check_events()

    def test_every_kind_of_disc(self):
        for medium in DISCS:
            with self.subTest(medium=medium):
                drives = self.start_disc(medium)
                done = self.cancel(drives, medium)
                print(medium, done.code, done.result["disc"], drives.dump()["medium"]["status"], file=sys.stderr)
                verified = drives.cli("verify", *DRIVE)
                print(verified.code, verified.result.get("files"), file=sys.stderr)
                done = drives.cli("burn", self.make_folder({"later": b"1"}, f"later-{medium}"), *DRIVE, "--append")
                print(done.code, done.result.get("message"), file=sys.stderr)
                if done.code == 0:
                    verified = drives.cli("verify", *DRIVE)
                    print(verified.code, verified.result.get("files"), file=sys.stderr)


if __name__ == "__main__":
    burnish_test.main()
