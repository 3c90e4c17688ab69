/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-model.h"

#include "project/burnish-tree-model-private.h"

/* How long folders are expanded one after the other before the window gets its turn. */
#define EXPAND_SLICE_US 4000

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BurnishTreeModel,
                               burnish_tree_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          _burnish_tree_model_selection_iface_init))

static GType
get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return BURNISH_TYPE_TREE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return BURNISH_TREE_MODEL (model)->rows->len;
}

/* One object for a node, as long as a list has it: so a row that moves is known again. */
static gpointer
get_item (GListModel *model, guint position)
{
  BurnishTreeModel *self = BURNISH_TREE_MODEL (model);
  BurnishTreeEntry *entry;
  BurnishTreeRow *row;

  if (position >= self->rows->len)
    return NULL;
  entry = _burnish_tree_model_entry (self, position);
  row = g_hash_table_lookup (self->live, GUINT_TO_POINTER (entry->node));
  if (row == NULL)
    {
      row = _burnish_tree_row_new (self, entry->node);
      row->depth = entry->depth;
      g_hash_table_insert (self->live, GUINT_TO_POINTER (entry->node), row);
      return row;
    }
  if (row->depth != entry->depth)
    {
      row->depth = entry->depth;
      _burnish_tree_row_changed (row);
    }
  return g_object_ref (row);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
folder_free (gpointer data)
{
  BurnishTreeFolder *folder = data;

  if (folder->sort != NULL)
    g_cancellable_cancel (folder->sort);
  g_clear_object (&folder->sort);
  g_clear_pointer (&folder->pending, gtk_bitset_unref);
  g_clear_pointer (&folder->old, gtk_bitset_unref);
  g_array_unref (folder->order);
  g_array_unref (folder->children);
  g_free (folder);
}

/* Opens a folder; its rows are the caller's business. */
static BurnishTreeFolder *
open_folder (BurnishTreeModel *self, BurnishNode node, guint32 depth)
{
  BurnishTreeFolder *folder = g_new0 (BurnishTreeFolder, 1);
  guint32 n_children = burnish_tree_get_n_children (self->tree, node);

  folder->node = node;
  folder->depth = depth;
  folder->children = g_array_sized_new (FALSE, FALSE, sizeof (BurnishNode), n_children);
  g_array_set_size (folder->children, n_children);
  burnish_tree_get_children (self->tree, node, 0, n_children,
                             (BurnishNode *) folder->children->data);
  folder->order = _burnish_tree_model_first_order (self, folder->children, node);
  g_hash_table_insert (self->folders, GUINT_TO_POINTER (node), folder);
  if (n_children > BURNISH_TREE_MODEL_SMALL)
    _burnish_tree_model_sort (self, folder);
  return folder;
}

static void
burnish_tree_model_dispose (GObject *object)
{
  BurnishTreeModel *self = BURNISH_TREE_MODEL (object);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    BURNISH_TREE_ROW (row)->model = NULL;
  g_hash_table_remove_all (self->live);
  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_clear_handle_id (&self->expand_id, g_source_remove);
  g_hash_table_remove_all (self->folders);
  if (self->find != NULL)
    g_cancellable_cancel (self->find);
  g_clear_object (&self->find);
  if (self->tree != NULL)
    g_signal_handlers_disconnect_by_data (self->tree, self);
  g_clear_object (&self->tree);

  G_OBJECT_CLASS (burnish_tree_model_parent_class)->dispose (object);
}

static void
burnish_tree_model_finalize (GObject *object)
{
  BurnishTreeModel *self = BURNISH_TREE_MODEL (object);

  g_array_unref (self->rows);
  g_hash_table_unref (self->folders);
  g_hash_table_unref (self->live);
  g_hash_table_unref (self->dirty);
  g_queue_free (self->waiting);
  g_free (self->text);
  gtk_bitset_unref (self->selected);
  gtk_bitset_unref (self->missing);

  G_OBJECT_CLASS (burnish_tree_model_parent_class)->finalize (object);
}

static void
burnish_tree_model_class_init (BurnishTreeModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_tree_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = burnish_tree_model_finalize;
}

static void
burnish_tree_model_init (BurnishTreeModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (BurnishTreeEntry));
  self->folders = g_hash_table_new_full (NULL, NULL, NULL, folder_free);
  self->live = g_hash_table_new (NULL, NULL);
  self->dirty = g_hash_table_new (NULL, NULL);
  self->waiting = g_queue_new ();
  self->root = BURNISH_NODE_ROOT;
  self->selected = gtk_bitset_new_empty ();
  self->missing = gtk_bitset_new_empty ();
}

