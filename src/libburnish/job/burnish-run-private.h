/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-disc-statement-private.h"
#include "burnish-engine-private.h"
#include "burnish-estimator-private.h"
#include "burnish-job.h"
#include "burnish-plan-private.h"
#include "burnish-report-private.h"

G_BEGIN_DECLS

/*
 * BurnishRun is what a job's thread holds: plan, cancellable and a progress sink, reference
 * counted. It never holds the job object. The thread hands its reference to the main context with
 * the completion, so that objects of the main context (the plan's drive) never die on the thread.
 *
 * Three owners, marked below: fields of the thread belong to it until it has finished, those under
 * the mutex to anybody who locks it, those of the main context to the job.
 */

typedef struct _BurnishRun BurnishRun;

/* All come on the main context; owner is the job. */
typedef struct
{
  void (*changed) (BurnishRun *run, gpointer owner);
  void (*message) (BurnishRun *run, const char *text, gpointer owner);
  void (*finished) (BurnishRun *run, gpointer owner);
} BurnishRunEvents;

/* What changes while it runs. */
typedef struct
{
  GPtrArray *passed; /* (owned) (nullable) of BurnishProgress: phases that nobody has seen yet */
  BurnishProgress *progress; /* (owned) (nullable) */
  gboolean waiting;          /* for an answer */
  gboolean started;          /* past opening and checking the drive */
  char *question;            /* (owned) (nullable) technical English */
  GError *question_error;    /* (owned) (nullable) why it is asked again */
  gboolean can_cancel;
} BurnishRunState;

struct _BurnishRun
{
  gatomicrefcount ref_count;
  /* immutable */
  BurnishPlan *plan;         /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GMainContext *context;     /* (owned) */
  BurnishRunEvents events;

  /* main context */
  gpointer owner; /* (unowned) (nullable) the job; NULL once nobody listens */

  /* the thread, until it has finished */
  BurnishReportData *report; /* (owned) (nullable) given to the job's report */
  BurnishDiscFacts facts;
  BurnishEstimator *estimator; /* (owned) */
  BurnishEngine *engine;       /* (owned) (nullable) */
  BurnishPhase phase;
  gint64 phase_start_us;
  guint64 phase_bytes;
  guint64 phase_bytes_total;
  guint copy; /* from 1 */

  /* mutex */
  GMutex mutex;
  GCond answered;
  BurnishRunState state;
  gboolean is_progress_seen; /* the newest progress was taken */
  gboolean has_answer;
  gboolean answer;
  GQueue messages; /* of char* */
  gboolean is_dispatch_pending;
  gint64 last_dispatch_us;
};

/* Everything about a moment that the phase alone does not tell. */
typedef struct
{
  guint64 bytes_done;
  double phase_fraction;    /* -1: unknown */
  double fifo_fill;         /* -1: none */
  double drive_buffer_fill; /* -1: unknown */
  const char *path;         /* (nullable) */
} BurnishRunMoment;

#define BURNISH_RUN_MOMENT_INIT                                                                    \
  (BurnishRunMoment) { .phase_fraction = -1.0, .fifo_fill = -1.0, .drive_buffer_fill = -1.0 }

BurnishRun *_burnish_run_new (BurnishPlan *plan, const BurnishRunEvents *events, gpointer owner);
BurnishRun *_burnish_run_ref (BurnishRun *run);
void _burnish_run_unref (BurnishRun *run);
/* Starts the thread, which works and then calls finished. */
void _burnish_run_start (BurnishRun *run);
/* Any thread. */
void _burnish_run_cancel (BurnishRun *run);
void _burnish_run_answer (BurnishRun *run, gboolean go_on);
/* (transfer full): free with _burnish_run_state_clear(). Phases that passed are given only once. */
void _burnish_run_take_state (BurnishRun *run, BurnishRunState *state);
void _burnish_run_state_clear (BurnishRunState *state);

/* For the thread. */
void _burnish_run_enter (BurnishRun *run, BurnishPhase phase, guint64 bytes_total);
void _burnish_run_update (BurnishRun *run, const BurnishRunMoment *moment);
void _burnish_run_set_started (BurnishRun *run);
void _burnish_run_add_message (BurnishRun *run, const char *text);
void _burnish_run_add_note (BurnishRun *run, const char *note);
/* Asks for a disc, again after why (nullable), and waits for the answer. FALSE: NO_DISC, or
   G_IO_ERROR_CANCELLED. */
gboolean
_burnish_run_ask (BurnishRun *run, const char *question, const GError *why, GError **error);
/* A sink that turns the engine's progress into the run's. user_data must live as long. */
typedef struct
{
  BurnishRun *run;
  double (*get_fifo_fill) (gpointer user_data);                /* (nullable) */
  char *(*dup_path) (guint64 blocks_done, gpointer user_data); /* (nullable) */
  gpointer user_data;
} BurnishRunSink;
BurnishEngineSink _burnish_run_sink_init (BurnishRunSink *sink);
/* Opens the drive, checks that it still holds the planned medium. */
gboolean _burnish_run_open (BurnishRun *run, GError **error);
void _burnish_run_close (BurnishRun *run);

/* What the kinds of plans do. */
gboolean _burnish_run_burn (BurnishRun *run, GError **error);
gboolean _burnish_run_verify (BurnishRun *run, GError **error);
gboolean _burnish_run_erase (BurnishRun *run, GError **error);
/* Erase or format as a step or as the job. */
gboolean _burnish_run_erase_step (BurnishRun *run, BurnishPlanStep step, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishRun, _burnish_run_unref)

G_END_DECLS
