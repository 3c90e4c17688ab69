/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan-private.h"
#include "burnish-tree-private.h"

#include <glib/gi18n-lib.h>

/* What was skipped, by the path that it would have had. */
static GPtrArray *
list_skipped (BurnishTree *self, BurnishNode parent, GArray *nodes)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_left_out_unref);
  g_autofree char *folder_path = burnish_tree_dup_path (self, parent);

  for (guint i = 0; i < nodes->len; i++)
    {
      const char *name = burnish_tree_get_name (self, g_array_index (nodes, BurnishNode, i));

      g_ptr_array_add (list, _burnish_left_out_new (g_build_filename (folder_path, name, NULL),
                                                    BURNISH_LEFT_OUT_NAME_EXISTS, 0));
    }
  return list;
}

static gboolean
check_room (BurnishTree *self, const BurnishArena *arena, GError **error)
{
  if ((guint64) self->arena.n_nodes + arena->n_nodes < BURNISH_ARENA_MAX_NODES)
    return TRUE;
  g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                       "The tree cannot hold as many nodes");
  return FALSE;
}

/* Calls back for what is there already, in byte order of the names, until that is enough. */
static void
for_each_collision (BurnishTree *self,
                    BurnishNode parent,
                    const BurnishArena *arena,
                    gboolean contents,
                    gboolean (*callback) (BurnishNode existing, BurnishNode node, gpointer data),
                    gpointer data)
{
  guint32 n_nodes = contents ? _burnish_arena_n_children (arena, BURNISH_NODE_ROOT) : 1;
  guint32 position = 0;

  for (guint32 i = 0; i < n_nodes; i++)
    {
      BurnishNode node =
          contents ? _burnish_arena_child (arena, BURNISH_NODE_ROOT, i) : BURNISH_NODE_ROOT;
      const char *name = _burnish_arena_get (arena, node)->name;
      BurnishNode existing;

      position = _burnish_arena_search_from (&self->arena, parent, position, name, &existing);
      if (existing == BURNISH_NODE_NONE)
        continue;
      position++;
      if (!callback (existing, node, data))
        return;
    }
}

static gboolean
find_first_cb (G_GNUC_UNUSED BurnishNode existing, BurnishNode node, gpointer data)
{
  *(BurnishNode *) data = node;
  return FALSE;
}

/* A merge that must not collide fails before anything is done, so that the scan can be merged in
   another way. */
static gboolean
check_merge (BurnishTree *self,
             BurnishNode parent,
             const BurnishArena *arena,
             BurnishCollisionPolicy policy,
             gboolean contents,
             GError **error)
{
  g_autofree char *display_name = NULL;
  const char *name = _burnish_arena_get (arena, BURNISH_NODE_ROOT)->name;
  BurnishNode node = BURNISH_NODE_NONE;

  if (!check_room (self, arena, error) || (!contents && !_burnish_name_check (name, error)))
    return FALSE;
  if (policy != BURNISH_COLLISION_FAIL)
    return TRUE;
  for_each_collision (self, parent, arena, contents, find_first_cb, &node);
  if (node == BURNISH_NODE_NONE)
    return TRUE;
  name = _burnish_arena_get (arena, node)->name;
  display_name = _burnish_name_to_display (name);
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS, "The folder already holds “%s”",
               display_name);
  if (error != NULL)
    burnish_error_set_path (*error, name);
  return FALSE;
}

/* The step in words: by the name of what was scanned, or of the only one or the number of those in
   a list. */
static char *
make_title (const BurnishArena *arena)
{
  guint32 n_children = _burnish_arena_n_children (arena, BURNISH_NODE_ROOT);
  const char *name = _burnish_arena_get (arena, BURNISH_NODE_ROOT)->name;
  g_autofree char *display_name = NULL;

  if (name[0] == '\0' && n_children != 1)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Add %u Item", "Add %u Items", n_children), n_children);
  if (name[0] == '\0')
    name = _burnish_arena_get (arena, _burnish_arena_child (arena, BURNISH_NODE_ROOT, 0))->name;
  display_name = _burnish_name_to_display (name);
  return g_strdup_printf (_ ("Add “%s”"), display_name);
}

