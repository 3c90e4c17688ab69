/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"
#include "output.h"

/*
 * Scans one source into a tree in a main loop: counts on the terminal, Ctrl-C stops it.
 */

/* as_contents: the folder's contents go into the root, else the source goes there under its own
   name. FALSE with error set when the source itself is unusable, or on Ctrl-C. */
gboolean stage_source (BurnishTree *tree, BurnishScan *scan, gboolean as_contents, GError **error);
/* Prints what a scan left out; refusal (owned by the caller, made when needed) gets one reason for
   each thing that could not be read. */
void stage_report_left_out (BurnishScan *scan, Output *output, GError **refusal);
