/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-reader-private.h"

#include <string.h>

struct _BurnishImageSpan
{
  guint32 segment;
  BurnishContent *content; /* (owned) (nullable) of the thread that reads */
  BurnishSha256 *sha256;   /* (owned) (nullable) of the thread whose turn is at hashed_bytes */
  guint64 hashed_bytes;    /* guarded by the stream's lock */
  gboolean failed;         /* of the thread that reads */
};

/* What a reader thread works with. */
typedef struct
{
  BurnishImageStream *stream;
  BurnishSha256 *sha256; /* (owned) (nullable) for files within a slot */
  guint64 slot;
  guint64 begin; /* bytes of the image that the slot holds */
  guint64 end;
  guint8 *data;
  guint32 n_files_done;
} Reader;

/* ---- Spans ---- */

static BurnishSha256 *
take_sha256 (BurnishImageStream *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (!self->hash_files)
    return NULL;
  locker = g_mutex_locker_new (&self->lock);
  if (self->spare_sha256s->len == 0)
    return _burnish_sha256_new ();
  return g_ptr_array_steal_index_fast (self->spare_sha256s, self->spare_sha256s->len - 1);
}

void
_burnish_image_span_free (BurnishImageSpan *span)
{
  g_clear_pointer (&span->content, _burnish_content_free);
  g_clear_pointer (&span->sha256, _burnish_sha256_free);
  g_free (span);
}

/* Whether a reader must give up: what it fills will never be delivered. With the lock held. */
static gboolean
is_pointless (BurnishImageStream *self, guint64 slot)
{
  return self->stop || (self->error && slot > self->error_slot);
}

/* Takes the error. Returns whether to go on, with zeros in place of the contents. */
static gboolean
handle_failure (Reader *reader, guint32 block, GError *error)
{
  BurnishImageStream *self = reader->stream;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  BurnishImageBadFile bad = { block, error };

  if (self->policy == BURNISH_SOURCE_FILL_AND_LIST
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_array_append_val (self->bad_files, bad);
      return TRUE;
    }
  if (self->error == NULL || reader->slot < self->error_slot)
    {
      g_clear_error (&self->error);
      self->error = error;
      self->error_slot = reader->slot;
    }
  else
    {
      g_error_free (error);
    }
  return FALSE;
}

static gboolean
fail_span (Reader *reader, BurnishImageSpan *span, GError *error)
{
  span->failed = TRUE;
  return handle_failure (reader, reader->stream->segments[span->segment].start_block, error);
}

static gboolean
open_content (Reader *reader, BurnishImageSpan *span)
{
  BurnishImageStream *self = reader->stream;
  const BurnishSegment *segment = &self->segments[span->segment];
  GError *error = NULL;

  switch (segment->kind)
    {
    case BURNISH_SEGMENT_FILE:
      span->content = _burnish_content_open_node (burnish_image_layout_get_snapshot (self->layout),
                                                  segment->node, self->cancellable, &error);
      break;
    case BURNISH_SEGMENT_MANIFEST:
      span->content =
          _burnish_content_open_manifest (burnish_image_layout_get_snapshot (self->layout),
                                          _burnish_image_layout_get_manifest_names (self->layout),
                                          self->checksums);
      break;
    case BURNISH_SEGMENT_IMAGE:
      span->content = g_steal_pointer (&self->image);
      break;
    case BURNISH_SEGMENT_STRUCTURES:
    default:
      g_assert_not_reached ();
    }
  return error == NULL || fail_span (reader, span, error);
}

/* The bytes of a segment that lie in the reader's slot: contents, and zeros up to a whole block. */
typedef struct
{
  guint8 *data;
  guint64 offset; /* within the segment */
  gsize n_bytes;
  gsize n_padding;
  gboolean is_last;
} Part;

static Part
get_part (Reader *reader, guint32 index)
{
  BurnishImageStream *self = reader->stream;
  const BurnishSegment *segment = &self->segments[index];
  guint64 begin = (guint64) segment->start_block * BURNISH_BLOCK_SIZE;
  guint64 end = begin + (guint64) segment->n_blocks * BURNISH_BLOCK_SIZE;
  guint64 from = MAX (begin, reader->begin), to = MIN (end, reader->end);
  guint64 size_bytes = self->layout
                           ? _burnish_image_layout_get_segment_size_bytes (self->layout, segment)
                           : self->size_bytes;
  Part part = {
    .data = reader->data + (from - reader->begin),
    .offset = from - begin,
    .is_last = to == end,
  };

  part.n_bytes = (gsize) MIN (to - from, size_bytes - part.offset);
  part.n_padding = (gsize) (to - from) - part.n_bytes;
  return part;
}

