/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-damage-private.h"
#include "burnish-error.h"
#include "burnish-image-stream-private.h"
#include "burnish-readback-private.h"
#include "burnish-run-private.h"
#include "burnish-session-start-private.h"

#include <string.h>

/* One copy while it is written. */
typedef struct
{
  BurnishRun *run;
  BurnishImageStream *stream; /* (owned) */
  BurnishWritePatch patches[BURNISH_SESSION_START_MAX_GROUPS];
  guint8 *patch_bytes[BURNISH_SESSION_START_MAX_GROUPS]; /* (owned) (nullable) */
  guint n_patches;
  BurnishChecksums *checksums; /* (owned) (nullable) */
  BurnishWriteOutcome outcome;
} Burn;

static void
burn_clear (Burn *burn)
{
  g_clear_pointer (&burn->checksums, burnish_checksums_unref);
  g_clear_pointer (&burn->stream, _burnish_image_stream_free);
  for (guint i = 0; i < G_N_ELEMENTS (burn->patch_bytes); i++)
    g_clear_pointer (&burn->patch_bytes[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Burn, burn_clear)

static gboolean
read_cb (guint8 *buffer, gsize size_bytes, gpointer user_data, GError **error)
{
  Burn *burn = user_data;

  return _burnish_image_stream_read (burn->stream, buffer, size_bytes, burn->run->cancellable,
                                     error);
}

static double
get_fifo_fill_cb (gpointer user_data)
{
  Burn *burn = user_data;

  return _burnish_image_stream_get_fifo_fill (burn->stream);
}

/* What to show for a block of the image; only files are worth it. */
static char *
dup_path_cb (guint64 block, gpointer user_data)
{
  Burn *burn = user_data;
  BurnishPlan *plan = burn->run->plan;
  BurnishNode node;

  if (plan->layout == NULL || block >= plan->n_blocks)
    return NULL;
  node = burnish_image_layout_find_block (plan->layout, (guint32) block);
  if (node == BURNISH_NODE_NONE)
    return NULL;
  return burnish_tree_snapshot_dup_path (burnish_image_layout_get_snapshot (plan->layout), node);
}

static BurnishImageStream *
open_stream (BurnishPlan *plan, GError **error)
{
  g_autoptr (BurnishImageStream) stream = NULL;

  if (plan->kind == BURNISH_PLAN_BURN_TREE)
    return _burnish_image_stream_new (plan->layout,
                                      plan->options->on_bad_source == BURNISH_BAD_SOURCE_FILL
                                          ? BURNISH_SOURCE_FILL_AND_LIST
                                          : BURNISH_SOURCE_STOP,
                                      plan->options->sha256);
  stream = _burnish_image_stream_new_for_file (plan->image_path, plan->options->sha256, error);
  if (stream == NULL || _burnish_image_stream_get_n_blocks (stream) == plan->n_blocks)
    return g_steal_pointer (&stream);
  g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED,
                       "The image file has another size than when it was planned");
  return NULL;
}

static BurnishWriteFlags
get_flags (BurnishPlan *plan)
{
  const BurnishBurnOptions *options = plan->options;

  return (options->simulate ? BURNISH_WRITE_SIMULATE : 0)
         | (options->keep_open ? BURNISH_WRITE_KEEP_OPEN : 0)
         | (options->underrun_protection ? 0 : BURNISH_WRITE_NO_UNDERRUN_PROTECTION)
         | (options->stream_recording ? BURNISH_WRITE_STREAM_RECORDING : 0)
         /* Consent was for the file that was there, not for one that came since. */
         | (plan->image_file && plan->overwrites ? BURNISH_WRITE_OVERWRITE : 0);
}

/* What the stream computed goes into the report. */
static void
take_checksums (Burn *burn)
{
  BurnishReportData *report = burn->run->report;
  GPtrArray *bad_files;

  burn->checksums = _burnish_image_stream_dup_checksums (burn->stream);
  g_free (report->sha256);
  report->sha256 = burnish_checksums_dup_sha256 (burn->checksums);
  if (burn->run->plan->kind != BURNISH_PLAN_BURN_TREE)
    return;
  bad_files = _burnish_image_stream_get_bad_files (burn->stream);
  g_ptr_array_set_size (report->bad_sources, 0);
  for (guint i = 0; bad_files != NULL && i < bad_files->len; i++)
    g_ptr_array_add (report->bad_sources, g_error_copy (g_ptr_array_index (bad_files, i)));
}

/* Reads a group of the first blocks. An image file may end within it; what is behind belongs to
   nobody. */
static gboolean
read_group (BurnishRun *run, guint32 start_block, guint8 *bytes, GError **error)
{
  guint64 n_blocks = BURNISH_SESSION_START_BLOCKS;

  if (run->plan->image_file)
    {
      guint64 used_blocks = burnish_medium_get_used_blocks (run->plan->medium);

      n_blocks = MIN (n_blocks, used_blocks - MIN (used_blocks, start_block));
    }
  return n_blocks == 0
         || _burnish_engine_read (run->engine, start_block, (guint32) n_blocks, bytes, error);
}

/* The blocks at the beginning of the disc that will lead to the new session; what else they hold
   stays. */
static gboolean
make_patches (Burn *burn, GError **error)
{
  BurnishRun *run = burn->run;
  guint32 start_blocks[G_N_ELEMENTS (burn->patches)];
  guint n_patches;

  if (run->plan->added == NULL
      || !(burnish_medium_get_state (run->plan->medium) & BURNISH_MEDIUM_OVERWRITABLE))
    return TRUE;
  if (!_burnish_engine_prepare_read (run->engine, run->cancellable, error))
    return FALSE;
  n_patches = _burnish_session_start_list (run->plan->layout, start_blocks);
  for (guint i = 0; i < n_patches; i++)
    {
      guint8 *bytes = g_malloc0 (BURNISH_SESSION_START_BLOCKS * BURNISH_BLOCK_SIZE);

      burn->patch_bytes[i] = bytes;
      if (!read_group (run, start_blocks[i], bytes, error))
        return FALSE;
      _burnish_session_start_patch (run->plan->layout, start_blocks[i], bytes);
      burn->patches[i] =
          (BurnishWritePatch){ start_blocks[i], BURNISH_SESSION_START_BLOCKS, bytes };
    }
  burn->n_patches = n_patches;
  return TRUE;
}

static gboolean
write_step (Burn *burn, GError **error)
{
  BurnishRun *run = burn->run;
  BurnishRunSink run_sink = {
    .run = run,
    .get_fifo_fill = get_fifo_fill_cb,
    .dup_path = dup_path_cb,
    .user_data = burn,
  };
  BurnishEngineSink sink = _burnish_run_sink_init (&run_sink);
  BurnishWriteRequest request = {
    .n_blocks = run->plan->n_blocks,
    .speed_kbs = run->plan->options->speed_kbs,
    .flags = get_flags (run->plan),
    .read = read_cb,
    .user_data = burn,
  };
  gboolean success;

  if (!make_patches (burn, error))
    return FALSE;
  request.start_block = run->plan->start_block;
  request.patches = burn->patches;
  request.n_patches = burn->n_patches;
  burn->stream = open_stream (run->plan, error);
  if (burn->stream == NULL)
    return FALSE;
  run->facts.write_started = TRUE;
  success =
      _burnish_engine_write (run->engine, &request, &sink, &burn->outcome, run->cancellable, error);
  run->facts.blocks_written = burn->outcome.blocks_written;
  run->facts.touched = burn->outcome.touched;
  run->facts.patched = burn->outcome.patched;
  run->facts.closed = burn->outcome.closed;
  run->facts.simulated = run->report->simulated = burn->outcome.simulated;
  run->report->closed = burn->outcome.closed && !burn->outcome.simulated;
  run->report->n_blocks = burn->outcome.blocks_written;
  run->report->start_block = burn->outcome.start_block;
  if (success)
    take_checksums (burn);
  return success;
}

static gboolean
matches_cb (guint64 offset_blocks,
            const guint8 *data,
            guint32 n_blocks,
            guint32 *bad_offset G_GNUC_UNUSED,
            guint32 *n_bad G_GNUC_UNUSED,
            gpointer user_data,
            GError **error G_GNUC_UNUSED)
{
  Burn *burn = user_data;

  return burnish_checksums_matches_chunk (burn->checksums,
                                          (guint32) (offset_blocks / BURNISH_CHECKSUM_CHUNK_BLOCKS),
                                          data, (gsize) n_blocks * BURNISH_BLOCK_SIZE);
}

static gboolean
map_damage (Burn *burn, GArray *bad_blocks, GError **error)
{
  BurnishRun *run = burn->run;

  if (run->plan->kind == BURNISH_PLAN_BURN_TREE)
    return _burnish_damage_map_tree (run, bad_blocks, burn->outcome.start_block, burn->stream,
                                     error);
  _burnish_damage_map_image (run, bad_blocks, burn->outcome.start_block);
  return TRUE;
}

/* Without these blocks nobody finds what was added. */
static gboolean
verify_patches (Burn *burn, GError **error)
{
  BurnishRun *run = burn->run;

  for (guint i = 0; i < burn->n_patches; i++)
    {
      const BurnishWritePatch *patch = &burn->patches[i];
      gsize size_bytes = (gsize) patch->n_blocks * BURNISH_BLOCK_SIZE;
      g_autofree guint8 *bytes = g_malloc (size_bytes);

      if (!_burnish_readback_read (run, patch->start_block, patch->n_blocks, bytes, error))
        return FALSE;
      if (memcmp (bytes, patch->bytes, size_bytes) == 0)
        continue;
      run->facts.damaged = TRUE;
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_VERIFY_MISMATCH,
                   "The blocks from block %u on, which lead to what was added, differ",
                   patch->start_block);
      if (error != NULL)
        burnish_error_set_block (*error, patch->start_block);
      return FALSE;
    }
  return TRUE;
}

