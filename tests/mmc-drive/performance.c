/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/* Speeds: GET PERFORMANCE, SET STREAMING, SET CD SPEED; the drive's buffer. */

/* Write speeds in kB/s (1000 bytes), fastest first; none on pressed discs. */
unsigned
mmc_write_speeds (const MmcMedium *medium, uint32_t speeds[4])
{
  static const uint32_t cd[] = { 8467, 4234, 2822, 1411 };
  static const uint32_t dvd[] = { 22160, 11080, 5540 };
  static const uint32_t bd[] = { 35968, 17984, 8992 };
  const uint32_t *list = mmc_is_cd (medium) ? cd : mmc_is_bd (medium) ? bd : dvd;
  unsigned n = mmc_is_cd (medium) ? 4 : 3;

  memcpy (speeds, list, n * sizeof *list);
  return mmc_is_rom (medium) || mmc_is_foreign (medium) ? 0 : n;
}

static uint32_t
get_last_block (const MmcMedium *medium)
{
  uint32_t end =
      mmc_is_overwritable (medium) ? mmc_readable_end (medium) : mmc_usable_blocks (medium);

  return end > 0 ? end - 1 : 0;
}

MmcSense
mmc_get_performance (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;
  uint32_t limit = mmc_get_16 (command->cdb + 8);
  uint8_t type = command->cdb[10];
  uint8_t answer[8 + 4 * 16] = { 0 };
  uint32_t speeds[4] = { 0 };
  unsigned n_speeds = mmc_write_speeds (medium, speeds);
  uint32_t read_speed = speeds[0];
  size_t n_bytes = 8;

  if (type == 3 && (command->cdb[1] & 0x1f) == 0)
    for (unsigned i = 0; i < n_speeds; i++, n_bytes += 16)
      {
        mmc_put_32 (answer + n_bytes + 4, get_last_block (medium));
        mmc_put_32 (answer + n_bytes + 8, read_speed);
        mmc_put_32 (answer + n_bytes + 12, speeds[i]);
      }
  else if (type == 0 && (command->cdb[1] & 0x1b) == 0x10)
    {
      /* Nominal performance: the same speed everywhere (constant linear velocity) */
      answer[4] = command->cdb[1] & 0x04 ? 0x02 : 0;
      if (!(command->cdb[1] & 0x04) || n_speeds > 0)
        {
          mmc_put_32 (answer + 12, read_speed);
          mmc_put_32 (answer + 16, get_last_block (medium));
          mmc_put_32 (answer + 20, read_speed);
          n_bytes += 16;
        }
    }
  else
    return MMC_INVALID_FIELD_IN_CDB;
  if (limit == 0 && (medium->quirks & MMC_QUIRK_ONE_DESCRIPTOR) && n_bytes > 8 + 16)
    mmc_put_32 (answer, 4 + 16);
  else
    mmc_put_32 (answer, (uint32_t) n_bytes - 4);
  mmc_send (command, answer, n_bytes, 8 + 16 * (size_t) limit);
  return MMC_GOOD;
}

/* The drive takes the fastest speed that is not above what is asked for. */
static void
select_speed (MmcCommand *command, uint32_t kbps)
{
  uint32_t speeds[4] = { 0 };
  unsigned n = mmc_write_speeds (command->medium, speeds);

  if (n == 0)
    return;
  command->state->write_speed = speeds[n - 1];
  for (unsigned i = n; i-- > 0;)
    if (speeds[i] <= kbps)
      command->state->write_speed = speeds[i];
}

MmcSense
mmc_set_streaming (MmcCommand *command)
{
  const uint8_t *data = command->data;
  uint32_t read_time, write_size, write_time;

  if (command->cdb[8] != 0) /* only performance descriptors */
    return MMC_INVALID_FIELD_IN_CDB;
  if (mmc_get_16 (command->cdb + 9) != 28 || command->size != 28)
    return MMC_PARAMETER_LENGTH_ERROR;
  if ((data[0] & ~0x1f) || mmc_get_24 (data + 1) != 0)
    return MMC_INVALID_FIELD_IN_LIST;
  command->n_bytes = 28;
  if (data[0] & 0x04) /* RDD: back to the defaults */
    {
      command->state->write_speed = 0;
      return MMC_GOOD;
    }
  read_time = mmc_get_32 (data + 16);
  write_size = mmc_get_32 (data + 20);
  write_time = mmc_get_32 (data + 24);
  if (mmc_get_32 (data + 4) > mmc_get_32 (data + 8) || read_time == 0 || write_time == 0)
    return MMC_INVALID_FIELD_IN_LIST;
  select_speed (command, (uint32_t) ((uint64_t) write_size * 1000 / write_time));
  return MMC_GOOD;
}

MmcSense
mmc_set_cd_speed (MmcCommand *command)
{
  if ((command->cdb[1] & 0x03) > 1)
    return MMC_INVALID_FIELD_IN_CDB;
  select_speed (command, mmc_get_16 (command->cdb + 4));
  return MMC_GOOD;
}

/* While data waits to be flushed the buffer is nearly full, as in a burner. */
MmcSense
mmc_read_buffer_capacity (MmcCommand *command)
{
  const MmcState *state = command->state;
  uint32_t size = state->settings.buffer_kb * 1024;
  uint8_t answer[12] = { 0, sizeof answer - 2 };

  mmc_put_32 (answer + 4, size);
  mmc_put_32 (answer + 8, state->flushing_needed ? size / 8 : size);
  mmc_send (command, answer, sizeof answer, mmc_get_16 (command->cdb + 7));
  return MMC_GOOD;
}

/* Calibrates the laser; the result is nobody's business here. */
MmcSense
mmc_send_opc (MmcCommand *command)
{
  size_t length = mmc_get_16 (command->cdb + 7);

  if (mmc_is_rom (command->medium) || mmc_is_foreign (command->medium))
    return MMC_CANNOT_WRITE_MEDIUM;
  if (length != command->size || length % 8 != 0)
    return MMC_PARAMETER_LENGTH_ERROR;
  command->n_bytes = length;
  return MMC_GOOD;
}
