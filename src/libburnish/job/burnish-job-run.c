/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-job-private.h"

/* What changes a job: its run, whoever stops it or answers it, and its end. */

static void
set_state (BurnishJob *self, BurnishJobState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

static void
set_phase (BurnishJob *self, BurnishPhase phase)
{
  if (self->phase == phase)
    return;
  self->phase = phase;
  g_object_notify (G_OBJECT (self), "phase");
}

static void
set_can_cancel (BurnishJob *self, gboolean can_cancel)
{
  if (self->can_cancel == can_cancel)
    return;
  self->can_cancel = can_cancel;
  g_object_notify (G_OBJECT (self), "can-cancel");
}

static void
set_question (BurnishJob *self, const char *question, const GError *why)
{
  if (g_strcmp0 (self->question, question) == 0)
    return;
  g_clear_error (&self->question_error);
  self->question_error = why != NULL ? g_error_copy (why) : NULL;
  g_free (self->question);
  self->question = g_strdup (question);
  g_object_notify (G_OBJECT (self), "question");
}

static BurnishJobState
get_running_state (BurnishJob *self, const BurnishRunState *state)
{
  if (g_cancellable_is_cancelled (self->run->cancellable))
    return BURNISH_JOB_CANCELLING;
  if (state->waiting)
    return BURNISH_JOB_WAITING;
  return state->started ? BURNISH_JOB_RUNNING : BURNISH_JOB_PREPARING;
}

static void
take_progress (BurnishJob *self, BurnishProgress *progress)
{
  g_clear_pointer (&self->progress, burnish_progress_free);
  self->progress = progress;
  set_phase (self, progress->phase);
  g_object_notify (G_OBJECT (self), "progress");
}

static void
apply (BurnishJob *self)
{
  BurnishRunState state;

  _burnish_run_take_state (self->run, &state);
  while (state.passed != NULL && state.passed->len > 0)
    take_progress (self, g_ptr_array_steal_index (state.passed, 0));
  /* Whoever sees the state "waiting" can read the question, and has seen all that went before. */
  if (state.waiting && state.progress != NULL)
    take_progress (self, g_steal_pointer (&state.progress));
  set_question (self, state.question, state.question_error);
  if (self->task != NULL)
    set_state (self, get_running_state (self, &state));
  set_can_cancel (self, state.can_cancel);
  if (state.progress != NULL)
    take_progress (self, g_steal_pointer (&state.progress));
  _burnish_run_state_clear (&state);
}

static void
run_changed_cb (BurnishRun *run G_GNUC_UNUSED, gpointer owner)
{
  g_autoptr (BurnishJob) self = g_object_ref (BURNISH_JOB (owner));

  apply (self);
}

static void
run_message_cb (BurnishRun *run G_GNUC_UNUSED, const char *text, gpointer owner)
{
  g_autoptr (BurnishJob) self = g_object_ref (BURNISH_JOB (owner));

  g_signal_emit_by_name (self, "message", text);
}

static BurnishJobResult
get_result (const GError *error)
{
  if (error == NULL)
    return BURNISH_JOB_RESULT_SUCCESS;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? BURNISH_JOB_RESULT_CANCELLED
                                                                   : BURNISH_JOB_RESULT_FAILED;
}

/* The order that callers rely on: report and result, and then the state. */
static void
set_finished (BurnishJob *self, BurnishReportData *data)
{
  self->result = get_result (data->error);
  self->report = _burnish_report_new (data);
  set_question (self, NULL, NULL);
  set_can_cancel (self, FALSE);
  g_object_notify (G_OBJECT (self), "report");
  g_object_notify (G_OBJECT (self), "result");
  set_state (self, BURNISH_JOB_FINISHED);
}

/* The callback comes last. */
static void
finish (BurnishJob *self, BurnishReportData *data)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  const GError *error = data->error; /* the report keeps it */

  if (self->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  self->cancelled_id = 0;
  set_finished (self, data);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_error_copy (error));
}

