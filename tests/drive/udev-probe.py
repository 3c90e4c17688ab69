#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints as JSON lines what libudev says of optical drives: those that are there, then, with
--monitor, each event until standard input ends."""

import ctypes
import json
import select
import sys

udev = ctypes.CDLL("libudev.so.1")
for name in (
    "udev_new",
    "udev_enumerate_new",
    "udev_enumerate_get_list_entry",
    "udev_list_entry_get_next",
    "udev_device_new_from_syspath",
    "udev_device_new_from_devnum",
    "udev_monitor_new_from_netlink",
    "udev_monitor_receive_device",
):
    getattr(udev, name).restype = ctypes.c_void_p
for name in (
    "udev_list_entry_get_name",
    "udev_device_get_devnode",
    "udev_device_get_syspath",
    "udev_device_get_action",
    "udev_device_get_property_value",
):
    getattr(udev, name).restype = ctypes.c_char_p


def pointer(value):
    return ctypes.c_void_p(value)


def text(value):
    return value.decode() if value is not None else None


def describe(device):
    def get(name):
        return text(udev.udev_device_get_property_value(pointer(device), name.encode()))

    return {
        "node": text(udev.udev_device_get_devnode(pointer(device))),
        "action": text(udev.udev_device_get_action(pointer(device))),
        "serial": get("ID_SERIAL_SHORT"),
        "media_change": get("DISK_MEDIA_CHANGE"),
        "media": get("ID_CDROM_MEDIA"),
        "media_state": get("ID_CDROM_MEDIA_STATE"),
    }


def show(event, **members):
    print(json.dumps({"event": event, **members}), flush=True)


def enumerate_drives(context):
    listing = udev.udev_enumerate_new(context)
    udev.udev_enumerate_add_match_subsystem(pointer(listing), b"block")
    udev.udev_enumerate_add_match_property(pointer(listing), b"ID_CDROM", b"1")
    udev.udev_enumerate_scan_devices(pointer(listing))
    entry = udev.udev_enumerate_get_list_entry(pointer(listing))
    while entry:
        path = udev.udev_list_entry_get_name(pointer(entry))
        show("found", **describe(udev.udev_device_new_from_syspath(context, path)))
        entry = udev.udev_list_entry_get_next(pointer(entry))


def main():
    context = pointer(udev.udev_new())
    monitor = None
    if "--monitor" in sys.argv:
        monitor = pointer(udev.udev_monitor_new_from_netlink(context, b"udev"))
        udev.udev_monitor_filter_add_match_subsystem_devtype(monitor, b"block", None)
        udev.udev_monitor_enable_receiving(monitor)
    enumerate_drives(context)
    show("ready")
    while monitor is not None:
        fd = udev.udev_monitor_get_fd(monitor)
        ready, _, _ = select.select([fd, sys.stdin.fileno()], [], [])
        if sys.stdin.fileno() in ready:
            break
        device = udev.udev_monitor_receive_device(monitor)
        if device:
            show("event", **describe(device))


main()
