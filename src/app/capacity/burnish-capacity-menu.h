/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "capacity/burnish-capacity.h"

G_BEGIN_DECLS

/*
 * The menus of the capacity bar, made when they are opened. Their actions are those of the bar:
 * "capacity.measure" (s: "drive:ID" or "size:BLOCKS"), "capacity.remove" (ay: a name in the root),
 * "capacity.choose-disc".
 */

GMenuModel *burnish_capacity_menu_new_targets (BurnishDriveList *drives, GSettings *settings);
GMenuModel *burnish_capacity_menu_new_cures (BurnishCapacity *capacity);

G_END_DECLS
