/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-enums.h"
#include "burnish-scan.h"
#include "burnish-udf-check-private.h"
#include "image-test.h"
#include "udf-disc.h"

#include <string.h>

/* The check of UDF: what is sound has no finding, and each defect is named with rule and block. */

/* A file whose entry is found by its size, so that one can be damaged. */
#define MARKED_BYTES 4321

typedef struct
{
  const char *name;
  BurnishUdfRevision revision;
  gboolean iso9660;
  gboolean is_duplicated;
  gboolean has_vat;
  gboolean embeds;
} Kind;

static const Kind kinds[] = {
  { .name = "1.02", .revision = BURNISH_UDF_1_02 },
  { .name = "1.50", .revision = BURNISH_UDF_1_50 },
  { .name = "2.00", .revision = BURNISH_UDF_2_00 },
  { .name = "2.01", .revision = BURNISH_UDF_2_01 },
  { .name = "2.50", .revision = BURNISH_UDF_2_50 },
  { .name = "2.60", .revision = BURNISH_UDF_2_60 },
  { .name = "2.50-duplicated", .revision = BURNISH_UDF_2_50, .is_duplicated = TRUE },
  { .name = "1.02-embedded", .revision = BURNISH_UDF_1_02, .embeds = TRUE },
  { .name = "2.50-embedded", .revision = BURNISH_UDF_2_50, .embeds = TRUE },
  { .name = "1.50-vat", .revision = BURNISH_UDF_1_50, .has_vat = TRUE },
  { .name = "2.01-vat", .revision = BURNISH_UDF_2_01, .has_vat = TRUE },
  { .name = "1.02-bridge", .revision = BURNISH_UDF_1_02, .iso9660 = TRUE },
  { .name = "1.50-bridge", .revision = BURNISH_UDF_1_50, .iso9660 = TRUE },
  { .name = "2.00-bridge", .revision = BURNISH_UDF_2_00, .iso9660 = TRUE },
  { .name = "2.01-bridge", .revision = BURNISH_UDF_2_01, .iso9660 = TRUE },
  { .name = "2.50-bridge", .revision = BURNISH_UDF_2_50, .iso9660 = TRUE },
  { .name = "2.60-bridge", .revision = BURNISH_UDF_2_60, .iso9660 = TRUE },
};

/* ---- Images in memory ---- */

typedef struct
{
  guint8 *bytes; /* (owned) */
  guint32 n_blocks;
  gint64 bad_block; /* cannot be read; -1 for none */
} Image;

static BurnishTree *
tree_new (guint n_files)
{
  BurnishTree *tree = burnish_tree_new ();
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "folder");
  BurnishNode deep = test_add_folder (tree, folder, "deep");

  test_add_folder (tree, deep, "empty");
  test_add_size (tree, BURNISH_NODE_ROOT, "marked", MARKED_BYTES);
  test_add_size (tree, BURNISH_NODE_ROOT, "nothing", 0);
  test_add_size (tree, BURNISH_NODE_ROOT, "twin-a", 1);
  test_add_size (tree, BURNISH_NODE_ROOT, "twin-b", 1);
  test_add_size (tree, folder, "\xC3\xA4\xC3\xB6\xC3\xBC", 1);
  test_add_size (tree, folder, "\xE2\x82\xAC \xF0\x9F\x98\x80", 2048);
  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *name = g_strdup_printf ("file %u", i);

      test_add_size (tree, deep, name, 100 * i);
    }
  return tree;
}

static void
image_init (Image *self, const Kind *kind, guint n_files)
{
  g_autoptr (BurnishTree) tree = tree_new (n_files);
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishImageStream) stream = NULL;

  g_object_set (options, "udf-revision", kind->revision, "iso9660", kind->iso9660,
                "udf-duplicate-metadata", kind->is_duplicated, "udf-vat", kind->has_vat,
                "udf-embed", kind->embeds, NULL);
  layout = test_layout_new (tree, options);
  stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, TRUE);
  self->n_blocks = (guint32) _burnish_image_stream_get_n_blocks (stream);
  self->bytes = test_read_all (stream, 65536);
  self->bad_block = -1;
}

static void
image_clear (Image *self)
{
  g_free (self->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Image, image_clear)

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  const Image *image = user_data;

  g_assert_cmpuint ((guint64) start_block + n_blocks, <=, image->n_blocks);
  g_assert_cmpuint (n_blocks, >, 0);
  if (image->bad_block >= start_block && image->bad_block < (gint64) start_block + n_blocks)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "Cannot be read");
      return FALSE;
    }
  memcpy (buffer, image->bytes + (gsize) start_block * BURNISH_BLOCK_SIZE,
          (gsize) n_blocks * BURNISH_BLOCK_SIZE);
  return TRUE;
}

