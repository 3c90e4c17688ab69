/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include <string.h>

/* Entries and folders are read in turns, each mostly in order: several stretches are kept. */
#define WINDOW_BLOCKS 32u
#define N_WINDOWS     16u
#define NO_WINDOW     G_MAXUINT32

void
_burnish_udf_check_say (BurnishUdfCheckRun *run,
                        BurnishUdfRule rule,
                        gint64 block,
                        const char *format,
                        ...)
{
  g_autofree char *message = NULL;
  g_autofree char *path = NULL;
  va_list arguments;

  if (run->error != NULL || !_burnish_udf_check_count (run->report, rule))
    return;
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  path = _burnish_udf_check_dup_path (run);
  _burnish_udf_check_add (run->report, rule, block, path, message);
}

gboolean
_burnish_udf_check_is_zero (const guint8 *bytes, gsize size_bytes)
{
  return size_bytes == 0 || (bytes[0] == 0 && memcmp (bytes, bytes + 1, size_bytes - 1) == 0);
}

/* Whether the error is only about these blocks. */
static gboolean
is_read_error (const GError *error)
{
  return g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED)
         || g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
}

/* A window with one bad block is read block by block. */
static gboolean
fill_window (BurnishUdfCheckRun *run, guint32 start_block, guint8 *window)
{
  guint32 n_blocks = MIN (WINDOW_BLOCKS, run->n_blocks - start_block);

  return run->read (start_block, n_blocks, window, run->user_data, NULL);
}

static gboolean
read_alone (BurnishUdfCheckRun *run, guint32 block, guint8 *buffer, const char *what)
{
  g_autoptr (GError) error = NULL;

  if (run->read (block, 1, buffer, run->user_data, &error))
    return TRUE;
  if (is_read_error (error))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_UNREADABLE, block,
                            "The block with %s cannot be read", what);
  else
    run->error = g_steal_pointer (&error);
  return FALSE;
}

gboolean
_burnish_udf_check_read (BurnishUdfCheckRun *run, guint32 block, guint8 *buffer, const char *what)
{
  guint window = block / WINDOW_BLOCKS % N_WINDOWS;
  guint32 start_block = block - block % WINDOW_BLOCKS;
  guint8 *bytes = run->windows + (gsize) window * WINDOW_BLOCKS * BURNISH_BLOCK_SIZE;

  if (run->error != NULL || g_cancellable_set_error_if_cancelled (run->cancellable, &run->error))
    return FALSE;
  if (block >= run->n_blocks)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_OUTSIDE, block,
                              "The block with %s lies behind the end, %u blocks", what,
                              run->n_blocks);
      return FALSE;
    }
  if (run->window_starts[window] != start_block)
    {
      run->window_starts[window] = NO_WINDOW;
      if (!fill_window (run, start_block, bytes))
        return read_alone (run, block, buffer, what);
      run->window_starts[window] = start_block;
    }
  memcpy (buffer, bytes + (gsize) (block - start_block) * BURNISH_BLOCK_SIZE, BURNISH_BLOCK_SIZE);
  return TRUE;
}

/* What stands outside of partitions. */
static void
claim_volume (BurnishUdfCheckRun *run)
{
  const BurnishUdfCheckExtent extents[] = { run->main_sequence, run->reserve_sequence };
  static const char *const names[] = { "the main sequence", "the reserve sequence" };

  for (guint i = 0; i < run->n_anchors; i++)
    _burnish_udf_check_claim (run, run->anchors[i], 1, FALSE, "an anchor");
  for (guint i = 0; i < G_N_ELEMENTS (extents); i++)
    _burnish_udf_check_claim (run, extents[i].start_block,
                              extents[i].size_bytes / BURNISH_BLOCK_SIZE, FALSE, names[i]);
  if (run->integrity_block != 0)
    _burnish_udf_check_claim (run, run->integrity_block, 1, FALSE, "the integrity descriptor");
}

static void
check_volume (BurnishUdfCheckRun *run)
{
  _burnish_udf_check_recognition (run);
  if (!_burnish_udf_check_anchors (run) || !_burnish_udf_check_sequences (run))
    return;
  _burnish_udf_check_anchor_places (run);
  _burnish_udf_check_integrity (run);
  _burnish_udf_check_profile_volume (run);
  _burnish_udf_check_space_init (&run->space, run->n_blocks);
  claim_volume (run);
  if (!_burnish_udf_check_open_maps (run))
    return;
  _burnish_udf_check_tree (run);
  _burnish_udf_check_bitmaps (run);
}

BurnishUdfCheck *
_burnish_udf_check_blocks (guint32 n_blocks,
                           guint32 session_block,
                           BurnishUdfProfile profile,
                           BurnishIsoReadFunc read,
                           gpointer user_data,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (BurnishUdfCheck) report = _burnish_udf_check_new ();
  g_autofree guint8 *windows = g_malloc (N_WINDOWS * WINDOW_BLOCKS * BURNISH_BLOCK_SIZE);
  guint32 window_starts[N_WINDOWS];
  g_autofree BurnishUdfCheckRun *run = g_new0 (BurnishUdfCheckRun, 1);

  for (guint i = 0; i < N_WINDOWS; i++)
    window_starts[i] = NO_WINDOW;
  *run = (BurnishUdfCheckRun){
    .read = read,
    .user_data = user_data,
    .cancellable = cancellable,
    .n_blocks = n_blocks,
    .session_block = session_block,
    .profile = profile,
    .report = report,
    .windows = windows,
    .window_starts = window_starts,
    .partitions = g_array_new (FALSE, FALSE, sizeof (BurnishUdfCheckPartition)),
    .maps = g_array_new (FALSE, FALSE, sizeof (BurnishUdfCheckMap)),
  };
  check_volume (run);
  _burnish_udf_check_set_volume (report, run->revision, run->is_bridge);
  g_array_unref (run->partitions);
  g_array_unref (run->maps);
  g_free (run->label);
  _burnish_udf_check_space_clear (&run->space);
  _burnish_udf_check_space_clear (&run->metadata);
  g_clear_pointer (&run->reader, _burnish_udf_volume_free);
  g_clear_pointer (&run->tree, _burnish_udf_check_tree_free);
  if (run->error != NULL)
    {
      g_propagate_error (error, run->error);
      return NULL;
    }
  return g_steal_pointer (&report);
}
