/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "bench.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The drive itself: attentions, tray, mode pages, speeds, buffer, and its quirks. */

#define SYNC  "35 00 00 00 00 00 00 00 00 00"
#define READY "00 00 00 00 00 00"

static MmcDriveStatus
get_status (Bench *bench)
{
  MmcDriveStatus status;

  mmc_drive_get_status (bench->drive, &status);
  return status;
}

static void
test_attention (void)
{
  g_autoptr (Bench) bench = bench_new (NULL);

  mmc_drive_reset (bench->drive);
  bench_assert_good (bench, "12 00 00 00 24 00"); /* INQUIRY leaves it pending */
  bench_assert_good (bench, "46 00 00 00 00 00 00 00 08 00");
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_POWER_ON);
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_NO_MEDIUM);
  g_assert_true (mmc_drive_insert (bench->drive, "cd-r", NULL, 0));
  bench_assert_good (bench, "03 00 00 00 12 00"); /* REQUEST SENSE takes it */
  g_assert_cmphex (bench->data[2], ==, 6);
  g_assert_cmphex (bench->data[12], ==, 0x28);
  bench_assert_good (bench, READY);
  bench_assert_good (bench, "03 00 00 00 12 00");
  g_assert_cmphex (bench->data[2], ==, 0);
}

static uint8_t
poll_event (Bench *bench)
{
  bench_assert_good (bench, "4a 01 00 00 10 00 00 00 08 00");
  g_assert_cmpuint (bench->data[2] & 0x07, ==, 4);
  return bench->data[4];
}

static void
test_tray (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw");
  uint32_t generation = get_status (bench).medium_generation;

  g_assert_cmpuint (poll_event (bench), ==, 2);
  g_assert_cmpuint (poll_event (bench), ==, 0);
  g_assert_cmphex (bench->data[5], ==, 0x02);
  bench_assert_good (bench, "1e 00 00 00 01 00");
  g_assert_false (mmc_drive_press_button (bench->drive));
  g_assert_cmpuint (poll_event (bench), ==, 1);
  bench_assert_good (bench, "5a 00 2a 00 00 00 00 00 20 00");
  g_assert_true (bench->data[8 + 6] & 0x02); /* locked */
  bench_assert_good (bench, "1e 00 00 00 00 00");
  bench_assert_good (bench, "1b 00 00 00 02 00");
  g_assert_true (get_status (bench).tray_open);
  g_assert_cmpuint (get_status (bench).medium_generation, >, generation);
  g_assert_cmpuint (poll_event (bench), ==, 3);
  g_assert_cmphex (bench->data[5], ==, 0x01);
  bench_assert_good (bench, "46 00 00 00 00 00 00 00 08 00");
  g_assert_cmphex (mmc_get_16 (bench->data + 6), ==, 0);
  bench_assert_good (bench, "1b 00 00 00 03 00");
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_MEDIUM_CHANGED);
  bench_assert_good (bench, READY);
  g_assert_true (mmc_drive_press_button (bench->drive));
  g_assert_true (get_status (bench).tray_open);
  g_assert_true (mmc_drive_press_button (bench->drive));
  g_assert_false (get_status (bench).tray_open);
  /* Loading an empty tray finds nothing. */
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_MEDIUM_CHANGED);
  mmc_drive_remove (bench->drive);
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_MEDIUM_CHANGED);
  bench_assert_good (bench, "1b 00 00 00 03 00");
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_NO_MEDIUM);
}

