#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Drives that are empty, busy, forbidden, failing or gone, and the image-file drive."""

import burnish_test
import device_test

# Holds the drive until somebody else has tried to have it and closed the node again.
SHORT_HOLDER = """
import ctypes, os, sys
libc = ctypes.CDLL(None)
fd = os.open('/dev/sr0', os.O_RDWR | os.O_NONBLOCK | os.O_EXCL)
watch = libc.inotify_init1(0)
assert libc.inotify_add_watch(watch, os.fsencode(sys.argv[1]), 0x08) >= 0  # IN_CLOSE_WRITE
print('held', flush=True)
os.read(watch, 4096)
"""


class DriveTest(device_test.TestCase):
    def test_identity(self):
        drives = self.start_drives("dvd+r")
        report = self.look(drives)
        self.assertEqual(report["drive"], "BURNISH EMULATED BD-RE")
        self.assertEqual(report["id"], "BURNISH_EMULATED_BD-RE_EMULATED0000")
        self.assertEqual(report["serial"], "EMULATED0000")

    def test_listing_opens_nothing(self):
        drives = self.start_drives("dvd+r", "none")
        report = self.look(drives, verb="list", path="-")
        self.assertEqual(report, {"drive-0": "/dev/sr0", "drive-1": "/dev/sr1"})
        self.assertEqual(drives.log(0) + drives.log(1), [])

    def test_no_disc(self):
        drives = self.start_drives("none", "dvd-r,tray-open")
        report = self.look(drives, code=1)
        self.assertEqual((report["error"], report["sense"]), ("no-disc", "2/3a/01"))
        report = self.look(drives, path="/dev/sr1", code=1)
        self.assertEqual((report["error"], report["sense"]), ("no-disc", "2/3a/02"))

    def test_looking_leaves_the_tray_open(self):
        drives = self.start_drives("dvd-r,tray-open")
        self.look(drives, code=1)
        self.assertTrue(drives.dump()["tray_open"])

    def test_no_drive(self):
        drives = self.start_drives("none")
        for path in ("/dev/sr7", "/dev/null", str(self.folder), "image:"):
            self.assertEqual(self.look(drives, path=path, code=1)["error"], "no-drive", path)

    def test_no_permission(self):
        drives = self.start_drives("dvd+r")
        drives.make_accessible(0o600)
        report = self.look(drives, code=1, user=burnish_test.NOBODY)
        self.assertEqual(report["error"], "permission-denied")
        self.assertIn("group cdrom", report["message"])
        drives.make_accessible(0o666)
        self.assertEqual(self.look(drives, user=burnish_test.NOBODY)["name"], "DVD+R")

    def test_busy(self):
        drives = self.start_drives("dvd+r")
        holder = drives.start(
            "/usr/bin/python3",
            "-c",
            "import os, sys\n"
            "open('/proc/self/comm', 'w').write('otherburner')\n"
            "fd = os.open('/dev/sr0', os.O_RDWR | os.O_NONBLOCK | os.O_EXCL)\n"
            "print('held', flush=True)\n"
            "sys.stdin.read()\n",
        )
        self.assertEqual(holder.stdout.readline(), "held\n")
        report = self.look(drives, code=1)
        self.assertEqual(report["error"], "drive-busy")
        self.assertIn("otherburner", report["message"])
        self.assertEqual(self.look(drives, verb="owner")["owner"], "otherburner")
        self.assertEqual(self.look(drives, verb="eject", code=1)["error"], "drive-busy")
        # A drive in use gets no command at all.
        self.assertEqual(drives.log(), [])
        holder.communicate()
        self.assertEqual(self.look(drives)["name"], "DVD+R")
        self.assertEqual(self.look(drives, verb="owner")["owner"], "-")

    def test_eject_and_load(self):
        drives = self.start_drives("dvd+r")
        self.look(drives, verb="eject")
        self.assertTrue(drives.dump()["tray_open"])
        self.look(drives, verb="load")
        self.assertFalse(drives.dump()["tray_open"])
        self.assertEqual(self.look(drives)["name"], "DVD+R")

    def test_becoming_ready(self):
        drives = self.start_drives("dvd+r", settings=["ready-ms=700"])
        drives.insert("dvd-r")
        self.assertEqual(self.look(drives)["name"], "DVD-R")

    def test_threads_do_not_lock_each_other_out(self):
        drives = self.start_drives("dvd+r")
        for _ in range(5):
            self.look(drives, verb="together")

    def test_cancel(self):
        drives = self.start_drives("dvd+r", faults=["never-ready"])
        report = self.look(drives, verb="cancel", code=1)
        self.assertTrue(report["error"].startswith("g-io-error-quark"), report)
        self.assertLess(int(report["cancel-ms"]), 250)

    def test_busy_for_a_moment(self):
        """As a new disc is, which udev and the desktop look at first."""
        drives = self.start_drives("dvd+r")
        for verb in ("info", "eject"):
            holder = drives.start("/usr/bin/python3", "-c", SHORT_HOLDER, drives.folders[0] / "node")
            self.assertEqual(holder.stdout.readline(), "held\n")
            self.look(drives, verb=verb)
            self.assertEqual(holder.wait(20), 0)
            holder.communicate()

    def test_unplugged(self):
        drives = self.start_drives("dvd+r", faults=["unplugged:op=46"])
        self.assertEqual(self.look(drives, code=1)["error"], "drive-lost")

    def test_command_fails(self):
        drives = self.start_drives("dvd+r", faults=["command:op=51,sense=4/44/00"])
        self.look(drives)
        drives = self.start_drives("dvd+r", faults=["command:op=46,sense=4/44/00"])
        report = self.look(drives, code=1)
        self.assertEqual((report["error"], report["sense"]), ("drive-failed", "4/44/00"))

    def test_image_file(self):
        drives = self.start_drives("none")
        path = self.folder / "new.iso"
        report = self.look(drives, path=f"image:{path}")
        self.assertEqual(report["state"], "blank overwritable")
        self.assertEqual(report["can-write"], "yes")
        self.assertEqual(report["can-erase-quick"], "image-file")
        self.assertGreater(int(report["capacity"]), 1000)
        self.assertFalse(path.exists())
        image = self.make_image("-V", "There")
        report = self.look(drives, path=f"image:{image}")
        self.assertEqual(report["state"], "overwritable")
        self.assertEqual(report["label"], "There")
        self.assertEqual(report["used"], str(image.stat().st_size // 2048))
        self.assertEqual(report["can-write"], "disc-not-blank")
        report = self.look(drives, path=f"image:{self.folder}/none/x.iso", code=1)
        self.assertEqual(report["error"], "target-failed")


if __name__ == "__main__":
    burnish_test.main()
