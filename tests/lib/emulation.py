# SPDX-License-Identifier: GPL-2.0-or-later
"""Emulated drives as tools/with-drive shows them: their folders, a private /sys, udev events.

The drives themselves are tests/mmc-drive; libumockdev plays the kernel and udev around them. The
process that sends events must have been started with libumockdev loaded (umockdev-wrapper).
"""

import ctypes
import json
import os
import shutil
import struct
import subprocess
from pathlib import Path

PRELOAD = "libumockdev-preload.so.0"
IN_CLOSE_WRITE, IN_CREATE, IN_DELETE, IN_CLOEXEC = 0x08, 0x100, 0x200, 0o2000000  # <sys/inotify.h>

# Name parts of the properties that udev's cdrom_id sets: ID_CDROM_… for what the drive can do
# and ID_CDROM_MEDIA_… for the disc, by MMC profile.
PROFILES = {
    0x08: "CD",
    0x09: "CD_R",
    0x0A: "CD_RW",
    0x10: "DVD",
    0x11: "DVD_R",
    0x12: "DVD_RAM",
    0x13: "DVD_RW",
    0x14: "DVD_RW",
    0x15: "DVD_R_DL",
    0x1A: "DVD_PLUS_RW",
    0x1B: "DVD_PLUS_R",
    0x2B: "DVD_PLUS_R_DL",
    0x40: "BD",
    0x41: "BD_R",
    0x43: "BD_RE",
}


class UsageError(Exception):
    """Something that the caller can mend; its text says how."""


class Built:
    """The parts of the emulated drive in a build directory."""

    def __init__(self, build):
        self.ctl = build / "tests/mmc-drive/mmc-drive-ctl"
        self.cli = build / "src/cli/burnish-cli"
        self.front = build / "tests/mmc-drive/libmmc-drive-front.so"
        for path in (self.ctl, self.front):
            if not path.exists():
                raise UsageError(
                    f"{path} is not there. Build Burnish first (meson setup build &&"
                    " ninja -C build), or name its build directory with --build DIR."
                )


