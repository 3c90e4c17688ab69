/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-engine-private.h"
#include "burnish-error.h"
#include "burnish-mmc-private.h"
#include "libburn/burnish-libburn-engine-private.h"

#include <string.h>

/*
 * The engine of burners on the emulated drive, run by tools/with-drive: every kind of disc, every
 * scripted fault. mmc-drive-ctl changes discs and scripts faults; the drive's own log is the judge
 * of what was sent to it.
 */

/* 3 MB; neither a multiple of 16 nor of 32 blocks. */
#define N_BLOCKS 1471

#define DEVICE "/dev/sr0"

/* ------------------------------------------------------------------ the drive, from outside */

static char *
control (const char *verb, const char *argument)
{
  g_autofree char *folder = g_build_filename (g_getenv ("MMC_DRIVES_DIR"), "sr0", NULL);
  const char *argv[] = { "mmc-drive-ctl", folder, verb, argument, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  char *output = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &complaint,
                &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("mmc-drive-ctl %s %s: %s", verb, argument ? argument : "", complaint);
  return output;
}

static void
drive_do (const char *verb, const char *argument)
{
  g_free (control (verb, argument));
}

static void
new_drive (const char *medium)
{
  drive_do ("new", NULL);
  drive_do ("insert", medium);
}

/* Whatever the test did, it sent nothing that a real drive does not understand. */
static void
assert_no_refusals (void)
{
  g_autofree char *refusals = control ("refusals", NULL);

  g_assert_cmpstr (refusals, ==, "");
}

/* ------------------------------------------------------------------ source, sink */

typedef struct
{
  guint64 position_bytes;
  guint64 stop_at_bytes; /* acts once when it gets here; 0: never */
  GCancellable *cancel;  /* (nullable) */
  BurnishMmc *marker;    /* (nullable) asked when it acts, so that the log shows the moment */
  gboolean fail;
  guint seed;
} Source;

static guint8
byte_at (guint64 position, guint seed)
{
  return (guint8) (position * 7 + (position >> 8) * 13 + (position >> 19) + seed);
}

static gboolean
read_source (guint8 *buffer, gsize size_bytes, gpointer user_data, GError **error)
{
  Source *source = user_data;

  for (gsize i = 0; i < size_bytes; i++)
    buffer[i] = byte_at (source->position_bytes + i, source->seed);
  source->position_bytes += size_bytes;
  if (source->stop_at_bytes == 0 || source->position_bytes < source->stop_at_bytes)
    return TRUE;
  source->stop_at_bytes = 0;
  if (source->marker != NULL)
    _burnish_mmc_test_unit_ready (source->marker, NULL);
  if (source->cancel != NULL)
    g_cancellable_cancel (source->cancel);
  if (source->fail)
    g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED, "it shrank");
  return !source->fail;
}

typedef struct
{
  guint n_calls;
  guint phases; /* bits of BurnishEnginePhase */
  guint64 blocks_done;
  guint n_messages;
} SinkLog;

static void
note_progress (const BurnishEngineProgress *progress, gpointer user_data)
{
  SinkLog *log = user_data;

  g_assert_cmpuint (progress->blocks_done, >=, log->blocks_done);
  g_assert_cmpfloat (progress->fraction, <=, 1);
  g_assert_cmpfloat (progress->drive_buffer_fill, <=, 1);
  log->n_calls++;
  log->phases |= 1u << progress->phase;
  log->blocks_done = progress->blocks_done;
}

static void
note_message (const char *text, gpointer user_data)
{
  SinkLog *log = user_data;

  g_test_message ("%s", text);
  log->n_messages++;
}

static gboolean
write_disc (BurnishEngine *engine,
            Source *source,
            guint64 n_blocks,
            BurnishWriteFlags flags,
            SinkLog *log,
            BurnishWriteOutcome *outcome,
            GCancellable *cancellable,
            GError **error)
{
  SinkLog unused = { 0 };
  const BurnishEngineSink sink = { .progress = note_progress,
                                   .message = note_message,
                                   .user_data = log ? log : &unused };
  const BurnishWriteRequest request = {
    .n_blocks = n_blocks, .flags = flags, .read = read_source, .user_data = source
  };

  return _burnish_engine_write (engine, &request, &sink, outcome, cancellable, error);
}

