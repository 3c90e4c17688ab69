/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-model-private.h"

/*
 * Following the tree. The signal "changed" is only noted down, for a step may change one folder
 * many times; when the step ends, what was noted is brought to the rows at once. Until then rows
 * may stand for nodes that are gone, which can be asked about all the same.
 */

/* So many nodes find their places one by one; more are sorted. */
#define FEW 32

static void
note (BurnishTreeFolder *folder, BurnishNode child, gboolean was_there)
{
  if (folder->pending == NULL)
    {
      folder->pending = gtk_bitset_new_empty ();
      folder->old = gtk_bitset_new_empty ();
    }
  if (gtk_bitset_add (folder->pending, child) && was_there)
    gtk_bitset_add (folder->old, child);
}

/* Finds out what the part of a folder's children was that is now something else. */
static void
note_span (BurnishTreeModel *self,
           BurnishTreeFolder *folder,
           guint position,
           guint n_removed,
           guint n_added)
{
  g_autofree BurnishNode *now = g_new (BurnishNode, MAX (n_added, 1));
  GArray *children = folder->children;
  guint i = 0, j = 0;

  burnish_tree_get_children (self->tree, folder->node, position, n_added, now);
  while (i < n_removed || j < n_added)
    {
      BurnishNode was =
          i < n_removed ? g_array_index (children, BurnishNode, position + i) : BURNISH_NODE_NONE;

      if (j < n_added && was == now[j])
        i++, j++;
      else if (i < n_removed && burnish_tree_get_parent (self->tree, was) != folder->node)
        {
          note (folder, was, TRUE);
          i++;
        }
      else
        {
          g_assert (j < n_added);
          note (folder, now[j++], FALSE);
        }
    }
  if (n_removed > n_added)
    g_array_remove_range (children, position, n_removed - n_added);
  else if (n_added > n_removed)
    g_array_insert_vals (children, position, now, n_added - n_removed);
  if (n_added > 0)
    memcpy (&g_array_index (children, BurnishNode, position), now, n_added * sizeof now[0]);
  folder->is_stale = TRUE;
}

static gboolean
flush_cb (gpointer user_data)
{
  BurnishTreeModel *self = user_data;

  self->flush_id = 0;
  _burnish_tree_model_flush (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (G_GNUC_UNUSED BurnishTree *tree,
            BurnishNode node,
            guint position,
            guint n_removed,
            guint n_added,
            BurnishTreeModel *self)
{
  BurnishTreeFolder *folder = _burnish_tree_model_folder (self, node);

  g_hash_table_add (self->dirty, GUINT_TO_POINTER (node));
  /* While a search is shown, folders are left alone; they are read again afterwards. */
  if (folder != NULL && !self->has_hits)
    note_span (self, folder, position, n_removed, n_added);
  /* A step that fails is taken back without a word. */
  if (self->flush_id == 0)
    self->flush_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, flush_cb, self, NULL);
}

void
_burnish_tree_model_follow (BurnishTreeModel *self)
{
  g_signal_connect (self->tree, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->tree, "notify::undo-title",
                            G_CALLBACK (_burnish_tree_model_flush), self);
}

/* The totals of a folder and of all around it have changed. */
static void
note_totals (BurnishTreeModel *self, BurnishNode node, GHashTable *seen)
{
  while (node != BURNISH_NODE_NONE && g_hash_table_add (seen, GUINT_TO_POINTER (node)))
    {
      BurnishNode parent = burnish_tree_get_parent (self->tree, node);
      BurnishTreeFolder *folder =
          parent != BURNISH_NODE_NONE ? _burnish_tree_model_folder (self, parent) : NULL;

      if (folder != NULL && !self->has_hits && self->key == BURNISH_SORT_BY_SIZE)
        {
          note (folder, node, TRUE);
          folder->is_stale = TRUE;
        }
      node = parent;
    }
}

/* What has to be done with a folder's children. */
typedef struct
{
  GtkBitset *gone;    /* (owned): were there */
  GtkBitset *come;    /* (owned): were not there */
  GtkBitset *touched; /* (owned): were there and are, but perhaps in another place */
} Work;

static void
work_init (Work *work)
{
  work->gone = gtk_bitset_new_empty ();
  work->come = gtk_bitset_new_empty ();
  work->touched = gtk_bitset_new_empty ();
}

static void
work_clear (Work *work)
{
  gtk_bitset_unref (work->gone);
  gtk_bitset_unref (work->come);
  gtk_bitset_unref (work->touched);
}

static void
plan_work (Work *work, BurnishTreeModel *self, const BurnishTreeFolder *folder)
{
  GtkBitsetIter iter;
  BurnishNode node;

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, folder->pending, &node); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &node))
    {
      gboolean is_there = burnish_tree_get_parent (self->tree, node) == folder->node;
      gboolean was_there = gtk_bitset_contains (folder->old, node);

      if (was_there)
        gtk_bitset_add (is_there ? work->touched : work->gone, node);
      else if (is_there)
        gtk_bitset_add (work->come, node);
    }
}

