/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"
#include "system.h"

#include <errno.h>
#include <string.h>

/* The way of a command: scripted fault, general rules, its handler, the log. */

/* host_status of SG_IO (Linux, include/scsi/scsi_status.h): DID_ERROR */
#define HOST_ERROR 7

/* Answers @bytes, as far as the allocation length lets it. */
void
mmc_send (MmcCommand *command, const uint8_t *bytes, size_t n_bytes, size_t allocation)
{
  if (n_bytes > allocation)
    n_bytes = allocation;
  if (n_bytes > command->size)
    {
      command->mismatch = true;
      n_bytes = command->size;
    }
  if (n_bytes > 0)
    memcpy (command->data, bytes, n_bytes);
  command->n_bytes = n_bytes;
}

/*
 * An operation that takes @ms: with the Immed bit it goes on behind the
 * command's back, without it the command lasts as long.
 */
void
mmc_begin_operation (MmcCommand *command, bool immediate, uint32_t ms, MmcSense busy)
{
  MmcState *state = command->state;
  uint64_t duration = ms * UINT64_C (1000000);

  if (!immediate)
    command->delay_ns += duration;
  else if (ms > 0)
    {
      state->busy_start_ns = mmc_sys_now_ns ();
      state->busy_end_ns = state->busy_start_ns + duration;
      state->busy_sense = busy;
    }
}

/* A CDB must have its length, no reserved bit, and data in its direction. */
static MmcSense
check_cdb (const MmcOperation *operation, const uint8_t *cdb, size_t length)
{
  if (length < operation->length)
    return MMC_INVALID_FIELD_IN_CDB;
  for (size_t i = 0; i < length; i++)
    {
      uint8_t allowed = i < operation->length ? operation->allowed[i] : 0;

      if (cdb[i] & ~allowed)
        return MMC_INVALID_FIELD_IN_CDB;
    }
  return MMC_GOOD;
}

static MmcSense
check_readiness (MmcCommand *command, const MmcOperation *operation)
{
  MmcState *state = command->state;

  if (state->attention != MMC_GOOD && !(operation->flags & MMC_WITH_ATTENTION))
    {
      MmcSense attention = state->attention;

      state->attention = MMC_GOOD;
      return attention;
    }
  if (!mmc_is_busy (state))
    state->busy_end_ns = 0;
  else if (!(operation->flags & MMC_WHEN_BUSY))
    return state->busy_sense;
  if ((operation->flags & MMC_NEEDS_MEDIUM) && command->medium == NULL)
    return state->tray_open ? MMC_NO_MEDIUM_TRAY_OPEN : MMC_NO_MEDIUM;
  return MMC_GOOD;
}

/* Drives before MMC-2 had no GET CONFIGURATION, some bridges lack others. */
static bool
is_missing_by_quirk (const MmcCommand *command)
{
  uint32_t quirks = command->medium != NULL ? command->medium->quirks : 0;

  return (command->cdb[0] == 0x46 && (quirks & MMC_QUIRK_NO_CONFIGURATION))
         || (command->cdb[0] == 0x51 && (quirks & MMC_QUIRK_NO_DISC_INFORMATION))
         || (command->cdb[0] == 0xb6 && (quirks & MMC_QUIRK_NO_STREAMING));
}

static void
put_sense (MmcCommand *command, MmcSense sense, MmcResult *result)
{
  const MmcState *state = command->state;
  uint8_t *bytes = result->sense;

  result->status = 2;
  result->n_bytes = 0;
  bytes[0] = 0x70;
  bytes[2] = (uint8_t) MMC_SENSE_KEY (sense);
  bytes[7] = MMC_SENSE_SIZE - 8;
  bytes[12] = (uint8_t) MMC_SENSE_ASC (sense);
  bytes[13] = (uint8_t) MMC_SENSE_ASCQ (sense);
  if (command->has_error_lba)
    {
      bytes[0] |= 0x80;
      mmc_put_32 (bytes + 3, (uint32_t) command->error_lba);
    }
  if (MMC_SENSE_KEY (sense) == 2 && MMC_SENSE_ASC (sense) == 4 && state->busy_end_ns != 0
      && !(command->medium != NULL && (command->medium->quirks & MMC_QUIRK_NO_PROGRESS)))
    {
      /* SPC-3 4.5.2.4.4: progress as a fraction of 65536 */
      uint64_t total = state->busy_end_ns - state->busy_start_ns;
      uint64_t passed = mmc_sys_now_ns () - state->busy_start_ns;

      bytes[15] = 0x80;
      mmc_put_16 (bytes + 16, passed >= total ? 65535 : (uint32_t) (passed * 65535 / total));
    }
}

