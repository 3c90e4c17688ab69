/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-stream-private.h"

#include "burnish-image-reader-private.h"

#include <string.h>

/* ---- Slots ---- */

/* Waits until a slot is filled. FALSE when it never will be. With the lock held. */
static gboolean
wait_for_slot (BurnishImageStream *self, guint64 slot)
{
  while (self->filled[slot % BURNISH_IMAGE_N_SLOTS] != slot + 1)
    {
      if (self->stop || (self->error && slot >= self->error_slot))
        return FALSE;
      g_cond_wait (&self->news, &self->lock);
    }
  return !self->stop;
}

/* Gives back the buffers of slots that hasher and reader have passed. With the lock held. */
static void
free_slots (BurnishImageStream *self)
{
  guint64 end = MIN (self->next_read, self->next_hash);

  if (self->next_free == end)
    return;
  while (self->next_free < end)
    self->spare_buffers[self->n_spare_buffers++] =
        g_steal_pointer (&self->slots[self->next_free++ % BURNISH_IMAGE_N_SLOTS]);
  g_cond_broadcast (&self->space);
}

static gpointer
hasher_thread (gpointer data)
{
  BurnishImageStream *self = data;
  g_autoptr (BurnishSha256) sha256 = _burnish_sha256_new ();
  guint8 digest[BURNISH_SHA256_SIZE];

  for (guint64 slot = 0; slot < self->n_slots; slot++)
    {
      guint64 begin = slot * BURNISH_IMAGE_SLOT_BYTES;
      gboolean is_filled;

      g_mutex_lock (&self->lock);
      is_filled = wait_for_slot (self, slot);
      g_mutex_unlock (&self->lock);
      if (!is_filled)
        return NULL;
      _burnish_sha256_update (sha256, self->slots[slot % BURNISH_IMAGE_N_SLOTS],
                              MIN (BURNISH_IMAGE_SLOT_BYTES, self->size_bytes - begin));
      if (slot == self->n_slots - 1)
        {
          _burnish_sha256_finish (sha256, digest);
          _burnish_checksums_set_sha256 (self->checksums, digest);
        }
      g_mutex_lock (&self->lock);
      self->next_hash = slot + 1;
      free_slots (self);
      g_cond_broadcast (&self->news);
      g_mutex_unlock (&self->lock);
    }
  return NULL;
}

/* ---- The stream ---- */

static void
bad_file_clear (BurnishImageBadFile *bad)
{
  g_clear_error (&bad->error);
}

static void
start (BurnishImageStream *self, gboolean sha256)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->space);
  g_cond_init (&self->news);
  self->cancellable = g_cancellable_new ();
  self->n_slots = (self->size_bytes + BURNISH_IMAGE_SLOT_BYTES - 1) / BURNISH_IMAGE_SLOT_BYTES;
  self->spare_sha256s = g_ptr_array_new_with_free_func ((GDestroyNotify) _burnish_sha256_free);
  self->left_spans = g_ptr_array_new_with_free_func ((GDestroyNotify) _burnish_image_span_free);
  self->bad_files = g_array_new (FALSE, FALSE, sizeof (BurnishImageBadFile));
  g_array_set_clear_func (self->bad_files, (GDestroyNotify) bad_file_clear);
  for (guint32 i = 0; i < self->n_segments; i++)
    self->n_files_left += self->segments[i].kind == BURNISH_SEGMENT_FILE;
  if (self->layout)
    self->n_files_left += _burnish_image_layout_get_n_embedded (self->layout);
  if (sha256)
    self->hasher = g_thread_new ("burnish-hash", hasher_thread, self);
  else
    self->next_hash = G_MAXUINT64;
  for (guint i = 0; i < BURNISH_IMAGE_N_READERS; i++)
    self->readers[i] = g_thread_new ("burnish-read", _burnish_image_reader_thread, self);
}

BurnishImageStream *
_burnish_image_stream_new (BurnishImageLayout *layout, BurnishSourcePolicy policy, gboolean sha256)
{
  BurnishImageStream *self;

  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (layout), NULL);
  self = g_new0 (BurnishImageStream, 1);
  self->layout = g_object_ref (layout);
  self->policy = policy;
  self->hash_files = sha256 || _burnish_image_layout_has_manifest (layout);
  self->segments = _burnish_image_layout_get_segments (layout, &self->n_segments);
  self->size_bytes = burnish_image_layout_get_n_blocks (layout) * BURNISH_BLOCK_SIZE;
  self->checksums = _burnish_checksums_new (burnish_image_layout_get_n_blocks (layout), layout);
  start (self, sha256);
  return self;
}

BurnishImageStream *
_burnish_image_stream_new_for_file (const char *path, gboolean sha256, GError **error)
{
  g_autoptr (BurnishContent) image = NULL;
  BurnishImageStream *self;
  guint64 size_bytes;

  g_return_val_if_fail (path != NULL, NULL);
  image = _burnish_content_open_image (path, &size_bytes, error);
  if (image == NULL)
    return NULL;
  self = g_new0 (BurnishImageStream, 1);
  self->image = g_steal_pointer (&image);
  self->policy = BURNISH_SOURCE_STOP;
  self->image_segment = (BurnishSegment){
    .kind = BURNISH_SEGMENT_IMAGE,
    .n_blocks = (guint32) (size_bytes / BURNISH_BLOCK_SIZE),
    .node = BURNISH_NODE_NONE,
  };
  self->segments = &self->image_segment;
  self->n_segments = 1;
  self->size_bytes = size_bytes;
  self->checksums = _burnish_checksums_new (size_bytes / BURNISH_BLOCK_SIZE, NULL);
  start (self, sha256);
  return self;
}

