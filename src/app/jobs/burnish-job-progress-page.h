/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishJobProgressPage shows a job while it runs: its steps, how far it is, how long it will
 * take, how fast it is, and how full the buffers are. It shows what the job says, ten times a
 * second at most, and nothing while nobody sees it. Actions: "job.cancel".
 */

#define BURNISH_TYPE_JOB_PROGRESS_PAGE (burnish_job_progress_page_get_type ())
G_DECLARE_FINAL_TYPE (BurnishJobProgressPage,
                      burnish_job_progress_page,
                      BURNISH,
                      JOB_PROGRESS_PAGE,
                      AdwBin)

void burnish_job_progress_page_set_job (BurnishJobProgressPage *self, BurnishJob *job);

G_END_DECLS