/* Returns whether the fault takes the place of the command. */
static bool
apply_fault (MmcCommand *command, const MmcFaultStrike *strike, MmcResult *result)
{
  switch (strike->effect)
    {
    case MMC_FAULT_SENSE:
      if (strike->has_range)
        {
          command->has_error_lba = true;
          command->error_lba = strike->lba;
        }
      put_sense (command, strike->sense, result);
      return true;
    case MMC_FAULT_HOST:
      result->host_status = strike->value;
      return true;
    case MMC_FAULT_ERRNO:
      result->error = strike->value;
      return true;
    case MMC_FAULT_DELAY:
      command->delay_ns += (uint64_t) strike->value * 1000000u;
      return false;
    case MMC_FAULT_UNPLUG:
    case MMC_FAULT_BUSY:
    case MMC_FAULT_CORRUPT:
    case MMC_FAULT_NONE:
      break;
    }
  return false;
}

static void
apply_fault_afterwards (MmcCommand *command, const MmcFaultStrike *strike, MmcResult *result)
{
  if (strike->effect == MMC_FAULT_BUSY)
    mmc_begin_operation (command, true, (uint32_t) strike->value, MMC_LONG_WRITE_IN_PROGRESS);
  else if (strike->effect == MMC_FAULT_CORRUPT && command->n_blocks > 0)
    {
      size_t block_size = result->n_bytes / command->n_blocks;

      for (int64_t lba = strike->lba; lba <= strike->last_lba; lba++)
        if ((size_t) (lba - command->lba + 1) * block_size <= result->n_bytes && block_size > 0)
          command->data[(size_t) (lba - command->lba) * block_size + block_size / 2] ^= 0x01;
    }
}

static void
execute (MmcCommand *command,
         const MmcOperation *operation,
         size_t cdb_length,
         MmcDirection direction,
         MmcResult *result)
{
  MmcSense sense = MMC_GOOD;

  if (operation == NULL || is_missing_by_quirk (command))
    sense = MMC_INVALID_OPCODE;
  else
    sense = check_cdb (operation, command->cdb, cdb_length);
  if (sense == MMC_GOOD && command->size > 0 && operation->direction != direction)
    {
      result->host_status = HOST_ERROR;
      return;
    }
  if (sense == MMC_GOOD)
    sense = check_readiness (command, operation);
  if (sense == MMC_GOOD)
    sense = operation->handler (command);
  result->n_bytes = command->n_bytes;
  if (sense != MMC_GOOD)
    put_sense (command, sense, result);
  else if (command->mismatch)
    result->host_status = HOST_ERROR;
}

static void
run_command (MmcCommand *command, size_t cdb_length, MmcDirection direction, MmcResult *result)
{
  MmcState *state = command->state;
  const MmcOperation *operation = mmc_operation_find (command->cdb[0]);
  MmcFaultStrike strike = { .effect = MMC_FAULT_NONE };
  bool done = false;

  if (!state->unplugged && mmc_fault_strike (state, operation, command->cdb, &strike)
      && strike.effect == MMC_FAULT_UNPLUG)
    state->unplugged = true;
  if (state->unplugged)
    {
      result->error = state->unplugged_errno;
      result->host_status = state->unplugged_host;
      done = true;
    }
  else
    done = apply_fault (command, &strike, result);
  if (!done)
    {
      execute (command, operation, cdb_length, direction, result);
      apply_fault_afterwards (command, &strike, result);
    }
  mmc_log_command (command->drive, command, operation, cdb_length, direction, result, done);
}

void
mmc_drive_command (MmcDrive *drive,
                   const uint8_t *cdb,
                   size_t cdb_length,
                   uint8_t *data,
                   size_t size,
                   MmcDirection direction,
                   MmcResult *result)
{
  uint8_t padded[16] = { 0 };
  MmcCommand command = {
    .drive = drive,
    .state = drive->state,
    .cdb = padded,
    .data = data,
    .size = direction == MMC_DATA_NONE ? 0 : size,
  };

  memset (result, 0, sizeof *result);
  if (cdb_length < 1 || cdb_length > sizeof padded)
    {
      result->error = EINVAL;
      return;
    }
  memcpy (padded, cdb, cdb_length);
  command.has_lba = mmc_operation_range (padded, &command.lba, &command.n_blocks);

  mmc_lock (drive);
  drive->state->n_commands++;
  if (mmc_disc_map (drive) && !drive->state->tray_open)
    command.medium = drive->medium;
  run_command (&command, cdb_length, direction, result);
  mmc_unlock (drive);

  if (command.delay_ns > 0)
    mmc_sys_sleep_ns (command.delay_ns);
}
