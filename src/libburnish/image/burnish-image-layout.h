/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-policy.h"

G_BEGIN_DECLS

/*
 * BurnishImageLayout says which block of an image will hold which byte of which file, before any
 * file is read. It is immutable and may be read from any thread. The picture
 * (docs/architecture.md):
 *
 *   0 head (ours)  H trees (libisofs)  D data (ours: files in address order, manifest last)  T tail
 */

/**
 * BurnishNamespace:
 * @BURNISH_NAMESPACE_ISO9660: ECMA-119 names, what the simplest reader shows
 * @BURNISH_NAMESPACE_JOLIET: what Windows shows
 * @BURNISH_NAMESPACE_ROCK_RIDGE: what Linux, macOS and BSD show
 * @BURNISH_NAMESPACE_UDF: what systems show that read UDF; most prefer it where a disc has both
 */
typedef enum
{
  BURNISH_NAMESPACE_ISO9660,
  BURNISH_NAMESPACE_JOLIET,
  BURNISH_NAMESPACE_ROCK_RIDGE,
  BURNISH_NAMESPACE_UDF,
} BurnishNamespace;

#define BURNISH_TYPE_IMAGE_LAYOUT (burnish_image_layout_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishImageLayout, burnish_image_layout, BURNISH, IMAGE_LAYOUT, GObject)

BURNISH_EXPORT
BurnishImageLayout *burnish_image_layout_new (BurnishTreeSnapshot *snapshot,
                                              BurnishImageOptions *options,
                                              GCancellable *cancellable,
                                              GError **error);
BURNISH_EXPORT
BurnishTreeSnapshot *burnish_image_layout_get_snapshot (BurnishImageLayout *self);
BURNISH_EXPORT
const char *burnish_image_layout_get_volume_id (BurnishImageLayout *self);
BURNISH_EXPORT
char **burnish_image_layout_dup_file_systems (BurnishImageLayout *self);
BURNISH_EXPORT
BurnishUdfRevision burnish_image_layout_get_udf_revision (BurnishImageLayout *self);
BURNISH_EXPORT
BurnishFileSystemReason burnish_image_layout_get_file_system_reason (BurnishImageLayout *self);

/* Blocks. */
BURNISH_EXPORT
guint64 burnish_image_layout_get_n_blocks (BurnishImageLayout *self);
BURNISH_EXPORT
guint64 burnish_image_layout_get_manifest_blocks (BurnishImageLayout *self);
BURNISH_EXPORT
guint32 burnish_image_layout_get_start_block (BurnishImageLayout *self, BurnishNode node);
BURNISH_EXPORT
BurnishNode burnish_image_layout_find_block (BurnishImageLayout *self, guint32 block);
BURNISH_EXPORT
char *burnish_image_layout_describe_block (BurnishImageLayout *self, guint32 block);

/* Names. */
BURNISH_EXPORT
char *burnish_image_layout_dup_volume_name (BurnishImageLayout *self, BurnishNamespace ns);
BURNISH_EXPORT
char *
burnish_image_layout_dup_name (BurnishImageLayout *self, BurnishNode node, BurnishNamespace ns);
BURNISH_EXPORT
GArray *burnish_image_layout_dup_changed (BurnishImageLayout *self, BurnishNamespace ns);
BURNISH_EXPORT
GArray *burnish_image_layout_dup_missing (BurnishImageLayout *self, BurnishNamespace ns);
BURNISH_EXPORT
GArray *burnish_image_layout_dup_without_streams (BurnishImageLayout *self);

G_END_DECLS
