/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-source-path-private.h"
#include "burnish-tree-private.h"

#include <string.h>

typedef enum
{
  CHANGE_ATTACH,
  CHANGE_DETACH,
  CHANGE_SET_NAME,
} ChangeKind;

typedef struct
{
  ChangeKind kind;
  /* attach and detach */
  BurnishNode parent;
  guint32 n_nodes;
  BurnishNode *nodes; /* (owned) */
  /* set name: of nodes[0]; all in the tree's store */
  const char *old_name;
  const char *new_name;
  const BurnishSource *old_source;
  const BurnishSource *new_source;
} Change;

struct _BurnishStep
{
  guint64 id;      /* never used again */
  char *title;     /* (owned) */
  GArray *changes; /* (owned) of Change */
};

static void
clear_change (gpointer change)
{
  g_free (((Change *) change)->nodes);
}

void
_burnish_step_free (BurnishStep *step)
{
  g_free (step->title);
  g_array_unref (step->changes);
  g_free (step);
}

static void
attach (BurnishTree *self, const Change *change)
{
  BurnishSpan span;

  _burnish_arena_attach (&self->arena, change->nodes, change->n_nodes, change->parent, &span);
  _burnish_tree_emit_changed (self, change->parent, &span);
}

static void
detach (BurnishTree *self, const Change *change)
{
  BurnishSpan span;

  _burnish_arena_detach (&self->arena, change->nodes, change->n_nodes, change->parent, &span);
  _burnish_tree_emit_changed (self, change->parent, &span);
}

static void
set_name (BurnishTree *self, BurnishNode node, const char *name, const BurnishSource *source)
{
  BurnishNodeData *data = _burnish_arena_edit (&self->arena, node);

  g_assert (data->parent_distance == 0);
  data->name = name;
  if (data->kind != BURNISH_NODE_FOLDER)
    data->source = source;
}

