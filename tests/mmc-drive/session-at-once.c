/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/*
 * CD session at once: a cue sheet says what will come, then every block of the
 * session is written in one sequence, from the lead-in (if it brings CD-TEXT)
 * or the first pregap to the lead-out.
 */

#define ENTRY_SIZE       8
#define LEAD_OUT         0xaa
#define FORM_CD_TEXT     0x40 /* data form: R-W subchannel comes with the lead-in */
#define FORM_MAIN        0x3f
#define FORM_AUDIO       0x00
#define FORM_AUDIO_ZERO  0x01
#define FORM_MODE_1      0x10
#define FORM_MODE_1_ZERO 0x14
#define CD_TEXT_BLOCK    96

/* Entries with ADR 1 tell positions; 2 and 3 bring catalogue number and ISRC. */
static bool
is_position (const uint8_t *entry)
{
  return (entry[0] & 0x0f) == 1;
}

static bool
check_entry (const uint8_t *entry, int32_t previous)
{
  uint8_t form = entry[3] & FORM_MAIN;

  if (!is_position (entry))
    return (entry[0] & 0x0f) == 2 || (entry[0] & 0x0f) == 3;
  if (entry[1] != LEAD_OUT && entry[1] > 99)
    return false;
  if (entry[6] > 59 || entry[7] > 74)
    return false;
  if (entry[1] > 0 && entry[1] <= 99 && form != FORM_AUDIO && form != FORM_MODE_1)
    return false;
  if (form != FORM_AUDIO && form != FORM_AUDIO_ZERO && form != FORM_MODE_1
      && form != FORM_MODE_1_ZERO)
    return false;
  return entry[1] == 0 || mmc_get_msf (entry + 5) >= previous;
}

/* The sheet goes from a lead-in over tracks in ascending order to a lead-out. */
static bool
check_sheet (const uint8_t *cue, size_t size, int32_t *first, int32_t *end)
{
  int32_t previous = -MMC_CD_PREGAP;
  uint8_t last_track = 0;
  bool has_first = false;

  for (size_t i = 0; i < size; i += ENTRY_SIZE)
    {
      const uint8_t *entry = cue + i;

      if (!check_entry (entry, previous))
        return false;
      if (!is_position (entry))
        continue;
      if ((entry[1] == 0) != (i == 0) || (entry[1] == LEAD_OUT) != (i + ENTRY_SIZE == size))
        return false;
      if (entry[1] == 0)
        continue;
      if (entry[1] != LEAD_OUT && entry[1] != last_track && entry[1] != last_track + 1)
        return false;
      previous = mmc_get_msf (entry + 5);
      if (!has_first)
        *first = previous;
      has_first = true;
      last_track = entry[1];
    }
  *end = previous;
  return last_track == LEAD_OUT && *end > *first + MMC_CD_PREGAP;
}

MmcSense
mmc_send_cue_sheet (MmcCommand *command)
{
  MmcState *state = command->state;
  MmcMedium *medium = command->medium;
  uint32_t size = mmc_get_24 (command->cdb + 6);
  int32_t first = 0, end = 0;

  if (!mmc_is_cd_recordable (medium) || medium->status == MMC_DISC_COMPLETE)
    return MMC_CANNOT_WRITE_MEDIUM;
  if (mmc_write_type (state) != 2 || mmc_open_track (medium) != NULL || state->sao_started)
    return MMC_SEQUENCE_ERROR;
  if (size != command->size || size % ENTRY_SIZE != 0 || size < 3 * ENTRY_SIZE
      || size > sizeof state->cue)
    return MMC_PARAMETER_LENGTH_ERROR;
  if (!check_sheet (command->data, size, &first, &end)
      || first != mmc_invisible_start (medium) - MMC_CD_PREGAP)
    return MMC_INVALID_FIELD_IN_LIST;
  if (end > (int32_t) medium->capacity)
    return MMC_END_OF_USER_AREA;
  memcpy (state->cue, command->data, size);
  state->cue_size = size;
  state->sao_active = true;
  state->sao_started = false;
  state->sao_first = first;
  state->sao_end = end;
  command->n_bytes = size;
  return MMC_GOOD;
}

static bool
has_cd_text (const MmcState *state)
{
  return state->cue[3] & FORM_CD_TEXT;
}

