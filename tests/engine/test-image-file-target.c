/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image-file-fixture.h"

#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* The engine of image files: where the file is to be, and what stands in its way. */

static void
assert_file_is (const char *path, const char *text)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, text);
}

static void
test_exists (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_EXISTS);
  g_assert_cmpstr (burnish_error_get_path (error), ==, fixture->path);
  g_assert_cmpuint (source.position_bytes, ==, 0);
  assert_file_is (fixture->path, "old");
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_overwrite (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize length;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_true (write_image (fixture->path, N_BLOCKS, BURNISH_WRITE_OVERWRITE, &source, &outcome,
                              NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &data, &length, NULL));
  g_assert_cmpuint (length, ==, SIZE_BYTES);
  assert_pattern ((const guint8 *) data, length);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

/* Consent does not cost the old file when the new one fails. */
static void
test_overwrite_fails (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Source source = { .stop_at_bytes = SIZE_BYTES / 2, .fail = TRUE };
  BurnishWriteOutcome outcome;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_false (write_image (fixture->path, N_BLOCKS, BURNISH_WRITE_OVERWRITE, &source, &outcome,
                               NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED);
  assert_file_is (fixture->path, "old");
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_name_taken_meanwhile (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Source source = { .stop_at_bytes = SIZE_BYTES, .create_path = fixture->path };
  BurnishWriteOutcome outcome;

  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_EXISTS);
  g_assert_false (outcome.closed);
  assert_file_is (fixture->path, "theirs");
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_symbolic_link (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_cmpint (symlink ("other", fixture->path), ==, 0);
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_EXISTS);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (other, "precious", -1, NULL));
  g_assert_true (write_image (fixture->path, N_BLOCKS, BURNISH_WRITE_OVERWRITE, &source, &outcome,
                              NULL, &error));
  g_assert_no_error (error);
  assert_file_is (other, "precious");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
}

static void
test_long_name (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) name = g_string_new ("x");
  g_autofree char *path = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  while (name->len < 255)
    g_string_append (name, "é");
  path = g_build_filename (fixture->folder, name->str, NULL);
  g_assert_true (write_image (path, 1, 0, &source, &outcome, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

/* More than the file system has left: known before the first byte is asked for. */
static void
test_disk_full (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  struct statvfs info;
  guint64 too_many_blocks;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_cmpint (statvfs (fixture->folder, &info), ==, 0);
  too_many_blocks = info.f_blocks * info.f_frsize / BURNISH_BLOCK_SIZE + 1024;
  g_assert_false (write_image (fixture->path, too_many_blocks, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FULL);
  g_assert_cmpuint (source.position_bytes, ==, 0);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
}

/* The limit of the process, whose signal would end the program. */
static void
test_size_limit (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  const struct rlimit limit = { 1024 * 1024, RLIM_INFINITY };
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FULL);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
}

static void
test_unwritable_folder (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  if (geteuid () == 0)
    {
      /* Only the effective user, so that the folder can be removed afterwards. */
      g_assert_cmpint (setegid (65534), ==, 0);
      g_assert_cmpint (seteuid (65534), ==, 0);
    }
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FAILED);
  g_assert_cmpuint (source.position_bytes, ==, 0);
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_bad_target (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "missing", "disc.iso", NULL);
  const char *paths[] = { nowhere, fixture->folder };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      Source source = { 0 };
      BurnishWriteOutcome outcome;

      g_assert_false (write_image (paths[i], N_BLOCKS, BURNISH_WRITE_OVERWRITE, &source, &outcome,
                                   NULL, &error));
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FAILED);
      g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  image_file_test_add ("exists", test_exists);
  image_file_test_add ("overwrite", test_overwrite);
  image_file_test_add ("overwrite-fails", test_overwrite_fails);
  image_file_test_add ("name-taken-meanwhile", test_name_taken_meanwhile);
  image_file_test_add ("symbolic-link", test_symbolic_link);
  image_file_test_add ("long-name", test_long_name);
  image_file_test_add ("disk-full", test_disk_full);
  image_file_test_add ("size-limit", test_size_limit);
  image_file_test_add ("unwritable-folder", test_unwritable_folder);
  image_file_test_add ("bad-target", test_bad_target);
  return g_test_run ();
}
