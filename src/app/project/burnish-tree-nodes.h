/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishTreeNodes is a part of a project on its way, by clipboard or drag: within this program the
 * nodes themselves, for others the files that their contents come from. Reference counted, does not
 * change. Main context only.
 */

#define BURNISH_TYPE_TREE_NODES (burnish_tree_nodes_get_type ())

typedef struct
{
  gatomicrefcount ref_count;
  BurnishProject *project; /* (owned) */
  GArray *nodes;           /* (owned) of BurnishNode */
  gboolean is_cut;         /* they shall be moved, not copied */
} BurnishTreeNodes;

GType burnish_tree_nodes_get_type (void);
BurnishTreeNodes *burnish_tree_nodes_ref (BurnishTreeNodes *self);
void burnish_tree_nodes_unref (BurnishTreeNodes *self);
GdkContentProvider *
burnish_tree_nodes_make_content (BurnishProject *project, GArray *nodes, gboolean is_cut);
BurnishTreeNodes *burnish_tree_nodes_from_clipboard (GdkClipboard *clipboard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishTreeNodes, burnish_tree_nodes_unref)

G_END_DECLS
