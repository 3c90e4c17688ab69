/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "plan/burnish-plan-request.h"

struct _BurnishPlanRequest
{
  BurnishPlanKind kind;
  BurnishPlan *model;                 /* (owned) (nullable): to do the same again */
  BurnishDrive *drive;                /* (owned) */
  BurnishImageLayout *layout;         /* (owned) (nullable): of the tree to burn */
  BurnishTreeSnapshot *snapshot;      /* (owned) (nullable): what to add to a disc */
  BurnishImageOptions *image_options; /* (owned) (nullable): to add it */
  BurnishBurnOptions *burn_options;   /* (owned) (nullable): to burn */
  char *image_path;                   /* (owned) (nullable): to burn, or to compare with */
  gboolean full;
  gboolean consent;
};

/* Options belong to one thread, so a request has its own. */
static gpointer
copy_options (gpointer options)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (options);
  GObject *copy = g_object_new (G_OBJECT_TYPE (options), NULL);
  guint n_properties;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (klass, &n_properties);

  for (guint i = 0; i < n_properties; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_object_get_property (options, pspecs[i]->name, &value);
      g_object_set_property (copy, pspecs[i]->name, &value);
    }
  return copy;
}

static BurnishPlanRequest *
new_request (BurnishPlanKind kind, BurnishDrive *drive)
{
  BurnishPlanRequest *self = g_new0 (BurnishPlanRequest, 1);

  self->kind = kind;
  self->drive = g_object_ref (drive);
  return self;
}

/*
 * burnish_plan_request_new_burn:
 * @drive: a burner, or an image file
 * @layout: what to burn
 * @burn_options: how to burn; copied
 *
 * Returns: (transfer full): a request to burn a tree
 */
BurnishPlanRequest *
burnish_plan_request_new_burn (BurnishDrive *drive,
                               BurnishImageLayout *layout,
                               BurnishBurnOptions *burn_options)
{
  BurnishPlanRequest *self = new_request (BURNISH_PLAN_BURN_TREE, drive);

  self->layout = g_object_ref (layout);
  self->burn_options = copy_options (burn_options);
  return self;
}

/*
 * burnish_plan_request_new_add:
 * @drive: a burner with a disc that holds data
 * @snapshot: what to add to it
 * @image_options: (transfer full): how it becomes a session
 * @burn_options: how to burn; copied
 *
 * Returns: (transfer full): a request to add a tree to what is on the disc
 */
BurnishPlanRequest *
burnish_plan_request_new_add (BurnishDrive *drive,
                              BurnishTreeSnapshot *snapshot,
                              BurnishImageOptions *image_options,
                              BurnishBurnOptions *burn_options)
{
  BurnishPlanRequest *self = new_request (BURNISH_PLAN_BURN_TREE, drive);

  self->snapshot = burnish_tree_snapshot_ref (snapshot);
  self->image_options = image_options;
  self->burn_options = copy_options (burn_options);
  /* It fits this one disc only. */
  g_object_set (self->burn_options, "copies", 1, NULL);
  return self;
}

/*
 * burnish_plan_request_new_burn_image:
 * @drive: a burner
 * @image_path: the image file
 * @burn_options: how to burn; copied
 *
 * Returns: (transfer full): a request to burn an image file bit-exact
 */
BurnishPlanRequest *
burnish_plan_request_new_burn_image (BurnishDrive *drive,
                                     const char *image_path,
                                     BurnishBurnOptions *burn_options)
{
  BurnishPlanRequest *self = new_request (BURNISH_PLAN_BURN_IMAGE, drive);

  self->image_path = g_strdup (image_path);
  self->burn_options = copy_options (burn_options);
  return self;
}

/*
 * burnish_plan_request_new_verify:
 * @drive: a drive with a disc
 * @image_path: (nullable): what to compare with; without it, the disc's own manifest
 *
 * Returns: (transfer full): a request to verify a disc
 */
BurnishPlanRequest *
burnish_plan_request_new_verify (BurnishDrive *drive, const char *image_path)
{
  BurnishPlanRequest *self = new_request (BURNISH_PLAN_VERIFY, drive);

  self->image_path = g_strdup (image_path);
  return self;
}

/*
 * burnish_plan_request_new_erase:
 * @drive: a drive with a rewritable disc
 * @full: whether every block is erased
 * @consent: whether the person agreed to lose what is on this disc
 *
 * Returns: (transfer full): a request to erase a disc
 */
