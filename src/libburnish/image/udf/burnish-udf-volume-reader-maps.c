/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-volume-reader-private.h"

#include <string.h>

/* Logical volume descriptor, ECMA-167 3/10.6. */
#define LOGICAL_MAPS_LENGTH 264
#define LOGICAL_N_MAPS      268
#define LOGICAL_MAPS        440

/* Partition descriptor, ECMA-167 3/10.5. */
#define PARTITION_NUMBER 22
#define PARTITION_START  188
#define PARTITION_LENGTH 192

/* Partition maps, ECMA-167 3/10.7, UDF 2.2.8 to 2.2.10. */
#define MAP_TYPE_1        1
#define MAP_1_LENGTH      6
#define MAP_1_PARTITION   4
#define MAP_TYPE_2        2
#define MAP_2_LENGTH      64
#define MAP_2_IDENTIFIER  4
#define MAP_2_PARTITION   38
#define SPARABLE_PACKET   40
#define SPARABLE_N_TABLES 42
#define SPARABLE_SIZE     44
#define SPARABLE_TABLES   48
#define SPARABLE_MAX      4
#define METADATA_BLOCKS   40

/* Sparing table, UDF 2.2.12. */
#define SPARING_IDENTIFIER 16
#define SPARING_N          48
#define SPARING_ENTRIES    56
#define SPARING_ENTRY_SIZE 8
/* Entries from here on are not in use, or their packet is bad. */
#define SPARING_FIRST_SPECIAL 0xFFFFFFF0u
#define MAX_SPARING_BYTES     (1024 * 1024)

/* An entry of a virtual allocation table without a block (UDF 2.2.11). */
#define VAT_FREE G_MAXUINT32

/* ---- Where a block is ---- */

static gboolean
locate_virtual (const BurnishUdfMap *map,
                guint32 block,
                guint32 n_blocks,
                guint64 *sector,
                guint32 *n_contiguous)
{
  const guint32 *vat = (const guint32 *) map->vat->data;
  guint32 n = 1;

  if (vat[block] == VAT_FREE || vat[block] >= map->partition_blocks)
    return FALSE;
  while (n < n_blocks && block + n < map->vat->len && vat[block + n] == vat[block] + n
         && vat[block + n] < map->partition_blocks)
    n++;
  *sector = (guint64) map->start_sector + vat[block];
  *n_contiguous = n;
  return TRUE;
}

/* Binary search for the last element that begins at or before a block; of arrays whose elements
   begin with a guint32. NULL: none. */
static gconstpointer
find_before (GArray *array, guint32 block)
{
  guint low = 0, high = array->len;
  guint size = g_array_get_element_size (array);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (*(const guint32 *) (array->data + (gsize) middle * size) <= block)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? array->data + (gsize) (low - 1) * size : NULL;
}

/* Packets that are spared lie elsewhere in one piece. */
static void
locate_sparable (const BurnishUdfMap *map,
                 guint32 block,
                 guint32 n_blocks,
                 guint64 *sector,
                 guint32 *n_contiguous)
{
  guint32 packet = block - block % map->packet_blocks;
  const BurnishUdfSpare *spare = find_before (map->spares, packet);

  *sector = (guint64) map->start_sector + block;
  if (spare != NULL && spare->original_block == packet)
    *sector = (guint64) spare->mapped_sector + (block - packet);
  *n_contiguous = MIN (n_blocks, map->packet_blocks - (block - packet));
}

static gboolean
locate_metadata (const BurnishUdfMap *map,
                 guint32 block,
                 guint32 n_blocks,
                 guint copy,
                 guint64 *sector,
                 guint32 *n_contiguous)
{
  const BurnishUdfMetaExtent *extent;

  if (map->copies[copy] == NULL)
    return FALSE;
  extent = find_before (map->copies[copy], block);
  if (extent == NULL || block - extent->first_block >= extent->n_blocks
      || extent->start_sector == G_MAXUINT32)
    return FALSE;
  *sector = (guint64) extent->start_sector + (block - extent->first_block);
  *n_contiguous = MIN (n_blocks, extent->n_blocks - (block - extent->first_block));
  return TRUE;
}