static BurnishUdfCheck *
check_profile (const Image *image, BurnishUdfProfile profile)
{
  g_autoptr (GError) error = NULL;
  BurnishUdfCheck *check = _burnish_udf_check_blocks (image->n_blocks, 0, profile, read_cb,
                                                      (gpointer) image, NULL, &error);

  g_assert_no_error (error);
  return check;
}

static BurnishUdfCheck *
check_image (const Image *image)
{
  return check_profile (image, BURNISH_UDF_PROFILE_NONE);
}

static char *
describe (BurnishUdfCheck *check)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (burnish_udf_check_get_n_findings (check), 20); i++)
    g_string_append_printf (text, "\n%s %" G_GINT64_FORMAT " %s: %s",
                            burnish_udf_check_get_rule (check, i),
                            burnish_udf_check_get_block (check, i),
                            burnish_udf_check_get_path (check, i),
                            burnish_udf_check_get_message (check, i));
  return g_string_free (text, FALSE);
}

static void
assert_clean (BurnishUdfCheck *check)
{
  g_autofree char *found = describe (check);

  g_assert_cmpstr (found, ==, "");
}

/* rule NULL: any; block -1: any. */
static gboolean
has_finding (BurnishUdfCheck *check, const char *rule, gint64 block)
{
  for (guint i = 0; i < burnish_udf_check_get_n_findings (check); i++)
    if ((rule == NULL || g_str_equal (burnish_udf_check_get_rule (check, i), rule))
        && (block < 0 || burnish_udf_check_get_block (check, i) == block))
      return TRUE;
  return FALSE;
}

static void
assert_finding (const Image *image, const char *what, const char *rule, gint64 block)
{
  g_autoptr (BurnishUdfCheck) check = check_image (image);
  g_autofree char *found = describe (check);

  if (!has_finding (check, rule, block))
    g_error ("%s: no %s in block %" G_GINT64_FORMAT ", but:%s", what, rule, block, found);
}

/* ---- Places in an image ---- */

static guint8 *
get_block (const Image *image, guint64 block)
{
  g_assert_cmpuint (block, <, image->n_blocks);
  return image->bytes + (gsize) block * BURNISH_BLOCK_SIZE;
}

static guint
get_tag (const Image *image, guint32 block)
{
  return _burnish_read_le16 (get_block (image, block));
}

static guint32
get_sequence (const Image *image, gboolean is_reserve)
{
  return _burnish_read_le32 (get_block (image, BURNISH_UDF_ANCHOR_BLOCK) + 20
                             + (is_reserve ? 8 : 0));
}

static guint32
find_descriptor (const Image *image, BurnishUdfTagId id, gboolean is_reserve)
{
  guint32 block = get_sequence (image, is_reserve);

  while (get_tag (image, block) != (guint) id)
    g_assert_cmpuint (++block, <, get_sequence (image, is_reserve) + BURNISH_UDF_SEQUENCE_BLOCKS);
  return block;
}

static guint32
find_integrity (const Image *image)
{
  return _burnish_read_le32 (
      get_block (image, find_descriptor (image, BURNISH_UDF_TAG_LOGICAL_VOLUME, FALSE)) + 436);
}

static gboolean
is_descriptor (const Image *image, guint32 block, BurnishUdfTagId id)
{
  const guint8 *bytes = get_block (image, block);
  BurnishUdfTag tag;

  return _burnish_udf_tag_read (&tag, bytes, BURNISH_BLOCK_SIZE, _burnish_read_le32 (bytes + 12))
             == BURNISH_UDF_TAG_GOOD
         && tag.id == (guint) id;
}

/* The first descriptor of a kind behind the anchor. */
static guint32
find_tag (const Image *image, BurnishUdfTagId id)
{
  guint32 block = BURNISH_UDF_ANCHOR_BLOCK + 1;

  while (!is_descriptor (image, block, id))
    g_assert_cmpuint (++block, <, image->n_blocks);
  return block;
}

static gboolean
is_entry (const Image *image, guint32 block)
{
  return is_descriptor (image, block, BURNISH_UDF_TAG_FILE_ENTRY)
         || is_descriptor (image, block, BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY);
}

