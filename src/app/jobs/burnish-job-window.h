/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "jobs/burnish-job-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishJobWindow is the window of one job, from its start to its result: progress, the question
 * for the next disc, and what came of it. Closed while the job is not finished, it only hides: the
 * job goes on, and presenting the window brings it back. Closed with the result, it puts the job
 * away.
 *
 * Its actions are "job.": cancel while it runs, continue while it waits for a disc, and those of
 * the result; eject in both of the latter.
 */

#define BURNISH_TYPE_JOB_WINDOW (burnish_job_window_get_type ())
G_DECLARE_FINAL_TYPE (BurnishJobWindow, burnish_job_window, BURNISH, JOB_WINDOW, AdwWindow)

BurnishJobWindow *
burnish_job_window_new (GtkApplication *application, BurnishJobList *jobs, BurnishJob *job);
BurnishJob *burnish_job_window_get_job (BurnishJobWindow *self);
BurnishJobList *burnish_job_window_get_jobs (BurnishJobWindow *self);

G_END_DECLS