static BurnishEngine *
open_engine (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDrive) drive = burnish_drive_new_for_path (DEVICE, &error);
  BurnishEngine *engine;

  g_assert_no_error (error);
  engine = _burnish_engine_open (drive, NULL, &error);
  g_assert_no_error (error);
  return engine;
}

static void
assert_disc_is (BurnishEngine *engine, guint32 start_block, guint n_blocks, guint seed)
{
  g_autoptr (GError) error = NULL;
  guint8 buffer[32 * BURNISH_BLOCK_SIZE];

  g_assert_true (_burnish_engine_prepare_read (engine, NULL, &error));
  for (guint block = 0; block < n_blocks; block += 32)
    {
      guint n = MIN (32, n_blocks - block);

      _burnish_engine_read (engine, start_block + block, n, buffer, &error);
      g_assert_no_error (error);
      for (gsize i = 0; i < (gsize) n * BURNISH_BLOCK_SIZE; i++)
        if (buffer[i] != byte_at ((guint64) block * BURNISH_BLOCK_SIZE + i, seed))
          g_error ("block %u, byte %d differs", block + (guint) (i / BURNISH_BLOCK_SIZE),
                   (int) (i % BURNISH_BLOCK_SIZE));
    }
}

static void
assert_disc_is_zero (BurnishEngine *engine, guint32 start_block, guint n_blocks)
{
  g_autoptr (GError) error = NULL;
  guint8 buffer[BURNISH_BLOCK_SIZE];

  for (guint block = start_block; block < start_block + n_blocks; block++)
    {
      _burnish_engine_read (engine, block, 1, buffer, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < sizeof buffer; i++)
        g_assert_cmpuint (buffer[i], ==, 0);
    }
}

static BurnishMediumState
inspect_state (BurnishEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishMedium) medium = _burnish_engine_inspect (engine, NULL, &error);

  g_assert_no_error (error);
  return burnish_medium_get_state (medium);
}

static void
assert_write_succeeds (BurnishEngine *engine, guint64 n_blocks, BurnishWriteFlags flags, guint seed)
{
  g_autoptr (GError) error = NULL;
  Source source = { .seed = seed };
  SinkLog log = { 0 };
  BurnishWriteOutcome outcome;

  write_disc (engine, &source, n_blocks, flags, &log, &outcome, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (source.position_bytes, ==, n_blocks * BURNISH_BLOCK_SIZE);
  g_assert_cmpuint (outcome.blocks_written, ==, n_blocks);
  g_assert_cmpuint (outcome.start_block, ==, 0);
  g_assert_true (outcome.closed);
  g_assert_cmpint (outcome.simulated, ==, (flags & BURNISH_WRITE_SIMULATE) != 0);
  g_assert_cmpuint (log.n_calls, >, 0);
}

/* ------------------------------------------------------------------ every kind of disc */

static void
test_write (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  BurnishMediumState after;

  new_drive (user_data);
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, 0, 1);
  assert_disc_is (engine, 0, N_BLOCKS, 1);
  after = inspect_state (engine);
  g_assert_cmpuint (after & (BURNISH_MEDIUM_FINALIZED | BURNISH_MEDIUM_OVERWRITABLE), !=, 0);
  g_assert_cmpuint (after & (BURNISH_MEDIUM_INCOMPLETE | BURNISH_MEDIUM_DAMAGED), ==, 0);
  assert_no_refusals ();
}

static void
test_keep_open (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;

  new_drive (user_data);
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, BURNISH_WRITE_KEEP_OPEN, 2);
  assert_disc_is (engine, 0, N_BLOCKS, 2);
  g_assert_cmpuint (inspect_state (engine) & BURNISH_MEDIUM_APPENDABLE, !=, 0);
  assert_no_refusals ();
}