static gboolean
verify_step (Burn *burn, GError **error)
{
  BurnishRun *run = burn->run;
  BurnishReadback readback = {
    .start_block = burn->outcome.start_block,
    .n_blocks = run->plan->n_blocks,
    .matches = matches_cb,
    .dup_path = dup_path_cb,
    .user_data = burn,
  };
  g_autoptr (GArray) bad_blocks = g_array_new (FALSE, FALSE, sizeof (BurnishBadBlocks));

  _burnish_run_enter (run, BURNISH_PHASE_VERIFYING, run->plan->n_blocks * BURNISH_BLOCK_SIZE);
  if (!_burnish_readback (run, &readback, bad_blocks, error))
    return FALSE;
  run->facts.damaged = bad_blocks->len > 0;
  if (!map_damage (burn, bad_blocks, error))
    return FALSE;
  if (bad_blocks->len == 0 && !verify_patches (burn, error))
    return FALSE;
  run->facts.verify_done = TRUE;
  run->report->files_verified = run->report->files_total - run->report->damaged_files->len;
  run->report->verified = bad_blocks->len == 0;
  if (!run->report->verified)
    g_propagate_error (error,
                       _burnish_damage_to_error (run, bad_blocks, burn->outcome.start_block));
  return run->report->verified;
}

