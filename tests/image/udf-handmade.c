/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-handmade.h"

#include "burnish-bytes-private.h"
#include "burnish-udf-text-private.h"

#include <string.h>

/* ---- Making volumes ---- */

guint8 *
get_sector (HandmadeVolume *volume, guint32 sector)
{
  g_assert_cmpuint (sector, <, HANDMADE_BLOCKS);
  return volume->bytes + (gsize) sector * BURNISH_BLOCK_SIZE;
}

guint8 *
get_block (HandmadeVolume *volume, guint32 block)
{
  return get_sector (volume, HANDMADE_PARTITION + block);
}

void
put_sequence (HandmadeVolume *volume,
              guint32 sector,
              const guint8 *maps,
              guint maps_bytes,
              guint n_maps)
{
  guint8 *primary = get_sector (volume, sector);
  guint8 *partition = get_sector (volume, sector + 1);
  guint8 *logical = get_sector (volume, sector + 2);

  _burnish_udf_seal (primary, BURNISH_UDF_TAG_PRIMARY_VOLUME, volume->revision, sector, 512);
  _burnish_write_le32 (partition + 188, HANDMADE_PARTITION);
  _burnish_write_le32 (partition + 192, HANDMADE_PARTITION_BLOCKS);
  _burnish_udf_seal (partition, BURNISH_UDF_TAG_PARTITION, volume->revision, sector + 1, 512);
  _burnish_udf_dstring_write (logical + 84, 128, "By hand");
  _burnish_write_le32 (logical + 212, BURNISH_BLOCK_SIZE);
  _burnish_udf_write_regid (logical + 216, BURNISH_UDF_DOMAIN, BURNISH_UDF_SUFFIX_DOMAIN,
                            volume->revision);
  _burnish_udf_write_long_ad (logical + 248, BURNISH_BLOCK_SIZE, 0, 0);
  _burnish_write_le32 (logical + 264, maps_bytes);
  _burnish_write_le32 (logical + 268, n_maps);
  memcpy (logical + 440, maps, maps_bytes);
  _burnish_udf_seal (logical, BURNISH_UDF_TAG_LOGICAL_VOLUME, volume->revision, sector + 2,
                     440 + maps_bytes);
  _burnish_udf_seal (get_sector (volume, sector + 3), BURNISH_UDF_TAG_TERMINATOR, volume->revision,
                     sector + 3, 512);
}

static void
put_anchor (HandmadeVolume *volume, guint32 sector)
{
  guint8 *anchor = get_sector (volume, sector);

  _burnish_write_le32 (anchor + 16, 16 * BURNISH_BLOCK_SIZE);
  _burnish_write_le32 (anchor + 20, 32);
  _burnish_write_le32 (anchor + 24, 16 * BURNISH_BLOCK_SIZE);
  _burnish_write_le32 (anchor + 28, 48);
  _burnish_udf_seal (anchor, BURNISH_UDF_TAG_ANCHOR, volume->revision, sector, 512);
}

static void
put_file_set (HandmadeVolume *volume)
{
  guint8 *file_set = get_block (volume, 0);

  _burnish_udf_write_long_ad (file_set + 400, BURNISH_BLOCK_SIZE, 1, 0);
  _burnish_udf_seal (file_set, BURNISH_UDF_TAG_FILE_SET, volume->revision, 0, 512);
}

HandmadeVolume *
handmade_volume_new (BurnishUdfRevision revision)
{
  static const guint8 physical[6] = { 1, 6, 1 };
  HandmadeVolume *volume = g_new0 (HandmadeVolume, 1);

  volume->revision = revision;
  volume->names = g_string_new (NULL);
  put_sequence (volume, 32, physical, sizeof physical, 1);
  put_sequence (volume, 48, physical, sizeof physical, 1);
  put_anchor (volume, 256);
  put_anchor (volume, HANDMADE_BLOCKS - 1);
  put_file_set (volume);
  return volume;
}

void
handmade_volume_free (HandmadeVolume *volume)
{
  g_string_free (volume->names, TRUE);
  g_free (volume);
}

void
put_entry (HandmadeVolume *volume,
           guint32 block,
           BurnishUdfFileType type,
           BurnishUdfAllocation allocation,
           guint64 size_bytes,
           const void *descriptors,
           gsize descriptors_bytes)
{
  guint8 *entry = get_block (volume, block);
  gboolean is_extended = volume->revision >= BURNISH_UDF_2_00;
  gsize fixed = is_extended ? BURNISH_UDF_EXTENDED_FILE_ENTRY_SIZE : BURNISH_UDF_FILE_ENTRY_SIZE;

  g_assert_cmpuint (fixed + descriptors_bytes, <=, BURNISH_BLOCK_SIZE);
  if (_burnish_read_le16 (entry + 20) == 0)
    _burnish_write_le16 (entry + 20, 4);
  entry[27] = (guint8) type;
  _burnish_write_le16 (entry + 34, (guint16) allocation);
  _burnish_write_le64 (entry + 56, size_bytes);
  _burnish_write_le32 (entry + fixed - 4, (guint32) descriptors_bytes);
  memcpy (entry + fixed, descriptors, descriptors_bytes);
  _burnish_udf_seal (entry,
                     is_extended ? BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY : BURNISH_UDF_TAG_FILE_ENTRY,
                     volume->revision, block, fixed + descriptors_bytes);
}

