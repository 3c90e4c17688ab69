/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-error.h"
#include "burnish-volume-private.h"

#include <string.h>

#define N_BLOCKS 300

typedef struct
{
  guint8 *blocks;      /* (owned) */
  guint64 first_block; /* that the drive would call so */
  guint n_reads;
  guint64 bad_block; /* 0: none */
} Disc;

static void
disc_init (Disc *disc, guint64 first_block)
{
  *disc = (Disc){ g_malloc0 (N_BLOCKS * BURNISH_BLOCK_SIZE), first_block, 0, 0 };
}

static guint8 *
block_of (Disc *disc, guint number)
{
  return disc->blocks + (gsize) number * BURNISH_BLOCK_SIZE;
}

static gboolean
read_cb (guint64 start_block, guint n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  Disc *disc = user_data;

  g_assert_cmpuint (start_block, >=, disc->first_block);
  g_assert_cmpuint (start_block + n_blocks, <=, disc->first_block + N_BLOCKS);
  disc->n_reads++;
  if (disc->bad_block > 0 && disc->bad_block >= start_block
      && disc->bad_block < start_block + n_blocks)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "bad");
      return FALSE;
    }
  memcpy (buffer, block_of (disc, (guint) (start_block - disc->first_block)),
          (gsize) n_blocks * BURNISH_BLOCK_SIZE);
  return TRUE;
}

static void
look (Disc *disc, BurnishVolume *volume)
{
  g_autoptr (GError) error = NULL;

  memset (volume, 0, sizeof *volume);
  g_assert_true (_burnish_volume_look (volume, disc->first_block, disc->first_block + N_BLOCKS,
                                       read_cb, disc, &error));
  g_assert_no_error (error);
}

static void
put_le16 (guint8 *p, guint value)
{
  p[0] = value & 0xff;
  p[1] = value >> 8 & 0xff;
}

static void
put_le32 (guint8 *p, guint32 value)
{
  put_le16 (p, value & 0xffff);
  put_le16 (p + 2, value >> 16);
}

static void
put_descriptor (Disc *disc, guint number, guint8 type, const char *identifier)
{
  guint8 *block = block_of (disc, number);

  block[0] = type;
  memcpy (block + 1, identifier, 5);
  block[6] = 1;
}

static void
put_primary (Disc *disc, guint number, const char *label, guint32 n_blocks)
{
  guint8 *block = block_of (disc, number);

  put_descriptor (disc, number, 1, "CD001");
  memset (block + 40, ' ', 32);
  memcpy (block + 40, label, strlen (label));
  put_le32 (block + 80, n_blocks);
  memcpy (block + 813, "2024010203040500", 16);
}

static void
put_joliet (Disc *disc, guint number, const char *label)
{
  guint8 *block = block_of (disc, number);

  put_descriptor (disc, number, 2, "CD001");
  memcpy (block + 88, "%/E", 3);
  for (guint i = 0; i < 16; i++)
    {
      block[40 + 2 * i] = 0;
      block[41 + 2 * i] = i < strlen (label) ? (guint8) label[i] : ' ';
    }
}

static void
put_udf (Disc *disc, guint8 compression)
{
  guint8 *anchor = block_of (disc, 256), *logical = block_of (disc, 64),
         *partition = block_of (disc, 65);
  static const char label[] = "Gr\xfc\xdf"
                              "e";

  put_descriptor (disc, 18, 0, "BEA01");
  put_descriptor (disc, 19, 0, "NSR02");
  put_descriptor (disc, 20, 0, "TEA01");
  put_le16 (anchor, 2);
  put_le32 (anchor + 16, 16 * BURNISH_BLOCK_SIZE);
  put_le32 (anchor + 20, (guint32) disc->first_block + 64);
  put_le16 (logical, 6);
  logical[84] = compression;
  for (guint i = 0; i < strlen (label); i++)
    {
      if (compression == 16)
        logical[85 + 2 * i + 1] = (guint8) label[i];
      else
        logical[85 + i] = (guint8) label[i];
    }
  logical[84 + 127] = (guint8) (1 + strlen (label) * (compression / 8));
  put_le16 (partition, 5);
  put_le32 (partition + 188, 257);
  put_le32 (partition + 192, 20000);
  put_le16 (block_of (disc, 66), 8);
}