static void
test_simulate (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;

  new_drive (user_data);
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, BURNISH_WRITE_SIMULATE, 3);
  g_assert_cmpuint (inspect_state (engine) & BURNISH_MEDIUM_BLANK, !=, 0);
  assert_no_refusals ();
}

static void
test_cannot_simulate (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  new_drive ("dvd+r");
  engine = open_engine ();
  g_assert_false (
      write_disc (engine, &source, N_BLOCKS, BURNISH_WRITE_SIMULATE, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED);
  g_assert_cmpuint (source.position_bytes, ==, 0);
  g_assert_cmpuint (inspect_state (engine) & BURNISH_MEDIUM_BLANK, !=, 0);
}

static void
test_erase (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  SinkLog log = { 0 };
  const BurnishEngineSink sink = { .progress = note_progress,
                                   .message = note_message,
                                   .user_data = &log };

  new_drive (user_data);
  engine = open_engine ();
  for (guint round = 0; round < 2; round++)
    {
      gboolean full = round > 0;

      assert_write_succeeds (engine, N_BLOCKS, 0, round);
      _burnish_engine_erase (engine, full, &sink, NULL, &error);
      g_assert_no_error (error);
      if (inspect_state (engine) & BURNISH_MEDIUM_OVERWRITABLE)
        assert_disc_is_zero (engine, 0, full ? N_BLOCKS : 1024);
      else
        g_assert_cmpuint (inspect_state (engine) & BURNISH_MEDIUM_BLANK, !=, 0);
    }
  g_assert_cmpuint (log.phases & (1u << BURNISH_ENGINE_ERASING), !=, 0);
  assert_write_succeeds (engine, N_BLOCKS, 0, 9);
  assert_disc_is (engine, 0, N_BLOCKS, 9);
  assert_no_refusals ();
}

static void
test_cannot_erase (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  const BurnishEngineSink sink = { 0 };

  new_drive ("dvd+r");
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, 0, 0);
  g_assert_false (_burnish_engine_erase (engine, FALSE, &sink, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE);
  assert_disc_is (engine, 0, N_BLOCKS, 0);
}

typedef struct
{
  const char *medium;
  BurnishFormatRequest request;
} FormatCase;

static void
test_format (gconstpointer user_data)
{
  const FormatCase *format = user_data;
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  SinkLog log = { 0 };
  const BurnishEngineSink sink = { .progress = note_progress,
                                   .message = note_message,
                                   .user_data = &log };

  new_drive (format->medium);
  engine = open_engine ();
  _burnish_engine_format (engine, &format->request, &sink, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (inspect_state (engine) & BURNISH_MEDIUM_UNFORMATTED, ==, 0);
  assert_write_succeeds (engine, N_BLOCKS, 0, 4);
  assert_disc_is (engine, 0, N_BLOCKS, 4);
  assert_no_refusals ();
}

static void
test_unformatted (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  new_drive (user_data);
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_SUPPORTED);
  g_assert_cmpuint (source.position_bytes, ==, 0);
}

static void
test_second_session (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { .seed = 6 };
  BurnishWriteOutcome outcome;

  new_drive (user_data);
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, BURNISH_WRITE_KEEP_OPEN, 5);
  write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outcome.start_block, >=, N_BLOCKS);
  g_assert_cmpuint (outcome.blocks_written, ==, N_BLOCKS);
  assert_disc_is (engine, 0, N_BLOCKS, 5);
  assert_disc_is (engine, outcome.start_block, N_BLOCKS, 6);
  assert_no_refusals ();
}

/* ------------------------------------------------------------------ refusals, before the laser */

static void
assert_refused (const char *medium, guint64 n_blocks, BurnishError code)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  new_drive (medium);
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, n_blocks, 0, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, (int) code);
  g_assert_cmpuint (outcome.blocks_written, ==, 0);
  g_assert_false (outcome.closed);
  g_assert_cmpuint (source.position_bytes, ==, 0);
}

