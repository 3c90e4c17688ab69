/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-layout.h"

G_BEGIN_DECLS

/*
 * BurnishChecksums holds what was computed while an image streamed past: SHA-256 of the whole and
 * of every file, and XXH3-128 of every 64 KiB (32 blocks) to locate damage. Immutable once made,
 * reference counted, any thread.
 */

/**
 * BURNISH_CHECKSUM_CHUNK_BLOCKS:
 *
 * Blocks of 2048 bytes that share one checksum for locating damage.
 */
#define BURNISH_CHECKSUM_CHUNK_BLOCKS 32

#define BURNISH_TYPE_CHECKSUMS (burnish_checksums_get_type ())
typedef struct _BurnishChecksums BurnishChecksums;

BURNISH_EXPORT
GType burnish_checksums_get_type (void);
BURNISH_EXPORT
BurnishChecksums *burnish_checksums_ref (BurnishChecksums *self);
BURNISH_EXPORT
void burnish_checksums_unref (BurnishChecksums *self);
BURNISH_EXPORT
guint64 burnish_checksums_get_n_blocks (BurnishChecksums *self);
BURNISH_EXPORT
char *burnish_checksums_dup_sha256 (BurnishChecksums *self);
BURNISH_EXPORT
char *burnish_checksums_dup_file_sha256 (BurnishChecksums *self, BurnishNode node);
BURNISH_EXPORT
gboolean burnish_checksums_matches_chunk (BurnishChecksums *self,
                                          guint32 chunk,
                                          const guint8 *data,
                                          gsize size_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishChecksums, burnish_checksums_unref)

G_END_DECLS
