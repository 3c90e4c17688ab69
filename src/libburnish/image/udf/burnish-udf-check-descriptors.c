/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include "burnish-image-policy.h"
#include "burnish-udf-text-private.h"

#include <string.h>

/* Logical volume descriptor (ECMA-167 3/10.6). */
#define LOGICAL_DOMAIN     216
#define LOGICAL_MAP_LENGTH 264
#define LOGICAL_N_MAPS     268
#define LOGICAL_MAPS       440
#define MAP_TYPE_1_SIZE    6
#define MAP_TYPE_2_SIZE    64
#define MAP_TYPE_2_ENTITY  4
#define MAP_TYPE_2_NUMBER  38
#define MAX_MAPS           16

/* Access types (ECMA-167 3/10.5.7; 0 is pseudo-overwritable, UDF 2.2.14.2). */
#define ACCESS_PSEUDO       0
#define ACCESS_READ_ONLY    1
#define ACCESS_WRITE_ONCE   2
#define ACCESS_OVERWRITABLE 4

void
_burnish_udf_check_primary (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d)
{
  BurnishUdfCheckPlace place = { run, d->block, "primary volume descriptor" };
  const guint8 *bytes = d->bytes;
  guint level = _burnish_read_le16 (bytes + 60);
  guint max_level = _burnish_read_le16 (bytes + 62);
  g_autofree char *name =
      _burnish_udf_check_dstring (&place, bytes + 24, 32, "volume identifier", TRUE);
  g_autofree char *set =
      _burnish_udf_check_dstring (&place, bytes + 72, 128, "volume set identifier", TRUE);

  if (set != NULL && g_utf8_strlen (set, -1) < 16)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_VOLUME_SET, d->block,
                            "The volume set identifier is shorter than the 16 characters that make "
                            "it unique");
  else if (set != NULL && strspn (set, "0123456789abcdefABCDEF") < 8)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_VOLUME_SET, d->block,
                            "The volume set identifier does not begin with a time of 8 hexadecimal "
                            "digits");
  _burnish_udf_check_charspec (&place, bytes + 200, "descriptor character set");
  _burnish_udf_check_charspec (&place, bytes + 264, "explanatory character set");
  _burnish_udf_check_timestamp (&place, bytes + 376, "recording time");
  _burnish_udf_check_implementation (&place, bytes + 388);
  if (_burnish_read_le16 (bytes + 56) != 1 || _burnish_read_le16 (bytes + 58) != 1)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_VOLUME_SEQUENCE, d->block,
                            "This is volume %u of %u; sets of several volumes are not looked at",
                            _burnish_read_le16 (bytes + 56), _burnish_read_le16 (bytes + 58));
  if (level < 2 || max_level > 3 || level > max_level)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTERCHANGE, d->block,
                            "The interchange level is %u of at most %u; only 2 and 3 are allowed",
                            level, max_level);
  if (_burnish_read_le32 (bytes + 64) != 1 || _burnish_read_le32 (bytes + 68) != 1)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_CHARSET, d->block,
                            "The character set lists hold more than CS0");
}

/* The revision, which the number in the recognition sequence and in tags must fit. */
static void
take_revision (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d)
{
  guint nsr;

  run->revision = _burnish_read_le16 (d->bytes + LOGICAL_DOMAIN + 24);
  if (!burnish_udf_revision_to_string ((BurnishUdfRevision) run->revision))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_REVISION, d->block,
                            "There is no revision %x.%02x of UDF", run->revision >> 8,
                            run->revision & 0xFF);
  nsr = run->revision < BURNISH_UDF_2_00 ? 2 : 3;
  if (run->nsr != 0 && run->nsr != nsr)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_RECOGNITION_NSR,
                            (gint64) run->session_block + BURNISH_UDF_RECOGNITION_BLOCK,
                            "The recognition sequence has NSR0%u, revision %x.%02x asks for NSR0%u",
                            run->nsr, run->revision >> 8, run->revision & 0xFF, nsr);
}

