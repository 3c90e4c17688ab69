/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "project/burnish-tree-cell.h"
#include "project/burnish-tree-view.h"

G_BEGIN_DECLS

/* What the files that make up BurnishTreeView share. */

struct _BurnishTreeView
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scrolled_window;
  GtkColumnView *column_view;
  GtkColumnViewColumn *columns[BURNISH_TREE_N_COLUMNS]; /* (owned) */
  int widths_px[BURNISH_TREE_N_COLUMNS];                /* of those that are hidden */
  guint keep_id;                                        /* writes the widths to the settings */

  BurnishProject *project;       /* (owned) (nullable) */
  BurnishTreeModel *model;       /* (owned) (nullable) */
  BurnishTreeColumn sort_column; /* that the headers sort by */
  gboolean narrow;
  int width_px;        /* for which the columns were chosen */
  guint layout_id;     /* chooses them anew */
  BurnishNode focused; /* had the keyboard last */
  guint focus_id;      /* gives a row the focus that is still to be made */

  /* A drag over the list */
  GtkWidget *drop_row; /* (nullable): weak: has the look of a target */
  BurnishNode drop_folder;
  guint expand_id; /* opens a folder that the pointer rests on */
  guint scroll_id; /* frame by frame, near an edge */
  double scroll_speed;
};

/* burnish-tree-view.c */
/* The list within the column view, which GTK has no name for. */
GtkWidget *_burnish_tree_view_get_list (BurnishTreeView *self);
BurnishTreeCell *_burnish_tree_view_cell_at (BurnishTreeView *self, double x, double y);
void _burnish_tree_view_toggle (BurnishTreeView *self, BurnishNode node);
void _burnish_tree_view_move_to (BurnishTreeView *self, guint position, gboolean select);
void _burnish_tree_view_emit_menu (BurnishTreeView *self, double x, double y);
void _burnish_tree_view_emit_nodes_dropped (BurnishTreeView *self,
                                            BurnishTreeNodes *nodes,
                                            BurnishNode folder);

/* burnish-tree-view-keys.c */
void _burnish_tree_view_add_keys (BurnishTreeView *self);

/* burnish-tree-view-columns.c */
void _burnish_tree_view_add_columns (BurnishTreeView *self);
void _burnish_tree_view_drop_columns (BurnishTreeView *self);
void _burnish_tree_view_update_columns (BurnishTreeView *self, int width_px);
gboolean _burnish_tree_view_update_sort (BurnishTreeView *self);

/* burnish-tree-view-drag.c */
void _burnish_tree_view_add_drag (BurnishTreeView *self);
void _burnish_tree_view_add_drag_source (BurnishTreeView *self, BurnishTreeCell *cell);
void _burnish_tree_view_end_drop (BurnishTreeView *self);

G_END_DECLS