class Drive:
    """One emulated drive: its folder, and how udev describes it."""

    def __init__(self, built, drives_folder, number):
        self.built = built
        self.number = number
        self.name = f"sr{number}"
        self.device = f"/dev/{self.name}"
        self.folder = drives_folder / self.name
        host = number + 1
        controller = f"/devices/pci0000:00/0000:00:1f.2/ata{host}"
        self.scsi = f"{controller}/host{host}/target{host}:0:0/{host}:0:0:0"
        self.block = f"{self.scsi}/block/{self.name}"

    def ctl(self, *arguments):
        environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
        done = subprocess.run(
            [self.built.ctl, self.folder, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise UsageError(done.stderr.strip() or f"{self.built.ctl} failed: {arguments}")
        return done.stdout

    def create(self, medium):
        """Makes the drive with a new disc."""
        self.ctl("new")
        self.ctl("set", f"serial=EMULATED{self.number:04d}")
        self.ctl("insert", medium)

    def properties(self):
        """What a real udev knows about such a drive and the disc that is in it now."""
        state = json.loads(self.ctl("dump"))
        vendor, model, revision, serial = (
            state[name].strip().replace(" ", "_")
            for name in ("vendor", "product", "revision", "serial")
        )
        properties = {
            "DEVNAME": self.name,
            "DEVTYPE": "disk",
            "MAJOR": "11",
            "MINOR": str(self.number),
            "SUBSYSTEM": "block",
            "ID_BUS": "ata",
            "ID_CDROM": "1",
            "ID_MODEL": model,
            "ID_PATH": f"pci-0000:00:1f.2-ata-{self.number + 1}",
            "ID_REVISION": revision,
            "ID_SERIAL": f"{vendor}_{model}_{serial}",
            "ID_SERIAL_SHORT": serial,
            "ID_TYPE": "cd",
            "ID_VENDOR": vendor,
            "TAGS": ":systemd:uaccess:",
        }
        properties.update((f"ID_CDROM_{name}", "1") for name in PROFILES.values())
        medium = state["medium"]
        if medium is not None and not state["tray_open"]:
            properties["ID_CDROM_MEDIA"] = "1"
            if medium["profile"] in PROFILES:
                properties[f"ID_CDROM_MEDIA_{PROFILES[medium['profile']]}"] = "1"
            properties["ID_CDROM_MEDIA_STATE"] = medium["status"]
        return properties


class Testbed:
    """The private /sys and the udev events that the command sees, made by libumockdev."""

    def __init__(self, drives):
        import gi

        gi.require_version("UMockdev", "1.0")
        from gi.repository import UMockdev

        self.umockdev = UMockdev.Testbed.new()
        self.root = Path(self.umockdev.get_root_dir())
        # Programs of other users read here, and whoever listens to events makes a socket.
        self.root.chmod(0o777)
        for drive in drives:
            self.add_host(drive)
            self.add(drive)

    def add_host(self, drive):
        """Adds what the drive hangs on, which stays when the drive is unplugged."""
        lines = [f"P: {drive.scsi}", "E: DEVTYPE=scsi_device", "E: SUBSYSTEM=scsi", "A: type=5", ""]
        self.umockdev.add_from_string("\n".join(lines))

    def add(self, drive):
        """Makes the drive known, which sends its "add" event."""
        lines = [f"P: {drive.block}", f"N: {drive.name}"]
        lines += [f"E: {name}={value}" for name, value in drive.properties().items()]
        lines += [f"A: dev=11:{drive.number}", "A: removable=1"]
        lines += [f"L: device=../../../{Path(drive.scsi).name}", ""]
        self.umockdev.add_from_string("\n".join(lines))

    def remove(self, drive):
        self.umockdev.uevent(f"/sys{drive.block}", "remove")
        self.umockdev.remove_device(f"/sys{drive.block}")
        # libumockdev leaves this link behind and fails when the drive comes back.
        (self.root / "sys/block" / drive.name).unlink(missing_ok=True)

    def change_medium(self, drive):
        """As the kernel and udev tell of a disc that came or went."""
        properties = drive.properties()
        self._write_properties(drive, properties | {"DISK_MEDIA_CHANGE": "1"})
        self.umockdev.uevent(f"/sys{drive.block}", "change")
        self._write_properties(drive, properties)

    def _write_properties(self, drive, properties):
        text = "".join(f"{name}={value}\n" for name, value in properties.items())
        (self.root / "sys" / drive.block.lstrip("/") / "uevent").write_text(text)


class Watch:
    """Turns changes of the drives' folders into events; see tests/mmc-drive/front.h."""

    def __init__(self, drives, testbed):
        self.testbed = testbed
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.fd = self.libc.inotify_init1(IN_CLOEXEC)
        self.drives = {}
        self.plugged = set(drives)
        for drive in drives:
            mask = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE
            watch = self.libc.inotify_add_watch(self.fd, os.fsencode(drive.folder), mask)
            if watch < 0:
                raise OSError(ctypes.get_errno(), f"cannot watch {drive.folder}")
            self.drives[watch] = drive

    def handle(self):
        data = os.read(self.fd, 65536)
        while data:
            watch, mask, _, length = struct.unpack_from("iIII", data)
            name = data[16 : 16 + length].rstrip(b"\0")
            data = data[16 + length :]
            if watch in self.drives:
                self._handle_one(self.drives[watch], name, mask)

    def _handle_one(self, drive, name, mask):
        if name == b"node" and mask & IN_DELETE and drive in self.plugged:
            self.plugged.remove(drive)
            self.testbed.remove(drive)
        elif name == b"node" and mask & IN_CREATE and drive not in self.plugged:
            self.plugged.add(drive)
            self.testbed.add(drive)
        elif name == b"media-event" and mask & IN_CLOSE_WRITE and drive in self.plugged:
            self.testbed.change_medium(drive)


def sanitizer_of(program):
    """The address sanitizer's library that a program is linked with; it must be loaded first."""
    path = shutil.which(program)
    if path is None:
        return []
    listing = subprocess.run(["ldd", path], capture_output=True, text=True, check=False).stdout
    return [
        line.split()[2] for line in listing.splitlines() if "libasan.so" in line and "=>" in line
    ]
