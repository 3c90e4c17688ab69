/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-content-private.h"

#include "burnish-manifest-private.h"
#include "burnish-source-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Exactly one of reader, manifest and fd is there. */
struct _BurnishContent
{
  BurnishSourceReader *reader;     /* (owned) (nullable) */
  BurnishManifestWriter *manifest; /* (owned) (nullable) */
  int fd;                          /* (owned) or -1 */
  char *path;                      /* (owned) (nullable) of the image file */
  struct stat status;              /* of the image file when it was opened */
};

static BurnishContent *
content_new (void)
{
  BurnishContent *self = g_new0 (BurnishContent, 1);

  self->fd = -1;
  return self;
}

BurnishContent *
_burnish_content_open_node (BurnishTreeSnapshot *snapshot,
                            BurnishNode node,
                            GCancellable *cancellable,
                            GError **error)
{
  BurnishSourceReader *reader = _burnish_source_open (snapshot, node, cancellable, error);
  BurnishContent *self;

  if (reader == NULL)
    return NULL;
  self = content_new ();
  self->reader = reader;
  return self;
}

BurnishContent *
_burnish_content_open_manifest (BurnishTreeSnapshot *snapshot,
                                BurnishUdfLayout *udf,
                                BurnishChecksums *checksums)
{
  BurnishContent *self = content_new ();

  self->manifest = _burnish_manifest_writer_new (snapshot, udf, checksums);
  return self;
}

G_GNUC_PRINTF (4, 5)
static void
set_error (GError **error, BurnishError code, const char *path, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error)
    {
      *error = g_error_new_valist (BURNISH_ERROR, (gint) code, format, args);
      burnish_error_set_path (*error, path);
    }
  va_end (args);
}

static gboolean
check_image (BurnishContent *self, GError **error)
{
  if (fstat (self->fd, &self->status) < 0)
    set_error (error, BURNISH_ERROR_SOURCE_UNREADABLE, self->path,
               "The image file cannot be examined: %s", g_strerror (errno));
  else if (!S_ISREG (self->status.st_mode))
    set_error (error, BURNISH_ERROR_IMAGE_INVALID, self->path, "The image is not a regular file");
  else if (self->status.st_size == 0)
    set_error (error, BURNISH_ERROR_IMAGE_INVALID, self->path, "The image file is empty");
  else if (self->status.st_size % BURNISH_BLOCK_SIZE != 0)
    set_error (error, BURNISH_ERROR_IMAGE_INVALID, self->path,
               "The image file has %" G_GINT64_FORMAT " bytes, which is no multiple of %d",
               (gint64) self->status.st_size, BURNISH_BLOCK_SIZE);
  else if (self->status.st_size / BURNISH_BLOCK_SIZE > G_MAXUINT32)
    set_error (error, BURNISH_ERROR_IMAGE_INVALID, self->path,
               "The image file has more blocks than any disc can address");
  else
    return TRUE;
  return FALSE;
}

BurnishContent *
_burnish_content_open_image (const char *path, guint64 *size_bytes, GError **error)
{
  g_autoptr (BurnishContent) self = content_new ();

  self->path = g_strdup (path);
  /* Without O_NONBLOCK, opening a FIFO would wait for a writer. */
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (self->fd < 0)
    {
      set_error (error,
                 errno == ENOENT || errno == ENOTDIR ? BURNISH_ERROR_SOURCE_MISSING
                                                     : BURNISH_ERROR_SOURCE_UNREADABLE,
                 path, "The image file cannot be opened: %s", g_strerror (errno));
      return NULL;
    }
  if (!check_image (self, error))
    return NULL;
  posix_fadvise (self->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  *size_bytes = (guint64) self->status.st_size;
  return g_steal_pointer (&self);
}

static gboolean
read_reader (BurnishContent *self,
             guint8 *buffer,
             gsize size_bytes,
             GCancellable *cancellable,
             GError **error)
{
  for (gsize done = 0; done < size_bytes;)
    {
      gssize n_bytes =
          _burnish_source_read (self->reader, buffer + done, size_bytes - done, cancellable, error);

      if (n_bytes < 0)
        return FALSE;
      if (n_bytes == 0)
        {
          g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED,
                       "A file ended before its staged size");
          return FALSE;
        }
      done += (gsize) n_bytes;
    }
  return TRUE;
}

static gboolean
read_image (BurnishContent *self, guint8 *buffer, gsize size_bytes, GError **error)
{
  for (gsize done = 0; done < size_bytes;)
    {
      gssize n_bytes = read (self->fd, buffer + done, size_bytes - done);

      if (n_bytes < 0 && errno == EINTR)
        continue;
      if (n_bytes < 0)
        set_error (error, BURNISH_ERROR_SOURCE_UNREADABLE, self->path,
                   "The image file cannot be read: %s", g_strerror (errno));
      if (n_bytes == 0)
        set_error (error, BURNISH_ERROR_SOURCE_CHANGED, self->path,
                   "The image file became shorter while it was read");
      if (n_bytes <= 0)
        return FALSE;
      done += (gsize) n_bytes;
    }
  return TRUE;
}

gboolean
_burnish_content_read (BurnishContent *self,
                       guint8 *buffer,
                       gsize size_bytes,
                       GCancellable *cancellable,
                       GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->reader)
    return read_reader (self, buffer, size_bytes, cancellable, error);
  if (self->fd >= 0)
    return read_image (self, buffer, size_bytes, error);
  if (_burnish_manifest_writer_read (self->manifest, buffer, size_bytes) == size_bytes)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_FAILED, "The manifest ended early");
  return FALSE;
}

gboolean
_burnish_content_pread (BurnishContent *self, guint64 offset, guint8 *buffer, gsize size_bytes)
{
  if (offset > G_MAXINT64 - size_bytes)
    return FALSE;
  return pread (self->fd, buffer, size_bytes, (off_t) offset) == (gssize) size_bytes;
}

gboolean
_burnish_content_finish (BurnishContent *self, GError **error)
{
  struct stat now;

  if (self->reader)
    return _burnish_source_close (self->reader, error);
  if (self->fd < 0)
    return TRUE;
  if (fstat (self->fd, &now) == 0 && now.st_size == self->status.st_size
      && now.st_mtim.tv_sec == self->status.st_mtim.tv_sec
      && now.st_mtim.tv_nsec == self->status.st_mtim.tv_nsec)
    return TRUE;
  set_error (error, BURNISH_ERROR_SOURCE_CHANGED, self->path,
             "The image file changed while it was read");
  return FALSE;
}

void
_burnish_content_free (BurnishContent *self)
{
  g_clear_pointer (&self->reader, _burnish_source_reader_free);
  g_clear_pointer (&self->manifest, _burnish_manifest_writer_free);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}
