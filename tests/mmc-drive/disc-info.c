/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/* READ DISC INFORMATION and READ TRACK INFORMATION. */

/* State of the last session (MMC-6, READ DISC INFORMATION) */
enum
{
  SESSION_EMPTY = 0,
  SESSION_INCOMPLETE = 1,
  SESSION_COMPLETE = 3,
};

typedef struct
{
  uint8_t disc_status;
  uint8_t session_status;
  uint32_t n_sessions;
  uint32_t first_track, last_track; /* of the last session */
} Summary;

static Summary
summarize_overwritable (const MmcMedium *medium)
{
  Summary summary = { .n_sessions = 1, .first_track = 1, .last_track = 1 };

  if (medium->profile == MMC_PROFILE_DVD_RAM)
    summary.disc_status = MMC_DISC_OTHER;
  else if (medium->intermediate)
    summary.disc_status = MMC_DISC_APPENDABLE;
  else if (medium->formatted)
    summary.disc_status = MMC_DISC_COMPLETE;
  if (medium->intermediate)
    summary.session_status = SESSION_INCOMPLETE;
  else if (medium->formatted)
    summary.session_status = SESSION_COMPLETE;
  return summary;
}

static Summary
summarize (MmcMedium *medium)
{
  Summary summary = { .disc_status = medium->status };
  bool complete = medium->status == MMC_DISC_COMPLETE;
  uint32_t session = medium->n_sessions + (complete ? 0 : 1);

  if (mmc_is_overwritable (medium))
    return summarize_overwritable (medium);

  summary.n_sessions = session > 0 ? session : 1;
  /* The invisible track counts, and belongs to the session that is open. */
  summary.last_track = medium->n_tracks;
  if (!complete && mmc_open_track (medium) == NULL)
    summary.last_track++;
  summary.first_track = summary.last_track;
  for (uint32_t i = medium->n_tracks; i-- > 0;)
    if (medium->tracks[i].session == session)
      summary.first_track = i + 1;
  if (complete)
    summary.session_status = SESSION_COMPLETE;
  else if (summary.first_track <= medium->n_tracks || (medium->quirks & MMC_QUIRK_OPEN_SESSION))
    summary.session_status = SESSION_INCOMPLETE;
  return summary;
}

/* Where the next session's lead-in and the last lead-out can be. */
static void
put_lead_in_and_out (const MmcMedium *medium, uint8_t *answer)
{
  if (mmc_is_cd_recordable (medium))
    {
      int32_t lead_in = MMC_CD_LEAD_IN;

      if (medium->status == MMC_DISC_COMPLETE)
        {
          memset (answer + 16, 0xff, 8);
          return;
        }
      if (medium->n_sessions > 0)
        lead_in =
            mmc_lead_out (medium, medium->n_sessions) + (medium->n_sessions == 1 ? 6750 : 2250);
      mmc_put_msf (answer + 17, lead_in);
      mmc_put_msf (answer + 21, (int32_t) medium->capacity);
    }
  else if (mmc_is_sequential (medium) && medium->status == MMC_DISC_BLANK)
    mmc_put_32 (answer + 20, mmc_usable_blocks (medium));
}

MmcSense
mmc_read_disc_information (MmcCommand *command)
{
  MmcMedium *medium = command->medium;
  Summary summary = summarize (medium);
  uint8_t answer[34] = { 0 };

  /* Track resources and POW resources (1, 2) are not there. */
  if (command->cdb[1] & 0x07)
    return MMC_INVALID_FIELD_IN_CDB;
  mmc_put_16 (answer, sizeof answer - 2);
  answer[2] = (uint8_t) (summary.disc_status | summary.session_status << 2
                         | (mmc_is_rewritable (medium) ? 0x10 : 0));
  answer[3] = 1;
  answer[4] = summary.n_sessions & 0xff;
  answer[5] = summary.first_track & 0xff;
  answer[6] = summary.last_track & 0xff;
  answer[7] = medium->background;
  answer[8] = mmc_is_cd (medium) && medium->status == MMC_DISC_BLANK ? 0xff : 0;
  answer[9] = summary.n_sessions >> 8 & 0xff;
  answer[10] = summary.first_track >> 8 & 0xff;
  answer[11] = summary.last_track >> 8 & 0xff;
  put_lead_in_and_out (medium, answer);
  mmc_send (command, answer, sizeof answer, mmc_get_16 (command->cdb + 7));
  return MMC_GOOD;
}

/* Byte positions: MMC-6, READ TRACK INFORMATION, track information block */
typedef struct
{
  uint32_t number, session;
  uint8_t mode;  /* byte 5 */
  uint8_t flags; /* byte 6: RT 80h, blank 40h, packet 20h, FP 10h; data mode */
  bool has_nwa, has_last;
  int32_t start, nwa;
  uint32_t free, size, last;
} TrackBlock;

static void
send_track_block (MmcCommand *command, const TrackBlock *block)
{
  const MmcMedium *medium = command->medium;
  uint8_t answer[48] = { 0 };

  mmc_put_16 (answer, sizeof answer - 2);
  answer[2] = block->number & 0xff;
  answer[3] = block->session & 0xff;
  answer[5] = block->mode;
  answer[6] = block->flags;
  answer[7] = (uint8_t) ((block->has_nwa ? 0x01 : 0) | (block->has_last ? 0x02 : 0));
  mmc_put_32 (answer + 8, (uint32_t) block->start);
  if (block->has_nwa)
    mmc_put_32 (answer + 12, (uint32_t) block->nwa);
  mmc_put_32 (answer + 16, block->free);
  mmc_put_32 (answer + 20, mmc_is_cd (medium) || mmc_is_bd_r (medium) ? 0 : 16);
  mmc_put_32 (answer + 24, block->size);
  if (block->has_last)
    mmc_put_32 (answer + 28, block->last);
  answer[32] = block->number >> 8 & 0xff;
  answer[33] = block->session >> 8 & 0xff;
  mmc_send (command, answer, sizeof answer, mmc_get_16 (command->cdb + 7));
}

