/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/*
 * Mode pages: 01h error recovery, 05h write parameters, 08h caching, 2Ah
 * capabilities. The first three can be changed.
 */

#define HEADER_SIZE     8
#define WRITE_PAGE_SIZE 52

/* Page 05h as MMC-6 7.5 has its defaults: TAO, data mode 1, 150 frames of pause. */
void
mmc_write_page_reset (MmcState *state)
{
  memset (state->write_page, 0, sizeof state->write_page);
  state->write_page[0] = 0x05;
  state->write_page[1] = WRITE_PAGE_SIZE - 2;
  state->write_page[2] = 0x41; /* BUFE, track at once */
  state->write_page[3] = 0x04;
  state->write_page[4] = 0x08;
  mmc_put_16 (state->write_page + 14, MMC_CD_PREGAP);
  state->sao_active = false;
  state->simulating = false;
  state->simulated_reserve = 0;
}

/* 0 packet or incremental, 1 track at once, 2 session or disc at once */
uint32_t
mmc_write_type (const MmcState *state)
{
  return state->write_page[2] & 0x0f;
}

/* The next session may be opened after this one is closed. */
bool
mmc_multi_session (const MmcState *state)
{
  return (state->write_page[3] & 0xc0) == 0xc0;
}

/* Only these media can be written without a laser; others ignore the bit. */
bool
mmc_test_write (const MmcState *state, const MmcMedium *medium)
{
  return (state->write_page[2] & 0x10) && (mmc_is_cd (medium) || mmc_is_dvd_sequential (medium));
}

static size_t
put_capabilities (const MmcCommand *command, uint8_t *page)
{
  uint32_t speeds[4] = { 0 };
  unsigned n_speeds = command->medium != NULL ? mmc_write_speeds (command->medium, speeds) : 0;
  uint32_t current = command->state->write_speed > 0 ? command->state->write_speed : speeds[0];

  memset (page, 0, 32);
  page[0] = 0x2a;
  page[2] = 0x3f; /* reads CD-R, CD-RW, method 2, DVD-ROM, DVD-R, DVD-RAM */
  page[3] = 0x37; /* writes CD-R, CD-RW, DVD-R, DVD-RAM; test write */
  page[4] = 0xf0; /* buffer underrun protection (MMC-3), multi-session, mode 2 forms 1 and 2 */
  page[5] = 0x03; /* CD-DA commands, accurate stream */
  page[6] = (uint8_t) (0x29 | (command->state->locked ? 0x02 : 0));
  mmc_put_16 (page + 8, speeds[0]);
  mmc_put_16 (page + 12, command->state->settings.buffer_kb);
  mmc_put_16 (page + 14, speeds[0]);
  mmc_put_16 (page + 18, speeds[0]);
  mmc_put_16 (page + 20, current);
  mmc_put_16 (page + 22, 1);
  mmc_put_16 (page + 28, current);
  mmc_put_16 (page + 30, n_speeds);
  for (unsigned i = 0; i < n_speeds; i++)
    {
      page[32 + 4 * i] = page[33 + 4 * i] = 0;
      mmc_put_16 (page + 34 + 4 * i, speeds[i]);
    }
  page[1] = (uint8_t) (30 + 4 * n_speeds);
  return page[1] + 2u;
}

/* Current, default and changeable values; nothing can be saved. */
static size_t
put_page (const MmcCommand *command, uint8_t number, uint8_t control, uint8_t *page)
{
  const MmcState *state = command->state;
  const uint8_t *source;
  size_t size;

  switch (number)
    {
    case 0x01:
      source = state->error_page;
      size = sizeof state->error_page;
      break;
    case 0x05:
      source = state->write_page;
      size = sizeof state->write_page;
      break;
    case 0x08:
      source = state->cache_page;
      size = sizeof state->cache_page;
      break;
    case 0x2a:
      size = put_capabilities (command, page);
      if (control == 1)
        memset (page + 2, 0, size - 2);
      return size;
    default:
      return 0;
    }
  memcpy (page, source, size);
  if (control == 1)
    memset (page + 2, 0xff, size - 2);
  return size;
}

MmcSense
mmc_mode_sense (MmcCommand *command)
{
  static const uint8_t all[] = { 0x01, 0x05, 0x08, 0x2a };
  uint8_t number = command->cdb[2] & 0x3f;
  uint8_t control = command->cdb[2] >> 6;
  uint8_t answer[256] = { 0 };
  size_t n_bytes = HEADER_SIZE;

  if (control == 3)
    return MMC_SAVING_NOT_SUPPORTED;
  for (size_t i = 0; i < sizeof all; i++)
    if (number == all[i] || number == 0x3f)
      n_bytes += put_page (command, all[i], control, answer + n_bytes);
  if (n_bytes == HEADER_SIZE)
    return MMC_INVALID_FIELD_IN_CDB;
  mmc_put_16 (answer, (uint32_t) n_bytes - 2);
  mmc_send (command, answer, n_bytes, mmc_get_16 (command->cdb + 7));
  return MMC_GOOD;
}

