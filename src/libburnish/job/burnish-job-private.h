/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-job-queue.h"
#include "burnish-run-private.h"

G_BEGIN_DECLS

/* A job as burnish-job.c makes and describes it, burnish-job-run.c changes it, and a queue holds
 * it; main context. */

struct _BurnishJob
{
  GObject parent_instance;
  BurnishPlan *plan;      /* (owned) */
  BurnishRun *run;        /* (owned) (nullable) from its start on */
  GTask *task;            /* (owned) (nullable) while it runs */
  gulong cancelled_id;    /* of the caller's cancellable */
  BurnishJobQueue *queue; /* (unowned) (nullable) that it waits in */
  BurnishJobState state;
  BurnishJobResult result;
  BurnishPhase phase;
  gboolean can_cancel;
  char *question;            /* (owned) (nullable) */
  GError *question_error;    /* (owned) (nullable) */
  BurnishProgress *progress; /* (owned) (nullable) */
  BurnishReport *report;     /* (owned) (nullable) */
};

/* queue is NULL once the job has left it. */
void _burnish_job_set_queue (BurnishJob *self, BurnishJobQueue *queue);
void _burnish_job_queue_remove (BurnishJobQueue *self, BurnishJob *job);

G_END_DECLS
