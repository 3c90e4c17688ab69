/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-volume.h"

#include "burnish-udf-text-private.h"

#include <string.h>

/* Stream directory ICB of an extended file entry, and the bit of a stream in the flags of its ICB
   (ECMA-167 4/14.17, 4/14.6.8). */
#define STREAM_DIRECTORY 152
#define STREAM_BIT       0x2000

static const guint8 *
get_block (Volume *self, guint32 block)
{
  g_assert_cmpuint (block, <, self->n_blocks);
  return self->bytes + (gsize) block * BURNISH_BLOCK_SIZE;
}

static void
own (Volume *self, guint32 block, guint32 n_blocks)
{
  for (guint32 i = 0; i < n_blocks; i++)
    g_assert_true (g_hash_table_add (self->owners, GUINT_TO_POINTER (block + i + 1)));
}

static void
assert_tag (Volume *self, const guint8 *d, gsize room, BurnishUdfTagId id, guint32 location)
{
  BurnishUdfTag tag;

  g_assert_cmpint (_burnish_udf_tag_read (&tag, d, room, location), ==, BURNISH_UDF_TAG_GOOD);
  g_assert_cmpuint (tag.id, ==, id);
  g_assert_cmpuint (tag.version, ==, self->revision < BURNISH_UDF_2_00 ? 2 : 3);
  g_assert_cmpuint (tag.crc_length, >, 0);
}

/* The block on the disc. */
static guint32
resolve (Volume *self, guint32 block, guint16 partition)
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

/* ---- Entries ---- */

typedef struct
{
  const guint8 *bytes;
  const guint8 *ads;
  guint32 ads_bytes;
  guint16 partition;
  guint32 location;
} Entry;

static void
entry_init (Volume *self, Entry *entry, guint32 location, guint16 partition)
{
  gboolean is_extended = self->revision >= BURNISH_UDF_2_00;
  gsize fixed = is_extended ? 216 : 176;
  guint32 block = resolve (self, location, partition);

  *entry =
      (Entry){ .bytes = get_block (self, block), .partition = partition, .location = location };
  own (self, block, 1);
  assert_tag (self, entry->bytes, BURNISH_BLOCK_SIZE,
              is_extended ? BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY : BURNISH_UDF_TAG_FILE_ENTRY,
              location);
  g_assert_cmpuint (_burnish_read_le16 (entry->bytes + 20), ==, 4);
  g_assert_cmpuint (_burnish_read_le16 (entry->bytes + 24), ==, 1);
  entry->ads = entry->bytes + fixed;
  entry->ads_bytes = _burnish_read_le32 (entry->ads - 4);
  g_assert_cmpuint (_burnish_read_le32 (entry->ads - 8), ==, 0);
  g_assert_cmpuint (fixed + entry->ads_bytes, <=, BURNISH_BLOCK_SIZE);
  g_assert_cmpuint (_burnish_read_le16 (entry->bytes + 10) + 16u, ==, fixed + entry->ads_bytes);
  /* With streams, their sizes are added (see read_streams). */
  if (is_extended && _burnish_read_le32 (entry->bytes + STREAM_DIRECTORY) == 0)
    g_assert_cmpuint (_burnish_read_le64 (entry->bytes + 64), ==,
                      _burnish_read_le64 (entry->bytes + 56));
}

/* Takes one descriptor; FALSE behind the last. Follows to further ones. */
static gboolean
entry_next (Volume *self, Entry *entry, guint32 *size_bytes, guint32 *location, guint16 *partition)
{
  gboolean is_long = (_burnish_read_le16 (entry->bytes + 34) & 7) == 1;
  guint32 length;

  if (entry->ads_bytes == 0)
    return FALSE;
  g_assert_cmpuint (entry->ads_bytes, >=, is_long ? 16 : 8);
  length = _burnish_read_le32 (entry->ads);
  *location = _burnish_read_le32 (entry->ads + 4);
  *partition = is_long ? _burnish_read_le16 (entry->ads + 8) : entry->partition;
  *size_bytes = length & 0x3FFFFFFF;
  entry->ads += is_long ? 16 : 8;
  entry->ads_bytes -= is_long ? 16 : 8;
  g_assert_cmpuint (*size_bytes, >, 0);
  g_assert_cmpuint (*size_bytes, <=, BURNISH_UDF_EXTENT_MAX_BYTES);
  if (length >> 30 == 3)
    {
      guint32 block = resolve (self, *location, *partition);
      const guint8 *extension = get_block (self, block);

      g_assert_cmpuint (entry->ads_bytes, ==, 0);
      own (self, block, 1);
      assert_tag (self, extension, BURNISH_BLOCK_SIZE, BURNISH_UDF_TAG_ALLOCATION_EXTENT,
                  *location);
      entry->ads = extension + 24;
      entry->ads_bytes = _burnish_read_le32 (extension + 20);
      return entry_next (self, entry, size_bytes, location, partition);
    }
  g_assert_cmpuint (length >> 30, ==, 0);
  return TRUE;
}

