/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image-test.h"

#include <string.h>

static void
test_names (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "Photos of 2026");
  g_autofree char *long_name = g_strnfill (255, 'n');
  g_autofree char *long_path = g_strconcat ("/", long_name, NULL);
  g_autofree char *cut = NULL;

  test_add_text (tree, folder, "readme.txt", "x");
  test_add_text (tree, folder, "README.TXT", "y");
  test_add_text (tree, folder, "na\xC3\xAFve \xF0\x9F\x98\x80.txt", "z");
  test_add_text (tree, folder, "latin\xE9", "bytes");
  test_add_text (tree, folder, "empty", "");
  test_add_text (tree, BURNISH_NODE_ROOT, long_name, "long");
  layout = test_layout_new (tree, options);

  test_assert_name (layout, "/", BURNISH_NAMESPACE_ISO9660, "");
  test_assert_name (layout, "/Photos of 2026", BURNISH_NAMESPACE_ISO9660, "PHOTOS_OF_2026");
  test_assert_name (layout, "/Photos of 2026", BURNISH_NAMESPACE_JOLIET, "Photos of 2026");
  test_assert_name (layout, "/Photos of 2026", BURNISH_NAMESPACE_ROCK_RIDGE, "Photos of 2026");
  test_assert_name (layout, "/Photos of 2026/empty", BURNISH_NAMESPACE_ISO9660, "EMPTY.;1");
  test_assert_name (layout, "/Photos of 2026/empty", BURNISH_NAMESPACE_JOLIET, "empty");
  /* ISO 9660 knows capitals only; the two get numbers. */
  test_assert_name (layout, "/Photos of 2026/README.TXT", BURNISH_NAMESPACE_ISO9660,
                    "README0.TXT;1");
  test_assert_name (layout, "/Photos of 2026/readme.txt", BURNISH_NAMESPACE_ISO9660,
                    "README1.TXT;1");
  test_assert_name (layout, "/Photos of 2026/readme.txt", BURNISH_NAMESPACE_ROCK_RIDGE,
                    "readme.txt");
  test_assert_name (layout, "/Photos of 2026/na\xC3\xAFve \xF0\x9F\x98\x80.txt",
                    BURNISH_NAMESPACE_JOLIET, "na\xC3\xAFve \xF0\x9F\x98\x80.txt");
  /* Kept as bytes, shown with a replacement. */
  test_assert_name (layout, "/Photos of 2026/latin\xE9", BURNISH_NAMESPACE_ROCK_RIDGE,
                    "latin\xEF\xBF\xBD");
  cut = burnish_image_layout_dup_name (layout, test_lookup (layout, long_path),
                                       BURNISH_NAMESPACE_ROCK_RIDGE);
  g_assert_cmpuint (strlen (cut), ==, 253);
  g_assert_true (g_str_has_prefix (cut, "nnnnnnnnnnnnnnnn"));

  test_assert_nodes (layout,
                     burnish_image_layout_dup_changed (layout, BURNISH_NAMESPACE_ROCK_RIDGE),
                     (const char *[]){ long_path, NULL });
  test_assert_nodes (layout, burnish_image_layout_dup_changed (layout, BURNISH_NAMESPACE_JOLIET),
                     (const char *[]){ long_path, "/Photos of 2026/latin\xE9", NULL });
  test_assert_nodes (layout,
                     burnish_image_layout_dup_missing (layout, BURNISH_NAMESPACE_ROCK_RIDGE),
                     (const char *[]){ NULL });
}

/* In every tree, the names in a folder differ. */
static void
assert_unique (BurnishImageLayout *layout, BurnishNode folder, BurnishNamespace ns)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint32 n_children = burnish_tree_snapshot_get_n_children (snapshot, folder);

  for (guint32 i = 0; i < n_children; i++)
    {
      BurnishNode child = burnish_tree_snapshot_get_child (snapshot, folder, i);
      char *name = burnish_image_layout_dup_name (layout, child, ns);

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (names, name));
    }
}