gboolean
_burnish_udf_check_logical (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d)
{
  BurnishUdfCheckPlace place = { run, d->block, "logical volume descriptor" };
  guint32 block_bytes = _burnish_read_le32 (d->bytes + 212);

  take_revision (run, d);
  memcpy (run->volume, d->bytes, sizeof (run->volume));
  run->volume_block = d->block;
  _burnish_udf_check_charspec (&place, d->bytes + 20, "character set");
  run->label =
      _burnish_udf_check_dstring (&place, d->bytes + 84, 128, "logical volume identifier", TRUE);
  _burnish_udf_check_entity (&place, d->bytes + LOGICAL_DOMAIN, BURNISH_UDF_DOMAIN, FALSE,
                             "domain identifier");
  _burnish_udf_check_implementation (&place, d->bytes + 272);
  if (block_bytes != BURNISH_BLOCK_SIZE)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_BLOCK_SIZE, d->block,
                            "Logical blocks have %u bytes; those of discs have 2048", block_bytes);
  return block_bytes == BURNISH_BLOCK_SIZE;
}

static void
check_access (BurnishUdfCheckRun *run, const BurnishUdfCheckPartition *partition)
{
  if (partition->access > ACCESS_OVERWRITABLE)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARTITION_ACCESS, partition->descriptor_block,
                            "Access type %u does not exist", partition->access);
  else if (partition->access == ACCESS_PSEUDO && run->revision < BURNISH_UDF_2_60)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARTITION_ACCESS, partition->descriptor_block,
                            "Access type 0, pseudo-overwritable, needs revision 2.60");
  if ((guint64) partition->start_block + partition->n_blocks > run->n_blocks
      && partition->access != ACCESS_WRITE_ONCE)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARTITION_EXTENT, partition->descriptor_block,
                            "The partition, %u blocks from %u on, goes beyond the end, %u blocks",
                            partition->n_blocks, partition->start_block, run->n_blocks);
}

/* Partition header descriptor (ECMA-167 4/14.3): tables and bitmaps of space. */
static void
check_header (BurnishUdfCheckRun *run,
              const BurnishUdfCheckPartition *partition,
              const guint8 *header)
{
  static const char *const names[] = { "unallocated space table", "unallocated space bitmap",
                                       "partition integrity table", "freed space table",
                                       "freed space bitmap" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((_burnish_read_le32 (header + 8 * i) & 0x3FFFFFFF) != 0)
      {
        if (partition->access == ACCESS_READ_ONLY)
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARTITION_HEADER,
                                  partition->descriptor_block,
                                  "A read-only partition has a table of space: %s", names[i]);
        if (i == 2)
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARTITION_HEADER,
                                  partition->descriptor_block,
                                  "There is a partition integrity table, which UDF does not have");
      }
}

void
_burnish_udf_check_partition (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d)
{
  BurnishUdfCheckPlace place = { run, d->block, "partition descriptor" };
  const guint8 *bytes = d->bytes;
  const char *contents = run->revision < BURNISH_UDF_2_00 ? "+NSR02" : "+NSR03";
  BurnishUdfCheckPartition partition = {
    .number = _burnish_read_le16 (bytes + 22),
    .access = _burnish_read_le32 (bytes + 184),
    .start_block = _burnish_read_le32 (bytes + 188),
    .n_blocks = _burnish_read_le32 (bytes + 192),
    .descriptor_block = d->block,
  };

  /* The protected flag of this identifier may be set (ECMA-167 3/10.5.5). */
  if (!_burnish_udf_is_regid (bytes + 24, contents) || (bytes[24] & ~2) != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARTITION_CONTENTS, d->block,
                            "The partition's contents are not “%s” with flags 0", contents);
  if ((_burnish_read_le16 (bytes + 20) & 1) == 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARTITION_FLAGS, d->block,
                            "The partition's space is not marked as allocated");
  _burnish_udf_check_implementation (&place, bytes + 196);
  check_access (run, &partition);
  check_header (run, &partition, bytes + 56);
  g_array_append_val (run->partitions, partition);
}

/* ---- Partition maps (ECMA-167 3/10.7) ---- */

