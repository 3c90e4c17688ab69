/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-list.h"

G_BEGIN_DECLS

/*
 * What stands below the name of a drive wherever one is chosen, and which drive is meant while
 * nobody has chosen. Main context only.
 */

char *burnish_drive_item_dup_summary (BurnishDriveItem *item);
char *burnish_medium_dup_call_name (BurnishMedium *medium);
char *burnish_medium_dup_disc_summary (BurnishMedium *medium);
BurnishDriveItem *burnish_drive_list_choose (BurnishDriveList *drives, GSettings *settings);

G_END_DECLS
