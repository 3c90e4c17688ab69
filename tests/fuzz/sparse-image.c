/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "sparse-image.h"

#include "burnish-udf-format-private.h"

#include <string.h>

#define HEADER_SIZE 8
#define RECORD_SIZE 4
#define UNREADABLE  0xFFFF

/* Bytes of the record at an offset, without its head; FALSE behind the last. */
static gboolean
get_record (const guint8 *data, gsize size_bytes, gsize offset, guint *block, gsize *used)
{
  guint length;

  if (size_bytes < RECORD_SIZE || offset > size_bytes - RECORD_SIZE)
    return FALSE;
  *block = _burnish_read_le16 (data + offset);
  length = _burnish_read_le16 (data + offset + 2);
  *used = length == UNREADABLE ? 0 : MIN (length, BURNISH_BLOCK_SIZE);
  *used = MIN (*used, size_bytes - offset - RECORD_SIZE);
  return TRUE;
}

gboolean
sparse_image_parse (SparseImage *self, const guint8 *data, gsize size_bytes)
{
  gsize used = 0;
  guint block = 0;

  if (size_bytes < HEADER_SIZE || memcmp (data, "BSI1", 4) != 0)
    return FALSE;
  memset (self, 0, sizeof *self);
  self->data = data;
  self->size_bytes = size_bytes;
  self->n_blocks = MIN (_burnish_read_le16 (data + 4), SPARSE_MAX_BLOCKS);
  self->session_block = _burnish_read_le16 (data + 6);
  for (gsize at = HEADER_SIZE; get_record (data, size_bytes, at, &block, &used);
       at += RECORD_SIZE + used)
    if (block < SPARSE_MAX_BLOCKS)
      self->offsets[block] = (guint32) at;
  return TRUE;
}

gboolean
sparse_image_read (const SparseImage *self, guint32 block, guint8 *buffer)
{
  guint32 at = self->offsets[block];
  gsize used = 0;
  guint number = 0;

  memset (buffer, 0, BURNISH_BLOCK_SIZE);
  if (at == 0)
    return TRUE;
  get_record (self->data, self->size_bytes, at, &number, &used);
  if (_burnish_read_le16 (self->data + at + 2) == UNREADABLE)
    return FALSE;
  memcpy (buffer, self->data + at + RECORD_SIZE, used);
  return TRUE;
}

guint8 *
sparse_image_pick (guint8 *data, gsize size_bytes, guint32 number, gsize *used)
{
  guint n_records = 0;
  guint block = 0;

  for (guint pass = 0; pass < 2; pass++)
    {
      guint i = 0;

      for (gsize at = HEADER_SIZE; get_record (data, size_bytes, at, &block, used);
           at += RECORD_SIZE + *used)
        {
          if (*used == 0)
            continue;
          if (pass == 1 && i == number % n_records)
            return data + at + RECORD_SIZE;
          i++;
        }
      n_records = i;
      if (n_records == 0)
        return NULL;
    }
  return NULL;
}

static gboolean
is_tag (const guint8 *bytes)
{
  guint id = _burnish_read_le16 (bytes);
  guint version = _burnish_read_le16 (bytes + 2);

  return ((id >= BURNISH_UDF_TAG_PRIMARY_VOLUME && id <= BURNISH_UDF_TAG_INTEGRITY)
          || (id >= BURNISH_UDF_TAG_FILE_SET && id <= BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY))
         && (version == 2 || version == 3) && bytes[5] == 0;
}

void
sparse_image_seal (guint8 *bytes, gsize size_bytes)
{
  guint8 whole[BURNISH_BLOCK_SIZE] = { 0 };

  memcpy (whole, bytes, size_bytes);
  for (gsize i = 0; i + BURNISH_UDF_TAG_SIZE <= size_bytes; i += 4)
    {
      guint8 *tag = whole + i;
      gsize crc_bytes;
      guint sum = 0;

      if (!is_tag (tag))
        continue;
      crc_bytes = MIN (_burnish_read_le16 (tag + 10), sizeof whole - i - BURNISH_UDF_TAG_SIZE);
      _burnish_write_le16 (tag + 10, (guint16) crc_bytes);
      _burnish_write_le16 (tag + 8, _burnish_udf_crc (tag + BURNISH_UDF_TAG_SIZE, crc_bytes));
      for (guint b = 0; b < BURNISH_UDF_TAG_SIZE; b++)
        sum += b == 4 ? 0 : tag[b];
      tag[4] = (guint8) sum;
    }
  memcpy (bytes, whole, size_bytes);
}
