/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-volume-private.h"

#include "burnish-udf-text-private.h"

#include <string.h>

/* The bit of a stream in the flags of its ICB (ECMA-167 4/14.6.8). */
#define STREAM_BIT 0x2000

static void
stream_free (gpointer data)
{
  VolumeStream *stream = data;

  g_free (stream->name);
  g_free (stream->data);
  g_free (stream);
}

void
volume_file_free (gpointer data)
{
  VolumeFile *file = data;

  g_free (file->path);
  g_free (file->data);
  g_clear_pointer (&file->streams, g_ptr_array_unref);
  g_free (file);
}

/* ---- Streams ---- */

static guint64
get_unique_id (const VolumeEntry *entry)
{
  return _burnish_read_le64 (entry->bytes + 200);
}

/* Contents lie in the entry when they fit there, else in the physical partition. */
static void
assert_stream_allocation (Volume *self, const VolumeEntry *entry)
{
  gboolean fits = _burnish_read_le64 (entry->bytes + 56) <= BURNISH_BLOCK_SIZE - 216;
  guint wanted = fits ? 3 : self->second_kind ? 1 : 0;

  g_assert_cmpuint (_burnish_read_le16 (entry->bytes + 34), ==, STREAM_BIT | wanted);
  if (wanted == 1)
    g_assert_cmpuint (_burnish_read_le16 (entry->ads + 8), ==, 0);
}

static void
read_stream (Volume *self, VolumeFile *file, const guint8 *d)
{
  VolumeStream *stream = g_new0 (VolumeStream, 1);
  VolumeEntry entry;

  g_assert_cmpuint (d[18], ==, 0);
  stream->name = _burnish_udf_text_decode (d + 38 + _burnish_read_le16 (d + 36), d[19]);
  for (guint i = 0; i < file->streams->len; i++)
    g_assert_cmpstr (((VolumeStream *) g_ptr_array_index (file->streams, i))->name, !=,
                     stream->name);
  g_assert_cmpuint (_burnish_read_le32 (d + 20), ==, BURNISH_BLOCK_SIZE);
  volume_entry_init (self, &entry, _burnish_read_le32 (d + 24), _burnish_read_le16 (d + 28));
  g_assert_cmpuint (entry.bytes[27], ==, BURNISH_UDF_FILE_REGULAR);
  assert_stream_allocation (self, &entry);
  g_assert_cmpuint (_burnish_read_le16 (entry.bytes + 48), ==, 1);
  g_assert_cmpuint (_burnish_read_le32 (entry.bytes + VOLUME_STREAM_DIRECTORY), ==, 0);
  g_assert_cmpuint (get_unique_id (&entry), ==, file->unique_id);
  stream->data = volume_entry_read (self, &entry, &stream->size_bytes);
  g_ptr_array_add (file->streams, stream);
}

