/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "engine-fixture.h"
#include "libburn/burnish-libburn-engine-private.h"

#include <string.h>

/* The engine of burners with every kind of disc: writing, erasing, formatting, refusing. */

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

/* Less than a CD track, an ECC block or a transfer. */
static void
test_one_block (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;

  new_drive (user_data);
  engine = open_engine ();
  assert_write_succeeds (engine, 1, 0, 8);
  assert_disc_is (engine, 0, 1, 8);
  assert_no_refusals ();
}

/* The disc to the last block. */
static void
test_full_disc (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishMedium) medium = NULL;
  guint n_blocks;

  new_drive (user_data);
  engine = open_engine ();
  medium = _burnish_engine_inspect (engine, NULL, &error);
  g_assert_no_error (error);
  n_blocks = (guint) burnish_medium_get_free_blocks (medium);
  assert_write_succeeds (engine, n_blocks, 0, 10);
  assert_disc_is (engine, 0, n_blocks, 10);
  assert_no_refusals ();
}

static void
test_stream_recording (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autofree char *log = NULL;

  new_drive ("bd-re");
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, BURNISH_WRITE_STREAM_RECORDING, 11);
  assert_disc_is (engine, 0, N_BLOCKS, 11);
  log = control ("log", NULL);
  g_assert_nonnull (strstr (log, "cdb=aa"));
  g_assert_null (strstr (log, "cdb=2a"));
  assert_no_refusals ();
}

/* BUFE, bit 6 of byte 2 of the write parameters page (MMC-6 7.5.3), after 8 bytes of header. */
static void
test_underrun_protection (gconstpointer user_data)
{
  const gboolean protected[] = { TRUE, FALSE };

  for (gsize i = 0; i < G_N_ELEMENTS (protected); i++)
    {
      g_autoptr (BurnishEngine) engine = NULL;
      g_autofree char *log = NULL;
      const char *page;

      new_drive (user_data);
      engine = open_engine ();
      assert_write_succeeds (engine, N_BLOCKS,
                             protected[i] ? 0 : BURNISH_WRITE_NO_UNDERRUN_PROTECTION, 12);
      log = control ("log", NULL);
      page = g_strrstr (log, "data=00000000000000000532"); /* the newest MODE SELECT */
      g_assert_nonnull (page);
      page += strlen ("data=00000000000000000532");
      g_assert_cmpint ((g_ascii_xdigit_value (*page) & 4) != 0, ==, protected[i]);
      assert_no_refusals ();
    }
}

/* 4x of DVD, in the kB/s that SET STREAMING takes (MMC-6 6.42). */
static void
test_speed (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;
  const BurnishEngineSink sink = { 0 };
  Source source = { 0 };
  const BurnishWriteRequest request = {
    .n_blocks = N_BLOCKS,
    .speed_kbs = 5540,
    .read = read_source,
    .user_data = &source,
  };
  BurnishWriteOutcome outcome;

  new_drive ("dvd+r");
  engine = open_engine ();
  _burnish_engine_write (engine, &request, &sink, &outcome, NULL, &error);
  g_assert_no_error (error);
  log = control ("log", NULL);
  g_assert_true (g_regex_match_simple ("cdb=b6.* good data=.{40}000015a4", log, 0, 0));
  assert_no_refusals ();
}

