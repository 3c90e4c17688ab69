#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the desktop reads about Burnish is valid, and says the same everywhere."""

import configparser
import os
import re
import shutil
import struct
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

import tap

SOURCE = Path(os.environ["BURNISH_SOURCE"])
BUILD = Path(os.environ["BURNISH_BUILD"])
APP = "org.burnish.Burnish"
ICONS = SOURCE / "data/icons/hicolor"
SYMBOLIC_COLOUR = "#2e3436"


def run(*command, **environment):
    """Runs a checker; what it prints is the failure."""
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        env=dict(os.environ, LC_ALL="C.UTF-8", **environment),
    )
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def desktop_file(path):
    parser = configparser.ConfigParser(delimiters="=", interpolation=None)
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


class DesktopFileTest(unittest.TestCase):
    path = BUILD / "data" / f"{APP}.desktop"

    def test_valid(self):
        # It knows no "hint" level that could be made fatal, but hints are printed.
        self.assertEqual(run("desktop-file-validate", self.path), "")

    def test_each_action_is_listed_and_can_be_started(self):
        parser = desktop_file(self.path)
        listed = parser["Desktop Entry"]["Actions"].strip(";").split(";")
        sections = [name.split()[-1] for name in parser.sections() if name.startswith("Desktop Action")]
        self.assertEqual(sorted(sections), sorted(listed))
        for action in listed:
            command = parser[f"Desktop Action {action}"]["Exec"]
            self.assertEqual(command, f"gapplication action {APP} {action}")

    def test_is_the_one_that_the_bus_starts(self):
        service = desktop_file(BUILD / "data" / f"{APP}.service")["D-BUS Service"]
        self.assertEqual(service["Name"], APP)
        program, option = service["Exec"].split()
        self.assertTrue(os.path.isabs(program))
        self.assertEqual(option, "--gapplication-service")
        entry = desktop_file(self.path)["Desktop Entry"]
        self.assertEqual(entry["DBusActivatable"], "true")
        self.assertEqual(entry["Exec"].split()[0], Path(program).name)


class MetainfoTest(unittest.TestCase):
    path = BUILD / "data" / f"{APP}.metainfo.xml"

    def test_valid(self):
        run("appstreamcli", "validate", "--no-net", "--strict", self.path)

    def test_names_the_desktop_file(self):
        root = ET.parse(self.path)
        self.assertEqual(root.findtext("launchable"), f"{APP}.desktop")
        types = {element.text for element in root.findall("provides/mediatype")}
        entry = desktop_file(DesktopFileTest.path)["Desktop Entry"]
        self.assertEqual(types, set(entry["MimeType"].strip(";").split(";")))

    def test_releases_are_those_of_the_news(self):
        """The version has one source, meson.build; NEWS and metainfo tell the same of each."""
        releases = [
            (release.get("version"), [
                " ".join(item.text.split()) for item in release.findall("description/ul/li")
            ])
            for release in ET.parse(SOURCE / "data" / f"{APP}.metainfo.xml.in").findall("releases/release")
        ]
        news = []
        for block in re.split(r"(?m)^Burnish (?=\d)", (SOURCE / "NEWS").read_text(encoding="utf-8"))[1:]:
            version, _, text = block.partition("\n")
            items = re.split(r"(?m)^- ", text)[1:]
            news.append((version.split()[0], [" ".join(item.split()) for item in items]))
        self.assertEqual(releases, news)
        version = re.search(r"version: '([^']+)'", (SOURCE / "meson.build").read_text()).group(1)
        self.assertEqual(releases[0][0], version)


class SchemaTest(unittest.TestCase):
    def test_valid(self):
        run("glib-compile-schemas", "--strict", "--dry-run", SOURCE / "data")

    def test_compiled_for_programs_of_the_build(self):
        keys = run("gsettings", "list-recursively", APP, GSETTINGS_SCHEMA_DIR=str(BUILD / "data"))
        self.assertIn(f"{APP} verify true\n", keys)
        self.assertIn(f"{APP} on-bad-source 'stop'\n", keys)

    def test_every_key_is_explained(self):
        for key in ET.parse(SOURCE / "data" / f"{APP}.gschema.xml").iter("key"):
            self.assertTrue(key.findtext("summary"), key.get("name"))


