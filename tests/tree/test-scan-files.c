/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-source-private.h"
#include "fixture.h"

#include <string.h>
#include <sys/stat.h>

/* A list of files below the folder, and URIs. */
static GListModel *
list_files (Folder *folder, const char *const *names)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = folder_dup_path (folder, names[i]);
      g_autoptr (GFile) file = strstr (names[i], "://") != NULL ? g_file_new_for_uri (names[i])
                                                                : g_file_new_for_path (path);

      g_list_store_append (files, file);
    }
  return G_LIST_MODEL (files);
}

static BurnishScan *
scan_files (Folder *folder, const char *const *names)
{
  g_autoptr (GListModel) files = list_files (folder, names);
  g_autoptr (BurnishScan) scan = burnish_scan_new_for_files (files);
  g_autoptr (GError) error = NULL;

  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&scan);
}

static void
merge_contents (BurnishTree *tree, BurnishScan *scan)
{
  g_autoptr (GError) error = NULL;

  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_left_out (BurnishScan *scan, guint index, const char *path, BurnishLeftOutReason reason)
{
  BurnishLeftOut *left_out = burnish_scan_get_left_out (scan, index);

  g_assert_true (g_str_has_suffix (burnish_left_out_get_path (left_out), path));
  g_assert_cmpint (burnish_left_out_get_reason (left_out), ==, reason);
}

static void
test_list (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = NULL;

  folder_add_folder (folder, "photos/2024");
  folder_add_file (folder, "photos/2024/a.jpg", "12345");
  folder_add_file (folder, "photos/b.jpg", "12");
  folder_add_file (folder, "z.txt", "1");
  folder_add_file (folder, "c.txt", "123");
  scan = scan_files (folder, (const char *[]){ "z.txt", "photos", "c.txt", NULL });
  g_assert_cmpuint (burnish_scan_get_n_files (scan), ==, 4);
  g_assert_cmpuint (burnish_scan_get_n_folders (scan), ==, 2);
  g_assert_cmpuint (burnish_scan_get_size_bytes (scan), ==, 11);
  merge_contents (tree, scan);
  assert_tree (tree, "/c.txt 3\n/photos:\n/z.txt 1\n/photos/2024:\n/photos/b.jpg 2\n"
                     "/photos/2024/a.jpg 5\n");
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, BURNISH_NODE_ROOT), ==, 11);
  g_assert_cmpuint (burnish_tree_get_n_files (tree, BURNISH_NODE_ROOT), ==, 4);
  g_assert_cmpuint (burnish_tree_get_n_folders (tree, BURNISH_NODE_ROOT), ==, 2);
  g_assert_cmpstr (burnish_tree_get_undo_title (tree), ==, "Add 3 Items");
  g_assert_true (burnish_tree_undo (tree));
  assert_tree (tree, "");
}

static void
test_one (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = NULL;

  folder_add_folder (folder, "photos");
  scan = scan_files (folder, (const char *[]){ "photos", NULL });
  merge_contents (tree, scan);
  assert_tree (tree, "/photos:\n");
  g_assert_cmpstr (burnish_tree_get_undo_title (tree), ==, "Add “photos”");
}

/* What was dropped and cannot be read does not keep the rest away. */
static void
test_left_out (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = NULL;
  g_autofree char *fifo = folder_dup_path (folder, "c-fifo");

  folder_add_file (folder, "a", "1");
  folder_add_folder (folder, "d");
  folder_add_link (folder, "e-link", "d");
  g_assert_no_errno (mkfifo (fifo, 0600));
  scan = scan_files (folder, (const char *[]){ "a", "b-gone", "c-fifo", "d", "e-link",
                                               "sftp://nowhere.invalid/file", NULL });
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 3);
  assert_left_out (scan, 0, "/b-gone", BURNISH_LEFT_OUT_VANISHED);
  assert_left_out (scan, 1, "/c-fifo", BURNISH_LEFT_OUT_SPECIAL_FILE);
  assert_left_out (scan, 2, "sftp://nowhere.invalid/file", BURNISH_LEFT_OUT_NOT_CONNECTED);
  merge_contents (tree, scan);
  assert_tree (tree, "/a 1\n/d:\n/e-link:\n");
}

static void
test_nothing (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = scan_files (folder, (const char *[]){ "gone", NULL });

  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 1);
  merge_contents (tree, scan);
  assert_tree (tree, "");
  g_assert_null (burnish_tree_get_undo_title (tree));
}

