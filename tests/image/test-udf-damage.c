/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-reader-private.h"
#include "image-test.h"

#include <string.h>

/*
 * Every byte of every structure of a UDF volume, damaged one at a time: the reader gives the same
 * listing as before, from a copy, or says that something is lost. Never another listing as if it
 * were right.
 */

typedef struct
{
  guint8 *bytes; /* (owned) */
  guint32 n_blocks;
  guint32 unreadable; /* a block; 0: none */
} Image;

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

  if (image->unreadable >= start_block && image->unreadable < start_block + n_blocks
      && image->unreadable != 0)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "Unreadable");
      return FALSE;
    }
  memcpy (buffer, image->bytes + (gsize) start_block * BURNISH_BLOCK_SIZE,
          (gsize) n_blocks * BURNISH_BLOCK_SIZE);
  return TRUE;
}

static void
image_init (Image *self, BurnishUdfRevision revision, gboolean duplicate)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishImageStream) stream = NULL;
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "folder");

  test_add_text (tree, BURNISH_NODE_ROOT, "file", "contents");
  test_add_size (tree, folder, "ä 😀", 5000);
  test_add_folder (tree, folder, "empty");
  burnish_image_options_set_udf_revision (options, revision);
  burnish_image_options_set_iso9660 (options, FALSE);
  burnish_image_options_set_udf_duplicate_metadata (options, duplicate);
  layout = test_layout_new (tree, options);
  stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, TRUE);
  *self = (Image){ .n_blocks = (guint32) _burnish_image_stream_get_n_blocks (stream) };
  self->bytes = test_read_all (stream, 65536);
}

/* All that a listing says; NULL when there is none. lost: that it says so. */
static char *
describe (const Image *image, gboolean *lost)
{
  BurnishUdfDevice device = {
    .read = read_cb,
    .user_data = (gpointer) image,
    .n_blocks = image->n_blocks,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishUdfContents) contents = _burnish_udf_contents_read (&device, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (contents == NULL)
    {
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
      *lost = TRUE;
      return NULL;
    }
  *lost = contents->n_lost > 0;
  g_string_append (text, contents->volume_id);
  for (guint32 i = 0; i < contents->nodes->len; i++)
    {
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (contents, i);
      g_autofree char *path = _burnish_udf_contents_dup_path (contents, i);

      g_string_append_printf (text, "\n%s %u %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %o %u %u",
                              path, entry->kind, entry->size_bytes, entry->modified_us, entry->mode,
                              entry->uid, entry->gid);
      /* Where contents of files are; those of folders may be on either copy. */
      for (guint32 e = 0; entry->kind == BURNISH_UDF_NODE_FILE && e < entry->n_extents; e++)
        g_string_append_printf (text, " %" G_GUINT64_FORMAT,
                                g_array_index (contents->extents, BurnishUdfExtent,
                                               entry->first_extent + e)
                                    .start_byte);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Counts what became of the damage. */
typedef struct
{
  guint n_equal;
  guint n_lost;
} Tally;

static void
judge (const Image *image, const char *expected, Tally *tally, guint32 block, guint byte)
{
  gboolean lost;
  g_autofree char *found = describe (image, &lost);

  if (g_strcmp0 (found, expected) == 0)
    tally->n_equal++;
  else if (lost)
    tally->n_lost++;
  else
    g_error ("Byte %u of block %u: %s, silently", byte, block, found);
}

/* Bytes of a block up to its last that is not zero, with one more. */
static guint
count_used (const guint8 *block)
{
  guint used = BURNISH_BLOCK_SIZE;

  while (used > 0 && block[used - 1] == 0)
    used--;
  return MIN (used + 1, BURNISH_BLOCK_SIZE);
}

static Tally
damage_block (Image *image, const char *expected, guint32 block, gboolean every_byte)
{
  guint8 *bytes = image->bytes + (gsize) block * BURNISH_BLOCK_SIZE;
  guint used = count_used (bytes);
  Tally tally = { 0 };

  for (guint i = 0; used > 1 && i < used; i += every_byte || i < 64 ? 1 : 7)
    {
      bytes[i] ^= 0x11;
      judge (image, expected, &tally, block, i);
      bytes[i] ^= 0x11;
    }
  if (used > 1)
    {
      image->unreadable = block;
      judge (image, expected, &tally, block, 0);
      image->unreadable = 0;
    }
  return tally;
}

static void
test_every_byte (gconstpointer data)
{
  BurnishUdfRevision revision = GPOINTER_TO_UINT (data);
  g_auto (Image) image = { 0 };
  g_autofree char *expected = NULL;
  gboolean lost;
  Tally all = { 0 };

  image_init (&image, revision, TRUE);
  expected = describe (&image, &lost);
  g_assert_nonnull (strstr (expected, "\nfolder/ä 😀 1 5000 "));
  g_assert_false (lost);
  for (guint32 block = 16; block < image.n_blocks; block++)
    {
      Tally tally = damage_block (&image, expected, block, g_test_slow ());

      all.n_equal += tally.n_equal;
      all.n_lost += tally.n_lost;
    }
  g_test_message ("%u changes left the listing as it was, %u were noticed", all.n_equal,
                  all.n_lost);
  g_assert_cmpuint (all.n_equal, >, 0);
  /* From 2.50 on there is a second copy of everything but the anchors' own fields. */
  if (revision >= BURNISH_UDF_2_50)
    g_assert_cmpuint (all.n_lost, ==, 0);
  else
    g_assert_cmpuint (all.n_lost, >, 0);
}

/* What the volume has twice in every revision. */
static void
test_copies (void)
{
  g_auto (Image) image = { 0 };
  g_autofree char *expected = NULL;
  gboolean lost;

  image_init (&image, BURNISH_UDF_1_02, FALSE);
  expected = describe (&image, &lost);
  for (guint32 block = 16; block < 288; block++)
    g_assert_cmpuint (damage_block (&image, expected, block, TRUE).n_lost, ==, 0);
}

/* Without the first anchor, both sequences: the other anchors lead to the reserve sequence. */
static void
test_beginning_is_gone (void)
{
  g_auto (Image) image = { 0 };
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  gboolean lost;

  image_init (&image, BURNISH_UDF_2_50, TRUE);
  expected = describe (&image, &lost);
  memset (image.bytes, 0, (gsize) 288 * BURNISH_BLOCK_SIZE);
  found = describe (&image, &lost);
  g_assert_cmpstr (found, ==, expected);
  g_assert_false (lost);
}

static void
test_cut_off (void)
{
  g_auto (Image) image = { 0 };
  gboolean lost;
  g_autofree char *found = NULL;

  image_init (&image, BURNISH_UDF_1_02, FALSE);
  /* Nothing but the root's file entry is behind the file set; the volume is cut there. */
  image.n_blocks = 289;
  found = describe (&image, &lost);
  g_assert_null (found);
  g_assert_true (lost);
}

int
main (int argc, char **argv)
{
  static const BurnishUdfRevision revisions[] = { BURNISH_UDF_1_02, BURNISH_UDF_2_01,
                                                  BURNISH_UDF_2_50 };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (revisions); i++)
    {
      g_autofree char *name = g_strdup_printf ("/image/udf-damage/every-byte/%x", revisions[i]);

      g_test_add_data_func (name, GUINT_TO_POINTER (revisions[i]), test_every_byte);
    }
  g_test_add_func ("/image/udf-damage/copies", test_copies);
  g_test_add_func ("/image/udf-damage/beginning-is-gone", test_beginning_is_gone);
  g_test_add_func ("/image/udf-damage/cut-off", test_cut_off);
  return g_test_run ();
}
