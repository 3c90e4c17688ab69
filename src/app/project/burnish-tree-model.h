/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "project/burnish-tree-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishTreeModel is a staging tree as a list: the rows of all expanded folders, each below its
 * folder, or, while something is searched for, the nodes found. It is a GListModel of
 * BurnishTreeRow, made on demand, and a GtkSelectionModel that remembers nodes, so that a selection
 * lasts while rows move.
 *
 * It follows the tree. Few changes are put in their places at once; after many, and for another
 * order, large folders are sorted on another thread and keep the order that they had meanwhile.
 * Main context only; nothing here takes longer than some milliseconds with 100 000 rows.
 */

#define BURNISH_TYPE_TREE_MODEL (burnish_tree_model_get_type ())
G_DECLARE_FINAL_TYPE (BurnishTreeModel, burnish_tree_model, BURNISH, TREE_MODEL, GObject)

BurnishTreeModel *burnish_tree_model_new (BurnishTree *tree);
BurnishTree *burnish_tree_model_get_tree (BurnishTreeModel *self);

/* Rows and nodes; a position is GTK_INVALID_LIST_POSITION for a node without row. */
BurnishNode burnish_tree_model_get_node (BurnishTreeModel *self, guint position);
guint burnish_tree_model_get_position (BurnishTreeModel *self, BurnishNode node);

/* Folders */
BurnishNode burnish_tree_model_get_root (BurnishTreeModel *self);
void burnish_tree_model_set_root (BurnishTreeModel *self, BurnishNode root);
gboolean burnish_tree_model_is_expanded (BurnishTreeModel *self, BurnishNode folder);
void burnish_tree_model_expand (BurnishTreeModel *self, BurnishNode folder);
void burnish_tree_model_expand_all (BurnishTreeModel *self, BurnishNode folder);
void burnish_tree_model_collapse (BurnishTreeModel *self, BurnishNode folder);
guint burnish_tree_model_reveal (BurnishTreeModel *self, BurnishNode node);

/* Order */
BurnishSortKey burnish_tree_model_get_sort_key (BurnishTreeModel *self);
gboolean burnish_tree_model_is_descending (BurnishTreeModel *self);
void burnish_tree_model_set_sort (BurnishTreeModel *self, BurnishSortKey key, gboolean descending);
gboolean burnish_tree_model_is_sorting (BurnishTreeModel *self);

/* Search */
void burnish_tree_model_find (BurnishTreeModel *self, const char *text);
gboolean burnish_tree_model_is_finding (BurnishTreeModel *self);
gboolean burnish_tree_model_shows_hits (BurnishTreeModel *self);

/* Selection */
GArray *burnish_tree_model_dup_selected (BurnishTreeModel *self);
guint burnish_tree_model_get_n_selected (BurnishTreeModel *self);
void
burnish_tree_model_select_only (BurnishTreeModel *self, const BurnishNode *nodes, gsize n_nodes);

/* What the project knows about nodes */
void burnish_tree_model_set_missing (BurnishTreeModel *self, GArray *nodes);

G_END_DECLS