static void
send_overwritable_track (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;
  TrackBlock block = { .number = 1, .session = 1, .mode = 4, .flags = 1 };

  block.size = mmc_readable_end (medium);
  block.free = medium->intermediate ? medium->formatted_blocks - medium->written_end : 0;
  block.has_nwa = medium->intermediate;
  block.nwa = (int32_t) medium->written_end;
  block.has_last = medium->written_end > 0;
  block.last = medium->written_end - 1;
  send_track_block (command, &block);
}

/* A disc that the drive cannot write still has one track to tell about. */
static void
send_foreign_track (MmcCommand *command)
{
  TrackBlock block = { .number = 1, .session = 1, .mode = 4, .flags = 0x41 };

  block.size = mmc_usable_blocks (command->medium);
  send_track_block (command, &block);
}

static void
send_invisible_track (MmcCommand *command)
{
  MmcMedium *medium = command->medium;
  int32_t start = mmc_invisible_start (medium);
  int32_t nwa = mmc_next_writable (command->state, medium);
  int64_t room = (int64_t) mmc_usable_blocks (medium) - nwa;
  TrackBlock block = { .number = medium->n_tracks + 1, .session = medium->n_sessions + 1 };

  block.mode = 4;
  block.flags = 0x41;
  block.start = start;
  block.free = block.size = room > 0 ? (uint32_t) room : 0;
  block.has_nwa = true;
  block.nwa = nwa;
  if ((medium->quirks & MMC_QUIRK_NWA_PREGAP) && mmc_is_cd (medium) && nwa == 0)
    block.nwa = -MMC_CD_PREGAP;
  if (medium->quirks & MMC_QUIRK_DAMAGED_TRACK)
    block.mode |= 0x20;
  send_track_block (command, &block);
}

static void
send_track (MmcCommand *command, uint32_t number)
{
  const MmcMedium *medium = command->medium;
  const MmcTrackStatus *track = &medium->tracks[number - 1];
  TrackBlock block = { .number = number, .session = track->session, .start = track->start };
  int32_t nwa = track->start + (int32_t) track->n_written;
  int32_t limit = (int32_t) mmc_usable_blocks (medium);

  block.mode = (uint8_t) (track->control | (track->damaged ? 0x20 : 0));
  block.flags = track->audio ? 0 : 1;
  if (track->complete)
    {
      bool run_out = track->run_out && !(medium->quirks & MMC_QUIRK_NO_RUN_OUT);

      block.size = track->n_blocks + (run_out ? 2 : 0);
      block.has_last = true;
      block.last = (uint32_t) track->start + track->n_blocks - 1;
    }
  else
    {
      if (track->reserved)
        {
          block.flags |= 0x80;
          limit = track->start + (int32_t) track->n_blocks;
        }
      block.has_nwa = true;
      block.nwa = nwa;
      block.free = limit > nwa ? (uint32_t) (limit - nwa) : 0;
      block.size = (uint32_t) (limit - track->start);
    }
  send_track_block (command, &block);
}

/* Finds the number of the track that is asked for; 0 when there is none. */
static uint32_t
find_track (MmcMedium *medium, uint8_t address_type, uint32_t address)
{
  bool open = medium->status != MMC_DISC_COMPLETE && mmc_open_track (medium) == NULL;
  uint32_t last = medium->n_tracks + (open && mmc_is_sequential (medium) ? 1 : 0);

  switch (address_type)
    {
    case 0: /* LBA */
      for (uint32_t i = 0; i < medium->n_tracks; i++)
        if (address < (uint32_t) medium->tracks[i].start + medium->tracks[i].n_blocks)
          return i + 1;
      return address < mmc_usable_blocks (medium) ? last : 0;
    case 1: /* track; FFh is the one that can be written */
      if (address == 0xff && medium->status != MMC_DISC_COMPLETE)
        return last;
      return address <= last ? address : 0;
    default: /* session: its first track */
      for (uint32_t i = 0; i < medium->n_tracks; i++)
        if (medium->tracks[i].session == address)
          return i + 1;
      return address == medium->n_sessions + 1 ? last : 0;
    }
}

MmcSense
mmc_read_track_information (MmcCommand *command)
{
  MmcMedium *medium = command->medium;
  uint8_t address_type = command->cdb[1] & 0x03;
  uint32_t address = mmc_get_32 (command->cdb + 2);
  uint32_t number;

  if (address_type == 3)
    return MMC_INVALID_FIELD_IN_CDB;
  if (mmc_is_overwritable (medium) || mmc_is_foreign (medium))
    {
      bool foreign = mmc_is_foreign (medium);
      uint32_t end = foreign ? mmc_usable_blocks (medium) : mmc_readable_end (medium);

      /* FFh names an invisible track, which these media lack. */
      if (address_type == 0 ? address >= end : address != 1)
        return MMC_INVALID_FIELD_IN_CDB;
      if (foreign)
        send_foreign_track (command);
      else
        send_overwritable_track (command);
      return MMC_GOOD;
    }
  number = find_track (medium, address_type, address);
  if (number == 0)
    return MMC_INVALID_FIELD_IN_CDB;
  if (number > medium->n_tracks)
    send_invisible_track (command);
  else
    send_track (command, number);
  return MMC_GOOD;
}
