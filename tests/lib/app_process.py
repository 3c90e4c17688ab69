# SPDX-License-Identifier: GPL-2.0-or-later
"""The process of the application in a test: its private folders, its start and its end."""

import contextlib
import os
import re
import signal
import subprocess
import time

import burnish_test
import display
from accessible import Gone
from burnish_test import BUILD
from emulation import sanitizer_of

APP = BUILD / "src/app/burnish"
TEXT_DOMAIN = BUILD / "tests/app/libtext-domain.so"
APP_ID = "org.burnish.Burnish"
APP_PATH = "/org/burnish/Burnish"
TROUBLE = re.compile(r"-(WARNING|CRITICAL|ERROR) \*\*:|AddressSanitizer|runtime error:")
# What GTK says about the X server, not about Burnish.
HARMLESS = re.compile(r"Screen coordinates not supported|Failed to get the GNOME session proxy|unable to send notif")


class Process:
    """A Burnish process with folders of its own on the desktop, from its start to a clean end."""

    def __init__(
        self,
        test,
        drives,
        folder,
        *,
        size=None,
        settings=None,
        language=None,
        dark=False,
        high_contrast=False,
        rtl=False,
        animations=False,
        environment=None,
        program=APP,
        unprivileged=False,
        wait=True,
    ):
        """ARGS: of the command line. SIZE: (width, height) of the window. SETTINGS: a dict of
        key → value as GVariant's text. LANGUAGE: "de", …; RTL: right to left, in Hebrew.
        UNPRIVILEGED: what a file's mode forbids is forbidden, also when the tests run as root.
        """
        self.test = test
        self.drives = drives
        self.folder = folder
        self.desktop = display.desktop()
        self.screen = test.screen
        self.command = [str(program)]
        if unprivileged and os.geteuid() == 0:
            self.command[:0] = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        self.program = program
        self.size = size
        self.animations = animations
        self.process = None
        self.environment = self._environment(language, dark, high_contrast, rtl)
        self.environment.update(environment or {})
        self.harmless = [HARMLESS]
        for name in ("home", "config", "data", "cache", "state"):
            (folder / name).mkdir(exist_ok=True)
        self._write_look()
        if settings:
            self.write_settings(settings)

    # The process

    def _environment(self, language, dark, high_contrast, rtl):
        environment = {**self.drives.environment}
        shown = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
        environment.update({name: self.desktop.environment[name] for name in shown})
        for name in ("config", "data", "cache", "state"):
            environment[f"XDG_{name.upper()}_HOME"] = str(self.folder / name)
        system = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share")
        environment.update(
            HOME=str(self.folder / "home"),
            XDG_DATA_DIRS=f"{BUILD / 'data'}:{system}",
            GSETTINGS_SCHEMA_DIR=str(BUILD / "data"),
            GSETTINGS_BACKEND="keyfile",
            GIO_USE_VFS="local",
            GIO_USE_VOLUME_MONITOR="unix",
            GTK_A11Y="atspi",
            GTK_USE_PORTAL="0",
            ADW_DISABLE_PORTAL="1",
            GDK_BACKEND="x11",
            GSK_RENDERER="cairo",
            LC_ALL="en_US.UTF-8" if language or rtl else "C.UTF-8",
            # No such locale has to be installed: it has the contents of C.UTF-8, and the language
            # of texts is LANGUAGE's. GLib translates for a program without translations only if
            # the locale is an English one, and GTK takes the direction of text from its own.
            LOCPATH=str(self.desktop.folder / "locales"),
            LANGUAGE=language or ("he" if rtl else ""),
            BURNISH_LOCALES=str(BUILD / "po"),
            ADW_DEBUG_COLOR_SCHEME="prefer-dark" if dark else "prefer-light",
            ADW_DEBUG_HIGH_CONTRAST="1" if high_contrast else "0",
        )
        # GTK and its libraries keep much for as long as the program lives; leaks of the library
        # are found by the tests without a window.
        options = [environment.get("ASAN_OPTIONS", ""), "detect_leaks=0"]
        environment["ASAN_OPTIONS"] = ":".join(filter(None, options))
        for name in ("WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "DESKTOP_STARTUP_ID"):
            environment.pop(name, None)
        return environment

    def _write_look(self):
        """What GNOME's settings daemon tells GTK: the font and the buttons of a title bar."""
        file = self.folder / "config/gtk-4.0/settings.ini"
        file.parent.mkdir()
        file.write_text(
            "[Settings]\ngtk-font-name=Cantarell 11\ngtk-decoration-layout=appmenu:close\n"
            # Animations cost time and show half of everything in screenshots.
            f"gtk-enable-animations={int(self.animations)}\n",
            encoding="utf-8",
        )

    def write_settings(self, settings):
        """Presets settings, a dict of key → value as GVariant's text."""
        lines = [f"[{APP_PATH.strip('/')}]", *(f"{key}={value}" for key, value in settings.items())]
        file = self.folder / "config/glib-2.0/settings/keyfile"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @property
    def settings(self):
        """The stored settings, a dict of key → value as GVariant's text."""
        file = self.folder / "config/glib-2.0/settings/keyfile"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def start(self, *args, wait=True):
        """Starts the program and waits for its first window."""
        assert self.process is None or self.process.poll() is not None, "runs already"
        self.log = self.folder / "stderr"
        self.screen.rest()
        environment = dict(self.environment)
        first = sanitizer_of(str(self.program))
        environment["LD_PRELOAD"] = ":".join([*first, str(TEXT_DOMAIN), environment["LD_PRELOAD"]])
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, *map(str, args)],
                env=environment,
                cwd=self.folder / "home",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._application = None
        if wait:
            self.wait(lambda: self.windows(), "the first window")
            if self.size is not None:
                self.resize(*self.size)

    def run_again(self, *args, timeout=30):
        """Runs a second process, which hands its arguments to the first one and ends."""
        environment = dict(self.environment)
        return burnish_test.run_as(environment, self.program, *args, timeout=timeout)

    def alive(self):
        return self.process.poll() is None

    def stderr(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def expect_words(self, pattern):
        """Says that lines like this on standard error are right."""
        self.harmless.append(re.compile(pattern))

    def kill(self, number=signal.SIGKILL):
        """Ends the process as a crash does, and waits for its end."""
        os.killpg(self.process.pid, number)
        self.process.wait(20)

    def restart(self, *args, **options):
        """Quits, unless it was killed, and starts again with all that was stored."""
        if self.alive():
            self.quit()
        self.start(*args, **options)

    def quit(self, timeout=20):
        """Quits as the menu does, and checks that it ends well."""
        if self.alive():
            self.ask_to_quit()
        self.wait_for_end(timeout)

    def wait_for_end(self, timeout=20):
        """Waits for the end of the process, which must be a good one."""
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"Burnish does not quit.\n{self.report()}") from None
        assert code == 0, f"Burnish ended with {code}\n{self.stderr()}"

    def close(self):
        """The end of the test: quits if it still runs, fails on trouble, leaves no process."""
        if self.process is None:
            return
        try:
            if self.alive():
                self.ask_to_quit()
                self.discard_changes()
                self.wait_for_end()
            lines = [line for line in self.stderr().splitlines() if TROUBLE.search(line)]
            lines = [line for line in lines if not any(p.search(line) for p in self.harmless)]
            assert not lines, f"Burnish said:\n{self.stderr()}"
        finally:
            self.abandon()

    def abandon(self):
        """Leaves no process, however it would end."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    # Waiting

    def wait(self, condition, what="the condition", timeout=20):
        """Waits until CONDITION() is true and returns what it gave; fails at once on a crash."""
        deadline = time.monotonic() + timeout
        while True:
            why = ""
            try:
                if value := condition():
                    return value
            except Gone as error:
                why = f" ({error})"
            if not self.alive():
                raise AssertionError(f"Burnish ended with {self.process.returncode} while {what}"
                                     f" was waited for\n{self.stderr()}")
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} did not come within {timeout} s{why}\n{self.report()}")
            time.sleep(0.02)

    def report(self):
        return f"--- widgets\n{self.tree()}\n--- standard error\n{self.stderr()}"

    def summary(self):
        """A line for each window with what it says, and the last words on standard error."""
        said = self.stderr().splitlines()[-10:]
        if not self.alive():
            return "\n".join([f"Burnish ended with {self.process.returncode}", *said])
        return "\n".join([*(window.summary() for window in self.windows()), *said])

    def tree(self):
        """All that assistive technologies see, as text."""
        return self.application.dump() if self.application else "not on the accessibility bus"
