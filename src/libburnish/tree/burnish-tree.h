/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

G_BEGIN_DECLS

/*
 * BurnishTree is the staging tree: folders and files as they shall be on the disc. Nodes are
 * numbers in an arena; the root is 0 and a number is never reused while undo can bring its node
 * back. Only the main thread edits a tree; a scan fills a staged arena of its own (burnish-scan.h),
 * which is then merged. burnish_tree_freeze() gives an immutable snapshot that any thread may read.
 *
 * Every edit is one step that can be undone and redone; an edit that fails changes nothing. Names
 * are bytes, as on Linux: from 1 to 255 of any but "/" and NUL, except "." and "..".
 */

typedef guint32 BurnishNode;

/**
 * BURNISH_NODE_ROOT:
 *
 * The root folder of a tree.
 */
#define BURNISH_NODE_ROOT 0

/**
 * BURNISH_NODE_NONE:
 *
 * No node: the largest number of 32 bits.
 */
#define BURNISH_NODE_NONE ((BurnishNode) 0xffffffff)

/**
 * BurnishNodeKind:
 * @BURNISH_NODE_FOLDER: a folder
 * @BURNISH_NODE_FILE: a file with contents
 * @BURNISH_NODE_SYMLINK: a symbolic link
 */
typedef enum
{
  BURNISH_NODE_FOLDER,
  BURNISH_NODE_FILE,
  BURNISH_NODE_SYMLINK,
} BurnishNodeKind;

/**
 * BurnishCollisionPolicy:
 * @BURNISH_COLLISION_FAIL: report %BURNISH_ERROR_NAME_EXISTS and change nothing
 * @BURNISH_COLLISION_REPLACE: the new node takes the place of the old one
 * @BURNISH_COLLISION_KEEP_BOTH: the new node gets a free name, "name (2).ext"
 * @BURNISH_COLLISION_MERGE: folders are merged; of two files or links the new one is taken; of a
 *   folder and a file both are kept
 * @BURNISH_COLLISION_SKIP: the new node is left out (and listed)
 */
typedef enum
{
  BURNISH_COLLISION_FAIL,
  BURNISH_COLLISION_REPLACE,
  BURNISH_COLLISION_KEEP_BOTH,
  BURNISH_COLLISION_MERGE,
  BURNISH_COLLISION_SKIP,
} BurnishCollisionPolicy;

#define BURNISH_TYPE_TREE (burnish_tree_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishTree, burnish_tree, BURNISH, TREE, GObject)

#define BURNISH_TYPE_TREE_SNAPSHOT (burnish_tree_snapshot_get_type ())
typedef struct _BurnishTreeSnapshot BurnishTreeSnapshot;

BURNISH_EXPORT
BurnishTree *burnish_tree_new (void);
BURNISH_EXPORT
BurnishTreeSnapshot *burnish_tree_freeze (BurnishTree *self);

/* Asking */
BURNISH_EXPORT
gboolean burnish_tree_contains (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
BurnishNodeKind burnish_tree_get_kind (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
const char *burnish_tree_get_name (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
char *burnish_tree_dup_display_name (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
BurnishNode burnish_tree_get_parent (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
guint32 burnish_tree_get_n_children (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
BurnishNode burnish_tree_get_child (BurnishTree *self, BurnishNode folder, guint32 index);
BURNISH_EXPORT
void burnish_tree_get_children (BurnishTree *self,
                                BurnishNode folder,
                                guint32 index,
                                guint32 n_children,
                                BurnishNode *children);
BURNISH_EXPORT
BurnishNode burnish_tree_find_child (BurnishTree *self, BurnishNode folder, const char *name);
BURNISH_EXPORT
BurnishNode burnish_tree_lookup (BurnishTree *self, const char *path);
BURNISH_EXPORT
char *burnish_tree_dup_path (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
guint64 burnish_tree_get_size_bytes (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
guint32 burnish_tree_get_n_files (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
guint32 burnish_tree_get_n_folders (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
guint32 burnish_tree_get_mode (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
gint64 burnish_tree_get_mtime_us (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
const char *burnish_tree_get_link_target (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
GFile *burnish_tree_dup_source (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
GFile *burnish_tree_dup_image_file (BurnishTree *self, BurnishNode node);
BURNISH_EXPORT
const char *burnish_tree_get_path_in_image (BurnishTree *self, BurnishNode node);

/* Editing */
BURNISH_EXPORT
BurnishNode burnish_tree_add_folder (BurnishTree *self,
                                     BurnishNode parent,
                                     const char *name,
                                     BurnishCollisionPolicy policy,
                                     GError **error);
BURNISH_EXPORT
BurnishNode burnish_tree_add_bytes (BurnishTree *self,
                                    BurnishNode parent,
                                    const char *name,
                                    GBytes *bytes,
                                    BurnishCollisionPolicy policy,
                                    GError **error);
BURNISH_EXPORT
BurnishNode burnish_tree_add_stream (BurnishTree *self,
                                     BurnishNode parent,
                                     const char *name,
                                     GInputStream *stream,
                                     guint64 size_bytes,
                                     BurnishCollisionPolicy policy,
                                     GError **error);
BURNISH_EXPORT
BurnishNode burnish_tree_add_file (BurnishTree *self,
                                   BurnishNode parent,
                                   const char *name,
                                   GFile *file,
                                   BurnishCollisionPolicy policy,
                                   GError **error);
BURNISH_EXPORT
gboolean
burnish_tree_rename (BurnishTree *self, BurnishNode node, const char *name, GError **error);
BURNISH_EXPORT
void burnish_tree_remove (BurnishTree *self, const BurnishNode *nodes, gsize n_nodes);
BURNISH_EXPORT
gboolean burnish_tree_move (BurnishTree *self,
                            const BurnishNode *nodes,
                            gsize n_nodes,
                            BurnishNode new_parent,
                            BurnishCollisionPolicy policy,
                            GError **error);
BURNISH_EXPORT
GArray *burnish_tree_copy (BurnishTree *self,
                           const BurnishNode *nodes,
                           gsize n_nodes,
                           BurnishNode new_parent,
                           BurnishCollisionPolicy policy,
                           GError **error);

/* Undoing */
BURNISH_EXPORT
const char *burnish_tree_get_undo_title (BurnishTree *self);
BURNISH_EXPORT
const char *burnish_tree_get_redo_title (BurnishTree *self);
BURNISH_EXPORT
gboolean burnish_tree_undo (BurnishTree *self);
BURNISH_EXPORT
gboolean burnish_tree_redo (BurnishTree *self);

G_END_DECLS
