/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"
#include "system.h"

#include <stdio.h>
#include <string.h>

/* Putting a disc in and taking it out. */

#define MEDIUM_MAGIC   "MMCDISC"
#define MEDIUM_VERSION 1

static uint32_t
formatted_size (const MmcDescription *description, uint32_t capacity)
{
  uint32_t blocks = description->capacity > 0 ? capacity : description->kind->formatted;

  if (description->kind->profile == MMC_PROFILE_BD_RE && description->capacity > 0)
    blocks = capacity - capacity / 32;
  return description->kind->profile == MMC_PROFILE_BD_RE ? blocks & ~31u : blocks & ~15u;
}

static void
make_medium (MmcMedium *medium, const MmcDescription *description)
{
  const MmcKind *kind = description->kind;
  uint32_t capacity = description->capacity > 0 ? description->capacity : kind->capacity;

  memset (medium, 0, sizeof *medium);
  memcpy (medium->magic, MEDIUM_MAGIC, sizeof medium->magic);
  medium->version = MEDIUM_VERSION;
  strcpy (medium->kind, kind->name);
  medium->profile = kind->profile;
  medium->n_layers = kind->n_layers;
  capacity -= capacity % mmc_ecc_blocks (medium);
  medium->capacity = capacity;
  medium->incremental = !description->minimal_blank;
  if (mmc_is_overwritable (medium) && !description->unformatted)
    {
      medium->formatted = 1;
      medium->formatted_blocks = formatted_size (description, capacity);
      if (kind->profile == MMC_PROFILE_DVD_PLUS_RW)
        medium->background = MMC_BACKGROUND_COMPLETE;
      if (kind->profile == MMC_PROFILE_BD_RE)
        medium->spare_total = medium->spare_free = capacity - medium->formatted_blocks;
    }
  if (description->spare)
    {
      medium->formatted = 1;
      medium->status = MMC_DISC_APPENDABLE;
      medium->formatted_blocks = (capacity - capacity / 32) & ~31u;
      medium->spare_total = medium->spare_free = capacity - medium->formatted_blocks;
    }
  if (description->pow)
    {
      medium->pow = 1;
      medium->formatted = 1;
      medium->status = MMC_DISC_APPENDABLE;
      medium->formatted_blocks = (capacity - capacity / 32) & ~31u;
    }
}

/* Copies the image file onto the disc, as its one closed session. */
static bool
press_image (MmcDrive *disc, const char *image, char *message, size_t message_size)
{
  MmcMedium *medium = disc->medium;
  int fd = mmc_sys_open (image, O_RDONLY);
  int64_t size = fd < 0 ? -1 : mmc_sys_size (fd);
  uint32_t n_blocks = size < 0 ? 0 : (uint32_t) ((size + MMC_BLOCK_SIZE - 1) / MMC_BLOCK_SIZE);
  uint32_t limit = medium->formatted ? medium->formatted_blocks : medium->capacity;
  bool ok = true;

  if (n_blocks == 0 || (limit > 0 && n_blocks > limit))
    {
      mmc_say (message, message_size,
               n_blocks == 0 ? "the image “%s” cannot be read" : "the image “%s” does not fit",
               image);
      if (fd >= 0)
        mmc_sys_close (fd);
      return false;
    }
  for (uint32_t block = 0; block < n_blocks && ok; block++)
    {
      uint8_t data[MMC_BLOCK_SIZE] = { 0 };

      ok = mmc_sys_read_at (fd, data, sizeof data, (uint64_t) block * sizeof data) > 0
           && mmc_disc_write (disc, block, data, sizeof data);
    }
  mmc_sys_close (fd);
  if (!ok)
    {
      mmc_say (message, message_size, "the image “%s” cannot be copied", image);
      return false;
    }

  if (mmc_is_overwritable (medium))
    {
      medium->written_end = n_blocks;
      return true;
    }
  if (mmc_is_rom (medium))
    medium->capacity = n_blocks;
  mmc_start_track (medium, 0);
  medium->tracks[0].n_written = n_blocks;
  mmc_close_track (medium);
  mmc_close_session (medium, true);
  return true;
}

