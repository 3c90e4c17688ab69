/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-text-private.h"
#include "burnish-udf-writer-private.h"

#include <string.h>

/* Volume structure descriptors (ECMA-167 2/9.1). */
#define STRUCTURE_VERSION 1

/* Interchange level 2: a volume set of one volume (ECMA-167 3/11, UDF 2.2.2). */
#define INTERCHANGE_LEVEL 2
/* Bit 0 of a set of character sets: CS0 only (UDF 2.2.2). */
#define CHARACTER_SETS_CS0 1

/* Partition descriptor (ECMA-167 3/10.5). */
#define PARTITION_ALLOCATED         1
#define PARTITION_ACCESS_READ_ONLY  1
#define PARTITION_ACCESS_WRITE_ONCE 2

/* Partition maps (ECMA-167 3/10.7, UDF 2.2.8, 2.2.10). */
#define MAP_TYPE_1_BYTES 6
#define MAP_TYPE_2_BYTES 64
#define NO_BITMAP        0xFFFFFFFF
#define VIRTUAL_MAP      "*UDF Virtual Partition"
#define METADATA_MAP     "*UDF Metadata Partition"
#define METADATA_TWICE   1

#define TERMINATOR_BYTES 512
#define ANCHOR_BYTES     512

/* Descriptors of a sequence, numbered in this order. */
typedef enum
{
  SEQUENCE_PRIMARY,
  SEQUENCE_IMPLEMENTATION_USE,
  SEQUENCE_PARTITION,
  SEQUENCE_LOGICAL,
  SEQUENCE_UNALLOCATED,
  SEQUENCE_TERMINATOR,
} SequenceIndex;

static void
write_implementation (const BurnishUdfLayout *self, guint8 *field)
{
  _burnish_udf_write_regid (field, BURNISH_UDF_IMPLEMENTATION, BURNISH_UDF_SUFFIX_IMPLEMENTATION,
                            self->revision);
}

/* ---- Recognition and anchors ---- */

void
_burnish_udf_recognition_read (const BurnishUdfLayout *self, guint32 index, guint8 *block)
{
  const char *identifiers[] = { "BEA01", self->revision < BURNISH_UDF_2_00 ? "NSR02" : "NSR03",
                                "TEA01" };

  g_assert (index < G_N_ELEMENTS (identifiers));
  memcpy (block + 1, identifiers[index], 5);
  block[6] = STRUCTURE_VERSION;
}

void
_burnish_udf_anchor_read (const BurnishUdfLayout *self, guint32 anchor_block, guint8 *block)
{
  const guint32 sequence_bytes = BURNISH_UDF_SEQUENCE_BLOCKS * BURNISH_BLOCK_SIZE;

  _burnish_write_le32 (block + 16, sequence_bytes);
  _burnish_write_le32 (block + 20, self->volume_block + BURNISH_UDF_MAIN_SEQUENCE);
  _burnish_write_le32 (block + 24, sequence_bytes);
  _burnish_write_le32 (block + 28, self->reserve_block);
  _burnish_udf_seal (block, BURNISH_UDF_TAG_ANCHOR, self->revision, anchor_block, ANCHOR_BYTES);
}

void
_burnish_udf_terminator_write (const BurnishUdfLayout *self, guint32 location, guint8 *block)
{
  _burnish_udf_seal (block, BURNISH_UDF_TAG_TERMINATOR, self->revision, location, TERMINATOR_BYTES);
}

/* ---- Volume descriptors ---- */

static gsize
write_primary (const BurnishUdfLayout *self, guint8 *d)
{
  _burnish_udf_dstring_write (d + 24, 32, self->volume_id);
  _burnish_write_le16 (d + 56, 1); /* volume 1 */
  _burnish_write_le16 (d + 58, 1); /* of 1 */
  _burnish_write_le16 (d + 60, INTERCHANGE_LEVEL);
  _burnish_write_le16 (d + 62, INTERCHANGE_LEVEL);
  _burnish_write_le32 (d + 64, CHARACTER_SETS_CS0);
  _burnish_write_le32 (d + 68, CHARACTER_SETS_CS0);
  _burnish_udf_dstring_write (d + 72, 128, self->volume_set_id);
  _burnish_udf_write_charspec (d + 200);
  _burnish_udf_write_charspec (d + 264);
  _burnish_udf_write_timestamp (d + 376, self->tree.image_time_us);
  write_implementation (self, d + 388);
  return 512;
}

/* UDF 2.2.7: what a person reads. */
static gsize
write_implementation_use (const BurnishUdfLayout *self, guint8 *d)
{
  _burnish_udf_write_regid (d + 20, "*UDF LV Info", BURNISH_UDF_SUFFIX_UDF, self->revision);
  _burnish_udf_write_charspec (d + 52);
  _burnish_udf_dstring_write (d + 116, 128, self->volume_id);
  _burnish_udf_dstring_write (d + 244, 36, self->publisher ? self->publisher : "");
  _burnish_udf_dstring_write (d + 280, 36, self->preparer ? self->preparer : "");
  write_implementation (self, d + 352);
  return 512;
}

