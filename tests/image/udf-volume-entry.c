/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-volume-private.h"

void
volume_entry_init (Volume *self, VolumeEntry *entry, guint32 location, guint16 partition)
{
  gboolean is_extended = self->revision >= BURNISH_UDF_2_00;
  gsize fixed = is_extended ? 216 : 176;
  guint32 block = volume_resolve (self, location, partition);

  *entry = (VolumeEntry){ .bytes = volume_get_block (self, block),
                          .partition = partition,
                          .location = location };
  volume_own (self, block, 1);
  volume_assert_tag (self, entry->bytes, BURNISH_BLOCK_SIZE,
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
  if (is_extended && _burnish_read_le32 (entry->bytes + VOLUME_STREAM_DIRECTORY) == 0)
    g_assert_cmpuint (_burnish_read_le64 (entry->bytes + 64), ==,
                      _burnish_read_le64 (entry->bytes + 56));
}

gboolean
volume_entry_next (Volume *self,
                   VolumeEntry *entry,
                   guint32 *size_bytes,
                   guint32 *location,
                   guint16 *partition)
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
      guint32 block = volume_resolve (self, *location, *partition);
      const guint8 *extension = volume_get_block (self, block);

      g_assert_cmpuint (entry->ads_bytes, ==, 0);
      volume_own (self, block, 1);
      volume_assert_tag (self, extension, BURNISH_BLOCK_SIZE, BURNISH_UDF_TAG_ALLOCATION_EXTENT,
                         *location);
      entry->ads = extension + 24;
      entry->ads_bytes = _burnish_read_le32 (extension + 20);
      return volume_entry_next (self, entry, size_bytes, location, partition);
    }
  g_assert_cmpuint (length >> 30, ==, 0);
  return TRUE;
}

guint8 *
volume_entry_read (Volume *self, VolumeEntry *entry, gsize *size_bytes)
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
    while (volume_entry_next (self, entry, &n_bytes, &location, &partition))
      {
        guint32 block = volume_resolve (self, location, partition);
        guint32 n_blocks = (guint32) burnish_bytes_to_blocks (n_bytes);

        g_assert_cmpuint (data->len % BURNISH_BLOCK_SIZE, ==, 0);
        volume_own (self, block, n_blocks);
        volume_get_block (self, block + n_blocks - 1);
        g_byte_array_append (data, volume_get_block (self, block), n_bytes);
        n_recorded -= n_blocks;
      }
  g_assert_cmpuint (data->len, ==, *size_bytes);
  g_assert_cmpuint (n_recorded, ==, 0);
  return g_byte_array_free (data, FALSE);
}
