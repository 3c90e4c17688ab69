/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-run-private.h"

#include "burnish-error.h"

/* Progress reaches the main context at most ten times a second. */
#define DISPATCH_INTERVAL_US (G_USEC_PER_SEC / 10)

BurnishRun *
_burnish_run_new (BurnishPlan *plan, const BurnishRunEvents *events, gpointer owner)
{
  BurnishRun *run = g_new0 (BurnishRun, 1);
  g_autoptr (GArray) estimate = _burnish_plan_dup_estimate (plan);

  g_atomic_ref_count_init (&run->ref_count);
  run->plan = g_object_ref (plan);
  run->cancellable = g_cancellable_new ();
  run->context = g_main_context_ref_thread_default ();
  run->events = *events;
  run->owner = owner;
  run->report = _burnish_report_data_new (plan->kind);
  run->estimator = _burnish_estimator_new ((const BurnishEstimatorStep *) (gpointer) estimate->data,
                                           estimate->len);
  run->copy = 1;
  run->facts.image_file = plan->image_file;
  g_mutex_init (&run->mutex);
  g_cond_init (&run->answered);
  g_queue_init (&run->messages);
  run->state.can_cancel = TRUE;
  return run;
}

BurnishRun *
_burnish_run_ref (BurnishRun *run)
{
  g_atomic_ref_count_inc (&run->ref_count);
  return run;
}

void
_burnish_run_state_clear (BurnishRunState *state)
{
  g_clear_pointer (&state->passed, g_ptr_array_unref);
  g_clear_pointer (&state->progress, burnish_progress_free);
  g_clear_pointer (&state->question, g_free);
  g_clear_error (&state->question_error);
}

void
_burnish_run_unref (BurnishRun *run)
{
  if (!g_atomic_ref_count_dec (&run->ref_count))
    return;
  g_assert (run->engine == NULL);
  g_clear_object (&run->plan);
  g_clear_object (&run->cancellable);
  g_clear_pointer (&run->context, g_main_context_unref);
  g_clear_pointer (&run->report, _burnish_report_data_free);
  g_clear_pointer (&run->estimator, _burnish_estimator_free);
  _burnish_run_state_clear (&run->state);
  g_queue_clear_full (&run->messages, g_free);
  g_mutex_clear (&run->mutex);
  g_cond_clear (&run->answered);
  g_free (run);
}

static void
deliver_messages (BurnishRun *run)
{
  for (;;)
    {
      g_autofree char *text = NULL;

      g_mutex_lock (&run->mutex);
      text = g_queue_pop_head (&run->messages);
      g_mutex_unlock (&run->mutex);
      if (text == NULL)
        return;
      if (run->owner != NULL)
        run->events.message (run, text, run->owner);
    }
}

static gboolean
dispatch_cb (gpointer user_data)
{
  BurnishRun *run = user_data;

  g_mutex_lock (&run->mutex);
  run->is_dispatch_pending = FALSE;
  run->last_dispatch_us = g_get_monotonic_time ();
  g_mutex_unlock (&run->mutex);
  deliver_messages (run);
  if (run->owner != NULL)
    run->events.changed (run, run->owner);
  return G_SOURCE_REMOVE;
}

static void
attach (BurnishRun *run, guint delay_ms, GSourceFunc callback)
{
  g_autoptr (GSource) source =
      delay_ms > 0 ? g_timeout_source_new (delay_ms) : g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, callback, _burnish_run_ref (run),
                         (GDestroyNotify) _burnish_run_unref);
  g_source_attach (source, run->context);
}

/* With the mutex held. */
static void
request_dispatch (BurnishRun *run)
{
  gint64 wait_us;

  if (run->is_dispatch_pending)
    return;
  run->is_dispatch_pending = TRUE;
  wait_us = run->last_dispatch_us + DISPATCH_INTERVAL_US - g_get_monotonic_time ();
  attach (run, wait_us > 0 ? (guint) ((wait_us + 999) / 1000) : 0, dispatch_cb);
}

void
_burnish_run_take_state (BurnishRun *run, BurnishRunState *state)
{
  g_mutex_lock (&run->mutex);
  *state = run->state;
  run->state.passed = NULL;
  run->is_progress_seen = TRUE;
  state->question = g_strdup (run->state.question);
  state->question_error =
      run->state.question_error != NULL ? g_error_copy (run->state.question_error) : NULL;
  state->progress = run->state.progress ? burnish_progress_copy (run->state.progress) : NULL;
  g_mutex_unlock (&run->mutex);
}

void
_burnish_run_cancel (BurnishRun *run)
{
  g_cancellable_cancel (run->cancellable);
  g_mutex_lock (&run->mutex);
  g_cond_broadcast (&run->answered);
  request_dispatch (run);
  g_mutex_unlock (&run->mutex);
}

