#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The tree of a project: looking at it, and every verb on its rows, down to the saved project."""

import hashlib
import json
import os
import re
import struct
import zlib

import burnish_app
import frames
from session_services import Mock

FILES = {
    "letter.txt": 500,
    "music/a.ogg": 3000,
    "music/live/b.ogg": 4000,
    "photos/cat.jpg": 100,
    "photos/dog.jpg": 2000,
}
ROWS = ["letter.txt", "music", "photos"]
RED, BLUE = (200, 10, 30), (10, 30, 200)


def make_thumbnail(color, uri, mtime):
    """A PNG file of one color as the cache of thumbnails has it: which file it shows, and of when."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 128, 128, 8, 2, 0, 0, 0)
    texts = [f"Thumb::URI\0{uri}", f"Thumb::MTime\0{mtime}"]
    rows = (b"\0" + bytes(color) * 128) * 128
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            *(chunk(b"tEXt", text.encode()) for text in texts),
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        ]
    )


class TreeTest(burnish_app.TestCase):
    def start_project(self, sizes=None, **options):
        """Opens a project file with files of these sizes, each at a path on the disc."""
        sizes = FILES if sizes is None else sizes
        folder = self.make_folder({path: b"x" * size for path, size in sizes.items()}, "Sources")
        nodes = [{"kind": "folder", "mtime_us": 0, "uid": 0, "gid": 0}]
        numbers = {"": 0}

        def add(path, **members):
            parent, _, name = path.rpartition("/")
            if parent not in numbers:
                add(parent, kind="folder")
            nodes.append({"name": name, "parent": numbers[parent], "mtime_us": 0, **members})
            numbers[path] = len(nodes) - 1

        for number, (path, size) in enumerate(sizes.items()):
            uri = (folder / path).as_uri()
            add(path, size_bytes=size, source=uri, mtime_us=number * 86400 * 10**6)
        self.file = self.folder / "test.burnish"
        project = {"format": "burnish-project", "version": 1, "nodes": nodes}
        self.file.write_text(json.dumps(project), encoding="utf-8")
        self.app = self.start_app(args=[self.file], **options)
        self.app.find("table row", ROWS[0] if sizes is FILES else None)
        return self.app

    def rows(self):
        """The names of the rows from top to bottom."""
        found = self.app.find_all("table row")
        names = [(node.extents[1], node.name) for node in found]
        return [name for _, name in sorted(names) if name != "GtkListItemWidget"]

    def wait_rows(self, *names):
        try:
            self.app.wait(lambda: self.rows() == list(names), f"rows {names}")
        except AssertionError as error:
            raise AssertionError(f"{self.rows()} instead of {names}\n{error}") from error

    def row(self, name):
        return self.app.find("table row", name)

    def select(self, name):
        self.app.click(self.app.find("table cell", name))
        self.app.wait(lambda: self.app.state(self.row(name), "selected"), f"{name} selected")

    def saved(self):
        """The paths in the project file, after saving."""
        self.app.key("ctrl+s")
        # While it is being saved, neither can be done.
        def done():
            actions = self.app.actions("win")
            return actions["save-as"] and not actions["save"]

        self.app.wait(done, "the saved project")
        nodes = json.loads(self.file.read_text(encoding="utf-8"))["nodes"]
        paths = [""]
        for node in nodes[1:]:
            paths.append(f"{paths[node.get('parent', 0)]}/{node['name']}")
        return sorted(path[1:] for path, node in zip(paths, nodes) if node.get("kind") != "folder")

    def test_expand_with_keys(self):
        app = self.start_project()
        self.wait_rows(*ROWS)
        self.select("music")
        app.key("Right")
        self.wait_rows("letter.txt", "music", "a.ogg", "live", "photos")
        app.wait(lambda: app.state(self.row("music"), "expanded"), "music expanded")
        app.key("Right", "Down")  # into the folder, then to the folder in it
        app.wait(lambda: app.state(self.row("live"), "selected"), "live selected")
        app.key("plus")
        self.wait_rows("letter.txt", "music", "a.ogg", "live", "b.ogg", "photos")
        app.key("minus")
        self.wait_rows("letter.txt", "music", "a.ogg", "live", "photos")
        app.key("Left")  # to the folder around
        app.wait(lambda: app.state(self.row("music"), "selected"), "music selected")
        app.key("Left")
        self.wait_rows(*ROWS)
        app.wait(lambda: not app.state(self.row("music"), "expanded"), "music collapsed")

    def test_expand_with_arrow(self):
        app = self.start_project(rtl=True)
        app.click(app.find("image", within=self.row("photos")))
        self.wait_rows("letter.txt", "music", "photos", "cat.jpg", "dog.jpg")
        app.click(app.find("image", within=self.row("photos")))
        self.wait_rows(*ROWS)

    def start_with_thumbnails(self, sizes, **colors):
        """Opens a project with files of SIZES, whose thumbnails have these colors: name → color."""
        cache = self.folder / "cache"
        folder = cache / "thumbnails/normal"
        folder.mkdir(parents=True)
        self.thumbnails = {}
        for name, color in colors.items():
            uri = (self.folder / "Sources" / f"{name}.png").as_uri()
            self.thumbnails[name] = folder / f"{hashlib.md5(uri.encode()).hexdigest()}.png"
            self.thumbnails[name].write_bytes(make_thumbnail(color, uri, 86400))
        return self.start_project(sizes, environment={"XDG_CACHE_HOME": str(cache)})

    def color(self, name):
        """The color in the middle of a row's icon."""
        window, origin = self.app.locate(self.row(name))
        x, y, width, height = self.app.wait(lambda: self.row(name).find_all("image"), "an icon")[-1].extents
        x, y = origin[0] + x + width // 2 - window.x, origin[1] + y + height // 2 - window.y
        pixels = self.screen.pixels(window)
        start = (y * window.width + x) * 4
        return tuple(reversed(pixels[start : start + 3]))

    def test_thumbnails(self):
        """Cached pictures are shown if they are of the file as it is, and rows keep their own."""
        sizes = {"a.png": 10, "b.png": 10, "c.png": 10, "d.txt": 10}
        app = self.start_with_thumbnails(sizes, a=BLUE, b=RED)
        self.wait_rows(*sizes)
        source = self.folder / "Sources"

        def drawn():
            """The icons' colors, once those of pictures are there: one, for the thumbnails are of another time."""
            colors = {name: self.color(name) for name in sizes}
            pictures = {colors[name] for name in ("a.png", "b.png", "c.png")}
            return colors if len(pictures) == 1 and colors["d.txt"] not in pictures else None

        icons = app.wait(drawn, "icons of pictures")
        os.utime(source / "b.png", (86400, 86400))
        app.key("ctrl+f")
        search = app.find("entry", "Find files by name")
        app.set_text(search, "png")
        self.wait_rows("a.png", "b.png", "c.png")
        expected = {"a.png": icons["a.png"], "b.png": RED, "c.png": icons["c.png"]}
        app.wait(lambda: {name: self.color(name) for name in expected} == expected, "the picture of b.png alone")
        os.utime(source / "a.png", (86400, 86400))
        app.key("Escape")
        self.wait_rows(*sizes)
        expected = {**icons, "a.png": BLUE, "b.png": RED}
        app.wait(lambda: {name: self.color(name) for name in sizes} == expected, "the picture of a.png, too")

    def test_rename(self):
        app = self.start_project()
        self.select("letter.txt")
        app.key("F2")
        entry = app.find("text", "New name")
        button = app.find("push button", "Rename")
        for bad, reason in (
            ("", "A name is needed."),
            ("a/b", "Names cannot contain “/”."),
            ("photos", "There is a folder with this name."),
        ):
            app.set_text(entry, bad)
            app.find("label", reason)
            self.assertFalse(app.state(button, "sensitive"))
        app.set_text(entry, "zebra.txt")
        app.wait(lambda: app.state(button, "sensitive"), "a name that will do")
        app.key("Return")
        self.wait_rows("music", "photos", "zebra.txt")
        app.wait(lambda: app.state(self.row("zebra.txt"), "focused"), "the row's focus")
        self.assertIn("zebra.txt", self.saved())

    def test_new_folder(self):
        app = self.start_project()
        self.select("photos")
        app.key("ctrl+shift+n")
        app.set_text(app.find("text", "New name"), "best")
        app.key("Return")
        self.wait_rows("letter.txt", "music", "photos", "best", "cat.jpg", "dog.jpg")
        self.assertEqual(self.saved(), sorted(FILES))

    def test_sort(self):
        app = self.start_project()
        app.click(app.find("label", "Size"))
        self.wait_rows("letter.txt", "photos", "music")
        app.click(app.find("label", "Size"))
        self.wait_rows("music", "photos", "letter.txt")
        app.click(app.find("label", "Name"))
        self.wait_rows(*ROWS)

    def test_sort_is_remembered(self):
        app = self.start_project()
        app.click(app.find("label", "Size"))
        self.wait_rows("letter.txt", "photos", "music")
        app.restart(self.file)
        self.wait_rows("letter.txt", "photos", "music")
        app.click(app.find("label", "Size"))
        self.wait_rows("music", "photos", "letter.txt")
        app.restart(self.file)
        self.wait_rows("music", "photos", "letter.txt")
        self.assertEqual((app.settings["sort-column"], app.settings["sort-descending"]), ("'size'", "true"))

    def test_widths_are_remembered(self):
        app = self.start_project()

        def cells():
            return [cell.extents for cell in self.row("letter.txt").find_all("table cell")]

        _, size, modified = cells()[:3]
        _, origin = app.locate(self.row("letter.txt"))
        edge = origin[0] + (size[0] + size[2] + modified[0]) // 2
        header = app.point(app.find("label", "Size"))[1]
        app.screen.drag_path((edge, header), (edge + 60, header))
        app.screen.button(1, False)
        app.wait(lambda: cells()[1][2] == size[2] + 60, "a wider column")
        app.wait(lambda: app.settings.get("column-widths") == "{'size': 150}", "the width kept")
        app.restart(self.file)
        self.wait_rows(*ROWS)
        app.wait(lambda: cells()[1][2] == size[2] + 60, "the column as wide as it was")

    def test_cut_and_paste(self):
        app = self.start_project()
        self.select("letter.txt")
        app.key("ctrl+x")
        self.select("photos")
        app.key("ctrl+v")
        self.wait_rows("music", "photos", "cat.jpg", "dog.jpg", "letter.txt")
        self.assertIn("photos/letter.txt", self.saved())
        app.wait(lambda: app.state(self.row("letter.txt"), "selected"), "the letter selected")
        app.key("ctrl+c")
        self.select("music")
        app.key("ctrl+v")
        app.wait(lambda: "music" in self.rows() and self.rows().count("letter.txt") == 2, "a copy")
        self.assertEqual([p for p in self.saved() if "letter" in p], ["music/letter.txt", "photos/letter.txt"])

    def test_paste_what_was_removed(self):
        app = self.start_project()
        self.select("letter.txt")
        app.key("ctrl+c", "Delete")
        self.wait_rows("music", "photos")
        app.key("ctrl+v")
        self.select("photos")
        app.key("ctrl+z")
        self.wait_rows(*ROWS)
        self.assertEqual(self.saved(), sorted(FILES))

    def test_move_onto_same_name(self):
        app = self.start_project({"a.txt": 1, "folder/a.txt": 2})
        self.select("a.txt")
        app.key("ctrl+x")
        self.select("folder")
        app.key("ctrl+v")
        app.press(app.find("push button", re.compile("Keep Both")))
        app.wait(lambda: "a (2).txt" in self.rows(), "both")
        self.assertEqual(self.saved(), ["folder/a (2).txt", "folder/a.txt"])

    def test_remove_undo_redo(self):
        app = self.start_project()
        self.select("photos")
        app.key("Delete")
        self.wait_rows("letter.txt", "music")
        undo = app.find("push button", "Undo")
        app.wait(lambda: undo.description == "Undo Remove “photos”", "the step's name")
        app.key("ctrl+z")
        self.wait_rows(*ROWS)
        app.key("ctrl+shift+z")
        self.wait_rows("letter.txt", "music")
        self.assertEqual(self.saved(), ["letter.txt", "music/a.ogg", "music/live/b.ogg"])
        app.press(undo)
        self.wait_rows(*ROWS)
        self.assertEqual(self.saved(), sorted(FILES))

    def test_select_all(self):
        app = self.start_project()
        self.select("music")
        app.key("ctrl+a", "Delete")
        app.find("label", "Drag Files and Folders Here")
        undo = app.find("push button", "Undo")
        app.wait(lambda: undo.description == "Undo Remove 3 Items", "the step's name")
        self.assertEqual(self.saved(), [])

    def test_context_menu_with_keys(self):
        app = self.start_project()
        self.select("music")
        app.key("shift+F10")
        app.find("menu item", "Rename…")
        app.key("Escape")
        app.wait(lambda: app.state(self.row("music"), "focused"), "the row's focus")
        app.key("shift+F10")
        app.find("menu item", "Rename…")
        self.assertFalse(app.has("menu item", "Show in Folder"))
        app.press(app.find("menu item", "Remove from Project"))
        self.wait_rows("letter.txt", "photos")
        app.click(self.row("photos"), button=3)
        app.press(app.find("menu item", "Remove from Project"))
        self.wait_rows("letter.txt")
        self.assertEqual(self.saved(), ["letter.txt"])

    def test_show_in_file_manager(self):
        name = "org.freedesktop.FileManager1"
        manager = Mock(self.desktop, name, "/" + name.replace(".", "/"), name, [("ShowItems", "ass", "", "")])
        self.addCleanup(manager.close)
        app = self.start_project()
        self.select("letter.txt")
        app.key("shift+F10")
        app.press(app.find("menu item", "Show in File Manager"))
        app.wait(lambda: manager.calls("ShowItems"), "a file manager that is asked")
        (files, _), = manager.calls("ShowItems")
        self.assertRegex(files[0], "^file:///.*/letter.txt$")

    def test_drag_to_folder(self):
        app = self.start_project()
        self.select("letter.txt")
        app.drag(app.find("table cell", "letter.txt"), app.find("table cell", "photos"))
        self.wait_rows("music", "photos", "cat.jpg", "dog.jpg", "letter.txt")
        app.wait(lambda: app.actions("win")["save"], "a changed project")
        self.assertIn("photos/letter.txt", self.saved())

    def test_drag_out(self):
        """Other programs get the files that rows come from, and may not move those away."""
        app = self.start_project()
        target = self.start_drop_target(app)
        app.drag(self.app.find("table cell", "letter.txt"), target.point(target.area))
        source = self.folder / "Sources"
        target.wait(lambda: target.drops == [f"drop copy {source / 'letter.txt'}"], "the letter")
        self.select("photos")
        app.key("Right")
        self.select("cat.jpg")
        app.key("shift+Down")
        app.wait(lambda: app.state(self.row("dog.jpg"), "selected"), "both selected")
        app.drag(self.app.find("table cell", "dog.jpg"), target.point(target.area))
        both = f"drop copy {source / 'photos/cat.jpg'} {source / 'photos/dog.jpg'}"
        target.wait(lambda: target.drops[1:] == [both], "both photos")
        self.wait_rows("letter.txt", "music", "photos", "cat.jpg", "dog.jpg")
        self.assertFalse(app.actions("win")["save"])

    def test_find(self):
        app = self.start_project()
        app.key("ctrl+f")
        entry = app.find("entry", "Find files by name")
        app.set_text(entry, "OGG")
        self.wait_rows("a.ogg", "b.ogg")
        app.find("label", "/music/live")  # where it is
        self.select("b.ogg")
        app.key("ctrl+alt+o")
        self.wait_rows("letter.txt", "music", "a.ogg", "live", "b.ogg", "photos")
        app.wait(lambda: app.state(self.row("b.ogg"), "selected"), "b.ogg selected")
        app.key("ctrl+f")
        app.set_text(app.find("entry", "Find files by name"), "nothing like it")
        app.find("label", "Nothing Found")
        app.key("Escape")
        app.wait(lambda: "photos" in self.rows(), "the tree")

    def test_type_to_find(self):
        app = self.start_project()
        self.select("music")
        app.type("cat")
        self.wait_rows("cat.jpg")

    def test_keys_of_the_search(self):
        """Keys in the search are the search's, and no rows go."""
        app = self.start_project()
        self.select("music")
        app.key("ctrl+f")
        app.set_text(app.find("entry", "Find files by name"), "")
        app.key("Delete", "ctrl+x", "ctrl+a")
        self.wait_rows(*ROWS)
        self.assertFalse(app.actions("win")["save"])

    def test_narrow(self):
        app = self.start_project(size=(360, 640))
        self.wait_rows(*ROWS)
        self.select("music")
        app.key("Return")
        self.wait_rows("a.ogg", "live")
        app.find("push button", "music")
        self.select("live")
        app.key("Return")
        self.wait_rows("b.ogg")
        app.press(app.find("push button", "music"))
        self.wait_rows("a.ogg", "live")
        app.press(app.find("push button", "Whole Disc"))
        self.wait_rows(*ROWS)

    def test_many_files(self):
        """The window answers while somebody types, with 100 000 files in one folder."""
        n_files = 100_000
        folder = self.folder / "Many"
        folder.mkdir()
        for number in range(n_files):
            os.close(os.open(folder / f"file-{number}", os.O_CREAT | os.O_WRONLY))
        self.app = app = self.start_app(args=[folder], size=(1280, 800))
        app.find("table row", "Many", timeout=60)
        self.select("Many")
        app.key("Right")
        app.find("table row", "file-0")
        app.key("ctrl+f")
        entry = app.find("entry", "Find files by name")
        app.wait(lambda: app.state(entry, "focused"), "the search")
        with frames.Watchdog(app.application, app.process.pid) as watchdog:
            for character in "file-9999":
                app.type(character)
            app.find("table row", "file-99999", timeout=60)
            app.wait_gone("table row", "file-0")
        # What the main thread computed between two answers, however busy the machine is besides.
        print(f"# longest work between two answers: {max(watchdog.busy) * 1000:.0f} ms")
        self.assertLess(max(watchdog.busy), 0.5)
        app.call_action("app.quit")
        app.press(app.find("push button", re.compile("Discard")))
        app.wait_for_end()


if __name__ == "__main__":
    burnish_app.main()
