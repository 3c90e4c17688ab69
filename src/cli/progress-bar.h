/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"

/*
 * A line on the terminal that shows a job's progress, rewritten in place. Prints nothing at all
 * when standard error is not a terminal, so that logs stay clean.
 */

typedef struct _ProgressBar ProgressBar;

ProgressBar *progress_bar_new (void);
/* Ends the line. */
void progress_bar_free (ProgressBar *self);
/* What is printed next begins on a line of its own. */
void progress_bar_end_line (ProgressBar *self);
void progress_bar_update (ProgressBar *self, const BurnishProgress *progress);
/* A count without an end: "12 345 files, 2.1 GB". */
void progress_bar_update_text (ProgressBar *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ProgressBar, progress_bar_free)