/* How much the disc really holds is known only now, if it had to be erased first. */
static gboolean
check_room (BurnishRun *run, GError **error)
{
  g_autoptr (BurnishMedium) medium = _burnish_engine_inspect (run->engine, run->cancellable, error);
  guint64 room;

  if (medium == NULL)
    return FALSE;
  room = burnish_medium_get_free_blocks (medium);
  if (run->plan->n_blocks <= room)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_TOO_SMALL,
               "The image does not fit by %" G_GUINT64_FORMAT " bytes",
               (run->plan->n_blocks - room) * BURNISH_BLOCK_SIZE);
  return FALSE;
}

/* A tray that stays closed does not make the disc worse. */
static void
eject_step (BurnishRun *run)
{
  g_autoptr (GError) error = NULL;

  _burnish_run_enter (run, BURNISH_PHASE_EJECTING, 0);
  if (!_burnish_engine_eject (run->engine, NULL, &error))
    _burnish_run_add_note (run, error->message);
}

static gboolean
run_step (Burn *burn, BurnishPlanStep step, GError **error)
{
  BurnishRun *run = burn->run;

  switch (step)
    {
    case BURNISH_STEP_ERASE:
    case BURNISH_STEP_FORMAT:
      return _burnish_run_erase_step (run, step, error) && check_room (run, error);
    case BURNISH_STEP_WRITE:
      return write_step (burn, error);
    case BURNISH_STEP_CLOSE:
      return TRUE; /* the engine's write closes */
    case BURNISH_STEP_RELOAD:
      _burnish_run_enter (run, BURNISH_PHASE_RELOADING, 0);
      return _burnish_engine_prepare_read (run->engine, run->cancellable, error);
    case BURNISH_STEP_VERIFY:
      return verify_step (burn, error);
    case BURNISH_STEP_EJECT:
      eject_step (run);
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static void
begin_facts (BurnishRun *run, BurnishMedium *medium)
{
  const BurnishPlan *plan = run->plan;

  run->facts = (BurnishDiscFacts){
    .image_file = plan->image_file,
    .keep_open = plan->options->keep_open,
    .appends = plan->added != NULL,
    .n_blocks = plan->n_blocks,
  };
  if (medium == NULL || plan->image_file)
    return;
  run->facts.overwritable = (burnish_medium_get_state (medium) & BURNISH_MEDIUM_OVERWRITABLE) != 0;
  run->facts.rewritable =
      run->facts.overwritable || burnish_medium_can (medium, BURNISH_OPERATION_ERASE_QUICK);
}

static gboolean
burn_copy (BurnishRun *run, GArray *steps, BurnishMedium *medium, GError **error)
{
  g_auto (Burn) burn = { .run = run };

  begin_facts (run, medium);
  /* What was true of the copy before is not true of this one yet. */
  run->report->closed = run->report->verified = FALSE;
  run->report->files_verified = 0;
  for (guint i = 0; i < steps->len; i++)
    if (!run_step (&burn, g_array_index (steps, BurnishPlanStep, i), error))
      return FALSE;
  run->report->copies_done++;
  return TRUE;
}

/* Opens the drive with the next disc, if it takes a copy: a disc that was never looked at is only
   written when it is empty. (transfer full) of sentences why not. */
static gboolean
try_next_disc (BurnishRun *run, GArray *steps, BurnishMedium **medium, GError **error)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (BurnishMedium) next = NULL;

  if (!_burnish_run_open (run, error))
    return FALSE;
  next = _burnish_engine_inspect (run->engine, run->cancellable, error);
  if (next == NULL)
    return FALSE;
  _burnish_plan_check_medium (run->plan, next, FALSE, steps, reasons);
  if (reasons->len > 0)
    {
      g_propagate_error (error, g_error_copy (g_ptr_array_index (reasons, 0)));
      return FALSE;
    }
  *medium = g_steal_pointer (&next);
  return TRUE;
}

static void
append_steps_after_preparation (BurnishPlan *plan, GArray *steps)
{
  for (guint i = 0; i < plan->steps->len; i++)
    {
      BurnishPlanStep step = g_array_index (plan->steps, BurnishPlanStep, i);

      if (step != BURNISH_STEP_ERASE && step != BURNISH_STEP_FORMAT)
        g_array_append_val (steps, step);
    }
}

/* Asks until a disc is in the drive that takes a copy. */
static GArray *
get_next_disc (BurnishRun *run, BurnishMedium **medium, GError **error)
{
  g_autofree char *question = g_strdup ("Insert an empty disc for the next copy");
  g_autoptr (GError) why = NULL;

  for (;;)
    {
      g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (BurnishPlanStep));
      g_autoptr (GError) failure = NULL;

      _burnish_run_close (run);
      if (!_burnish_run_ask (run, question, why, error))
        return NULL;
      _burnish_run_enter (run, BURNISH_PHASE_PREPARING, 0);
      if (try_next_disc (run, steps, medium, &failure))
        {
          append_steps_after_preparation (run->plan, steps);
          return g_steal_pointer (&steps);
        }
      if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)
          || g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_DRIVE_LOST))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      g_free (question);
      question = g_strdup_printf ("%s; insert an empty disc for the next copy",
                                  g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_NO_DISC)
                                      ? "There is no disc in the drive"
                                      : failure->message);
      g_clear_error (&why);
      why = g_steal_pointer (&failure);
    }
}

