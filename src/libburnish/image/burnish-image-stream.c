/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-stream-private.h"

#include "burnish-checksums-private.h"
#include "burnish-content-private.h"
#include "burnish-image-layout-private.h"

#include <string.h>

/*
 * The image is cut into slots of 1 MiB, of which 32 are in memory. Addresses are known beforehand,
 * so any reader thread can fill any slot with whatever belongs there; each takes the next one.
 * Only a file that crosses a boundary ties two slots together: whoever read its first part hands
 * it over (a "span"), and as reading goes on while the first part is still being hashed, the hash
 * follows behind. A slot's own files are read first and the part of a crossing file last, so that
 * readers seldom wait for each other.
 *
 *   readers ── fill, hash files, checksum 64 KiB ──► slots ──► hasher (SHA-256 of the image)
 *                                                      └─────► _read()
 *
 * A slot is used again when both have passed it. Slots are taken in order and never wait for a
 * higher one, hence no deadlock.
 */
#define SLOT_BYTES (1024 * 1024)
#define N_SLOTS    32
/* A span of slot k is fetched before slot k + 1 is filled, hence before slot k + 33 is begun. */
#define N_SPANS   (2 * N_SLOTS)
#define N_READERS 4

typedef struct
{
  guint32 segment;
  BurnishContent *content; /* (owned) (nullable) of the thread that reads */
  BurnishSha256 *sha256;   /* (owned) (nullable) of the thread whose turn is at hashed_bytes */
  guint64 hashed_bytes;    /* guarded by the stream's lock */
  gboolean failed;         /* of the thread that reads */
} Span;

typedef struct
{
  guint32 segment;
  GError *error; /* (owned) */
} BadFile;

struct _BurnishImageStream
{
  BurnishImageLayout *layout;   /* (owned) (nullable) for an image file */
  BurnishContent *image;        /* (owned) (nullable) an image file until it is read */
  BurnishSegment image_segment; /* of an image file */
  const BurnishSegment *segments;
  guint32 n_segments;
  BurnishSourcePolicy policy;
  gboolean hash_files;
  BurnishChecksums *checksums; /* (owned) */
  guint64 size_bytes;
  guint64 n_slots;   /* of the whole image */
  guint64 position;  /* of the thread that reads from the stream */
  GPtrArray *listed; /* (owned) (nullable) of GError: the bad files, sorted */

  GThread *readers[N_READERS]; /* (owned) (nullable) */
  GThread *hasher;             /* (owned) (nullable) */
  GCancellable *cancellable;   /* (owned) stops reading from slow sources */

  GMutex lock;              /* guards everything below */
  GCond space;              /* a slot became free */
  GCond news;               /* anything else */
  guint8 *slots[N_SLOTS];   /* (owned) (nullable) */
  guint64 filled[N_SLOTS];  /* which slot of the image is there, plus 1 */
  Span *spans[N_SPANS];     /* (owned) (nullable) handed over behind a slot */
  GPtrArray *spare_sha256s; /* (owned) */
  GPtrArray *left_spans;    /* (owned) of Span, when stopped in the middle */
  GArray *bad_files;        /* (owned) of BadFile */
  guint64 next_fill;
  guint64 next_hash;
  guint64 next_read;
  guint32 n_files_left;
  gboolean stop;
  GError *error; /* (owned) (nullable) the first one in address order */
  guint64 error_slot;
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

static void
span_free (Span *span)
{
  g_clear_pointer (&span->content, _burnish_content_free);
  g_clear_pointer (&span->sha256, _burnish_sha256_free);
  g_free (span);
}

static void
bad_file_clear (BadFile *bad)
{
  g_clear_error (&bad->error);
}

/* Whether a reader must give up: what it fills will never be delivered. With the lock held. */
static gboolean
is_pointless (BurnishImageStream *self, guint64 slot)
{
  return self->stop || (self->error && slot > self->error_slot);
}

/* Takes the error. Returns whether to go on, with zeros in place of the contents. */
static gboolean
handle_failure (Reader *reader, Span *span, GError *error)
{
  BurnishImageStream *self = reader->stream;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  BadFile bad = { span->segment, error };

  span->failed = TRUE;
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
open_content (Reader *reader, Span *span)
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
                                          self->checksums);
      break;
    case BURNISH_SEGMENT_IMAGE:
      span->content = g_steal_pointer (&self->image);
      break;
    case BURNISH_SEGMENT_STRUCTURES:
    default:
      g_assert_not_reached ();
    }
  return error == NULL || handle_failure (reader, span, error);
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
read_part (Reader *reader, Span *span, const Part *part)
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
      return handle_failure (reader, span, error);
    }
  memset (part->data, 0, part->n_bytes);
  return TRUE;
}