void
put_text (HandmadeVolume *volume, guint32 block, const char *text)
{
  put_entry (volume, block, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_EMBEDDED,
             strlen (text), text, strlen (text));
}

void
add_name_bytes (HandmadeVolume *volume,
                const guint8 *name,
                guint name_bytes,
                guint32 block,
                guint flags)
{
  guint8 bytes[BURNISH_UDF_FID_SIZE + 260] = { 0 };
  gsize size_bytes = (BURNISH_UDF_FID_SIZE + name_bytes + 3) / 4 * 4;

  _burnish_write_le16 (bytes + 16, 1);
  bytes[18] = (guint8) flags;
  bytes[19] = (guint8) name_bytes;
  _burnish_udf_write_long_ad (bytes + 20, BURNISH_BLOCK_SIZE, block, 0);
  if (name_bytes > 0)
    memcpy (bytes + BURNISH_UDF_FID_SIZE, name, name_bytes);
  _burnish_udf_seal (bytes, BURNISH_UDF_TAG_FILE_IDENTIFIER, volume->revision, volume->folder,
                     size_bytes);
  g_string_append_len (volume->names, (const char *) bytes, (gssize) size_bytes);
}

void
add_name (HandmadeVolume *volume, const char *name, guint32 block, guint flags)
{
  guint8 bytes[256];

  _burnish_udf_text_encode (name, bytes);
  add_name_bytes (volume, bytes, (guint) _burnish_udf_text_size (name), block, flags);
}

void
begin_folder (HandmadeVolume *volume, guint32 block)
{
  volume->folder = block;
  g_string_truncate (volume->names, 0);
  add_name_bytes (volume, NULL, 0, 1, BURNISH_UDF_FID_DIRECTORY | BURNISH_UDF_FID_PARENT);
}

void
end_folder_of (HandmadeVolume *volume, BurnishUdfFileType type)
{
  put_entry (volume, volume->folder, type, BURNISH_UDF_ALLOCATION_EMBEDDED, volume->names->len,
             volume->names->str, volume->names->len);
}

void
end_folder (HandmadeVolume *volume)
{
  end_folder_of (volume, BURNISH_UDF_FILE_DIRECTORY);
}

/* ---- Reading them ---- */

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  HandmadeVolume *volume = user_data;

  if (volume->cancels)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return FALSE;
    }
  memcpy (buffer, get_sector (volume, start_block), (gsize) n_blocks * BURNISH_BLOCK_SIZE);
  if (volume->last_block >= start_block && volume->last_block < start_block + n_blocks)
    g_cancellable_cancel (volume->cancellable);
  return TRUE;
}

BurnishUdfDevice
get_device (HandmadeVolume *volume)
{
  return (BurnishUdfDevice){ .read = read_cb, .user_data = volume, .n_blocks = HANDMADE_BLOCKS };
}

BurnishUdfContents *
read_volume (HandmadeVolume *volume)
{
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;
  BurnishUdfContents *contents = _burnish_udf_contents_read (&device, &error);

  g_assert_no_error (error);
  return contents;
}

void
assert_refused (HandmadeVolume *volume)
{
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;

  g_assert_null (_burnish_udf_contents_read (&device, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
}

void
assert_paths (const BurnishUdfContents *contents, const char *expected)
{
  g_autoptr (GString) paths = g_string_new (NULL);

  for (guint32 i = 0; i < contents->nodes->len; i++)
    {
      g_autofree char *path = _burnish_udf_contents_dup_path (contents, i);

      g_string_append_printf (paths, "/%s%s ", path,
                              _burnish_udf_contents_get_entry (contents, i)->is_damaged ? "!" : "");
    }
  g_assert_cmpstr (paths->str, ==, expected);
}

void
assert_contents (HandmadeVolume *volume,
                 const BurnishUdfContents *contents,
                 const BurnishUdfEntry *entry,
                 const char *expected)
{
  BurnishUdfDevice device = get_device (volume);
  g_autofree guint8 *bytes = g_malloc0 (entry->size_bytes + 1);
  g_autoptr (GError) error = NULL;

  _burnish_udf_contents_pread (contents, &device, entry, 0, bytes, entry->size_bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes, entry->size_bytes, expected, strlen (expected));
}

gboolean
has_note (const BurnishUdfContents *contents, BurnishUdfNoteLevel level, const char *text)
{
  for (guint i = 0; i < contents->notes->len; i++)
    {
      const BurnishUdfNote *note = &g_array_index (contents->notes, BurnishUdfNote, i);

      if (note->level == level && strstr (note->text, text) != NULL)
        return TRUE;
    }
  return FALSE;
}
