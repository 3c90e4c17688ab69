/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-source-private.h"
#include "fixture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static BurnishTree *
scan_folder (Folder *folder)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  BurnishTree *tree = run_scan (scan);

  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 0);
  return tree;
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
  folder_add_link (folder, "a/link", "../b");
  folder_add_link (folder, "dangling", "no/where");
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
  folder_add_link (folder, "link", "real");
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
  folder_add_link (folder, "link", "a.c");
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
  folder_add_link (folder, "top/a/b/up", "..");
  folder_add_link (folder, "top/a/self", "self");
  folder_add_link (folder, "top/broken", "nowhere");
  folder_add_link (folder, "top/folder", "../elsewhere");
  folder_add_link (folder, "top/a/file", "../file");
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
  return g_test_run ();
}