/* The first entry of a file type, and with a size unless that is 0. */
static guint32
find_entry (const Image *image, guint type, guint64 size_bytes)
{
  for (guint32 block = BURNISH_UDF_ANCHOR_BLOCK + 1; block < image->n_blocks; block++)
    {
      const guint8 *bytes = get_block (image, block);

      if (is_entry (image, block) && bytes[27] == type
          && (size_bytes == 0 || _burnish_read_le64 (bytes + 56) == size_bytes))
        return block;
    }
  g_assert_not_reached ();
}

static guint32
find_marked (const Image *image)
{
  return find_entry (image, BURNISH_UDF_FILE_REGULAR, MARKED_BYTES);
}

/* The first block with identifiers: those of the root. */
static guint32
find_identifiers (const Image *image)
{
  guint32 block = BURNISH_UDF_ANCHOR_BLOCK + 1;

  for (;; block++)
    {
      const guint8 *bytes = get_block (image, block);
      BurnishUdfTag tag;

      if (_burnish_udf_tag_read (&tag, bytes, BURNISH_BLOCK_SIZE, _burnish_read_le32 (bytes + 12))
              == BURNISH_UDF_TAG_GOOD
          && tag.id == BURNISH_UDF_TAG_FILE_IDENTIFIER)
        return block;
    }
}

/* The n-th identifier of the root. */
static guint8 *
get_identifier (const Image *image, guint n)
{
  guint8 *bytes = get_block (image, find_identifiers (image));

  while (n-- > 0)
    bytes += (BURNISH_UDF_FID_SIZE + _burnish_read_le16 (bytes + 36) + bytes[19] + 3) / 4 * 4;
  g_assert_cmpuint (_burnish_read_le16 (bytes), ==, BURNISH_UDF_TAG_FILE_IDENTIFIER);
  return bytes;
}

/* Makes checksum and CRC right again. */
static void
seal (guint8 *descriptor)
{
  guint sum = 0;

  _burnish_write_le16 (descriptor + 8, _burnish_udf_crc (descriptor + BURNISH_UDF_TAG_SIZE,
                                                         _burnish_read_le16 (descriptor + 10)));
  descriptor[4] = 0;
  for (guint i = 0; i < BURNISH_UDF_TAG_SIZE; i++)
    sum += descriptor[i];
  descriptor[4] = (guint8) sum;
}

static void
change (const Image *image, guint32 block, guint offset, guint8 bits)
{
  get_block (image, block)[offset] ^= bits;
  seal (get_block (image, block));
}

/* ---- Sound volumes ---- */

static void
test_clean (gconstpointer data)
{
  const Kind *kind = data;
  g_auto (Image) image = { 0 };
  g_autoptr (BurnishUdfCheck) check = NULL;

  image_init (&image, kind, 300);
  check = check_image (&image);
  assert_clean (check);
  g_assert_cmpuint (burnish_udf_check_get_revision (check), ==, kind->revision);
  g_assert_cmpint (burnish_udf_check_is_bridge (check), ==, kind->iso9660);
  /* With the list of checksums. */
  g_assert_cmpuint (burnish_udf_check_get_n_files (check), ==, 307);
  g_assert_cmpuint (burnish_udf_check_get_n_folders (check), ==, 4);
}

/* Of two sessions with a volume each, either is sound; who checks the first one is told that there
   is another. */
static void
test_sessions (void)
{
  const Choice first_choice = { .revision = BURNISH_UDF_2_01 };
  Choice second_choice = { .revision = BURNISH_UDF_2_50 };
  g_autoptr (BurnishTree) first_tree = tree_new (2);
  g_autoptr (BurnishTree) second_tree = tree_new (20);
  g_auto (Disc) first = { 0 };
  g_auto (Disc) second = { 0 };

  disc_init (&first, first_tree, &first_choice, 32);
  second_choice.session_block = first.n_blocks;
  disc_init (&second, second_tree, &second_choice, 32);
  memcpy (second.bytes, first.bytes, (gsize) first.n_blocks * BURNISH_BLOCK_SIZE);
  for (guint i = 0; i < 2; i++)
    {
      Image image = { second.bytes, second.n_blocks, -1 };
      g_autoptr (GError) error = NULL;
      g_autoptr (BurnishUdfCheck) check =
          _burnish_udf_check_blocks (image.n_blocks, i * first.n_blocks, BURNISH_UDF_PROFILE_NONE,
                                     read_cb, &image, NULL, &error);
      g_autofree char *found = describe (check);

      g_assert_no_error (error);
      if (burnish_udf_check_get_n_findings (check)
          != burnish_udf_check_get_n_of_rule (check, "anchor-later-session"))
        g_error ("Session %u has%s", i + 1, found);
      g_assert_cmpuint (burnish_udf_check_get_n_of_rule (check, "anchor-later-session"), ==,
                        i == 0 ? 2 : 0);
      g_assert_cmpuint (burnish_udf_check_get_revision (check), ==,
                        i == 0 ? BURNISH_UDF_2_01 : BURNISH_UDF_2_50);
    }
}

