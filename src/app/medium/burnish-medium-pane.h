/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishMediumPane puts the disc that a project goes to beside the project: the one in the drive
 * that burnish_drive_list_choose() names. It is there while the setting "show-medium-pane" is on
 * and there is room for both; the content never has to be wider because of it.
 *
 * Properties: "content", what stands beside the disc; "fits", whether there is room for the disc.
 */

#define BURNISH_TYPE_MEDIUM_PANE (burnish_medium_pane_get_type ())
G_DECLARE_FINAL_TYPE (BurnishMediumPane, burnish_medium_pane, BURNISH, MEDIUM_PANE, GtkWidget)

G_END_DECLS
