/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-check-image.h"

#include <string.h>

/* Each defect is named with rule and block. */

typedef gint64 (*Damage) (Image *image); /* returns the block that is to be named */

static gint64
damage_first_anchor (Image *image)
{
  get_block (image, BURNISH_UDF_ANCHOR_BLOCK)[20] ^= 1;
  return BURNISH_UDF_ANCHOR_BLOCK;
}

static gint64
damage_all_anchors (Image *image)
{
  get_block (image, BURNISH_UDF_ANCHOR_BLOCK)[20] ^= 1;
  get_block (image, image->n_blocks - 1)[20] ^= 1;
  get_block (image, image->n_blocks - 257)[20] ^= 1;
  return BURNISH_UDF_ANCHOR_BLOCK;
}

static gint64
leave_last_anchor (Image *image)
{
  memset (get_block (image, BURNISH_UDF_ANCHOR_BLOCK), 0, BURNISH_BLOCK_SIZE);
  memset (get_block (image, image->n_blocks - 257), 0, BURNISH_BLOCK_SIZE);
  return image->n_blocks - 1;
}

static gint64
turn_anchor (Image *image)
{
  change (image, image->n_blocks - 1, 24, 0x10);
  return image->n_blocks - 1;
}

static gint64
damage_entry_crc (Image *image)
{
  guint32 block = find_marked (image);

  get_block (image, block)[8] ^= 1;
  return block;
}

/* The CRC is wrong and the checksum right. */
static gint64
damage_entry_crc_only (Image *image)
{
  guint32 block = find_marked (image);
  guint8 *bytes = get_block (image, block);

  bytes[8] ^= 1;
  bytes[4] += bytes[8] & 1 ? 1 : -1;
  return block;
}

static gint64
damage_entry_size (Image *image)
{
  guint32 block = find_marked (image);

  get_block (image, block)[56] ^= 1;
  return block;
}

static gint64
change_entry_size (Image *image)
{
  guint32 block = find_marked (image);

  change (image, block, 56, 1);
  return block;
}

static gint64
change_entry_links (Image *image)
{
  guint32 block = find_marked (image);

  change (image, block, 48, 2);
  return block;
}

static gint64
change_entry_location (Image *image)
{
  guint32 block = find_marked (image);

  change (image, block, 12, 0x40);
  return block;
}

static gint64
change_entry_strategy (Image *image)
{
  guint32 block = find_marked (image);

  change (image, block, 20, 1);
  return block;
}

static gint64
change_entry_type (Image *image)
{
  guint32 block = find_marked (image);

  change (image, block, 27, 0x40);
  return block;
}

static gint64
change_entry_blocks (Image *image)
{
  guint32 block = find_marked (image);
  gboolean is_extended = get_tag (image, block) == BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY;

  change (image, block, is_extended ? 72 : 64, 1);
  return block;
}

static gint64
change_entry_unique (Image *image)
{
  guint32 block = find_marked (image);
  gboolean is_extended = get_tag (image, block) == BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY;

  memset (get_block (image, block) + (is_extended ? 200 : 160), 0, 8);
  seal (get_block (image, block));
  return block;
}

static gint64
damage_identifier_crc (Image *image)
{
  guint8 *bytes = get_identifier (image, 1);

  bytes[8] ^= 1;
  bytes[4] += bytes[8] & 1 ? 1 : -1;
  return find_identifiers (image);
}

static gint64
damage_name (Image *image)
{
  get_identifier (image, 1)[39] ^= 1;
  return find_identifiers (image);
}

static gint64
change_identifier_unique (Image *image)
{
  guint8 *bytes = get_identifier (image, 1);

  bytes[33] ^= 0x40;
  seal (bytes);
  return -1;
}

static gint64
change_parent (Image *image)
{
  guint8 *bytes = get_identifier (image, 0);

  bytes[24] ^= 2;
  seal (bytes);
  return find_identifiers (image);
}

static gint64
remove_parent (Image *image)
{
  guint8 *bytes = get_identifier (image, 0);

  bytes[18] &= (guint8) ~BURNISH_UDF_FID_PARENT;
  bytes[18] |= BURNISH_UDF_FID_DELETED;
  seal (bytes);
  return -1;
}

/* All names of the test are longer than one character. */
static gint64
change_name_to_slash (Image *image)
{
  guint8 *bytes = get_identifier (image, 1);

  bytes[BURNISH_UDF_FID_SIZE + 1] = '/';
  seal (bytes);
  return find_identifiers (image);
}

static gint64
change_name_compression (Image *image)
{
  guint8 *bytes = get_identifier (image, 1);

  bytes[BURNISH_UDF_FID_SIZE] = 9;
  seal (bytes);
  return find_identifiers (image);
}

