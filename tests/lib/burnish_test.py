# SPDX-License-Identifier: GPL-2.0-or-later
"""What end-to-end tests share: emulated drives, and programs that are run on them.

    import burnish_test

    class BurnTest(burnish_test.TestCase):
        def test_burn(self):
            drives = self.start_drives("dvd+r")
            done = drives.cli("burn", "--drive", "/dev/sr0", self.make_folder({"a": b"text"}))
            self.assertEqual(done.code, 0, done)
            self.assertEqual(done.result["status"], "success")

    if __name__ == "__main__":
        burnish_test.main()

A test fails when one of its drives refused a command that the test did not expect. Programs are
those of the build directory that $BURNISH_BUILD names; meson sets it, and only for tests.
"""

import fcntl
import functools
import json
import os
import pty
import select
import shutil
import struct
import subprocess
import tempfile
import termios
import time
import unittest
from pathlib import Path

import json_events
from attribute_folder import make_attribute_folder
from emulation import sanitizer_of
from reachable import Reachable
from tap import main

__all__ = [
    "BLOCK_BYTES",
    "BUILD",
    "CLI",
    "NOBODY",
    "SOURCE",
    "Done",
    "Drives",
    "Lines",
    "Terminal",
    "TestCase",
    "main",
    "wait_until",
]

SOURCE = Path(os.environ.get("BURNISH_SOURCE", Path(__file__).resolve().parents[2]))
BUILD = Path(os.environ.get("BURNISH_BUILD", SOURCE / "build"))
CLI = BUILD / "src/cli/burnish-cli"
CTL = BUILD / "tests/mmc-drive/mmc-drive-ctl"
WITH_DRIVE = SOURCE / "tools/with-drive"
NOBODY = 65534
SCHEMA = json.loads((SOURCE / "tests/cli/json-schema.json").read_text(encoding="utf-8"))["$defs"]
BLOCK_BYTES = 2048


def wait_until(condition, timeout=20, what="the condition"):
    """Waits until CONDITION() is true, for what has no event, and returns what it gave."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {timeout} s")
        time.sleep(0.01)
    return value


class Done:
    """How a program ended: its exit code (negative: the signal) and what it printed."""

    def __init__(self, arguments, code, stdout, stderr, seconds):
        self.arguments = [str(argument) for argument in arguments]
        self.code = code
        self.stdout = stdout
        self.stderr = stderr
        self.seconds = seconds

    def __str__(self):
        return (
            f"{' '.join(self.arguments)}\nexit code {self.code} after {self.seconds:.2f} s\n"
            f"--- standard output\n{self.stdout}\n--- standard error\n{self.stderr}"
        )

    @property
    def events(self):
        """The JSON lines on standard output."""
        return [json.loads(line) for line in self.stdout.splitlines() if line.strip()]

    def events_of(self, kind):
        return [event for event in self.events if event["type"] == kind]

    @property
    def result(self):
        """The one final event."""
        results = self.events_of("result")
        assert len(results) == 1 and self.events[-1] is not None, self
        return results[0]

    def check_events(self):
        """Fails unless standard output is a whole run of events as the schema has them."""
        problems = json_events.check_lines(self.stdout.splitlines(), SCHEMA)
        if problems:
            raise AssertionError("\n".join([*problems, str(self)]))
        if self.result["exit_code"] != self.code:
            raise AssertionError(f"result and exit code differ: {self}")
        return self


def run_as(environment, *arguments, timeout=120, user=None, cwd=None, stdin=None, cancel=None):
    """Runs a program to its end. USER is a number; CANCEL(process) is called once it runs."""
    started = time.monotonic()
    with start_as(environment, *arguments, user=user, cwd=cwd) as process:
        try:
            if cancel is not None:
                cancel(process)
            stdout, stderr = process.communicate(stdin, timeout=timeout)
        except BaseException as error:
            process.kill()
            stdout, stderr = process.communicate()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            seconds = time.monotonic() - started
            done = Done(arguments, process.returncode, stdout, stderr, seconds)
            raise AssertionError(f"not ended within {timeout} s: {done}") from error
    return Done(arguments, process.returncode, stdout, stderr, time.monotonic() - started)


@functools.cache
def everybodys_paths():
    return Reachable(SOURCE, BUILD)


def start_as(environment, *arguments, user=None, cwd=None):
    """Starts a program with pipes for its input and output.

    USER matters where the tests run as root, whom no permission stops; whoever runs them as an
    ordinary user is that other user already. So a test that wants something refused takes away
    everybody's permission, the owner's, too.
    """
    environment = dict(environment)
    if "LD_PRELOAD" in environment:
        first = sanitizer_of(str(arguments[0]))
        environment["LD_PRELOAD"] = ":".join([*first, environment["LD_PRELOAD"]])
    arguments = [str(argument) for argument in arguments]
    other = {}
    if user is not None and os.geteuid() == 0:
        reachable = everybodys_paths()
        arguments = [reachable(argument) for argument in arguments]
        environment = {name: reachable(value) for name, value in environment.items()}
        other = {"user": user, "group": user, "extra_groups": []}
    return subprocess.Popen(
        arguments,
        env=environment,
        cwd=cwd,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="surrogateescape",
        **other,
    )


class Lines:
    """The lines of a started program's standard output, as they come."""

    def __init__(self, process):
        self._fd = process.stdout.fileno()
        self._data = b""

    def next(self, timeout=20):
        """The next line without its end; None after the last one."""
        while b"\n" not in self._data:
            if not select.select([self._fd], [], [], timeout)[0]:
                raise AssertionError(f"no line within {timeout} s")
            data = os.read(self._fd, 65536)
            if not data:
                return None
            self._data += data
        line, _, self._data = self._data.partition(b"\n")
        return line.decode(errors="surrogateescape")

    def has_more(self):
        """Whether something has come that was not asked for yet."""
        return bool(self._data or select.select([self._fd], [], [], 0)[0])


