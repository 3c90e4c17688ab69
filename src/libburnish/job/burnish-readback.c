/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-readback-private.h"

#include "burnish-checksums.h"
#include "burnish-error.h"

#include <string.h>

#define CHUNK_BLOCKS BURNISH_CHECKSUM_CHUNK_BLOCKS

#define MAX_TRIES 3
/* A bad block costs a drive seconds each time. On a disc with more of them than this, trying again
   tells nothing new. */
#define MAX_RETRIED_BLOCKS 64

/* So many chunks in a row that could not be read completely are a place that is gone. There a chunk
   is tried once more as a whole and then counts as damaged as a whole: block by block, the rest of
   a disc would take days. The first chunk that can be read ends it. */
#define MAX_FAILED_CHUNKS 16

#define UPDATE_INTERVAL_US (G_USEC_PER_SEC / 10)

typedef struct
{
  BurnishRun *run;
  const BurnishReadback *readback;
  GArray *bad_blocks; /* (unowned) */
  guint n_retried;
  guint n_failed_chunks; /* in a row */
  gint64 next_update_us;
  guint8 buffer[CHUNK_BLOCKS * BURNISH_BLOCK_SIZE];
} Reading;

static void
add_bad (GArray *bad_blocks, guint64 start, guint64 n_blocks, gboolean unreadable)
{
  BurnishBadBlocks bad = { .start = start, .n_blocks = n_blocks, .unreadable = unreadable };

  if (bad_blocks->len > 0)
    {
      BurnishBadBlocks *last = &g_array_index (bad_blocks, BurnishBadBlocks, bad_blocks->len - 1);

      if (last->start + last->n_blocks == start && last->unreadable == unreadable)
        {
          last->n_blocks += n_blocks;
          return;
        }
    }
  g_array_append_val (bad_blocks, bad);
}

/* Any other failure than a place that cannot be read ends the reading. */
static gboolean
is_bad_place (const GError *error)
{
  return g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED);
}

/* TRUE with good set to whether the block was read in one of the tries; FALSE: the end. */
static gboolean
retry_block (Reading *reading, guint64 offset, guint8 *data, gboolean *good, GError **error)
{
  guint n_tries = reading->n_retried < MAX_RETRIED_BLOCKS ? MAX_TRIES : 1;

  *good = FALSE;
  for (guint i = 0; i < n_tries && !*good; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (g_cancellable_set_error_if_cancelled (reading->run->cancellable, error))
        return FALSE;
      *good = _burnish_engine_read (reading->run->engine,
                                    (guint32) (reading->readback->start_block + offset), 1, data,
                                    &failure);
      if (*good || is_bad_place (failure))
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!*good)
    reading->n_retried++;
  return TRUE;
}

/* Reads a chunk block by block. TRUE with complete set to whether all of it was read. */
static gboolean
retry_chunk (Reading *reading, guint64 offset, guint32 n_blocks, gboolean *complete, GError **error)
{
  *complete = TRUE;
  for (guint32 i = 0; i < n_blocks; i++)
    {
      gboolean good;

      if (!retry_block (reading, offset + i, reading->buffer + i * BURNISH_BLOCK_SIZE, &good,
                        error))
        return FALSE;
      if (good)
        continue;
      *complete = FALSE;
      add_bad (reading->bad_blocks, offset + i, 1, TRUE);
    }
  return TRUE;
}

/* TRUE with equal set. A chunk that differs is read again from the disc: a drive may have delivered
   wrong data without an error. */
static gboolean
compare_chunk (Reading *reading, guint64 offset, guint32 n_blocks, GError **error)
{
  const BurnishReadback *readback = reading->readback;

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autoptr (GError) failure = NULL;
      guint32 bad_offset = 0;
      guint32 n_bad = n_blocks;
      gboolean complete;

      if (readback->matches (offset, reading->buffer, n_blocks, &bad_offset, &n_bad,
                             readback->user_data, &failure))
        return TRUE;
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (i == MAX_TRIES - 1 || reading->n_retried >= MAX_RETRIED_BLOCKS)
        {
          reading->n_retried++;
          add_bad (reading->bad_blocks, offset + bad_offset, n_bad, FALSE);
          return TRUE;
        }
      if (!_burnish_engine_prepare_read (reading->run->engine, reading->run->cancellable, error)
          || !retry_chunk (reading, offset, n_blocks, &complete, error))
        return FALSE;
      if (!complete)
        return TRUE;
    }
  return TRUE;
}

