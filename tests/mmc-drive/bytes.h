/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#pragma once

#include <stdint.h>

/*
 * Big-endian fields, as SCSI has them, and CD addresses in minutes, seconds
 * and frames (block 0 is 00:02:00).
 */

static inline uint32_t
mmc_get_16 (const uint8_t *bytes)
{
  return (uint32_t) bytes[0] << 8 | bytes[1];
}

static inline uint32_t
mmc_get_24 (const uint8_t *bytes)
{
  return (uint32_t) bytes[0] << 16 | mmc_get_16 (bytes + 1);
}

static inline uint32_t
mmc_get_32 (const uint8_t *bytes)
{
  return (uint32_t) bytes[0] << 24 | mmc_get_24 (bytes + 1);
}

static inline void
mmc_put_16 (uint8_t *bytes, uint32_t value)
{
  bytes[0] = value >> 8 & 0xff;
  bytes[1] = value & 0xff;
}

static inline void
mmc_put_24 (uint8_t *bytes, uint32_t value)
{
  bytes[0] = value >> 16 & 0xff;
  mmc_put_16 (bytes + 1, value);
}

static inline void
mmc_put_32 (uint8_t *bytes, uint32_t value)
{
  bytes[0] = value >> 24 & 0xff;
  mmc_put_24 (bytes + 1, value);
}

static inline int32_t
mmc_get_msf (const uint8_t *bytes)
{
  return (bytes[0] * 60 + bytes[1]) * 75 + bytes[2] - 150;
}

static inline void
mmc_put_msf (uint8_t *bytes, int32_t lba)
{
  int32_t frames = lba + 150;

  /* The lead-in lies at the end of the circle of 100 minutes. */
  if (frames < 0)
    frames += 100 * 60 * 75;
  bytes[0] = frames / 4500 & 0xff;
  bytes[1] = frames / 75 % 60 & 0xff;
  bytes[2] = frames % 75 & 0xff;
}
