/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-disc.h"

#include <string.h>

static const Choice choices[] = {
  { .name = "1.02", .revision = BURNISH_UDF_1_02, .has_manifest = TRUE },
  { .name = "1.50", .revision = BURNISH_UDF_1_50, .has_manifest = TRUE },
  { .name = "2.00", .revision = BURNISH_UDF_2_00 },
  { .name = "2.01", .revision = BURNISH_UDF_2_01, .has_manifest = TRUE },
  { .name = "2.50", .revision = BURNISH_UDF_2_50, .has_manifest = TRUE },
  { .name = "2.50-twice",
    .revision = BURNISH_UDF_2_50,
    .is_duplicated = TRUE,
    .has_manifest = TRUE },
  { .name = "2.60", .revision = BURNISH_UDF_2_60 },
  { .name = "2.60-twice", .revision = BURNISH_UDF_2_60, .is_duplicated = TRUE },
  { .name = "1.02-links", .revision = BURNISH_UDF_1_02, .symlinks = BURNISH_UDF_SYMLINKS_KEEP },
  { .name = "2.01-links", .revision = BURNISH_UDF_2_01, .symlinks = BURNISH_UDF_SYMLINKS_KEEP },
  { .name = "2.50-links", .revision = BURNISH_UDF_2_50, .symlinks = BURNISH_UDF_SYMLINKS_KEEP },
  { .name = "1.02-embedded", .revision = BURNISH_UDF_1_02, .embeds = TRUE, .has_manifest = TRUE },
  { .name = "2.50-embedded", .revision = BURNISH_UDF_2_50, .embeds = TRUE, .is_duplicated = TRUE },
  { .name = "1.50-vat", .revision = BURNISH_UDF_1_50, .has_vat = TRUE, .has_manifest = TRUE },
  { .name = "2.00-vat", .revision = BURNISH_UDF_2_00, .has_vat = TRUE, .has_manifest = TRUE },
  { .name = "2.01-vat-links",
    .revision = BURNISH_UDF_2_01,
    .has_vat = TRUE,
    .symlinks = BURNISH_UDF_SYMLINKS_KEEP },
  { .name = "2.60-vat-embedded", .revision = BURNISH_UDF_2_60, .has_vat = TRUE, .embeds = TRUE },
  { .name = "1.02-session",
    .revision = BURNISH_UDF_1_02,
    .session_block = 320,
    .has_manifest = TRUE },
  { .name = "2.60-session",
    .revision = BURNISH_UDF_2_60,
    .session_block = 640,
    .is_duplicated = TRUE },
  { .name = "2.00-vat-session",
    .revision = BURNISH_UDF_2_00,
    .session_block = 640,
    .has_vat = TRUE },
};

/* ---- Trees ---- */

static BurnishTree *
make_tree (void)
{
  BurnishTree *tree = burnish_tree_new ();
  BurnishNode folder = BURNISH_NODE_ROOT, many;
  static const gsize sizes[] = { 0, 1, 1831, 1832, 1833, 1872, 1873, 2047, 2048, 2049, 70000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = g_strdup_printf ("size-%" G_GSIZE_FORMAT, sizes[i]);

      test_add_size (tree, BURNISH_NODE_ROOT, name, sizes[i]);
    }
  for (guint i = 0; i < 20; i++)
    folder = test_add_folder (tree, folder, "deeper");
  test_add_text (tree, folder, "at the bottom", "x");
  test_add_folder (tree, BURNISH_NODE_ROOT, "empty");
  many = test_add_folder (tree, BURNISH_NODE_ROOT, "many");
  /* Names of all lengths, so that identifiers end at every place of a block. */
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *name = g_strdup_printf (
          "%04u %.*s", i, (int) (i % 97),
          "a name that is "
          "longer and longer until it takes more room than most others do in a directory");

      test_add_size (tree, many, name, i % 3);
    }
  test_add_text (tree, many, "emoji \xF0\x9F\x98\x80", "x");
  test_add_text (tree, many, "latin \xC3\xA9", "x");
  return tree;
}

static void
test_volume (gconstpointer data)
{
  const Choice *choice = data;
  g_autoptr (BurnishTree) tree = make_tree ();
  g_auto (Disc) disc = { 0 }, again = { 0 };
  g_auto (Volume) volume = { 0 };

  disc_init (&disc, tree, choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, choice->session_block);
  disc_check (&disc, choice, &volume);
  /* The same in other pieces. */
  disc_init (&again, tree, choice, 1);
  g_assert_cmpmem (disc.bytes, (gsize) disc.n_blocks * BURNISH_BLOCK_SIZE, again.bytes,
                   (gsize) again.n_blocks * BURNISH_BLOCK_SIZE);
}

