/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan.h"
#include "burnish-udf-format-private.h"
#include "burnish-udf-text-private.h"
#include "udf-image.h"

#include <unistd.h>

/* What UDF beside ISO 9660 and alone can hold, and the names that files have in it. */

/* What ISO 9660 cannot hold is no reason against UDF alone. */
static void
test_beyond_iso (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options =
      options_new_for_kind (&(Kind){ BURNISH_UDF_2_01, FALSE });
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (GError) error = NULL;
  BurnishNode folder = BURNISH_NODE_ROOT;

  burnish_image_options_set_iso_level (options, 1);
  for (guint i = 0; i < 65600; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05u", i);

      if (i % 256 == 0)
        folder = test_add_folder (tree, BURNISH_NODE_ROOT, name);
      else
        test_add_folder (tree, folder, name);
    }
  burnish_tree_add_stream (tree, BURNISH_NODE_ROOT, "large", stream,
                           G_GUINT64_CONSTANT (0x100000000), BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  layout = test_try_layout (tree, options, &error);
  g_assert_no_error (error);
  test_assert_name (layout, "/large", BURNISH_NAMESPACE_UDF, "large");
  test_assert_name (layout, "/large", BURNISH_NAMESPACE_ISO9660, NULL);
  test_assert_name (layout, "/large", BURNISH_NAMESPACE_JOLIET, NULL);
  test_assert_name (layout, "/large", BURNISH_NAMESPACE_ROCK_RIDGE, NULL);
}

static void
add_symlink (TestFolder *folder, const char *name, const char *target)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

static void
scan_into (BurnishTree *tree, TestFolder *folder)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (GError) error = NULL;

  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_udf_names (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options =
      options_new_for_kind (&(Kind){ BURNISH_UDF_1_02, TRUE });
  g_autoptr (BurnishImageLayout) layout = NULL, without = NULL;
  g_autofree char *volume_name = NULL;
  g_autofree char *no_name = NULL;
  g_auto (TestFolder) folder = { 0 };

  test_folder_init (&folder);
  g_free (test_folder_write (&folder, "plain name.txt", "x", 1));
  g_free (test_folder_write (&folder, "bytes \xE9", "x", 1));
  add_symlink (&folder, "dangling", "nowhere");
  add_symlink (&folder, "good", "plain name.txt");
  scan_into (tree, &folder);
  layout = test_layout_new (tree, options);
  test_assert_name (layout, "/", BURNISH_NAMESPACE_UDF, "");
  test_assert_name (layout, "/plain name.txt", BURNISH_NAMESPACE_UDF, "plain name.txt");
  test_assert_name (layout, "/good", BURNISH_NAMESPACE_UDF, "good");
  test_assert_nodes (layout, burnish_image_layout_dup_changed (layout, BURNISH_NAMESPACE_UDF),
                     (const char *[]){ "/bytes \xE9", NULL });
  test_assert_nodes (layout, burnish_image_layout_dup_missing (layout, BURNISH_NAMESPACE_UDF),
                     (const char *[]){ "/dangling", NULL });
  volume_name = burnish_image_layout_dup_volume_name (layout, BURNISH_NAMESPACE_UDF);
  g_assert_cmpstr (volume_name, ==, "TEST");

  burnish_image_options_set_udf_revision (options, BURNISH_UDF_NONE);
  without = test_layout_new (tree, options);
  test_assert_name (without, "/plain name.txt", BURNISH_NAMESPACE_UDF, NULL);
  test_assert_nodes (without, burnish_image_layout_dup_changed (without, BURNISH_NAMESPACE_UDF),
                     (const char *[]){ NULL });
  test_assert_nodes (without, burnish_image_layout_dup_missing (without, BURNISH_NAMESPACE_UDF),
                     (const char *[]){ NULL });
  no_name = burnish_image_layout_dup_volume_name (without, BURNISH_NAMESPACE_UDF);
  g_assert_null (no_name);
}

static char *
repeat (const char *text, guint n)
{
  GString *repeated = g_string_new (NULL);

  while (n-- > 0)
    g_string_append (repeated, text);
  return g_string_free (repeated, FALSE);
}

/* The name of the volume has 128 bytes, that in the primary volume descriptor 32 (ECMA-167
   3/10.6.4, 3/10.1.3), each with one for the width and one for the length. */
static void
assert_title (const Kind *kind, const char *title, gboolean fits)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = options_new_for_kind (kind);
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autofree char *name = NULL, *recorded = NULL, *short_name = NULL;
  g_autoptr (GError) error = NULL;
  const BurnishError codes[] = { BURNISH_ERROR_INVALID_ARGUMENT };
  g_auto (Image) image = { 0 };

  burnish_image_options_set_volume_id (options, title);
  layout = test_try_layout (tree, options, &error);
  g_assert_cmpint (layout != NULL, ==, fits);
  if (!fits)
    {
      test_assert_refused (error, codes, G_N_ELEMENTS (codes));
      return;
    }
  name = burnish_image_layout_dup_volume_name (layout, BURNISH_NAMESPACE_UDF);
  g_assert_cmpstr (name, ==, title);
  image_init (&image, layout);
  /* The primary volume descriptor comes first, the logical one is among those behind it. */
  short_name = _burnish_udf_dstring_read (image_get_block (&image, 32) + 24, 32);
  g_assert_true (g_str_has_prefix (title, short_name));
  g_assert_cmpuint (g_utf8_strlen (short_name, -1), >=, MIN (g_utf8_strlen (title, -1), 7));
  for (guint32 block = 33; recorded == NULL; block++)
    if (image_get_block (&image, block)[0] == BURNISH_UDF_TAG_LOGICAL_VOLUME)
      recorded = _burnish_udf_dstring_read (image_get_block (&image, block) + 84, 128);
  g_assert_cmpstr (recorded, ==, title);
}

