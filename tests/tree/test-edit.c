/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "fixture.h"

#include <string.h>

/* What is undone and redone must be exactly as before. */
static void
assert_step (BurnishTree *tree, const char *before, const char *title, const char *after)
{
  assert_tree (tree, after);
  g_assert_cmpstr (burnish_tree_get_undo_title (tree), ==, title);
  g_assert_null (burnish_tree_get_redo_title (tree));
  g_assert_true (burnish_tree_undo (tree));
  assert_tree (tree, before);
  g_assert_cmpstr (burnish_tree_get_redo_title (tree), ==, title);
  g_assert_true (burnish_tree_redo (tree));
  assert_tree (tree, after);
}

static void
test_names (void)
{
  static const char *const bad[] = { "", ".", "..", "/", "a/b", "/a" };
  static const char *const good[] = { "...", " ", "\n", "\xff", ".a", "a\\b", "\x01" };
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autofree char *too_long = g_strnfill (256, 'x');
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    add_text (tree, BURNISH_NODE_ROOT, good[i], "");
  add_folder (tree, BURNISH_NODE_ROOT, longest);
  before = describe (tree);
  for (guint i = 0; i <= G_N_ELEMENTS (bad); i++)
    {
      const char *name = i < G_N_ELEMENTS (bad) ? bad[i] : too_long;

      g_assert_cmpuint (burnish_tree_add_folder (tree, BURNISH_NODE_ROOT, name,
                                                 BURNISH_COLLISION_FAIL, &error),
                        ==, BURNISH_NODE_NONE);
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_INVALID);
      g_clear_error (&error);
      g_assert_false (burnish_tree_rename (tree, 1, name, &error));
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_INVALID);
      g_clear_error (&error);
    }
  assert_tree (tree, before);
}

static void
test_collisions (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("12", 2);
  g_autoptr (GError) error = NULL;
  BurnishNode old = add_text (tree, BURNISH_NODE_ROOT, "a.tar.gz", "1");

#define ADD(policy)                                                                                \
  burnish_tree_add_bytes (tree, BURNISH_NODE_ROOT, "a.tar.gz", bytes, BURNISH_COLLISION_##policy,  \
                          &error)
  g_assert_cmpuint (ADD (FAIL), ==, BURNISH_NODE_NONE);
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS);
  g_clear_error (&error);
  assert_tree (tree, "/a.tar.gz 1\n");
  g_assert_cmpuint (ADD (SKIP), ==, old);
  assert_tree (tree, "/a.tar.gz 1\n");
  g_assert_cmpstr (burnish_tree_get_undo_title (tree), ==, "Add “a.tar.gz”");

  ADD (KEEP_BOTH);
  assert_step (tree, "/a.tar.gz 1\n", "Add “a.tar.gz”", "/a.tar (2).gz 2\n/a.tar.gz 1\n");
  ADD (REPLACE);
  assert_step (tree, "/a.tar (2).gz 2\n/a.tar.gz 1\n", "Add “a.tar.gz”",
               "/a.tar (2).gz 2\n/a.tar.gz 2\n");
  ADD (KEEP_BOTH);
  assert_tree (tree, "/a.tar (2).gz 2\n/a.tar (3).gz 2\n/a.tar.gz 2\n");
  burnish_tree_undo (tree);
  burnish_tree_undo (tree);
  ADD (MERGE);
  assert_step (tree, "/a.tar (2).gz 2\n/a.tar.gz 1\n", "Add “a.tar.gz”",
               "/a.tar (2).gz 2\n/a.tar.gz 2\n");
#undef ADD
  g_assert_no_error (error);
}

