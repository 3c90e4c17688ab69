/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "engine-fixture.h"
#include "libburn/burnish-libburn-private.h"

#include <string.h>

/* The engine of burners when something comes between: cancelling, failing sources, every scripted
   fault of the drive. Each ends with the right error, the truth about the disc, and no hang. */

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

#define N_WRITES_WITH_ROOM 20

/* While libburn repeats a WRITE that the drive has no room for, nobody asks the source. */
static gpointer
cancel_repeated_write (gpointer user_data)
{
  while (summarize_log ().n_writes <= N_WRITES_WITH_ROOM + 1)
    g_thread_yield ();
  g_cancellable_cancel (user_data);
  return NULL;
}

static void
test_cancel_while_full (void)
{
  g_autofree char *fault =
      g_strdup_printf ("buffer-full:after=%d,times=1000000", N_WRITES_WITH_ROOM);
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  gint64 start;
  GThread *thread;

  new_drive ("dvd+r");
  drive_do ("fault", fault);
  engine = open_engine ();
  thread = g_thread_new ("cancel", cancel_repeated_write, cancellable);
  start = g_get_monotonic_time ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
  g_assert_cmpuint (outcome.blocks_written, <=, N_WRITES_WITH_ROOM * 16);
  g_assert_cmpuint (outcome.blocks_written, >=, (N_WRITES_WITH_ROOM - 2) * 16);
  g_thread_join (thread);
}

/* The request comes before anything was written; the drive stays as it is or nearly so. */
static void
test_cancel_at_first_byte (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Source source = { .stop_at_bytes = 1, .cancel = cancellable };
  BurnishWriteOutcome outcome;

  new_drive (user_data);
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (outcome.blocks_written, <=, 32);
  g_assert_false (outcome.closed);
  assert_no_refusals ();
}

/* Too late: stopping now would spoil a disc that is good. */
static void
test_cancel_at_last_byte (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Source source = { .stop_at_bytes = (guint64) N_BLOCKS * BURNISH_BLOCK_SIZE };
  BurnishWriteOutcome outcome;

  new_drive (user_data);
  engine = open_engine ();
  source.cancel = cancellable;
  if (!write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, cancellable, &error))
    {
      /* The last chunk was still on its way to libburn. */
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (outcome.blocks_written, <, N_BLOCKS);
      g_assert_false (outcome.closed);
      return;
    }
  g_assert_cmpuint (outcome.blocks_written, ==, N_BLOCKS);
  g_assert_true (outcome.closed);
  assert_disc_is (engine, 0, N_BLOCKS, 0);
  assert_no_refusals ();
}

/* A source that is cancelled with its last bytes, and gives them when libburn was told to stop. */
typedef struct
{
  Source source;
  GCancellable *cancellable;
  gint n_reports;
} LateCancel;

static void
count_report (const BurnishEngineProgress *progress G_GNUC_UNUSED, gpointer user_data)
{
  LateCancel *late = user_data;

  g_atomic_int_inc (&late->n_reports);
}

static gboolean
read_then_cancel (guint8 *buffer, gsize size_bytes, gpointer user_data, GError **error)
{
  LateCancel *late = user_data;
  gint n_reports;

  if (!read_source (buffer, size_bytes, &late->source, error))
    return FALSE;
  if (late->source.position_bytes < (guint64) N_BLOCKS * BURNISH_BLOCK_SIZE)
    return TRUE;
  g_cancellable_cancel (late->cancellable);
  /* The look at libburn that finds the request comes before the second report at the latest. */
  n_reports = g_atomic_int_get (&late->n_reports);
  while (g_atomic_int_get (&late->n_reports) < n_reports + 2)
    g_thread_yield ();
  return TRUE;
}

