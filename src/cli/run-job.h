/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"
#include "output.h"

/*
 * Runs a job to its end in a main loop: progress on the terminal or as JSON events, Ctrl-C and
 * SIGTERM are a clean cancel. Prints the report and returns the exit code.
 */

int run_job (BurnishPlan *plan, Output *output);
