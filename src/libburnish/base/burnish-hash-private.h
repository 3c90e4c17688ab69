/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Checksums. SHA-256 comes from libgcrypt, which uses the processor's SHA instructions; XXH3-128
 * from libxxhash. A hash object belongs to one thread at a time.
 */

#define BURNISH_SHA256_SIZE 32
#define BURNISH_XXH128_SIZE 16

typedef struct _BurnishSha256 BurnishSha256;

BurnishSha256 *_burnish_sha256_new (void);
void _burnish_sha256_free (BurnishSha256 *self);
void _burnish_sha256_update (BurnishSha256 *self, const void *data, gsize size_bytes);
/* Writes the digest and makes the object ready for another message. */
void _burnish_sha256_finish (BurnishSha256 *self, guint8 digest[BURNISH_SHA256_SIZE]);
/* 64 lower-case hexadecimal digits, as sha256sum prints them. */
char *_burnish_sha256_to_string (const guint8 digest[BURNISH_SHA256_SIZE]);

void _burnish_xxh128 (const void *data, gsize size_bytes, guint8 digest[BURNISH_XXH128_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishSha256, _burnish_sha256_free)

G_END_DECLS
