/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-model-private.h"

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  BurnishTreeModel *self = BURNISH_TREE_MODEL (model);

  return position < self->rows->len
         && gtk_bitset_contains (self->selected, _burnish_tree_model_entry (self, position)->node);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  BurnishTreeModel *self = BURNISH_TREE_MODEL (model);
  GtkBitset *positions = gtk_bitset_new_empty ();
  guint end = position + MIN (n_items, self->rows->len - MIN (position, self->rows->len));

  if (gtk_bitset_is_empty (self->selected))
    return positions;
  for (guint i = position; i < end; i++)
    if (is_selected (model, i))
      gtk_bitset_add (positions, i);
  return positions;
}

/* Tells of the rows from the first to the last that changed. */
static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  BurnishTreeModel *self = BURNISH_TREE_MODEL (model);
  guint first = GTK_INVALID_LIST_POSITION, last = 0, position;
  GtkBitsetIter iter;

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, mask, &position);
       is_valid && position < self->rows->len; is_valid = gtk_bitset_iter_next (&iter, &position))
    {
      BurnishNode node = _burnish_tree_model_entry (self, position)->node;

      if (gtk_bitset_contains (selected, position) ? !gtk_bitset_add (self->selected, node)
                                                   : !gtk_bitset_remove (self->selected, node))
        continue;
      first = MIN (first, position);
      last = position;
    }
  if (first != GTK_INVALID_LIST_POSITION)
    gtk_selection_model_selection_changed (model, first, last - first + 1);
  return TRUE;
}

void
_burnish_tree_model_selection_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
}

/* Rows that will not be shown any more are not selected, or a person would act on them unseen. */
void
_burnish_tree_model_forget (BurnishTreeModel *self, guint position, guint n_rows)
{
  for (guint i = 0; i < n_rows && !gtk_bitset_is_empty (self->selected); i++)
    gtk_bitset_remove (self->selected, _burnish_tree_model_entry (self, position + i)->node);
}

/*
 * burnish_tree_model_dup_selected:
 * @self: a model
 *
 * Returns: (transfer full) (element-type guint32): the selected nodes that are in the tree, without
 *   those that lie in another one of them
 */
GArray *
burnish_tree_model_dup_selected (BurnishTreeModel *self)
{
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  GtkBitsetIter iter;
  BurnishNode node;

  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), NULL);

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, self->selected, &node); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &node))
    {
      BurnishNode around = burnish_tree_get_parent (self->tree, node);

      while (around != BURNISH_NODE_NONE && !gtk_bitset_contains (self->selected, around))
        around = burnish_tree_get_parent (self->tree, around);
      if (around == BURNISH_NODE_NONE && burnish_tree_contains (self->tree, node))
        g_array_append_val (nodes, node);
    }
  return nodes;
}

/* Returns: how many rows are selected */
guint
burnish_tree_model_get_n_selected (BurnishTreeModel *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), 0);

  return (guint) gtk_bitset_get_size (self->selected);
}

/*
 * burnish_tree_model_select_only:
 * @self: a model
 * @nodes: (array length=n_nodes): nodes; those without row are passed over
 * @n_nodes: how many
 *
 * Selects some nodes and nothing else.
 */
void
burnish_tree_model_select_only (BurnishTreeModel *self, const BurnishNode *nodes, gsize n_nodes)
{
  g_autoptr (GtkBitset) wanted = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) positions = gtk_bitset_new_empty ();

  g_return_if_fail (BURNISH_IS_TREE_MODEL (self));
  g_return_if_fail (nodes != NULL || n_nodes == 0);

  _burnish_tree_model_flush (self);
  for (gsize i = 0; i < n_nodes; i++)
    gtk_bitset_add (wanted, nodes[i]);
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_bitset_contains (wanted, _burnish_tree_model_entry (self, i)->node))
      gtk_bitset_add (positions, i);
  if (gtk_bitset_is_empty (positions))
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self));
  else
    {
      g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, self->rows->len);

      gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self), positions, all);
    }
}