gboolean
_burnish_udf_volume_locate (const BurnishUdfVolume *self,
                            guint map_index,
                            guint32 block,
                            guint32 n_blocks,
                            guint copy,
                            guint64 *sector,
                            guint32 *n_contiguous)
{
  const BurnishUdfMap *map;
  guint32 n;

  g_assert (copy < BURNISH_UDF_N_COPIES && n_blocks > 0);
  if (map_index >= self->n_maps)
    return FALSE;
  map = &self->maps[map_index];
  if (block >= map->n_blocks || (copy > 0 && map->kind != BURNISH_UDF_MAP_METADATA))
    return FALSE;
  n_blocks = MIN (n_blocks, map->n_blocks - block);
  n_contiguous = n_contiguous != NULL ? n_contiguous : &n;
  switch (map->kind)
    {
    case BURNISH_UDF_MAP_VIRTUAL:
      return locate_virtual (map, block, n_blocks, sector, n_contiguous);
    case BURNISH_UDF_MAP_SPARABLE:
      locate_sparable (map, block, n_blocks, sector, n_contiguous);
      return TRUE;
    case BURNISH_UDF_MAP_METADATA:
      return locate_metadata (map, block, n_blocks, copy, sector, n_contiguous);
    case BURNISH_UDF_MAP_PHYSICAL:
    default:
      *sector = (guint64) map->start_sector + block;
      *n_contiguous = n_blocks;
      return TRUE;
    }
}

gboolean
_burnish_udf_volume_has_copy (const BurnishUdfVolume *self, guint map, guint copy)
{
  return copy == 0 || (map < self->n_maps && self->maps[map].copies[copy] != NULL);
}

/* What is wrong with a block on one copy; NULL: nothing. */
static const char *
try_descriptor (BurnishUdfVolume *self,
                guint map,
                guint32 block,
                guint copy,
                const BurnishUdfTagId ids[2],
                guint8 *buffer,
                guint64 *sector,
                const char **clause)
{
  BurnishUdfTag tag;
  BurnishUdfTagFault fault;

  *clause = "ECMA-167 4/14";
  if (!_burnish_udf_volume_locate (self, map, block, 1, copy, sector, NULL))
    {
      *sector = 0;
      return "lies outside of its partition";
    }
  if (!_burnish_udf_volume_read (self, *sector, 1, buffer))
    return "cannot be read";
  fault = _burnish_udf_tag_read (&tag, buffer, self->block_bytes, block);
  if (fault != BURNISH_UDF_TAG_GOOD)
    return _burnish_udf_tag_fault_text (fault, clause);
  *clause = "ECMA-167 4/7.2.1";
  return tag.id == ids[0] || tag.id == ids[1] ? NULL : "is another descriptor";
}

gboolean
_burnish_udf_volume_read_descriptor (BurnishUdfVolume *self,
                                     guint map,
                                     guint32 block,
                                     BurnishUdfTagId id,
                                     BurnishUdfTagId other_id,
                                     const char *what,
                                     BurnishUdfNoteLevel level,
                                     guint8 *buffer,
                                     guint64 *sector)
{
  const BurnishUdfTagId ids[2] = { id, other_id != 0 ? other_id : id };
  const char *clause, *fault, *other_clause;
  guint64 first_sector;

  fault = try_descriptor (self, map, block, 0, ids, buffer, sector, &clause);
  if (fault == NULL)
    return TRUE;
  first_sector = *sector;
  for (guint copy = 1; copy < BURNISH_UDF_N_COPIES && self->fatal == NULL; copy++)
    if (_burnish_udf_volume_has_copy (self, map, copy)
        && try_descriptor (self, map, block, copy, ids, buffer, sector, &other_clause) == NULL)
      {
        _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_RECOVERED, first_sector, clause,
                                  "The %s %s; the metadata mirror has it", what, fault);
        return TRUE;
      }
  if (self->fatal == NULL)
    _burnish_udf_volume_note (self, level, first_sector, clause, "The %s %s", what, fault);
  return FALSE;
}

