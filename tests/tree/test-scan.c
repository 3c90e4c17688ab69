/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan-private.h"
#include "burnish-source-private.h"
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static void
add_link (Folder *folder, const char *name, const char *target)
{
  g_autofree char *path = folder_dup_path (folder, name);

  g_assert_no_errno (symlink (target, path));
}

/* Runs a scan and puts the contents of its folder into a new tree. */
static BurnishTree *
run_scan (BurnishScan *scan)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GError) error = NULL;

  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&tree);
}

static BurnishTree *
scan_folder (Folder *folder)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  BurnishTree *tree = run_scan (scan);

  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 0);
  return tree;
}

static void
assert_tree (BurnishTree *tree, const char *expected)
{
  g_autofree char *text = describe (tree);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_left_out (BurnishScan *scan,
                 guint index,
                 Folder *folder,
                 const char *name,
                 BurnishLeftOutReason reason)
{
  g_autofree char *path = folder_dup_path (folder, name);
  g_autofree char *text = NULL;
  BurnishLeftOut *left_out;

  g_assert_cmpuint (index, <, burnish_scan_get_n_left_out (scan));
  left_out = burnish_scan_get_left_out (scan, index);
  text = burnish_left_out_dup_text (left_out);
  g_assert_cmpstr (burnish_left_out_get_path (left_out), ==, path);
  g_assert_cmpint (burnish_left_out_get_reason (left_out), ==, reason);
  g_assert_cmpuint (strlen (text), >, 10);
}

static void
test_kinds (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishScan) scan = NULL;
  g_autoptr (BurnishTree) tree = NULL;
  BurnishNode sub;

  folder_add_file (folder, "b", "12345");
  folder_add_file (folder, "empty", "");
  folder_add_file (folder, ".hidden", "1");
  folder_add_folder (folder, "a/sub/empty");
  folder_add_file (folder, "a/sub/x", "123");
  add_link (folder, "a/link", "../b");
  add_link (folder, "dangling", "no/where");
  scan = burnish_scan_new (folder->path);
  tree = run_scan (scan);
  assert_tree (tree, "/.hidden 1\n/a:\n/b 5\n/dangling -> no/where\n/empty 0\n/a/link -> ../b\n"
                     "/a/sub:\n/a/sub/empty:\n/a/sub/x 3\n");
  g_assert_cmpuint (burnish_scan_get_n_files (scan), ==, 4);
  g_assert_cmpuint (burnish_scan_get_n_folders (scan), ==, 3);
  g_assert_cmpuint (burnish_scan_get_size_bytes (scan), ==, 9);
  g_assert_cmpuint (burnish_scan_get_n_excluded (scan), ==, 0);
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 0);

  sub = burnish_tree_lookup (tree, "a");
  g_assert_cmpuint (burnish_tree_get_n_files (tree, sub), ==, 1);
  g_assert_cmpuint (burnish_tree_get_n_folders (tree, sub), ==, 2);
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, sub), ==, 3);
  g_assert_cmpuint (burnish_tree_get_n_files (tree, BURNISH_NODE_ROOT), ==, 4);
}

