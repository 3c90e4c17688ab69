/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-volume-private.h"

const guint8 *
volume_get_block (Volume *self, guint32 block)
{
  g_assert_cmpuint (block, <, self->n_blocks);
  return self->bytes + (gsize) block * BURNISH_BLOCK_SIZE;
}

void
volume_own (Volume *self, guint32 block, guint32 n_blocks)
{
  for (guint32 i = 0; i < n_blocks; i++)
    g_assert_true (g_hash_table_add (self->owners, GUINT_TO_POINTER (block + i + 1)));
}

void
volume_assert_tag (Volume *self, const guint8 *d, gsize room, BurnishUdfTagId id, guint32 location)
{
  BurnishUdfTag tag;

  g_assert_cmpint (_burnish_udf_tag_read (&tag, d, room, location), ==, BURNISH_UDF_TAG_GOOD);
  g_assert_cmpuint (tag.id, ==, id);
  g_assert_cmpuint (tag.version, ==, self->revision < BURNISH_UDF_2_00 ? 2 : 3);
  g_assert_cmpuint (tag.crc_length, >, 0);
}

guint32
volume_resolve (Volume *self, guint32 block, guint16 partition)
{
  g_assert_cmpuint (partition, <, self->second_kind ? 2 : 1);
  if (partition == 1 && self->second_kind == 'M')
    {
      g_assert_cmpuint (block, <, self->metadata->len);
      return g_array_index (self->metadata, guint32, block);
    }
  if (partition == 1)
    {
      g_assert_cmpuint (block, <, self->vat->len);
      block = g_array_index (self->vat, guint32, block);
    }
  g_assert_cmpuint (block, <, self->partition_blocks);
  return self->partition_block + block;
}

static void
read_anchors (Volume *self, guint32 *main_block, guint32 *reserve_block)
{
  guint32 anchors[] = { self->session_block + 256, self->n_blocks - 1, self->n_blocks - 257 };
  guint n_found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (anchors); i++)
    {
      const guint8 *d = volume_get_block (self, anchors[i]);

      if (_burnish_read_le16 (d) != BURNISH_UDF_TAG_ANCHOR)
        continue;
      n_found++;
      volume_own (self, anchors[i], 1);
      volume_assert_tag (self, d, BURNISH_BLOCK_SIZE, BURNISH_UDF_TAG_ANCHOR, anchors[i]);
      *main_block = _burnish_read_le32 (d + 20);
      *reserve_block = _burnish_read_le32 (d + 28);
      g_assert_cmpuint (_burnish_read_le32 (d + 16), ==, 16 * BURNISH_BLOCK_SIZE);
      g_assert_cmpuint (_burnish_read_le32 (d + 24), ==, 16 * BURNISH_BLOCK_SIZE);
    }
  /* A volume with a VAT ends with that. */
  g_assert_true (n_found == 3
                 || _burnish_read_le16 (volume_get_block (self, self->n_blocks - 1))
                        != BURNISH_UDF_TAG_ANCHOR);
  g_assert_cmpuint (n_found, >=, 1);
  volume_own (self, *main_block, 16);
  volume_own (self, *reserve_block, 16);
}

/* (nullable): the descriptor of a sequence, which must be there once. */
static const guint8 *
find_descriptor (Volume *self, guint32 sequence, BurnishUdfTagId id)
{
  const guint8 *found = NULL;

  for (guint32 i = 0; i < 16; i++)
    {
      const guint8 *d = volume_get_block (self, sequence + i);

      if (_burnish_read_le16 (d) != id)
        continue;
      g_assert_null (found);
      found = d;
      volume_assert_tag (self, d, BURNISH_BLOCK_SIZE, id, sequence + i);
    }
  g_assert_nonnull (found);
  return found;
}

static void
assert_sequences_agree (Volume *self, guint32 main_block, guint32 reserve_block)
{
  for (guint32 i = 0; i < 16; i++)
    {
      const guint8 *a = volume_get_block (self, main_block + i),
                   *b = volume_get_block (self, reserve_block + i);

      g_assert_cmpmem (a + 16, BURNISH_BLOCK_SIZE - 16, b + 16, BURNISH_BLOCK_SIZE - 16);
      g_assert_cmpmem (a, 4, b, 4);
    }
}

