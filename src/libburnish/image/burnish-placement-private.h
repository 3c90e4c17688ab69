/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * Where the contents of files lie: in tree order, each without a gap, the manifest last. All trees
 * of an image point at the same blocks, so none of their writers decides. Pure; for one thread.
 */

typedef struct
{
  BurnishTreeSnapshot *snapshot;
  guint64 manifest_size_bytes; /* 0: none */
  guint32 padding_blocks;      /* zeros behind the last file */
  guint32 first_block;         /* which is free */
} BurnishPlacementInput;

typedef struct
{
  guint32 *start_blocks; /* (owned) of each node, the manifest's last; 0 when it has no blocks */
  guint32 end_block;     /* behind the last file and the padding */
} BurnishPlacement;

/* Appends a BurnishSegment for each file that has blocks, in address order, to segments. Fails with
   REFUSED when they need more addresses than there are. */
gboolean _burnish_placement_init (BurnishPlacement *self,
                                  const BurnishPlacementInput *input,
                                  GArray *segments,
                                  GError **error);
void _burnish_placement_clear (BurnishPlacement *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishPlacement, _burnish_placement_clear)

G_END_DECLS
