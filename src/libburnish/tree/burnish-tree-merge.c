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

/* The first name that is there already, so that a merge that must not collide can fail before
   anything is done and the scan can be merged in another way. */
static const char *
find_collision (BurnishTree *self, BurnishNode parent, const BurnishArena *arena, gboolean contents)
{
  guint32 n_children = contents ? _burnish_arena_n_children (arena, BURNISH_NODE_ROOT) : 1;

  for (guint32 i = 0; i < n_children; i++)
    {
      BurnishNode child =
          contents ? _burnish_arena_child (arena, BURNISH_NODE_ROOT, i) : BURNISH_NODE_ROOT;
      const char *name = _burnish_arena_get (arena, child)->name;

      if (burnish_tree_find_child (self, parent, name) != BURNISH_NODE_NONE)
        return name;
    }
  return NULL;
}

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

  if (!check_room (self, arena, error) || (!contents && !_burnish_name_check (name, error)))
    return FALSE;
  if (policy != BURNISH_COLLISION_FAIL)
    return TRUE;
  name = find_collision (self, parent, arena, contents);
  if (name == NULL)
    return TRUE;
  display_name = _burnish_name_to_display (name);
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS, "The folder already holds “%s”",
               display_name);
  if (error != NULL)
    burnish_error_set_path (*error, name);
  return FALSE;
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
  g_autofree char *name = NULL;
  BurnishArena *arena = _burnish_scan_get_arena (scan);
  gboolean success;
  BurnishNode top;

  g_return_val_if_fail (arena != NULL, FALSE);
  if (_burnish_arena_get (arena, BURNISH_NODE_ROOT)->kind != BURNISH_NODE_FOLDER)
    contents = FALSE;
  if (!check_merge (self, parent, arena, policy, contents, error))
    return FALSE;
  top = _burnish_arena_adopt (&self->arena, arena);
  _burnish_scan_set_merged (scan);
  name = burnish_tree_dup_display_name (self, top);
  _burnish_tree_begin (self);
  success = contents ? _burnish_tree_place_contents (self, top, parent, policy, skipped_nodes, NULL)
                     : _burnish_tree_place (self, &top, 1, parent, policy, skipped_nodes, NULL);
  g_assert (success);
  _burnish_tree_end (self, g_strdup_printf (_ ("Add “%s”"), name));
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
