/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-checksums.h"
#include "burnish-hash-private.h"

G_BEGIN_DECLS

/*
 * How the image stream fills checksums before anybody else sees them. Chunks and files may be set
 * by several threads at once, each of them once.
 */

#define BURNISH_CHECKSUM_CHUNK_BYTES (BURNISH_CHECKSUM_CHUNK_BLOCKS * BURNISH_BLOCK_SIZE)

/* Without a layout there are no files. */
BurnishChecksums *_burnish_checksums_new (guint64 n_blocks, BurnishImageLayout *layout);
void _burnish_checksums_set_sha256 (BurnishChecksums *self,
                                    const guint8 digest[BURNISH_SHA256_SIZE]);
void _burnish_checksums_set_chunk (BurnishChecksums *self,
                                   guint32 chunk,
                                   const guint8 *data,
                                   gsize size_bytes);
/* For the file of one segment of the layout. */
void _burnish_checksums_set_segment (BurnishChecksums *self,
                                     guint32 segment,
                                     const guint8 digest[BURNISH_SHA256_SIZE]);
/* For a file that UDF embeds. */
void _burnish_checksums_set_embedded (BurnishChecksums *self,
                                      BurnishNode node,
                                      const guint8 digest[BURNISH_SHA256_SIZE]);
gboolean _burnish_checksums_get_file_digest (BurnishChecksums *self,
                                             BurnishNode node,
                                             guint8 digest[BURNISH_SHA256_SIZE]);

G_END_DECLS
