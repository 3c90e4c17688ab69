/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "fixture.h"

#include <string.h>

/*
 * Random trees, random edits, undone and redone at random. The tree must be as it was each time,
 * its totals must be what counting gives, a snapshot taken before must not change, and a mirror
 * that only listens to the signal must equal the tree. GLib prints the seed (--seed repeats a run).
 */

#define N_ROUNDS 200
#define N_EDITS  120

typedef struct
{
  BurnishTree *tree;  /* (owned) */
  GHashTable *mirror; /* (owned): folder to GArray of children */
  GPtrArray *states;  /* (owned) of text: before the first step, and after each */
  guint position;     /* in states: where undoing has gone */
  gboolean is_step;   /* the last edit made a step */
} Fuzz;

static GArray *
mirror_get (Fuzz *fuzz, BurnishNode folder)
{
  GArray *children = g_hash_table_lookup (fuzz->mirror, GUINT_TO_POINTER (folder));

  if (children == NULL)
    {
      children = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
      g_hash_table_insert (fuzz->mirror, GUINT_TO_POINTER (folder), children);
    }
  return children;
}

static void
changed_cb (BurnishTree *tree,
            BurnishNode folder,
            guint position,
            guint n_removed,
            guint n_added,
            Fuzz *fuzz)
{
  GArray *children = mirror_get (fuzz, folder);

  g_assert_cmpuint (position + n_removed, <=, children->len);
  if (n_removed > 0)
    g_array_remove_range (children, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    {
      BurnishNode child = burnish_tree_get_child (tree, folder, position + i);

      g_array_insert_val (children, position + i, child);
    }
  g_assert_cmpuint (children->len, ==, burnish_tree_get_n_children (tree, folder));
}

typedef struct
{
  guint64 size_bytes;
  guint32 n_files;
  guint32 n_folders;
} Totals;

/* Counts by hand what is in a folder, and compares with everything that the tree says. */
static Totals
check_folder (Fuzz *fuzz, BurnishNode folder)
{
  GArray *children = mirror_get (fuzz, folder);
  const char *last_name = NULL;
  Totals totals = { 0 };

  g_assert_cmpuint (children->len, ==, burnish_tree_get_n_children (fuzz->tree, folder));
  for (guint i = 0; i < children->len; i++)
    {
      BurnishNode child = burnish_tree_get_child (fuzz->tree, folder, i);
      const char *name = burnish_tree_get_name (fuzz->tree, child);

      g_assert_cmpuint (g_array_index (children, BurnishNode, i), ==, child);
      g_assert_cmpuint (burnish_tree_get_parent (fuzz->tree, child), ==, folder);
      g_assert_true (last_name == NULL || strcmp (last_name, name) < 0);
      last_name = name;
      totals.size_bytes += burnish_tree_get_size_bytes (fuzz->tree, child);
      if (burnish_tree_get_kind (fuzz->tree, child) == BURNISH_NODE_FOLDER)
        {
          Totals inner = check_folder (fuzz, child);

          totals.n_files += inner.n_files;
          totals.n_folders += inner.n_folders + 1;
        }
      else
        totals.n_files++;
    }
  g_assert_cmpuint (burnish_tree_get_size_bytes (fuzz->tree, folder), ==, totals.size_bytes);
  g_assert_cmpuint (burnish_tree_get_n_files (fuzz->tree, folder), ==, totals.n_files);
  g_assert_cmpuint (burnish_tree_get_n_folders (fuzz->tree, folder), ==, totals.n_folders);
  return totals;
}

/* Any node of the tree, with the kind FOLDER if need be. */
static BurnishNode
pick (Fuzz *fuzz, gboolean folder)
{
  BurnishNode node = BURNISH_NODE_ROOT;
  guint32 n_children;

  while ((n_children = burnish_tree_get_n_children (fuzz->tree, node)) > 0
         && g_test_rand_int_range (0, 4) > 0)
    {
      BurnishNode child =
          burnish_tree_get_child (fuzz->tree, node,
                                  (guint32) g_test_rand_int_range (0, (gint32) n_children));

      if (folder && burnish_tree_get_kind (fuzz->tree, child) != BURNISH_NODE_FOLDER)
        break;
      node = child;
    }
  return node;
}

static void
add (Fuzz *fuzz, const char *name, BurnishCollisionPolicy policy)
{
  static const char zeros[16];
  g_autoptr (GBytes) bytes = g_bytes_new_static (zeros, (gsize) g_test_rand_int_range (0, 16));
  BurnishNode parent = pick (fuzz, TRUE);

  if (g_test_rand_int_range (0, 2) > 0)
    burnish_tree_add_folder (fuzz->tree, parent, name, policy, NULL);
  else
    burnish_tree_add_bytes (fuzz->tree, parent, name, bytes, policy, NULL);
}

static void
edit (Fuzz *fuzz)
{
  static const char *const names[] = { "a", "b", "c.d", "e", "\xff", "A", "f" };
  const char *name = names[g_test_rand_int_range (0, G_N_ELEMENTS (names))];
  BurnishCollisionPolicy policy =
      (BurnishCollisionPolicy) g_test_rand_int_range (0, BURNISH_COLLISION_SKIP + 1);
  BurnishNode nodes[] = { pick (fuzz, FALSE), pick (fuzz, FALSE), pick (fuzz, FALSE) };

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      burnish_tree_remove (fuzz->tree, nodes, (gsize) g_test_rand_int_range (1, 3));
      break;
    case 1:
    case 2:
      burnish_tree_move (fuzz->tree, nodes, (gsize) g_test_rand_int_range (1, 4), pick (fuzz, TRUE),
                         policy, NULL);
      break;
    case 3:
      if (nodes[0] != BURNISH_NODE_ROOT)
        burnish_tree_rename (fuzz->tree, nodes[0], name, NULL);
      break;
    default:
      add (fuzz, name, policy);
    }
}