class Terminal:
    """A program on a terminal of its own: what a person sees there and types."""

    def __init__(self, environment, *arguments, columns=80):
        self.text = ""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        environment = dict(environment)
        first = sanitizer_of(str(arguments[0]))
        environment["LD_PRELOAD"] = ":".join([*first, environment["LD_PRELOAD"]])
        self._process = subprocess.Popen(
            [str(argument) for argument in arguments],
            env=environment,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def _read(self, timeout):
        """FALSE at the end."""
        if not select.select([self._master], [], [], timeout)[0]:
            raise AssertionError(f"nothing came within {timeout} s: {self.text}")
        try:
            self.text += os.read(self._master, 65536).decode(errors="replace")
        except OSError:  # nobody has the other end open any more
            return False
        return True

    def wait_for(self, text, timeout=30):
        """Reads until TEXT has come after what was waited for before."""
        start = getattr(self, "_position", 0)
        while (found := self.text.find(text, start)) < 0:
            if not self._read(timeout):
                raise AssertionError(f"ended without “{text}”: {self.text}")
        self._position = found + len(text)

    def type(self, text):
        os.write(self._master, text.encode())

    def close(self, timeout=60):
        """Reads to the end and returns the exit code."""
        try:
            while self._read(timeout):
                pass
            return self._process.wait(timeout)
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            os.close(self._master)


class Drives:
    """Emulated drives /dev/sr0, /dev/sr1, …, one for each medium, until this is closed."""

    def __init__(self, *media, speedup=50, faults=(), settings=(), environment=None):
        arguments = [WITH_DRIVE, "--build", BUILD, "--serve", "--speedup", speedup]
        for option, values in (("--medium", media), ("--fault", faults), ("--set", settings)):
            for value in values:
                arguments += [option, value]
        self._server = subprocess.Popen(
            [str(argument) for argument in arguments],
            env=dict(os.environ if environment is None else environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self._server.stdout.readline()
        if not line:
            self.close()
        report = json.loads(line)
        self.environment = report["environment"]
        self.folders = [Path(folder) for folder in report["drives"]]

    def close(self):
        self._server.communicate()
        if self._server.returncode != 0:
            raise AssertionError(f"with-drive ended with {self._server.returncode}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Programs that see the drives

    def run(self, *arguments, **options):
        """Runs a program; see run_as() for the options."""
        return run_as(self.environment, *arguments, **options)

    def start(self, *arguments, **options):
        """Starts a program and returns its subprocess.Popen."""
        return start_as(self.environment, *arguments, **options)

    def terminal(self, *arguments, **options):
        """Starts burnish-cli on a terminal; see Terminal for the options."""
        return Terminal(self.environment, CLI, *arguments, **options)

    def cli(self, verb, *arguments, **options):
        """Runs `burnish-cli VERB --json ARGUMENTS`; its events must follow the schema."""
        return self.run(CLI, verb, "--json", *arguments, **options).check_events()

    # The drives, worked by hand

    def ctl(self, number, *arguments):
        """Runs mmc-drive-ctl on drive NUMBER and returns what it printed."""
        return subprocess.run(
            [str(argument) for argument in (CTL, self.folders[number], *arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    def dump(self, number=0):
        """The state of a drive and its disc, as `mmc-drive-ctl DIR dump` has it."""
        return json.loads(self.ctl(number, "dump"))

    def insert(self, medium, number=0):
        self.ctl(number, "insert", medium)

    def fault(self, spec, number=0):
        self.ctl(number, "fault", spec)

    def expect_refusal(self, opcode, asc, number=0):
        """Says that a refusal of this operation code with this additional sense code is right."""
        self.ctl(number, "expect", f"{opcode:02x}", f"{asc:02x}")

    def log(self, number=0):
        """The commands that a drive got, a line for each."""
        return self.ctl(number, "log").splitlines()

    def refusals(self, number=0):
        return self.ctl(number, "refusals").splitlines()

    def hash(self, n_blocks, start_block=0, number=0):
        """SHA-256 of blocks as they are on the disc, read without the program under test."""
        return self.ctl(number, "hash", start_block, n_blocks).strip()

    def make_accessible(self, mode=0o666, number=0):
        """Sets the permissions of a device node."""
        (self.folders[number] / "node").chmod(mode)


# How the states of a disc that Burnish tells of show in the drive's own.
TRUE_STATES = {
    "blank": ("blank",),
    "spoiled": ("complete", "other"),
    "appendable": ("appendable",),
    "not-closed": ("appendable", "other"),
    "written": ("complete",),
    "written-damaged": ("complete",),
    "written-not-verified": ("complete",),
    "partly-written": ("blank", "complete", "other", "appendable"),
}


class TestCase(unittest.TestCase):
    """A test with drives and a folder of its own; both are gone afterwards."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="burnish-test-"))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def start_drives(self, *media, **options):
        """Starts drives that must not refuse anything unexpected until the end of the test."""
        drives = Drives(*media, **options)
        self.addCleanup(drives.close)
        self.addCleanup(self.assert_no_refusals, drives)
        return drives

    def assert_no_refusals(self, drives):
        for number in range(len(drives.folders)):
            self.assertEqual(drives.refusals(number), [], f"refused by /dev/sr{number}")

    def assert_true_state(self, drives, done):
        """What DONE says of the disc is what the drive says."""
        state = done.result["disc"]["state"]
        self.assertIn(drives.dump()["medium"]["status"], TRUE_STATES[state], done)

    def make_folder(self, files, name="source"):
        """Makes a folder with FILES, a dict of path → bytes."""
        folder = self.folder / name
        folder.mkdir()
        for path, data in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        return folder

    def make_attribute_folder(self):
        """A folder whose file system keeps extended attributes, and the size of the largest that it takes."""
        return make_attribute_folder(self)

    def assert_success(self, done):
        """DONE is of a program that ended well."""
        self.assertEqual(done.code, 0, done)
        return done
