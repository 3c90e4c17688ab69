/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan.h"
#include "burnish-source-path-private.h"
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

/* A whole folder, staged by a scan. */
static BurnishTreeSnapshot *
scan (const char *path)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (path);
  g_autoptr (GError) error = NULL;

  burnish_scan_run (scan, NULL, &error);
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  return burnish_tree_freeze (tree);
}

/* Somebody puts a link in the place of the file, or of a folder on the way to it, so that another
   file of the same size and time is behind the path. */
static void
test_link_swapped_in (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  static const char *const swapped[] = { "top/a/b/file", "top/a/b", "top/a", "top" };
  g_autofree char *top_path = folder_dup_path (folder, "top");
  g_autofree char *file_path = folder_dup_path (folder, "top/a/b/file");

  folder_add_folder (folder, "top/a/b");
  folder_add_file (folder, "top/a/b/file", "contents");
  folder_set_mtime (folder, "top/a/b/file", 1000, 0);
  for (guint i = 0; i < G_N_ELEMENTS (swapped); i++)
    {
      g_autoptr (BurnishTreeSnapshot) snapshot = scan (top_path);
      g_autofree char *path = folder_dup_path (folder, swapped[i]);
      g_autofree char *aside_path = folder_dup_path (folder, "aside");

      assert_contents (snapshot, "/a/b/file", "contents");
      g_assert_no_errno (g_rename (path, aside_path));
      g_assert_no_errno (symlink (aside_path, path));
      assert_fails (snapshot, "/a/b/file", BURNISH_ERROR_SOURCE_CHANGED, file_path);
      g_assert_no_errno (g_unlink (path));
      g_assert_no_errno (g_rename (aside_path, path));
    }
}

/* A single file: only one that was a link when it was staged may be one when it is read. */
static void
test_single_link (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = folder_dup_path (folder, "file");
  g_autofree char *link_path = folder_dup_path (folder, "link");
  g_autofree char *aside_path = folder_dup_path (folder, "aside");
  g_autoptr (BurnishTreeSnapshot) file_snapshot = NULL;
  g_autoptr (BurnishTreeSnapshot) link_snapshot = NULL;
  g_autoptr (BurnishTreeSnapshot) scanned_snapshot = NULL;

  folder_add_file (folder, "file", "contents");
  g_assert_no_errno (symlink ("file", link_path));
  file_snapshot = stage (path);
  scanned_snapshot = scan (path);
  link_snapshot = stage (link_path);
  assert_contents (file_snapshot, "/file", "contents");
  assert_contents (scanned_snapshot, "/file", "contents");
  g_assert_no_errno (g_rename (path, aside_path));
  g_assert_no_errno (symlink (aside_path, path));
  assert_fails (file_snapshot, "/file", BURNISH_ERROR_SOURCE_CHANGED, path);
  assert_fails (scanned_snapshot, "/file", BURNISH_ERROR_SOURCE_CHANGED, path);
  assert_contents (link_snapshot, "/link", "contents");
}

/* A moved and renamed folder, and renamed files in it, still find what they came from. */
static void
test_moved (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (GFile) source = NULL;
  g_autofree char *path = folder_dup_path (folder, "a/x");
  BurnishNode a, x, elsewhere;

  folder_add_folder (folder, "a");
  folder_add_file (folder, "a/x", "contents of x");
  folder_add_file (folder, "a/y", "contents of y");
  g_assert_true (burnish_scan_run (scan, NULL, NULL));
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, NULL);
  a = burnish_tree_lookup (tree, "a");
  x = burnish_tree_lookup (tree, "a/x");
  elsewhere = add_folder (tree, BURNISH_NODE_ROOT, "elsewhere");
  g_assert_true (burnish_tree_rename (tree, x, "new", NULL));
  g_assert_true (burnish_tree_rename (tree, x, "newer", NULL));
  g_assert_true (burnish_tree_move (tree, &a, 1, elsewhere, BURNISH_COLLISION_FAIL, NULL));
  g_assert_true (burnish_tree_rename (tree, a, "b", NULL));
  g_assert_true (burnish_tree_move (tree, &x, 1, BURNISH_NODE_ROOT, BURNISH_COLLISION_FAIL, NULL));
  source = burnish_tree_dup_source (tree, x);
  g_assert_cmpstr (g_file_peek_path (source), ==, path);
  snapshot = burnish_tree_freeze (tree);
  assert_contents (snapshot, "/newer", "contents of x");
  assert_contents (snapshot, "/elsewhere/b/y", "contents of y");
}