/* (transfer full): the contents. */
static guint8 *
entry_read (Volume *self, Entry *entry, gsize *size_bytes)
{
  guint64 n_recorded =
      _burnish_read_le64 (entry->bytes + (self->revision >= BURNISH_UDF_2_00 ? 72 : 64));
  GByteArray *data = g_byte_array_new ();
  guint32 n_bytes, location;
  guint16 partition;

  *size_bytes = (gsize) _burnish_read_le64 (entry->bytes + 56);
  if ((_burnish_read_le16 (entry->bytes + 34) & 7) == 3)
    {
      g_assert_cmpuint (entry->ads_bytes, ==, *size_bytes);
      g_byte_array_append (data, entry->ads, entry->ads_bytes);
    }
  else
    while (entry_next (self, entry, &n_bytes, &location, &partition))
      {
        guint32 block = resolve (self, location, partition);
        guint32 n_blocks = (guint32) burnish_bytes_to_blocks (n_bytes);

        g_assert_cmpuint (data->len % BURNISH_BLOCK_SIZE, ==, 0);
        own (self, block, n_blocks);
        get_block (self, block + n_blocks - 1);
        g_byte_array_append (data, get_block (self, block), n_bytes);
        n_recorded -= n_blocks;
      }
  g_assert_cmpuint (data->len, ==, *size_bytes);
  g_assert_cmpuint (n_recorded, ==, 0);
  return g_byte_array_free (data, FALSE);
}

/* ---- The volume ---- */

static void
read_anchors (Volume *self, guint32 *main_block, guint32 *reserve_block)
{
  guint32 anchors[] = { self->session_block + 256, self->n_blocks - 1, self->n_blocks - 257 };
  guint n_found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (anchors); i++)
    {
      const guint8 *d = get_block (self, anchors[i]);

      if (_burnish_read_le16 (d) != BURNISH_UDF_TAG_ANCHOR)
        continue;
      n_found++;
      own (self, anchors[i], 1);
      assert_tag (self, d, BURNISH_BLOCK_SIZE, BURNISH_UDF_TAG_ANCHOR, anchors[i]);
      *main_block = _burnish_read_le32 (d + 20);
      *reserve_block = _burnish_read_le32 (d + 28);
      g_assert_cmpuint (_burnish_read_le32 (d + 16), ==, 16 * BURNISH_BLOCK_SIZE);
      g_assert_cmpuint (_burnish_read_le32 (d + 24), ==, 16 * BURNISH_BLOCK_SIZE);
    }
  /* A volume with a VAT ends with that. */
  g_assert_true (n_found == 3
                 || _burnish_read_le16 (get_block (self, self->n_blocks - 1))
                        != BURNISH_UDF_TAG_ANCHOR);
  g_assert_cmpuint (n_found, >=, 1);
  own (self, *main_block, 16);
  own (self, *reserve_block, 16);
}

/* (nullable): the descriptor of a sequence, which must be there once. */
static const guint8 *
find_descriptor (Volume *self, guint32 sequence, BurnishUdfTagId id)
{
  const guint8 *found = NULL;

  for (guint32 i = 0; i < 16; i++)
    {
      const guint8 *d = get_block (self, sequence + i);

      if (_burnish_read_le16 (d) != id)
        continue;
      g_assert_null (found);
      found = d;
      assert_tag (self, d, BURNISH_BLOCK_SIZE, id, sequence + i);
    }
  g_assert_nonnull (found);
  return found;
}