class TypeTest(unittest.TestCase):
    """The own type and the association with programs, as a desktop would find them."""

    def setUp(self):
        self.home = Path(tempfile.mkdtemp(prefix="burnish-data-"))
        self.addCleanup(shutil.rmtree, self.home)
        share = self.home / "share"
        for name in ["mime/packages", "applications", "config"]:
            (share / name).mkdir(parents=True)
        shutil.copy(BUILD / "data" / f"{APP}.xml", share / "mime/packages")
        shutil.copy(DesktopFileTest.path, share / "applications")
        freedesktop = Path("/usr/share/mime/packages/freedesktop.org.xml")
        shutil.copy(freedesktop, share / "mime/packages")
        run("update-mime-database", share / "mime", PKGSYSTEM_ENABLE_FSYNC="0")
        run("update-desktop-database", share / "applications")
        self.environment = {
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(share),
            "XDG_DATA_DIRS": str(share),
            "XDG_CONFIG_HOME": str(share / "config"),
            "XDG_CONFIG_DIRS": str(share / "config"),
            "XDG_CURRENT_DESKTOP": "GNOME",
        }

    def type_of(self, name, contents):
        path = self.home / name
        path.write_bytes(contents)
        told = run("gio", "info", "-a", "standard::content-type,standard::icon", path, **self.environment)
        return re.search(r"content-type: (\S+)", told).group(1), told

    def test_project_file(self):
        name, told = self.type_of("holiday.burnish", b'{"burnish-project": 1}')
        self.assertEqual(name, "application/x-burnish")
        self.assertIn("application-x-burnish", told)
        self.assertTrue((ICONS / "scalable/mimetypes/application-x-burnish.svg").exists())

    def test_image_file(self):
        image = bytearray(40 * 2048)
        image[0x8000:0x8007] = b"\x01CD001\x01"
        name, _ = self.type_of("debian.iso", bytes(image))
        entry = desktop_file(DesktopFileTest.path)["Desktop Entry"]
        self.assertIn(name, entry["MimeType"].split(";"))

    def test_burnish_is_asked_to_open_them(self):
        for name in ["application/x-burnish", "application/x-cd-image", "application/vnd.efi.iso"]:
            program = run("xdg-mime", "query", "default", name, **self.environment)
            self.assertEqual(program.strip(), f"{APP}.desktop", name)

    def test_type_is_valid_xml(self):
        run("xmllint", "--noout", BUILD / "data" / f"{APP}.xml")


class IconTest(unittest.TestCase):
    def test_every_size_can_be_drawn(self):
        for icon in ICONS.rglob("*.svg"):
            for size in [16, 32, 64, 128, 512]:
                with self.subTest(icon=icon.name, size=size), tempfile.TemporaryDirectory() as folder:
                    picture = Path(folder) / "icon.png"
                    run("rsvg-convert", "-w", size, "-h", size, icon, "-o", picture)
                    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
                    self.assertEqual((width, height), (size, size))

    def test_symbolic_icons_can_be_recoloured(self):
        """GTK recolours fills only, of icons of 16 pixels."""
        icons = list((ICONS / "symbolic").rglob("*.svg"))
        self.assertGreaterEqual(len(icons), 5)
        for icon in icons:
            root = ET.parse(icon).getroot()
            self.assertEqual(root.get("viewBox"), "0 0 16 16", icon)
            self.assertTrue(icon.stem.endswith("-symbolic"), icon)
            for element in root.iter():
                self.assertIsNone(element.get("stroke"), icon)
                self.assertIn(element.get("fill", SYMBOLIC_COLOUR), [SYMBOLIC_COLOUR], icon)

    def test_the_application_has_both(self):
        self.assertTrue((ICONS / f"scalable/apps/{APP}.svg").exists())
        self.assertTrue((ICONS / f"symbolic/apps/{APP}-symbolic.svg").exists())


if __name__ == "__main__":
    tap.main()
