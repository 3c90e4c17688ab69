/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What the window of a job can do with its result, as actions "job.": again, again-slower,
 * burn-for-real, choose-target, show-result, show-main and save-report (s: "txt" or "json").
 */

void burnish_job_result_actions_install (GtkWidgetClass *window_class);
/* Whether each of them can be done now. */
void burnish_job_result_actions_update (GtkWidget *window, BurnishJob *job, gboolean ejected);

G_END_DECLS