static void
test_mode_pages (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  g_assert_cmphex (bench_select (bench, 2, true, true, 8, 4), ==, MMC_GOOD);
  bench_assert_good (bench, "5a 00 05 00 00 00 00 00 3c 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 60);
  g_assert_cmpuint (mmc_get_16 (bench->data), ==, 58);
  g_assert_cmphex (bench->data[8 + 2], ==, 0x52);
  g_assert_cmphex (bench->data[8 + 3], ==, 0xc4);
  bench_assert_good (bench, "5a 00 3f 00 00 00 00 00 ff 00"); /* all pages, ascending */
  g_assert_cmphex (bench->data[8], ==, 0x01);
  g_assert_cmphex (bench->data[8 + 12], ==, 0x05);
  g_assert_cmphex (bench->data[8 + 12 + 52], ==, 0x08);
  g_assert_cmphex (bench->data[8 + 12 + 52 + 12], ==, 0x2a);
  bench_assert_good (bench, "5a 00 41 00 00 00 00 00 14 00"); /* what can be changed */
  g_assert_cmphex (bench->data[8 + 3], ==, 0xff);
  /* A bad second page leaves the first as it was. */
  g_assert_cmphex (bench_send (bench, "55 10 00 00 00 00 00 00 16 00",
                               "0000000000000000 010a00050000000000000000 3300"),
                   ==, MMC_INVALID_FIELD_IN_LIST);
  bench_assert_good (bench, "5a 00 01 00 00 00 00 00 14 00");
  g_assert_cmpuint (bench->data[8 + 3], ==, 16);
}

static void
test_speeds (void)
{
  g_autoptr (Bench) bench = bench_new ("bd-re");
  /* 17984 kB/s: 17984 blocks of 1000 bytes in 1000 ms */
  const char *descriptor = "00000000 00000000 00001000 00004640 000003e8 00004640 000003e8";

  bench_assert_good (bench, "ac 00 00 00 00 00 00 00 00 03 03 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 8 + 3 * 16);
  g_assert_cmpuint (mmc_get_32 (bench->data), ==, 4 + 3 * 16);
  g_assert_cmpuint (mmc_get_32 (bench->data + 8 + 4), ==, 11837535);
  g_assert_cmpuint (mmc_get_32 (bench->data + 8 + 12), ==, 35968);
  bench_assert_good (bench, "ac 00 00 00 00 00 00 00 00 00 03 00"); /* only the head */
  g_assert_cmpuint (bench->result.n_bytes, ==, 8);
  g_assert_cmpuint (mmc_get_32 (bench->data), ==, 4 + 3 * 16);
  bench_assert_good (bench, "ac 10 00 00 00 00 00 00 00 01 00 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 24);

  g_assert_cmphex (bench_send (bench, "b6 00 00 00 00 00 00 00 00 00 1c 00", descriptor), ==,
                   MMC_GOOD);
  bench_assert_good (bench, "5a 00 2a 00 00 00 00 00 ff 00");
  g_assert_cmpuint (mmc_get_16 (bench->data + 8 + 28), ==, 17984);
  bench_insert (bench, "cd-r");
  bench_assert_good (bench, "bb 00 ff ff 10 8a 00 00 00 00 00 00"); /* 24× */
  bench_assert_good (bench, "5a 00 2a 00 00 00 00 00 ff 00");
  g_assert_cmpuint (mmc_get_16 (bench->data + 8 + 28), ==, 4234);
  bench_insert (bench, "dvd-rom,image=IMAGE");
  bench_assert_good (bench, "ac 00 00 00 00 00 00 00 00 03 03 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 8);
}

static void
test_buffer (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw");

  g_assert_true (mmc_drive_set (bench->drive, "buffer-kb", 1024));
  bench_assert_good (bench, "5c 00 00 00 00 00 00 00 0c 00");
  g_assert_cmpuint (mmc_get_32 (bench->data + 4), ==, 1 << 20);
  g_assert_cmpuint (mmc_get_32 (bench->data + 8), ==, 1 << 20);
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_assert_good (bench, "5c 00 00 00 00 00 00 00 0c 00");
  g_assert_cmpuint (mmc_get_32 (bench->data + 8), <, 1 << 20);
  bench_assert_good (bench, SYNC);
  bench_assert_good (bench, "5c 00 00 00 00 00 00 00 0c 00");
  g_assert_cmpuint (mmc_get_32 (bench->data + 8), ==, 1 << 20);
}

static void
test_quirks (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r,nwa-pregap");

  bench_assert_good (bench, "52 01 00 00 00 ff 00 00 22 00");
  g_assert_cmpint ((int32_t) mmc_get_32 (bench->data + 12), ==, -150);
  bench_insert (bench, "cd-r,no-run-out");
  bench_burn (bench, 320);
  bench_close_session (bench, 2);
  bench_assert_good (bench, "25 00 00 00 00 00 00 00 00 00");
  g_assert_cmpuint (mmc_get_32 (bench->data), ==, 319);
  bench_insert (bench, "dvd+r,one-descriptor");
  bench_assert_good (bench, "ac 00 00 00 00 00 00 00 00 00 03 00");
  g_assert_cmpuint (mmc_get_32 (bench->data), ==, 4 + 16);
  bench_insert (bench, "dvd-r,damaged-track");
  bench_assert_good (bench, "52 01 00 00 00 ff 00 00 22 00");
  g_assert_true (bench->data[5] & 0x20);
  bench_insert (bench, "bd-r,open-session");
  bench_assert_good (bench, "51 00 00 00 00 00 00 00 22 00");
  g_assert_cmphex (bench->data[2], ==, 0x04); /* blank, last session incomplete */
  bench_insert (bench, "dvd-r,no-streaming,no-configuration,no-disc-information");
  g_assert_cmphex (bench_send (bench, "b6 00 00 00 00 00 00 00 00 00 1c 00", NULL), ==,
                   MMC_INVALID_OPCODE);
  g_assert_cmphex (bench_send (bench, "46 00 00 00 00 00 00 00 08 00", NULL), ==,
                   MMC_INVALID_OPCODE);
  g_assert_cmphex (bench_send (bench, "51 00 00 00 00 00 00 00 22 00", NULL), ==,
                   MMC_INVALID_OPCODE);
  g_assert_true (mmc_drive_insert (bench->drive, "cd-rw,no-attention,no-progress", NULL, 0));
  bench_assert_good (bench, READY);
  g_assert_true (mmc_drive_set (bench->drive, "blank-ms", 60000));
  bench_assert_good (bench, "a1 11 00 00 00 00 00 00 00 00 00 00");
  g_assert_cmphex (bench_send (bench, READY, NULL), ==, MMC_OPERATION_IN_PROGRESS);
  g_assert_cmphex (bench->result.sense[15], ==, 0);
}

/* Data that does not match its command never leaves the host adapter. */
static void
test_data_mismatch (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw");
  static const uint8_t write[10] = { 0x2a, 0, 0, 0, 0, 0, 0, 0, 16, 0 };
  static const uint8_t read[10] = { 0x28, 0, 0, 0, 0, 0, 0, 0, 16, 0 };
  MmcDriveStatus status;

  mmc_drive_command (bench->drive, write, 10, bench->data, 15 * 2048, MMC_DATA_OUT, &bench->result);
  g_assert_cmpint (bench->result.host_status, ==, 7);
  mmc_drive_command (bench->drive, read, 10, bench->data, 15 * 2048, MMC_DATA_IN, &bench->result);
  g_assert_cmpint (bench->result.host_status, ==, 7);
  mmc_drive_command (bench->drive, read, 10, bench->data, 16 * 2048, MMC_DATA_OUT, &bench->result);
  g_assert_cmpint (bench->result.host_status, ==, 7);
  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpuint (status.n_refusals, ==, 3);
  g_assert_cmpuint (status.n_blocks_written, ==, 0);
}

static void
test_expected (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");
  MmcDriveStatus status;
  char text[4096];
  size_t n;

  g_assert_true (mmc_drive_expect_refusal (bench->drive, 0x02, 0x20));
  g_assert_cmphex (bench_send (bench, "02 00 00 00 00 00", NULL), ==, MMC_INVALID_OPCODE);
  g_assert_cmpuint (mmc_drive_read_refusals (bench->drive, 0, text, sizeof text), ==, 0);
  g_assert_cmphex (bench_send (bench, "06 00 00 00 00 00", NULL), ==, MMC_INVALID_OPCODE);
  n = mmc_drive_read_refusals (bench->drive, 0, text, sizeof text - 1);
  text[n] = '\0';
  g_assert_nonnull (strstr (text, "cdb=060000000000 none=0 sense=5/20/00 unexpected\n"));
  g_assert_null (strstr (text, "cdb=02"));
  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpuint (status.n_refusals, ==, 1);
  mmc_drive_clear_log (bench->drive);
  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpuint (status.n_refusals, ==, 0);
  g_assert_cmpuint (mmc_drive_read_log (bench->drive, 0, text, sizeof text), ==, 0);
}

static void
test_small_commands (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd-r");

  bench_assert_good (bench, "54 01 00 00 00 00 00 00 00 00"); /* calibrate */
  g_assert_cmphex (bench_send (bench, "54 00 00 00 00 00 00 00 08 00", "0000000000000000"), ==,
                   MMC_GOOD);
  bench_assert_good (bench, "bd 00 00 00 00 00 00 00 00 08 00 00");
  g_assert_cmphex (bench->data[1], ==, 0x00);
  bench_assert_good (bench, "1b 00 00 00 02 00");
  bench_assert_good (bench, "bd 00 00 00 00 00 00 00 00 08 00 00");
  g_assert_cmphex (bench->data[1], ==, 0x10);     /* door open */
  bench_assert_good (bench, "1b 00 00 00 30 00"); /* stand by */
  bench_assert_good (bench, "12 01 00 00 ff 00");
  g_assert_cmpmem (bench->data + 3, 4, "\x03\x00\x80\x83", 4);
  bench_assert_good (bench, "12 01 83 00 ff 00");
  g_assert_cmpmem (bench->data + 8, 8, "BURNISH ", 8);
  bench_assert_good (bench, "4a 01 00 00 40 00 00 00 08 00"); /* no such class of events */
  g_assert_cmphex (bench->data[2] & 0x80, ==, 0x80);
}

/* Who dies with the lock does not take the drive along. */
static void
test_death_with_lock (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw");
  pid_t child = fork ();
  int state;

  if (child == 0)
    {
      mmc_lock (bench->drive);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &state, 0), ==, child);
  bench_assert_good (bench, READY);
  bench_assert_good (bench, READY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mmc-drive/unit/attention", test_attention);
  g_test_add_func ("/mmc-drive/unit/tray", test_tray);
  g_test_add_func ("/mmc-drive/unit/mode-pages", test_mode_pages);
  g_test_add_func ("/mmc-drive/unit/speeds", test_speeds);
  g_test_add_func ("/mmc-drive/unit/buffer", test_buffer);
  g_test_add_func ("/mmc-drive/unit/quirks", test_quirks);
  g_test_add_func ("/mmc-drive/unit/data-mismatch", test_data_mismatch);
  g_test_add_func ("/mmc-drive/unit/expected", test_expected);
  g_test_add_func ("/mmc-drive/unit/small-commands", test_small_commands);
  g_test_add_func ("/mmc-drive/unit/death-with-lock", test_death_with_lock);
  return g_test_run ();
}
