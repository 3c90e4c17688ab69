/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-source-private.h"
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads a file of the snapshot in small pieces; the contents, or NULL and the error. */
static char *
read_all (BurnishTreeSnapshot *snapshot, const char *path, GError **error)
{
  BurnishNode node = burnish_tree_snapshot_lookup (snapshot, path);
  g_autoptr (BurnishSourceReader) reader = NULL;
  g_autoptr (GString) contents = g_string_new (NULL);
  guint8 buffer[5];
  gssize n_read;

  g_assert_cmpuint (node, !=, BURNISH_NODE_NONE);
  reader = _burnish_source_open (snapshot, node, NULL, error);
  if (reader == NULL)
    return NULL;
  while ((n_read = _burnish_source_read (reader, buffer, sizeof buffer, NULL, error)) > 0)
    g_string_append_len (contents, (char *) buffer, n_read);
  if (n_read < 0 || !_burnish_source_close (reader, error))
    return NULL;
  return g_string_free (g_steal_pointer (&contents), FALSE);
}

static void
assert_contents (BurnishTreeSnapshot *snapshot, const char *path, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  g_assert_true (
      _burnish_source_check (snapshot, burnish_tree_snapshot_lookup (snapshot, path), &error));
  g_assert_no_error (error);
  contents = read_all (snapshot, path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents, ==, expected);
}

/* Both the check and the reading must fail, and name the file. */
static void
assert_fails (BurnishTreeSnapshot *snapshot, const char *path, int code, const char *source_path)
{
  g_autoptr (GError) check_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  g_assert_false (_burnish_source_check (snapshot, burnish_tree_snapshot_lookup (snapshot, path),
                                         &check_error));
  g_assert_error (check_error, BURNISH_ERROR, code);
  contents = read_all (snapshot, path, &error);
  g_assert_null (contents);
  g_assert_error (error, BURNISH_ERROR, code);
  g_assert_cmpstr (burnish_error_get_path (error), ==, source_path);
}

static BurnishTreeSnapshot *
stage (const char *path)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();

  add_path (tree, BURNISH_NODE_ROOT, path);
  return burnish_tree_freeze (tree);
}

static void
test_contents (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("from a stream", 13, NULL);
  g_autofree char *path = folder_dup_path (folder, "file");
  g_autofree char *empty_path = folder_dup_path (folder, "empty");
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;

  folder_add_file (folder, "file", "from a local file");
  folder_add_file (folder, "empty", "");
  add_path (tree, BURNISH_NODE_ROOT, path);
  add_path (tree, BURNISH_NODE_ROOT, empty_path);
  add_text (tree, BURNISH_NODE_ROOT, "memory", "from memory");
  add_text (tree, BURNISH_NODE_ROOT, "nothing", "");
  burnish_tree_add_stream (tree, BURNISH_NODE_ROOT, "stream", stream, 13, BURNISH_COLLISION_FAIL,
                           &error);
  g_assert_no_error (error);
  snapshot = burnish_tree_freeze (tree);
  g_clear_object (&tree);

  assert_contents (snapshot, "/file", "from a local file");
  assert_contents (snapshot, "/empty", "");
  assert_contents (snapshot, "/memory", "from memory");
  assert_contents (snapshot, "/nothing", "");
  assert_contents (snapshot, "/stream", "from a stream");
  /* A stream is read once. */
  again = read_all (snapshot, "/stream", &error);
  g_assert_null (again);
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING);
}

static void
test_renamed (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autofree char *path = folder_dup_path (folder, "file");
  BurnishNode node;

  folder_add_file (folder, "file", "contents");
  node = add_path (tree, BURNISH_NODE_ROOT, path);
  g_assert_true (burnish_tree_rename (tree, node, "another", NULL));
  snapshot = burnish_tree_freeze (tree);
  assert_contents (snapshot, "/another", "contents");
}

static void
test_vanished (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autofree char *path = folder_dup_path (folder, "file");

  folder_add_file (folder, "file", "contents");
  snapshot = stage (path);
  g_assert_no_errno (g_unlink (path));
  assert_fails (snapshot, "/file", BURNISH_ERROR_SOURCE_MISSING, path);
}

