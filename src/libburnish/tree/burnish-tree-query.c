/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-tree-query.h"

#include "burnish-tree-private.h"

#include <string.h>

/* What a query works on: the tree as it was. */
typedef struct
{
  BurnishArena arena; /* copy */
  BurnishNode folder;
  char *text;             /* (owned): find; folded */
  GPatternSpec *pattern;  /* (owned) (nullable): find */
  BurnishSortKey key;     /* sort */
  gboolean is_descending; /* sort */
} Query;

static void
query_free (gpointer data)
{
  Query *self = data;

  _burnish_arena_clear (&self->arena);
  g_free (self->text);
  g_clear_pointer (&self->pattern, g_pattern_spec_free);
  g_free (self);
}

static Query *
query_new (BurnishTree *tree, BurnishNode folder)
{
  Query *self = g_new0 (Query, 1);

  _burnish_arena_copy (&self->arena, &tree->arena);
  self->folder = folder;
  return self;
}

/* So that case, accents in two ways of writing, and bytes that are no UTF-8 make no difference. */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_str_is_ascii (text) ? NULL : _burnish_name_to_display (text);
  g_autofree char *normal = NULL;

  if (valid == NULL)
    return g_ascii_strdown (text, -1);
  normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  return g_utf8_casefold (normal, -1);
}

static gboolean
matches (const Query *self, const char *name)
{
  g_autofree char *folded = fold (name);

  return self->pattern != NULL ? g_pattern_spec_match_string (self->pattern, folded)
                               : strstr (folded, self->text) != NULL;
}

/* Looks at the children of a folder and remembers the folders among them, the first on top. */
static void
find_in_folder (const Query *self, BurnishNode folder, GArray *waiting, GArray *found)
{
  guint32 n_children = _burnish_arena_n_children (&self->arena, folder);

  for (guint32 i = 0; i < n_children; i++)
    {
      BurnishNode child = _burnish_arena_child (&self->arena, folder, i);

      if (matches (self, _burnish_arena_get (&self->arena, child)->name))
        g_array_append_val (found, child);
    }
  for (guint32 i = n_children; i-- > 0;)
    {
      BurnishNode child = _burnish_arena_child (&self->arena, folder, i);

      if (_burnish_arena_get (&self->arena, child)->kind == BURNISH_NODE_FOLDER)
        g_array_append_val (waiting, child);
    }
}

static void
find_in_thread (GTask *task,
                G_GNUC_UNUSED gpointer object,
                gpointer data,
                GCancellable *cancellable)
{
  const Query *self = data;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (BurnishNode));

  g_array_append_val (waiting, self->folder);
  while (waiting->len > 0 && !g_cancellable_is_cancelled (cancellable))
    {
      BurnishNode folder = g_array_index (waiting, BurnishNode, waiting->len - 1);

      g_array_set_size (waiting, waiting->len - 1);
      find_in_folder (self, folder, waiting, found);
    }
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_array_unref);
}

/**
 * burnish_tree_find_async:
 * @self: a tree
 * @folder: a folder in the tree, where to search
 * @text: what the names hold, in any case; with "*" or "?" in it, a pattern for whole names
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's main context when it is over
 * @user_data: data for @callback
 *
 * Looks for nodes by name, at any depth, on another thread.
 */
void
burnish_tree_find_async (BurnishTree *self,
                         BurnishNode folder,
                         const char *text,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Query *query;

  g_return_if_fail (BURNISH_IS_TREE (self) && text != NULL);
  g_return_if_fail (burnish_tree_contains (self, folder));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, burnish_tree_find_async);
  query = query_new (self, folder);
  query->text = fold (text);
  if (strpbrk (text, "*?") != NULL)
    query->pattern = g_pattern_spec_new (query->text);
  g_task_set_task_data (task, query, query_free);
  g_task_run_in_thread (task, find_in_thread);
}

/**
 * burnish_tree_find_finish:
 * @self: a tree
 * @result: what the callback got
 * @error: return location for an error: only %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type guint32): the nodes that match, in the order of a
 * snapshot; some may have left the tree since
 */
GArray *
burnish_tree_find_finish (BurnishTree *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, burnish_tree_find_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  const BurnishNodeData *data;
  BurnishNode node;
  char *name_key; /* (owned) (nullable) */
} SortItem;

static char *
make_name_key (const char *name)
{
  g_autofree char *valid = _burnish_name_to_display (name);

  return g_utf8_collate_key_for_filename (valid, -1);
}

static void
init_item (SortItem *item, const Query *query, BurnishNode node)
{
  item->node = node;
  item->data = _burnish_arena_get (&query->arena, node);
  item->name_key = query->key == BURNISH_SORT_BY_NAME ? make_name_key (item->data->name) : NULL;
}

