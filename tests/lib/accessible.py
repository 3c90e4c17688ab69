# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of a program as assistive technologies see them, read straight from their bus.

libatspi keeps what it once read until an event tells it otherwise, and a test has no main loop
that would take the event; here each question is asked anew.
"""

import functools
import re

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
COMPONENT = "org.a11y.atspi.Component"
EDITABLE_TEXT = "org.a11y.atspi.EditableText"
SELECTION = "org.a11y.atspi.Selection"
TEXT = "org.a11y.atspi.Text"
VALUE = "org.a11y.atspi.Value"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
NULL = "/org/a11y/atspi/null"
WINDOW_COORDINATES = 1  # ATSPI_COORD_TYPE_WINDOW

# AtspiStateType, by number.
STATES = (
    "invalid active armed busy checked collapsed defunct editable enabled expandable expanded"
    " focusable focused has-tooltip horizontal iconified modal multi-line multiselectable opaque"
    " pressed resizable selectable selected sensitive showing single-line stale transient vertical"
    " visible manages-descendants indeterminate required truncated animated invalid-entry"
    " supports-autocompletion selectable-text is-default visited checkable has-popup read-only"
).split()


class Gone(Exception):
    """The widget or its program is there no more."""


@functools.cache
def connection():
    """The accessibility bus of this process's desktop."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    session.set_exit_on_close(False)
    address = session.call_sync(
        "org.a11y.Bus",
        "/org/a11y/bus",
        "org.a11y.Bus",
        "GetAddress",
        None,
        GLib.VariantType("(s)"),
        Gio.DBusCallFlags.NONE,
        -1,
    ).unpack()[0]
    flags = (
        Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    )
    return Gio.DBusConnection.new_for_address_sync(address, flags)


def call(owner, path, interface, method, signature=None, *values, timeout=20):
    """Calls a method and returns its results, the only one without a tuple around it."""
    arguments = GLib.Variant(signature, values) if signature else None
    try:
        result = connection().call_sync(
            owner,
            path,
            interface,
            method,
            arguments,
            None,
            Gio.DBusCallFlags.NO_AUTO_START if owner.startswith(":") else Gio.DBusCallFlags.NONE,
            timeout * 1000,
        ).unpack()
    except GLib.Error as error:
        raise Gone(f"{method} of {path}: {error.message}") from error
    return result[0] if len(result) == 1 else result


@functools.cache
def role_name(number):
    """GTK has names of its own, and translates them."""
    return Atspi.role_get_name(Atspi.Role(number))


def fits(text, wanted):
    """Whether a name is the wanted text, or has the wanted pattern in it."""
    if isinstance(wanted, re.Pattern):
        return wanted.search(text) is not None
    # GTK 4.8 says twice what a button with a mnemonic is called.
    return text in (wanted, f"{wanted} {wanted}")


class Node:
    """One accessible object; it is the same one as another when both have one owner and path."""

    def __init__(self, owner, path, parent=None):
        self.owner = owner
        self.path = path
        self.parent = parent

    def __eq__(self, other):
        return isinstance(other, Node) and (self.owner, self.path) == (other.owner, other.path)

    def __hash__(self):
        return hash((self.owner, self.path))

    def __repr__(self):
        try:
            return f"{self.role} “{self.name}”"
        except Gone:
            return f"{self.path}, gone"

    def call(self, interface, method, signature=None, *values):
        return call(self.owner, self.path, interface, method, signature, *values)

    def read(self, interface, name):
        properties = "org.freedesktop.DBus.Properties"
        return self.call(properties, "Get", "(ss)", interface, name)

    @property
    def role(self):
        """As AT-SPI calls it."""
        return role_name(self.call(ACCESSIBLE, "GetRole"))

    @property
    def name(self):
        return self.read(ACCESSIBLE, "Name")

    @property
    def description(self):
        return self.read(ACCESSIBLE, "Description")

    @property
    def interfaces(self):
        return self.call(ACCESSIBLE, "GetInterfaces")

    @property
    def states(self):
        low, high = self.call(ACCESSIBLE, "GetState")
        bits = low | high << 32
        return {name for number, name in enumerate(STATES) if bits >> number & 1}

    @property
    def children(self):
        found = self.call(ACCESSIBLE, "GetChildren")
        return [Node(owner, path, self) for owner, path in found if path != NULL]

    @property
    def extents(self):
        """Its x, y, width and height in its window."""
        return self.call(COMPONENT, "GetExtents", "(u)", WINDOW_COORDINATES)

    @property
    def actions(self):
        """The names of what can be done with it."""
        if ACTION not in self.interfaces:
            return []
        n_actions = self.read(ACTION, "NActions")
        return [self.call(ACTION, "GetName", "(i)", number) for number in range(n_actions)]

    @property
    def text(self):
        """Its text where it is a text, its name otherwise."""
        if TEXT in self.interfaces:
            return self.call(TEXT, "GetText", "(ii)", 0, self.read(TEXT, "CharacterCount"))
        return self.name

    @property
    def value(self):
        """The number that a level, scale or progress bar shows."""
        return self.read(VALUE, "CurrentValue")

    def ancestors(self):
        """What it lies in, from the inside to its window."""
        node = self.parent
        while node is not None and node.path != ROOT:
            yield node
            node = node.parent

    def is_named(self, name):
        """NAME is a text or a compiled pattern."""
        return fits(self.name, name)

    def child(self, owner, path):
        return Node(owner, path, self)

    def tree(self):
        """This one and all below, as they are now."""
        from accessible_tree import Tree

        return Tree(self)

    def walk(self):
        """This one and all visible ones below, each before its children."""
        return self.tree().nodes

    def find_all(self, role=None, name=None, state=None):
        """All visible ones here of ROLE, NAME (a text or a compiled pattern) and STATE that have a size."""
        return self.tree().find_all(role, name, state)

    def summary(self):
        """The roles and names of what can be seen from here downwards, in one line."""
        tree = self.tree()
        parts = []
        for node in tree.nodes:
            facts = tree.facts[node]
            if facts.name and min(facts.extents[2:]) > 0:
                wrong = "" if "sensitive" in facts.states else " INSENSITIVE"
                parts.append(f"{facts.role} “{facts.name}”{wrong}")
        return ", ".join(parts)

    def dump(self):
        """What can be seen from here downwards, as text."""
        tree = self.tree()
        lines = []
        for node in tree.nodes:
            facts = tree.facts[node]
            if node.path != ROOT and min(facts.extents[2:]) <= 0:
                continue
            depth = sum(1 for parent in node.ancestors() if parent in tree.facts)
            line = f"{'  ' * depth}{facts.role} “{facts.name}”"
            try:
                if node.description not in ("", facts.name):
                    line += f" ({node.description})"
                if node.text != facts.name:
                    line += f" text “{node.text}”"
            except Gone:
                line += " gone"
            states = facts.states - {"sensitive", "visible", "showing"}
            if "sensitive" not in facts.states and node.path != ROOT:
                states.add("INSENSITIVE")
            line += " %d,%d %d×%d" % tuple(facts.extents)
            lines.append(" ".join([line, *sorted(states)]))
        return "\n".join(lines)


def application_of(pid):
    """The root object of the program with this process id; None while it is not there."""
    bus = "org.freedesktop.DBus"
    for owner, path in call(REGISTRY, ROOT, ACCESSIBLE, "GetChildren"):
        try:
            found = call(bus, "/org/freedesktop/DBus", bus, "GetConnectionUnixProcessID", "(s)", owner)
        except Gone:
            continue
        if found == pid:
            return Node(owner, path)
    return None