void
_burnish_run_answer (BurnishRun *run, gboolean go_on)
{
  g_mutex_lock (&run->mutex);
  if (run->state.waiting)
    {
      run->has_answer = TRUE;
      run->answer = go_on;
      g_cond_broadcast (&run->answered);
    }
  g_mutex_unlock (&run->mutex);
}

gboolean
_burnish_run_ask (BurnishRun *run, const char *question, const GError *why, GError **error)
{
  gboolean answered, go_on;

  g_mutex_lock (&run->mutex);
  run->has_answer = FALSE;
  run->state.waiting = TRUE;
  run->state.question = g_strdup (question);
  run->state.question_error = why != NULL ? g_error_copy (why) : NULL;
  request_dispatch (run);
  while (!run->has_answer && !g_cancellable_is_cancelled (run->cancellable))
    g_cond_wait (&run->answered, &run->mutex);
  answered = run->has_answer;
  go_on = answered && run->answer;
  run->state.waiting = FALSE;
  g_clear_pointer (&run->state.question, g_free);
  g_clear_error (&run->state.question_error);
  request_dispatch (run);
  g_mutex_unlock (&run->mutex);

  /* All questions are for a disc. */
  if (answered && !go_on)
    g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC, "There is no disc for copy %u of %u",
                 run->copy, run->plan->options->copies);
  else if (!go_on)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The job was stopped");
  return go_on;
}

void
_burnish_run_set_started (BurnishRun *run)
{
  g_mutex_lock (&run->mutex);
  run->state.started = TRUE;
  request_dispatch (run);
  g_mutex_unlock (&run->mutex);
}

void
_burnish_run_add_message (BurnishRun *run, const char *text)
{
  g_mutex_lock (&run->mutex);
  g_queue_push_tail (&run->messages, g_strdup (text));
  request_dispatch (run);
  g_mutex_unlock (&run->mutex);
}

void
_burnish_run_add_note (BurnishRun *run, const char *note)
{
  g_ptr_array_add (run->report->notes, g_strdup (note));
}

/* Writes down how long the last phase took. Phases that come again, such as the copies', add up. */
static void
record_phase (BurnishRun *run)
{
  gint64 now_us = g_get_monotonic_time ();
  BurnishPhaseRecord record = {
    .phase = run->phase,
    .seconds = (double) (now_us - run->phase_start_us) / G_USEC_PER_SEC,
    .bytes = run->phase_bytes,
  };

  if (run->phase_start_us == 0)
    return;
  run->phase_start_us = now_us;
  run->phase_bytes = 0;
  for (guint i = 0; i < run->report->phases->len; i++)
    {
      BurnishPhaseRecord *old = &g_array_index (run->report->phases, BurnishPhaseRecord, i);

      if (old->phase != record.phase)
        continue;
      old->seconds += record.seconds;
      old->bytes += record.bytes;
      return;
    }
  g_array_append_val (run->report->phases, record);
}

/* When all blocks are with the drive, stopping would only spoil a good disc. */
static gboolean
is_cancel_useful (BurnishPhase phase)
{
  return phase != BURNISH_PHASE_CLOSING;
}

void
_burnish_run_enter (BurnishRun *run, BurnishPhase phase, guint64 bytes_total)
{
  record_phase (run);
  run->phase = phase;
  run->phase_start_us = g_get_monotonic_time ();
  run->phase_bytes_total = bytes_total;
  /* Only the disc itself told the length of what is verified. */
  if (phase == BURNISH_PHASE_VERIFYING)
    _burnish_estimator_set_bytes (
        run->estimator, phase, bytes_total,
        (double) bytes_total / _burnish_estimator_read_rate (_burnish_plan_get_family (run->plan)));
  _burnish_run_update (run, &BURNISH_RUN_MOMENT_INIT);
}

/* Speeds are shown as drives count them: on a CD, 2352 bytes for each block (MMC-6 4.2). */
static guint32
to_drive_kbs (BurnishRun *run, double rate)
{
  double scale =
      _burnish_plan_get_family (run->plan) == BURNISH_DISC_FAMILY_CD ? 2352.0 / 2048.0 : 1.0;

  return (guint32) MIN (rate * scale / 1000.0, (double) G_MAXUINT32);
}

/* A phase that is over before the main context has looked is kept for it. With the mutex held. */
static void
keep_unseen_phase (BurnishRun *run)
{
  BurnishRunState *state = &run->state;

  if (state->progress == NULL || run->is_progress_seen || state->progress->phase == run->phase)
    return;
  if (state->passed == NULL)
    state->passed = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_progress_free);
  g_ptr_array_add (state->passed, g_steal_pointer (&state->progress));
}

