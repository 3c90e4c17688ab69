# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows, pointer and keyboard of an X server, by libX11, libXtst (XTest) and xdotool."""

import ctypes
import struct
import time
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_long, c_ubyte, c_uint, c_ulong, c_void_p

IS_VIEWABLE, ZPIXMAP = 2, 2  # <X11/X.h>
# Xlib numbers a client's windows from a base; the bits below are its own (X11 protocol, 1).
CLIENT_BITS = 21


class Attributes(Structure):
    """XWindowAttributes of <X11/Xlib.h>."""

    _fields_ = [
        *((name, c_int) for name in ("x", "y", "width", "height", "border_width", "depth")),
        *((name, c_void_p) for name in ("visual",)),
        ("root", c_ulong),
        *((name, c_int) for name in ("class", "bit_gravity", "win_gravity", "backing_store")),
        *((name, c_ulong) for name in ("backing_planes", "backing_pixel")),
        ("save_under", c_int),
        ("colormap", c_ulong),
        *((name, c_int) for name in ("map_installed", "map_state")),
        *((name, c_long) for name in ("all_event_masks", "your_event_mask", "do_not_propagate")),
        ("override_redirect", c_int),
        ("screen", c_void_p),
    ]


class Image(Structure):
    """The start of XImage of <X11/Xlib.h>."""

    _fields_ = [
        *((name, c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", c_void_p),
        *((name, c_int) for name in ("byte_order", "unit", "bit_order", "pad", "depth", "bytes_per_line")),
    ]


class CursorImage(Structure):
    """XFixesCursorImage of <X11/extensions/Xfixes.h>."""

    _fields_ = [
        *((name, ctypes.c_short) for name in ("x", "y")),
        *((name, ctypes.c_ushort) for name in ("width", "height", "xhot", "yhot")),
        ("serial", c_ulong),
        ("pixels", c_void_p),
        ("atom", c_ulong),
        ("name", c_char_p),
    ]


class Window:
    """A window on the screen as it was when it was asked for."""

    def __init__(self, number, attributes, pid, title, shadow):
        self.number = number
        self.client = number >> CLIENT_BITS
        self.is_popup = bool(attributes.override_redirect)
        self.pid = pid
        self.title = title
        left, right, top, bottom = self.shadow = shadow
        # Without the shadow that GTK draws around it.
        self.x = attributes.x + left
        self.y = attributes.y + top
        self.width = attributes.width - left - right
        self.height = attributes.height - top - bottom

    def holds(self, point):
        """Whether a point of the screen lies in it."""
        x, y = point
        return 0 <= x - self.x < self.width and 0 <= y - self.y < self.height

    def __repr__(self):
        return f"{self.number:#x} “{self.title}” {self.width}×{self.height}+{self.x}+{self.y}"


class Screen:
    """A connection to the X server."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.xtst = ctypes.CDLL("libXtst.so.6")
        self.xfixes = ctypes.CDLL("libXfixes.so.3")
        self.x11.XOpenDisplay.restype = c_void_p
        self.x11.XInternAtom.restype = c_ulong
        self.x11.XDefaultRootWindow.restype = c_ulong
        self.x11.XGetImage.restype = POINTER(Image)
        self.xfixes.XFixesGetCursorImage.restype = POINTER(CursorImage)
        # A window may go while it is asked for; the default handler would end the program.
        handler = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
        self.handler = handler(lambda *_: 0)
        self.x11.XSetErrorHandler(self.handler)
        self.display = c_void_p(self.x11.XOpenDisplay(desktop.environment["DISPLAY"].encode()))
        if not self.display:
            raise AssertionError("the X server cannot be reached")
        major, minor = c_int(), c_int()
        self.xfixes.XFixesQueryVersion(self.display, byref(major), byref(minor))
        self.width = self.x11.XDisplayWidth(self.display, 0)
        self.height = self.x11.XDisplayHeight(self.display, 0)
        self.root = c_ulong(self.x11.XDefaultRootWindow(self.display))

    # Windows

    def property(self, window, name):
        """A property of a window as its bytes, with numbers as longs; empty without it."""
        atom = self.x11.XInternAtom(self.display, name.encode(), False)
        kind, form, n_items, rest = c_ulong(), c_int(), c_ulong(), c_ulong()
        data = POINTER(c_ubyte)()
        self.x11.XGetWindowProperty(
            self.display,
            c_ulong(window),
            c_ulong(atom),
            c_long(0),
            c_long(1024),
            False,
            c_ulong(0),
            byref(kind),
            byref(form),
            byref(n_items),
            byref(rest),
            byref(data),
        )
        if not data:
            return b""
        sizes = {8: 1, 16: ctypes.sizeof(ctypes.c_short), 32: ctypes.sizeof(c_long)}
        found = bytes(data[: n_items.value * sizes.get(form.value, 0)])
        self.x11.XFree(data)
        return found

    def numbers(self, window, name):
        data = self.property(window, name)
        return struct.unpack(f"{len(data) // 8}l", data)

    def _query(self, number):
        """What a window lies in, and the numbers of its children."""
        root, parent, children = c_ulong(), c_ulong(), POINTER(c_ulong)()
        n_children = c_uint()
        self.x11.XQueryTree(
            self.display,
            c_ulong(number),
            byref(root),
            byref(parent),
            byref(children),
            byref(n_children),
        )
        found = children[: n_children.value]
        if children:
            self.x11.XFree(children)
        return parent, found

    def _window(self, number, frame=None):
        """None for one that is not on the screen."""
        attributes = Attributes()
        if not self.x11.XGetWindowAttributes(self.display, c_ulong(number), byref(attributes)):
            return None
        if attributes.map_state != IS_VIEWABLE or min(attributes.width, attributes.height) < 2:
            return None
        pid = (*self.numbers(number, "_NET_WM_PID"), 0)[0]
        title = self.property(number, "_NET_WM_NAME").decode(errors="replace")
        shadow = self.numbers(number, "_GTK_FRAME_EXTENTS") or (0, 0, 0, 0)
        window = Window(number, attributes, pid, title, shadow)
        if frame is not None:
            window.x += frame.x
            window.y += frame.y
        return window

    def windows(self):
        """The visible windows of all programs, the lowest first."""
        found = []
        for number in self._query(self.root.value)[1]:
            window = self._window(number)
            if window is not None and not window.pid:
                # The window manager frames windows that have no title bar of their own.
                inner = [self._window(child, window) for child in self._query(number)[1]]
                window = next((child for child in inner if child is not None and child.pid), window)
            if window is not None:
                found.append(window)
        return found

    def windows_of(self, pid):
        """Those of one program, with its popovers."""
        found = self.windows()
        clients = {window.client for window in found if window.pid == pid}
        return [window for window in found if window.client in clients]

    def pixels(self, window, height=None):
        """The window's pixels (its upper HEIGHT rows) as bytes, four for each; empty when it is gone."""
        left, right, top, _bottom = window.shadow
        image = self.x11.XGetImage(
            self.display,
            c_ulong(window.number),
            left,
            top,
            c_uint(window.width),
            c_uint(min(height or window.height, window.height)),
            c_ulong(2**64 - 1),
            ZPIXMAP,
        )
        if not image:
            return b""
        found = ctypes.string_at(image.contents.data, image.contents.bytes_per_line * image.contents.height)
        self.x11.XFree(c_void_p(image.contents.data))
        self.x11.XFree(image)
        return found

    def resize(self, window, width, height):
        left, right, top, bottom = window.shadow
        self.desktop.run(
            "xdotool", "windowsize", window.number, width + left + right, height + top + bottom
        )

    def place(self, window, x, y):
        left, _right, top, _bottom = window.shadow
        self.desktop.run("xdotool", "windowmove", "--", window.number, x - left, y - top)

    def activate(self, window):
        self.desktop.run("xdotool", "windowactivate", "--sync", window.number)

    def focus(self):
        """The numbers of the windows that get the keys: one, and those that it lies in."""
        number, revert_to = c_ulong(), c_int()
        self.x11.XGetInputFocus(self.display, byref(number), byref(revert_to))
        found = []
        while number.value not in (0, 1, self.root.value):  # None, PointerRoot (X11 protocol, SetInputFocus)
            found.append(number.value)
            number = self._query(number.value)[0]
        return found

    # Pointer

    def _send_move(self, x, y):
        self.xtst.XTestFakeMotionEvent(self.display, -1, int(x), int(y), c_ulong(0))

    def _send_button(self, number, is_down):
        self.xtst.XTestFakeButtonEvent(self.display, c_uint(number), bool(is_down), c_ulong(0))

    def move(self, x, y):
        self._send_move(x, y)
        self.x11.XSync(self.display, False)

    def rest(self):
        """Moves the pointer to where nothing is lit by it."""
        self.move(self.width - 1, self.height - 1)

    def button(self, number, is_down):
        self._send_button(number, is_down)
        self.x11.XSync(self.display, False)

    def click(self, x, y, button=1, times=1):
        # All at once: a program that has to wait for a processor in between makes no double click.
        self._send_move(x, y)
        for _ in range(times):
            self._send_button(button, True)
            self._send_button(button, False)
        self.x11.XSync(self.display, False)

    def cursor(self):
        """The name of the pointer's shape, as its program gave it."""
        image = self.xfixes.XFixesGetCursorImage(self.display)
        if not image:
            return ""
        name = (image.contents.name or b"").decode()
        self.x11.XFree(image)
        return name

    def free_point(self):
        """Where no window is."""
        right, bottom = self.width - 1, self.height - 1
        points = [(right, bottom), (right, 0), (0, bottom), (0, 0), (right // 2, bottom), (right, bottom // 2)]
        windows = self.windows()
        return next(point for point in points if not any(window.holds(point) for window in windows))

    def drag_path(self, start, end, n_steps=12):
        """Presses at START and moves to END as a hand does: in steps that programs can follow."""
        self.move(*start)
        self.button(1, True)
        for step in range(1, n_steps + 1):
            part = step / n_steps
            self.move(*(a + (b - a) * part for a, b in zip(start, end)))
            # A hand needs time as well, and a drag starts at the third motion event or so.
            time.sleep(0.02)

    # Keyboard

    def key(self, *keys):
        self.desktop.run("xdotool", "key", "--clearmodifiers", *keys)

    def type(self, text):
        self.desktop.run("xdotool", "type", "--clearmodifiers", "--delay", 2, "--", text)
