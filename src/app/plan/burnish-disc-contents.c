/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "plan/burnish-disc-contents.h"

struct _BurnishDiscContents
{
  GObject parent_instance;

  BurnishImageLayout *layout; /* (owned) */
  /* (owned) of BurnishNode, by namespace */
  GArray *changed[BURNISH_N_NAMESPACES];
  GArray *missing[BURNISH_N_NAMESPACES];
};

G_DEFINE_FINAL_TYPE (BurnishDiscContents, burnish_disc_contents, G_TYPE_OBJECT)

/* A layout that is there already, or what it is made of. */
typedef struct
{
  BurnishImageLayout *layout;    /* (owned) (nullable) */
  BurnishTreeSnapshot *snapshot; /* (owned) (nullable) */
  BurnishImageOptions *options;  /* (owned) (nullable) */
  BurnishTreeSnapshot *model;    /* (owned) (nullable): what decides about the file systems */
  BurnishDiscFamily family;
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->layout);
  g_clear_pointer (&request->snapshot, burnish_tree_snapshot_unref);
  g_clear_object (&request->options);
  g_clear_pointer (&request->model, burnish_tree_snapshot_unref);
  g_free (request);
}

static void
burnish_disc_contents_finalize (GObject *object)
{
  BurnishDiscContents *self = BURNISH_DISC_CONTENTS (object);

  g_clear_object (&self->layout);
  for (guint ns = 0; ns < BURNISH_N_NAMESPACES; ns++)
    {
      g_clear_pointer (&self->changed[ns], g_array_unref);
      g_clear_pointer (&self->missing[ns], g_array_unref);
    }

  G_OBJECT_CLASS (burnish_disc_contents_parent_class)->finalize (object);
}

static void
burnish_disc_contents_class_init (BurnishDiscContentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_disc_contents_finalize;
}

static void
burnish_disc_contents_init (BurnishDiscContents *self G_GNUC_UNUSED)
{
}

static void
choose_file_systems (Request *request)
{
  if (request->model == NULL
      || !burnish_image_options_get_recommended_file_systems (request->options))
    return;
  burnish_image_options_recommend (request->options, request->family, request->model);
  burnish_image_options_set_recommended_file_systems (request->options, FALSE);
}

static void
run_in_thread (GTask *task,
               gpointer source G_GNUC_UNUSED,
               gpointer task_data,
               GCancellable *cancellable)
{
  Request *request = task_data;
  g_autoptr (BurnishDiscContents) self = NULL;
  g_autoptr (GError) error = NULL;
  BurnishImageLayout *layout = g_steal_pointer (&request->layout);

  choose_file_systems (request);
  if (layout == NULL)
    layout = burnish_image_layout_new (request->snapshot, request->options, cancellable, &error);
  if (layout == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self = g_object_new (BURNISH_TYPE_DISC_CONTENTS, NULL);
  self->layout = layout;
  for (guint ns = 0; ns < BURNISH_N_NAMESPACES; ns++)
    {
      if (g_task_return_error_if_cancelled (task))
        return;
      self->changed[ns] = burnish_image_layout_dup_changed (layout, ns);
      self->missing[ns] = burnish_image_layout_dup_missing (layout, ns);
    }
  g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

static void
run_async (Request *request,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, run_in_thread);
}

/*
 * burnish_disc_contents_read_async:
 * @snapshot: what is to be on the disc
 * @options: (transfer full): how it becomes an image
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main context
 * @user_data: for @callback
 */
void
burnish_disc_contents_read_async (BurnishTreeSnapshot *snapshot,
                                  BurnishImageOptions *options,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->snapshot = burnish_tree_snapshot_ref (snapshot);
  request->options = options;
  run_async (request, cancellable, callback, user_data);
}

/*
 * burnish_disc_contents_read_layout_async:
 * @layout: what will be on the disc
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main context
 * @user_data: for @callback
 */
void
burnish_disc_contents_read_layout_async (BurnishImageLayout *layout,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->layout = g_object_ref (layout);
  run_async (request, cancellable, callback, user_data);
}

/*
 * burnish_disc_contents_read_title_async:
 * @snapshot: what is to be on the disc
 * @options: (transfer full): how it becomes an image
 * @family: what kind of disc it is for
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Reads what an empty disc with the same file systems would hold: what becomes of the title, soon
 * known however much is to be on the disc.
 */
void
burnish_disc_contents_read_title_async (BurnishTreeSnapshot *snapshot,
                                        BurnishImageOptions *options,
                                        BurnishDiscFamily family,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (BurnishTree) empty = burnish_tree_new ();
  Request *request = g_new0 (Request, 1);

  request->snapshot = burnish_tree_freeze (empty);
  request->options = options;
  request->model = burnish_tree_snapshot_ref (snapshot);
  request->family = family;
  run_async (request, cancellable, callback, user_data);
}

/*
 * burnish_disc_contents_read_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the contents; %BURNISH_ERROR_REFUSED with reasons when no
 *   disc can hold them
 */
BurnishDiscContents *
burnish_disc_contents_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Returns: (transfer none) */
BurnishImageLayout *
burnish_disc_contents_get_layout (BurnishDiscContents *self)
{
  g_return_val_if_fail (BURNISH_IS_DISC_CONTENTS (self), NULL);

  return self->layout;
}

/* Whether the image has names of this kind at all. */
gboolean
burnish_disc_contents_has_names (BurnishDiscContents *self, BurnishNamespace ns)
{
  g_autofree char *root = NULL;

  g_return_val_if_fail (BURNISH_IS_DISC_CONTENTS (self), FALSE);

  root = burnish_image_layout_dup_name (self->layout, BURNISH_NODE_ROOT, ns);
  return root != NULL;
}

/* Returns: (transfer none): nodes of the layout's snapshot whose name is another one there */
GArray *
burnish_disc_contents_get_changed (BurnishDiscContents *self, BurnishNamespace ns)
{
  g_return_val_if_fail (BURNISH_IS_DISC_CONTENTS (self), NULL);

  return self->changed[ns];
}

/* Returns: (transfer none): nodes of the layout's snapshot that cannot be seen there */
GArray *
burnish_disc_contents_get_missing (BurnishDiscContents *self, BurnishNamespace ns)
{
  g_return_val_if_fail (BURNISH_IS_DISC_CONTENTS (self), NULL);

  return self->missing[ns];
}
