/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-check-image.h"

#include "burnish-image-enums.h"
#include "burnish-scan.h"
#include "image-test.h"

#include <string.h>

BurnishTree *
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

void
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

void
image_clear (Image *self)
{
  g_free (self->bytes);
}

gboolean
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

BurnishUdfCheck *
check_profile (const Image *image, BurnishUdfProfile profile)
{
  g_autoptr (GError) error = NULL;
  BurnishUdfCheck *check = _burnish_udf_check_blocks (image->n_blocks, 0, profile, read_cb,
                                                      (gpointer) image, NULL, &error);

  g_assert_no_error (error);
  return check;
}

BurnishUdfCheck *
check_image (const Image *image)
{
  return check_profile (image, BURNISH_UDF_PROFILE_NONE);
}

char *
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

void
assert_clean (BurnishUdfCheck *check)
{
  g_autofree char *found = describe (check);

  g_assert_cmpstr (found, ==, "");
}

/* rule NULL: any; block -1: any. */
gboolean
has_finding (BurnishUdfCheck *check, const char *rule, gint64 block)
{
  for (guint i = 0; i < burnish_udf_check_get_n_findings (check); i++)
    if ((rule == NULL || g_str_equal (burnish_udf_check_get_rule (check, i), rule))
        && (block < 0 || burnish_udf_check_get_block (check, i) == block))
      return TRUE;
  return FALSE;
}

void
assert_finding (const Image *image, const char *what, const char *rule, gint64 block)
{
  g_autoptr (BurnishUdfCheck) check = check_image (image);
  g_autofree char *found = describe (check);

  if (!has_finding (check, rule, block))
    g_error ("%s: no %s in block %" G_GINT64_FORMAT ", but:%s", what, rule, block, found);
}

/* ---- Places in an image ---- */

guint8 *
get_block (const Image *image, guint64 block)
{
  g_assert_cmpuint (block, <, image->n_blocks);
  return image->bytes + (gsize) block * BURNISH_BLOCK_SIZE;
}

guint
get_tag (const Image *image, guint32 block)
{
  return _burnish_read_le16 (get_block (image, block));
}

guint32
get_sequence (const Image *image, gboolean is_reserve)
{
  return _burnish_read_le32 (get_block (image, BURNISH_UDF_ANCHOR_BLOCK) + 20
                             + (is_reserve ? 8 : 0));
}

guint32
find_descriptor (const Image *image, BurnishUdfTagId id, gboolean is_reserve)
{
  guint32 block = get_sequence (image, is_reserve);

  while (get_tag (image, block) != (guint) id)
    g_assert_cmpuint (++block, <, get_sequence (image, is_reserve) + BURNISH_UDF_SEQUENCE_BLOCKS);
  return block;
}

guint32
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
guint32
find_tag (const Image *image, BurnishUdfTagId id)
{
  guint32 block = BURNISH_UDF_ANCHOR_BLOCK + 1;

  while (!is_descriptor (image, block, id))
    g_assert_cmpuint (++block, <, image->n_blocks);
  return block;
}

gboolean
is_entry (const Image *image, guint32 block)
{
  return is_descriptor (image, block, BURNISH_UDF_TAG_FILE_ENTRY)
         || is_descriptor (image, block, BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY);
}

/* The first entry of a file type, and with a size unless that is 0. */
guint32
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

guint32
find_marked (const Image *image)
{
  return find_entry (image, BURNISH_UDF_FILE_REGULAR, MARKED_BYTES);
}

/* The first block with identifiers: those of the root. */
guint32
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
guint8 *
get_identifier (const Image *image, guint n)
{
  guint8 *bytes = get_block (image, find_identifiers (image));

  while (n-- > 0)
    bytes += (BURNISH_UDF_FID_SIZE + _burnish_read_le16 (bytes + 36) + bytes[19] + 3) / 4 * 4;
  g_assert_cmpuint (_burnish_read_le16 (bytes), ==, BURNISH_UDF_TAG_FILE_IDENTIFIER);
  return bytes;
}

/* Makes checksum and CRC right again. */
void
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

void
change (const Image *image, guint32 block, guint offset, guint8 bits)
{
  get_block (image, block)[offset] ^= bits;
  seal (get_block (image, block));
}

guint32
get_metadata_entry (const Image *image, guint n)
{
  const guint8 *logical =
      get_block (image, find_descriptor (image, BURNISH_UDF_TAG_LOGICAL_VOLUME, FALSE));
  const guint8 *partition =
      get_block (image, find_descriptor (image, BURNISH_UDF_TAG_PARTITION, FALSE));

  return _burnish_read_le32 (partition + 188) + _burnish_read_le32 (logical + 446 + 40 + 4 * n);
}
