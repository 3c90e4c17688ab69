/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-tree-private.h"

#include "burnish-error-private.h"
#include "burnish-node-stat-private.h"
#include "burnish-source-path-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_folder (BurnishTree *self, BurnishNode node)
{
  return burnish_tree_contains (self, node)
         && burnish_tree_get_kind (self, node) == BURNISH_NODE_FOLDER;
}

/* Ends a step, or takes it back when it failed; takes the title. */
static gboolean
finish (BurnishTree *self, gboolean success, char *title)
{
  if (success)
    _burnish_tree_end (self, title);
  else
    {
      g_free (title);
      _burnish_tree_abort (self);
    }
  return success;
}

static gboolean
check_room (BurnishTree *self, GError **error)
{
  if (self->arena.n_nodes < BURNISH_ARENA_MAX_NODES - 1)
    return TRUE;
  g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                       "The tree holds as many nodes as it can");
  return FALSE;
}

/* Adds a node under a name. Where the policy keeps the old node, that is the result. */
static BurnishNode
add_node (BurnishTree *self,
          BurnishNode parent,
          const char *name,
          BurnishNodeData *data,
          BurnishCollisionPolicy policy,
          GError **error)
{
  g_autoptr (GArray) skipped = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autofree char *display_name = _burnish_name_to_display (name);
  BurnishNode node;

  if (!_burnish_name_check (name, error) || !check_room (self, error))
    return BURNISH_NODE_NONE;
  data->name = _burnish_store_add_string (self->arena.store, name, strlen (name));
  node = _burnish_arena_append (&self->arena, data);
  _burnish_tree_begin (self);
  if (!finish (self, _burnish_tree_place (self, &node, 1, parent, policy, skipped, error),
               g_strdup_printf (_ ("Add “%s”"), display_name)))
    return BURNISH_NODE_NONE;
  return burnish_tree_contains (self, node) ? node : burnish_tree_find_child (self, parent, name);
}

/**
 * burnish_tree_add_folder:
 * @self: a tree
 * @parent: a folder in the tree
 * @name: (type filename): the new folder's name
 * @policy: what to do when @parent holds that name already
 * @error: return location for an error: %BURNISH_ERROR_NAME_INVALID, %BURNISH_ERROR_NAME_EXISTS
 *
 * Makes an empty folder, last modified now.
 *
 * Returns: the folder, or the node that was there before if @policy kept it; %BURNISH_NODE_NONE
 *   with @error set
 */
BurnishNode
burnish_tree_add_folder (BurnishTree *self,
                         BurnishNode parent,
                         const char *name,
                         BurnishCollisionPolicy policy,
                         GError **error)
{
  BurnishNodeData data;

  g_return_val_if_fail (BURNISH_IS_TREE (self), BURNISH_NODE_NONE);
  g_return_val_if_fail (is_folder (self, parent) && name != NULL, BURNISH_NODE_NONE);
  _burnish_node_init_made (&data, BURNISH_NODE_FOLDER);
  return add_node (self, parent, name, &data, policy, error);
}

/**
 * burnish_tree_add_bytes:
 * @self: a tree
 * @parent: a folder in the tree
 * @name: (type filename): the new file's name
 * @bytes: its contents
 * @policy: what to do when @parent holds that name already
 * @error: return location for an error: %BURNISH_ERROR_NAME_INVALID, %BURNISH_ERROR_NAME_EXISTS
 *
 * Makes a file from memory, last modified now.
 *
 * Returns: the file, or the node that was there before if @policy kept it; %BURNISH_NODE_NONE with
 *   @error set
 */
BurnishNode
burnish_tree_add_bytes (BurnishTree *self,
                        BurnishNode parent,
                        const char *name,
                        GBytes *bytes,
                        BurnishCollisionPolicy policy,
                        GError **error)
{
  BurnishNodeData data;
  BurnishSource *source;

  g_return_val_if_fail (BURNISH_IS_TREE (self) && bytes != NULL, BURNISH_NODE_NONE);
  g_return_val_if_fail (is_folder (self, parent) && name != NULL, BURNISH_NODE_NONE);
  _burnish_node_init_made (&data, BURNISH_NODE_FILE);
  source = _burnish_source_new (self->arena.store, BURNISH_SOURCE_BYTES, NULL, NULL);
  source->object = g_bytes_ref (bytes);
  _burnish_store_own (self->arena.store, source->object, (GDestroyNotify) g_bytes_unref);
  data.source = source;
  data.size_bytes = g_bytes_get_size (bytes);
  return add_node (self, parent, name, &data, policy, error);
}

