/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
folder_set_up (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  folder->path = g_dir_make_tmp ("burnish-tree-XXXXXX", &error);
  g_assert_no_error (error);
}

void
folder_tear_down (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  const char *command[] = { "rm", "-rf", "--", folder->path, NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                &error);
  g_assert_no_error (error);
  g_free (folder->path);
}

char *
folder_dup_path (Folder *folder, const char *name)
{
  return g_build_filename (folder->path, name, NULL);
}

void
folder_add_file (Folder *folder, const char *name, const char *contents)
{
  g_autofree char *path = folder_dup_path (folder, name);
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

  g_assert_no_errno (fd);
  g_assert_cmpint (write (fd, contents, strlen (contents)), ==, strlen (contents));
  close (fd);
}

void
folder_add_folder (Folder *folder, const char *name)
{
  g_autofree char *path = folder_dup_path (folder, name);

  g_assert_no_errno (g_mkdir_with_parents (path, 0755));
}

void
folder_add_link (Folder *folder, const char *name, const char *target)
{
  g_autofree char *path = folder_dup_path (folder, name);

  g_assert_no_errno (symlink (target, path));
}

void
folder_set_mtime (Folder *folder, const char *name, gint64 seconds, long nanoseconds)
{
  g_autofree char *path = folder_dup_path (folder, name);
  struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { seconds, nanoseconds } };

  g_assert_no_errno (utimensat (AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW));
}

BurnishNode
add_folder (BurnishTree *tree, BurnishNode parent, const char *name)
{
  g_autoptr (GError) error = NULL;
  BurnishNode node = burnish_tree_add_folder (tree, parent, name, BURNISH_COLLISION_FAIL, &error);

  g_assert_no_error (error);
  g_assert_true (burnish_tree_contains (tree, node));
  return node;
}

BurnishNode
add_text (BurnishTree *tree, BurnishNode parent, const char *name, const char *contents)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (contents, strlen (contents));
  BurnishNode node =
      burnish_tree_add_bytes (tree, parent, name, bytes, BURNISH_COLLISION_FAIL, &error);

  g_assert_no_error (error);
  g_assert_true (burnish_tree_contains (tree, node));
  return node;
}

BurnishNode
add_path (BurnishTree *tree, BurnishNode parent, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  BurnishNode node =
      burnish_tree_add_file (tree, parent, NULL, file, BURNISH_COLLISION_FAIL, &error);

  g_assert_no_error (error);
  g_assert_true (burnish_tree_contains (tree, node));
  return node;
}

static void
describe_node (GString *text, BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  g_autofree char *path = burnish_tree_snapshot_dup_path (snapshot, node);

  switch (burnish_tree_snapshot_get_kind (snapshot, node))
    {
    case BURNISH_NODE_FOLDER:
      g_string_append_printf (text, "%s:\n", path);
      break;
    case BURNISH_NODE_FILE:
      g_string_append_printf (text, "%s %" G_GUINT64_FORMAT "\n", path,
                              burnish_tree_snapshot_get_node_size_bytes (snapshot, node));
      break;
    case BURNISH_NODE_SYMLINK:
      g_string_append_printf (text, "%s -> %s\n", path,
                              burnish_tree_snapshot_get_link_target (snapshot, node));
      break;
    default:
      g_assert_not_reached ();
    }
}

char *
describe (BurnishTree *tree)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
  GString *text = g_string_new (NULL);

  for (BurnishNode node = 1; node < burnish_tree_snapshot_get_n_nodes (snapshot); node++)
    describe_node (text, snapshot, node);
  return g_string_free (text, FALSE);
}

void
assert_tree (BurnishTree *tree, const char *expected)
{
  g_autofree char *text = describe (tree);

  g_assert_cmpstr (text, ==, expected);
}

BurnishTree *
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
