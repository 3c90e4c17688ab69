/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-model.h"

/*
 * A list that only listens to the model must equal it, and the model must equal what a plain walk
 * through the tree gives, after every edit, undone or done again at random. GLib prints the seed
 * (--seed repeats a run).
 */

#define N_ROUNDS 30
#define N_EDITS  150

typedef struct
{
  BurnishTree *tree;       /* (owned) */
  BurnishTreeModel *model; /* (owned) */
  GArray *mirror;          /* (owned) of BurnishNode */
  guint n_changes;         /* signals since somebody set it to 0 */
  guint n_touched;         /* rows that they removed or added */
} Fixture;

static void
items_changed_cb (GListModel *list,
                  guint position,
                  guint n_removed,
                  guint n_added,
                  Fixture *fixture)
{
  GArray *mirror = fixture->mirror;

  g_assert_cmpuint (position + n_removed, <=, mirror->len);
  if (n_removed > 0)
    g_array_remove_range (mirror, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    {
      BurnishNode node = burnish_tree_model_get_node (fixture->model, position + i);

      g_array_insert_val (mirror, position + i, node);
    }
  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (list));
  fixture->n_changes++;
  fixture->n_touched += n_removed + n_added;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->tree = burnish_tree_new ();
  fixture->model = burnish_tree_model_new (fixture->tree);
  fixture->mirror = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->model));
  /* A sort that goes on holds the tree. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->tree);
  g_array_unref (fixture->mirror);
}

static BurnishNode
add_file (Fixture *fixture, BurnishNode folder, const char *name, gsize size_bytes)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size_bytes + 1), size_bytes);
  g_autoptr (GError) error = NULL;
  BurnishNode node = burnish_tree_add_bytes (fixture->tree, folder, name, bytes,
                                             BURNISH_COLLISION_KEEP_BOTH, &error);

  g_assert_no_error (error);
  return node;
}

static BurnishNode
add_folder (Fixture *fixture, BurnishNode folder, const char *name)
{
  return burnish_tree_add_folder (fixture->tree, folder, name, BURNISH_COLLISION_KEEP_BOTH, NULL);
}

static void
wait_for_model (Fixture *fixture)
{
  while (burnish_tree_model_is_sorting (fixture->model)
         || burnish_tree_model_is_finding (fixture->model))
    g_main_context_iteration (NULL, TRUE);
}

/* The order of one folder by the slow and plain way. */
static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  Fixture *fixture = user_data;

  return burnish_tree_compare (fixture->tree, *(const BurnishNode *) a, *(const BurnishNode *) b,
                               burnish_tree_model_get_sort_key (fixture->model),
                               burnish_tree_model_is_descending (fixture->model));
}

static void
list_folder (Fixture *fixture, BurnishNode folder, guint depth, GArray *nodes, GArray *depths)
{
  guint32 n_children = burnish_tree_get_n_children (fixture->tree, folder);
  g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (BurnishNode));

  for (guint32 i = 0; i < n_children; i++)
    {
      BurnishNode child = burnish_tree_get_child (fixture->tree, folder, i);

      g_array_append_val (children, child);
    }
  g_array_sort_with_data (children, compare_cb, fixture);
  for (guint32 i = 0; i < n_children; i++)
    {
      BurnishNode child = g_array_index (children, BurnishNode, i);

      g_array_append_val (nodes, child);
      g_array_append_val (depths, depth);
      if (burnish_tree_model_is_expanded (fixture->model, child))
        list_folder (fixture, child, depth + 1, nodes, depths);
    }
}

