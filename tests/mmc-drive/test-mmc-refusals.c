/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "bench.h"

/*
 * What no drive does: one row for each illegal command, with the sense data
 * that the standard wants and the clause that wants it. Clauses of MMC-6 and
 * SPC-3 are named by the command or the page that they describe.
 */

typedef void (*Prepare) (Bench *bench);

typedef struct
{
  const char *name;
  const char *medium;
  Prepare prepare;
  const char *cdb;
  const char *list;
  MmcSense sense;
  const char *clause;
} Row;

#define ZEROS_47                                                                                   \
  "000000000000000000000000000000000000000000000000"                                               \
  "0000000000000000000000000000000000000000000000"
#define HEADER                       "0000000000000000"
#define PAGE_05(types, track, block) HEADER "0532" types track block ZEROS_47
#define SELECT_60                    "55 10 00 00 00 00 00 00 3c 00"

/* A cue sheet: one data track from 00:02:00 to 00:12:00, and its parts */
#define CUE_LEAD_IN  "4100001400000000"
#define CUE_PREGAP   "4101001000000000"
#define CUE_TRACK    "4101011000000200"
#define CUE_LEAD_OUT "41aa011400000c00"
#define CUE          CUE_LEAD_IN CUE_PREGAP CUE_TRACK CUE_LEAD_OUT
#define SEND_CUE_32  "5d 00 00 00 00 00 00 00 20 00"

#define STREAMING(start, end, time) "00000000" start end "00008c80" time "00008c80" time

static void
select_tao (Bench *bench)
{
  g_assert_cmphex (bench_select (bench, 1, false, false, 8, 4), ==, MMC_GOOD);
}

static void
select_sao (Bench *bench)
{
  g_assert_cmphex (bench_select (bench, 2, false, false, 8, 5), ==, MMC_GOOD);
}

static void
select_incremental (Bench *bench)
{
  g_assert_cmphex (bench_select (bench, 0, false, false, 8, 5), ==, MMC_GOOD);
}

static void
send_cue (Bench *bench)
{
  select_sao (bench);
  g_assert_cmphex (bench_send (bench, SEND_CUE_32, CUE), ==, MMC_GOOD);
}

static void
send_cue_and_pregap (Bench *bench)
{
  send_cue (bench);
  for (int32_t lba = -150; lba < 750; lba += 150)
    g_assert_cmphex (bench_write (bench, lba, 150, MMC_BLOCK_SIZE), ==, MMC_GOOD);
}

static void
burn_track (Bench *bench)
{
  bench_burn (bench, 320);
}

static void
burn_session (Bench *bench)
{
  burn_track (bench);
  bench_close_session (bench, 2);
}

static void
burn_two_sessions (Bench *bench)
{
  burn_session (bench);
  burn_session (bench);
}

static void
burn_session_then_dao (Bench *bench)
{
  burn_session (bench);
  select_sao (bench);
}

/* Page 05h without the multi-session bits: the next close is the last. */
static void
finalize (Bench *bench)
{
  MmcDriveStatus status;

  burn_track (bench);
  mmc_drive_get_status (bench->drive, &status);
  if (status.profile == MMC_PROFILE_CD_R)
    select_tao (bench);
  else if (status.profile == MMC_PROFILE_DVD_R)
    select_incremental (bench);
  bench_close_session (bench, status.profile == MMC_PROFILE_BD_R         ? 6
                              : status.profile == MMC_PROFILE_DVD_PLUS_R ? 5
                                                                         : 2);
  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpint (status.status, ==, MMC_DISC_COMPLETE);
}

static void
write_open_track (Bench *bench)
{
  g_assert_cmphex (bench_write (bench, 0, 32, MMC_BLOCK_SIZE), ==, MMC_GOOD);
}

static void
burn_audio (Bench *bench)
{
  g_assert_cmphex (bench_select (bench, 1, true, false, 0, 0), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 0, 100, MMC_CD_BLOCK_SIZE), ==, MMC_GOOD);
  bench_assert_good (bench, "35 00 00 00 00 00 00 00 00 00");
  bench_close_session (bench, 2);
}

static void
write_audio_then_select_data (Bench *bench)
{
  g_assert_cmphex (bench_select (bench, 1, true, false, 0, 0), ==, MMC_GOOD);
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_CD_BLOCK_SIZE), ==, MMC_GOOD);
  select_tao (bench);
}

static void
reserve (Bench *bench)
{
  bench_assert_good (bench, "53 00 00 00 00 00 00 00 20 00");
}

static void
select_dao_and_reserve (Bench *bench)
{
  select_sao (bench);
  reserve (bench);
}

