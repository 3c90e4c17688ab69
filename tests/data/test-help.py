#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The help is valid in every language, complete, and speaks of what there is."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import tap

SOURCE = Path(os.environ["BURNISH_SOURCE"])
HELP = SOURCE / "help"
PAGES = sorted((HELP / "C").glob("*.page"))
LANGUAGES = (HELP / "LINGUAS").read_text(encoding="utf-8").split()


def run(*command, cwd=SOURCE):
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        env=dict(os.environ, LC_ALL="C.UTF-8"),
    )
    if done.returncode != 0 or "error" in done.stderr:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def texts_of_the_window():
    """What is written on the application's buttons, in English, without mnemonics."""
    with tempfile.TemporaryDirectory(prefix="burnish-help-") as folder:
        template = Path(folder) / "burnish.pot"
        arguments = os.environ["GETTEXT_ARGS"].split("\n")
        run("xgettext", *arguments, "-f", "po/POTFILES.in", "-o", template)
        lines = run("msgcat", "--no-wrap", template)
    return {text.replace("_", "") for text in re.findall(r'(?m)^msgid "(.*)"$', lines)}


class HelpTest(unittest.TestCase):
    def folders(self):
        """The pages in every language, as the build makes them."""
        yield "C", HELP / "C"
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory(prefix="burnish-help-") as folder:
                catalogue = Path(folder) / "help.mo"
                run("msgfmt", "--check", "-o", catalogue, HELP / language / f"{language}.po")
                pages = Path(folder) / "pages"
                pages.mkdir()
                run("itstool", "-m", catalogue, "-o", pages, "-l", language, *PAGES)
                yield language, pages

    def test_pages_are_valid(self):
        for language, folder in self.folders():
            with self.subTest(language=language):
                self.assertEqual(len(list(folder.glob("*.page"))), len(PAGES))
                for check in ["validate", "links", "orphans", "ids"]:
                    self.assertEqual(run("yelp-check", check, ".", cwd=folder), "")

    def test_pages_are_installed(self):
        listed = re.findall(r"'([a-z-]+\.page)'", (HELP / "meson.build").read_text())
        self.assertEqual(sorted(listed), [page.name for page in PAGES])

    def test_languages_are_complete(self):
        self.assertGreaterEqual(len(LANGUAGES), 2)
        with tempfile.TemporaryDirectory(prefix="burnish-help-") as folder:
            template = Path(folder) / "help.pot"
            run("itstool", "-o", template, *PAGES)
            for language in LANGUAGES:
                run("msgcmp", HELP / language / f"{language}.po", template)

    def test_pages_that_the_window_opens_exist(self):
        text = "".join(path.read_text() for path in (SOURCE / "src/app").rglob("*.c"))
        opened = re.findall(r'burnish_help_show \([^)]*?, "([^"]+)"\)', text)
        self.assertIn("permission", opened)
        for page in opened:
            self.assertTrue((HELP / "C" / f"{page}.page").exists(), page)

    def test_buttons_are_called_as_in_the_window(self):
        texts = texts_of_the_window()
        for page in PAGES:
            for name in re.findall(r"<gui[^>]*>([^<]+)</gui>", page.read_text(encoding="utf-8")):
                self.assertTrue(name in texts, f"{page.name}: {name}")


if __name__ == "__main__":
    tap.main()
