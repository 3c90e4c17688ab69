/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-libburn-private.h"

#include <stdatomic.h>

/* libburn asks for one block at a time; the image stream is asked for this much. */
#define CHUNK_BYTES (64 * 1024)

struct _BurnishLibburnSource
{
  struct burn_source burn_source;
  const BurnishWriteRequest *request;
  struct burn_drive *drive;
  GCancellable *cancellable; /* (nullable) */
  guint64 size_bytes;        /* of the image */
  off_t track_bytes;
  guint64 fetched_bytes; /* taken from the request */
  atomic_uint_least64_t delivered_bytes;
  /* Between libburn's thread and the one that waits for it: what was delivered does not change
     while the drive is stopped. */
  GMutex lock;
  gboolean stopped;
  guint8 *chunk;
  gsize chunk_length;
  gsize chunk_position;
  GError *error; /* (nullable) why it ended early; read after the end of libburn's thread */
};

static gboolean
fetch_chunk (BurnishLibburnSource *self)
{
  gsize size_bytes = (gsize) MIN (self->size_bytes - self->fetched_bytes, CHUNK_BYTES);

  if (self->error != NULL || size_bytes == 0)
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    return FALSE;
  if (!self->request->read (self->chunk, size_bytes, self->request->user_data, &self->error))
    {
      g_assert (self->error != NULL);
      return FALSE;
    }
  self->fetched_bytes += size_bytes;
  self->chunk_length = size_bytes;
  self->chunk_position = 0;
  return TRUE;
}

/* Returns: FALSE when libburn shall get nothing more */
static gboolean
deliver (BurnishLibburnSource *self, unsigned char *buffer, gsize size_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->stopped)
    return FALSE;
  memcpy (buffer, self->chunk + self->chunk_position, size_bytes);
  self->chunk_position += size_bytes;
  atomic_fetch_add (&self->delivered_bytes, size_bytes);
  return TRUE;
}

/* libburn would fill up with zeros what an ended source still owes, so the drive is stopped first:
   nothing that is not the image gets onto the disc. */
static int
read_cb (struct burn_source *source, unsigned char *buffer, int size)
{
  BurnishLibburnSource *self = source->data;
  int done = 0;

  while (done < size)
    {
      gsize n;

      if (self->chunk_position == self->chunk_length && !fetch_chunk (self))
        {
          if (self->error != NULL)
            burn_drive_cancel (self->drive);
          return self->error != NULL ? -1 : done;
        }
      n = MIN (self->chunk_length - self->chunk_position, (gsize) (size - done));
      if (!deliver (self, buffer + done, n))
        return -1;
      done += (int) n;
    }
  return done;
}

static off_t
get_size_cb (struct burn_source *source)
{
  BurnishLibburnSource *self = source->data;

  return self->track_bytes;
}

/* libburn lengthens a track that is too short for a CD; it fills up with zeros what is not there.
 */
static int
set_size_cb (struct burn_source *source, off_t size)
{
  BurnishLibburnSource *self = source->data;

  self->track_bytes = size;
  return 1;
}

/* The source belongs to the write, which frees it. */
static void
free_data_cb (struct burn_source *source G_GNUC_UNUSED)
{
}

BurnishLibburnSource *
_burnish_libburn_source_new (const BurnishWriteRequest *request,
                             struct burn_drive *drive,
                             GCancellable *cancellable)
{
  BurnishLibburnSource *self = g_new0 (BurnishLibburnSource, 1);

  self->request = request;
  self->drive = drive;
  self->cancellable = cancellable;
  self->size_bytes = request->n_blocks * BURNISH_BLOCK_SIZE;
  self->track_bytes = (off_t) self->size_bytes;
  g_mutex_init (&self->lock);
  self->chunk = g_malloc (CHUNK_BYTES);
  self->burn_source = (struct burn_source){
    .refcount = 1, /* ours: libburn never sees the last one */
    .read = read_cb,
    .get_size = get_size_cb,
    .set_size = set_size_cb,
    .free_data = free_data_cb,
    .data = self,
  };
  return self;
}

void
_burnish_libburn_source_free (BurnishLibburnSource *self)
{
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_free (self->chunk);
  g_free (self);
}

struct burn_source *
_burnish_libburn_source_get_burn_source (BurnishLibburnSource *self)
{
  return &self->burn_source;
}

guint64
_burnish_libburn_source_get_delivered_bytes (BurnishLibburnSource *self)
{
  return atomic_load (&self->delivered_bytes);
}

gboolean
_burnish_libburn_source_is_exhausted (BurnishLibburnSource *self)
{
  return atomic_load (&self->delivered_bytes) == self->size_bytes;
}

/* A drive that is stopped when libburn has everything may close the disc or not, and libburn does
   not tell which. */
gboolean
_burnish_libburn_source_stop (BurnishLibburnSource *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (_burnish_libburn_source_is_exhausted (self))
    return FALSE;
  self->stopped = TRUE;
  burn_drive_cancel (self->drive);
  return TRUE;
}

gboolean
_burnish_libburn_source_check (BurnishLibburnSource *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
