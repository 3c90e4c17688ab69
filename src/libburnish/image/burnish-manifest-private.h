/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-checksums.h"
#include "burnish-udf-layout-private.h"

G_BEGIN_DECLS

/*
 * The manifest SHA256SUMS: a line of `sha256sum` for each file, in tree order, each hard link by
 * itself. Its size is known before any file is read. A file that could not be read as staged gets a
 * comment of the same length in place of its checksum, which `sha256sum -c` skips. Names are those
 * of Rock Ridge, or of UDF when a layout of it is given.
 */

guint64 _burnish_manifest_get_size_bytes (BurnishTreeSnapshot *snapshot, BurnishUdfLayout *udf);

/* Writes the text piece by piece; for one thread at a time. */
typedef struct _BurnishManifestWriter BurnishManifestWriter;

/* The checksums must be complete for all files. udf (nullable) must stay longer than the writer. */
BurnishManifestWriter *_burnish_manifest_writer_new (BurnishTreeSnapshot *snapshot,
                                                     BurnishUdfLayout *udf,
                                                     BurnishChecksums *checksums);
void _burnish_manifest_writer_free (BurnishManifestWriter *self);
/* Returns how many bytes were written: size_bytes, or fewer at the end. */
gsize _burnish_manifest_writer_read (BurnishManifestWriter *self, guint8 *buffer, gsize size_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishManifestWriter, _burnish_manifest_writer_free)

G_END_DECLS
