#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Several copies with one drive: the job asks for the next disc."""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test


class Copies(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.source = self.make_folder({"file": b"contents " * 5000})

    def test_nobody_is_asked_off_a_terminal(self):
        drives = self.start_drives("dvd+r")
        done = drives.cli("burn", self.source, "--drive", "/dev/sr0", "--copies", "2")
        self.assertEqual(done.code, 130, done)
        self.assertEqual(done.result["copies"], 1, done)
        self.assertEqual(done.result["disc"]["state"], "written", done)

    def read_until(self, fd, word):
        text = b""
        deadline = time.monotonic() + 30
        while word not in text:
            self.assertLess(time.monotonic(), deadline, text)
            text += os.read(fd, 4096)
        return text

    def test_next_disc(self):
        drives = self.start_drives("dvd+r")
        terminal, slave = pty.openpty()
        program = subprocess.Popen(
            [burnish_test.CLI, "burn", self.source, "--drive", "/dev/sr0", "--copies", "2"],
            env=drives.environment,
            stdin=slave,
            stdout=subprocess.DEVNULL,
            stderr=slave,
        )
        os.close(slave)
        self.read_until(terminal, b"Press Enter")
        # A disc that holds something is not taken, whatever was allowed for the first.
        drives.ctl(0, "load")
        os.write(terminal, b"\n")
        self.read_until(terminal, b"Press Enter")
        drives.insert("dvd+r")
        os.write(terminal, b"\n")
        self.assertEqual(program.wait(60), 0)
        os.close(terminal)


if __name__ == "__main__":
    burnish_test.main()
