/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-hash-private.h"

#include <string.h>

/* FIPS 180-4 examples: "abc", and the empty message. */
static void
test_sha256 (void)
{
  g_autoptr (BurnishSha256) hash = _burnish_sha256_new ();
  guint8 digest[BURNISH_SHA256_SIZE];
  g_autofree char *abc = NULL;
  g_autofree char *empty = NULL;

  _burnish_sha256_update (hash, "a", 1);
  _burnish_sha256_update (hash, "bc", 2);
  _burnish_sha256_finish (hash, digest);
  abc = _burnish_sha256_to_string (digest);
  g_assert_cmpstr (abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  _burnish_sha256_finish (hash, digest);
  empty = _burnish_sha256_to_string (digest);
  g_assert_cmpstr (empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* The specification's digest of the empty input with seed 0, in canonical (big endian) order. */
static void
test_xxh128 (void)
{
  static const guint8 expected[BURNISH_XXH128_SIZE] = {
    0x99, 0xaa, 0x06, 0xd3, 0x01, 0x47, 0x98, 0xd8, 0x60, 0x01, 0xc3, 0x24, 0x46, 0x8d, 0x49, 0x7f,
  };
  guint8 digest[BURNISH_XXH128_SIZE];
  guint8 other[BURNISH_XXH128_SIZE];

  _burnish_xxh128 ("", 0, digest);
  g_assert_cmpmem (digest, sizeof digest, expected, sizeof expected);
  _burnish_xxh128 ("x", 1, other);
  g_assert_cmpint (memcmp (digest, other, sizeof digest), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/sha256", test_sha256);
  g_test_add_func ("/hash/xxh128", test_xxh128);
  return g_test_run ();
}
