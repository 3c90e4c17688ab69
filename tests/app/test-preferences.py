#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The preferences window: what it sets is what is stored, and what is stored is what it shows."""

import ast

import burnish_app
import job_window


class PreferencesTest(burnish_app.TestCase):
    def open(self, *media, **options):
        app = self.start_app(*media, **options)
        app.call_action("app.preferences")
        # libadwaita has the title in its own language.
        return app, app.wait(lambda: app.windows()[1:], "the window")[0]

    def row(self, app, window, name):
        return app.find("list item", name, within=window)

    def wait_setting(self, app, key, value):
        app.wait(lambda: app.settings.get(key) == value, f"{key}={value}, not {app.settings}")

    def choose(self, app, window, row, choice):
        app.press(app.find("combo box", row, within=window))
        app.click(app.find("label", choice, within=window))

    def entry(self, app, window):
        app.scroll(window, 20)
        return app.find("text", "Add a Name or Pattern", within=window)

    def apply_buttons(self, app, window):
        return [button for button in app.find_all("push button", within=window) if button.description == "Apply"]

    def wait_patterns(self, app, patterns):
        def look():
            return ast.literal_eval(app.settings["exclude-patterns"]) == patterns

        app.wait(look, f"the stored {patterns}")

    def test_switches(self):
        app, window = self.open()
        for row, key, value in [
            ("Verify", "verify", "false"),
            ("Eject", "eject-after", "true"),
            ("Checksum File", "manifest", "false"),
            ("Hidden Files", "include-hidden", "false"),
        ]:
            app.press(self.row(app, window, row))
            self.wait_setting(app, key, value)

    def test_choices(self):
        app, window = self.open()
        self.choose(app, window, "Files That Go Bad", "Fill with Zeros")
        self.wait_setting(app, "on-bad-source", "'fill'")
        self.choose(app, window, "Symbolic Links", "Leave Out")
        self.wait_setting(app, "symlinks", "'leave-out'")

    def test_default_burner(self):
        app, window = self.open("dvd+r", "cd-rw")
        self.choose(app, window, "Default Burner", "BURNISH EMULATED BD-RE")
        drives = app.drives.cli("drives", "--json").events_of("drive")
        self.wait_setting(app, "default-drive", repr(drives[0]["id"]))
        self.choose(app, window, "Default Burner", "Automatic")
        self.wait_setting(app, "default-drive", "''")

    def test_default_burner_that_is_not_connected_stays(self):
        app, window = self.open(settings={"default-drive": "'gone'"})
        app.find("label", "Not Connected", within=window)
        self.assertEqual(app.settings["default-drive"], "'gone'")

    def test_patterns(self):
        app, window = self.open(settings={"exclude-patterns": "['*.tmp', '<b>&.o']"})
        app.find("label", "<b>&.o", within=window)
        entry = self.entry(app, window)
        app.click(entry)
        app.type(".git")
        app.wait(lambda: app.text_of(entry) == ".git", "the typed name")
        app.key("Return")
        app.find("push button", "Remove .git", within=window)
        app.wait(lambda: not self.apply_buttons(app, window), "nothing left to apply")
        app.press(app.find("push button", "Remove *.tmp", within=window))
        app.wait_gone("push button", "Remove *.tmp", within=window)
        self.wait_patterns(app, ["<b>&.o", ".git"])

    def test_pattern_that_cannot_match_is_not_added(self):
        app, window = self.open(settings={"exclude-patterns": "['*.tmp']"})
        entry = self.entry(app, window)
        app.click(entry)
        for text in ["a/b", "*.tmp", "  "]:
            app.set_text(entry, text)
            app.wait(lambda: self.apply_buttons(app, window), "a text to be applied")
            app.key("Return")
            app.wait(lambda: not self.apply_buttons(app, window), f"{text!r} being applied")
        app.set_text(entry, "last")
        app.key("Return")
        app.find("push button", "Remove last", within=window)
        self.wait_patterns(app, ["*.tmp", "last"])

    def test_checksum_file(self):
        """Whoever wants none on the disc gets none."""
        folder = self.make_folder({"letter.txt": b"text"})
        for manifest in ["true", "false"]:
            with self.subTest(manifest=manifest):
                app = self.start_app("dvd+r", args=[folder], settings={"manifest": manifest})
                app.find("table row", folder.name)
                app.key("ctrl+b")
                job_window.press_when_sensitive(app, "Burn", app.window("Burn Disc"))
                job_window.wait_for_result(app, "Disc Burned")
                disc = app.drives.run("xorriso", "-indev", "/dev/sr0", "-find", "/").stdout
                self.assertIn("letter.txt", disc)
                self.assertEqual("SHA256SUMS" in disc, manifest == "true", disc)
                app.kill()

    def test_looks(self):
        for name, options in {
            "wide": {},
            "narrow": {"size": (360, 640)},
            "dark": {"dark": True},
            "rtl": {"rtl": True},
        }.items():
            size = options.pop("size", None)
            app, window = self.open("dvd+r", settings={"exclude-patterns": "['*.tmp']"}, **options)
            if size:
                app.resize(*size, window=window)
            app.screenshot(f"preferences-{name}", window)
            app.quit()


if __name__ == "__main__":
    burnish_app.main()
