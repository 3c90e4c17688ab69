/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#pragma once

#include "drive-private.h"

#include <glib.h>

/*
 * What the tests of the engine share: a drive in a private folder, commands
 * written in hexadecimal, and the common steps of a burn.
 *
 * A sense is a MmcSense: 0 for GOOD, else key, ASC and ASCQ. Transport errors
 * fail the test unless it asks for bench->result itself.
 */

#define BENCH_BUFFER_SIZE (512 * 1024)

typedef struct
{
  char *directory;
  char *image; /* an ISO-like file of 70 blocks, each filled with its pattern */
  MmcDrive *drive;
  MmcResult result;
  uint8_t data[BENCH_BUFFER_SIZE];
} Bench;

/* @medium may be NULL. The unit attention is taken already. */
Bench *bench_new (const char *medium);
void bench_free (Bench *bench);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bench, bench_free)

void bench_insert (Bench *bench, const char *medium);

/* Sends a command; @list is its parameter list, in hexadecimal, or NULL. What a
 * WRITE needs as data is made up. The answer is in bench->data. */
MmcSense bench_send (Bench *bench, const char *cdb, const char *list);
/* The same, with the transport's result only. */
void bench_transport (Bench *bench, const char *cdb, const char *list);

MmcSense bench_write (Bench *bench, int32_t lba, uint32_t n_blocks, uint32_t block_size);
MmcSense bench_read (Bench *bench, int32_t lba, uint32_t n_blocks);
/* Do the blocks in bench->data hold what bench_write () wrote to them? */
void bench_assert_pattern (Bench *bench, int32_t lba, uint32_t n_blocks, uint32_t block_size);
void bench_fill (uint8_t *block, int32_t lba, uint32_t block_size);

/* Selects mode page 05h. */
MmcSense bench_select (Bench *bench,
                       unsigned write_type,
                       bool multi,
                       bool test_write,
                       unsigned block_type,
                       unsigned control);
/* A session of @n_blocks from the next writable address on, in the way of the
 * disc (TAO, incremental), with its track closed. */
void bench_burn (Bench *bench, uint32_t n_blocks);
void bench_close_session (Bench *bench, unsigned function);

#define bench_assert_good(bench, cdb) g_assert_cmphex (bench_send (bench, cdb, NULL), ==, MMC_GOOD)
