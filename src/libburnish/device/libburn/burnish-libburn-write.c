/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-libburn-private.h"

/* libburn writes 16 blocks at a time, 32 on BD. */
#define CD_MIN_TRACK_BLOCKS  300
#define MAX_BLOCKS_PER_WRITE 32

/* The wish of the person, in libburn's words. */
typedef struct
{
  struct burn_disc *disc;
  struct burn_session *session;
  struct burn_track *track;
  struct burn_write_opts *options;
} BurnishLibburnTask;

static void
task_clear (BurnishLibburnTask *task)
{
  g_clear_pointer (&task->options, burn_write_opts_free);
  g_clear_pointer (&task->track, burn_track_free);
  g_clear_pointer (&task->session, burn_session_free);
  g_clear_pointer (&task->disc, burn_disc_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishLibburnTask, task_clear)

static gboolean
is_cd (int profile)
{
  return profile == BURNISH_LIBBURN_CD_R || profile == BURNISH_LIBBURN_CD_RW;
}

static gboolean
is_sequential_dvd_minus (int profile)
{
  return profile == BURNISH_LIBBURN_DVD_R || profile == BURNISH_LIBBURN_DVD_RW_SEQUENTIAL
         || profile == BURNISH_LIBBURN_DVD_R_DL;
}

static gboolean
is_overwritable (int profile)
{
  return profile == BURNISH_LIBBURN_DVD_RAM || profile == BURNISH_LIBBURN_DVD_RW_OVERWRITE
         || profile == BURNISH_LIBBURN_DVD_PLUS_RW || profile == BURNISH_LIBBURN_BD_RE;
}

/* A track of a CD has at least 4 seconds, 300 blocks (IEC 60908); zeros behind the image make them.
 */
static int
get_tail_bytes (BurnishLibburn *self, const BurnishWriteRequest *request)
{
  if (!is_cd (_burnish_libburn_get_profile (self)) || request->n_blocks >= CD_MIN_TRACK_BLOCKS)
    return 0;
  return (int) (CD_MIN_TRACK_BLOCKS - request->n_blocks) * BURNISH_BLOCK_SIZE;
}

static void
task_init (BurnishLibburnTask *task,
           BurnishLibburn *self,
           const BurnishWriteRequest *request,
           BurnishLibburnSource *source)
{
  task->disc = burn_disc_create ();
  task->session = burn_session_create ();
  task->track = burn_track_create ();
  task->options = burn_write_opts_new (self->drive);
  g_assert (task->disc && task->session && task->track && task->options);
  burn_disc_add_session (task->disc, task->session, BURN_POS_END);
  burn_session_add_track (task->session, task->track, BURN_POS_END);
  /* No offset, no padding: the image and nothing else, but for what the shortest track needs. */
  burn_track_define_data (task->track, 0, get_tail_bytes (self, request), 0, BURN_MODE1);
  burn_track_set_source (task->track, _burnish_libburn_source_get_burn_source (source));
  /* Overwritable discs have no sessions and are never closed. */
  burn_write_opts_set_multi (task->options,
                             (request->flags & BURNISH_WRITE_KEEP_OPEN) != 0
                                 && !is_overwritable (_burnish_libburn_get_profile (self)));
  burn_write_opts_set_simulate (task->options, (request->flags & BURNISH_WRITE_SIMULATE) != 0);
  burn_write_opts_set_underrun_proof (task->options,
                                      (request->flags & BURNISH_WRITE_NO_UNDERRUN_PROTECTION) == 0);
  burn_write_opts_set_stream_recording (task->options,
                                        (request->flags & BURNISH_WRITE_STREAM_RECORDING) != 0);
  if (request->start_block > 0 && is_overwritable (_burnish_libburn_get_profile (self)))
    burn_write_opts_set_start_byte (task->options,
                                    (off_t) request->start_block * BURNISH_BLOCK_SIZE);
}

/* A CD that shall be closed is written at once: the exact length and no run-out blocks. libburn
   does the same with DVD-R and DVD-RW (a DVD-RW that was erased quickly knows no other way), and
   takes the tracks of all other media as they come. */
static gboolean
choose_write_type (BurnishLibburn *self,
                   BurnishLibburnTask *task,
                   const BurnishWriteRequest *request,
                   GError **error)
{
  char reasons[BURN_REASONS_LEN] = "";
  int profile = _burnish_libburn_get_profile (self);
  gboolean keep_open = (request->flags & BURNISH_WRITE_KEEP_OPEN) != 0;

  if (is_cd (profile) && !keep_open && burn_disc_get_status (self->drive) == BURN_DISC_BLANK)
    burn_write_opts_set_write_type (task->options, BURN_WRITE_SAO, BURN_BLOCK_SAO);
  else if (is_cd (profile))
    burn_write_opts_set_write_type (task->options, BURN_WRITE_TAO, BURN_BLOCK_MODE1);
  else if (burn_write_opts_auto_write_type (task->options, task->disc, reasons, 2)
           == BURN_WRITE_NONE)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED,
                   "This disc cannot be written in the wanted way: %s", reasons);
      return FALSE;
    }
  /* Drives have ruined media whose reserved track did not end with an ECC block of 32 KiB. */
  if (is_sequential_dvd_minus (profile))
    burn_write_opts_set_obs_pad (task->options, 1);
  if (burn_precheck_write (task->options, task->disc, reasons, 1) > 0)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED,
               "This disc cannot be written in the wanted way: %s", reasons);
  return FALSE;
}

