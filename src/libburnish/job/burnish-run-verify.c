/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-checksums.h"
#include "burnish-damage-private.h"
#include "burnish-error.h"
#include "burnish-image-stream-private.h"
#include "burnish-image-tree-private.h"
#include "burnish-readback-private.h"
#include "burnish-run-private.h"
#include "burnish-session-private.h"
#include "burnish-verify-manifest-private.h"

#include <string.h>

#define CHUNK_BLOCKS BURNISH_CHECKSUM_CHUNK_BLOCKS

/* A track of a CD that was not written at once ends with two blocks that cannot be read (MMC-6
   4.2.3.7, run-out). */
#define RUN_OUT_BLOCKS 2

/* ---- Against an image file ---- */

typedef struct
{
  BurnishImageStream *stream; /* (owned) */
  GCancellable *cancellable;  /* (unowned) */
  guint64 position;           /* of the chunk after the one in the buffer */
  guint64 held;               /* offset of the chunk in the buffer */
  guint8 buffer[CHUNK_BLOCKS * BURNISH_BLOCK_SIZE];
} Comparison;

static void
comparison_free (Comparison *comparison)
{
  g_clear_pointer (&comparison->stream, _burnish_image_stream_free);
  g_free (comparison);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Comparison, comparison_free)

/* The stream only goes forward: chunks that could not be read from the disc are passed over. */
static gboolean
fetch (Comparison *comparison, guint64 offset, GError **error)
{
  guint64 n_blocks = _burnish_image_stream_get_n_blocks (comparison->stream);

  while (comparison->position <= offset)
    {
      guint64 n = MIN (n_blocks - comparison->position, CHUNK_BLOCKS);

      if (!_burnish_image_stream_read (comparison->stream, comparison->buffer,
                                       (gsize) n * BURNISH_BLOCK_SIZE, comparison->cancellable,
                                       error))
        return FALSE;
      comparison->held = comparison->position;
      comparison->position += CHUNK_BLOCKS;
    }
  return TRUE;
}

static gboolean
matches_image_cb (guint64 offset_blocks,
                  const guint8 *data,
                  guint32 n_blocks,
                  guint32 *bad_offset,
                  guint32 *n_bad,
                  gpointer user_data,
                  GError **error)
{
  Comparison *comparison = user_data;
  guint32 first = n_blocks;
  guint32 last = 0;

  if (!fetch (comparison, offset_blocks, error))
    return FALSE;
  g_assert (comparison->held == offset_blocks);
  for (guint32 i = 0; i < n_blocks; i++)
    if (memcmp (data + i * BURNISH_BLOCK_SIZE, comparison->buffer + i * BURNISH_BLOCK_SIZE,
                BURNISH_BLOCK_SIZE)
        != 0)
      {
        first = MIN (first, i);
        last = i;
      }
  if (first == n_blocks)
    return TRUE;
  *bad_offset = first;
  *n_bad = last - first + 1;
  return FALSE;
}

static gboolean
reload (BurnishRun *run, GError **error)
{
  _burnish_run_enter (run, BURNISH_PHASE_RELOADING, 0);
  return _burnish_engine_prepare_read (run->engine, run->cancellable, error);
}

/* Ends a verification that found bad blocks, or none. */
static gboolean
conclude (BurnishRun *run, GArray *bad_blocks, GError **error)
{
  run->report->verified = bad_blocks->len == 0;
  if (!run->report->verified)
    g_propagate_error (error, _burnish_damage_to_error (run, bad_blocks, 0));
  return run->report->verified;
}

