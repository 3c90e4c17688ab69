/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include <string.h>

/* File entry and extended file entry (ECMA-167 4/14.9, 4/14.17). */
#define ENTRY_LINKS       48
#define ENTRY_RECORD      50
#define ENTRY_SIZE_BYTES  56
#define STRATEGY_4096     4096
#define ATTRIBUTES_HEADER 24
#define ATTRIBUTE_HEADER  12
#define NO_ATTRIBUTES     G_MAXUINT32
/* Bits of the ICB's flags that must be 0: sorted, transformed, several versions (UDF 2.3.5.4). */
#define FORBIDDEN_FLAGS 0x1808
#define PERMISSIONS     0x7FFF

/* Offsets that differ between the two. */
typedef struct
{
  guint blocks, accessed, modified, created, changed;
  guint checkpoint, implementation, unique_id, lengths, fixed;
} Offsets;

static const Offsets plain = { 64, 72, 84, 0, 96, 108, 128, 160, 168, BURNISH_UDF_FILE_ENTRY_SIZE };
static const Offsets extended = { 72,  80,  92,  104, 116,
                                  128, 168, 200, 208, BURNISH_UDF_EXTENDED_FILE_ENTRY_SIZE };

BurnishUdfCheckAddress
_burnish_udf_check_read_address (const guint8 *bytes)
{
  return (BurnishUdfCheckAddress){ .size_bytes = _burnish_read_le32 (bytes),
                                   .block = _burnish_read_le32 (bytes + 4),
                                   .map = _burnish_read_le16 (bytes + 8) };
}

/* ECMA-167 4/14.6 as UDF 2.3.5 restricts it. */
static void
check_icb_tag (const BurnishUdfCheckEntry *entry)
{
  const guint8 *bytes = entry->bytes;
  BurnishUdfCheckRun *run = entry->place.run;
  guint strategy = _burnish_read_le16 (bytes + 20);
  guint n_entries = _burnish_read_le16 (bytes + 24);

  if (strategy != 4 && strategy != STRATEGY_4096)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ICB_STRATEGY, entry->place.block,
                            "The %s is recorded by strategy %u", entry->place.what, strategy);
  if (strategy == 4 && n_entries != 1)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ICB_FIELD, entry->place.block,
                            "The %s says that it may have %u entries instead of 1",
                            entry->place.what, n_entries);
  if (bytes[26] != 0
      || (strategy == 4
          && (_burnish_read_le32 (bytes + 16) != 0 || _burnish_read_le16 (bytes + 22) != 0)))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ICB_FIELD, entry->place.block,
                            "The %s has other values than zero in its ICB tag", entry->place.what);
  if ((entry->flags & FORBIDDEN_FLAGS) != 0)
    _burnish_udf_check_say (
        run, BURNISH_UDF_RULE_ICB_FLAGS, entry->place.block,
        "The %s has flags %#x; sorted, transformed and versions must not be set", entry->place.what,
        entry->flags);
}

static void
check_times (const BurnishUdfCheckEntry *entry, const Offsets *at)
{
  _burnish_udf_check_timestamp (&entry->place, entry->bytes + at->accessed, "access time");
  _burnish_udf_check_timestamp (&entry->place, entry->bytes + at->modified, "modification time");
  if (at->created > 0)
    _burnish_udf_check_timestamp (&entry->place, entry->bytes + at->created, "creation time");
  _burnish_udf_check_timestamp (&entry->place, entry->bytes + at->changed, "attribute time");
}

static void
check_fixed_fields (const BurnishUdfCheckEntry *entry, const Offsets *at)
{
  const guint8 *bytes = entry->bytes;
  BurnishUdfCheckRun *run = entry->place.run;

  if (entry->is_extended && run->revision < BURNISH_UDF_2_00)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_REVISION, entry->place.block,
                            "There are no extended file entries before revision 2.00");
  if (!_burnish_udf_check_is_zero (bytes + ENTRY_RECORD, 6))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_RECORD, entry->place.block,
                            "The %s has a record format, which UDF does not have",
                            entry->place.what);
  if ((_burnish_read_le32 (bytes + 44) & ~PERMISSIONS) != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_PERMISSIONS, entry->place.block,
                            "The %s has permissions %#x; only the lower 15 bits exist",
                            entry->place.what, _burnish_read_le32 (bytes + 44));
  if (_burnish_read_le32 (bytes + at->checkpoint) != 1)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_CHECKPOINT, entry->place.block,
                            "The checkpoint of the %s is %u instead of 1", entry->place.what,
                            _burnish_read_le32 (bytes + at->checkpoint));
  if (entry->is_extended)
    _burnish_udf_check_zero (&entry->place, bytes + 132, 4, "its reserved field");
  check_times (entry, at);
  _burnish_udf_check_implementation (&entry->place, bytes + at->implementation);
}