/* ---- Sparable partitions ---- */

static int
compare_spares (gconstpointer a, gconstpointer b)
{
  guint32 left = ((const BurnishUdfSpare *) a)->original_block;
  guint32 right = ((const BurnishUdfSpare *) b)->original_block;

  return left < right ? -1 : left > right;
}

static gboolean
read_sparing_table (BurnishUdfVolume *self, BurnishUdfMap *map, guint32 sector, guint32 size_bytes)
{
  guint32 n_sectors = (size_bytes + self->block_bytes - 1) / self->block_bytes;
  gsize room = (gsize) n_sectors * self->block_bytes;
  g_autofree guint8 *bytes = g_malloc0 (MAX (room, SPARING_ENTRIES));
  BurnishUdfTag tag;
  guint n;

  if (n_sectors == 0 || !_burnish_udf_volume_read (self, sector, n_sectors, bytes)
      || _burnish_udf_tag_read (&tag, bytes, room, sector) != BURNISH_UDF_TAG_GOOD
      || !_burnish_udf_is_regid (bytes + SPARING_IDENTIFIER, "*UDF Sparing Table"))
    return FALSE;
  n = _burnish_read_le16 (bytes + SPARING_N);
  if (SPARING_ENTRIES + (gsize) n * SPARING_ENTRY_SIZE > room)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const guint8 *entry = bytes + SPARING_ENTRIES + i * SPARING_ENTRY_SIZE;
      BurnishUdfSpare spare = { _burnish_read_le32 (entry), _burnish_read_le32 (entry + 4) };

      if (spare.original_block < SPARING_FIRST_SPECIAL)
        g_array_append_val (map->spares, spare);
    }
  g_array_sort (map->spares, compare_spares);
  return TRUE;
}

static void
open_sparable (BurnishUdfVolume *self, BurnishUdfMap *map, const guint8 *bytes)
{
  guint n_tables = MIN (bytes[SPARABLE_N_TABLES], SPARABLE_MAX);
  guint32 size_bytes = _burnish_read_le32 (bytes + SPARABLE_SIZE);

  map->spares = g_array_new (FALSE, FALSE, sizeof (BurnishUdfSpare));
  map->packet_blocks = MAX (_burnish_read_le16 (bytes + SPARABLE_PACKET), 1);
  for (guint i = 0; i < n_tables && size_bytes <= MAX_SPARING_BYTES && self->fatal == NULL; i++)
    {
      guint32 sector = _burnish_read_le32 (bytes + SPARABLE_TABLES + 4 * i);

      if (read_sparing_table (self, map, sector, size_bytes))
        return;
      _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_RECOVERED, sector, "UDF 2.2.12",
                                "Sparing table %u is damaged", i + 1);
    }
  _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_LOST, self->logical.sector, "UDF 2.2.9",
                            "There is no sparing table that is not damaged");
}

/* ---- Metadata partitions (UDF 2.2.13) ---- */

/* The blocks of a metadata file; NULL: its entry is damaged. */
static GArray *
read_metadata_file (BurnishUdfVolume *self, guint physical, guint32 block, const char *what)
{
  g_autofree BurnishUdfIcb *icb = g_new (BurnishUdfIcb, 1);
  g_autoptr (GArray) extents = g_array_new (FALSE, FALSE, sizeof (BurnishUdfExtent));
  g_autoptr (GArray) stretches = NULL;
  g_autoptr (GArray) result = NULL;
  guint64 first_block = 0;
  gboolean complete;

  if (!_burnish_udf_volume_read_icb (self, physical, block, what, icb))
    return NULL;
  stretches = _burnish_udf_volume_list_stretches (self, icb, &complete);
  _burnish_udf_volume_add_extents (self, icb, stretches, 0, extents);
  result = g_array_new (FALSE, FALSE, sizeof (BurnishUdfMetaExtent));
  for (guint i = 0; i < extents->len; i++)
    {
      const BurnishUdfExtent *extent = &g_array_index (extents, BurnishUdfExtent, i);
      guint64 n_blocks = (extent->size_bytes + self->block_bytes - 1) / self->block_bytes;
      BurnishUdfMetaExtent meta = {
        .first_block = (guint32) first_block,
        .n_blocks = (guint32) n_blocks,
        .start_sector = G_MAXUINT32,
      };

      if (first_block + n_blocks > G_MAXUINT32)
        return NULL;
      if (extent->start_byte != BURNISH_UDF_HOLE && extent->start_byte != BURNISH_UDF_LOST
          && extent->start_byte % self->block_bytes == 0)
        meta.start_sector = (guint32) (extent->start_byte / self->block_bytes);
      g_array_append_val (result, meta);
      first_block += n_blocks;
    }
  return g_steal_pointer (&result);
}

