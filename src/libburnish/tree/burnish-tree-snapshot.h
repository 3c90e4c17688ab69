/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree.h"

G_BEGIN_DECLS

/*
 * BurnishTreeSnapshot is a staging tree at one moment: immutable, reference counted, readable from
 * any thread. The image layer lays out, names and reads from a snapshot only. Nodes are numbered
 * densely in tree order: the root is 0; the children of a folder have consecutive numbers, in byte
 * order of their names, and what is in them comes after all of them, folder by folder.
 */

BURNISH_EXPORT
GType burnish_tree_snapshot_get_type (void);
BURNISH_EXPORT
BurnishTreeSnapshot *burnish_tree_snapshot_ref (BurnishTreeSnapshot *self);
BURNISH_EXPORT
void burnish_tree_snapshot_unref (BurnishTreeSnapshot *self);
BURNISH_EXPORT
guint32 burnish_tree_snapshot_get_n_nodes (BurnishTreeSnapshot *self);
BURNISH_EXPORT
guint32 burnish_tree_snapshot_get_n_files (BurnishTreeSnapshot *self);
BURNISH_EXPORT
guint32 burnish_tree_snapshot_get_n_folders (BurnishTreeSnapshot *self);
BURNISH_EXPORT
guint64 burnish_tree_snapshot_get_size_bytes (BurnishTreeSnapshot *self);
BURNISH_EXPORT
BurnishNodeKind burnish_tree_snapshot_get_kind (BurnishTreeSnapshot *self, BurnishNode node);
/* The name's bytes, which need not be UTF-8; the root's is "". */
BURNISH_EXPORT
const char *burnish_tree_snapshot_get_name (BurnishTreeSnapshot *self, BurnishNode node);
BURNISH_EXPORT
BurnishNode burnish_tree_snapshot_get_parent (BurnishTreeSnapshot *self, BurnishNode node);
BURNISH_EXPORT
guint32 burnish_tree_snapshot_get_n_children (BurnishTreeSnapshot *self, BurnishNode node);
BURNISH_EXPORT
BurnishNode
burnish_tree_snapshot_get_child (BurnishTreeSnapshot *self, BurnishNode node, guint32 index);
/* Path from the root with "/" between names, starting with "/" ("/" for the root). */
BURNISH_EXPORT
char *burnish_tree_snapshot_dup_path (BurnishTreeSnapshot *self, BurnishNode node);
BURNISH_EXPORT
BurnishNode burnish_tree_snapshot_lookup (BurnishTreeSnapshot *self, const char *path);
BURNISH_EXPORT
guint64 burnish_tree_snapshot_get_node_size_bytes (BurnishTreeSnapshot *self, BurnishNode node);
/* st_mode's permission bits (07777). */
BURNISH_EXPORT
guint32 burnish_tree_snapshot_get_mode (BurnishTreeSnapshot *self, BurnishNode node);
BURNISH_EXPORT
guint32 burnish_tree_snapshot_get_uid (BurnishTreeSnapshot *self, BurnishNode node);
BURNISH_EXPORT
guint32 burnish_tree_snapshot_get_gid (BurnishTreeSnapshot *self, BurnishNode node);
/* Microseconds since 1970-01-01 UTC; may be negative. */
BURNISH_EXPORT
gint64 burnish_tree_snapshot_get_mtime_us (BurnishTreeSnapshot *self, BurnishNode node);
/* For a symbolic link: where it points, bytes; NULL for others. */
BURNISH_EXPORT
const char *burnish_tree_snapshot_get_link_target (BurnishTreeSnapshot *self, BurnishNode node);
/* Hard links of one file share the number of the first of them in tree order; itself for all
 * others. */
BURNISH_EXPORT
BurnishNode burnish_tree_snapshot_get_first_link (BurnishTreeSnapshot *self, BurnishNode node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishTreeSnapshot, burnish_tree_snapshot_unref)

G_END_DECLS