/*
 * burnish_tree_model_new:
 * @tree: a tree
 *
 * Returns: (transfer full): what is in the root of @tree, by name
 */
BurnishTreeModel *
burnish_tree_model_new (BurnishTree *tree)
{
  BurnishTreeModel *self;

  g_return_val_if_fail (BURNISH_IS_TREE (tree), NULL);

  self = g_object_new (BURNISH_TYPE_TREE_MODEL, NULL);
  self->tree = g_object_ref (tree);
  _burnish_tree_model_append_rows (self, open_folder (self, self->root, 0), self->rows);
  _burnish_tree_model_follow (self);
  return self;
}

/* Returns: (transfer none): the tree */
BurnishTree *
burnish_tree_model_get_tree (BurnishTreeModel *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), NULL);

  return self->tree;
}

/* Returns: what is in a row, or %BURNISH_NODE_NONE behind the last one */
BurnishNode
burnish_tree_model_get_node (BurnishTreeModel *self, guint position)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), BURNISH_NODE_NONE);

  return position < self->rows->len ? _burnish_tree_model_entry (self, position)->node
                                    : BURNISH_NODE_NONE;
}

/* Returns: the row of a node, or %GTK_INVALID_LIST_POSITION */
guint
burnish_tree_model_get_position (BurnishTreeModel *self, BurnishNode node)
{
  const BurnishTreeEntry *rows;

  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), GTK_INVALID_LIST_POSITION);

  rows = (const BurnishTreeEntry *) self->rows->data;
  for (guint i = 0; i < self->rows->len; i++)
    if (rows[i].node == node)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/* Behind the last row of what starts at a position and is at least so deep. */
static guint
find_end (BurnishTreeModel *self, guint position, guint32 depth)
{
  const BurnishTreeEntry *rows = (const BurnishTreeEntry *) self->rows->data;

  while (position < self->rows->len && rows[position].depth >= depth)
    position++;
  return position;
}

gboolean
_burnish_tree_model_get_span (BurnishTreeModel *self,
                              const BurnishTreeFolder *folder,
                              guint *start,
                              guint *end)
{
  guint position;

  if (folder->node == self->root)
    {
      *start = 0;
      *end = self->rows->len;
      return TRUE;
    }
  position = burnish_tree_model_get_position (self, folder->node);
  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  *start = position + 1;
  *end = find_end (self, position + 1, folder->depth);
  return TRUE;
}

void
_burnish_tree_model_replace (BurnishTreeModel *self,
                             guint position,
                             guint n_removed,
                             const BurnishTreeEntry *added,
                             guint n_added)
{
  guint n_over = MIN (n_removed, n_added);

  if (n_removed == 0 && n_added == 0)
    return;
  if (n_over > 0)
    memcpy (_burnish_tree_model_entry (self, position), added, n_over * sizeof added[0]);
  if (n_removed > n_over)
    g_array_remove_range (self->rows, position + n_over, n_removed - n_over);
  if (n_added > n_over)
    g_array_insert_vals (self->rows, position + n_over, added + n_over, n_added - n_over);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

static gboolean
is_same (const BurnishTreeEntry *a, const BurnishTreeEntry *b)
{
  return a->node == b->node && a->depth == b->depth;
}

void
_burnish_tree_model_replace_changed (BurnishTreeModel *self,
                                     guint position,
                                     guint n_removed,
                                     GArray *added)
{
  const BurnishTreeEntry *new_rows = (const BurnishTreeEntry *) added->data;
  guint n_added = added->len;

  while (n_removed > 0 && n_added > 0
         && is_same (_burnish_tree_model_entry (self, position), new_rows))
    {
      position++;
      n_removed--;
      n_added--;
      new_rows++;
    }
  while (n_removed > 0 && n_added > 0
         && is_same (_burnish_tree_model_entry (self, position + n_removed - 1),
                     &new_rows[n_added - 1]))
    {
      n_removed--;
      n_added--;
    }
  _burnish_tree_model_replace (self, position, n_removed, new_rows, n_added);
}

/* Tells whoever shows the node, if anybody does. */
void
_burnish_tree_model_row_changed (BurnishTreeModel *self, BurnishNode node)
{
  BurnishTreeRow *row = g_hash_table_lookup (self->live, GUINT_TO_POINTER (node));

  if (row != NULL)
    _burnish_tree_row_changed (row);
}

void
_burnish_tree_model_rows_changed (BurnishTreeModel *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    _burnish_tree_row_changed (row);
}

void
_burnish_tree_model_append_rows (BurnishTreeModel *self,
                                 const BurnishTreeFolder *folder,
                                 GArray *rows)
{
  gboolean has_others = g_hash_table_size (self->folders) > 1;

  for (guint i = 0; i < folder->order->len; i++)
    {
      BurnishTreeEntry entry = { g_array_index (folder->order, BurnishNode, i), folder->depth };
      const BurnishTreeFolder *inner =
          has_others ? _burnish_tree_model_folder (self, entry.node) : NULL;

      g_array_append_val (rows, entry);
      if (inner != NULL)
        _burnish_tree_model_append_rows (self, inner, rows);
    }
}

static void
reopen (BurnishTreeModel *self, GHashTable *open, BurnishNode node, guint32 depth)
{
  BurnishTreeFolder *folder = open_folder (self, node, depth);

  for (guint i = 0; i < folder->order->len && g_hash_table_size (open) > 0; i++)
    {
      BurnishNode child = g_array_index (folder->order, BurnishNode, i);

      if (g_hash_table_remove (open, GUINT_TO_POINTER (child)))
        reopen (self, open, child, depth + 1);
    }
}

void
_burnish_tree_model_reload (BurnishTreeModel *self)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (BurnishTreeEntry));
  g_autoptr (GHashTable) open = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer node;

  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, &node, NULL))
    if (GPOINTER_TO_UINT (node) != self->root)
      g_hash_table_add (open, node);
  g_hash_table_remove_all (self->folders);
  g_hash_table_remove_all (self->dirty);
  self->has_hits = FALSE;
  reopen (self, open, self->root, 0);
  _burnish_tree_model_append_rows (self, _burnish_tree_model_folder (self, self->root), rows);
  _burnish_tree_model_replace_changed (self, 0, self->rows->len, rows);
  _burnish_tree_model_rows_changed (self);
}