static void
test_too_small (void)
{
  assert_refused ("dvd+r,capacity=1000", N_BLOCKS, BURNISH_ERROR_DISC_TOO_SMALL);
  assert_refused ("bd-re,capacity=1024", N_BLOCKS, BURNISH_ERROR_DISC_TOO_SMALL);
  assert_refused ("cd-r,capacity=1000", N_BLOCKS, BURNISH_ERROR_DISC_TOO_SMALL);
}

static void
test_no_disc (void)
{
  assert_refused ("none", N_BLOCKS, BURNISH_ERROR_NO_DISC);
}

static void
test_closed_disc (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  new_drive ("dvd+r");
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, 0, 0);
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_BLANK);
  assert_disc_is (engine, 0, N_BLOCKS, 0);
}

static void
test_busy (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;

  new_drive ("dvd+r");
  engine = open_engine ();
  g_assert_null (_burnish_libburn_engine_new (DEVICE, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_BUSY);
}

/* An empty drive is asked and left alone: no tray moves. */
static void
test_tray_stays (void)
{
  g_autofree char *log = NULL;

  assert_refused ("none", N_BLOCKS, BURNISH_ERROR_NO_DISC);
  log = control ("log", NULL);
  g_assert_null (strstr (log, "cdb=1b"));
}

/* ------------------------------------------------------------------ cancel */

typedef struct
{
  double marker; /* time of the first TEST UNIT READY after the first WRITE, in s */
  double last_write;
  guint n_writes;
  guint n_closes;
} LogSummary;

static LogSummary
summarize_log (void)
{
  g_autofree char *log = control ("log", NULL);
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  LogSummary summary = { 0 };

  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      double time = g_ascii_strtod (*line, NULL);

      if (strstr (*line, "cdb=2a") || strstr (*line, "cdb=aa"))
        {
          summary.last_write = time;
          summary.n_writes++;
        }
      else if (strstr (*line, "cdb=00") && summary.n_writes > 0 && summary.marker == 0)
        summary.marker = time;
      else if (strstr (*line, "cdb=5b"))
        summary.n_closes++;
    }
  return summary;
}

static void
test_cancel (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (BurnishMmc) marker = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Source source = { .stop_at_bytes = 700 * BURNISH_BLOCK_SIZE, .cancel = cancellable };
  BurnishWriteOutcome outcome;
  LogSummary log;

  new_drive (user_data);
  drive_do ("set", "write-us=500");
  engine = open_engine ();
  source.marker = marker = _burnish_mmc_open (DEVICE, BURNISH_MMC_SHARED, &error);
  g_assert_no_error (error);
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (outcome.blocks_written, >, 0);
  g_assert_cmpuint (outcome.blocks_written, <, N_BLOCKS);
  g_assert_false (outcome.closed);
  log = summarize_log ();
  g_assert_cmpfloat (log.marker, >, 0);
  g_assert_cmpfloat (log.last_write, <=, log.marker + 0.1);
  g_assert_cmpuint (inspect_state (engine) & BURNISH_MEDIUM_BLANK, ==, 0);
  assert_no_refusals ();
}

/* While libburn repeats a WRITE that the drive has no room for, nobody asks the source. */
static gpointer
cancel_later (gpointer user_data)
{
  g_usleep (500 * 1000);
  g_cancellable_cancel (user_data);
  return NULL;
}

static void
test_cancel_while_full (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  gint64 start;
  GThread *thread;

  new_drive ("dvd+r");
  drive_do ("fault", "buffer-full:after=20,times=1000000");
  engine = open_engine ();
  thread = g_thread_new ("cancel", cancel_later, cancellable);
  start = g_get_monotonic_time ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (outcome.blocks_written, <=, 20 * 16);
  g_assert_cmpuint (outcome.blocks_written, >=, 18 * 16);
  g_thread_join (thread);
}

