#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Nothing is said to be on a disc that is not, and nothing that a stranger wrote commands a terminal."""

import json
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

QUESTION = "press Enter"
VERIFIED = "Everything was read back"


class Truth(burnish_test.TestCase):
    def test_left_out_is_counted_at_the_end(self):
        drives = self.start_drives("dvd+r")
        folder = self.make_folder({"file": b"text"})
        os.mkfifo(folder / "pipe")
        done = self.assert_success(drives.cli("burn", folder, "--drive", "/dev/sr0"))
        self.assertEqual(done.result["left_out"], 1, done)
        self.assertEqual(len(done.events_of("left-out")), 1, done)
        text = drives.run(burnish_test.CLI, "image", folder, "--output", self.folder / "out.iso")
        self.assertIn("Left out: 1", text.stdout)

    def test_nothing_left_out(self):
        drives = self.start_drives("dvd+r")
        done = self.assert_success(drives.cli("burn", self.make_folder({"a": b"b"}), "--drive", "/dev/sr0"))
        self.assertNotIn("left_out", done.result)

    def test_a_failed_copy_is_not_the_first_one(self):
        drives = self.start_drives("dvd+r")
        source = self.make_folder({"data": os.urandom(500_000)})
        terminal = drives.terminal("burn", source, "--drive", "/dev/sr0", "--copies", "2")
        terminal.wait_for(QUESTION)
        drives.fault("medium-error:lba=64")
        drives.insert("dvd+r")
        self.assertNotEqual(terminal.close(), 0, terminal.text)
        self.assertNotIn(VERIFIED, terminal.text)

    def test_a_full_disc_is_not_overwritten_as_second_copy(self):
        drives = self.start_drives("dvd+rw")
        source = self.make_folder({"data": os.urandom(500_000)})
        precious = self.folder / "precious.iso"
        other = self.make_folder({"photo": os.urandom(500_000)}, "other")
        self.assert_success(drives.cli("image", other, "--output", precious, "--volume-id", "PRECIOUS"))
        terminal = drives.terminal("burn", source, "--drive", "/dev/sr0", "--copies", "2", "--yes")
        terminal.wait_for(QUESTION)
        drives.insert(f"dvd+rw,image={precious}")
        before = drives.hash(200)
        terminal.wait_for("PRECIOUS")
        terminal.wait_for(QUESTION)
        self.assertEqual(drives.hash(200), before)
        terminal.type("\x03")
        self.assertEqual(terminal.close(), 130, terminal.text)

    def test_a_hangup_is_a_clean_cancel(self):
        # Under nohup a hangup is ignored, and rightly.
        before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
        self.addCleanup(signal.signal, signal.SIGHUP, before)
        drives = self.start_drives("dvd+r")
        drives.ctl(0, "set", "write-kbps=2000")
        source = self.make_folder({"data": os.urandom(8_000_000)})
        with drives.start(burnish_test.CLI, "burn", source, "--drive", "/dev/sr0", "--json") as process:
            lines = burnish_test.Lines(process)
            while json.loads(line := lines.next(60)).get("phase") != "writing":
                pass
            # However late the signal is, this burn does not come to its end before.
            drives.ctl(0, "set", "write-kbps=30")
            process.send_signal(signal.SIGHUP)
            while (following := lines.next(60)) is not None:
                line = following
            process.stderr.read()
        self.assertEqual(process.wait(60), 130)
        self.assertEqual(json.loads(line)["code"], "cancelled")

    def test_a_name_is_not_a_line_of_ours(self):
        target = self.folder / "x\nEverything was read back.iso"
        target.write_bytes(b"precious")
        drives = self.start_drives("none")
        done = drives.run(burnish_test.CLI, "image", self.make_folder({"a": b"b"}), "--output", target)
        self.assertEqual(done.code, 40, done)
        self.assertIn("Everything was read back", done.stdout + done.stderr)
        self.assertNotIn("\nEverything was read back", done.stdout + done.stderr)

    def test_the_end_of_a_volume_is_no_run_out(self):
        drives = self.start_drives("cd-r")
        source = self.make_folder({"data": os.urandom(2_000_000)})
        done = self.assert_success(drives.cli("burn", source, "--drive", "/dev/sr0", "--no-manifest"))
        readable = drives.cli("verify", "--drive", "/dev/sr0")
        self.assertEqual(readable.code, 62, readable)
        blocks = done.result["blocks"]
        drives.fault(f"unreadable:lba={blocks - 2}-{blocks - 1}")
        damaged = drives.cli("verify", "--drive", "/dev/sr0")
        self.assertEqual(damaged.code, 61, damaged)
        self.assertEqual([(entry["start_block"], entry["n_blocks"]) for entry in damaged.result["damaged_ranges"]],
                         [(blocks - 2, 2)])

    def test_a_simulation_erases_nothing(self):
        for medium in ("cd-rw", "dvd-rw"):
            with self.subTest(medium=medium):
                drives = self.start_drives(medium)
                source = self.make_folder({"data": os.urandom(500_000)}, medium)
                self.assert_success(drives.cli("burn", source, "--drive", "/dev/sr0"))
                before = drives.hash(200)
                done = drives.cli("burn", source, "--drive", "/dev/sr0", "--simulate", "--yes")
                self.assertNotEqual(done.code, 0, done)
                self.assertEqual(drives.hash(200), before)

    def test_data_that_never_left_the_buffer_is_not_called_written(self):
        drives = self.start_drives("bd-re")
        source = self.make_folder({"data": os.urandom(500_000)})
        drives.fault("command:op=35,sense=3/0c/00,times=100")
        done = drives.cli("burn", source, "--drive", "/dev/sr0")
        self.assertNotEqual(done.code, 0, done)
        self.assertEqual(done.result["disc"]["state"], "not-closed", done)
        self.assertNotIn("is on the disc", done.result["disc"]["message"])
        self.assertFalse(done.result["closed"], done)

    def test_an_unlisted_speed_is_noted(self):
        drives = self.start_drives("dvd+r")
        folder = self.make_folder({"a": b"b"})
        done = self.assert_success(drives.cli("burn", folder, "--drive", "/dev/sr0", "--speed", "999999"))
        self.assertIn("999999 kB/s", str(done.events_of("plan")[0]["notes"]), done)
        self.assertIn("will probably write with", str(done.events_of("plan")[0]["notes"]), done)

    def test_labels_do_not_command_the_terminal(self):
        drives = self.start_drives("dvd+rw")
        image = self.folder / "hostile.iso"
        self.assert_success(drives.cli("image", self.make_folder({"a": b"b"}), "--output", image,
                                       "--volume-id", "HOSTILE"))
        data = image.read_bytes().replace(b"HOSTILE", b"\x1b[2JYOU")
        data = data.replace("HOSTILE".encode("utf-16-be"), "\x1b[2JYOU".encode("utf-16-be"))
        image.write_bytes(data)
        drives.insert(f"dvd+rw,image={image}")
        drives.ctl(0, "load")
        for verb in (("info", "/dev/sr0"), ("erase", "--drive", "/dev/sr0")):
            with self.subTest(verb=verb[0]):
                done = drives.run(burnish_test.CLI, *verb)
                self.assertNotIn("\x1b", done.stdout + done.stderr)
                self.assertIn("\\x1b[2JYOU", done.stdout + done.stderr)


if __name__ == "__main__":
    burnish_test.main()