/* Bytes of the block at @lba, by the sheet's entry that it lies behind. */
static uint32_t
get_block_size (const MmcState *state, int64_t lba)
{
  uint8_t form = FORM_MODE_1;

  if (lba < state->sao_first)
    return CD_TEXT_BLOCK;
  for (uint32_t i = ENTRY_SIZE; i < state->cue_size; i += ENTRY_SIZE)
    {
      const uint8_t *entry = state->cue + i;

      if (is_position (entry) && mmc_get_msf (entry + 5) <= lba)
        form = entry[3] & FORM_MAIN;
    }
  return form == FORM_AUDIO || form == FORM_AUDIO_ZERO ? MMC_CD_BLOCK_SIZE : MMC_BLOCK_SIZE;
}

/* The first block is that of the pregap, or any of the lead-in with CD-TEXT. */
static bool
is_start (const MmcState *state, int64_t lba)
{
  if (lba == state->sao_first)
    return !has_cd_text (state);
  return has_cd_text (state) && state->sao_first == -MMC_CD_PREGAP && lba >= MMC_CD_LEAD_IN
         && lba < state->sao_first;
}

MmcSense
mmc_sao_write (MmcCommand *command)
{
  MmcState *state = command->state;
  MmcMedium *medium = command->medium;
  uint32_t block_size = get_block_size (state, command->lba);
  int64_t end = command->lba + command->n_blocks;

  if (state->sao_started ? command->lba != state->sao_next : !is_start (state, command->lba))
    return MMC_INVALID_WRITE_ADDRESS;
  if (end > state->sao_end)
    return MMC_END_OF_USER_AREA;
  if (get_block_size (state, end - 1) != block_size)
    return MMC_ILLEGAL_MODE;
  if (command->size != (size_t) command->n_blocks * block_size)
    {
      command->mismatch = true;
      return MMC_GOOD;
    }
  state->sao_started = true;
  state->sao_next = (int32_t) end;
  mmc_account_writing (command, command->n_blocks, block_size);
  if (mmc_test_write (state, medium))
    return MMC_GOOD;
  if (block_size == CD_TEXT_BLOCK)
    {
      medium->n_cd_text_bytes += (uint32_t) command->size;
      return MMC_GOOD;
    }
  for (uint32_t i = 0; i < command->n_blocks; i++)
    if (!mmc_disc_write (command->drive, command->lba + i, command->data + (size_t) i * block_size,
                         block_size))
      return MMC_WRITE_ERROR;
  return MMC_GOOD;
}

/* The session as the cue sheet told it */
static void
make_tracks (MmcState *state, MmcMedium *medium)
{
  MmcTrackStatus *track = NULL;

  for (uint32_t i = ENTRY_SIZE; i < state->cue_size; i += ENTRY_SIZE)
    {
      const uint8_t *entry = state->cue + i;
      int32_t start = mmc_get_msf (entry + 5);

      if (!is_position (entry) || (entry[1] != LEAD_OUT && entry[2] != 1))
        continue;
      if (track != NULL)
        {
          track->n_blocks = track->n_written = (uint32_t) (start - track->start);
          track->complete = true;
        }
      track = entry[1] != LEAD_OUT ? mmc_start_track (medium, start) : NULL;
      if (track == NULL)
        continue;
      track->control = entry[0] >> 4;
      track->audio = get_block_size (state, start) == MMC_CD_BLOCK_SIZE;
    }
  mmc_close_session (medium, !mmc_multi_session (state));
}

/* Broken off in the middle: a track without its end, and no table of contents. */
static void
spoil (MmcState *state, MmcMedium *medium)
{
  int32_t start = state->sao_first + MMC_CD_PREGAP;
  MmcTrackStatus *track;

  track = mmc_start_track (medium, start);
  if (track == NULL)
    return;
  track->n_written = state->sao_next > start ? (uint32_t) (state->sao_next - start) : 0;
  track->n_blocks = track->n_written;
  track->damaged = true;
  track->complete = true;
}

void
mmc_sao_end (MmcState *state, MmcMedium *medium)
{
  if (!state->sao_started)
    return;
  if (!mmc_test_write (state, medium))
    {
      if (state->sao_next == state->sao_end)
        make_tracks (state, medium);
      else
        spoil (state, medium);
    }
  state->sao_active = false;
  state->sao_started = false;
}
