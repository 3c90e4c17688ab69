#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Several copies with one drive: a person at a terminal is asked for the next disc, nobody else is."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

QUESTION = "press Enter"


class Copies(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.drives = self.start_drives("dvd+r")
        self.source = self.make_folder({"data": os.urandom(500_000)})

    def start(self):
        terminal = self.drives.terminal("burn", self.source, "--drive", "/dev/sr0", "--copies", "2")
        terminal.wait_for(QUESTION)
        return terminal

    def has_image(self):
        return b"CD001" in self.read_block(16)

    def read_block(self, block):
        path = self.folder / "block"
        self.drives.run("dd", "if=/dev/sr0", f"of={path}", "bs=2048", f"skip={block}", "count=1", "status=none")
        return path.read_bytes()

    def test_enter_goes_on(self):
        terminal = self.start()
        self.assertTrue(self.drives.dump()["tray_open"])
        self.drives.insert("dvd+r")
        terminal.type("\n")
        self.assertEqual(terminal.close(), 0, terminal.text)
        self.drives.ctl(0, "load")
        self.assertTrue(self.has_image())

    def test_a_new_disc_is_noticed(self):
        terminal = self.start()
        self.drives.insert("dvd+r")
        self.assertEqual(terminal.close(), 0, terminal.text)

    def test_a_wrong_disc_is_named_and_asked_for_again(self):
        terminal = self.start()
        terminal.type("\n")
        terminal.wait_for(QUESTION)
        self.assertIn("no disc", terminal.text)
        self.drives.ctl(0, "load")  # the first copy
        terminal.wait_for(QUESTION)
        pressed = self.folder / "pressed.iso"
        pressed.write_bytes(bytes(2048 * 300))
        self.drives.insert(f"dvd-rom,image={pressed}")
        terminal.wait_for(QUESTION)
        self.drives.insert("dvd+r")
        self.assertEqual(terminal.close(), 0, terminal.text)

    def test_ctrl_c_ends_the_question(self):
        terminal = self.start()
        terminal.type("\x03")
        self.assertEqual(terminal.close(), 130, terminal.text)

    def test_end_of_input_is_no_disc(self):
        terminal = self.start()
        terminal.type("\x04")
        self.assertEqual(terminal.close(), 20, terminal.text)

    def test_nobody_is_asked_off_a_terminal(self):
        done = self.drives.cli("burn", self.source, "--drive", "/dev/sr0", "--copies", "2", timeout=60)
        self.assertEqual(done.code, 20, done)
        self.assertEqual(done.result["code"], "no-disc", done)
        self.assertEqual(done.result["copies"], 1, done)
        self.assertEqual(done.result["disc"]["state"], "written", done)
        self.assertNotIn(QUESTION, done.stderr)


if __name__ == "__main__":
    burnish_test.main()