static void
test_own_name (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = folder_dup_path (folder, "top");
  g_autofree char *file_path = folder_dup_path (folder, "file");
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (path);
  g_autoptr (BurnishScan) file_scan = burnish_scan_new (file_path);
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  folder_add_folder (folder, "top/in");
  folder_add_file (folder, "file", "123");
  burnish_scan_run (scan, NULL, &error);
  burnish_tree_merge (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  burnish_scan_run (file_scan, NULL, &error);
  burnish_tree_merge_contents (tree, burnish_tree_lookup (tree, "top"), file_scan,
                               BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  assert_tree (tree, "/top:\n/top/file 3\n/top/in:\n");
  snapshot = burnish_tree_freeze (tree);
  g_assert_true (_burnish_source_check (
      snapshot, burnish_tree_snapshot_lookup (snapshot, "top/file"), &error));
  g_assert_no_error (error);
}

static void
test_top_is_link (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = folder_dup_path (folder, "link");
  g_autoptr (BurnishScan) scan = burnish_scan_new (path);
  g_autoptr (BurnishTree) tree = NULL;
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  folder_add_folder (folder, "real/sub");
  folder_add_file (folder, "real/sub/x", "1");
  add_link (folder, "link", "real");
  tree = run_scan (scan);
  assert_tree (tree, "/sub:\n/sub/x 1\n");
  snapshot = burnish_tree_freeze (tree);
  g_assert_true (_burnish_source_check (snapshot, 2, &error));
  g_assert_no_error (error);
}

static void
test_special_files (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *fifo_path = folder_dup_path (folder, "fifo");
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (BurnishTree) tree = NULL;
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int socket_fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_snprintf (address.sun_path, sizeof address.sun_path, "%s/a socket", folder->path);
  g_assert_no_errno (bind (socket_fd, (struct sockaddr *) &address, sizeof address));
  close (socket_fd);
  g_assert_no_errno (mkfifo (fifo_path, 0644));
  folder_add_file (folder, "file", "1");
  tree = run_scan (scan);
  assert_tree (tree, "/file 1\n");
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 2);
  assert_left_out (scan, 0, folder, "a socket", BURNISH_LEFT_OUT_SPECIAL_FILE);
  assert_left_out (scan, 1, folder, "fifo", BURNISH_LEFT_OUT_SPECIAL_FILE);
}

static void
test_options (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (BurnishTree) tree = NULL;

  folder_add_folder (folder, ".git/objects");
  folder_add_folder (folder, "build");
  folder_add_file (folder, "build/x", "1");
  folder_add_file (folder, "a.o", "1");
  folder_add_file (folder, "a.c", "1");
  folder_add_file (folder, "b\xff.o", "1");
  folder_add_file (folder, "c?.c", "1");
  add_link (folder, "link", "a.c");
  burnish_scan_set_include_hidden (scan, FALSE);
  burnish_scan_set_symlinks (scan, BURNISH_SYMLINKS_LEAVE_OUT);
  burnish_scan_add_exclude (scan, "*.o");
  burnish_scan_add_exclude (scan, "build");
  tree = run_scan (scan);
  assert_tree (tree, "/a.c 1\n/c?.c 1\n");
  g_assert_cmpuint (burnish_scan_get_n_excluded (scan), ==, 5);
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 0);
}

static void
test_follow (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishScan) scan = NULL;
  g_autofree char *path = folder_dup_path (folder, "top");
  g_autoptr (BurnishTree) tree = NULL;
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  folder_add_folder (folder, "top/a/b");
  folder_add_folder (folder, "elsewhere/deeper");
  folder_add_file (folder, "elsewhere/deeper/x", "123");
  folder_add_file (folder, "top/file", "1");
  add_link (folder, "top/a/b/up", "..");
  add_link (folder, "top/a/self", "self");
  add_link (folder, "top/broken", "nowhere");
  add_link (folder, "top/folder", "../elsewhere");
  add_link (folder, "top/a/file", "../file");
  scan = burnish_scan_new (path);
  burnish_scan_set_symlinks (scan, BURNISH_SYMLINKS_FOLLOW);
  tree = run_scan (scan);
  assert_tree (tree, "/a:\n/file 1\n/folder:\n/a/b:\n/a/file 1\n/folder/deeper:\n"
                     "/folder/deeper/x 3\n");
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 3);
  assert_left_out (scan, 0, folder, "top/a/b/up", BURNISH_LEFT_OUT_LINK_LOOP);
  assert_left_out (scan, 1, folder, "top/a/self", BURNISH_LEFT_OUT_BROKEN_LINK);
  assert_left_out (scan, 2, folder, "top/broken", BURNISH_LEFT_OUT_BROKEN_LINK);

  snapshot = burnish_tree_freeze (tree);
  for (BurnishNode node = 0; node < burnish_tree_snapshot_get_n_nodes (snapshot); node++)
    {
      g_assert_true (_burnish_source_check (snapshot, node, &error));
      g_assert_no_error (error);
    }
  /* Both ways lead to one file. */
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (
                        snapshot, burnish_tree_snapshot_lookup (snapshot, "a/file")),
                    ==, burnish_tree_snapshot_lookup (snapshot, "file"));
}

