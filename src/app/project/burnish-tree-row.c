/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-row.h"

#include "project/burnish-tree-model-private.h"

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BurnishTreeRow, burnish_tree_row, G_TYPE_OBJECT)

static void
burnish_tree_row_finalize (GObject *object)
{
  BurnishTreeRow *self = BURNISH_TREE_ROW (object);

  if (self->model != NULL)
    g_hash_table_remove (self->model->live, GUINT_TO_POINTER (self->node));
  g_object_unref (self->tree);

  G_OBJECT_CLASS (burnish_tree_row_parent_class)->finalize (object);
}

static void
burnish_tree_row_class_init (BurnishTreeRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_tree_row_finalize;

  /*
   * BurnishTreeRow::changed:
   *
   * Something that the row tells has changed.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BURNISH_TYPE_TREE_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
burnish_tree_row_init (G_GNUC_UNUSED BurnishTreeRow *self)
{
}

BurnishTreeRow *
_burnish_tree_row_new (BurnishTreeModel *model, BurnishNode node)
{
  BurnishTreeRow *self = g_object_new (BURNISH_TYPE_TREE_ROW, NULL);

  self->model = model;
  self->tree = g_object_ref (model->tree);
  self->node = node;
  return self;
}

void
_burnish_tree_row_changed (BurnishTreeRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Returns: (transfer none): the tree that the row is of */
BurnishTree *
burnish_tree_row_get_tree (BurnishTreeRow *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_ROW (self), NULL);

  return self->tree;
}

/* Returns: the node, which may have left the tree */
BurnishNode
burnish_tree_row_get_node (BurnishTreeRow *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_ROW (self), BURNISH_NODE_NONE);

  return self->node;
}

/* Returns: how many folders it lies in, counted from the model's root */
guint
burnish_tree_row_get_depth (BurnishTreeRow *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_ROW (self), 0);

  return self->depth;
}

gboolean
burnish_tree_row_is_folder (BurnishTreeRow *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_ROW (self), FALSE);

  return burnish_tree_get_kind (self->tree, self->node) == BURNISH_NODE_FOLDER;
}

/* Returns: whether it is a folder with something in it, in a list that shows folders */
gboolean
burnish_tree_row_is_expandable (BurnishTreeRow *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_ROW (self), FALSE);

  return self->model != NULL && !self->model->has_hits
         && burnish_tree_get_n_children (self->tree, self->node) > 0;
}

gboolean
burnish_tree_row_is_expanded (BurnishTreeRow *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_ROW (self), FALSE);

  return self->model != NULL && burnish_tree_model_is_expanded (self->model, self->node);
}

/* Returns: whether it is shown because it was searched for */
gboolean
burnish_tree_row_is_hit (BurnishTreeRow *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_ROW (self), FALSE);

  return self->model != NULL && self->model->has_hits;
}

/* Returns: whether the file that it comes from was not there when the project was opened */
gboolean
burnish_tree_row_is_missing (BurnishTreeRow *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_ROW (self), FALSE);

  return self->model != NULL && gtk_bitset_contains (self->model->missing, self->node);
}