/* Zeros in place of a file are what was asked for in this case, but not what the person wanted to
   keep: the job says so at its end. */
static gboolean
check_bad_sources (BurnishRun *run, GError **error)
{
  GPtrArray *bad = run->report->bad_sources;
  const GError *first;
  GError *failure;

  if (bad->len == 0)
    return TRUE;
  first = g_ptr_array_index (bad, 0);
  failure = g_error_new (BURNISH_ERROR, first->code,
                         "%u files went bad while they were written and hold zeros; the first: %s",
                         bad->len, first->message);
  burnish_error_set_path (failure, burnish_error_get_path (first));
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
_burnish_run_burn (BurnishRun *run, GError **error)
{
  g_autoptr (GArray) steps = g_array_ref (run->plan->steps);
  g_autoptr (BurnishMedium) medium = run->plan->medium ? g_object_ref (run->plan->medium) : NULL;

  if (run->plan->layout != NULL)
    {
      run->report->has_files = TRUE;
      run->report->files_total =
          burnish_tree_snapshot_get_n_files (burnish_image_layout_get_snapshot (run->plan->layout))
          - run->plan->n_kept_files;
    }
  for (run->copy = 1;; run->copy++)
    {
      if (!burn_copy (run, steps, medium, error))
        return FALSE;
      if (run->copy == run->plan->options->copies)
        return check_bad_sources (run, error);
      g_clear_pointer (&steps, g_array_unref);
      g_clear_object (&medium);
      steps = get_next_disc (run, &medium, error);
      if (steps == NULL)
        return FALSE;
    }
}
