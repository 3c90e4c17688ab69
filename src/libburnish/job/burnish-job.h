/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-plan.h"
#include "burnish-progress.h"
#include "burnish-report.h"

G_BEGIN_DECLS

/*
 * BurnishJob carries out a plan on a named thread of its own. The object lives on the main context:
 * its properties change there only, and the thread never holds it. State, result, phase and
 * can-cancel are four separate things.
 */

/**
 * BurnishJobState:
 * @BURNISH_JOB_QUEUED: waits for its turn at the drive
 * @BURNISH_JOB_PREPARING: opens the drive and checks that it holds the planned medium
 * @BURNISH_JOB_WAITING: waits for an answer
 * @BURNISH_JOB_RUNNING: works
 * @BURNISH_JOB_CANCELLING: was asked to stop and waits for the drive to be idle
 * @BURNISH_JOB_FINISHED: is over; see the result
 *
 * Where a job stands.
 */
typedef enum
{
  BURNISH_JOB_QUEUED,
  BURNISH_JOB_PREPARING,
  BURNISH_JOB_WAITING,
  BURNISH_JOB_RUNNING,
  BURNISH_JOB_CANCELLING,
  BURNISH_JOB_FINISHED,
} BurnishJobState;

/**
 * BurnishJobResult:
 * @BURNISH_JOB_RESULT_NONE: not finished
 * @BURNISH_JOB_RESULT_SUCCESS: everything that was asked for was done
 * @BURNISH_JOB_RESULT_CANCELLED: stopped on request
 * @BURNISH_JOB_RESULT_FAILED: failed; the report has the first cause
 *
 * How a job ended.
 */
typedef enum
{
  BURNISH_JOB_RESULT_NONE,
  BURNISH_JOB_RESULT_SUCCESS,
  BURNISH_JOB_RESULT_CANCELLED,
  BURNISH_JOB_RESULT_FAILED,
} BurnishJobResult;

#define BURNISH_TYPE_JOB (burnish_job_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishJob, burnish_job, BURNISH, JOB, GObject)

BURNISH_EXPORT
BurnishJob *burnish_job_new (BurnishPlan *plan);
BURNISH_EXPORT
void burnish_job_run_async (BurnishJob *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
BURNISH_EXPORT
gboolean burnish_job_run_finish (BurnishJob *self, GAsyncResult *result, GError **error);
BURNISH_EXPORT
void burnish_job_cancel (BurnishJob *self);
BURNISH_EXPORT
void burnish_job_answer (BurnishJob *self, gboolean go_on);
BURNISH_EXPORT
BurnishPlan *burnish_job_get_plan (BurnishJob *self);
BURNISH_EXPORT
BurnishJobState burnish_job_get_state (BurnishJob *self);
BURNISH_EXPORT
BurnishJobResult burnish_job_get_result (BurnishJob *self);
BURNISH_EXPORT
BurnishPhase burnish_job_get_phase (BurnishJob *self);
BURNISH_EXPORT
gboolean burnish_job_get_can_cancel (BurnishJob *self);
BURNISH_EXPORT
const char *burnish_job_get_cancel_statement (BurnishJob *self);
BURNISH_EXPORT
const char *burnish_job_get_question (BurnishJob *self);
BURNISH_EXPORT
const GError *burnish_job_get_question_error (BurnishJob *self);
BURNISH_EXPORT
const BurnishProgress *burnish_job_get_progress (BurnishJob *self);
BURNISH_EXPORT
BurnishReport *burnish_job_get_report (BurnishJob *self);

G_END_DECLS