/* Where a node belongs among sorted ones. */
static void
insert_sorted (BurnishTreeModel *self, GArray *order, BurnishNode node)
{
  guint low = 0, high = order->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (burnish_tree_compare (self->tree, g_array_index (order, BurnishNode, middle), node,
                                self->key, self->is_descending)
          < 0)
        low = middle + 1;
      else
        high = middle;
    }
  g_array_insert_val (order, low, node);
}

static void
insert_all (BurnishTreeModel *self, GArray *order, GtkBitset *nodes, gboolean sorted)
{
  GtkBitsetIter iter;
  BurnishNode node;

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, nodes, &node); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &node))
    if (sorted)
      insert_sorted (self, order, node);
    else
      g_array_append_val (order, node);
}

static GArray *
copy_without (const GArray *order, GtkBitset *nodes)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (BurnishNode), order->len);

  for (guint i = 0; i < order->len; i++)
    {
      BurnishNode node = g_array_index (order, BurnishNode, i);

      if (!gtk_bitset_contains (nodes, node))
        g_array_append_val (copy, node);
    }
  return copy;
}

/* Those that changed may all be where they were. */
static gboolean
is_in_place (const Work *work, const GArray *old_order, const GArray *new_order)
{
  g_autoptr (GArray) after = copy_without (new_order, work->come);

  for (guint i = 0; i < after->len && after->len == old_order->len; i++)
    if (g_array_index (after, BurnishNode, i) != g_array_index (old_order, BurnishNode, i))
      return FALSE;
  return after->len == old_order->len;
}

static guint
block_end (const GArray *rows, guint position, guint limit)
{
  guint32 depth = g_array_index (rows, BurnishTreeEntry, position).depth;

  for (position++; position < limit; position++)
    if (g_array_index (rows, BurnishTreeEntry, position).depth <= depth)
      break;
  return position;
}

/* Makes the rows of a folder what they shall be by a small change wherever one is needed. The
   nodes in work->gone and work->touched are taken out, those in work->come and work->touched put
   in. */
static void
apply_changes (BurnishTreeModel *self, const Work *work, guint position, guint end, GArray *rows)
{
  guint i = position, j = 0;

  while (i < end || j < rows->len)
    {
      guint first = i, new_first = j;
      gint change;

      while (i < end
             && (gtk_bitset_contains (work->gone, _burnish_tree_model_entry (self, i)->node)
                 || gtk_bitset_contains (work->touched, _burnish_tree_model_entry (self, i)->node)))
        i = block_end (self->rows, i, end);
      while (j < rows->len
             && (gtk_bitset_contains (work->come, g_array_index (rows, BurnishTreeEntry, j).node)
                 || gtk_bitset_contains (work->touched,
                                         g_array_index (rows, BurnishTreeEntry, j).node)))
        j = block_end (rows, j, rows->len);
      if (i == first && j == new_first)
        {
          /* What is inside of a folder that stays, stays. */
          guint n_rows = block_end (self->rows, i, end) - i;

          i += n_rows;
          j += n_rows;
          continue;
        }
      change = (gint) (j - new_first) - (gint) (i - first);
      _burnish_tree_model_replace (self, first, i - first,
                                   &g_array_index (rows, BurnishTreeEntry, new_first),
                                   j - new_first);
      i = (guint) ((gint) i + change);
      end = (guint) ((gint) end + change);
    }
}

/* Folders that went are not open any more, and nothing in them is selected. */
static void
close_gone (BurnishTreeModel *self, GtkBitset *gone)
{
  GtkBitsetIter iter;
  BurnishNode node;

  if (g_hash_table_size (self->folders) > 1)
    for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, gone, &node); is_valid;
         is_valid = gtk_bitset_iter_next (&iter, &node))
      if (node != self->root)
        burnish_tree_model_collapse (self, node);
  gtk_bitset_subtract (self->selected, gone);
}

/* Brings rows in line with the folder's new order. */
static void
update_rows (BurnishTreeModel *self, BurnishTreeFolder *folder, const Work *work, gboolean is_few)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (BurnishTreeEntry));
  guint start, end;

  if (!_burnish_tree_model_get_span (self, folder, &start, &end))
    return;
  _burnish_tree_model_append_rows (self, folder, rows);
  if (is_few)
    apply_changes (self, work, start, end, rows);
  else
    _burnish_tree_model_replace_changed (self, start, end - start, rows);
}

