/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-extraction.h"
#include "image-test.h"
#include "udf-handmade.h"

#include <glib/gstdio.h>

/* Two names of an image that the target takes for one. On file systems that do not tell capitals
   apart, "A" and "a" are; everywhere those are that are too long, begin alike, and have the same
   checksum, which takes the place of what is cut off: "ab" and "bA" add to it alike. */

static char *
make_long_name (const char *end)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < 200; i++)
    g_string_append (name, "é");
  return g_string_free (g_string_append (name, end), FALSE);
}

static void
add_folder (HandmadeVolume *volume, guint32 block, const char *file, const char *text)
{
  begin_folder (volume, block);
  add_name (volume, file, block + 1, 0);
  add_name (volume, "both", block + 2, 0);
  end_folder (volume);
  put_text (volume, block + 1, text);
  put_text (volume, block + 2, text);
}

static char *
write_image (TestFolder *folder, const char *first, const char *second)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);

  begin_folder (volume, 1);
  add_name (volume, first, 2, BURNISH_UDF_FID_DIRECTORY);
  add_name (volume, second, 5, BURNISH_UDF_FID_DIRECTORY);
  end_folder (volume);
  add_folder (volume, 2, "one", "1");
  add_folder (volume, 5, "two", "2");
  return test_folder_write (folder, "image", (const char *) volume->bytes, sizeof volume->bytes);
}

static void
assert_failure (GPtrArray *failures, guint index, BurnishError code, const char *path)
{
  const GError *failure = g_ptr_array_index (failures, index);

  g_assert_error (failure, BURNISH_ERROR, (int) code);
  g_assert_cmpstr (burnish_error_get_path (failure), ==, path);
}

static void
assert_text_and_remove (const char *folder, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Both come into one folder, and that is told; what it holds already is kept. */
static void
test_shared_folder (void)
{
  g_autofree char *first = make_long_name ("ab"), *second = make_long_name ("bA");
  g_autofree char *second_file = g_build_filename (second, "both", NULL);
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *image = NULL, *target = NULL, *shared = NULL;
  g_autoptr (BurnishImageExtraction) extraction = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *failures;

  test_folder_init (&folder);
  image = write_image (&folder, first, second);
  target = g_build_filename (folder.path, "target", NULL);
  extraction = burnish_image_extraction_new (image);
  g_assert_false (burnish_image_extraction_run (extraction, target, NULL, NULL, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS);
  failures = burnish_image_extraction_get_failures (extraction);
  g_assert_cmpuint (failures->len, ==, 2);
  assert_failure (failures, 0, BURNISH_ERROR_NAME_EXISTS, second);
  assert_failure (failures, 1, BURNISH_ERROR_TARGET_EXISTS, second_file);

  dir = g_dir_open (target, 0, NULL);
  shared = g_build_filename (target, g_dir_read_name (dir), NULL);
  g_assert_null (g_dir_read_name (dir));
  assert_text_and_remove (shared, "one", "1");
  assert_text_and_remove (shared, "two", "2");
  assert_text_and_remove (shared, "both", "1");
  g_assert_cmpint (g_rmdir (shared), ==, 0);
  g_assert_cmpint (g_rmdir (target), ==, 0);
}

/* A folder that was there before is nobody else's. */
static void
test_old_folder (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *image = NULL, *target = NULL;
  g_autoptr (BurnishImageExtraction) extraction = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const names[] = { "first", "second" };

  test_folder_init (&folder);
  image = write_image (&folder, names[0], names[1]);
  target = g_build_filename (folder.path, "target", NULL);
  extraction = burnish_image_extraction_new (image);
  burnish_image_extraction_set_overwrite (extraction, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (burnish_image_extraction_run (extraction, target, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_build_filename (target, names[i], NULL);

      assert_text_and_remove (path, i == 0 ? "one" : "two", i == 0 ? "1" : "2");
      assert_text_and_remove (path, "both", i == 0 ? "1" : "2");
      g_assert_cmpint (g_rmdir (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (target), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/extraction-names/shared-folder", test_shared_folder);
  g_test_add_func ("/extraction-names/old-folder", test_old_folder);
  return g_test_run ();
}