static void
test_source_fails (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { .stop_at_bytes = 700 * BURNISH_BLOCK_SIZE, .fail = TRUE };
  BurnishWriteOutcome outcome;

  new_drive (user_data);
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED);
  g_assert_cmpuint (outcome.blocks_written, <, 700);
  g_assert_false (outcome.closed);
  assert_no_refusals ();
}

/* ------------------------------------------------------------------ faults */

static void
test_medium_error (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  BurnishSense sense;

  new_drive (user_data);
  drive_do ("fault", "medium-error:lba=800");
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_WRITE_FAILED);
  g_assert_true (burnish_error_get_sense (error, &sense));
  g_assert_cmpuint (sense.command, ==, 0x2a);
  g_assert_cmpuint (sense.key, ==, 3);
  g_assert_cmpuint (sense.asc, ==, 0x0c);
  g_assert_cmpint (burnish_error_get_block (error), <=, 800);
  g_assert_cmpint (burnish_error_get_block (error), >, 800 - 32);
  g_assert_cmpuint (outcome.blocks_written, ==, burnish_error_get_block (error));
  g_assert_false (outcome.closed);
}

static void
test_unplugged (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  new_drive ("dvd+r");
  drive_do ("fault", user_data);
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_LOST);
  g_assert_cmpuint (outcome.blocks_written, <, N_BLOCKS);
  g_assert_false (outcome.closed);
  drive_do ("clear", NULL);
}

static void
test_close_fails (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  BurnishSense sense;

  new_drive (user_data);
  drive_do ("fault", "close-fails");
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_CLOSE_FAILED);
  g_assert_true (burnish_error_get_sense (error, &sense));
  g_assert_cmpuint (sense.command, ==, 0x5b);
  g_assert_cmpuint (sense.asc, ==, 0x72);
  g_assert_cmpuint (outcome.blocks_written, ==, N_BLOCKS);
  g_assert_false (outcome.closed);
}

/* Not faults in the end: the drive needs patience. */
static void
test_survives (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;

  new_drive ("dvd+r");
  drive_do ("fault", user_data);
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, 0, 7);
  assert_disc_is (engine, 0, N_BLOCKS, 7);
}

static void
test_erase_fails (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  const BurnishEngineSink sink = { 0 };
  BurnishSense sense;

  new_drive ("cd-rw");
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, 0, 0);
  drive_do ("fault", "command:op=a1,sense=3/51/00");
  g_assert_false (_burnish_engine_erase (engine, FALSE, &sink, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_ERASE_FAILED);
  g_assert_true (burnish_error_get_sense (error, &sense));
  g_assert_cmpuint (sense.command, ==, 0xa1);
  assert_disc_is (engine, 0, N_BLOCKS, 0);
}

int
main (int argc, char *argv[])
{
  static const char *const writable[] = { "cd-r",     "cd-rw",   "dvd-r",    "dvd-rw", "dvd-rw-ro",
                                          "dvd-r-dl", "dvd+r",   "dvd+r-dl", "dvd+rw", "dvd-ram",
                                          "bd-r",     "bd-r-dl", "bd-r-xl",  "bd-re",  "bd-re-dl" };
  static const char *const appendable[] = { "cd-r",  "cd-rw",    "dvd-r", "dvd-rw",
                                            "dvd+r", "dvd+r-dl", "bd-r" };
  static const char *const simulating[] = { "cd-r", "cd-rw", "dvd-r", "dvd-rw" };
  static const char *const erasable[] = { "cd-rw",
                                          "dvd-rw",
                                          "dvd-rw-ro,capacity=8192",
                                          "dvd+rw,capacity=8192",
                                          "dvd-ram,capacity=8192",
                                          "bd-re,capacity=8192" };
  static const char *const cancelled[] = { "cd-r", "dvd-r", "dvd+r", "dvd+rw", "bd-r", "bd-re" };
  static const FormatCase formats[] = {
    { "dvd-rw", { 0 } },
    { "dvd-rw", { .full = TRUE } },
    { "dvd+rw,unformatted", { 0 } },
    { "dvd-ram,unformatted", { 0 } },
    { "dvd-ram", { .full = TRUE } },
    { "bd-re,unformatted", { 0 } },
    { "bd-re", { .full = TRUE } },
    { "bd-re", { .no_spare = TRUE } },
    { "bd-r", { 0 } },
    { "bd-r", { .no_spare = TRUE } },
  };

  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("MMC_DRIVES_DIR") == NULL)
    g_error ("run this with tools/with-drive");

