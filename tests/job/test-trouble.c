/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "job-test.h"

#include "burnish-error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <unistd.h>

/* What goes wrong while a job runs. */

#define MIB (1024 * 1024)

typedef struct
{
  TestFolder folder;
  BurnishTree *tree;
  BurnishImageOptions *image_options;
  char *target;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  test_folder_init (&self->folder);
  self->tree = burnish_tree_new ();
  self->image_options = test_options_new ();
  self->target = g_build_filename (self->folder.path, "target.iso", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_unlink (self->target);
  g_free (self->target);
  g_clear_object (&self->image_options);
  g_clear_object (&self->tree);
  test_folder_clear (&self->folder);
}

/* Nothing but what the test made is left beside the target: no partial file under another name. */
static guint
count_files (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder.path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* ---- Cancelling ---- */

static gboolean
cancel_cb (gpointer user_data)
{
  burnish_job_cancel (user_data);
  return G_SOURCE_REMOVE;
}

typedef struct
{
  GMainLoop *loop;
  GError *error;
} Wait;

static void
finished_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  burnish_job_run_finish (BURNISH_JOB (object), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

/* Whenever it is cancelled, the report tells the truth about the file. */
static void
test_cancel_any_time (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  guint n_cancelled = 0;

  test_add_size (self->tree, BURNISH_NODE_ROOT, "file", 24 * MIB);
  layout = test_layout_new (self->tree, self->image_options);
  for (guint delay_ms = 0; delay_ms < 60; delay_ms += 3)
    {
      g_autoptr (BurnishPlan) plan = test_plan_burn (self->target, layout, NULL);
      g_autoptr (BurnishJob) job = burnish_job_new (plan);
      g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
      Wait wait = { .loop = loop };
      guint timer;
      BurnishReport *report;
      gboolean exists;

      burnish_job_run_async (job, NULL, finished_cb, &wait);
      timer = g_timeout_add (delay_ms, cancel_cb, job);
      g_main_loop_run (loop);
      if (g_main_context_find_source_by_id (NULL, timer))
        g_source_remove (timer);

      report = burnish_job_get_report (job);
      exists = g_file_test (self->target, G_FILE_TEST_EXISTS);
      n_cancelled += wait.error != NULL;
      if (wait.error != NULL)
        {
          g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpint (burnish_job_get_result (job), ==, BURNISH_JOB_RESULT_CANCELLED);
          g_assert_cmpfloat (burnish_job_get_progress (job)
                                 ? burnish_job_get_progress (job)->fraction
                                 : 0.0,
                             <, 1.0);
        }
      else
        g_assert_true (burnish_report_get_verified (report));
      switch ((guint) burnish_report_get_disc_condition (report))
        {
        case BURNISH_DISC_FILE_WRITTEN:
          g_assert_true (exists);
          break;
        case BURNISH_DISC_FILE_REMOVED:
        case BURNISH_DISC_UNCHANGED:
          g_assert_false (exists);
          break;
        default:
          g_assert_not_reached ();
        }
      g_unlink (self->target);
      g_assert_cmpuint (count_files (self), ==, 0);
      g_clear_error (&wait.error);
    }
  g_assert_cmpuint (n_cancelled, >, 0);
}

static void
cancel_when_writing_cb (BurnishJob *job, GParamSpec *pspec G_GNUC_UNUSED, gpointer user_data)
{
  gint64 *requested_us = user_data;

  if (burnish_job_get_phase (job) == BURNISH_PHASE_WRITING && *requested_us == 0)
    {
      *requested_us = g_get_monotonic_time ();
      burnish_job_cancel (job);
      g_assert_cmpint (burnish_job_get_state (job), ==, BURNISH_JOB_CANCELLING);
    }
}

/* Also a source that delivers nothing more does not keep a job from stopping. */
static void
test_cancel_stuck_source (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (TestStream) stream = test_stream_new (8 * MIB);
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishPlan) plan = NULL;
  g_autoptr (BurnishJob) job = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .loop = loop };
  gint64 requested_us = 0;
  g_autoptr (GError) error = NULL;

  burnish_tree_add_stream (self->tree, BURNISH_NODE_ROOT, "stream", G_INPUT_STREAM (stream),
                           8 * MIB, BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  g_object_set (self->image_options, "manifest", FALSE, NULL);
  layout = test_layout_new (self->tree, self->image_options);
  plan = test_plan_burn (self->target, layout, NULL);
  job = burnish_job_new (plan);
  g_signal_connect (job, "notify::phase", G_CALLBACK (cancel_when_writing_cb), &requested_us);
  burnish_job_run_async (job, NULL, finished_cb, &wait);
  g_main_loop_run (loop);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - requested_us, <, G_USEC_PER_SEC);
  g_assert_cmpint (burnish_report_get_disc_condition (burnish_job_get_report (job)), ==,
                   BURNISH_DISC_FILE_REMOVED);
  g_assert_cmpuint (count_files (self), ==, 0);
  g_clear_error (&wait.error);
}

static void
test_cancel_by_caller (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishPlan) plan = NULL;
  g_autoptr (BurnishJob) job = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .loop = loop };

  test_add_text (self->tree, BURNISH_NODE_ROOT, "file", "text");
  layout = test_layout_new (self->tree, self->image_options);
  plan = test_plan_burn (self->target, layout, NULL);
  job = burnish_job_new (plan);
  g_cancellable_cancel (cancellable);
  burnish_job_run_async (job, cancellable, finished_cb, &wait);
  g_main_loop_run (loop);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (burnish_report_get_disc_condition (burnish_job_get_report (job)), ==,
                   BURNISH_DISC_UNCHANGED);
  g_clear_error (&wait.error);
}

