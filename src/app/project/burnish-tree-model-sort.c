/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-model-private.h"

/* A sort under way; the model may be gone when it is over. */
typedef struct
{
  GWeakRef model;
  GCancellable *cancellable; /* (owned): tells this sort from another one of the folder */
  BurnishNode node;
} Sort;

static void
sort_free (Sort *sort)
{
  g_weak_ref_clear (&sort->model);
  g_object_unref (sort->cancellable);
  g_free (sort);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sort, sort_free)

/* Takes the order. */
static void
apply_order (BurnishTreeModel *self, BurnishTreeFolder *folder, GArray *order)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (BurnishTreeEntry));
  guint start, end;

  g_assert (order->len == folder->children->len);
  g_array_unref (folder->order);
  folder->order = order;
  if (!_burnish_tree_model_get_span (self, folder, &start, &end))
    return;
  _burnish_tree_model_append_rows (self, folder, rows);
  _burnish_tree_model_replace_changed (self, start, end - start, rows);
}

static void
sorted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sort) sort = user_data;
  g_autoptr (GArray) order = burnish_tree_sort_finish (BURNISH_TREE (object), result, NULL);
  g_autoptr (BurnishTreeModel) self = g_weak_ref_get (&sort->model);
  BurnishTreeFolder *folder;

  if (self == NULL || order == NULL)
    return;
  _burnish_tree_model_flush (self);
  folder = _burnish_tree_model_folder (self, sort->node);
  if (folder == NULL || folder->sort != sort->cancellable)
    return;
  g_clear_object (&folder->sort);
  /* While a search is shown, folders are left alone; they are read again afterwards. */
  if (self->has_hits)
    return;
  if (folder->is_stale)
    _burnish_tree_model_sort (self, folder);
  else
    apply_order (self, folder, g_steal_pointer (&order));
}

/* A small folder at once, a large one on another thread. */
void
_burnish_tree_model_sort (BurnishTreeModel *self, BurnishTreeFolder *folder)
{
  Sort *sort;

  if (folder->sort != NULL)
    g_cancellable_cancel (folder->sort);
  g_clear_object (&folder->sort);
  folder->is_stale = FALSE;
  if (folder->children->len <= BURNISH_TREE_MODEL_SMALL)
    {
      apply_order (self, folder,
                   burnish_tree_sort (self->tree, folder->node, self->key, self->is_descending));
      return;
    }
  folder->sort = g_cancellable_new ();
  sort = g_new0 (Sort, 1);
  g_weak_ref_init (&sort->model, self);
  sort->cancellable = g_object_ref (folder->sort);
  sort->node = folder->node;
  burnish_tree_sort_async (self->tree, folder->node, self->key, self->is_descending, folder->sort,
                           sorted_cb, sort);
}

/* The order that a folder has before it is sorted on a thread. */
GArray *
_burnish_tree_model_first_order (BurnishTreeModel *self, const GArray *children, BurnishNode folder)
{
  return children->len <= BURNISH_TREE_MODEL_SMALL
             ? burnish_tree_sort (self->tree, folder, self->key, self->is_descending)
             : g_array_copy ((GArray *) children);
}

BurnishSortKey
burnish_tree_model_get_sort_key (BurnishTreeModel *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), BURNISH_SORT_BY_NAME);

  return self->key;
}

gboolean
burnish_tree_model_is_descending (BurnishTreeModel *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), FALSE);

  return self->is_descending;
}

/*
 * burnish_tree_model_set_sort:
 * @self: a model
 * @key: what to sort by
 * @descending: whether the largest comes first
 *
 * Sorts every folder. What was found stays in the order of the tree.
 */
void
burnish_tree_model_set_sort (BurnishTreeModel *self, BurnishSortKey key, gboolean descending)
{
  g_autofree gpointer *nodes = NULL;
  guint n_nodes;

  g_return_if_fail (BURNISH_IS_TREE_MODEL (self));

  if (self->key == key && self->is_descending == descending)
    return;
  _burnish_tree_model_flush (self);
  self->key = key;
  self->is_descending = descending;
  if (self->has_hits)
    return;
  nodes = g_hash_table_get_keys_as_array (self->folders, &n_nodes);
  for (guint i = 0; i < n_nodes; i++)
    _burnish_tree_model_sort (self, g_hash_table_lookup (self->folders, nodes[i]));
}

/* Returns: whether folders are being sorted */
gboolean
burnish_tree_model_is_sorting (BurnishTreeModel *self)
{
  GHashTableIter iter;
  gpointer folder;

  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), FALSE);

  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, NULL, &folder))
    if (((BurnishTreeFolder *) folder)->sort != NULL)
      return TRUE;
  return FALSE;
}
