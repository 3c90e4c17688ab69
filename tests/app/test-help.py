#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Shortcuts window, help, about, and the way to the permission to use a drive."""

import re
import shlex

from gi.repository import GLib

import burnish_app
import burnish_test

HELP_VIEWER = """[Desktop Entry]
Type=Application
Name=Help viewer of the test
Exec={program} %u
MimeType=x-scheme-handler/help;
"""


class HelpTest(burnish_app.TestCase):
    def install_help_viewer(self, app):
        """A program for help: addresses, which keeps the address that it gets."""
        told = self.folder / "told"
        program = self.folder / "viewer"
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>{shlex.quote(str(told))}\n')
        program.chmod(0o755)
        applications = app.folder / "data/applications"
        applications.mkdir()
        (applications / "viewer.desktop").write_text(HELP_VIEWER.format(program=program))
        (applications / "mimeinfo.cache").write_text(
            "[MIME Cache]\nx-scheme-handler/help=viewer.desktop;\n"
        )
        return lambda: told.exists() and told.read_text().split()

    def test_shortcuts(self):
        """The window shows what the table of accelerators has, and nothing else."""
        app = self.start_app()
        app.key("ctrl+question")
        window = app.window("Keyboard Shortcuts")
        source = (burnish_test.SOURCE / "src/app/burnish-accelerators.c").read_text(encoding="utf-8")
        titles = re.findall(r'N_ \("[^"]+"\),\s*N_ \("([^"]+)"\)', source)
        self.assertGreater(len(titles), 10)
        for title in titles:
            app.find("label", title, within=window)
        app.screenshot("shortcuts", window)

    def test_help_opens(self):
        app = self.start_app()
        told = self.install_help_viewer(app)
        app.key("F1")
        self.assertEqual(app.wait(told, "the help viewer"), ["help:burnish"])

    def test_help_without_a_viewer(self):
        app = self.start_app()
        (app.folder / "config/mimeapps.list").write_text(
            "[Removed Associations]\nx-scheme-handler/help=yelp.desktop;\n"
        )
        app.call_action("app.help")
        dialog = app.window("The help cannot be opened")
        app.press(app.find("push button", "Close", within=dialog))
        app.wait_gone("label", "The help cannot be opened")

    def test_about(self):
        app = self.start_app()
        app.call_action("app.about")
        window = app.window("About")
        app.find("push button", "0.1.0", within=window)
        app.screenshot("about", window)

    def test_permission_help(self):
        app = self.start_app("dvd+r")
        told = self.install_help_viewer(app)
        (drive,) = app.drives.cli("drives").events_of("drive")
        app.call_action("app.permission-help", GLib.Variant("s", drive["id"]))
        app.find("label", "You are not allowed to use the drive")
        app.find("label", re.compile("^sudo (usermod|setfacl) .* "))
        for width in [None, 360]:
            if width:
                app.resize(width, 640)
            app.screenshot(f"permission-{width or 'wide'}")
        app.press(app.find("push button", "Copy"))
        app.find("push button", "Copied")
        app.press(app.find("push button", "Help"))
        self.assertEqual(app.wait(told, "the help viewer"), ["help:burnish/permission"])


if __name__ == "__main__":
    burnish_app.main()
