/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-bytes-private.h"
#include "udf-handmade.h"

#include <string.h>

/* The reader of UDF: where contents, entries and partitions of volumes made by hand lie. */

/* Descriptors that go on in other blocks, holes, and extents one after the other. */
static void
test_extents (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);
  g_autoptr (BurnishUdfContents) contents = NULL;
  const BurnishUdfEntry *entry;
  guint8 first[4 * BURNISH_UDF_SHORT_AD_SIZE] = { 0 };
  guint8 *more = get_block (volume, 3);

  begin_folder (volume, 1);
  add_name (volume, "file", 2, 0);
  end_folder (volume);
  _burnish_write_le32 (first, 2048);
  _burnish_write_le32 (first + 4, 10);
  _burnish_write_le32 (first + 8, 2048);
  _burnish_write_le32 (first + 12, 11);
  _burnish_write_le32 (first + 16, 0x80000000u | 4096);
  _burnish_write_le32 (first + 24, 0xC0000000u | 2048);
  _burnish_write_le32 (first + 28, 3);
  put_entry (volume, 2, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_SHORT, 8196, first,
             sizeof first);
  _burnish_write_le32 (more + 20, BURNISH_UDF_SHORT_AD_SIZE);
  _burnish_write_le32 (more + 24, 4);
  _burnish_write_le32 (more + 28, 20);
  _burnish_udf_seal (more, BURNISH_UDF_TAG_ALLOCATION_EXTENT, volume->revision, 3, 32);
  contents = read_volume (volume);
  g_assert_cmpuint (contents->n_lost, ==, 0);
  entry = _burnish_udf_contents_get_entry (contents, 1);
  g_assert_cmpuint (entry->n_extents, ==, 3);
  g_assert_cmpuint (
      g_array_index (contents->extents, BurnishUdfExtent, entry->first_extent).size_bytes, ==,
      4096);
  g_assert_cmpuint (
      g_array_index (contents->extents, BurnishUdfExtent, entry->first_extent + 1).start_byte, ==,
      BURNISH_UDF_HOLE);

  /* One that leads to itself, and one that is damaged. */
  g_clear_pointer (&contents, _burnish_udf_contents_free);
  _burnish_write_le32 (more + 24, 0xC0000000u | 2048);
  _burnish_write_le32 (more + 28, 3);
  _burnish_udf_seal (more, BURNISH_UDF_TAG_ALLOCATION_EXTENT, volume->revision, 3, 32);
  contents = read_volume (volume);
  assert_paths (contents, "/ /file! ");
  g_assert_true (has_note (contents, BURNISH_UDF_NOTE_LOST, "circles"));
  g_clear_pointer (&contents, _burnish_udf_contents_free);
  more[20] ^= 1;
  contents = read_volume (volume);
  assert_paths (contents, "/ /file! ");
}

/* Lengths and places beyond everything. */
static void
test_sizes (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_2_01);
  g_autoptr (BurnishUdfContents) contents = NULL;
  BurnishUdfDevice device = get_device (volume);
  guint8 extent[BURNISH_UDF_LONG_AD_SIZE];
  guint8 byte;

  begin_folder (volume, 1);
  add_name (volume, "short", 2, 0);
  add_name (volume, "outside", 3, 0);
  add_name (volume, "huge", 4, 0);
  end_folder (volume);
  _burnish_udf_write_long_ad (extent, 2048, 10, 0);
  put_entry (volume, 2, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_LONG, 5000, extent,
             sizeof extent);
  _burnish_udf_write_long_ad (extent, 4096, HANDMADE_PARTITION_BLOCKS - 1, 0);
  put_entry (volume, 3, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_LONG, 4096, extent,
             sizeof extent);
  put_entry (volume, 4, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_LONG, G_MAXUINT64, extent,
             sizeof extent);
  contents = read_volume (volume);
  assert_paths (contents, "/ /short! /outside! /huge! ");
  g_assert_true (_burnish_udf_contents_pread (
      contents, &device, _burnish_udf_contents_get_entry (contents, 1), 2047, &byte, 1, NULL));
  g_assert_false (_burnish_udf_contents_pread (
      contents, &device, _burnish_udf_contents_get_entry (contents, 1), 2048, &byte, 1, NULL));
  g_assert_true (_burnish_udf_contents_pread (
      contents, &device, _burnish_udf_contents_get_entry (contents, 2), 2047, &byte, 1, NULL));
  g_assert_false (_burnish_udf_contents_pread (
      contents, &device, _burnish_udf_contents_get_entry (contents, 2), 2048, &byte, 1, NULL));
}

