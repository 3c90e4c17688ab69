#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a person sees: a progress bar that fits the terminal, and none where there is no terminal."""

import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

LONG_NAME = "a very long name of a photo that does not fit – größer.jpg"


class Text(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.drives = self.start_drives("dvd+rw", settings=["write-kbps=8000"])
        self.source = self.make_folder({LONG_NAME: os.urandom(4_000_000)})
        self.arguments = ["burn", self.source, "--drive", "/dev/sr0"]

    def bar_lines(self, text):
        """What stood on the bar's line, one after the other."""
        return [part.split("\r")[-1] for part in text.split("\x1b[K")[:-1]]

    def test_bar_fits(self):
        for columns in (80, 40):
            with self.subTest(columns=columns):
                # Phases that last no longer than a moment may pass between two looks.
                self.drives.ctl(0, "set", "sync-ms=1000", "close-ms=1000", "read-kbps=4000")
                terminal = self.drives.terminal(*self.arguments, "--yes", columns=columns)
                self.assertEqual(terminal.close(), 0, terminal.text)
                lines = self.bar_lines(terminal.text)
                self.assertGreater(len(lines), 5, terminal.text)
                self.assertLess(max(len(line) for line in lines), columns, terminal.text)
                phases = list(dict.fromkeys(line.split()[0] for line in lines))
                self.assertEqual([phase for phase in phases if phase in ("Writing", "Closing", "Verifying")],
                                 ["Writing", "Closing", "Verifying"], terminal.text)
                shown = [int(found.group(1)) for line in lines if (found := re.search(r"(\d+)%", line))]
                self.assertEqual(shown, sorted(shown), terminal.text)

    def test_no_bar_without_a_terminal(self):
        done = self.assert_success(self.drives.run(burnish_test.CLI, *self.arguments))
        self.assertNotIn("\r", done.stderr + done.stdout)
        self.assertNotIn("\x1b", done.stderr + done.stdout)
        self.assertIn("complete and was verified", done.stdout)

    def test_a_failure_is_told_on_standard_error(self):
        self.drives.fault("medium-error:after=20")
        done = self.drives.run(burnish_test.CLI, *self.arguments)
        self.assertEqual(done.code, 50, done)
        self.assertIn("can be written again", done.stdout + done.stderr, done)

    def test_a_refusal_names_what_helps(self):
        self.assert_success(self.drives.run(burnish_test.CLI, *self.arguments))
        done = self.drives.run(burnish_test.CLI, *self.arguments)
        self.assertEqual(done.code, 22, done)
        self.assertEqual(done.stdout, "", done)
        self.assertNotEqual(done.stderr, "", done)

    def test_readable_facts(self):
        self.assertIn("EMULATED", self.drives.run(burnish_test.CLI, "drives").stdout)
        self.assertIn("DVD+RW", self.drives.run(burnish_test.CLI, "info", "/dev/sr0").stdout)


if __name__ == "__main__":
    burnish_test.main()
