/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-drive.h"

#include "burnish-udev-private.h"

G_BEGIN_DECLS

/*
 * What the inside of the library knows of a drive. BurnishDriveInfo is the immutable, reference
 * counted identity that worker threads hold instead of the BurnishDrive, which belongs to the main
 * context.
 */

typedef struct
{
  gboolean is_image_file;
  char *path;     /* (owned) device node, or the image file */
  char *id;       /* (owned) */
  char *vendor;   /* (owned) "" when unknown, like the next three */
  char *model;    /* (owned) */
  char *revision; /* (owned) */
  char *serial;   /* (owned) */
} BurnishDriveInfo;

BurnishDriveInfo *_burnish_drive_info_ref (BurnishDriveInfo *self);
void _burnish_drive_info_unref (BurnishDriveInfo *self);
/* Takes identity from udev and sysfs; opens nothing. (nullable): without a device node. */
BurnishDriveInfo *_burnish_drive_info_new_for_udev (struct udev_device *device);
/* Asks a drive that udev does not know, through a descriptor for reading. */
BurnishDriveInfo *_burnish_drive_info_new_for_node (const char *path, GError **error);
BurnishDriveInfo *_burnish_drive_info_new_for_image_file (const char *path);

/* What BurnishDrive does, for any thread. */
BurnishMedium *
_burnish_drive_info_inspect (BurnishDriveInfo *self, GCancellable *cancellable, GError **error);
gboolean
_burnish_drive_info_eject (BurnishDriveInfo *self, GCancellable *cancellable, GError **error);
gboolean
_burnish_drive_info_load (BurnishDriveInfo *self, GCancellable *cancellable, GError **error);

/* info: (transfer full) */
BurnishDrive *_burnish_drive_new (BurnishDriveInfo *info);
BurnishDriveInfo *_burnish_drive_get_info (BurnishDrive *self);
/* Emits BurnishDrive::medium-changed, on the main context. */
void _burnish_drive_emit_medium_changed (BurnishDrive *self);

/* Unmounts what is on the disc through UDisks2. TRUE when nothing is mounted, there is no bus or no
   UDisks2: then opening the drive exclusively says what is wrong. Blocks; any thread. Error:
   DRIVE_BUSY. */
gboolean _burnish_drive_unmount (BurnishDrive *self, GCancellable *cancellable, GError **error);
gboolean _burnish_unmount_device (const char *path, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishDriveInfo, _burnish_drive_info_unref)

G_END_DECLS
