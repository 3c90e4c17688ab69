/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "project/burnish-tree-model.h"
#include "project/burnish-tree-nodes.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishTreeView shows the files of a project in columns, and takes what a person does to it with
 * pointer and keyboard: expanding, sorting, selecting, dragging. Verbs are the page's actions.
 *
 * Properties: "narrow": only names and sizes, one folder at a time; "root", the folder whose
 * children are the outermost rows.
 *
 * Signals: "changed" () when the selection or the rows are others, so that verbs may apply or not
 * apply any more; "activated" (node) when a file was opened by key or click; "menu" (x, y) when the
 * menu was asked for; "nodes-dropped" (BurnishTreeNodes, folder) when rows were dragged to a
 * folder. Files of other programs are the staging area's; burnish_tree_view_get_drop_folder() says
 * where.
 */

#define BURNISH_TYPE_TREE_VIEW (burnish_tree_view_get_type ())
G_DECLARE_FINAL_TYPE (BurnishTreeView, burnish_tree_view, BURNISH, TREE_VIEW, AdwBin)

BurnishTreeModel *burnish_tree_view_get_model (BurnishTreeView *self);
void burnish_tree_view_set_project (BurnishTreeView *self, BurnishProject *project);
BurnishNode burnish_tree_view_get_root (BurnishTreeView *self);
void burnish_tree_view_set_root (BurnishTreeView *self, BurnishNode root);
gboolean burnish_tree_view_get_narrow (BurnishTreeView *self);
void burnish_tree_view_set_narrow (BurnishTreeView *self, gboolean narrow);

BurnishNode burnish_tree_view_get_target (BurnishTreeView *self);
BurnishNode burnish_tree_view_get_drop_folder (BurnishTreeView *self, double x, double y);
gboolean burnish_tree_view_get_area (BurnishTreeView *self, BurnishNode node, GdkRectangle *area);
void burnish_tree_view_go_to (BurnishTreeView *self, const BurnishNode *nodes, gsize n_nodes);
void burnish_tree_view_focus (BurnishTreeView *self);

G_END_DECLS
