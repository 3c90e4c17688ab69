/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-bytes-private.h"
#include "udf-image.h"

#include <string.h>

/* DVD-Video: its files lie where their IFO files say. */

/* An IFO file whose last block and VOBs are at given distances. */
static BurnishNode
add_ifo (BurnishTree *tree,
         BurnishNode folder,
         const char *name,
         guint32 last_block,
         guint32 menu,
         guint32 titles)
{
  guint8 *data = g_malloc0 (2 * BURNISH_BLOCK_SIZE);
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, 2 * BURNISH_BLOCK_SIZE);
  g_autoptr (GError) error = NULL;
  BurnishNode node;

  memcpy (data, g_str_has_prefix (name, "VIDEO_TS") ? "DVDVIDEO-VMG" : "DVDVIDEO-VTS", 12);
  _burnish_write_be32 (data + 0x0C, last_block);
  _burnish_write_be32 (data + 0xC0, menu);
  _burnish_write_be32 (data + 0xC4, titles);
  node = burnish_tree_add_bytes (tree, folder, name, bytes, BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  return node;
}

/* Blocks: IFO 2, menu 3, titles 5 + 1, backup 2. */
static BurnishTree *
tree_new_with_dvd_video (guint32 last_block)
{
  BurnishTree *tree = burnish_tree_new ();
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "VIDEO_TS");

  test_add_size (tree, BURNISH_NODE_ROOT, "A first file", 2048);
  add_ifo (tree, folder, "VIDEO_TS.IFO", 35, 0, 0);
  add_ifo (tree, folder, "VIDEO_TS.BUP", 35, 0, 0);
  add_ifo (tree, folder, "VTS_01_0.IFO", last_block, 2, 8);
  add_ifo (tree, folder, "VTS_01_0.BUP", last_block, 2, 8);
  test_add_size (tree, folder, "VTS_01_0.VOB", 3 * 2048);
  test_add_size (tree, folder, "VTS_01_1.VOB", 5 * 2048);
  test_add_size (tree, folder, "VTS_01_2.VOB", 2048);
  return tree;
}

static guint32
start_of (BurnishImageLayout *layout, const char *path)
{
  return burnish_image_layout_get_start_block (layout, test_lookup (layout, path));
}

static void
test_dvd_video (void)
{
  g_autoptr (BurnishTree) tree = tree_new_with_dvd_video (31);
  g_autoptr (BurnishImageOptions) options =
      options_new_for_kind (&(Kind){ BURNISH_UDF_1_02, TRUE });
  g_autoptr (BurnishImageLayout) layout = test_layout_new (tree, options);
  guint32 manager = start_of (layout, "/VIDEO_TS/VIDEO_TS.IFO");
  guint32 titles = start_of (layout, "/VIDEO_TS/VTS_01_0.IFO");
  g_autofree char *gap = burnish_image_layout_describe_block (layout, manager + 10);
  g_auto (Image) image = { 0 };

  g_assert_cmpuint (start_of (layout, "/VIDEO_TS/VIDEO_TS.BUP"), ==, manager + 35 + 1 - 2);
  g_assert_cmpuint (titles, ==, manager + 36);
  g_assert_cmpuint (start_of (layout, "/VIDEO_TS/VTS_01_0.VOB"), ==, titles + 2);
  g_assert_cmpuint (start_of (layout, "/VIDEO_TS/VTS_01_1.VOB"), ==, titles + 8);
  g_assert_cmpuint (start_of (layout, "/VIDEO_TS/VTS_01_2.VOB"), ==, titles + 13);
  g_assert_cmpuint (start_of (layout, "/VIDEO_TS/VTS_01_0.BUP"), ==, titles + 31 + 1 - 2);
  g_assert_cmpuint (start_of (layout, "/A first file"), ==, titles + 32);
  g_assert_cmpstr (gap, ==, "padding");
  image_init (&image, layout);
  assert_contents (&image, titles + 8, "/VIDEO_TS/VTS_01_1.VOB", 5 * 2048);
}

/* Players read UDF 1.02 only: in other images the files are placed like any other. */
static void
test_dvd_video_elsewhere (void)
{
  g_autoptr (BurnishTree) tree = tree_new_with_dvd_video (31);
  g_autoptr (BurnishImageOptions) options =
      options_new_for_kind (&(Kind){ BURNISH_UDF_2_01, TRUE });
  g_autoptr (BurnishImageLayout) layout = test_layout_new (tree, options);

  g_assert_cmpuint (start_of (layout, "/VIDEO_TS/VIDEO_TS.BUP"), ==,
                    start_of (layout, "/A first file") + 1);
}

static void
assert_dvd_video_refused (BurnishTree *tree, BurnishError code, const char *path)
{
  g_autoptr (BurnishImageOptions) options =
      options_new_for_kind (&(Kind){ BURNISH_UDF_1_02, TRUE });
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (GError) error = NULL;

  layout = test_try_layout (tree, options, &error);
  g_assert_null (layout);
  test_assert_refused (error, &code, 1);
  g_assert_cmpstr (burnish_error_get_path (burnish_error_get_reason (error, 0)), ==, path);
}

static void
test_dvd_video_refused (void)
{
  g_autoptr (BurnishTree) early = tree_new_with_dvd_video (12);
  g_autoptr (BurnishTree) late = tree_new_with_dvd_video (G_MAXUINT32);
  g_autoptr (BurnishTree) large = tree_new_with_dvd_video (31);
  g_autoptr (BurnishTree) wrong = tree_new_with_dvd_video (31);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (GError) error = NULL;
  BurnishNode folder;

  assert_dvd_video_refused (early, BURNISH_ERROR_INVALID_ARGUMENT, "/VIDEO_TS/VTS_01_0.BUP");
  assert_dvd_video_refused (late, BURNISH_ERROR_INVALID_ARGUMENT, "/VIDEO_TS/VTS_01_0.BUP");

  folder = burnish_tree_find_child (large, BURNISH_NODE_ROOT, "VIDEO_TS");
  burnish_tree_add_stream (large, folder, "VTS_01_3.VOB", stream, 1 << 30, BURNISH_COLLISION_FAIL,
                           &error);
  g_assert_no_error (error);
  assert_dvd_video_refused (large, BURNISH_ERROR_TREE_TOO_LARGE, "/VIDEO_TS/VTS_01_3.VOB");

  folder = burnish_tree_find_child (wrong, BURNISH_NODE_ROOT, "VIDEO_TS");
  test_add_size (wrong, folder, "VTS_02_0.IFO", 4096);
  assert_dvd_video_refused (wrong, BURNISH_ERROR_INVALID_ARGUMENT, "/VIDEO_TS/VTS_02_0.IFO");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-udf/dvd-video", test_dvd_video);
  g_test_add_func ("/image-udf/dvd-video-elsewhere", test_dvd_video_elsewhere);
  g_test_add_func ("/image-udf/dvd-video-refused", test_dvd_video_refused);
  return g_test_run ();
}
