/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-writer-private.h"

#include <string.h>

/*
 * What stands behind the entry of a file or folder, and what belongs to that, when it has named
 * streams: the entry of the stream directory, its data, then the entry of each stream, with the
 * contents in it when they fit. Larger contents lie behind the metadata area: with a metadata
 * partition, only entries and directories belong into that (UDF 2.2.13).
 */

/* What the identifier of the parent, which has no name, takes. */
#define PARENT_BYTES ((BURNISH_UDF_FID_SIZE + 3) & ~3u)
/* Who may do what with a stream; there is nothing to run in one. */
#define MODE_MASK 0666

static guint32
get_directory_bytes (const BurnishUdfLayout *self, const BurnishUdfStreamOwner *owner)
{
  guint64 offset = PARENT_BYTES;

  for (guint32 i = 0; i < owner->n_items; i++)
    offset = _burnish_udf_identifier_get_end (
        self, _burnish_udf_streams_get_item (&self->streams, owner, i)->name, offset);
  return (guint32) offset;
}

static guint32
count_directory_blocks (const BurnishUdfLayout *self, const BurnishUdfStreamOwner *owner)
{
  return (guint32) burnish_bytes_to_blocks (get_directory_bytes (self, owner));
}

guint32
_burnish_udf_stream_blocks_count (const BurnishUdfLayout *self, BurnishNode node)
{
  const BurnishUdfStreamOwner *owner = _burnish_udf_streams_lookup (&self->streams, node);

  return owner ? 1 + count_directory_blocks (self, owner) + owner->n_items : 0;
}

/* Area block of the stream directory's entry. */
static guint32
get_first_block (const BurnishUdfLayout *self, const BurnishUdfStreamOwner *owner)
{
  return self->entry_blocks[owner->node] + 1 + _burnish_udf_node_count_more (self, owner->node);
}

static guint32
get_stream_block (const BurnishUdfLayout *self, const BurnishUdfStreamOwner *owner, guint32 index)
{
  return get_first_block (self, owner) + 1 + count_directory_blocks (self, owner) + index;
}

guint32
_burnish_udf_stream_blocks_find_entry (const BurnishUdfLayout *self, guint32 entry)
{
  const BurnishUdfStreamOwner *owner = _burnish_udf_streams_find_entry (&self->streams, entry);

  return entry == owner->first_entry
             ? get_first_block (self, owner)
             : get_stream_block (self, owner, entry - owner->first_entry - 1);
}

static guint32
get_directory_location (const BurnishUdfLayout *self, const BurnishUdfStreamOwner *owner)
{
  return _burnish_udf_stream_location (self, owner->first_entry, get_first_block (self, owner));
}

void
_burnish_udf_stream_blocks_refer (const BurnishUdfLayout *self,
                                  BurnishNode node,
                                  BurnishUdfEntry *entry)
{
  const BurnishUdfStreamOwner *owner = _burnish_udf_streams_lookup (&self->streams, node);

  if (owner == NULL)
    return;
  entry->has_streams = TRUE;
  entry->streams_partition = _burnish_udf_entry_partition (self);
  entry->streams_location = get_directory_location (self, owner);
  entry->streams_bytes = owner->size_bytes;
}

/* ---- The stream directory ---- */

/* Copies what of an identifier lies in a block of the directory. */
static void
copy_identifier (const BurnishUdfLayout *self,
                 const BurnishUdfIdentifier *identifier,
                 guint32 offset,
                 guint32 block_offset,
                 guint8 *block)
{
  guint8 bytes[BURNISH_UDF_IDENTIFIER_MAX_BYTES];
  guint32 from = MAX (offset, block_offset);
  guint32 to = MIN (offset + identifier->size_bytes, block_offset + BURNISH_BLOCK_SIZE);

  if (from >= to)
    return;
  _burnish_udf_identifier_write (self, identifier, bytes);
  memcpy (block + from - block_offset, bytes + from - offset, to - from);
}

/* The parent is the file or folder, and all have its unique identifier (ECMA-167 4/14.17). */
static void
read_directory (const BurnishUdfLayout *self,
                const BurnishUdfStreamOwner *owner,
                guint32 index,
                guint8 *block)
{
  guint32 block_offset = index * BURNISH_BLOCK_SIZE;
  guint32 data_block = get_first_block (self, owner) + 1;
  guint32 stream_block = data_block + count_directory_blocks (self, owner);
  guint32 offset = 0;
  BurnishUdfIdentifier identifier = {
    .name = "",
    .characteristics = BURNISH_UDF_FID_PARENT | BURNISH_UDF_FID_DIRECTORY,
    .size_bytes = PARENT_BYTES,
    .entry_location = _burnish_udf_entry_location (self, owner->node),
    .unique_id = _burnish_udf_unique_id (owner->node),
    .location = _burnish_udf_area_location (self, data_block),
  };

  copy_identifier (self, &identifier, offset, block_offset, block);
  for (guint32 i = 0; i < owner->n_items; i++)
    {
      offset += identifier.size_bytes;
      identifier.name = _burnish_udf_streams_get_item (&self->streams, owner, i)->name;
      identifier.characteristics = 0;
      identifier.size_bytes =
          (guint32) _burnish_udf_identifier_get_end (self, identifier.name, offset) - offset;
      identifier.entry_location =
          _burnish_udf_stream_location (self, owner->first_entry + 1 + i, stream_block + i);
      identifier.location =
          _burnish_udf_area_location (self, data_block + offset / BURNISH_BLOCK_SIZE);
      copy_identifier (self, &identifier, offset, block_offset, block);
    }
}