/*
 * What page 05h may say: which write types and data block types go together
 * on this disc.
 */
static MmcSense
check_write_page (const MmcMedium *medium, const uint8_t *page)
{
  uint8_t write_type = page[2] & 0x0f;
  uint8_t block_type = page[4] & 0x0f;
  uint8_t multi = page[3] >> 6;
  bool fixed_packet = page[3] & 0x20;
  bool ok;

  if (write_type > 2 || multi == 2)
    return MMC_INVALID_PARAMETER_VALUE;
  if (medium == NULL)
    return MMC_GOOD;
  if (mmc_is_cd (medium))
    {
      /* No packets on CD; a session at once takes its types from the cue sheet. */
      ok = !fixed_packet
           && ((write_type == 1 && (block_type == 0 || block_type == 8 || block_type == 10))
               || (write_type == 2 && (block_type == 0 || block_type == 8)));
      return ok ? MMC_GOOD : MMC_INVALID_PARAMETER_VALUE;
    }
  if (mmc_is_dvd_sequential (medium))
    {
      ok = block_type == 8 && write_type != 1 && (page[3] & 0x0f) == 5 && multi != 1
           && (!fixed_packet || (write_type == 0 && mmc_get_32 (page + 10) == 16));
      return ok ? MMC_GOOD : MMC_INVALID_PARAMETER_VALUE;
    }
  return MMC_GOOD;
}

static MmcSense
select_write_page (MmcCommand *command, const uint8_t *page)
{
  MmcState *state = command->state;
  MmcSense sense = check_write_page (command->medium, page);

  if (sense != MMC_GOOD)
    return sense;
  if (state->sao_started)
    return MMC_SEQUENCE_ERROR;
  memcpy (state->write_page, page, sizeof state->write_page);
  state->write_page[0] = 0x05;
  state->simulating = false;
  state->simulated_reserve = 0;
  state->sao_active = false;
  return MMC_GOOD;
}

/* Checks first and changes then: a list with one bad page changes nothing. */
static MmcSense
walk_pages (MmcCommand *command, bool apply)
{
  MmcState *state = command->state;
  size_t offset = HEADER_SIZE;

  while (offset < command->size)
    {
      const uint8_t *page = command->data + offset;
      size_t left = command->size - offset;
      uint8_t *target;
      size_t size;

      if (page[0] == 0x05)
        target = state->write_page, size = sizeof state->write_page;
      else if (page[0] == 0x01)
        target = state->error_page, size = sizeof state->error_page;
      else if (page[0] == 0x08)
        target = state->cache_page, size = sizeof state->cache_page;
      else
        return MMC_INVALID_FIELD_IN_LIST;
      if (left < 2 || left < size)
        return MMC_PARAMETER_LENGTH_ERROR;
      if (page[1] != size - 2)
        return MMC_INVALID_FIELD_IN_LIST;
      if (page[0] == 0x05)
        {
          MmcSense sense =
              apply ? select_write_page (command, page) : check_write_page (command->medium, page);
          if (sense != MMC_GOOD)
            return sense;
        }
      else if (apply)
        memcpy (target, page, size);
      offset += size;
    }
  return MMC_GOOD;
}

MmcSense
mmc_mode_select (MmcCommand *command)
{
  size_t length = mmc_get_16 (command->cdb + 7);
  MmcSense sense;

  if (!(command->cdb[1] & 0x10)) /* PF: pages as the standard has them */
    return MMC_INVALID_FIELD_IN_CDB;
  if (length == 0 && command->size == 0)
    return MMC_GOOD;
  if (length != command->size || length < HEADER_SIZE)
    return MMC_PARAMETER_LENGTH_ERROR;
  /* SPC-3 7.4.3: the length is reserved here; MMC has no block descriptors. */
  for (size_t i = 0; i < HEADER_SIZE; i++)
    if (command->data[i] != 0)
      return MMC_INVALID_FIELD_IN_LIST;
  sense = walk_pages (command, false);
  if (sense == MMC_GOOD)
    sense = walk_pages (command, true);
  if (sense == MMC_GOOD)
    command->n_bytes = length;
  return sense;
}
