#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The emulated drives as programs see them: device nodes, descriptors, /proc and udev events."""

import hashlib
import json
import os
from pathlib import Path

import burnish_test
from burnish_test import BLOCK_BYTES, NOBODY

PYTHON = "/usr/bin/python3"
PROBE = Path(__file__).resolve().parent / "udev-probe.py"


def data_of(n_blocks):
    """Data that differs from block to block."""
    return b"".join(hashlib.sha256(b"%d" % n).digest() * 64 for n in range(n_blocks))


class Probe:
    """A program that listens to udev."""

    def __init__(self, drives, **options):
        self.process = drives.start(PYTHON, PROBE, "--monitor", **options)
        self.lines = burnish_test.Lines(self.process)
        self.found = []
        while (line := self.next())["event"] != "ready":
            self.found.append(line)

    def next(self):
        return json.loads(self.lines.next())

    def close(self):
        self.process.communicate()


class FrontTest(burnish_test.TestCase):
    def start_with_image(self, n_blocks=100, **options):
        image = self.folder / "image"
        image.write_bytes(data_of(n_blocks))
        self.image = image
        return self.start_drives(f"dvd-rom,image={image}", **options)

    def python(self, drives, program, **options):
        done = self.assert_success(drives.run(PYTHON, "-c", program, **options))
        return done.stdout.strip()

    # The node

    def test_node_is_a_block_device(self):
        drives = self.start_drives("dvd+r", "cd-r")
        done = drives.run("stat", "-c", "%F %t:%T %a", "/dev/sr0", "/dev/sr1")
        self.assert_success(done)
        self.assertEqual(
            done.stdout.splitlines(), ["block special file b:0 660", "block special file b:1 660"]
        )

    def test_old_and_new_stat_agree(self):
        drives = self.start_drives("dvd+r")
        program = """
import ctypes, os, stat
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open("/dev/sr0", os.O_RDONLY | os.O_NONBLOCK)
def show(result, buffer):
    status = ctypes.string_at(buffer, 144)
    print(result, stat.S_ISBLK(int.from_bytes(status[24:28], "little")),
          hex(int.from_bytes(status[40:48], "little")))
buffer = ctypes.create_string_buffer(256)
for name in ("__xstat", "__xstat64", "__lxstat", "__lxstat64"):
    show(libc[name](1, b"/dev/sr0", buffer), buffer)
for name in ("stat", "stat64", "lstat", "lstat64"):
    show(libc[name](b"/dev/sr0", buffer), buffer)
for name in ("fstat", "fstat64"):
    show(libc[name](fd, buffer), buffer)
for name in ("__fxstat", "__fxstat64"):
    show(libc[name](1, fd, buffer), buffer)
for name in ("fstatat", "fstatat64"):
    show(libc[name](-100, b"/dev/sr0", buffer, 0), buffer)
    show(libc[name](fd, b"", buffer, 0x1000), buffer)
show(libc["__fxstatat"](1, -100, b"/dev/sr0", buffer, 0), buffer)
"""
        lines = self.python(drives, program).splitlines()
        self.assertEqual(len(lines), 17)
        self.assertEqual(set(lines), {"0 True 0xb00"})

    def test_other_drives_are_hidden(self):
        drives = self.start_drives("dvd+r")
        done = drives.run("stat", "/dev/sr1", "/dev/scd0", "/dev/sg0", "/dev/hda")
        self.assertEqual(done.stderr.count("No such file or directory"), 4, done)
        self.assertEqual(done.stdout, "")

    def test_permissions(self):
        drives = self.start_drives("dvd+r")
        read = ("dd", "if=/dev/sr0", "count=0", "iflag=nonblock")
        self.assert_success(drives.run(*read))
        drives.make_accessible(0)
        done = drives.run(*read, user=NOBODY)
        self.assertEqual(done.code, 1, done)
        self.assertIn("Permission denied", done.stderr)
        for name, expected in (("R_OK", "False"), ("F_OK", "True")):
            program = f"import os; print(os.access('/dev/sr0', os.{name}))"
            self.assertEqual(self.python(drives, program, user=NOBODY), expected)
        drives.make_accessible()
        self.assert_success(drives.run(*read, user=NOBODY))

    def test_mode_can_be_changed(self):
        drives = self.start_drives("dvd+r")
        self.assert_success(drives.run("chmod", "604", "/dev/sr0"))
        done = drives.run("stat", "-c", "%F %a", "/dev/sr0")
        self.assertEqual(done.stdout, "block special file 604\n", done)
        self.assert_success(drives.run("test", "-b", "/dev/sr0"))

    def test_other_user_burns(self):
        drives = self.start_drives("dvd+r")
        drives.make_accessible()
        image = self.folder / "image"
        image.write_bytes(data_of(64))
        done = drives.run("cdrskin", "dev=/dev/sr0", "-sao", image, user=NOBODY)
        self.assert_success(done)
        self.assertEqual(drives.hash(64), hashlib.sha256(data_of(64)).hexdigest())

    def test_reader_may_not_write(self):
        """Without CAP_SYS_RAWIO the kernel lets through a descriptor's own commands only."""
        drives = self.start_drives("dvd+r")
        drives.make_accessible()
        program = """
import ctypes, errno, fcntl, os, struct
def send(fd, opcode):
    cdb = ctypes.create_string_buffer(bytes([opcode, 0, 0, 0, 0, 0]), 6)
    sense = ctypes.create_string_buffer(32)
    request = struct.pack("iiBBHIPPPIIiPBBBBHHiII", 83, -1, 6, 32, 0, 0, 0,
        ctypes.addressof(cdb), ctypes.addressof(sense), 10000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    try:
        fcntl.ioctl(fd, 0x2285, bytearray(request))
        return "sent"
    except OSError as error:
        return errno.errorcode[error.errno]
for flags in (os.O_RDONLY, os.O_RDWR):
    fd = os.open("/dev/sr0", flags | os.O_NONBLOCK)
    print(send(fd, 0x00), send(fd, 0x1e))
"""
        self.assertEqual(
            self.python(drives, program, user=NOBODY).splitlines(), ["sent EPERM", "sent sent"]
        )

    def test_empty_drive(self):
        drives = self.start_drives("none")
        done = drives.run("cat", "/dev/sr0")
        self.assertIn("No medium found", done.stderr)
        self.assertEqual(done.code, 1, done)

    # Descriptors

    def test_exclusive_opening_over_processes(self):
        drives = self.start_drives("dvd+r", "dvd+r")
        program = """
import os, sys
fd = os.open("/dev/sr0", os.O_RDWR | os.O_NONBLOCK | os.O_EXCL)
copy = os.dup(fd)
os.close(fd)
print("held", flush=True)
sys.stdin.read()
"""
        opening = """
import errno, os
for path, flags in (("/dev/sr0", os.O_EXCL), ("/dev/sr0", 0), ("/dev/sr1", os.O_EXCL)):
    try:
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK | flags))
        print("opened")
    except OSError as error:
        print(errno.errorcode[error.errno])
"""
        holder = drives.start(PYTHON, "-c", program)
        self.assertEqual(holder.stdout.readline(), "held\n")
        self.assertEqual(self.python(drives, opening).split(), ["EBUSY", "opened", "opened"])
        holder.communicate()
        self.assertEqual(self.python(drives, opening).split(), ["opened"] * 3)

    def test_holder_is_named_in_proc(self):
        drives = self.start_drives("dvd+r")
        program = """
import os, sys
fd = os.open("/dev/sr0", os.O_RDWR | os.O_NONBLOCK | os.O_EXCL)
print(fd, flush=True)
sys.stdin.read()
"""
        looking = """
import os, stat
link = "/proc/{}/fd/{}"
status = os.stat(link)
print(os.readlink(link), stat.S_ISBLK(status.st_mode),
      os.major(status.st_rdev), os.minor(status.st_rdev))
"""
        holder = drives.start(PYTHON, "-c", program)
        fd = holder.stdout.readline().strip()
        self.assertEqual(
            self.python(drives, looking.format(holder.pid, fd)), "/dev/sr0 True 11 0"
        )
        holder.communicate()

    def test_copies_of_a_descriptor_share_the_position(self):
        drives = self.start_with_image()
        program = """
import fcntl, hashlib, os
fd = os.open("/dev/sr0", os.O_RDONLY)
copies = [os.dup(fd), os.dup2(fd, 40), fcntl.fcntl(fd, fcntl.F_DUPFD, 60),
          fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 80)]
os.close(fd)
data = b"".join(os.read(copy, 5000) for copy in copies)
print(hashlib.sha256(data).hexdigest(), os.lseek(copies[0], 0, os.SEEK_CUR),
      os.lseek(copies[1], 0, os.SEEK_END), os.read(copies[2], 10))
"""
        expected = hashlib.sha256(data_of(100)[:20000]).hexdigest()
        self.assertEqual(
            self.python(drives, program), f"{expected} 20000 {100 * BLOCK_BYTES} b''"
        )

    def test_many_threads(self):
        """Threads that open, copy, read and close at once each see the disc's own bytes."""
        drives = self.start_with_image()
        program = f"""
import os, random, threading
image = open({str(self.image)!r}, "rb").read()
wrong = []
def work(seed):
    choose = random.Random(seed)
    for _ in range(60):
        fd = os.open("/dev/sr0", os.O_RDONLY)
        copy = os.dup(fd)
        other = os.open("/dev/zero", os.O_RDONLY)
        start = choose.randrange(len(image) - 9000)
        if os.pread(copy, 9000, start) != image[start:start + 9000]:
            wrong.append(start)
        os.close(fd)
        if os.read(other, 10) != bytes(10):
            wrong.append("zero")
        os.close(other)
        os.close(copy)
threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(wrong)
"""
        self.assertEqual(self.python(drives, program), "[]")

    def test_programs_read_the_node(self):
        drives = self.start_with_image()
        digest = hashlib.sha256(data_of(100)).hexdigest()
        shell = ("sh", "-c")
        for command in (
            ("sha256sum", "/dev/sr0"),
            (*shell, "dd if=/dev/sr0 bs=3000 status=none | sha256sum"),
            (*shell, "cat </dev/sr0 | sha256sum"),
            (*shell, f"cp /dev/sr0 {self.folder}/copy && sha256sum {self.folder}/copy"),
        ):
            with self.subTest(command=command):
                done = self.assert_success(drives.run(*command))
                self.assertEqual(done.stdout.split()[0], digest)
        self.assert_success(drives.run("cmp", "/dev/sr0", self.image))
        self.assert_success(drives.run("cmp", "-i", "4096", "/dev/sr0", self.image))
        self.image.write_bytes(data_of(99) + bytes(BLOCK_BYTES))
        self.assertEqual(drives.run("cmp", "/dev/sr0", self.image).code, 1)

    def test_node_cannot_be_written_to(self):
        drives = self.start_with_image()
        done = drives.run("dd", "if=/dev/zero", "of=/dev/sr0", "count=1", "conv=notrunc")
        self.assertIn("Read-only file system", done.stderr)
        self.assertEqual(drives.run("cmp", "/dev/sr0", self.image).code, 0)

    # udev

    def test_enumeration(self):
        drives = self.start_drives("dvd+r", "none")
        done = self.assert_success(drives.run(PYTHON, PROBE))
        found = [line for line in done.events if line["event"] == "found"]
        self.assertEqual([line["node"] for line in found], ["/dev/sr0", "/dev/sr1"])
        self.assertEqual([line["serial"] for line in found], ["EMULATED0000", "EMULATED0001"])
        self.assertEqual([line["media_state"] for line in found], ["blank", None])

    def test_medium_changes(self):
        drives = self.start_drives("dvd+r", "none")
        probe = Probe(drives)
        for change, state in (
            (lambda: drives.ctl(0, "remove"), None),
            (lambda: drives.insert("dvd-rw"), "blank"),
            (lambda: drives.ctl(0, "eject"), None),
            (lambda: drives.ctl(0, "load"), "blank"),
            (lambda: self.assert_success(drives.run("cdrskin", "dev=/dev/sr0", "-eject")), None),
        ):
            change()
            event = probe.next()
            self.assertEqual(
                (event["node"], event["action"], event["media_change"], event["media_state"]),
                ("/dev/sr0", "change", "1", state),
            )
        drives.insert("bd-re", 1)
        self.assertEqual(probe.next()["node"], "/dev/sr1")
        probe.close()

    def test_unplug_and_plug(self):
        drives = self.start_drives("dvd+r", "dvd+r")
        probe = Probe(drives)
        opened = drives.start(
            PYTHON,
            "-c",
            """
import errno, fcntl, os, sys
fd = os.open("/dev/sr1", os.O_RDWR | os.O_NONBLOCK)
print("opened", flush=True)
sys.stdin.readline()
try:
    print(fcntl.ioctl(fd, 0x5326))
except OSError as error:
    print(errno.errorcode[error.errno])
""",
        )
        self.assertEqual(opened.stdout.readline(), "opened\n")
        drives.ctl(1, "unplug")
        event = probe.next()
        self.assertEqual((event["node"], event["action"]), ("/dev/sr1", "remove"))
        self.assertEqual(opened.communicate("\n")[0], "ENODEV\n")
        self.assertNotEqual(drives.run("stat", "/dev/sr1").code, 0)
        again = Probe(drives)
        self.assertEqual([line["node"] for line in again.found], ["/dev/sr0"])
        again.close()

        drives.ctl(1, "plug")
        event = probe.next()
        self.assertEqual((event["node"], event["action"]), ("/dev/sr1", "add"))
        self.assert_success(drives.run("stat", "/dev/sr1"))
        self.assertFalse(probe.lines.has_more())
        probe.close()

    def test_unplugged_while_burning(self):
        drives = self.start_drives("dvd+r", faults=["unplugged:after=20,op=2a"])
        probe = Probe(drives)
        image = self.folder / "image"
        image.write_bytes(data_of(1000))
        done = drives.run("cdrskin", "dev=/dev/sr0", "-sao", image)
        self.assertNotEqual(done.code, 0, done)
        self.assertIn("Lost connection to drive", done.stderr)
        self.assertEqual(probe.next()["action"], "remove")
        self.assertNotEqual(drives.run("stat", "/dev/sr0").code, 0)
        drives.ctl(0, "plug")
        self.assertEqual(probe.next()["action"], "add")
        self.assert_success(drives.run("cdrskin", "dev=/dev/sr0", "-minfo"))
        probe.close()

    def test_other_user_hears_events(self):
        drives = self.start_drives("none")
        probe = Probe(drives, user=NOBODY)
        self.assertEqual([line["node"] for line in probe.found], ["/dev/sr0"])
        drives.insert("cd-r")
        self.assertEqual(probe.next()["action"], "change")
        probe.close()

    # libburn

    def test_libburn_scans_all_drives(self):
        drives = self.start_drives("dvd+r", "cd-r", "none")
        done = drives.run("xorriso", "-devices")
        self.assert_success(done)
        nodes = [f"'/dev/sr{number}'" for number in range(3)]
        self.assertEqual([node for node in nodes if node in done.stdout + done.stderr], nodes)

    def test_kernel_lists_the_drives(self):
        drives = self.start_drives("dvd+r", "cd-r")
        program = """
import ctypes
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(b"/proc/sys/dev/cdrom/info", b"r"))
buffer = ctypes.create_string_buffer(4096)
libc.fread(buffer, 1, 4095, file)
print(buffer.value.decode())
"""
        names = [line for line in self.python(drives, program).splitlines() if "drive name" in line]
        self.assertEqual([line.split()[2:] for line in names], [["sr1", "sr0"]])

    def test_two_burns_side_by_side(self):
        drives = self.start_drives("dvd+r", "cd-rw", settings=["write-us=200", "1:write-us=200"])
        image = self.folder / "image"
        image.write_bytes(data_of(500))
        burns = [
            drives.start("cdrskin", f"dev=/dev/sr{number}", "-sao", image) for number in range(2)
        ]
        for burn in burns:
            stdout, stderr = burn.communicate(timeout=60)
            self.assertEqual(burn.returncode, 0, stdout + stderr)
        for number in range(2):
            self.assertEqual(
                drives.hash(500, number=number), hashlib.sha256(data_of(500)).hexdigest()
            )


if __name__ == "__main__":
    os.umask(0o022)
    burnish_test.main()
