# SPDX-License-Identifier: GPL-2.0-or-later
"""A private desktop for tests: an X server, a window manager, a session bus, the accessibility bus.

Nothing of the person's session is seen or touched. There is one desktop for a test program,
because libatspi looks for its bus only once; the desktop goes when the program ends.
"""

import atexit
import functools
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from burnish_test import wait_until

SCREEN = (1600, 1200)
REGISTRY = "/usr/libexec/at-spi2-registryd"
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"

LOCALES = {"C.UTF-8": "/usr/lib/locale/C.utf8", "en_US.UTF-8": "/usr/lib/locale/C.utf8"}

# Only what a test puts there can be started by name: no portal, no gvfs, no dconf.
BUS_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

class Desktop:
    """The running servers, and the environment of the programs that shall meet them."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="burnish-desktop-"))
        self.services = self.folder / "services"
        self.services.mkdir()
        (self.folder / "run").mkdir(mode=0o700)
        # Locales besides those of the C library: see app_process.py.
        (self.folder / "locales").mkdir()
        for name, contents in LOCALES.items():
            (self.folder / "locales" / name).symlink_to(contents)
        self.processes = []
        atexit.register(self.close)
        # A test that is ended by meson ends its servers, too.
        signal.signal(signal.SIGTERM, lambda *_: os._exit(self.close() or 1))
        self.environment = dict(os.environ)
        for name in ("WAYLAND_DISPLAY", "DESKTOP_SESSION", "XDG_CURRENT_DESKTOP", "XAUTHORITY"):
            self.environment.pop(name, None)
        self.environment["XDG_RUNTIME_DIR"] = str(self.folder / "run")
        self.environment["GSETTINGS_BACKEND"] = "memory"
        self._start_x()
        self._start_bus()
        self._start_window_manager()

    def start(self, *arguments, **options):
        """Starts a server that lives as long as the desktop; its words go to a log."""
        log = (self.folder / "log").open("ab")
        options = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log} | options
        process = subprocess.Popen(
            [str(argument) for argument in arguments], env=self.environment, **options
        )
        log.close()
        self.processes.append(process)
        return process

    def _start_x(self):
        size = f"{SCREEN[0]}x{SCREEN[1]}x24"
        read, write = os.pipe()
        options = ["-displayfd", write, "-screen", 0, size, "-nolisten", "tcp", "-noreset"]
        self.start("Xvfb", *options, pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise AssertionError(f"Xvfb did not start: {self.log()}")
        self.environment["DISPLAY"] = f":{number}"

    def _start_bus(self):
        configuration = self.folder / "bus.conf"
        configuration.write_text(
            BUS_CONFIGURATION.format(folder=self.folder / "run", services=self.services),
            encoding="utf-8",
        )
        self.add_service("org.a11y.Bus", LAUNCHER)
        process = self.start(
            "dbus-daemon",
            f"--config-file={configuration}",
            "--nofork",
            "--print-address=1",
            stdout=subprocess.PIPE,
            text=True,
        )
        address = process.stdout.readline().strip()
        if not address:
            raise AssertionError(f"dbus-daemon did not start: {self.log()}")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address

    def _start_window_manager(self):
        # It composites, so that windows have the shadows, corners and sizes they have in GNOME.
        self.start("metacity", "--compositor=xrender", "--sm-disable", "--no-force-fullscreen")
        # It tells of itself on the root window once it manages windows.
        wait_until(
            lambda: "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"),
            what="the window manager's start",
        )

    def add_service(self, name, *command):
        """Lets the session bus start a program by name, with the environment of its caller."""
        text = f"[D-BUS Service]\nName={name}\nExec={' '.join(map(str, command))}\n"
        (self.services / f"{name}.service").write_text(text, encoding="utf-8")

    def run(self, *arguments, timeout=30):
        """Runs a small program on the desktop and returns what it printed."""
        return subprocess.run(
            [str(argument) for argument in arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            check=True,
        ).stdout

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes = []
        shutil.rmtree(self.folder, ignore_errors=True)


@functools.cache
def desktop():
    """The desktop of this test program."""
    started = Desktop()
    # libatspi reads these once, when it is first used.
    os.environ.update(
        {
            name: started.environment[name]
            for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
        }
    )
    return started
