/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-plan-private.h"

#include <math.h>

/* Seconds for a whole disc where the drive tells nothing beforehand. */
#define QUICK_ERASE_SECONDS  60.0
#define FULL_ERASE_SECONDS   1800.0
#define QUICK_FORMAT_SECONDS 60.0
#define FULL_FORMAT_SECONDS  3600.0

static void
append_estimate (GArray *estimate, BurnishPhase phase, double seconds, guint64 bytes)
{
  BurnishEstimatorStep step = { .phase = phase, .seconds = seconds, .bytes = bytes };

  g_array_append_val (estimate, step);
}

static void
append_step_estimate (BurnishPlan *plan, GArray *estimate, BurnishPlanStep step)
{
  BurnishDiscFamily family = _burnish_plan_get_family (plan);
  guint64 bytes = plan->n_blocks * BURNISH_BLOCK_SIZE;

  switch (step)
    {
    case BURNISH_STEP_ERASE:
      append_estimate (estimate, BURNISH_PHASE_ERASING,
                       plan->full ? FULL_ERASE_SECONDS : QUICK_ERASE_SECONDS, 0);
      break;
    case BURNISH_STEP_FORMAT:
      append_estimate (estimate, BURNISH_PHASE_FORMATTING,
                       plan->full ? FULL_FORMAT_SECONDS : QUICK_FORMAT_SECONDS, 0);
      break;
    case BURNISH_STEP_WRITE:
      append_estimate (estimate, BURNISH_PHASE_CALIBRATING,
                       _burnish_estimator_calibration_seconds (family), 0);
      append_estimate (
          estimate, BURNISH_PHASE_WRITING,
          (double) bytes / _burnish_estimator_write_rate (family, plan->options->speed_kbs), bytes);
      break;
    case BURNISH_STEP_CLOSE:
      append_estimate (estimate, BURNISH_PHASE_CLOSING, _burnish_estimator_closing_seconds (family),
                       0);
      break;
    case BURNISH_STEP_VERIFY:
      append_estimate (estimate, BURNISH_PHASE_VERIFYING,
                       (double) bytes / _burnish_estimator_read_rate (family), bytes);
      break;
    case BURNISH_STEP_RELOAD:
    case BURNISH_STEP_EJECT:
    default:
      break;
    }
}

GArray *
_burnish_plan_dup_estimate (BurnishPlan *plan)
{
  GArray *estimate = g_array_new (FALSE, FALSE, sizeof (BurnishEstimatorStep));

  for (guint copy = 0; copy < plan->options->copies; copy++)
    for (guint i = 0; i < plan->steps->len; i++)
      append_step_estimate (plan, estimate, g_array_index (plan->steps, BurnishPlanStep, i));
  return estimate;
}

/**
 * burnish_plan_get_estimated_seconds:
 * @self: a plan
 *
 * Returns: how long the job will take, roughly, without changing discs
 */
guint64
burnish_plan_get_estimated_seconds (BurnishPlan *self)
{
  g_autoptr (GArray) estimate = NULL;
  double seconds = 0.0;

  g_return_val_if_fail (BURNISH_IS_PLAN (self), 0);

  estimate = _burnish_plan_dup_estimate (self);
  for (guint i = 0; i < estimate->len; i++)
    seconds += g_array_index (estimate, BurnishEstimatorStep, i).seconds;
  return (guint64) ceil (seconds);
}
