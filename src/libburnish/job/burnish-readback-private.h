/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-run-private.h"

G_BEGIN_DECLS

/*
 * Reading a disc back and comparing it, in chunks of 32 blocks and exactly to the end of the image:
 * the run-out blocks that follow the track of a CD are never touched. Blocks that cannot be read
 * are tried again with care, one by one, or as whole chunks where too much in a row is gone. For
 * the job's thread.
 */

typedef struct
{
  guint32 start_block; /* of the image on the disc */
  guint64 n_blocks;
  /* Whether a chunk is what it should be. offset_blocks counts from the image's beginning and is a
     multiple of 32; chunks come once in order, and again when they were tried again. On FALSE it
     may set [bad_offset, bad_offset + n_bad) to the blocks of the chunk that differ. An error ends
     the reading. NULL: only reading counts. */
  gboolean (*matches) (guint64 offset_blocks,
                       const guint8 *data,
                       guint32 n_blocks,
                       guint32 *bad_offset,
                       guint32 *n_bad,
                       gpointer user_data,
                       GError **error);
  char *(*dup_path) (guint64 offset_blocks, gpointer user_data); /* (nullable) what to show */
  gpointer user_data;
} BurnishReadback;

/* Blocks of the image [start, start + n), n > 0. */
typedef struct
{
  guint64 start;
  guint64 n_blocks;
  gboolean unreadable; /* else they differ */
} BurnishBadBlocks;

/* Appends bad blocks in order. FALSE: cancelled, or the drive is lost. */
gboolean _burnish_readback (BurnishRun *run,
                            const BurnishReadback *readback,
                            GArray *bad_blocks,
                            GError **error);
/* Reads blocks of the disc with retries; TRUE when all are good. */
gboolean _burnish_readback_read (BurnishRun *run,
                                 guint32 start_block,
                                 guint32 n_blocks,
                                 guint8 *buffer,
                                 GError **error);

G_END_DECLS
