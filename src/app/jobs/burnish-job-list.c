/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-job-list.h"

struct _BurnishJobList
{
  GObject parent_instance;

  BurnishDriveList *drives; /* (owned) */
  BurnishJobQueue *queue;   /* (owned) */
  GPtrArray *jobs;          /* (owned) of BurnishJob, oldest first */
  guint last_id;
};

/* Of a job: its number in this run of the application. */
#define ID_KEY "burnish-job-id"

static GType
get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return BURNISH_TYPE_JOB;
}

static guint
get_n_items (GListModel *model)
{
  return BURNISH_JOB_LIST (model)->jobs->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *jobs = BURNISH_JOB_LIST (model)->jobs;

  return position < jobs->len ? g_object_ref (g_ptr_array_index (jobs, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BurnishJobList,
                               burnish_job_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

typedef enum
{
  SIGNAL_STARTED,
  N_SIGNALS,
} BurnishJobListSignal;

static guint signals[N_SIGNALS];

static BurnishDriveItem *
lookup_drive_item (BurnishJobList *self, BurnishJob *job)
{
  BurnishDrive *drive = burnish_plan_get_drive (burnish_job_get_plan (job));

  return burnish_drive_list_lookup (self->drives, burnish_drive_get_id (drive));
}

/* The first job of a drive that is not finished has it. */
static BurnishJob *
find_job_of_drive (BurnishJobList *self, BurnishDriveItem *item)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      BurnishJob *job = g_ptr_array_index (self->jobs, i);

      if (burnish_job_get_state (job) != BURNISH_JOB_FINISHED
          && lookup_drive_item (self, job) == item)
        return job;
    }
  return NULL;
}

static void
state_changed_cb (BurnishJob *job, GParamSpec *pspec G_GNUC_UNUSED, BurnishJobList *self)
{
  BurnishDriveItem *item = lookup_drive_item (self, job);

  if (item != NULL)
    burnish_drive_item_set_job (item, find_job_of_drive (self, item));
}

static void
burnish_job_list_finalize (GObject *object)
{
  BurnishJobList *self = BURNISH_JOB_LIST (object);

  g_clear_object (&self->drives);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);

  G_OBJECT_CLASS (burnish_job_list_parent_class)->finalize (object);
}

static void
burnish_job_list_class_init (BurnishJobListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_job_list_finalize;

  signals[SIGNAL_STARTED] = g_signal_new ("started", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, BURNISH_TYPE_JOB);
}

static void
burnish_job_list_init (BurnishJobList *self)
{
  self->queue = burnish_job_queue_new ();
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

BurnishJobList *
burnish_job_list_new (BurnishDriveList *drives)
{
  BurnishJobList *self = g_object_new (BURNISH_TYPE_JOB_LIST, NULL);

  self->drives = g_object_ref (drives);
  return self;
}

/*
 * burnish_job_list_start:
 * @self: the list
 * @plan: what to do
 *
 * Runs @plan as soon as its drive is free.
 *
 * Returns: (transfer none): the job
 */
BurnishJob *
burnish_job_list_start (BurnishJobList *self, BurnishPlan *plan)
{
  BurnishJob *job;

  g_return_val_if_fail (BURNISH_IS_JOB_LIST (self), NULL);

  job = burnish_job_new (plan);
  g_ptr_array_add (self->jobs, job);
  g_object_set_data (G_OBJECT (job), ID_KEY, GUINT_TO_POINTER (++self->last_id));
  g_signal_connect_object (job, "notify::state", G_CALLBACK (state_changed_cb), self, 0);
  state_changed_cb (job, NULL, self);
  g_list_model_items_changed (G_LIST_MODEL (self), self->jobs->len - 1, 0, 1);
  g_signal_emit (self, signals[SIGNAL_STARTED], 0, job);
  burnish_job_queue_add (self->queue, job);
  return job;
}

/*
 * burnish_job_list_put_away:
 * @self: the list
 * @job: a finished job whose result was seen
 *
 * Forgets @job.
 */
void
burnish_job_list_put_away (BurnishJobList *self, BurnishJob *job)
{
  guint index;

  g_return_if_fail (BURNISH_IS_JOB_LIST (self));
  g_return_if_fail (burnish_job_get_state (job) == BURNISH_JOB_FINISHED);

  if (!g_ptr_array_find (self->jobs, job, &index))
    return;
  g_ptr_array_remove_index (self->jobs, index);
  g_list_model_items_changed (G_LIST_MODEL (self), index, 1, 0);
}

guint
burnish_job_list_get_n_unfinished (BurnishJobList *self)
{
  guint n_unfinished = 0;

  g_return_val_if_fail (BURNISH_IS_JOB_LIST (self), 0);

  for (guint i = 0; i < self->jobs->len; i++)
    if (burnish_job_get_state (g_ptr_array_index (self->jobs, i)) != BURNISH_JOB_FINISHED)
      n_unfinished++;
  return n_unfinished;
}

/*
 * burnish_job_list_get_id:
 * @self: the list
 * @job: a job of the list, also when it was put away
 *
 * Returns: its number, for the action "app.show-job"
 */
guint
burnish_job_list_get_id (BurnishJobList *self, BurnishJob *job)
{
  g_return_val_if_fail (BURNISH_IS_JOB_LIST (self), 0);
  g_return_val_if_fail (BURNISH_IS_JOB (job), 0);

  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (job), ID_KEY));
}

/*
 * burnish_job_list_lookup:
 * @self: the list
 * @id: number of a job
 *
 * Returns: (transfer none) (nullable): the job, unless it was put away
 */
BurnishJob *
burnish_job_list_lookup (BurnishJobList *self, guint id)
{
  g_return_val_if_fail (BURNISH_IS_JOB_LIST (self), NULL);

  for (guint i = 0; i < self->jobs->len; i++)
    if (burnish_job_list_get_id (self, g_ptr_array_index (self->jobs, i)) == id)
      return g_ptr_array_index (self->jobs, i);
  return NULL;
}

/*
 * burnish_job_list_find_drive:
 * @self: the list
 * @drive: a drive that a job had
 *
 * Returns: (transfer none): the same drive as it is connected now, or @drive
 */
BurnishDrive *
burnish_job_list_find_drive (BurnishJobList *self, BurnishDrive *drive)
{
  BurnishDriveItem *item;

  g_return_val_if_fail (BURNISH_IS_JOB_LIST (self), NULL);

  item = burnish_drive_list_lookup (self->drives, burnish_drive_get_id (drive));
  return item != NULL ? burnish_drive_item_get_drive (item) : drive;
}