static void
assert_contents (BurnishTree *tree, const char *path, const char *expected)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
  g_autoptr (BurnishSourceReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  char buffer[16] = "";

  reader =
      _burnish_source_open (snapshot, burnish_tree_snapshot_lookup (snapshot, path), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (_burnish_source_read (reader, (guint8 *) buffer, sizeof buffer - 1, NULL,
                                         &error),
                   ==, strlen (expected));
  g_assert_cmpstr (buffer, ==, expected);
}

/* As search results can be. */
static void
test_equal_names (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = NULL;

  folder_add_folder (folder, "1/same.txt");
  folder_add_folder (folder, "2");
  folder_add_folder (folder, "3");
  folder_add_file (folder, "1/same.txt/inside", "1");
  folder_add_file (folder, "2/same.txt", "two");
  folder_add_file (folder, "3/same.txt", "three");
  folder_add_file (folder, "3/same (3).txt", "");
  scan = scan_files (folder, (const char *[]){ "3/same (3).txt", "2/same.txt", "3/same.txt",
                                               "1/same.txt", NULL });
  merge_contents (tree, scan);
  assert_tree (tree, "/same (2).txt 5\n/same (3).txt 0\n/same.txt 3\n/same.txt (2):\n"
                     "/same.txt (2)/inside 1\n");
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, BURNISH_NODE_ROOT), ==, 9);
  g_assert_cmpuint (burnish_tree_get_n_files (tree, BURNISH_NODE_ROOT), ==, 4);
  assert_contents (tree, "same.txt", "two");
  assert_contents (tree, "same (2).txt", "three");
}

static void
test_cancelled (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GListModel) files = list_files (folder, (const char *[]){ "a", NULL });
  g_autoptr (BurnishScan) scan = burnish_scan_new_for_files (files);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  folder_add_file (folder, "a", "1");
  g_cancellable_cancel (cancellable);
  g_assert_false (burnish_scan_run (scan, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Answers to the collisions of "both" (folders), "file" (files), "odd" (a file is there). */
static void
resolve (Folder *folder,
         BurnishCollisionPolicy both,
         BurnishCollisionPolicy file,
         BurnishCollisionPolicy odd,
         guint n_skipped,
         const char *expected)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan =
      scan_files (folder, (const char *[]){ "odd", "fresh", "file", "both", NULL });
  g_autoptr (GArray) collisions = NULL;
  g_autoptr (GPtrArray) skipped = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  BurnishCollision *collision;

  add_text (tree, add_folder (tree, BURNISH_NODE_ROOT, "both"), "old", "1");
  add_text (tree, burnish_tree_lookup (tree, "both"), "same", "1");
  add_text (tree, BURNISH_NODE_ROOT, "file", "1");
  add_text (tree, BURNISH_NODE_ROOT, "odd", "1");
  add_text (tree, BURNISH_NODE_ROOT, "other", "1");
  before = describe (tree);
  collisions = burnish_tree_find_collisions (tree, BURNISH_NODE_ROOT, scan);
  g_assert_cmpuint (collisions->len, ==, 3);
  collision = (BurnishCollision *) collisions->data;
  g_assert_cmpstr (collision[0].name, ==, "both");
  g_assert_cmpint (collision[0].kind, ==, BURNISH_NODE_FOLDER);
  g_assert_cmpuint (collision[0].size_bytes, ==, 4);
  g_assert_cmpstr (collision[1].name, ==, "file");
  g_assert_cmpuint (collision[1].existing, ==, burnish_tree_lookup (tree, "file"));
  g_assert_cmpuint (collision[1].size_bytes, ==, 2);
  g_assert_cmpint (collision[1].policy, ==, BURNISH_COLLISION_KEEP_BOTH);
  g_assert_cmpstr (collision[2].name, ==, "odd");
  collision[0].policy = both;
  collision[1].policy = file;
  collision[2].policy = odd;
  burnish_tree_merge_resolved (tree, BURNISH_NODE_ROOT, scan, collision, collisions->len, &skipped,
                               &error);
  g_assert_no_error (error);
  g_assert_cmpuint (skipped->len, ==, n_skipped);
  assert_tree (tree, expected);
  g_assert_true (burnish_tree_undo (tree));
  assert_tree (tree, before);
  g_assert_true (burnish_tree_redo (tree));
  assert_tree (tree, expected);
}

static void
test_answers (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  folder_add_folder (folder, "both");
  folder_add_file (folder, "both/new", "12");
  folder_add_file (folder, "both/same", "12");
  folder_add_file (folder, "file", "12");
  folder_add_file (folder, "fresh", "12");
  folder_add_folder (folder, "odd");
  resolve (folder, BURNISH_COLLISION_MERGE, BURNISH_COLLISION_REPLACE, BURNISH_COLLISION_SKIP, 1,
           "/both:\n/file 2\n/fresh 2\n/odd 1\n/other 1\n/both/new 2\n/both/old 1\n/both/same 2\n");
  resolve (folder, BURNISH_COLLISION_REPLACE, BURNISH_COLLISION_SKIP, BURNISH_COLLISION_REPLACE, 1,
           "/both:\n/file 1\n/fresh 2\n/odd:\n/other 1\n/both/new 2\n/both/same 2\n");
  resolve (folder, BURNISH_COLLISION_SKIP, BURNISH_COLLISION_KEEP_BOTH, BURNISH_COLLISION_MERGE, 1,
           "/both:\n/file 1\n/file (2) 2\n/fresh 2\n/odd 1\n/odd (2):\n/other 1\n/both/old 1\n"
           "/both/same 1\n");
  /* No answer at all loses nothing. */
  resolve (folder, BURNISH_COLLISION_FAIL, BURNISH_COLLISION_FAIL, BURNISH_COLLISION_FAIL, 0,
           "/both:\n/both (2):\n/file 1\n/file (2) 2\n/fresh 2\n/odd 1\n/odd (2):\n/other 1\n"
           "/both/old 1\n/both/same 1\n/both (2)/new 2\n/both (2)/same 2\n");
}

/* So many names that they are compared in turn: even numbers with multiples of 3. */
static void
test_many_collisions (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (GArray) collisions = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u", i);

      if (i % 2 == 0)
        add_text (tree, BURNISH_NODE_ROOT, name, "");
      if (i % 3 == 0)
        folder_add_file (folder, name, "");
    }
  g_assert_true (burnish_scan_run (scan, NULL, NULL));
  collisions = burnish_tree_find_collisions (tree, BURNISH_NODE_ROOT, scan);
  g_assert_cmpuint (collisions->len, ==, 50);
  for (guint i = 0; i < collisions->len; i++)
    {
      BurnishCollision *collision = &g_array_index (collisions, BurnishCollision, i);

      g_assert_cmpint (g_ascii_strtoll (collision->name, NULL, 10), ==, 6 * i);
      g_assert_cmpstr (burnish_tree_get_name (tree, collision->existing), ==, collision->name);
    }
}

