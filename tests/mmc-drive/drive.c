/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"
#include "system.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Opening a drive, its lock, its settings, and what it tells without a command. */

#define STATE_MAGIC "MMCDRIV"

/* What a thread had blocked before it took the lock; locks do not nest. */
static _Thread_local sigset_t saved_signals;

/*
 * A signal handler may send commands of its own (libburn's abort handler
 * does), so signals wait while the lock is held. A process that dies with it
 * leaves a state that each single assignment kept usable: the next one goes on.
 */
void
mmc_lock (MmcDrive *drive)
{
  sigset_t all;

  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, &saved_signals);
  if (pthread_mutex_lock (&drive->state->lock) == EOWNERDEAD)
    pthread_mutex_consistent (&drive->state->lock);
}

void
mmc_unlock (MmcDrive *drive)
{
  sigset_t saved = saved_signals;

  pthread_mutex_unlock (&drive->state->lock);
  pthread_sigmask (SIG_SETMASK, &saved, NULL);
}

static void
make_lock (MmcState *state)
{
  pthread_mutexattr_t attributes;

  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust (&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init (&state->lock, &attributes);
  pthread_mutexattr_destroy (&attributes);
}

/* Everything but the lock and the magic, which stay while others wait. */
static void
make_state (MmcState *state)
{
  size_t kept = offsetof (MmcState, vendor);
  uint32_t generation = state->generation;

  memset ((uint8_t *) state + kept, 0, sizeof *state - kept);
  strcpy (state->vendor, "BURNISH");
  strcpy (state->product, "EMULATED BD-RE");
  strcpy (state->revision, "1.00");
  strcpy (state->serial, "EMU0000000000001");
  state->settings.buffer_kb = 4096;
  state->attention = MMC_POWER_ON;
  state->generation = generation + 1;
  state->start_ns = mmc_sys_now_ns ();
  mmc_write_page_reset (state);
  state->error_page[0] = 0x01;
  state->error_page[1] = 0x0a;
  state->error_page[3] = 16; /* read retry count */
  state->cache_page[0] = 0x08;
  state->cache_page[1] = 0x0a;
  state->cache_page[2] = 0x04; /* write cache enabled */
}

static MmcState *
map_state (int fd)
{
  void *memory = mmap (NULL, sizeof (MmcState), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  return memory == MAP_FAILED ? NULL : memory;
}

/*
 * A new state is made under another name and linked into place, so that nobody
 * ever maps half of it.
 */
static bool
create_state (const char *directory)
{
  char new_path[MMC_PATH_SIZE + 32], path[MMC_PATH_SIZE + 32];
  MmcState *state = NULL;
  int fd;

  snprintf (path, sizeof path, "%s/state", directory);
  snprintf (new_path, sizeof new_path, "%s/state.%ld", directory, syscall (SYS_gettid));
  if (mmc_sys_make_directory (directory) < 0 && errno != EEXIST)
    return false;
  fd = mmc_sys_open (new_path, O_RDWR | O_CREAT | O_TRUNC);
  if (fd < 0)
    return false;
  if (mmc_sys_truncate (fd, sizeof *state) == 0)
    state = map_state (fd);
  mmc_sys_close (fd);
  if (state != NULL)
    {
      make_lock (state);
      make_state (state);
      state->version = MMC_STATE_VERSION;
      memcpy (state->magic, STATE_MAGIC, sizeof state->magic);
      munmap (state, sizeof *state);
      if (syscall (SYS_linkat, AT_FDCWD, new_path, AT_FDCWD, path, 0) < 0 && errno != EEXIST)
        state = NULL;
    }
  mmc_sys_remove (new_path);
  return state != NULL;
}

MmcDrive *
mmc_drive_open (const char *directory, bool create)
{
  char path[MMC_PATH_SIZE + 32];
  MmcDrive *drive = calloc (1, sizeof *drive);
  int error;
  int fd;

  if (drive == NULL)
    return NULL;
  drive->disc_fd = -1;
  if (!mmc_absolute_path (directory, drive->directory, sizeof drive->directory - 64))
    {
      free (drive);
      errno = ENAMETOOLONG;
      return NULL;
    }
  snprintf (path, sizeof path, "%s/state", drive->directory);
  fd = mmc_sys_open (path, O_RDWR);
  if (fd < 0 && errno == ENOENT && create && create_state (drive->directory))
    fd = mmc_sys_open (path, O_RDWR);
  error = errno;
  if (fd >= 0)
    {
      error = ESTALE;
      if (mmc_sys_size (fd) == sizeof *drive->state)
        drive->state = map_state (fd);
      mmc_sys_close (fd);
      if (drive->state != NULL
          && (memcmp (drive->state->magic, STATE_MAGIC, sizeof drive->state->magic) != 0
              || drive->state->version != MMC_STATE_VERSION))
        {
          munmap (drive->state, sizeof *drive->state);
          drive->state = NULL;
        }
    }
  if (drive->state == NULL)
    {
      free (drive);
      errno = error;
      return NULL;
    }
  return drive;
}

void
mmc_drive_close (MmcDrive *drive)
{
  if (drive == NULL)
    return;
  mmc_disc_unmap (drive);
  munmap (drive->state, sizeof *drive->state);
  free (drive);
}

void
mmc_drive_reset (MmcDrive *drive)
{
  mmc_lock (drive);
  if (drive->state->present && !drive->state->disc_kept)
    mmc_sys_remove (drive->state->disc_path);
  mmc_disc_unmap (drive);
  make_state (drive->state);
  mmc_log_clear (drive);
  mmc_unlock (drive);
}

static void
set_text (char *field, size_t size, const char *text)
{
  if (text == NULL)
    return;
  snprintf (field, size, "%s", text);
}

void
mmc_drive_set_identity (MmcDrive *drive,
                        const char *vendor,
                        const char *product,
                        const char *revision,
                        const char *serial)
{
  MmcState *state = drive->state;

  mmc_lock (drive);
  set_text (state->vendor, sizeof state->vendor, vendor);
  set_text (state->product, sizeof state->product, product);
  set_text (state->revision, sizeof state->revision, revision);
  set_text (state->serial, sizeof state->serial, serial);
  mmc_unlock (drive);
}

bool
mmc_drive_set (MmcDrive *drive, const char *name, uint32_t value)
{
  MmcSettings *settings = &drive->state->settings;
  const struct
  {
    const char *name;
    uint32_t *field;
    uint32_t least;
  } fields[] = {
    { "write-us", &settings->write_us, 0 },     { "read-us", &settings->read_us, 0 },
    { "write-kbps", &settings->write_kbps, 0 }, { "read-kbps", &settings->read_kbps, 0 },
    { "sync-ms", &settings->sync_ms, 0 },       { "close-ms", &settings->close_ms, 0 },
    { "blank-ms", &settings->blank_ms, 0 },     { "format-ms", &settings->format_ms, 0 },
    { "ready-ms", &settings->ready_ms, 0 },     { "buffer-kb", &settings->buffer_kb, 64 },
  };
  bool found = false;

  mmc_lock (drive);
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
    if (strcmp (fields[i].name, name) == 0 && value >= fields[i].least)
      {
        *fields[i].field = value;
        found = true;
      }
  mmc_unlock (drive);
  return found;
}

bool
mmc_drive_press_button (MmcDrive *drive)
{
  MmcState *state = drive->state;
  bool moves;

  mmc_lock (drive);
  moves = state->tray_open || !state->locked;
  if (!moves)
    state->media_event = 1; /* EjectRequest */
  else if (state->tray_open)
    {
      mmc_disc_load (state);
      state->generation++;
    }
  else
    {
      if (mmc_disc_map (drive))
        mmc_flush (drive, drive->medium);
      state->tray_open = true;
      state->media_event = 3; /* MediaRemoval */
      state->generation++;
    }
  mmc_unlock (drive);
  return moves;
}

bool
mmc_is_busy (const MmcState *state)
{
  return state->busy_end_ns != 0 && mmc_sys_now_ns () < state->busy_end_ns;
}

void
mmc_drive_get_status (MmcDrive *drive, MmcDriveStatus *status)
{
  MmcState *state = drive->state;
  MmcMedium *medium;

  memset (status, 0, sizeof *status);
  mmc_lock (drive);
  memcpy (status->vendor, state->vendor, sizeof status->vendor);
  memcpy (status->product, state->product, sizeof status->product);
  memcpy (status->revision, state->revision, sizeof status->revision);
  memcpy (status->serial, state->serial, sizeof status->serial);
  status->present = state->present;
  status->tray_open = state->tray_open;
  status->locked = state->locked;
  status->unplugged = state->unplugged;
  status->busy = mmc_is_busy (state);
  status->n_commands = state->n_commands;
  status->n_refusals = state->n_refusals;
  status->medium_generation = state->generation;
  status->n_blocks_written = state->n_blocks_written;
  status->n_blocks_read = state->n_blocks_read;
  status->next_writable = -1;
  strcpy (status->kind, "none");
  medium = mmc_disc_map (drive) ? drive->medium : NULL;
  if (medium != NULL)
    {
      memcpy (status->kind, medium->kind, sizeof status->kind);
      status->profile = medium->profile;
      status->write_protected = medium->write_protected;
      status->formatted = medium->formatted;
      status->status = medium->status;
      if (mmc_is_overwritable (medium) && medium->formatted)
        status->status = MMC_DISC_COMPLETE;
      status->n_sessions = medium->n_sessions;
      status->n_tracks = medium->n_tracks;
      status->capacity_blocks = mmc_usable_blocks (medium);
      status->readable_blocks = mmc_readable_end (medium);
      if (mmc_is_sequential (medium) && medium->status != MMC_DISC_COMPLETE)
        status->next_writable = mmc_next_writable (state, medium);
      status->n_cd_text_bytes = medium->n_cd_text_bytes;
    }
  mmc_unlock (drive);
}

bool
mmc_drive_get_track (MmcDrive *drive, unsigned number, MmcTrackStatus *track)
{
  bool found = false;

  mmc_lock (drive);
  if (mmc_disc_map (drive) && number >= 1 && number <= drive->medium->n_tracks)
    {
      *track = drive->medium->tracks[number - 1];
      found = true;
    }
  mmc_unlock (drive);
  return found;
}