static gboolean
read_part (Reader *reader, BurnishImageSpan *span, const Part *part)
{
  BurnishImageStream *self = reader->stream;
  GError *error = NULL;

  memset (part->data + part->n_bytes, 0, part->n_padding);
  if (!span->failed)
    {
      if (!_burnish_content_read (span->content, part->data, part->n_bytes, self->cancellable,
                                  &error))
        memset (part->data, 0, part->n_bytes);
      else if (!part->is_last || _burnish_content_finish (span->content, &error))
        return TRUE;
      /* When only the check at the end failed, what was read stays; the file is listed as bad. */
      return fail_span (reader, span, error);
    }
  memset (part->data, 0, part->n_bytes);
  return TRUE;
}

/* The last part of a file is there and hashed. */
static void
finish_file (Reader *reader, const BurnishImageSpan *span)
{
  BurnishImageStream *self = reader->stream;
  guint8 digest[BURNISH_SHA256_SIZE];

  if (self->segments[span->segment].kind == BURNISH_SEGMENT_FILE)
    reader->n_files_done++;
  if (span->sha256 == NULL)
    return;
  _burnish_sha256_finish (span->sha256, digest);
  if (!span->failed)
    _burnish_checksums_set_segment (self->checksums, span->segment, digest);
}

static void
report_files_done (Reader *reader)
{
  BurnishImageStream *self = reader->stream;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_files_left -= reader->n_files_done;
  reader->n_files_done = 0;
  g_cond_broadcast (&self->news);
}

/* The file goes on in the next slot: lets the next reader have it, then hashes this part. */
static gboolean
hand_over (Reader *reader, BurnishImageSpan *span, const Part *part)
{
  BurnishImageStream *self = reader->stream;

  g_mutex_lock (&self->lock);
  g_assert (self->spans[reader->slot % BURNISH_IMAGE_N_SPANS] == NULL);
  self->spans[reader->slot % BURNISH_IMAGE_N_SPANS] = span;
  g_cond_broadcast (&self->news);
  if (span->sha256)
    {
      while (span->hashed_bytes != part->offset && !is_pointless (self, reader->slot))
        g_cond_wait (&self->news, &self->lock);
      if (is_pointless (self, reader->slot))
        {
          g_mutex_unlock (&self->lock);
          return FALSE;
        }
      g_mutex_unlock (&self->lock);
      _burnish_sha256_update (span->sha256, part->data, part->n_bytes);
      g_mutex_lock (&self->lock);
      span->hashed_bytes += part->n_bytes;
      g_cond_broadcast (&self->news);
    }
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* A segment that begins in this slot. */
static gboolean
begin_segment (Reader *reader, guint32 index)
{
  BurnishImageStream *self = reader->stream;
  gboolean is_hashed = self->segments[index].kind == BURNISH_SEGMENT_FILE;
  BurnishImageSpan span = { .segment = index, .sha256 = is_hashed ? reader->sha256 : NULL };
  Part part = get_part (reader, index);
  gboolean read = open_content (reader, &span) && read_part (reader, &span, &part);

  if (read && !part.is_last)
    {
      if (is_hashed)
        reader->sha256 = take_sha256 (self);
      return hand_over (reader, g_memdup2 (&span, sizeof span), &part);
    }
  g_clear_pointer (&span.content, _burnish_content_free);
  if (!read)
    return FALSE;
  if (span.sha256)
    _burnish_sha256_update (span.sha256, part.data, part.n_bytes);
  finish_file (reader, &span);
  return TRUE;
}

/* Waits for a span that begins in an earlier slot. NULL when there is no point any more. */
static BurnishImageSpan *
take_over (Reader *reader)
{
  BurnishImageStream *self = reader->stream;
  BurnishImageSpan **handed = &self->spans[(reader->slot - 1) % BURNISH_IMAGE_N_SPANS];
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (*handed == NULL && !is_pointless (self, reader->slot))
    g_cond_wait (&self->news, &self->lock);
  return is_pointless (self, reader->slot) ? NULL : g_steal_pointer (handed);
}

/* Another thread may still be hashing an earlier part: freed when all threads are gone. */
static gboolean
leave_span (BurnishImageStream *self, BurnishImageSpan *span)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->left_spans, span);
  return FALSE;
}

