/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-stream-private.h"

#include "burnish-checksums-private.h"
#include "burnish-content-private.h"
#include "burnish-image-layout-private.h"

G_BEGIN_DECLS

/*
 * What an image stream and the reader threads that fill its slots share.
 *
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
 * A slot is free when both have passed it. Slots are taken in order and never wait for a higher
 * one, hence no deadlock. The buffer of the slot that became free last is used first: when the
 * drive is no slower than the sources, few are in use and stay in the processor's cache.
 */
#define BURNISH_IMAGE_SLOT_BYTES (1024 * 1024)
#define BURNISH_IMAGE_N_SLOTS    32
/* Buffers begin at a page, as the cached pages of a source do: copying to an address a little
   higher within its page than the source's takes twice as long, for the processor takes loads for
   dependent on stores that have the same low 12 bits. */
#define BURNISH_IMAGE_SLOT_ALIGNMENT 4096
/* A span of slot k is fetched before slot k + 1 is filled, hence before slot k + 33 is begun. */
#define BURNISH_IMAGE_N_SPANS   (2 * BURNISH_IMAGE_N_SLOTS)
#define BURNISH_IMAGE_N_READERS 4

/* A file that crosses from slot to slot. */
typedef struct _BurnishImageSpan BurnishImageSpan;

typedef struct
{
  guint32 block; /* where it begins */
  GError *error; /* (owned) */
} BurnishImageBadFile;

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

  GThread *readers[BURNISH_IMAGE_N_READERS]; /* (owned) (nullable) */
  GThread *hasher;                           /* (owned) (nullable) */
  GCancellable *cancellable;                 /* (owned) stops reading from slow sources */

  GMutex lock;                                  /* guards everything below */
  GCond space;                                  /* a slot became free */
  GCond news;                                   /* anything else */
  guint8 *slots[BURNISH_IMAGE_N_SLOTS];         /* (owned) (nullable) buffers in use */
  guint8 *spare_buffers[BURNISH_IMAGE_N_SLOTS]; /* (owned) a stack */
  guint n_spare_buffers;
  guint64 filled[BURNISH_IMAGE_N_SLOTS];          /* which slot of the image is there, plus 1 */
  BurnishImageSpan *spans[BURNISH_IMAGE_N_SPANS]; /* (owned) (nullable) handed over behind a slot */
  GPtrArray *spare_sha256s;                       /* (owned) */
  GPtrArray *left_spans; /* (owned) of BurnishImageSpan, when stopped in the middle */
  GArray *bad_files;     /* (owned) of BurnishImageBadFile */
  guint64 next_free;     /* first slot that is not free again */
  guint64 next_fill;
  guint64 next_hash;
  guint64 next_read;
  guint32 n_files_left;
  gboolean stop;
  GError *error; /* (owned) (nullable) the first one in address order */
  guint64 error_slot;
};

void _burnish_image_span_free (BurnishImageSpan *span);
/* One of the reader threads: fills slots of the stream in data until there are no more. */
gpointer _burnish_image_reader_thread (gpointer data);

G_END_DECLS