static gint64
fill_padding (Image *image)
{
  guint8 *bytes;
  guint used = 0;

  for (guint n = 1; used % 4 == 0; n++)
    {
      bytes = get_identifier (image, n);
      used = BURNISH_UDF_FID_SIZE + _burnish_read_le16 (bytes + 36) + bytes[19];
    }
  bytes[used] = 1;
  seal (bytes);
  return find_identifiers (image);
}

static gint64
change_root (Image *image)
{
  guint32 block = find_tag (image, BURNISH_UDF_TAG_FILE_SET);

  change (image, block, 404, 1);
  return -1;
}

static gint64
change_file_count (Image *image)
{
  guint32 block = find_integrity (image);
  guint n = _burnish_read_le32 (get_block (image, block) + 72);

  change (image, block, 80 + 8 * n + 32, 1);
  return block;
}

static gint64
change_folder_count (Image *image)
{
  guint32 block = find_integrity (image);
  guint n = _burnish_read_le32 (get_block (image, block) + 72);

  change (image, block, 80 + 8 * n + 36, 1);
  return block;
}

static gint64
open_integrity (Image *image)
{
  guint32 block = find_integrity (image);

  change (image, block, 28, 1);
  return block;
}

static gint64
lower_next_unique (Image *image)
{
  guint32 block = find_integrity (image);

  _burnish_write_le64 (get_block (image, block) + 40, BURNISH_UDF_FIRST_UNIQUE_ID);
  seal (get_block (image, block));
  return block;
}

static gint64
damage_logical (Image *image)
{
  guint32 block = find_descriptor (image, BURNISH_UDF_TAG_LOGICAL_VOLUME, FALSE);

  get_block (image, block)[100] ^= 1;
  return block;
}

static gint64
damage_reserve_logical (Image *image)
{
  guint32 block = find_descriptor (image, BURNISH_UDF_TAG_LOGICAL_VOLUME, TRUE);

  get_block (image, block)[100] ^= 1;
  return block;
}

static gint64
change_partition_start (Image *image)
{
  change (image, find_descriptor (image, BURNISH_UDF_TAG_PARTITION, FALSE), 188, 0x20);
  return find_descriptor (image, BURNISH_UDF_TAG_PARTITION, TRUE);
}

static gint64
change_reserve_volume_name (Image *image)
{
  guint32 block = find_descriptor (image, BURNISH_UDF_TAG_PRIMARY_VOLUME, TRUE);

  change (image, block, 25, 1);
  return block;
}

static gint64
change_implementation_use (Image *image)
{
  guint32 block = find_descriptor (image, BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME, FALSE);

  change (image, block, 117, 1);
  return block;
}

static gint64
change_nsr (Image *image)
{
  get_block (image, BURNISH_UDF_RECOGNITION_BLOCK + 1)[5] ^= 1;
  return BURNISH_UDF_RECOGNITION_BLOCK;
}

static gint64
erase_recognition (Image *image)
{
  memset (get_block (image, BURNISH_UDF_RECOGNITION_BLOCK), 0, 3 * BURNISH_BLOCK_SIZE);
  return BURNISH_UDF_RECOGNITION_BLOCK;
}

static gint64
cut (Image *image)
{
  image->n_blocks -= 320;
  return -1;
}

static gint64
damage_metadata_entry (Image *image)
{
  guint32 block = get_metadata_entry (image, 0);

  get_block (image, block)[20] ^= 1;
  return block;
}

static gint64
damage_mirror_entry (Image *image)
{
  guint32 block = get_metadata_entry (image, 1);

  get_block (image, block)[20] ^= 1;
  return block;
}

/* The last copy of the marked file's entry is the mirror's. */
static gint64
change_mirror (Image *image)
{
  for (guint32 block = image->n_blocks; --block > find_marked (image);)
    if (is_entry (image, block)
        && _burnish_read_le64 (get_block (image, block) + 56) == MARKED_BYTES)
      {
        change (image, block, 44, 1);
        return block;
      }
  g_assert_not_reached ();
}

/* Two files whose contents are the root's identifiers. */
static gint64
share_block (Image *image)
{
  guint8 *bytes = get_block (image, find_marked (image));
  const guint8 *partition =
      get_block (image, find_descriptor (image, BURNISH_UDF_TAG_PARTITION, FALSE));
  guint32 block = find_identifiers (image);

  _burnish_write_le32 (bytes + 176 + 4, block - _burnish_read_le32 (partition + 188));
  seal (bytes);
  return block;
}

