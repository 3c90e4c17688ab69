/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-disc-reader-private.h"

#include "burnish-drive-private.h"
#include "burnish-error.h"
#include "burnish-mmc-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _BurnishDiscReader
{
  BurnishMmc *mmc; /* (owned) (nullable): of a drive */
  int fd;          /* of an image file, else -1 */
};

static gboolean
open_file (BurnishDiscReader *self, const char *path, GError **error)
{
  g_autofree char *display = g_filename_display_name (path);

  self->fd = g_open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (self->fd >= 0)
    return TRUE;
  g_set_error (error, BURNISH_ERROR,
               errno == ENOENT ? BURNISH_ERROR_NO_DISC : BURNISH_ERROR_READ_FAILED,
               "Cannot open the image file “%s”: %s", display, g_strerror (errno));
  return FALSE;
}

BurnishDiscReader *
_burnish_disc_reader_new (BurnishDrive *drive, GError **error)
{
  g_autoptr (BurnishDiscReader) self = g_new0 (BurnishDiscReader, 1);
  const char *path = burnish_drive_get_path (drive);

  self->fd = -1;
  if (burnish_drive_is_image_file (drive))
    return open_file (self, path, error) ? g_steal_pointer (&self) : NULL;
  self->mmc = _burnish_mmc_open (path, BURNISH_MMC_SHARED, error);
  return self->mmc ? g_steal_pointer (&self) : NULL;
}

void
_burnish_disc_reader_free (BurnishDiscReader *self)
{
  g_clear_pointer (&self->mmc, _burnish_mmc_close);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

static gboolean
read_file (int fd, guint32 start_block, guint8 *buffer, gsize size_bytes, GError **error)
{
  off_t at = (off_t) start_block * BURNISH_BLOCK_SIZE;

  while (size_bytes > 0)
    {
      gssize n = pread (fd, buffer, size_bytes, at);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          GError *failure = g_error_new (BURNISH_ERROR, BURNISH_ERROR_READ_FAILED,
                                         "Cannot read block %u of the image file: %s",
                                         (guint32) (at / BURNISH_BLOCK_SIZE),
                                         n == 0 ? "it ends before" : g_strerror (errno));

          burnish_error_set_block (failure, at / BURNISH_BLOCK_SIZE);
          g_propagate_error (error, failure);
          return FALSE;
        }
      buffer += n;
      size_bytes -= (gsize) n;
      at += n;
    }
  return TRUE;
}

gboolean
_burnish_disc_reader_read (BurnishDiscReader *self,
                           guint32 start_block,
                           guint32 n_blocks,
                           guint8 *buffer,
                           GError **error)
{
  if (self->mmc != NULL)
    return _burnish_mmc_read_blocks (self->mmc, start_block, n_blocks, buffer, error);
  return read_file (self->fd, start_block, buffer, (gsize) n_blocks * BURNISH_BLOCK_SIZE, error);
}
