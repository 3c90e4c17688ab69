/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-layout.h"
#include "burnish-iso-trees-private.h"
#include "burnish-placement-private.h"
#include "burnish-udf-layout-private.h"

G_BEGIN_DECLS

/*
 * A layout as the image stream sees it: segments in address order. Blocks between them hold zeros.
 */

struct _BurnishImageLayout
{
  GObject parent_instance;

  BurnishTreeSnapshot *snapshot;  /* (owned) */
  BurnishImageOptions *options;   /* (owned) a copy */
  BurnishFileSystemReason reason; /* for its file systems */
  char *volume_id;                /* (owned) */
  guint64 manifest_size_bytes;    /* 0: no manifest */
  BurnishUdfLayout *udf;          /* (owned) (nullable) */
  BurnishIsoTrees trees;          /* (owned) empty without ISO 9660 */
  BurnishIsoIndex index;          /* (owned) empty without ISO 9660 */
  BurnishPlacement placement;     /* (owned) */
  GArray *segments;               /* (owned) of BurnishSegment, by address */
  guint32 session_block;          /* where block 0 of the image is on the disc */
  gboolean begins_at_disc;        /* readers find the session from the first blocks of the disc */
  guint32 n_blocks;
};

/* As burnish_image_layout_new (), for an image that is added to a disc at a block behind what is
   there. The snapshot may have recorded nodes, whose contents stay where they are. All blocks that
   a layout tells are counted from the session's begin, as for other images. begins_at_disc: what
   burnish-session-start-private.h makes will be written to the first blocks of the disc. */
BurnishImageLayout *_burnish_image_layout_new_session (BurnishTreeSnapshot *snapshot,
                                                       BurnishImageOptions *options,
                                                       guint32 session_block,
                                                       gboolean begins_at_disc,
                                                       GCancellable *cancellable,
                                                       GError **error);

const BurnishSegment *_burnish_image_layout_get_segments (BurnishImageLayout *self,
                                                          guint32 *n_segments);
/* The first segment that ends behind a block; n_segments when there is none. */
guint32 _burnish_image_layout_find_segment (BurnishImageLayout *self, guint32 block);
/* Fills the buffer with blocks of one segment of structures. Any thread. */
void _burnish_image_layout_read_structures (BurnishImageLayout *self,
                                            guint32 start_block,
                                            guint32 n_blocks,
                                            guint8 *buffer);
/* Files whose contents UDF holds in its structures; they have no segment, and whoever reads the
   structures puts the contents in. */
guint32 _burnish_image_layout_get_n_embedded (BurnishImageLayout *self);
/* The file that a block of structures holds, or BURNISH_NODE_NONE. */
BurnishNode _burnish_image_layout_get_embedded_node (BurnishImageLayout *self, guint32 block);
/* All contents of the file into the block as it was read. */
void _burnish_image_layout_embed (BurnishImageLayout *self,
                                  BurnishNode file,
                                  const guint8 *contents,
                                  guint8 *block);
/* Bytes of contents: the last block of a segment need not be full. */
guint64 _burnish_image_layout_get_segment_size_bytes (BurnishImageLayout *self,
                                                      const BurnishSegment *segment);
/* (transfer none): with the file systems that were chosen, also by recommendation. */
BurnishImageOptions *_burnish_image_layout_get_options (BurnishImageLayout *self);
gboolean _burnish_image_layout_has_manifest (BurnishImageLayout *self);
/* (nullable): whose names the manifest has; NULL: Rock Ridge's. */
BurnishUdfLayout *_burnish_image_layout_get_manifest_names (BurnishImageLayout *self);

G_END_DECLS