/* The last part of a file is there and hashed. */
static void
finish_file (Reader *reader, const Span *span)
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
hand_over (Reader *reader, Span *span, const Part *part)
{
  BurnishImageStream *self = reader->stream;

  g_mutex_lock (&self->lock);
  g_assert (self->spans[reader->slot % N_SPANS] == NULL);
  self->spans[reader->slot % N_SPANS] = span;
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
  Span span = { .segment = index, .sha256 = is_hashed ? reader->sha256 : NULL };
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
static Span *
take_over (Reader *reader)
{
  BurnishImageStream *self = reader->stream;
  Span **handed = &self->spans[(reader->slot - 1) % N_SPANS];
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (*handed == NULL && !is_pointless (self, reader->slot))
    g_cond_wait (&self->news, &self->lock);
  return is_pointless (self, reader->slot) ? NULL : g_steal_pointer (handed);
}

/* Another thread may still be hashing an earlier part: freed when all threads are gone. */
static gboolean
leave_span (BurnishImageStream *self, Span *span)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->left_spans, span);
  return FALSE;
}

/* Hashes the last part when all the others are. */
static gboolean
finish_span (Reader *reader, Span *span, const Part *part)
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
  span_free (span);
  return TRUE;
}

/* A segment that began in an earlier slot. */
static gboolean
continue_segment (Reader *reader, guint32 index)
{
  Part part = get_part (reader, index);
  Span *span = take_over (reader);

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

static void
copy_structures (Reader *reader, guint32 index)
{
  BurnishImageStream *self = reader->stream;
  Part part = get_part (reader, index);

  memcpy (part.data,
          _burnish_image_layout_get_structures (self->layout, &self->segments[index]) + part.offset,
          part.n_bytes);
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
        copy_structures (reader, i);
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

/* Takes the next slot as soon as there is room for it. FALSE when there is nothing left to do. */
static gboolean
take_slot (Reader *reader)
{
  BurnishImageStream *self = reader->stream;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (!self->stop && self->error == NULL && self->next_fill < self->n_slots
         && self->next_fill >= MIN (self->next_read, self->next_hash) + N_SLOTS)
    g_cond_wait (&self->space, &self->lock);
  if (self->stop || self->error || self->next_fill == self->n_slots)
    return FALSE;
  reader->slot = self->next_fill++;
  reader->begin = reader->slot * SLOT_BYTES;
  reader->end = MIN (reader->begin + SLOT_BYTES, self->size_bytes);
  if (self->slots[reader->slot % N_SLOTS] == NULL)
    self->slots[reader->slot % N_SLOTS] = g_malloc (SLOT_BYTES);
  reader->data = self->slots[reader->slot % N_SLOTS];
  return TRUE;
}

static gpointer
reader_thread (gpointer data)
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
        self->filled[reader.slot % N_SLOTS] = reader.slot + 1;
      self->n_files_left -= reader.n_files_done;
      reader.n_files_done = 0;
      g_cond_broadcast (&self->news);
      g_cond_broadcast (&self->space);
      g_mutex_unlock (&self->lock);
    }
  g_clear_pointer (&reader.sha256, _burnish_sha256_free);
  return NULL;
}

