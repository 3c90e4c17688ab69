/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"
#include "output.h"

/*
 * Shows a plan and runs its job to its end in a main loop: progress on the terminal or as JSON
 * events, Ctrl-C and SIGTERM are a clean cancel. Prints the report and returns the exit code.
 */

/* Without a plan, the error that says why is all that is printed. */
int run_plan (BurnishPlan *plan, Output *output, const GError *error);
