/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/* READ (10), READ (12) and READ CD. */

/* Byte 9 of READ CD: the user data alone, or sync, header, data and EDC/ECC */
#define MAIN_CHANNEL_DATA 0x10
#define MAIN_CHANNEL_ALL  0xf8

static MmcSense
fail_at (MmcCommand *command, int64_t lba, MmcSense sense)
{
  command->has_error_lba = true;
  command->error_lba = lba;
  return sense;
}

/*
 * Every block must have been written. On a CD one that was not, such as a
 * run-out block behind a track at once, is no part of a track (5/64/00).
 */
static MmcSense
check_written (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;

  if (command->lba < 0
      || command->lba + (int64_t) command->n_blocks > (int64_t) mmc_readable_end (medium))
    return MMC_LBA_OUT_OF_RANGE;
  if (mmc_is_overwritable (medium))
    return MMC_GOOD;
  for (uint32_t i = 0; i < command->n_blocks; i++)
    {
      const MmcTrackStatus *track = mmc_track_at (medium, command->lba + i);

      if (track == NULL)
        return fail_at (command, command->lba + i,
                        mmc_is_cd (medium) ? MMC_ILLEGAL_MODE : MMC_UNREADABLE);
      if (track->audio && command->cdb[0] != 0xbe)
        return fail_at (command, command->lba + i, MMC_ILLEGAL_MODE);
    }
  return MMC_GOOD;
}

static void
account (MmcCommand *command, uint32_t n_blocks, size_t n_bytes)
{
  const MmcSettings *settings = &command->state->settings;

  command->n_bytes = n_bytes;
  command->state->n_blocks_read += n_blocks;
  command->delay_ns += (uint64_t) settings->read_us * n_blocks * 1000u;
  if (settings->read_kbps > 0)
    command->delay_ns += (uint64_t) n_bytes * 1000000u / settings->read_kbps;
}

MmcSense
mmc_read (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;
  size_t n_bytes = (size_t) command->n_blocks * MMC_BLOCK_SIZE;
  MmcSense sense;

  if (command->n_blocks == 0)
    return MMC_GOOD;
  sense = check_written (command);
  if (sense != MMC_GOOD)
    return sense;
  if (n_bytes > command->size)
    {
      command->mismatch = true;
      return MMC_GOOD;
    }
  if (!mmc_is_cd (medium))
    {
      if (!mmc_disc_read (command->drive, command->lba, command->data, n_bytes))
        return MMC_UNREADABLE;
    }
  else
    for (uint32_t i = 0; i < command->n_blocks; i++)
      if (!mmc_disc_read (command->drive, command->lba + i,
                          command->data + (size_t) i * MMC_BLOCK_SIZE, MMC_BLOCK_SIZE))
        return MMC_UNREADABLE;
  account (command, command->n_blocks, n_bytes);
  return MMC_GOOD;
}

/* A raw data sector: ECMA-130 14. Its error correction code is not made: zero. */
static void
put_frame (uint8_t *block, int64_t lba)
{
  memset (block + 1, 0xff, 10); /* sync: 00 FF × 10 00 */
  mmc_put_msf (block + 12, (int32_t) lba);
  for (int i = 12; i < 15; i++)
    block[i] = (uint8_t) (block[i] / 10 << 4 | block[i] % 10);
  block[15] = 1; /* mode */
}

static MmcSense
read_cd_block (MmcCommand *command, uint32_t index, size_t block_size)
{
  int64_t lba = command->lba + index;
  uint8_t expected = command->cdb[1] >> 2 & 0x07;
  uint8_t *block = command->data + index * block_size;
  const MmcTrackStatus *track = mmc_track_at (command->medium, lba);
  bool ok;

  /* 1: CD-DA, 2: mode 1; modes 2 (3 to 5) are not written by this drive */
  if (expected != 0 && expected != (track->audio ? 1 : 2))
    return fail_at (command, lba, MMC_ILLEGAL_MODE);
  if (track->audio != (block_size == MMC_CD_BLOCK_SIZE) && command->cdb[9] != MAIN_CHANNEL_ALL)
    return fail_at (command, lba, MMC_ILLEGAL_MODE);
  if (track->audio || block_size == MMC_BLOCK_SIZE)
    ok = mmc_disc_read (command->drive, lba, block, block_size);
  else
    {
      memset (block, 0, block_size);
      put_frame (block, lba);
      ok = mmc_disc_read (command->drive, lba, block + 16, MMC_BLOCK_SIZE);
    }
  return ok ? MMC_GOOD : fail_at (command, lba, MMC_UNREADABLE);
}

MmcSense
mmc_read_cd (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;
  uint8_t selection = command->cdb[9];
  const MmcTrackStatus *first;
  size_t block_size;
  MmcSense sense;

  if (!mmc_is_cd (medium))
    return MMC_INCOMPATIBLE_FORMAT;
  if ((selection != MAIN_CHANNEL_DATA && selection != MAIN_CHANNEL_ALL && selection != 0)
      || command->cdb[10] != 0 || (command->cdb[1] >> 2 & 0x07) > 5)
    return MMC_INVALID_FIELD_IN_CDB;
  if (command->n_blocks == 0 || selection == 0)
    return MMC_GOOD;
  sense = check_written (command);
  if (sense != MMC_GOOD)
    return sense;
  /* The user data of an audio block is the whole of it. */
  first = mmc_track_at (medium, command->lba);
  block_size = first->audio || selection == MAIN_CHANNEL_ALL ? MMC_CD_BLOCK_SIZE : MMC_BLOCK_SIZE;
  if (command->n_blocks * block_size > command->size)
    {
      command->mismatch = true;
      return MMC_GOOD;
    }
  for (uint32_t i = 0; i < command->n_blocks && sense == MMC_GOOD; i++)
    sense = read_cd_block (command, i, block_size);
  if (sense == MMC_GOOD)
    account (command, command->n_blocks, command->n_blocks * block_size);
  return sense;
}
