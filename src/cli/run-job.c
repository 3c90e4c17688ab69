/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "run-job.h"

#include "burnish-job-enums.h"
#include "copy-prompt.h"
#include "plan-output.h"
#include "progress-bar.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  BurnishJob *job;  /* (unowned) */
  Output *output;   /* (unowned) */
  ProgressBar *bar; /* (unowned) */
  GMainLoop *loop;  /* (unowned) */
  GError *error;    /* (owned) (nullable) */
} Run;

static const char *
phase_to_string (BurnishPhase phase)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_PHASE);

  return g_enum_get_value (klass, phase)->value_nick;
}

static void
emit_progress (Output *output, const BurnishProgress *progress)
{
  JsonBuilder *event = output_begin_event (output, "progress");

  _burnish_json_add_string (event, "phase", phase_to_string (progress->phase));
  _burnish_json_add_int (event, "copy", progress->copy);
  _burnish_json_add_int (event, "copies", progress->n_copies);
  _burnish_json_add_int (event, "bytes_done", progress->bytes_done);
  _burnish_json_add_int (event, "bytes_total", progress->bytes_total);
  _burnish_json_add_double (event, "fraction", progress->fraction);
  _burnish_json_add_int (event, "speed_kbs", progress->speed_kbs);
  _burnish_json_add_int (event, "average_speed_kbs", progress->average_speed_kbs);
  if (progress->fifo_fill >= 0.0)
    _burnish_json_add_double (event, "fifo_fill", progress->fifo_fill);
  if (progress->drive_buffer_fill >= 0.0)
    _burnish_json_add_double (event, "drive_buffer_fill", progress->drive_buffer_fill);
  if (progress->seconds_left >= 0)
    _burnish_json_add_int (event, "seconds_left", progress->seconds_left);
  if (progress->current_path)
    _burnish_json_add_path (event, "path", progress->current_path);
  output_end_event (output);
}

static void
progress_changed_cb (BurnishJob *job, GParamSpec *pspec G_GNUC_UNUSED, gpointer user_data)
{
  Run *run = user_data;
  const BurnishProgress *progress = burnish_job_get_progress (job);

  if (progress == NULL)
    return;
  if (output_is_json (run->output))
    emit_progress (run->output, progress);
  else
    progress_bar_update (run->bar, progress);
}

static void
message_cb (BurnishJob *job, const char *text, gpointer user_data)
{
  Run *run = user_data;
  JsonBuilder *event;

  if (!output_is_json (run->output))
    return;
  event = output_begin_event (run->output, "message");
  _burnish_json_add_string (event, "phase", phase_to_string (burnish_job_get_phase (job)));
  _burnish_json_add_string (event, "message", text);
  output_end_event (run->output);
}

static void
finished_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  burnish_job_run_finish (BURNISH_JOB (object), result, &run->error);
  g_main_loop_quit (run->loop);
}

static int
run_job (BurnishPlan *plan, Output *output)
{
  g_autoptr (BurnishJob) job = burnish_job_new (plan);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  ProgressBar *bar = progress_bar_new ();
  CopyPrompt *prompt = copy_prompt_new (job, bar);
  Run run = { .job = job, .output = output, .bar = bar, .loop = loop };
  g_autoptr (GError) error = NULL;

  g_signal_connect (job, "notify::progress", G_CALLBACK (progress_changed_cb), &run);
  g_signal_connect (job, "message", G_CALLBACK (message_cb), &run);
  burnish_job_run_async (job, interrupt_get_cancellable (), finished_cb, &run);
  g_main_loop_run (loop);
  copy_prompt_free (prompt);
  /* Ends the bar's line before the report. */
  progress_bar_free (bar);
  error = run.error;
  return output_finish (output, burnish_job_get_report (job), error);
}

int
run_plan (BurnishPlan *plan, Output *output, const GError *error)
{
  if (plan == NULL)
    return output_finish (output, NULL, error);
  print_plan (output, plan);
  return run_job (plan, output);
}
