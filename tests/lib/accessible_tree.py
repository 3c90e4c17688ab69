# SPDX-License-Identifier: GPL-2.0-or-later
"""All widgets below one as they are at one moment, read with as few waits as there are levels."""

import accessible
from accessible import ACCESSIBLE, COMPONENT, NULL, ROOT, STATES, WINDOW_COORDINATES, fits, role_name
from gi.repository import Gio, GLib

PROPERTIES = "org.freedesktop.DBus.Properties"
# Of two siblings that lie over each other by more than this part, one may be a hidden page.
OVERLAP = 0.5
# Rows and other small things never are pages.
MOST_PAGES = 12


def ask(questions):
    """Calls all (node, interface, method, signature, values) at once; an answer is None if there is none."""
    answers = [None] * len(questions)
    waiting = len(questions)
    context = GLib.MainContext.new()
    context.push_thread_default()

    def answered(connection, result, number):
        nonlocal waiting
        waiting -= 1
        try:
            values = connection.call_finish(result).unpack()
            answers[number] = values[0] if len(values) == 1 else values
        except GLib.Error:
            pass

    try:
        for number, (node, interface, method, signature, *values) in enumerate(questions):
            arguments = GLib.Variant(signature, tuple(values)) if signature else None
            flags = Gio.DBusCallFlags.NO_AUTO_START
            accessible.connection().call(
                node.owner, node.path, interface, method, arguments, None, flags, 20000, None, answered, number
            )
        while waiting > 0:
            context.iteration(True)
    finally:
        context.pop_thread_default()
    return answers


class Facts:
    """What one widget said."""

    def __init__(self, children, state, role, name, extents):
        self.children = children
        self.states = {text for number, text in enumerate(STATES) if (state[0] | state[1] << 32) >> number & 1}
        self.role = role_name(role)
        self.name = name
        self.extents = extents or (0, 0, 0, 0)

    def covers(self, other):
        """Whether the two lie over each other."""
        left, top, width, height = self.extents
        other_left, other_top, other_width, other_height = other.extents
        across = min(left + width, other_left + other_width) - max(left, other_left)
        down = min(top + height, other_top + other_height) - max(top, other_top)
        smaller = min(width * height, other_width * other_height)
        return across > 0 and down > 0 and across * down > OVERLAP * smaller


class Tree:
    """The visible widgets below `root`, which is the first of `nodes`; the facts are by node."""

    def __init__(self, root):
        self.facts = {}
        level = [root]
        while level:
            level = self._read(level)
        self.nodes = list(self._visible(root)) if root in self.facts else []

    def _read(self, level):
        questions = []
        for node in level:
            questions += [
                (node, ACCESSIBLE, "GetChildren", None),
                (node, ACCESSIBLE, "GetState", None),
                (node, ACCESSIBLE, "GetRole", None),
                (node, PROPERTIES, "Get", "(ss)", ACCESSIBLE, "Name"),
                (node, COMPONENT, "GetExtents", "(u)", WINDOW_COORDINATES),
            ]
        answers = ask(questions)
        below = []
        for number, node in enumerate(level):
            children, state, role, name, extents = answers[5 * number : 5 * number + 5]
            if None in (children, state, role, name):
                continue  # it is gone
            children = [node.child(owner, path) for owner, path in children if path != NULL]
            self.facts[node] = Facts(children, state, role, name, extents)
            if node.path == ROOT or "visible" in self.facts[node].states:
                below += children
        return below

    def _visible(self, node):
        facts = self.facts[node]
        if node.path != ROOT and "visible" not in facts.states:
            return
        yield node
        if min(facts.extents[2:]) <= 0 and node.path != ROOT:
            return  # closed, like a revealer: its children keep their sizes
        children = [child for child in facts.children if child in self.facts]
        for child in children:
            if not self._is_hidden_page(child, children):
                yield from self._visible(child)

    def _is_hidden_page(self, node, siblings):
        """GTK 4.8 does not say that a page of a stack is not the shown one.

        But only a label that is on the screen answers that it is at its own place.
        """
        if not 1 < len(siblings) <= MOST_PAGES or node.path == ROOT:
            return False
        mine = self.facts[node]
        if not any(mine.covers(self.facts[other]) for other in siblings if other != node):
            return False
        labels = [each for each in self._sensitive_below(node) if self.facts[each].role == "label"]
        labels = [each for each in labels if min(self.facts[each].extents[2:]) > 0]
        questions = []
        for label in labels:
            x, y, width, height = self.facts[label].extents
            middle = (x + width // 2, y + height // 2, WINDOW_COORDINATES)
            questions.append((label, COMPONENT, "GetAccessibleAtPoint", "(iiu)", *middle))
        answers = ask(questions)
        return bool(labels) and all(answer is None or answer[1] == NULL for answer in answers)

    def _sensitive_below(self, node):
        # What is insensitive is never at its place.
        if "sensitive" in self.facts[node].states:
            yield node
            for child in self.facts[node].children:
                if child in self.facts:
                    yield from self._sensitive_below(child)

    def find_all(self, role=None, name=None, state=None):
        """Those of ROLE, NAME (a text or a compiled pattern) and STATE that have a size."""
        found = []
        for node in self.nodes:
            facts = self.facts[node]
            if role is not None and facts.role != role or state is not None and state not in facts.states:
                continue
            if name is not None and not fits(facts.name, name):
                continue
            if min(facts.extents[2:]) > 0:
                found.append(node)
        return found
