/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishMediumActions is what can be done with the disc in one drive: a group of actions that is
 * inserted as "medium" into a widget, so that buttons and menus below it work on that drive. All
 * are disabled and enabled in one place, by what the library says about the disc, and each disabled
 * one has a reason in words. Main context only.
 *
 * Actions: "new-project", "burn-image" (choose one, to be burned here), "verify" (by the disc's own
 * checksums), "verify-with-image" (choose one to compare with), "erase-quick", "erase-full",
 * "format" (all three ask first), "eject", "load", "move-tray" (either of them), "refresh", "show"
 * (the disc's own window), "permission-help".
 *
 * Signal "updated": what is enabled, or why it is not, may have changed.
 */

#define BURNISH_TYPE_MEDIUM_ACTIONS (burnish_medium_actions_get_type ())
G_DECLARE_FINAL_TYPE (BurnishMediumActions,
                      burnish_medium_actions,
                      BURNISH,
                      MEDIUM_ACTIONS,
                      GObject)

BurnishMediumActions *burnish_medium_actions_new (GtkWidget *widget);
void burnish_medium_actions_set_item (BurnishMediumActions *self, BurnishDriveItem *item);
BurnishDriveItem *burnish_medium_actions_get_item (BurnishMediumActions *self);
char *burnish_medium_actions_dup_reason (BurnishMediumActions *self, const char *name);

G_END_DECLS
