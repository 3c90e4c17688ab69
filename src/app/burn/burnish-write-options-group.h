/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishWriteOptionsGroup asks where and how to burn: drive or image file, speed, copies,
 * verifying, test run, keeping the disc open, ejecting. What the chosen drive cannot do with its
 * disc is insensitive and says why. It begins with the person's settings, and follows drives and
 * discs as they change. Main context only.
 *
 * Properties: "drive-item" (nullable): the chosen drive; "image-file-allowed": whether an image
 * file can be chosen too; "image-file": whether it is.
 *
 * Signal "changed": another choice was made, or another disc is in the chosen drive.
 */

#define BURNISH_TYPE_WRITE_OPTIONS_GROUP (burnish_write_options_group_get_type ())
G_DECLARE_FINAL_TYPE (BurnishWriteOptionsGroup,
                      burnish_write_options_group,
                      BURNISH,
                      WRITE_OPTIONS_GROUP,
                      AdwPreferencesGroup)

BurnishDriveItem *burnish_write_options_group_get_drive_item (BurnishWriteOptionsGroup *self);
void burnish_write_options_group_set_drive_item (BurnishWriteOptionsGroup *self,
                                                 BurnishDriveItem *item);
gboolean burnish_write_options_group_get_image_file_allowed (BurnishWriteOptionsGroup *self);
void burnish_write_options_group_set_image_file_allowed (BurnishWriteOptionsGroup *self,
                                                         gboolean allowed);
gboolean burnish_write_options_group_get_image_file (BurnishWriteOptionsGroup *self);
void burnish_write_options_group_set_image_file (BurnishWriteOptionsGroup *self,
                                                 gboolean image_file);
void burnish_write_options_group_set_adding (BurnishWriteOptionsGroup *self, gboolean adding);
void burnish_write_options_group_grab_drive_focus (BurnishWriteOptionsGroup *self);
BurnishBurnOptions *burnish_write_options_group_dup_options (BurnishWriteOptionsGroup *self);

G_END_DECLS
