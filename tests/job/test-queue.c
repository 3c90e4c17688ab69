/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "job-test.h"

#include "burnish-error.h"

#include <glib/gstdio.h>

#define SIZE (4 * 1024 * 1024)

/* Threads, life times and the order of events; jobs of several drives. */

typedef struct
{
  TestFolder folder;
  GPtrArray *log; /* of char* */
  GMainLoop *loop;
  GThread *thread; /* (unowned) that of the main context */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  test_folder_init (&self->folder);
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->loop = g_main_loop_new (NULL, FALSE);
  self->thread = g_thread_self ();
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_ptr_array_unref (self->log);
  g_main_loop_unref (self->loop);
  test_folder_clear (&self->folder);
}

/* Burns a file of a stream, which can be held up; (transfer full). */
static BurnishJob *
new_job (Fixture *self, const char *name, TestStream *stream)
{
  g_autofree char *target = g_build_filename (self->folder.path, name, NULL);
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  burnish_tree_add_stream (tree, BURNISH_NODE_ROOT, "stream", G_INPUT_STREAM (stream), SIZE,
                           BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  layout = test_layout_new (tree, options);
  plan = test_plan_burn (target, layout, NULL);
  return burnish_job_new (plan);
}

static void
remove_target (Fixture *self, const char *name)
{
  g_autofree char *target = g_build_filename (self->folder.path, name, NULL);

  g_unlink (target);
}

/* ---- Order ---- */

static void
note_cb (BurnishJob *job, GParamSpec *pspec, gpointer user_data)
{
  Fixture *self = user_data;
  const char *last = self->log->len > 0 ? g_ptr_array_index (self->log, self->log->len - 1) : "";

  g_assert_true (BURNISH_IS_JOB (job));
  g_assert_true (g_thread_self () == self->thread);
  if (!g_str_equal (last, pspec->name))
    g_ptr_array_add (self->log, g_strdup (pspec->name));
}

static void
order_finished_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (burnish_job_run_finish (BURNISH_JOB (object), result, &error));
  g_assert_no_error (error);
  g_ptr_array_add (self->log, g_strdup ("callback"));
  g_main_loop_quit (self->loop);
}

static const char *
from_end (Fixture *self, guint n)
{
  g_assert_cmpuint (self->log->len, >=, n);
  return g_ptr_array_index (self->log, self->log->len - n);
}

/* Last progress, then report and result, then the state, then the caller. */
static void
test_order (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (TestStream) stream = test_stream_new (SIZE);
  g_autoptr (BurnishJob) job = new_job (self, "a.iso", stream);

  test_stream_release (stream);
  g_signal_connect (job, "notify", G_CALLBACK (note_cb), self);
  burnish_job_run_async (job, NULL, order_finished_cb, self);
  g_assert_cmpint (burnish_job_get_state (job), ==, BURNISH_JOB_PREPARING);
  g_main_loop_run (self->loop);
  g_assert_cmpstr (from_end (self, 1), ==, "callback");
  g_assert_cmpstr (from_end (self, 2), ==, "state");
  g_assert_cmpstr (from_end (self, 3), ==, "result");
  g_assert_cmpstr (from_end (self, 4), ==, "report");
  g_assert_cmpstr (from_end (self, 5), ==, "can-cancel");
  g_assert_cmpstr (from_end (self, 6), ==, "progress");
  g_assert_finalize_object (g_steal_pointer (&job));
  remove_target (self, "a.iso");
}

/* ---- Life times ---- */

static void
gone_cb (gpointer user_data, GObject *where_the_object_was G_GNUC_UNUSED)
{
  Fixture *self = user_data;

  g_ptr_array_add (self->log, g_strdup ("gone"));
  g_main_loop_quit (self->loop);
}

/* Whoever drops a running job does not stop it, and nothing is left of it afterwards. */
static void
test_dropped (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (TestStream) stream = test_stream_new (SIZE);
  BurnishJob *job = new_job (self, "a.iso", stream);
  g_autofree char *target = g_build_filename (self->folder.path, "a.iso", NULL);

  g_object_weak_ref (G_OBJECT (job), gone_cb, self);
  burnish_job_run_async (job, NULL, NULL, NULL);
  g_object_unref (job);
  g_assert_cmpuint (self->log->len, ==, 0);
  test_stream_release (stream);
  g_main_loop_run (self->loop);
  g_assert_cmpuint (self->log->len, ==, 1);
  g_assert_true (g_file_test (target, G_FILE_TEST_EXISTS));
  remove_target (self, "a.iso");
}

