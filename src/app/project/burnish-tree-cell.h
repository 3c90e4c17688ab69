/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "project/burnish-tree-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishTreeCell is what stands in one column of one row: of the name column, the indentation, the
 * arrow that expands a folder, the icon and the name; of the others, a text. It shows a row until
 * it is given another one, and follows its changes. GTK keeps two hundred rows of cells ready, and
 * looks at all their widgets with every frame that is scrolled; so a cell draws its text itself and
 * has child widgets only for what its row needs.
 */

/*
 * BurnishTreeColumn:
 * @BURNISH_TREE_COLUMN_NAME: the name with everything before it
 * @BURNISH_TREE_COLUMN_SIZE: size
 * @BURNISH_TREE_COLUMN_MODIFIED: last modification
 * @BURNISH_TREE_COLUMN_KIND: kind of file
 * @BURNISH_TREE_COLUMN_SOURCE: where it comes from
 */
typedef enum
{
  BURNISH_TREE_COLUMN_NAME,
  BURNISH_TREE_COLUMN_SIZE,
  BURNISH_TREE_COLUMN_MODIFIED,
  BURNISH_TREE_COLUMN_KIND,
  BURNISH_TREE_COLUMN_SOURCE,
} BurnishTreeColumn;

#define BURNISH_TREE_N_COLUMNS (BURNISH_TREE_COLUMN_SOURCE + 1)

#define BURNISH_TYPE_TREE_CELL (burnish_tree_cell_get_type ())
G_DECLARE_FINAL_TYPE (BurnishTreeCell, burnish_tree_cell, BURNISH, TREE_CELL, GtkWidget)

GtkWidget *burnish_tree_cell_new (BurnishTreeColumn column);
BurnishTreeRow *burnish_tree_cell_get_row (BurnishTreeCell *self);
void burnish_tree_cell_set_row (BurnishTreeCell *self, BurnishTreeRow *row);
BurnishTreeCell *burnish_tree_cell_at (GtkWidget *widget);
GtkWidget *burnish_tree_cell_get_row_widget (BurnishTreeCell *self);

G_END_DECLS