static gboolean
are_equal (GArray *left, GArray *right)
{
  return left->len == right->len
         && (left->len == 0
             || memcmp (left->data, right->data, left->len * sizeof (BurnishUdfMetaExtent)) == 0);
}

static guint32
count_blocks (GArray *extents)
{
  const BurnishUdfMetaExtent *last;

  if (extents == NULL || extents->len == 0)
    return 0;
  last = &g_array_index (extents, BurnishUdfMetaExtent, extents->len - 1);
  return last->first_block + last->n_blocks;
}

static gboolean
open_metadata (BurnishUdfVolume *self, BurnishUdfMap *map, guint physical)
{
  guint64 n_lost = self->n_lost;
  guint n_notes = self->notes->len;
  GArray *main = read_metadata_file (self, physical, map->metadata_blocks[0], "metadata file");
  GArray *mirror =
      read_metadata_file (self, physical, map->metadata_blocks[1], "metadata mirror file");

  if (main == NULL)
    {
      main = g_steal_pointer (&mirror);
      /* What was noted as lost is not: the mirror is there. */
      if (main != NULL && self->fatal == NULL)
        {
          self->n_lost = n_lost;
          for (guint i = n_notes; i < self->notes->len; i++)
            if (g_array_index (self->notes, BurnishUdfNote, i).level == BURNISH_UDF_NOTE_LOST)
              g_array_index (self->notes, BurnishUdfNote, i).level = BURNISH_UDF_NOTE_RECOVERED;
        }
    }
  else if (mirror == NULL && self->fatal == NULL)
    _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_RECOVERED, self->logical.sector, "UDF 2.2.13",
                              "The metadata mirror file is damaged");
  if (mirror != NULL && are_equal (main, mirror))
    g_clear_pointer (&mirror, g_array_unref);
  map->copies[0] = main;
  map->copies[1] = mirror;
  map->n_blocks = MAX (count_blocks (main), count_blocks (mirror));
  if (self->fatal != NULL)
    return FALSE;
  return main != NULL
         || _burnish_udf_volume_fail (self, "Both metadata files of the volume are damaged");
}

/* ---- The table of maps ---- */

static const BurnishUdfDescriptor *
find_partition (BurnishUdfVolume *self, guint16 number)
{
  for (guint i = 0; i < self->partitions->len; i++)
    {
      const BurnishUdfDescriptor *partition = g_ptr_array_index (self->partitions, i);

      if (_burnish_read_le16 (partition->bytes + PARTITION_NUMBER) == number)
        return partition;
    }
  return NULL;
}

static gboolean
is_map (const guint8 *bytes, const char *identifier)
{
  return _burnish_udf_is_regid (bytes + MAP_2_IDENTIFIER, identifier);
}