/* Random names that differ in few places, so that mangling makes them collide. */
static void
test_unique (gconstpointer data)
{
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  const char *const letters[] = { "a", "A", "b", ".", "_", " ", "\xC3\xA4", "\xE4", "+", "1" };

  burnish_image_options_set_iso_level (options, GPOINTER_TO_UINT (data));
  for (guint i = 0; i < 600; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      gint length = g_test_rand_int_range (1, 6);

      if (i % 3 == 0)
        for (gint k = 0; k < 70; k++)
          g_string_append_c (name, 'x');
      for (gint k = 0; k < length; k++)
        g_string_append (name, letters[g_test_rand_int_range (0, G_N_ELEMENTS (letters))]);
      if (strcmp (name->str, ".") == 0 || strcmp (name->str, "..") == 0
          || burnish_tree_find_child (tree, BURNISH_NODE_ROOT, name->str) != BURNISH_NODE_NONE)
        continue;
      if (i % 5 == 0)
        test_add_folder (tree, BURNISH_NODE_ROOT, name->str);
      else
        test_add_text (tree, BURNISH_NODE_ROOT, name->str, i % 2 ? "text" : "");
    }
  layout = test_layout_new (tree, options);
  assert_unique (layout, BURNISH_NODE_ROOT, BURNISH_NAMESPACE_ISO9660);
  assert_unique (layout, BURNISH_NODE_ROOT, BURNISH_NAMESPACE_JOLIET);
  assert_unique (layout, BURNISH_NODE_ROOT, BURNISH_NAMESPACE_ROCK_RIDGE);
}

static void
test_joliet_paths (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autofree char *name = g_strnfill (60, 'd');
  g_autofree char *deep = NULL, *deeper = NULL;
  BurnishNode folder = BURNISH_NODE_ROOT;

  for (guint i = 0; i < 3; i++)
    folder = test_add_folder (tree, folder, name);
  /* 3 × 61 characters are used; 57 are left with the separator. */
  name[56] = '\0';
  test_add_text (tree, folder, name, "fits");
  name[56] = 'd';
  name[57] = '\0';
  test_add_text (tree, folder, name, "too long");
  layout = test_layout_new (tree, options);
  name[57] = 'd';
  deep = g_strdup_printf ("/%s/%s/%s/%.56s", name, name, name, name);
  deeper = g_strdup_printf ("/%s/%s/%s/%.57s", name, name, name, name);
  test_assert_name (layout, deep, BURNISH_NAMESPACE_JOLIET, strrchr (deep, '/') + 1);
  test_assert_name (layout, deeper, BURNISH_NAMESPACE_JOLIET, NULL);
  test_assert_nodes (layout, burnish_image_layout_dup_missing (layout, BURNISH_NAMESPACE_JOLIET),
                     (const char *[]){ deeper, NULL });
}

static void
test_switched_off (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;

  test_add_text (tree, BURNISH_NODE_ROOT, "a long name with spaces", "x");
  burnish_image_options_set_joliet (options, FALSE);
  burnish_image_options_set_rock_ridge (options, FALSE);
  burnish_image_options_set_iso_level (options, 1);
  layout = test_layout_new (tree, options);
  test_assert_name (layout, "/a long name with spaces", BURNISH_NAMESPACE_ISO9660, "A_LONG_N.;1");
  test_assert_name (layout, "/a long name with spaces", BURNISH_NAMESPACE_JOLIET, NULL);
  test_assert_name (layout, "/a long name with spaces", BURNISH_NAMESPACE_ROCK_RIDGE, NULL);
  test_assert_nodes (layout, burnish_image_layout_dup_missing (layout, BURNISH_NAMESPACE_JOLIET),
                     (const char *[]){ NULL });
}

