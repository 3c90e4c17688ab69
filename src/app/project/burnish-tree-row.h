/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishTreeRow stands for one row of a BurnishTreeModel. It is made when a list asks for it and
 * goes when no list shows it any more, so it keeps nothing but numbers; everything else is asked
 * of the tree. "changed" tells that something of it is to be read again. Main context only.
 */

#define BURNISH_TYPE_TREE_ROW (burnish_tree_row_get_type ())
G_DECLARE_FINAL_TYPE (BurnishTreeRow, burnish_tree_row, BURNISH, TREE_ROW, GObject)

BurnishTree *burnish_tree_row_get_tree (BurnishTreeRow *self);
BurnishNode burnish_tree_row_get_node (BurnishTreeRow *self);
guint burnish_tree_row_get_depth (BurnishTreeRow *self);
gboolean burnish_tree_row_is_folder (BurnishTreeRow *self);
gboolean burnish_tree_row_is_expandable (BurnishTreeRow *self);
gboolean burnish_tree_row_is_expanded (BurnishTreeRow *self);
gboolean burnish_tree_row_is_hit (BurnishTreeRow *self);
gboolean burnish_tree_row_is_missing (BurnishTreeRow *self);

G_END_DECLS
