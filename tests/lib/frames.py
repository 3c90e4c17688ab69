# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts what a window draws and how long a program's main loop is held up, from outside of it."""

import ctypes
import threading
import time
from ctypes import byref, c_int, c_long, c_ulong, c_void_p

import accessible

REPORT_NON_EMPTY = 3  # <X11/extensions/damagewire.h>
EVENT_BYTES = 24 * ctypes.sizeof(c_long)  # XEvent of <X11/Xlib.h>
# What is drawn within this time belongs to one frame; frames come 16.7 ms apart at the most.
SAME_FRAME_SECONDS = 0.004


class Frames:
    """The frames of a window, by what the X server says is drawn there."""

    def __init__(self, screen, window):
        self.x11 = screen.x11
        self.display = screen.display
        self.damage = ctypes.CDLL("libXdamage.so.1")
        self.damage.XDamageCreate.restype = c_ulong
        base, error = c_int(), c_int()
        self.damage.XDamageQueryExtension(self.display, byref(base), byref(error))
        self.notify = base.value
        self.number = self.damage.XDamageCreate(self.display, c_ulong(window.number), REPORT_NON_EMPTY)
        self.times = []
        self.n_drawn = 0  # whatever was drawn, several times in a frame perhaps

    def collect(self):
        """Takes the events that have come."""
        event = (ctypes.c_char * EVENT_BYTES)()
        while self.x11.XPending(self.display):
            self.x11.XNextEvent(self.display, byref(event))
            if c_int.from_buffer(event).value & 0x7F != self.notify:
                continue
            self.n_drawn += 1
            now = time.monotonic()
            if not self.times or now - self.times[-1] > SAME_FRAME_SECONDS:
                self.times.append(now)
            self.damage.XDamageSubtract(self.display, c_ulong(self.number), c_ulong(0), c_ulong(0))
            self.x11.XFlush(self.display)

    def close(self):
        self.damage.XDamageDestroy(self.display, c_ulong(self.number))
        self.x11.XFlush(self.display)


class Watchdog:
    """Asks a program something again and again; GTK answers from the main loop.

    A question waits for at most what the loop does in one go, so the longest wait is how long the
    loop was held up, and the scheduling of two processes besides. What the main thread computed
    until it answered holds on a busy machine too.
    """

    def __init__(self, application, pid):
        self.application = application
        self.schedule = open(f"/proc/{pid}/task/{pid}/schedstat", encoding="ascii")
        self.waits = []
        self.busy = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _computed(self):
        """Seconds that the main thread has been on a processor."""
        self.schedule.seek(0)
        return int(self.schedule.read().split()[0]) / 1e9

    def _run(self):
        computed = self._computed()
        while not self.stop.is_set():
            started = time.monotonic()
            try:
                self.application.read(accessible.ACCESSIBLE, "Name")
            except accessible.Gone:
                return
            self.waits.append(time.monotonic() - started)
            before, computed = computed, self._computed()
            self.busy.append(computed - before)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()
        self.schedule.close()