/* What comes after the request to stop is not written. */
static void
test_cancel_with_last_byte (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  LateCancel late = { .cancellable = cancellable };
  const BurnishEngineSink sink = { .progress = count_report, .user_data = &late };
  const BurnishWriteRequest request = { .n_blocks = N_BLOCKS,
                                        .read = read_then_cancel,
                                        .user_data = &late };
  BurnishWriteOutcome outcome;

  new_drive (user_data);
  engine = open_engine ();
  g_assert_false (_burnish_engine_write (engine, &request, &sink, &outcome, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (outcome.blocks_written, <, N_BLOCKS);
  g_assert_false (outcome.closed);
  assert_no_refusals ();
}

static void
cancel_on_progress (const BurnishEngineProgress *progress, gpointer user_data)
{
  if (progress->fraction > 0.25)
    g_cancellable_cancel (user_data);
}

/* Overwriting with zeros is ours to stop. */
static void
test_cancel_erase (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const BurnishEngineSink sink = { .progress = cancel_on_progress, .user_data = cancellable };

  new_drive ("dvd+rw,capacity=65536");
  drive_do ("set", "write-us=100");
  engine = open_engine ();
  g_assert_false (_burnish_engine_erase (engine, TRUE, &sink, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
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
  SinkLog log = { 0 };

  new_drive (user_data);
  drive_do ("fault", "medium-error:lba=800");
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, &log, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_WRITE_FAILED);
  g_assert_true (burnish_error_get_sense (error, &sense));
  g_assert_cmpuint (sense.command, ==, 0x2a);
  g_assert_cmpuint (sense.key, ==, 3);
  g_assert_cmpuint (sense.asc, ==, 0x0c);
  g_assert_cmpint (burnish_error_get_block (error), <=, 800);
  g_assert_cmpint (burnish_error_get_block (error), >, 800 - 32);
  g_assert_cmpuint (outcome.blocks_written, ==, burnish_error_get_block (error));
  g_assert_false (outcome.closed);
  g_assert_cmpuint (log.phases & (1u << BURNISH_ENGINE_WRITING), !=, 0);
  g_assert_cmpuint (log.n_messages, >, 0);
  g_assert_cmpuint (log.phases & (1u << BURNISH_ENGINE_CLOSING), ==, 0);
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
  g_assert_cmpuint (outcome.blocks_written, <=, N_BLOCKS);
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

/* The drive accepts CLOSE and is never heard of again. */
static void
stop_answering (const BurnishEngineProgress *progress, gpointer user_data)
{
  gboolean *done = user_data;

  if (*done || progress->phase != BURNISH_ENGINE_CLOSING)
    return;
  drive_do ("fault", "command:op=00,sense=2/04/07,times=10000000");
  *done = TRUE;
}

static void
test_never_ready (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  gboolean done = FALSE;
  const BurnishEngineSink sink = { .progress = stop_answering, .user_data = &done };
  const BurnishWriteRequest request = { .n_blocks = N_BLOCKS,
                                        .read = read_source,
                                        .user_data = &source };
  BurnishWriteOutcome outcome;

  new_drive ("dvd+r");
  drive_do ("fault", "slow-close:delay=1000");
  engine = open_engine ();
  g_assert_false (_burnish_engine_write (engine, &request, &sink, &outcome, NULL, &error));
  g_assert_true (done);
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY);
  g_assert_cmpuint (outcome.blocks_written, ==, N_BLOCKS);
  g_assert_false (outcome.closed);
}

static BurnishEnginePhase
get_phase (BurnishLibburn *libburn G_GNUC_UNUSED,
           enum burn_drive_status status G_GNUC_UNUSED,
           const struct burn_progress *progress G_GNUC_UNUSED,
           gpointer user_data G_GNUC_UNUSED)
{
  return BURNISH_ENGINE_ERASING;
}

static BurnishLibburn *
grab_when_idle (const BurnishEngineSink *sink)
{
  for (gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;;)
    {
      g_autoptr (GError) error = NULL;
      BurnishLibburn *libburn = _burnish_libburn_grab (DEVICE, sink, NULL, &error);

      if (libburn != NULL)
        return libburn;
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY);
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}

/* An erase that never ends, with less patience than the engine has. */
static void
test_given_up (void)
{
  g_autoptr (GError) error = NULL;
  const BurnishEngineSink sink = { 0 };
  const BurnishLibburnWatch watch = { .get_phase = get_phase, .patience_usec = G_USEC_PER_SEC };
  BurnishLibburn *libburn;

  new_drive ("cd-rw");
  libburn = _burnish_libburn_grab (DEVICE, &sink, NULL, &error);
  g_assert_no_error (error);
  drive_do ("fault", "command:op=00,sense=2/04/07,times=10000000");
  burn_disc_erase (libburn->drive, 1);
  _burnish_libburn_wait (libburn, &watch);
  g_assert_true (libburn->given_up);
  error = _burnish_libburn_log_to_error (&libburn->log, BURNISH_ERROR_ERASE_FAILED, "Erasing");
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY);
  g_clear_error (&error);
  _burnish_libburn_release (libburn);

  g_assert_null (_burnish_libburn_grab (DEVICE, &sink, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY);
  drive_do ("clear", NULL);
  _burnish_libburn_release (grab_when_idle (&sink));
}

static guint
count_readiness_questions (void)
{
  g_autofree char *log = control ("log", NULL);
  g_auto (GStrv) questions = g_strsplit (log, "cdb=00", -1);

  return g_strv_length (questions) - 1;
}

static gpointer
cancel_patient_write (gpointer user_data)
{
  const guint n_before = count_readiness_questions ();

  while (count_readiness_questions () < n_before + 5)
    g_thread_yield ();
  g_cancellable_cancel (user_data);
  return NULL;
}

/* The wait for a drive that is not ready ends at once. */
static void
test_cancel_while_not_ready (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  gint64 start = g_get_monotonic_time ();
  GThread *thread;

  new_drive ("dvd+r");
  drive_do ("fault", "never-ready");
  engine = open_engine ();
  thread = g_thread_new ("cancel", cancel_patient_write, cancellable);
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
  g_assert_cmpuint (source.position_bytes, ==, 0);
  g_thread_join (thread);
}

static void
test_write_protected (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  new_drive ("bd-re");
  drive_do ("fault", "command:op=2a,sense=7/27/00,times=100");
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_WRITE_PROTECTED);
  g_assert_cmpuint (outcome.blocks_written, ==, 0);
}

/* The data is in the drive's buffer, and the drive cannot get it onto the disc. */
static void
test_flush_fails (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  BurnishSense sense;

  new_drive ("bd-re");
  drive_do ("fault", "command:op=35,sense=3/0c/00,times=100");
  engine = open_engine ();
  g_assert_false (write_disc (engine, &source, N_BLOCKS, 0, NULL, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_CLOSE_FAILED);
  g_assert_true (burnish_error_get_sense (error, &sense));
  g_assert_cmpuint (sense.command, ==, 0x35);
  g_assert_false (outcome.closed);
}

static void
test_unplugged_while_erasing (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  const BurnishEngineSink sink = { 0 };

  new_drive ("cd-rw");
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, 0, 0);
  drive_do ("set", "blank-ms=2000");
  drive_do ("fault", "unplugged:op=00,after=8");
  g_assert_false (_burnish_engine_erase (engine, FALSE, &sink, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_LOST);
  drive_do ("clear", NULL);
}

static void
test_format_fails (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  const BurnishEngineSink sink = { 0 };
  const BurnishFormatRequest request = { 0 };
  BurnishSense sense;

  new_drive ("bd-re,unformatted");
  drive_do ("fault", "command:op=04,sense=3/31/01");
  engine = open_engine ();
  g_assert_false (_burnish_engine_format (engine, &request, &sink, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_FORMAT_FAILED);
  g_assert_true (burnish_error_get_sense (error, &sense));
  g_assert_cmpuint (sense.command, ==, 0x04);
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

/* The zeros are in the drive's buffer, and the drive cannot get them onto the disc. */
static void
test_erase_flush_fails (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  const BurnishEngineSink sink = { 0 };

  new_drive ("bd-re");
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, 0, 0);
  drive_do ("fault", "command:op=35,sense=3/0c/00,times=100");
  g_assert_false (_burnish_engine_erase (engine, FALSE, &sink, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_ERASE_FAILED);
}

int
main (int argc, char *argv[])
{
  static const char *const cancelled[] = { "cd-r", "dvd-r", "dvd+r", "dvd+rw", "bd-r", "bd-re" };

  g_test_init (&argc, &argv, NULL);

#define ADD_ALL(name, list, function)                                                              \
  for (gsize i = 0; i < G_N_ELEMENTS (list); i++)                                                  \
    {                                                                                              \
      g_autofree char *path = g_strdup_printf ("/libburn-faults/" name "/%s", list[i]);            \
      g_test_add_data_func (path, list[i], function);                                              \
    }
  ADD_ALL ("cancel", cancelled, test_cancel)
  ADD_ALL ("cancel-at-first-byte", cancelled, test_cancel_at_first_byte)
  ADD_ALL ("cancel-at-last-byte", cancelled, test_cancel_at_last_byte)
  ADD_ALL ("cancel-with-last-byte", cancelled, test_cancel_with_last_byte)
  ADD_ALL ("source-fails", cancelled, test_source_fails)
  ADD_ALL ("medium-error", cancelled, test_medium_error)
#undef ADD_ALL
  g_test_add_func ("/libburn-faults/cancel-while-full", test_cancel_while_full);
  g_test_add_func ("/libburn-faults/cancel-erase", test_cancel_erase);
  g_test_add_data_func ("/libburn-faults/unplugged/errno", "unplugged:op=write,after=40",
                        test_unplugged);
  g_test_add_data_func ("/libburn-faults/unplugged/host", "unplugged:op=write,after=40,host=7",
                        test_unplugged);
  g_test_add_data_func ("/libburn-faults/unplugged/closing", "unplugged:op=5b", test_unplugged);
  g_test_add_func ("/libburn-faults/unplugged/erasing", test_unplugged_while_erasing);
  g_test_add_data_func ("/libburn-faults/close-fails/dvd+r", "dvd+r", test_close_fails);
  g_test_add_data_func ("/libburn-faults/close-fails/dvd+r-dl", "dvd+r-dl", test_close_fails);
  g_test_add_data_func ("/libburn-faults/close-fails/bd-r", "bd-r", test_close_fails);
  g_test_add_func ("/libburn-faults/flush-fails", test_flush_fails);
  g_test_add_data_func ("/libburn-faults/survives/slow-close", "slow-close:delay=1000",
                        test_survives);
  g_test_add_data_func ("/libburn-faults/survives/buffer-full", "buffer-full:after=30",
                        test_survives);
  g_test_add_data_func ("/libburn-faults/survives/speed-refused", "speed-refused", test_survives);
  g_test_add_func ("/libburn-faults/never-ready", test_never_ready);
  g_test_add_func ("/libburn-faults/given-up", test_given_up);
  g_test_add_func ("/libburn-faults/cancel-while-not-ready", test_cancel_while_not_ready);
  g_test_add_func ("/libburn-faults/write-protected", test_write_protected);
  g_test_add_func ("/libburn-faults/erase-fails", test_erase_fails);
  g_test_add_func ("/libburn-faults/erase-flush-fails", test_erase_flush_fails);
  g_test_add_func ("/libburn-faults/format-fails", test_format_fails);
  return g_test_run ();
}