static void
set_order (BurnishTreeFolder *folder, GArray *order)
{
  g_array_unref (folder->order);
  folder->order = order;
}

/* First what went goes everywhere, for it may have come to another folder. */
static void
remove_gone (BurnishTreeModel *self, BurnishTreeFolder *folder)
{
  Work all, work;

  if (gtk_bitset_is_empty (folder->old))
    return;
  work_init (&all);
  work_init (&work);
  plan_work (&all, self, folder);
  gtk_bitset_union (work.gone, all.gone);
  if (!gtk_bitset_is_empty (work.gone))
    {
      close_gone (self, work.gone);
      set_order (folder, copy_without (folder->order, work.gone));
      update_rows (self, folder, &work, gtk_bitset_get_size (work.gone) <= FEW);
      gtk_bitset_subtract (folder->pending, work.gone);
    }
  work_clear (&all);
  work_clear (&work);
}

static void
place_others (BurnishTreeModel *self, BurnishTreeFolder *folder, GtkBitset *changed)
{
  g_autoptr (GArray) old_order = g_array_ref (folder->order);
  gboolean is_few;
  Work work;

  work_init (&work);
  plan_work (&work, self, folder);
  gtk_bitset_union (changed, work.touched);
  g_clear_pointer (&folder->pending, gtk_bitset_unref);
  g_clear_pointer (&folder->old, gtk_bitset_unref);
  is_few = gtk_bitset_get_size (work.come) + gtk_bitset_get_size (work.touched) <= FEW;
  set_order (folder, gtk_bitset_is_empty (work.touched) ? g_array_copy (old_order)
                                                        : copy_without (old_order, work.touched));
  insert_all (self, folder->order, work.touched, is_few);
  insert_all (self, folder->order, work.come, is_few);
  if (!gtk_bitset_is_empty (work.touched) && is_in_place (&work, old_order, folder->order))
    gtk_bitset_remove_all (work.touched);
  update_rows (self, folder, &work, is_few);
  if (!is_few)
    _burnish_tree_model_sort (self, folder);
  work_clear (&work);
}

/* The root itself may have gone: then the folder around it is shown. */
static void
leave_lost_root (BurnishTreeModel *self)
{
  BurnishNode root = self->root;

  while (!burnish_tree_contains (self->tree, root))
    {
      root = burnish_tree_get_parent (self->tree, root);
      if (root == BURNISH_NODE_NONE)
        root = BURNISH_NODE_ROOT;
    }
  burnish_tree_model_set_root (self, root);
}

static void
update_folders (BurnishTreeModel *self, GtkBitset *changed)
{
  g_autofree gpointer *nodes = NULL;
  guint n_nodes;

  leave_lost_root (self);
  nodes = g_hash_table_get_keys_as_array (self->folders, &n_nodes);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n_nodes; i++)
      {
        BurnishTreeFolder *folder = g_hash_table_lookup (self->folders, nodes[i]);

        if (folder == NULL || folder->pending == NULL)
          continue;
        if (pass == 0)
          remove_gone (self, folder);
        else
          place_others (self, folder, changed);
      }
}

void
_burnish_tree_model_flush (BurnishTreeModel *self)
{
  g_autoptr (GHashTable) dirty = self->dirty;
  g_autoptr (GHashTable) totals = g_hash_table_new (NULL, NULL);
  g_autoptr (GtkBitset) changed = gtk_bitset_new_empty ();
  GHashTableIter iter;
  GtkBitsetIter bits;
  gpointer key;
  BurnishNode node;

  g_clear_handle_id (&self->flush_id, g_source_remove);
  self->dirty = g_hash_table_new (NULL, NULL);
  if (g_hash_table_size (dirty) == 0)
    return;
  g_hash_table_iter_init (&iter, dirty);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    note_totals (self, GPOINTER_TO_UINT (key), totals);
  g_hash_table_iter_init (&iter, totals);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    gtk_bitset_add (changed, GPOINTER_TO_UINT (key));
  if (!self->has_hits)
    update_folders (self, changed);
  if (self->text != NULL)
    _burnish_tree_model_find_again (self);
  for (gboolean is_valid = gtk_bitset_iter_init_first (&bits, changed, &node); is_valid;
       is_valid = gtk_bitset_iter_next (&bits, &node))
    _burnish_tree_model_row_changed (self, node);
}