static GArray *
read_metadata_file (Volume *self, guint32 location, guint8 type, gboolean owns)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 n_bytes, at;
  guint16 partition;
  VolumeEntry entry;

  volume_entry_init (self, &entry, location, 0);
  g_assert_cmpuint (entry.bytes[27], ==, type);
  g_assert_cmpuint (_burnish_read_le16 (entry.bytes + 48), ==, 0);
  g_assert_cmpuint (_burnish_read_le16 (entry.bytes + 34) & 7, ==, 0);
  while (volume_entry_next (self, &entry, &n_bytes, &at, &partition))
    {
      g_assert_cmpuint (n_bytes % (32 * BURNISH_BLOCK_SIZE), ==, 0);
      g_assert_cmpuint (at % 32, ==, 0);
      for (guint32 i = 0; i < n_bytes / BURNISH_BLOCK_SIZE; i++)
        {
          guint32 block = volume_resolve (self, at + i, 0);

          g_array_append_val (blocks, block);
        }
    }
  if (owns)
    for (guint i = 0; i < blocks->len; i++)
      g_assert_false (g_hash_table_contains (
          self->owners, GUINT_TO_POINTER (g_array_index (blocks, guint32, i) + 1)));
  return blocks;
}

static void
read_metadata_map (Volume *self, const guint8 *map)
{
  g_autoptr (GArray) mirror = NULL;
  gboolean is_twice = map[58] & 1;

  g_assert_cmpuint (self->revision, >=, BURNISH_UDF_2_50);
  g_assert_cmpuint (_burnish_read_le32 (map + 48), ==, 0xFFFFFFFF);
  self->metadata = read_metadata_file (self, _burnish_read_le32 (map + 40), 250, TRUE);
  mirror = read_metadata_file (self, _burnish_read_le32 (map + 44), 251, TRUE);
  g_assert_cmpuint (self->metadata->len, ==, mirror->len);
  for (guint i = 0; i < mirror->len; i++)
    {
      guint32 a = g_array_index (self->metadata, guint32, i);
      guint32 b = g_array_index (mirror, guint32, i);

      g_assert_true ((a != b) == is_twice);
      g_assert_cmpmem (volume_get_block (self, a), BURNISH_BLOCK_SIZE, volume_get_block (self, b),
                       BURNISH_BLOCK_SIZE);
      if (is_twice)
        volume_own (self, b, 1);
    }
}

static void
read_vat (Volume *self)
{
  guint32 location = self->n_blocks - 1 - self->partition_block;
  g_autofree guint8 *data = NULL;
  gsize size_bytes, from = 0;
  VolumeEntry entry;

  volume_entry_init (self, &entry, location, 0);
  g_assert_cmpuint (entry.bytes[27], ==, self->revision < BURNISH_UDF_2_00 ? 0 : 248);
  self->next_unique_id =
      _burnish_read_le64 (entry.bytes + (self->revision < BURNISH_UDF_2_00 ? 160 : 200)) + 1;
  data = volume_entry_read (self, &entry, &size_bytes);
  if (self->revision < BURNISH_UDF_2_00)
    {
      size_bytes -= 36;
      g_assert_true (_burnish_udf_is_regid (data + size_bytes, "*UDF Virtual Alloc Tbl"));
      g_assert_cmpuint (_burnish_read_le32 (data + size_bytes + 32), ==, 0xFFFFFFFF);
    }
  else
    {
      from = _burnish_read_le16 (data);
      g_assert_cmpuint (from, ==, 152);
      g_assert_cmpuint (_burnish_read_le32 (data + 132), ==, 0xFFFFFFFF);
      g_assert_cmpuint (_burnish_read_le32 (data + 136), ==, self->n_files);
      g_assert_cmpuint (_burnish_read_le32 (data + 140), ==, self->n_folders);
    }
  self->vat = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (gsize i = from; i < size_bytes; i += 4)
    {
      guint32 block = _burnish_read_le32 (data + i);

      g_array_append_val (self->vat, block);
    }
}