static void
test_empty (gconstpointer data)
{
  const Choice *choice = data;
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };

  disc_init (&disc, tree, choice, 7);
  volume_init (&volume, disc.bytes, disc.n_blocks, choice->session_block);
  disc_check (&disc, choice, &volume);
}

/* ---- Large files, old extents, refusals ---- */

static BurnishNode
add_large (BurnishTree *tree, const char *name, guint64 size_bytes)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (GError) error = NULL;
  BurnishNode node = burnish_tree_add_stream (tree, BURNISH_NODE_ROOT, name, stream, size_bytes,
                                              BURNISH_COLLISION_FAIL, &error);

  g_assert_no_error (error);
  return node;
}

/* Extents of an entry on the disc follow each other without a gap; returns the bytes in all. */
static guint64
add_up_extents (const guint8 *bytes, guint32 area_offset, const guint8 *entry, guint32 location)
{
  gboolean is_long = (_burnish_read_le16 (entry + 34) & 7) == 1;
  gsize step = is_long ? 16 : 8;
  const guint8 *ads = entry + (_burnish_read_le16 (entry) == 266 ? 216 : 176);
  guint32 n_bytes = _burnish_read_le32 (ads - 4);
  guint64 total = 0;

  while (n_bytes > 0)
    {
      guint32 length = _burnish_read_le32 (ads), at = _burnish_read_le32 (ads + 4);

      if (length >> 30 == 3)
        {
          const guint8 *extension = bytes + (gsize) (at + area_offset) * BURNISH_BLOCK_SIZE;
          BurnishUdfTag tag;

          g_assert_cmpuint (n_bytes, ==, step);
          g_assert_cmpint (_burnish_udf_tag_read (&tag, extension, BURNISH_BLOCK_SIZE, at), ==,
                           BURNISH_UDF_TAG_GOOD);
          g_assert_cmpuint (tag.id, ==, BURNISH_UDF_TAG_ALLOCATION_EXTENT);
          n_bytes = _burnish_read_le32 (extension + 20);
          ads = extension + 24;
          continue;
        }
      g_assert_cmpuint (length, >, 0);
      g_assert_cmpuint (at, ==, location + total / BURNISH_BLOCK_SIZE);
      g_assert_cmpuint (total % BURNISH_BLOCK_SIZE, ==, 0);
      total += length;
      n_bytes -= (guint32) step;
      ads += step;
    }
  return total;
}

