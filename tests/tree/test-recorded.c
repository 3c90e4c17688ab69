/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-recorded-tree-private.h"
#include "burnish-source-private.h"
#include "burnish-tree.h"

#include <string.h>

static BurnishNode
add (BurnishRecordedTree *tree,
     BurnishNode parent,
     const char *name,
     guint64 size_bytes,
     guint32 start_block,
     const guint8 *sha256)
{
  BurnishRecordedNode node = {
    .kind = BURNISH_NODE_FILE,
    .name = name,
    .size_bytes = size_bytes,
    .mtime_us = 5000000,
    .mode = 0640,
    .start_block = start_block,
    .sha256 = sha256,
  };
  g_autoptr (GError) error = NULL;
  BurnishNode added = _burnish_recorded_tree_add (tree, parent, &node, &error);

  g_assert_no_error (error);
  return added;
}

static BurnishNode
add_folder (BurnishRecordedTree *tree, BurnishNode parent, const char *name)
{
  BurnishRecordedNode node = { .kind = BURNISH_NODE_FOLDER, .name = name, .mode = 0700 };
  g_autoptr (GError) error = NULL;
  BurnishNode added = _burnish_recorded_tree_add (tree, parent, &node, &error);

  g_assert_no_error (error);
  return added;
}

static BurnishTreeSnapshot *
finish (BurnishRecordedTree *tree)
{
  g_autoptr (GError) error = NULL;
  BurnishTreeSnapshot *snapshot = _burnish_recorded_tree_finish (tree, &error);

  g_assert_no_error (error);
  return snapshot;
}

static BurnishNode
find (BurnishTreeSnapshot *snapshot, const char *path)
{
  BurnishNode node = burnish_tree_snapshot_lookup (snapshot, path);

  g_assert_cmpuint (node, !=, BURNISH_NODE_NONE);
  return node;
}

static void
add_text (BurnishTree *tree, BurnishNode parent, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  burnish_tree_add_bytes (tree, parent, name, bytes, BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
}

static void
test_nodes (void)
{
  g_autoptr (BurnishRecordedTree) tree = _burnish_recorded_tree_new (NULL);
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  guint8 sum[32] = { 1, 2, 3 };
  BurnishNode folder = add_folder (tree, BURNISH_NODE_ROOT, "folder");

  add (tree, folder, "b", 3000, 400, sum);
  add (tree, folder, "a", 3000, 400, NULL);
  add (tree, BURNISH_NODE_ROOT, "empty", 0, 0, NULL);
  snapshot = finish (tree);
  g_assert_cmpuint (burnish_tree_snapshot_get_n_files (snapshot), ==, 3);
  g_assert_cmpuint (burnish_tree_snapshot_get_size_bytes (snapshot), ==, 6000);
  g_assert_true (_burnish_tree_snapshot_is_recorded (snapshot, find (snapshot, "/folder/b")));
  g_assert_false (_burnish_tree_snapshot_is_recorded (snapshot, find (snapshot, "/folder")));
  g_assert_cmpuint (
      _burnish_tree_snapshot_get_recorded_block (snapshot, find (snapshot, "/folder/b")), ==, 400);
  /* One address is one file: its names are hard links and share the checksum. */
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (snapshot, find (snapshot, "/folder/b")),
                    ==, find (snapshot, "/folder/a"));
  g_assert_cmpmem (_burnish_tree_snapshot_get_recorded_sha256 (snapshot,
                                                               find (snapshot, "/folder/a")),
                   32, sum, 32);
  g_assert_null (_burnish_tree_snapshot_get_recorded_sha256 (snapshot, find (snapshot, "/empty")));
  g_assert_true (_burnish_source_check (snapshot, find (snapshot, "/folder/a"), NULL));
}

/* A checksum belongs to the contents of one size, though others begin at the same address. */
static void
test_sums_of_other_sizes (void)
{
  g_autoptr (BurnishRecordedTree) tree = _burnish_recorded_tree_new (NULL);
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  guint8 sums[2][32] = { { 1 }, { 2 } };

  add (tree, BURNISH_NODE_ROOT, "long", 3000, 400, sums[0]);
  add (tree, BURNISH_NODE_ROOT, "short", 1000, 400, sums[1]);
  add (tree, BURNISH_NODE_ROOT, "unknown", 2000, 400, NULL);
  snapshot = finish (tree);
  g_assert_cmpmem (_burnish_tree_snapshot_get_recorded_sha256 (snapshot, find (snapshot, "/long")),
                   32, sums[0], 32);
  g_assert_cmpmem (_burnish_tree_snapshot_get_recorded_sha256 (snapshot, find (snapshot, "/short")),
                   32, sums[1], 32);
  g_assert_null (
      _burnish_tree_snapshot_get_recorded_sha256 (snapshot, find (snapshot, "/unknown")));
}

