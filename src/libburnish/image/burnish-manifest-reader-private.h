/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"
#include "burnish-hash-private.h"

G_BEGIN_DECLS

/*
 * Reads a manifest of checksums as `sha256sum` writes it. Pure functions for any thread.
 */

#define BURNISH_MANIFEST_NAME "SHA256SUMS"

typedef struct
{
  guint8 digest[BURNISH_SHA256_SIZE];
  gboolean seen;
} BurnishManifestEntry;

/* (transfer full): path (bytes) → BurnishManifestEntry. Comments are skipped. IMAGE_INVALID when a
   line is none. */
GHashTable *_burnish_manifest_parse (const char *text, gsize size_bytes, GError **error);

G_END_DECLS
