/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-file.h"
#include "image-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIB (1024 * 1024)

static char *
make_image (TestFolder *folder, const char *volume_id)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  char *path = g_build_filename (folder->path, "image.iso", NULL);

  test_add_size (tree, BURNISH_NODE_ROOT, "file", 3 * MIB);
  burnish_image_options_set_volume_id (options, volume_id);
  layout = test_layout_new (tree, options);
  test_write_image (layout, path);
  return path;
}

static void
test_own (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (BurnishImageFileInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  test_folder_init (&folder);
  path = make_image (&folder, "A name of more than 16 letters");
  info = burnish_image_file_inspect (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (info->kind, ==, BURNISH_IMAGE_FILE_ISO9660);
  g_assert_cmpstr (info->label, ==, "A name of more than 16 letters");
  g_assert_cmpuint (info->volume_blocks * BURNISH_BLOCK_SIZE, ==, info->size_bytes);
  g_assert_false (info->is_bootable);
}

/* A volume of another program: with UDF, and bootable. */
static void
test_foreign (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL, *boot = NULL;
  g_autoptr (BurnishImageFileInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  char sector[2048] = "boot";
  int status;

  test_folder_init (&folder);
  boot = test_folder_write (&folder, "boot.bin", sector, sizeof sector);
  path = g_strconcat (folder.path, ".iso", NULL);
  g_assert_true (g_spawn_sync (
      NULL,
      (char *[]){ (char *) "genisoimage", (char *) "-quiet", (char *) "-udf", (char *) "-J",
                  (char *) "-V", (char *) "FOREIGN", (char *) "-b", (char *) "boot.bin",
                  (char *) "-no-emul-boot", (char *) "-o", path, folder.path, NULL },
      NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  info = burnish_image_file_inspect (path, &error);
  g_unlink (path);
  g_assert_no_error (error);
  g_assert_cmpint (info->kind, ==, BURNISH_IMAGE_FILE_BRIDGE);
  g_assert_cmpstr (info->label, ==, "FOREIGN");
  g_assert_true (info->is_bootable);
}

static void
assert_invalid (const char *path, BurnishError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (burnish_image_file_inspect (path, &error));
  g_assert_error (error, BURNISH_ERROR, (int) code);
  g_assert_cmpstr (burnish_error_get_path (error), ==, path);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_invalid (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *zeros = g_malloc0 (MIB);
  g_autofree char *empty = NULL, *odd = NULL, *blank = NULL, *small = NULL, *gzip = NULL;
  g_autofree char *raw = NULL, *fifo = NULL, *missing = NULL;
  const char sync[] = { 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0 };

  test_folder_init (&folder);
  empty = test_folder_write (&folder, "empty", "", 0);
  odd = test_folder_write (&folder, "odd", zeros, 2047);
  blank = test_folder_write (&folder, "blank", zeros, MIB);
  small = test_folder_write (&folder, "small", zeros, 2048);
  memcpy (zeros, "\x1F\x8B", 2);
  gzip = test_folder_write (&folder, "gzip", zeros, 4096);
  memcpy (zeros, sync, sizeof sync);
  raw = test_folder_write (&folder, "raw", zeros, 2352 * 128);
  fifo = g_build_filename (folder.path, "fifo", NULL);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  missing = g_build_filename (folder.path, "missing", NULL);
  assert_invalid (empty, BURNISH_ERROR_IMAGE_INVALID, "empty");
  assert_invalid (odd, BURNISH_ERROR_IMAGE_INVALID, "multiple of 2048");
  assert_invalid (blank, BURNISH_ERROR_IMAGE_INVALID, "neither");
  assert_invalid (small, BURNISH_ERROR_IMAGE_INVALID, "neither");
  assert_invalid (gzip, BURNISH_ERROR_IMAGE_INVALID, "gzip");
  assert_invalid (raw, BURNISH_ERROR_IMAGE_INVALID, "2352");
  assert_invalid (fifo, BURNISH_ERROR_IMAGE_INVALID, "regular");
  assert_invalid (folder.path, BURNISH_ERROR_IMAGE_INVALID, "regular");
  assert_invalid (missing, BURNISH_ERROR_SOURCE_MISSING, "opened");
}

static void
test_stream (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL, *expected = NULL, *sha256 = NULL, *contents = NULL;
  g_autofree guint8 *bytes = NULL;
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (BurnishChecksums) checksums = NULL;
  g_autoptr (GError) error = NULL;
  gsize size_bytes;

  test_folder_init (&folder);
  path = make_image (&folder, "STREAM");
  g_file_get_contents (path, &contents, &size_bytes, &error);
  g_assert_no_error (error);
  stream = _burnish_image_stream_new_for_file (path, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (_burnish_image_stream_get_n_blocks (stream) * BURNISH_BLOCK_SIZE, ==,
                    size_bytes);
  bytes = test_read_all (stream, 10000);
  g_assert_cmpmem (bytes, size_bytes, contents, size_bytes);
  checksums = _burnish_image_stream_dup_checksums (stream);
  sha256 = burnish_checksums_dup_sha256 (checksums);
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size_bytes);
  g_assert_cmpstr (sha256, ==, expected);
}

/* The FIFO is smaller than the file, so that its end is read after the change. */
static void
test_stream_changed (gconstpointer data)
{
  goffset change = (goffset) GPOINTER_TO_SIZE (data);
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autofree guint8 *buffer = g_malloc (80 * MIB);
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  test_folder_init (&folder);
  path = test_folder_write (&folder, "image", "", 0);
  g_assert_cmpint (truncate (path, 80 * MIB), ==, 0);
  stream = _burnish_image_stream_new_for_file (path, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (_burnish_image_stream_read (stream, buffer, 2048, NULL, &error));
  g_assert_cmpint (truncate (path, change), ==, 0);
  g_assert_false (_burnish_image_stream_read (stream, buffer, 80 * MIB - 2048, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED);
  g_assert_cmpstr (burnish_error_get_path (error), ==, path);
}

static void
test_stream_invalid (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  test_folder_init (&folder);
  path = test_folder_write (&folder, "odd", "no blocks", 9);
  g_assert_null (_burnish_image_stream_new_for_file (path, FALSE, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-file/own", test_own);
  g_test_add_func ("/image-file/foreign", test_foreign);
  g_test_add_func ("/image-file/invalid", test_invalid);
  g_test_add_func ("/image-file/stream", test_stream);
  g_test_add_data_func ("/image-file/stream-shrank", GSIZE_TO_POINTER (40 * MIB),
                        test_stream_changed);
  g_test_add_data_func ("/image-file/stream-grew", GSIZE_TO_POINTER (90 * MIB),
                        test_stream_changed);
  g_test_add_func ("/image-file/stream-invalid", test_stream_invalid);
  return g_test_run ();
}
