# SPDX-License-Identifier: GPL-2.0-or-later
"""Stand-ins for what GNOME runs in a session: who shows notifications, and who lets it end.

They are started before the application, which looks for them when it starts.
"""

import subprocess

import gi
from burnish_test import wait_until

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

MOCK = "org.freedesktop.DBus.Mock"


class Mock:
    """One mocked service on the session bus, by python-dbusmock, until the desktop ends."""

    def __init__(self, desktop, name, path, interface, methods):
        self.name, self.path, self.interface = name, path, interface
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.process = desktop.start(
            "/usr/bin/python3", "-m", "dbusmock", "--session", name, path, interface, stdout=subprocess.DEVNULL
        )
        wait_until(self._is_there, what=f"the service {name}")
        for method, takes, gives, code in methods:
            arguments = GLib.Variant("(sssss)", (interface, method, takes, gives, code))
            self._call(MOCK, "AddMethod", arguments)

    def _is_there(self):
        bus = "org.freedesktop.DBus"
        asked = GLib.Variant("(s)", (self.name,))
        flags = Gio.DBusCallFlags.NONE
        return self.bus.call_sync(bus, "/", bus, "NameHasOwner", asked, None, flags, -1, None).unpack()[0]

    def _call(self, interface, method, arguments=None):
        flags = Gio.DBusCallFlags.NONE
        return self.bus.call_sync(
            self.name, self.path, interface, method, arguments, None, flags, 20000, None
        ).unpack()

    def calls(self, method):
        """The arguments of each call of METHOD since the start."""
        return [list(arguments) for _, name, arguments in self._call(MOCK, "GetCalls")[0] if name == method]

    def emit(self, signal, signature, *values):
        """Sends a signal, as ActionInvoked when a person clicks on a notification."""
        wrapped = [GLib.Variant(kind, value) for kind, value in zip(signature, values)]
        self._call(MOCK, "EmitSignal", GLib.Variant("(sssav)", (self.interface, signal, signature, wrapped)))

    def close(self):
        self.process.terminate()
        self.process.wait(10)


class Services:
    """A notification daemon and a session manager."""

    def __init__(self, desktop):
        self.daemon = Mock(
            desktop,
            "org.freedesktop.Notifications",
            "/org/freedesktop/Notifications",
            "org.freedesktop.Notifications",
            [
                ("GetCapabilities", "", "as", "ret = ['actions', 'body']"),
                ("GetServerInformation", "", "ssss", "ret = ('mock', 'mock', '1', '1.2')"),
                ("Notify", "susssasa{sv}i", "u", "self.n = getattr(self, 'n', 0) + 1\nret = args[1] or self.n"),
                ("CloseNotification", "u", "", ""),
            ],
        )
        self.manager = Mock(
            desktop,
            "org.gnome.SessionManager",
            "/org/gnome/SessionManager",
            "org.gnome.SessionManager",
            [
                ("Inhibit", "susu", "u", "self.n = getattr(self, 'n', 0) + 1\nret = self.n"),
                ("Uninhibit", "u", "", ""),
            ],
        )

    @property
    def notifications(self):
        """Those that were shown, each a dict of what a person sees."""
        names = ("application", "replaces", "icon", "title", "body", "actions", "hints", "timeout")
        return [dict(zip(names, arguments)) for arguments in self.daemon.calls("Notify")]

    @property
    def inhibitors(self):
        """Why the session may not end or sleep now: the reasons, by cookie."""
        taken = dict(enumerate((arguments[2] for arguments in self.manager.calls("Inhibit")), 1))
        for (cookie,) in self.manager.calls("Uninhibit"):
            taken.pop(cookie, None)
        return taken

    def close(self):
        self.daemon.close()
        self.manager.close()
