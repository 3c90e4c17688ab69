/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

G_BEGIN_DECLS

/*
 * BurnishTree is the staging tree: folders and files as they shall be on the disc. Nodes are
 * numbers in an arena; the root is 0 and a number is never reused while undo can bring its node
 * back. Only the main thread edits a tree; a scan fills a staged arena of its own (burnish-scan.h),
 * which is then merged. burnish_tree_freeze() gives an immutable snapshot that any thread may read.
 */

typedef guint32 BurnishNode;

#define BURNISH_NODE_ROOT 0
#define BURNISH_NODE_NONE G_MAXUINT32

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
 * @BURNISH_COLLISION_MERGE: folders are merged; of two files the new one is taken
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

G_END_DECLS
