/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-writer-private.h"

#include <string.h>

#define RECOGNITION_BLOCKS 3

/* Whether a block lies in an extent; *index is its place there. */
static gboolean
is_in (guint32 block, guint32 start_block, guint32 n_blocks, guint32 *index)
{
  *index = block - start_block;
  return block >= start_block && *index < n_blocks;
}

/* The node that an area block belongs to: the last whose entry does not come behind it. Nodes
   without an entry have the block of the next one. */
static BurnishNode
find_node (const BurnishUdfLayout *self, guint32 area_block)
{
  BurnishNode low = 0, high = self->tree.n_nodes;

  while (high - low > 1)
    {
      BurnishNode middle = low + (high - low) / 2;

      if (self->entry_blocks[middle] <= area_block)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static void
read_area (const BurnishUdfLayout *self, guint32 area_block, guint8 *block)
{
  BurnishNode node;
  guint32 index, n_more;

  if (area_block == BURNISH_UDF_AREA_FILE_SET)
    {
      _burnish_udf_file_set_read (self, block);
      return;
    }
  if (area_block == BURNISH_UDF_AREA_TERMINATOR)
    {
      if (!self->has_vat)
        _burnish_udf_terminator_write (self, _burnish_udf_area_location (self, area_block), block);
      return;
    }
  if (area_block >= self->used_blocks)
    return;
  node = find_node (self, area_block);
  index = area_block - self->entry_blocks[node];
  if (index == 0)
    {
      _burnish_udf_node_read_entry (self, node, block);
      return;
    }
  index--;
  n_more = _burnish_udf_node_count_more (self, node);
  if (index >= n_more)
    _burnish_udf_stream_blocks_read (self, node, index - n_more, block);
  else if (_burnish_udf_tree_get_kind (&self->tree, node) == BURNISH_NODE_FOLDER)
    _burnish_udf_directory_read (self, node, index, block);
  else
    _burnish_udf_node_read_extension (self, node, index, block);
}

static gboolean
is_anchor (const BurnishUdfLayout *self, guint32 block)
{
  return block == self->volume_block + BURNISH_UDF_ANCHOR_BLOCK
         || (!self->has_vat
             && (block == self->end_block - 1
                 || block == self->end_block - 1 - BURNISH_UDF_ANCHOR_BLOCK));
}

static void
read_volume (const BurnishUdfLayout *self, guint32 block, guint8 *bytes)
{
  guint32 main_block = self->volume_block + BURNISH_UDF_MAIN_SEQUENCE;
  guint32 index;

  if (is_in (block, self->recognition_block, RECOGNITION_BLOCKS, &index))
    _burnish_udf_recognition_read (self, index, bytes);
  else if (is_in (block, main_block, BURNISH_UDF_SEQUENCE_BLOCKS, &index))
    _burnish_udf_sequence_read (self, main_block, index, bytes);
  else if (is_in (block, self->volume_block + BURNISH_UDF_INTEGRITY, BURNISH_UDF_INTEGRITY_BLOCKS,
                  &index))
    _burnish_udf_integrity_read (self, index, bytes);
  else if (is_in (block, self->reserve_block, BURNISH_UDF_SEQUENCE_BLOCKS, &index))
    _burnish_udf_sequence_read (self, self->reserve_block, index, bytes);
  else if (is_anchor (self, block))
    _burnish_udf_anchor_read (self, block, bytes);
}

/* The area, or the copy of it that the mirror has. */
static gboolean
is_in_area (const BurnishUdfLayout *self, guint32 block, guint32 *area_block)
{
  return is_in (block, self->area_block, self->area_blocks, area_block)
         || (self->duplicates_metadata
             && is_in (block, self->tail_block, self->area_blocks, area_block));
}

static void
read_block (const BurnishUdfLayout *self, guint32 block, guint8 *bytes)
{
  guint32 index;

  if (is_in_area (self, block, &index))
    read_area (self, index, bytes);
  else if (is_in (block, self->stream_block, self->streams.n_blocks, &index))
    _burnish_udf_stream_contents_read (self, index, bytes);
  else if (self->has_metadata_file && block == self->session_block + BURNISH_UDF_AREA)
    _burnish_udf_metadata_read_entry (self, BURNISH_UDF_FILE_METADATA, bytes);
  else if (self->has_metadata_file && block == self->mirror_entry_block)
    _burnish_udf_metadata_read_entry (self, BURNISH_UDF_FILE_METADATA_MIRROR, bytes);
  else if (self->has_vat && block == self->end_block - 1)
    _burnish_udf_vat_read_entry (self, bytes);
  else if (self->has_vat && block >= self->vat_block)
    _burnish_udf_vat_read (self, block - self->vat_block, bytes);
  else
    read_volume (self, block, bytes);
}

void
_burnish_udf_layout_read (BurnishUdfLayout *self,
                          guint32 start_block,
                          guint32 n_blocks,
                          guint8 *buffer)
{
  memset (buffer, 0, (gsize) n_blocks * BURNISH_BLOCK_SIZE);
  for (guint32 i = 0; i < n_blocks; i++)
    read_block (self, start_block + i, buffer + (gsize) i * BURNISH_BLOCK_SIZE);
}

BurnishNode
_burnish_udf_layout_get_embedded_node (BurnishUdfLayout *self, guint32 block)
{
  guint32 area_block;
  BurnishNode node;

  if (!self->embeds || !is_in_area (self, block, &area_block)
      || area_block < BURNISH_UDF_AREA_ENTRIES || area_block >= self->used_blocks)
    return BURNISH_NODE_NONE;
  node = find_node (self, area_block);
  return self->entry_blocks[node] == area_block && _burnish_udf_layout_is_embedded (self, node)
             ? node
             : BURNISH_NODE_NONE;
}

void
_burnish_udf_layout_embed (BurnishUdfLayout *self,
                           BurnishNode file,
                           const guint8 *contents,
                           guint8 *block)
{
  gsize fixed_bytes = _burnish_udf_entry_fixed_bytes (self->revision);
  gsize size_bytes = (gsize) _burnish_udf_tree_get_size_bytes (&self->tree, file);

  g_assert (_burnish_udf_layout_is_embedded (self, file));
  memcpy (block + fixed_bytes, contents, size_bytes);
  _burnish_udf_seal (block, _burnish_read_le16 (block), self->revision,
                     _burnish_udf_entry_location (self, file), fixed_bytes + size_bytes);
}