void
_burnish_run_update (BurnishRun *run, const BurnishRunMoment *moment)
{
  BurnishProgress *progress = g_new0 (BurnishProgress, 1);
  BurnishEstimator *estimator = run->estimator;

  run->phase_bytes = moment->bytes_done;
  _burnish_estimator_update (estimator, run->phase, moment->bytes_done, moment->phase_fraction,
                             g_get_monotonic_time ());
  progress->phase = run->phase;
  progress->copy = run->copy;
  progress->n_copies = run->plan->options->copies;
  progress->bytes_done = moment->bytes_done;
  progress->bytes_total = run->phase_bytes_total;
  progress->fraction = _burnish_estimator_get_fraction (estimator);
  progress->phase_fraction =
      run->phase_bytes_total > 0
          ? MIN ((double) moment->bytes_done / (double) run->phase_bytes_total, 1.0)
          : moment->phase_fraction;
  progress->family = _burnish_plan_get_family (run->plan);
  progress->speed_kbs = to_drive_kbs (run, _burnish_estimator_get_rate (estimator));
  progress->average_speed_kbs = to_drive_kbs (run, _burnish_estimator_get_average_rate (estimator));
  progress->fifo_fill = moment->fifo_fill;
  progress->drive_buffer_fill = moment->drive_buffer_fill;
  progress->seconds_left = _burnish_estimator_get_seconds_left (estimator);
  progress->current_path = g_strdup (moment->path);
  if (run->phase == BURNISH_PHASE_WRITING)
    run->report->average_speed_kbs = progress->average_speed_kbs;

  g_mutex_lock (&run->mutex);
  keep_unseen_phase (run);
  g_clear_pointer (&run->state.progress, burnish_progress_free);
  run->state.progress = progress;
  run->is_progress_seen = FALSE;
  run->state.can_cancel = is_cancel_useful (run->phase);
  request_dispatch (run);
  g_mutex_unlock (&run->mutex);
}

static BurnishPhase
to_phase (BurnishEnginePhase phase)
{
  switch (phase)
    {
    case BURNISH_ENGINE_PREPARING:
      return BURNISH_PHASE_PREPARING;
    case BURNISH_ENGINE_CALIBRATING:
      return BURNISH_PHASE_CALIBRATING;
    case BURNISH_ENGINE_ERASING:
      return BURNISH_PHASE_ERASING;
    case BURNISH_ENGINE_FORMATTING:
      return BURNISH_PHASE_FORMATTING;
    case BURNISH_ENGINE_WRITING:
      return BURNISH_PHASE_WRITING;
    case BURNISH_ENGINE_CLOSING:
      return BURNISH_PHASE_CLOSING;
    default:
      g_return_val_if_reached (BURNISH_PHASE_PREPARING);
    }
}

/* The last blocks of writing may come with the first word of the next phase, and a short writing
   may be over before a word of it came. */
static void
note_written (BurnishRun *run, BurnishPhase phase, guint64 blocks_done)
{
  if (phase == BURNISH_PHASE_CLOSING && run->phase != BURNISH_PHASE_CLOSING && blocks_done > 0
      && run->phase != BURNISH_PHASE_WRITING)
    _burnish_run_enter (run, BURNISH_PHASE_WRITING, run->plan->n_blocks * BURNISH_BLOCK_SIZE);
  if (run->phase == BURNISH_PHASE_WRITING)
    run->phase_bytes = MAX (run->phase_bytes, blocks_done * BURNISH_BLOCK_SIZE);
}

static void
sink_progress_cb (const BurnishEngineProgress *progress, gpointer user_data)
{
  BurnishRunSink *sink = user_data;
  BurnishRun *run = sink->run;
  BurnishPhase phase = to_phase (progress->phase);
  gboolean writing = phase == BURNISH_PHASE_WRITING;
  BurnishRunMoment moment = BURNISH_RUN_MOMENT_INIT;
  g_autofree char *path = NULL;

  if (writing && sink->dup_path != NULL)
    path = sink->dup_path (progress->blocks_done, sink->user_data);
  moment.bytes_done = writing ? progress->blocks_done * BURNISH_BLOCK_SIZE : 0;
  moment.phase_fraction = progress->fraction;
  moment.fifo_fill = writing && sink->get_fifo_fill ? sink->get_fifo_fill (sink->user_data) : -1.0;
  moment.drive_buffer_fill = progress->drive_buffer_fill;
  moment.path = path;
  note_written (run, phase, progress->blocks_done);
  if (phase != run->phase)
    _burnish_run_enter (run, phase, writing ? run->plan->n_blocks * BURNISH_BLOCK_SIZE : 0);
  _burnish_run_update (run, &moment);
}

