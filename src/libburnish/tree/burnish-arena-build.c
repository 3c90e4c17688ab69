/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-arena-private.h"

#include <string.h>

typedef struct
{
  BurnishArena *arena;
  BurnishNode folder;
} Order;

static int
compare_names (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Order *order = user_data;

  return strcmp (_burnish_arena_get (order->arena, order->folder + *(const guint32 *) a)->name,
                 _burnish_arena_get (order->arena, order->folder + *(const guint32 *) b)->name);
}

/* Makes each folder a list that is as long as it will be. */
static void
make_lists (BurnishArena *self, const BurnishNode *parents)
{
  g_autofree guint32 *n_children = g_new0 (guint32, self->n_nodes);

  for (BurnishNode node = 1; node < self->n_nodes; node++)
    n_children[parents[node]]++;
  for (BurnishNode node = 0; node < self->n_nodes; node++)
    if (n_children[node] > 0)
      _burnish_arena_reserve (self, node, n_children[node]);
}

static void
fill_lists (BurnishArena *self, const BurnishNode *parents)
{
  for (BurnishNode node = 1; node < self->n_nodes; node++)
    {
      BurnishChildren *children = _burnish_arena_edit (self, parents[node])->children;

      children->items[children->n_items++] = node - parents[node];
      _burnish_arena_edit (self, node)->parent_distance = node - parents[node];
    }
}

/* Returns a node that has the name of another one in its folder. */
static BurnishNode
sort_list (BurnishArena *self, BurnishNode folder)
{
  BurnishChildren *children = _burnish_arena_edit (self, folder)->children;
  Order order = { self, folder };
  gboolean is_sorted = TRUE;

  for (guint32 i = 1; i < children->n_items && is_sorted; i++)
    is_sorted = compare_names (&children->items[i - 1], &children->items[i], &order) < 0;
  if (is_sorted)
    return BURNISH_NODE_NONE;
  g_qsort_with_data (children->items, (gint) children->n_items, sizeof children->items[0],
                     compare_names, &order);
  for (guint32 i = 1; i < children->n_items; i++)
    if (compare_names (&children->items[i - 1], &children->items[i], &order) == 0)
      return folder + MAX (children->items[i - 1], children->items[i]);
  return BURNISH_NODE_NONE;
}

static void
clear_totals (BurnishArena *self)
{
  for (BurnishNode node = 0; node < self->n_nodes; node++)
    if (_burnish_arena_get (self, node)->kind == BURNISH_NODE_FOLDER)
      {
        BurnishNodeData *folder = _burnish_arena_edit (self, node);

        folder->size_bytes = 0;
        folder->n_files = folder->n_folders = 0;
      }
}

/* What is in a folder comes after it, so that adding up from the end takes everything in. */
gboolean
_burnish_arena_add_up (BurnishArena *self)
{
  clear_totals (self);
  for (BurnishNode node = self->n_nodes - 1; node > 0; node--)
    {
      const BurnishNodeData *data = _burnish_arena_get (self, node);
      BurnishNodeData *folder = _burnish_arena_edit (self, node - data->parent_distance);

      if (data->size_bytes > (guint64) G_MAXINT64 - folder->size_bytes)
        return FALSE;
      folder->size_bytes += data->size_bytes;
      if (data->kind == BURNISH_NODE_FOLDER)
        {
          folder->n_files += data->n_files;
          folder->n_folders += data->n_folders + 1;
        }
      else if (data->kind == BURNISH_NODE_FILE)
        folder->n_files++;
    }
  return TRUE;
}

BurnishArenaFault
_burnish_arena_build (BurnishArena *self, const BurnishNode *parents, BurnishNode *equal)
{
  make_lists (self, parents);
  fill_lists (self, parents);
  for (BurnishNode node = 0; node < self->n_nodes; node++)
    if (_burnish_arena_n_children (self, node) > 0)
      {
        *equal = sort_list (self, node);
        if (*equal != BURNISH_NODE_NONE)
          return BURNISH_ARENA_FAULT_EQUAL_NAMES;
      }
  return _burnish_arena_add_up (self) ? BURNISH_ARENA_FAULT_NONE : BURNISH_ARENA_FAULT_TOO_LARGE;
}
