/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-private.h"

#include "burnish-node-stat-private.h"
#include "burnish-project-search-private.h"
#include "burnish-project-source-private.h"
#include "burnish-tree-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GFile *old_folder;  /* (owned) (nullable) */
  GFile *new_folder;  /* (owned) */
  GArray *nodes;      /* (owned) of BurnishNode: missing */
  GArray *lost;       /* (owned) of BurnishLostFile: of the same order */
  GArray *replaced;   /* (owned) of BurnishNode: those that the arena's nodes are for */
  BurnishArena arena; /* (owned) */
} Relink;

static void
relink_free (Relink *self)
{
  g_clear_object (&self->old_folder);
  g_object_unref (self->new_folder);
  g_array_unref (self->nodes);
  g_array_unref (self->lost);
  g_array_unref (self->replaced);
  _burnish_arena_clear (&self->arena);
  g_free (self);
}

/* A node for a file that was found; FALSE when it went away again. */
static gboolean
add_node (Relink *self, BurnishProjectSources *sources, GFile *file, GCancellable *cancellable)
{
  BurnishNodeData data;
  const char *path = g_file_peek_path (file);
  struct stat status = { 0 };

  if (g_file_is_native (file))
    {
      if (lstat (path, &status) < 0 || !S_ISREG (status.st_mode))
        return FALSE;
      _burnish_node_init_from_stat (&data, &status);
    }
  else
    {
      g_autoptr (GFileInfo) info = g_file_query_info (file, BURNISH_INFO_ATTRIBUTES,
                                                      G_FILE_QUERY_INFO_NONE, cancellable, NULL);

      if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
        return FALSE;
      _burnish_node_init_from_info (&data, info);
    }
  data.name = "";
  data.source = _burnish_project_sources_add_file (sources, file);
  if (data.source->kind == BURNISH_SOURCE_LOCAL_FILE)
    ((BurnishSource *) data.source)->device = status.st_dev;
  _burnish_arena_append (&self->arena, &data);
  return TRUE;
}

static void
relink_thread (GTask *task,
               G_GNUC_UNUSED gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  Relink *self = task_data;
  BurnishProjectSources sources;
  GError *error = NULL;

  if (!_burnish_project_search (self->lost, self->old_folder, self->new_folder, cancellable,
                                &error))
    {
      g_task_return_error (task, error);
      return;
    }
  _burnish_project_sources_init (&sources, self->arena.store, self->new_folder);
  for (guint i = 0; i < self->lost->len; i++)
    {
      GFile *found = g_array_index (self->lost, BurnishLostFile, i).found;

      if (found != NULL && add_node (self, &sources, found, cancellable))
        g_array_append_val (self->replaced, g_array_index (self->nodes, BurnishNode, i));
    }
  _burnish_project_sources_clear (&sources);
  g_task_return_boolean (task, TRUE);
}

static void
add_lost (Relink *self, BurnishTree *tree, BurnishNode node)
{
  BurnishLostFile lost = { .old_file = burnish_tree_dup_source (tree, node),
                           .size_bytes = burnish_tree_get_size_bytes (tree, node) };

  if (lost.old_file == NULL)
    return;
  lost.name = g_file_get_basename (lost.old_file);
  g_array_append_val (self->nodes, node);
  g_array_append_val (self->lost, lost);
}

/**
 * burnish_project_relink_async:
 * @self: a project
 * @old_folder: (nullable): where missing files were, or %NULL for the folder around all of them
 * @new_folder: where to look for them
 * @cancellable: (nullable): stops it; nothing is changed then
 * @callback: (scope async): called on the main context when it is done
 * @user_data: for @callback
 *
 * Looks for the sources that were gone when the project was loaded: first for each path below
 * @old_folder at the same path below @new_folder, of any size; then for files of the same name and
 * size anywhere in @new_folder. What is found takes the place of what is missing, as one step that
 * can be undone.
 */
void
burnish_project_relink_async (BurnishProject *self,
                              GFile *old_folder,
                              GFile *new_folder,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GArray) missing = NULL;
  g_autoptr (GTask) task = NULL;
  Relink *data;

  g_return_if_fail (BURNISH_IS_PROJECT (self) && G_IS_FILE (new_folder));
  g_return_if_fail (old_folder == NULL || G_IS_FILE (old_folder));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  data = g_new0 (Relink, 1);
  g_set_object (&data->old_folder, old_folder);
  data->new_folder = g_object_ref (new_folder);
  data->nodes = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  data->replaced = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  data->lost = g_array_new (FALSE, FALSE, sizeof (BurnishLostFile));
  g_array_set_clear_func (data->lost, (GDestroyNotify) _burnish_lost_file_clear);
  _burnish_arena_init (&data->arena);
  missing = burnish_project_dup_missing (self);
  for (guint i = 0; i < missing->len; i++)
    add_lost (data, burnish_project_get_tree (self), g_array_index (missing, BurnishNode, i));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, burnish_project_relink_async);
  g_task_set_task_data (task, data, (GDestroyNotify) relink_free);
  g_task_run_in_thread (task, relink_thread);
}

/**
 * burnish_project_relink_finish:
 * @self: a project
 * @result: what the callback got
 * @n_found: (out) (optional): how many files have a source again
 * @error: return location for an error: of GIO when the new folder cannot be read
 *
 * Ends [method@Burnish.Project.relink_async].
 *
 * Returns: whether it looked everywhere, though it may have found nothing
 */
gboolean
burnish_project_relink_finish (BurnishProject *self,
                               GAsyncResult *result,
                               guint *n_found,
                               GError **error)
{
  guint n_exchanged = 0;
  Relink *data;

  g_return_val_if_fail (BURNISH_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  data = g_task_get_task_data (G_TASK (result));
  if (data->replaced->len > 0)
    n_exchanged = _burnish_tree_exchange (burnish_project_get_tree (self),
                                          (const BurnishNode *) (gpointer) data->replaced->data,
                                          &data->arena, g_strdup (_ ("Find Missing Files")));
  if (n_found != NULL)
    *n_found = n_exchanged;
  return TRUE;
}
