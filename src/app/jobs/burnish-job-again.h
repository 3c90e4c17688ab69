/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "jobs/burnish-job-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Doing the same once more after a job has ended: another copy, another try, a lower speed, another
 * place for the image file. Asks for a disc, plans with the disc that is in the drive then, asks
 * again while it is refused, and starts the job.
 */

/* The speed below the one that was used, or 0 when there is none. */
guint32 burnish_job_again_get_lower_speed (BurnishPlan *plan);

/*
 * BurnishJobAgainDone:
 * @started: whether a new job was started
 * @user_data: what was given
 */
typedef void (*BurnishJobAgainDone) (gboolean started, gpointer user_data);

void burnish_job_again (GtkWidget *parent,
                        BurnishJobList *jobs,
                        BurnishPlan *plan,
                        BurnishDrive *drive,
                        BurnishBurnOptions *options,
                        BurnishJobAgainDone done,
                        gpointer user_data);

G_END_DECLS