/* One checker for files of several folders, some of which are not what they were. */
static void
test_check_next (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  static const struct
  {
    const char *path;
    int code; /* or -1 */
  } files[] = {
    { "/top/a/1", -1 },
    { "/top/a/changed", BURNISH_ERROR_SOURCE_CHANGED },
    { "/top/a/gone", BURNISH_ERROR_SOURCE_MISSING },
    { "/top/a/link", BURNISH_ERROR_SOURCE_CHANGED },
    { "/top/b/1", -1 },
    { "/top/gone/1", BURNISH_ERROR_SOURCE_MISSING },
    { "/top/moved/1", BURNISH_ERROR_SOURCE_CHANGED },
    { "/top/file", -1 },
  };
  g_autofree char *top = folder_dup_path (folder, "top");
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_auto (BurnishSourceChecker) checker = BURNISH_SOURCE_CHECKER_INIT;

  folder_add_folder (folder, "top/a");
  folder_add_folder (folder, "top/b");
  folder_add_folder (folder, "top/gone");
  folder_add_folder (folder, "top/moved");
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    folder_add_file (folder, files[i].path + 1, "12345");
  snapshot = scan (top);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    g_assert_true (_burnish_source_check_next (
        &checker, snapshot, burnish_tree_snapshot_lookup (snapshot, files[i].path + 4), NULL));
  _burnish_source_checker_clear (&checker);

  folder_add_file (folder, "top/a/changed", "123456");
  g_assert_no_errno (g_chdir (top));
  g_assert_no_errno (g_unlink ("a/gone"));
  g_assert_no_errno (g_unlink ("a/link"));
  g_assert_no_errno (symlink ("1", "a/link"));
  g_assert_no_errno (g_unlink ("gone/1"));
  g_assert_no_errno (g_rmdir ("gone"));
  g_assert_no_errno (g_rename ("moved", "elsewhere"));
  g_assert_no_errno (symlink ("elsewhere", "moved"));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = folder_dup_path (folder, files[i].path + 1);
      gboolean is_good = _burnish_source_check_next (
          &checker, snapshot, burnish_tree_snapshot_lookup (snapshot, files[i].path + 4), &error);

      g_assert_true (is_good == (files[i].code < 0));
      if (is_good)
        continue;
      g_assert_error (error, BURNISH_ERROR, files[i].code);
      g_assert_cmpstr (burnish_error_get_path (error), ==, path);
    }
  g_assert_no_errno (g_chdir ("/"));
}

/* What kernels and sandboxes without openat2() get. */
static void
test_open_stepwise (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  int fd = open (folder->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  g_autofree char *link_path = folder_dup_path (folder, "a/link");
  int (*const functions[]) (int, const char *, int) = { _burnish_open_beneath,
                                                        _burnish_open_beneath_stepwise };

  folder_add_folder (folder, "a/b");
  folder_add_file (folder, "a/b/file", "contents");
  g_assert_no_errno (symlink ("b", link_path));
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      int file_fd = functions[i](fd, "a/b/file", O_RDONLY | O_CLOEXEC);
      char buffer[9] = "";

      g_assert_no_errno (file_fd);
      g_assert_cmpint (read (file_fd, buffer, 8), ==, 8);
      g_assert_cmpstr (buffer, ==, "contents");
      close (file_fd);
      g_assert_cmpint (functions[i](fd, "a/link/file", O_RDONLY | O_CLOEXEC), ==, -1);
      g_assert_cmpint (errno, ==, ELOOP);
      g_assert_cmpint (functions[i](fd, "a/link", O_RDONLY | O_CLOEXEC), ==, -1);
      g_assert_cmpint (errno, ==, ELOOP);
      g_assert_cmpint (functions[i](fd, "a/none/file", O_RDONLY | O_CLOEXEC), ==, -1);
      g_assert_cmpint (errno, ==, ENOENT);
    }
  close (fd);
}