/* ---- Sources ---- */

/* A source that vanishes between the plan and the burn. */
static void
burn_with_missing_source (Fixture *self, BurnishBadSource policy, TestRun *run)
{
  g_autofree char *path = test_folder_write (&self->folder, "source", "soon gone", 9);
  g_autoptr (BurnishBurnOptions) options = burnish_burn_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishPlan) plan = NULL;

  g_object_set (options, "on-bad-source", policy, NULL);
  test_add_file (self->tree, BURNISH_NODE_ROOT, "bad", path);
  test_add_text (self->tree, BURNISH_NODE_ROOT, "good", "here");
  layout = test_layout_new (self->tree, self->image_options);
  plan = test_plan_burn (self->target, layout, options);
  g_unlink (path);
  test_run_init (run, plan);
}

static void
test_source_stop (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (TestRun) run = { 0 };

  burn_with_missing_source (self, BURNISH_BAD_SOURCE_STOP, &run);
  g_assert_error (run.error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING);
  g_assert_true (g_str_has_suffix (burnish_error_get_path (run.error), "/source"));
  g_assert_cmpuint (count_files (self), ==, 0);
}

static void
test_source_fill (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (TestRun) run = { 0 };
  g_autoptr (JsonObject) object = NULL;

  burn_with_missing_source (self, BURNISH_BAD_SOURCE_FILL, &run);
  /* The disc is good, but the job says that a file on it is not. */
  g_assert_error (run.error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING);
  g_assert_true (burnish_report_get_verified (run.report));
  g_assert_cmpint (burnish_report_get_disc_condition (run.report), ==, BURNISH_DISC_FILE_WRITTEN);
  g_assert_cmpuint (burnish_report_get_n_bad_sources (run.report), ==, 1);
  object = test_report_to_object (run.report, 30);
  g_assert_true (
      json_object_has_member (json_object_get_object_member (object, "files"), "bad_sources"));
}

/* ---- Target ---- */

static void
test_target_limit (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishPlan) plan = NULL;
  g_auto (TestRun) run = { 0 };
  struct rlimit before;
  struct rlimit limit;

  /* The process may not write larger files than 2 MiB. */
  test_add_size (self->tree, BURNISH_NODE_ROOT, "file", 4 * MIB);
  layout = test_layout_new (self->tree, self->image_options);
  plan = test_plan_burn (self->target, layout, NULL);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 2 * MIB;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  test_run_init (&run, plan);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (run.error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FULL);
  g_assert_cmpint (burnish_report_get_disc_condition (run.report), ==, BURNISH_DISC_FILE_REMOVED);
  g_assert_cmpuint (count_files (self), ==, 0);
}

static void
test_target_appears (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishPlan) plan = NULL;
  g_auto (TestRun) run = { 0 };
  g_autofree char *contents = NULL;

  /* Somebody else's file that appeared after the plan was made is not touched. */
  test_add_text (self->tree, BURNISH_NODE_ROOT, "file", "text");
  layout = test_layout_new (self->tree, self->image_options);
  plan = test_plan_burn (self->target, layout, NULL);
  g_assert_true (g_file_set_contents (self->target, "precious", -1, NULL));
  test_run_init (&run, plan);
  g_assert_error (run.error, BURNISH_ERROR, BURNISH_ERROR_MEDIUM_CHANGED);
  g_assert_true (g_file_get_contents (self->target, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "precious");
}

/* ---- Damage between writing and reading back ---- */

typedef struct
{
  const char *folder;
  const char *target;
  guint64 offset;
  int fd;
} Damage;

/* Waits for the finished file to appear under its name and changes a byte far behind the place
   where reading back begins. */
static gpointer
damage_func (gpointer user_data)
{
  Damage *damage = user_data;

  for (;;)
    {
      char buffer[4096] __attribute__ ((aligned (__alignof__(struct inotify_event))));
      gssize n = read (damage->fd, buffer, sizeof buffer);

      g_assert_cmpint (n, >, 0);
      if (g_file_test (damage->target, G_FILE_TEST_EXISTS))
        {
          test_corrupt (damage->target, damage->offset);
          return NULL;
        }
    }
}