static void
clear_item (gpointer item)
{
  g_free (((SortItem *) item)->name_key);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const SortItem *x = a, *y = b;
  const Query *query = data;
  int order = 0;

  switch (query->key)
    {
    case BURNISH_SORT_BY_NAME:
      order = strcmp (x->name_key, y->name_key);
      break;
    case BURNISH_SORT_BY_SIZE:
      order =
          (x->data->size_bytes > y->data->size_bytes) - (x->data->size_bytes < y->data->size_bytes);
      break;
    case BURNISH_SORT_BY_TIME:
      order = (x->data->mtime_us > y->data->mtime_us) - (x->data->mtime_us < y->data->mtime_us);
      break;
    default:
      g_assert_not_reached ();
    }
  if (order == 0)
    return strcmp (x->data->name, y->data->name);
  return query->is_descending ? -order : order;
}

static GArray *
sort (const Query *self)
{
  guint32 n_children = _burnish_arena_n_children (&self->arena, self->folder);
  g_autoptr (GArray) items = g_array_sized_new (FALSE, FALSE, sizeof (SortItem), n_children);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (BurnishNode), n_children);

  g_array_set_clear_func (items, clear_item);
  for (guint32 i = 0; i < n_children; i++)
    {
      SortItem item;

      init_item (&item, self, _burnish_arena_child (&self->arena, self->folder, i));
      g_array_append_val (items, item);
    }
  g_array_sort_with_data (items, compare, (gpointer) self);
  for (guint32 i = 0; i < n_children; i++)
    g_array_append_val (sorted, g_array_index (items, SortItem, i).node);
  return sorted;
}

static void
sort_in_thread (GTask *task,
                G_GNUC_UNUSED gpointer object,
                gpointer data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  g_task_return_pointer (task, sort (data), (GDestroyNotify) g_array_unref);
}

/**
 * burnish_tree_sort_async:
 * @self: a tree
 * @folder: a folder in the tree
 * @key: what to sort by
 * @descending: whether the largest comes first
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's main context when it is over
 * @user_data: data for @callback
 *
 * Sorts what a folder holds directly, on another thread.
 */
void
burnish_tree_sort_async (BurnishTree *self,
                         BurnishNode folder,
                         BurnishSortKey key,
                         gboolean descending,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Query *query;

  g_return_if_fail (BURNISH_IS_TREE (self));
  g_return_if_fail (burnish_tree_contains (self, folder));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, burnish_tree_sort_async);
  query = query_new (self, folder);
  query->key = key;
  query->is_descending = descending;
  g_task_set_task_data (task, query, query_free);
  g_task_run_in_thread (task, sort_in_thread);
}

/**
 * burnish_tree_sort_finish:
 * @self: a tree
 * @result: what the callback got
 * @error: return location for an error: only %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type guint32): the children of the folder, sorted
 */
GArray *
burnish_tree_sort_finish (BurnishTree *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, burnish_tree_sort_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * burnish_tree_sort:
 * @self: a tree
 * @folder: a folder in the tree
 * @key: what to sort by
 * @descending: whether the largest comes first
 *
 * Sorts what a folder holds directly, at once: for folders of some hundred children. A name takes
 * some microseconds.
 *
 * Returns: (transfer full) (element-type guint32): the children of the folder, sorted
 */
GArray *
burnish_tree_sort (BurnishTree *self, BurnishNode folder, BurnishSortKey key, gboolean descending)
{
  Query *query;
  GArray *sorted;

  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  g_return_val_if_fail (burnish_tree_contains (self, folder), NULL);
  query = query_new (self, folder);
  query->key = key;
  query->is_descending = descending;
  sorted = sort (query);
  query_free (query);
  return sorted;
}

/**
 * burnish_tree_compare:
 * @self: a tree
 * @a: a node
 * @b: another node
 * @key: what to compare
 * @descending: whether the larger comes first
 *
 * Says which of two nodes comes first in the order of [method@Burnish.Tree.sort], so that a node
 * finds its place among sorted ones.
 *
 * Returns: less than 0 if @a comes before @b, more than 0 if after it, 0 if they are equal
 */
int
burnish_tree_compare (BurnishTree *self,
                      BurnishNode a,
                      BurnishNode b,
                      BurnishSortKey key,
                      gboolean descending)
{
  Query query = { .key = key, .is_descending = descending };
  SortItem x, y;
  int order;

  g_return_val_if_fail (BURNISH_IS_TREE (self), 0);
  g_return_val_if_fail (a < self->arena.n_nodes && b < self->arena.n_nodes, 0);
  query.arena = self->arena;
  init_item (&x, &query, a);
  init_item (&y, &query, b);
  order = compare (&x, &y, &query);
  clear_item (&x);
  clear_item (&y);
  return order;
}
