/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-estimator-private.h"

#include <math.h>

/* The rate follows the last ten seconds or so: a drive's speed changes in steps and ramps. */
#define RATE_TIME_CONSTANT 10.0
/* Shorter spans than this measure buffers, not the disc. */
#define MIN_RATE_SPAN 0.2
/* 100 % belongs to a job that is over. */
#define MAX_FRACTION 0.999

/* Drives adjust the laser for up to 20 s before the first block. */
#define CALIBRATION_SECONDS 20.0

struct _BurnishEstimator
{
  GArray *steps; /* (owned) of BurnishEstimatorStep */
  guint current;
  gboolean started;
  gint64 phase_start_us;
  gint64 now_us;
  gint64 sample_us; /* of the last rate sample */
  guint64 sample_bytes;
  guint64 bytes_done;
  double phase_fraction;
  double rate;
  double fraction;
};

double
_burnish_estimator_calibration_seconds (BurnishDiscFamily family)
{
  return family == BURNISH_DISC_FAMILY_NONE ? 0.0 : CALIBRATION_SECONDS;
}

/* The lead-out of a CD takes one to two minutes at low speed; a DVD or Blu-ray disc writes borders
   and finalizes in half a minute to a minute. */
double
_burnish_estimator_closing_seconds (BurnishDiscFamily family)
{
  switch (family)
    {
    case BURNISH_DISC_FAMILY_NONE:
      return 0.0;
    case BURNISH_DISC_FAMILY_CD:
      return 60.0;
    case BURNISH_DISC_FAMILY_DVD:
      return 30.0;
    case BURNISH_DISC_FAMILY_BD:
    case BURNISH_DISC_FAMILY_HD_DVD:
    default:
      return 45.0;
    }
}

static double
family_rate (BurnishDiscFamily family, double cd, double dvd, double bd, double none)
{
  switch (family)
    {
    case BURNISH_DISC_FAMILY_NONE:
      return none;
    case BURNISH_DISC_FAMILY_CD:
      return cd;
    case BURNISH_DISC_FAMILY_DVD:
      return dvd;
    case BURNISH_DISC_FAMILY_BD:
    case BURNISH_DISC_FAMILY_HD_DVD:
    default:
      return bd;
    }
}

/* What ordinary drives do on average over a disc: CD 24×, DVD 8×, BD 6×. */
double
_burnish_estimator_read_rate (BurnishDiscFamily family)
{
  return family_rate (family, 24 * 153.6e3, 8 * 1385e3, 6 * 4495.5e3, 500e6);
}

/* On a CD, 2048 of the 2352 bytes that the drive counts are data (MMC-6 4.2). */
double
_burnish_estimator_write_rate (BurnishDiscFamily family, guint32 speed_kbs)
{
  if (speed_kbs == 0 || family == BURNISH_DISC_FAMILY_NONE)
    return family_rate (family, 16 * 153.6e3, 6 * 1385e3, 4 * 4495.5e3, 200e6);
  return speed_kbs * 1e3 * (family == BURNISH_DISC_FAMILY_CD ? 2048.0 / 2352.0 : 1.0);
}

BurnishEstimator *
_burnish_estimator_new (const BurnishEstimatorStep *steps, gsize n_steps)
{
  BurnishEstimator *self = g_new0 (BurnishEstimator, 1);

  self->steps = g_array_new (FALSE, FALSE, sizeof (BurnishEstimatorStep));
  g_array_append_vals (self->steps, steps, (guint) n_steps);
  self->phase_fraction = -1.0;
  return self;
}

void
_burnish_estimator_free (BurnishEstimator *self)
{
  g_array_unref (self->steps);
  g_free (self);
}

static const BurnishEstimatorStep *
get_step (BurnishEstimator *self, guint index)
{
  return &g_array_index (self->steps, BurnishEstimatorStep, index);
}

static void
enter_step (BurnishEstimator *self, guint index, gint64 now_us)
{
  self->current = index;
  self->started = TRUE;
  self->phase_start_us = self->sample_us = now_us;
  self->sample_bytes = 0;
  self->rate = 0.0;
}