/* Sizes around every change of how extents are recorded, up to terabytes; only the head is read. */
static void
test_large (gconstpointer data)
{
  const Choice *choice = data;
  static const guint64 counts[] = { 1,   2,   113, 114, 115, 116, 117, 118, 229, 230, 234, 235,
                                    239, 240, 241, 365, 366, 367, 481, 482, 483, 484, 2000 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (gint64 difference = -1; difference <= 1; difference++)
      {
        guint64 size_bytes =
            (guint64) ((gint64) (counts[i] * BURNISH_UDF_EXTENT_MAX_BYTES) + difference);
        g_autoptr (BurnishTree) tree = burnish_tree_new ();
        g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
        g_autoptr (BurnishImageOptions) options = choice_make_options (choice);
        g_autoptr (BurnishUdfLayout) layout = NULL;
        g_autofree guint8 *head = NULL;
        g_autoptr (GError) error = NULL;
        BurnishUdfInput input;
        BurnishUdfPlacement placement = { .recognition_block = 16 };
        guint32 start_blocks[3] = { 0 }, n_blocks, entry_block;

        add_large (tree, "large", size_bytes);
        snapshot = burnish_tree_freeze (tree);
        input = choice_make_input (choice, snapshot, options);
        input.manifest_size_bytes = 0;
        layout = _burnish_udf_layout_new (&input, NULL, &error);
        g_assert_no_error (error);
        n_blocks = _burnish_udf_layout_get_head_blocks (layout);
        start_blocks[1] = n_blocks;
        placement.start_blocks = start_blocks;
        placement.end_block = n_blocks + (guint32) burnish_bytes_to_blocks (size_bytes);
        _burnish_udf_layout_place (layout, &placement, &error);
        g_assert_no_error (error);
        head = g_malloc ((gsize) n_blocks * BURNISH_BLOCK_SIZE);
        _burnish_udf_layout_read (layout, 0, n_blocks, head);
        /* File set, terminator, the root and its directory come before. */
        entry_block = choice->revision >= BURNISH_UDF_2_50 ? 324 : 292;
        g_assert_cmpuint (add_up_extents (head, entry_block - 4,
                                          head + (gsize) entry_block * BURNISH_BLOCK_SIZE,
                                          n_blocks - 288),
                          ==, size_bytes);
      }
}

/* A later session's entries point at what earlier ones hold, also before the usual begin of the
   partition. */
static void
test_old_extents (gconstpointer data)
{
  const Choice *choice = data;
  static const guint32 old_blocks[] = { 500, 288, 287, 40 };

  for (guint i = 0; i < G_N_ELEMENTS (old_blocks); i++)
    {
      g_autoptr (BurnishTree) tree = burnish_tree_new ();
      g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
      g_autoptr (BurnishImageOptions) options = choice_make_options (choice);
      g_autoptr (BurnishUdfLayout) layout = NULL;
      g_autofree guint8 *disc = NULL;
      g_autoptr (GError) error = NULL;
      guint32 start_blocks[2] = { 0, old_blocks[i] }, end_block,
              session_block = choice->session_block;
      BurnishUdfPlacement placement = { .start_blocks = start_blocks,
                                        .recognition_block = session_block + 16 };
      g_auto (Volume) volume = { 0 };
      BurnishUdfInput input;

      test_add_text (tree, BURNISH_NODE_ROOT, "old", "words");
      snapshot = burnish_tree_freeze (tree);
      input = choice_make_input (choice, snapshot, options);
      input.manifest_size_bytes = 0;
      layout = _burnish_udf_layout_new (&input, NULL, &error);
      g_assert_no_error (error);
      _burnish_udf_layout_place (layout, &placement, &error);
      g_assert_no_error (error);
      end_block = _burnish_udf_layout_get_end_block (layout);
      disc = g_malloc0 ((gsize) end_block * BURNISH_BLOCK_SIZE);
      _burnish_udf_layout_read (layout, session_block, end_block - session_block,
                                disc + (gsize) session_block * BURNISH_BLOCK_SIZE);
      memcpy (disc + (gsize) old_blocks[i] * BURNISH_BLOCK_SIZE, "words", 5);
      volume_init (&volume, disc, end_block, session_block);
      g_assert_cmpmem (volume_lookup (&volume, "/old")->data, 5, "words", 5);
    }
}

/* Link counts have 16 bits. */
static void
test_too_many_folders (void)
{
  const Choice choice = { .revision = BURNISH_UDF_1_02 };
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = choice_make_options (&choice);
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "full");

  for (guint i = 0; i < 65535; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05u", i);

      if (i == 65534)
        {
          g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
          BurnishUdfInput input = choice_make_input (&choice, snapshot, options);
          g_autoptr (GError) error = NULL;
          g_autoptr (BurnishUdfLayout) layout = _burnish_udf_layout_new (&input, NULL, &error);

          g_assert_no_error (error);
        }
      test_add_folder (tree, folder, name);
    }
  {
    g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
    BurnishUdfInput input = choice_make_input (&choice, snapshot, options);
    g_autoptr (GError) error = NULL;

    g_assert_null (_burnish_udf_layout_new (&input, NULL, &error));
    g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_REFUSED);
    g_assert_cmpint (burnish_error_get_reason (error, 0)->code, ==, BURNISH_ERROR_TREE_TOO_LARGE);
    g_assert_cmpstr (burnish_error_get_path (burnish_error_get_reason (error, 0)), ==, "/full");
  }
}

static void
test_cancel (void)
{
  const Choice choice = { .revision = BURNISH_UDF_2_50 };
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
  g_autoptr (BurnishImageOptions) options = choice_make_options (&choice);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  BurnishUdfInput input = choice_make_input (&choice, snapshot, options);

  g_cancellable_cancel (cancellable);
  g_assert_null (_burnish_udf_layout_new (&input, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *volume = g_strconcat ("/udf-layout/volume/", choices[i].name, NULL);
      g_autofree char *empty = g_strconcat ("/udf-layout/empty/", choices[i].name, NULL);
      g_autofree char *old = g_strconcat ("/udf-layout/old-extents/", choices[i].name, NULL);
      g_autofree char *large = g_strconcat ("/udf-layout/large/", choices[i].name, NULL);

      g_test_add_data_func (volume, &choices[i], test_volume);
      g_test_add_data_func (empty, &choices[i], test_empty);
      if (choices[i].session_block == 0 && !choices[i].has_vat)
        g_test_add_data_func (large, &choices[i], test_large);
      if (choices[i].session_block > 0)
        g_test_add_data_func (old, &choices[i], test_old_extents);
    }
  g_test_add_func ("/udf-layout/too-many-folders", test_too_many_folders);
  g_test_add_func ("/udf-layout/cancel", test_cancel);
  return g_test_run ();
}