/* Two files that share their contents, but not their attributes, are no hard links. */
static void
test_attributes_of_others (void)
{
  static const BurnishSourceAttribute items[] = { { .name = "name",
                                                    .value = (const guint8 *) "" } };
  static const BurnishSourceAttributes attributes = { .items = items, .n_items = 1 };
  g_autoptr (BurnishRecordedTree) tree = _burnish_recorded_tree_new (NULL);
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  BurnishRecordedNode node = {
    .kind = BURNISH_NODE_FILE,
    .name = "with",
    .size_bytes = 3000,
    .mtime_us = 5000000,
    .start_block = 400,
    .attributes = &attributes,
  };
  g_autoptr (GError) error = NULL;

  add (tree, BURNISH_NODE_ROOT, "none", 3000, 400, NULL);
  _burnish_recorded_tree_add (tree, BURNISH_NODE_ROOT, &node, &error);
  g_assert_no_error (error);
  node.name = "with, too";
  _burnish_recorded_tree_add (tree, BURNISH_NODE_ROOT, &node, &error);
  g_assert_no_error (error);
  snapshot = finish (tree);
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (snapshot, find (snapshot, "/with")), ==,
                    find (snapshot, "/with"));
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (snapshot, find (snapshot, "/with, too")),
                    ==, find (snapshot, "/with"));
}

static void
test_faults (void)
{
  g_autoptr (BurnishRecordedTree) tree = _burnish_recorded_tree_new (NULL);
  BurnishRecordedNode bad = { .kind = BURNISH_NODE_FILE, .name = ".." };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (_burnish_recorded_tree_add (tree, BURNISH_NODE_ROOT, &bad, &error), ==,
                    BURNISH_NODE_NONE);
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
  g_clear_error (&error);
  add (tree, BURNISH_NODE_ROOT, "twice", 1, 300, NULL);
  add (tree, BURNISH_NODE_ROOT, "twice", 1, 301, NULL);
  g_assert_null (_burnish_recorded_tree_finish (tree, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
}

static void
test_merge (void)
{
  g_autoptr (BurnishRecordedTree) old = _burnish_recorded_tree_new (NULL);
  g_autoptr (BurnishTree) new = burnish_tree_new ();
  g_autoptr (GPtrArray) replaced = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (BurnishTreeSnapshot) below = NULL;
  g_autoptr (BurnishTreeSnapshot) above = NULL;
  g_autoptr (BurnishTreeSnapshot) merged = NULL;
  g_autoptr (GError) error = NULL;
  BurnishNode folder = add_folder (old, BURNISH_NODE_ROOT, "shared");
  BurnishNode node;

  add (old, folder, "kept", 10, 300, NULL);
  add (old, folder, "replaced", 20, 301, NULL);
  add (old, BURNISH_NODE_ROOT, "z", 30, 302, NULL);
  node = burnish_tree_add_folder (new, BURNISH_NODE_ROOT, "shared", BURNISH_COLLISION_FAIL, NULL);
  add_text (new, node, "replaced", "new text");
  add_text (new, node, "added", "more");
  below = finish (old);
  above = burnish_tree_freeze (new);
  merged = _burnish_tree_snapshot_merge (below, above, replaced, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (burnish_tree_snapshot_get_n_files (merged), ==, 4);
  g_assert_cmpuint (replaced->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (replaced, 0), ==, "/shared/replaced");
  g_assert_true (_burnish_tree_snapshot_is_recorded (merged, find (merged, "/shared/kept")));
  g_assert_true (_burnish_tree_snapshot_is_recorded (merged, find (merged, "/z")));
  node = find (merged, "/shared/replaced");
  g_assert_false (_burnish_tree_snapshot_is_recorded (merged, node));
  g_assert_cmpuint (burnish_tree_snapshot_get_node_size_bytes (merged, node), ==, 8);
  /* Names and sources outlive what they came from. */
  g_clear_pointer (&below, burnish_tree_snapshot_unref);
  g_clear_pointer (&above, burnish_tree_snapshot_unref);
  g_clear_pointer (&old, _burnish_recorded_tree_free);
  g_clear_object (&new);
  g_assert_cmpuint (_burnish_tree_snapshot_get_recorded_block (merged, find (merged, "/z")), ==,
                    302);
}

static void
test_file_over_folder (void)
{
  g_autoptr (BurnishRecordedTree) old = _burnish_recorded_tree_new (NULL);
  g_autoptr (BurnishTree) new = burnish_tree_new ();
  g_autoptr (GPtrArray) replaced = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (BurnishTreeSnapshot) below = NULL;
  g_autoptr (BurnishTreeSnapshot) above = NULL;
  g_autoptr (GError) error = NULL;

  add (old, add_folder (old, BURNISH_NODE_ROOT, "name"), "precious", 10, 300, NULL);
  add_text (new, BURNISH_NODE_ROOT, "name", "text");
  below = finish (old);
  above = burnish_tree_freeze (new);
  g_assert_null (_burnish_tree_snapshot_merge (below, above, replaced, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS);
  g_assert_cmpstr (burnish_error_get_path (error), ==, "/name");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/recorded/nodes", test_nodes);
  g_test_add_func ("/tree/recorded/sums-of-other-sizes", test_sums_of_other_sizes);
  g_test_add_func ("/tree/recorded/attributes-of-others", test_attributes_of_others);
  g_test_add_func ("/tree/recorded/faults", test_faults);
  g_test_add_func ("/tree/recorded/merge", test_merge);
  g_test_add_func ("/tree/recorded/file-over-folder", test_file_over_folder);
  return g_test_run ();
}
