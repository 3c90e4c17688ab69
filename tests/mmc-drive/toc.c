/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/* READ TOC/PMA/ATIP and READ CAPACITY. */

/* Full: 11 bytes for each track and 33 for each session */
#define TOC_SIZE 8192

typedef struct
{
  const MmcMedium *medium;
  bool msf;
  uint8_t start; /* first track, or session, that is wanted */
  uint8_t bytes[TOC_SIZE];
  size_t n_bytes;
} Toc;

static void
put_address (const Toc *toc, uint8_t *field, int32_t lba)
{
  if (toc->msf)
    {
      field[0] = 0;
      mmc_put_msf (field + 1, lba);
    }
  else
    mmc_put_32 (field, (uint32_t) lba);
}

static void
add_track (Toc *toc, uint8_t control, uint8_t number, int32_t lba)
{
  uint8_t *entry = toc->bytes + toc->n_bytes;

  if (number < toc->start)
    return;
  entry[1] = 0x10 | control; /* ADR 1: position */
  entry[2] = number;
  put_address (toc, entry + 4, lba);
  toc->n_bytes += 8;
}

/* Format 0: the tracks of the closed sessions and the last lead-out */
static MmcSense
build_tracks (Toc *toc)
{
  const MmcMedium *medium = toc->medium;
  uint8_t last = 0;

  toc->bytes[2] = 1;
  if (mmc_is_overwritable (medium))
    {
      toc->bytes[3] = 1;
      if (toc->start > 1 && toc->start != 0xaa)
        return MMC_INVALID_FIELD_IN_CDB;
      add_track (toc, 4, 1, 0);
      add_track (toc, 4, 0xaa, (int32_t) mmc_readable_end (medium));
      return MMC_GOOD;
    }
  for (uint32_t i = 0; i < medium->n_tracks; i++)
    if (medium->tracks[i].session <= medium->n_sessions)
      last = (uint8_t) (i + 1);
  if (toc->start > last && toc->start != 0xaa)
    return MMC_INVALID_FIELD_IN_CDB;
  toc->bytes[3] = last;
  for (uint8_t i = 0; i < last; i++)
    add_track (toc, medium->tracks[i].control, (uint8_t) (i + 1), medium->tracks[i].start);
  add_track (toc, medium->tracks[last - 1].control, 0xaa,
             mmc_lead_out (medium, medium->n_sessions));
  return MMC_GOOD;
}

/* Format 1: where the last closed session begins */
static MmcSense
build_sessions (Toc *toc)
{
  const MmcMedium *medium = toc->medium;

  toc->bytes[2] = 1;
  toc->bytes[3] = mmc_is_overwritable (medium) ? 1 : (uint8_t) medium->n_sessions;
  toc->start = 0;
  if (mmc_is_overwritable (medium))
    add_track (toc, 4, 1, 0);
  else
    for (uint32_t i = 0; i < medium->n_tracks && toc->n_bytes == 4; i++)
      if (medium->tracks[i].session == medium->n_sessions)
        add_track (toc, medium->tracks[i].control, (uint8_t) (i + 1), medium->tracks[i].start);
  return MMC_GOOD;
}

static void
add_full_entry (Toc *toc,
                uint32_t session,
                uint8_t control,
                uint8_t point,
                const uint8_t address[3])
{
  uint8_t *entry = toc->bytes + toc->n_bytes;

  entry[0] = (uint8_t) session;
  entry[1] = 0x10 | control;
  entry[3] = point;
  memcpy (entry + 8, address, 3);
  toc->n_bytes += 11;
}

