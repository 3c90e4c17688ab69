/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-medium.h"
#include "burnish-plan.h"
#include "burnish-report.h"

G_BEGIN_DECLS

/*
 * What a disc is after a job, told truthfully. Pure functions for any thread.
 */

typedef struct
{
  gboolean image_file;
  gboolean simulated;
  /* How far it came. */
  gboolean erase_started;
  gboolean erase_done;
  gboolean format_started;
  gboolean format_done;
  gboolean write_started;
  gboolean closed;
  gboolean keep_open;
  gboolean appends; /* to what was there before */
  gboolean patched; /* readers would no longer find that */
  guint64 n_blocks;
  guint64 blocks_written;
  gboolean touched; /* perhaps a block more than those */
  /* Whether reading back was finished, and what it found. */
  gboolean verify_done;
  gboolean damaged;
  /* What the disc could do before, and what the drive says of it now. */
  gboolean rewritable;
  gboolean overwritable;
  gboolean state_known;
  BurnishMediumState state;
} BurnishDiscFacts;

BurnishDiscCondition _burnish_disc_condition_judge (const BurnishDiscFacts *facts);
/* One sentence in English, and in the person's language. */
const char *_burnish_disc_condition_to_english (BurnishDiscCondition condition);
const char *_burnish_disc_condition_to_text (BurnishDiscCondition condition);
/* What cancelling in a phase leaves behind, in English. */
const char *_burnish_cancel_to_english (BurnishPlan *plan, BurnishPhase phase);

G_END_DECLS