static gboolean
verify_against_image (BurnishRun *run, GError **error)
{
  g_autoptr (GArray) bad_blocks = g_array_new (FALSE, FALSE, sizeof (BurnishBadBlocks));
  g_autoptr (Comparison) comparison = g_new0 (Comparison, 1);
  guint64 used_blocks = burnish_medium_get_used_blocks (run->plan->medium);
  BurnishReadback readback = { .matches = matches_image_cb, .user_data = comparison };

  comparison->cancellable = run->cancellable;
  comparison->stream = _burnish_image_stream_new_for_file (run->plan->image_path, TRUE, error);
  if (comparison->stream == NULL)
    return FALSE;
  readback.n_blocks = _burnish_image_stream_get_n_blocks (comparison->stream);
  if (run->plan->image_file && used_blocks < readback.n_blocks)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_VERIFY_MISMATCH,
                   "The disc ends after %" G_GUINT64_FORMAT
                   " blocks, the image after %" G_GUINT64_FORMAT,
                   used_blocks, readback.n_blocks);
      return FALSE;
    }
  _burnish_run_enter (run, BURNISH_PHASE_VERIFYING, readback.n_blocks * BURNISH_BLOCK_SIZE);
  if (!_burnish_readback (run, &readback, bad_blocks, error))
    return FALSE;
  run->report->n_blocks = readback.n_blocks;
  run->report->start_block = 0;
  if (comparison->position >= readback.n_blocks)
    {
      g_autoptr (BurnishChecksums) checksums =
          _burnish_image_stream_dup_checksums (comparison->stream);

      run->report->sha256 = burnish_checksums_dup_sha256 (checksums);
    }
  _burnish_damage_map_image (run, bad_blocks, 0);
  return conclude (run, bad_blocks, error);
}

/* ---- By what is on the disc ---- */

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  return _burnish_readback_read (user_data, start_block, n_blocks, buffer, error);
}

/* ---- With nothing to compare ---- */

/* 0: nothing on the disc tells. */
static guint64
get_volume_blocks (BurnishMedium *medium, const BurnishUdfContents *contents)
{
  if (contents != NULL && contents->volume_blocks > 0)
    return contents->volume_blocks;
  return burnish_medium_get_volume_blocks (medium);
}

/* Whether the only thing wrong is the end of a CD's track. A volume never reaches into it, so what
   a volume claims for itself is data. */
static void
forgive_run_out (BurnishRun *run, GArray *bad_blocks, guint64 n_blocks)
{
  const BurnishBadBlocks *bad;

  if (bad_blocks->len != 1 || _burnish_plan_get_family (run->plan) != BURNISH_DISC_FAMILY_CD)
    return;
  bad = &g_array_index (bad_blocks, BurnishBadBlocks, 0);
  if (bad->start + RUN_OUT_BLOCKS < n_blocks)
    return;
  _burnish_run_add_note (run, "The last two blocks of the track are its run-out, not data");
  g_array_set_size (bad_blocks, 0);
}

static gboolean
read_everything (BurnishRun *run, const BurnishUdfContents *contents, GError **error)
{
  g_autoptr (GArray) bad_blocks = g_array_new (FALSE, FALSE, sizeof (BurnishBadBlocks));
  guint64 volume_blocks = get_volume_blocks (run->plan->medium, contents);
  guint32 session_block =
      volume_blocks > 0 ? _burnish_session_find (run->plan->medium, read_cb, run) : 0;
  BurnishReadback readback = {
    .start_block = session_block,
    .n_blocks =
        volume_blocks > 0 ? volume_blocks : burnish_medium_get_used_blocks (run->plan->medium),
  };

  /* Between sessions of a disc lies what cannot be read. */
  if (session_block > 0)
    readback.n_blocks =
        _burnish_session_count_blocks (run->plan->medium, session_block, volume_blocks);

  _burnish_run_enter (run, BURNISH_PHASE_VERIFYING, readback.n_blocks * BURNISH_BLOCK_SIZE);
  if (!_burnish_readback (run, &readback, bad_blocks, error))
    return FALSE;
  run->report->start_block = session_block;
  run->report->n_blocks = readback.n_blocks;
  if (volume_blocks == 0)
    forgive_run_out (run, bad_blocks, readback.n_blocks);
  _burnish_damage_map_plain (run, bad_blocks, session_block, "data");
  if (bad_blocks->len > 0)
    {
      g_propagate_error (error, _burnish_damage_to_error (run, bad_blocks, session_block));
      return FALSE;
    }
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NOTHING_TO_COMPARE,
               "All %" G_GUINT64_FORMAT
               " blocks from block %u on are readable, but there is nothing to compare them with",
               readback.n_blocks, session_block);
  return FALSE;
}

