/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * BurnishProgress is one snapshot of a running job: a boxed value, copied freely.
 */

/**
 * BurnishPhase:
 * @BURNISH_PHASE_PREPARING: taking the drive, checking the medium
 * @BURNISH_PHASE_ERASING: erasing before writing, or as the job
 * @BURNISH_PHASE_FORMATTING: formatting before writing, or as the job
 * @BURNISH_PHASE_CALIBRATING: finding the laser's power
 * @BURNISH_PHASE_WRITING: writing data
 * @BURNISH_PHASE_CLOSING: closing track, session or disc
 * @BURNISH_PHASE_RELOADING: making the drive forget what it has read
 * @BURNISH_PHASE_VERIFYING: reading back and comparing
 * @BURNISH_PHASE_EJECTING: opening the tray
 *
 * What a job does at a moment.
 */
typedef enum
{
  BURNISH_PHASE_PREPARING,
  BURNISH_PHASE_ERASING,
  BURNISH_PHASE_FORMATTING,
  BURNISH_PHASE_CALIBRATING,
  BURNISH_PHASE_WRITING,
  BURNISH_PHASE_CLOSING,
  BURNISH_PHASE_RELOADING,
  BURNISH_PHASE_VERIFYING,
  BURNISH_PHASE_EJECTING,
} BurnishPhase;

/**
 * BurnishProgress:
 * @phase: what happens now
 * @copy: which copy, from 1
 * @n_copies: how many copies are made
 * @bytes_done: bytes of the phase that are done
 * @bytes_total: bytes of the phase; 0 when it has none
 * @fraction: of the whole job, 0 to below 1; 1 only when the job succeeded
 * @phase_fraction: of the phase, 0 to 1, or -1 when the drive does not say
 * @speed_kbs: current speed in kB/s of 1000 as drives count them (a CD block is 2352 bytes), 0 when
 *   unknown
 * @average_speed_kbs: average of the phase
 * @family: what "1×" means for the speeds
 * @fifo_fill: of the computer's buffer, 0 to 1, or -1 outside of writing
 * @drive_buffer_fill: of the drive's buffer, 0 to 1, or -1 when unknown
 * @seconds_left: estimate for the whole job, or -1 when unknown
 * @current_path: (nullable): the file being written or verified
 *
 * One snapshot of a running job.
 */
typedef struct
{
  BurnishPhase phase;
  guint copy;
  guint n_copies;
  guint64 bytes_done;
  guint64 bytes_total;
  double fraction;
  double phase_fraction;
  guint32 speed_kbs;
  guint32 average_speed_kbs;
  BurnishDiscFamily family;
  double fifo_fill;
  double drive_buffer_fill;
  gint64 seconds_left;
  char *current_path;
} BurnishProgress;

#define BURNISH_TYPE_PROGRESS (burnish_progress_get_type ())
BURNISH_EXPORT
GType burnish_progress_get_type (void);
BURNISH_EXPORT
BurnishProgress *burnish_progress_copy (const BurnishProgress *self);
BURNISH_EXPORT
void burnish_progress_free (BurnishProgress *self);
BURNISH_EXPORT
const char *burnish_phase_to_text (BurnishPhase phase);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishProgress, burnish_progress_free)

G_END_DECLS
