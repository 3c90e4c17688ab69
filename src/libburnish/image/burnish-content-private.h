/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-checksums.h"
#include "burnish-udf-layout-private.h"

G_BEGIN_DECLS

/*
 * The contents of one segment of an image, read from front to back: a staged file, the manifest, or
 * an existing image file. For one thread at a time, though it may wander between threads.
 */

typedef struct _BurnishContent BurnishContent;

BurnishContent *_burnish_content_open_node (BurnishTreeSnapshot *snapshot,
                                            BurnishNode node,
                                            GCancellable *cancellable,
                                            GError **error);
/* udf is (nullable) whose names it has. */
BurnishContent *_burnish_content_open_manifest (BurnishTreeSnapshot *snapshot,
                                                BurnishUdfLayout *udf,
                                                BurnishChecksums *checksums);
/* IMAGE_INVALID when it is no regular file, empty, or not a multiple of 2048; SOURCE_MISSING,
   SOURCE_UNREADABLE. */
BurnishContent *_burnish_content_open_image (const char *path, guint64 *size_bytes, GError **error);
/* Reads exactly size_bytes; errors carry the path. */
gboolean _burnish_content_read (BurnishContent *self,
                                guint8 *buffer,
                                gsize size_bytes,
                                GCancellable *cancellable,
                                GError **error);
/* For an image file: reads anywhere, apart from the reading from front to back. */
gboolean
_burnish_content_pread (BurnishContent *self, guint64 offset, guint8 *buffer, gsize size_bytes);
/* After the last byte: whether the source stayed as it was. */
gboolean _burnish_content_finish (BurnishContent *self, GError **error);
void _burnish_content_free (BurnishContent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishContent, _burnish_content_free)

G_END_DECLS
