/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-file-engine-private.h"

#include "burnish-engine-class-private.h"
#include "burnish-error.h"
#include "burnish-image-file-target-private.h"
#include "burnish-medium-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Large enough that system calls cost nothing, small enough that a cancel is seen at once. */
#define CHUNK_BLOCKS 512

#define PROGRESS_INTERVAL_USEC (100 * 1000)

typedef struct
{
  BurnishEngine parent;
  char *path;
  int read_fd; /* -1 until something was read */
} BurnishImageFileEngine;

static void
report_progress (const BurnishEngineSink *sink, BurnishEnginePhase phase, guint64 blocks_done)
{
  const BurnishEngineProgress progress = {
    .phase = phase,
    .blocks_done = blocks_done,
    .fraction = -1,
    .drive_buffer_fill = -1,
  };

  if (sink->progress != NULL)
    sink->progress (&progress, sink->user_data);
}

static void
forget_read_fd (BurnishImageFileEngine *self)
{
  if (self->read_fd >= 0)
    close (self->read_fd);
  self->read_fd = -1;
}

static void
image_file_engine_close (BurnishEngine *engine)
{
  BurnishImageFileEngine *self = (BurnishImageFileEngine *) engine;

  forget_read_fd (self);
  g_free (self->path);
  g_free (self);
}

static BurnishMedium *
image_file_engine_inspect (BurnishEngine *engine,
                           GCancellable *cancellable G_GNUC_UNUSED,
                           GError **error)
{
  BurnishImageFileEngine *self = (BurnishImageFileEngine *) engine;

  return _burnish_medium_new_for_image_file (self->path, error);
}

static gboolean
write_blocks (BurnishImageFileTarget *target,
              const BurnishWriteRequest *request,
              const BurnishEngineSink *sink,
              BurnishWriteOutcome *outcome,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK_BLOCKS * BURNISH_BLOCK_SIZE);
  gint64 next_report = 0;

  while (outcome->blocks_written < request->n_blocks)
    {
      guint64 n_blocks = MIN (request->n_blocks - outcome->blocks_written, CHUNK_BLOCKS);
      gsize size_bytes = (gsize) n_blocks * BURNISH_BLOCK_SIZE;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (g_get_monotonic_time () >= next_report)
        {
          report_progress (sink, BURNISH_ENGINE_WRITING, outcome->blocks_written);
          next_report = g_get_monotonic_time () + PROGRESS_INTERVAL_USEC;
        }
      if (!request->read (buffer, size_bytes, request->user_data, error)
          || !_burnish_image_file_target_append (target, buffer, size_bytes, cancellable, error))
        return FALSE;
      outcome->blocks_written += n_blocks;
    }
  report_progress (sink, BURNISH_ENGINE_WRITING, outcome->blocks_written);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static BurnishImageFileTarget *
open_target (BurnishImageFileEngine *self,
             const BurnishWriteRequest *request,
             GCancellable *cancellable,
             GError **error)
{
  guint64 size_bytes = request->n_blocks * BURNISH_BLOCK_SIZE;

  if (request->start_block > 0)
    return _burnish_image_file_target_new_behind (
        self->path, (guint64) request->start_block * BURNISH_BLOCK_SIZE, size_bytes, error);
  return _burnish_image_file_target_new (self->path, size_bytes,
                                         (request->flags & BURNISH_WRITE_OVERWRITE) != 0,
                                         cancellable, error);
}