static void
test_eject (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;

  new_drive ("dvd+r");
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, 0, 0);
  g_assert_true (_burnish_engine_eject (engine, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (_burnish_engine_prepare_read (engine, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC);
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

/* Data behind the old data, then blocks at the beginning of the disc. */
static void
test_behind (gconstpointer user_data)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = g_malloc (BURNISH_PATCH_ALIGNMENT_BLOCKS * BURNISH_BLOCK_SIZE);
  g_autofree guint8 *found = g_malloc (BURNISH_PATCH_ALIGNMENT_BLOCKS * BURNISH_BLOCK_SIZE);
  const BurnishWritePatch patch = { 16, BURNISH_PATCH_ALIGNMENT_BLOCKS, bytes };
  const BurnishEngineSink sink = { 0 };
  Source source = { .seed = 21 };
  const BurnishWriteRequest request = {
    .n_blocks = N_BLOCKS,
    .start_block = 1504,
    .patches = &patch,
    .n_patches = 1,
    .read = read_source,
    .user_data = &source,
  };
  BurnishWriteOutcome outcome;

  memset (bytes, 0x5a, BURNISH_PATCH_ALIGNMENT_BLOCKS * BURNISH_BLOCK_SIZE);
  new_drive (user_data);
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, 0, 20);
  _burnish_engine_write (engine, &request, &sink, &outcome, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (outcome.closed && outcome.patched);
  g_assert_cmpuint (outcome.start_block, ==, 1504);
  g_assert_cmpuint (outcome.blocks_written, ==, N_BLOCKS);
  assert_disc_is (engine, 1504, N_BLOCKS, 21);
  _burnish_engine_read (engine, 16, BURNISH_PATCH_ALIGNMENT_BLOCKS, found, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (found, BURNISH_PATCH_ALIGNMENT_BLOCKS * BURNISH_BLOCK_SIZE, bytes,
                   BURNISH_PATCH_ALIGNMENT_BLOCKS * BURNISH_BLOCK_SIZE);
  assert_no_refusals ();
}

/* An image that was laid out for one address is not written at another. */
static void
test_goes_on_elsewhere (void)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  const BurnishEngineSink sink = { 0 };
  Source source = { .seed = 21 };
  const BurnishWriteRequest request = {
    .n_blocks = N_BLOCKS,
    .start_block = 1504,
    .read = read_source,
    .user_data = &source,
  };
  BurnishWriteOutcome outcome;

  new_drive ("dvd+r");
  engine = open_engine ();
  assert_write_succeeds (engine, N_BLOCKS, BURNISH_WRITE_KEEP_OPEN, 20);
  g_assert_false (_burnish_engine_write (engine, &request, &sink, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_MEDIUM_CHANGED);
  g_assert_cmpuint (source.position_bytes, ==, 0);
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

int
main (int argc, char *argv[])
{
  static const char *const writable[] = { "cd-r",     "cd-rw",   "dvd-r",    "dvd-rw", "dvd-rw-ro",
                                          "dvd-r-dl", "dvd+r",   "dvd+r-dl", "dvd+rw", "dvd-ram",
                                          "bd-r",     "bd-r-dl", "bd-r-xl",  "bd-re",  "bd-re-dl" };
  static const char *const small[] = { "cd-r,capacity=2000",  "dvd-r,capacity=2000",
                                       "dvd+r,capacity=2000", "dvd+rw,capacity=2000",
                                       "bd-r,capacity=2048",  "bd-re,capacity=2048" };
  static const char *const appendable[] = { "cd-r",  "cd-rw",    "dvd-r", "dvd-rw",
                                            "dvd+r", "dvd+r-dl", "bd-r" };
  static const char *const simulating[] = { "cd-r", "cd-rw", "dvd-r", "dvd-rw" };
  static const char *const erasable[] = { "cd-rw",
                                          "dvd-rw",
                                          "dvd-rw-ro,capacity=8192",
                                          "dvd+rw,capacity=8192",
                                          "dvd-ram,capacity=8192",
                                          "bd-re,capacity=8192" };
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

  static const char *const overwritable[] = { "dvd+rw", "dvd-ram", "bd-re", "dvd-rw-ro" };

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
  ADD_ALL ("one-block", writable, test_one_block)
  ADD_ALL ("full-disc", small, test_full_disc)
  ADD_ALL ("keep-open", appendable, test_keep_open)
  ADD_ALL ("second-session", appendable, test_second_session)
  ADD_ALL ("behind", overwritable, test_behind)
  ADD_ALL ("simulate", simulating, test_simulate)
  ADD_ALL ("erase", erasable, test_erase)
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
  g_test_add_func ("/libburn-engine/goes-on-elsewhere", test_goes_on_elsewhere);
  g_test_add_func ("/libburn-engine/cannot-simulate", test_cannot_simulate);
  g_test_add_func ("/libburn-engine/cannot-erase", test_cannot_erase);
  g_test_add_func ("/libburn-engine/too-small", test_too_small);
  g_test_add_func ("/libburn-engine/no-disc", test_no_disc);
  g_test_add_func ("/libburn-engine/tray-stays", test_tray_stays);
  g_test_add_func ("/libburn-engine/closed-disc", test_closed_disc);
  g_test_add_func ("/libburn-engine/stream-recording", test_stream_recording);
  g_test_add_data_func ("/libburn-engine/underrun-protection/cd-r", "cd-r",
                        test_underrun_protection);
  g_test_add_data_func ("/libburn-engine/underrun-protection/dvd-r", "dvd-r",
                        test_underrun_protection);
  g_test_add_func ("/libburn-engine/speed", test_speed);
  g_test_add_func ("/libburn-engine/eject", test_eject);
  g_test_add_func ("/libburn-engine/busy", test_busy);
  return g_test_run ();
}