/* A file with a hole over 4 GiB: the end is reached, and read as it is. */
static void
test_sparse (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  static const gsize buffer_size = 16 << 20;
  g_autofree char *path = folder_dup_path (folder, "sparse");
  g_autofree guint8 *buffer = g_malloc (buffer_size);
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishSourceReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_read = 0;
  gssize n;
  int fd;

  folder_add_file (folder, "sparse", "");
  fd = open (path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (pwrite (fd, "end", 3, (4LL << 30) + 5), ==, 3);
  close (fd);
  snapshot = stage (path);
  reader = _burnish_source_open (snapshot, 1, NULL, &error);
  g_assert_no_error (error);
  while ((n = _burnish_source_read (reader, buffer, buffer_size, NULL, &error)) > 0)
    {
      n_read += (guint64) n;
      if (n < (gssize) buffer_size)
        g_assert_cmpmem (buffer + n - 3, 3, "end", 3);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n_read, ==, (4LL << 30) + 8);
  g_assert_true (_burnish_source_close (reader, &error));
}

/* Through GIO: a resource stands for what is not on this computer. */
static void
test_gio (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GFile) file = g_file_new_for_uri ("resource:///burnish/tests/folder");
  g_autoptr (GFile) one = g_file_new_for_uri ("resource:///burnish/tests/folder/sub/two.txt");
  g_autoptr (GFile) missing = g_file_new_for_uri ("resource:///burnish/tests/missing");
  g_autoptr (BurnishScan) scan = burnish_scan_new_for_file (file);
  g_autoptr (BurnishScan) missing_scan = burnish_scan_new_for_file (missing);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (burnish_scan_get_n_files (scan), ==, 2);
  g_assert_cmpuint (burnish_scan_get_n_folders (scan), ==, 1);
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 0);
  burnish_tree_merge (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  burnish_tree_add_file (tree, BURNISH_NODE_ROOT, NULL, one, BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  g_assert_true (
      burnish_tree_rename (tree, burnish_tree_lookup (tree, "folder/one.txt"), "1", NULL));
  text = describe (tree);
  g_assert_cmpstr (text, ==,
                   "/folder:\n/two.txt 13\n/folder/1 8\n/folder/sub:\n/folder/sub/two.txt 13\n");
  snapshot = burnish_tree_freeze (tree);
  assert_contents (snapshot, "/folder/1", "one file");
  assert_contents (snapshot, "/folder/sub/two.txt", "a second file");
  assert_contents (snapshot, "/two.txt", "a second file");

  g_assert_false (burnish_scan_run (missing_scan, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING);
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
  TEST ("/source/check-next", test_check_next);
  TEST ("/source/changes-while-reading", test_changes_while_reading);
  TEST ("/source/not-regular", test_not_regular);
  TEST ("/source/link-swapped-in", test_link_swapped_in);
  TEST ("/source/single-link", test_single_link);
  TEST ("/source/moved", test_moved);
  TEST ("/source/open-stepwise", test_open_stepwise);
  TEST ("/source/sparse", test_sparse);
  g_test_add_func ("/source/gio", test_gio);
  g_test_add_func ("/source/wrong-stream-size", test_wrong_stream_size);
  g_test_add_func ("/source/cancelled", test_cancelled);
  return g_test_run ();
}