static gint
find_partition (BurnishUdfCheckRun *run, guint number)
{
  for (guint i = 0; i < run->partitions->len; i++)
    if (g_array_index (run->partitions, BurnishUdfCheckPartition, i).number == number)
      return (gint) i;
  return -1;
}

static BurnishUdfCheckMapKind
look_at_type_2 (BurnishUdfCheckRun *run, guint number, const guint8 *map)
{
  static const struct
  {
    const char *identifier;
    BurnishUdfCheckMapKind kind;
    BurnishUdfRevision since;
  } kinds[] = {
    { "*UDF Virtual Partition", BURNISH_UDF_CHECK_MAP_VIRTUAL, BURNISH_UDF_1_50 },
    { "*UDF Sparable Partition", BURNISH_UDF_CHECK_MAP_SPARABLE, BURNISH_UDF_1_50 },
    { "*UDF Metadata Partition", BURNISH_UDF_CHECK_MAP_METADATA, BURNISH_UDF_2_50 },
  };
  BurnishUdfCheckPlace place = { run, run->volume_block, "partition map" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (_burnish_udf_is_regid (map + MAP_TYPE_2_ENTITY, kinds[i].identifier))
      {
        _burnish_udf_check_entity (&place, map + MAP_TYPE_2_ENTITY, kinds[i].identifier, TRUE,
                                   "identifier");
        if (run->revision < kinds[i].since)
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_MAP_REVISION, run->volume_block,
                                  "Map %u, “%s”, needs revision %x.%02x", number,
                                  kinds[i].identifier, kinds[i].since >> 8, kinds[i].since & 0xFF);
        return kinds[i].kind;
      }
  _burnish_udf_check_say (run, BURNISH_UDF_RULE_MAP_TYPE, run->volume_block,
                          "Map %u is of type 2 with an unknown identifier", number);
  return BURNISH_UDF_CHECK_MAP_UNKNOWN;
}

static void
add_map (BurnishUdfCheckRun *run, guint number, const guint8 *bytes)
{
  BurnishUdfCheckMap map = { .kind = BURNISH_UDF_CHECK_MAP_UNKNOWN, .bytes = bytes };
  guint volume = 1;
  guint partition = 0;

  if (bytes[0] == 1 && bytes[1] == MAP_TYPE_1_SIZE)
    {
      map.kind = BURNISH_UDF_CHECK_MAP_PHYSICAL;
      volume = _burnish_read_le16 (bytes + 2);
      partition = _burnish_read_le16 (bytes + 4);
    }
  else if (bytes[0] == 2 && bytes[1] == MAP_TYPE_2_SIZE)
    {
      map.kind = look_at_type_2 (run, number, bytes);
      volume = _burnish_read_le16 (bytes + MAP_TYPE_2_NUMBER - 2);
      partition = _burnish_read_le16 (bytes + MAP_TYPE_2_NUMBER);
    }
  else
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_MAP_TYPE, run->volume_block,
                            "Map %u has type %u and %u bytes", number, bytes[0], bytes[1]);
  map.partition = find_partition (run, partition);
  if (map.kind != BURNISH_UDF_CHECK_MAP_UNKNOWN && (map.partition < 0 || volume != 1))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_MAP_PARTITION, run->volume_block,
                            "Map %u is for partition %u of volume %u, which is not there", number,
                            partition, volume);
  g_array_append_val (run->maps, map);
}

gboolean
_burnish_udf_check_has_map (BurnishUdfCheckRun *run, BurnishUdfCheckMapKind kind)
{
  for (guint i = 0; i < run->maps->len; i++)
    if (g_array_index (run->maps, BurnishUdfCheckMap, i).kind == kind)
      return TRUE;
  return FALSE;
}

