/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include <string.h>

/* Logical volume integrity descriptor (ECMA-167 3/10.10). */
#define INTEGRITY_EXTENT     432 /* in the logical volume descriptor */
#define INTEGRITY_SIZE       80
#define IMPLEMENTATION_SIZE  46 /* UDF 2.2.6.4 */
#define MAX_INTEGRITY_BLOCKS 65536
#define ACCESS_READ_ONLY     1
#define INTEGRITY_CLOSED     1
#define UNKNOWN_SPACE        G_MAXUINT32

typedef struct
{
  BurnishUdfCheckPlace place;
  guint8 bytes[BURNISH_BLOCK_SIZE];
  gboolean is_found;
} Integrity;

/* The last sound descriptor of the sequence counts (ECMA-167 3/8.8.2). */
static void
find_last (BurnishUdfCheckRun *run, BurnishUdfCheckExtent extent, Integrity *last)
{
  static const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_INTEGRITY, BURNISH_UDF_TAG_TERMINATOR,
                                            0 };
  guint8 bytes[BURNISH_BLOCK_SIZE];
  guint n_read = 0;

  for (guint32 i = 0; i < extent.size_bytes / BURNISH_BLOCK_SIZE; i++)
    {
      guint64 block = (guint64) extent.start_block + i;
      BurnishUdfCheckPlace place = { run, (guint32) block, "logical volume integrity descriptor" };

      if (block >= run->n_blocks || n_read++ >= MAX_INTEGRITY_BLOCKS)
        {
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_OUTSIDE, (gint64) block,
                                  "The integrity sequence does not end where blocks are");
          return;
        }
      if (!_burnish_udf_check_read (run, (guint32) block, bytes, "an integrity descriptor")
          || _burnish_udf_check_is_zero (bytes, BURNISH_UDF_TAG_SIZE)
          || !_burnish_udf_check_tag (&place, bytes, BURNISH_BLOCK_SIZE, (guint32) block, wanted)
          || _burnish_read_le16 (bytes) != BURNISH_UDF_TAG_INTEGRITY)
        return;
      memcpy (last->bytes, bytes, sizeof (bytes));
      last->place = place;
      last->is_found = TRUE;
      if (_burnish_read_le32 (bytes + 32) > 0)
        {
          extent = (BurnishUdfCheckExtent){ .size_bytes = _burnish_read_le32 (bytes + 32),
                                            .start_block = _burnish_read_le32 (bytes + 36) };
          i = G_MAXUINT32; /* begins at 0 again */
        }
    }
}

static void
check_sizes (BurnishUdfCheckRun *run, const Integrity *integrity, guint32 n_partitions)
{
  const guint8 *free_table = integrity->bytes + INTEGRITY_SIZE;
  const guint8 *size_table = free_table + 4 * n_partitions;
  guint32 block = integrity->place.block;

  for (guint i = 0; i < MIN (n_partitions, run->maps->len); i++)
    {
      const BurnishUdfCheckMap *map = &g_array_index (run->maps, BurnishUdfCheckMap, i);
      const BurnishUdfCheckPartition *partition =
          map->partition >= 0
              ? &g_array_index (run->partitions, BurnishUdfCheckPartition, map->partition)
              : NULL;
      guint32 n_free = _burnish_read_le32 (free_table + 4 * i);
      guint32 n_blocks = _burnish_read_le32 (size_table + 4 * i);

      if (partition == NULL)
        continue;
      if ((map->kind == BURNISH_UDF_CHECK_MAP_PHYSICAL
           || map->kind == BURNISH_UDF_CHECK_MAP_SPARABLE)
          && n_blocks != partition->n_blocks)
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_SIZE, block,
                                "Map %u has %u blocks here, %u in the partition descriptor", i,
                                n_blocks, partition->n_blocks);
      if (map->kind == BURNISH_UDF_CHECK_MAP_VIRTUAL && n_blocks != UNKNOWN_SPACE)
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_SIZE, block,
                                "The size of the virtual map %u is %u instead of FFFFFFFFh", i,
                                n_blocks);
      if (partition->access == ACCESS_READ_ONLY && n_free != 0 && n_free != UNKNOWN_SPACE)
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_FREE, block,
                                "The read-only map %u has %u free blocks", i, n_free);
    }
}

