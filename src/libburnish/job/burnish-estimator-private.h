/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-progress.h"

G_BEGIN_DECLS

/*
 * BurnishEstimator tells the speed, the part done and the time left of a job from the steps that
 * its plan expects. The rate is smoothed, phases without a measure count by an allowance. The clock
 * is the caller's. One thread.
 */

typedef struct
{
  BurnishPhase phase;
  double seconds; /* expected */
  guint64 bytes;  /* 0: the phase has no bytes */
} BurnishEstimatorStep;

typedef struct _BurnishEstimator BurnishEstimator;

/* Seconds that drives need for things that tell no progress, for a family of discs. */
double _burnish_estimator_calibration_seconds (BurnishDiscFamily family);
double _burnish_estimator_closing_seconds (BurnishDiscFamily family);
/* Bytes a second: where a medium does not say how fast it is read. */
double _burnish_estimator_read_rate (BurnishDiscFamily family);
double _burnish_estimator_write_rate (BurnishDiscFamily family, guint32 speed_kbs);

BurnishEstimator *_burnish_estimator_new (const BurnishEstimatorStep *steps, gsize n_steps);
void _burnish_estimator_free (BurnishEstimator *self);
/* phase_fraction is -1 where only bytes, or nothing, is known. A phase that is not among the
   remaining steps changes nothing but the clock. */
void _burnish_estimator_update (BurnishEstimator *self,
                                BurnishPhase phase,
                                guint64 bytes_done,
                                double phase_fraction,
                                gint64 now_us);
/* Tells how much a step has to do whose length was not known before; others stay as they are. */
void _burnish_estimator_set_bytes (BurnishEstimator *self,
                                   BurnishPhase phase,
                                   guint64 bytes,
                                   double seconds);
/* 0 to below 1. Never goes back. */
double _burnish_estimator_get_fraction (BurnishEstimator *self);
/* -1 as long as nothing can be said. */
gint64 _burnish_estimator_get_seconds_left (BurnishEstimator *self);
/* Bytes a second, 0 when unknown. */
double _burnish_estimator_get_rate (BurnishEstimator *self);
double _burnish_estimator_get_average_rate (BurnishEstimator *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishEstimator, _burnish_estimator_free)

G_END_DECLS
