/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-engine-private.h"
#include "burnish-error.h"

/* The only place that includes libburn. Its header wants off_t and friends before it. */
#include <stdint.h>
#include <sys/types.h>
#include <libburn/libburn.h>

G_BEGIN_DECLS

/*
 * BurnishLibburn is a drive that libburn holds, for one write, erase or format.
 *
 * libburn keeps its drives, its workers and its messages in global lists without locks, so one lock
 * of this process is taken around scanning, grabbing, starting and releasing. Its message queue
 * does not say which drive a message is about: while one drive is held, all messages are its own;
 * with several, each gets all of them, marked as doubtful, and no sense data is taken from them.
 *
 * One thread: the one that grabbed. libburn works on a thread of its own; the functions here wait
 * for it, and while they wait they read the messages, report progress and watch the cancellable.
 */

/* What libburn's messages told about the first failure of an operation. */
typedef struct
{
  gboolean failed;
  gboolean drive_lost;
  gboolean never_ready; /* a command did not end within libburn's time limit */
  gboolean has_sense;
  BurnishSense sense;
  gint64 block; /* of the write that failed, or -1 */
  char *text;   /* (owned) (nullable) */
} BurnishLibburnFailure;

/* A message and what is to be known to understand the next one; see burnish-libburn-message.c. */
typedef struct
{
  int code; /* libburn/libdax_msgs.h */
  int severity;
  gboolean doubtful; /* several drives were held */
  char *text;
} BurnishLibburnMessage;

typedef struct
{
  BurnishLibburnFailure failure;
  gboolean has_condition;
  BurnishSense condition; /* of the newest command that a drive did not do */
  gboolean writer_ended;
} BurnishLibburnLog;

void _burnish_libburn_log_init (BurnishLibburnLog *log);
void _burnish_libburn_log_clear (BurnishLibburnLog *log);
/* Takes note of a message; TRUE: it belongs into a report. */
gboolean _burnish_libburn_log_add (BurnishLibburnLog *log, const BurnishLibburnMessage *message);
/* The error for what failed: the cause that the sense data names, or else code. */
GError *
_burnish_libburn_log_to_error (const BurnishLibburnLog *log, BurnishError code, const char *action);

typedef struct
{
  struct burn_drive_info *infos;
  struct burn_drive *drive;
  const BurnishEngineSink *sink;
  GCancellable *cancellable; /* (nullable) */
  BurnishLibburnLog log;
  BurnishEnginePhase phase; /* the newest that was reported */
  gboolean given_up;        /* libburn's thread may work on without end */
  GQueue incoming; /* of BurnishLibburnMessage, filled by whichever thread reads the queue */
} BurnishLibburn;

/* The drive must be ready and hold a disc: libburn would move the tray otherwise. DRIVE_NOT_READY
   when an earlier operation was given up and did not end since. */
BurnishLibburn *_burnish_libburn_grab (const char *path,
                                       const BurnishEngineSink *sink,
                                       GCancellable *cancellable,
                                       GError **error);
void _burnish_libburn_release (BurnishLibburn *self);
/* Around every call that starts libburn's thread. */
void _burnish_libburn_lock (void);
void _burnish_libburn_unlock (void);
/* Moves libburn's messages to the log and the sink. */
void _burnish_libburn_drain (BurnishLibburn *self);

/* What to do while libburn works; every function may be NULL. */
typedef struct
{
  BurnishEnginePhase (*get_phase) (BurnishLibburn *self,
                                   enum burn_drive_status status,
                                   const struct burn_progress *progress,
                                   gpointer user_data);
  guint64 (*get_blocks_done) (gpointer user_data);
  /* Makes libburn stop after a cancel; FALSE: it is too late. */
  gboolean (*stop) (gpointer user_data);
  gboolean is_write; /* libburn tells the end of its thread */
  /* Gives up when neither state nor progress changed for so long; 0: never, libburn has limits. */
  gint64 patience_usec;
  gpointer user_data;
} BurnishLibburnWatch;

/* Notes in the log whether the drive is gone. */
void _burnish_libburn_check_presence (BurnishLibburn *self);
/* Returns when libburn is idle, or was given up; the log tells. */
void _burnish_libburn_wait (BurnishLibburn *self, const BurnishLibburnWatch *watch);

/* The source of a track: an adapter from request->read to libburn, which reads it on its thread. */
typedef struct _BurnishLibburnSource BurnishLibburnSource;

BurnishLibburnSource *_burnish_libburn_source_new (const BurnishWriteRequest *request,
                                                   struct burn_drive *drive,
                                                   GCancellable *cancellable);
void _burnish_libburn_source_free (BurnishLibburnSource *self);
/* libburn's view of it; valid as long as self. */
struct burn_source *_burnish_libburn_source_get_burn_source (BurnishLibburnSource *self);
/* Bytes that libburn took. Any thread. */
guint64 _burnish_libburn_source_get_delivered_bytes (BurnishLibburnSource *self);
gboolean _burnish_libburn_source_is_exhausted (BurnishLibburnSource *self);
/* Stops libburn's drive, and gives libburn nothing more; FALSE: it has all, and goes on. */
gboolean _burnish_libburn_source_stop (BurnishLibburnSource *self);
/* After the end of the write. FALSE: error is why the source ended early. */
gboolean _burnish_libburn_source_check (BurnishLibburnSource *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishLibburnSource, _burnish_libburn_source_free)

gboolean _burnish_libburn_write (BurnishLibburn *self,
                                 const BurnishWriteRequest *request,
                                 BurnishWriteOutcome *outcome,
                                 GError **error);
gboolean _burnish_libburn_erase (BurnishLibburn *self, gboolean full, GError **error);
gboolean
_burnish_libburn_format (BurnishLibburn *self, const BurnishFormatRequest *request, GError **error);

/* MMC-6 5.3.1 table 91; the ones that libburn writes. */
enum
{
  BURNISH_LIBBURN_CD_R = 0x09,
  BURNISH_LIBBURN_CD_RW = 0x0a,
  BURNISH_LIBBURN_DVD_R = 0x11,
  BURNISH_LIBBURN_DVD_RAM = 0x12,
  BURNISH_LIBBURN_DVD_RW_OVERWRITE = 0x13,
  BURNISH_LIBBURN_DVD_RW_SEQUENTIAL = 0x14,
  BURNISH_LIBBURN_DVD_R_DL = 0x15,
  BURNISH_LIBBURN_DVD_PLUS_RW = 0x1a,
  BURNISH_LIBBURN_BD_R = 0x41,
  BURNISH_LIBBURN_BD_RE = 0x43,
};
int _burnish_libburn_get_profile (BurnishLibburn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishLibburn, _burnish_libburn_release)

G_END_DECLS