static gboolean
write_patches (BurnishImageFileTarget *target,
               const BurnishWriteRequest *request,
               BurnishWriteOutcome *outcome,
               GError **error)
{
  for (guint i = 0; i < request->n_patches; i++)
    {
      const BurnishWritePatch *patch = &request->patches[i];

      outcome->patched = TRUE;
      if (!_burnish_image_file_target_patch (target,
                                             (guint64) patch->start_block * BURNISH_BLOCK_SIZE,
                                             patch->bytes,
                                             (gsize) patch->n_blocks * BURNISH_BLOCK_SIZE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
image_file_engine_write (BurnishEngine *engine,
                         const BurnishWriteRequest *request,
                         const BurnishEngineSink *sink,
                         BurnishWriteOutcome *outcome,
                         GCancellable *cancellable,
                         GError **error)
{
  BurnishImageFileEngine *self = (BurnishImageFileEngine *) engine;
  g_autoptr (BurnishImageFileTarget) target = NULL;

  if (request->flags & BURNISH_WRITE_SIMULATE)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED,
                           "Writing an image file cannot be simulated");
      return FALSE;
    }
  forget_read_fd (self);
  report_progress (sink, BURNISH_ENGINE_PREPARING, 0);
  outcome->start_block = request->start_block;
  target = open_target (self, request, cancellable, error);
  if (target == NULL || !write_blocks (target, request, sink, outcome, cancellable, error))
    return FALSE;
  report_progress (sink, BURNISH_ENGINE_CLOSING, outcome->blocks_written);
  outcome->closed = write_patches (target, request, outcome, error)
                    && _burnish_image_file_target_commit (target, error);
  return outcome->closed;
}

static gboolean
ensure_read_fd (BurnishImageFileEngine *self, GError **error)
{
  g_autofree char *display = g_filename_display_name (self->path);
  struct stat info;

  if (self->read_fd >= 0)
    return TRUE;
  /* O_NONBLOCK so that a FIFO does not wait for a writer; regular files ignore it. */
  self->read_fd = g_open (self->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (self->read_fd < 0)
    {
      int errsv = errno;
      g_set_error (error, BURNISH_ERROR,
                   errsv == ENOENT ? BURNISH_ERROR_NO_DISC : BURNISH_ERROR_READ_FAILED,
                   "Cannot open the image file “%s”: %s", display, g_strerror (errsv));
      return FALSE;
    }
  if (fstat (self->read_fd, &info) == 0 && S_ISREG (info.st_mode))
    return TRUE;
  forget_read_fd (self);
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED,
               "“%s” is no regular file and cannot be read back", display);
  return FALSE;
}

static gboolean
image_file_engine_prepare_read (BurnishEngine *engine,
                                GCancellable *cancellable G_GNUC_UNUSED,
                                GError **error)
{
  BurnishImageFileEngine *self = (BurnishImageFileEngine *) engine;

  if (!ensure_read_fd (self, error))
    return FALSE;
  /* Only pages that are on the disk already can be dropped. */
  if (fsync (self->read_fd) != 0 && errno != EINVAL && errno != EROFS)
    {
      int errsv = errno;
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED,
                   "Cannot bring the image file to the disk: %s", g_strerror (errsv));
      return FALSE;
    }
  (void) posix_fadvise (self->read_fd, 0, 0, POSIX_FADV_DONTNEED);
  return TRUE;
}

static gboolean
image_file_engine_read (BurnishEngine *engine,
                        guint32 start_block,
                        guint32 n_blocks,
                        guint8 *buffer,
                        GError **error)
{
  BurnishImageFileEngine *self = (BurnishImageFileEngine *) engine;
  gsize size_bytes = (gsize) n_blocks * BURNISH_BLOCK_SIZE;
  gsize done = 0;

  if (!ensure_read_fd (self, error))
    return FALSE;
  while (done < size_bytes)
    {
      off_t offset = (off_t) start_block * BURNISH_BLOCK_SIZE + (off_t) done;
      gssize n = pread (self->read_fd, buffer + done, size_bytes - done, offset);

      if (n > 0)
        done += (gsize) n;
      else if (n == 0 || errno != EINTR)
        {
          int errsv = errno;
          guint32 block = start_block + (guint32) (done / BURNISH_BLOCK_SIZE);
          GError *failure = g_error_new (BURNISH_ERROR, BURNISH_ERROR_READ_FAILED,
                                         "Cannot read block %u of the image file: %s", block,
                                         n == 0 ? "it ends before" : g_strerror (errsv));
          burnish_error_set_block (failure, block);
          burnish_error_set_path (failure, self->path);
          g_propagate_error (error, failure);
          return FALSE;
        }
    }
  return TRUE;
}

static const BurnishEngineClass image_file_engine_class = {
  .close = image_file_engine_close,
  .inspect = image_file_engine_inspect,
  .write = image_file_engine_write,
  .prepare_read = image_file_engine_prepare_read,
  .read = image_file_engine_read,
};

BurnishEngine *
_burnish_image_file_engine_new (const char *path)
{
  BurnishImageFileEngine *self = g_new0 (BurnishImageFileEngine, 1);

  self->parent.klass = &image_file_engine_class;
  self->parent.owner = g_thread_self ();
  self->path = g_strdup (path);
  self->read_fd = -1;
  return &self->parent;
}
