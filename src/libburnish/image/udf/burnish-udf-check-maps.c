/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include <string.h>

/* Metadata partition map (UDF 2.2.10). */
#define METADATA_BLOCKS     40
#define METADATA_UNIT       52
#define METADATA_ALIGNMENT  56
#define METADATA_FLAGS      58
#define FLAG_DUPLICATE      0x01
#define NO_METADATA_BITMAP  G_MAXUINT32
#define MIN_UNIT_BLOCKS     32
#define MAX_METADATA_BITMAP (64 * 1024 * 1024)
#define ACCESS_READ_ONLY    1

/* Sparable partition map and sparing table (UDF 2.2.9, 2.2.12). */
#define SPARABLE_PACKET  40
#define SPARABLE_TABLES  42
#define SPARABLE_SIZE    44
#define SPARABLE_PLACES  48
#define MAX_TABLES       4
#define SPARING_HEADER   56
#define MAX_TABLE_BLOCKS 512

/* Virtual allocation table (UDF 2.2.11). */
#define VAT_2_00_HEADER 152
#define VAT_1_50_TAIL   36
#define VAT_FREE        G_MAXUINT32
#define VAT_SEARCH      2048
#define MAX_VAT_BYTES   (256 * 1024 * 1024)

/* ---- Metadata (UDF 2.2.13) ---- */

typedef struct
{
  BurnishUdfCheckEntry entry;
  GArray *stretches; /* (owned) of BurnishUdfCheckStretch */
  gboolean is_sound;
} MetadataFile;

static guint
find_physical (BurnishUdfCheckRun *run, guint map)
{
  for (guint i = 0; i < run->reader->n_maps; i++)
    if ((run->reader->maps[i].kind == BURNISH_UDF_MAP_PHYSICAL
         || run->reader->maps[i].kind == BURNISH_UDF_MAP_SPARABLE)
        && run->reader->maps[i].partition_number == run->reader->maps[map].partition_number)
      return i;
  return map;
}

static void
check_units (BurnishUdfCheckRun *run, const guint8 *map, const MetadataFile *file)
{
  guint32 unit = _burnish_read_le32 (map + METADATA_UNIT);
  guint32 alignment = _burnish_read_le16 (map + METADATA_ALIGNMENT);

  for (guint i = 0; i < file->stretches->len; i++)
    {
      const BurnishUdfCheckStretch *stretch =
          &g_array_index (file->stretches, BurnishUdfCheckStretch, i);

      if (unit > 0 && stretch->size_bytes % ((guint64) unit * BURNISH_BLOCK_SIZE) != 0)
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_EXTENT, file->entry.place.block,
                                "Extent %u of the %s is no multiple of the allocation unit, %u "
                                "blocks",
                                i, file->entry.place.what, unit);
      if (alignment > 0 && stretch->block % alignment != 0
          && (run->reader->maps[stretch->map].start_sector + stretch->block) % alignment != 0)
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_EXTENT, file->entry.place.block,
                                "Extent %u of the %s does not begin at a multiple of %u blocks", i,
                                file->entry.place.what, alignment);
    }
}

/* One of the metadata files, whose blocks are claimed unless they are those of the other one. */
static void
read_metadata_file (BurnishUdfCheckRun *run,
                    guint physical,
                    guint32 block,
                    guint type,
                    const char *what,
                    gboolean is_shared,
                    MetadataFile *file)
{
  g_autofree BurnishUdfCheckSpace *kept = NULL;

  file->stretches = g_array_new (FALSE, FALSE, sizeof (BurnishUdfCheckStretch));
  if (!_burnish_udf_check_entry (run, physical, block, run->volume_block, what, &file->entry))
    return;
  _burnish_udf_check_claim (run, file->entry.place.block, 1, FALSE, what);
  if (file->entry.type != type)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_FILE, file->entry.place.block,
                              "The %s has file type %u instead of %u", what, file->entry.type,
                              type);
      return;
    }
  if (file->entry.allocation != BURNISH_UDF_ALLOCATION_SHORT
      && type != BURNISH_UDF_FILE_METADATA_BITMAP)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_FILE, file->entry.place.block,
                            "The %s does not have short allocation descriptors", what);
  if (file->entry.links != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_LINKS, file->entry.place.block,
                            "The link count of the %s is %u; it is in no folder", what,
                            file->entry.links);
  if (file->entry.unique_id != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_UNIQUE, file->entry.place.block,
                            "The unique id of the %s is not 0", what);
  if (is_shared)
    {
      /* Its blocks are claimed already: look at it with a space of its own. */
      kept = g_new (BurnishUdfCheckSpace, 1);
      *kept = run->space;
      _burnish_udf_check_space_init (&run->space, run->n_blocks);
    }
  file->is_sound = _burnish_udf_check_extents (run, &file->entry, FALSE, file->stretches);
  if (is_shared)
    {
      _burnish_udf_check_space_clear (&run->space);
      run->space = *kept;
    }
}

