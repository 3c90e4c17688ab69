#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The desktop's ways into the application: a file's type, the bus, other programs, the language."""

import os
import re
import shlex
import signal
import shutil
import subprocess
from pathlib import Path

from gi.repository import GLib

import burnish_app
from accessible import application_of
from app_process import APP_ID, APP_PATH
from burnish_test import BUILD, CLI, SOURCE


class DesktopTest(burnish_app.TestCase):
    def install(self, app):
        """What an installation puts where the desktop looks, for the environment of APP."""
        share = app.folder / "data"
        for name in ("applications", "mime/packages"):
            (share / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(BUILD / f"data/{APP_ID}.desktop", share / "applications")
        shutil.copy(BUILD / f"data/{APP_ID}.xml", share / "mime/packages")
        environment = {**app.environment, "PATH": f"{BUILD / 'src/app'}:{os.environ['PATH']}"}
        for command in (["update-mime-database", share / "mime"],
                        ["update-desktop-database", share / "applications"]):
            subprocess.run(command, env=environment, check=True, capture_output=True)
        return environment

    def start_service(self, app, environment):
        """Lets the bus start Burnish, as the service file has it, when somebody asks for it."""
        service = (BUILD / f"data/{APP_ID}.service").read_text(encoding="utf-8")
        (option,) = re.search(r"(?m)^Exec=\S+/burnish (.*)$", service).groups()
        names = [name for name in environment if environment[name] != os.environ.get(name)]
        script = self.folder / "activated"
        script.write_text(
            "#!/bin/sh\n"
            + "".join(f"export {name}={shlex.quote(environment[name])}\n" for name in names)
            + f"exec {burnish_app.APP} {option} 2>>{app.log}\n"
        )
        script.chmod(0o755)
        self.desktop.add_service(APP_ID, script)
        app.session_call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                         "ReloadConfig")

    def owner(self, app):
        """The process that the bus has started."""
        arguments = GLib.Variant("(s)", (APP_ID,))
        path, name = "/org/freedesktop/DBus", "org.freedesktop.DBus"
        (pid,) = app.session_call(name, path, name, "GetConnectionUnixProcessID", arguments).unpack()
        self.assertEqual(Path(os.readlink(f"/proc/{pid}/exe")).name, "burnish")
        return pid

    def texts(self, pid):
        application = application_of(pid)
        if application is None:
            return []
        tree = application.tree()
        return [tree.facts[node].name for node in tree.find_all()]

    def wait_for_end(self, app, pid):
        """Waits until the process is gone, and its name on the bus with it."""
        name = "org.freedesktop.DBus"
        arguments = GLib.Variant("(s)", (APP_ID,))

        def has_ended():
            answer = app.session_call(name, "/org/freedesktop/DBus", name, "NameHasOwner", arguments)
            return not answer.unpack()[0] and not Path(f"/proc/{pid}").exists()

        burnish_app.wait_until(has_ended, what="its end")

    def test_double_click_on_an_image(self):
        """gio open on an .iso starts Burnish over the bus, and its window shows the image."""
        app = self.start_app()
        environment = self.install(app)
        app.quit()
        self.start_service(app, environment)
        image = self.folder / "holiday.iso"
        folder = self.make_folder({"letter": b"text"})
        app.drives.run(CLI, "image", folder, "--output", image)

        subprocess.run(["gio", "open", image], env=environment, check=True, timeout=30)
        pid = self.owner(app)
        burnish_app.wait_until(
            lambda: any("holiday.iso" in text for text in self.texts(pid)), what="the image's page"
        )
        app.session_call(APP_ID, APP_PATH, "org.gtk.Actions", "Activate",
                         GLib.Variant("(sava{sv})", ("quit", [], {})))
        self.wait_for_end(app, pid)

    def test_files_of_another_program(self):
        """The action that file managers use puts files and folders into a project."""
        app = self.start_app()
        folder = self.make_folder({"letter.txt": b"text"})
        parameter = GLib.Variant("as", [folder.as_uri()])
        arguments = GLib.Variant("(sava{sv})", ("add-to-project", [parameter], {}))
        app.session_call(APP_ID, APP_PATH, "org.freedesktop.Application", "ActivateAction", arguments)
        app.find("table row", folder.name)
        app.call_action("app.quit")
        app.press(app.find("push button", "Discard"))
        app.wait_for_end()

    def test_desktop_actions_exist(self):
        app = self.start_app()
        desktop = (BUILD / f"data/{APP_ID}.desktop").read_text(encoding="utf-8")
        (listed,) = re.search(r"(?m)^Actions=(.*)$", desktop).groups()
        actions = app.actions()
        for name in listed.strip(";").split(";"):
            self.assertTrue(actions[name], name)

    def test_desktop_action_before_there_is_a_window(self):
        """Both actions of the desktop file, when the bus starts Burnish for them."""
        app = self.start_app()
        environment = self.install(app)
        app.quit()
        self.start_service(app, environment)
        for action, text in [("choose-image", "Choose an Image File"), ("new-project", "New Project")]:
            subprocess.run(
                ["gapplication", "action", APP_ID, action], env=environment, check=True, timeout=30
            )
            pid = self.owner(app)
            burnish_app.wait_until(lambda: text in self.texts(pid), what=text)
            os.kill(pid, signal.SIGTERM)
            self.wait_for_end(app, pid)

    def test_man_page_has_the_options(self):
        told = subprocess.run([burnish_app.APP, "--help"], check=True, capture_output=True, text=True)
        page = (SOURCE / "data/burnish.1").read_text(encoding="utf-8").replace("\\-", "-")
        option = re.compile(r"(?<![\w-])--[a-z-]+")
        known = set(option.findall(told.stdout)) - {"--help-all", "--help-gapplication"}
        self.assertEqual(set(option.findall(page)), known)

    def test_german(self):
        app = self.start_app(language="de")
        app.find("label", "Kein Brenner gefunden")
        app.call_action("app.preferences")
        window = app.window("Einstellungen")
        app.find("label", "Wegzulassende Namen", within=window)

    def test_french(self):
        app = self.start_app(language="fr")
        app.find("label", "Aucun graveur trouvé")


if __name__ == "__main__":
    burnish_app.main()
