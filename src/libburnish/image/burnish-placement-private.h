/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-dvd-video-private.h"
#include "burnish-udf-layout-private.h"

G_BEGIN_DECLS

/*
 * Where the contents of files lie: in tree order, each without a gap, the manifest last. All trees
 * of an image point at the same blocks, so none of their writers decides. Files that are on the
 * disc already stay where they are. The files of a DVD-Video come first, with the gaps that players
 * expect. For one thread.
 */

typedef enum
{
  BURNISH_SEGMENT_STRUCTURES, /* of file systems */
  BURNISH_SEGMENT_FILE,       /* contents of a node */
  BURNISH_SEGMENT_MANIFEST,   /* made when all files are hashed */
  BURNISH_SEGMENT_IMAGE,      /* a whole image file; no layout has it */
} BurnishSegmentKind;

typedef struct
{
  BurnishSegmentKind kind;
  guint32 start_block;
  guint32 n_blocks;
  BurnishNode node; /* of the first link for a file, else BURNISH_NODE_NONE */
} BurnishSegment;

typedef struct
{
  BurnishTreeSnapshot *snapshot;
  guint64 manifest_size_bytes; /* 0: none */
  guint32 padding_blocks;      /* zeros behind the last file */
  BurnishUdfLayout *udf;       /* (nullable) needs whole packets, and holds small files itself */
  const GArray *dvd_video;     /* (nullable) of BurnishDvdVideoFile */
  guint32 session_block;       /* where the image begins on the disc */
  guint32 first_block;         /* of the image which is free */
} BurnishPlacementInput;

typedef struct
{
  guint32 *start_blocks; /* (owned) on the disc, of each node, the manifest's last; 0 when it has no
                            blocks */
  guint32 end_block;     /* of the image, behind the last file and the padding */
  guint32 n_embedded;    /* files that UDF holds itself */
} BurnishPlacement;

/* Appends a BurnishSegment for each file that has blocks, in address order, to segments. Fails with
   REFUSED when they need more addresses than there are, or when a DVD-Video's distances cannot be
   kept. */
gboolean _burnish_placement_init (BurnishPlacement *self,
                                  const BurnishPlacementInput *input,
                                  GArray *segments,
                                  GError **error);
void _burnish_placement_clear (BurnishPlacement *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishPlacement, _burnish_placement_clear)

G_END_DECLS