static void
test_hostile_names (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  static const char *const names[] = { "\x01\x7f", " ",    "\n",       "\xff\xfe",  "...",
                                       "-rf",      "a\\b", "\xc3\xa4", "a\xcc\x88", "%s%n" };
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autoptr (BurnishTree) tree = NULL;
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autofree char *display_name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    folder_add_file (folder, names[i], "1");
  folder_add_folder (folder, longest);
  tree = scan_folder (folder);
  g_assert_cmpuint (burnish_tree_get_n_children (tree, BURNISH_NODE_ROOT), ==,
                    G_N_ELEMENTS (names) + 1);
  snapshot = burnish_tree_freeze (tree);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      BurnishNode node = burnish_tree_snapshot_lookup (snapshot, names[i]);

      g_assert_cmpuint (node, !=, BURNISH_NODE_NONE);
      g_assert_true (_burnish_source_check (snapshot, node, NULL));
    }
  g_assert_cmpuint (burnish_tree_lookup (tree, longest), !=, BURNISH_NODE_NONE);
  display_name = burnish_tree_dup_display_name (tree, burnish_tree_lookup (tree, "\xff\xfe"));
  g_assert_cmpstr (display_name, ==, "\xef\xbf\xbd\xef\xbf\xbd");
}

static void
test_attributes (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = folder_dup_path (folder, "sparse");
  g_autoptr (BurnishTree) tree = NULL;
  struct stat status;
  BurnishNode node;

  folder_add_file (folder, "sparse", "");
  g_assert_no_errno (truncate (path, 5LL << 30));
  g_assert_no_errno (chmod (path, 04751));
  folder_set_mtime (folder, "sparse", -86400, 999999999);
  tree = scan_folder (folder);
  node = burnish_tree_lookup (tree, "sparse");
  g_assert_no_errno (stat (path, &status));
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, node), ==, 5LL << 30);
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, BURNISH_NODE_ROOT), ==, 5LL << 30);
  g_assert_cmpuint (burnish_tree_get_mode (tree, node), ==, 04751);
  g_assert_cmpint (burnish_tree_get_mtime_us (tree, node), ==, -86400000000 + 999999);
}

static void
test_hard_links (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = folder_dup_path (folder, "z");
  g_autofree char *link_path = folder_dup_path (folder, "sub/a");
  g_autofree char *other_path = folder_dup_path (folder, "sub/b");
  g_autoptr (BurnishTree) tree = NULL;
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  BurnishNode first;

  folder_add_folder (folder, "sub");
  folder_add_file (folder, "z", "123");
  folder_add_file (folder, "unrelated", "123");
  g_assert_no_errno (link (path, link_path));
  g_assert_no_errno (link (path, other_path));
  tree = scan_folder (folder);
  snapshot = burnish_tree_freeze (tree);
  first = burnish_tree_snapshot_lookup (snapshot, "z");
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (snapshot, first), ==, first);
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (
                        snapshot, burnish_tree_snapshot_lookup (snapshot, "sub/a")),
                    ==, first);
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (
                        snapshot, burnish_tree_snapshot_lookup (snapshot, "sub/b")),
                    ==, first);
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (
                        snapshot, burnish_tree_snapshot_lookup (snapshot, "unrelated")),
                    ==, burnish_tree_snapshot_lookup (snapshot, "unrelated"));
}

/* Folders in each other, many with a side branch so that not all can stay open, and a path far
   longer than the system takes. */
