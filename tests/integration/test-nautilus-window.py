#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Nautilus itself, in a window of its own, with the extension as it was built.

Nautilus looks for extensions in one folder of the system only. The test puts the build's folder in
its place, in a mount namespace that nothing but this Nautilus lives in.
"""

import subprocess

import burnish_app
from app_window import App
from burnish_test import BUILD

EXTENSIONS = subprocess.run(
    ["pkg-config", "--variable=extensiondir", "libnautilus-extension-4"],
    check=True,
    capture_output=True,
    text=True,
).stdout.strip()
IN_PLACE = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'


class NautilusTest(burnish_app.TestCase):
    def start_nautilus(self, folder):
        drives = self.start_drives()
        private = self.folder / "nautilus"
        private.mkdir()
        script = self.folder / "start-nautilus"
        script.write_text(
            "#!/bin/sh\nexec unshare --user --map-current-user --keep-caps --mount"
            f" sh -c '{IN_PLACE}' sh {BUILD / 'src/integration/nautilus'} {EXTENSIONS}"
            f' nautilus --new-window "$@"\n'
        )
        script.chmod(0o755)
        nautilus = App(self, drives, private, program=script)
        self.addCleanup(nautilus.kill)
        nautilus.start(folder)
        return nautilus

    def test_burn_to_disc(self):
        """The menu of a file in Nautilus puts it into the open project of Burnish."""
        app = self.start_app()
        folder = self.make_folder({"letter.txt": b"text"}, name="shelf")
        nautilus = self.start_nautilus(folder)
        item = nautilus.find("label", "letter.txt")
        nautilus.click(item)
        nautilus.key("shift+F10")
        nautilus.press(nautilus.find("menu item", "Burn to Disc…"))
        app.find("table row", "letter.txt")
        app.call_action("app.quit")
        app.press(app.find("push button", "Discard"))
        app.wait_for_end()


if __name__ == "__main__":
    burnish_app.main()
