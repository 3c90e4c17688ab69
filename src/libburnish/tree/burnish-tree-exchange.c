/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-tree-private.h"

#include <string.h>

typedef struct
{
  BurnishNode parent;
  BurnishNode old_node;
  BurnishNode new_node;
} Exchange;

static int
compare_exchanges (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const BurnishArena *arena = user_data;
  const Exchange *x = a, *y = b;

  if (x->parent != y->parent)
    return x->parent < y->parent ? -1 : 1;
  return strcmp (_burnish_arena_get (arena, x->old_node)->name,
                 _burnish_arena_get (arena, y->old_node)->name);
}

/* Those that are still in the tree, folder by folder, in byte order of their names. */
static GArray *
list_exchanges (BurnishTree *self, const BurnishNode *nodes, guint32 n_nodes, BurnishNode first)
{
  GArray *exchanges = g_array_new (FALSE, FALSE, sizeof (Exchange));

  for (guint32 i = 0; i < n_nodes; i++)
    {
      Exchange exchange = { _burnish_arena_parent (&self->arena, nodes[i]), nodes[i], first + i };

      if (!burnish_tree_contains (self, nodes[i]))
        continue;
      /* It may have been renamed meanwhile. */
      _burnish_arena_edit (&self->arena, exchange.new_node)->name =
          _burnish_arena_get (&self->arena, nodes[i])->name;
      g_array_append_val (exchanges, exchange);
    }
  g_array_sort_with_data (exchanges, compare_exchanges, &self->arena);
  return exchanges;
}

static void
exchange_siblings (BurnishTree *self, const Exchange *exchanges, guint32 n_exchanges)
{
  g_autofree BurnishNode *nodes = g_new (BurnishNode, n_exchanges);

  for (guint32 i = 0; i < n_exchanges; i++)
    nodes[i] = exchanges[i].old_node;
  _burnish_tree_detach (self, nodes, n_exchanges, exchanges->parent);
  for (guint32 i = 0; i < n_exchanges; i++)
    nodes[i] = exchanges[i].new_node;
  _burnish_tree_attach (self, nodes, n_exchanges, exchanges->parent);
}

guint
_burnish_tree_exchange (BurnishTree *self,
                        const BurnishNode *nodes,
                        BurnishArena *arena,
                        char *title)
{
  guint32 n_nodes = arena->n_nodes;
  BurnishNode first = _burnish_arena_adopt (&self->arena, arena);
  g_autoptr (GArray) exchanges = list_exchanges (self, nodes, n_nodes, first);
  const Exchange *all = (const Exchange *) (gpointer) exchanges->data;

  _burnish_tree_begin (self);
  for (guint i = 0, n_siblings; i < exchanges->len; i += n_siblings)
    {
      n_siblings = 1;
      while (i + n_siblings < exchanges->len && all[i + n_siblings].parent == all[i].parent)
        n_siblings++;
      exchange_siblings (self, &all[i], n_siblings);
    }
  _burnish_tree_end (self, title);
  return exchanges->len;
}