static gboolean
same_stretches (const MetadataFile *a, const MetadataFile *b)
{
  if (a->stretches->len != b->stretches->len)
    return FALSE;
  for (guint i = 0; i < a->stretches->len; i++)
    {
      const BurnishUdfCheckStretch *ours = &g_array_index (a->stretches, BurnishUdfCheckStretch, i);
      const BurnishUdfCheckStretch *theirs =
          &g_array_index (b->stretches, BurnishUdfCheckStretch, i);

      if (ours->block != theirs->block || ours->size_bytes != theirs->size_bytes)
        return FALSE;
    }
  return TRUE;
}

/* A cursor over the blocks of a metadata file. */
typedef struct
{
  const MetadataFile *file;
  guint stretch;
  guint32 n; /* block in the stretch */
} Cursor;

static gboolean
read_next (BurnishUdfCheckRun *run, Cursor *cursor, guint8 *bytes, guint32 *block)
{
  const BurnishUdfCheckStretch *stretch;

  if (cursor->stretch >= cursor->file->stretches->len)
    return FALSE;
  stretch = &g_array_index (cursor->file->stretches, BurnishUdfCheckStretch, cursor->stretch);
  if (!_burnish_udf_check_read_stretch (run, &cursor->file->entry, stretch, cursor->n, bytes,
                                        block))
    return FALSE;
  if ((guint64) ++cursor->n * BURNISH_BLOCK_SIZE >= stretch->size_bytes)
    {
      cursor->stretch++;
      cursor->n = 0;
    }
  return TRUE;
}

/* Says where copies differ, not how often. */
static void
compare_mirror (BurnishUdfCheckRun *run, const MetadataFile *main, const MetadataFile *mirror)
{
  Cursor ours = { main, 0, 0 }, theirs = { mirror, 0, 0 };
  guint8 our_bytes[BURNISH_BLOCK_SIZE], their_bytes[BURNISH_BLOCK_SIZE];
  guint32 our_block, their_block;

  while (read_next (run, &ours, our_bytes, &our_block)
         && read_next (run, &theirs, their_bytes, &their_block))
    if (memcmp (our_bytes, their_bytes, sizeof (our_bytes)) != 0)
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_MIRROR, their_block,
                              "This block of the metadata mirror differs from block %u", our_block);
  if (main->entry.size_bytes != mirror->entry.size_bytes)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_MIRROR, mirror->entry.place.block,
                            "The metadata mirror has another size than the metadata file");
}

static void
check_metadata_bitmap (BurnishUdfCheckRun *run, guint physical, guint32 block, guint32 n_blocks)
{
  static const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_SPACE_BITMAP, 0 };
  g_autofree MetadataFile *file = g_new0 (MetadataFile, 1);
  g_autofree guint8 *data = NULL;
  BurnishUdfCheckPlace place = { run, 0, "metadata bitmap" };

  read_metadata_file (run, physical, block, BURNISH_UDF_FILE_METADATA_BITMAP,
                      "metadata bitmap file", FALSE, file);
  if (file->is_sound)
    data =
        _burnish_udf_check_read_contents (run, &file->entry, file->stretches, MAX_METADATA_BITMAP);
  place.block = file->entry.place.block;
  if (data != NULL && _burnish_udf_check_tag (&place, data, file->entry.size_bytes, 0, wanted)
      && _burnish_read_le32 (data + 16) != n_blocks)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_BITMAP, place.block,
                            "The metadata bitmap has %u bits, the metadata file %u blocks",
                            _burnish_read_le32 (data + 16), n_blocks);
  g_array_unref (file->stretches);
}

static gboolean
is_read_only (BurnishUdfCheckRun *run, const BurnishUdfCheckMap *map)
{
  return map->partition >= 0
         && g_array_index (run->partitions, BurnishUdfCheckPartition, map->partition).access
                == ACCESS_READ_ONLY;
}