static void
assert_model (Fixture *fixture)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GArray) depths = g_array_new (FALSE, FALSE, sizeof (guint));
  GListModel *list = G_LIST_MODEL (fixture->model);

  wait_for_model (fixture);
  list_folder (fixture, burnish_tree_model_get_root (fixture->model), 0, nodes, depths);
  g_assert_cmpmem (fixture->mirror->data, fixture->mirror->len * sizeof (BurnishNode), nodes->data,
                   nodes->len * sizeof (BurnishNode));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, nodes->len);
  for (guint i = 0; i < nodes->len; i++)
    {
      g_autoptr (BurnishTreeRow) row = g_list_model_get_item (list, i);

      g_assert_cmpuint (burnish_tree_row_get_node (row), ==, g_array_index (nodes, BurnishNode, i));
      g_assert_cmpuint (burnish_tree_row_get_depth (row), ==, g_array_index (depths, guint, i));
    }
}

/* The names in the rows, with a space for each level. */
static char *
describe (Fixture *fixture)
{
  GString *text = g_string_new (NULL);
  GListModel *list = G_LIST_MODEL (fixture->model);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (BurnishTreeRow) row = g_list_model_get_item (list, i);

      g_string_append_printf (text, "%*s%s\n", (int) burnish_tree_row_get_depth (row), "",
                              burnish_tree_get_name (fixture->tree,
                                                     burnish_tree_row_get_node (row)));
    }
  return g_string_free (text, FALSE);
}