static void
test_profiles (void)
{
  static const struct
  {
    Kind kind;
    gboolean is_dvd_video;
    gboolean is_bd;
  } cases[] = {
    { { .revision = BURNISH_UDF_1_02, .iso9660 = TRUE }, TRUE, FALSE },
    { { .revision = BURNISH_UDF_1_02 }, FALSE, FALSE },
    { { .revision = BURNISH_UDF_2_01, .iso9660 = TRUE }, FALSE, FALSE },
    { { .revision = BURNISH_UDF_2_50 }, FALSE, TRUE },
    { { .revision = BURNISH_UDF_2_50, .iso9660 = TRUE }, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Image) image = { 0 };
      g_autoptr (BurnishUdfCheck) dvd = NULL;
      g_autoptr (BurnishUdfCheck) bd = NULL;

      image_init (&image, &cases[i].kind, 2);
      dvd = check_profile (&image, BURNISH_UDF_PROFILE_DVD_VIDEO);
      bd = check_profile (&image, BURNISH_UDF_PROFILE_BD);
      g_assert_cmpint (!has_finding (dvd, "profile-dvd-video", -1), ==, cases[i].is_dvd_video);
      g_assert_cmpint (!has_finding (bd, "profile-bd", -1), ==, cases[i].is_bd);
    }
}

/* ---- One defect ---- */

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

static guint32
get_metadata_entry (const Image *image, guint n)
{
  const guint8 *logical =
      get_block (image, find_descriptor (image, BURNISH_UDF_TAG_LOGICAL_VOLUME, FALSE));
  const guint8 *partition =
      get_block (image, find_descriptor (image, BURNISH_UDF_TAG_PARTITION, FALSE));

  return _burnish_read_le32 (partition + 188) + _burnish_read_le32 (logical + 446 + 40 + 4 * n);
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

/* The identifier of the root that has a name of 8-bit characters. */
static guint8 *
find_name (const Image *image, const char *name)
{
  for (guint n = 1;; n++)
    {
      guint8 *bytes = get_identifier (image, n);

      if (bytes[19] == strlen (name) + 1
          && memcmp (bytes + BURNISH_UDF_FID_SIZE + 1, name, strlen (name)) == 0)
        return bytes;
    }
}

static void
rename_identifier (const Image *image, const char *name, const char *other_name)
{
  guint8 *bytes = find_name (image, name);

  g_assert_cmpuint (strlen (name), ==, strlen (other_name));
  memcpy (bytes + BURNISH_UDF_FID_SIZE + 1, other_name, strlen (name));
  seal (bytes);
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *rule;
  } cases[] = {
    { "twin-a", "name-twice" },
    { "TWIN-A", "name-case-twin" },
    { "tw/n-b", "name-illegal" },
  };
  const Kind kind = { .revision = BURNISH_UDF_2_01 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Image) image = { 0 };

      image_init (&image, &kind, 3);
      rename_identifier (&image, "twin-b", cases[i].name);
      assert_finding (&image, cases[i].name, cases[i].rule, find_identifiers (&image));
    }
}

/* ---- One byte of a descriptor ---- */

static void
flip_each_byte (Image *image, guint32 block, guint n_bytes, const char *what)
{
  guint8 *bytes = get_block (image, block);

  for (guint i = 0; i < n_bytes; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s, byte %u", what, i);

      bytes[i] ^= 0x5A;
      assert_finding (image, name, NULL, block);
      bytes[i] ^= 0x5A;
    }
}