static void
test_titles (void)
{
  const Kind alone = { BURNISH_UDF_2_50, FALSE }, bridge = { BURNISH_UDF_1_02, TRUE };
  const struct
  {
    const char *character;
    guint n;
    gboolean fits;
    gboolean fits_bridge;
  } cases[] = {
    { "a", 32, TRUE, TRUE },    { "a", 33, TRUE, FALSE },   { "a", 126, TRUE, FALSE },
    { "a", 127, FALSE, FALSE }, { "é", 16, TRUE, TRUE },    { "é", 17, TRUE, FALSE },
    { "é", 126, TRUE, FALSE },  { "é", 127, FALSE, FALSE }, { "日", 63, TRUE, FALSE },
    { "日", 64, FALSE, FALSE }, { "💿", 31, TRUE, FALSE },   { "💿", 32, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = repeat (cases[i].character, cases[i].n);

      assert_title (&alone, title, cases[i].fits);
      assert_title (&bridge, title, cases[i].fits_bridge);
    }
}

/* Whoever mounts the volume can check it: the manifest has the names that are there. */
static void
check_manifest_names (const Kind *kind, const char *expected)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = options_new_for_kind (kind);
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autofree char *text = NULL;
  g_auto (Image) image = { 0 };
  guint32 block = 0;

  test_add_text (tree, BURNISH_NODE_ROOT, "latin \xE9", "hello");
  layout = test_layout_new (tree, options);
  image_init (&image, layout);
  for (gboolean found = FALSE; !found; block += !found)
    {
      g_autofree char *what = burnish_image_layout_describe_block (layout, block);

      found = g_str_equal (what, "checksum manifest");
    }
  text = g_strndup ((const char *) image_get_block (&image, block), BURNISH_BLOCK_SIZE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_manifest_names (void)
{
  const char *bytes =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  latin \xE9\n";
  const char *udf = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  latin _\n";

  check_manifest_names (&(Kind){ BURNISH_UDF_NONE, TRUE }, bytes);
  check_manifest_names (&(Kind){ BURNISH_UDF_1_02, TRUE }, bytes);
  check_manifest_names (&(Kind){ BURNISH_UDF_1_02, FALSE }, udf);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-udf/beyond-iso", test_beyond_iso);
  g_test_add_func ("/image-udf/udf-names", test_udf_names);
  g_test_add_func ("/image-udf/titles", test_titles);
  g_test_add_func ("/image-udf/manifest-names", test_manifest_names);
  return g_test_run ();
}
