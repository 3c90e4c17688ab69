/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-text-private.h"
#include "burnish-udf-writer-private.h"

/* Logical volume integrity (ECMA-167 3/10.10, UDF 2.2.6). */
#define INTEGRITY_OPEN  0
#define INTEGRITY_CLOSE 1
#define VIRTUAL_SIZE    0xFFFFFFFF
#define TABLES_OFFSET   80
#define USE_BYTES       46

/* File set (ECMA-167 4/14.1, UDF 2.3.2). */
#define FILE_SET_BYTES     512
#define INTERCHANGE_LEVEL  3
#define CHARACTER_SETS_CS0 1

/* UDF 2.2.6.4: what concerns the whole volume. */
static void
write_use (const BurnishUdfLayout *self, guint8 *use)
{
  _burnish_udf_write_regid (use, BURNISH_UDF_IMPLEMENTATION, BURNISH_UDF_SUFFIX_IMPLEMENTATION,
                            self->revision);
  _burnish_write_le32 (use + 32, self->tree.n_files);
  _burnish_write_le32 (use + 36, self->tree.n_folders);
  _burnish_write_le16 (use + 40, _burnish_udf_min_read_revision (self));
  _burnish_write_le16 (use + 42, (guint16) self->revision); /* to write, at least */
  _burnish_write_le16 (use + 44, (guint16) self->revision); /* written, at most */
}

static void
write_integrity (const BurnishUdfLayout *self, guint8 *d)
{
  guint32 n_partitions = 1u + _burnish_udf_entry_partition (self);
  guint8 *free_blocks = d + TABLES_OFFSET;
  guint8 *sizes = free_blocks + 4 * n_partitions;

  _burnish_udf_write_timestamp (d + 16, self->tree.image_time_us);
  /* What a VAT says is newer than this, so the volume is never closed. */
  _burnish_write_le32 (d + 28, self->has_vat ? INTEGRITY_OPEN : INTEGRITY_CLOSE);
  _burnish_write_le64 (d + 40, (guint64) _burnish_udf_last_unique_id (self) + 1);
  _burnish_write_le32 (d + 72, n_partitions);
  _burnish_write_le32 (d + 76, USE_BYTES);
  _burnish_write_le32 (sizes, self->partition_end - self->partition_block);
  if (self->has_vat)
    {
      _burnish_write_le32 (free_blocks + 4, VIRTUAL_SIZE);
      _burnish_write_le32 (sizes + 4, VIRTUAL_SIZE);
    }
  else if (self->has_metadata_file)
    _burnish_write_le32 (sizes + 4, self->area_blocks);
  write_use (self, sizes + 4 * n_partitions);
  _burnish_udf_seal (d, BURNISH_UDF_TAG_INTEGRITY, self->revision,
                     self->volume_block + BURNISH_UDF_INTEGRITY,
                     TABLES_OFFSET + 8 * n_partitions + USE_BYTES);
}

void
_burnish_udf_integrity_read (const BurnishUdfLayout *self, guint32 index, guint8 *block)
{
  if (index == 0)
    write_integrity (self, block);
  else if (index == 1)
    _burnish_udf_terminator_write (self, self->volume_block + BURNISH_UDF_INTEGRITY + index, block);
}

void
_burnish_udf_file_set_read (const BurnishUdfLayout *self, guint8 *block)
{
  _burnish_udf_write_timestamp (block + 16, self->tree.image_time_us);
  _burnish_write_le16 (block + 28, INTERCHANGE_LEVEL);
  _burnish_write_le16 (block + 30, INTERCHANGE_LEVEL);
  _burnish_write_le32 (block + 32, CHARACTER_SETS_CS0);
  _burnish_write_le32 (block + 36, CHARACTER_SETS_CS0);
  _burnish_udf_write_charspec (block + 48);
  _burnish_udf_dstring_write (block + 112, 128, self->volume_id);
  _burnish_udf_write_charspec (block + 240);
  _burnish_udf_dstring_write (block + 304, 32, self->volume_id);
  _burnish_udf_write_long_ad (block + 400, BURNISH_BLOCK_SIZE,
                              _burnish_udf_entry_location (self, BURNISH_NODE_ROOT),
                              _burnish_udf_entry_partition (self));
  _burnish_udf_write_regid (block + 416, BURNISH_UDF_DOMAIN, BURNISH_UDF_SUFFIX_DOMAIN,
                            self->revision);
  _burnish_udf_seal (block, BURNISH_UDF_TAG_FILE_SET, self->revision,
                     _burnish_udf_file_set_location (self), FILE_SET_BYTES);
}
