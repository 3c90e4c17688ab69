/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "fixture.h"

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/scan-merge/merge-policies", test_merge_policies);
  TEST ("/scan-merge/skipped", test_skipped);
  TEST ("/scan-merge/many", test_many);
  return g_test_run ();
}