static void
sink_message_cb (const char *text, gpointer user_data)
{
  BurnishRunSink *sink = user_data;

  _burnish_run_add_message (sink->run, text);
}

BurnishEngineSink
_burnish_run_sink_init (BurnishRunSink *sink)
{
  return (BurnishEngineSink){
    .progress = sink_progress_cb,
    .message = sink_message_cb,
    .user_data = sink,
  };
}

/* Consent was given for the disc that was looked at, and for no other. */
static gboolean
check_fingerprint (BurnishRun *run, GError **error)
{
  g_autoptr (BurnishMedium) medium = NULL;
  g_autofree char *fingerprint = NULL;

  if (run->plan->fingerprint == NULL)
    return TRUE;
  medium = _burnish_engine_inspect (run->engine, run->cancellable, error);
  if (medium == NULL)
    return FALSE;
  fingerprint = burnish_medium_dup_fingerprint (medium);
  if (g_str_equal (fingerprint, run->plan->fingerprint))
    return TRUE;
  g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_MEDIUM_CHANGED,
                       "The drive does not hold the disc that was planned for");
  return FALSE;
}

gboolean
_burnish_run_open (BurnishRun *run, GError **error)
{
  run->engine = _burnish_engine_open (run->plan->drive, run->cancellable, error);
  return run->engine != NULL;
}

void
_burnish_run_close (BurnishRun *run)
{
  g_clear_pointer (&run->engine, _burnish_engine_close);
}

/* After an interrupted write only the drive knows what the disc is. It is asked without the
   cancellable: the answer belongs to the report of a cancelled job. */
static void
look_at_disc (BurnishRun *run)
{
  g_autoptr (BurnishMedium) medium = NULL;
  g_autoptr (GError) error = NULL;

  if (run->engine == NULL || run->plan->image_file || run->facts.closed
      || !run->facts.write_started)
    return;
  medium = _burnish_engine_inspect (run->engine, NULL, &error);
  if (medium == NULL)
    {
      _burnish_run_add_message (run, error->message);
      return;
    }
  run->facts.state_known = TRUE;
  run->facts.state = burnish_medium_get_state (medium);
}

static gboolean
work (BurnishRun *run, GError **error)
{
  _burnish_run_enter (run, BURNISH_PHASE_PREPARING, 0);
  if (!_burnish_run_open (run, error) || !check_fingerprint (run, error))
    return FALSE;
  _burnish_run_set_started (run);
  switch (run->plan->kind)
    {
    case BURNISH_PLAN_BURN_TREE:
    case BURNISH_PLAN_BURN_IMAGE:
      return _burnish_run_burn (run, error);
    case BURNISH_PLAN_VERIFY:
      return _burnish_run_verify (run, error);
    case BURNISH_PLAN_ERASE:
    case BURNISH_PLAN_FORMAT:
      return _burnish_run_erase (run, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
finished_cb (gpointer user_data)
{
  BurnishRun *run = user_data;

  deliver_messages (run);
  if (run->owner != NULL)
    run->events.finished (run, run->owner);
  return G_SOURCE_REMOVE;
}

/* Progress ends at 100 % only for a job that did everything. */
static void
finish_progress (BurnishRun *run)
{
  g_mutex_lock (&run->mutex);
  if (run->report->error == NULL && run->state.progress != NULL)
    {
      run->state.progress->fraction = 1.0;
      run->state.progress->seconds_left = 0;
    }
  g_mutex_unlock (&run->mutex);
}

static gpointer
thread_func (gpointer user_data)
{
  BurnishRun *run = user_data;
  g_autoptr (GSource) source = NULL;
  GError *error = NULL;

  if (!work (run, &error))
    {
      run->report->error = error;
      run->report->error_phase = run->phase;
      look_at_disc (run);
    }
  _burnish_run_close (run);
  record_phase (run);
  run->report->disc_condition = _burnish_disc_condition_judge (&run->facts);
  for (guint i = 0; i < run->plan->notes->len; i++)
    _burnish_run_add_note (run, g_ptr_array_index (run->plan->notes, i));
  finish_progress (run);

  /* The thread's reference goes with the completion: nothing dies here. */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, finished_cb, run, (GDestroyNotify) _burnish_run_unref);
  g_source_attach (source, run->context);
  return NULL;
}

void
_burnish_run_start (BurnishRun *run)
{
  g_autoptr (GThread) thread = g_thread_new ("burnish-job", thread_func, _burnish_run_ref (run));

  g_assert (thread != NULL);
}
