/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>
#include <libudev.h>

/* Names for libudev's handles that g_autoptr () can take. */

typedef struct udev UdevContext;
typedef struct udev_device UdevDevice;
typedef struct udev_enumerate UdevEnumerate;
typedef struct udev_monitor UdevMonitor;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UdevContext, udev_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UdevDevice, udev_device_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UdevEnumerate, udev_enumerate_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UdevMonitor, udev_monitor_unref)
