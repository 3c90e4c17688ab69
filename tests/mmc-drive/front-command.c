/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands to the drive's engine, and what the rest of the system hears of them. */
#include "config.h"

#include "front.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define START_STOP_UNIT 0x1b
#define READ_CAPACITY   0x25

static MmcDrive *
drive_of (FrontNode *node)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  MmcDrive *drive = atomic_load (&node->drive);

  if (drive != NULL)
    return drive;
  pthread_mutex_lock (&mutex);
  drive = atomic_load (&node->drive);
  if (drive == NULL)
    {
      drive = mmc_drive_open (node->dir, false);
      atomic_store (&node->drive, drive);
    }
  pthread_mutex_unlock (&mutex);
  return drive;
}

static void
remove_node (FrontNode *node)
{
  int saved = errno;

  unlink (node->file);
  errno = saved;
}

/* Whoever plays udev watches this file for being closed after writing. */
static void
announce_media_event (FrontNode *node)
{
  char path[4096];
  int fd;

  snprintf (path, sizeof path, "%s/media-event", node->dir);
  fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (fd >= 0)
    close (fd);
}

void
front_command (FrontNode *node,
               const uint8_t *cdb,
               size_t cdb_length,
               void *data,
               size_t size,
               MmcDirection direction,
               MmcResult *result)
{
  MmcDrive *drive = drive_of (node);
  MmcDriveStatus before, after;

  memset (result, 0, sizeof *result);
  if (drive == NULL)
    {
      result->error = ENXIO;
      return;
    }
  if (cdb[0] == START_STOP_UNIT)
    mmc_drive_get_status (drive, &before);
  mmc_drive_command (drive, cdb, cdb_length, data, size, direction, result);
  if (result->error == ENODEV)
    remove_node (node);
  else if (cdb[0] == START_STOP_UNIT)
    {
      mmc_drive_get_status (drive, &after);
      if (after.medium_generation != before.medium_generation)
        announce_media_event (node);
    }
}

static bool
get_status (FrontNode *node, MmcDriveStatus *status)
{
  MmcDrive *drive = drive_of (node);

  if (drive == NULL)
    return false;
  mmc_drive_get_status (drive, status);
  return true;
}

bool
front_has_medium (FrontNode *node)
{
  MmcDriveStatus status;

  return get_status (node, &status) && status.present && !status.tray_open;
}

bool
front_tray_is_open (FrontNode *node)
{
  MmcDriveStatus status;

  return get_status (node, &status) && status.tray_open;
}

/* Size of the block device: what READ CAPACITY says (MMC-6 6.26), 0 when it says nothing. */
uint64_t
front_size_bytes (FrontNode *node)
{
  const uint8_t cdb[10] = { READ_CAPACITY };
  uint8_t data[8];
  MmcResult result;
  uint32_t last;

  /* The first command after a change of disc is answered with a unit attention. */
  for (int attempt = 0; attempt < 3; attempt++)
    {
      front_command (node, cdb, sizeof cdb, data, sizeof data, MMC_DATA_IN, &result);
      if (result.error != 0 || result.status == 0 || (result.sense[2] & 0x0f) != 6)
        break;
    }
  if (result.error != 0 || result.status != 0 || result.n_bytes < sizeof data)
    return 0;
  last = (uint32_t) data[0] << 24 | (uint32_t) data[1] << 16 | (uint32_t) data[2] << 8 | data[3];
  return last == 0 ? 0 : ((uint64_t) last + 1) * FRONT_BLOCK_BYTES;
}
