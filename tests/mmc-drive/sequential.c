/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/*
 * Media that are written from the inside to the outside: tracks, sessions and
 * the one address where writing may go on. A disc has at most one open track
 * (being written, or reserved), and it is the last; behind the last track lies
 * the invisible one, where the next begins.
 *
 * The session in progress is n_sessions + 1.
 */

/* Shortest CD track: 4 seconds (ECMA-130; MMC-6, CLOSE TRACK SESSION). */
#define CD_SHORTEST_TRACK 300

MmcTrackStatus *
mmc_open_track (MmcMedium *medium)
{
  MmcTrackStatus *last;

  if (medium->n_tracks == 0)
    return NULL;
  last = &medium->tracks[medium->n_tracks - 1];
  return last->complete ? NULL : last;
}

/* CD: 99 tracks; elsewhere as many as the state has room for. */
MmcTrackStatus *
mmc_start_track (MmcMedium *medium, int32_t start)
{
  uint32_t limit = mmc_is_cd (medium) ? 99 : MMC_MAX_TRACKS;
  MmcTrackStatus *track;

  if (medium->n_tracks >= limit)
    return NULL;
  track = &medium->tracks[medium->n_tracks++];
  memset (track, 0, sizeof *track);
  track->start = start;
  track->session = (uint16_t) (medium->n_sessions + 1);
  track->control = 4;
  if (medium->status == MMC_DISC_BLANK)
    medium->status = MMC_DISC_APPENDABLE;
  return track;
}

/*
 * Blocks that a closed session costs before the next can begin: lead-out and
 * lead-in on a CD (1:30 + 1:00, later 0:30 + 1:00 and a pregap), border-out and
 * border-in on a DVD-R, closure and intro on a DVD+R. A BD-R needs none.
 */
static int32_t
session_gap (const MmcMedium *medium)
{
  bool first = medium->n_sessions <= 1;

  if (mmc_is_cd (medium))
    return first ? 11400 : 6900;
  if (mmc_is_dvd_sequential (medium))
    return first ? 28672 : 9216;
  return mmc_is_dvd_plus_r (medium) ? 4096 : 0;
}

static int32_t
round_up (int32_t blocks, uint32_t step)
{
  return (int32_t) (((uint32_t) blocks + step - 1) / step * step);
}

int32_t
mmc_invisible_start (const MmcMedium *medium)
{
  const MmcTrackStatus *last;
  bool same_session;
  int32_t end;

  if (medium->n_tracks == 0)
    return 0;
  last = &medium->tracks[medium->n_tracks - 1];
  same_session = last->session > medium->n_sessions;
  end = last->start + (int32_t) last->n_blocks;
  if (mmc_is_cd (medium))
    {
      if (last->run_out)
        end += 2;
      return end + (same_session ? MMC_CD_PREGAP : session_gap (medium));
    }
  if (!same_session)
    end += session_gap (medium);
  else if (mmc_is_dvd_sequential (medium))
    end += 16; /* linking loss between tracks */
  return round_up (end, mmc_ecc_blocks (medium));
}

int32_t
mmc_next_writable (const MmcState *state, MmcMedium *medium)
{
  const MmcTrackStatus *track = mmc_open_track (medium);

  if (state->simulating)
    return state->simulated_nwa;
  if (track != NULL)
    return track->start + (int32_t) track->n_written;
  return mmc_invisible_start (medium);
}

/* Blocks for user data: what the spare areas of a BD-R leave. */
uint32_t
mmc_usable_blocks (const MmcMedium *medium)
{
  return mmc_is_bd_r (medium) && medium->formatted ? medium->formatted_blocks : medium->capacity;
}

/* The two run-out blocks of a TAO track count as part of the session. */
static int32_t
track_end (const MmcMedium *medium, const MmcTrackStatus *track)
{
  bool counts = track->run_out && !(medium->quirks & MMC_QUIRK_NO_RUN_OUT);

  return track->start + (int32_t) track->n_blocks + (counts ? 2 : 0);
}

int32_t
mmc_lead_out (const MmcMedium *medium, uint32_t session)
{
  int32_t end = 0;

  for (uint32_t i = 0; i < medium->n_tracks; i++)
    if (medium->tracks[i].session == session)
      end = track_end (medium, &medium->tracks[i]);
  return end;
}

/* READ CAPACITY + 1. On a CD only closed sessions count. */
uint32_t
mmc_readable_end (const MmcMedium *medium)
{
  int32_t end = 0;

  if (mmc_is_overwritable (medium))
    {
      if (medium->intermediate)
        return medium->written_end;
      return medium->formatted || medium->background != MMC_BACKGROUND_NONE
                 ? medium->formatted_blocks
                 : 0;
    }
  if (mmc_is_rom (medium))
    return medium->capacity;
  for (uint32_t i = 0; i < medium->n_tracks; i++)
    {
      const MmcTrackStatus *track = &medium->tracks[i];

      if (track->complete && (!mmc_is_cd (medium) || track->session <= medium->n_sessions))
        end = track_end (medium, track);
      else if (!track->complete && !mmc_is_cd (medium))
        end = track->start + (int32_t) track->n_written;
    }
  return (uint32_t) end;
}

/* The track whose written blocks include @lba, or NULL. */
const MmcTrackStatus *
mmc_track_at (const MmcMedium *medium, int64_t lba)
{
  for (uint32_t i = 0; i < medium->n_tracks; i++)
    {
      const MmcTrackStatus *track = &medium->tracks[i];
      uint32_t size = track->complete ? track->n_blocks : track->n_written;

      if (lba >= track->start && lba < (int64_t) track->start + size)
        return track;
    }
  return NULL;
}

/*
 * Completes the open track. A reserved one is padded to its size, others to
 * whole ECC blocks, a CD track to 4 seconds; an empty one vanishes. On a
 * pressed disc the track ends where its data does.
 */
void
mmc_close_track (MmcMedium *medium)
{
  MmcTrackStatus *track = mmc_open_track (medium);

  if (track == NULL)
    return;
  if (mmc_is_rom (medium))
    track->n_blocks = track->n_written;
  else if (!track->reserved)
    track->n_blocks = (uint32_t) round_up ((int32_t) track->n_written, mmc_ecc_blocks (medium));
  if (track->n_blocks == 0)
    {
      medium->n_tracks--;
      return;
    }
  if (mmc_is_cd_recordable (medium) && track->n_blocks < CD_SHORTEST_TRACK)
    track->n_blocks = CD_SHORTEST_TRACK;
  track->n_written = track->n_blocks;
  track->complete = true;
  track->reserved = false;
}

void
mmc_close_session (MmcMedium *medium, bool finalize)
{
  const MmcTrackStatus *last = medium->n_tracks > 0 ? &medium->tracks[medium->n_tracks - 1] : NULL;

  if (last != NULL && last->session > medium->n_sessions)
    medium->n_sessions++;
  if (finalize)
    medium->status = MMC_DISC_COMPLETE;
  else if (medium->n_sessions > 0)
    medium->status = MMC_DISC_APPENDABLE;
}

void
mmc_make_blank (MmcMedium *medium)
{
  medium->status = MMC_DISC_BLANK;
  medium->n_sessions = 0;
  medium->n_tracks = 0;
  medium->written_end = 0;
  medium->n_cd_text_bytes = 0;
  memset (medium->tracks, 0, sizeof medium->tracks);
}