static gboolean
take_map (BurnishUdfVolume *self, const guint8 *bytes)
{
  BurnishUdfMap *map = &self->maps[self->n_maps];
  const BurnishUdfDescriptor *partition;

  if (bytes[0] == MAP_TYPE_1 && bytes[1] == MAP_1_LENGTH)
    {
      map->kind = BURNISH_UDF_MAP_PHYSICAL;
      map->partition_number = _burnish_read_le16 (bytes + MAP_1_PARTITION);
    }
  else if (bytes[0] == MAP_TYPE_2 && bytes[1] == MAP_2_LENGTH)
    {
      map->partition_number = _burnish_read_le16 (bytes + MAP_2_PARTITION);
      if (is_map (bytes, "*UDF Virtual Partition"))
        map->kind = BURNISH_UDF_MAP_VIRTUAL;
      else if (is_map (bytes, "*UDF Sparable Partition"))
        map->kind = BURNISH_UDF_MAP_SPARABLE;
      else if (is_map (bytes, "*UDF Metadata Partition"))
        map->kind = BURNISH_UDF_MAP_METADATA;
      else
        return _burnish_udf_volume_fail (self, "The volume has a partition map of unknown kind");
    }
  else
    return _burnish_udf_volume_fail (self, "The volume has a partition map of unknown type");
  partition = find_partition (self, map->partition_number);
  if (partition == NULL)
    return _burnish_udf_volume_fail (self, "Partition %u of the volume is not there",
                                     map->partition_number);
  map->start_sector = _burnish_read_le32 (partition->bytes + PARTITION_START);
  map->partition_blocks = _burnish_read_le32 (partition->bytes + PARTITION_LENGTH);
  for (guint i = 0; i < G_N_ELEMENTS (map->metadata_blocks) && bytes[1] == MAP_2_LENGTH; i++)
    map->metadata_blocks[i] = _burnish_read_le32 (bytes + METADATA_BLOCKS + 4 * i);
  if (map->kind == BURNISH_UDF_MAP_PHYSICAL || map->kind == BURNISH_UDF_MAP_SPARABLE)
    map->n_blocks = map->partition_blocks;
  self->n_maps++;
  if (map->kind == BURNISH_UDF_MAP_SPARABLE)
    open_sparable (self, map, bytes);
  return self->fatal == NULL;
}

/* The map through which the blocks of a virtual or metadata partition are read. */
static gboolean
find_physical (BurnishUdfVolume *self, const BurnishUdfMap *map, guint *physical)
{
  for (guint i = 0; i < self->n_maps; i++)
    if ((self->maps[i].kind == BURNISH_UDF_MAP_PHYSICAL
         || self->maps[i].kind == BURNISH_UDF_MAP_SPARABLE)
        && self->maps[i].partition_number == map->partition_number)
      {
        *physical = i;
        return TRUE;
      }
  return _burnish_udf_volume_fail (self, "The volume has no map of partition %u itself",
                                   map->partition_number);
}

static gboolean
open_map (BurnishUdfVolume *self, BurnishUdfMap *map)
{
  guint physical = 0;

  if (map->kind == BURNISH_UDF_MAP_PHYSICAL || map->kind == BURNISH_UDF_MAP_SPARABLE)
    return TRUE;
  if (!find_physical (self, map, &physical))
    return FALSE;
  if (map->kind == BURNISH_UDF_MAP_METADATA)
    return open_metadata (self, map, physical);
  return _burnish_udf_volume_find_vat (self, map, physical)
         || _burnish_udf_volume_fail (self, "The volume has no virtual allocation table that is "
                                            "not damaged");
}

gboolean
_burnish_udf_volume_open_maps (BurnishUdfVolume *self)
{
  const guint8 *bytes = self->logical.bytes + LOGICAL_MAPS;
  const guint8 *end = bytes
                      + MIN (_burnish_read_le32 (self->logical.bytes + LOGICAL_MAPS_LENGTH),
                             self->block_bytes - LOGICAL_MAPS);
  guint32 n_maps = _burnish_read_le32 (self->logical.bytes + LOGICAL_N_MAPS);

  if (n_maps == 0 || n_maps > BURNISH_UDF_MAX_MAPS)
    return _burnish_udf_volume_fail (self, "The volume has %u partition maps", n_maps);
  for (guint32 i = 0; i < n_maps; i++)
    {
      if (end - bytes < 2 || bytes[1] < 2 || bytes[1] > end - bytes)
        return _burnish_udf_volume_fail (self, "The partition maps of the volume are cut off");
      if (!take_map (self, bytes))
        return FALSE;
      bytes += bytes[1];
    }
  for (guint i = 0; i < self->n_maps; i++)
    if (!open_map (self, &self->maps[i]))
      return FALSE;
  return TRUE;
}
