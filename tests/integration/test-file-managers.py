#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The menus of other file managers are valid and start the application as it wants to be started."""

import configparser
import os
import subprocess
import unittest
from pathlib import Path

import tap

FOLDER = Path(os.environ["BURNISH_BUILD"]) / "src/integration/file-managers"


def read(name):
    parser = configparser.ConfigParser(delimiters="=", interpolation=None)
    parser.optionxform = str
    parser.read(FOLDER / name, encoding="utf-8")
    return parser


def validate(name):
    done = subprocess.run(["desktop-file-validate", FOLDER / name], capture_output=True, text=True)
    return [line.split(": ", 1)[1] for line in (done.stdout + done.stderr).splitlines()]


class FileManagerTest(unittest.TestCase):
    def test_thunar(self):
        self.assertEqual(validate("thunar-sendto-burnish.desktop"), [])
        entry = read("thunar-sendto-burnish.desktop")["Desktop Entry"]
        self.assertEqual(entry["Exec"], "burnish --add %F")
        self.assertNotIn("MimeType", entry, "without types it is offered for all files and folders")

    def test_dolphin(self):
        """KDE's dialect has two keys that the specification keeps for applications."""
        foreign = 'key "{}" is present in group "Desktop Entry", but the type is "Service"'
        complaints = validate("burnish-servicemenu.desktop")
        for key, complaint in zip(["MimeType", "Actions"], complaints, strict=True):
            self.assertIn(foreign.format(key), complaint)
        parser = read("burnish-servicemenu.desktop")
        action = parser["Desktop Entry"]["Actions"].strip(";")
        self.assertEqual(parser[f"Desktop Action {action}"]["Exec"], "burnish --add %U")

    def test_nemo(self):
        """The keys that Nemo's documentation calls mandatory, and a selection it knows."""
        for name, command, selection in [
            ("burnish.nemo_action", "burnish --add %U", "notnone"),
            ("burnish-image.nemo_action", "burnish %U", "s"),
        ]:
            action = read(name)["Nemo Action"]
            self.assertEqual(action["Exec"], command)
            self.assertEqual(action["Selection"], selection)
            self.assertTrue(action["Name"] and action["Icon-Name"])
            self.assertEqual("Extensions" in action, "Mimetypes" not in action)

    def test_texts_are_those_of_nautilus(self):
        source = Path(os.environ["BURNISH_SOURCE"]) / "src/integration/nautilus/burnish-nautilus-menu.c"
        text = source.read_text(encoding="utf-8")
        for name in ["burnish.nemo_action", "burnish-image.nemo_action"]:
            action = read(name)["Nemo Action"]
            self.assertIn(f'"{action["Name"]}"', text)
            self.assertIn(f'"{action["Comment"]}"', text)


if __name__ == "__main__":
    tap.main()