static void
test_blocks (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options =
      burnish_image_options_new_for_family (BURNISH_DISC_FAMILY_CD);
  g_autoptr (BurnishImageLayout) layout = NULL;
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "folder");
  guint32 start, end;
  g_autofree char *first = NULL, *file = NULL, *manifest = NULL, *padding = NULL;

  test_add_text (tree, BURNISH_NODE_ROOT, "empty", "");
  test_add_size (tree, folder, "a", 5000);
  test_add_size (tree, folder, "b", 2048);
  layout = test_layout_new (tree, options);
  start = burnish_image_layout_get_start_block (layout, test_lookup (layout, "/folder/a"));
  end = (guint32) burnish_image_layout_get_n_blocks (layout);
  g_assert_cmpuint (start, >, 16);
  g_assert_cmpuint (burnish_image_layout_get_start_block (layout,
                                                          test_lookup (layout, "/folder/b")),
                    ==, start + 3);
  g_assert_cmpuint (burnish_image_layout_get_start_block (layout, test_lookup (layout, "/empty")),
                    ==, 0);
  for (guint32 block = 0; block < end; block++)
    {
      BurnishNode expected = BURNISH_NODE_NONE;

      if (block >= start && block < start + 3)
        expected = test_lookup (layout, "/folder/a");
      else if (block == start + 3)
        expected = test_lookup (layout, "/folder/b");
      g_assert_cmpuint (burnish_image_layout_find_block (layout, block), ==, expected);
    }
  first = burnish_image_layout_describe_block (layout, start - 1);
  file = burnish_image_layout_describe_block (layout, start + 2);
  manifest = burnish_image_layout_describe_block (layout, start + 4);
  padding = burnish_image_layout_describe_block (layout, end - 150);
  g_assert_cmpstr (first, ==, "file system structures");
  g_assert_cmpstr (file, ==, "/folder/a");
  g_assert_cmpstr (manifest, ==, "checksum manifest");
  g_assert_cmpstr (padding, ==, "padding");
  g_assert_cmpuint (end, ==, start + 5 + 150);
}

