/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-units.h"

#include <glib.h>

/*
 * An image of some hundred blocks in some kilobytes, so that inputs of a fuzzer stay small: "BSI1",
 * number of blocks and session block (16 bits each, little-endian), then for each block that is
 * not all zeros its number and how many of its bytes are recorded (16 bits each) and the bytes. A
 * length of 65535 means that the block cannot be read. tests/fuzz/pack makes them.
 */

#define SPARSE_MAX_BLOCKS 4096

typedef struct
{
  const guint8 *data;
  gsize size_bytes;
  guint32 n_blocks;
  guint32 session_block;
  guint32 offsets[SPARSE_MAX_BLOCKS]; /* of records; 0: zeros */
} SparseImage;

gboolean sparse_image_parse (SparseImage *self, const guint8 *data, gsize size_bytes);
gboolean sparse_image_read (const SparseImage *self, guint32 block, guint8 *buffer);
/* The bytes of one of the records; NULL: there is none with bytes. */
guint8 *sparse_image_pick (guint8 *data, gsize size_bytes, guint32 number, gsize *used);
/* Makes checksum and CRC of the tags in a block right. */
void sparse_image_seal (guint8 *bytes, gsize size_bytes);