/* ---- Entries ---- */

static void
init_entry (const BurnishUdfLayout *self, BurnishNode node, BurnishUdfEntry *entry)
{
  BurnishTreeSnapshot *snapshot = self->tree.snapshot;

  *entry = (BurnishUdfEntry){
    .mode = burnish_tree_snapshot_get_mode (snapshot, node) & MODE_MASK,
    .uid = burnish_tree_snapshot_get_uid (snapshot, node),
    .gid = burnish_tree_snapshot_get_gid (snapshot, node),
    .unique_id = _burnish_udf_unique_id (node),
    .time_us = _burnish_udf_tree_get_time_us (&self->tree, node),
  };
}

/* No name leads to it, so it has no links. */
static void
read_directory_entry (const BurnishUdfLayout *self,
                      const BurnishUdfStreamOwner *owner,
                      guint8 *block)
{
  BurnishUdfRun run = {
    .size_bytes = get_directory_bytes (self, owner),
    .location = _burnish_udf_area_location (self, get_first_block (self, owner) + 1),
    .partition = _burnish_udf_area_partition (self),
    .is_long = _burnish_udf_entry_partition (self) != _burnish_udf_area_partition (self),
    .max_extent_bytes = BURNISH_UDF_EXTENT_MAX_BYTES,
  };
  BurnishUdfEntry entry;

  init_entry (self, owner->node, &entry);
  entry.type = BURNISH_UDF_FILE_STREAM_DIRECTORY;
  entry.location = get_directory_location (self, owner);
  entry.allocation = run.is_long ? BURNISH_UDF_ALLOCATION_LONG : BURNISH_UDF_ALLOCATION_SHORT;
  entry.size_bytes = run.size_bytes;
  entry.n_blocks = burnish_bytes_to_blocks (run.size_bytes);
  entry.allocation_bytes =
      _burnish_udf_run_write (&run, 0, 1, block + _burnish_udf_entry_fixed_bytes (self->revision));
  _burnish_udf_entry_write (block, self->revision, &entry);
}

static void
add_contents (const BurnishUdfLayout *self,
              const BurnishUdfStreamItem *item,
              BurnishUdfEntry *entry,
              guint8 *rest)
{
  BurnishUdfRun run = {
    .size_bytes = item->size_bytes,
    .location = self->stream_block - self->partition_block + item->first_block,
    .partition = BURNISH_UDF_PARTITION_PHYSICAL,
    .is_long = _burnish_udf_entry_partition (self) != BURNISH_UDF_PARTITION_PHYSICAL,
    .max_extent_bytes = BURNISH_UDF_EXTENT_MAX_BYTES,
  };

  entry->size_bytes = item->size_bytes;
  entry->n_blocks = _burnish_udf_streams_count_blocks (&self->streams, item);
  if (entry->n_blocks > 0)
    {
      entry->allocation = run.is_long ? BURNISH_UDF_ALLOCATION_LONG : BURNISH_UDF_ALLOCATION_SHORT;
      entry->allocation_bytes = _burnish_udf_run_write (&run, 0, 1, rest);
      return;
    }
  entry->allocation = BURNISH_UDF_ALLOCATION_EMBEDDED;
  entry->allocation_bytes = item->size_bytes;
  if (item->size_bytes > 0)
    memcpy (rest, item->value, item->size_bytes);
}

static void
read_stream_entry (const BurnishUdfLayout *self,
                   const BurnishUdfStreamOwner *owner,
                   guint32 index,
                   guint8 *block)
{
  const BurnishUdfStreamItem *item = _burnish_udf_streams_get_item (&self->streams, owner, index);
  guint8 *rest = block + _burnish_udf_entry_fixed_bytes (self->revision);
  BurnishUdfEntry entry;

  init_entry (self, owner->node, &entry);
  entry.type = BURNISH_UDF_FILE_REGULAR;
  entry.is_stream = TRUE;
  entry.n_links = 1;
  entry.location = _burnish_udf_stream_location (self, owner->first_entry + 1 + index,
                                                 get_stream_block (self, owner, index));
  add_contents (self, item, &entry, rest);
  _burnish_udf_entry_write (block, self->revision, &entry);
}

void
_burnish_udf_stream_blocks_read (const BurnishUdfLayout *self,
                                 BurnishNode node,
                                 guint32 index,
                                 guint8 *block)
{
  const BurnishUdfStreamOwner *owner = _burnish_udf_streams_lookup (&self->streams, node);
  guint32 n_directory_blocks = count_directory_blocks (self, owner);

  if (index == 0)
    read_directory_entry (self, owner, block);
  else if (index <= n_directory_blocks)
    read_directory (self, owner, index - 1, block);
  else
    read_stream_entry (self, owner, index - 1 - n_directory_blocks, block);
}

void
_burnish_udf_stream_contents_read (const BurnishUdfLayout *self, guint32 index, guint8 *block)
{
  const BurnishUdfStreamItem *item = _burnish_udf_streams_find_block (&self->streams, index);
  gsize offset = (gsize) (index - item->first_block) * BURNISH_BLOCK_SIZE;

  memcpy (block, item->value + offset, MIN (item->size_bytes - offset, BURNISH_BLOCK_SIZE));
}
