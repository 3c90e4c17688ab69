/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-tree-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A folder whose children are still to be copied. */
typedef struct
{
  BurnishNode from;
  BurnishNode to;
} Pair;

/* Copies one node without what is in it, and without parent. */
static BurnishNode
copy_one (BurnishTree *self, BurnishNode node, GArray *waiting)
{
  BurnishNodeData data = *_burnish_arena_get (&self->arena, node);
  const BurnishSource *source = NULL;
  Pair pair = { .from = node };

  data.parent_distance = 0;
  if (data.kind == BURNISH_NODE_FOLDER)
    {
      source = _burnish_node_get_folder_source (&data);
      data.children = NULL;
      data.size_bytes = 0;
      data.n_files = data.n_folders = 0;
    }
  pair.to = _burnish_arena_append (&self->arena, &data);
  if (data.kind == BURNISH_NODE_FOLDER)
    {
      _burnish_arena_set_folder_source (&self->arena, pair.to, source);
      g_array_append_val (waiting, pair);
    }
  return pair.to;
}

/* Copies a node with everything in it. What is new is in no folder of the tree yet, so nobody needs
   to hear of it, nor to undo it. */
static BurnishNode
copy_all (BurnishTree *self, BurnishNode node)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (Pair));
  BurnishNode copy = copy_one (self, node, waiting);

  while (waiting->len > 0)
    {
      Pair pair = g_array_index (waiting, Pair, waiting->len - 1);
      guint32 n_children = _burnish_arena_n_children (&self->arena, pair.from);
      g_autofree BurnishNode *children = g_new (BurnishNode, n_children);
      BurnishSpan span;

      g_array_set_size (waiting, waiting->len - 1);
      for (guint32 i = 0; i < n_children; i++)
        children[i] = copy_one (self, _burnish_arena_child (&self->arena, pair.from, i), waiting);
      if (n_children > 0)
        _burnish_arena_attach (&self->arena, children, n_children, pair.to, &span);
    }
  return copy;
}

static guint64
count_nodes (BurnishTree *self, const BurnishNode *nodes, gsize n_nodes)
{
  guint64 n_all = 0;

  for (gsize i = 0; i < n_nodes; i++)
    n_all += 1 + (guint64) burnish_tree_get_n_files (self, nodes[i])
             + burnish_tree_get_n_folders (self, nodes[i]);
  return n_all;
}

static gboolean
check (BurnishTree *self, const BurnishNode *nodes, gsize n_nodes, GError **error)
{
  if (self->arena.n_nodes + count_nodes (self, nodes, n_nodes) < BURNISH_ARENA_MAX_NODES)
    return TRUE;
  g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                       "The tree cannot hold as many nodes");
  return FALSE;
}

static char *
make_title (BurnishTree *self, const BurnishNode *nodes, gsize n_nodes)
{
  g_autofree char *name = n_nodes == 1 ? burnish_tree_dup_display_name (self, nodes[0]) : NULL;

  return n_nodes == 1 ? g_strdup_printf (_ ("Copy “%s”"), name)
                      : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Copy %u Item",
                                                      "Copy %u Items", n_nodes),
                                         (guint) n_nodes);
}

/**
 * burnish_tree_copy:
 * @self: a tree
 * @nodes: (array length=n_nodes): nodes in the tree, not the root
 * @n_nodes: how many
 * @new_parent: a folder in the tree
 * @policy: what to do when @new_parent holds one of the names already
 * @error: return location for an error: %BURNISH_ERROR_NAME_EXISTS, %BURNISH_ERROR_TREE_TOO_LARGE
 *
 * Copies nodes with everything in them to another folder, or to their own under other names, as one
 * step. A folder can be copied into itself: the copy is of what it held before. Contents are not
 * copied, they come from the same files.
 *
 * Returns: (transfer full) (nullable) (element-type guint32): the copies that are in the tree now,
 *   or %NULL with @error set and nothing changed
 */
GArray *
burnish_tree_copy (BurnishTree *self,
                   const BurnishNode *nodes,
                   gsize n_nodes,
                   BurnishNode new_parent,
                   BurnishCollisionPolicy policy,
                   GError **error)
{
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GArray) skipped = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  gboolean success = TRUE;

  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  g_return_val_if_fail (nodes != NULL || n_nodes == 0, NULL);
  g_return_val_if_fail (burnish_tree_contains (self, new_parent), NULL);
  g_return_val_if_fail (burnish_tree_get_kind (self, new_parent) == BURNISH_NODE_FOLDER, NULL);
  for (gsize i = 0; i < n_nodes; i++)
    g_return_val_if_fail (nodes[i] != BURNISH_NODE_ROOT && burnish_tree_contains (self, nodes[i]),
                          NULL);
  if (!check (self, nodes, n_nodes, error))
    return NULL;

  for (gsize i = 0; i < n_nodes; i++)
    {
      BurnishNode copy = copy_all (self, nodes[i]);

      g_array_append_val (copies, copy);
    }
  _burnish_tree_begin (self);
  for (guint i = 0; i < copies->len && success; i++)
    success = _burnish_tree_place (self, &g_array_index (copies, BurnishNode, i), 1, new_parent,
                                   policy, skipped, error);
  if (!success)
    {
      _burnish_tree_abort (self);
      return NULL;
    }
  _burnish_tree_end (self, make_title (self, nodes, n_nodes));
  for (guint i = copies->len; i-- > 0;)
    if (!burnish_tree_contains (self, g_array_index (copies, BurnishNode, i)))
      g_array_remove_index (copies, i);
  return g_steal_pointer (&copies);
}
