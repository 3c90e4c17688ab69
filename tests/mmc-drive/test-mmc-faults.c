/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "bench.h"

#include <errno.h>
#include <string.h>

/* Scripted faults: each strikes what it says, as often as it says, and nothing else. */

#define READY "00 00 00 00 00 00"

static void
add (Bench *bench, const char *spec)
{
  char message[256] = "";

  if (!mmc_drive_add_fault (bench->drive, spec, message, sizeof message))
    g_error ("%s: %s", spec, message);
}

static void
assert_no_refusals (Bench *bench)
{
  MmcDriveStatus status;

  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpuint (status.n_refusals, ==, 0);
}

static void
test_medium_error (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r");

  add (bench, "medium-error:after=2");
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 16, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 32, 16, MMC_BLOCK_SIZE), ==, MMC_WRITE_ERROR);
  g_assert_cmphex (bench_write (bench, 32, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  assert_no_refusals (bench);
}

/* A bad block stays bad, and the sense names it. */
static void
test_medium_error_at_block (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw");

  add (bench, "medium-error:lba=20");
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmphex (bench_write (bench, 16, 16, MMC_BLOCK_SIZE), ==, MMC_WRITE_ERROR);
      g_assert_cmphex (bench->result.sense[0], ==, 0xf0);
      g_assert_cmpuint (mmc_get_32 (bench->result.sense + 3), ==, 20);
    }
  g_assert_cmphex (bench_write (bench, 32, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  mmc_drive_clear_faults (bench->drive);
  g_assert_cmphex (bench_write (bench, 16, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
}

static void
test_unreadable (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd-rom,image=IMAGE");

  add (bench, "unreadable:lba=10-12");
  g_assert_cmphex (bench_read (bench, 0, 10), ==, MMC_GOOD);
  g_assert_cmphex (bench_read (bench, 8, 4), ==, MMC_UNREADABLE);
  g_assert_cmpuint (mmc_get_32 (bench->result.sense + 3), ==, 10);
  g_assert_cmphex (bench_read (bench, 12, 1), ==, MMC_UNREADABLE);
  g_assert_cmphex (bench_read (bench, 13, 51), ==, MMC_GOOD);
  bench_assert_pattern (bench, 13, 51, MMC_BLOCK_SIZE);
}

/* Exactly the blocks that were named are different, without any error. */
static void
test_corrupt (void)
{
  g_autoptr (Bench) bench = bench_new ("bd-rom,image=IMAGE");
  uint8_t expected[MMC_BLOCK_SIZE];

  add (bench, "corrupt:lba=5-6");
  g_assert_cmphex (bench_read (bench, 0, 16), ==, MMC_GOOD);
  for (int32_t lba = 0; lba < 16; lba++)
    {
      bool same;

      bench_fill (expected, lba, MMC_BLOCK_SIZE);
      same = memcmp (bench->data + lba * MMC_BLOCK_SIZE, expected, MMC_BLOCK_SIZE) == 0;
      g_assert_true (same == (lba != 5 && lba != 6));
    }
  g_assert_cmphex (bench_read (bench, 7, 9), ==, MMC_GOOD);
  bench_assert_pattern (bench, 7, 9, MMC_BLOCK_SIZE);
}

static void
test_unplugged (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r");
  MmcDriveStatus status;

  add (bench, "unplugged:op=write,after=1");
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_transport (bench, "2a 00 00 00 00 10 00 00 10 00", NULL);
  g_assert_cmpint (bench->result.error, ==, ENODEV);
  bench_transport (bench, "12 00 00 00 24 00", NULL); /* and nothing answers any more */
  g_assert_cmpint (bench->result.error, ==, ENODEV);
  mmc_drive_get_status (bench->drive, &status);
  g_assert_true (status.unplugged);

  mmc_drive_clear_faults (bench->drive);
  mmc_drive_get_status (bench->drive, &status);
  g_assert_false (status.unplugged);
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_POWER_ON);
  bench_assert_good (bench, READY);
  g_assert_cmpint (status.next_writable, ==, 16);
}

static void
test_unplugged_host (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r");

  add (bench, "unplugged:host=1");
  bench_transport (bench, READY, NULL);
  g_assert_cmpint (bench->result.error, ==, 0);
  g_assert_cmpint (bench->result.host_status, ==, 1);
  assert_no_refusals (bench);
}

static void
test_never_ready (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  add (bench, "never-ready");
  for (int i = 0; i < 5; i++)
    {
      g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_BECOMING_READY);
      g_assert_cmphex (bench_read (bench, 0, 1), ==, MMC_BECOMING_READY);
    }
  bench_assert_good (bench, "12 00 00 00 24 00");
  bench_assert_good (bench, "46 00 00 00 00 00 00 00 08 00");
}

/* Busy for a while with growing progress, then done. */
static void
test_slow_close (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r");
  uint32_t previous = 0;
  unsigned n_busy = 0;
  MmcSense sense;

  add (bench, "slow-close:delay=400,times=1");
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_assert_good (bench, "5b 01 01 00 00 01 00 00 00 00");
  while ((sense = bench_send (bench, READY, NULL)) != MMC_GOOD)
    {
      uint32_t progress = mmc_get_16 (bench->result.sense + 16);

      g_assert_cmphex (sense, ==, MMC_LONG_WRITE_IN_PROGRESS);
      g_assert_cmphex (bench->result.sense[15], ==, 0x80);
      g_assert_cmpuint (progress, >=, previous);
      previous = progress;
      n_busy++;
    }
  g_assert_cmpuint (n_busy, >, 0);
  g_assert_cmpuint (previous, >, 0);
  bench_assert_good (bench, "5b 01 05 00 00 00 00 00 00 00");
  bench_assert_good (bench, READY);
}

static void
test_close_fails (void)
{
  g_autoptr (Bench) bench = bench_new ("bd-r");
  MmcDriveStatus status;

  add (bench, "close-fails");
  g_assert_cmphex (bench_write (bench, 0, 32, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmphex (bench_send (bench, "5b 00 01 00 00 01 00 00 00 00", NULL), ==,
                   MMC_FIXATION_ERROR);
  g_assert_cmphex (bench_send (bench, "5b 00 06 00 00 00 00 00 00 00", NULL), ==,
                   MMC_FIXATION_ERROR);
  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpint (status.status, ==, MMC_DISC_APPENDABLE);
}

static void
test_buffer_full (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  g_assert_cmphex (bench_select (bench, 1, false, false, 8, 4), ==, MMC_GOOD);
  add (bench, "buffer-full");
  for (int i = 0; i < 30; i++)
    g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_LONG_WRITE_IN_PROGRESS);
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
}

static void
test_speed_refused (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r");
  const char *descriptor = "00000000 00000000 00001000 000015a4 000003e8 000015a4 000003e8";

  bench_assert_good (bench, "bb 00 ff ff 15 a4 00 00 00 00 00 00");
  add (bench, "speed-refused");
  g_assert_cmphex (bench_send (bench, "bb 00 ff ff 15 a4 00 00 00 00 00 00", NULL), ==,
                   MMC_INVALID_FIELD_IN_CDB);
  g_assert_cmphex (bench_send (bench, "b6 00 00 00 00 00 00 00 00 00 1c 00", descriptor), ==,
                   MMC_INVALID_FIELD_IN_CDB);
  assert_no_refusals (bench); /* a scripted refusal is nobody's mistake */
}

static void
test_command (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw");

  add (bench, "command:op=5d,sense=5/24/00");
  add (bench, "command:op=35,host=7");
  add (bench, "command:op=25,errno=5,after=1,times=2");
  bench_transport (bench, "35 00 00 00 00 00 00 00 00 00", NULL);
  g_assert_cmpint (bench->result.host_status, ==, 7);
  bench_assert_good (bench, "35 00 00 00 00 00 00 00 00 00");
  bench_assert_good (bench, "25 00 00 00 00 00 00 00 00 00");
  for (int i = 0; i < 2; i++)
    {
      bench_transport (bench, "25 00 00 00 00 00 00 00 00 00", NULL);
      g_assert_cmpint (bench->result.error, ==, EIO);
    }
  bench_assert_good (bench, "25 00 00 00 00 00 00 00 00 00");
  g_assert_cmphex (bench_send (bench, "5d 00 00 00 00 00 00 00 00 00", NULL), ==,
                   MMC_INVALID_FIELD_IN_CDB);
  assert_no_refusals (bench);
}

static void
test_delay (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw");
  gint64 start;

  add (bench, "command:op=read,delay=50,times=1");
  start = g_get_monotonic_time ();
  g_assert_cmphex (bench_read (bench, 0, 1), ==, MMC_GOOD);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 50000);
}

/* Rates: 1000 bytes a ms, 10 µs a block */
static void
test_throttle (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw");
  gint64 start;

  g_assert_true (mmc_drive_set (bench->drive, "write-kbps", 1000));
  start = g_get_monotonic_time ();
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 32768);
  g_assert_true (mmc_drive_set (bench->drive, "read-us", 1000));
  start = g_get_monotonic_time ();
  g_assert_cmphex (bench_read (bench, 0, 16), ==, MMC_GOOD);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 16000);
  g_assert_false (mmc_drive_set (bench->drive, "warp", 9));
  g_assert_false (mmc_drive_set (bench->drive, "buffer-kb", 1));
}

