/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-engine-private.h"
#include "burnish-error.h"
#include "burnish-mmc-private.h"

/*
 * What the tests of the engines share. Those of the burners' engine run under tools/with-drive;
 * mmc-drive-ctl changes the disc and scripts faults, and the drive's own log is the judge of what
 * was sent to it.
 */

/* 3 MB; neither a multiple of 16 nor of 32 blocks, nor of the image file's chunk. */
#define N_BLOCKS 1471

#define DEVICE "/dev/sr0"

/* The drive, from outside; drive 0 unless a number says otherwise. */
char *control_at (guint number, const char *verb, const char *argument);
char *control (const char *verb, const char *argument);
void drive_do (const char *verb, const char *argument);
void new_drive (const char *medium);
/* Whatever the test did, it sent nothing that a real drive does not understand. */
void assert_no_refusals (void);

typedef struct
{
  guint64 position_bytes;
  guint64 stop_at_bytes;   /* acts once when it gets here; 0: never */
  GCancellable *cancel;    /* (nullable) */
  BurnishMmc *marker;      /* (nullable) asked when it acts, so that the log shows the moment */
  const char *create_path; /* (nullable) creates this file */
  gboolean fail;
  guint seed;
} Source;

guint8 byte_at (guint64 position, guint seed);
gboolean read_source (guint8 *buffer, gsize size_bytes, gpointer user_data, GError **error);

typedef struct
{
  guint phases; /* bits of BurnishEnginePhase */
  guint64 blocks_done;
  guint n_messages;
} SinkLog;

void note_progress (const BurnishEngineProgress *progress, gpointer user_data);
void note_message (const char *text, gpointer user_data);

BurnishEngine *open_engine_at (guint number);
BurnishEngine *open_engine (void);
/* log may be NULL. */
gboolean write_disc (BurnishEngine *engine,
                     Source *source,
                     guint64 n_blocks,
                     BurnishWriteFlags flags,
                     SinkLog *log,
                     BurnishWriteOutcome *outcome,
                     GCancellable *cancellable,
                     GError **error);
void assert_write_succeeds (BurnishEngine *engine,
                            guint64 n_blocks,
                            BurnishWriteFlags flags,
                            guint seed);
void assert_disc_is (BurnishEngine *engine, guint32 start_block, guint n_blocks, guint seed);
void assert_disc_is_zero (BurnishEngine *engine, guint32 start_block, guint n_blocks);
BurnishMediumState inspect_state (BurnishEngine *engine);
