/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-options.h"
#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * The UDF structures of an image: everything but the contents of files. Their size is known from
 * names and numbers alone, so they are laid out in two steps. First the head, which stands before
 * everything else; then, when every file has its address, the tail behind them. Blocks are made
 * when they are read: a million file entries never are in memory at once.
 *
 *   session_block              recognition sequence, main volume descriptor sequence, integrity,
 *                              anchor, partition: file set, file entries and directories in
 *                              tree order (from 2.50 on inside the metadata file)
 *   + head_blocks              ISO 9660 trees of a bridge, contents of files: not ours
 *   tail_block … end_block     metadata mirror, reserve sequence, anchors; of a volume with a VAT:
 *                              the VAT and its entry, which is the last block
 *
 * No name is recorded as hidden: Linux hides those that begin with a dot by itself; on other
 * systems they would vanish from those who look for them.
 *
 * One thread makes it; then it is immutable, and any number of threads may read.
 */

typedef struct _BurnishUdfLayout BurnishUdfLayout;

typedef struct
{
  BurnishTreeSnapshot *snapshot;
  BurnishImageOptions *options;
  const char *volume_id;
  gint64 image_time_us;        /* of the volume and the manifest */
  gint64 latest_time_us;       /* no node is recorded as younger */
  guint64 manifest_size_bytes; /* 0: none; its node is the one behind the last */
  guint32 session_block;       /* where the image begins on the disc */
  /* The main sequence, the integrity and the first anchor stand at the beginning of the disc
     instead of the session's: for discs whose first blocks can be overwritten. */
  gboolean begins_at_disc;
  gboolean is_bridge; /* files also belong to an ISO 9660 tree: nothing is embedded */
} BurnishUdfInput;

/* Input is only looked at, the objects in it are kept alive; the options were found to agree with
   each other (_burnish_image_check). Fails with REFUSED and all reasons: TREE_TOO_LARGE with the
   path for what cannot be counted or addressed. */
BurnishUdfLayout *
_burnish_udf_layout_new (const BurnishUdfInput *input, GCancellable *cancellable, GError **error);
void _burnish_udf_layout_free (BurnishUdfLayout *self);

/* The manifest's names come from here, so its size may be told later: from not 0 to not 0, before
   _place. */
void _burnish_udf_layout_set_manifest_size (BurnishUdfLayout *self, guint64 size_bytes);

/* Blocks before anything else. */
guint32 _burnish_udf_layout_get_head_blocks (BurnishUdfLayout *self);
/* Whether a file's contents lie in its file entry; it needs no other block then. */
gboolean _burnish_udf_layout_is_embedded (BurnishUdfLayout *self, BurnishNode node);

/* (transfer none) (element-type guint32): files and folders with extended attributes that do not
   become named streams though they were asked for, in tree order. */
const GArray *_burnish_udf_layout_get_incomplete (BurnishUdfLayout *self);

typedef struct
{
  const guint32 *start_blocks; /* of each node's contents on the disc, the manifest's last; 0 for
                                  none. Stays with the caller, as long as the layout is there */
  guint32 end_block;           /* behind the last file */
  guint32 recognition_block;   /* behind ISO 9660's terminator in a bridge, else block 16 of the
                                  session */
} BurnishUdfPlacement;

gboolean _burnish_udf_layout_place (BurnishUdfLayout *self,
                                    const BurnishUdfPlacement *placement,
                                    GError **error);
/* After _place: where the tail begins (not before end_block; zeros lie between), and the end of the
   image, a multiple of 32. Nothing may follow a volume with a VAT, not even padding: readers look
   for it in the last block. */
guint32 _burnish_udf_layout_get_tail_block (BurnishUdfLayout *self);
guint32 _burnish_udf_layout_get_end_block (BurnishUdfLayout *self);
/* Fills the buffer with blocks of the head or of the tail. Blocks 0 to 15 of the session, and the
   volume descriptors of a bridge, are zeros. Any thread. */
void _burnish_udf_layout_read (BurnishUdfLayout *self,
                               guint32 start_block,
                               guint32 n_blocks,
                               guint8 *buffer);
/* Contents that lie in a file entry are not read with it. The file that a block of the head or tail
   belongs to, or BURNISH_NODE_NONE for a block without contents. Any thread. */
BurnishNode _burnish_udf_layout_get_embedded_node (BurnishUdfLayout *self, guint32 block);
/* Puts the contents of that file, all bytes of it, into the block as it was read. Any thread. */
void _burnish_udf_layout_embed (BurnishUdfLayout *self,
                                BurnishNode file,
                                const guint8 *contents,
                                guint8 *block);

/* The name that is in the tree, and NULL for what is not in it; "" for the root. */
char *_burnish_udf_layout_dup_name (BurnishUdfLayout *self, BurnishNode node);
char *_burnish_udf_layout_dup_volume_name (BurnishUdfLayout *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishUdfLayout, _burnish_udf_layout_free)

G_END_DECLS
