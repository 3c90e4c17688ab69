/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-job-private.h"

#include "burnish-job-enums.h"

struct _BurnishJob
{
  GObject parent_instance;
  BurnishPlan *plan;      /* (owned) */
  BurnishRun *run;        /* (owned) (nullable) from its start on */
  GTask *task;            /* (owned) (nullable) while it runs */
  gulong cancelled_id;    /* of the caller's cancellable */
  BurnishJobQueue *queue; /* (unowned) (nullable) that it waits in */
  BurnishJobState state;
  BurnishJobResult result;
  BurnishPhase phase;
  gboolean can_cancel;
  char *question;            /* (owned) (nullable) */
  GError *question_error;    /* (owned) (nullable) */
  BurnishProgress *progress; /* (owned) (nullable) */
  BurnishReport *report;     /* (owned) (nullable) */
};

typedef enum
{
  PROP_PLAN = 1,
  PROP_STATE,
  PROP_RESULT,
  PROP_PHASE,
  PROP_CAN_CANCEL,
  PROP_QUESTION,
  PROP_PROGRESS,
  PROP_REPORT,
} BurnishJobProperty;

enum
{
  SIGNAL_MESSAGE,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_REPORT + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BurnishJob, burnish_job, G_TYPE_OBJECT)

static void
set_state (BurnishJob *self, BurnishJobState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_phase (BurnishJob *self, BurnishPhase phase)
{
  if (self->phase == phase)
    return;
  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

static void
set_can_cancel (BurnishJob *self, gboolean can_cancel)
{
  if (self->can_cancel == can_cancel)
    return;
  self->can_cancel = can_cancel;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_CANCEL]);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUESTION]);
}

static void
burnish_job_dispose (GObject *object)
{
  BurnishJob *self = BURNISH_JOB (object);

  /* A run without a listener goes on to its end; a running job is kept alive by its task. */
  if (self->run != NULL)
    self->run->owner = NULL;
  g_clear_pointer (&self->run, _burnish_run_unref);
  g_clear_object (&self->plan);
  g_clear_object (&self->report);
  G_OBJECT_CLASS (burnish_job_parent_class)->dispose (object);
}

static void
burnish_job_finalize (GObject *object)
{
  BurnishJob *self = BURNISH_JOB (object);

  g_assert (self->task == NULL);
  g_clear_pointer (&self->question, g_free);
  g_clear_error (&self->question_error);
  g_clear_pointer (&self->progress, burnish_progress_free);
  G_OBJECT_CLASS (burnish_job_parent_class)->finalize (object);
}