static void
assert_rows (Fixture *fixture, const char *expected)
{
  g_autofree char *text = NULL;

  wait_for_model (fixture);
  text = describe (fixture);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_folders (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BurnishNode photos = add_folder (fixture, BURNISH_NODE_ROOT, "photos");
  BurnishNode summer = add_folder (fixture, photos, "summer");
  BurnishNode beach = add_file (fixture, summer, "beach.jpg", 10);

  add_file (fixture, photos, "cat.jpg", 20);
  add_file (fixture, BURNISH_NODE_ROOT, "notes", 5);
  assert_rows (fixture, "notes\nphotos\n");
  burnish_tree_model_expand (fixture->model, photos);
  assert_rows (fixture, "notes\nphotos\n cat.jpg\n summer\n");
  burnish_tree_model_expand (fixture->model, summer);
  assert_rows (fixture, "notes\nphotos\n cat.jpg\n summer\n  beach.jpg\n");
  burnish_tree_model_collapse (fixture->model, photos);
  assert_rows (fixture, "notes\nphotos\n");
  g_assert_false (burnish_tree_model_is_expanded (fixture->model, summer));

  g_assert_cmpuint (burnish_tree_model_reveal (fixture->model, beach), ==, 4);
  assert_rows (fixture, "notes\nphotos\n cat.jpg\n summer\n  beach.jpg\n");
  burnish_tree_model_set_root (fixture->model, summer);
  assert_rows (fixture, "beach.jpg\n");
  burnish_tree_remove (fixture->tree, &photos, 1);
  g_assert_cmpuint (burnish_tree_model_get_root (fixture->model), ==, BURNISH_NODE_ROOT);
  assert_rows (fixture, "notes\n");
  burnish_tree_undo (fixture->tree);
  assert_rows (fixture, "notes\nphotos\n");
  burnish_tree_model_expand_all (fixture->model, photos);
  while (!burnish_tree_model_is_expanded (fixture->model, summer))
    g_main_context_iteration (NULL, TRUE);
  assert_rows (fixture, "notes\nphotos\n cat.jpg\n summer\n  beach.jpg\n");
}

/* A rename moves one row with what is in it; the others are not touched, and nothing is closed. */
static void
test_rename (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BurnishNode a = add_folder (fixture, BURNISH_NODE_ROOT, "a");
  BurnishNode m = add_folder (fixture, BURNISH_NODE_ROOT, "m");
  g_autoptr (BurnishTreeRow) row = NULL;
  g_autoptr (BurnishTreeRow) same_row = NULL;

  add_file (fixture, a, "inside", 1);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u", i);

      add_file (fixture, BURNISH_NODE_ROOT, name, 1);
    }
  burnish_tree_model_expand (fixture->model, a);
  row = g_list_model_get_item (G_LIST_MODEL (fixture->model), 0);
  fixture->n_changes = fixture->n_touched = 0;
  g_assert_true (burnish_tree_rename (fixture->tree, a, "z", NULL));
  assert_model (fixture);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  g_assert_cmpuint (fixture->n_touched, ==, 4);
  g_assert_true (burnish_tree_model_is_expanded (fixture->model, a));
  same_row = g_list_model_get_item (G_LIST_MODEL (fixture->model), 1001);
  g_assert_true (row == same_row);

  fixture->n_changes = 0;
  g_assert_true (burnish_tree_rename (fixture->tree, m, "l", NULL));
  assert_model (fixture);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

static void
count_cb (G_GNUC_UNUSED BurnishTreeRow *row, guint *count)
{
  ++*count;
}

/* Rows hear of new totals, and in the order of sizes a folder that grows goes its way. */
static void
test_totals (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BurnishNode folder = add_folder (fixture, BURNISH_NODE_ROOT, "folder");
  g_autoptr (BurnishTreeRow) row = NULL;
  guint n_changed = 0;

  add_file (fixture, BURNISH_NODE_ROOT, "file", 10);
  burnish_tree_model_set_sort (fixture->model, BURNISH_SORT_BY_SIZE, TRUE);
  assert_rows (fixture, "file\nfolder\n");
  row = g_list_model_get_item (G_LIST_MODEL (fixture->model), 1);
  g_signal_connect (row, "changed", G_CALLBACK (count_cb), &n_changed);
  add_file (fixture, add_folder (fixture, folder, "inner"), "large", 100);
  assert_rows (fixture, "folder\nfile\n");
  g_assert_cmpuint (n_changed, >=, 2);
  g_assert_true (burnish_tree_row_is_expandable (row));
  burnish_tree_undo (fixture->tree);
  assert_rows (fixture, "file\nfolder\n");
}

static void
test_find (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BurnishNode photos = add_folder (fixture, BURNISH_NODE_ROOT, "photos");
  BurnishNode cat;

  cat = add_file (fixture, add_folder (fixture, photos, "cats"), "cat.jpg", 1);
  add_file (fixture, BURNISH_NODE_ROOT, "dog.jpg", 1);
  burnish_tree_model_expand (fixture->model, photos);
  burnish_tree_model_find (fixture->model, "CA");
  burnish_tree_model_find (fixture->model, "CAT");
  assert_rows (fixture, "cats\ncat.jpg\n");
  g_assert_true (burnish_tree_model_shows_hits (fixture->model));
  add_file (fixture, BURNISH_NODE_ROOT, "catalogue", 1);
  assert_rows (fixture, "catalogue\ncats\ncat.jpg\n");
  burnish_tree_remove (fixture->tree, &cat, 1);
  assert_rows (fixture, "catalogue\ncats\n");
  burnish_tree_undo (fixture->tree);
  burnish_tree_model_find (fixture->model, "");
  assert_rows (fixture, "catalogue\ndog.jpg\nphotos\n cats\n");
  burnish_tree_model_find (fixture->model, "cat.jpg");
  wait_for_model (fixture);
  g_assert_cmpuint (burnish_tree_model_reveal (fixture->model, cat), ==, 4);
  assert_rows (fixture, "catalogue\ndog.jpg\nphotos\n cats\n  cat.jpg\n");
}

/* A selection is of nodes: it lasts while rows move and goes when they are not shown any more. */
static void
test_selection (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BurnishNode folder = add_folder (fixture, BURNISH_NODE_ROOT, "folder");
  BurnishNode a = add_file (fixture, BURNISH_NODE_ROOT, "a", 10);
  BurnishNode inner = add_file (fixture, folder, "inner", 20);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (fixture->model);
  g_autoptr (GArray) nodes = NULL;

  burnish_tree_model_expand (fixture->model, folder);
  gtk_selection_model_select_item (selection, 0, TRUE);
  burnish_tree_model_set_sort (fixture->model, BURNISH_SORT_BY_NAME, TRUE);
  assert_rows (fixture, "folder\n inner\na\n");
  g_assert_true (gtk_selection_model_is_selected (selection, 2));
  gtk_selection_model_select_all (selection);
  g_assert_cmpuint (burnish_tree_model_get_n_selected (fixture->model), ==, 3);
  nodes = burnish_tree_model_dup_selected (fixture->model);
  g_assert_cmpuint (nodes->len, ==, 2); /* what is in a folder goes with it */
  burnish_tree_model_collapse (fixture->model, folder);
  g_assert_cmpuint (burnish_tree_model_get_n_selected (fixture->model), ==, 2);
  burnish_tree_remove (fixture->tree, &a, 1);
  g_assert_cmpuint (burnish_tree_model_get_n_selected (fixture->model), ==, 1);
  burnish_tree_model_expand (fixture->model, folder);
  burnish_tree_model_select_only (fixture->model, &inner, 1);
  g_assert_false (gtk_selection_model_is_selected (selection, 0));
  g_assert_true (gtk_selection_model_is_selected (selection, 1));
}

/* A large folder keeps its order while it is sorted, and is right when it was edited meanwhile. */
static void
test_sort_large (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BurnishNode folder = add_folder (fixture, BURNISH_NODE_ROOT, "folder");

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      add_file (fixture, folder, name, 2000 - i);
    }
  burnish_tree_model_expand (fixture->model, folder);
  assert_model (fixture);
  fixture->n_changes = 0;
  burnish_tree_model_set_sort (fixture->model, BURNISH_SORT_BY_SIZE, FALSE);
  g_assert_true (burnish_tree_model_is_sorting (fixture->model));
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  add_file (fixture, folder, "small", 1);
  assert_model (fixture);
  burnish_tree_model_set_sort (fixture->model, BURNISH_SORT_BY_NAME, TRUE);
  burnish_tree_remove (fixture->tree, &folder, 1);
  assert_model (fixture);
}