static void
assert_sequences_agree (Volume *self, guint32 main_block, guint32 reserve_block)
{
  for (guint32 i = 0; i < 16; i++)
    {
      const guint8 *a = get_block (self, main_block + i), *b = get_block (self, reserve_block + i);

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
  Entry entry;

  entry_init (self, &entry, location, 0);
  g_assert_cmpuint (entry.bytes[27], ==, type);
  g_assert_cmpuint (_burnish_read_le16 (entry.bytes + 48), ==, 0);
  g_assert_cmpuint (_burnish_read_le16 (entry.bytes + 34) & 7, ==, 0);
  while (entry_next (self, &entry, &n_bytes, &at, &partition))
    {
      g_assert_cmpuint (n_bytes % (32 * BURNISH_BLOCK_SIZE), ==, 0);
      g_assert_cmpuint (at % 32, ==, 0);
      for (guint32 i = 0; i < n_bytes / BURNISH_BLOCK_SIZE; i++)
        {
          guint32 block = resolve (self, at + i, 0);

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
      g_assert_cmpmem (get_block (self, a), BURNISH_BLOCK_SIZE, get_block (self, b),
                       BURNISH_BLOCK_SIZE);
      if (is_twice)
        own (self, b, 1);
    }
}

static void
read_vat (Volume *self)
{
  guint32 location = self->n_blocks - 1 - self->partition_block;
  g_autofree guint8 *data = NULL;
  gsize size_bytes, from = 0;
  Entry entry;

  entry_init (self, &entry, location, 0);
  g_assert_cmpuint (entry.bytes[27], ==, self->revision < BURNISH_UDF_2_00 ? 0 : 248);
  self->next_unique_id =
      _burnish_read_le64 (entry.bytes + (self->revision < BURNISH_UDF_2_00 ? 160 : 200)) + 1;
  data = entry_read (self, &entry, &size_bytes);
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
  const guint8 *d = get_block (self, block);
  guint32 n_partitions = _burnish_read_le32 (d + 72);
  const guint8 *use = d + 80 + 8 * n_partitions;

  assert_tag (self, d, BURNISH_BLOCK_SIZE, BURNISH_UDF_TAG_INTEGRITY, block);
  assert_tag (self, get_block (self, block + 1), BURNISH_BLOCK_SIZE, BURNISH_UDF_TAG_TERMINATOR,
              block + 1);
  own (self, block, _burnish_read_le32 (logical + 432) / BURNISH_BLOCK_SIZE);
  g_assert_cmpuint (n_partitions, ==, self->second_kind ? 2 : 1);
  g_assert_cmpuint (_burnish_read_le32 (d + 28), ==, self->second_kind == 'V' ? 0 : 1);
  g_assert_cmpuint (_burnish_read_le32 (d + 80 + 4 * n_partitions), ==, self->partition_blocks);
  g_assert_cmpuint (_burnish_read_le16 (use + 40), ==, MIN (self->revision, BURNISH_UDF_2_50));
  g_assert_cmpuint (_burnish_read_le16 (use + 44), ==, self->revision);
  self->next_unique_id = _burnish_read_le64 (d + 40);
  self->n_files = _burnish_read_le32 (use + 32);
  self->n_folders = _burnish_read_le32 (use + 36);
}

/* ---- The tree ---- */

static void
file_free (gpointer data)
{
  VolumeFile *file = data;

  g_free (file->path);
  g_free (file->data);
  g_clear_pointer (&file->streams, g_ptr_array_unref);
  g_free (file);
}

/* ---- Streams ---- */

static void
stream_free (gpointer data)
{
  VolumeStream *stream = data;

  g_free (stream->name);
  g_free (stream->data);
  g_free (stream);
}

static guint64
get_unique_id (const Entry *entry)
{
  return _burnish_read_le64 (entry->bytes + 200);
}

static void
read_stream (Volume *self, VolumeFile *file, const guint8 *d)
{
  VolumeStream *stream = g_new0 (VolumeStream, 1);
  Entry entry;

  g_assert_cmpuint (d[18], ==, 0);
  stream->name = _burnish_udf_text_decode (d + 38 + _burnish_read_le16 (d + 36), d[19]);
  for (guint i = 0; i < file->streams->len; i++)
    g_assert_cmpstr (((VolumeStream *) g_ptr_array_index (file->streams, i))->name, !=,
                     stream->name);
  g_assert_cmpuint (_burnish_read_le32 (d + 20), ==, BURNISH_BLOCK_SIZE);
  entry_init (self, &entry, _burnish_read_le32 (d + 24), _burnish_read_le16 (d + 28));
  g_assert_cmpuint (entry.bytes[27], ==, BURNISH_UDF_FILE_REGULAR);
  g_assert_cmpuint (_burnish_read_le16 (entry.bytes + 34), ==, STREAM_BIT | 3);
  g_assert_cmpuint (_burnish_read_le16 (entry.bytes + 48), ==, 1);
  g_assert_cmpuint (_burnish_read_le32 (entry.bytes + STREAM_DIRECTORY), ==, 0);
  g_assert_cmpuint (get_unique_id (&entry), ==, file->unique_id);
  stream->data = entry_read (self, &entry, &stream->size_bytes);
  g_ptr_array_add (file->streams, stream);
}

static void
read_streams (Volume *self, VolumeFile *file, const guint8 *owner)
{
  gboolean no_split_tags = self->second_kind == 'V';
  guint64 object_bytes = file->size_bytes;
  guint32 location = _burnish_read_le32 (owner + STREAM_DIRECTORY + 4);
  guint16 partition = _burnish_read_le16 (owner + STREAM_DIRECTORY + 8);
  g_autofree guint8 *data = NULL;
  gsize n_bytes, size_bytes;
  guint32 first;
  Entry entry;

  g_assert_cmpuint (_burnish_read_le32 (owner + STREAM_DIRECTORY), ==, BURNISH_BLOCK_SIZE);
  entry_init (self, &entry, location, partition);
  g_assert_cmpuint (entry.bytes[27], ==, BURNISH_UDF_FILE_STREAM_DIRECTORY);
  g_assert_cmpuint (_burnish_read_le16 (entry.bytes + 48), ==, 0);
  g_assert_cmpuint (get_unique_id (&entry), ==, file->unique_id);
  first = resolve (self, location, partition) + 1;
  first -=
      self->second_kind == 'M' ? g_array_index (self->metadata, guint32, 0) : self->partition_block;
  data = entry_read (self, &entry, &n_bytes);
  file->streams = g_ptr_array_new_with_free_func (stream_free);
  for (gsize offset = 0; offset < n_bytes; offset += size_bytes)
    {
      const guint8 *d = data + offset;

      size_bytes = (38u + d[19] + _burnish_read_le16 (d + 36) + 3u) & ~3u;
      g_assert_cmpuint (offset + size_bytes, <=, n_bytes);
      assert_tag (self, d, size_bytes, BURNISH_UDF_TAG_FILE_IDENTIFIER,
                  first + (guint32) (offset / BURNISH_BLOCK_SIZE));
      if (no_split_tags)
        g_assert_cmpuint (offset % BURNISH_BLOCK_SIZE, <=, BURNISH_BLOCK_SIZE - 16);
      g_assert_cmpuint (_burnish_read_le32 (d + 32), ==, file->unique_id);
      if (offset > 0)
        {
          read_stream (self, file, d);
          continue;
        }
      g_assert_cmpuint (d[18], ==, 0x0A);
      g_assert_cmpuint (d[19], ==, 0);
      g_assert_cmpuint (resolve (self, _burnish_read_le32 (d + 24), _burnish_read_le16 (d + 28)),
                        ==, file->entry_block);
    }
  g_assert_cmpuint (file->streams->len, >, 0);
  for (guint i = 0; i < file->streams->len; i++)
    object_bytes += ((VolumeStream *) g_ptr_array_index (file->streams, i))->size_bytes;
  g_assert_cmpuint (_burnish_read_le64 (owner + 64), ==, object_bytes);
}

static VolumeFile *
add_entry (Volume *self, const char *path, guint32 location, guint16 partition)
{
  VolumeFile *file = g_new0 (VolumeFile, 1);
  Entry entry;

  entry_init (self, &entry, location, partition);
  file->path = g_strdup (path);
  file->type = entry.bytes[27];
  file->icb_flags = _burnish_read_le16 (entry.bytes + 34);
  file->uid = _burnish_read_le32 (entry.bytes + 36);
  file->gid = _burnish_read_le32 (entry.bytes + 40);
  file->permissions = _burnish_read_le32 (entry.bytes + 44);
  file->n_links = _burnish_read_le16 (entry.bytes + 48);
  file->unique_id = _burnish_read_le64 (entry.ads - 16);
  file->entry_block = resolve (self, location, partition);
  g_assert_true (_burnish_udf_read_timestamp (
      entry.bytes + (self->revision < BURNISH_UDF_2_00 ? 84 : 92), &file->time_us));
  /* Contents outside the entry say that they are not in the partition of the entries. */
  if (self->second_kind && file->type == BURNISH_UDF_FILE_REGULAR && (file->icb_flags & 7) != 3)
    g_assert_cmpuint (file->icb_flags & 7, ==, 1);
  file->data = entry_read (self, &entry, &file->size_bytes);
  if (self->revision >= BURNISH_UDF_2_00 && _burnish_read_le32 (entry.bytes + STREAM_DIRECTORY) > 0)
    read_streams (self, file, entry.bytes);
  g_ptr_array_add (self->files, file);
  return file;
}

static VolumeFile *
find_entry (Volume *self, guint32 block)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      VolumeFile *file = g_ptr_array_index (self->files, i);

      if (file->entry_block == block && file->data)
        return file;
    }
  return NULL;
}