/**
 * burnish_tree_add_stream:
 * @self: a tree
 * @parent: a folder in the tree
 * @name: (type filename): the new file's name
 * @stream: its contents; they are read once, by the first job that reads them, on a thread of its
 *   own
 * @size_bytes: exactly how many bytes @stream will give
 * @policy: what to do when @parent holds that name already
 * @error: return location for an error: %BURNISH_ERROR_NAME_INVALID, %BURNISH_ERROR_NAME_EXISTS
 *
 * Makes a file from a stream, last modified now.
 *
 * Returns: the file, or the node that was there before if @policy kept it; %BURNISH_NODE_NONE with
 *   @error set
 */
BurnishNode
burnish_tree_add_stream (BurnishTree *self,
                         BurnishNode parent,
                         const char *name,
                         GInputStream *stream,
                         guint64 size_bytes,
                         BurnishCollisionPolicy policy,
                         GError **error)
{
  BurnishNodeData data;
  BurnishSource *source;

  g_return_val_if_fail (BURNISH_IS_TREE (self) && G_IS_INPUT_STREAM (stream), BURNISH_NODE_NONE);
  g_return_val_if_fail (is_folder (self, parent) && name != NULL, BURNISH_NODE_NONE);
  _burnish_node_init_made (&data, BURNISH_NODE_FILE);
  source = _burnish_source_new (self->arena.store, BURNISH_SOURCE_STREAM, NULL, NULL);
  source->object = g_object_ref (stream);
  _burnish_store_own (self->arena.store, source->object, g_object_unref);
  data.source = source;
  data.size_bytes = size_bytes;
  return add_node (self, parent, name, &data, policy, error);
}

/* A file on this computer, known by its absolute path. */
static gboolean
init_from_local (BurnishTree *self, BurnishNodeData *data, GFile *file, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  BurnishSource *source, *folder_source;
  const char *name = g_file_peek_path (file);
  struct stat link_status, status;

  if (lstat (name, &link_status) < 0 || stat (name, &status) < 0)
    return _burnish_error_fail_file (file,
                                     errno == ENOENT || errno == ENOTDIR
                                         ? BURNISH_ERROR_SOURCE_MISSING
                                         : BURNISH_ERROR_SOURCE_UNREADABLE,
                                     g_strerror (errno), error);
  if (!S_ISREG (status.st_mode))
    return _burnish_error_fail_file (file, BURNISH_ERROR_NOT_SUPPORTED,
                                     "This is not a regular file", error);
  _burnish_node_init_from_stat (data, &status);
  if (S_ISLNK (link_status.st_mode))
    data->flags |= BURNISH_NODE_FLAG_FOLLOWS;
  name = g_file_peek_path (folder);
  name = _burnish_store_add_string (self->arena.store, name, strlen (name));
  folder_source = _burnish_source_new (self->arena.store, BURNISH_SOURCE_LOCAL_FOLDER, NULL, name);
  folder_source->follows_link = TRUE;
  name = strrchr (g_file_peek_path (file), '/') + 1;
  name = _burnish_store_add_string (self->arena.store, name, strlen (name));
  source = _burnish_source_new (self->arena.store, BURNISH_SOURCE_LOCAL_FILE, folder_source, name);
  source->device = folder_source->device = status.st_dev;
  data->source = source;
  return TRUE;
}

static gboolean
init_from_gio (BurnishTree *self, BurnishNodeData *data, GFile *file, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, BURNISH_INFO_ATTRIBUTES, G_FILE_QUERY_INFO_NONE, NULL, &failure);
  BurnishSource *source;

  if (info == NULL)
    return _burnish_error_fail_file (file,
                                     g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
                                         ? BURNISH_ERROR_SOURCE_MISSING
                                         : BURNISH_ERROR_SOURCE_UNREADABLE,
                                     failure->message, error);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return _burnish_error_fail_file (file, BURNISH_ERROR_NOT_SUPPORTED,
                                     "This is not a regular file", error);
  _burnish_node_init_from_info (data, info);
  source = _burnish_source_new (self->arena.store, BURNISH_SOURCE_GIO_FILE, NULL, NULL);
  source->object = g_object_ref (file);
  _burnish_store_own (self->arena.store, source->object, g_object_unref);
  data->source = source;
  return TRUE;
}

/**
 * burnish_tree_add_file:
 * @self: a tree
 * @parent: a folder in the tree
 * @name: (type filename) (nullable): the name on the disc, or %NULL for the file's own
 * @file: one regular file, or a symbolic link to one
 * @policy: what to do when @parent holds that name already
 * @error: return location for an error: %BURNISH_ERROR_NAME_INVALID, %BURNISH_ERROR_NAME_EXISTS,
 *   %BURNISH_ERROR_SOURCE_MISSING, %BURNISH_ERROR_SOURCE_UNREADABLE, %BURNISH_ERROR_NOT_SUPPORTED
 *
 * Stages one file. It asks for the file's size and times and waits for the answer, which a network
 * share may take long to give: stage what is far away, and folders, with [class@Burnish.Scan].
 *
 * Returns: the file, or the node that was there before if @policy kept it; %BURNISH_NODE_NONE with
 *   @error set
 */
