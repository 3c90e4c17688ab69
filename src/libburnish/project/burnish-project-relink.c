/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-private.h"

#include "burnish-node-stat-private.h"
#include "burnish-project-relink-private.h"
#include "burnish-project-search-private.h"
#include "burnish-project-source-private.h"
#include "burnish-tree-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  BurnishNode node;
  BurnishNodeData data; /* of it */
  guint lost;           /* number of its source */
} LostNode;

typedef struct
{
  GFile *old_folder;  /* (owned) (nullable) */
  GFile *new_folder;  /* (owned) */
  GArray *nodes;      /* (owned) of LostNode */
  GArray *lost;       /* (owned) of BurnishLostFile */
  GHashTable *images; /* (owned): BurnishSource of an image to its number in lost */
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
  g_hash_table_unref (self->images);
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

/* In the order of the sources, so that an image is looked at once for all that lies in it. */
static int
compare_nodes (gconstpointer a, gconstpointer b)
{
  const LostNode *x = a, *y = b;

  return x->lost < y->lost ? -1 : x->lost > y->lost;
}

static void
add_found (Relink *self, GCancellable *cancellable)
{
  g_auto (BurnishFoundImage) image = { 0 };
  BurnishProjectSources sources;

  _burnish_project_sources_init (&sources, self->arena.store, self->new_folder);
  g_array_sort (self->nodes, compare_nodes);
  for (guint i = 0; i < self->nodes->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const LostNode *node = &g_array_index (self->nodes, LostNode, i);
      GFile *found = g_array_index (self->lost, BurnishLostFile, node->lost).found;
      gboolean is_added;

      if (found == NULL)
        continue;
      if (node->data.source->kind == BURNISH_SOURCE_FILE_RANGES)
        is_added = _burnish_found_image_add (&image, &self->arena, found, &node->data, cancellable);
      else
        is_added = add_node (self, &sources, found, cancellable);
      if (is_added)
        g_array_append_val (self->replaced, node->node);
    }
  _burnish_project_sources_clear (&sources);
}

static void
relink_thread (GTask *task,
               G_GNUC_UNUSED gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  Relink *self = task_data;
  GError *error = NULL;

  if (!_burnish_project_search (self->lost, self->old_folder, self->new_folder, cancellable,
                                &error))
    {
      g_task_return_error (task, error);
      return;
    }
  add_found (self, cancellable);
  g_task_return_boolean (task, TRUE);
}

/* Takes the file. */
static guint
add_lost_file (Relink *self, GFile *file, guint64 size_bytes)
{
  BurnishLostFile lost = { .old_file = file,
                           .name = g_file_get_basename (file),
                           .size_bytes = size_bytes };

  g_array_append_val (self->lost, lost);
  return self->lost->len - 1;
}

/* One image is lost, however many files lie in it. */
static guint
add_lost_image (Relink *self, BurnishTree *tree, BurnishNode node, const BurnishSource *source)
{
  gpointer lost;

  if (!g_hash_table_lookup_extended (self->images, source->parent, NULL, &lost))
    {
      lost = GUINT_TO_POINTER (add_lost_file (self, burnish_tree_dup_image_file (tree, node),
                                              source->ranges->file_size_bytes));
      g_hash_table_insert (self->images, (gpointer) source->parent, lost);
    }
  return GPOINTER_TO_UINT (lost);
}

static void
add_lost (Relink *self, BurnishTree *tree, BurnishNode node)
{
  LostNode lost = { .node = node, .data = *_burnish_arena_get (&tree->arena, node) };

  if (lost.data.source->kind == BURNISH_SOURCE_FILE_RANGES)
    lost.lost = add_lost_image (self, tree, node, lost.data.source);
  else
    lost.lost = add_lost_file (self, burnish_tree_dup_source (tree, node), lost.data.size_bytes);
  g_array_append_val (self->nodes, lost);
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
 *
 * Of files that lie in an image, the image is looked for. In the same image, with the size and the
 * time that it had, they lie where they did; any other is read, and files are taken that have the
 * same paths in it.
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
  data->nodes = g_array_new (FALSE, FALSE, sizeof (LostNode));
  data->images = g_hash_table_new (NULL, NULL);
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