/* Which file system the medium was seen to have; a volume that is there but makes no sense is
   damage. */
static gboolean
has_file_system (BurnishRun *run, const char *name)
{
  const char *file_system = burnish_medium_get_file_system (run->plan->medium);

  return file_system != NULL && strstr (file_system, name) != NULL;
}

static BurnishUdfDevice
get_device (BurnishRun *run)
{
  return (BurnishUdfDevice){
    .read = read_cb,
    .user_data = run,
    .n_blocks = burnish_medium_get_used_blocks (run->plan->medium),
    .session_block = _burnish_session_find (run->plan->medium, read_cb, run),
    .cancellable = run->cancellable,
  };
}

/* The tree that the disc is verified by: of ISO 9660 where it has one, else of UDF. FALSE with an
   error; TRUE without a tree when there is none. */
static gboolean
read_tree (BurnishRun *run, BurnishUdfContents **tree, gboolean *has_plain_names, GError **error)
{
  BurnishUdfDevice device = get_device (run);
  GError *failure = NULL;
  gboolean is_udf;

  *tree = _burnish_image_tree_read (&device, BURNISH_IMAGE_TREE_ISO_FIRST, &is_udf, has_plain_names,
                                    &failure);
  if (*tree != NULL && is_udf && has_file_system (run, "ISO 9660"))
    {
      g_clear_pointer (tree, _burnish_udf_contents_free);
      failure = g_error_new (BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                             "The ISO 9660 tree makes no sense, though that of UDF does");
    }
  if (*tree != NULL)
    return TRUE;
  if (!has_file_system (run, "ISO 9660") && !has_file_system (run, "UDF")
      && (g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID)
          || g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED)))
    {
      g_error_free (failure);
      return TRUE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

/* A bridge has two trees, and the manifest was found in that of ISO 9660: the other one has to be
   there too. */
static gboolean
check_structures (BurnishRun *run, const BurnishUdfContents *tree, GError **error)
{
  BurnishUdfDevice device = get_device (run);
  g_autoptr (BurnishUdfContents) udf = NULL;

  if (tree->revision == BURNISH_UDF_NONE && _burnish_udf_is_recognised (&device, NULL))
    {
      udf = _burnish_udf_contents_read (&device, error);
      if (udf == NULL)
        return FALSE;
      tree = udf;
    }
  for (guint i = 0; i < tree->notes->len; i++)
    {
      const BurnishUdfNote *note = &g_array_index (tree->notes, BurnishUdfNote, i);

      if (note->level == BURNISH_UDF_NOTE_RECOVERED)
        _burnish_run_add_note (run, note->text);
    }
  return !_burnish_image_tree_get_loss (tree, error);
}

static gboolean
verify_by_itself (BurnishRun *run, GError **error)
{
  g_autoptr (BurnishUdfContents) tree = NULL;
  gboolean has_plain_names, has_manifest;

  if (!read_tree (run, &tree, &has_plain_names, error))
    return FALSE;
  if (tree == NULL || has_plain_names)
    return read_everything (run, tree, error);
  if (!_burnish_verify_by_manifest (run, tree, &has_manifest, error))
    return FALSE;
  return has_manifest ? check_structures (run, tree, error) : read_everything (run, tree, error);
}

/* What makes no sense on a disc is damage; an image file that makes no sense was never one. */
static void
propagate_as_damage (GError *failure, GError **error)
{
  if (g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID))
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_VERIFY_MISMATCH,
                   "The file system structures of the disc are damaged: %s", failure->message);
      g_error_free (failure);
    }
  else
    g_propagate_error (error, failure);
}

gboolean
_burnish_run_verify (BurnishRun *run, GError **error)
{
  GError *failure = NULL;

  if (!reload (run, error))
    return FALSE;
  if (run->plan->image_path != NULL)
    return verify_against_image (run, error);
  if (verify_by_itself (run, &failure))
    return TRUE;
  propagate_as_damage (failure, error);
  return FALSE;
}
