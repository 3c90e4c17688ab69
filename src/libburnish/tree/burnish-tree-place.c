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
  guint n_passed;        /* answers for names that came before */
  GArray *skipped;       /* of BurnishNode */
  GArray *merges;        /* of Merge: still to be done */

  /* Of the folder that is being filled, of BurnishNode */
  GArray *replaced; /* what is taken out of it */
  GArray *placed;   /* what goes into it under its own name */
  GArray *renamed;  /* what goes into it under another name */
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
replace (Placement *self, BurnishNode old, BurnishNode node)
{
  g_array_append_val (self->replaced, old);
  g_array_append_val (self->placed, node);
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
    g_array_append_val (self->renamed, node);
  else
    replace (self, old, node);
}

/* Names come in byte order, as the answers are. */
static BurnishCollisionPolicy
get_policy (Placement *self, BurnishNode node)
{
  const char *name = _burnish_arena_get (&self->tree->arena, node)->name;

  if (self->answers == NULL)
    return self->policy;
  for (; self->n_passed < self->answers->len; self->n_passed++)
    {
      const BurnishAnswer *answer = &g_array_index (self->answers, BurnishAnswer, self->n_passed);
      int order = strcmp (answer->name, name);

      if (order == 0 && answer->policy != BURNISH_COLLISION_FAIL)
        return answer->policy;
      if (order >= 0)
        break;
    }
  return BURNISH_COLLISION_KEEP_BOTH;
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
      g_array_append_val (self->renamed, node);
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

static void
rename_free (Placement *self, BurnishNode node)
{
  g_autofree char *name = _burnish_name_make_free (&self->tree->arena, self->parent, node);

  _burnish_tree_set_name (self->tree, node, name);
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  const BurnishArena *arena = data;

  return strcmp (_burnish_arena_get (arena, *(const BurnishNode *) a)->name,
                 _burnish_arena_get (arena, *(const BurnishNode *) b)->name);
}

/* Each gets a name that the folder does not hold. Two long names may become the same one when they
   are shortened for a number; the second is done after the rest then. */
static void
place_renamed (Placement *self)
{
  BurnishArena *arena = &self->tree->arena;
  g_autoptr (GArray) doubles = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  BurnishNode *nodes = (BurnishNode *) self->renamed->data;
  guint n_kept = 0;

  for (guint i = 0; i < self->renamed->len; i++)
    rename_free (self, nodes[i]);
  g_array_sort_with_data (self->renamed, compare_names, arena);
  for (guint i = 0; i < self->renamed->len; i++)
    if (n_kept > 0 && compare_names (&nodes[n_kept - 1], &nodes[i], arena) == 0)
      g_array_append_val (doubles, nodes[i]);
    else
      nodes[n_kept++] = nodes[i];
  if (n_kept > 0)
    _burnish_tree_attach (self->tree, nodes, n_kept, self->parent);
  for (guint i = 0; i < doubles->len; i++)
    {
      BurnishNode node = g_array_index (doubles, BurnishNode, i);

      rename_free (self, node);
      _burnish_tree_attach (self->tree, &node, 1, self->parent);
    }
}

/* All at once, so that very many cost no more than a few changes of the folder. */
static gboolean
place_in (Placement *self, const BurnishNode *nodes, guint32 n_nodes, GError **error)
{
  const BurnishArena *arena = &self->tree->arena;
  guint32 position = 0;

  g_array_set_size (self->replaced, 0);
  g_array_set_size (self->placed, 0);
  g_array_set_size (self->renamed, 0);
  for (guint32 i = 0; i < n_nodes; i++)
    {
      const char *name = _burnish_arena_get (arena, nodes[i])->name;
      BurnishNode old;

      position = _burnish_arena_search_from (arena, self->parent, position, name, &old);
      if (old == BURNISH_NODE_NONE)
        {
          g_array_append_val (self->placed, nodes[i]);
          continue;
        }
      position++;
      if (!collide (self, old, nodes[i], error))
        return FALSE;
    }
  if (self->replaced->len > 0)
    _burnish_tree_detach (self->tree, (BurnishNode *) self->replaced->data, self->replaced->len,
                          self->parent);
  if (self->placed->len > 0)
    _burnish_tree_attach (self->tree, (BurnishNode *) self->placed->data, self->placed->len,
                          self->parent);
  place_renamed (self);
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
  g_autoptr (GArray) replaced = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GArray) renamed = g_array_new (FALSE, FALSE, sizeof (BurnishNode));

  self->merges = merges;
  self->replaced = replaced;
  self->placed = placed;
  self->renamed = renamed;
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