/* Two names that are the same one once they are shortened to make room for a number. */
static void
test_long_names (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autofree char *stem = g_strnfill (251, 'x');
  g_autofree char *start = g_strndup (stem, 247);
  g_autofree char *second = g_strconcat (start, " (2).txt", NULL);
  g_autofree char *third = g_strconcat (start, " (3).txt", NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strconcat (stem, ".txt", NULL);

      name[250] = (char) ('a' + i);
      folder_add_file (folder, name, "new");
      add_text (tree, BURNISH_NODE_ROOT, name, "old");
    }
  g_assert_true (burnish_scan_run (scan, NULL, NULL));
  g_assert_true (burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan,
                                              BURNISH_COLLISION_KEEP_BOTH, NULL, NULL));
  g_assert_cmpuint (burnish_tree_get_n_children (tree, BURNISH_NODE_ROOT), ==, 4);
  g_assert_cmpuint (burnish_tree_lookup (tree, second), !=, BURNISH_NODE_NONE);
  g_assert_cmpuint (burnish_tree_lookup (tree, third), !=, BURNISH_NODE_NONE);
  g_assert_true (burnish_tree_undo (tree));
  g_assert_cmpuint (burnish_tree_get_n_children (tree, BURNISH_NODE_ROOT), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/scan-files/list", test_list);
  TEST ("/scan-files/one", test_one);
  TEST ("/scan-files/left-out", test_left_out);
  TEST ("/scan-files/nothing", test_nothing);
  TEST ("/scan-files/equal-names", test_equal_names);
  TEST ("/scan-files/cancelled", test_cancelled);
  TEST ("/scan-files/answers", test_answers);
  TEST ("/scan-files/many-collisions", test_many_collisions);
  TEST ("/scan-files/long-names", test_long_names);
  return g_test_run ();
}