#define ADD_ALL(name, list, function)                                                              \
  for (gsize i = 0; i < G_N_ELEMENTS (list); i++)                                                  \
    {                                                                                              \
      g_autofree char *path = g_strdup_printf ("/libburn-engine/" name "/%s", list[i]);            \
      g_test_add_data_func (path, list[i], function);                                              \
    }
  ADD_ALL ("write", writable, test_write)
  ADD_ALL ("keep-open", appendable, test_keep_open)
  ADD_ALL ("second-session", appendable, test_second_session)
  ADD_ALL ("simulate", simulating, test_simulate)
  ADD_ALL ("erase", erasable, test_erase)
  ADD_ALL ("cancel", cancelled, test_cancel)
  ADD_ALL ("source-fails", cancelled, test_source_fails)
  ADD_ALL ("medium-error", cancelled, test_medium_error)
#undef ADD_ALL
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_strdup_printf ("/libburn-engine/format/%s%s%s", formats[i].medium,
                                               formats[i].request.full ? "/full" : "",
                                               formats[i].request.no_spare ? "/no-spare" : "");
      g_test_add_data_func (path, &formats[i], test_format);
    }
  g_test_add_data_func ("/libburn-engine/unformatted/bd-re", "bd-re,unformatted", test_unformatted);
  g_test_add_data_func ("/libburn-engine/unformatted/dvd-ram", "dvd-ram,unformatted",
                        test_unformatted);
  g_test_add_data_func ("/libburn-engine/write/dvd-rw-after-quick-erase", "dvd-rw,minblank",
                        test_write);
  g_test_add_data_func ("/libburn-engine/write/dvd+rw-unformatted", "dvd+rw,unformatted",
                        test_write);
  g_test_add_data_func ("/libburn-engine/write/bd-r-spare", "bd-r,spare", test_write);
  g_test_add_func ("/libburn-engine/cannot-simulate", test_cannot_simulate);
  g_test_add_func ("/libburn-engine/cannot-erase", test_cannot_erase);
  g_test_add_func ("/libburn-engine/too-small", test_too_small);
  g_test_add_func ("/libburn-engine/no-disc", test_no_disc);
  g_test_add_func ("/libburn-engine/tray-stays", test_tray_stays);
  g_test_add_func ("/libburn-engine/closed-disc", test_closed_disc);
  g_test_add_func ("/libburn-engine/busy", test_busy);
  g_test_add_func ("/libburn-engine/cancel-while-full", test_cancel_while_full);
  g_test_add_data_func ("/libburn-engine/unplugged/errno", "unplugged:op=write,after=40",
                        test_unplugged);
  g_test_add_data_func ("/libburn-engine/unplugged/host", "unplugged:op=write,after=40,host=7",
                        test_unplugged);
  g_test_add_data_func ("/libburn-engine/close-fails/dvd+r", "dvd+r", test_close_fails);
  g_test_add_data_func ("/libburn-engine/close-fails/dvd+r-dl", "dvd+r-dl", test_close_fails);
  g_test_add_data_func ("/libburn-engine/close-fails/bd-r", "bd-r", test_close_fails);
  g_test_add_data_func ("/libburn-engine/survives/slow-close", "slow-close", test_survives);
  g_test_add_data_func ("/libburn-engine/survives/buffer-full", "buffer-full:after=30",
                        test_survives);
  g_test_add_data_func ("/libburn-engine/survives/speed-refused", "speed-refused", test_survives);
  g_test_add_func ("/libburn-engine/erase-fails", test_erase_fails);
  return g_test_run ();
}
