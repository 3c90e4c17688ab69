/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

/* WRITE (10), WRITE (12) and SYNCHRONIZE CACHE. */

void
mmc_account_writing (MmcCommand *command, uint32_t n_blocks, uint32_t block_size)
{
  const MmcSettings *settings = &command->state->settings;
  uint64_t n_bytes = (uint64_t) n_blocks * block_size;

  command->n_bytes = n_bytes;
  command->state->n_blocks_written += n_blocks;
  command->state->flushing_needed = true;
  command->delay_ns += (uint64_t) settings->write_us * n_blocks * 1000u;
  if (settings->write_kbps > 0)
    command->delay_ns += n_bytes * 1000000u / settings->write_kbps;
}

static MmcSense
write_overwritable (MmcCommand *command)
{
  MmcMedium *medium = command->medium;
  int64_t end = command->lba + command->n_blocks;
  bool running = medium->background != MMC_BACKGROUND_NONE;

  if (!medium->formatted && !running)
    return MMC_NOT_FORMATTED;
  /* A DVD-RW is written in whole packets, and its open border in sequence. */
  if (medium->profile == MMC_PROFILE_DVD_RW_OVERWRITE
      && (command->lba % 16 != 0 || command->n_blocks % 16 != 0
          || (medium->intermediate && command->lba > (int64_t) medium->written_end)))
    return MMC_INVALID_WRITE_ADDRESS;
  if (command->lba < 0 || end > (int64_t) medium->formatted_blocks)
    return MMC_LBA_OUT_OF_RANGE;
  if (command->size != (size_t) command->n_blocks * MMC_BLOCK_SIZE)
    {
      command->mismatch = true;
      return MMC_GOOD;
    }
  if (!mmc_disc_write (command->drive, command->lba, command->data, command->size))
    return MMC_WRITE_ERROR;
  if (end > (int64_t) medium->written_end)
    medium->written_end = (uint32_t) end;
  mmc_account_writing (command, command->n_blocks, MMC_BLOCK_SIZE);
  return MMC_GOOD;
}

/* Do the write parameters go with the disc and with its open track? */
static MmcSense
check_write_mode (const MmcCommand *command)
{
  const MmcState *state = command->state;
  MmcMedium *medium = command->medium;
  const MmcTrackStatus *track = mmc_open_track (medium);
  uint32_t type = mmc_write_type (state);

  if (mmc_is_cd (medium))
    {
      bool audio = (state->write_page[4] & 0x0f) == 0;

      if (type != 1) /* session at once wants its cue sheet first */
        return MMC_SEQUENCE_ERROR;
      /* Control field bit 2: data track */
      if (audio == ((state->write_page[3] & 0x04) != 0) || (track != NULL && track->audio != audio))
        return MMC_ILLEGAL_MODE;
    }
  else if (mmc_is_dvd_sequential (medium) && type == 2)
    {
      bool reserved = state->simulated_reserve > 0 || (track != NULL && track->reserved);

      if (medium->n_sessions > 0)
        return MMC_ILLEGAL_MODE;
      if (!reserved)
        return MMC_SEQUENCE_ERROR;
    }
  else if (mmc_is_dvd_sequential (medium) && !(type == 0 && medium->incremental))
    return MMC_ILLEGAL_MODE;
  return MMC_GOOD;
}

static MmcSense
simulate (MmcCommand *command, uint32_t block_size)
{
  MmcState *state = command->state;
  int64_t end = command->lba + command->n_blocks;

  if (end > (int64_t) mmc_usable_blocks (command->medium)
      || (state->simulated_reserve > 0 && end > (int64_t) state->simulated_reserve))
    return MMC_END_OF_USER_AREA;
  state->simulating = true;
  state->simulated_nwa = (int32_t) end;
  mmc_account_writing (command, command->n_blocks, block_size);
  return MMC_GOOD;
}

