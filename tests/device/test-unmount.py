#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Unmounting through UDisks2, which is a mock on a system bus of this test's own."""

import os
import subprocess

import burnish_test
import dbus
import dbusmock
import device_test

UDISKS = "org.freedesktop.UDisks2"
UDISKS_PATH = "/org/freedesktop/UDisks2"
BLOCK_PATH = f"{UDISKS_PATH}/block_devices"


def byte_string(text):
    return dbus.ByteArray(text.encode() + b"\0")


class UnmountTest(device_test.TestCase):
    unmount_code = ""

    @classmethod
    def setUpClass(cls):
        dbusmock.DBusTestCase.start_system_bus()
        cls.bus = dbusmock.DBusTestCase.get_dbus(system_bus=True)

    @classmethod
    def tearDownClass(cls):
        cls.bus.close()
        dbusmock.DBusTestCase.tearDownClass()

    def start_udisks(self):
        """UDisks2 with a mounted disc in /dev/sr0 and one that is not mounted in /dev/sr1."""
        command = ["/usr/bin/python3", "-m", "dbusmock", "--system", "--is-object-manager"]
        self.mock = subprocess.Popen(
            [*command, UDISKS, UDISKS_PATH, f"{UDISKS}.Manager"], stdout=subprocess.DEVNULL
        )
        self.addCleanup(self.stop_udisks)
        dbusmock.DBusTestCase.wait_for_bus_object(UDISKS, UDISKS_PATH, system_bus=True)
        manager = dbus.Interface(
            self.bus.get_object(UDISKS, UDISKS_PATH), dbusmock.MOCK_IFACE
        )
        for name, points in (("sr0", ["/media/disc"]), ("sr1", [])):
            path = f"{BLOCK_PATH}/{name}"
            properties = {
                "Device": byte_string(f"/dev/{name}"),
                "IdLabel": "Disc",
            }
            manager.AddObject(
                path, f"{UDISKS}.Block", dbus.Dictionary(properties, signature="sv"), []
            )
            block = dbus.Interface(self.bus.get_object(UDISKS, path), dbusmock.MOCK_IFACE)
            mount_points = dbus.Array([byte_string(point) for point in points], signature="ay")
            block.AddProperties(
                f"{UDISKS}.Filesystem",
                dbus.Dictionary({"MountPoints": mount_points}, signature="sv"),
            )
            block.AddMethod(f"{UDISKS}.Filesystem", "Unmount", "a{sv}", "", self.unmount_code)

    def stop_udisks(self):
        self.mock.terminate()
        self.mock.wait()

    def get_calls(self, name):
        block = self.bus.get_object(UDISKS, f"{BLOCK_PATH}/{name}")
        return dbus.Interface(block, dbusmock.MOCK_IFACE).GetMethodCalls("Unmount")

    def test_mounted(self):
        self.start_udisks()
        drives = self.start_drives("dvd+r", "dvd+r")
        self.look(drives, verb="eject")
        self.assertTrue(drives.dump()["tray_open"])
        self.assertEqual(len(self.get_calls("sr0")), 1)
        self.assertEqual(self.get_calls("sr0")[0][1], [{}])
        self.assertEqual(self.get_calls("sr1"), [])

    def test_not_mounted(self):
        self.start_udisks()
        drives = self.start_drives("dvd+r", "dvd+r")
        self.look(drives, verb="eject", path="/dev/sr1")
        self.assertTrue(drives.dump(1)["tray_open"])
        self.assertEqual(self.get_calls("sr1"), [])

    def test_in_use(self):
        self.unmount_code = (
            "raise dbus.exceptions.DBusException('target is busy', "
            "name='org.freedesktop.UDisks2.Error.DeviceBusy')"
        )
        self.start_udisks()
        drives = self.start_drives("dvd+r", "dvd+r")
        report = self.look(drives, verb="eject", code=1)
        self.assertEqual(report["error"], "drive-busy")
        self.assertIn("target is busy", report["message"])
        self.assertFalse(drives.dump()["tray_open"])
        self.assertEqual(drives.log(), [])

    def test_no_udisks(self):
        drives = self.start_drives("dvd+r")
        self.look(drives, verb="eject")
        self.assertTrue(drives.dump()["tray_open"])

    def test_no_bus(self):
        environment = dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS="unix:path=/nonexistent")
        drives = self.start_drives("dvd+r", environment=environment)
        self.look(drives, verb="eject")
        self.assertTrue(drives.dump()["tray_open"])


if __name__ == "__main__":
    burnish_test.main()