/* UDF 2.2.6.4: counts, and the revisions that a reader or writer needs. */
static void
check_implementation (BurnishUdfCheckRun *run, const Integrity *integrity, const guint8 *use)
{
  guint read_revision = _burnish_read_le16 (use + 40);
  guint write_revision = _burnish_read_le16 (use + 42);
  guint max_revision = _burnish_read_le16 (use + 44);
  gboolean has_metadata = _burnish_udf_check_has_map (run, BURNISH_UDF_CHECK_MAP_METADATA);

  _burnish_udf_check_implementation (&integrity->place, use);
  run->n_files_said = _burnish_read_le32 (use + 32);
  run->n_folders_said = _burnish_read_le32 (use + 36);
  if (read_revision > run->revision || write_revision > run->revision
      || read_revision > write_revision || write_revision > MAX (max_revision, run->revision))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_REVISIONS, integrity->place.block,
                            "The volume is %x.%02x, but wants %x.%02x for reading and %x.%02x to "
                            "%x.%02x for writing",
                            run->revision >> 8, run->revision & 0xFF, read_revision >> 8,
                            read_revision & 0xFF, write_revision >> 8, write_revision & 0xFF,
                            max_revision >> 8, max_revision & 0xFF);
  else if (has_metadata && read_revision != BURNISH_UDF_2_50)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_REVISIONS, integrity->place.block,
                            "A volume with a metadata partition wants %x.%02x for reading; it must "
                            "be 2.50",
                            read_revision >> 8, read_revision & 0xFF);
}

static void
check_fields (BurnishUdfCheckRun *run, const Integrity *integrity)
{
  const guint8 *bytes = integrity->bytes;
  guint32 n_partitions = _burnish_read_le32 (bytes + 72);
  guint32 use_bytes = _burnish_read_le32 (bytes + 76);
  guint64 size_bytes = INTEGRITY_SIZE + 8 * (guint64) n_partitions + use_bytes;
  guint32 block = integrity->place.block;

  _burnish_udf_check_timestamp (&integrity->place, bytes + 16, "recording time");
  if (_burnish_read_le32 (bytes + 28) != INTEGRITY_CLOSED
      && !_burnish_udf_check_has_map (run, BURNISH_UDF_CHECK_MAP_VIRTUAL))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_OPEN, block,
                            "The volume is open: whoever wrote it did not finish");
  if (n_partitions != run->maps->len)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_PARTITIONS, block,
                            "There are %u partitions here, %u maps in the logical volume",
                            n_partitions, run->maps->len);
  if (size_bytes > BURNISH_BLOCK_SIZE || use_bytes < IMPLEMENTATION_SIZE)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_USE, block,
                              "%u partitions and %u bytes for the implementation make no sense",
                              n_partitions, use_bytes);
      return;
    }
  _burnish_udf_check_coverage (&integrity->place, bytes, size_bytes);
  _burnish_udf_check_zero (&integrity->place, bytes + size_bytes, BURNISH_BLOCK_SIZE - size_bytes,
                           "the rest of its block");
  run->integrity_block = block;
  run->next_unique_id = _burnish_read_le64 (bytes + 40);
  check_sizes (run, integrity, n_partitions);
  check_implementation (run, integrity, bytes + INTEGRITY_SIZE + 8 * n_partitions);
}

void
_burnish_udf_check_integrity (BurnishUdfCheckRun *run)
{
  g_autofree Integrity *last = g_new0 (Integrity, 1);
  BurnishUdfCheckExtent extent = {
    .size_bytes = _burnish_read_le32 (run->volume + INTEGRITY_EXTENT),
    .start_block = _burnish_read_le32 (run->volume + INTEGRITY_EXTENT + 4),
  };

  if (extent.size_bytes > 0 && extent.size_bytes < 2 * BURNISH_BLOCK_SIZE
      && !_burnish_udf_check_has_map (run, BURNISH_UDF_CHECK_MAP_VIRTUAL))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_EXTENT, run->volume_block,
                            "The integrity sequence has only %u bytes", extent.size_bytes);
  find_last (run, extent, last);
  if (last->is_found)
    check_fields (run, last);
  else
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_NONE,
                            extent.size_bytes > 0 ? extent.start_block : run->volume_block,
                            "There is no sound logical volume integrity descriptor");
}