/* All reasons at once. */
static void
test_refusals (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  const BurnishError codes[] = { BURNISH_ERROR_INVALID_ARGUMENT, BURNISH_ERROR_INVALID_ARGUMENT,
                                 BURNISH_ERROR_TREE_TOO_LARGE, BURNISH_ERROR_NAME_EXISTS };

  burnish_image_options_set_volume_id (options, "this name has more than 32 bytes!");
  burnish_image_options_set_publisher_id (options, "line\nbreak");
  burnish_image_options_set_iso_level (options, 2);
  test_add_text (tree, BURNISH_NODE_ROOT, "SHA256SUMS", "taken");
  burnish_tree_add_stream (tree, BURNISH_NODE_ROOT, "large", stream,
                           G_GUINT64_CONSTANT (0x100000000), BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  g_assert_null (test_try_layout (tree, options, &error));
  test_assert_refused (error, codes, G_N_ELEMENTS (codes));
  g_assert_cmpstr (burnish_error_get_path (burnish_error_get_reason (error, 2)), ==, "/large");
}

static void
test_folders (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (GError) error = NULL;
  BurnishNode folder = BURNISH_NODE_ROOT;
  const BurnishError codes[] = { BURNISH_ERROR_TREE_TOO_LARGE };

  /* With the root, 65 535 are the most that path tables can number. */
  for (guint i = 0; i < 65534; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05u", i);

      if (i % 256 == 0)
        folder = test_add_folder (tree, BURNISH_NODE_ROOT, name);
      else
        test_add_folder (tree, folder, name);
    }
  layout = test_try_layout (tree, options, &error);
  g_assert_no_error (error);
  test_assert_name (layout, "/65280/65533", BURNISH_NAMESPACE_JOLIET, "65533");
  test_add_folder (tree, folder, "one too many");
  g_assert_null (test_try_layout (tree, options, &error));
  test_assert_refused (error, codes, G_N_ELEMENTS (codes));
}

/* 5000 folders deep: works in ISO 9660 and Rock Ridge; Joliet's paths end earlier. */
static void
test_depth (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (GArray) missing = NULL;
  BurnishTreeSnapshot *snapshot;
  BurnishNode folder = BURNISH_NODE_ROOT;

  for (guint i = 0; i < 5000; i++)
    folder = test_add_folder (tree, folder, "d");
  test_add_text (tree, folder, "treasure", "deep");
  layout = test_layout_new (tree, options);
  snapshot = burnish_image_layout_get_snapshot (layout);
  for (BurnishNode node = 1; node < burnish_tree_snapshot_get_n_nodes (snapshot); node++)
    {
      g_autofree char *name =
          burnish_image_layout_dup_name (layout, node, BURNISH_NAMESPACE_ROCK_RIDGE);

      g_assert_cmpstr (name, ==, node <= 5000 ? "d" : "treasure");
    }
  g_assert_cmpuint (burnish_image_layout_get_start_block (layout, 5001), >, 0);
  missing = burnish_image_layout_dup_missing (layout, BURNISH_NAMESPACE_JOLIET);
  g_assert_cmpuint (missing->len, ==, 5001 - 120);
}

static void
test_cancelled (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  test_add_text (tree, BURNISH_NODE_ROOT, "a", "a");
  snapshot = burnish_tree_freeze (tree);
  g_cancellable_cancel (cancellable);
  g_assert_null (burnish_image_layout_new (snapshot, options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_default_volume_id (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;

  burnish_image_options_set_volume_id (options, NULL);
  layout = test_layout_new (tree, options);
  g_assert_cmpstr (burnish_image_layout_get_volume_id (layout), ==, "20231114_2213");
}

static void
assert_volume_names (const char *title, const char *iso, const char *joliet)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autofree char *iso_name = NULL;
  g_autofree char *joliet_name = NULL;
  g_autofree char *rock_ridge_name = NULL;

  burnish_image_options_set_volume_id (options, title);
  layout = test_layout_new (tree, options);
  iso_name = burnish_image_layout_dup_volume_name (layout, BURNISH_NAMESPACE_ISO9660);
  joliet_name = burnish_image_layout_dup_volume_name (layout, BURNISH_NAMESPACE_JOLIET);
  rock_ridge_name = burnish_image_layout_dup_volume_name (layout, BURNISH_NAMESPACE_ROCK_RIDGE);
  g_test_message ("%s: %s, %s", title, iso_name, joliet_name);
  g_assert_cmpstr (iso_name, ==, iso);
  g_assert_cmpstr (joliet_name, ==, joliet);
  g_assert_cmpstr (rock_ridge_name, ==, iso);
}

static void
test_volume_names (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;

  assert_volume_names ("HOLIDAY", "HOLIDAY", "HOLIDAY");
  assert_volume_names ("Sommer 2019 – Meer & Berge", "Sommer 2019 – Meer & Berge",
                       "Sommer 2019 – Me");
  assert_volume_names ("A title of exactly 32 characters", "A title of exactly 32 characters",
                       "A title of exact");

  burnish_image_options_set_joliet (options, FALSE);
  layout = test_layout_new (tree, options);
  g_assert_null (burnish_image_layout_dup_volume_name (layout, BURNISH_NAMESPACE_JOLIET));
}

static void
test_manifest_blocks (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) with = NULL;
  g_autoptr (BurnishImageLayout) without = NULL;

  /* A line has at least 64 digits, two spaces and a name: 40 of them need two blocks. */
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      test_add_text (tree, BURNISH_NODE_ROOT, name, "x");
    }
  with = test_layout_new (tree, options);
  g_assert_cmpuint (burnish_image_layout_get_manifest_blocks (with), ==, 2);
  burnish_image_options_set_manifest (options, FALSE);
  without = test_layout_new (tree, options);
  g_assert_cmpuint (burnish_image_layout_get_manifest_blocks (without), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-layout/names", test_names);
  g_test_add_data_func ("/image-layout/unique/level-1", GUINT_TO_POINTER (1), test_unique);
  g_test_add_data_func ("/image-layout/unique/level-3", GUINT_TO_POINTER (3), test_unique);
  g_test_add_func ("/image-layout/joliet-paths", test_joliet_paths);
  g_test_add_func ("/image-layout/switched-off", test_switched_off);
  g_test_add_func ("/image-layout/blocks", test_blocks);
  g_test_add_func ("/image-layout/refusals", test_refusals);
  g_test_add_func ("/image-layout/folders", test_folders);
  g_test_add_func ("/image-layout/depth", test_depth);
  g_test_add_func ("/image-layout/cancelled", test_cancelled);
  g_test_add_func ("/image-layout/default-volume-id", test_default_volume_id);
  g_test_add_func ("/image-layout/volume-names", test_volume_names);
  g_test_add_func ("/image-layout/manifest-blocks", test_manifest_blocks);
  return g_test_run ();
}
