/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-disc-statement-private.h"
#include "burnish-job.h"
#include "burnish-plan-private.h"

#include <glib/gi18n-lib.h>

/* The medium is as it was before the job; on a disc that had to be erased first, the plan says so.
 */
static gboolean
is_rewritable (BurnishPlan *plan)
{
  for (guint i = 0; i < plan->steps->len; i++)
    if (g_array_index (plan->steps, BurnishPlanStep, i) == BURNISH_STEP_ERASE)
      return TRUE;
  return plan->medium != NULL
         && ((burnish_medium_get_state (plan->medium) & BURNISH_MEDIUM_OVERWRITABLE) != 0
             || burnish_medium_can (plan->medium, BURNISH_OPERATION_ERASE_QUICK));
}

/* The laser is on, or a file is being written. */
static const char *
describe_writing (BurnishPlan *plan)
{
  if (plan->added != NULL && !plan->options->simulate)
    return N_ ("Nothing will be added. What is there already can still be read.");
  if (plan->image_file)
    return N_ ("No image file will be made. A file that was there before stays as it was.");
  if (plan->options->simulate)
    return N_ ("It is a test run: the disc will stay as it is.");
  if (is_rewritable (plan))
    return N_ ("What is on the disc will be lost. The disc can be written again.");
  return N_ ("The disc will be only partly written. It can be written only once and will most "
             "likely be of no use any more.");
}

const char *
_burnish_cancel_to_english (BurnishPlan *plan, BurnishPhase phase)
{
  switch (phase)
    {
    case BURNISH_PHASE_ERASING:
    case BURNISH_PHASE_FORMATTING:
      return N_ (
          "What was on the disc is lost. The disc has to be erased or formatted again before "
          "it can be used.");
    case BURNISH_PHASE_CALIBRATING:
    case BURNISH_PHASE_WRITING:
    case BURNISH_PHASE_CLOSING:
      return describe_writing (plan);
    case BURNISH_PHASE_RELOADING:
    case BURNISH_PHASE_VERIFYING:
      if (plan->kind == BURNISH_PLAN_VERIFY)
        return N_ ("Nothing will change on the disc, but it will not be known whether it is as it "
                   "should be.");
      return plan->image_file ? N_ ("The image file is complete, but it will not be known whether "
                                    "it can be read back.")
                              : N_ ("The disc is written, but it will not be known whether it can "
                                    "be read back.");
    case BURNISH_PHASE_EJECTING:
      return N_ ("Everything is done except for opening the tray.");
    case BURNISH_PHASE_PREPARING:
    default:
      return N_ ("Nothing has been written yet.");
    }
}

/**
 * burnish_job_get_cancel_statement:
 * @self: a job
 *
 * Says what cancelling at this moment leaves behind, as far as it can be known before the drive
 * has stopped; the report says what came of it. Main context only, like the job.
 *
 * Returns: (transfer none): one or two sentences of the person's language, such as "Nothing has
 *   been written yet."
 */
const char *
burnish_job_get_cancel_statement (BurnishJob *self)
{
  const char *text;

  g_return_val_if_fail (BURNISH_IS_JOB (self), NULL);

  text =
      burnish_job_get_state (self) == BURNISH_JOB_WAITING
          ? N_ ("The disc that was asked for will not be written. Those before it are complete.")
          : _burnish_cancel_to_english (burnish_job_get_plan (self), burnish_job_get_phase (self));
  return g_dgettext (GETTEXT_PACKAGE, text);
}
