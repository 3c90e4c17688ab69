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

/* Digests that XXH3's portable code has made of longer inputs, where the processor's vectors are
   used: within a block of 1 KiB, and over several with and without a rest. */
static void
test_xxh128_long (void)
{
  static const struct
  {
    gsize size_bytes;
    guint8 digest[BURNISH_XXH128_SIZE];
  } cases[] = {
    { 241,
      { 0xe8, 0x17, 0xe2, 0x0e, 0x53, 0xe4, 0x2a, 0x8c, 0x2d, 0x43, 0x1e, 0x98, 0x4c, 0x44, 0x1f,
        0x15 } },
    { 1025,
      { 0x63, 0xe8, 0x45, 0xaa, 0xb7, 0xeb, 0x69, 0x5f, 0x83, 0xcb, 0xa9, 0xb3, 0x71, 0xe4, 0xe7,
        0xf4 } },
    { 65535,
      { 0x57, 0x79, 0xeb, 0x59, 0xa1, 0x40, 0x51, 0x0d, 0x3c, 0xaf, 0x3b, 0xac, 0xa8, 0x08, 0xc6,
        0x36 } },
    { 65536,
      { 0xce, 0x4a, 0xd9, 0xe5, 0x87, 0xf4, 0x4a, 0x19, 0x20, 0x60, 0x5b, 0x76, 0xce, 0xdd, 0xc4,
        0x3b } },
  };
  g_autofree guint8 *data = g_malloc (65536);
  guint8 digest[BURNISH_XXH128_SIZE];

  for (guint32 i = 0; i < 65536; i++)
    data[i] = (guint8) ((i * 2654435761U) >> 24);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      _burnish_xxh128 (data, cases[i].size_bytes, digest);
      g_assert_cmpmem (digest, sizeof digest, cases[i].digest, sizeof cases[i].digest);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/sha256", test_sha256);
  g_test_add_func ("/hash/xxh128", test_xxh128);
  g_test_add_func ("/hash/xxh128-long", test_xxh128_long);
  return g_test_run ();
}
