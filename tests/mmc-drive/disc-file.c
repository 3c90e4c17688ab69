/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"
#include "system.h"

#include <string.h>
#include <sys/mman.h>

/*
 * A disc is one sparse file: its state (MmcMedium) in the first 64 KiB, its
 * data behind. Other discs store 2048 bytes for each block; a CD has a slot of
 * 2352 bytes, and room for the blocks before block 0.
 */
#define DATA_OFFSET   65536u
#define CD_FIRST_SLOT 16000

_Static_assert(sizeof (MmcMedium) <= DATA_OFFSET, "the state fits before the data");

void
mmc_disc_unmap (MmcDrive *drive)
{
  if (drive->medium == NULL)
    return;
  munmap (drive->medium, sizeof *drive->medium);
  drive->medium = NULL;
  mmc_sys_close (drive->disc_fd);
}

/*
 * Maps the disc that is in the drive now: another process may have changed it.
 * Returns false when there is none, or when its file is gone.
 */
bool
mmc_disc_map (MmcDrive *drive)
{
  MmcState *state = drive->state;
  void *memory;

  if (drive->medium != NULL && drive->generation == state->generation)
    return true;
  mmc_disc_unmap (drive);
  if (!state->present)
    return false;

  drive->disc_fd = mmc_sys_open (state->disc_path, O_RDWR);
  if (drive->disc_fd < 0)
    return false;
  memory =
      mmap (NULL, sizeof *drive->medium, PROT_READ | PROT_WRITE, MAP_SHARED, drive->disc_fd, 0);
  if (memory == MAP_FAILED)
    {
      mmc_sys_close (drive->disc_fd);
      return false;
    }
  drive->medium = memory;
  drive->generation = state->generation;
  return true;
}

static uint64_t
slot_offset (const MmcMedium *medium, int64_t lba)
{
  if (mmc_is_cd (medium))
    return DATA_OFFSET + (uint64_t) (lba + CD_FIRST_SLOT) * MMC_CD_BLOCK_SIZE;
  return DATA_OFFSET + (uint64_t) lba * MMC_BLOCK_SIZE;
}

/*
 * Reads from the block @lba on: from its slot alone on a CD, from as many as
 * @size needs elsewhere. What was never written is zero.
 */
bool
mmc_disc_read (MmcDrive *drive, int64_t lba, uint8_t *data, size_t size)
{
  uint64_t offset = slot_offset (drive->medium, lba);
  size_t done = 0;

  while (done < size)
    {
      int64_t n = mmc_sys_read_at (drive->disc_fd, data + done, size - done, offset + done);

      if (n < 0)
        return false;
      if (n == 0)
        break;
      done += (size_t) n;
    }
  memset (data + done, 0, size - done);
  return true;
}

bool
mmc_disc_write (MmcDrive *drive, int64_t lba, const uint8_t *data, size_t size)
{
  uint64_t offset = slot_offset (drive->medium, lba);
  size_t done = 0;

  while (done < size)
    {
      int64_t n = mmc_sys_write_at (drive->disc_fd, data + done, size - done, offset + done);

      if (n <= 0)
        return false;
      done += (size_t) n;
    }
  return true;
}