static void
test_resized (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  static const int sizes[] = { 0, 7, 9, 100 };
  g_autofree char *path = folder_dup_path (folder, "file");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (BurnishTreeSnapshot) snapshot = NULL;

      folder_add_file (folder, "file", "contents");
      folder_set_mtime (folder, "file", 1000, 0);
      snapshot = stage (path);
      g_assert_no_errno (truncate (path, sizes[i]));
      folder_set_mtime (folder, "file", 1000, 0);
      assert_fails (snapshot, "/file", BURNISH_ERROR_SOURCE_CHANGED, path);
    }
}

static void
test_modified (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autofree char *path = folder_dup_path (folder, "file");

  folder_add_file (folder, "file", "contents");
  folder_set_mtime (folder, "file", -1000, 123456000);
  snapshot = stage (path);
  g_assert_cmpint (burnish_tree_snapshot_get_mtime_us (snapshot, 1), ==, -999876544);
  assert_contents (snapshot, "/file", "contents");
  folder_set_mtime (folder, "file", -1000, 123457000);
  assert_fails (snapshot, "/file", BURNISH_ERROR_SOURCE_CHANGED, path);
}

/* What happens while a reader is open. */
static void
test_changes_while_reading (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  static const int sizes[] = { 3, 1000 };
  g_autofree char *path = folder_dup_path (folder, "file");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
      g_autoptr (BurnishSourceReader) reader = NULL;
      g_autoptr (GError) error = NULL;
      guint8 buffer[8];

      folder_add_file (folder, "file", "contents");
      snapshot = stage (path);
      reader = _burnish_source_open (snapshot, 1, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (_burnish_source_read (reader, buffer, 2, NULL, &error), ==, 2);
      g_assert_no_errno (truncate (path, sizes[i]));
      g_assert_cmpint (_burnish_source_read (reader, buffer, 8, NULL, &error), ==, -1);
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED);
      g_assert_cmpstr (burnish_error_get_path (error), ==, path);
    }
}

static void
test_not_regular (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = folder_dup_path (folder, "file");
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;

  folder_add_file (folder, "file", "");
  folder_set_mtime (folder, "file", 0, 0);
  snapshot = stage (path);
  g_assert_no_errno (g_unlink (path));
  /* Opening a FIFO for reading would wait for a writer. */
  g_assert_no_errno (mkfifo (path, 0644));
  folder_set_mtime (folder, "file", 0, 0);
  assert_fails (snapshot, "/file", BURNISH_ERROR_SOURCE_CHANGED, path);
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_mkdir (path, 0755));
  assert_fails (snapshot, "/file", BURNISH_ERROR_SOURCE_CHANGED, path);
}

static void
test_wrong_stream_size (void)
{
  static const guint64 sizes[] = { 5, 20 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (BurnishTree) tree = burnish_tree_new ();
      g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("stream", 6, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *contents = NULL;

      burnish_tree_add_stream (tree, BURNISH_NODE_ROOT, "stream", stream, sizes[i],
                               BURNISH_COLLISION_FAIL, NULL);
      snapshot = burnish_tree_freeze (tree);
      contents = read_all (snapshot, "/stream", &error);
      g_assert_null (contents);
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED);
      g_assert_cmpstr (burnish_error_get_path (error), ==, "/stream");
    }
}

static void
test_cancelled (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  add_text (tree, BURNISH_NODE_ROOT, "file", "contents");
  snapshot = burnish_tree_freeze (tree);
  g_cancellable_cancel (cancellable);
  g_assert_null (_burnish_source_open (snapshot, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/source/contents", test_contents);
  TEST ("/source/renamed", test_renamed);
  TEST ("/source/vanished", test_vanished);
  TEST ("/source/resized", test_resized);
  TEST ("/source/modified", test_modified);
  TEST ("/source/changes-while-reading", test_changes_while_reading);
  TEST ("/source/not-regular", test_not_regular);
  g_test_add_func ("/source/wrong-stream-size", test_wrong_stream_size);
  g_test_add_func ("/source/cancelled", test_cancelled);
  return g_test_run ();
}
