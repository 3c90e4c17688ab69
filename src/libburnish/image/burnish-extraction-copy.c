/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-extraction-copy-private.h"

#include "burnish-extraction-target-private.h"
#include "burnish-udf-volume-reader-private.h"

#include <errno.h>
#include <unistd.h>

static gboolean
write_at (int fd, guint64 offset, const guint8 *buffer, gsize size_bytes, GError **error)
{
  for (gsize done = 0; done < size_bytes;)
    {
      gssize n = pwrite (fd, buffer + done, size_bytes - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          _burnish_extraction_target_set_error (error, errno, "write a file");
          return FALSE;
        }
      done += (gsize) n;
    }
  return TRUE;
}

/* Block by block, so that no more is lost than cannot be read. */
static gboolean
copy_what_is_there (BurnishExtractionCopy *self,
                    guint64 start_byte,
                    guint64 offset,
                    gsize size_bytes,
                    GError **error)
{
  while (size_bytes > 0)
    {
      gsize n = MIN (size_bytes, BURNISH_BLOCK_SIZE);
      g_autoptr (GError) failure = NULL;

      if (_burnish_udf_device_read (self->device, start_byte, self->buffer, n, &failure))
        {
          if (!write_at (self->fd, offset, self->buffer, n, error))
            return FALSE;
          self->n_bytes += n;
        }
      else if (failure->domain != BURNISH_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      else
        self->is_incomplete = TRUE;
      start_byte += n;
      offset += n;
      size_bytes -= n;
    }
  return TRUE;
}

gboolean
_burnish_extraction_copy_extent (BurnishExtractionCopy *self,
                                 const BurnishUdfExtent *extent,
                                 guint64 offset,
                                 GError **error)
{
  for (guint64 done = 0; done < extent->size_bytes;)
    {
      guint64 start_byte = extent->start_byte + done;
      gsize n = (gsize) MIN (extent->size_bytes - done, BURNISH_EXTRACTION_COPY_BYTES);

      if (g_cancellable_set_error_if_cancelled (self->device->cancellable, error))
        return FALSE;
      if (_burnish_udf_device_read (self->device, start_byte, self->buffer, n, NULL))
        {
          if (!write_at (self->fd, offset + done, self->buffer, n, error))
            return FALSE;
          self->n_bytes += n;
        }
      else if (!copy_what_is_there (self, start_byte, offset + done, n, error))
        return FALSE;
      done += n;
    }
  return TRUE;
}
