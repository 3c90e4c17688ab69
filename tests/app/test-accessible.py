#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every window as a screen reader and a keyboard meet it."""

import re

import burnish_app
import job_window

# What a person operates; the name of a container may come from what is in it.
CONTROLS = {
    "check box",
    "check menu item",
    "combo box",
    "entry",
    "link",
    "list item",
    "menu item",
    "page tab",
    "push button",
    "radio button",
    "radio menu item",
    "slider",
    "spin button",
    "switch",
    "table cell",
    "table row",
    "text",
    "toggle button",
    "tree item",
}
# These have keys of the window manager instead.
WINDOW_BUTTONS = {"Close the window", "Minimize the window", "Maximize the window"}
# GTK's own window has this one, to search; nothing of it can be named from outside.
SEARCH_OF_SHORTCUTS = ("Keyboard Shortcuts", "push button", "GtkImage")
# The disc beside the project is walked in its own window; each Tab through its rows takes a while.
WITHOUT_PANE = {"show-medium-pane": "false"}
CLASS_NAME = re.compile(r"^(Gtk|Adw|Burnish|Gdk)[A-Z]\w+$")


def is_named_by_another(node):
    """Parts of a compound widget that never have the focus: what they lie in is named."""
    parents = list(node.ancestors())
    # The row of an AdwExpanderRow holds a list whose first row is its header.
    if node.role == "list item" and any(child.role == "list item" for child in list(node.walk())[1:]):
        return True
    # The titles of the columns.
    if node.role == "table row" and any(child.name == "GtkColumnViewTitle" for child in node.children):
        return True
    # What a combo row shows of its list.
    if node.role == "list item" and any(parent.role == "combo box" for parent in parents):
        return True
    # The text field of an entry, spin button or entry row.
    return node.role == "text" and parents and parents[0].role in ("text", "entry", "spin button")


class Walk:
    """The nameless controls of a window."""

    def __init__(self, window):
        self.problems = []
        title = window.name
        for node in window.find_all():
            if node.role not in CONTROLS or not ("focusable" in node.states or node.actions):
                continue
            name = node.name
            if not name.strip() or CLASS_NAME.match(name) or "_" in name:
                if not is_named_by_another(node) and (title, node.role, name) != SEARCH_OF_SHORTCUTS:
                    path = " / ".join(repr(part) for part in reversed(list(node.ancestors())))
                    self.problems.append(f"{node} in {path}")


