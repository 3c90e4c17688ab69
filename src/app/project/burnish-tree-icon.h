/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "project/burnish-tree-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishTreeIcon is the icon of a row: that of its kind, or the picture of an image or a video
 * once it has been loaded. Lists make hundreds of them, so it is one widget that draws by itself
 * and never changes its size. Main context only.
 */

#define BURNISH_TREE_ICON_PX 24

#define BURNISH_TYPE_TREE_ICON (burnish_tree_icon_get_type ())
G_DECLARE_FINAL_TYPE (BurnishTreeIcon, burnish_tree_icon, BURNISH, TREE_ICON, GtkWidget)

GtkWidget *burnish_tree_icon_new (void);
void burnish_tree_icon_show (BurnishTreeIcon *self, BurnishTreeRow *row);

G_END_DECLS
