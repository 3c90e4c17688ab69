/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-model-private.h"

/* A search under way; the model may be gone when it is over. */
typedef struct
{
  GWeakRef model;
  GCancellable *cancellable; /* (owned): tells this search from a later one */
} Find;

static void
find_free (Find *find)
{
  g_weak_ref_clear (&find->model);
  g_object_unref (find->cancellable);
  g_free (find);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Find, find_free)

static void start (BurnishTreeModel *self);

static void
show_hits (BurnishTreeModel *self, GArray *hits)
{
  g_autoptr (GArray) rows = g_array_sized_new (FALSE, FALSE, sizeof (BurnishTreeEntry), hits->len);

  for (guint i = 0; i < hits->len; i++)
    {
      BurnishTreeEntry entry = { g_array_index (hits, BurnishNode, i), 0 };

      g_array_append_val (rows, entry);
    }
  if (self->has_hits)
    {
      _burnish_tree_model_replace_changed (self, 0, self->rows->len, rows);
      return;
    }
  /* A row that stays looks different now, so none of them stays. */
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self));
  self->has_hits = TRUE;
  _burnish_tree_model_rows_changed (self);
  _burnish_tree_model_replace (self, 0, self->rows->len, (BurnishTreeEntry *) rows->data,
                               rows->len);
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Find) find = user_data;
  g_autoptr (GArray) hits = burnish_tree_find_finish (BURNISH_TREE (object), result, NULL);
  g_autoptr (BurnishTreeModel) self = g_weak_ref_get (&find->model);

  if (self == NULL || hits == NULL || self->find != find->cancellable)
    return;
  _burnish_tree_model_flush (self);
  g_clear_object (&self->find);
  if (self->find_stale)
    start (self);
  else
    show_hits (self, hits);
}

static void
start (BurnishTreeModel *self)
{
  Find *find = g_new0 (Find, 1);

  self->find_stale = FALSE;
  self->find = g_cancellable_new ();
  g_weak_ref_init (&find->model, self);
  find->cancellable = g_object_ref (self->find);
  burnish_tree_find_async (self->tree, self->root, self->text, self->find, found_cb, find);
}

/* What was found may not be true any more. */
void
_burnish_tree_model_find_again (BurnishTreeModel *self)
{
  if (!burnish_tree_contains (self->tree, self->root))
    self->root = BURNISH_NODE_ROOT;
  if (self->find != NULL)
    self->find_stale = TRUE;
  else
    start (self);
}

/*
 * burnish_tree_model_find:
 * @self: a model
 * @text: (nullable): what names hold, or a pattern; %NULL or "" ends the search
 *
 * Shows what bears such a name, at any depth below the root, as soon as it is found. While an
 * earlier search goes on, its rows, or the folders, stay.
 */
void
burnish_tree_model_find (BurnishTreeModel *self, const char *text)
{
  g_return_if_fail (BURNISH_IS_TREE_MODEL (self));

  if (text != NULL && text[0] == '\0')
    text = NULL;
  if (g_strcmp0 (text, self->text) == 0)
    return;
  if (self->find != NULL)
    g_cancellable_cancel (self->find);
  g_clear_object (&self->find);
  g_free (self->text);
  self->text = g_strdup (text);
  if (text != NULL)
    start (self);
  else if (self->has_hits)
    {
      gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self));
      _burnish_tree_model_reload (self);
    }
}

/* Returns: whether a search goes on */
gboolean
burnish_tree_model_is_finding (BurnishTreeModel *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), FALSE);

  return self->find != NULL;
}

/* Returns: whether the rows are what was found */
gboolean
burnish_tree_model_shows_hits (BurnishTreeModel *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_MODEL (self), FALSE);

  return self->has_hits;
}
