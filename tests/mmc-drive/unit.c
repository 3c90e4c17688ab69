/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"
#include "system.h"

#include <string.h>

/* The commands of any drive: identity, readiness, tray, events. */

MmcSense
mmc_test_unit_ready (MmcCommand *command)
{
  (void) command; /* the general rules have said it all */
  return MMC_GOOD;
}

/*
 * Tells and takes a pending unit attention, or the progress of an operation
 * (SPC-3 6.27).
 */
MmcSense
mmc_request_sense (MmcCommand *command)
{
  MmcState *state = command->state;
  uint8_t sense[MMC_SENSE_SIZE] = { 0x70, 0, 0, 0, 0, 0, 0, MMC_SENSE_SIZE - 8 };
  MmcSense code = MMC_GOOD;

  if (mmc_is_busy (state))
    {
      uint64_t total = state->busy_end_ns - state->busy_start_ns;
      uint64_t passed = mmc_sys_now_ns () - state->busy_start_ns;

      code = state->busy_sense;
      sense[15] = 0x80;
      mmc_put_16 (sense + 16, passed >= total ? 65535 : (uint32_t) (passed * 65535 / total));
    }
  else if (state->attention != MMC_GOOD)
    {
      code = state->attention;
      state->attention = MMC_GOOD;
    }
  sense[2] = (uint8_t) MMC_SENSE_KEY (code);
  sense[12] = (uint8_t) MMC_SENSE_ASC (code);
  sense[13] = (uint8_t) MMC_SENSE_ASCQ (code);
  mmc_send (command, sense, sizeof sense, command->cdb[4]);
  return MMC_GOOD;
}

static void
put_text (uint8_t *field, size_t size, const char *text)
{
  size_t length = strlen (text);

  memset (field, ' ', size);
  memcpy (field, text, length < size ? length : size);
}

/* SPC-3 7.6: supported pages, unit serial number, device identification */
static MmcSense
send_vital_page (MmcCommand *command)
{
  static const uint8_t pages[] = { 0x00, 0x80, 0x83 };
  const MmcState *state = command->state;
  uint8_t answer[64] = { 0x05, command->cdb[2] };
  size_t n_bytes = 4;

  switch (command->cdb[2])
    {
    case 0x00:
      memcpy (answer + 4, pages, sizeof pages);
      n_bytes += sizeof pages;
      break;
    case 0x80:
      put_text (answer + 4, 16, state->serial);
      n_bytes += 16;
      break;
    case 0x83:
      answer[4] = 0x02; /* ASCII */
      answer[5] = 0x01; /* T10 vendor identification */
      answer[7] = 40;
      put_text (answer + 8, 8, state->vendor);
      put_text (answer + 16, 16, state->product);
      put_text (answer + 32, 16, state->serial);
      n_bytes += 44;
      break;
    default:
      return MMC_INVALID_FIELD_IN_CDB;
    }
  mmc_put_16 (answer + 2, (uint32_t) n_bytes - 4);
  mmc_send (command, answer, n_bytes, mmc_get_16 (command->cdb + 3));
  return MMC_GOOD;
}

MmcSense
mmc_inquiry (MmcCommand *command)
{
  const MmcState *state = command->state;
  uint8_t answer[96] = { 0x05, 0x80, 0x05, 0x02, sizeof answer - 5 };

  if (command->cdb[1] & 0x01)
    return send_vital_page (command);
  if (command->cdb[2] != 0)
    return MMC_INVALID_FIELD_IN_CDB;
  put_text (answer + 8, 8, state->vendor);
  put_text (answer + 16, 16, state->product);
  put_text (answer + 32, 4, state->revision);
  mmc_put_16 (answer + 58, 0x0320); /* SBC-2 */
  mmc_put_16 (answer + 60, 0x0300); /* SPC-3 */
  mmc_put_16 (answer + 62, 0x04e0); /* MMC-6 */
  mmc_send (command, answer, sizeof answer, mmc_get_16 (command->cdb + 3));
  return MMC_GOOD;
}

MmcSense
mmc_start_stop_unit (MmcCommand *command)
{
  MmcState *state = command->state;
  uint8_t power = command->cdb[4] >> 4;

  if (power != 0)
    {
      /* Active, idle, standby and sleep exist, but do not move the tray. */
      bool known = power == 1 || power == 2 || power == 3 || power == 5;

      return known && (command->cdb[4] & 0x03) == 0 ? MMC_GOOD : MMC_INVALID_FIELD_IN_CDB;
    }
  switch (command->cdb[4] & 0x03)
    {
    case 0x01: /* start */
      if (command->medium == NULL)
        return state->tray_open ? MMC_NO_MEDIUM_TRAY_OPEN : MMC_NO_MEDIUM;
      break;
    case 0x02: /* eject */
      if (state->locked && !state->tray_open)
        return MMC_REMOVAL_PREVENTED;
      if (command->medium != NULL)
        mmc_flush (command->drive, command->medium);
      if (!state->tray_open)
        {
          state->tray_open = true;
          state->media_event = 3; /* MediaRemoval */
          state->generation++;
        }
      break;
    case 0x03: /* load */
      if (state->tray_open)
        {
          mmc_disc_load (state);
          state->generation++;
        }
      break;
    default: /* stop */
      break;
    }
  return MMC_GOOD;
}

MmcSense
mmc_prevent_allow (MmcCommand *command)
{
  command->state->locked = (command->cdb[4] & 0x03) != 0;
  return MMC_GOOD;
}

/*
 * Events of media (class 4); operational changes (1) and power (2) never
 * happen. The drive does not call by itself, so it must be polled.
 */
MmcSense
mmc_get_event_status (MmcCommand *command)
{
  MmcState *state = command->state;
  uint8_t wanted = command->cdb[4];
  uint8_t answer[8] = { 0, 6, 0, 0x16 };

  if (!(command->cdb[1] & 0x01))
    return MMC_INVALID_FIELD_IN_CDB;
  if (wanted & 0x10)
    {
      answer[2] = 4;
      answer[4] = state->media_event;
      answer[5] = (uint8_t) ((state->tray_open ? 0x01 : 0)
                             | (state->present && !state->tray_open ? 0x02 : 0));
      state->media_event = 0;
    }
  else if (wanted & 0x02)
    answer[2] = 1;
  else if (wanted & 0x04)
    {
      answer[2] = 2;
      answer[5] = 1; /* active */
    }
  else
    {
      answer[1] = 2;
      answer[2] = 0x80; /* no event available */
    }
  mmc_send (command, answer, (size_t) answer[1] + 2, mmc_get_16 (command->cdb + 7));
  return MMC_GOOD;
}

MmcSense
mmc_mechanism_status (MmcCommand *command)
{
  const MmcState *state = command->state;
  uint8_t answer[8] = { 0 };

  answer[1] = state->tray_open ? 0x10 : 0;
  mmc_send (command, answer, sizeof answer, mmc_get_16 (command->cdb + 8));
  return MMC_GOOD;
}
