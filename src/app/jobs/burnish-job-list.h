/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-list.h"

G_BEGIN_DECLS

/*
 * BurnishJobList is every job of the application that has not been put away: waiting, running, or
 * finished with its result still to be seen. It runs them through a BurnishJobQueue and tells the
 * drives' items which job has them; BurnishJobSession keeps the session alive meanwhile. A
 * GListModel of BurnishJob; main context only.
 *
 * Signal "started" (BurnishJob): a job was added; the application presents its window.
 */

#define BURNISH_TYPE_JOB_LIST (burnish_job_list_get_type ())
G_DECLARE_FINAL_TYPE (BurnishJobList, burnish_job_list, BURNISH, JOB_LIST, GObject)

BurnishJobList *burnish_job_list_new (BurnishDriveList *drives);
BurnishJob *burnish_job_list_start (BurnishJobList *self, BurnishPlan *plan);
void burnish_job_list_put_away (BurnishJobList *self, BurnishJob *job);
guint burnish_job_list_get_n_unfinished (BurnishJobList *self);
guint burnish_job_list_get_id (BurnishJobList *self, BurnishJob *job);
BurnishJob *burnish_job_list_lookup (BurnishJobList *self, guint id);
BurnishDrive *burnish_job_list_find_drive (BurnishJobList *self, BurnishDrive *drive);

G_END_DECLS