static const struct
{
  const char *name;
  Damage damage;
  const char *rule;
  BurnishUdfRevision revision; /* NONE: 1.02, 2.01 and 2.50 */
} defects[] = {
  { "anchor-first", damage_first_anchor, "tag-crc", BURNISH_UDF_NONE },
  { "anchor-all", damage_all_anchors, "anchor-none", BURNISH_UDF_NONE },
  { "anchor-last-only", leave_last_anchor, "anchor-few", BURNISH_UDF_NONE },
  { "anchor-turned", turn_anchor, "anchors-differ", BURNISH_UDF_NONE },
  { "entry-crc", damage_entry_crc, "tag-checksum", BURNISH_UDF_NONE },
  { "entry-crc-only", damage_entry_crc_only, "tag-crc", BURNISH_UDF_NONE },
  { "entry-size", damage_entry_size, "tag-crc", BURNISH_UDF_NONE },
  { "entry-size-sealed", change_entry_size, "entry-size", BURNISH_UDF_NONE },
  { "entry-links", change_entry_links, "entry-link-count", BURNISH_UDF_NONE },
  { "entry-location", change_entry_location, "tag-location", BURNISH_UDF_NONE },
  { "entry-strategy", change_entry_strategy, "icb-strategy", BURNISH_UDF_NONE },
  { "entry-type", change_entry_type, "file-type", BURNISH_UDF_NONE },
  { "entry-blocks", change_entry_blocks, "entry-blocks-recorded", BURNISH_UDF_NONE },
  { "entry-unique", change_entry_unique, "entry-unique-id", BURNISH_UDF_NONE },
  { "identifier-crc", damage_identifier_crc, "tag-crc", BURNISH_UDF_NONE },
  { "identifier-name", damage_name, "tag-crc", BURNISH_UDF_NONE },
  { "identifier-unique", change_identifier_unique, "identifier-unique-id", BURNISH_UDF_2_01 },
  { "identifier-padding", fill_padding, "reserved-not-zero", BURNISH_UDF_NONE },
  { "name-slash", change_name_to_slash, "name-illegal", BURNISH_UDF_NONE },
  { "name-compression", change_name_compression, "name-encoding", BURNISH_UDF_NONE },
  { "parent", change_parent, "parent-target", BURNISH_UDF_NONE },
  { "parent-none", remove_parent, "parent-missing", BURNISH_UDF_NONE },
  { "root", change_root, NULL, BURNISH_UDF_NONE },
  { "integrity-files", change_file_count, "integrity-file-count", BURNISH_UDF_NONE },
  { "integrity-folders", change_folder_count, "integrity-folder-count", BURNISH_UDF_NONE },
  { "integrity-open", open_integrity, "integrity-open", BURNISH_UDF_NONE },
  { "integrity-unique", lower_next_unique, "integrity-unique-id", BURNISH_UDF_NONE },
  { "sequence-logical", damage_logical, "tag-crc", BURNISH_UDF_NONE },
  { "sequence-reserve", damage_reserve_logical, "tag-crc", BURNISH_UDF_NONE },
  { "sequence-start", change_partition_start, "sequences-differ", BURNISH_UDF_NONE },
  { "sequence-name", change_reserve_volume_name, "sequences-vary", BURNISH_UDF_NONE },
  { "sequence-label", change_implementation_use, "labels-differ", BURNISH_UDF_NONE },
  { "recognition-nsr", change_nsr, "recognition-nsr", BURNISH_UDF_NONE },
  { "recognition-none", erase_recognition, "recognition-sequence", BURNISH_UDF_NONE },
  { "cut", cut, "partition-extent", BURNISH_UDF_NONE },
  { "metadata-entry", damage_metadata_entry, "tag-crc", BURNISH_UDF_2_50 },
  { "metadata-mirror-entry", damage_mirror_entry, "tag-crc", BURNISH_UDF_2_50 },
  { "overlap", share_block, "blocks-used-twice", BURNISH_UDF_1_02 },
};

static void
test_defect (gconstpointer data)
{
  static const BurnishUdfRevision revisions[] = { BURNISH_UDF_1_02, BURNISH_UDF_2_01,
                                                  BURNISH_UDF_2_50 };
  guint i = GPOINTER_TO_UINT (data);

  for (guint j = 0; j < G_N_ELEMENTS (revisions); j++)
    {
      const Kind kind = { .revision = revisions[j] };
      g_auto (Image) image = { 0 };
      gint64 block;

      if (defects[i].revision != BURNISH_UDF_NONE && defects[i].revision != revisions[j])
        continue;
      image_init (&image, &kind, 400);
      block = defects[i].damage (&image);
      assert_finding (&image, defects[i].name, defects[i].rule, block);
    }
}

static void
test_mirror (void)
{
  const Kind kind = { .revision = BURNISH_UDF_2_50, .is_duplicated = TRUE };
  g_auto (Image) image = { 0 };
  guint32 block;

  image_init (&image, &kind, 3);
  block = (guint32) change_mirror (&image);
  assert_finding (&image, "mirror", "metadata-mirror", block);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (defects); i++)
    {
      g_autofree char *path = g_strconcat ("/udf-check/defect/", defects[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_defect);
    }
  g_test_add_func ("/udf-check/defect/mirror", test_mirror);
  return g_test_run ();
}
