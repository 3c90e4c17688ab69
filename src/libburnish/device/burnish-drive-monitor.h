/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-drive.h"

G_BEGIN_DECLS

/*
 * BurnishDriveMonitor is the list of drives of this computer, kept up to date through udev as
 * drives come and go. It opens no device. It belongs to the main context on which it was made.
 */

#define BURNISH_TYPE_DRIVE_MONITOR (burnish_drive_monitor_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishDriveMonitor, burnish_drive_monitor, BURNISH, DRIVE_MONITOR, GObject)

BURNISH_EXPORT
BurnishDriveMonitor *burnish_drive_monitor_new (void);
BURNISH_EXPORT
void burnish_drive_monitor_set_image_file (BurnishDriveMonitor *self, const char *path);
BURNISH_EXPORT
BurnishDrive *burnish_drive_monitor_lookup (BurnishDriveMonitor *self, const char *id);

G_END_DECLS