static void
test_never_run (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (TestStream) stream = test_stream_new (SIZE);
  BurnishJob *job = new_job (self, "a.iso", stream);

  burnish_job_cancel (job);
  g_assert_cmpint (burnish_job_get_state (job), ==, BURNISH_JOB_FINISHED);
  g_assert_cmpint (burnish_job_get_result (job), ==, BURNISH_JOB_RESULT_CANCELLED);
  g_assert_cmpint (burnish_report_get_disc_condition (burnish_job_get_report (job)), ==,
                   BURNISH_DISC_UNCHANGED);
  g_assert_finalize_object (job);
}

/* ---- Queue ---- */

static void
state_cb (BurnishJob *job, GParamSpec *pspec G_GNUC_UNUSED, gpointer user_data)
{
  Fixture *self = user_data;

  if (burnish_job_get_state (job) == BURNISH_JOB_FINISHED)
    g_main_loop_quit (self->loop);
}

static void
wait_for (Fixture *self, BurnishJob *job)
{
  gulong id = g_signal_connect (job, "notify::state", G_CALLBACK (state_cb), self);

  while (burnish_job_get_state (job) != BURNISH_JOB_FINISHED)
    g_main_loop_run (self->loop);
  g_signal_handler_disconnect (job, id);
}

/* Waits until the queue has let go of all of its jobs. */
static void
changed_cb (GListModel *model,
            guint position G_GNUC_UNUSED,
            guint removed G_GNUC_UNUSED,
            guint added G_GNUC_UNUSED,
            gpointer user_data)
{
  Fixture *self = user_data;

  if (g_list_model_get_n_items (model) == 0)
    g_main_loop_quit (self->loop);
}

static void
wait_until_empty (Fixture *self, BurnishJobQueue *queue)
{
  gulong id = g_signal_connect (queue, "items-changed", G_CALLBACK (changed_cb), self);

  while (g_list_model_get_n_items (G_LIST_MODEL (queue)) > 0)
    g_main_loop_run (self->loop);
  g_signal_handler_disconnect (queue, id);
}

static void
test_queue (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishJobQueue) queue = burnish_job_queue_new ();
  g_autoptr (TestStream) held = test_stream_new (SIZE);
  g_autoptr (TestStream) second_stream = test_stream_new (SIZE);
  g_autoptr (TestStream) third_stream = test_stream_new (SIZE);
  g_autoptr (TestStream) other_stream = test_stream_new (SIZE);
  g_autoptr (BurnishJob) first = new_job (self, "a.iso", held);
  g_autoptr (BurnishJob) second = new_job (self, "a.iso", second_stream);
  g_autoptr (BurnishJob) third = new_job (self, "a.iso", third_stream);
  g_autoptr (BurnishJob) other = new_job (self, "b.iso", other_stream);
  const GError *error;

  test_stream_release (second_stream);
  test_stream_release (third_stream);
  test_stream_release (other_stream);
  burnish_job_queue_add (queue, first);
  burnish_job_queue_add (queue, second);
  burnish_job_queue_add (queue, third);
  burnish_job_queue_add (queue, other);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (queue)), ==, 4);

  /* Another drive does not wait. */
  wait_for (self, other);
  g_assert_cmpint (burnish_job_get_result (other), ==, BURNISH_JOB_RESULT_SUCCESS);
  g_assert_cmpint (burnish_job_get_state (first), !=, BURNISH_JOB_FINISHED);
  g_assert_cmpint (burnish_job_get_state (second), ==, BURNISH_JOB_QUEUED);
  g_assert_cmpint (burnish_job_get_state (third), ==, BURNISH_JOB_QUEUED);

  /* Who waits can be cancelled at once. */
  burnish_job_cancel (third);
  g_assert_cmpint (burnish_job_get_state (third), ==, BURNISH_JOB_FINISHED);

  test_stream_release (held);
  wait_for (self, first);
  g_assert_cmpint (burnish_job_get_result (first), ==, BURNISH_JOB_RESULT_SUCCESS);
  wait_for (self, second);
  wait_until_empty (self, queue);

  /* The second was planned for a place that was empty; now the first one's image is there. */
  error = burnish_report_get_error (burnish_job_get_report (second));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_MEDIUM_CHANGED);
  g_assert_finalize_object (g_steal_pointer (&queue));
  g_assert_finalize_object (g_steal_pointer (&first));
  g_assert_finalize_object (g_steal_pointer (&second));
  g_assert_finalize_object (g_steal_pointer (&third));
  g_assert_finalize_object (g_steal_pointer (&other));
  remove_target (self, "a.iso");
  remove_target (self, "b.iso");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/queue/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("order", test_order);
  ADD ("dropped", test_dropped);
  ADD ("never-run", test_never_run);
  ADD ("two-drives", test_queue);
  return g_test_run ();
}
