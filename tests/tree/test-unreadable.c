/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan.h"
#include "burnish-source-private.h"
#include "fixture.h"

#include <glib/gstdio.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* What may not be read. Root may read everything, so the tests turn into nobody first. */

#define NOBODY 65534

static void
become_nobody (void)
{
  if (geteuid () != 0)
    return;
  g_assert_no_errno (setgroups (0, NULL));
  g_assert_no_errno (setresgid (NOBODY, NOBODY, NOBODY));
  g_assert_no_errno (setresuid (NOBODY, NOBODY, NOBODY));
  /* The leak checker must be able to look at this process. */
  g_assert_no_errno (prctl (PR_SET_DUMPABLE, 1));
}

static void
forbid (Folder *folder, const char *name, mode_t mode)
{
  g_autofree char *path = folder_dup_path (folder, name);

  g_assert_no_errno (chmod (path, mode));
}

static void
assert_unreadable (BurnishScan *scan, guint index, Folder *folder, const char *name)
{
  g_autofree char *path = folder_dup_path (folder, name);
  BurnishLeftOut *left_out = burnish_scan_get_left_out (scan, index);

  g_assert_cmpstr (burnish_left_out_get_path (left_out), ==, path);
  g_assert_cmpint (burnish_left_out_get_reason (left_out), ==, BURNISH_LEFT_OUT_UNREADABLE);
}

static void
test_scan (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  folder_add_folder (folder, "a/open");
  folder_add_folder (folder, "a/shut/in");
  folder_add_folder (folder, "a/list only");
  folder_add_file (folder, "a/list only/x", "1");
  folder_add_file (folder, "a/file", "1");
  folder_add_file (folder, "a/secret", "123");
  forbid (folder, "a/shut", 0);
  forbid (folder, "a/list only", 0600);
  forbid (folder, "a/secret", 0200);
  burnish_scan_run (scan, NULL, &error);
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  text = describe (tree);
  g_assert_cmpstr (text, ==, "/a:\n/a/file 1\n/a/list only:\n/a/open:\n");
  g_assert_cmpuint (burnish_tree_get_n_folders (tree, BURNISH_NODE_ROOT), ==, 3);
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, BURNISH_NODE_ROOT), ==, 1);
  g_assert_cmpuint (burnish_scan_get_n_folders (scan), ==, 3);
  g_assert_cmpuint (burnish_scan_get_n_files (scan), ==, 1);
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 3);
  assert_unreadable (scan, 0, folder, "a/list only/x");
  assert_unreadable (scan, 1, folder, "a/secret");
  assert_unreadable (scan, 2, folder, "a/shut");
  forbid (folder, "a/shut", 0700);
  forbid (folder, "a/list only", 0700);
}

static void
test_top (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  static const char *const names[] = { "folder", "file" };

  folder_add_folder (folder, "folder");
  folder_add_file (folder, "file", "1");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = folder_dup_path (folder, names[i]);
      g_autoptr (BurnishScan) scan = burnish_scan_new (path);
      g_autoptr (GError) error = NULL;

      forbid (folder, names[i], 0);
      g_assert_false (burnish_scan_run (scan, NULL, &error));
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_UNREADABLE);
      g_assert_cmpstr (burnish_error_get_path (error), ==, path);
      forbid (folder, names[i], 0700);
    }
}

/* Readable when it was staged, not any more when it is read. */
static void
test_read (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishSourceReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = folder_dup_path (folder, "file");

  folder_add_file (folder, "file", "1");
  add_path (tree, BURNISH_NODE_ROOT, path);
  snapshot = burnish_tree_freeze (tree);
  forbid (folder, "file", 0);
  g_assert_false (_burnish_source_check (snapshot, 1, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_UNREADABLE);
  g_clear_error (&error);
  reader = _burnish_source_open (snapshot, 1, NULL, &error);
  g_assert_null (reader);
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_UNREADABLE);
  g_assert_cmpstr (burnish_error_get_path (error), ==, path);
}

int
main (int argc, char *argv[])
{
  become_nobody ();
  g_test_init (&argc, &argv, NULL);
  TEST ("/unreadable/scan", test_scan);
  TEST ("/unreadable/top", test_top);
  TEST ("/unreadable/read", test_read);
  return g_test_run ();
}