BurnishNode
burnish_tree_add_file (BurnishTree *self,
                       BurnishNode parent,
                       const char *name,
                       GFile *file,
                       BurnishCollisionPolicy policy,
                       GError **error)
{
  g_autofree char *own_name = NULL;
  BurnishNodeData data;

  g_return_val_if_fail (BURNISH_IS_TREE (self) && G_IS_FILE (file), BURNISH_NODE_NONE);
  g_return_val_if_fail (is_folder (self, parent), BURNISH_NODE_NONE);
  if (g_file_is_native (file) ? !init_from_local (self, &data, file, error)
                              : !init_from_gio (self, &data, file, error))
    return BURNISH_NODE_NONE;
  if (name == NULL)
    name = own_name = g_file_get_basename (file);
  return add_node (self, parent, name, &data, policy, error);
}

/**
 * burnish_tree_rename:
 * @self: a tree
 * @node: a node in the tree, not the root
 * @name: (type filename): its new name
 * @error: return location for an error: %BURNISH_ERROR_NAME_INVALID, %BURNISH_ERROR_NAME_EXISTS
 *
 * Gives a node another name on the disc.
 *
 * Returns: whether it has the name now
 */
gboolean
burnish_tree_rename (BurnishTree *self, BurnishNode node, const char *name, GError **error)
{
  g_autoptr (GArray) skipped = NULL;
  g_autofree char *old_name = NULL;
  BurnishNode parent;

  g_return_val_if_fail (BURNISH_IS_TREE (self) && name != NULL, FALSE);
  g_return_val_if_fail (node != BURNISH_NODE_ROOT && burnish_tree_contains (self, node), FALSE);
  if (!_burnish_name_check (name, error))
    return FALSE;
  if (g_str_equal (name, burnish_tree_get_name (self, node)))
    return TRUE;
  skipped = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  old_name = burnish_tree_dup_display_name (self, node);
  parent = burnish_tree_get_parent (self, node);
  _burnish_tree_begin (self);
  _burnish_tree_detach (self, &node, 1, parent);
  _burnish_tree_set_name (self, node, name);
  return finish (
      self, _burnish_tree_place (self, &node, 1, parent, BURNISH_COLLISION_FAIL, skipped, error),
      g_strdup_printf (_ ("Rename “%s”"), old_name));
}

/* Byte order of the names, as a folder has its children. */
static int
compare_names (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const BurnishArena *arena = user_data;

  return strcmp (_burnish_arena_get (arena, *(const BurnishNode *) a)->name,
                 _burnish_arena_get (arena, *(const BurnishNode *) b)->name);
}

/* Takes nodes of one folder out of it, all at once. If they are all that it holds, it has them in
   order already. */
static void
detach_siblings (BurnishTree *self, GArray *siblings)
{
  BurnishNode parent = burnish_tree_get_parent (self, g_array_index (siblings, BurnishNode, 0));

  if (siblings->len == burnish_tree_get_n_children (self, parent))
    burnish_tree_get_children (self, parent, 0, siblings->len, (BurnishNode *) siblings->data);
  else
    g_array_sort_with_data (siblings, compare_names, &self->arena);
  _burnish_tree_detach (self, (BurnishNode *) siblings->data, siblings->len, parent);
}

/* Takes nodes out of the tree, each run of nodes of one folder at once, and says how many. */
static guint
detach_all (BurnishTree *self, const BurnishNode *nodes, gsize n_nodes, BurnishNode *first)
{
  g_autoptr (GArray) siblings = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  BurnishNode parent = BURNISH_NODE_NONE;
  guint n_removed = 0;

  for (gsize i = 0; i < n_nodes; i++)
    {
      if (nodes[i] == BURNISH_NODE_ROOT || !burnish_tree_contains (self, nodes[i]))
        continue;
      if (siblings->len > 0 && burnish_tree_get_parent (self, nodes[i]) != parent)
        {
          detach_siblings (self, siblings);
          g_array_set_size (siblings, 0);
        }
      /* What was just detached may have held this one. */
      if (!burnish_tree_contains (self, nodes[i])
          || !g_hash_table_add (seen, GUINT_TO_POINTER (nodes[i])))
        continue;
      if (n_removed++ == 0)
        *first = nodes[i];
      parent = burnish_tree_get_parent (self, nodes[i]);
      g_array_append_val (siblings, nodes[i]);
    }
  if (siblings->len > 0)
    detach_siblings (self, siblings);
  return n_removed;
}

/**
 * burnish_tree_remove:
 * @self: a tree
 * @nodes: (array length=n_nodes): nodes, not the root
 * @n_nodes: how many
 *
 * Takes nodes and everything in them out of the tree, as one step. Nodes that are not in the tree,
 * or in a folder that is removed before them, are passed over.
 */
