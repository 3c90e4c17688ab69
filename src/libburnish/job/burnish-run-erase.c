/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-run-private.h"

gboolean
_burnish_run_erase_step (BurnishRun *run, BurnishPlanStep step, GError **error)
{
  BurnishRunSink run_sink = { .run = run };
  BurnishEngineSink sink = _burnish_run_sink_init (&run_sink);
  BurnishFormatRequest request = { .full = run->plan->full };

  if (step == BURNISH_STEP_ERASE)
    {
      _burnish_run_enter (run, BURNISH_PHASE_ERASING, 0);
      run->facts.erase_started = TRUE;
      run->facts.erase_done =
          _burnish_engine_erase (run->engine, run->plan->full, &sink, run->cancellable, error);
      return run->facts.erase_done;
    }
  _burnish_run_enter (run, BURNISH_PHASE_FORMATTING, 0);
  run->facts.format_started = TRUE;
  run->facts.format_done =
      _burnish_engine_format (run->engine, &request, &sink, run->cancellable, error);
  return run->facts.format_done;
}

gboolean
_burnish_run_erase (BurnishRun *run, GError **error)
{
  run->facts.rewritable = TRUE;
  if (!_burnish_run_erase_step (run, g_array_index (run->plan->steps, BurnishPlanStep, 0), error))
    return FALSE;
  run->report->copies_done = 1;
  return TRUE;
}