static void
apply (BurnishTree *self, const Change *change)
{
  switch (change->kind)
    {
    case CHANGE_ATTACH:
      attach (self, change);
      break;
    case CHANGE_DETACH:
      detach (self, change);
      break;
    case CHANGE_SET_NAME:
      set_name (self, change->nodes[0], change->new_name, change->new_source);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
revert (BurnishTree *self, const Change *change)
{
  switch (change->kind)
    {
    case CHANGE_ATTACH:
      detach (self, change);
      break;
    case CHANGE_DETACH:
      attach (self, change);
      break;
    case CHANGE_SET_NAME:
      set_name (self, change->nodes[0], change->old_name, change->old_source);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
revert_all (BurnishTree *self, BurnishStep *step)
{
  for (guint i = step->changes->len; i-- > 0;)
    revert (self, &g_array_index (step->changes, Change, i));
}

static void
do_change (BurnishTree *self, Change change)
{
  g_assert (self->step != NULL);
  g_array_append_val (self->step->changes, change);
  apply (self, &change);
}

void
_burnish_tree_begin (BurnishTree *self)
{
  g_assert (self->step == NULL);
  self->step = g_new0 (BurnishStep, 1);
  self->step->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (self->step->changes, clear_change);
}

/* Takes the title. A step without changes is not kept. */
void
_burnish_tree_end (BurnishTree *self, char *title)
{
  g_autofree char *owned_title = title;
  BurnishStep *step = g_steal_pointer (&self->step);

  if (step->changes->len == 0)
    {
      _burnish_step_free (step);
      return;
    }
  step->title = g_steal_pointer (&owned_title);
  step->id = ++self->last_step_id;
  g_ptr_array_add (self->undo_steps, step);
  g_ptr_array_set_size (self->redo_steps, 0);
  _burnish_tree_notify_steps (self);
}

void
_burnish_tree_abort (BurnishTree *self)
{
  BurnishStep *step = g_steal_pointer (&self->step);

  revert_all (self, step);
  _burnish_step_free (step);
}

guint64
_burnish_tree_get_state (BurnishTree *self)
{
  if (self->undo_steps->len == 0)
    return 0;
  return ((BurnishStep *) g_ptr_array_index (self->undo_steps, self->undo_steps->len - 1))->id;
}

void
_burnish_tree_attach (BurnishTree *self,
                      const BurnishNode *nodes,
                      guint32 n_nodes,
                      BurnishNode parent)
{
  do_change (self, (Change){ .kind = CHANGE_ATTACH,
                             .parent = parent,
                             .n_nodes = n_nodes,
                             .nodes = g_memdup2 (nodes, n_nodes * sizeof nodes[0]) });
}

void
_burnish_tree_detach (BurnishTree *self,
                      const BurnishNode *nodes,
                      guint32 n_nodes,
                      BurnishNode parent)
{
  do_change (self, (Change){ .kind = CHANGE_DETACH,
                             .parent = parent,
                             .n_nodes = n_nodes,
                             .nodes = g_memdup2 (nodes, n_nodes * sizeof nodes[0]) });
}

void
_burnish_tree_set_name (BurnishTree *self, BurnishNode node, const char *name)
{
  const BurnishNodeData *data = _burnish_arena_get (&self->arena, node);
  gboolean is_folder = data->kind == BURNISH_NODE_FOLDER;

  do_change (self,
             (Change){
                 .kind = CHANGE_SET_NAME,
                 .n_nodes = 1,
                 .nodes = g_memdup2 (&node, sizeof node),
                 .old_name = data->name,
                 .new_name = _burnish_store_add_string (self->arena.store, name, strlen (name)),
                 .old_source = is_folder ? NULL : data->source,
                 .new_source =
                     is_folder ? NULL : _burnish_source_for_rename (self->arena.store, data),
             });
}

/**
 * burnish_tree_get_undo_title:
 * @self: a tree
 *
 * Returns: (nullable) (transfer none): the last step in words, translated, such as “Remove 3
 *   Items”; %NULL when there is nothing to undo
 */
const char *
burnish_tree_get_undo_title (BurnishTree *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  if (self->undo_steps->len == 0)
    return NULL;
  return ((BurnishStep *) g_ptr_array_index (self->undo_steps, self->undo_steps->len - 1))->title;
}

/**
 * burnish_tree_get_redo_title:
 * @self: a tree
 *
 * Returns: (nullable) (transfer none): the step that was undone last in words, translated; %NULL
 *   when there is nothing to redo
 */
const char *
burnish_tree_get_redo_title (BurnishTree *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  if (self->redo_steps->len == 0)
    return NULL;
  return ((BurnishStep *) g_ptr_array_index (self->redo_steps, self->redo_steps->len - 1))->title;
}

/**
 * burnish_tree_undo:
 * @self: a tree
 *
 * Takes the last step back. Nodes get the numbers back that they had.
 *
 * Returns: whether there was a step
 */
gboolean
burnish_tree_undo (BurnishTree *self)
{
  BurnishStep *step;

  g_return_val_if_fail (BURNISH_IS_TREE (self), FALSE);
  g_return_val_if_fail (self->step == NULL, FALSE);
  if (self->undo_steps->len == 0)
    return FALSE;
  step = g_ptr_array_steal_index (self->undo_steps, self->undo_steps->len - 1);
  revert_all (self, step);
  g_ptr_array_add (self->redo_steps, step);
  _burnish_tree_notify_steps (self);
  return TRUE;
}

/**
 * burnish_tree_redo:
 * @self: a tree
 *
 * Does the step again that was undone last. A new edit forgets the steps that were undone.
 *
 * Returns: whether there was a step
 */
gboolean
burnish_tree_redo (BurnishTree *self)
{
  BurnishStep *step;

  g_return_val_if_fail (BURNISH_IS_TREE (self), FALSE);
  g_return_val_if_fail (self->step == NULL, FALSE);
  if (self->redo_steps->len == 0)
    return FALSE;
  step = g_ptr_array_steal_index (self->redo_steps, self->redo_steps->len - 1);
  for (guint i = 0; i < step->changes->len; i++)
    apply (self, &g_array_index (step->changes, Change, i));
  g_ptr_array_add (self->undo_steps, step);
  _burnish_tree_notify_steps (self);
  return TRUE;
}