static void
write_part_of_dao (Bench *bench)
{
  select_dao_and_reserve (bench);
  g_assert_cmphex (bench_write (bench, 0, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
}

static void
lock_tray (Bench *bench)
{
  bench_assert_good (bench, "1e 00 00 00 01 00");
}

static void
open_tray (Bench *bench)
{
  bench_assert_good (bench, "1b 00 00 00 02 00");
}

static void
format_quick (Bench *bench)
{
  g_assert_cmphex (bench_send (bench, "04 11 00 00 00 00", "00000008 00000000 54000010"), ==,
                   MMC_GOOD);
}

static void
take_disc_out_in_the_middle (Bench *bench)
{
  send_cue (bench);
  g_assert_cmphex (bench_write (bench, -150, 150, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  bench_assert_good (bench, "1b 00 00 00 02 00");
  bench_assert_good (bench, "1b 00 00 00 03 00");
  g_assert_cmphex (bench_send (bench, "00 00 00 00 00 00", NULL), ==, MMC_MEDIUM_CHANGED);
}

static const Row rows[] = {
  /* Any command */
  { "unknown-opcode", "cd-r", NULL, "02 00 00 00 00 00", NULL, 0x052000, "SPC-3 4.3.2" },
  { "vendor-opcode", "cd-r", NULL, "ff 00 00 00 00 00 00 00 00 00 00 00", NULL, 0x052000,
    "SPC-3 4.3.2" },
  { "reserved-bit", "cd-r", NULL, "00 01 00 00 00 00", NULL, 0x052400, "SPC-3 3.3.8 (reserved)" },
  { "logical-unit-bits", "cd-r", NULL, "25 20 00 00 00 00 00 00 00 00", NULL, 0x052400,
    "MMC-6 READ CAPACITY" },
  { "control-naca", "cd-r", NULL, "00 00 00 00 00 04", NULL, 0x052400, "SAM-3 5.2 (NACA)" },
  { "cdb-too-short", "cd-r", NULL, "25 00 00 00 00 00", NULL, 0x052400, "SPC-3 4.3.2" },
  { "inquiry-page-without-evpd", "cd-r", NULL, "12 00 80 00 24 00", NULL, 0x052400,
    "SPC-3 6.4 INQUIRY" },
  { "inquiry-unknown-page", "cd-r", NULL, "12 01 b9 00 24 00", NULL, 0x052400,
    "SPC-3 6.4 INQUIRY" },
  { "inquiry-command-support", "cd-r", NULL, "12 02 00 00 24 00", NULL, 0x052400,
    "SPC-3 6.4 INQUIRY (obsolete CMDDT)" },
  { "request-sense-descriptors", "cd-r", NULL, "03 01 00 00 12 00", NULL, 0x052400,
    "MMC-6 REQUEST SENSE" },

  /* No disc */
  { "no-disc", NULL, NULL, "00 00 00 00 00 00", NULL, 0x023a01, "MMC-6 TEST UNIT READY" },
  { "tray-open", "dvd-r", open_tray, "00 00 00 00 00 00", NULL, 0x023a02, "MMC-6 TEST UNIT READY" },
  { "no-disc-start", NULL, NULL, "1b 00 00 00 01 00", NULL, 0x023a01, "MMC-6 START STOP UNIT" },
  { "no-disc-information", NULL, NULL, "51 00 00 00 00 00 00 00 22 00", NULL, 0x023a01,
    "MMC-6 READ DISC INFORMATION" },
  { "no-disc-write", NULL, NULL, "2a 00 00 00 00 00 00 00 01 00", NULL, 0x023a01,
    "MMC-6 WRITE (10)" },
  { "tray-open-read", "bd-re", open_tray, "28 00 00 00 00 00 00 00 01 00", NULL, 0x023a02,
    "MMC-6 READ (10)" },
  { "eject-locked", "cd-r", lock_tray, "1b 00 00 00 02 00", NULL, 0x055302,
    "MMC-6 START STOP UNIT; PREVENT ALLOW MEDIUM REMOVAL" },
  { "start-unknown-power", "cd-r", NULL, "1b 00 00 00 40 00", NULL, 0x052400,
    "MMC-6 START STOP UNIT (power conditions)" },
  { "start-power-and-eject", "cd-r", NULL, "1b 00 00 00 22 00", NULL, 0x052400,
    "MMC-6 START STOP UNIT (power conditions)" },

  /* Mode pages */
  { "mode-sense-saved", "cd-r", NULL, "5a 00 c5 00 00 00 00 00 3c 00", NULL, 0x053900,
    "SPC-3 6.10 MODE SENSE (10)" },
  { "mode-sense-unknown", "cd-r", NULL, "5a 00 33 00 00 00 00 00 3c 00", NULL, 0x052400,
    "SPC-3 6.10 MODE SENSE (10)" },
  { "mode-sense-subpage", "cd-r", NULL, "5a 00 05 01 00 00 00 00 3c 00", NULL, 0x052400,
    "SPC-3 6.10 MODE SENSE (10)" },
  { "mode-select-no-pf", "cd-r", NULL, "55 00 00 00 00 00 00 00 3c 00", PAGE_05 ("41", "04", "08"),
    0x052400, "SPC-3 6.8 MODE SELECT (10)" },
  { "mode-select-save", "cd-r", NULL, "55 11 00 00 00 00 00 00 3c 00", PAGE_05 ("41", "04", "08"),
    0x052400, "SPC-3 6.8 MODE SELECT (10)" },
  { "mode-select-short", "cd-r", NULL, "55 10 00 00 00 00 00 00 04 00", "00000000", 0x051a00,
    "SPC-3 6.8 MODE SELECT (10)" },
  { "mode-select-lengths", "cd-r", NULL, "55 10 00 00 00 00 00 00 28 00",
    PAGE_05 ("41", "04", "08"), 0x051a00, "SPC-3 6.8 MODE SELECT (10)" },
  { "mode-select-header", "cd-r", NULL, SELECT_60,
    "0039000000000000"
    "0532410408" ZEROS_47,
    0x052600, "SPC-3 7.4.3 (mode data length)" },
  { "mode-select-block-descriptor", "cd-r", NULL, SELECT_60,
    "0000000000000008"
    "0532410408" ZEROS_47,
    0x052600, "MMC-6 MODE SELECT (10)" },
  { "mode-select-unknown", "cd-r", NULL, "55 10 00 00 00 00 00 00 0c 00", HEADER "33020000",
    0x052600, "SPC-3 6.7 MODE SELECT" },
  { "mode-select-read-only", "cd-r", NULL, "55 10 00 00 00 00 00 00 0c 00", HEADER "2a020000",
    0x052600, "MMC-6 page 2Ah" },
  { "mode-select-page-length", "cd-r", NULL, SELECT_60, HEADER "0530410408" ZEROS_47, 0x052600,
    "SPC-3 6.7 MODE SELECT (page length)" },
  { "mode-select-truncated", "cd-r", NULL, "55 10 00 00 00 00 00 00 0c 00", HEADER "05324104",
    0x051a00, "SPC-3 6.7 MODE SELECT" },
  { "mode-select-cd-block-type", "cd-r", NULL, SELECT_60, PAGE_05 ("41", "04", "05"), 0x052602,
    "MMC-6 page 05h (data block type)" },
  { "mode-select-cd-raw", "cd-r", NULL, SELECT_60, PAGE_05 ("43", "04", "01"), 0x052602,
    "MMC-6 page 05h (write type); feature 2Eh" },
  { "mode-select-cd-packet", "cd-rw", NULL, SELECT_60, PAGE_05 ("40", "04", "08"), 0x052602,
    "MMC-6 page 05h (write type); feature 21h" },
  { "mode-select-dvd-tao", "dvd-r", NULL, SELECT_60, PAGE_05 ("41", "05", "08"), 0x052602,
    "MMC-6 page 05h (write type)" },
  { "mode-select-dvd-block-type", "dvd-rw", NULL, SELECT_60, PAGE_05 ("42", "05", "00"), 0x052602,
    "MMC-6 page 05h (data block type)" },
  { "mode-select-multi-session", "dvd-r", NULL, SELECT_60, PAGE_05 ("40", "85", "08"), 0x052602,
    "MMC-6 page 05h (multi-session)" },

  /* Questions about drive and disc */
  { "configuration-request", "cd-r", NULL, "46 03 00 00 00 00 00 00 08 00", NULL, 0x052400,
    "MMC-6 GET CONFIGURATION (RT)" },
  { "event-not-polled", "cd-r", NULL, "4a 00 00 00 10 00 00 00 08 00", NULL, 0x052400,
    "MMC-6 GET EVENT STATUS NOTIFICATION" },
  { "toc-blank", "cd-r", NULL, "43 00 00 00 00 00 00 00 0c 00", NULL, 0x035700,
    "MMC-6 READ TOC/PMA/ATIP" },
  { "toc-blank-bd", "bd-r", NULL, "43 00 00 00 00 00 00 00 0c 00", NULL, 0x035700,
    "MMC-6 READ TOC/PMA/ATIP" },
  { "toc-format", "cd-r", burn_session, "43 00 06 00 00 00 00 00 0c 00", NULL, 0x052400,
    "MMC-6 READ TOC/PMA/ATIP (format)" },
  { "toc-start-track", "cd-r", burn_session, "43 00 00 00 00 00 05 00 0c 00", NULL, 0x052400,
    "MMC-6 READ TOC/PMA/ATIP (track number)" },
  { "toc-full-on-dvd", "dvd-r", burn_session, "43 02 02 00 00 00 00 00 30 00", NULL, 0x052400,
    "MMC-6 READ TOC/PMA/ATIP (format 2)" },
  { "toc-atip-on-pressed", "cd-rom,image=IMAGE", NULL, "43 02 04 00 00 00 00 00 1c 00", NULL,
    0x052400, "MMC-6 READ TOC/PMA/ATIP (format 4)" },
  { "disc-information-type", "bd-r", NULL, "51 01 00 00 00 00 00 00 22 00", NULL, 0x052400,
    "MMC-6 READ DISC INFORMATION" },
  { "track-address-type", "dvd+r", NULL, "52 03 00 00 00 01 00 00 22 00", NULL, 0x052400,
    "MMC-6 READ TRACK INFORMATION" },
  { "track-0", "dvd+r", NULL, "52 01 00 00 00 00 00 00 22 00", NULL, 0x052400,
    "MMC-6 READ TRACK INFORMATION" },
  { "track-beyond", "dvd+r", burn_session, "52 01 00 00 00 03 00 00 22 00", NULL, 0x052400,
    "MMC-6 READ TRACK INFORMATION" },
  { "track-invisible-when-complete", "cd-r", finalize, "52 01 00 00 00 ff 00 00 22 00", NULL,
    0x052400, "MMC-6 READ TRACK INFORMATION (FFh)" },
  { "track-invisible-overwritable", "bd-re", NULL, "52 01 00 00 00 ff 00 00 22 00", NULL, 0x052400,
    "MMC-6 READ TRACK INFORMATION (FFh)" },
  { "structure-bd-on-dvd", "dvd-r", NULL, "ad 01 00 00 00 00 00 00 00 04 00 00", NULL, 0x053002,
    "MMC-6 READ DISC STRUCTURE (media type)" },
  { "structure-dvd-on-cd", "cd-r", NULL, "ad 00 00 00 00 00 00 00 00 04 00 00", NULL, 0x053002,
    "MMC-6 READ DISC STRUCTURE (media type)" },
  { "structure-format", "dvd-r", NULL, "ad 00 00 00 00 00 00 55 00 04 00 00", NULL, 0x052400,
    "MMC-6 READ DISC STRUCTURE (format)" },
  { "structure-media-type", "dvd-r", NULL, "ad 02 00 00 00 00 00 00 00 04 00 00", NULL, 0x052400,
    "MMC-6 READ DISC STRUCTURE (media type)" },
  { "performance-type", "dvd-r", NULL, "ac 00 00 00 00 00 00 00 00 01 01 00", NULL, 0x052400,
    "MMC-6 GET PERFORMANCE (type)" },
  { "performance-write-speed-data-type", "dvd-r", NULL, "ac 10 00 00 00 00 00 00 00 01 03 00", NULL,
    0x052400, "MMC-6 GET PERFORMANCE (type 03h)" },
  { "performance-tolerance", "dvd-r", NULL, "ac 08 00 00 00 00 00 00 00 01 00 00", NULL, 0x052400,
    "MMC-6 GET PERFORMANCE (tolerance)" },
  { "streaming-length", "dvd-r", NULL, "b6 00 00 00 00 00 00 00 00 00 1b 00",
    STREAMING ("00000000", "00001000", "000003e8"), 0x051a00, "MMC-6 SET STREAMING" },
  { "streaming-range", "dvd-r", NULL, "b6 00 00 00 00 00 00 00 00 00 1c 00",
    STREAMING ("00001000", "00000000", "000003e8"), 0x052600, "MMC-6 SET STREAMING" },
  { "streaming-no-time", "dvd-r", NULL, "b6 00 00 00 00 00 00 00 00 00 1c 00",
    STREAMING ("00000000", "00001000", "00000000"), 0x052600, "MMC-6 SET STREAMING" },
  { "streaming-type", "dvd-r", NULL, "b6 00 00 00 00 00 00 00 05 00 1c 00",
    STREAMING ("00000000", "00001000", "000003e8"), 0x052400, "MMC-6 SET STREAMING (type)" },
  { "cd-speed-rotation", "cd-r", NULL, "bb 03 ff ff ff ff 00 00 00 00 00 00", NULL, 0x052400,
    "MMC-6 SET CD SPEED" },

  /* Reading */
  { "read-beyond", "dvd-rom,image=IMAGE", NULL, "28 00 00 00 00 45 00 00 02 00", NULL, 0x052100,
    "MMC-6 READ (10)" },
  { "read-blank", "cd-r", NULL, "28 00 00 00 00 00 00 00 01 00", NULL, 0x052100,
    "MMC-6 READ (10)" },
  { "read-12-beyond", "bd-rom,image=IMAGE", NULL, "a8 00 00 00 00 46 00 00 00 01 00 00", NULL,
    0x052100, "MMC-6 READ (12)" },
  { "read-run-out", "cd-r", burn_session, "28 00 00 00 01 40 00 00 01 00", NULL, 0x056400,
    "MMC-6 READ (10); page 05h (run-out blocks of TAO)" },
  { "read-between-sessions", "dvd-r", burn_two_sessions, "28 00 00 00 02 00 00 00 01 00", NULL,
    0x031105, "MMC-6 READ (10)" },
  { "read-audio", "cd-r", burn_audio, "28 00 00 00 00 00 00 00 01 00", NULL, 0x056400,
    "MMC-6 READ (10)" },
  { "read-cd-on-dvd", "dvd-rom,image=IMAGE", NULL, "be 00 00 00 00 00 00 00 01 10 00 00", NULL,
    0x053002, "MMC-6 READ CD" },
  { "read-cd-subchannel", "cd-r", burn_session, "be 00 00 00 00 00 00 00 01 10 01 00", NULL,
    0x052400, "MMC-6 READ CD (sub-channel selection)" },
  { "read-cd-main-channel", "cd-r", burn_session, "be 00 00 00 00 00 00 00 01 c0 00 00", NULL,
    0x052400, "MMC-6 READ CD (main channel selection)" },
  { "read-cd-wrong-type", "cd-r", burn_session, "be 04 00 00 00 00 00 00 01 10 00 00", NULL,
    0x056400, "MMC-6 READ CD (expected sector type)" },
  { "read-cd-data-of-audio", "cd-r", burn_audio, "be 08 00 00 00 00 00 00 01 10 00 00", NULL,
    0x056400, "MMC-6 READ CD (expected sector type)" },

  /* Writing */
  { "write-cd-not-at-nwa", "cd-r", select_tao, "2a 00 00 00 00 10 00 00 10 00", NULL, 0x052102,
    "MMC-6 WRITE (10); feature 2Dh" },
  { "write-dvd-r-not-at-nwa", "dvd-r", select_incremental, "2a 00 00 00 00 10 00 00 10 00", NULL,
    0x052102, "MMC-6 WRITE (10); feature 21h" },
  { "write-dvd+r-not-at-nwa", "dvd+r", write_open_track, "2a 00 00 00 00 00 00 00 10 00", NULL,
    0x052102, "MMC-6 WRITE (10); feature 2Bh" },
  { "write-bd-r-not-at-nwa", "bd-r", burn_session, "2a 00 00 00 01 41 00 00 20 00", NULL, 0x052102,
    "MMC-6 WRITE (10); feature 41h" },
  { "write-cd-beyond", "cd-r,capacity=100", select_tao, "2a 00 00 00 00 00 00 00 65 00", NULL,
    0x052100, "MMC-6 WRITE (10)" },
  { "write-bd-r-beyond", "bd-r,capacity=128", NULL, "2a 00 00 00 00 00 00 00 a0 00", NULL, 0x052100,
    "MMC-6 WRITE (10)" },
  { "write-bd-re-beyond", "bd-re,capacity=1024", NULL, "2a 00 00 00 04 00 00 00 01 00", NULL,
    0x052100, "MMC-6 WRITE (10); feature 20h" },
  { "write-cd-complete", "cd-r", finalize, "2a 00 00 00 40 00 00 00 10 00", NULL, 0x053005,
    "MMC-6 WRITE (10)" },
  { "write-dvd-r-complete", "dvd-r", finalize, "2a 00 00 00 40 00 00 00 10 00", NULL, 0x053005,
    "MMC-6 WRITE (10)" },
  { "write-dvd+r-complete", "dvd+r", finalize, "2a 00 00 00 40 00 00 00 10 00", NULL, 0x053005,
    "MMC-6 WRITE (10)" },
  { "write-bd-r-complete", "bd-r", finalize, "2a 00 00 00 40 00 00 00 20 00", NULL, 0x053005,
    "MMC-6 WRITE (10)" },
  { "write-packet-address", "dvd-rw-ro", NULL, "2a 00 00 00 00 01 00 00 10 00", NULL, 0x052102,
    "MMC-6 feature 26h (restricted overwrite)" },
  { "write-packet-length", "dvd-rw-ro", NULL, "2a 00 00 00 00 00 00 00 0f 00", NULL, 0x052102,
    "MMC-6 feature 26h (restricted overwrite)" },
  { "write-behind-open-border", "dvd-rw", format_quick, "2a 00 00 00 00 20 00 00 10 00", NULL,
    0x052102, "MMC-6 FORMAT UNIT (15h, intermediate state)" },
  { "write-unformatted-dvd-ram", "dvd-ram,unformatted", NULL, "2a 00 00 00 00 00 00 00 10 00", NULL,
    0x053010, "MMC-6 WRITE (10)" },
  { "write-unformatted-dvd+rw", "dvd+rw,unformatted", NULL, "2a 00 00 00 00 00 00 00 10 00", NULL,
    0x053010, "MMC-6 WRITE (10); feature 2Ah" },
  { "write-unformatted-bd-re", "bd-re,unformatted", NULL, "2a 00 00 00 00 00 00 00 20 00", NULL,
    0x053010, "MMC-6 WRITE (10)" },
  { "write-pressed-cd", "cd-rom,image=IMAGE", NULL, "2a 00 00 00 00 00 00 00 01 00", NULL, 0x072700,
    "MMC-6 WRITE (10)" },
  { "write-pressed-bd", "bd-rom,image=IMAGE", NULL, "2a 00 00 00 00 00 00 00 20 00", NULL, 0x072700,
    "MMC-6 WRITE (10)" },
  { "write-protected", "bd-re,write-protected", NULL, "2a 00 00 00 00 00 00 00 20 00", NULL,
    0x072700, "MMC-6 feature 04h (write protect)" },
  { "write-incremental-minimally-blanked", "dvd-rw,minblank", select_incremental,
    "2a 00 00 00 00 00 00 00 10 00", NULL, 0x056400, "MMC-6 feature 21h; BLANK (001b)" },
  { "write-dao-unreserved", "dvd-r", select_sao, "2a 00 00 00 00 00 00 00 10 00", NULL, 0x052c00,
    "MMC-6 RESERVE TRACK (disc at once)" },
  { "write-dao-past-reserve", "dvd-r", write_part_of_dao, "2a 00 00 00 00 10 00 00 20 00", NULL,
    0x056300, "MMC-6 RESERVE TRACK" },
  { "write-dao-after-session", "dvd-r", burn_session_then_dao, "2a 00 00 00 74 40 00 00 10 00",
    NULL, 0x056400, "MMC-6 page 05h (write type)" },
  { "write-sao-without-cue", "cd-r", select_sao, "2a 00 ff ff ff 6a 00 00 10 00", NULL, 0x052c00,
    "MMC-6 SEND CUE SHEET" },
  { "write-sao-not-from-pregap", "cd-r", send_cue, "2a 00 00 00 00 00 00 00 10 00", NULL, 0x052102,
    "MMC-6 SEND CUE SHEET" },
  { "write-sao-past-lead-out", "cd-r", send_cue_and_pregap, "2a 00 00 00 02 ee 00 00 01 00", NULL,
    0x056300, "MMC-6 SEND CUE SHEET" },
  { "write-data-to-audio-track", "cd-r", write_audio_then_select_data,
    "2a 00 00 00 00 10 00 00 10 00", NULL, 0x056400, "MMC-6 page 05h (track mode)" },
  { "write-after-broken-sao", "cd-r", take_disc_out_in_the_middle, "2a 00 00 00 00 10 00 00 10 00",
    NULL, 0x052102, "MMC-6 WRITE (10)" },
  { "write-streaming-dvd+r", "dvd+r", NULL, "aa 00 00 00 00 00 00 00 00 10 80 00", NULL, 0x052400,
    "MMC-6 feature 107h (SW); WRITE (12)" },
  { "write-dvd+rw-dl", "dvd+rw-dl", NULL, "2a 00 00 00 00 00 00 00 10 00", NULL, 0x053005,
    "MMC-6 WRITE (10)" },
  { "write-layer-jump", "dvd-r-dl-lj", NULL, "2a 00 00 00 00 00 00 00 10 00", NULL, 0x053005,
    "MMC-6 WRITE (10); feature 33h" },
  { "write-random-bd-r", "bd-r-rrm", NULL, "2a 00 00 00 00 00 00 00 20 00", NULL, 0x053005,
    "MMC-6 WRITE (10)" },
  { "write-pow", "bd-r,pow", NULL, "2a 00 00 00 00 00 00 00 20 00", NULL, 0x053005,
    "MMC-6 WRITE (10); feature 38h" },
  { "write-hd-dvd", "hd-dvd-r", NULL, "2a 00 00 00 00 00 00 00 20 00", NULL, 0x053005,
    "MMC-6 WRITE (10)" },
  { "opc-pressed", "dvd-rom,image=IMAGE", NULL, "54 01 00 00 00 00 00 00 00 00", NULL, 0x053005,
    "MMC-6 SEND OPC INFORMATION" },

  /* Cue sheets */
  { "cue-in-tao", "cd-r", select_tao, SEND_CUE_32, CUE, 0x052c00, "MMC-6 SEND CUE SHEET" },
  { "cue-on-dvd", "dvd-r", select_sao, SEND_CUE_32, CUE, 0x053005, "MMC-6 SEND CUE SHEET" },
  { "cue-length", "cd-r", select_sao, "5d 00 00 00 00 00 00 00 1f 00", CUE, 0x051a00,
    "MMC-6 SEND CUE SHEET" },
  { "cue-no-lead-out", "cd-r", select_sao, "5d 00 00 00 00 00 00 00 18 00",
    CUE_LEAD_IN CUE_PREGAP CUE_TRACK, 0x052600, "MMC-6 SEND CUE SHEET" },
  { "cue-no-lead-in", "cd-r", select_sao, "5d 00 00 00 00 00 00 00 18 00",
    CUE_PREGAP CUE_TRACK CUE_LEAD_OUT, 0x052600, "MMC-6 SEND CUE SHEET" },
  { "cue-descending", "cd-r", select_sao, SEND_CUE_32,
    CUE_LEAD_IN CUE_PREGAP "4101011000000c00"
                           "41aa011400000200",
    0x052600, "MMC-6 SEND CUE SHEET" },
  { "cue-frame-number", "cd-r", select_sao, SEND_CUE_32,
    CUE_LEAD_IN CUE_PREGAP "410101100000024b" CUE_LEAD_OUT, 0x052600, "MMC-6 SEND CUE SHEET" },
  { "cue-second-number", "cd-r", select_sao, SEND_CUE_32,
    CUE_LEAD_IN CUE_PREGAP "4101011000003c00"
                           "41aa011400020000",
    0x052600, "MMC-6 SEND CUE SHEET" },
  { "cue-data-form", "cd-r", select_sao, SEND_CUE_32,
    CUE_LEAD_IN CUE_PREGAP "4101013f00000200" CUE_LEAD_OUT, 0x052600,
    "MMC-6 SEND CUE SHEET (data form)" },
  { "cue-too-long", "cd-r,capacity=500", select_sao, SEND_CUE_32, CUE, 0x056300,
    "MMC-6 SEND CUE SHEET" },

  /* Reserving and closing */
  { "reserve-nothing", "dvd+r", NULL, "53 00 00 00 00 00 00 00 00 00", NULL, 0x052400,
    "MMC-6 RESERVE TRACK" },
  { "reserve-too-much", "dvd+r", NULL, "53 00 00 00 00 7f ff ff ff 00", NULL, 0x056300,
    "MMC-6 RESERVE TRACK" },
  { "reserve-twice", "bd-r", reserve, "53 00 00 00 00 00 00 00 20 00", NULL, 0x052c00,
    "MMC-6 RESERVE TRACK" },
  { "reserve-overwritable", "dvd-ram", NULL, "53 00 00 00 00 00 00 00 20 00", NULL, 0x053005,
    "MMC-6 RESERVE TRACK" },
  { "close-session-open-track", "dvd+r", write_open_track, "5b 00 02 00 00 00 00 00 00 00", NULL,
    0x057203, "MMC-6 CLOSE TRACK SESSION (010b)" },
  { "finalize-open-track", "bd-r", write_open_track, "5b 00 06 00 00 00 00 00 00 00", NULL,
    0x057203, "MMC-6 CLOSE TRACK SESSION (110b)" },
  { "close-session-reserved", "dvd-r", select_dao_and_reserve, "5b 00 02 00 00 00 00 00 00 00",
    NULL, 0x057204, "MMC-6 CLOSE TRACK SESSION (010b)" },
  { "close-track-reserved-empty", "dvd-r", select_dao_and_reserve, "5b 00 01 00 00 01 00 00 00 00",
    NULL, 0x057204, "MMC-6 CLOSE TRACK SESSION (001b)" },
  { "close-track-number", "dvd+r", NULL, "5b 00 01 00 00 02 00 00 00 00", NULL, 0x052400,
    "MMC-6 CLOSE TRACK SESSION (track number)" },
  { "finalize-blank", "bd-r", NULL, "5b 00 06 00 00 00 00 00 00 00", NULL, 0x057200,
    "MMC-6 CLOSE TRACK SESSION (110b)" },
  { "close-dvd-r-as-plus", "dvd-r", burn_track, "5b 00 05 00 00 00 00 00 00 00", NULL, 0x052400,
    "MMC-6 CLOSE TRACK SESSION (close function)" },
  { "close-cd-as-bd", "cd-r", burn_track, "5b 00 06 00 00 00 00 00 00 00", NULL, 0x052400,
    "MMC-6 CLOSE TRACK SESSION (close function)" },
  { "close-plus-as-dvd-r", "dvd+r", burn_track, "5b 00 03 00 00 00 00 00 00 00", NULL, 0x052400,
    "MMC-6 CLOSE TRACK SESSION (close function)" },
  { "close-reserved-function", "dvd+r", burn_track, "5b 00 07 00 00 00 00 00 00 00", NULL, 0x052400,
    "MMC-6 CLOSE TRACK SESSION (close function)" },
  { "close-complete", "bd-r", finalize, "5b 00 06 00 00 00 00 00 00 00", NULL, 0x053005,
    "MMC-6 CLOSE TRACK SESSION" },
  { "close-bd-re", "bd-re", NULL, "5b 00 02 00 00 00 00 00 00 00", NULL, 0x053005,
    "MMC-6 CLOSE TRACK SESSION" },

  /* Blanking and formatting */
  { "blank-cd-r", "cd-r", NULL, "a1 01 00 00 00 00 00 00 00 00 00 00", NULL, 0x053005,
    "MMC-6 BLANK" },
  { "blank-dvd+rw", "dvd+rw", NULL, "a1 01 00 00 00 00 00 00 00 00 00 00", NULL, 0x053005,
    "MMC-6 BLANK" },
  { "blank-type", "cd-rw", NULL, "a1 02 00 00 00 01 00 00 00 00 00 00", NULL, 0x052400,
    "MMC-6 BLANK (blanking type)" },
  { "blank-protected", "cd-rw,write-protected", NULL, "a1 00 00 00 00 00 00 00 00 00 00 00", NULL,
    0x072700, "MMC-6 BLANK" },
  { "format-no-data", "dvd-ram", NULL, "04 00 00 00 00 00", NULL, 0x052400,
    "MMC-6 FORMAT UNIT (FmtData)" },
  { "format-code", "dvd-ram", NULL, "04 17 00 00 00 00", "00000008 0022200000000800", 0x052400,
    "MMC-6 FORMAT UNIT (format code)" },
  { "format-cd-r", "cd-r", NULL, "04 11 00 00 00 00", "00000008 0000000000000800", 0x053006,
    "MMC-6 FORMAT UNIT" },
  { "format-bd-r-written", "bd-r", burn_session, "04 11 00 00 00 00", "00000008 00b4a06000000800",
    0x053006, "MMC-6 FORMAT UNIT (32h)" },
  { "format-list-length", "bd-re", NULL, "04 11 00 00 00 00", "00000008", 0x051a00,
    "MMC-6 FORMAT UNIT" },
  { "format-descriptor-length", "bd-re", NULL, "04 11 00 00 00 00", "0000000c 00b4740000003000",
    0x052600, "MMC-6 FORMAT UNIT" },
  { "format-type", "bd-re", NULL, "04 11 00 00 00 00", "00000008 00b4740098000000", 0x052600,
    "MMC-6 FORMAT UNIT (format type)" },
  { "format-too-much", "bd-re", NULL, "04 11 00 00 00 00", "00000008 7fffffe0c2003000", 0x052600,
    "MMC-6 FORMAT UNIT (number of blocks)" },
  { "format-odd-size", "bd-re", NULL, "04 11 00 00 00 00", "00000008 00000021c2003000", 0x052600,
    "MMC-6 FORMAT UNIT (number of blocks)" },
  { "format-bits-without-fov", "dvd-ram", NULL, "04 11 00 00 00 00", "00200008 0022212000000800",
    0x052600, "MMC-6 FORMAT UNIT (FOV)" },
  { "format-try-out", "dvd-ram", NULL, "04 11 00 00 00 00", "00840008 0022212000000800", 0x052600,
    "MMC-6 FORMAT UNIT (TryOut)" },
  { "format-grow-full", "dvd-rw-ro", NULL, "04 11 00 00 00 00", "00000008 000000104c000010",
    0x052600, "MMC-6 FORMAT UNIT (13h)" },
};

static void
test_refusal (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (Bench) bench = bench_new (row->medium);
  MmcDriveStatus before, after;
  uint8_t asc = MMC_SENSE_ASC (row->sense);
  bool counts =
      MMC_SENSE_KEY (row->sense) == 5 && (asc == 0x1a || asc == 0x20 || asc == 0x24 || asc == 0x26);

  if (row->prepare != NULL)
    row->prepare (bench);
  mmc_drive_get_status (bench->drive, &before);
  g_assert_cmpuint (before.n_refusals, ==, 0);
  g_test_message ("%s: %s", row->cdb, row->clause);
  g_assert_cmphex (bench_send (bench, row->cdb, row->list), ==, row->sense);

  /* A refused command has done nothing, and a mistake of the host is counted. */
  mmc_drive_get_status (bench->drive, &after);
  g_assert_cmpuint (after.n_refusals, ==, counts ? 1 : 0);
  g_assert_cmpuint (after.n_blocks_written, ==, before.n_blocks_written);
  g_assert_cmpuint (after.n_tracks, ==, before.n_tracks);
  g_assert_cmpuint (after.n_sessions, ==, before.n_sessions);
  g_assert_cmpint (after.status, ==, before.status);
  g_assert_cmpint (after.profile, ==, before.profile);
  g_assert_cmpint (after.tray_open, ==, before.tray_open);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/mmc-drive/refusals/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_refusal);
    }
  return g_test_run ();
}
