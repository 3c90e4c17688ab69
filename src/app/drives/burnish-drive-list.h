/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-item.h"

G_BEGIN_DECLS

/*
 * BurnishDriveList is the list of burners as the window knows them: a GListModel of
 * BurnishDriveItem, one for each drive of a monitor but the image-file drive, which has nothing to
 * look at. Items stay the same objects as long as their drive is there. The list also knows which
 * drive the person pointed at last, for whoever offers one first (burnish_drive_list_choose()).
 *
 * Signal "preferred-changed": the person pointed at another drive.
 */

#define BURNISH_TYPE_DRIVE_LIST (burnish_drive_list_get_type ())
G_DECLARE_FINAL_TYPE (BurnishDriveList, burnish_drive_list, BURNISH, DRIVE_LIST, GObject)

BurnishDriveList *burnish_drive_list_new (void);
BurnishDriveItem *burnish_drive_list_lookup (BurnishDriveList *self, const char *id);
void burnish_drive_list_set_preferred (BurnishDriveList *self, BurnishDriveItem *item);
BurnishDriveItem *burnish_drive_list_get_preferred (BurnishDriveList *self);

G_END_DECLS