static void
read_integrity (Volume *self, const guint8 *logical)
{
  guint32 block = _burnish_read_le32 (logical + 436);
  const guint8 *d = volume_get_block (self, block);
  guint32 n_partitions = _burnish_read_le32 (d + 72);
  const guint8 *use = d + 80 + 8 * n_partitions;

  volume_assert_tag (self, d, BURNISH_BLOCK_SIZE, BURNISH_UDF_TAG_INTEGRITY, block);
  volume_assert_tag (self, volume_get_block (self, block + 1), BURNISH_BLOCK_SIZE,
                     BURNISH_UDF_TAG_TERMINATOR, block + 1);
  volume_own (self, block, _burnish_read_le32 (logical + 432) / BURNISH_BLOCK_SIZE);
  g_assert_cmpuint (n_partitions, ==, self->second_kind ? 2 : 1);
  g_assert_cmpuint (_burnish_read_le32 (d + 28), ==, self->second_kind == 'V' ? 0 : 1);
  g_assert_cmpuint (_burnish_read_le32 (d + 80 + 4 * n_partitions), ==, self->partition_blocks);
  g_assert_cmpuint (_burnish_read_le16 (use + 40), ==, MIN (self->revision, BURNISH_UDF_2_50));
  g_assert_cmpuint (_burnish_read_le16 (use + 44), ==, self->revision);
  self->next_unique_id = _burnish_read_le64 (d + 40);
  self->n_files = _burnish_read_le32 (use + 32);
  self->n_folders = _burnish_read_le32 (use + 36);
}

static void
read_maps (Volume *self, const guint8 *logical)
{
  guint32 n_maps = _burnish_read_le32 (logical + 268);
  const guint8 *map = logical + 446;

  g_assert_cmpuint (logical[440], ==, 1);
  if (n_maps == 1)
    return;
  g_assert_cmpuint (n_maps, ==, 2);
  g_assert_cmpuint (map[0], ==, 2);
  self->second_kind = _burnish_udf_is_regid (map + 4, "*UDF Virtual Partition") ? 'V' : 'M';
  if (self->second_kind == 'M')
    {
      g_assert_true (_burnish_udf_is_regid (map + 4, "*UDF Metadata Partition"));
      read_metadata_map (self, map);
    }
}

void
volume_init (Volume *self, const guint8 *bytes, guint32 n_blocks, guint32 session_block)
{
  guint32 main_block = 0, reserve_block = 0;
  const guint8 *logical, *partition;

  *self = (Volume){
    .bytes = bytes,
    .n_blocks = n_blocks,
    .session_block = session_block,
    .owners = g_hash_table_new (NULL, NULL),
    .unique = g_hash_table_new (NULL, NULL),
    .files = g_ptr_array_new_with_free_func (volume_file_free),
  };
  g_assert_cmpuint (n_blocks % 32, ==, 0);
  g_assert_cmpmem (volume_get_block (self, session_block + 16), 7, "\0BEA01\1", 7);
  g_assert_cmpmem (volume_get_block (self, session_block + 18), 7, "\0TEA01\1", 7);
  self->revision =
      volume_get_block (self, session_block + 17)[5] == '2' ? BURNISH_UDF_1_02 : BURNISH_UDF_2_00;
  read_anchors (self, &main_block, &reserve_block);
  assert_sequences_agree (self, main_block, reserve_block);
  logical = find_descriptor (self, main_block, BURNISH_UDF_TAG_LOGICAL_VOLUME);
  partition = find_descriptor (self, main_block, BURNISH_UDF_TAG_PARTITION);
  find_descriptor (self, main_block, BURNISH_UDF_TAG_PRIMARY_VOLUME);
  find_descriptor (self, main_block, BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME);
  find_descriptor (self, main_block, BURNISH_UDF_TAG_UNALLOCATED_SPACE);
  find_descriptor (self, main_block, BURNISH_UDF_TAG_TERMINATOR);
  self->revision = (BurnishUdfRevision) _burnish_read_le16 (logical + 240);
  self->partition_block = _burnish_read_le32 (partition + 188);
  self->partition_blocks = _burnish_read_le32 (partition + 192);
  g_assert_cmpuint (self->partition_block % 32, ==, 0);
  g_assert_cmpuint (self->partition_block, <=, 288);
  read_maps (self, logical);
  g_assert_cmpuint (_burnish_read_le32 (partition + 184), ==, self->second_kind == 'V' ? 2 : 1);
  read_integrity (self, logical);
  if (self->second_kind == 'V')
    read_vat (self);
  volume_read_tree (self, logical);
  volume_assert_link_counts (self);
}

void
volume_clear (Volume *self)
{
  g_clear_pointer (&self->metadata, g_array_unref);
  g_clear_pointer (&self->vat, g_array_unref);
  g_clear_pointer (&self->owners, g_hash_table_unref);
  g_clear_pointer (&self->unique, g_hash_table_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
}

VolumeFile *
volume_lookup (Volume *self, const char *path)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      VolumeFile *file = g_ptr_array_index (self->files, i);

      if (g_str_equal (file->path, path))
        return file;
    }
  return NULL;
}
