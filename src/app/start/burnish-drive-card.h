/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishDriveCard is one drive on the start page: what is in it now, or the job that has it, and
 * what can be done. It follows its drive item by changing its widgets in place, so that the
 * keyboard's focus stays where it is.
 */

#define BURNISH_TYPE_DRIVE_CARD (burnish_drive_card_get_type ())
G_DECLARE_FINAL_TYPE (BurnishDriveCard, burnish_drive_card, BURNISH, DRIVE_CARD, AdwBin)

GtkWidget *burnish_drive_card_new (BurnishDriveItem *item);

G_END_DECLS