/* Returns: the folder whose children are the outermost rows */
BurnishNode
burnish_tree_model_get_root (BurnishTreeModel *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), BURNISH_NODE_ROOT);

  return self->root;
}

/*
 * burnish_tree_model_set_root:
 * @self: a model
 * @root: a folder in the tree
 *
 * Shows only what is in one folder; nothing stays selected. When the folder leaves the tree, the
 * next one around it takes its place.
 */
void
burnish_tree_model_set_root (BurnishTreeModel *self, BurnishNode root)
{
  g_return_if_fail (BURNISH_IS_TREE_MODEL (self));
  g_return_if_fail (burnish_tree_contains (self->tree, root));
  g_return_if_fail (burnish_tree_get_kind (self->tree, root) == BURNISH_NODE_FOLDER);

  if (self->root == root)
    return;
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self));
  g_hash_table_remove (self->folders, GUINT_TO_POINTER (self->root));
  self->root = root;
  if (!self->has_hits)
    _burnish_tree_model_reload (self);
  if (self->text != NULL)
    _burnish_tree_model_find_again (self);
}

gboolean
burnish_tree_model_is_expanded (BurnishTreeModel *self, BurnishNode folder)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), FALSE);

  return !self->has_hits && folder != self->root
         && _burnish_tree_model_folder (self, folder) != NULL;
}

/*
 * burnish_tree_model_expand:
 * @self: a model
 * @folder: a node
 *
 * Shows what is in a folder, if it has a row and something in it.
 */
void
burnish_tree_model_expand (BurnishTreeModel *self, BurnishNode folder)
{
  g_autoptr (GArray) rows = NULL;
  guint position;

  g_return_if_fail (BURNISH_IS_TREE_MODEL (self));

  _burnish_tree_model_flush (self);
  position = burnish_tree_model_get_position (self, folder);
  if (self->has_hits || position == GTK_INVALID_LIST_POSITION
      || _burnish_tree_model_folder (self, folder) != NULL
      || burnish_tree_get_n_children (self->tree, folder) == 0)
    return;
  rows = g_array_new (FALSE, FALSE, sizeof (BurnishTreeEntry));
  _burnish_tree_model_append_rows (
      self, open_folder (self, folder, _burnish_tree_model_entry (self, position)->depth + 1),
      rows);
  _burnish_tree_model_replace (self, position + 1, 0, (BurnishTreeEntry *) rows->data, rows->len);
  _burnish_tree_model_row_changed (self, folder);
}