/* Also runs when a caller's cancellable is triggered, in that thread. */
static void
stop (BurnishImageStream *self)
{
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_broadcast (&self->space);
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
  g_cancellable_cancel (self->cancellable);
}

void
_burnish_image_stream_free (BurnishImageStream *self)
{
  stop (self);
  for (guint i = 0; i < BURNISH_IMAGE_N_READERS; i++)
    g_thread_join (self->readers[i]);
  g_clear_pointer (&self->hasher, g_thread_join);
  for (guint i = 0; i < BURNISH_IMAGE_N_SPANS; i++)
    g_clear_pointer (&self->spans[i], _burnish_image_span_free);
  for (guint i = 0; i < BURNISH_IMAGE_N_SLOTS; i++)
    g_aligned_free (self->slots[i]);
  while (self->n_spare_buffers > 0)
    g_aligned_free (self->spare_buffers[--self->n_spare_buffers]);
  g_ptr_array_unref (self->left_spans);
  g_ptr_array_unref (self->spare_sha256s);
  g_array_unref (self->bad_files);
  g_clear_pointer (&self->listed, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->image, _burnish_content_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->checksums, burnish_checksums_unref);
  g_clear_object (&self->layout);
  g_cond_clear (&self->space);
  g_cond_clear (&self->news);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint64
_burnish_image_stream_get_n_blocks (BurnishImageStream *self)
{
  return self->size_bytes / BURNISH_BLOCK_SIZE;
}

/* Copies out of one slot; the slot is free once it is read to its end. */
static gboolean
read_slot (BurnishImageStream *self, guint8 *buffer, gsize *n_bytes, GError **error)
{
  guint64 slot = self->position / BURNISH_IMAGE_SLOT_BYTES;
  gsize offset = (gsize) (self->position % BURNISH_IMAGE_SLOT_BYTES);
  guint64 slot_end = MIN ((slot + 1) * BURNISH_IMAGE_SLOT_BYTES, self->size_bytes);
  gboolean is_filled;

  *n_bytes = (gsize) MIN (*n_bytes, slot_end - self->position);
  g_mutex_lock (&self->lock);
  is_filled = wait_for_slot (self, slot);
  if (!is_filled)
    {
      if (self->stop)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
      else
        g_propagate_error (error, g_error_copy (self->error));
    }
  g_mutex_unlock (&self->lock);
  if (!is_filled)
    return FALSE;
  memcpy (buffer, self->slots[slot % BURNISH_IMAGE_N_SLOTS] + offset, *n_bytes);
  self->position += *n_bytes;
  if (self->position < slot_end)
    return TRUE;
  g_mutex_lock (&self->lock);
  self->next_read = slot + 1;
  free_slots (self);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static void
cancelled_cb (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  stop (data);
}

gboolean
_burnish_image_stream_read (BurnishImageStream *self,
                            guint8 *buffer,
                            gsize size_bytes,
                            GCancellable *cancellable,
                            GError **error)
{
  gboolean done = TRUE;
  gulong handler;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->position + size_bytes <= self->size_bytes, FALSE);
  handler =
      cancellable ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL) : 0;
  while (done && size_bytes > 0)
    {
      gsize n_bytes = size_bytes;

      done = read_slot (self, buffer, &n_bytes, error);
      buffer += n_bytes;
      size_bytes -= n_bytes;
    }
  g_cancellable_disconnect (cancellable, handler);
  return done;
}

double
_burnish_image_stream_get_fifo_fill (BurnishImageStream *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint64 n_left = MIN (BURNISH_IMAGE_N_SLOTS, self->n_slots - self->next_read);
  guint n_filled = 0;

  for (guint64 i = 0; i < n_left; i++)
    n_filled +=
        self->filled[(self->next_read + i) % BURNISH_IMAGE_N_SLOTS] == self->next_read + i + 1;
  return n_left > 0 ? (double) n_filled / (double) n_left : 1.0;
}

BurnishChecksums *
_burnish_image_stream_dup_checksums (BurnishImageStream *self)
{
  g_return_val_if_fail (self->position == self->size_bytes, NULL);
  g_mutex_lock (&self->lock);
  while (self->hasher && self->next_hash < self->n_slots && !self->stop)
    g_cond_wait (&self->news, &self->lock);
  g_mutex_unlock (&self->lock);
  return burnish_checksums_ref (self->checksums);
}

gboolean
_burnish_image_stream_get_file_sha256 (BurnishImageStream *self,
                                       BurnishNode node,
                                       guint8 digest[BURNISH_SHA256_SIZE])
{
  g_return_val_if_fail (self->position == self->size_bytes, FALSE);
  return self->hash_files && _burnish_checksums_get_file_digest (self->checksums, node, digest);
}

static int
compare_bad_files (gconstpointer a, gconstpointer b)
{
  const BurnishImageBadFile *first = a, *second = b;

  return (first->block > second->block) - (first->block < second->block);
}

GPtrArray *
_burnish_image_stream_get_bad_files (BurnishImageStream *self)
{
  g_return_val_if_fail (self->position == self->size_bytes, NULL);
  if (self->listed)
    return self->listed;
  self->listed = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_array_sort (self->bad_files, compare_bad_files);
  for (guint i = 0; i < self->bad_files->len; i++)
    g_ptr_array_add (self->listed,
                     g_error_copy (g_array_index (self->bad_files, BurnishImageBadFile, i).error));
  return self->listed;
}