static void
check_metadata_fields (BurnishUdfCheckRun *run, const BurnishUdfCheckMap *map)
{
  guint32 unit = _burnish_read_le32 (map->bytes + METADATA_UNIT);

  if (unit == 0 || unit % MIN_UNIT_BLOCKS != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_UNITS, run->volume_block,
                            "The allocation unit of the metadata file is %u blocks, no multiple of "
                            "%u",
                            unit, MIN_UNIT_BLOCKS);
  if (_burnish_read_le32 (map->bytes + METADATA_BLOCKS + 8) == NO_METADATA_BITMAP
      && !is_read_only (run, map))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_BITMAP, run->volume_block,
                            "There is no metadata bitmap although the partition can be written");
}

static void
check_metadata (BurnishUdfCheckRun *run, guint index, const BurnishUdfCheckMap *map)
{
  guint physical = find_physical (run, index);
  const guint32 *blocks = run->reader->maps[index].metadata_blocks;
  gboolean is_duplicate = (map->bytes[METADATA_FLAGS] & FLAG_DUPLICATE) != 0;
  g_autofree MetadataFile *files = g_new0 (MetadataFile, 2);

  check_metadata_fields (run, map);
  read_metadata_file (run, physical, blocks[0], BURNISH_UDF_FILE_METADATA, "metadata file", FALSE,
                      &files[0]);
  read_metadata_file (run, physical, blocks[1], BURNISH_UDF_FILE_METADATA_MIRROR,
                      "metadata mirror file", !is_duplicate && files[0].is_sound, &files[1]);
  if (files[0].is_sound)
    check_units (run, map->bytes, &files[0]);
  if (files[1].is_sound && is_duplicate)
    check_units (run, map->bytes, &files[1]);
  if (files[0].is_sound && files[1].is_sound)
    {
      gboolean is_same = same_stretches (&files[0], &files[1]);

      if (is_same == is_duplicate)
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_FLAG, files[1].entry.place.block,
                                is_duplicate
                                    ? "The flag says that metadata is there twice, but the "
                                      "mirror has the same extents"
                                    : "The flag says that metadata is there once, but the "
                                      "mirror has extents of its own");
      if (!is_same)
        compare_mirror (run, &files[0], &files[1]);
    }
  if (blocks[2] != NO_METADATA_BITMAP)
    check_metadata_bitmap (run, physical, blocks[2],
                           (guint32) (files[0].entry.size_bytes / BURNISH_BLOCK_SIZE));
  g_array_unref (files[0].stretches);
  g_array_unref (files[1].stretches);
}

/* ---- Virtual (UDF 2.2.11) ---- */

/* The entry of the VAT is the last block that is recorded; when that one is damaged, the reader
   takes an older one. */
static gboolean
find_vat (BurnishUdfCheckRun *run, guint32 start, guint32 *found)
{
  guint32 first = MAX (run->n_blocks > VAT_SEARCH ? run->n_blocks - VAT_SEARCH : 0, start);
  guint8 bytes[BURNISH_BLOCK_SIZE];
  gboolean is_last = TRUE;

  for (guint32 block = run->n_blocks; block-- > first && run->error == NULL;)
    {
      BurnishUdfTag tag;

      if (!_burnish_udf_check_read (run, block, bytes, "the virtual allocation table"))
        continue;
      if (_burnish_udf_tag_read (&tag, bytes, sizeof (bytes), block - start) == BURNISH_UDF_TAG_GOOD
          && (tag.id == BURNISH_UDF_TAG_FILE_ENTRY || tag.id == BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY)
          && (bytes[27] == BURNISH_UDF_FILE_VAT || bytes[27] == BURNISH_UDF_FILE_UNSPECIFIED))
        {
          *found = block;
          return TRUE;
        }
      if (is_last && !_burnish_udf_check_is_zero (bytes, sizeof (bytes)))
        {
          is_last = FALSE;
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_VAT_PLACE, block,
                                  "The last recorded block is no sound entry of a virtual "
                                  "allocation table");
        }
    }
  return FALSE;
}

static void
check_vat_2_00 (BurnishUdfCheckRun *run, const BurnishUdfCheckEntry *entry, const guint8 *data)
{
  g_autofree char *label = NULL;
  guint header_bytes;

  if (entry->size_bytes < VAT_2_00_HEADER)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_VAT_TABLE, entry->place.block,
                              "The virtual allocation table is shorter than its header");
      return;
    }
  header_bytes = _burnish_read_le16 (data);
  if (header_bytes != VAT_2_00_HEADER + (guint) _burnish_read_le16 (data + 2)
      || header_bytes > entry->size_bytes)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_VAT_TABLE, entry->place.block,
                            "The header of the virtual allocation table says that it has %u bytes",
                            header_bytes);
  label =
      _burnish_udf_check_dstring (&entry->place, data + 4, 128, "logical volume identifier", TRUE);
  run->vat_counts[0] = _burnish_read_le32 (data + 136);
  run->vat_counts[1] = _burnish_read_le32 (data + 140);
  run->vat_block = entry->place.block;
}

