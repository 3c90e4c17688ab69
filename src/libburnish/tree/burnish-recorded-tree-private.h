/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"
#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * Nodes that are already on a disc. A recorded file has contents that lie there in one piece; an
 * image that is added to the disc leaves them where they are. The maker belongs to one thread; what
 * it makes is a snapshot like any other, whose recorded files cannot be opened.
 */

typedef struct
{
  BurnishNodeKind kind;
  const char *name; /* bytes */
  guint64 size_bytes;
  gint64 mtime_us;
  guint32 mode; /* 07777 */
  guint32 uid;
  guint32 gid;
  guint32 start_block;     /* of a file's contents on the disc; 0 for empty ones */
  const guint8 *sha256;    /* (nullable) of a file's contents, 32 bytes */
  const char *link_target; /* of a symbolic link, bytes */
  GBytes *contents;        /* (nullable) of a file that cannot stay where it is: a new source */
  const BurnishSourceAttributes *attributes; /* (nullable) of a file or folder: in the kept store */
} BurnishRecordedNode;

typedef struct _BurnishRecordedTree BurnishRecordedTree;

/* With an empty root. kept: (transfer full) (nullable): what attributes lie in. */
BurnishRecordedTree *_burnish_recorded_tree_new (BurnishStore *kept);
void _burnish_recorded_tree_free (BurnishRecordedTree *self);
/* Attributes of the root; kind, name and contents are not looked at. */
void _burnish_recorded_tree_set_root (BurnishRecordedTree *self, const BurnishRecordedNode *node);
/* Everything else is copied. Files of one address and size become hard links. IMAGE_INVALID: the
   name is none. */
BurnishNode _burnish_recorded_tree_add (BurnishRecordedTree *self,
                                        BurnishNode parent,
                                        const BurnishRecordedNode *node,
                                        GError **error);
/* IMAGE_INVALID: two nodes of a folder have one name, or all sizes together make no sense. */
BurnishTreeSnapshot *_burnish_recorded_tree_finish (BurnishRecordedTree *self, GError **error);

/* Puts a tree over another: folders of one path become one, of all other nodes with one path that
   of above is taken, and the path is added to replaced (of char*). A file or link does not take the
   place of a folder: NAME_EXISTS. */
BurnishTreeSnapshot *_burnish_tree_snapshot_merge (BurnishTreeSnapshot *below,
                                                   BurnishTreeSnapshot *above,
                                                   GPtrArray *replaced,
                                                   GError **error);

gboolean _burnish_tree_snapshot_is_recorded (BurnishTreeSnapshot *self, BurnishNode node);
/* Where the contents of a recorded file begin on the disc; 0 for all other nodes. */
guint32 _burnish_tree_snapshot_get_recorded_block (BurnishTreeSnapshot *self, BurnishNode node);
/* NULL: unknown, or not recorded. */
const guint8 *_burnish_tree_snapshot_get_recorded_sha256 (BurnishTreeSnapshot *self,
                                                          BurnishNode node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishRecordedTree, _burnish_recorded_tree_free)

G_END_DECLS