/* Opens the disc's file, making a new disc unless one is kept there. */
static bool
open_disc (MmcDrive *disc,
           MmcDescription *description,
           const char *path,
           char *message,
           size_t size)
{
  bool keep = description->file[0] != '\0';
  int fd = mmc_sys_open (path, O_RDWR | O_CREAT | (keep ? 0 : O_TRUNC));
  int64_t length = fd < 0 ? -1 : mmc_sys_size (fd);
  MmcMedium medium;

  if (length < 0)
    {
      mmc_say (message, size, "the file “%s” cannot be opened", path);
      if (fd >= 0)
        mmc_sys_close (fd);
      return false;
    }
  if (length == 0)
    {
      make_medium (&medium, description);
      description->created = true;
      length = mmc_sys_write_at (fd, &medium, sizeof medium, 0);
    }
  if (mmc_sys_read_at (fd, &medium, sizeof medium, 0) != sizeof medium
      || memcmp (medium.magic, MEDIUM_MAGIC, sizeof medium.magic) != 0
      || medium.version != MEDIUM_VERSION)
    {
      mmc_say (message, size, "the file “%s” holds no disc", path);
      mmc_sys_close (fd);
      return false;
    }
  mmc_sys_close (fd);
  /* A DVD-RW changes between its two kinds with its format. */
  if (strcmp (medium.kind, description->kind->name) != 0
      && (strncmp (medium.kind, "dvd-rw", 6) != 0
          || strncmp (description->kind->name, "dvd-rw", 6) != 0))
    {
      mmc_say (message, size, "the disc in “%s” is a %s", path, medium.kind);
      return false;
    }
  return mmc_disc_map (disc);
}

/* Other processes that open the drive may have another working directory. */
bool
mmc_absolute_path (const char *path, char *absolute, size_t size)
{
  size_t length = 0;

  if (path[0] != '/')
    {
      long n = syscall (SYS_getcwd, absolute, size - 1);

      if (n <= 0)
        return false;
      length = (size_t) n;
      absolute[length - 1] = '/';
    }
  if (length + strlen (path) >= size)
    return false;
  strcpy (absolute + length, path);
  return true;
}

/* What the drive does when a disc is there and the tray goes in. */
void
mmc_disc_load (MmcState *state)
{
  state->tray_open = false;
  mmc_write_page_reset (state);
  state->busy_end_ns = 0;
  if (!state->present)
    return;
  state->attention = MMC_MEDIUM_CHANGED;
  state->media_event = 2; /* NewMedia */
  if (state->settings.ready_ms > 0)
    {
      state->busy_start_ns = mmc_sys_now_ns ();
      state->busy_end_ns = state->busy_start_ns + state->settings.ready_ms * UINT64_C (1000000);
      state->busy_sense = MMC_BECOMING_READY;
    }
}

void
mmc_drive_remove (MmcDrive *drive)
{
  mmc_lock (drive);
  if (drive->state->present)
    {
      if (mmc_disc_map (drive))
        mmc_flush (drive, drive->medium);
      drive->state->attention = MMC_MEDIUM_CHANGED;
      drive->state->media_event = 3; /* MediaRemoval */
    }
  mmc_disc_unmap (drive);
  if (drive->state->present && !drive->state->disc_kept)
    mmc_sys_remove (drive->state->disc_path);
  drive->state->present = false;
  mmc_disc_load (drive->state);
  drive->state->generation++;
  mmc_unlock (drive);
}

bool
mmc_drive_insert (MmcDrive *drive, const char *text, char *message, size_t message_size)
{
  /* The new disc is made ready in a drive of its own, then handed over. */
  MmcState state = { .present = true };
  MmcDrive disc = { .state = &state, .disc_fd = -1 };
  MmcDescription description;
  bool ok;

  if (strcmp (text, "none") == 0)
    {
      mmc_drive_remove (drive);
      return true;
    }
  if (!mmc_description_parse (&description, text, message, message_size))
    return false;

  mmc_lock (drive);
  if (description.file[0] != '\0')
    ok = mmc_absolute_path (description.file, state.disc_path, sizeof state.disc_path);
  else
    ok = (size_t) snprintf (state.disc_path, sizeof state.disc_path, "%s/disc-%u", drive->directory,
                            drive->state->generation + 1)
         < sizeof state.disc_path;
  if (!ok)
    mmc_say (message, message_size, "the path of the disc's file is too long");
  ok = ok && open_disc (&disc, &description, state.disc_path, message, message_size);
  if (ok)
    {
      disc.medium->quirks = description.quirks;
      disc.medium->write_protected = description.write_protected;
      if (description.image[0] != '\0' && description.created)
        ok = press_image (&disc, description.image, message, message_size);
      else if (mmc_is_rom (disc.medium) && description.created)
        {
          mmc_say (message, message_size, "a new pressed disc needs image=PATH");
          ok = false;
        }
    }
  mmc_disc_unmap (&disc);
  if (ok)
    {
      if (drive->state->present && mmc_disc_map (drive))
        mmc_flush (drive, drive->medium);
      mmc_disc_unmap (drive);
      if (drive->state->present && !drive->state->disc_kept)
        mmc_sys_remove (drive->state->disc_path);
      memcpy (drive->state->disc_path, state.disc_path, sizeof state.disc_path);
      drive->state->disc_kept = description.file[0] != '\0';
      drive->state->present = true;
      drive->state->generation++;
      mmc_disc_load (drive->state);
      if (description.quirks & MMC_QUIRK_NO_ATTENTION)
        drive->state->attention = MMC_GOOD;
      drive->state->tray_open = description.tray_open;
    }
  else if (description.created)
    mmc_sys_remove (state.disc_path);
  mmc_unlock (drive);
  return ok;
}
