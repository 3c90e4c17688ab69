/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "fixture.h"

#include <string.h>

static void
test_order (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  BurnishNode b;

  b = add_folder (tree, BURNISH_NODE_ROOT, "b");
  add_text (tree, BURNISH_NODE_ROOT, "c", "12");
  add_text (tree, b, "z", "1");
  add_folder (tree, b, "y");
  add_text (tree, add_folder (tree, BURNISH_NODE_ROOT, "a"), "x", "123");
  assert_tree (tree, "/a:\n/b:\n/c 2\n/a/x 3\n/b/y:\n/b/z 1\n");

  snapshot = burnish_tree_freeze (tree);
  g_assert_cmpuint (burnish_tree_snapshot_get_n_nodes (snapshot), ==, 7);
  g_assert_cmpuint (burnish_tree_snapshot_get_n_files (snapshot), ==, 3);
  g_assert_cmpuint (burnish_tree_snapshot_get_n_folders (snapshot), ==, 3);
  g_assert_cmpuint (burnish_tree_snapshot_get_size_bytes (snapshot), ==, 6);
  for (BurnishNode node = 0; node < 7; node++)
    {
      g_autofree char *path = burnish_tree_snapshot_dup_path (snapshot, node);
      guint32 n_children = burnish_tree_snapshot_get_n_children (snapshot, node);

      g_assert_cmpuint (burnish_tree_snapshot_lookup (snapshot, path), ==, node);
      for (guint32 i = 0; i < n_children; i++)
        g_assert_cmpuint (burnish_tree_snapshot_get_parent (
                              snapshot, burnish_tree_snapshot_get_child (snapshot, node, i)),
                          ==, node);
    }
}

static void
test_snapshot_stays (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  BurnishNode a = add_folder (tree, BURNISH_NODE_ROOT, "a");
  BurnishNode x = add_text (tree, a, "x", "123");

  snapshot = burnish_tree_freeze (tree);
  burnish_tree_remove (tree, &x, 1);
  add_text (tree, a, "new", "4567");
  g_assert_true (burnish_tree_rename (tree, a, "b", NULL));
  assert_tree (tree, "/b:\n/b/new 4\n");
  g_clear_object (&tree);

  g_assert_cmpuint (burnish_tree_snapshot_get_n_nodes (snapshot), ==, 3);
  g_assert_cmpuint (burnish_tree_snapshot_lookup (snapshot, "/a/x"), ==, 2);
  g_assert_cmpuint (burnish_tree_snapshot_get_size_bytes (snapshot), ==, 3);
  g_assert_cmpstr (burnish_tree_snapshot_get_name (snapshot, 1), ==, "a");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/order", test_order);
  g_test_add_func ("/tree/snapshot-stays", test_snapshot_stays);
  return g_test_run ();
}