class AccessibleTest(burnish_app.TestCase):
    def assert_named(self, app, window=None):
        """All that can be operated in the window has a name that can be spoken."""
        problems = Walk(window or app.windows()[-1]).problems
        self.assertEqual(problems, [], "\n".join(problems))

    def assert_tab_reaches(self, app, window=None):
        """Tab goes round through all that can have the focus; arrow keys go on within a list."""
        window = window or app.windows()[-1]
        app.raise_window(window)
        # Only a window that is no dialog says that it is active, but a dialog has a focus from the start.
        app.wait(lambda: app.state(window, "active") or app.holds_focus(window), "the window with the keyboard")
        reached = []
        node = app.tab()
        while node not in reached:
            reached.append(node)
            node = app.tab()
        lists = {parent for node in reached for parent in node.ancestors() if "list" in parent.role}
        missed = [
            repr(node)
            for node in window.find_all()
            if node.role in CONTROLS
            and {"focusable", "sensitive"} <= node.states
            and node not in reached
            and node.description not in WINDOW_BUTTONS
            and not is_named_by_another(node)
            and not lists.intersection(node.ancestors())
            # A composite widget, such as a menu button or an entry, passes the focus on.
            and not any(inner in reached for inner in node.walk())
        ]
        self.assertEqual(missed, [], f"reached: {reached}")

    def test_start_page(self):
        app = self.start_app("dvd+r", "bd-re", size=(1000, 700))
        # What can be done with a disc comes when the drive has told of it.
        app.find("list item", re.compile("Blank DVD"))
        app.find("list item", re.compile("Blank BD-RE"))
        self.assert_named(app)
        self.assert_tab_reaches(app)

    def test_start_page_without_drive(self):
        app = self.start_app(size=(1000, 700))
        app.find("label", "No Burner Found")
        self.assert_named(app)
        self.assert_tab_reaches(app)

    def test_disc(self):
        app = self.start_app("bd-re", size=(1000, 700))
        app.press(app.find("list item", re.compile("Blank BD-RE")))
        window = app.window(re.compile("EMULATED"))
        app.find("list item", "Kind", within=window)
        self.assert_named(app, window)
        self.assert_tab_reaches(app, window)

    def test_question(self):
        app = self.start_app("bd-re")
        app.press(app.find("push button", "Erase…"))
        dialog = app.window("Erase the Disc?")
        self.assert_named(app, dialog)
        self.assert_tab_reaches(app, dialog)

    def test_main_menu(self):
        app = self.start_app("dvd+r")
        app.press(app.find("push button", "Main Menu"))
        app.find("menu item", "Keyboard Shortcuts")
        self.assert_named(app)

    def test_about(self):
        app = self.start_app("dvd+r")
        app.call_action("app.about")
        self.assert_named(app, app.window(re.compile("About")))

    def test_shortcuts(self):
        app = self.start_app("dvd+r")
        app.call_action("app.shortcuts")
        app.wait(lambda: len(app.windows()) == 2, "the shortcuts window")
        self.assert_named(app)

    def test_preferences(self):
        app = self.start_app("dvd+r")
        app.call_action("app.preferences")
        self.assert_named(app, app.window("Preferences"))

    def start_project(self, *media, film_size=0, **options):
        files = {"Letter.txt": b"Dear reader", "Photos/one.jpg": b"1", "a name with: a colon": b"x"}
        files["Film"] = bytes(film_size)
        app = self.start_app(*media, args=[self.make_folder(files)], size=(1000, 700), **options)
        app.find("table row", "source")
        button = app.find("push button", "Burn…")
        app.wait(lambda: app.state(button, "sensitive"), "a project that can be burned")
        app.find("label", re.compile("^[0-9.]+.[kM]B of 4.7.GB"))
        return app

    def test_empty_project(self):
        app = self.start_app("dvd+r", size=(1000, 700), settings=WITHOUT_PANE)
        app.press(app.find("push button", "New Data Disc"))
        app.find("push button", "Burn…")
        self.assert_named(app)
        self.assert_tab_reaches(app)

    def test_project(self):
        app = self.start_project("dvd+r", settings=WITHOUT_PANE)
        self.assert_named(app)
        self.assert_tab_reaches(app)

    def test_burn_sheet(self):
        app = self.start_project("dvd+r")
        app.press(app.find("push button", "Burn…"))
        self.assert_named(app, app.window("Burn Disc"))

    def test_progress_and_result(self):
        drives = self.start_drives("dvd+r", settings=job_window.HELD)
        app = self.start_project(drives=drives, film_size=4_000_000)
        app.press(app.find("push button", "Burn…"))
        sheet = app.window("Burn Disc")
        button = app.find("push button", "Burn", within=sheet)
        app.wait(lambda: app.state(button, "sensitive"), "a burn that can be started")
        app.press(button)
        self.assert_named(app, app.window(re.compile("Burning")))
        job_window.let_go(app)
        app.find("label", "Disc Burned", timeout=120)
        self.assert_named(app, app.window("Disc Burned"))

    def test_image(self):
        file = self.make_folder({"an.iso": b"no image, but a file" * 500}) / "an.iso"
        app = self.start_app("dvd+r", args=[file])
        app.find("label", "This is not a disc image")
        self.assert_named(app)
        self.assert_tab_reaches(app)

    def test_medium(self):
        app = self.start_app("cd-rw")
        app.click(app.find("list item", re.compile("CD-RW")))
        window = app.wait(lambda: app.windows()[1:], "the window of the disc")[0]
        self.assert_named(app, window)


if __name__ == "__main__":
    burnish_app.main()
