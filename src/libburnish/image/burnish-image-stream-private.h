/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-checksums.h"
#include "burnish-image-layout.h"

G_BEGIN_DECLS

/*
 * BurnishImageStream delivers an image's bytes in order, exactly n_blocks × 2048 of them, once.
 * It starts reading as soon as it exists: reader threads fetch the files ahead into a FIFO of
 * 32 MiB and hash them, and the image is hashed on a thread of its own. One thread reads;
 * get_fifo_fill may be called from any; _free stops and joins all threads.
 */

/* What to do with a source that changed, vanished or became unreadable. */
typedef enum
{
  BURNISH_SOURCE_STOP,         /* the read fails with SOURCE_…: nothing more is delivered */
  BURNISH_SOURCE_FILL_AND_LIST /* zeros take its place and the file is listed as bad */
} BurnishSourcePolicy;

typedef struct _BurnishImageStream BurnishImageStream;

/* Without sha256 neither image nor files are hashed, except that a layout with a manifest needs the
   checksums of its files. The checksums of 64 KiB are always made. */
BurnishImageStream *
_burnish_image_stream_new (BurnishImageLayout *layout, BurnishSourcePolicy policy, gboolean sha256);
/* An existing image file, delivered bit-exact. IMAGE_INVALID (no regular file, empty, or not a
   multiple of 2048), SOURCE_MISSING, SOURCE_UNREADABLE. Reading fails with SOURCE_CHANGED when the
   file changes meanwhile. */
BurnishImageStream *
_burnish_image_stream_new_for_file (const char *path, gboolean sha256, GError **error);
void _burnish_image_stream_free (BurnishImageStream *self);
guint64 _burnish_image_stream_get_n_blocks (BurnishImageStream *self);
/* Fills the buffer completely; size_bytes must not reach beyond the end. Once it has failed or was
   cancelled, it fails for ever. */
gboolean _burnish_image_stream_read (BurnishImageStream *self,
                                     guint8 *buffer,
                                     gsize size_bytes,
                                     GCancellable *cancellable,
                                     GError **error);
/* How full the FIFO is, 0 to 1; near the end: of what is left. */
double _burnish_image_stream_get_fifo_fill (BurnishImageStream *self);
/* After the last byte: all checksums. Waits until hashing is done, at most some milliseconds. */
BurnishChecksums *_burnish_image_stream_dup_checksums (BurnishImageStream *self);
/* After the last byte: SHA-256 of a file as it was written; FALSE when it has none. */
gboolean _burnish_image_stream_get_file_sha256 (BurnishImageStream *self,
                                                BurnishNode node,
                                                guint8 digest[32]);
/* With FILL_AND_LIST, after the last byte: errors (with paths) of the files that are bad, in
 * address order; (transfer none). */
GPtrArray *_burnish_image_stream_get_bad_files (BurnishImageStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishImageStream, _burnish_image_stream_free)

G_END_DECLS