/* The scan's nodes become the tree's; the number of the first one. */
static BurnishNode
take_over (BurnishTree *self, BurnishScan *scan)
{
  BurnishNode top = _burnish_arena_adopt (&self->arena, _burnish_scan_get_arena (scan));

  _burnish_scan_set_merged (scan);
  return top;
}

static gboolean
has_contents (const BurnishArena *arena)
{
  return _burnish_arena_get (arena, BURNISH_NODE_ROOT)->kind == BURNISH_NODE_FOLDER;
}

static gboolean
merge (BurnishTree *self,
       BurnishNode parent,
       BurnishScan *scan,
       BurnishCollisionPolicy policy,
       gboolean contents,
       GPtrArray **skipped,
       GError **error)
{
  g_autoptr (GArray) skipped_nodes = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autofree char *title = NULL;
  BurnishArena *arena = _burnish_scan_get_arena (scan);
  gboolean success;
  BurnishNode top;

  g_return_val_if_fail (arena != NULL, FALSE);
  contents = contents && has_contents (arena);
  if (!check_merge (self, parent, arena, policy, contents, error))
    return FALSE;
  title = make_title (arena);
  top = take_over (self, scan);
  _burnish_tree_begin (self);
  success = contents ? _burnish_tree_place_contents (self, top, parent, policy, skipped_nodes, NULL)
                     : _burnish_tree_place (self, &top, 1, parent, policy, skipped_nodes, NULL);
  g_assert (success);
  _burnish_tree_end (self, g_steal_pointer (&title));
  if (skipped != NULL)
    *skipped = list_skipped (self, parent, skipped_nodes);
  return TRUE;
}

/**
 * burnish_tree_merge:
 * @self: a tree
 * @parent: a folder in the tree
 * @scan: a scan that ran well and was not merged yet
 * @policy: what to do with names that are there already
 * @skipped: (out) (optional) (transfer container) (element-type BurnishLeftOut): what @policy
 *   skipped
 * @error: return location for an error: %BURNISH_ERROR_NAME_EXISTS; %BURNISH_ERROR_NAME_INVALID
 *   when a whole file system was scanned, which has no name; %BURNISH_ERROR_TREE_TOO_LARGE
 *
 * Puts what was scanned into a folder, under its own name. The scan's nodes move into the tree;
 * this takes hardly any time.
 *
 * Returns: %TRUE, or %FALSE with @error set and nothing changed; @scan can be merged in another way
 *   then
 */
gboolean
burnish_tree_merge (BurnishTree *self,
                    BurnishNode parent,
                    BurnishScan *scan,
                    BurnishCollisionPolicy policy,
                    GPtrArray **skipped,
                    GError **error)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self) && BURNISH_IS_SCAN (scan), FALSE);
  g_return_val_if_fail (burnish_tree_contains (self, parent), FALSE);
  g_return_val_if_fail (burnish_tree_get_kind (self, parent) == BURNISH_NODE_FOLDER, FALSE);
  return merge (self, parent, scan, policy, FALSE, skipped, error);
}

/**
 * burnish_tree_merge_contents:
 * @self: a tree
 * @parent: a folder in the tree
 * @scan: a scan that ran well and was not merged yet
 * @policy: what to do with names that are there already
 * @skipped: (out) (optional) (transfer container) (element-type BurnishLeftOut): what @policy
 *   skipped
 * @error: return location for an error, as of [method@Burnish.Tree.merge]
 *
 * Puts what is in a scanned folder into a folder. A scanned file goes under its own name.
 *
 * Returns: %TRUE, or %FALSE with @error set and nothing changed; @scan can be merged in another way
 *   then
 */
gboolean
burnish_tree_merge_contents (BurnishTree *self,
                             BurnishNode parent,
                             BurnishScan *scan,
                             BurnishCollisionPolicy policy,
                             GPtrArray **skipped,
                             GError **error)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self) && BURNISH_IS_SCAN (scan), FALSE);
  g_return_val_if_fail (burnish_tree_contains (self, parent), FALSE);
  g_return_val_if_fail (burnish_tree_get_kind (self, parent) == BURNISH_NODE_FOLDER, FALSE);
  return merge (self, parent, scan, policy, TRUE, skipped, error);
}

typedef struct
{
  GArray *collisions; /* of BurnishCollision */
  const BurnishArena *arena;
} Found;