static void
make_deep (Folder *folder, const char *name, guint depth, guint n_branches)
{
  int fd = open (folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  for (guint i = 0; i < depth; i++)
    {
      int next_fd;

      g_assert_no_errno (mkdirat (fd, name, 0755));
      if (i < n_branches)
        g_assert_no_errno (mkdirat (fd, "zz", 0755));
      next_fd = openat (fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      g_assert_no_errno (next_fd);
      close (fd);
      fd = next_fd;
    }
  close (openat (fd, "last", O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  close (fd);
}

static void
test_deep (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = NULL;
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishSourceReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  BurnishNode last;
  guint8 byte;

  make_deep (folder, "deep", 5000, 300);
  tree = scan_folder (folder);
  g_assert_cmpuint (burnish_tree_get_n_folders (tree, BURNISH_NODE_ROOT), ==, 5300);
  snapshot = burnish_tree_freeze (tree);
  last = burnish_tree_snapshot_get_n_nodes (snapshot);
  do
    last--;
  while (burnish_tree_snapshot_get_kind (snapshot, last) != BURNISH_NODE_FILE);
  path = burnish_tree_snapshot_dup_path (snapshot, last);
  g_assert_cmpuint (strlen (path), ==, 5000 * strlen ("/deep") + strlen ("/last"));
  g_assert_cmpuint (burnish_tree_snapshot_lookup (snapshot, path), ==, last);
  reader = _burnish_source_open (snapshot, last, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (_burnish_source_read (reader, &byte, 1, NULL, &error), ==, 0);
  g_assert_true (_burnish_source_close (reader, &error));
}

static void
test_failures (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *missing_path = folder_dup_path (folder, "missing");
  g_autofree char *fifo_path = folder_dup_path (folder, "fifo");
  g_autoptr (BurnishScan) missing = burnish_scan_new (missing_path);
  g_autoptr (BurnishScan) fifo = burnish_scan_new (fifo_path);
  g_autoptr (BurnishScan) cancelled = burnish_scan_new (folder->path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (burnish_scan_run (missing, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING);
  g_assert_cmpstr (burnish_error_get_path (error), ==, missing_path);
  g_clear_error (&error);

  g_assert_no_errno (mkfifo (fifo_path, 0644));
  g_assert_false (burnish_scan_run (fifo, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_false (burnish_scan_run (cancelled, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
merge_twice (BurnishCollisionPolicy policy, Folder *folder, const char *expected)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;

  add_text (tree, add_folder (tree, BURNISH_NODE_ROOT, "both"), "old", "1");
  add_text (tree, burnish_tree_lookup (tree, "both"), "same.txt", "12");
  add_text (tree, BURNISH_NODE_ROOT, "odd", "1");
  before = describe (tree);
  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan,
                                               BURNISH_COLLISION_FAIL, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS);
  g_clear_error (&error);
  assert_tree (tree, before);

  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, policy, NULL, &error);
  g_assert_no_error (error);
  assert_tree (tree, expected);
  g_assert_true (burnish_tree_undo (tree));
  assert_tree (tree, before);
  g_assert_true (burnish_tree_redo (tree));
  assert_tree (tree, expected);
}

static void
test_merge_policies (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  folder_add_folder (folder, "both");
  folder_add_file (folder, "both/new", "1234");
  folder_add_file (folder, "both/same.txt", "12345");
  folder_add_folder (folder, "odd");
  folder_add_file (folder, "fresh", "");
  merge_twice (BURNISH_COLLISION_REPLACE, folder,
               "/both:\n/fresh 0\n/odd:\n/both/new 4\n/both/same.txt 5\n");
  merge_twice (BURNISH_COLLISION_KEEP_BOTH, folder,
               "/both:\n/both (2):\n/fresh 0\n/odd 1\n/odd (2):\n/both/old 1\n/both/same.txt 2\n"
               "/both (2)/new 4\n/both (2)/same.txt 5\n");
  merge_twice (BURNISH_COLLISION_MERGE, folder,
               "/both:\n/fresh 0\n/odd 1\n/odd (2):\n/both/new 4\n/both/old 1\n/both/same.txt 5\n");
  merge_twice (BURNISH_COLLISION_SKIP, folder,
               "/both:\n/fresh 0\n/odd 1\n/both/old 1\n/both/same.txt 2\n");
}

static void
test_skipped (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (GPtrArray) skipped = NULL;
  BurnishNode sub = add_folder (tree, BURNISH_NODE_ROOT, "sub");

  add_text (tree, sub, "same", "1");
  folder_add_file (folder, "same", "12");
  folder_add_file (folder, "other", "12");
  g_assert_true (burnish_scan_run (scan, NULL, NULL));
  g_assert_true (
      burnish_tree_merge_contents (tree, sub, scan, BURNISH_COLLISION_SKIP, &skipped, NULL));
  g_assert_cmpuint (skipped->len, ==, 1);
  g_assert_cmpstr (burnish_left_out_get_path (skipped->pdata[0]), ==, "/sub/same");
  g_assert_cmpint (burnish_left_out_get_reason (skipped->pdata[0]), ==,
                   BURNISH_LEFT_OUT_NAME_EXISTS);
}

/* More than one chunk, so that chunks are taken over instead of nodes; twice, so that the second
   scan's numbers start behind the first's. */
static void
test_many (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autofree char *one_by_one = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;

  folder_add_folder (folder, "one");
  folder_add_folder (folder, "two");
  for (guint i = 0; i < 4500; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%u", i % 2 ? "one" : "two", i * 7919 % 4500);

      folder_add_file (folder, name, "1");
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);

      g_assert_true (burnish_scan_run (scan, NULL, NULL));
      g_assert_true (burnish_tree_merge (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_KEEP_BOTH,
                                         NULL, NULL));
      add_text (tree, BURNISH_NODE_ROOT, i == 0 ? "between" : "after", "1");
    }
  g_assert_cmpuint (burnish_tree_get_n_files (tree, BURNISH_NODE_ROOT), ==, 9002);
  g_assert_cmpuint (burnish_tree_get_n_folders (tree, BURNISH_NODE_ROOT), ==, 6);
  one_by_one = describe (tree);
  while (burnish_tree_undo (tree))
    ;
  undone = describe (tree);
  g_assert_cmpstr (undone, ==, "");
  while (burnish_tree_redo (tree))
    ;
  redone = describe (tree);
  g_assert_cmpstr (redone, ==, one_by_one);
}

typedef struct
{
  GMainLoop *loop;
  GCancellable *cancellable;
  GError *error;
  guint n_progress;
  guint32 n_files_then;
} AsyncData;

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  AsyncData *data = user_data;

  burnish_scan_run_finish (BURNISH_SCAN (object), result, &data->error);
  g_main_loop_quit (data->loop);
}

static void
progress_cb (BurnishScan *scan, gpointer user_data)
{
  AsyncData *data = user_data;

  data->n_progress++;
  data->n_files_then = burnish_scan_get_n_files (scan);
  g_cancellable_cancel (data->cancellable);
}

static void
test_async (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  AsyncData async = { .loop = loop };

  folder_add_file (folder, "x", "123");
  burnish_scan_run_async (scan, NULL, done_cb, &async);
  g_main_loop_run (loop);
  g_assert_no_error (async.error);
  g_assert_true (burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL,
                                              NULL, NULL));
  assert_tree (tree, "/x 3\n");
}

/* A folder without end: each link leads to a folder with as many links again. The first report
   cancels the scan, which would go on for ever otherwise. */
static void
test_cancelled_while_running (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  AsyncData async = { .loop = loop, .cancellable = cancellable };

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      folder_add_folder (folder, name);
    }
  for (guint i = 0; i < 40; i++)
    for (guint j = 0; j < 40; j++)
      {
        g_autofree char *name = g_strdup_printf ("%u/to-%u", i, j);
        g_autofree char *target = g_strdup_printf ("../%u", j);

        add_link (folder, name, target);
      }
  burnish_scan_set_symlinks (scan, BURNISH_SYMLINKS_FOLLOW);
  g_signal_connect (scan, "progress", G_CALLBACK (progress_cb), &async);
  burnish_scan_run_async (scan, cancellable, done_cb, &async);
  g_main_loop_run (loop);
  g_assert_error (async.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&async.error);
  g_assert_cmpuint (async.n_progress, ==, 1);
  g_assert_cmpuint (burnish_scan_get_n_folders (scan), >, 0);
}

/* Files come and go under the scan: whatever it finds, each name is there once. */
static gpointer
shuffle (gpointer data)
{
  Folder *folder = data;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i * 31 % 300);
      g_autofree char *path = folder_dup_path (folder, name);

      g_unlink (path);
      close (open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    }
  return NULL;
}

static void
test_restless (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  GThread *thread = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      folder_add_file (folder, name, "");
    }
  thread = g_thread_new ("shuffle", shuffle, folder);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
      g_autoptr (BurnishTree) tree = run_scan (scan);
      guint32 n_children = burnish_tree_get_n_children (tree, BURNISH_NODE_ROOT);

      g_assert_cmpuint (burnish_tree_get_n_files (tree, BURNISH_NODE_ROOT), ==, n_children);
      for (guint32 j = 1; j < n_children; j++)
        g_assert_cmpint (strcmp (burnish_tree_get_name (
                                     tree, burnish_tree_get_child (tree, BURNISH_NODE_ROOT, j - 1)),
                                 burnish_tree_get_name (
                                     tree, burnish_tree_get_child (tree, BURNISH_NODE_ROOT, j))),
                         <, 0);
    }
  g_thread_join (thread);
}

/* A system may tell a name twice when the file is replaced while its folder is being read. */
static void
test_told_twice (void)
{
  static const char *const names[] = { "b", "a", "b", "c", "a" };
  BurnishScanRun run = { .left_out = g_ptr_array_new (),
                         .gone = g_array_new (FALSE, FALSE, sizeof (BurnishNode)) };
  BurnishNodeData folder = { .name = "", .kind = BURNISH_NODE_FOLDER };
  BurnishScanWriter writer;

  g_mutex_init (&run.lock);
  _burnish_arena_init (&run.arena);
  _burnish_arena_append (&run.arena, &folder);
  _burnish_scan_writer_init (&writer, &run);
  _burnish_scan_writer_begin (&writer, BURNISH_NODE_ROOT);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      BurnishNodeData data = { .name = names[i], .kind = i % 2, .size_bytes = i % 2 };

      _burnish_scan_writer_add (&writer, &data);
    }
  _burnish_scan_writer_end (&writer);
  g_assert_cmpuint (writer.entries->len, ==, 3);
  _burnish_scan_run_lose_folder (&run, 3);
  _burnish_scan_writer_clear (&writer);
  _burnish_scan_run_finish (&run);
  g_assert_cmpuint (_burnish_arena_n_children (&run.arena, BURNISH_NODE_ROOT), ==, 3);
  g_assert_cmpuint (_burnish_arena_get (&run.arena, BURNISH_NODE_ROOT)->n_files
                        + _burnish_arena_get (&run.arena, BURNISH_NODE_ROOT)->n_folders,
                    ==, 3);
  _burnish_arena_clear (&run.arena);
  g_ptr_array_unref (run.left_out);
  g_array_unref (run.gone);
  g_mutex_clear (&run.lock);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/scan/kinds", test_kinds);
  TEST ("/scan/own-name", test_own_name);
  TEST ("/scan/top-is-link", test_top_is_link);
  TEST ("/scan/special-files", test_special_files);
  TEST ("/scan/options", test_options);
  TEST ("/scan/follow", test_follow);
  TEST ("/scan/hostile-names", test_hostile_names);
  TEST ("/scan/attributes", test_attributes);
  TEST ("/scan/hard-links", test_hard_links);
  TEST ("/scan/deep", test_deep);
  TEST ("/scan/failures", test_failures);
  TEST ("/scan/merge-policies", test_merge_policies);
  TEST ("/scan/skipped", test_skipped);
  TEST ("/scan/many", test_many);
  TEST ("/scan/async", test_async);
  TEST ("/scan/cancelled-while-running", test_cancelled_while_running);
  TEST ("/scan/restless", test_restless);
  g_test_add_func ("/scan/told-twice", test_told_twice);
  return g_test_run ();
}