/* A free name is as short as any other, and its stem is cut between characters. */
static void
test_free_names (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GString) name = g_string_new (NULL);
  gint64 start_us;

  for (guint i = 0; i < 125; i++)
    g_string_append (name, "ä");
  g_string_append (name, ".long");
  g_assert_cmpuint (name->len, ==, 255);
  add_folder (tree, BURNISH_NODE_ROOT, ".hidden");
  start_us = g_get_monotonic_time ();
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *display_name = NULL;
      BurnishNode node = burnish_tree_add_stream (tree, BURNISH_NODE_ROOT, name->str,
                                                  g_object_new (G_TYPE_MEMORY_INPUT_STREAM, NULL),
                                                  0, BURNISH_COLLISION_KEEP_BOTH, NULL);

      g_assert_cmpuint (strlen (burnish_tree_get_name (tree, node)), <=, 255);
      display_name = burnish_tree_dup_display_name (tree, node);
      g_assert_cmpstr (display_name, ==, burnish_tree_get_name (tree, node));
      g_assert_true (g_str_has_suffix (display_name, ".long"));
    }
  g_test_message ("3000 equal names: %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - start_us) / 1000);
  burnish_tree_add_folder (tree, BURNISH_NODE_ROOT, ".hidden", BURNISH_COLLISION_KEEP_BOTH, NULL);
  g_assert_cmpuint (burnish_tree_lookup (tree, ".hidden (2)"), !=, BURNISH_NODE_NONE);
}

static void
test_rename (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GError) error = NULL;
  BurnishNode a = add_folder (tree, BURNISH_NODE_ROOT, "a");

  add_text (tree, a, "x", "1");
  add_folder (tree, BURNISH_NODE_ROOT, "b");
  g_assert_true (burnish_tree_rename (tree, a, "c", &error));
  assert_step (tree, "/a:\n/b:\n/a/x 1\n", "Rename “a”", "/b:\n/c:\n/c/x 1\n");
  g_assert_false (burnish_tree_rename (tree, a, "b", &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS);
  assert_step (tree, "/a:\n/b:\n/a/x 1\n", "Rename “a”", "/b:\n/c:\n/c/x 1\n");
  /* To itself: no step. */
  g_assert_true (burnish_tree_rename (tree, a, "c", NULL));
  g_assert_cmpstr (burnish_tree_get_undo_title (tree), ==, "Rename “a”");
}

static void
test_remove (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  BurnishNode nodes[4];

  nodes[0] = add_folder (tree, BURNISH_NODE_ROOT, "a");
  nodes[1] = add_text (tree, nodes[0], "x", "1");
  nodes[2] = add_text (tree, BURNISH_NODE_ROOT, "y", "12");
  nodes[3] = BURNISH_NODE_ROOT;
  add_text (tree, BURNISH_NODE_ROOT, "z", "123");
  burnish_tree_remove (tree, nodes, 4);
  assert_step (tree, "/a:\n/y 2\n/z 3\n/a/x 1\n", "Remove 2 Items", "/z 3\n");
  g_assert_false (burnish_tree_contains (tree, nodes[0]));
  g_assert_false (burnish_tree_contains (tree, nodes[1]));
  /* What was removed can still be asked about. */
  g_assert_cmpstr (burnish_tree_get_name (tree, nodes[1]), ==, "x");
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, BURNISH_NODE_ROOT), ==, 3);
  burnish_tree_undo (tree);
  burnish_tree_remove (tree, &nodes[1], 1);
  assert_step (tree, "/a:\n/y 2\n/z 3\n/a/x 1\n", "Remove “x”", "/a:\n/y 2\n/z 3\n");
}