/* Any node of the tree, with the kind FOLDER if need be. */
static BurnishNode
pick (Fixture *fixture, gboolean folder)
{
  BurnishNode node = BURNISH_NODE_ROOT;
  guint32 n_children;

  while ((n_children = burnish_tree_get_n_children (fixture->tree, node)) > 0
         && g_test_rand_int_range (0, 4) > 0)
    {
      BurnishNode child =
          burnish_tree_get_child (fixture->tree, node,
                                  (guint32) g_test_rand_int_range (0, (gint32) n_children));

      if (folder && burnish_tree_get_kind (fixture->tree, child) != BURNISH_NODE_FOLDER)
        break;
      node = child;
    }
  return node;
}

static void
add_random (Fixture *fixture)
{
  g_autofree char *name = g_strdup_printf ("%c%d", (char) g_test_rand_int_range ('a', 'e'),
                                           g_test_rand_int_range (0, 20));
  BurnishNode parent = pick (fixture, TRUE);

  if (g_test_rand_int_range (0, 2) == 0)
    add_folder (fixture, parent, name);
  else
    add_file (fixture, parent, name, (gsize) g_test_rand_int_range (0, 50));
}

static void
move_random (Fixture *fixture)
{
  BurnishNode nodes[3] = { pick (fixture, FALSE), pick (fixture, FALSE), pick (fixture, FALSE) };

  burnish_tree_move (fixture->tree, nodes, (gsize) g_test_rand_int_range (1, 4),
                     pick (fixture, TRUE),
                     (BurnishCollisionPolicy) g_test_rand_int_range (0, BURNISH_COLLISION_SKIP + 1),
                     NULL);
}