static gboolean
found_cb (BurnishNode existing, BurnishNode node, gpointer user_data)
{
  Found *found = user_data;
  const BurnishNodeData *data = _burnish_arena_get (found->arena, node);
  BurnishCollision collision = { .existing = existing,
                                 .name = data->name,
                                 .kind = data->kind,
                                 .size_bytes = data->size_bytes,
                                 .mtime_us = data->mtime_us,
                                 .policy = BURNISH_COLLISION_KEEP_BOTH };

  g_array_append_val (found->collisions, collision);
  return TRUE;
}

/**
 * burnish_tree_find_collisions:
 * @self: a tree
 * @parent: a folder in the tree
 * @scan: a scan that ran well and was not merged yet
 *
 * Looks for names that are there already, so that somebody can be asked before
 * [method@Burnish.Tree.merge_resolved] is called. What is in folders of the same name is not
 * compared.
 *
 * Returns: (transfer full) (element-type BurnishCollision): those of what is in the scanned folder
 *   or list, in byte order of the names
 */
GArray *
burnish_tree_find_collisions (BurnishTree *self, BurnishNode parent, BurnishScan *scan)
{
  Found found;

  g_return_val_if_fail (BURNISH_IS_TREE (self) && BURNISH_IS_SCAN (scan), NULL);
  g_return_val_if_fail (burnish_tree_contains (self, parent), NULL);
  found.arena = _burnish_scan_get_arena (scan);
  g_return_val_if_fail (found.arena != NULL, NULL);
  found.collisions = g_array_new (FALSE, FALSE, sizeof (BurnishCollision));
  for_each_collision (self, parent, found.arena, has_contents (found.arena), found_cb, &found);
  return found.collisions;
}

/* They are in byte order of their names as they were found. */
static GArray *
make_answers (const BurnishCollision *collisions, gsize n_collisions)
{
  GArray *answers = g_array_sized_new (FALSE, FALSE, sizeof (BurnishAnswer), (guint) n_collisions);

  for (gsize i = 0; i < n_collisions; i++)
    {
      BurnishAnswer answer = { collisions[i].name, collisions[i].policy };

      g_array_append_val (answers, answer);
    }
  return answers;
}

/**
 * burnish_tree_merge_resolved:
 * @self: a tree
 * @parent: a folder in the tree
 * @scan: a scan of a folder or of a list, which ran well and was not merged yet
 * @collisions: (array length=n_collisions): what [method@Burnish.Tree.find_collisions] found, in
 *   the same order, each with the policy that was chosen
 * @n_collisions: how many
 * @skipped: (out) (optional) (transfer container) (element-type BurnishLeftOut): what was skipped
 * @error: return location for an error: %BURNISH_ERROR_TREE_TOO_LARGE
 *
 * Puts what is in a scanned folder or list into a folder, as one step, with an answer for each
 * name that is there already. A name without an answer, or with %BURNISH_COLLISION_FAIL, keeps
 * both. In folders that are merged, folders are merged and of two files the new one is taken.
 *
 * Returns: %TRUE, or %FALSE with @error set and nothing changed
 */
gboolean
burnish_tree_merge_resolved (BurnishTree *self,
                             BurnishNode parent,
                             BurnishScan *scan,
                             const BurnishCollision *collisions,
                             gsize n_collisions,
                             GPtrArray **skipped,
                             GError **error)
{
  g_autoptr (GArray) skipped_nodes = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GArray) answers = NULL;
  g_autofree char *title = NULL;
  BurnishArena *arena;

  g_return_val_if_fail (BURNISH_IS_TREE (self) && BURNISH_IS_SCAN (scan), FALSE);
  g_return_val_if_fail (burnish_tree_contains (self, parent), FALSE);
  g_return_val_if_fail (burnish_tree_get_kind (self, parent) == BURNISH_NODE_FOLDER, FALSE);
  arena = _burnish_scan_get_arena (scan);
  g_return_val_if_fail (arena != NULL && has_contents (arena), FALSE);
  if (!check_room (self, arena, error))
    return FALSE;
  answers = make_answers (collisions, n_collisions);
  title = make_title (arena);
  _burnish_tree_begin (self);
  _burnish_tree_place_answered (self, take_over (self, scan), parent, answers, skipped_nodes);
  _burnish_tree_end (self, g_steal_pointer (&title));
  if (skipped != NULL)
    *skipped = list_skipped (self, parent, skipped_nodes);
  return TRUE;
}
