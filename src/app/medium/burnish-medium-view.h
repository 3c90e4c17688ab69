/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishMediumView tells everything about the disc in a drive and does what can be done with it:
 * beside a project, and in a window of its own (BurnishMediumWindow). It follows the drive by
 * changing its widgets in place, so that neither the place that was scrolled to nor the keyboard's
 * focus is lost. Set no drive to show that there is none.
 */

#define BURNISH_TYPE_MEDIUM_VIEW (burnish_medium_view_get_type ())
G_DECLARE_FINAL_TYPE (BurnishMediumView, burnish_medium_view, BURNISH, MEDIUM_VIEW, AdwBin)

GtkWidget *burnish_medium_view_new (void);
void burnish_medium_view_set_item (BurnishMediumView *self, BurnishDriveItem *item);
BurnishDriveItem *burnish_medium_view_get_item (BurnishMediumView *self);

G_END_DECLS