BurnishPlanRequest *
burnish_plan_request_new_erase (BurnishDrive *drive, gboolean full, gboolean consent)
{
  BurnishPlanRequest *self = new_request (BURNISH_PLAN_ERASE, drive);

  self->full = full;
  self->consent = consent;
  return self;
}

/*
 * burnish_plan_request_new_format:
 * @drive: a drive with a disc that can be formatted
 * @full: whether every block is formatted and certified
 * @consent: whether the person agreed to lose what is on this disc
 *
 * Returns: (transfer full): a request to format a disc
 */
BurnishPlanRequest *
burnish_plan_request_new_format (BurnishDrive *drive, gboolean full, gboolean consent)
{
  BurnishPlanRequest *self = new_request (BURNISH_PLAN_FORMAT, drive);

  self->full = full;
  self->consent = consent;
  return self;
}

/*
 * burnish_plan_request_new_again:
 * @plan: what was planned
 * @drive: where to do it
 * @burn_options: how, and whether what is there may be lost; copied
 *
 * Returns: (transfer full): a request to do the same again
 */
BurnishPlanRequest *
burnish_plan_request_new_again (BurnishPlan *plan,
                                BurnishDrive *drive,
                                BurnishBurnOptions *burn_options)
{
  BurnishPlanRequest *self = new_request (burnish_plan_get_kind (plan), drive);

  self->model = g_object_ref (plan);
  self->burn_options = copy_options (burn_options);
  return self;
}

void
burnish_plan_request_free (BurnishPlanRequest *self)
{
  g_clear_object (&self->model);
  g_clear_object (&self->drive);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->snapshot, burnish_tree_snapshot_unref);
  g_clear_object (&self->image_options);
  g_clear_object (&self->burn_options);
  g_free (self->image_path);
  g_free (self);
}

static BurnishPlan *
make_plan (BurnishPlanRequest *self, GCancellable *cancellable, GError **error)
{
  if (self->model != NULL)
    return burnish_plan_new_again (self->model, self->drive, self->burn_options, cancellable,
                                   error);
  switch (self->kind)
    {
    case BURNISH_PLAN_BURN_TREE:
      if (self->snapshot != NULL)
        return burnish_plan_new_append (self->drive, self->snapshot, self->image_options,
                                        self->burn_options, cancellable, error);
      return burnish_plan_new_burn (self->drive, self->layout, self->burn_options, cancellable,
                                    error);
    case BURNISH_PLAN_BURN_IMAGE:
      return burnish_plan_new_burn_image (self->drive, self->image_path, self->burn_options,
                                          cancellable, error);
    case BURNISH_PLAN_VERIFY:
      return burnish_plan_new_verify (self->drive, self->image_path, cancellable, error);
    case BURNISH_PLAN_ERASE:
      return burnish_plan_new_erase (self->drive, self->full, self->consent, cancellable, error);
    case BURNISH_PLAN_FORMAT:
      return burnish_plan_new_format (self->drive, self->full, self->consent, cancellable, error);
    default:
      g_assert_not_reached ();
    }
}

static void
run_in_thread (GTask *task,
               gpointer source G_GNUC_UNUSED,
               gpointer task_data,
               GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  BurnishPlan *plan = make_plan (task_data, cancellable, &error);

  if (plan != NULL)
    g_task_return_pointer (task, plan, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/*
 * burnish_plan_request_run_async:
 * @self: (transfer full): a request
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main context when the plan is there, or refused
 * @user_data: for @callback
 */
void
burnish_plan_request_run_async (BurnishPlanRequest *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, self, (GDestroyNotify) burnish_plan_request_free);
  g_task_run_in_thread (task, run_in_thread);
}

/*
 * burnish_plan_request_run_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the plan
 */
BurnishPlan *
burnish_plan_request_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/*
 * burnish_plan_request_add_reasons:
 * @reasons: of #GError
 * @error: why there is no plan
 *
 * Adds as many reasons as a refusal lists.
 */
void
burnish_plan_request_add_reasons (GPtrArray *reasons, const GError *error)
{
  guint n_reasons = burnish_error_get_n_reasons (error);

  if (n_reasons == 0)
    g_ptr_array_add (reasons, g_error_copy (error));
  for (guint i = 0; i < n_reasons; i++)
    g_ptr_array_add (reasons, g_error_copy (burnish_error_get_reason (error, i)));
}
