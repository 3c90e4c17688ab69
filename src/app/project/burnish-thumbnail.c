/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-thumbnail.h"

#include <gtk/gtk.h>

/* Some screens full of pictures; with 24 pixels a side, each takes 2 KiB. */
#define MAX_LOADED 200

/* A picture in memory. */
typedef struct
{
  char *key;           /* (owned) */
  GdkTexture *texture; /* (owned) */
  GList link;          /* in the order of use */
} Loaded;

static GHashTable *loaded_by_key; /* (element-type utf8 Loaded) (owned) (nullable) */
static GQueue loaded_by_use;      /* the one that was used last first */

static void
loaded_free (Loaded *loaded)
{
  g_queue_unlink (&loaded_by_use, &loaded->link);
  g_object_unref (loaded->texture);
  g_free (loaded->key);
  g_free (loaded);
}

static char *
make_key (GFile *file, int size_px)
{
  g_autofree char *uri = g_file_get_uri (file);

  return g_strdup_printf ("%d %s", size_px, uri);
}

static void
keep (const char *key, GdkTexture *texture)
{
  Loaded *loaded = g_new0 (Loaded, 1);

  if (loaded_by_key == NULL)
    loaded_by_key =
        g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) loaded_free);
  loaded->key = g_strdup (key);
  loaded->texture = g_object_ref (texture);
  loaded->link.data = loaded;
  g_queue_push_head_link (&loaded_by_use, &loaded->link);
  g_hash_table_replace (loaded_by_key, loaded->key, loaded);
  if (loaded_by_use.length > MAX_LOADED)
    g_hash_table_remove (loaded_by_key, ((Loaded *) loaded_by_use.tail->data)->key);
}

/*
 * burnish_thumbnail_get_loaded:
 * @file: a file
 * @size_px: the longer side, in pixels of the screen
 *
 * Returns: (transfer none) (nullable): its picture, if that was loaded not long ago
 */
GdkTexture *
burnish_thumbnail_get_loaded (GFile *file, int size_px)
{
  g_autofree char *key = NULL;
  Loaded *loaded;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  key = make_key (file, size_px);
  loaded = loaded_by_key != NULL ? g_hash_table_lookup (loaded_by_key, key) : NULL;
  if (loaded == NULL)
    return NULL;
  g_queue_unlink (&loaded_by_use, &loaded->link);
  g_queue_push_head_link (&loaded_by_use, &loaded->link);
  return loaded->texture;
}

/* The cache of thumbnails, as GIO finds it. */
static char *
find_path (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file,
                         G_FILE_ATTRIBUTE_THUMBNAIL_PATH "," G_FILE_ATTRIBUTE_THUMBNAIL_IS_VALID,
                         G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return NULL;
  if (!g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_THUMBNAIL_PATH)
      || !g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_THUMBNAIL_IS_VALID))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The file has no valid thumbnail.");
      return NULL;
    }
  return g_strdup (g_file_info_get_attribute_byte_string (info, G_FILE_ATTRIBUTE_THUMBNAIL_PATH));
}

static void
load_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  int size_px = GPOINTER_TO_INT (task_data);
  GError *error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  /* A row that has been scrolled away before its turn costs nothing. */
  if (g_task_return_error_if_cancelled (task))
    return;
  path = find_path (G_FILE (source_object), cancellable, &error);
  if (path != NULL)
    pixbuf = gdk_pixbuf_new_from_file_at_scale (path, size_px, size_px, TRUE, &error);
  if (pixbuf != NULL)
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
  else
    g_task_return_error (task, error);
}

/*
 * burnish_thumbnail_load_async:
 * @file: a file
 * @size_px: the longer side, in pixels of the screen
 * @cancellable: (nullable): once cancelled, the callback gets %G_IO_ERROR_CANCELLED
 * @callback: (scope async): called when the picture is there or is known to be missing
 * @user_data: for @callback
 *
 * Loads the picture of a file, after all that is more urgent.
 */
void
burnish_thumbnail_load_async (GFile *file,
                              int size_px,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (size_px > 0);

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, burnish_thumbnail_load_async);
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_set_task_data (task, GINT_TO_POINTER (size_px), NULL);
  g_task_run_in_thread (task, load_in_thread);
}

/*
 * burnish_thumbnail_load_finish:
 * @result: of burnish_thumbnail_load_async()
 * @error: why there is no picture; %G_IO_ERROR_NOT_FOUND when the cache has no valid one
 *
 * Returns: (transfer full): the picture
 */
GdkTexture *
burnish_thumbnail_load_finish (GAsyncResult *result, GError **error)
{
  g_autofree char *key = NULL;
  GdkTexture *texture;
  GTask *task;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  task = G_TASK (result);
  texture = g_task_propagate_pointer (task, error);
  if (texture == NULL)
    return NULL;
  key = make_key (g_task_get_source_object (task), GPOINTER_TO_INT (g_task_get_task_data (task)));
  keep (key, texture);
  return texture;
}