static const char *
get_state (Fuzz *fuzz, guint position)
{
  return g_ptr_array_index (fuzz->states, position);
}

static void
assert_state (Fuzz *fuzz)
{
  g_autofree char *text = describe (fuzz->tree);

  g_assert_cmpstr (text, ==, get_state (fuzz, fuzz->position));
  check_folder (fuzz, BURNISH_NODE_ROOT);
}

static void
notify_cb (G_GNUC_UNUSED BurnishTree *tree, G_GNUC_UNUSED GParamSpec *pspec, Fuzz *fuzz)
{
  fuzz->is_step = TRUE;
}

/* An edit makes one step, or fails and changes nothing. */
static void
do_edit (Fuzz *fuzz)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (fuzz->tree);
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);
  g_autofree char *last_path = burnish_tree_snapshot_dup_path (snapshot, n_nodes - 1);
  g_autofree char *last_path_again = NULL;

  fuzz->is_step = FALSE;
  edit (fuzz);
  if (fuzz->is_step)
    {
      g_ptr_array_set_size (fuzz->states, (gint) ++fuzz->position);
      g_ptr_array_add (fuzz->states, describe (fuzz->tree));
    }
  assert_state (fuzz);
  g_assert_cmpuint (burnish_tree_snapshot_get_n_nodes (snapshot), ==, n_nodes);
  last_path_again = burnish_tree_snapshot_dup_path (snapshot, n_nodes - 1);
  g_assert_cmpstr (last_path_again, ==, last_path);
}

static void
do_undo (Fuzz *fuzz)
{
  g_assert_cmpint (burnish_tree_undo (fuzz->tree), ==, fuzz->position > 0);
  if (fuzz->position > 0)
    fuzz->position--;
  assert_state (fuzz);
}

static void
do_redo (Fuzz *fuzz)
{
  g_assert_cmpint (burnish_tree_redo (fuzz->tree), ==, fuzz->position + 1 < fuzz->states->len);
  if (fuzz->position + 1 < fuzz->states->len)
    fuzz->position++;
  assert_state (fuzz);
}

static void
run (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GHashTable) mirror =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
  Fuzz fuzz = { .tree = tree, .mirror = mirror, .states = states };

  g_signal_connect (tree, "changed", G_CALLBACK (changed_cb), &fuzz);
  g_signal_connect (tree, "notify::undo-title", G_CALLBACK (notify_cb), &fuzz);
  g_ptr_array_add (states, describe (tree));
  for (guint i = 0; i < N_EDITS; i++)
    switch (g_test_rand_int_range (0, 6))
      {
      case 0:
        do_undo (&fuzz);
        break;
      case 1:
        do_redo (&fuzz);
        break;
      default:
        do_edit (&fuzz);
      }
  while (fuzz.position > 0)
    do_undo (&fuzz);
  while (fuzz.position + 1 < states->len)
    do_redo (&fuzz);
}

static void
test_random (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    run ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/edits", test_random);
  return g_test_run ();
}
