/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"

G_BEGIN_DECLS

/*
 * What the files that make up BurnishTree share. An edit is a step of changes: begin, change, then
 * end, or abort to take all changes back. Main thread only.
 */

typedef struct _BurnishStep BurnishStep;

struct _BurnishTree
{
  GObject parent_instance;

  BurnishArena arena;
  GPtrArray *undo_steps; /* (owned) of BurnishStep, last done at the end */
  GPtrArray *redo_steps; /* (owned) of BurnishStep, last undone at the end */
  BurnishStep *step;     /* (owned) (nullable): being made */
  guint64 last_step_id;
};

/* burnish-tree.c */
/* Takes over all nodes of an arena whose node 0 is a folder, the root. */
BurnishTree *_burnish_tree_new_with_arena (BurnishArena *arena);
void _burnish_tree_emit_changed (BurnishTree *self, BurnishNode folder, const BurnishSpan *span);
void _burnish_tree_notify_steps (BurnishTree *self);

/* burnish-tree-undo.c */
void _burnish_step_free (BurnishStep *step);
void _burnish_tree_begin (BurnishTree *self);
void _burnish_tree_end (BurnishTree *self, char *title);
void _burnish_tree_abort (BurnishTree *self);
/* A number for the tree as it is: the same again when edits have been taken back. */
guint64 _burnish_tree_get_state (BurnishTree *self);
/* Nodes in byte order of their names. */
void _burnish_tree_attach (BurnishTree *self,
                           const BurnishNode *nodes,
                           guint32 n_nodes,
                           BurnishNode parent);
void _burnish_tree_detach (BurnishTree *self,
                           const BurnishNode *nodes,
                           guint32 n_nodes,
                           BurnishNode parent);
/* Of a node without parent. */
void _burnish_tree_set_name (BurnishTree *self, BurnishNode node, const char *name);

/* What to do with each name that collides, in byte order of the names; others keep both. */
typedef struct
{
  const char *name;
  BurnishCollisionPolicy policy;
} BurnishAnswer;

/* burnish-tree-place.c: puts nodes without parent, in byte order of their names, into a folder; or
   the children of such a node. After an error the step must be aborted. Nodes that were left out
   are added to skipped. */
gboolean _burnish_tree_place (BurnishTree *self,
                              const BurnishNode *nodes,
                              guint32 n_nodes,
                              BurnishNode parent,
                              BurnishCollisionPolicy policy,
                              GArray *skipped,
                              GError **error);
gboolean _burnish_tree_place_contents (BurnishTree *self,
                                       BurnishNode folder,
                                       BurnishNode parent,
                                       BurnishCollisionPolicy policy,
                                       GArray *skipped,
                                       GError **error);
/* The same with answers for the children themselves; what is in folders that are merged is merged,
   too. Never fails. */
void _burnish_tree_place_answered (BurnishTree *self,
                                   BurnishNode folder,
                                   BurnishNode parent,
                                   const GArray *answers,
                                   GArray *skipped);

/* burnish-tree-exchange.c: puts the nodes of an arena, which have no parents, one by one in the
   place of nodes that are no folders, under their names; those that are not in the tree any more
   are passed over. Takes the arena's contents and the title of the step. Returns how many. */
guint _burnish_tree_exchange (BurnishTree *self,
                              const BurnishNode *nodes,
                              BurnishArena *arena,
                              char *title);

/* burnish-name.c */
gboolean _burnish_name_check (const char *name, GError **error);
char *_burnish_name_make_free (const BurnishArena *arena, BurnishNode folder, BurnishNode node);
char *_burnish_name_to_display (const char *name);

G_END_DECLS
