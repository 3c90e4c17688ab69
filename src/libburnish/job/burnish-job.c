/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-job-private.h"

#include "burnish-job-enums.h"

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

static GParamSpec *properties[PROP_REPORT + 1];

G_DEFINE_FINAL_TYPE (BurnishJob, burnish_job, G_TYPE_OBJECT)

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
  g_signal_new ("message", BURNISH_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
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
