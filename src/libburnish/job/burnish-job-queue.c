/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-job-private.h"

struct _BurnishJobQueue
{
  GObject parent_instance;
  GPtrArray *jobs; /* (owned) of BurnishJob, all that are not finished */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BurnishJobQueue,
                               burnish_job_queue,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return BURNISH_TYPE_JOB;
}

static guint
get_n_items (GListModel *model)
{
  return BURNISH_JOB_QUEUE (model)->jobs->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  BurnishJobQueue *self = BURNISH_JOB_QUEUE (model);

  if (position >= self->jobs->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->jobs, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
burnish_job_queue_dispose (GObject *object)
{
  BurnishJobQueue *self = BURNISH_JOB_QUEUE (object);

  for (guint i = 0; i < self->jobs->len; i++)
    _burnish_job_set_queue (g_ptr_array_index (self->jobs, i), NULL);
  g_ptr_array_set_size (self->jobs, 0);
  G_OBJECT_CLASS (burnish_job_queue_parent_class)->dispose (object);
}

static void
burnish_job_queue_finalize (GObject *object)
{
  g_ptr_array_unref (BURNISH_JOB_QUEUE (object)->jobs);
  G_OBJECT_CLASS (burnish_job_queue_parent_class)->finalize (object);
}

static void
burnish_job_queue_class_init (BurnishJobQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_job_queue_dispose;
  G_OBJECT_CLASS (klass)->finalize = burnish_job_queue_finalize;
}

static void
burnish_job_queue_init (BurnishJobQueue *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * burnish_job_queue_new:
 *
 * Returns: (transfer full): an empty queue
 */
BurnishJobQueue *
burnish_job_queue_new (void)
{
  return g_object_new (BURNISH_TYPE_JOB_QUEUE, NULL);
}

static const char *
get_drive_id (BurnishJob *job)
{
  return burnish_drive_get_id (burnish_plan_get_drive (burnish_job_get_plan (job)));
}

static void
job_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishJobQueue) self = user_data;
  BurnishJob *job = BURNISH_JOB (object);

  /* The job keeps its error in its report. */
  burnish_job_run_finish (job, result, NULL);
  _burnish_job_queue_remove (self, job);
}

/* The first job of each drive runs. Starting one tells the world about it, and the world may change
   the queue: look from the beginning again. */
static void
start_heads (BurnishJobQueue *self)
{
  gboolean again = TRUE;

  while (again)
    {
      g_autoptr (GHashTable) busy = g_hash_table_new (g_str_hash, g_str_equal);

      again = FALSE;
      for (guint i = 0; i < self->jobs->len && !again; i++)
        {
          BurnishJob *job = g_ptr_array_index (self->jobs, i);

          if (g_hash_table_add (busy, (gpointer) get_drive_id (job))
              && burnish_job_get_state (job) == BURNISH_JOB_QUEUED)
            {
              burnish_job_run_async (job, NULL, job_done_cb, g_object_ref (self));
              again = TRUE;
            }
        }
    }
}

void
_burnish_job_queue_remove (BurnishJobQueue *self, BurnishJob *job)
{
  guint position;

  if (!g_ptr_array_find (self->jobs, job, &position))
    return;
  _burnish_job_set_queue (job, NULL);
  g_ptr_array_remove_index (self->jobs, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  start_heads (self);
}

/**
 * burnish_job_queue_add:
 * @self: a queue
 * @job: a job that was not started and is in no queue
 *
 * Adds a job at the end. It starts as soon as no earlier job uses its drive, perhaps at once.
 */
void
burnish_job_queue_add (BurnishJobQueue *self, BurnishJob *job)
{
  g_return_if_fail (BURNISH_IS_JOB_QUEUE (self));
  g_return_if_fail (BURNISH_IS_JOB (job));
  g_return_if_fail (burnish_job_get_state (job) == BURNISH_JOB_QUEUED);

  _burnish_job_set_queue (job, self);
  g_ptr_array_add (self->jobs, g_object_ref (job));
  g_list_model_items_changed (G_LIST_MODEL (self), self->jobs->len - 1, 0, 1);
  start_heads (self);
}