static void
take_sample (BurnishEstimator *self)
{
  double span = (double) (self->now_us - self->sample_us) / G_USEC_PER_SEC;
  double sample;
  double weight;

  if (span < MIN_RATE_SPAN || self->bytes_done < self->sample_bytes)
    return;
  sample = (double) (self->bytes_done - self->sample_bytes) / span;
  weight = 1.0 - exp (-span / RATE_TIME_CONSTANT);
  self->rate = self->rate > 0.0 ? self->rate + weight * (sample - self->rate) : sample;
  self->sample_us = self->now_us;
  self->sample_bytes = self->bytes_done;
}

/* Seconds that the current step still takes. */
static double
current_seconds_left (BurnishEstimator *self)
{
  const BurnishEstimatorStep *step = get_step (self, self->current);
  double elapsed = (double) (self->now_us - self->phase_start_us) / G_USEC_PER_SEC;

  if (step->bytes > 0)
    {
      double bytes_left = (double) (step->bytes - MIN (self->bytes_done, step->bytes));

      if (self->rate > 0.0)
        return bytes_left / self->rate;
      return step->seconds * bytes_left / (double) step->bytes;
    }
  /* A fraction right after the start would be scaled up to nonsense. */
  if (self->phase_fraction > 0.02)
    return elapsed * (1.0 - self->phase_fraction) / self->phase_fraction;
  return MAX (step->seconds - elapsed, 0.0);
}

static double
current_part (BurnishEstimator *self)
{
  const BurnishEstimatorStep *step = get_step (self, self->current);
  double elapsed = (double) (self->now_us - self->phase_start_us) / G_USEC_PER_SEC;

  if (step->bytes > 0)
    return (double) MIN (self->bytes_done, step->bytes) / (double) step->bytes;
  if (self->phase_fraction >= 0.0)
    return MIN (self->phase_fraction, 1.0);
  return step->seconds > 0.0 ? MIN (elapsed / step->seconds, 1.0) : 0.0;
}

static void
update_fraction (BurnishEstimator *self)
{
  double done = 0.0;
  double total = 0.0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      double seconds = get_step (self, i)->seconds;

      total += seconds;
      if (i < self->current)
        done += seconds;
      else if (i == self->current)
        done += seconds * current_part (self);
    }
  if (total > 0.0)
    self->fraction = MAX (self->fraction, MIN (done / total, MAX_FRACTION));
}

void
_burnish_estimator_update (BurnishEstimator *self,
                           BurnishPhase phase,
                           guint64 bytes_done,
                           double phase_fraction,
                           gint64 now_us)
{
  self->now_us = now_us;
  for (guint i = self->started ? self->current : 0; i < self->steps->len; i++)
    if (get_step (self, i)->phase == phase)
      {
        /* The next copy begins with a phase that the last one had: a step starts over only by
           coming again later in the list. */
        if (!self->started || i != self->current)
          enter_step (self, i, now_us);
        self->bytes_done = bytes_done;
        self->phase_fraction = phase_fraction;
        take_sample (self);
        update_fraction (self);
        return;
      }
}

void
_burnish_estimator_set_bytes (BurnishEstimator *self,
                              BurnishPhase phase,
                              guint64 bytes,
                              double seconds)
{
  for (guint i = self->started ? self->current : 0; i < self->steps->len; i++)
    {
      BurnishEstimatorStep *step = &g_array_index (self->steps, BurnishEstimatorStep, i);

      if (step->phase != phase)
        continue;
      if (step->bytes == 0)
        {
          step->bytes = bytes;
          step->seconds = seconds;
        }
      return;
    }
}

double
_burnish_estimator_get_fraction (BurnishEstimator *self)
{
  return self->fraction;
}

gint64
_burnish_estimator_get_seconds_left (BurnishEstimator *self)
{
  double seconds;

  if (!self->started)
    return -1;
  seconds = current_seconds_left (self);
  for (guint i = self->current + 1; i < self->steps->len; i++)
    seconds += get_step (self, i)->seconds;
  return (gint64) ceil (seconds);
}

double
_burnish_estimator_get_rate (BurnishEstimator *self)
{
  return self->rate;
}

double
_burnish_estimator_get_average_rate (BurnishEstimator *self)
{
  double elapsed = (double) (self->now_us - self->phase_start_us) / G_USEC_PER_SEC;

  if (!self->started || get_step (self, self->current)->bytes == 0 || elapsed < MIN_RATE_SPAN)
    return 0.0;
  return (double) self->bytes_done / elapsed;
}