/* ECMA-167 4/14.10: a header, then attributes that say how long they are. */
static void
check_attributes (const BurnishUdfCheckEntry *entry, const guint8 *bytes, guint32 size_bytes)
{
  static const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_EXTENDED_ATTRIBUTES, 0 };
  BurnishUdfCheckRun *run = entry->place.run;
  BurnishUdfCheckPlace place = { run, entry->place.block, "extended attribute header" };
  guint32 offset = ATTRIBUTES_HEADER;

  if (size_bytes == 0)
    return;
  if (size_bytes % 4 != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ATTRIBUTES, entry->place.block,
                            "The extended attributes take %u bytes, which 4 does not divide",
                            size_bytes);
  if (size_bytes < ATTRIBUTES_HEADER
      || !_burnish_udf_check_tag (&place, bytes, size_bytes, entry->block, wanted))
    return;
  for (guint i = 0; i < 2; i++)
    if (_burnish_read_le32 (bytes + 16 + 4 * i) != NO_ATTRIBUTES
        && _burnish_read_le32 (bytes + 16 + 4 * i) > size_bytes)
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_ATTRIBUTES, entry->place.block,
                              "The header of the extended attributes points behind their end");
  while (offset + ATTRIBUTE_HEADER <= size_bytes)
    {
      guint32 attribute_bytes = _burnish_read_le32 (bytes + offset + 8);

      if (attribute_bytes < ATTRIBUTE_HEADER || attribute_bytes > size_bytes - offset)
        {
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_ATTRIBUTES, entry->place.block,
                                  "An extended attribute says that it has %u bytes",
                                  attribute_bytes);
          return;
        }
      offset += attribute_bytes;
    }
}

static void
take_fields (BurnishUdfCheckEntry *entry, const Offsets *at)
{
  const guint8 *bytes = entry->bytes;

  entry->type = bytes[27];
  entry->flags = _burnish_read_le16 (bytes + 34);
  entry->allocation = entry->flags & 7;
  entry->links = _burnish_read_le16 (bytes + ENTRY_LINKS);
  entry->size_bytes = _burnish_read_le64 (bytes + ENTRY_SIZE_BYTES);
  entry->n_blocks = _burnish_read_le64 (bytes + at->blocks);
  entry->object_bytes = entry->is_extended ? _burnish_read_le64 (bytes + 64) : entry->size_bytes;
  entry->unique_id = _burnish_read_le64 (bytes + at->unique_id);
  if (entry->is_extended)
    entry->streams = _burnish_udf_check_read_address (bytes + 152);
}

/* The parts behind the fixed ones. */
static gboolean
take_parts (BurnishUdfCheckEntry *entry, const Offsets *at)
{
  guint32 n_attributes = _burnish_read_le32 (entry->bytes + at->lengths);
  guint32 n_allocation = _burnish_read_le32 (entry->bytes + at->lengths + 4);
  guint64 end = (guint64) at->fixed + n_attributes + n_allocation;

  if (end > BURNISH_BLOCK_SIZE)
    {
      _burnish_udf_check_say (entry->place.run, BURNISH_UDF_RULE_ENTRY_LENGTHS, entry->place.block,
                              "The %s has %u bytes of attributes and %u of allocation descriptors, "
                              "more than its block",
                              entry->place.what, n_attributes, n_allocation);
      return FALSE;
    }
  _burnish_udf_check_coverage (&entry->place, entry->bytes, end);
  _burnish_udf_check_zero (&entry->place, entry->bytes + end, BURNISH_BLOCK_SIZE - end,
                           "the rest of its block");
  check_attributes (entry, entry->bytes + at->fixed, n_attributes);
  entry->allocation_bytes = entry->bytes + at->fixed + n_attributes;
  entry->n_allocation_bytes = n_allocation;
  return TRUE;
}

/* Of an ICB with a history, the reader finds the entry that counts (UDF 2.3.5.1). */
static gboolean
follow_history (BurnishUdfCheckRun *run, BurnishUdfCheckEntry *entry)
{
  g_autofree BurnishUdfIcb *icb = NULL;

  if (_burnish_read_le16 (entry->bytes + 20) != STRATEGY_4096)
    return TRUE;
  icb = g_new (BurnishUdfIcb, 1);
  if (!_burnish_udf_volume_read_icb (run->reader, entry->map, entry->block, entry->place.what, icb))
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_ICB_STRATEGY, entry->place.block,
                              "No entry of the %s's history is sound", entry->place.what);
      return FALSE;
    }
  memcpy (entry->bytes, icb->bytes, BURNISH_BLOCK_SIZE);
  entry->map = icb->map;
  entry->block = icb->block;
  entry->place.block = (guint32) icb->sector;
  return TRUE;
}

gboolean
_burnish_udf_check_entry (BurnishUdfCheckRun *run,
                          guint map,
                          guint32 block,
                          guint32 where,
                          const char *what,
                          BurnishUdfCheckEntry *entry)
{
  static const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_FILE_ENTRY,
                                            BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY, 0 };
  const Offsets *at;
  guint32 sector;

  if (!_burnish_udf_check_locate (run, map, block, where, what, &sector))
    return FALSE;
  *entry = (BurnishUdfCheckEntry){ .place = { run, sector, what }, .map = map, .block = block };
  if (!_burnish_udf_check_read (run, sector, entry->bytes, what)
      || !_burnish_udf_check_tag (&entry->place, entry->bytes, BURNISH_BLOCK_SIZE, block, wanted)
      || !follow_history (run, entry))
    return FALSE;
  entry->is_extended = _burnish_read_le16 (entry->bytes) == BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY;
  at = entry->is_extended ? &extended : &plain;
  take_fields (entry, at);
  check_icb_tag (entry);
  check_fixed_fields (entry, at);
  return take_parts (entry, at);
}
