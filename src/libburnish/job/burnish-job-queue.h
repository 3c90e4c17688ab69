/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-job.h"

G_BEGIN_DECLS

/*
 * BurnishJobQueue runs jobs one after the other for each drive, and jobs of different drives side
 * by side. It is a GListModel of the jobs that are not finished, in the order in which they were
 * added. It lives on one main context, and so do its jobs.
 */

#define BURNISH_TYPE_JOB_QUEUE (burnish_job_queue_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishJobQueue, burnish_job_queue, BURNISH, JOB_QUEUE, GObject)

BURNISH_EXPORT
BurnishJobQueue *burnish_job_queue_new (void);
BURNISH_EXPORT
void burnish_job_queue_add (BurnishJobQueue *self, BurnishJob *job);

G_END_DECLS