static void
read_streams (Volume *self, VolumeFile *file, const guint8 *owner)
{
  gboolean no_split_tags = self->second_kind == 'V';
  guint64 object_bytes = file->size_bytes;
  guint32 location = _burnish_read_le32 (owner + VOLUME_STREAM_DIRECTORY + 4);
  guint16 partition = _burnish_read_le16 (owner + VOLUME_STREAM_DIRECTORY + 8);
  g_autofree guint8 *data = NULL;
  gsize n_bytes, size_bytes;
  guint32 first;
  VolumeEntry entry;

  g_assert_cmpuint (_burnish_read_le32 (owner + VOLUME_STREAM_DIRECTORY), ==, BURNISH_BLOCK_SIZE);
  volume_entry_init (self, &entry, location, partition);
  g_assert_cmpuint (entry.bytes[27], ==, BURNISH_UDF_FILE_STREAM_DIRECTORY);
  g_assert_cmpuint (_burnish_read_le16 (entry.bytes + 48), ==, 0);
  g_assert_cmpuint (get_unique_id (&entry), ==, file->unique_id);
  first = volume_resolve (self, location, partition) + 1;
  first -=
      self->second_kind == 'M' ? g_array_index (self->metadata, guint32, 0) : self->partition_block;
  data = volume_entry_read (self, &entry, &n_bytes);
  file->streams = g_ptr_array_new_with_free_func (stream_free);
  for (gsize offset = 0; offset < n_bytes; offset += size_bytes)
    {
      const guint8 *d = data + offset;

      size_bytes = (38u + d[19] + _burnish_read_le16 (d + 36) + 3u) & ~3u;
      g_assert_cmpuint (offset + size_bytes, <=, n_bytes);
      volume_assert_tag (self, d, size_bytes, BURNISH_UDF_TAG_FILE_IDENTIFIER,
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
      g_assert_cmpuint (volume_resolve (self, _burnish_read_le32 (d + 24),
                                        _burnish_read_le16 (d + 28)),
                        ==, file->entry_block);
    }
  g_assert_cmpuint (file->streams->len, >, 0);
  for (guint i = 0; i < file->streams->len; i++)
    object_bytes += ((VolumeStream *) g_ptr_array_index (file->streams, i))->size_bytes;
  g_assert_cmpuint (_burnish_read_le64 (owner + 64), ==, object_bytes);
}

/* ---- Names and folders ---- */

static VolumeFile *
add_entry (Volume *self, const char *path, guint32 location, guint16 partition)
{
  VolumeFile *file = g_new0 (VolumeFile, 1);
  VolumeEntry entry;

  volume_entry_init (self, &entry, location, partition);
  file->path = g_strdup (path);
  file->type = entry.bytes[27];
  file->icb_flags = _burnish_read_le16 (entry.bytes + 34);
  file->uid = _burnish_read_le32 (entry.bytes + 36);
  file->gid = _burnish_read_le32 (entry.bytes + 40);
  file->permissions = _burnish_read_le32 (entry.bytes + 44);
  file->n_links = _burnish_read_le16 (entry.bytes + 48);
  file->unique_id = _burnish_read_le64 (entry.ads - 16);
  file->entry_block = volume_resolve (self, location, partition);
  g_assert_true (_burnish_udf_read_timestamp (
      entry.bytes + (self->revision < BURNISH_UDF_2_00 ? 84 : 92), &file->time_us));
  /* Contents outside the entry say that they are not in the partition of the entries. */
  if (self->second_kind && file->type == BURNISH_UDF_FILE_REGULAR && (file->icb_flags & 7) != 3)
    g_assert_cmpuint (file->icb_flags & 7, ==, 1);
  file->data = volume_entry_read (self, &entry, &file->size_bytes);
  if (self->revision >= BURNISH_UDF_2_00
      && _burnish_read_le32 (entry.bytes + VOLUME_STREAM_DIRECTORY) > 0)
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
  file = find_entry (self, volume_resolve (self, location, partition));
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
      volume_assert_tag (self, d, size_bytes, BURNISH_UDF_TAG_FILE_IDENTIFIER, location);
      if (no_split_tags)
        g_assert_cmpuint (offset % BURNISH_BLOCK_SIZE, <=, BURNISH_BLOCK_SIZE - 16);
      if (offset == 0)
        {
          g_assert_cmpuint (d[18], ==, 0x0A);
          g_assert_cmpuint (d[19], ==, 0);
          g_assert_cmpuint (volume_resolve (self, _burnish_read_le32 (d + 24),
                                            _burnish_read_le16 (d + 28)),
                            ==, parent->entry_block);
        }
      else
        read_name (self, folder, d, names);
      offset += size_bytes;
    }
}

void
volume_read_tree (Volume *self, const guint8 *logical)
{
  guint32 location = _burnish_read_le32 (logical + 252);
  guint16 partition = _burnish_read_le16 (logical + 256);
  const guint8 *set = volume_get_block (self, volume_resolve (self, location, partition));
  gboolean no_split_tags = self->second_kind == 'V' && self->revision >= BURNISH_UDF_2_00;
  g_autoptr (GHashTable) parents = g_hash_table_new (NULL, NULL);
  guint32 n_files = 0, n_folders = 0;

  volume_assert_tag (self, set, BURNISH_BLOCK_SIZE, BURNISH_UDF_TAG_FILE_SET, location);
  volume_own (self, volume_resolve (self, location, partition), 1);
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

void
volume_assert_link_counts (Volume *self)
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
