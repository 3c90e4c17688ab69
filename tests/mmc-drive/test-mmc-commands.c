/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "bench.h"

#include <string.h>

/* What a burner may do: each kind of disc from blank over written to closed. */

#define SYNC  "35 00 00 00 00 00 00 00 00 00"
#define READY "00 00 00 00 00 00"

static MmcDriveStatus
get_status (Bench *bench)
{
  MmcDriveStatus status;

  mmc_drive_get_status (bench->drive, &status);
  return status;
}

static MmcTrackStatus
get_track (Bench *bench, unsigned number)
{
  MmcTrackStatus track;

  g_assert_true (mmc_drive_get_track (bench->drive, number, &track));
  return track;
}

/* READ DISC INFORMATION: disc status, state of the last session, sessions, last track */
static void
assert_disc (Bench *bench, unsigned status, unsigned session, unsigned n_sessions, unsigned last)
{
  bench_assert_good (bench, "51 00 00 00 00 00 00 00 22 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 34);
  g_assert_cmpuint (bench->data[2] & 0x03, ==, status);
  g_assert_cmpuint (bench->data[2] >> 2 & 0x03, ==, session);
  g_assert_cmpuint (bench->data[4], ==, n_sessions);
  g_assert_cmpuint (bench->data[6], ==, last);
}

static void
assert_nwa (Bench *bench, int32_t nwa)
{
  bench_assert_good (bench, "52 01 00 00 00 ff 00 00 22 00");
  g_assert_true (bench->data[7] & 0x01);
  g_assert_cmpint ((int32_t) mmc_get_32 (bench->data + 12), ==, nwa);
}

static void
assert_capacity (Bench *bench, uint32_t last)
{
  bench_assert_good (bench, "25 00 00 00 00 00 00 00 00 00");
  g_assert_cmpuint (mmc_get_32 (bench->data), ==, last);
}

static void
assert_no_refusals (Bench *bench)
{
  g_assert_cmpuint (get_status (bench).n_refusals, ==, 0);
}

/* ------------------------------------------------------------------- CD */

static void
test_cd_track_at_once (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  assert_disc (bench, 0, 0, 1, 1);
  assert_nwa (bench, 0);
  bench_burn (bench, 320);
  assert_disc (bench, 1, 1, 1, 2);
  assert_nwa (bench, 320 + 2 + 150);
  bench_burn (bench, 400);
  bench_close_session (bench, 2);
  assert_disc (bench, 1, 0, 2, 3);
  /* 472 + 400 + 2 run-out blocks, then lead-out and lead-in */
  assert_nwa (bench, 874 + 11400);
  assert_capacity (bench, 873);
  bench_burn (bench, 320);
  g_assert_cmphex (bench_select (bench, 1, false, false, 8, 4), ==, MMC_GOOD);
  bench_close_session (bench, 2);
  assert_disc (bench, 2, 3, 2, 3);

  g_assert_cmphex (bench_read (bench, 472, 400 / 2), ==, MMC_GOOD);
  bench_assert_pattern (bench, 472, 200, MMC_BLOCK_SIZE);
  g_assert_true (get_track (bench, 2).run_out);
  g_assert_cmpint (get_track (bench, 3).start, ==, 12274);
  g_assert_cmpuint (get_track (bench, 3).session, ==, 2);
  assert_no_refusals (bench);
}

static void
test_cd_toc (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  bench_burn (bench, 320);
  bench_burn (bench, 320);
  bench_close_session (bench, 2);
  bench_burn (bench, 320);
  bench_close_session (bench, 2);

  bench_assert_good (bench, "43 00 00 00 00 00 00 00 ff 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 4 + 4 * 8);
  g_assert_cmpuint (mmc_get_16 (bench->data), ==, 2 + 4 * 8);
  g_assert_cmpuint (bench->data[3], ==, 3);
  g_assert_cmphex (bench->data[4 + 1], ==, 0x14);
  g_assert_cmpuint (mmc_get_32 (bench->data + 12 + 4), ==, 472);
  g_assert_cmphex (bench->data[28 + 2], ==, 0xaa);
  g_assert_cmpuint (mmc_get_32 (bench->data + 28 + 4), ==, 794 + 11400 + 322);
  bench_assert_good (bench, "43 02 00 00 00 00 aa 00 ff 00"); /* the lead-out alone, as MSF */
  g_assert_cmpuint (bench->result.n_bytes, ==, 4 + 8);
  g_assert_cmpint (mmc_get_msf (bench->data + 4 + 5), ==, 794 + 11400 + 322);

  bench_assert_good (bench, "43 00 01 00 00 00 00 00 0c 00");
  g_assert_cmpuint (bench->data[3], ==, 2);
  g_assert_cmpuint (bench->data[6], ==, 3);
  g_assert_cmpuint (mmc_get_32 (bench->data + 8), ==, 794 + 11400);

  bench_assert_good (bench, "43 02 02 00 00 00 00 00 ff 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 4 + 11 * (3 + 2 + 3 + 1));
  g_assert_cmphex (bench->data[4 + 3], ==, 0xa0);
  g_assert_cmpuint (bench->data[4 + 8], ==, 1);
  g_assert_cmpint (mmc_get_msf (bench->data + 4 + 2 * 11 + 8), ==, 794);
  bench_assert_good (bench, "43 02 02 00 00 00 02 00 ff 00"); /* from session 2 on */
  g_assert_cmpuint (bench->result.n_bytes, ==, 4 + 11 * 4);
  assert_no_refusals (bench);
}

/* A cue sheet of @n_tracks of 600 blocks each, all of one form */
static void
send_cue (Bench *bench, unsigned n_tracks, bool audio, bool cd_text)
{
  g_autoptr (GString) cue = g_string_new (NULL);
  g_autofree char *cdb = NULL;
  unsigned control = audio ? 0x01 : 0x41, form = audio ? 0x00 : 0x10, zero = audio ? 0x01 : 0x14;

  g_string_append_printf (cue, "%02x0000%02x00000000", control, zero | (cd_text ? 0x40 : 0));
  g_string_append_printf (cue, "%02x0100%02x00000000", control, form);
  for (unsigned i = 0; i < n_tracks; i++)
    g_string_append_printf (cue, "%02x%02x01%02x0000%02x00", control, i + 1, form, 2 + 8 * i);
  g_string_append_printf (cue, "%02xaa01%02x0000%02x00", control, zero, 2 + 8 * n_tracks);
  cdb = g_strdup_printf ("5d 00 00 00 00 00 %06x 00", (unsigned) cue->len / 2);
  g_assert_cmphex (bench_send (bench, cdb, cue->str), ==, MMC_GOOD);
}

static void
write_range (Bench *bench, int32_t first, int32_t end, uint32_t block_size)
{
  for (int32_t lba = first; lba < end; lba += 25)
    g_assert_cmphex (bench_write (bench, lba, (uint32_t) MIN (25, end - lba), block_size), ==,
                     MMC_GOOD);
}

static void
test_cd_session_at_once (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-rw");

  g_assert_cmphex (bench_select (bench, 2, false, false, 0, 4), ==, MMC_GOOD);
  send_cue (bench, 1, false, false);
  write_range (bench, -150, 600, MMC_BLOCK_SIZE);
  bench_assert_good (bench, SYNC);
  assert_disc (bench, 2, 3, 1, 1);
  assert_capacity (bench, 599);
  g_assert_cmpint (get_track (bench, 1).start, ==, 0);
  g_assert_cmpuint (get_track (bench, 1).n_blocks, ==, 600);
  g_assert_false (get_track (bench, 1).run_out);
  g_assert_cmphex (bench_read (bench, 500, 100), ==, MMC_GOOD);
  bench_assert_pattern (bench, 500, 100, MMC_BLOCK_SIZE);

  bench_assert_good (bench, "a1 00 00 00 00 00 00 00 00 00 00 00");
  assert_disc (bench, 0, 0, 1, 1);
  assert_nwa (bench, 0);
  g_assert_cmphex (bench_read (bench, 0, 1), ==, MMC_LBA_OUT_OF_RANGE);
  assert_no_refusals (bench);
}

static void
test_cd_audio (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  g_assert_cmphex (bench_select (bench, 2, true, false, 0, 0), ==, MMC_GOOD);
  send_cue (bench, 2, true, true);
  write_range (bench, -1000, -150, 96); /* CD-TEXT in the lead-in */
  write_range (bench, -150, 1200, MMC_CD_BLOCK_SIZE);
  bench_assert_good (bench, SYNC);
  assert_disc (bench, 1, 0, 2, 3); /* multi-session: still open */
  g_assert_cmpuint (get_status (bench).n_cd_text_bytes, ==, 850 * 96);
  g_assert_true (get_track (bench, 2).audio);
  g_assert_cmpuint (get_track (bench, 2).control, ==, 0);
  g_assert_cmpint (get_track (bench, 2).start, ==, 600);

  bench_assert_good (bench, "be 04 00 00 02 80 00 00 10 10 00 00"); /* CD-DA, 16 blocks at 640 */
  bench_assert_pattern (bench, 640, 16, MMC_CD_BLOCK_SIZE);
  assert_no_refusals (bench);
}

/* Read raw, a data block has sync, address and mode before its data. */
static void
test_cd_raw (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");
  uint8_t expected[MMC_BLOCK_SIZE];

  bench_burn (bench, 320);
  bench_close_session (bench, 2);
  bench_assert_good (bench, "be 08 00 00 00 4b 00 00 01 f8 00 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, MMC_CD_BLOCK_SIZE);
  g_assert_cmpmem (bench->data, 12, "\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00", 12);
  g_assert_cmpmem (bench->data + 12, 4, "\x00\x03\x00\x01", 4);
  bench_fill (expected, 75, MMC_BLOCK_SIZE);
  g_assert_cmpmem (bench->data + 16, MMC_BLOCK_SIZE, expected, MMC_BLOCK_SIZE);
  bench_assert_good (bench, "be 08 00 00 00 4b 00 00 01 10 00 00");
  bench_assert_pattern (bench, 75, 1, MMC_BLOCK_SIZE);
}

/* Broken off, the disc is spoilt: a damaged track, no table of contents. */
static void
test_cd_broken_off (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  g_assert_cmphex (bench_select (bench, 2, false, false, 0, 4), ==, MMC_GOOD);
  send_cue (bench, 1, false, false);
  write_range (bench, -150, 300, MMC_BLOCK_SIZE);
  bench_assert_good (bench, SYNC);
  g_assert_true (get_track (bench, 1).damaged);
  assert_disc (bench, 1, 1, 1, 2);
  assert_capacity (bench, 0);
  bench_assert_good (bench, "52 01 00 00 00 01 00 00 22 00");
  g_assert_true (bench->data[5] & 0x20);
}

/* New write parameters make the drive forget a cue sheet that waited. */
static void
test_cd_cue_forgotten (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  g_assert_cmphex (bench_select (bench, 2, false, false, 0, 4), ==, MMC_GOOD);
  send_cue (bench, 1, false, false);
  bench_burn (bench, 320);
  g_assert_true (get_track (bench, 1).run_out);
  assert_no_refusals (bench);
}

static void
test_cd_short_track (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  bench_burn (bench, 16);
  g_assert_cmpuint (get_track (bench, 1).n_blocks, ==, 300); /* 4 seconds at least */
  assert_nwa (bench, 302 + 150);
}

/* A test write leaves no trace, in both ways of writing. */
static void
test_simulation (void)
{
  g_autoptr (Bench) bench = bench_new ("cd-r");

  g_assert_cmphex (bench_select (bench, 1, false, true, 8, 4), ==, MMC_GOOD);
  write_range (bench, 0, 100, MMC_BLOCK_SIZE);
  assert_nwa (bench, 100);
  bench_assert_good (bench, SYNC);
  bench_close_session (bench, 2);
  g_assert_cmphex (bench_select (bench, 2, false, true, 0, 4), ==, MMC_GOOD);
  send_cue (bench, 1, false, false);
  write_range (bench, -150, 600, MMC_BLOCK_SIZE);
  bench_assert_good (bench, SYNC);
  assert_disc (bench, 0, 0, 1, 1);
  assert_nwa (bench, 0);

  bench_insert (bench, "dvd-r");
  g_assert_cmphex (bench_select (bench, 2, false, true, 8, 5), ==, MMC_GOOD);
  bench_assert_good (bench, "53 00 00 00 00 00 00 00 40 00");
  write_range (bench, 0, 64, MMC_BLOCK_SIZE);
  g_assert_cmphex (bench_write (bench, 64, 16, MMC_BLOCK_SIZE), ==, MMC_END_OF_USER_AREA);
  bench_assert_good (bench, SYNC);
  bench_assert_good (bench, "5b 00 01 00 00 01 00 00 00 00");
  g_assert_cmphex (bench_select (bench, 0, false, false, 8, 5), ==, MMC_GOOD);
  assert_disc (bench, 0, 0, 1, 1);
  assert_nwa (bench, 0);
  g_assert_cmpuint (get_status (bench).n_blocks_written, ==, 100 + 750 + 64);
}

/* A DVD+R has no test write: the drive takes no notice of the bit and burns. */
static void
test_no_simulation (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r");

  g_assert_cmphex (bench_select (bench, 0, false, true, 8, 5), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmpuint (get_track (bench, 1).n_written, ==, 16);
}

/* ------------------------------------------------------------ DVD-R, DVD-RW */

static void
test_dvd_disc_at_once (gconstpointer data)
{
  g_autoptr (Bench) bench = bench_new (data);

  g_assert_cmphex (bench_select (bench, 2, false, false, 8, 5), ==, MMC_GOOD);
  bench_assert_good (bench, "53 00 00 00 00 00 00 00 41 00"); /* 65 blocks: 80 */
  g_assert_cmpuint (get_track (bench, 1).n_blocks, ==, 80);
  write_range (bench, 0, 65, MMC_BLOCK_SIZE);
  bench_assert_good (bench, SYNC);
  g_assert_false (get_track (bench, 1).complete);
  write_range (bench, 65, 80, MMC_BLOCK_SIZE);
  bench_assert_good (bench, SYNC);
  assert_disc (bench, 2, 3, 1, 1);
  assert_capacity (bench, 79);
  g_assert_cmphex (bench_read (bench, 0, 80), ==, MMC_GOOD);
  bench_assert_pattern (bench, 0, 80, MMC_BLOCK_SIZE);
  assert_no_refusals (bench);
}

static void
test_dvd_incremental (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd-r");

  bench_burn (bench, 50); /* padded to 64 */
  assert_nwa (bench, 64 + 16);
  bench_burn (bench, 32);
  bench_close_session (bench, 2);
  assert_disc (bench, 1, 0, 2, 3);
  assert_nwa (bench, 112 + 28672);
  bench_burn (bench, 32);
  g_assert_cmphex (bench_select (bench, 0, false, false, 8, 5), ==, MMC_GOOD);
  bench_close_session (bench, 2);
  assert_disc (bench, 2, 3, 2, 3);
  assert_no_refusals (bench);
}

#define FORMAT(list) g_assert_cmphex (bench_send (bench, "04 11 00 00 00 00", list), ==, MMC_GOOD)

/* sequential → quick format → open border → closed → grown → blank again */
static void
test_dvd_rw_formats (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd-rw,capacity=1600");

  FORMAT ("00000008 00000000 54000010");
  g_assert_cmphex (get_status (bench).profile, ==, 0x13);
  assert_disc (bench, 1, 1, 1, 1);
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 16, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_close_session (bench, 2);
  assert_disc (bench, 2, 3, 1, 1);
  assert_capacity (bench, 31);
  g_assert_cmphex (bench_write (bench, 32, 16, MMC_BLOCK_SIZE), ==, MMC_LBA_OUT_OF_RANGE);

  FORMAT ("00000008 00000010 4c000010"); /* grow by 16 blocks */
  assert_disc (bench, 1, 1, 1, 1);
  g_assert_cmphex (bench_write (bench, 48, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_close_session (bench, 2);
  assert_capacity (bench, 63);

  FORMAT ("00000008 00000640 00000800"); /* full */
  assert_disc (bench, 2, 3, 1, 1);
  assert_capacity (bench, 1599);
  g_assert_cmphex (bench_write (bench, 1584, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);

  bench_assert_good (bench, "a1 01 00 00 00 00 00 00 00 00 00 00");
  g_assert_cmphex (get_status (bench).profile, ==, 0x14);
  bench_assert_good (bench, "46 02 00 21 00 00 00 00 10 00");
  g_assert_cmphex (bench->data[10] & 0x01, ==, 0);
  bench_assert_good (bench, "a1 00 00 00 00 00 00 00 00 00 00 00");
  bench_assert_good (bench, "46 02 00 21 00 00 00 00 10 00");
  g_assert_cmphex (bench->data[10] & 0x01, ==, 1);
  assert_no_refusals (bench);
}

/* ------------------------------------------------------------ DVD+R, DVD+RW */

static void
test_dvd_plus_r (gconstpointer data)
{
  g_autoptr (Bench) bench = bench_new (data);

  bench_assert_good (bench, "53 00 00 00 00 00 00 00 30 00");
  g_assert_cmphex (bench_write (bench, 0, 48, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 48, 16, MMC_BLOCK_SIZE), ==, MMC_END_OF_USER_AREA);
  bench_assert_good (bench, SYNC);
  bench_assert_good (bench, "5b 01 01 00 00 01 00 00 00 00");
  bench_close_session (bench, 2);
  assert_disc (bench, 1, 0, 2, 2);
  assert_nwa (bench, 48 + 4096);
  bench_burn (bench, 20);
  bench_close_session (bench, 5);
  assert_disc (bench, 2, 3, 2, 2);
  assert_capacity (bench, 48 + 4096 + 32 - 1);
  assert_no_refusals (bench);
}

/* The disc is full of tracks before it is full of blocks. */
static void
test_many_tracks (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r");

  for (int i = 0; i < MMC_MAX_TRACKS; i++)
    bench_burn (bench, 16);
  g_assert_cmphex (bench_write (bench, get_status (bench).next_writable, 16, MMC_BLOCK_SIZE), ==,
                   MMC_END_OF_USER_AREA);
  bench_close_session (bench, 2);
  bench_assert_good (bench, "43 00 00 00 00 00 00 10 00 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 4 + 8 * (MMC_MAX_TRACKS + 1));
  g_assert_cmpuint (bench->data[3], ==, MMC_MAX_TRACKS);
}

static void
test_dvd_plus_rw (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw,unformatted");

  assert_disc (bench, 0, 0, 1, 1);
  FORMAT ("00000008 ffffffff 98000000");
  bench_assert_good (bench, "51 00 00 00 00 00 00 00 22 00");
  g_assert_cmpuint (bench->data[7] & 0x03, ==, 2); /* the format goes on */
  g_assert_cmphex (bench_write (bench, 1000, 3, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_close_session (bench, 0);
  bench_assert_good (bench, "51 00 00 00 00 00 00 00 22 00");
  g_assert_cmpuint (bench->data[7] & 0x03, ==, 1); /* stopped */
  FORMAT ("00000008 00230540 98000000");
  bench_close_session (bench, 2);
  assert_disc (bench, 2, 3, 1, 1);
  g_assert_cmpuint (bench->data[7] & 0x03, ==, 3);
  assert_capacity (bench, 2295103);
  assert_no_refusals (bench);
}

/* -------------------------------------------------------------- DVD-RAM, BD */

static void
test_overwriting (gconstpointer data)
{
  g_autoptr (Bench) bench = bench_new (data);

  g_assert_cmphex (bench_write (bench, 100, 5, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 96, 32, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_assert_good (bench, SYNC);
  g_assert_cmphex (bench_read (bench, 96, 32), ==, MMC_GOOD);
  bench_assert_pattern (bench, 96, 32, MMC_BLOCK_SIZE);
  g_assert_cmphex (bench_read (bench, 5000, 1), ==, MMC_GOOD);      /* formatted, so readable */
  bench_assert_good (bench, "aa 00 00 00 00 00 00 00 00 20 80 00"); /* streaming */
  assert_no_refusals (bench);
}

static void
test_dvd_ram_format (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd-ram,unformatted,capacity=16000");

  bench_assert_good (bench, "23 00 00 00 00 00 00 00 ff 00");
  g_assert_cmpuint (bench->data[3], ==, 8 + 3 * 8);
  g_assert_cmpuint (bench->data[8] & 0x03, ==, 1); /* unformatted */
  FORMAT ("00820008 00003cf0 00000800");
  bench_assert_good (bench, "23 00 00 00 00 00 00 00 ff 00");
  g_assert_cmpuint (bench->data[8] & 0x03, ==, 2);
  g_assert_cmpuint (mmc_get_32 (bench->data + 4), ==, 15600);
  assert_capacity (bench, 15599);
  FORMAT ("00a20008 00003e80 00000800"); /* without certification, to the full */
  assert_capacity (bench, 15999);
}

static void
test_bd_r (gconstpointer data)
{
  g_autoptr (Bench) bench = bench_new (data);
  bool spare = get_status (bench).formatted;

  assert_disc (bench, spare ? 1 : 0, 0, 1, 1);
  g_assert_cmphex (bench_write (bench, 0, 32, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 32, 8, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  assert_nwa (bench, 40);
  bench_assert_good (bench, SYNC); /* pads to two clusters */
  assert_nwa (bench, 64);
  bench_assert_good (bench, "5b 00 01 00 00 01 00 00 00 00");
  bench_close_session (bench, 2);
  assert_disc (bench, 1, 0, 2, 2);
  assert_nwa (bench, 64);
  bench_assert_good (bench, "53 00 00 00 00 00 00 00 21 00");
  g_assert_cmphex (bench_write (bench, 64, 32, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_assert_good (bench, SYNC);
  bench_assert_good (bench, "52 01 00 00 00 02 00 00 22 00");
  g_assert_true (bench->data[6] & 0x80); /* reserved */
  g_assert_cmpuint (mmc_get_32 (bench->data + 16), ==, 32);
  bench_assert_good (bench, "5b 01 01 00 00 02 00 00 00 00");
  bench_close_session (bench, 6);
  assert_disc (bench, 2, 3, 2, 2);
  assert_capacity (bench, 127);
  g_assert_cmphex (bench_read (bench, 0, 40), ==, MMC_GOOD);
  bench_assert_pattern (bench, 0, 40, MMC_BLOCK_SIZE);
  assert_no_refusals (bench);
}

static void
test_bd_formats (void)
{
  g_autoptr (Bench) bench = bench_new ("bd-r,capacity=32000");

  FORMAT ("00000008 00007900 c8000000"); /* 32h */
  assert_disc (bench, 1, 0, 1, 1);
  assert_capacity (bench, 0);
  bench_assert_good (bench, "ad 01 00 00 00 00 00 0a 00 10 00 00");
  g_assert_cmpuint (mmc_get_32 (bench->data + 12), >=, 1000); /* spare blocks */

  bench_insert (bench, "bd-re,unformatted,capacity=32000");
  FORMAT ("00000008 00007d00 c4000800"); /* 31h: no spare areas */
  assert_capacity (bench, 31999);
  bench_assert_good (bench, "ad 01 00 00 00 00 00 0a 00 10 00 00");
  g_assert_cmpuint (mmc_get_32 (bench->data + 12), ==, 0);
  FORMAT ("00000008 00007900 c2003000"); /* 30h */
  assert_capacity (bench, 30975);
  FORMAT ("00000008 00007900 00003000"); /* what READ FORMAT CAPACITIES offers first */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/mmc-drive/commands/" path, function)
#define ADD_MEDIUM(path, medium, function)                                                         \
  g_test_add_data_func ("/mmc-drive/commands/" path "/" medium, medium, function)
  ADD ("cd/track-at-once", test_cd_track_at_once);
  ADD ("cd/toc", test_cd_toc);
  ADD ("cd/session-at-once", test_cd_session_at_once);
  ADD ("cd/audio", test_cd_audio);
  ADD ("cd/raw", test_cd_raw);
  ADD ("cd/broken-off", test_cd_broken_off);
  ADD ("cd/cue-forgotten", test_cd_cue_forgotten);
  ADD ("cd/short-track", test_cd_short_track);
  ADD ("simulation", test_simulation);
  ADD ("no-simulation", test_no_simulation);
  ADD_MEDIUM ("disc-at-once", "dvd-r", test_dvd_disc_at_once);
  ADD_MEDIUM ("disc-at-once", "dvd-rw", test_dvd_disc_at_once);
  ADD_MEDIUM ("disc-at-once", "dvd-rw,minblank", test_dvd_disc_at_once);
  ADD_MEDIUM ("disc-at-once", "dvd-r-dl", test_dvd_disc_at_once);
  ADD ("dvd-incremental", test_dvd_incremental);
  ADD ("dvd-rw-formats", test_dvd_rw_formats);
  ADD_MEDIUM ("plus-r", "dvd+r", test_dvd_plus_r);
  ADD_MEDIUM ("plus-r", "dvd+r-dl", test_dvd_plus_r);
  ADD ("many-tracks", test_many_tracks);
  ADD ("dvd+rw", test_dvd_plus_rw);
  ADD_MEDIUM ("overwriting", "dvd-ram", test_overwriting);
  ADD_MEDIUM ("overwriting", "bd-re", test_overwriting);
  ADD_MEDIUM ("overwriting", "bd-re-dl", test_overwriting);
  ADD ("dvd-ram-format", test_dvd_ram_format);
  ADD_MEDIUM ("bd-r", "bd-r", test_bd_r);
  ADD_MEDIUM ("bd-r", "bd-r,spare", test_bd_r);
  ADD_MEDIUM ("bd-r", "bd-r-dl", test_bd_r);
  ADD_MEDIUM ("bd-r", "bd-r-xl", test_bd_r);
  ADD ("bd-formats", test_bd_formats);
  return g_test_run ();
}
