/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-mmc-transport-private.h"

#include "burnish-lock-owner-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <scsi/sg.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SENSE_SIZE_BYTES   32
#define MAX_ATTENTIONS     8
#define READY_INTERVAL_MS  200
#define BUSY_INTERVAL_US   50000
#define BUSY_PATIENCE_US   (2 * G_USEC_PER_SEC)
#define HOST_NO_CONNECT    0x01 /* DID_* of linux/drivers/scsi */
#define HOST_TIME_OUT      0x03
#define HOST_ERROR         0x07
#define DRIVER_SENSE_FLAGS 0xf7 /* driver status without DRIVER_SENSE (8) */

struct _BurnishMmc
{
  int fd;
  char *path; /* (owned) */
};

static void
set_open_error (GError **error, const char *path, int code)
{
  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
    case ENXIO:
    case ENODEV:
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DRIVE, "There is no drive %s", path);
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_PERMISSION_DENIED,
                   "No permission to use the drive %s: log in at this computer's own screen or "
                   "join the group cdrom",
                   path);
      break;
    case EBUSY:
      _burnish_set_busy_error (error, path);
      break;
    default:
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_FAILED,
                   "The drive %s cannot be opened: %s", path, g_strerror (code));
      break;
    }
}

/* Who looks at a new disc, such as udev's cdrom_id or another thread of this program, has the drive
   exclusively for a moment only; a mount stays. Returns: -1 and errno */
static int
open_exclusively (const char *path, int flags)
{
  const gint64 deadline = g_get_monotonic_time () + BUSY_PATIENCE_US;
  int fd;

  while ((fd = open (path, flags | O_EXCL)) < 0 && errno == EBUSY
         && g_get_monotonic_time () < deadline)
    {
      if (_burnish_is_mounted (path))
        {
          errno = EBUSY;
          return -1;
        }
      g_usleep (BUSY_INTERVAL_US);
    }
  return fd;
}

BurnishMmc *
_burnish_mmc_open (const char *path, BurnishMmcAccess access, GError **error)
{
  BurnishMmc *self;
  /* Without O_NONBLOCK the kernel would close the tray and insist on a disc. */
  int flags = O_NONBLOCK | O_CLOEXEC;
  int fd;

  flags |= access == BURNISH_MMC_READ_ONLY ? O_RDONLY : O_RDWR;
  fd = access == BURNISH_MMC_EXCLUSIVE ? open_exclusively (path, flags) : open (path, flags);
  if (fd < 0)
    {
      set_open_error (error, path, errno);
      return NULL;
    }
  self = g_new0 (BurnishMmc, 1);
  self->fd = fd;
  self->path = g_strdup (path);
  return self;
}

void
_burnish_mmc_close (BurnishMmc *self)
{
  if (self == NULL)
    return;
  g_close (self->fd, NULL);
  g_free (self->path);
  g_free (self);
}

const char *
_burnish_mmc_get_path (BurnishMmc *self)
{
  return self->path;
}

static void
set_ioctl_error (GError **error, BurnishMmc *self, const char *name, int code)
{
  switch (code)
    {
    case ENODEV:
    case ENXIO:
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_LOST, "The drive %s is gone",
                   self->path);
      break;
    case EACCES:
    case EPERM:
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_PERMISSION_DENIED,
                   "No permission to send %s to the drive %s: log in at this computer's own screen "
                   "or join the group cdrom",
                   name, self->path);
      break;
    case EBUSY:
      _burnish_set_busy_error (error, self->path);
      break;
    default:
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_FAILED,
                   "The drive %s cannot be sent %s: %s", self->path, name, g_strerror (code));
      break;
    }
}

static gboolean
check_host (BurnishMmc *self, const sg_io_hdr_t *header, const char *name, GError **error)
{
  switch (header->host_status)
    {
    case 0:
      break;
    case HOST_NO_CONNECT:
    case HOST_TIME_OUT:
    case HOST_ERROR:
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_LOST,
                   "The drive %s did not answer %s (host status %u)", self->path, name,
                   header->host_status);
      return FALSE;
    default:
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_FAILED,
                   "%s did not reach the drive %s (host status %u)", name, self->path,
                   header->host_status);
      return FALSE;
    }
  /* Status 2 is CHECK CONDITION; there should have been sense data. */
  if (header->status != 0 || (header->driver_status & DRIVER_SENSE_FLAGS) != 0)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_FAILED,
                   "The drive %s failed %s without sense data (status %u, driver status %u)",
                   self->path, name, header->status, header->driver_status);
      return FALSE;
    }
  return TRUE;
}