/* So many at once that they are sorted and not put in place one by one. */
static void
move_many (Fixture *fixture)
{
  BurnishNode from = pick (fixture, TRUE), to = pick (fixture, TRUE);
  guint32 n_children = burnish_tree_get_n_children (fixture->tree, from);
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (BurnishNode));

  for (guint32 i = 0; i < n_children; i++)
    if (g_test_rand_int_range (0, 3) > 0)
      {
        BurnishNode child = burnish_tree_get_child (fixture->tree, from, i);

        g_array_append_val (nodes, child);
      }
  burnish_tree_move (fixture->tree, (BurnishNode *) nodes->data, nodes->len, to,
                     BURNISH_COLLISION_MERGE, NULL);
}

static void
rename_random (Fixture *fixture)
{
  BurnishNode node = pick (fixture, FALSE);
  g_autofree char *name = g_strdup_printf ("r%d", g_test_rand_int_range (0, 50));

  if (node != BURNISH_NODE_ROOT)
    burnish_tree_rename (fixture->tree, node, name, NULL);
}

static void
remove_random (Fixture *fixture)
{
  BurnishNode nodes[2] = { pick (fixture, FALSE), pick (fixture, FALSE) };

  burnish_tree_remove (fixture->tree, nodes, (gsize) g_test_rand_int_range (1, 3));
}

/* The tree is edited, or looked at in another way. */
static void
do_anything (Fixture *fixture)
{
  switch (g_test_rand_int_range (0, 16))
    {
    case 0:
    case 1:
      burnish_tree_undo (fixture->tree);
      break;
    case 2:
      burnish_tree_redo (fixture->tree);
      break;
    case 3:
      remove_random (fixture);
      break;
    case 4:
    case 5:
      move_random (fixture);
      break;
    case 6:
      move_many (fixture);
      break;
    case 7:
      rename_random (fixture);
      break;
    case 8:
      burnish_tree_model_collapse (fixture->model, pick (fixture, TRUE));
      break;
    case 9:
      burnish_tree_model_set_sort (fixture->model, (BurnishSortKey) g_test_rand_int_range (0, 3),
                                   g_test_rand_int_range (0, 2));
      break;
    case 10:
      if (g_test_rand_int_range (0, 6) == 0)
        burnish_tree_model_set_root (fixture->model, pick (fixture, TRUE));
      break;
    case 11:
    case 12:
      burnish_tree_model_expand (fixture->model, pick (fixture, TRUE));
      break;
    default:
      add_random (fixture);
    }
}

static void
test_random (Fixture *fixture, gconstpointer data)
{
  gboolean searches = data != NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("base%u", i);

      add_file (fixture, BURNISH_NODE_ROOT, name, i % 7);
    }
  for (guint i = 0; i < N_EDITS; i++)
    {
      BurnishNode node = pick (fixture, FALSE);

      if (searches && i % 10 == 0)
        burnish_tree_model_find (fixture->model, i % 20 == 0 ? "a" : NULL);
      if (node != BURNISH_NODE_ROOT && i % 8 == 0 && !searches)
        burnish_tree_model_reveal (fixture->model, node);
      do_anything (fixture);
      /* Often the next edit comes while the last one's order is still being made. */
      if (!searches && g_test_rand_int_range (0, 3) > 0)
        assert_model (fixture);
    }
  burnish_tree_model_find (fixture->model, NULL);
  assert_model (fixture);
}

static void
test_random_rounds (gconstpointer searches)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      Fixture fixture = { 0 };

      set_up (&fixture, NULL);
      test_random (&fixture, searches);
      tear_down (&fixture, NULL);
    }
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/tree-model/folders", test_folders);
  TEST ("/tree-model/rename", test_rename);
  TEST ("/tree-model/totals", test_totals);
  TEST ("/tree-model/find", test_find);
  TEST ("/tree-model/selection", test_selection);
  TEST ("/tree-model/sort-large", test_sort_large);
  g_test_add_data_func ("/tree-model/random", NULL, test_random_rounds);
  g_test_add_data_func ("/tree-model/random-with-searches", "yes", test_random_rounds);
  return g_test_run ();
}