static gboolean
check_disc (BurnishLibburn *self, GError **error)
{
  int profile = _burnish_libburn_get_profile (self);
  int format_status = 0;
  off_t size;
  unsigned int bl_sas;
  int n_formats;

  switch (burn_disc_get_status (self->drive))
    {
    case BURN_DISC_BLANK:
    case BURN_DISC_APPENDABLE:
      break;
    case BURN_DISC_FULL:
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_BLANK,
                           "The disc is closed: nothing can be added to it");
      return FALSE;
    case BURN_DISC_EMPTY:
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC,
                           "There is no disc in the drive");
      return FALSE;
    case BURN_DISC_UNREADY:
    case BURN_DISC_UNGRABBED:
    case BURN_DISC_UNSUITABLE:
    default:
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_SUPPORTED,
                           "The disc is of a kind or in a state that libburn cannot write");
      return FALSE;
    }
  if ((profile == BURNISH_LIBBURN_BD_RE || profile == BURNISH_LIBBURN_DVD_RAM)
      && burn_disc_get_formats (self->drive, &format_status, &size, &bl_sas, &n_formats) > 0
      && format_status == BURN_FORMAT_IS_UNFORMATTED)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_SUPPORTED,
                           "The disc must be formatted before it can be written");
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_room (BurnishLibburn *self,
            BurnishLibburnTask *task,
            const BurnishWriteRequest *request,
            GError **error)
{
  guint64 needed = request->n_blocks * BURNISH_BLOCK_SIZE;
  off_t available = burn_disc_available_space (self->drive, task->options);

  if (available <= 0 || (guint64) available >= needed)
    return TRUE; /* a drive that does not tell will refuse the write itself */
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_TOO_SMALL,
               "The image needs %" G_GUINT64_FORMAT " bytes more than the disc has left",
               needed - (guint64) available);
  return FALSE;
}

static guint32
get_start_block (BurnishLibburn *self, BurnishLibburnTask *task, const BurnishWriteRequest *request)
{
  int lba = 0, nwa = 0;

  if (is_overwritable (_burnish_libburn_get_profile (self)))
    return request->start_block;
  /* Blank and overwritable discs begin at 0; a blank CD may answer -150, its pregap. */
  if (burn_disc_get_status (self->drive) != BURN_DISC_APPENDABLE
      || burn_disc_track_lba_nwa (self->drive, task->options, 0, &lba, &nwa) <= 0)
    return 0;
  return (guint32) MAX (nwa, 0);
}

/* The image holds addresses: at another place it would be worthless. */
static gboolean
check_start (BurnishLibburn *self,
             BurnishLibburnTask *task,
             const BurnishWriteRequest *request,
             GError **error)
{
  guint32 start_block;

  if (request->start_block == 0)
    return TRUE;
  start_block = get_start_block (self, task, request);
  if (start_block == request->start_block)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_MEDIUM_CHANGED,
               "The disc goes on at block %u, not at block %u as planned", start_block,
               request->start_block);
  return FALSE;
}

