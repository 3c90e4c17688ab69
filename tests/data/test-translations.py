#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every text reaches the translators, and every language of po/LINGUAS has all of them."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import tap

SOURCE = Path(os.environ["BURNISH_SOURCE"])
ARGS = os.environ["GETTEXT_ARGS"].split("\n")
LANGUAGES = [
    line for line in (SOURCE / "po/LINGUAS").read_text().split("\n") if line and line[0] != "#"
]
CALLS = r"\b(_|N_|C_|NC_|Q_|ngettext|g_dgettext|g_dngettext|g_dpgettext2) \("


def potfiles():
    lines = (SOURCE / "po/POTFILES.in").read_text().split("\n")
    return [line for line in lines if line and line[0] != "#"]


def has_texts(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".c":
        return re.search(CALLS, text) is not None
    if path.suffix == ".ui":
        return 'translatable="yes"' in text
    return path.name.endswith((".desktop.in", ".xml.in", ".gschema.xml"))


def run(*command):
    done = subprocess.run(
        [str(word) for word in command],
        cwd=SOURCE,
        capture_output=True,
        text=True,
        env=dict(os.environ, LC_ALL="C.UTF-8"),
    )
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


class TranslationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="burnish-po-")
        cls.addClassCleanup(folder.cleanup)
        cls.template = Path(folder.name) / "burnish.pot"
        run("xgettext", *ARGS, "-f", "po/POTFILES.in", "-o", cls.template)

    def test_every_file_with_texts_is_listed(self):
        found = sorted(
            str(path.relative_to(SOURCE))
            for folder in ["data", "src"]
            for path in (SOURCE / folder).rglob("*")
            if path.is_file() and path.suffix in [".c", ".ui", ".in", ".xml"] and has_texts(path)
        )
        self.assertEqual(potfiles(), found)

    def test_no_text_ends_at_a_macro(self):
        """xgettext knows the macros of inttypes.h, but cuts a text at those of GLib."""
        cut = re.compile(CALLS + r'(?:"(?:[^"\\]|\\.)*"|[A-Z_]+|PRI\w+|[\s,])*?\bG_\w+_FORMAT')
        for name in potfiles():
            found = cut.search((SOURCE / name).read_text(encoding="utf-8"))
            self.assertIsNone(found, name)

    def test_languages_are_valid(self):
        self.assertEqual(LANGUAGES, sorted(LANGUAGES))
        for language in LANGUAGES:
            with self.subTest(language=language):
                run("msgfmt", "--check", "-o", os.devnull, f"po/{language}.po")

    def test_languages_are_complete(self):
        """Against the sources as they are now, not as they were at the last update of the file."""
        for language in LANGUAGES:
            with self.subTest(language=language):
                run("msgcmp", f"po/{language}.po", self.template)
                told = run("msgfmt", "--statistics", "-o", os.devnull, f"po/{language}.po")
                self.assertNotIn("fuzzy", told)
                self.assertNotIn("untranslated", told)

    def test_desktop_sees_every_language(self):
        """As the build merges them; meson does not repeat it when only a translation has changed."""
        for name, option in [("desktop", "--desktop"), ("metainfo.xml", "--xml"), ("xml", "--xml")]:
            merged = self.template.with_name(f"merged.{name}")
            template = f"data/org.burnish.Burnish.{name}.in"
            run("msgfmt", option, "--template", template, "-d", "po", "-o", merged)
            text = merged.read_text(encoding="utf-8")
            for language in LANGUAGES:
                mark = f"[{language}]=" if name == "desktop" else f'xml:lang="{language}"'
                self.assertIn(mark, text, name)

    def test_languages_use_their_own_quotes(self):
        wrong_marks = {"de": r'”|\\"|(?:^|[\s("])“\w', "fr": r'[“”]|\\"|(?<!%)\w\'\w'}
        for language in LANGUAGES:
            text = (SOURCE / f"po/{language}.po").read_text(encoding="utf-8").split("\n\n", 1)[1]
            translated = re.findall(r'(?m)^msgstr.*(?:\n".*")*', text)
            wrong = [string for string in translated if re.search(wrong_marks[language], string)]
            self.assertEqual(wrong, [], language)


if __name__ == "__main__":
    tap.main()
