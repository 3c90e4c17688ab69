/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-private.h"

#include "burnish-project-file-private.h"
#include "burnish-project-format-private.h"
#include "burnish-tree-private.h"

typedef struct
{
  GFile *file;                   /* (owned) */
  BurnishProjectFacts *facts;    /* (owned) */
  BurnishTreeSnapshot *snapshot; /* (owned) */
  guint64 tree_state;
  guint64 n_changes;
} Save;

static void
save_free (Save *self)
{
  g_object_unref (self->file);
  _burnish_project_facts_free (self->facts);
  burnish_tree_snapshot_unref (self->snapshot);
  g_free (self);
}

static gboolean
write_cb (BurnishProjectSink *sink, gpointer user_data, GError **error)
{
  Save *self = user_data;

  return _burnish_project_write (self->facts, self->snapshot, self->file, sink, error);
}

static void
save_thread (GTask *task,
             G_GNUC_UNUSED gpointer source_object,
             gpointer task_data,
             GCancellable *cancellable)
{
  Save *self = task_data;
  GError *error = NULL;

  if (_burnish_project_file_replace (self->file, write_cb, self, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
save (BurnishProject *self,
      GFile *file,
      gboolean as_copy,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  BurnishTree *tree = burnish_project_get_tree (self);
  Save *data = g_new0 (Save, 1);

  data->file = g_object_ref (file);
  data->facts = _burnish_project_dup_facts (self);
  data->facts->is_copy = as_copy;
  if (as_copy && burnish_project_get_file (self) != NULL)
    data->facts->copied_uri = g_file_get_uri (burnish_project_get_file (self));
  data->facts->copy_is_modified = burnish_project_get_modified (self);
  data->snapshot = burnish_tree_freeze (tree);
  data->tree_state = _burnish_tree_get_state (tree);
  data->n_changes = _burnish_project_get_n_changes (self);
  g_task_set_source_tag (task, save);
  /* Who cancels when the new file is in place already is told that it is. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, (GDestroyNotify) save_free);
  g_task_run_in_thread (task, save_thread);
}

/**
 * burnish_project_save_async:
 * @self: a project
 * @file: where to save it; a file that is there is replaced
 * @cancellable: (nullable): stops it; the old file stays then
 * @callback: (scope async): called on the main context when it is done
 * @user_data: for @callback
 *
 * Saves the project as it is now, on a thread; it can be edited meanwhile. From then on @file is
 * the project's file. At every moment @file is either the old file or the whole new one. Two
 * savings to one file should follow each other.
 */
void
burnish_project_save_async (BurnishProject *self,
                            GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (BURNISH_IS_PROJECT (self) && G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  save (self, file, FALSE, cancellable, callback, user_data);
}

/**
 * burnish_project_save_copy_async:
 * @self: a project
 * @file: where to write the copy
 * @cancellable: (nullable): stops it
 * @callback: (scope async): called on the main context when it is done
 * @user_data: for @callback
 *
 * Writes what [func@Burnish.Project.restore_async] brings back after a crash: the project as it is
 * now, which file it belongs to, and whether it differs from that. The project itself does not
 * change: it keeps its file, and what was to be saved is still to be saved. Ends with
 * [method@Burnish.Project.save_finish].
 */
void
burnish_project_save_copy_async (BurnishProject *self,
                                 GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (BURNISH_IS_PROJECT (self) && G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  save (self, file, TRUE, cancellable, callback, user_data);
}

/**
 * burnish_project_save_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location for an error: %BURNISH_ERROR_TARGET_FULL, %BURNISH_ERROR_TARGET_FAILED;
 *   %BURNISH_ERROR_NOT_SUPPORTED when a file comes from a stream, which cannot be saved;
 *   %BURNISH_ERROR_TREE_TOO_LARGE
 *
 * Ends [method@Burnish.Project.save_async] and [method@Burnish.Project.save_copy_async].
 *
 * Returns: whether it is saved; if not, what was there before is there still
 */
gboolean
burnish_project_save_finish (BurnishProject *self, GAsyncResult *result, GError **error)
{
  Save *data;

  g_return_val_if_fail (BURNISH_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, save), FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  data = g_task_get_task_data (G_TASK (result));
  if (!data->facts->is_copy)
    _burnish_project_set_saved (self, data->file, data->tree_state, data->n_changes);
  return TRUE;
}

typedef struct
{
  GFile *file; /* (owned) */
  gboolean is_restore;
  BurnishProjectFacts *facts; /* (owned) (nullable) */
  BurnishArena arena;         /* (owned) */
  GArray *missing;            /* (owned) (nullable) of BurnishMissing */
} Load;

static void
load_free (Load *self)
{
  g_object_unref (self->file);
  g_clear_pointer (&self->facts, _burnish_project_facts_free);
  g_clear_pointer (&self->missing, g_array_unref);
  _burnish_arena_clear (&self->arena);
  g_free (self);
}

static gboolean
load_project (Load *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes =
      _burnish_project_file_read (self->file, BURNISH_PROJECT_MAX_SIZE, cancellable, error);
  const char *text;
  gsize length;

  if (bytes == NULL)
    return FALSE;
  text = g_bytes_get_data (bytes, &length);
  _burnish_arena_init (&self->arena);
  self->facts = _burnish_project_read (text != NULL ? text : "", length, self->file, &self->arena,
                                       cancellable, error);
  if (self->facts == NULL)
    return FALSE;
  self->missing = _burnish_project_refresh (&self->arena, cancellable, error);
  return self->missing != NULL;
}

static void
load_thread (GTask *task,
             G_GNUC_UNUSED gpointer source_object,
             gpointer task_data,
             GCancellable *cancellable)
{
  Load *self = task_data;
  GError *error = NULL;

  if (load_project (self, cancellable, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  /* A hostile project may be large; it is given back here, not on the main thread. */
  _burnish_arena_clear (&self->arena);
  if (error->domain == BURNISH_ERROR && burnish_error_get_path (error) == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (self->file);

      burnish_error_set_path (error, name);
    }
  g_task_return_error (task, error);
}

static void
load (GFile *file,
      gboolean is_restore,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Load *data = g_new0 (Load, 1);

  data->file = g_object_ref (file);
  data->is_restore = is_restore;
  g_task_set_source_tag (task, load);
  g_task_set_task_data (task, data, (GDestroyNotify) load_free);
  g_task_run_in_thread (task, load_thread);
}

/**
 * burnish_project_load_async:
 * @file: a project file
 * @cancellable: (nullable): stops it
 * @callback: (scope async): called on the main context when it is done; it has no source object
 * @user_data: for @callback
 *
 * Reads a project on a thread. Sizes and times of sources on this computer are asked for anew; what
 * is gone stays in the tree with the size that it had, and is in
 * [method@Burnish.Project.dup_missing].
 */
void
burnish_project_load_async (GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  load (file, FALSE, cancellable, callback, user_data);
}

/**
 * burnish_project_restore_async:
 * @copy: what [method@Burnish.Project.save_copy_async] wrote; only files that the program itself
 *   wrote, because they say which file saving replaces
 * @cancellable: (nullable): stops it
 * @callback: (scope async): called on the main context when it is done; it has no source object
 * @user_data: for @callback
 *
 * As [func@Burnish.Project.load_async], but the project has the file again that the copy was made
 * of, if any, and has something to save if it had then.
 */
void
burnish_project_restore_async (GFile *copy,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (copy));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  load (copy, TRUE, cancellable, callback, user_data);
}

/**
 * burnish_project_load_finish:
 * @result: what the callback got
 * @error: return location for an error: %BURNISH_ERROR_SOURCE_MISSING,
 *   %BURNISH_ERROR_SOURCE_UNREADABLE, %BURNISH_ERROR_PROJECT_INVALID with the line and the node,
 *   %BURNISH_ERROR_PROJECT_TOO_NEW
 *
 * Ends [func@Burnish.Project.load_async] and [func@Burnish.Project.restore_async].
 *
 * Returns: (transfer full) (nullable): the project, or %NULL with @error set
 */
BurnishProject *
burnish_project_load_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GFile) copied = NULL;
  GFile *file;
  Load *data;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, load), NULL);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  data = g_task_get_task_data (G_TASK (result));
  file = data->file;
  if (data->is_restore)
    file = copied =
        data->facts->copied_uri != NULL ? g_file_new_for_uri (data->facts->copied_uri) : NULL;
  else
    data->facts->is_copy = FALSE;
  return _burnish_project_new_loaded (file, g_steal_pointer (&data->facts), &data->arena,
                                      g_steal_pointer (&data->missing));
}
