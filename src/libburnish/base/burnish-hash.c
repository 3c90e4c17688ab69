/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-hash-private.h"

#include <gcrypt.h>
#include <string.h>
#include <xxhash.h>
#ifdef HAVE_XXH_DISPATCH
/* Takes the place of XXH3_128bits, which uses only what every x86-64 processor has. */
#  include <xxh_x86dispatch.h>
#endif

/* The handle of libgcrypt stands behind a type of our own, so that only this file knows the
 * library. */
struct _BurnishSha256
{
  gcry_md_hd_t handle; /* (owned) */
};

static void
ensure_gcrypt (void)
{
  static gsize once;

  if (!g_once_init_enter (&once))
    return;
  /* A program that uses libgcrypt itself may have initialised it already. */
  if (!gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P))
    {
      if (!gcry_check_version (GCRYPT_VERSION))
        g_error ("libgcrypt is older than %s", GCRYPT_VERSION);
      gcry_control (GCRYCTL_DISABLE_SECMEM, 0);
      gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
  g_once_init_leave (&once, 1);
}

BurnishSha256 *
_burnish_sha256_new (void)
{
  BurnishSha256 *self = g_new0 (BurnishSha256, 1);
  gcry_error_t failure;

  ensure_gcrypt ();
  failure = gcry_md_open (&self->handle, GCRY_MD_SHA256, 0);
  if (failure)
    g_error ("SHA-256 is not available: %s", gcry_strerror (failure));
  return self;
}

void
_burnish_sha256_free (BurnishSha256 *self)
{
  gcry_md_close (self->handle);
  g_free (self);
}

void
_burnish_sha256_update (BurnishSha256 *self, const void *data, gsize size_bytes)
{
  gcry_md_write (self->handle, data, size_bytes);
}

void
_burnish_sha256_finish (BurnishSha256 *self, guint8 digest[BURNISH_SHA256_SIZE])
{
  memcpy (digest, gcry_md_read (self->handle, GCRY_MD_SHA256), BURNISH_SHA256_SIZE);
  gcry_md_reset (self->handle);
}

char *
_burnish_sha256_to_string (const guint8 digest[BURNISH_SHA256_SIZE])
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (2 * BURNISH_SHA256_SIZE + 1);

  for (guint i = 0; i < BURNISH_SHA256_SIZE; i++)
    {
      text[2 * i] = digits[digest[i] >> 4];
      text[2 * i + 1] = digits[digest[i] & 15];
    }
  text[2 * BURNISH_SHA256_SIZE] = '\0';
  return text;
}

void
_burnish_xxh128 (const void *data, gsize size_bytes, guint8 digest[BURNISH_XXH128_SIZE])
{
  XXH128_canonical_t canonical;

  XXH128_canonicalFromHash (&canonical, XXH3_128bits (data, size_bytes));
  memcpy (digest, canonical.digest, BURNISH_XXH128_SIZE);
}
