/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-tree-private.h"

#include <string.h>

/* A folder whose children go into another folder. */
typedef struct
{
  BurnishNode from;
  BurnishNode to;
} Merge;

typedef struct
{
  BurnishTree *tree;
  BurnishNode parent;
  BurnishCollisionPolicy policy;
  const GArray *answers; /* (nullable) of BurnishAnswer: instead of the policy */
  GArray *skipped;       /* of BurnishNode */
  GArray *merges;        /* of Merge: still to be done */
} Placement;

static gboolean
fail_exists (Placement *self, BurnishNode node, GError **error)
{
  const char *name = _burnish_arena_get (&self->tree->arena, node)->name;
  g_autofree char *display_name = _burnish_name_to_display (name);
  GError *failure = g_error_new (BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS,
                                 "The folder already holds “%s”", display_name);

  burnish_error_set_path (failure, name);
  g_propagate_error (error, failure);
  return FALSE;
}

static void
keep_both (Placement *self, BurnishNode node)
{
  g_autofree char *name = _burnish_name_make_free (&self->tree->arena, self->parent, node);

  _burnish_tree_set_name (self->tree, node, name);
  _burnish_tree_attach (self->tree, &node, 1, self->parent);
}

static void
replace (Placement *self, BurnishNode old, BurnishNode node)
{
  _burnish_tree_detach (self->tree, &old, 1, self->parent);
  _burnish_tree_attach (self->tree, &node, 1, self->parent);
}

static void
merge (Placement *self, BurnishNode old, BurnishNode node)
{
  gboolean is_folder = _burnish_arena_get (&self->tree->arena, node)->kind == BURNISH_NODE_FOLDER;
  gboolean was_folder = _burnish_arena_get (&self->tree->arena, old)->kind == BURNISH_NODE_FOLDER;
  Merge next = { .from = node, .to = old };

  if (is_folder && was_folder)
    g_array_append_val (self->merges, next);
  else if (is_folder || was_folder)
    keep_both (self, node);
  else
    replace (self, old, node);
}

static int
compare_answers (gconstpointer a, gconstpointer b)
{
  return strcmp (((const BurnishAnswer *) a)->name, ((const BurnishAnswer *) b)->name);
}

static BurnishCollisionPolicy
get_policy (Placement *self, BurnishNode node)
{
  BurnishAnswer wanted = { .name = _burnish_arena_get (&self->tree->arena, node)->name };
  guint index;

  if (self->answers == NULL)
    return self->policy;
  if (!g_array_binary_search ((GArray *) self->answers, &wanted, compare_answers, &index)
      || g_array_index (self->answers, BurnishAnswer, index).policy == BURNISH_COLLISION_FAIL)
    return BURNISH_COLLISION_KEEP_BOTH;
  return g_array_index (self->answers, BurnishAnswer, index).policy;
}

static gboolean
collide (Placement *self, BurnishNode old, BurnishNode node, GError **error)
{
  switch (get_policy (self, node))
    {
    case BURNISH_COLLISION_FAIL:
      return fail_exists (self, node, error);
    case BURNISH_COLLISION_REPLACE:
      replace (self, old, node);
      return TRUE;
    case BURNISH_COLLISION_KEEP_BOTH:
      keep_both (self, node);
      return TRUE;
    case BURNISH_COLLISION_MERGE:
      merge (self, old, node);
      return TRUE;
    case BURNISH_COLLISION_SKIP:
      g_array_append_val (self->skipped, node);
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* First those without collision, all at once; then the others, which may need a free name. */
static gboolean
place_in (Placement *self, const BurnishNode *nodes, guint32 n_nodes, GError **error)
{
  g_autoptr (GArray) fresh = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GArray) colliding = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  const BurnishArena *arena = &self->tree->arena;
  BurnishNode old;

  for (guint32 i = 0; i < n_nodes; i++)
    {
      _burnish_arena_search (arena, self->parent, _burnish_arena_get (arena, nodes[i])->name, &old);
      g_array_append_val (old == BURNISH_NODE_NONE ? fresh : colliding, nodes[i]);
    }
  if (fresh->len > 0)
    _burnish_tree_attach (self->tree, (BurnishNode *) fresh->data, fresh->len, self->parent);
  for (guint i = 0; i < colliding->len; i++)
    {
      BurnishNode node = g_array_index (colliding, BurnishNode, i);

      _burnish_arena_search (arena, self->parent, _burnish_arena_get (arena, node)->name, &old);
      if (!collide (self, old, node, error))
        return FALSE;
    }
  return TRUE;
}

/* Takes all children out of a folder without parent; they are in byte order of their names. */
static GArray *
take_children (BurnishTree *tree, BurnishNode folder)
{
  guint32 n_children = _burnish_arena_n_children (&tree->arena, folder);
  GArray *children = g_array_sized_new (FALSE, FALSE, sizeof (BurnishNode), n_children);

  for (guint32 i = 0; i < n_children; i++)
    {
      BurnishNode child = _burnish_arena_child (&tree->arena, folder, i);

      g_array_append_val (children, child);
    }
  if (n_children > 0)
    _burnish_tree_detach (tree, (BurnishNode *) children->data, children->len, folder);
  return children;
}

/* Then what is in folders that are merged. */
static gboolean
place (Placement *self, const BurnishNode *nodes, guint32 n_nodes, GError **error)
{
  g_autoptr (GArray) merges = g_array_new (FALSE, FALSE, sizeof (Merge));

  self->merges = merges;
  if (!place_in (self, nodes, n_nodes, error))
    return FALSE;
  self->answers = NULL;
  for (guint i = 0; i < merges->len; i++)
    {
      Merge next = g_array_index (merges, Merge, i);
      g_autoptr (GArray) children = take_children (self->tree, next.from);

      self->parent = next.to;
      if (!place_in (self, (BurnishNode *) children->data, children->len, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
_burnish_tree_place (BurnishTree *self,
                     const BurnishNode *nodes,
                     guint32 n_nodes,
                     BurnishNode parent,
                     BurnishCollisionPolicy policy,
                     GArray *skipped,
                     GError **error)
{
  Placement placement = { .tree = self, .parent = parent, .policy = policy, .skipped = skipped };

  return place (&placement, nodes, n_nodes, error);
}

gboolean
_burnish_tree_place_contents (BurnishTree *self,
                              BurnishNode folder,
                              BurnishNode parent,
                              BurnishCollisionPolicy policy,
                              GArray *skipped,
                              GError **error)
{
  g_autoptr (GArray) children = take_children (self, folder);

  return _burnish_tree_place (self, (BurnishNode *) children->data, children->len, parent, policy,
                              skipped, error);
}

void
_burnish_tree_place_answered (BurnishTree *self,
                              BurnishNode folder,
                              BurnishNode parent,
                              const GArray *answers,
                              GArray *skipped)
{
  g_autoptr (GArray) children = take_children (self, folder);
  Placement placement = { .tree = self,
                          .parent = parent,
                          .policy = BURNISH_COLLISION_MERGE,
                          .answers = answers,
                          .skipped = skipped };
  gboolean success = place (&placement, (BurnishNode *) children->data, children->len, NULL);

  g_assert (success);
}