/* A further name of an entry that was read. */
static void
add_name (Volume *self, VolumeFile *first, const char *path)
{
  VolumeFile *file = g_memdup2 (first, sizeof *first);

  g_assert_cmpuint (first->type, !=, BURNISH_UDF_FILE_DIRECTORY);
  file->path = g_strdup (path);
  file->data = NULL;
  file->streams = NULL;
  g_ptr_array_add (self->files, file);
}

static void
read_name (Volume *self, VolumeFile *folder, const guint8 *d, GHashTable *names)
{
  gsize name_bytes = d[19], use_bytes = _burnish_read_le16 (d + 36);
  g_autofree char *name = _burnish_udf_text_decode (d + 38 + use_bytes, name_bytes);
  g_autofree char *path = g_strconcat (folder->path, "/", name, NULL);
  guint32 location = _burnish_read_le32 (d + 24);
  guint16 partition = _burnish_read_le16 (d + 28);
  guint32 unique_id = _burnish_read_le32 (d + 32);
  VolumeFile *file;

  g_assert_cmpuint (name_bytes, >=, 2);
  g_assert_cmpuint (strlen (name), <=, 253);
  g_assert_null (strchr (name, '/'));
  g_assert_true (g_hash_table_add (names, g_utf8_strup (name, -1)));
  file = find_entry (self, resolve (self, location, partition));
  if (file)
    add_name (self, file, path);
  else
    file = add_entry (self, path, location, partition);
  g_assert_cmpuint (d[18], ==, file->type == BURNISH_UDF_FILE_DIRECTORY ? 2 : 0);
  if (self->revision < BURNISH_UDF_2_00)
    g_assert_cmpuint (unique_id, ==, 0);
  else
    {
      g_assert_cmpuint (unique_id, >=, 16);
      g_assert_cmpuint (unique_id, <, self->next_unique_id);
      g_assert_true (g_hash_table_add (self->unique, GUINT_TO_POINTER (unique_id)));
    }
}

