/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-tree-query.h"
#include "fixture.h"

typedef struct
{
  GMainLoop *loop;
  GArray *nodes;
  GError *error;
} Answer;

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->nodes = burnish_tree_find_finish (BURNISH_TREE (object), result, &answer->error);
  g_main_loop_quit (answer->loop);
}

static void
sorted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->nodes = burnish_tree_sort_finish (BURNISH_TREE (object), result, &answer->error);
  g_main_loop_quit (answer->loop);
}

static void
assert_answer (BurnishTree *tree, Answer *answer, const char *expected)
{
  g_autoptr (GString) paths = g_string_new (NULL);

  g_main_loop_run (answer->loop);
  g_assert_no_error (answer->error);
  for (guint i = 0; i < answer->nodes->len; i++)
    {
      g_autofree char *path =
          burnish_tree_dup_path (tree, g_array_index (answer->nodes, BurnishNode, i));

      g_string_append_printf (paths, "%s ", path);
    }
  g_assert_cmpstr (paths->str, ==, expected);
  g_clear_pointer (&answer->nodes, g_array_unref);
}

static BurnishTree *
make_tree (void)
{
  BurnishTree *tree = burnish_tree_new ();
  BurnishNode photos = add_folder (tree, BURNISH_NODE_ROOT, "Photos");

  add_text (tree, photos, "img10.jpg", "1");
  add_text (tree, photos, "img2.JPG", "333");
  add_text (tree, photos, "img1.jpg", "22");
  add_text (tree, photos, "\xff.jpg", "");
  add_text (tree, add_folder (tree, photos, "Älteres"), "photo", "1");
  add_text (tree, BURNISH_NODE_ROOT, "notes", "");
  return tree;
}

static void
test_find (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "PHOTO", "/Photos /Photos/Älteres/photo " },
    { "ältere", "/Photos/Älteres " },
    { "a\xcc\x88ltere", "/Photos/Älteres " },
    { "img?.jpg", "/Photos/img1.jpg /Photos/img2.JPG " },
    { "*.jpg", "/Photos/img1.jpg /Photos/img10.jpg /Photos/img2.JPG /Photos/\xff.jpg " },
    { "nothing", "" },
  };
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Answer answer = { .loop = loop };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      burnish_tree_find_async (tree, BURNISH_NODE_ROOT, cases[i].text, NULL, found_cb, &answer);
      assert_answer (tree, &answer, cases[i].expected);
    }
  burnish_tree_find_async (tree, burnish_tree_lookup (tree, "Photos/Älteres"), "photo", NULL,
                           found_cb, &answer);
  assert_answer (tree, &answer, "/Photos/Älteres/photo ");
}

/* An edit after the question does not change the answer. */
static void
test_edit_meanwhile (void)
{
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Answer answer = { .loop = loop };
  BurnishNode notes = burnish_tree_lookup (tree, "notes");

  burnish_tree_find_async (tree, BURNISH_NODE_ROOT, "notes", NULL, found_cb, &answer);
  burnish_tree_remove (tree, &notes, 1);
  add_text (tree, BURNISH_NODE_ROOT, "more notes", "");
  g_main_loop_run (loop);
  g_assert_cmpuint (answer.nodes->len, ==, 1);
  g_assert_cmpuint (g_array_index (answer.nodes, BurnishNode, 0), ==, notes);
  g_array_unref (answer.nodes);
}

static void
test_cancel (void)
{
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Answer answer = { .loop = loop };

  g_cancellable_cancel (cancellable);
  burnish_tree_find_async (tree, BURNISH_NODE_ROOT, "notes", cancellable, found_cb, &answer);
  g_main_loop_run (loop);
  g_assert_null (answer.nodes);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
}

static void
test_sort (void)
{
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Answer answer = { .loop = loop };
  BurnishNode photos = burnish_tree_lookup (tree, "Photos");
  BurnishNode strange = burnish_tree_lookup (tree, "Photos/\xff.jpg");
  BurnishNode old = burnish_tree_lookup (tree, "Photos/Älteres");

  burnish_tree_remove (tree, &strange, 1);
  burnish_tree_remove (tree, &old, 1);
  burnish_tree_sort_async (tree, photos, BURNISH_SORT_BY_NAME, FALSE, NULL, sorted_cb, &answer);
  assert_answer (tree, &answer, "/Photos/img1.jpg /Photos/img2.JPG /Photos/img10.jpg ");
  burnish_tree_sort_async (tree, photos, BURNISH_SORT_BY_NAME, TRUE, NULL, sorted_cb, &answer);
  assert_answer (tree, &answer, "/Photos/img10.jpg /Photos/img2.JPG /Photos/img1.jpg ");
  burnish_tree_sort_async (tree, photos, BURNISH_SORT_BY_SIZE, FALSE, NULL, sorted_cb, &answer);
  assert_answer (tree, &answer, "/Photos/img10.jpg /Photos/img1.jpg /Photos/img2.JPG ");
}

/* At once, it is the same order; and a comparison puts any two in that order. */
static void
test_sort_at_once (void)
{
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Answer answer = { .loop = loop };
  BurnishNode photos = burnish_tree_lookup (tree, "Photos");

  for (BurnishSortKey key = BURNISH_SORT_BY_NAME; key <= BURNISH_SORT_BY_TIME; key++)
    for (gboolean descending = FALSE; descending <= TRUE; descending++)
      {
        g_autoptr (GArray) sorted = burnish_tree_sort (tree, photos, key, descending);

        burnish_tree_sort_async (tree, photos, key, descending, NULL, sorted_cb, &answer);
        g_main_loop_run (loop);
        g_assert_cmpmem (sorted->data, sorted->len * sizeof (BurnishNode), answer.nodes->data,
                         answer.nodes->len * sizeof (BurnishNode));
        g_clear_pointer (&answer.nodes, g_array_unref);
        for (guint i = 0; i + 1 < sorted->len; i++)
          {
            BurnishNode a = g_array_index (sorted, BurnishNode, i);
            BurnishNode b = g_array_index (sorted, BurnishNode, i + 1);

            g_assert_cmpint (burnish_tree_compare (tree, a, b, key, descending), <, 0);
            g_assert_cmpint (burnish_tree_compare (tree, b, a, key, descending), >, 0);
            g_assert_cmpint (burnish_tree_compare (tree, a, a, key, descending), ==, 0);
          }
      }
}

static void
test_sort_by_time (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  static const char *const names[] = { "new", "oldest", "middle" };
  static const gint64 times[] = { 1000, -1000, 0 };
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Answer answer = { .loop = loop };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = folder_dup_path (folder, names[i]);

      folder_add_file (folder, names[i], "");
      folder_set_mtime (folder, names[i], times[i], 0);
      add_path (tree, BURNISH_NODE_ROOT, path);
    }
  burnish_tree_sort_async (tree, BURNISH_NODE_ROOT, BURNISH_SORT_BY_TIME, TRUE, NULL, sorted_cb,
                           &answer);
  assert_answer (tree, &answer, "/new /middle /oldest ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query/find", test_find);
  g_test_add_func ("/query/edit-meanwhile", test_edit_meanwhile);
  g_test_add_func ("/query/cancel", test_cancel);
  g_test_add_func ("/query/sort", test_sort);
  g_test_add_func ("/query/sort-at-once", test_sort_at_once);
  TEST ("/query/sort-by-time", test_sort_by_time);
  return g_test_run ();
}