/* Without Immed the command itself lasts; with it TEST UNIT READY tells. */
static void
test_operation_times (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-rw");
  gint64 start;

  g_assert_true (mmc_drive_set (bench->drive, "blank-ms", 40));
  start = g_get_monotonic_time ();
  bench_assert_good (bench, "a1 01 00 00 00 00 00 00 00 00 00 00");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 40000);
  bench_assert_good (bench, READY);
  g_assert_true (mmc_drive_set (bench->drive, "blank-ms", 60000));
  bench_assert_good (bench, "a1 11 00 00 00 00 00 00 00 00 00 00");
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_OPERATION_IN_PROGRESS);
  bench_assert_good (bench, "03 00 00 00 12 00");
  g_assert_cmphex (bench->data[2], ==, 0x02);
  g_assert_cmphex (bench->data[15], ==, 0x80);

  g_assert_true (mmc_drive_set (bench->drive, "ready-ms", 60000));
  g_assert_true (mmc_drive_insert (bench->drive, "dvd+r", NULL, 0));
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_MEDIUM_CHANGED);
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_BECOMING_READY);
}

static void
test_bad_words (void)
{
  static const char *const specs[] = {
    "",
    "nonsense",
    "medium-error:",
    "medium-error:lba",
    "medium-error:lba=",
    "medium-error:lba=x",
    "medium-error:lba=9-3",
    "medium-error:lba=-5",
    "medium-error:times=0",
    "medium-error:after=-1",
    "command:op=zz,sense=3/0c/00",
    "command:op=123,sense=3/0c/00",
    "command:op=2a",
    "command:op=2a,sense=3/0c",
    "command:op=2a,sense=0/00/00",
    "command:op=2a,sense=3/0c/00/1",
    "command:op=2a,delay=",
    "command:op=2a,color=red",
    "unreadable:lba=1,,times=2",
  };
  g_autoptr (Bench) bench = bench_new ("dvd+r");
  char message[256];

  for (size_t i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      message[0] = '\0';
      g_test_message ("%s", specs[i]);
      g_assert_false (mmc_drive_add_fault (bench->drive, specs[i], message, sizeof message));
      g_assert_cmpuint (strlen (message), >, 0);
    }
  for (size_t i = 0; i < MMC_MAX_FAULTS; i++)
    add (bench, "medium-error:after=100");
  g_assert_false (mmc_drive_add_fault (bench->drive, "close-fails", message, sizeof message));
  g_assert_nonnull (strstr (message, "no room"));
  bench_assert_good (bench, READY);
}