static void
test_nothing (void)
{
  Disc disc;
  BurnishVolume volume;

  disc_init (&disc, 0);
  look (&disc, &volume);
  g_assert_false (volume.holds_data);
  g_assert_null (volume.file_system);
  g_assert_cmpuint (disc.n_reads, <=, (N_BLOCKS + 31) / 32);
  _burnish_volume_clear (&volume);
  block_of (&disc, 31)[2047] = 1;
  look (&disc, &volume);
  g_assert_true (volume.holds_data);
  g_assert_null (volume.file_system);
  _burnish_volume_clear (&volume);
  g_free (disc.blocks);
}

/* The superblock of btrfs lies at 64 KiB, with nothing before it. */
static void
test_empty_head (void)
{
  Disc disc;
  BurnishVolume volume;

  disc_init (&disc, 0);
  block_of (&disc, 32)[64] = '_';
  look (&disc, &volume);
  g_assert_true (volume.holds_data);
  g_assert_nonnull (volume.digest);
  _burnish_volume_clear (&volume);
  g_free (disc.blocks);
}

static void
test_iso (void)
{
  Disc disc;
  BurnishVolume volume;

  disc_init (&disc, 0);
  put_primary (&disc, 16, "PLAIN", 4711);
  put_descriptor (&disc, 17, 255, "CD001");
  look (&disc, &volume);
  g_assert_cmpstr (volume.file_system, ==, "ISO 9660");
  g_assert_cmpstr (volume.label, ==, "PLAIN");
  g_assert_cmpstr (volume.created, ==, "2024010203040500");
  g_assert_cmpuint (volume.n_blocks, ==, 4711);
  _burnish_volume_clear (&volume);
  g_free (disc.blocks);
}

/* The second session of a disc begins somewhere else; Joliet tells the label as it was typed. */
static void
test_joliet_in_second_session (void)
{
  Disc disc;
  BurnishVolume volume;

  disc_init (&disc, 100000);
  put_primary (&disc, 16, "HOLIDAY_2024", 500);
  put_joliet (&disc, 17, "Holiday 2024");
  put_descriptor (&disc, 18, 255, "CD001");
  look (&disc, &volume);
  g_assert_cmpstr (volume.file_system, ==, "ISO 9660 + Joliet");
  g_assert_cmpstr (volume.label, ==, "Holiday 2024");
  _burnish_volume_clear (&volume);
  /* A label longer than Joliet's 16 characters is better told by ISO 9660. */
  put_primary (&disc, 16, "HOLIDAY_2024_AND_MORE", 500);
  look (&disc, &volume);
  g_assert_cmpstr (volume.label, ==, "HOLIDAY_2024_AND_MORE");
  _burnish_volume_clear (&volume);
  g_free (disc.blocks);
}

static void
test_udf (gconstpointer data)
{
  Disc disc;
  BurnishVolume volume;

  disc_init (&disc, 0);
  put_primary (&disc, 16, "BRIDGE", 600);
  put_descriptor (&disc, 17, 255, "CD001");
  put_udf (&disc, (guint8) GPOINTER_TO_UINT (data));
  look (&disc, &volume);
  g_assert_cmpstr (volume.file_system, ==, "ISO 9660 + UDF");
  g_assert_cmpstr (volume.label, ==, "Grüße");
  g_assert_cmpuint (volume.n_blocks, ==, 20257);
  _burnish_volume_clear (&volume);
  /* A damaged anchor leaves what ISO 9660 tells. */
  disc.bad_block = 256;
  look (&disc, &volume);
  g_assert_cmpstr (volume.file_system, ==, "ISO 9660 + UDF");
  g_assert_cmpstr (volume.label, ==, "BRIDGE");
  _burnish_volume_clear (&volume);
  g_free (disc.blocks);
}

