#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Files come into a project: dropped, pasted, chosen, and what becomes of those that cannot."""

import base64
import json
import os
import re
import socket

import burnish_app
from drag_source import DragSource
from gi.repository import GLib

EMPTY = {
    "format": "burnish-project",
    "version": 1,
    "nodes": [{"kind": "folder", "mtime_us": 0, "uid": 0, "gid": 0}],
}


def paths_in(file):
    """What a project file holds: path → size, None for folders."""
    paths = [""]
    found = {}
    for node in json.loads(file.read_text(encoding="utf-8"))["nodes"][1:]:
        name = node["name"]
        if "name_bytes" in node:
            name = base64.b64decode(node["name_bytes"]).decode(errors="surrogateescape")
        paths.append(f"{paths[node.get('parent', 0)]}/{name}")
        found[paths[-1]] = None if node.get("kind") == "folder" else node.get("size_bytes", 0)
    return found


class StagingTest(burnish_app.TestCase):
    def start_project(self, nodes=(), **options):
        """Opens an empty project, or one with NODES."""
        self.file = self.folder / "disc.burnish"
        project = {**EMPTY, "nodes": EMPTY["nodes"] + list(nodes)}
        self.file.write_text(json.dumps(project), encoding="utf-8")
        self.app = self.start_app(args=[self.file], **options)
        self.app.wait(lambda: self.app.actions("win").get("save-as"), "the project")

    def start_source(self, *paths):
        folder = self.folder / "source-program"
        folder.mkdir()
        source = DragSource(self, self.app.drives, folder)
        self.addCleanup(source.close)
        source.start(*paths)
        return source

    def add(self, *paths):
        """Hands files over from another program."""
        uris = [GLib.filename_to_uri(os.fsdecode(path), None) for path in paths]
        self.app.call_action("app.add-to-project", GLib.Variant("as", uris))

    def wait_for_saved(self, expected, file=None):
        """Saves until the project file holds this."""
        file = file or self.file

        def look():
            if self.app.actions("win")["save"]:
                self.app.call_action("win.save")
            return paths_in(file) == expected

        self.app.wait(look, f"{expected} in {file}")

    def save_as(self, file):
        self.app.call_action("win.save-as")
        self.app.choose_file(file)
        self.app.wait(file.exists, "the saved project")

    def answer(self, name, answer, for_all=None):
        question = self.app.window(f"“{name}” Is There Already")
        if for_all:
            self.app.press(self.app.find("check box", for_all, within=question))
        self.app.press(self.app.find("push button", answer, within=question))
        self.app.wait(lambda: question not in self.app.windows(), "the end of the question")

    def wait_for_left_out(self, window, expected):
        def look():
            return [row.name for row in self.app.find_all("list item", within=window)] == expected

        self.app.wait(look, f"the rows {expected}")

    # From other programs

    def test_drop_folder_on_start_page(self):
        self.app = self.start_app()
        folder = self.make_folder({"a.txt": b"text", "sub/b.txt": b"more!"}, "Photos")
        source = self.start_source(folder)
        end = source.drop_on(self.app.point(self.app.windows()[0]))
        self.assertEqual(end, "drag-end copy")
        self.app.wait(lambda: self.app.actions("win")["save"], "a changed project")
        file = self.folder / "new.burnish"
        self.save_as(file)
        self.wait_for_saved(
            {"/Photos": None, "/Photos/a.txt": 4, "/Photos/sub": None, "/Photos/sub/b.txt": 5}, file
        )
        self.assertEqual((folder / "a.txt").read_bytes(), b"text")

    def test_drop_several_on_project(self):
        self.start_project()
        folder = self.make_folder({"a.txt": b"text", "sub/b.txt": b"more!", "c.iso": b"12"})
        source = self.start_source(folder / "c.iso", folder / "sub", folder / "a.txt")
        end = source.drop_on(self.app.point(self.app.windows()[0]))
        self.assertEqual(end, "drag-end copy")
        self.wait_for_saved({"/a.txt": 4, "/c.iso": 2, "/sub": None, "/sub/b.txt": 5})
        self.undo()
        self.wait_for_saved({})

    def undo(self):
        self.app.raise_window(self.app.windows()[0])
        self.app.key("ctrl+z")

    def test_drop_on_folder_row(self):
        self.start_project([{"kind": "folder", "name": "Into", "mtime_us": 0, "uid": 0, "gid": 0}])
        folder = self.make_folder({"a.txt": b"text"})
        source = self.start_source(folder / "a.txt")
        source.drop_on(self.app.point(self.app.find("table cell", "Into")))
        self.wait_for_saved({"/Into": None, "/Into/a.txt": 4})

    def test_drop_image_on_start_page(self):
        self.app = self.start_app()
        folder = self.make_folder({"Debian.ISO": b"12"})
        source = self.start_source(folder / "Debian.ISO")
        source.drop_on(self.app.point(self.app.windows()[0]))
        self.app.find(None, re.compile("Debian.ISO"))
        self.assertNotIn(True, [self.app.actions("win").get("save-as")])

    def test_drop_project_on_start_page(self):
        self.app = self.start_app()
        file = self.folder / "holidays.burnish"
        file.write_text(json.dumps(EMPTY), encoding="utf-8")
        source = self.start_source(file)
        source.drop_on(self.app.point(self.app.windows()[0]))
        self.app.wait(lambda: self.app.actions("win").get("save-as"), "the project")
        self.app.find(None, re.compile("holidays"))

    def test_paste(self):
        self.start_project()
        folder = self.make_folder({"a.txt": b"text", "sub/b.txt": b"more!"})
        source = self.start_source(folder / "a.txt", folder / "sub")
        source.copy()
        self.app.raise_window(self.app.windows()[0])
        self.app.wait_paste(self.app.windows()[0])
        self.app.key("ctrl+v")
        self.wait_for_saved({"/a.txt": 4, "/sub": None, "/sub/b.txt": 5})

    def test_choose_files(self):
        self.start_project()
        folder = self.make_folder({"a.txt": b"text"})
        self.app.raise_window(self.app.windows()[0])
        self.app.key("ctrl+shift+a")
        self.app.choose_file(folder / "a.txt")
        self.wait_for_saved({"/a.txt": 4})

    # Names that are there already

    def start_collision(self):
        """Adds a folder and two files, and others of the same names again."""
        self.start_project()
        old = self.make_folder({"Photos/a": b"1", "Photos/old": b"1", "x": b"1", "y": b"1"}, "old")
        new = self.make_folder({"Photos/a": b"22", "Photos/new": b"22", "x": b"22", "y": b"22"}, "new")
        self.names = ["Photos", "x", "y"]
        self.before = {"/Photos": None, "/Photos/a": 1, "/Photos/old": 1, "/x": 1, "/y": 1}
        self.add(*(old / name for name in self.names))
        self.wait_for_saved(self.before)
        self.add(*(new / name for name in self.names))

    def test_merge_and_replace(self):
        self.start_collision()
        self.answer("Photos", "Merge")
        self.answer("x", "Replace", for_all="Do this for all 2 names")
        self.wait_for_saved(
            {"/Photos": None, "/Photos/a": 2, "/Photos/new": 2, "/Photos/old": 1, "/x": 2, "/y": 2}
        )
        self.undo()
        self.wait_for_saved(self.before)

    def test_keep_both(self):
        self.start_collision()
        self.answer("Photos", "Keep Both")
        self.answer("x", "Keep Both")
        self.answer("y", "Replace")
        both = {"/Photos (2)": None, "/Photos (2)/a": 2, "/Photos (2)/new": 2, "/x (2)": 2, "/y": 2}
        self.wait_for_saved({**self.before, **both})

    def test_skip(self):
        self.start_collision()
        self.answer("Photos", "Replace")
        self.app.window("“x” Is There Already")
        self.app.key("Escape")
        self.answer("y", "Skip")
        self.wait_for_saved({"/Photos": None, "/Photos/a": 2, "/Photos/new": 2, "/x": 1, "/y": 1})
        self.app.press(self.app.find("push button", re.compile("Details")))
        window = self.app.window("Left Out")
        self.wait_for_left_out(window, [f"/{name}\nThe folder already holds that name." for name in "xy"])

    # What cannot be read

    def test_left_out(self):
        self.start_project()
        folder = self.make_folder({"f/a.txt": b"text", os.fsdecode(b"f/caf\xe9"): b"1"})
        os.mkfifo(folder / "f/fifo")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(folder / "socket"))
            self.add(folder / "f", folder / "socket", "/dev/null", folder / "gone")
            self.wait_for_saved({"/f": None, "/f/a.txt": 4, os.fsdecode(b"/f/caf\xe9"): 1})
        self.app.find("label", "4 items were left out")
        self.app.press(self.app.find("push button", re.compile("Details")))
        window = self.app.window("Left Out")
        special = "It is a socket, a pipe or a device, which have no contents."
        expected = [
            f"/dev/null\n{special}",
            f"{folder}/f/fifo\n{special}",
            f"{folder}/gone\nIt was removed before it could be read.",
            f"{folder}/socket\n{special}",
        ]
        self.wait_for_left_out(window, expected)
        self.app.screenshot("left-out")
        self.app.press(self.app.find("push button", "Copy the List", within=window))
        self.app.find("label", "The list was copied", within=window)
        self.app.key("Escape")
        self.app.wait(lambda: len(self.app.windows()) == 1, "the end of the list")
        self.app.key("ctrl+f")
        entry = self.app.wait(lambda: self.app.find_all("entry", "Find files by name"), "an entry")[0]
        self.app.wait(lambda: self.app.holds_focus(entry), "the focus in the entry")
        self.app.key("ctrl+v")
        copied = "".join(row.replace("\n", "\t") for row in expected)

        def pasted():
            texts = [node.text for node in entry.walk()]
            return any(re.sub("[\n\r\u21b5]", "", text) == copied for text in texts)

        self.app.wait(pasted, f"the pasted list {copied}")

    def make_endless(self):
        """A folder that is never read to its end where links are followed."""
        folder = self.folder / "Endless"
        for number in range(40):
            (folder / str(number)).mkdir(parents=True)
            for other in range(40):
                (folder / f"{number}/to-{other}").symlink_to(f"../{other}")
        (folder / "file").write_bytes(b"text")
        return folder

    def test_stop(self):
        self.start_project(settings={"symlinks": "'follow'"})
        folder = self.make_folder({"a.txt": b"text"})
        self.add(self.make_endless())
        self.add(folder / "a.txt")
        self.app.find("label", re.compile("^Reading “Endless”: 1 file, 4 bytes$"))
        self.app.screenshot("staging-reading")
        self.app.press(self.app.find("push button", "Stop"))
        self.app.find("label", "Stopped: nothing of “Endless” was added")
        self.app.wait_gone("push button", "Stop")
        self.wait_for_saved({"/a.txt": 4})

    def test_close_while_reading(self):
        self.start_project(settings={"symlinks": "'follow'"})
        self.add(self.make_endless())
        self.app.find("push button", "Stop")
        self.app.quit()
        self.assertEqual(paths_in(self.file), {})


if __name__ == "__main__":
    burnish_app.main()
