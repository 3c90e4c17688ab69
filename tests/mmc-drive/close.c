/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

/* RESERVE TRACK and CLOSE TRACK SESSION. */

/* Close functions (MMC-6, CLOSE TRACK SESSION) */
enum
{
  CLOSE_STOP_BACKGROUND = 0,
  CLOSE_TRACK = 1,
  CLOSE_SESSION = 2,
  CLOSE_FINALIZE_DVD = 3,
  CLOSE_FINALIZE_PLUS_R = 5,
  CLOSE_FINALIZE_R = 6,
};

/*
 * Reserves the next track with a size in blocks. Only one track can be open at
 * a time; CDs, which libburn never reserves on, are not served.
 */
MmcSense
mmc_reserve_track (MmcCommand *command)
{
  MmcState *state = command->state;
  MmcMedium *medium = command->medium;
  uint32_t step = mmc_ecc_blocks (medium);
  uint32_t size = mmc_get_32 (command->cdb + 5);
  int64_t start = mmc_next_writable (state, medium);
  MmcTrackStatus *track;

  if (!mmc_is_sequential (medium) || mmc_is_cd (medium) || medium->status == MMC_DISC_COMPLETE)
    return MMC_CANNOT_WRITE_MEDIUM;
  if (medium->write_protected)
    return MMC_WRITE_PROTECTED;
  if (size == 0)
    return MMC_INVALID_FIELD_IN_CDB;
  if (mmc_open_track (medium) != NULL || state->simulated_reserve > 0)
    return MMC_SEQUENCE_ERROR;
  if (mmc_is_dvd_sequential (medium) && !medium->incremental && mmc_write_type (state) != 2)
    return MMC_ILLEGAL_MODE;
  size = (size + step - 1) / step * step;
  if (start + (int64_t) size > (int64_t) mmc_usable_blocks (medium))
    return MMC_END_OF_USER_AREA;
  if (mmc_test_write (state, medium))
    {
      state->simulated_reserve = (uint32_t) start + size;
      return MMC_GOOD;
    }
  track = mmc_start_track (medium, (int32_t) start);
  if (track == NULL)
    return MMC_NO_MORE_TRACKS;
  track->reserved = true;
  track->n_blocks = size;
  return MMC_GOOD;
}

/* Which functions a disc knows */
static bool
knows_function (const MmcMedium *medium, uint8_t function)
{
  switch (function)
    {
    case CLOSE_STOP_BACKGROUND:
      return medium->profile == MMC_PROFILE_DVD_PLUS_RW;
    case CLOSE_TRACK:
      return mmc_is_sequential (medium);
    case CLOSE_SESSION:
      return mmc_is_sequential (medium) || medium->profile == MMC_PROFILE_DVD_PLUS_RW
             || medium->profile == MMC_PROFILE_DVD_RW_OVERWRITE;
    case CLOSE_FINALIZE_DVD:
      return mmc_is_dvd_sequential (medium) || medium->profile == MMC_PROFILE_DVD_RW_OVERWRITE;
    case CLOSE_FINALIZE_PLUS_R:
      return mmc_is_dvd_plus_r (medium);
    case CLOSE_FINALIZE_R:
      return mmc_is_dvd_plus_r (medium) || mmc_is_bd_r (medium);
    default:
      return false;
    }
}

/*
 * DVD+RW: the background format stops, or ends. DVD-RW: the open border is
 * closed where it has been written to. Otherwise there is nothing to do.
 */
static void
close_overwritable (MmcMedium *medium, uint8_t function)
{
  if (medium->background == MMC_BACKGROUND_RUNNING)
    {
      medium->background =
          function == CLOSE_SESSION ? MMC_BACKGROUND_COMPLETE : MMC_BACKGROUND_STOPPED;
      medium->formatted = 1;
    }
  if (medium->intermediate && medium->written_end > 0)
    {
      medium->intermediate = 0;
      medium->formatted_blocks = medium->written_end;
    }
}

static MmcSense
close_track (MmcCommand *command)
{
  MmcMedium *medium = command->medium;
  MmcTrackStatus *track = mmc_open_track (medium);
  uint32_t number = mmc_get_16 (command->cdb + 4);

  /* The invisible track and a complete one can be closed without effect. */
  if (number == 0 || number > medium->n_tracks + 1)
    return MMC_INVALID_FIELD_IN_CDB;
  if (number != medium->n_tracks || track == NULL)
    return MMC_GOOD;
  if (track->reserved && track->n_written == 0 && mmc_is_dvd_sequential (medium))
    return MMC_EMPTY_OR_PARTIAL_RESERVED;
  mmc_close_track (medium);
  return MMC_GOOD;
}

static MmcSense
close_session (MmcCommand *command, bool finalize)
{
  MmcMedium *medium = command->medium;
  const MmcTrackStatus *track = mmc_open_track (medium);

  if (track != NULL)
    return track->reserved ? MMC_EMPTY_OR_PARTIAL_RESERVED : MMC_INCOMPLETE_TRACK;
  if (finalize && medium->n_tracks == 0)
    return MMC_FIXATION_ERROR;
  mmc_close_session (medium, finalize);
  return MMC_GOOD;
}

MmcSense
mmc_close_track_session (MmcCommand *command)
{
  MmcState *state = command->state;
  MmcMedium *medium = command->medium;
  uint8_t function = command->cdb[2] & 0x07;
  bool multi = mmc_multi_session (state);
  MmcSense sense = MMC_GOOD;

  if (mmc_is_rom (medium) || mmc_is_foreign (medium))
    return MMC_CANNOT_WRITE_MEDIUM;
  if (mmc_is_overwritable (medium)
          ? medium->profile == MMC_PROFILE_DVD_RAM || medium->profile == MMC_PROFILE_BD_RE
          : !mmc_is_sequential (medium))
    return MMC_CANNOT_WRITE_MEDIUM;
  if (!knows_function (medium, function))
    return MMC_INVALID_FIELD_IN_CDB;
  if (state->sao_active)
    return MMC_SEQUENCE_ERROR;
  if (mmc_is_overwritable (medium))
    close_overwritable (medium, function);
  else if (medium->status == MMC_DISC_COMPLETE)
    return MMC_CANNOT_WRITE_MEDIUM;
  else if (mmc_test_write (state, medium))
    state->simulating = false;
  else if (function == CLOSE_TRACK)
    sense = close_track (command);
  else if (function == CLOSE_SESSION) /* page 05h decides on CD and DVD- */
    sense =
        close_session (command, (mmc_is_cd (medium) || mmc_is_dvd_sequential (medium)) && !multi);
  else
    sense = close_session (command, true);
  if (sense == MMC_GOOD)
    mmc_begin_operation (command, command->cdb[1] & 0x01, state->settings.close_ms,
                         MMC_LONG_WRITE_IN_PROGRESS);
  return sense;
}