static void
read_folder (Volume *self, VolumeFile *folder, VolumeFile *parent, gboolean no_split_tags)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* Directory data is behind the entry, in blocks that count as the entry's partition does. */
  guint32 first = folder->entry_block + 1;
  gsize offset = 0;

  for (const guint8 *d; offset < folder->size_bytes;)
    {
      guint32 location = 0;
      gsize size_bytes;

      d = folder->data + offset;
      size_bytes = (38u + d[19] + _burnish_read_le16 (d + 36) + 3u) & ~3u;
      g_assert_cmpuint (offset + size_bytes, <=, folder->size_bytes);
      location = first + (guint32) (offset / BURNISH_BLOCK_SIZE);
      if (self->second_kind == 'M')
        location -= g_array_index (self->metadata, guint32, 0);
      else
        location -= self->partition_block;
      assert_tag (self, d, size_bytes, BURNISH_UDF_TAG_FILE_IDENTIFIER, location);
      if (no_split_tags)
        g_assert_cmpuint (offset % BURNISH_BLOCK_SIZE, <=, BURNISH_BLOCK_SIZE - 16);
      if (offset == 0)
        {
          g_assert_cmpuint (d[18], ==, 0x0A);
          g_assert_cmpuint (d[19], ==, 0);
          g_assert_cmpuint (resolve (self, _burnish_read_le32 (d + 24),
                                     _burnish_read_le16 (d + 28)),
                            ==, parent->entry_block);
        }
      else
        read_name (self, folder, d, names);
      offset += size_bytes;
    }
}

