/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-layout.h"

G_BEGIN_DECLS

/*
 * A layout as the image stream sees it: segments in address order. Blocks between them hold zeros.
 */

typedef enum
{
  BURNISH_SEGMENT_STRUCTURES, /* bytes in memory */
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

const BurnishSegment *_burnish_image_layout_get_segments (BurnishImageLayout *self,
                                                          guint32 *n_segments);
/* The first segment that ends behind a block; n_segments when there is none. */
guint32 _burnish_image_layout_find_segment (BurnishImageLayout *self, guint32 block);
/* The bytes of a segment of structures. */
const guint8 *_burnish_image_layout_get_structures (BurnishImageLayout *self,
                                                    const BurnishSegment *segment);
/* Bytes of contents: the last block of a segment need not be full. */
guint64 _burnish_image_layout_get_segment_size_bytes (BurnishImageLayout *self,
                                                      const BurnishSegment *segment);
/* (transfer none): with the file systems that were chosen, also by recommendation. */
BurnishImageOptions *_burnish_image_layout_get_options (BurnishImageLayout *self);
gboolean _burnish_image_layout_has_manifest (BurnishImageLayout *self);

G_END_DECLS
