/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-options.h"

G_BEGIN_DECLS

/*
 * The only door to libisofs. It makes the ISO 9660, Joliet and Rock Ridge trees of a snapshot and
 * nothing else: no file is opened, no content passes through. All functions may be called from any
 * thread; libisofs' state is global, so they take turns.
 *
 * libisofs tells no addresses and hides what it did to the names, so each node carries its own
 * number where its time of modification belongs (seconds since 1970). The numbers come back in the
 * directory records; burnish-iso-trees-private.h reads them and then puts the real times there.
 * The manifest's number is that of the node behind the last one.
 * Its addresses of contents mean nothing: burnish-placement-private.h has the real ones.
 */

/* Blocks 0 to 31 as readers find them, and those of the trees. Without a head they follow each
 * other; behind a head, the trees begin at block head_blocks (with a second set of descriptors). */
typedef struct
{
  guint8 *bytes;         /* (owned) 0 to 31, head_blocks to end_block - 1; without a head all */
  guint32 head_blocks;   /* 0, or at least 32 */
  guint32 end_block;     /* contents of files may begin here or one block later */
  guint32 session_block; /* where block 0 is on the disc; addresses in the trees are the disc's */
} BurnishIsoTrees;

#define BURNISH_ISO_SUPERBLOCK_BLOCKS 32

gboolean _burnish_libisofs_make_trees (BurnishIsoTrees *trees,
                                       BurnishTreeSnapshot *snapshot,
                                       BurnishImageOptions *options,
                                       const char *volume_id,
                                       gint64 image_time,
                                       guint64 manifest_size_bytes,
                                       guint32 session_block,
                                       guint32 head_blocks,
                                       GCancellable *cancellable,
                                       GError **error);
void _burnish_iso_trees_clear (BurnishIsoTrees *trees);

#define BURNISH_ROCK_RIDGE_NAME_MAX 253

/* The name as Rock Ridge will hold it: longer ones are cut and end in a checksum, because Linux
   shows only 83 characters of names of 254 and more bytes. */
char *_burnish_libisofs_dup_rock_ridge_name (const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishIsoTrees, _burnish_iso_trees_clear)

G_END_DECLS