/* Hashes the last part when all the others are. */
static gboolean
finish_span (Reader *reader, BurnishImageSpan *span, const Part *part)
{
  BurnishImageStream *self = reader->stream;

  if (span->sha256)
    {
      g_mutex_lock (&self->lock);
      while (span->hashed_bytes != part->offset && !is_pointless (self, reader->slot))
        g_cond_wait (&self->news, &self->lock);
      if (is_pointless (self, reader->slot))
        {
          g_mutex_unlock (&self->lock);
          return leave_span (self, span);
        }
      g_mutex_unlock (&self->lock);
      _burnish_sha256_update (span->sha256, part->data, part->n_bytes);
    }
  finish_file (reader, span);
  if (span->sha256)
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

      g_ptr_array_add (self->spare_sha256s, g_steal_pointer (&span->sha256));
    }
  _burnish_image_span_free (span);
  return TRUE;
}

/* A segment that began in an earlier slot. */
static gboolean
continue_segment (Reader *reader, guint32 index)
{
  Part part = get_part (reader, index);
  BurnishImageSpan *span = take_over (reader);

  if (span == NULL)
    return FALSE;
  g_assert (span->segment == index);
  if (!read_part (reader, span, &part))
    return leave_span (reader->stream, span);
  return part.is_last ? finish_span (reader, span, &part) : hand_over (reader, span, &part);
}

/* The manifest needs the checksums of all files, some of which are in other readers' hands. */
static gboolean
begin_manifest (Reader *reader, guint32 index)
{
  BurnishImageStream *self = reader->stream;
  gboolean go_on;

  report_files_done (reader);
  g_mutex_lock (&self->lock);
  while (self->n_files_left > 0 && !is_pointless (self, reader->slot))
    g_cond_wait (&self->news, &self->lock);
  go_on = !is_pointless (self, reader->slot);
  g_mutex_unlock (&self->lock);
  return go_on && begin_segment (reader, index);
}

/* ---- Slots ---- */

static guint32
find_segment (BurnishImageStream *self, guint64 byte)
{
  if (self->layout == NULL)
    return 0;
  return _burnish_image_layout_find_segment (self->layout, (guint32) (byte / BURNISH_BLOCK_SIZE));
}

/* Puts the contents of a small file into its file entry. */
static gboolean
embed_file (Reader *reader, BurnishNode node, guint32 block, guint8 *bytes)
{
  BurnishImageStream *self = reader->stream;
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (self->layout);
  gsize size_bytes = (gsize) burnish_tree_snapshot_get_node_size_bytes (snapshot, node);
  guint8 contents[BURNISH_BLOCK_SIZE] = { 0 }, digest[BURNISH_SHA256_SIZE];
  GError *error = NULL;
  g_autoptr (BurnishContent) content =
      _burnish_content_open_node (snapshot, node, self->cancellable, &error);
  gboolean is_good =
      content && _burnish_content_read (content, contents, size_bytes, self->cancellable, &error)
      && _burnish_content_finish (content, &error);

  reader->n_files_done++;
  if (!is_good && !handle_failure (reader, block, error))
    return FALSE;
  _burnish_image_layout_embed (self->layout, node, contents, bytes);
  if (is_good && reader->sha256)
    {
      _burnish_sha256_update (reader->sha256, contents, size_bytes);
      _burnish_sha256_finish (reader->sha256, digest);
      _burnish_checksums_set_embedded (self->checksums, node, digest);
    }
  return TRUE;
}