static BurnishEnginePhase
get_phase_cb (BurnishLibburn *self G_GNUC_UNUSED,
              enum burn_drive_status status,
              const struct burn_progress *progress,
              gpointer user_data)
{
  switch (status)
    {
    case BURN_DRIVE_FORMATTING:
      return BURNISH_ENGINE_FORMATTING;
    case BURN_DRIVE_ERASING:
      return BURNISH_ENGINE_ERASING;
    case BURN_DRIVE_WRITING_LEADOUT:
    case BURN_DRIVE_CLOSING_TRACK:
    case BURN_DRIVE_CLOSING_SESSION:
      return BURNISH_ENGINE_CLOSING;
    case BURN_DRIVE_WRITING:
    case BURN_DRIVE_WRITING_LEADIN:
    case BURN_DRIVE_WRITING_PREGAP:
      if (_burnish_libburn_source_is_exhausted (user_data))
        return BURNISH_ENGINE_CLOSING; /* flushing the drive's buffer */
      /* The drive finds its laser power before it takes the first data. */
      return progress->buffered_bytes > 0 ? BURNISH_ENGINE_WRITING : BURNISH_ENGINE_CALIBRATING;
    case BURN_DRIVE_IDLE:
    case BURN_DRIVE_SPAWNING:
    case BURN_DRIVE_READING:
    case BURN_DRIVE_GRABBING:
    case BURN_DRIVE_READING_SYNC:
    case BURN_DRIVE_WRITING_SYNC:
    default:
      return BURNISH_ENGINE_PREPARING;
    }
}

static guint64
get_blocks_done_cb (gpointer user_data)
{
  return _burnish_libburn_source_get_delivered_bytes (user_data) / BURNISH_BLOCK_SIZE;
}

/* Once libburn has all data, stopping would only spoil a disc that is good. */
static gboolean
stop_cb (gpointer user_data)
{
  return _burnish_libburn_source_stop (user_data);
}

static guint64
get_blocks_written (BurnishLibburn *self,
                    BurnishLibburnTask *task,
                    BurnishLibburnSource *source,
                    const BurnishWriteRequest *request,
                    guint32 start_block,
                    gboolean *touched)
{
  off_t read_bytes = 0, written_bytes = 0;
  guint64 n_blocks;

  burn_track_get_counters (task->track, &read_bytes, &written_bytes);
  n_blocks =
      MIN ((guint64) MAX (written_bytes, 0), _burnish_libburn_source_get_delivered_bytes (source))
      / BURNISH_BLOCK_SIZE;
  *touched = n_blocks > 0;
  if (self->log.failure.block >= start_block)
    *touched = self->log.failure.block > start_block;
  if (self->log.failure.block >= start_block)
    return MIN (n_blocks, (guint64) self->log.failure.block - start_block);
  /* libburn counts a WRITE that it was still repeating when it was cancelled. */
  if (n_blocks < request->n_blocks)
    n_blocks -= MIN (n_blocks, MAX_BLOCKS_PER_WRITE);
  return MIN (n_blocks, request->n_blocks);
}

/* A short write may begin and end between two looks at libburn, and what failed is to be told with
   the phase it failed in. */
static void
report_end (BurnishLibburn *self, BurnishLibburnSource *source)
{
  BurnishEngineProgress progress = {
    .phase = BURNISH_ENGINE_WRITING,
    .blocks_done = get_blocks_done_cb (source),
    .fraction = -1,
    .drive_buffer_fill = -1,
  };

  if (self->sink->progress == NULL || self->phase == BURNISH_ENGINE_CLOSING)
    return;
  self->sink->progress (&progress, self->sink->user_data);
  progress.phase = BURNISH_ENGINE_CLOSING;
  if (_burnish_libburn_source_is_exhausted (source))
    self->sink->progress (&progress, self->sink->user_data);
}

