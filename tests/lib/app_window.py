# SPDX-License-Identifier: GPL-2.0-or-later
"""What a person sees of the application and does with it."""

import contextlib
import itertools
import re

from accessible import ACTION, COMPONENT, EDITABLE_TEXT, TEXT, Gone, application_of
from app_process import APP_ID, APP_PATH, Process
from burnish_test import BUILD, wait_until
from gi.repository import Gio, GLib

SCREENSHOTS = BUILD / "screenshots"
DISCARD = re.compile("Discard|Verwerfen|Abandonner")
TOOLTIP = "GtkTooltipWindow"


class App(Process):
    """A running Burnish, its widgets, and a person's hands."""

    # Widgets

    @property
    def application(self):
        if self._application is None:
            self._application = application_of(self.process.pid)
        return self._application

    def windows(self):
        """The windows on the screen without popovers and tooltips, as accessible objects."""
        children = self.application.children if self.application else []
        return [node for node in children if node.name != TOOLTIP and "visible" in node.states]

    def window(self, title, timeout=20):
        """Waits for the window with this title (a text or a compiled pattern)."""
        def look():
            return next((node for node in self.windows() if node.is_named(title)), None)

        return self.wait(look, f"the window {title!r}", timeout)

    def find_all(self, role=None, name=None, within=None):
        """All visible widgets of ROLE and NAME (None: any) as they are now."""
        parts = self.windows() if within is None else [within]
        return [node for part in parts for node in part.find_all(role, name)]

    def find(self, role, name=None, within=None, timeout=20):
        """Waits for one and returns the first; NAME is a text or a compiled pattern."""
        what = f"a visible {role or 'widget'} {'' if name is None else repr(name)}"
        return self.wait(lambda: self.find_all(role, name, within), what, timeout)[0]

    def has(self, role, name=None, within=None):
        """Whether there is one now."""
        return bool(self.find_all(role, name, within))

    def wait_state(self, widget, name):
        """Waits until a widget is "sensitive", "focused", …; see state()."""
        self.wait(lambda: self.state(widget, name), f"{widget} being {name}")

    def wait_focus(self, name):
        """Waits until what is called NAME has the keyboard."""
        def look():
            node = self.focused()
            return node is not None and node.is_named(name)

        self.wait(look, f"the focus on {name!r}")

    def wait_gone(self, role, name=None, within=None, timeout=20):
        what = f"the end of {role or 'widget'} {name!r}"
        self.wait(lambda: not self.has(role, name, within), what, timeout)

    def text_of(self, widget):
        return widget.text

    def state(self, widget, name):
        """Whether it is "sensitive", "checked", "pressed", "focused", "expanded", "selected", …"""
        return name in widget.states

    def focused(self):
        """What has the keyboard; None when the window is not in front."""
        for window in self.windows():
            tree = window.tree()
            for node in tree.nodes:
                if "focused" in tree.facts[node].states:
                    return node
        return None

    # Doing

    def press(self, widget):
        """Activates a button, menu item or row, once it can be, as assistive technologies do, or with a click."""
        if "sensitive" not in widget.states:
            self.wait_state(widget, "sensitive")
        for number, name in enumerate(widget.actions):
            if name in ("click", "activate", "toggle"):
                # The answer is no, and nothing was done, where it became insensitive meanwhile.
                self.wait(lambda: widget.call(ACTION, "DoAction", "(i)", number), f"a press of {widget}")
                return
        self.click(widget)

    def focus(self, widget):
        """Gives a widget the keyboard: a text with a click, others with Tab as often as needed."""
        self.raise_window(widget)
        # Tab passes over what is insensitive.
        self.wait_state(widget, "sensitive")

        def has_focus():
            return self.holds_focus(widget)

        if TEXT in widget.interfaces and widget.role != "label":
            self.click(widget)
            self.wait(has_focus, f"the focus of {widget}")
            return
        # GTK 4.8 does not let assistive technologies move the focus.
        passed = []
        while not has_focus():
            passed.append(self.tab())
            if passed.count(passed[0]) > 2:
                raise AssertionError(f"Tab does not reach {widget}, only {passed}\n{self.report()}")

    def holds_focus(self, widget):
        """Whether the focus is on a widget or in it."""
        tree = widget.tree()
        return any("focused" in tree.facts[node].states for node in tree.nodes)

    def tab(self, key="Tab"):
        """Presses Tab, or another key that moves the focus, and returns what has it then."""
        before = self.focused()
        self.key(key)
        self.wait(lambda: self.focused() not in (None, before), f"another focus after {key}")
        return self.focused()

    def raise_window(self, widget):
        window, _ = self.locate(widget)
        if not window.is_popup:
            self.screen.activate(window)

    def set_text(self, widget, text):
        """Replaces the text of an entry."""
        for node in widget.walk():
            if EDITABLE_TEXT in node.interfaces:
                node.call(EDITABLE_TEXT, "SetTextContents", "(s)", text)
                self.wait(lambda: node.text == text, f"the text {text!r}")
                return
        raise AssertionError(f"{widget} has no text that can be edited")

    def choose_file(self, path, timeout=20):
        """Answers a file dialog, to open or to save, with a path, and waits until it is gone."""
        dialog = self.answer_file_dialog(path, timeout)
        self.wait(lambda: dialog not in self.windows(), "the end of the file dialog", timeout)

    def answer_file_dialog(self, path, timeout=20):
        """The answer alone, for when the application may end by it; returns the dialog."""
        dialog = self.file_dialog(timeout)
        self.raise_window(dialog)
        # What has the keyboard says whether there is an entry already.
        self.wait(lambda: self.holds_focus(dialog), "the focus in the file dialog", timeout)
        if not self._entry_of(dialog):
            self.key("slash")
        entry = self.wait(lambda: self._entry_of(dialog), "an entry for the path", timeout)
        self.set_text(entry, str(path))
        self.key("Return")
        return dialog

    def file_dialog(self, timeout=20):
        """Waits for a file dialog."""
        def look():
            return next((w for w in self.windows() if w.find_all(name="GtkFileChooserWidget")), None)

        return self.wait(look, "a file dialog", timeout)

    def _entry_of(self, dialog):
        found = dialog.find_all("text") + dialog.find_all("entry")
        return next((node for node in found if self.holds_focus(node)), None)

    def wait_keyboard(self):
        """Waits until the window that takes keys has them: a dialog that was opened last, or any.

        A window is on the accessibility bus before it is on the screen, and there before the
        window manager gives it the keyboard; what is typed earlier goes elsewhere, or nowhere.
        """
        def look():
            modal = [window for window in self.windows() if "modal" in window.states]
            focused = self.screen.focus()
            taking = [window for window in self.screen.windows_of(self.process.pid) if window.number in focused]
            return taking and (not modal or taking[0].title == modal[-1].name)

        self.wait(look, "a window with the keyboard")

    def wait_paste(self, target):
        """Waits until what another program copied can be pasted, which the menu of TARGET says."""
        self.click(target, button=3)
        self.wait_state(self.find("menu item", "Paste"), "sensitive")
        self.key("Escape")
        self.wait_gone("menu item", "Paste")

    def key(self, *keys):
        """Presses keys such as "ctrl+z" or "F2", one after the other."""
        self.wait_keyboard()
        self.screen.key(*keys)

    def type(self, text):
        """Types a text; what an American keyboard does not have comes as from an input method."""
        self.wait_keyboard()
        if text.isascii():
            self.screen.type(text)
            return
        entry = next(node for node in self.focused().walk() if EDITABLE_TEXT in node.interfaces)
        caret = entry.read(TEXT, "CaretOffset")
        entry.call(EDITABLE_TEXT, "InsertText", "(isi)", caret, text, len(text))

    def click(self, target, button=1, times=1):
        """Clicks a widget, or a point of the screen, with the pointer."""
        self.screen.click(*self.point(target), button, times)

    def hover(self, target):
        self.screen.move(*self.point(target))

    def scroll(self, target, notches):
        """Turns the wheel over a widget: down, or up when NOTCHES is negative."""
        button = 5 if notches > 0 else 4
        self.screen.click(*self.point(target), button, abs(notches))

    def drag(self, start, end):
        """Drags from one widget or point to another one and lets go once it may be dropped there.

        The way leads past where nothing takes it: a target's answer to a drag shows in the shape of
        the pointer and nowhere else, and the last answer is to be that of END.
        """
        end = self.point(end)
        self.screen.drag_path(self.point(start), self.screen.free_point())
        self.wait(lambda: self.screen.cursor() == "dnd-none", "a drag that nothing takes")
        steps = itertools.cycle([0, 1])

        def may_drop():
            # GTK asks a window that was just entered at the next motion, and a hand never keeps still.
            self.screen.move(end[0] + next(steps), end[1])
            return self.screen.cursor() in ("dnd-copy", "dnd-move", "dnd-link", "dnd-ask")

        self.wait(may_drop, "a target that takes it")
        self.screen.button(1, False)

    def ask_to_quit(self):
        try:
            self.call_action("app.quit")
        except GLib.Error as error:
            # It may be on its way out already, and how it ends is looked at next.
            left = (Gio.DBusError.SERVICE_UNKNOWN, Gio.DBusError.NAME_HAS_NO_OWNER, Gio.DBusError.NO_REPLY)
            if not any(error.matches(Gio.dbus_error_quark(), code) for code in left):
                raise

    def discard_changes(self):
        """Answers the question of what shall become of a changed project, if it comes at the end."""
        def look():
            with contextlib.suppress(Gone):
                return not self.alive() or self.find_all("push button", DISCARD)

        found = wait_until(look, what="the end of Burnish")
        if found is not True:
            self.press(found[0])

    # Where things are

    def locate(self, widget):
        """Waits for surface(), since windows move and popovers come a little late."""
        return self.wait(lambda: self.surface(widget), f"a window with {widget}")

    def surface(self, widget):
        """The X window that a widget is drawn in, and where its origin is on the screen."""
        windows = self.screen.windows_of(self.process.pid)
        line = [widget, *widget.ancestors()]
        line = [node for node in line if node != self.application]
        top = line[-1]
        sizes = {node: tuple(node.extents[2:]) for node in line}
        # GTK 4.8 tells where things are in a popover from the widget that the popover belongs to.
        for node in reversed(sizes):
            for window in windows:
                if window.is_popup and (window.width, window.height) == sizes[node] and node != top:
                    x, y = node.extents[:2]
                    return window, (window.x - x, window.y - y)
        fitting = [w for w in windows if not w.is_popup and (w.width, w.height) == sizes[top]]
        titled = [w for w in fitting if w.title == top.name]
        if not fitting:
            raise Gone(f"no X window of {sizes[top]} for {top}: {windows}")
        window = (titled or fitting)[-1]
        return window, (window.x, window.y)

    def point(self, target):
        """The middle of a widget on the screen once it keeps still; of a point, itself."""
        if isinstance(target, tuple):
            return target
        seen = []

        def keeps_still():
            seen.append(self._point(target))
            return seen[-1] is not None and seen[-2:-1] == seen[-1:]

        self.wait(keeps_still, f"{target} where the pointer can reach it")
        return seen[-1]

    def _point(self, target):
        """None where something lies above it."""
        window, origin = self.surface(target)
        x, y, width, height = target.extents
        point = (origin[0] + x + width // 2, origin[1] + y + height // 2)
        if not window.holds(point):
            # It may be on its way there, for scrolling takes a frame or more.
            raise Gone(f"{target} at {point} is outside of {window}: scroll to it first")
        windows = self.screen.windows_of(self.process.pid)
        numbers = [each.number for each in windows]
        if window.number not in numbers:
            raise Gone(f"the window of {target} went")
        if any(above.holds(point) for above in windows[numbers.index(window.number) + 1 :]):
            # A tooltip goes when the pointer does.
            self.screen.rest()
            return None
        return point

    def resize(self, width, height, window=None):
        """Gives the window (the first one unless told) this size without its shadow."""
        def done():
            found, _ = self.surface(window or self.windows()[0])
            if (found.width, found.height) == (width, height):
                return True
            self.screen.resize(found, width, height)
            return False

        self.wait(done, f"a window of {width}×{height}")

    def screenshot(self, name, window=None):
        """Keeps a picture of a window with its popovers, or of all, as SCREENSHOTS/NAME.png."""
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        windows = self.screen.windows_of(self.process.pid) if self.alive() else []
        if window is not None:
            windows = [self.locate(window)[0], *(w for w in windows if w.is_popup)]
        options = []
        if windows:
            left, top = (max(0, min(getattr(w, axis) for w in windows)) for axis in "xy")
            right = max(w.x + w.width for w in windows)
            bottom = max(w.y + w.height for w in windows)
            options = ["-crop", f"{right - left}x{bottom - top}+{left}+{top}", "+repage"]
        self.desktop.run("import", "-silent", "-window", "root", *options, path)
        return path

    # From other programs

    def call_action(self, name, parameter=None):
        """Activates "app.NAME" or "win.NAME" over D-Bus, PARAMETER being a GVariant."""
        self.session_call(*self._activation(name, parameter))

    def call_actions(self, *names):
        """Activates them as one, so that nothing takes place between the first and the last."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        for name in names:
            bus.call(*self._activation(name), None, Gio.DBusCallFlags.NONE, -1, None, None)
        bus.flush_sync()

    def _activation(self, name, parameter=None):
        group, _, action = name.partition(".")
        path = {"app": APP_PATH, "win": f"{APP_PATH}/window/1"}[group]
        arguments = GLib.Variant("(sava{sv})", (action, [parameter] if parameter else [], {}))
        return APP_ID, path, "org.gtk.Actions", "Activate", arguments

    def actions(self, group="app"):
        """The actions of the application or of its window 1: a dict of name → enabled."""
        path = {"app": APP_PATH, "win": f"{APP_PATH}/window/1"}[group]
        (described,) = self.session_call(APP_ID, path, "org.gtk.Actions", "DescribeAll").unpack()
        return {name: enabled for name, (enabled, *_) in described.items()}

    def session_call(self, owner, path, interface, method, arguments=None, timeout=20):
        """Calls a D-Bus method on the session bus and returns its answer."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        return bus.call_sync(
            owner, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, timeout * 1000
        )