static gboolean
copy_structures (Reader *reader, guint32 index)
{
  BurnishImageStream *self = reader->stream;
  Part part = get_part (reader, index);
  guint32 start_block =
      self->segments[index].start_block + (guint32) (part.offset / BURNISH_BLOCK_SIZE);
  guint32 n_blocks = (guint32) (part.n_bytes / BURNISH_BLOCK_SIZE);

  _burnish_image_layout_read_structures (self->layout, start_block, n_blocks, part.data);
  for (guint32 i = 0; i < n_blocks; i++)
    {
      BurnishNode node = _burnish_image_layout_get_embedded_node (self->layout, start_block + i);

      if (node != BURNISH_NODE_NONE
          && !embed_file (reader, node, start_block + i,
                          part.data + (gsize) i * BURNISH_BLOCK_SIZE))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill_slot (Reader *reader)
{
  BurnishImageStream *self = reader->stream;
  guint32 crossing = G_MAXUINT32, manifest = G_MAXUINT32;
  guint64 at = reader->begin;

  for (guint32 i = find_segment (self, reader->begin); i < self->n_segments; i++)
    {
      const BurnishSegment *segment = &self->segments[i];
      guint64 begin = (guint64) segment->start_block * BURNISH_BLOCK_SIZE;

      if (begin >= reader->end)
        break;
      if (begin > at)
        memset (reader->data + (at - reader->begin), 0, begin - at);
      if (segment->kind == BURNISH_SEGMENT_STRUCTURES)
        {
          if (!copy_structures (reader, i))
            return FALSE;
        }
      else if (begin < reader->begin)
        crossing = i;
      else if (segment->kind == BURNISH_SEGMENT_MANIFEST)
        manifest = i;
      else if (!begin_segment (reader, i))
        return FALSE;
      at = MIN (begin + (guint64) segment->n_blocks * BURNISH_BLOCK_SIZE, reader->end);
    }
  memset (reader->data + (at - reader->begin), 0, reader->end - at);
  return (crossing == G_MAXUINT32 || continue_segment (reader, crossing))
         && (manifest == G_MAXUINT32 || begin_manifest (reader, manifest));
}

static void
checksum_slot (Reader *reader)
{
  guint32 chunk = (guint32) (reader->begin / BURNISH_CHECKSUM_CHUNK_BYTES);
  gsize size_bytes = (gsize) (reader->end - reader->begin);

  for (gsize at = 0; at < size_bytes; at += BURNISH_CHECKSUM_CHUNK_BYTES)
    _burnish_checksums_set_chunk (reader->stream->checksums, chunk++, reader->data + at,
                                  MIN (BURNISH_CHECKSUM_CHUNK_BYTES, size_bytes - at));
}

/* With the lock held. */
static guint8 *
take_buffer (BurnishImageStream *self)
{
  if (self->n_spare_buffers > 0)
    return self->spare_buffers[--self->n_spare_buffers];
  return g_aligned_alloc (1, BURNISH_IMAGE_SLOT_BYTES, BURNISH_IMAGE_SLOT_ALIGNMENT);
}

/* Takes the next slot as soon as there is room for it. FALSE when there is nothing left to do. */
static gboolean
take_slot (Reader *reader)
{
  BurnishImageStream *self = reader->stream;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (!self->stop && self->error == NULL && self->next_fill < self->n_slots
         && self->next_fill == self->next_free + BURNISH_IMAGE_N_SLOTS)
    g_cond_wait (&self->space, &self->lock);
  if (self->stop || self->error || self->next_fill == self->n_slots)
    return FALSE;
  reader->slot = self->next_fill++;
  reader->begin = reader->slot * BURNISH_IMAGE_SLOT_BYTES;
  reader->end = MIN (reader->begin + BURNISH_IMAGE_SLOT_BYTES, self->size_bytes);
  reader->data = take_buffer (self);
  self->slots[reader->slot % BURNISH_IMAGE_N_SLOTS] = reader->data;
  return TRUE;
}

gpointer
_burnish_image_reader_thread (gpointer data)
{
  BurnishImageStream *self = data;
  Reader reader = { .stream = self, .sha256 = take_sha256 (self) };

  while (take_slot (&reader))
    {
      gboolean is_filled = fill_slot (&reader);

      if (is_filled)
        checksum_slot (&reader);
      g_mutex_lock (&self->lock);
      if (is_filled)
        self->filled[reader.slot % BURNISH_IMAGE_N_SLOTS] = reader.slot + 1;
      self->n_files_left -= reader.n_files_done;
      reader.n_files_done = 0;
      g_cond_broadcast (&self->news);
      g_cond_broadcast (&self->space);
      g_mutex_unlock (&self->lock);
    }
  g_clear_pointer (&reader.sha256, _burnish_sha256_free);
  return NULL;
}
