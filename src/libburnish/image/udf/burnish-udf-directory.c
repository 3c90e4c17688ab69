/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-text-private.h"
#include "burnish-udf-writer-private.h"

#include <string.h>

/* The identifier of the parent comes first and has no name (ECMA-167 4/8.6). */
#define PARENT_BYTES ((BURNISH_UDF_FID_SIZE + 3) & ~3u)
#define FILE_VERSION 1 /* ECMA-167 4/14.4.2 */

/* On write-once media, no tag may lie in two blocks from 2.00 on (UDF 2.3.4): implementation use
   of the identifier before fills the block. It begins with who wrote it. */
static guint32
get_padding (const BurnishUdfLayout *self, guint64 end)
{
  guint32 room = (guint32) (-end % BURNISH_BLOCK_SIZE);

  return self->has_vat && self->revision >= BURNISH_UDF_2_00 && room > 0
                 && room < BURNISH_UDF_TAG_SIZE
             ? BURNISH_UDF_REGID_SIZE
             : 0;
}

static gsize
get_natural_bytes (const char *name)
{
  return (BURNISH_UDF_FID_SIZE + _burnish_udf_text_size (name) + 3) & ~(gsize) 3;
}

guint64
_burnish_udf_identifier_get_end (const BurnishUdfLayout *self, const char *name, guint64 offset)
{
  offset += get_natural_bytes (name);
  return offset + get_padding (self, offset);
}

void
_burnish_udf_identifier_write (const BurnishUdfLayout *self,
                               const BurnishUdfIdentifier *identifier,
                               guint8 *bytes)
{
  gsize use_bytes = identifier->size_bytes - get_natural_bytes (identifier->name);

  memset (bytes, 0, identifier->size_bytes);
  _burnish_write_le16 (bytes + 16, FILE_VERSION);
  bytes[18] = identifier->characteristics;
  bytes[19] = (guint8) _burnish_udf_text_size (identifier->name);
  _burnish_udf_write_long_ad (bytes + 20, BURNISH_BLOCK_SIZE, identifier->entry_location,
                              _burnish_udf_entry_partition (self));
  /* Each name has an identifier of its own (UDF 2.3.4). */
  if (self->revision >= BURNISH_UDF_2_00)
    _burnish_write_le32 (bytes + 32, identifier->unique_id);
  _burnish_write_le16 (bytes + 36, (guint16) use_bytes);
  if (use_bytes > 0)
    _burnish_udf_write_regid (bytes + BURNISH_UDF_FID_SIZE, BURNISH_UDF_IMPLEMENTATION,
                              BURNISH_UDF_SUFFIX_IMPLEMENTATION, self->revision);
  _burnish_udf_text_encode (identifier->name, bytes + BURNISH_UDF_FID_SIZE + use_bytes);
  _burnish_udf_seal (bytes, BURNISH_UDF_TAG_FILE_IDENTIFIER, self->revision, identifier->location,
                     identifier->size_bytes);
}

/* Where the identifier that begins at an offset ends; 0 bytes for what is not in the tree. */
static guint64
get_end (const BurnishUdfLayout *self, BurnishNode node, guint64 offset)
{
  if (_burnish_udf_tree_get_entry (&self->tree, node) == BURNISH_NODE_NONE)
    return offset;
  return _burnish_udf_identifier_get_end (self, _burnish_udf_tree_get_name (&self->tree, node),
                                          offset);
}

guint64
_burnish_udf_directory_place (BurnishUdfLayout *self, BurnishNode folder)
{
  guint32 n_children = _burnish_udf_tree_get_n_children (&self->tree, folder);
  guint64 offset = PARENT_BYTES;

  for (guint32 i = 0; i < n_children; i++)
    {
      BurnishNode child = _burnish_udf_tree_get_child (&self->tree, folder, i);

      self->identifier_offsets[child] = (guint32) offset;
      offset = get_end (self, child, offset);
    }
  return offset;
}