/* Waits until a slot is filled. FALSE when it never will be. With the lock held. */
static gboolean
wait_for_slot (BurnishImageStream *self, guint64 slot)
{
  while (self->filled[slot % N_SLOTS] != slot + 1)
    {
      if (self->stop || (self->error && slot >= self->error_slot))
        return FALSE;
      g_cond_wait (&self->news, &self->lock);
    }
  return !self->stop;
}

static gpointer
hasher_thread (gpointer data)
{
  BurnishImageStream *self = data;
  g_autoptr (BurnishSha256) sha256 = _burnish_sha256_new ();
  guint8 digest[BURNISH_SHA256_SIZE];

  for (guint64 slot = 0; slot < self->n_slots; slot++)
    {
      guint64 begin = slot * SLOT_BYTES;
      gboolean is_filled;

      g_mutex_lock (&self->lock);
      is_filled = wait_for_slot (self, slot);
      g_mutex_unlock (&self->lock);
      if (!is_filled)
        return NULL;
      _burnish_sha256_update (sha256, self->slots[slot % N_SLOTS],
                              MIN (SLOT_BYTES, self->size_bytes - begin));
      if (slot == self->n_slots - 1)
        {
          _burnish_sha256_finish (sha256, digest);
          _burnish_checksums_set_sha256 (self->checksums, digest);
        }
      g_mutex_lock (&self->lock);
      self->next_hash = slot + 1;
      g_cond_broadcast (&self->space);
      g_cond_broadcast (&self->news);
      g_mutex_unlock (&self->lock);
    }
  return NULL;
}

/* ---- The stream ---- */

static void
start (BurnishImageStream *self, gboolean sha256)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->space);
  g_cond_init (&self->news);
  self->cancellable = g_cancellable_new ();
  self->n_slots = (self->size_bytes + SLOT_BYTES - 1) / SLOT_BYTES;
  self->spare_sha256s = g_ptr_array_new_with_free_func ((GDestroyNotify) _burnish_sha256_free);
  self->left_spans = g_ptr_array_new_with_free_func ((GDestroyNotify) span_free);
  self->bad_files = g_array_new (FALSE, FALSE, sizeof (BadFile));
  g_array_set_clear_func (self->bad_files, (GDestroyNotify) bad_file_clear);
  for (guint32 i = 0; i < self->n_segments; i++)
    self->n_files_left += self->segments[i].kind == BURNISH_SEGMENT_FILE;
  if (sha256)
    self->hasher = g_thread_new ("burnish-hash", hasher_thread, self);
  else
    self->next_hash = G_MAXUINT64 - N_SLOTS;
  for (guint i = 0; i < N_READERS; i++)
    self->readers[i] = g_thread_new ("burnish-read", reader_thread, self);
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
  for (guint i = 0; i < N_READERS; i++)
    g_thread_join (self->readers[i]);
  g_clear_pointer (&self->hasher, g_thread_join);
  for (guint i = 0; i < N_SPANS; i++)
    g_clear_pointer (&self->spans[i], span_free);
  for (guint i = 0; i < N_SLOTS; i++)
    g_free (self->slots[i]);
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
  guint64 slot = self->position / SLOT_BYTES;
  gsize offset = (gsize) (self->position % SLOT_BYTES);
  guint64 slot_end = MIN ((slot + 1) * SLOT_BYTES, self->size_bytes);
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
  memcpy (buffer, self->slots[slot % N_SLOTS] + offset, *n_bytes);
  self->position += *n_bytes;
  if (self->position < slot_end)
    return TRUE;
  g_mutex_lock (&self->lock);
  self->next_read = slot + 1;
  g_cond_broadcast (&self->space);
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
  guint64 n_left = MIN (N_SLOTS, self->n_slots - self->next_read);
  guint n_filled = 0;

  for (guint64 i = 0; i < n_left; i++)
    n_filled += self->filled[(self->next_read + i) % N_SLOTS] == self->next_read + i + 1;
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
  guint32 first = ((const BadFile *) a)->segment, second = ((const BadFile *) b)->segment;

  return (first > second) - (first < second);
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
                     g_error_copy (g_array_index (self->bad_files, BadFile, i).error));
  return self->listed;
}