static void
test_log (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r");
  char text[8192];
  size_t n;

  mmc_drive_clear_log (bench->drive);
  add (bench, "speed-refused");
  bench_assert_good (bench, "12 00 00 00 24 00");
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_send (bench, "bb 00 ff ff 15 a4 00 00 00 00 00 00", NULL);
  bench_send (bench, "55 10 00 00 00 00 00 00 08 00", "0000000000000000");
  n = mmc_drive_read_log (bench->drive, 0, text, sizeof text - 1);
  text[n] = '\0';
  g_assert_true (g_regex_match_simple (
      "^\\d+\\.\\d{6} INQUIRY cdb=120000002400 in=36 good\n"
      "\\d+\\.\\d{6} WRITE_10 cdb=2a000000000000001000 out=32768 good\n"
      "\\d+\\.\\d{6} SET_CD_SPEED cdb=bb00ffff15a4000000000000 none=0 sense=5/24/00 fault\n"
      "\\d+\\.\\d{6} MODE_SELECT_10 cdb=55100000000000000800 out=8 good data=0000000000000000\n$",
      text, 0, 0));
  /* Reading goes on where the last reading ended. */
  g_assert_cmpuint (mmc_drive_read_log (bench->drive, n, text, sizeof text), ==, 0);
  bench_assert_good (bench, READY);
  g_assert_cmpuint (mmc_drive_read_log (bench->drive, n, text, sizeof text), >, 0);
  g_assert_nonnull (strstr (text, "TEST_UNIT_READY"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mmc-drive/faults/medium-error", test_medium_error);
  g_test_add_func ("/mmc-drive/faults/medium-error-at-block", test_medium_error_at_block);
  g_test_add_func ("/mmc-drive/faults/unreadable", test_unreadable);
  g_test_add_func ("/mmc-drive/faults/corrupt", test_corrupt);
  g_test_add_func ("/mmc-drive/faults/unplugged", test_unplugged);
  g_test_add_func ("/mmc-drive/faults/unplugged-host", test_unplugged_host);
  g_test_add_func ("/mmc-drive/faults/never-ready", test_never_ready);
  g_test_add_func ("/mmc-drive/faults/slow-close", test_slow_close);
  g_test_add_func ("/mmc-drive/faults/close-fails", test_close_fails);
  g_test_add_func ("/mmc-drive/faults/buffer-full", test_buffer_full);
  g_test_add_func ("/mmc-drive/faults/speed-refused", test_speed_refused);
  g_test_add_func ("/mmc-drive/faults/command", test_command);
  g_test_add_func ("/mmc-drive/faults/delay", test_delay);
  g_test_add_func ("/mmc-drive/faults/throttle", test_throttle);
  g_test_add_func ("/mmc-drive/faults/operation-times", test_operation_times);
  g_test_add_func ("/mmc-drive/faults/bad-words", test_bad_words);
  g_test_add_func ("/mmc-drive/faults/log", test_log);
  return g_test_run ();
}