static void
burn_with_damage (Fixture *self, BurnishImageLayout *layout, guint64 offset, TestRun *run)
{
  g_autoptr (BurnishPlan) plan = test_plan_burn (self->target, layout, NULL);
  Damage damage = {
    .folder = self->folder.path,
    .target = self->target,
    .offset = offset,
    .fd = inotify_init1 (IN_CLOEXEC),
  };
  GThread *thread;

  g_assert_cmpint (damage.fd, >=, 0);
  g_assert_cmpint (inotify_add_watch (damage.fd, self->folder.path,
                                      IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE),
                   >=, 0);
  thread = g_thread_new ("damage", damage_func, &damage);
  test_run_init (run, plan);
  g_thread_join (thread);
  g_close (damage.fd, NULL);
  g_assert_error (run->error, BURNISH_ERROR, BURNISH_ERROR_VERIFY_MISMATCH);
  g_assert_false (burnish_report_get_verified (run->report));
  g_assert_cmpint (burnish_report_get_disc_condition (run->report), ==,
                   BURNISH_DISC_WRITTEN_DAMAGED);
}

static BurnishImageLayout *
lay_out_many (Fixture *self)
{
  test_add_size (self->tree, BURNISH_NODE_ROOT, "a-large", 96 * MIB);
  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *name = g_strdup_printf ("b-small-%02u", i);

      test_add_text (self->tree, BURNISH_NODE_ROOT, name, name);
    }
  return test_layout_new (self->tree, self->image_options);
}

/* 64 KiB hold 32 small files; exactly the right one is named. */
static void
test_damage_small (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishImageLayout) layout = lay_out_many (self);
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  BurnishNode node = burnish_tree_snapshot_lookup (snapshot, "/b-small-40");
  guint32 block = burnish_image_layout_get_start_block (layout, node);
  g_auto (TestRun) run = { 0 };
  g_autoptr (JsonObject) object = NULL;

  burn_with_damage (self, layout, (guint64) block * BURNISH_BLOCK_SIZE + 3, &run);
  g_assert_cmpuint (burnish_report_get_n_damaged_files (run.report), ==, 1);
  g_assert_cmpstr (burnish_report_get_damaged_file (run.report, 0), ==, "/b-small-40");
  g_assert_cmpstr (burnish_error_get_path (run.error), ==, "/b-small-40");
  object = test_report_to_object (run.report, 60);
  g_assert_false (json_object_get_boolean_member (object, "verified"));
}

static void
test_damage_large (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishImageLayout) layout = lay_out_many (self);
  guint64 offset = (guint64) 90 * MIB;
  g_auto (TestRun) run = { 0 };
  const BurnishReportData *report;
  const BurnishDamagedRange *range;

  burn_with_damage (self, layout, offset, &run);
  g_assert_cmpuint (burnish_report_get_n_damaged_files (run.report), ==, 1);
  g_assert_cmpstr (burnish_report_get_damaged_file (run.report, 0), ==, "/a-large");
  report = _burnish_report_get_data (run.report);
  range = g_ptr_array_index (report->damaged_ranges, 0);
  g_assert_cmpuint (range->start_block, <=, offset / BURNISH_BLOCK_SIZE);
  g_assert_cmpuint (range->start_block + range->n_blocks, >, offset / BURNISH_BLOCK_SIZE);
  g_assert_cmpuint (range->n_blocks, <=, 32);
}

/* Beyond the end of the file's bytes, but in its last block: no file is damaged. */
static void
test_damage_nobody (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishImageLayout) layout = lay_out_many (self);
  guint64 n_blocks = burnish_image_layout_get_n_blocks (layout);
  g_auto (TestRun) run = { 0 };

  burn_with_damage (self, layout, n_blocks * BURNISH_BLOCK_SIZE - 1, &run);
  g_assert_cmpuint (burnish_report_get_n_damaged_files (run.report), ==, 0);
  g_assert_cmpuint (_burnish_report_get_data (run.report)->damaged_ranges->len, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/trouble/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("cancel/any-time", test_cancel_any_time);
  ADD ("cancel/stuck-source", test_cancel_stuck_source);
  ADD ("cancel/by-caller", test_cancel_by_caller);
  ADD ("source/stop", test_source_stop);
  ADD ("source/fill", test_source_fill);
  ADD ("target/limit", test_target_limit);
  ADD ("target/appears", test_target_appears);
  ADD ("damage/small", test_damage_small);
  ADD ("damage/large", test_damage_large);
  ADD ("damage/nobody", test_damage_nobody);
  return g_test_run ();
}