/* The sequence may not lead outside of the disc. */
static void
test_udf_astray (void)
{
  static const guint32 places[] = { N_BLOCKS - 1, 0xffffffff, 0x7fffffff };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      Disc disc;
      BurnishVolume volume;

      disc_init (&disc, 0);
      put_udf (&disc, 8);
      put_descriptor (&disc, 16, 0, "BEA01");
      put_descriptor (&disc, 17, 0, "NSR03");
      put_le32 (block_of (&disc, 256) + 20, places[i]);
      look (&disc, &volume);
      g_assert_cmpstr (volume.file_system, ==, "UDF");
      g_assert_null (volume.label);
      _burnish_volume_clear (&volume);
      g_free (disc.blocks);
    }
}

static void
test_other_file_systems (void)
{
  Disc disc;
  BurnishVolume volume;

  disc_init (&disc, 0);
  put_le16 (disc.blocks + 1024 + 56, 0xef53);
  memcpy (disc.blocks + 1024 + 120, "backup", 6);
  look (&disc, &volume);
  g_assert_cmpstr (volume.file_system, ==, "ext2/3/4");
  g_assert_cmpstr (volume.label, ==, "backup");
  _burnish_volume_clear (&volume);
  memset (disc.blocks, 0, 4096);
  put_le16 (disc.blocks + 510, 0xaa55);
  memcpy (disc.blocks + 82, "FAT32   ", 8);
  memcpy (disc.blocks + 71, "CAMERA     ", 11);
  look (&disc, &volume);
  g_assert_cmpstr (volume.file_system, ==, "FAT");
  g_assert_cmpstr (volume.label, ==, "CAMERA");
  _burnish_volume_clear (&volume);
  g_free (disc.blocks);
}

static void
test_unreadable (void)
{
  Disc disc;
  BurnishVolume volume = { 0 };
  g_autoptr (GError) error = NULL;

  disc_init (&disc, 0);
  disc.bad_block = 5;
  g_assert_false (_burnish_volume_look (&volume, 0, N_BLOCKS, read_cb, &disc, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED);
  _burnish_volume_clear (&volume);
  g_free (disc.blocks);
}

/* A disc with fewer blocks than are looked at: nothing behind its end is asked for. */
static void
test_short (void)
{
  Disc disc;
  BurnishVolume volume = { 0 };
  g_autoptr (GError) error = NULL;

  disc_init (&disc, 0);
  put_primary (&disc, 16, "SHORT", 18);
  g_assert_true (_burnish_volume_look (&volume, 0, 17, read_cb, &disc, &error));
  g_assert_cmpstr (volume.label, ==, "SHORT");
  _burnish_volume_clear (&volume);
  memset (&volume, 0, sizeof volume);
  g_assert_true (_burnish_volume_look (&volume, 0, 1, read_cb, &disc, &error));
  g_assert_null (volume.file_system);
  _burnish_volume_clear (&volume);
  g_free (disc.blocks);
}

/* Two discs that differ in one byte of what is looked at differ in their digests. */
static void
test_digest (void)
{
  Disc disc;
  BurnishVolume first, second;

  disc_init (&disc, 0);
  put_primary (&disc, 16, "SAME", 600);
  look (&disc, &first);
  block_of (&disc, 16)[830] ^= 1;
  look (&disc, &second);
  g_assert_cmpstr (first.digest, !=, second.digest);
  _burnish_volume_clear (&first);
  _burnish_volume_clear (&second);
  g_free (disc.blocks);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/volume/nothing", test_nothing);
  g_test_add_func ("/volume/empty-head", test_empty_head);
  g_test_add_func ("/volume/iso", test_iso);
  g_test_add_func ("/volume/joliet-in-second-session", test_joliet_in_second_session);
  g_test_add_data_func ("/volume/udf-8-bit", GUINT_TO_POINTER (8), test_udf);
  g_test_add_data_func ("/volume/udf-16-bit", GUINT_TO_POINTER (16), test_udf);
  g_test_add_func ("/volume/udf-astray", test_udf_astray);
  g_test_add_func ("/volume/other-file-systems", test_other_file_systems);
  g_test_add_func ("/volume/unreadable", test_unreadable);
  g_test_add_func ("/volume/short", test_short);
  g_test_add_func ("/volume/digest", test_digest);
  return g_test_run ();
}