static gsize
write_partition (const BurnishUdfLayout *self, guint8 *d)
{
  _burnish_write_le16 (d + 20, PARTITION_ALLOCATED);
  _burnish_udf_write_regid (d + 24, self->revision < BURNISH_UDF_2_00 ? "+NSR02" : "+NSR03",
                            BURNISH_UDF_SUFFIX_NONE, self->revision);
  _burnish_write_le32 (d + 184,
                       self->has_vat ? PARTITION_ACCESS_WRITE_ONCE : PARTITION_ACCESS_READ_ONLY);
  _burnish_write_le32 (d + 188, self->partition_block);
  _burnish_write_le32 (d + 192, self->partition_end - self->partition_block);
  write_implementation (self, d + 196);
  return 512;
}

/* Writes the map behind the physical one; returns its bytes. */
static guint32
write_second_map (const BurnishUdfLayout *self, guint8 *map)
{
  if (_burnish_udf_entry_partition (self) == BURNISH_UDF_PARTITION_PHYSICAL)
    return 0;
  map[0] = 2;
  map[1] = MAP_TYPE_2_BYTES;
  _burnish_udf_write_regid (map + 4, self->has_vat ? VIRTUAL_MAP : METADATA_MAP,
                            BURNISH_UDF_SUFFIX_UDF, self->revision);
  _burnish_write_le16 (map + 36, 1); /* volume */
  if (self->has_vat)
    return MAP_TYPE_2_BYTES;
  _burnish_write_le32 (map + 40, self->session_block + BURNISH_UDF_AREA - self->partition_block);
  _burnish_write_le32 (map + 44, self->mirror_entry_block - self->partition_block);
  _burnish_write_le32 (map + 48, NO_BITMAP);
  _burnish_write_le32 (map + 52, BURNISH_UDF_GRID); /* allocation unit */
  _burnish_write_le16 (map + 56, BURNISH_UDF_GRID); /* alignment unit */
  map[58] = self->duplicates_metadata ? METADATA_TWICE : 0;
  return MAP_TYPE_2_BYTES;
}

static gsize
write_logical (const BurnishUdfLayout *self, guint8 *d)
{
  guint16 partition = _burnish_udf_entry_partition (self);
  guint8 *maps = d + 440;
  guint32 map_bytes;

  _burnish_udf_write_charspec (d + 20);
  _burnish_udf_dstring_write (d + 84, 128, self->volume_id);
  _burnish_write_le32 (d + 212, BURNISH_BLOCK_SIZE);
  _burnish_udf_write_regid (d + 216, BURNISH_UDF_DOMAIN, BURNISH_UDF_SUFFIX_DOMAIN, self->revision);
  /* With its terminator, which has no virtual address. */
  _burnish_udf_write_long_ad (d + 248, (self->has_vat ? 1 : 2) * BURNISH_BLOCK_SIZE,
                              _burnish_udf_file_set_location (self), partition);
  write_implementation (self, d + 272);
  _burnish_write_le32 (d + 432, BURNISH_UDF_INTEGRITY_BLOCKS * BURNISH_BLOCK_SIZE);
  _burnish_write_le32 (d + 436, self->volume_block + BURNISH_UDF_INTEGRITY);
  maps[0] = 1;
  maps[1] = MAP_TYPE_1_BYTES;
  _burnish_write_le16 (maps + 2, 1); /* volume */
  map_bytes = MAP_TYPE_1_BYTES + write_second_map (self, maps + MAP_TYPE_1_BYTES);
  _burnish_write_le32 (d + 264, map_bytes);
  _burnish_write_le32 (d + 268, 1u + partition); /* maps */
  return 440 + map_bytes;
}

void
_burnish_udf_sequence_read (const BurnishUdfLayout *self,
                            guint32 start_block,
                            guint32 index,
                            guint8 *block)
{
  BurnishUdfTagId id;
  gsize size_bytes;

  _burnish_write_le32 (block + 16, index); /* volume descriptor sequence number */
  switch ((SequenceIndex) index)
    {
    case SEQUENCE_PRIMARY:
      id = BURNISH_UDF_TAG_PRIMARY_VOLUME;
      size_bytes = write_primary (self, block);
      break;
    case SEQUENCE_IMPLEMENTATION_USE:
      id = BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME;
      size_bytes = write_implementation_use (self, block);
      break;
    case SEQUENCE_PARTITION:
      id = BURNISH_UDF_TAG_PARTITION;
      size_bytes = write_partition (self, block);
      break;
    case SEQUENCE_LOGICAL:
      id = BURNISH_UDF_TAG_LOGICAL_VOLUME;
      size_bytes = write_logical (self, block);
      break;
    case SEQUENCE_UNALLOCATED: /* no descriptors: there is no such space */
      id = BURNISH_UDF_TAG_UNALLOCATED_SPACE;
      size_bytes = 24;
      break;
    case SEQUENCE_TERMINATOR:
      _burnish_write_le32 (block + 16, 0); /* it has no number */
      id = BURNISH_UDF_TAG_TERMINATOR;
      size_bytes = TERMINATOR_BYTES;
      break;
    default:
      _burnish_write_le32 (block + 16, 0);
      return;
    }
  _burnish_udf_seal (block, id, self->revision, start_block + index, size_bytes);
}