static gboolean
run (BurnishLibburn *self,
     BurnishLibburnTask *task,
     BurnishLibburnSource *source,
     const BurnishWriteRequest *request,
     BurnishWriteOutcome *outcome)
{
  const BurnishLibburnWatch watch = {
    .get_phase = get_phase_cb,
    .get_blocks_done = get_blocks_done_cb,
    .stop = stop_cb,
    .is_write = TRUE,
    .user_data = source,
  };
  gboolean started;

  _burnish_libburn_log_clear (&self->log);
  outcome->start_block = get_start_block (self, task, request);
  _burnish_libburn_lock ();
  burn_disc_write (task->options, task->disc);
  started = burn_drive_get_status (self->drive, NULL) != BURN_DRIVE_IDLE;
  _burnish_libburn_unlock ();
  _burnish_libburn_drain (self);
  if (started || self->log.writer_ended)
    {
      _burnish_libburn_wait (self, &watch);
      report_end (self, source);
    }
  outcome->blocks_written =
      get_blocks_written (self, task, source, request, outcome->start_block, &outcome->touched);
  /* A write that libburn refused to begin did not go wrong in its eyes. */
  outcome->closed =
      burn_drive_wrote_well (self->drive) != 0 && _burnish_libburn_source_is_exhausted (source);
  return outcome->closed;
}

/* Makes the disc begin with the new volume. It is not cancelled: half of it would be neither the
   old volume nor the new one. */
static gboolean
write_patches (BurnishLibburn *self,
               const BurnishWriteRequest *request,
               BurnishWriteOutcome *outcome,
               GError **error)
{
  gboolean is_good = TRUE;

  if (request->n_patches == 0)
    return TRUE;
  outcome->closed = FALSE;
  outcome->patched = TRUE;
  for (guint i = 0; i < request->n_patches && is_good; i++)
    {
      const BurnishWritePatch *patch = &request->patches[i];

      /* Bit 0: flush the drive's buffer behind the last one. */
      is_good =
          burn_random_access_write (self->drive, (off_t) patch->start_block * BURNISH_BLOCK_SIZE,
                                    (char *) patch->bytes,
                                    (off_t) patch->n_blocks * BURNISH_BLOCK_SIZE,
                                    i == request->n_patches - 1)
          > 0;
    }
  _burnish_libburn_drain (self);
  _burnish_libburn_check_presence (self);
  /* What fails while the buffer is flushed shows only in the messages. */
  outcome->closed = is_good && !self->log.failure.failed;
  if (outcome->closed)
    return TRUE;
  g_propagate_error (error, _burnish_libburn_log_to_error (&self->log, BURNISH_ERROR_CLOSE_FAILED,
                                                           "Making the disc show what was added"));
  return FALSE;
}

/* After a cancel, drives refuse to close a session whose track is not whole (5/72/03): that is no
   failure. */
static gboolean
is_failure_of_writing (BurnishLibburn *self)
{
  const BurnishLibburnFailure *failure = &self->log.failure;

  return failure->failed
         && (failure->block >= 0 || failure->drive_lost || failure->never_ready
             || !g_cancellable_is_cancelled (self->cancellable));
}

static gboolean
fail (BurnishLibburn *self,
      BurnishLibburnSource *source,
      const BurnishWriteRequest *request,
      const BurnishWriteOutcome *outcome,
      GError **error)
{
  gboolean all_written = outcome->blocks_written == request->n_blocks;

  if (!_burnish_libburn_source_check (source, error))
    return FALSE;
  if (!all_written && !is_failure_of_writing (self)
      && g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  g_propagate_error (error,
                     _burnish_libburn_log_to_error (&self->log,
                                                    all_written ? BURNISH_ERROR_CLOSE_FAILED
                                                                : BURNISH_ERROR_WRITE_FAILED,
                                                    all_written ? "Closing the disc" : "Writing"));
  return FALSE;
}

gboolean
_burnish_libburn_write (BurnishLibburn *self,
                        const BurnishWriteRequest *request,
                        BurnishWriteOutcome *outcome,
                        GError **error)
{
  g_autoptr (BurnishLibburnSource) source = NULL;
  g_auto (BurnishLibburnTask) task = { 0 };

  if (!check_disc (self, error))
    return FALSE;
  source = _burnish_libburn_source_new (request, self->drive, self->cancellable);
  task_init (&task, self, request, source);
  if (!choose_write_type (self, &task, request, error) || !check_start (self, &task, request, error)
      || !check_room (self, &task, request, error))
    return FALSE;
  burn_drive_set_speed (self->drive, 0, (int) MIN (request->speed_kbs, G_MAXINT));
  if (!run (self, &task, source, request, outcome))
    return fail (self, source, request, outcome, error);
  return write_patches (self, request, outcome, error);
}