static void
test_volume_bytes (void)
{
  const Kind kind = { .revision = BURNISH_UDF_2_50 };
  const BurnishUdfTagId tags[] = {
    BURNISH_UDF_TAG_PRIMARY_VOLUME,    BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME,
    BURNISH_UDF_TAG_PARTITION,         BURNISH_UDF_TAG_LOGICAL_VOLUME,
    BURNISH_UDF_TAG_UNALLOCATED_SPACE, BURNISH_UDF_TAG_TERMINATOR,
  };
  g_auto (Image) image = { 0 };

  image_init (&image, &kind, 1);
  flip_each_byte (&image, BURNISH_UDF_ANCHOR_BLOCK, 512, "first anchor");
  flip_each_byte (&image, image.n_blocks - 257, 512, "second anchor");
  flip_each_byte (&image, image.n_blocks - 1, 512, "last anchor");
  flip_each_byte (&image, find_integrity (&image), 512, "integrity");
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    for (guint j = 0; j < 2; j++)
      flip_each_byte (&image, find_descriptor (&image, tags[i], j == 1), 512,
                      j == 1 ? "reserve sequence" : "main sequence");
}

static void
test_file_bytes (void)
{
  const BurnishUdfRevision revisions[] = { BURNISH_UDF_1_02, BURNISH_UDF_2_50 };

  for (guint i = 0; i < G_N_ELEMENTS (revisions); i++)
    {
      const Kind kind = { .revision = revisions[i] };
      g_auto (Image) image = { 0 };
      guint32 identifiers;

      image_init (&image, &kind, 1);
      identifiers = find_identifiers (&image);
      flip_each_byte (&image, find_tag (&image, BURNISH_UDF_TAG_FILE_SET), 512, "file set");
      flip_each_byte (&image, find_marked (&image), 512, "file entry");
      flip_each_byte (&image, find_entry (&image, BURNISH_UDF_FILE_DIRECTORY, 0), 512, "folder");
      flip_each_byte (&image, identifiers,
                      (guint) (get_identifier (&image, 3) - get_block (&image, identifiers)),
                      "identifiers");
    }
}

static void
test_map_bytes (void)
{
  const Kind metadata = { .revision = BURNISH_UDF_2_50 };
  const Kind virtual = { .revision = BURNISH_UDF_2_01, .has_vat = TRUE };
  const Kind old = { .revision = BURNISH_UDF_1_50, .has_vat = TRUE };
  g_auto (Image) image = { 0 };
  g_auto (Image) vat = { 0 };
  g_auto (Image) old_vat = { 0 };

  image_init (&image, &metadata, 1);
  flip_each_byte (&image, get_metadata_entry (&image, 0), 512, "metadata file");
  flip_each_byte (&image, get_metadata_entry (&image, 1), 512, "metadata mirror file");
  image_init (&vat, &virtual, 1);
  flip_each_byte (&vat, vat.n_blocks - 1, 512, "VAT");
  image_init (&old_vat, &old, 1);
  flip_each_byte (&old_vat, old_vat.n_blocks - 1, 512, "VAT of 1.50");
}

/* ---- What is no volume, or hostile ---- */

static void
test_nothing (void)
{
  const guint32 sizes[] = { 0, 1, 17, 256, 257, 258, 513, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Image)
          image = { g_malloc0 ((gsize) sizes[i] * BURNISH_BLOCK_SIZE + 1), sizes[i], -1 };
      g_autoptr (BurnishUdfCheck) check = check_image (&image);

      g_assert_true (has_finding (check, "anchor-none", -1));
      g_assert_true (has_finding (check, "recognition-sequence", -1));
      g_assert_cmpuint (burnish_udf_check_get_revision (check), ==, BURNISH_UDF_NONE);
    }
}

/* Whatever block cannot be read is named, and the rest is looked at. */
static void
test_unreadable (void)
{
  const Kind kind = { .revision = BURNISH_UDF_2_50, .is_duplicated = TRUE };
  g_auto (Image) image = { 0 };
  gint64 blocks[6];

  image_init (&image, &kind, 5);
  blocks[0] = BURNISH_UDF_ANCHOR_BLOCK;
  blocks[1] = get_sequence (&image, FALSE);
  blocks[2] = get_sequence (&image, TRUE) + 1;
  blocks[3] = get_metadata_entry (&image, 0);
  blocks[4] = find_marked (&image);
  blocks[5] = find_identifiers (&image);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      image.bad_block = blocks[i];
      assert_finding (&image, "unreadable", "block-unreadable", blocks[i]);
    }
}