guint32
_burnish_udf_directory_get_size_bytes (const BurnishUdfLayout *self, BurnishNode folder)
{
  guint32 n_children = _burnish_udf_tree_get_n_children (&self->tree, folder);
  BurnishNode last;

  if (n_children == 0)
    return PARENT_BYTES;
  last = _burnish_udf_tree_get_child (&self->tree, folder, n_children - 1);
  return (guint32) get_end (self, last, self->identifier_offsets[last]);
}

/* Makes the identifier of a child, or with the folder itself that of the parent. */
static guint32
make_identifier (const BurnishUdfLayout *self, BurnishNode folder, BurnishNode node, guint8 *bytes)
{
  gboolean is_parent = node == folder;
  guint32 offset = is_parent ? 0 : self->identifier_offsets[node];
  BurnishNode entry = is_parent ? _burnish_udf_tree_get_parent (&self->tree, folder)
                                : _burnish_udf_tree_get_entry (&self->tree, node);
  BurnishUdfIdentifier identifier = {
    .name = is_parent ? "" : _burnish_udf_tree_get_name (&self->tree, node),
    .characteristics = is_parent ? BURNISH_UDF_FID_PARENT : 0,
    .size_bytes = is_parent ? PARENT_BYTES : (guint32) get_end (self, node, offset) - offset,
    .location = _burnish_udf_area_location (self, self->entry_blocks[folder] + 1
                                                      + offset / BURNISH_BLOCK_SIZE),
  };

  /* The root is its own parent. */
  if (entry == BURNISH_NODE_NONE)
    entry = folder;
  if (_burnish_udf_tree_get_kind (&self->tree, entry) == BURNISH_NODE_FOLDER)
    identifier.characteristics |= BURNISH_UDF_FID_DIRECTORY;
  identifier.entry_location = _burnish_udf_entry_location (self, entry);
  identifier.unique_id = _burnish_udf_unique_id (is_parent ? entry : node);
  _burnish_udf_identifier_write (self, &identifier, bytes);
  return identifier.size_bytes;
}

/* The child whose identifier holds a byte; the first one for a byte of the parent's. */
static guint32
find_child (const BurnishUdfLayout *self, BurnishNode folder, guint32 offset)
{
  guint32 low = 0, high = _burnish_udf_tree_get_n_children (&self->tree, folder);

  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;
      BurnishNode child = _burnish_udf_tree_get_child (&self->tree, folder, middle);

      if (self->identifier_offsets[child] <= offset)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* Copies what of an identifier lies in a block of the directory. */
static void
copy_identifier (const BurnishUdfLayout *self,
                 BurnishNode folder,
                 BurnishNode node,
                 guint32 block_offset,
                 guint8 *block)
{
  guint32 offset = node == folder ? 0 : self->identifier_offsets[node];
  guint8 bytes[BURNISH_UDF_IDENTIFIER_MAX_BYTES];
  guint32 end = offset + make_identifier (self, folder, node, bytes);
  guint32 from = MAX (offset, block_offset);
  guint32 to = MIN (end, block_offset + BURNISH_BLOCK_SIZE);

  if (from < to)
    memcpy (block + from - block_offset, bytes + from - offset, to - from);
}

void
_burnish_udf_directory_read (const BurnishUdfLayout *self,
                             BurnishNode folder,
                             guint32 index,
                             guint8 *block)
{
  guint32 block_offset = index * BURNISH_BLOCK_SIZE;
  guint32 n_children = _burnish_udf_tree_get_n_children (&self->tree, folder);

  if (index == 0)
    copy_identifier (self, folder, folder, block_offset, block);
  for (guint32 i = find_child (self, folder, block_offset); i < n_children; i++)
    {
      BurnishNode child = _burnish_udf_tree_get_child (&self->tree, folder, i);

      if (self->identifier_offsets[child] >= block_offset + BURNISH_BLOCK_SIZE)
        break;
      if (_burnish_udf_tree_get_entry (&self->tree, child) != BURNISH_NODE_NONE)
        copy_identifier (self, folder, child, block_offset, block);
    }
}
