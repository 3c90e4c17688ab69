/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-layout-private.h"

G_BEGIN_DECLS

/*
 * A snapshot as UDF records it: which node is in the tree, by which name, and whose file entry it
 * names. The manifest is the node behind the last, in the root. Immutable once it is made; any
 * thread may read.
 */
typedef struct
{
  BurnishTreeSnapshot *snapshot; /* (owned) */
  BurnishUdfSymlinks symlinks;
  guint64 manifest_size_bytes; /* 0: no manifest */
  gint64 image_time_us;
  gint64 latest_time_us;
  gsize max_path_bytes; /* of a symbolic link in its file entry */

  guint32 n_nodes;     /* with the manifest */
  guint32 n_files;     /* names of files and symbolic links */
  guint32 n_folders;   /* with the root */
  guint32 fingerprint; /* of names and sizes */
  GHashTable *names;   /* (owned): those that differ from the snapshot's, by node */
  GHashTable *targets; /* (owned): by symbolic link: the file it stands for, BURNISH_NODE_NONE for a
                          link that is left out; nothing for one that is kept */
  GHashTable *more_links; /* (owned): names beyond the first, by file */
} BurnishUdfTree;

/* What cannot be recorded goes into the refusal. FALSE when it was cancelled. */
gboolean _burnish_udf_tree_init (BurnishUdfTree *self,
                                 const BurnishUdfInput *input,
                                 gsize max_path_bytes,
                                 GError **refusal,
                                 GCancellable *cancellable,
                                 GError **error);
void _burnish_udf_tree_clear (BurnishUdfTree *self);

/* The node whose file entry a node names: itself, the first of its hard links, the file that a
   symbolic link stands for; BURNISH_NODE_NONE for what is not in the tree. */
BurnishNode _burnish_udf_tree_get_entry (const BurnishUdfTree *self, BurnishNode node);
gboolean _burnish_udf_tree_has_entry (const BurnishUdfTree *self, BurnishNode node);
/* Names that lead to an entry; of a folder: its own and the parent entries in its subfolders. */
guint32 _burnish_udf_tree_count_links (const BurnishUdfTree *self, BurnishNode node);

/* As in the snapshot, with the manifest. */
gboolean _burnish_udf_tree_is_manifest (const BurnishUdfTree *self, BurnishNode node);
BurnishNodeKind _burnish_udf_tree_get_kind (const BurnishUdfTree *self, BurnishNode node);
const char *_burnish_udf_tree_get_name (const BurnishUdfTree *self, BurnishNode node);
BurnishNode _burnish_udf_tree_get_parent (const BurnishUdfTree *self, BurnishNode node);
guint32 _burnish_udf_tree_get_n_children (const BurnishUdfTree *self, BurnishNode folder);
BurnishNode
_burnish_udf_tree_get_child (const BurnishUdfTree *self, BurnishNode folder, guint32 index);
guint64 _burnish_udf_tree_get_size_bytes (const BurnishUdfTree *self, BurnishNode file);
gint64 _burnish_udf_tree_get_time_us (const BurnishUdfTree *self, BurnishNode node);

G_END_DECLS