/* TRUE with complete set; FALSE: the end. */
static gboolean
read_chunk (Reading *reading, guint64 offset, guint32 n_blocks, gboolean *complete, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *complete = _burnish_engine_read (reading->run->engine,
                                    (guint32) (reading->readback->start_block + offset), n_blocks,
                                    reading->buffer, &failure);
  if (*complete || is_bad_place (failure))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
retry (Reading *reading, guint64 offset, guint32 n_blocks, gboolean *complete, GError **error)
{
  if (reading->n_failed_chunks < MAX_FAILED_CHUNKS)
    return retry_chunk (reading, offset, n_blocks, complete, error);
  if (!read_chunk (reading, offset, n_blocks, complete, error))
    return FALSE;
  if (!*complete)
    add_bad (reading->bad_blocks, offset, n_blocks, TRUE);
  return TRUE;
}

static gboolean
check_chunk (Reading *reading, guint64 offset, guint32 n_blocks, GError **error)
{
  gboolean complete;

  if (!read_chunk (reading, offset, n_blocks, &complete, error)
      || (!complete && !retry (reading, offset, n_blocks, &complete, error)))
    return FALSE;
  reading->n_failed_chunks = complete ? 0 : reading->n_failed_chunks + 1;
  if (reading->n_failed_chunks == MAX_FAILED_CHUNKS)
    _burnish_run_add_note (
        reading->run, "From some place on nothing can be read; blocks there were not tried one "
                      "by one");
  if (complete && reading->readback->matches != NULL)
    return compare_chunk (reading, offset, n_blocks, error);
  return TRUE;
}

static void
update (Reading *reading, guint64 offset)
{
  const BurnishReadback *readback = reading->readback;
  BurnishRunMoment moment = BURNISH_RUN_MOMENT_INIT;
  gint64 now_us = g_get_monotonic_time ();
  g_autofree char *path = NULL;

  if (now_us < reading->next_update_us && offset < readback->n_blocks)
    return;
  reading->next_update_us = now_us + UPDATE_INTERVAL_US;
  if (readback->dup_path != NULL && offset < readback->n_blocks)
    path = readback->dup_path (offset, readback->user_data);
  moment.bytes_done = offset * BURNISH_BLOCK_SIZE;
  moment.path = path;
  _burnish_run_update (reading->run, &moment);
}

gboolean
_burnish_readback (BurnishRun *run,
                   const BurnishReadback *readback,
                   GArray *bad_blocks,
                   GError **error)
{
  g_autofree Reading *reading = g_new0 (Reading, 1);

  reading->run = run;
  reading->readback = readback;
  reading->bad_blocks = bad_blocks;
  for (guint64 offset = 0; offset < readback->n_blocks; offset += CHUNK_BLOCKS)
    {
      guint32 n_blocks = (guint32) MIN (readback->n_blocks - offset, CHUNK_BLOCKS);

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return FALSE;
      update (reading, offset);
      if (!check_chunk (reading, offset, n_blocks, error))
        return FALSE;
    }
  update (reading, readback->n_blocks);
  return TRUE;
}

gboolean
_burnish_readback_read (BurnishRun *run,
                        guint32 start_block,
                        guint32 n_blocks,
                        guint8 *buffer,
                        GError **error)
{
  for (guint i = 0;; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return FALSE;
      if (_burnish_engine_read (run->engine, start_block, n_blocks, buffer, &failure))
        return TRUE;
      if (i + 1 < MAX_TRIES && is_bad_place (failure))
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
}