static gboolean
send_once (BurnishMmc *self,
           const BurnishMmcCommand *command,
           guint32 *size_bytes,
           gboolean *attention,
           GError **error)
{
  const char *name = _burnish_command_get_name (command->cdb[0]);
  guint8 sense_data[SENSE_SIZE_BYTES] = { 0 };
  BurnishSense sense;
  sg_io_hdr_t header = {
    .interface_id = 'S',
    .dxfer_direction = command->buffer ? SG_DXFER_FROM_DEV : SG_DXFER_NONE,
    .cmd_len = (guint8) command->cdb_size_bytes,
    .mx_sb_len = SENSE_SIZE_BYTES,
    .dxfer_len = command->buffer_size_bytes,
    .dxferp = command->buffer,
    .cmdp = (guint8 *) command->cdb,
    .sbp = sense_data,
    .timeout = command->timeout_ms ? command->timeout_ms : BURNISH_MMC_TIMEOUT_MS,
  };

  *attention = FALSE;
  while (ioctl (self->fd, SG_IO, &header) < 0)
    if (errno != EINTR)
      {
        set_ioctl_error (error, self, name, errno);
        return FALSE;
      }
  if (header.sb_len_wr > 0
      && _burnish_sense_parse (sense_data, header.sb_len_wr, command->cdb[0], &sense, NULL)
      && sense.key > 1) /* 0: no sense, 1: recovered error */
    {
      *attention = sense.key == BURNISH_SENSE_KEY_UNIT_ATTENTION;
      g_propagate_error (error, _burnish_sense_to_error (&sense, self->path));
      return FALSE;
    }
  if (header.sb_len_wr == 0 && !check_host (self, &header, name, error))
    return FALSE;
  if (size_bytes)
    *size_bytes = command->buffer_size_bytes
                  - (guint32) CLAMP (header.resid, 0, (int) command->buffer_size_bytes);
  return TRUE;
}

gboolean
_burnish_mmc_send (BurnishMmc *self,
                   const BurnishMmcCommand *command,
                   guint32 *size_bytes,
                   GError **error)
{
  for (guint i = 0;; i++)
    {
      g_autoptr (GError) local = NULL;
      gboolean attention;

      if (send_once (self, command, size_bytes, &attention, &local))
        return TRUE;
      if (!attention || i == MAX_ATTENTIONS)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

gboolean
_burnish_mmc_test_unit_ready (BurnishMmc *self, GError **error)
{
  const BurnishMmcCommand command = { .cdb = { 0x00 }, .cdb_size_bytes = 6 };

  return _burnish_mmc_send (self, &command, NULL, error);
}

/* Sleeps, but wakes up for the cancellable. */
static gboolean
pause_for (GCancellable *cancellable, guint interval_ms, GError **error)
{
  GPollFD poll_fd;

  if (cancellable && g_cancellable_make_pollfd (cancellable, &poll_fd))
    {
      g_poll (&poll_fd, 1, (int) interval_ms);
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep (interval_ms * 1000);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
_burnish_mmc_wait_ready (BurnishMmc *self,
                         guint timeout_ms,
                         GCancellable *cancellable,
                         GError **error)
{
  gint64 end = g_get_monotonic_time () + (gint64) timeout_ms * 1000;

  for (;;)
    {
      g_autoptr (GError) local = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (_burnish_mmc_test_unit_ready (self, &local))
        return TRUE;
      /* The drive sends no event when it gets ready: asking again is the only way. */
      if (!g_error_matches (local, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY)
          || g_get_monotonic_time () >= end)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!pause_for (cancellable, READY_INTERVAL_MS, error))
        return FALSE;
    }
}
