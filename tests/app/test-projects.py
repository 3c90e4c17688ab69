#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Projects in the window: saved, reopened, brought back after a crash, found again."""

import fcntl
import json
import os
import signal

import burnish_app

from gi.repository import GLib


class ProjectTest(burnish_app.TestCase):
    def write_project(self, name, *sources, n_folders=0, **members):
        """A project file with a node for each of SOURCES, paths of files that need not exist."""
        nodes = [{"kind": "folder", "mtime_us": 0, "uid": 0, "gid": 0}]
        nodes += [{"kind": "folder", "name": f"folder {number}"} for number in range(n_folders)]
        nodes += [
            {"name": source.name, "size_bytes": 5, "source": source.as_uri()} for source in sources
        ]
        project = {"format": "burnish-project", "version": 1, **members, "nodes": nodes}
        file = self.folder / name
        file.write_text(json.dumps(project), encoding="utf-8")
        return file

    def start_with_missing(self, *names, **options):
        """Opens a project whose files are gone, and returns the application and the project."""
        file = self.write_project("holidays.burnish", *(self.folder / "gone" / n for n in names))
        app = self.start_app(args=[file], **options)
        number = len(names)
        app.find("label", f"{number} file{'s are' if number > 1 else ' is'} missing")
        return app, file

    def names_in(self, file):
        nodes = json.loads(file.read_text(encoding="utf-8"))["nodes"]
        return [node["name"] for node in nodes[1:]]

    def copies(self, app):
        """The copies that Burnish keeps for a crash, as JSON."""
        files = (app.folder / "data/burnish/autosave").glob("*/*.burnish")
        return [json.loads(file.read_text(encoding="utf-8")) for file in files]

    def wait_for_copy(self, app, **copy_of):
        app.wait(
            lambda: [copy["copy_of"] for copy in self.copies(app)] == [copy_of],
            f"a copy with {copy_of}",
        )

    def remove_missing(self, app):
        """Makes a change: takes what is missing out of the project."""
        app.press(app.find("push button", "Show…"))
        window = app.window("Missing Files")
        app.press(app.find("push button", "Remove from Project", within=window))
        app.wait(lambda: len(app.windows()) == 1, "the end of the list")

    def action_enabled(self, app, name):
        return app.actions("win")[name]

    def test_save(self):
        app, file = self.start_with_missing("a.txt", "b.txt")
        self.assertFalse(self.action_enabled(app, "save"))
        self.remove_missing(app)
        app.wait(lambda: self.action_enabled(app, "save"), "something to save")
        app.raise_window(app.windows()[0])
        app.key("ctrl+s")
        app.wait(lambda: self.names_in(file) == [], "the saved project")
        app.wait(lambda: not self.action_enabled(app, "save"), "nothing to save")
        self.wait_for_copy(app, file=file.as_uri(), modified=False)

    def test_save_as(self):
        app, file = self.start_with_missing("a.txt", "b.txt")
        app.raise_window(app.windows()[0])
        app.key("ctrl+shift+s")
        app.choose_file(self.folder / "copy")
        copy = self.folder / "copy.burnish"
        app.wait(copy.exists, "the new file, with the suffix")
        self.assertEqual(self.names_in(copy), ["a.txt", "b.txt"])
        self.remove_missing(app)
        app.wait(lambda: self.action_enabled(app, "save"), "something to save")
        app.call_action("win.save")
        app.wait(lambda: self.names_in(copy) == [], "the saved copy")
        self.assertEqual(self.names_in(file), ["a.txt", "b.txt"])
        recent = app.folder / "data/recently-used.xbel"
        # GTK writes it a while later.
        app.wait(lambda: recent.exists() and copy.as_uri() in recent.read_text("utf-8"), "the copy in the list")
        self.assertIn("application/x-burnish", recent.read_text("utf-8"))

    def test_reopen(self):
        app, file = self.start_with_missing("a.txt")
        self.remove_missing(app)
        app.wait(lambda: self.action_enabled(app, "save"), "something to save")
        app.call_action("win.save")
        app.wait(lambda: self.names_in(file) == [], "the saved project")
        app.restart(file)
        app.wait(lambda: self.action_enabled(app, "save-as"), "the project")
        self.assertFalse(app.has("label", "1 file is missing"))

    def test_quit_while_saving(self):
        """What is being saved already needs no question."""
        file = self.write_project("big.burnish", self.folder / "gone/a.txt", n_folders=30_000)
        app = self.start_app(args=[file])
        self.remove_missing(app)
        app.wait(lambda: self.action_enabled(app, "save"), "something to save")
        app.call_actions("win.save", "app.quit")
        app.wait_for_end()
        self.assertEqual(len(self.names_in(file)), 30_000)

    def test_restore_after_kill(self):
        app, file = self.start_with_missing("a.txt", "b.txt")
        self.remove_missing(app)
        self.wait_for_copy(app, file=file.as_uri(), modified=True)
        app.kill()
        app.restart()
        app.find(None, "“holidays” was restored")
        app.wait(lambda: self.action_enabled(app, "save"), "the changed project")
        self.assertEqual(self.names_in(file), ["a.txt", "b.txt"])
        app.call_action("win.save")
        app.wait(lambda: self.names_in(file) == [], "the saved project")
        self.wait_for_copy(app, file=file.as_uri(), modified=False)
        app.quit()
        self.assertEqual(self.copies(app), [])

    def test_restore_twice(self):
        app, file = self.start_with_missing("a.txt")
        self.wait_for_copy(app, file=file.as_uri(), modified=False)
        # A log-out ends it with a signal, or by taking the display away.
        for number in (signal.SIGKILL, signal.SIGTERM):
            app.kill(number)
            app.restart()
            app.find(None, "“holidays” was restored")
            app.find("label", "1 file is missing")
            self.wait_for_copy(app, file=file.as_uri(), modified=False)

    def test_other_program(self):
        """A copy of a program that runs still, in another session of the same person, stays."""
        app, file = self.start_with_missing("a.txt")
        self.wait_for_copy(app, file=file.as_uri(), modified=False)
        app.kill()
        copy = next((app.folder / "data/burnish/autosave").glob("*/*.burnish"))
        lock = os.open(copy.parent, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        other = self.write_project("other.burnish", self.folder / "gone/b.txt")
        app.restart(other)
        app.wait(lambda: len(self.copies(app)) == 2, "a copy beside that of the other program")
        self.assertEqual(len(app.windows()), 1)
        app.quit()
        self.assertTrue(copy.exists())
        os.close(lock)
        app.start()
        app.find(None, "“holidays” was restored")

    def test_damaged_copy(self):
        app, file = self.start_with_missing("a.txt")
        self.wait_for_copy(app, file=file.as_uri(), modified=False)
        app.kill()
        copy = next((app.folder / "data/burnish/autosave").glob("*/*.burnish"))
        copy.write_bytes(copy.read_bytes()[:-20])
        app.restart()
        dialog = app.window("The project cannot be opened")
        app.press(app.find("push button", "Close", within=dialog))
        app.wait(copy.with_name(copy.name + ".damaged").exists, "the copy under its other name")

    def start_and_close(self):
        app, file = self.start_with_missing("a.txt")
        self.remove_missing(app)
        self.wait_for_copy(app, file=file.as_uri(), modified=True)
        app.raise_window(app.windows()[0])
        app.key("ctrl+w")
        return app, file, app.window("Save Changes?")

    def test_close_and_save(self):
        app, file, question = self.start_and_close()
        app.press(app.find("push button", "Save", within=question))
        app.wait_for_end()
        self.assertEqual(self.names_in(file), [])
        self.assertEqual(self.copies(app), [])

    def test_close_and_discard(self):
        app, file, question = self.start_and_close()
        app.press(app.find("push button", "Discard", within=question))
        app.wait_for_end()
        self.assertEqual(self.names_in(file), ["a.txt"])
        self.assertEqual(self.copies(app), [])

    def test_close_and_stay(self):
        app, file, question = self.start_and_close()
        app.key("Escape")
        app.wait(lambda: len(app.windows()) == 1, "the end of the question")
        app.wait(lambda: self.action_enabled(app, "save"), "something to save")
        app.call_action("app.quit")
        question = app.window("Save Changes?")
        app.press(app.find("push button", "Discard", within=question))
        app.wait_for_end()
        self.assertEqual(self.names_in(file), ["a.txt"])

    def test_close_and_fail(self):
        app, file, question = self.start_and_close()
        file.unlink()
        file.mkdir()
        app.press(app.find("push button", "Save", within=question))
        failure = app.window("The file cannot be written")
        app.press(app.find("push button", "Close", within=failure))
        app.wait(lambda: self.action_enabled(app, "save"), "something to save")
        file.rmdir()
        app.call_action("win.save")
        app.wait(file.exists, "the saved project")

    def test_relink(self):
        app, file = self.start_with_missing("a.txt", "b.txt", "c.txt")
        found = self.make_folder({"a.txt": b"12345", "deep/b.txt": b"12345", "c.txt.bak": b""})
        app.press(app.find("push button", "Show…"))
        window = app.window("Missing Files")
        app.find("list item", str(self.folder / "gone/a.txt"), within=window)
        app.press(app.find("push button", "Search in Folder…", within=window))
        app.choose_file(found)
        app.find("label", "2 files were found there.", within=window)
        app.wait_gone("list item", str(self.folder / "gone/a.txt"), within=window)
        app.find("list item", str(self.folder / "gone/c.txt"), within=window)
        app.press(app.find("push button", "Remove from Project", within=window))
        app.wait(lambda: len(app.windows()) == 1, "the end of the list")
        app.wait(lambda: self.action_enabled(app, "save"), "something to save")
        app.call_action("win.save")
        app.wait(lambda: self.names_in(file) == ["a.txt", "b.txt"], "the saved project")
        sources = [node.get("source") for node in json.loads(file.read_text("utf-8"))["nodes"]]
        base = str(found.relative_to(self.folder))
        self.assertEqual(sources, [base, None, f"{base}/deep/b.txt"])

    def test_open_twice(self):
        app, file = self.start_with_missing("a.txt")
        self.remove_missing(app)
        app.run_again(file)
        other = self.write_project("other.burnish", self.folder / "gone/b.txt")
        app.run_again(other)
        app.find("label", "1 file is missing")
        self.assertEqual(len(app.windows()), 2)
        app.call_action("app.quit")
        app.press(app.find("push button", "Discard", within=app.window("Save Changes?")))
        app.wait_for_end()

    def test_quit_while_choosing(self):
        """The window may be gone when somebody says where to save its project."""
        app, _ = self.start_with_missing("a.txt")
        app.raise_window(app.windows()[0])
        app.key("ctrl+shift+s")
        app.file_dialog()
        app.ask_to_quit()
        app.wait(lambda: len(app.windows()) == 1, "the end of the project's window")
        app.answer_file_dialog(self.folder / "copy.burnish")
        app.wait_for_end()
        self.assertEqual(self.names_in(self.folder / "copy.burnish"), ["a.txt"])

    def test_open_what_is_restored(self):
        app, file = self.start_with_missing("a.txt")
        self.remove_missing(app)
        self.wait_for_copy(app, file=file.as_uri(), modified=True)
        app.kill()
        app.restart(file)
        app.find(None, "“holidays” was restored")
        app.wait(lambda: self.action_enabled(app, "save"), "the changed project")
        app.run_again(file)
        self.assertEqual(len(app.windows()), 1)

    def test_hostile_name(self):
        file = self.write_project("<b>R&B_.burnish", self.folder / "gone/a.txt")
        app = self.start_app(args=[file])
        app.wait(lambda: self.copies(app), "a copy")
        app.kill()
        app.restart()
        app.find(None, "“<b>R&B_” was restored")

    def test_staged_files(self):
        """What was put into a project and never saved comes back, and is saved where it is told."""
        app = self.start_app()
        source = self.make_folder({"one.txt": b"1", "deep/two.txt": b"22"})
        uris = GLib.Variant("as", [(source / name).as_uri() for name in ("one.txt", "deep")])
        app.call_action("app.add-to-project", uris)
        self.wait_for_copy(app, modified=True)
        app.kill()
        app.restart()
        app.find(None, "“New Project” was restored")
        app.wait(lambda: self.action_enabled(app, "save"), "something to save")
        app.call_action("win.save")
        app.choose_file(self.folder / "new.burnish")
        saved = self.folder / "new.burnish"
        app.wait(saved.exists, "the saved project")
        self.assertEqual(self.names_in(saved), ["deep", "one.txt", "two.txt"])

    def test_truncated(self):
        file = self.write_project("p.burnish", self.folder / "gone/a.txt")
        before = file.read_bytes()[:-30]
        file.write_bytes(before)
        app = self.start_app()
        app.run_again(file)
        dialog = app.window("The project cannot be opened")
        app.press(app.find("push button", "Close", within=dialog))
        self.assertEqual(file.read_bytes(), before)
        self.assertFalse(self.action_enabled(app, "save"))

    def test_too_new(self):
        file = self.folder / "p.burnish"
        file.write_text('{"format": "burnish-project", "version": 7}', encoding="utf-8")
        app = self.start_app(args=[file])
        dialog = app.window("The project is too new")
        app.press(app.find("push button", "Close", within=dialog))

    def test_pictures(self):
        names = [f"picture {number}.jpg" for number in range(40)]
        for look in ({}, {"size": (360, 640)}, {"dark": True}, {"rtl": True}):
            with self.subTest(look):
                app, _ = self.start_with_missing(*names, **look)
                suffix = "-".join(look) or "plain"
                app.screenshot(f"missing-bar-{suffix}")
                app.press(app.find("push button", "Show…"))
                window = app.window("Missing Files")
                app.screenshot(f"missing-list-{suffix}", window)
                app.key("Escape")
                app.wait(lambda app=app: len(app.windows()) == 1, "the end of the list")
                app.quit()


if __name__ == "__main__":
    burnish_app.main()