static void
add_full_session (Toc *toc, uint32_t session)
{
  const MmcMedium *medium = toc->medium;
  uint32_t first = 0, last = 0;
  uint8_t address[3] = { 0 };

  for (uint32_t i = 0; i < medium->n_tracks; i++)
    if (medium->tracks[i].session == session)
      {
        first = first == 0 ? i + 1 : first;
        last = i + 1;
      }
  if (first == 0)
    return;
  address[0] = (uint8_t) first;
  add_full_entry (toc, session, medium->tracks[first - 1].control, 0xa0, address);
  address[0] = (uint8_t) last;
  add_full_entry (toc, session, medium->tracks[last - 1].control, 0xa1, address);
  mmc_put_msf (address, mmc_lead_out (medium, session));
  add_full_entry (toc, session, medium->tracks[last - 1].control, 0xa2, address);
  for (uint32_t number = first; number <= last; number++)
    {
      mmc_put_msf (address, medium->tracks[number - 1].start);
      add_full_entry (toc, session, medium->tracks[number - 1].control, (uint8_t) number, address);
    }
}

/* Format 2: the Q subchannel of all lead-ins, a thing that only a CD has */
static MmcSense
build_full (Toc *toc)
{
  const MmcMedium *medium = toc->medium;

  if (!mmc_is_cd (medium) || toc->start > medium->n_sessions)
    return MMC_INVALID_FIELD_IN_CDB;
  toc->bytes[2] = 1;
  toc->bytes[3] = (uint8_t) medium->n_sessions;
  for (uint32_t session = toc->start > 0 ? toc->start : 1; session <= medium->n_sessions; session++)
    add_full_session (toc, session);
  return MMC_GOOD;
}

/* Format 4: what is pressed into the groove of an unwritten CD */
static MmcSense
build_atip (Toc *toc)
{
  const MmcMedium *medium = toc->medium;
  bool rewritable = medium->profile == MMC_PROFILE_CD_RW;
  uint8_t *atip = toc->bytes + 4;

  if (!mmc_is_cd_recordable (medium))
    return MMC_INVALID_FIELD_IN_CDB;
  atip[0] = 0xd0;                                       /* indicative writing power */
  atip[2] = (uint8_t) (0x80 | (rewritable ? 0x44 : 0)); /* disc type, A1 valid */
  mmc_put_msf (atip + 4, MMC_CD_LEAD_IN);
  mmc_put_msf (atip + 8, (int32_t) medium->capacity);
  atip[12] = rewritable ? 0x24 : 0; /* A1: speeds */
  toc->n_bytes += 24;
  return MMC_GOOD;
}

MmcSense
mmc_read_toc (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;
  uint8_t format = command->cdb[2] & 0x0f;
  Toc toc = {
    .medium = medium,
    .msf = command->cdb[1] & 0x02,
    .start = command->cdb[6],
    .n_bytes = 4,
  };
  MmcSense sense;

  if (format == 4)
    sense = build_atip (&toc);
  else if (format > 2) /* PMA and CD-TEXT are not kept */
    sense = MMC_INVALID_FIELD_IN_CDB;
  else if (mmc_is_foreign (medium)
           || (mmc_is_overwritable (medium) ? mmc_readable_end (medium) == 0
                                            : medium->n_sessions == 0))
    sense = MMC_NO_TOC;
  else if (format == 0)
    sense = build_tracks (&toc);
  else
    sense = format == 1 ? build_sessions (&toc) : build_full (&toc);
  if (sense != MMC_GOOD)
    return sense;
  mmc_put_16 (toc.bytes, (uint32_t) toc.n_bytes - 2);
  mmc_send (command, toc.bytes, toc.n_bytes, mmc_get_16 (command->cdb + 7));
  return MMC_GOOD;
}

/* A disc without anything to read says 0, which is one block too much. */
MmcSense
mmc_read_capacity (MmcCommand *command)
{
  uint32_t end = mmc_readable_end (command->medium);
  uint8_t answer[8];

  mmc_put_32 (answer, end > 0 ? end - 1 : 0);
  mmc_put_32 (answer + 4, MMC_BLOCK_SIZE);
  mmc_send (command, answer, sizeof answer, sizeof answer);
  return MMC_GOOD;
}