static void
run_finished_cb (BurnishRun *run, gpointer owner)
{
  g_autoptr (BurnishJob) self = g_object_ref (BURNISH_JOB (owner));

  apply (self);
  run->owner = NULL;
  finish (self, g_steal_pointer (&run->report));
}

static void
caller_cancelled_cb (GCancellable *cancellable G_GNUC_UNUSED, gpointer user_data)
{
  _burnish_run_cancel (user_data);
}

/**
 * burnish_job_run_async:
 * @self: a job that was not started
 * @cancellable: (nullable): cancels the job
 * @callback: (scope async): called on the caller's main context after the last progress and the
 *   finished state
 * @user_data: for @callback
 *
 * Starts at once, on a thread of its own; use a [class@Burnish.JobQueue] to wait for the drive. The
 * job stays alive until it has finished.
 */
void
burnish_job_run_async (BurnishJob *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  static const BurnishRunEvents events = {
    .changed = run_changed_cb,
    .message = run_message_cb,
    .finished = run_finished_cb,
  };

  g_return_if_fail (BURNISH_IS_JOB (self));
  g_return_if_fail (self->run == NULL && self->state == BURNISH_JOB_QUEUED);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, burnish_job_run_async);
  /* What became of the disc matters also when the caller has cancelled. */
  g_task_set_check_cancellable (self->task, FALSE);
  self->run = _burnish_run_new (self->plan, &events, self);
  set_state (self, BURNISH_JOB_PREPARING);
  if (cancellable != NULL)
    self->cancelled_id =
        g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb),
                               _burnish_run_ref (self->run), (GDestroyNotify) _burnish_run_unref);
  _burnish_run_start (self->run);
}

/**
 * burnish_job_run_finish:
 * @self: a job
 * @result: what the callback got
 * @error: return location
 *
 * Tells how it ended; the report is there in every case.
 *
 * Returns: %TRUE, or %FALSE with the first error in @error, or %G_IO_ERROR_CANCELLED
 */
gboolean
burnish_job_run_finish (BurnishJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
_burnish_job_set_queue (BurnishJob *self, BurnishJobQueue *queue)
{
  self->queue = queue;
}

/* A job that never ran has a report, too. */
static void
finish_unstarted (BurnishJob *self)
{
  BurnishReportData *data = _burnish_report_data_new (self->plan->kind);

  g_set_error_literal (&data->error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                       "The job was stopped before it began");
  data->disc_condition = BURNISH_DISC_UNCHANGED;
  set_finished (self, data);
}

/**
 * burnish_job_cancel:
 * @self: a job
 *
 * Asks it to stop. It is finished only when the drive is idle; the report says what the disc is
 * then. A job that waits in a queue is finished at once.
 */
void
burnish_job_cancel (BurnishJob *self)
{
  g_return_if_fail (BURNISH_IS_JOB (self));

  if (self->state == BURNISH_JOB_FINISHED)
    return;
  if (self->run == NULL)
    {
      g_autoptr (BurnishJob) kept = g_object_ref (self);

      finish_unstarted (self);
      if (self->queue != NULL)
        _burnish_job_queue_remove (self->queue, self);
      return;
    }
  _burnish_run_cancel (self->run);
  set_state (self, BURNISH_JOB_CANCELLING);
}

/**
 * burnish_job_answer:
 * @self: a job that waits
 * @go_on: %TRUE: the disc that was asked for is in the drive; %FALSE: there is none, and the job
 *   ends with %BURNISH_ERROR_NO_DISC
 *
 * Answers [property@Burnish.Job:question]. Nothing happens when there is none.
 */
void
burnish_job_answer (BurnishJob *self, gboolean go_on)
{
  g_return_if_fail (BURNISH_IS_JOB (self));
  if (self->run != NULL)
    _burnish_run_answer (self->run, go_on);
}
