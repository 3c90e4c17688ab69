/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * What the window says of a job: its name, its steps, the time left, and how it ended. All texts
 * are in the person's language. Main context only, like the jobs.
 */

/* "Burning HOLIDAY"; (transfer full) */
char *burnish_job_words_dup_title (BurnishJob *job);
/* "Burning HOLIDAY" with per cent while it runs, for the task bar; (transfer full) */
char *burnish_job_words_dup_window_title (BurnishJob *job);
/* The drive, or the folder of the image file; (transfer full) */
char *burnish_job_words_dup_place (BurnishJob *job);
/* What it does at this moment. */
const char *burnish_job_words_get_activity (BurnishJob *job);
/* An entry of the check list. */
const char *burnish_job_words_get_step (BurnishPlan *plan, BurnishPlanStep step);
/* How long it still takes, in words; "" when that is unknown; (transfer full) */
char *burnish_job_words_dup_time_left (gint64 seconds);
/* Never 100 before success. */
guint burnish_job_words_get_percent (BurnishJob *job);
/* Heading of the question whether to cancel, and its two answers with mnemonics. */
const char *burnish_job_words_get_cancel_question (BurnishPlan *plan);
const char *burnish_job_words_get_keep_answer (BurnishPlan *plan);
const char *burnish_job_words_get_cancel_answer (BurnishPlan *plan);
/* Heading of the result, and what was done and checked, in one or more paragraphs. */
const char *burnish_job_words_get_result (BurnishJob *job);
char *burnish_job_words_dup_result_text (BurnishJob *job); /* (transfer full) */

G_END_DECLS