static void
burnish_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishJob *self = BURNISH_JOB (object);

  switch ((BurnishJobProperty) prop_id)
    {
    case PROP_PLAN:
      g_value_set_object (value, self->plan);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_RESULT:
      g_value_set_enum (value, self->result);
      break;
    case PROP_PHASE:
      g_value_set_enum (value, self->phase);
      break;
    case PROP_CAN_CANCEL:
      g_value_set_boolean (value, self->can_cancel);
      break;
    case PROP_QUESTION:
      g_value_set_string (value, self->question);
      break;
    case PROP_PROGRESS:
      g_value_set_boxed (value, self->progress);
      break;
    case PROP_REPORT:
      g_value_set_object (value, self->report);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_job_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  BurnishJob *self = BURNISH_JOB (object);

  if (prop_id == PROP_PLAN)
    self->plan = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
burnish_job_class_init (BurnishJobClass *klass)
{
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = burnish_job_dispose;
  object_class->finalize = burnish_job_finalize;
  object_class->get_property = burnish_job_get_property;
  object_class->set_property = burnish_job_set_property;

  /**
   * BurnishJob:plan:
   *
   * What it does.
   */
  properties[PROP_PLAN] =
      g_param_spec_object ("plan", NULL, NULL, BURNISH_TYPE_PLAN,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * BurnishJob:state:
   *
   * Where it stands.
   */
  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, BURNISH_TYPE_JOB_STATE, BURNISH_JOB_QUEUED, read);
  /**
   * BurnishJob:result:
   *
   * How it ended.
   */
  properties[PROP_RESULT] = g_param_spec_enum ("result", NULL, NULL, BURNISH_TYPE_JOB_RESULT,
                                               BURNISH_JOB_RESULT_NONE, read);
  /**
   * BurnishJob:phase:
   *
   * What happens now.
   */
  properties[PROP_PHASE] =
      g_param_spec_enum ("phase", NULL, NULL, BURNISH_TYPE_PHASE, BURNISH_PHASE_PREPARING, read);
  /**
   * BurnishJob:can-cancel:
   *
   * Whether cancelling still changes anything.
   */
  properties[PROP_CAN_CANCEL] = g_param_spec_boolean ("can-cancel", NULL, NULL, TRUE, read);
  /**
   * BurnishJob:question:
   *
   * What it asks while it waits, a technical English sentence, else %NULL. Answer with
   * [method@Burnish.Job.answer].
   */
  properties[PROP_QUESTION] = g_param_spec_string ("question", NULL, NULL, NULL, read);
  /**
   * BurnishJob:progress:
   *
   * The newest snapshot. It changes at most ten times a second, and once more for each phase that
   * came and went in between.
   */
  properties[PROP_PROGRESS] =
      g_param_spec_boxed ("progress", NULL, NULL, BURNISH_TYPE_PROGRESS, read);
  /**
   * BurnishJob:report:
   *
   * What was done, once it is finished.
   */
  properties[PROP_REPORT] = g_param_spec_object ("report", NULL, NULL, BURNISH_TYPE_REPORT, read);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * BurnishJob::message:
   * @self: the job
   * @text: technical text of the drive or of libburn
   *
   * The drive said something worth a line.
   */
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", BURNISH_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
burnish_job_init (BurnishJob *self)
{
  self->can_cancel = TRUE;
}

/**
 * burnish_job_new:
 * @plan: what to do
 *
 * Returns: (transfer full): a job that waits to be started
 */
BurnishJob *
burnish_job_new (BurnishPlan *plan)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (plan), NULL);
  return g_object_new (BURNISH_TYPE_JOB, "plan", plan, NULL);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
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

  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, text);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESULT]);
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

/**
 * burnish_job_get_plan:
 * @self: a job
 *
 * Returns: (transfer none): what it does
 */
BurnishPlan *
burnish_job_get_plan (BurnishJob *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), NULL);
  return self->plan;
}

/**
 * burnish_job_get_state:
 * @self: a job
 *
 * Returns: where it stands
 */
BurnishJobState
burnish_job_get_state (BurnishJob *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), BURNISH_JOB_FINISHED);
  return self->state;
}

/**
 * burnish_job_get_result:
 * @self: a job
 *
 * Returns: how it ended
 */
BurnishJobResult
burnish_job_get_result (BurnishJob *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), BURNISH_JOB_RESULT_NONE);
  return self->result;
}

/**
 * burnish_job_get_phase:
 * @self: a job
 *
 * Returns: what happens now, or happened last
 */
BurnishPhase
burnish_job_get_phase (BurnishJob *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), BURNISH_PHASE_PREPARING);
  return self->phase;
}

/**
 * burnish_job_get_can_cancel:
 * @self: a job
 *
 * Returns: whether cancelling still changes anything
 */
gboolean
burnish_job_get_can_cancel (BurnishJob *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), FALSE);
  return self->can_cancel;
}

/**
 * burnish_job_get_question:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): what it asks while it waits
 */
const char *
burnish_job_get_question (BurnishJob *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), NULL);
  return self->question;
}

/**
 * burnish_job_get_question_error:
 * @self: a job
 *
 * Returns: (nullable): why the question is asked once more: what is wrong with the disc that was
 *   offered; it stays until the question is answered
 */
const GError *
burnish_job_get_question_error (BurnishJob *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), NULL);
  return self->question_error;
}

/**
 * burnish_job_get_progress:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): the newest snapshot
 */
const BurnishProgress *
burnish_job_get_progress (BurnishJob *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), NULL);
  return self->progress;
}

/**
 * burnish_job_get_report:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): what was done; %NULL until it is finished
 */
BurnishReport *
burnish_job_get_report (BurnishJob *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB (self), NULL);
  return self->report;
}