static void
test_cancelled (void)
{
  const Kind kind = { .revision = BURNISH_UDF_1_02 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Image) image = { 0 };

  image_init (&image, &kind, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (_burnish_udf_check_blocks (image.n_blocks, 0, BURNISH_UDF_PROFILE_NONE, read_cb,
                                            &image, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A volume that is damaged everywhere keeps no more than a thousand findings of a rule, and counts
   all. */
static void
test_bounded (void)
{
  const Kind kind = { .revision = BURNISH_UDF_1_02 };
  g_auto (Image) image = { 0 };
  g_autoptr (BurnishUdfCheck) check = NULL;

  image_init (&image, &kind, 1500);
  for (guint32 block = BURNISH_UDF_ANCHOR_BLOCK + 1; block < image.n_blocks; block++)
    if (is_entry (&image, block) && get_block (&image, block)[27] == BURNISH_UDF_FILE_REGULAR)
      change (&image, block, 48, 2);
  check = check_image (&image);
  g_assert_cmpuint (burnish_udf_check_get_n_of_rule (check, "entry-link-count"), >, 1500);
  g_assert_cmpuint (burnish_udf_check_get_n_findings (check), ==, 1000);
  g_assert_cmpuint (burnish_udf_check_get_n_of_severity (check, BURNISH_UDF_SEVERITY_WARNING), ==,
                    burnish_udf_check_get_n_of_rule (check, "entry-link-count"));
}

/* Any bytes in any descriptor, with tags that are right again. */
static void
test_random (void)
{
  for (guint i = 0; i < 400; i++)
    {
      const Kind *kind = &kinds[i % G_N_ELEMENTS (kinds)];
      g_auto (Image) image = { 0 };
      g_autoptr (BurnishUdfCheck) check = NULL;

      image_init (&image, kind, 3);
      for (guint n = g_test_rand_int_range (1, 5); n > 0; n--)
        {
          guint8 *bytes =
              get_block (&image, (guint32) g_test_rand_int_range (16, (gint32) image.n_blocks));

          for (guint m = g_test_rand_int_range (1, 8); m > 0; m--)
            bytes[g_test_rand_int_range (16, 600)] = (guint8) g_test_rand_int ();
          if (_burnish_read_le16 (bytes + 10) <= BURNISH_BLOCK_SIZE - BURNISH_UDF_TAG_SIZE)
            seal (bytes);
        }
      check = check_image (&image);
      g_assert_nonnull (check);
    }
}

/* ---- The page that explains the rules ---- */

static void
test_page (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("BURNISH_SOURCE"), "docs", "udf-check.md", NULL);
  g_autoptr (GEnumClass) severities = g_type_class_ref (BURNISH_TYPE_UDF_SEVERITY);
  g_autoptr (GError) error = NULL;
  g_autofree char *page = NULL;
  guint n_rows = 0;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  for (const char *p = page; (p = strstr (p, "\n| `")) != NULL; p++)
    n_rows++;
  g_assert_cmpuint (n_rows, ==, BURNISH_UDF_N_RULES);
  for (BurnishUdfRule rule = 0; rule < BURNISH_UDF_N_RULES; rule++)
    {
      const char *severity =
          g_enum_get_value (severities, _burnish_udf_rule_get_severity (rule))->value_nick;
      g_autofree char *row =
          g_strdup_printf ("\n| `%s` | %s | %s | ", _burnish_udf_rule_get_id (rule), severity,
                           _burnish_udf_rule_get_clause (rule));

      if (strstr (page, row) == NULL)
        g_error ("The page does not have%s", row);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/udf-check/clean/", kinds[i].name, NULL);

      g_test_add_data_func (path, &kinds[i], test_clean);
    }
  for (guint i = 0; i < G_N_ELEMENTS (defects); i++)
    {
      g_autofree char *path = g_strconcat ("/udf-check/defect/", defects[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_defect);
    }
  g_test_add_func ("/udf-check/defect/mirror", test_mirror);
  g_test_add_func ("/udf-check/names", test_names);
  g_test_add_func ("/udf-check/sessions", test_sessions);
  g_test_add_func ("/udf-check/profiles", test_profiles);
  g_test_add_func ("/udf-check/bytes/volume", test_volume_bytes);
  g_test_add_func ("/udf-check/bytes/files", test_file_bytes);
  g_test_add_func ("/udf-check/bytes/maps", test_map_bytes);
  g_test_add_func ("/udf-check/nothing", test_nothing);
  g_test_add_func ("/udf-check/unreadable", test_unreadable);
  g_test_add_func ("/udf-check/cancelled", test_cancelled);
  g_test_add_func ("/udf-check/bounded", test_bounded);
  g_test_add_func ("/udf-check/random", test_random);
  g_test_add_func ("/udf-check/page", test_page);
  return g_test_run ();
}