static MmcSense
write_blocks (MmcCommand *command, uint32_t block_size)
{
  MmcState *state = command->state;
  MmcMedium *medium = command->medium;
  MmcTrackStatus *track = mmc_open_track (medium);
  bool reserved = track != NULL && track->reserved;
  int64_t limit =
      reserved ? (int64_t) track->start + track->n_blocks : (int64_t) mmc_usable_blocks (medium);

  if (command->lba + (int64_t) command->n_blocks > limit)
    return reserved ? MMC_END_OF_USER_AREA : MMC_LBA_OUT_OF_RANGE;
  if (track == NULL)
    {
      track = mmc_start_track (medium, (int32_t) command->lba);
      if (track == NULL)
        return MMC_END_OF_USER_AREA;
      if (mmc_is_cd (medium))
        {
          track->run_out = true;
          track->control = state->write_page[3] & 0x0f;
          track->audio = block_size == MMC_CD_BLOCK_SIZE;
        }
    }
  if (mmc_is_cd (medium))
    {
      for (uint32_t i = 0; i < command->n_blocks; i++)
        if (!mmc_disc_write (command->drive, command->lba + i,
                             command->data + (size_t) i * block_size, block_size))
          return MMC_WRITE_ERROR;
    }
  else if (!mmc_disc_write (command->drive, command->lba, command->data, command->size))
    return MMC_WRITE_ERROR;
  track->n_written += command->n_blocks;
  if (!track->reserved)
    track->n_blocks = track->n_written;
  mmc_account_writing (command, command->n_blocks, block_size);
  return MMC_GOOD;
}

static MmcSense
write_sequential (MmcCommand *command)
{
  MmcState *state = command->state;
  MmcMedium *medium = command->medium;
  bool audio = mmc_is_cd (medium) && (state->write_page[4] & 0x0f) == 0;
  uint32_t block_size = audio ? MMC_CD_BLOCK_SIZE : MMC_BLOCK_SIZE;
  MmcSense sense;

  if (medium->status == MMC_DISC_COMPLETE)
    return MMC_CANNOT_WRITE_MEDIUM;
  if (state->sao_active)
    return mmc_sao_write (command);
  sense = check_write_mode (command);
  if (sense != MMC_GOOD)
    return sense;
  if (command->lba != mmc_next_writable (state, medium))
    return MMC_INVALID_WRITE_ADDRESS;
  if (command->size != (size_t) command->n_blocks * block_size)
    {
      command->mismatch = true;
      return MMC_GOOD;
    }
  if (mmc_test_write (state, medium))
    return simulate (command, block_size);
  return write_blocks (command, block_size);
}

MmcSense
mmc_write (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;
  bool streaming = command->cdb[0] == 0xaa && (command->cdb[10] & 0x80);

  /* Feature 107h, bit SW: only media with defect management are streamed to. */
  if (streaming && !mmc_is_bd (medium) && medium->profile != MMC_PROFILE_DVD_RAM)
    return MMC_INVALID_FIELD_IN_CDB;
  if (mmc_is_rom (medium) || medium->write_protected)
    return MMC_WRITE_PROTECTED;
  if (mmc_is_foreign (medium))
    return MMC_CANNOT_WRITE_MEDIUM;
  if (command->n_blocks == 0)
    return MMC_GOOD;
  return mmc_is_overwritable (medium) ? write_overwritable (command) : write_sequential (command);
}

/* What is in the buffer goes to the disc, in whole ECC blocks. */
static void
pad_open_track (MmcMedium *medium)
{
  MmcTrackStatus *track = mmc_open_track (medium);
  uint32_t step = mmc_ecc_blocks (medium);

  if (track == NULL)
    return;
  track->n_written = (track->n_written + step - 1) / step * step;
  if (!track->reserved)
    track->n_blocks = track->n_written;
}

/*
 * The end of a stream of writes: it ends a CD track at once, a session at once
 * whose last block has come, and a DVD that was reserved as a whole and is full.
 */
void
mmc_flush (MmcDrive *drive, MmcMedium *medium)
{
  MmcState *state = drive->state;
  MmcTrackStatus *track = mmc_open_track (medium);

  state->flushing_needed = false;
  if (!mmc_is_sequential (medium))
    return;
  if (state->sao_active)
    mmc_sao_end (state, medium);
  else if (state->simulating)
    {
      if (mmc_is_cd (medium))
        state->simulated_nwa += 2 + MMC_CD_PREGAP;
    }
  else if (mmc_is_cd (medium))
    mmc_close_track (medium);
  else if (mmc_is_dvd_sequential (medium) && mmc_write_type (state) == 2)
    {
      if (track != NULL && track->reserved && track->n_written >= track->n_blocks)
        {
          mmc_close_track (medium);
          mmc_close_session (medium, !mmc_multi_session (state));
        }
    }
  else
    pad_open_track (medium);
}

MmcSense
mmc_synchronize_cache (MmcCommand *command)
{
  mmc_flush (command->drive, command->medium);
  mmc_begin_operation (command, command->cdb[1] & 0x02, command->state->settings.sync_ms,
                       MMC_LONG_WRITE_IN_PROGRESS);
  return MMC_GOOD;
}