/* UDF 2.2.10: from 2.50 on, a metadata map where the medium is not written sequentially. */
static void
check_metadata_rule (BurnishUdfCheckRun *run)
{
  gboolean has_virtual = _burnish_udf_check_has_map (run, BURNISH_UDF_CHECK_MAP_VIRTUAL);
  gboolean has_metadata = _burnish_udf_check_has_map (run, BURNISH_UDF_CHECK_MAP_METADATA);
  guint32 access;

  if (has_virtual && has_metadata)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_VIRTUAL, run->volume_block,
                            "A virtual and a metadata partition map exclude each other");
  if (run->revision < BURNISH_UDF_2_50 || has_virtual || has_metadata || run->partitions->len != 1)
    return;
  access = g_array_index (run->partitions, BurnishUdfCheckPartition, 0).access;
  if (access == ACCESS_READ_ONLY || access == ACCESS_OVERWRITABLE || access == ACCESS_PSEUDO)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_NEEDED, run->volume_block,
                            "Revision %x.%02x needs a metadata partition map here",
                            run->revision >> 8, run->revision & 0xFF);
}

void
_burnish_udf_check_maps (BurnishUdfCheckRun *run)
{
  guint32 table_bytes = _burnish_read_le32 (run->volume + LOGICAL_MAP_LENGTH);
  guint32 n_maps = _burnish_read_le32 (run->volume + LOGICAL_N_MAPS);
  guint offset = LOGICAL_MAPS;

  for (guint i = 0; i < n_maps; i++)
    {
      const guint8 *map = run->volume + offset;

      if (i >= MAX_MAPS || offset + 2 > BURNISH_BLOCK_SIZE || map[1] < 2
          || offset + map[1] > BURNISH_BLOCK_SIZE)
        {
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_MAP_TABLE, run->volume_block,
                                  "Map %u of %u makes no sense", i, n_maps);
          return;
        }
      add_map (run, i, map);
      offset += map[1];
    }
  if (offset - LOGICAL_MAPS != table_bytes)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_MAP_TABLE, run->volume_block,
                            "The table of maps should have %u bytes, its maps take %u", table_bytes,
                            offset - LOGICAL_MAPS);
  check_metadata_rule (run);
}

/* ---- The others ---- */

void
_burnish_udf_check_unallocated (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d)
{
  guint32 n_extents = _burnish_read_le32 (d->bytes + 20);

  if (n_extents > (BURNISH_BLOCK_SIZE - 24) / 8)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_UNALLOCATED_VOLUME, d->block,
                              "The list of unallocated space has %u extents, more than fit",
                              n_extents);
      return;
    }
  for (guint32 i = 0; i < n_extents; i++)
    {
      guint64 n_blocks = (_burnish_read_le32 (d->bytes + 24 + 8 * i) + BURNISH_BLOCK_SIZE - 1)
                         / BURNISH_BLOCK_SIZE;
      guint64 start_block = _burnish_read_le32 (d->bytes + 28 + 8 * i);

      for (guint j = 0; j < run->partitions->len; j++)
        {
          const BurnishUdfCheckPartition *partition =
              &g_array_index (run->partitions, BurnishUdfCheckPartition, j);

          if (start_block < (guint64) partition->start_block + partition->n_blocks
              && partition->start_block < start_block + n_blocks)
            _burnish_udf_check_say (run, BURNISH_UDF_RULE_UNALLOCATED_VOLUME, d->block,
                                    "Extent %u of the unallocated space lies in a partition", i);
        }
    }
}

void
_burnish_udf_check_implementation_use (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d)
{
  BurnishUdfCheckPlace place = { run, d->block, "implementation use volume descriptor" };
  g_autofree char *label = NULL;

  _burnish_udf_check_entity (&place, d->bytes + 20, "*UDF LV Info", TRUE, "identifier");
  _burnish_udf_check_charspec (&place, d->bytes + 52, "character set");
  label =
      _burnish_udf_check_dstring (&place, d->bytes + 116, 128, "logical volume identifier", TRUE);
  if (run->label != NULL && label != NULL && !g_str_equal (run->label, label))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_LABELS_DIFFER, d->block,
                            "The volume is called “%s” here, “%s” in its own descriptor", label,
                            run->label);
  for (guint offset = 244; offset <= 316; offset += 36)
    g_free (_burnish_udf_check_dstring (&place, d->bytes + offset, 36,
                                        "information about the owner", FALSE));
  _burnish_udf_check_implementation (&place, d->bytes + 352);
}
