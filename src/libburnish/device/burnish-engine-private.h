/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-drive.h"

G_BEGIN_DECLS

/*
 * BurnishEngine is the narrow door between jobs and a drive: an opened, exclusively held drive.
 * There are two: libburn for burners (device/libburn/, with MMC commands of our own for looking and
 * reading) and plain files for the image-file drive (device/image-file/).
 *
 * Every call blocks and belongs to the thread that opened the engine (a job's thread). All of them
 * obey the cancellable: no WRITE leaves later than 100 ms after the request, and the call returns
 * only when the drive is idle again.
 */

/**
 * BurnishEnginePhase: what the drive does during a call.
 */
typedef enum
{
  BURNISH_ENGINE_PREPARING,
  BURNISH_ENGINE_CALIBRATING,
  BURNISH_ENGINE_ERASING,
  BURNISH_ENGINE_FORMATTING,
  BURNISH_ENGINE_WRITING,
  BURNISH_ENGINE_CLOSING,
} BurnishEnginePhase;

typedef struct
{
  BurnishEnginePhase phase;
  guint64 blocks_done; /* while writing: blocks handed to the drive */
  double fraction;     /* while erasing or formatting: 0 to 1, or -1 when the drive does not say */
  double drive_buffer_fill; /* 0 to 1, or -1 when unknown */
} BurnishEngineProgress;

/* All callbacks come on the thread that made the call, about ten times a second. */
typedef struct
{
  void (*progress) (const BurnishEngineProgress *progress, gpointer user_data);
  /* Technical text of the drive or of libburn for the report; "note" for facts worth a line. */
  void (*message) (const char *text, gpointer user_data);
  gpointer user_data;
} BurnishEngineSink;

typedef enum
{
  BURNISH_WRITE_SIMULATE = 1 << 0,
  BURNISH_WRITE_KEEP_OPEN = 1 << 1,
  BURNISH_WRITE_NO_UNDERRUN_PROTECTION = 1 << 2,
  BURNISH_WRITE_STREAM_RECORDING = 1 << 3,
  BURNISH_WRITE_OVERWRITE = 1 << 4, /* image file: an existing one may be replaced */
} BurnishWriteFlags;

/* The alignment of what is written to overwritable media: an ECC block of a DVD, which DVD-RW takes
   only as a whole (MMC-6 6.21). */
#define BURNISH_PATCH_ALIGNMENT_BLOCKS 16

/* Blocks that are overwritten when all the data is on the disc. */
typedef struct
{
  guint32 start_block; /* a multiple of the alignment, like n_blocks */
  guint32 n_blocks;
  const guint8 *bytes;
} BurnishWritePatch;

typedef struct
{
  guint64 n_blocks;  /* exact length of the data */
  guint32 speed_kbs; /* 0: the drive's maximum */
  /* Not 0: the data is added to what is on the disc and must begin there: at the next writable
     address, or on overwritable media and image files at any multiple of 32 behind the old data.
     MEDIUM_CHANGED when the disc goes on elsewhere. */
  guint32 start_block;
  /* Only with a start_block, overwritable media and image files. Until they are written, what was
     there before can be read as if nothing had been added. */
  const BurnishWritePatch *patches;
  guint n_patches;
  BurnishWriteFlags flags;
  /* Fills buffer completely (size_bytes is a multiple of 2048, at most the rest of the data); runs
     on a thread of the engine; FALSE with error set ends the write, which fails with that error. It
     must return soon after a cancel. */
  gboolean (*read) (guint8 *buffer, gsize size_bytes, gpointer user_data, GError **error);
  gpointer user_data;
} BurnishWriteRequest;

typedef struct
{
  gboolean full;     /* certify or overwrite everything */
  gboolean no_spare; /* BD: full capacity without spare areas; where the medium can */
} BurnishFormatRequest;

/* What became of a write, for the true statement of what the disc is now. */
typedef struct
{
  guint64 blocks_written; /* the drive took at least so many without an error */
  guint32 start_block;    /* where the track begins on the disc */
  gboolean closed;        /* the closing commands succeeded (or the medium needs none) */
  gboolean touched;       /* some block may have been written, even when blocks_written is 0 */
  gboolean patched;       /* writing patches began: what was there before counts no more */
  gboolean simulated;
} BurnishWriteOutcome;

typedef struct _BurnishEngine BurnishEngine;

/* Unmounts through UDisks2 when it is there, then takes the drive exclusively. Errors: NO_DRIVE,
   PERMISSION_DENIED, DRIVE_BUSY (the message names the owner), DRIVE_NOT_READY, DRIVE_LOST. */
BurnishEngine *
_burnish_engine_open (BurnishDrive *drive, GCancellable *cancellable, GError **error);
/* Releases the drive. */
void _burnish_engine_close (BurnishEngine *self);
BurnishMedium *
_burnish_engine_inspect (BurnishEngine *self, GCancellable *cancellable, GError **error);
/* outcome is filled also when the call fails or is cancelled. A cancel that comes when all data is
   handed over is too late, as stopping would spoil a good disc: the write goes on and succeeds.
   Errors: what read said; DISC_…, NOT_SUPPORTED before anything was written; WRITE_FAILED;
   CLOSE_FAILED when all data was written; DRIVE_LOST; DRIVE_NOT_READY; TARGET_… */
gboolean _burnish_engine_write (BurnishEngine *self,
                                const BurnishWriteRequest *request,
                                const BurnishEngineSink *sink,
                                BurnishWriteOutcome *outcome,
                                GCancellable *cancellable,
                                GError **error);
/* Quick: what describes the disc, or the first and last 2 MiB of overwritable media; full: all. */
gboolean _burnish_engine_erase (BurnishEngine *self,
                                gboolean full,
                                const BurnishEngineSink *sink,
                                GCancellable *cancellable,
                                GError **error);
gboolean _burnish_engine_format (BurnishEngine *self,
                                 const BurnishFormatRequest *request,
                                 const BurnishEngineSink *sink,
                                 GCancellable *cancellable,
                                 GError **error);
/* Drops caches so that reading reaches the disc itself. */
gboolean
_burnish_engine_prepare_read (BurnishEngine *self, GCancellable *cancellable, GError **error);
/* Reads exactly n_blocks (at most 32) into buffer. READ_FAILED carries the block and the sense
 * data. */
gboolean _burnish_engine_read (BurnishEngine *self,
                               guint32 start_block,
                               guint32 n_blocks,
                               guint8 *buffer,
                               GError **error);
gboolean _burnish_engine_eject (BurnishEngine *self, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishEngine, _burnish_engine_close)

G_END_DECLS