static void
check_vat_1_50 (BurnishUdfCheckRun *run, const BurnishUdfCheckEntry *entry, const guint8 *data)
{
  if (entry->size_bytes < VAT_1_50_TAIL)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_VAT_TABLE, entry->place.block,
                            "The virtual allocation table is shorter than its identifier");
  else
    _burnish_udf_check_entity (&entry->place, data + entry->size_bytes - VAT_1_50_TAIL,
                               "*UDF Virtual Alloc Tbl", TRUE, "identifier");
}

static void
check_vat_entries (BurnishUdfCheckRun *run, const BurnishUdfMap *map, guint32 block)
{
  guint n_bad = 0;
  guint first_bad = 0;

  for (guint i = 0; i < map->vat->len; i++)
    {
      guint32 entry = g_array_index (map->vat, guint32, i);

      if (entry != VAT_FREE
          && (entry >= map->partition_blocks
              || (guint64) map->start_sector + entry >= run->n_blocks)
          && n_bad++ == 0)
        first_bad = i;
    }
  if (n_bad > 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_VAT_TABLE, block,
                            "%u entries of the virtual allocation table point outside, entry %u "
                            "first",
                            n_bad, first_bad);
}

static void
check_virtual (BurnishUdfCheckRun *run, guint index)
{
  const BurnishUdfMap *map = &run->reader->maps[index];
  guint physical = find_physical (run, index);
  guint wanted =
      run->revision < BURNISH_UDF_2_00 ? BURNISH_UDF_FILE_UNSPECIFIED : BURNISH_UDF_FILE_VAT;
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (BurnishUdfCheckStretch));
  g_autofree BurnishUdfCheckEntry *entry = g_new (BurnishUdfCheckEntry, 1);
  g_autofree guint8 *data = NULL;
  guint32 block;

  if (!find_vat (run, map->start_sector, &block)
      || !_burnish_udf_check_entry (run, physical, block - map->start_sector, block,
                                    "virtual allocation table", entry))
    return;
  _burnish_udf_check_claim (run, block, 1, FALSE, "the virtual allocation table");
  if (entry->type != wanted)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_FILE_TYPE, block,
                            "The virtual allocation table has file type %u instead of %u",
                            entry->type, wanted);
  if (_burnish_udf_check_extents (run, entry, FALSE, stretches))
    data = _burnish_udf_check_read_contents (run, entry, stretches, MAX_VAT_BYTES);
  if (data == NULL)
    return;
  if (wanted == BURNISH_UDF_FILE_VAT)
    check_vat_2_00 (run, entry, data);
  else
    check_vat_1_50 (run, entry, data);
  if (map->vat != NULL)
    check_vat_entries (run, map, block);
  /* The table says what unique identifiers are in use (UDF 3.2.1.1). */
  run->next_unique_id = MAX (run->next_unique_id, entry->unique_id + 1);
}

/* ---- Sparable (UDF 2.2.9, 2.2.12) ---- */

static gboolean
check_sparing_table (BurnishUdfCheckRun *run, guint32 block, guint32 size_bytes)
{
  static const BurnishUdfTagId wanted[] = { (BurnishUdfTagId) 0, (BurnishUdfTagId) 0 };
  guint32 n_blocks = (size_bytes + BURNISH_BLOCK_SIZE - 1) / BURNISH_BLOCK_SIZE;
  g_autofree guint8 *bytes = g_malloc ((gsize) n_blocks * BURNISH_BLOCK_SIZE);
  BurnishUdfCheckPlace place = { run, block, "sparing table" };
  BurnishUdfTag tag;
  guint n_entries;

  for (guint32 i = 0; i < n_blocks; i++)
    if (block > G_MAXUINT32 - i
        || !_burnish_udf_check_read (run, block + i, bytes + (gsize) i * BURNISH_BLOCK_SIZE,
                                     "a sparing table"))
      return FALSE;
  /* The tag's identifier of a sparing table is 0, which no other descriptor has. */
  if (_burnish_udf_tag_read (&tag, bytes, (gsize) n_blocks * BURNISH_BLOCK_SIZE, block)
          != BURNISH_UDF_TAG_GOOD
      || tag.id != wanted[0])
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_SPARING_TABLE, block,
                              "There is no sound sparing table here");
      return FALSE;
    }
  _burnish_udf_check_entity (&place, bytes + 16, "*UDF Sparing Table", TRUE, "identifier");
  n_entries = _burnish_read_le16 (bytes + 48);
  if (SPARING_HEADER + 8 * (gsize) n_entries > (gsize) n_blocks * BURNISH_BLOCK_SIZE)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_SPARING_TABLE, block,
                            "The sparing table has %u entries, more than fit", n_entries);
  _burnish_udf_check_claim (run, block, n_blocks, FALSE, "the sparing table");
  return TRUE;
}