static gboolean
expand_some (gpointer user_data)
{
  BurnishTreeModel *self = user_data;
  gint64 end_us = g_get_monotonic_time () + EXPAND_SLICE_US;

  while (!g_queue_is_empty (self->waiting) && g_get_monotonic_time () < end_us)
    {
      BurnishNode folder = GPOINTER_TO_UINT (g_queue_pop_head (self->waiting));
      BurnishTreeFolder *opened;

      burnish_tree_model_expand (self, folder);
      opened = _burnish_tree_model_folder (self, folder);
      for (guint i = 0; opened != NULL && i < opened->order->len; i++)
        {
          BurnishNode child = g_array_index (opened->order, BurnishNode, i);

          if (burnish_tree_get_n_children (self->tree, child) > 0)
            g_queue_push_tail (self->waiting, GUINT_TO_POINTER (child));
        }
    }
  if (!g_queue_is_empty (self->waiting))
    return G_SOURCE_CONTINUE;
  self->expand_id = 0;
  return G_SOURCE_REMOVE;
}

/*
 * burnish_tree_model_expand_all:
 * @self: a model
 * @folder: a node
 *
 * Shows everything below a folder, some folders at a time while the main context is idle.
 */
void
burnish_tree_model_expand_all (BurnishTreeModel *self, BurnishNode folder)
{
  g_return_if_fail (BURNISH_IS_TREE_MODEL (self));

  g_queue_push_tail (self->waiting, GUINT_TO_POINTER (folder));
  if (self->expand_id == 0)
    self->expand_id = g_idle_add (expand_some, self);
}

/*
 * burnish_tree_model_collapse:
 * @self: a model
 * @folder: a node
 *
 * Hides what is in a folder, which is not selected any more then.
 */
void
burnish_tree_model_collapse (BurnishTreeModel *self, BurnishNode folder)
{
  BurnishTreeFolder *opened;
  guint start, end;

  g_return_if_fail (BURNISH_IS_TREE_MODEL (self));

  g_queue_clear (self->waiting);
  opened = _burnish_tree_model_folder (self, folder);
  if (self->has_hits || opened == NULL || folder == self->root)
    return;
  if (!_burnish_tree_model_get_span (self, opened, &start, &end))
    return;
  _burnish_tree_model_forget (self, start, end - start);
  g_hash_table_remove (self->folders, GUINT_TO_POINTER (folder));
  for (guint i = start; i < end && g_hash_table_size (self->folders) > 1; i++)
    g_hash_table_remove (self->folders,
                         GUINT_TO_POINTER (_burnish_tree_model_entry (self, i)->node));
  _burnish_tree_model_replace (self, start, end - start, NULL, 0);
  _burnish_tree_model_row_changed (self, folder);
}

static gboolean
is_below (BurnishTreeModel *self, BurnishNode node, BurnishNode folder)
{
  while (node != BURNISH_NODE_NONE && node != folder)
    node = burnish_tree_get_parent (self->tree, node);
  return node == folder;
}

static void
expand_around (BurnishTreeModel *self, BurnishNode folder)
{
  if (folder == self->root)
    return;
  expand_around (self, burnish_tree_get_parent (self->tree, folder));
  burnish_tree_model_expand (self, folder);
}

/*
 * burnish_tree_model_reveal:
 * @self: a model
 * @node: a node in the tree, not the root
 *
 * Ends a search and expands the folders around a node. If it is not below the model's root, the
 * folder that it lies in becomes the root.
 *
 * Returns: the node's row
 */
guint
burnish_tree_model_reveal (BurnishTreeModel *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), GTK_INVALID_LIST_POSITION);
  g_return_val_if_fail (burnish_tree_contains (self->tree, node), GTK_INVALID_LIST_POSITION);
  g_return_val_if_fail (node != BURNISH_NODE_ROOT, GTK_INVALID_LIST_POSITION);

  burnish_tree_model_find (self, NULL);
  _burnish_tree_model_flush (self);
  if (!is_below (self, node, self->root) || node == self->root)
    burnish_tree_model_set_root (self, burnish_tree_get_parent (self->tree, node));
  expand_around (self, burnish_tree_get_parent (self->tree, node));
  return burnish_tree_model_get_position (self, node);
}

/*
 * burnish_tree_model_set_missing:
 * @self: a model
 * @nodes: (element-type guint32): nodes whose sources are gone
 */
void
burnish_tree_model_set_missing (BurnishTreeModel *self, GArray *nodes)
{
  g_return_if_fail (BURNISH_IS_TREE_MODEL (self));

  gtk_bitset_remove_all (self->missing);
  for (guint i = 0; i < nodes->len; i++)
    gtk_bitset_add (self->missing, g_array_index (nodes, BurnishNode, i));
  _burnish_tree_model_rows_changed (self);
}
