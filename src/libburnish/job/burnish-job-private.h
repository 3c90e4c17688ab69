/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-job-queue.h"
#include "burnish-run-private.h"

G_BEGIN_DECLS

/* What job and queue tell each other; main context. */

/* queue is NULL once the job has left it. */
void _burnish_job_set_queue (BurnishJob *self, BurnishJobQueue *queue);
void _burnish_job_queue_remove (BurnishJobQueue *self, BurnishJob *job);

G_END_DECLS