void
burnish_tree_remove (BurnishTree *self, const BurnishNode *nodes, gsize n_nodes)
{
  g_autofree char *name = NULL;
  BurnishNode first = BURNISH_NODE_NONE;
  guint n_removed;

  g_return_if_fail (BURNISH_IS_TREE (self));
  g_return_if_fail (nodes != NULL || n_nodes == 0);
  _burnish_tree_begin (self);
  n_removed = detach_all (self, nodes, n_nodes, &first);
  if (n_removed == 1)
    name = burnish_tree_dup_display_name (self, first);
  _burnish_tree_end (self, n_removed == 1
                               ? g_strdup_printf (_ ("Remove “%s”"), name)
                               : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Remove %u Item",
                                                               "Remove %u Items", n_removed),
                                                  n_removed));
}

static gboolean
check_move (BurnishTree *self, BurnishNode node, BurnishNode new_parent, GError **error)
{
  g_autofree char *path = NULL;

  if (!_burnish_arena_is_inside (&self->arena, new_parent, node))
    return TRUE;
  path = burnish_tree_dup_path (self, node);
  g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_INVALID_ARGUMENT,
                       "A folder cannot be moved into itself");
  if (error != NULL)
    burnish_error_set_path (*error, path);
  return FALSE;
}

/* Moves the nodes at the start of an array that lie in one folder, all at once. */
static gboolean
move_run (BurnishTree *self,
          const BurnishNode *nodes,
          gsize n_nodes,
          BurnishNode new_parent,
          BurnishCollisionPolicy policy,
          gsize *n_run,
          guint *n_moved,
          char **first_name,
          GError **error)
{
  g_autoptr (GArray) siblings = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GArray) skipped = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  BurnishNode parent = burnish_tree_get_parent (self, nodes[0]);
  gsize i;

  for (i = 0; i < n_nodes && burnish_tree_get_parent (self, nodes[i]) == parent; i++)
    {
      if (!check_move (self, nodes[i], new_parent, error))
        return FALSE;
      /* One of them may have been replaced by one before it. */
      if (parent == new_parent || parent == BURNISH_NODE_NONE
          || !g_hash_table_add (seen, GUINT_TO_POINTER (nodes[i]))
          || (policy == BURNISH_COLLISION_SKIP
              && burnish_tree_find_child (self, new_parent, burnish_tree_get_name (self, nodes[i]))
                     != BURNISH_NODE_NONE))
        continue;
      if ((*n_moved)++ == 0)
        *first_name = burnish_tree_dup_display_name (self, nodes[i]);
      g_array_append_val (siblings, nodes[i]);
    }
  *n_run = i;
  if (siblings->len == 0)
    return TRUE;
  detach_siblings (self, siblings);
  return _burnish_tree_place (self, (BurnishNode *) siblings->data, siblings->len, new_parent,
                              policy, skipped, error);
}

/**
 * burnish_tree_move:
 * @self: a tree
 * @nodes: (array length=n_nodes): nodes in the tree, not the root
 * @n_nodes: how many
 * @new_parent: a folder in the tree
 * @policy: what to do when @new_parent holds one of the names already
 * @error: return location for an error: %BURNISH_ERROR_NAME_EXISTS,
 *   %BURNISH_ERROR_INVALID_ARGUMENT when a folder would be moved into itself
 *
 * Moves nodes with everything in them to another folder, as one step. Those that are there already
 * stay, and so do those that @policy skips.
 *
 * Returns: %TRUE, or %FALSE with @error set and nothing moved
 */
gboolean
burnish_tree_move (BurnishTree *self,
                   const BurnishNode *nodes,
                   gsize n_nodes,
                   BurnishNode new_parent,
                   BurnishCollisionPolicy policy,
                   GError **error)
{
  g_autofree char *name = NULL;
  gboolean success = TRUE;
  guint n_moved = 0;

  g_return_val_if_fail (BURNISH_IS_TREE (self), FALSE);
  g_return_val_if_fail (nodes != NULL || n_nodes == 0, FALSE);
  g_return_val_if_fail (is_folder (self, new_parent), FALSE);
  for (gsize i = 0; i < n_nodes; i++)
    g_return_val_if_fail (burnish_tree_contains (self, nodes[i]), FALSE);

  _burnish_tree_begin (self);
  for (gsize i = 0, n_run = 0; i < n_nodes && success; i += n_run)
    success =
        move_run (self, nodes + i, n_nodes - i, new_parent, policy, &n_run, &n_moved, &name, error);
  return finish (self, success,
                 n_moved == 1 ? g_strdup_printf (_ ("Move “%s”"), name)
                              : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Move %u Item",
                                                              "Move %u Items", n_moved),
                                                 n_moved));
}