static void
check_sparable (BurnishUdfCheckRun *run, const BurnishUdfCheckMap *map)
{
  guint packet = _burnish_read_le16 (map->bytes + SPARABLE_PACKET);
  guint n_tables = map->bytes[SPARABLE_TABLES];
  guint32 size_bytes = _burnish_read_le32 (map->bytes + SPARABLE_SIZE);

  if (packet != 16 && packet != 32)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_SPARABLE_MAP, run->volume_block,
                            "Packets have %u blocks instead of 16 or 32", packet);
  if (n_tables == 0 || n_tables > MAX_TABLES || size_bytes < SPARING_HEADER
      || size_bytes > MAX_TABLE_BLOCKS * BURNISH_BLOCK_SIZE)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_SPARABLE_MAP, run->volume_block,
                              "%u sparing tables of %u bytes make no sense", n_tables, size_bytes);
      return;
    }
  for (guint i = 0; i < n_tables; i++)
    check_sparing_table (run, _burnish_read_le32 (map->bytes + SPARABLE_PLACES + 4 * i),
                         size_bytes);
}

/* ---- All of them ---- */

static gboolean
read_for_reader (guint32 start_block,
                 guint32 n_blocks,
                 guint8 *buffer,
                 gpointer user_data,
                 GError **error)
{
  BurnishUdfCheckRun *run = user_data;

  return run->read (start_block, n_blocks, buffer, run->user_data, error);
}

/* The reader's map of the volume that was found sound so far. */
static gboolean
open_reader (BurnishUdfCheckRun *run)
{
  run->device = (BurnishUdfDevice){ .read = read_for_reader,
                                    .user_data = run,
                                    .n_blocks = run->n_blocks,
                                    .session_block = run->session_block };
  run->reader = _burnish_udf_volume_new (&run->device);
  run->reader->revision = run->revision;
  run->reader->logical.sector = run->volume_block;
  memcpy (run->reader->logical.bytes, run->volume, BURNISH_BLOCK_SIZE);
  for (guint i = 0; i < run->partitions->len; i++)
    {
      BurnishUdfDescriptor *partition = g_new0 (BurnishUdfDescriptor, 1);

      partition->sector =
          g_array_index (run->partitions, BurnishUdfCheckPartition, i).descriptor_block;
      g_ptr_array_add (run->reader->partitions, partition);
      if (!_burnish_udf_check_read (run, (guint32) partition->sector, partition->bytes,
                                    "a partition descriptor"))
        return FALSE;
    }
  if (_burnish_udf_volume_open_maps (run->reader))
    return TRUE;
  if (_burnish_udf_is_read_error (run->reader->fatal))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_MAPS, run->volume_block, "%s",
                            run->reader->fatal->message);
  else if (run->error == NULL)
    run->error = g_error_copy (run->reader->fatal);
  return FALSE;
}

/* Also looks at what the maps need when they cannot be opened without it. */
gboolean
_burnish_udf_check_open_maps (BurnishUdfCheckRun *run)
{
  gboolean is_open = open_reader (run);

  for (guint i = 0; i < MIN (run->reader->n_maps, run->maps->len) && run->error == NULL; i++)
    {
      const BurnishUdfCheckMap *map = &g_array_index (run->maps, BurnishUdfCheckMap, i);

      if (run->reader->maps[i].kind == BURNISH_UDF_MAP_METADATA)
        {
          check_metadata (run, i, map);
          if (run->metadata.used == NULL)
            _burnish_udf_check_space_init (&run->metadata,
                                           MIN (run->reader->maps[i].n_blocks, run->n_blocks));
        }
      else if (run->reader->maps[i].kind == BURNISH_UDF_MAP_VIRTUAL)
        check_virtual (run, i);
      else if (run->reader->maps[i].kind == BURNISH_UDF_MAP_SPARABLE)
        check_sparable (run, map);
    }
  return is_open && run->error == NULL;
}