static void
read_tree (Volume *self, const guint8 *logical)
{
  guint32 location = _burnish_read_le32 (logical + 252);
  guint16 partition = _burnish_read_le16 (logical + 256);
  const guint8 *set = get_block (self, resolve (self, location, partition));
  gboolean no_split_tags = self->second_kind == 'V' && self->revision >= BURNISH_UDF_2_00;
  g_autoptr (GHashTable) parents = g_hash_table_new (NULL, NULL);
  guint32 n_files = 0, n_folders = 0;

  assert_tag (self, set, BURNISH_BLOCK_SIZE, BURNISH_UDF_TAG_FILE_SET, location);
  own (self, resolve (self, location, partition), 1);
  add_entry (self, "", _burnish_read_le32 (set + 404), _burnish_read_le16 (set + 408));
  g_assert_cmpuint (((VolumeFile *) g_ptr_array_index (self->files, 0))->unique_id, ==, 0);
  for (guint i = 0; i < self->files->len; i++)
    {
      VolumeFile *file = g_ptr_array_index (self->files, i);
      VolumeFile *parent = g_hash_table_lookup (parents, file);
      guint first_child = self->files->len;

      n_files += file->type != BURNISH_UDF_FILE_DIRECTORY;
      n_folders += file->type == BURNISH_UDF_FILE_DIRECTORY;
      g_assert_cmpuint (file->unique_id, <, self->next_unique_id);
      if (file->type != BURNISH_UDF_FILE_DIRECTORY)
        continue;
      read_folder (self, file, parent ? parent : file, no_split_tags);
      for (guint j = first_child; j < self->files->len; j++)
        g_hash_table_insert (parents, g_ptr_array_index (self->files, j), file);
    }
  g_assert_cmpuint (n_files, ==, self->n_files);
  g_assert_cmpuint (n_folders, ==, self->n_folders);
}

static void
count_one (GHashTable *counts, guint32 block)
{
  gpointer key = GUINT_TO_POINTER (block);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

  g_hash_table_insert (counts, key, GUINT_TO_POINTER (n + 1));
}

static void
assert_link_counts (Volume *self)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->files->len; i++)
    {
      VolumeFile *file = g_ptr_array_index (self->files, i);
      g_autofree char *parent_path = g_path_get_dirname (file->path);
      VolumeFile *parent = volume_lookup (self, g_str_equal (parent_path, "/") ? "" : parent_path);

      count_one (counts, file->entry_block);
      if (file->type == BURNISH_UDF_FILE_DIRECTORY && i > 0)
        count_one (counts, parent->entry_block);
    }
  for (guint i = 0; i < self->files->len; i++)
    {
      VolumeFile *file = g_ptr_array_index (self->files, i);
      gpointer count = g_hash_table_lookup (counts, GUINT_TO_POINTER (file->entry_block));

      g_assert_cmpuint (file->n_links, ==, GPOINTER_TO_UINT (count));
    }
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
    .files = g_ptr_array_new_with_free_func (file_free),
  };
  g_assert_cmpuint (n_blocks % 32, ==, 0);
  g_assert_cmpmem (get_block (self, session_block + 16), 7, "\0BEA01\1", 7);
  g_assert_cmpmem (get_block (self, session_block + 18), 7, "\0TEA01\1", 7);
  self->revision =
      get_block (self, session_block + 17)[5] == '2' ? BURNISH_UDF_1_02 : BURNISH_UDF_2_00;
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
  read_tree (self, logical);
  assert_link_counts (self);
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
