/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-text-private.h"
#include "burnish-udf-writer-private.h"

#include <string.h>

/* Extents of the metadata file are whole allocation units (UDF 2.2.10). */
#define METADATA_EXTENT_BYTES                                                                      \
  (BURNISH_UDF_EXTENT_MAX_BYTES                                                                    \
   - BURNISH_UDF_EXTENT_MAX_BYTES % (BURNISH_UDF_GRID * BURNISH_BLOCK_SIZE))

/* Virtual allocation table (UDF 2.2.11). */
#define VAT_HEADER_BYTES  152 /* before the table, from 2.00 on */
#define VAT_TRAILER_BYTES 36  /* behind it, in 1.50 */
#define VAT_UNUSED        0xFFFFFFFF
#define VAT_NONE_BEFORE   0xFFFFFFFF

/* Nobody owns these. */
#define NO_OWNER 0xFFFFFFFF

/* An entry that no name leads to. */
static void
write_entry (const BurnishUdfLayout *self,
             BurnishUdfFileType type,
             guint32 location,
             guint32 unique_id,
             const BurnishUdfRun *run,
             guint8 *block)
{
  guint8 *ads = block + _burnish_udf_entry_fixed_bytes (self->revision);
  BurnishUdfEntry entry = {
    .type = type,
    .allocation = BURNISH_UDF_ALLOCATION_SHORT,
    .uid = NO_OWNER,
    .gid = NO_OWNER,
    .unique_id = unique_id,
    .location = location,
    .time_us = self->tree.image_time_us,
    .size_bytes = run->size_bytes,
    .n_blocks = burnish_bytes_to_blocks (run->size_bytes),
    .allocation_bytes = _burnish_udf_run_write (run, 0, _burnish_udf_run_count (run), ads),
  };

  _burnish_udf_entry_write (block, self->revision, &entry);
}

void
_burnish_udf_metadata_read_entry (const BurnishUdfLayout *self,
                                  BurnishUdfFileType type,
                                  guint8 *block)
{
  gboolean is_mirror = type == BURNISH_UDF_FILE_METADATA_MIRROR;
  guint32 entry_block =
      is_mirror ? self->mirror_entry_block : self->session_block + BURNISH_UDF_AREA;
  guint32 start_block =
      is_mirror && self->duplicates_metadata ? self->tail_block : self->area_block;
  BurnishUdfRun run = {
    .size_bytes = (guint64) self->area_blocks * BURNISH_BLOCK_SIZE,
    .location = start_block - self->partition_block,
    .max_extent_bytes = METADATA_EXTENT_BYTES,
  };

  write_entry (self, type, entry_block - self->partition_block, 0, &run, block);
}

/* ---- Virtual allocation table ---- */

static guint32
get_header_bytes (const BurnishUdfLayout *self)
{
  return self->revision < BURNISH_UDF_2_00 ? 0 : VAT_HEADER_BYTES;
}

/* The file set, every node, stream directories and streams. */
static guint32
get_n_addresses (const BurnishUdfLayout *self)
{
  return 1 + self->tree.n_nodes + self->streams.n_entries;
}

guint64
_burnish_udf_vat_get_size_bytes (const BurnishUdfLayout *self)
{
  guint32 around = self->revision < BURNISH_UDF_2_00 ? VAT_TRAILER_BYTES : VAT_HEADER_BYTES;

  return (guint64) get_n_addresses (self) * 4 + around;
}

static void
make_header (const BurnishUdfLayout *self, guint8 *header)
{
  memset (header, 0, VAT_HEADER_BYTES);
  _burnish_write_le16 (header, VAT_HEADER_BYTES);
  _burnish_udf_dstring_write (header + 4, 128, self->volume_id);
  _burnish_write_le32 (header + 132, VAT_NONE_BEFORE);
  _burnish_write_le32 (header + 136, self->tree.n_files);
  _burnish_write_le32 (header + 140, self->tree.n_folders);
  _burnish_write_le16 (header + 144, _burnish_udf_min_read_revision (self));
  _burnish_write_le16 (header + 146, (guint16) self->revision);
  _burnish_write_le16 (header + 148, (guint16) self->revision);
}

static void
make_trailer (const BurnishUdfLayout *self, guint8 *trailer)
{
  _burnish_udf_write_regid (trailer, "*UDF Virtual Alloc Tbl", BURNISH_UDF_SUFFIX_UDF,
                            self->revision);
  _burnish_write_le32 (trailer + BURNISH_UDF_REGID_SIZE, VAT_NONE_BEFORE);
}

static guint32
get_address (const BurnishUdfLayout *self, guint32 index)
{
  guint32 n_before = 1 + self->tree.n_nodes;
  guint32 area_block;

  if (index >= n_before)
    area_block = _burnish_udf_stream_blocks_find_entry (self, index - n_before);
  else
    area_block = index == 0 ? BURNISH_UDF_AREA_FILE_SET : self->entry_blocks[index - 1];
  if (index > 0 && index < n_before && !_burnish_udf_tree_has_entry (&self->tree, index - 1))
    return VAT_UNUSED;
  return _burnish_udf_area_location (self, area_block);
}

/* Copies what of a part lies in a block of the file. */
static void
copy_part (const guint8 *part, guint64 offset, gsize n_bytes, guint64 block_offset, guint8 *block)
{
  guint64 from = MAX (offset, block_offset);
  guint64 to = MIN (offset + n_bytes, block_offset + BURNISH_BLOCK_SIZE);

  if (from < to)
    memcpy (block + (from - block_offset), part + (from - offset), (gsize) (to - from));
}

void
_burnish_udf_vat_read (const BurnishUdfLayout *self, guint32 index, guint8 *block)
{
  guint64 block_offset = (guint64) index * BURNISH_BLOCK_SIZE;
  guint32 header_bytes = get_header_bytes (self);
  guint32 n_addresses = get_n_addresses (self);
  guint64 from = MAX (block_offset, header_bytes);
  guint8 header[VAT_HEADER_BYTES], trailer[VAT_TRAILER_BYTES];

  for (guint64 offset = from; offset < block_offset + BURNISH_BLOCK_SIZE; offset += 4)
    {
      guint32 i = (guint32) ((offset - header_bytes) / 4);

      if (i >= n_addresses)
        break;
      _burnish_write_le32 (block + (offset - block_offset), get_address (self, i));
    }
  if (header_bytes > 0)
    {
      make_header (self, header);
      copy_part (header, 0, sizeof header, block_offset, block);
      return;
    }
  make_trailer (self, trailer);
  copy_part (trailer, (guint64) n_addresses * 4, sizeof trailer, block_offset, block);
}

/* It has the highest unique identifier of the volume (UDF 3.2.1.1) and is the last block. */
void
_burnish_udf_vat_read_entry (const BurnishUdfLayout *self, guint8 *block)
{
  BurnishUdfRun run = {
    .size_bytes = _burnish_udf_vat_get_size_bytes (self),
    .location = self->vat_block - self->partition_block,
    .max_extent_bytes = BURNISH_UDF_EXTENT_MAX_BYTES,
  };

  write_entry (
      self, self->revision < BURNISH_UDF_2_00 ? BURNISH_UDF_FILE_UNSPECIFIED : BURNISH_UDF_FILE_VAT,
      self->end_block - 1 - self->partition_block, _burnish_udf_last_unique_id (self), &run, block);
}
