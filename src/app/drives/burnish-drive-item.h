/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishDriveItem is a drive as the window knows it: the drive, what is in it now, and the job of
 * this program that has it. It looks by itself whenever the medium changes or a job has ended, and
 * never while a job has the drive. Main context only.
 *
 * Properties: "drive"; "medium" (nullable); "error", why there is no medium (nullable, no-disc
 * among them); "looking", while the drive is asked; "job" (nullable).
 */

#define BURNISH_TYPE_DRIVE_ITEM (burnish_drive_item_get_type ())
G_DECLARE_FINAL_TYPE (BurnishDriveItem, burnish_drive_item, BURNISH, DRIVE_ITEM, GObject)

BurnishDriveItem *burnish_drive_item_new (BurnishDrive *drive);
BurnishDrive *burnish_drive_item_get_drive (BurnishDriveItem *self);
BurnishMedium *burnish_drive_item_get_medium (BurnishDriveItem *self);
const GError *burnish_drive_item_get_error (BurnishDriveItem *self);
gboolean burnish_drive_item_get_looking (BurnishDriveItem *self);
BurnishJob *burnish_drive_item_get_job (BurnishDriveItem *self);
void burnish_drive_item_set_job (BurnishDriveItem *self, BurnishJob *job);
void burnish_drive_item_refresh (BurnishDriveItem *self);

G_END_DECLS