/* Strategy 4096: each entry is followed by where the next one is. */
static void
test_strategy_4096 (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);
  g_autoptr (BurnishUdfContents) contents = NULL;
  guint8 *indirect = get_block (volume, 3);

  begin_folder (volume, 1);
  add_name (volume, "file", 2, 0);
  end_folder (volume);
  _burnish_write_le16 (get_block (volume, 2) + 20, 4096);
  put_text (volume, 2, "old");
  _burnish_udf_write_long_ad (indirect + 36, 4096, 10, 0);
  _burnish_udf_seal (indirect, BURNISH_UDF_TAG_INDIRECT_ENTRY, volume->revision, 3, 52);
  /* What it points at is not recorded yet. */
  contents = read_volume (volume);
  assert_contents (volume, contents, _burnish_udf_contents_get_entry (contents, 1), "old");
  g_assert_cmpuint (contents->n_lost, ==, 0);

  g_clear_pointer (&contents, _burnish_udf_contents_free);
  _burnish_write_le16 (get_block (volume, 10) + 20, 4096);
  put_text (volume, 10, "newer");
  contents = read_volume (volume);
  assert_contents (volume, contents, _burnish_udf_contents_get_entry (contents, 1), "newer");

  /* Where the newest is cannot be told. */
  g_clear_pointer (&contents, _burnish_udf_contents_free);
  indirect[40] ^= 1;
  contents = read_volume (volume);
  assert_paths (contents, "/ /file! ");

  /* A circle. */
  g_clear_pointer (&contents, _burnish_udf_contents_free);
  _burnish_udf_write_long_ad (indirect + 36, 4096, 2, 0);
  _burnish_udf_seal (indirect, BURNISH_UDF_TAG_INDIRECT_ENTRY, volume->revision, 3, 52);
  assert_refused (volume);
}

/* A packet that lies elsewhere, and the second table when the first is damaged. */
static void
test_sparing (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_50);
  g_autoptr (BurnishUdfContents) contents = NULL;
  guint8 map[64] = { 2, 64 };
  guint8 *table = get_sector (volume, 100);

  _burnish_udf_write_regid (map + 4, "*UDF Sparable Partition", BURNISH_UDF_SUFFIX_UDF,
                            volume->revision);
  _burnish_write_le16 (map + 40, 32);
  map[42] = 2;
  _burnish_write_le32 (map + 44, 2048);
  _burnish_write_le32 (map + 48, 99);
  _burnish_write_le32 (map + 52, 100);
  put_sequence (volume, 32, map, sizeof map, 1);
  _burnish_udf_write_regid (table + 16, "*UDF Sparing Table", BURNISH_UDF_SUFFIX_UDF,
                            volume->revision);
  _burnish_write_le16 (table + 48, 2);
  _burnish_write_le32 (table + 56, 64);
  _burnish_write_le32 (table + 60, 120);
  _burnish_write_le32 (table + 64, 0xFFFFFFFF);
  _burnish_udf_seal (table, 0, volume->revision, 100, 72);
  begin_folder (volume, 1);
  add_name (volume, "file", 66, 0);
  end_folder (volume);
  put_text (volume, 66, "spared");
  memcpy (get_sector (volume, 122), get_block (volume, 66), BURNISH_BLOCK_SIZE);
  memset (get_block (volume, 66), 0, BURNISH_BLOCK_SIZE);
  contents = read_volume (volume);
  assert_paths (contents, "/ /file ");
  assert_contents (volume, contents, _burnish_udf_contents_get_entry (contents, 1), "spared");
  g_assert_cmpuint (contents->n_lost, ==, 0);
  g_assert_true (has_note (contents, BURNISH_UDF_NOTE_RECOVERED, "Sparing table 1"));
}

static void
test_maps (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_2_50);
  static const guint8 unknown[8] = { 3, 8 };
  guint8 metadata[70] = { 1, 6, 1, 0, 0, 0, 2, 64 };

  begin_folder (volume, 1);
  end_folder (volume);
  put_sequence (volume, 32, unknown, sizeof unknown, 1);
  assert_refused (volume);
  _burnish_udf_write_regid (metadata + 10, "*UDF Metadata Partition", BURNISH_UDF_SUFFIX_UDF,
                            volume->revision);
  put_sequence (volume, 32, metadata, sizeof metadata, 2);
  assert_refused (volume);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/udf-reader/extents", test_extents);
  g_test_add_func ("/image/udf-reader/sizes", test_sizes);
  g_test_add_func ("/image/udf-reader/strategy-4096", test_strategy_4096);
  g_test_add_func ("/image/udf-reader/sparing", test_sparing);
  g_test_add_func ("/image/udf-reader/maps", test_maps);
  return g_test_run ();
}
