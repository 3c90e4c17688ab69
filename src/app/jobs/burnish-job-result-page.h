/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishJobResultPage says what came of a job: what was done and checked, or what happened, what
 * the disc is now and what to try, with the report under Details. Its buttons are actions of the
 * window: "job.".
 */

#define BURNISH_TYPE_JOB_RESULT_PAGE (burnish_job_result_page_get_type ())
G_DECLARE_FINAL_TYPE (BurnishJobResultPage,
                      burnish_job_result_page,
                      BURNISH,
                      JOB_RESULT_PAGE,
                      AdwBin)

void burnish_job_result_page_set_job (BurnishJobResultPage *self, BurnishJob *job, const char *log);

G_END_DECLS