static void
test_move (void)
{
  static const char *const before = "/a:\n/b:\n/y 2\n/a/a:\n/a/x 1\n/a/a/deep 4\n/b/x 3\n";
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GError) error = NULL;
  BurnishNode a = add_folder (tree, BURNISH_NODE_ROOT, "a");
  BurnishNode b = add_folder (tree, BURNISH_NODE_ROOT, "b");
  BurnishNode ax = add_text (tree, a, "x", "1");
  BurnishNode aa = add_folder (tree, a, "a");
  BurnishNode y = add_text (tree, BURNISH_NODE_ROOT, "y", "12");
  BurnishNode both[] = { y, ax };

  add_text (tree, b, "x", "123");
  add_text (tree, aa, "deep", "1234");
  assert_tree (tree, before);

  /* Not into itself, and nothing of it when one of several cannot be moved. */
  g_assert_false (burnish_tree_move (tree, &a, 1, aa, BURNISH_COLLISION_FAIL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (burnish_tree_move (tree, &a, 1, a, BURNISH_COLLISION_FAIL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (burnish_tree_move (tree, both, 2, b, BURNISH_COLLISION_FAIL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS);
  g_clear_error (&error);
  assert_tree (tree, before);

  g_assert_true (burnish_tree_move (tree, both, 2, b, BURNISH_COLLISION_KEEP_BOTH, NULL));
  assert_step (tree, before, "Move 2 Items",
               "/a:\n/b:\n/a/a:\n/a/a/deep 4\n/b/x 3\n/b/x (2) 1\n/b/y 2\n");
  burnish_tree_undo (tree);
  g_assert_true (burnish_tree_move (tree, both, 2, b, BURNISH_COLLISION_SKIP, NULL));
  assert_step (tree, before, "Move “y”", "/a:\n/b:\n/a/a:\n/a/x 1\n/a/a/deep 4\n/b/x 3\n/b/y 2\n");
  burnish_tree_undo (tree);
  g_assert_true (burnish_tree_move (tree, both, 2, b, BURNISH_COLLISION_REPLACE, NULL));
  assert_step (tree, before, "Move 2 Items", "/a:\n/b:\n/a/a:\n/a/a/deep 4\n/b/x 1\n/b/y 2\n");
  burnish_tree_undo (tree);

  /* A folder into the place of the one around it, and into it. */
  g_assert_true (
      burnish_tree_move (tree, &aa, 1, BURNISH_NODE_ROOT, BURNISH_COLLISION_REPLACE, NULL));
  assert_step (tree, before, "Move “a”", "/a:\n/b:\n/y 2\n/a/deep 4\n/b/x 3\n");
  burnish_tree_undo (tree);
  g_assert_true (
      burnish_tree_move (tree, &aa, 1, BURNISH_NODE_ROOT, BURNISH_COLLISION_MERGE, NULL));
  assert_step (tree, before, "Move “a”", "/a:\n/b:\n/y 2\n/a/deep 4\n/a/x 1\n/b/x 3\n");
  burnish_tree_undo (tree);
  /* To where it is: no step. */
  g_assert_true (burnish_tree_move (tree, &y, 1, BURNISH_NODE_ROOT, BURNISH_COLLISION_FAIL, NULL));
  g_assert_cmpstr (burnish_tree_get_redo_title (tree), ==, "Move “a”");
}

static void
count_notify_cb (G_GNUC_UNUSED GObject *object, G_GNUC_UNUSED GParamSpec *pspec, gpointer count)
{
  (*(guint *) count)++;
}

static void
test_redo_is_forgotten (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  guint n_notified = 0;
  g_autofree char *title = NULL;

  g_signal_connect (tree, "notify::undo-title", G_CALLBACK (count_notify_cb), &n_notified);
  g_assert_false (burnish_tree_undo (tree));
  g_assert_false (burnish_tree_redo (tree));
  g_assert_cmpuint (n_notified, ==, 0);
  add_folder (tree, BURNISH_NODE_ROOT, "a");
  g_assert_cmpuint (n_notified, ==, 1);
  burnish_tree_undo (tree);
  g_object_get (tree, "redo-title", &title, NULL);
  g_assert_cmpstr (title, ==, "Add “a”");
  add_folder (tree, BURNISH_NODE_ROOT, "b");
  g_assert_false (burnish_tree_redo (tree));
  assert_tree (tree, "/b:\n");
  g_assert_finalize_object (g_steal_pointer (&tree));
}

static void
test_copy (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  BurnishNode folder = add_folder (tree, BURNISH_NODE_ROOT, "folder");
  BurnishNode file = add_text (tree, folder, "file.txt", "text");
  BurnishNode both[] = { folder, file };
  g_autoptr (GArray) copies = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;

  add_text (tree, add_folder (tree, folder, "inner"), "deep", "deep text");
  before = describe (tree);
  /* Into itself: what it held before. */
  copies = burnish_tree_copy (tree, &folder, 1, folder, BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (copies->len, ==, 1);
  assert_step (tree, before, "Copy “folder”",
               "/folder:\n/folder/file.txt 4\n/folder/folder:\n/folder/inner:\n"
               "/folder/folder/file.txt 4\n/folder/folder/inner:\n"
               "/folder/folder/inner/deep 9\n/folder/inner/deep 9\n");
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, folder), ==, 26);
  g_assert_cmpuint (burnish_tree_get_n_folders (tree, folder), ==, 3);
  g_assert_true (burnish_tree_undo (tree));

  g_clear_pointer (&copies, g_array_unref);
  copies = burnish_tree_copy (tree, both, 2, folder, BURNISH_COLLISION_KEEP_BOTH, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (copies->len, ==, 2);
  g_assert_cmpstr (burnish_tree_get_name (tree, g_array_index (copies, BurnishNode, 1)), ==,
                   "file (2).txt");
  g_assert_cmpstr (burnish_tree_get_undo_title (tree), ==, "Copy 2 Items");
  g_assert_true (burnish_tree_undo (tree));
  none = burnish_tree_copy (tree, &file, 1, folder, BURNISH_COLLISION_FAIL, &error);
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS);
  g_assert_null (none);
  assert_tree (tree, before);
}

static void
count_cb (G_GNUC_UNUSED BurnishTree *tree,
          G_GNUC_UNUSED guint folder,
          G_GNUC_UNUSED guint position,
          guint n_removed,
          guint n_added,
          guint *counts)
{
  counts[0]++;
  counts[1] += n_removed;
  counts[2] += n_added;
}

/* Everything in a large folder goes at once, or nobody would wait for it. */
static void
test_many (void)
{
  enum
  {
    N_FILES = 20000
  };
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("", 0);
  BurnishNode from = add_folder (tree, BURNISH_NODE_ROOT, "from");
  BurnishNode to = add_folder (tree, BURNISH_NODE_ROOT, "to");
  g_autofree BurnishNode *nodes = g_new (BurnishNode, N_FILES);
  guint counts[3] = { 0 };

  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      nodes[i] = burnish_tree_add_bytes (tree, from, name, bytes, BURNISH_COLLISION_FAIL, NULL);
    }
  g_signal_connect (tree, "changed", G_CALLBACK (count_cb), counts);
  g_assert_true (burnish_tree_move (tree, nodes, N_FILES, to, BURNISH_COLLISION_FAIL, NULL));
  g_assert_cmpuint (counts[0], ==, 2);
  g_assert_cmpuint (counts[1], ==, N_FILES);
  g_assert_cmpuint (counts[2], ==, N_FILES);
  burnish_tree_remove (tree, nodes, N_FILES);
  g_assert_cmpuint (counts[0], ==, 3);
  g_assert_cmpuint (burnish_tree_get_n_files (tree, BURNISH_NODE_ROOT), ==, 0);
  g_assert_cmpstr (burnish_tree_get_undo_title (tree), ==, "Remove 20000 Items");
  g_assert_true (burnish_tree_undo (tree) && burnish_tree_undo (tree));
  g_assert_cmpuint (burnish_tree_get_n_files (tree, from), ==, N_FILES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit/names", test_names);
  g_test_add_func ("/edit/collisions", test_collisions);
  g_test_add_func ("/edit/free-names", test_free_names);
  g_test_add_func ("/edit/rename", test_rename);
  g_test_add_func ("/edit/remove", test_remove);
  g_test_add_func ("/edit/move", test_move);
  g_test_add_func ("/edit/copy", test_copy);
  g_test_add_func ("/edit/many", test_many);
  g_test_add_func ("/edit/redo-is-forgotten", test_redo_is_forgotten);
  return g_test_run ();
}
