/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-reader-folder-private.h"

#include <string.h>

/* File identifier descriptor, ECMA-167 4/14.4. */
#define FID_CHARACTERISTICS 18
#define FID_NAME_LENGTH     19
#define FID_ICB             20
#define FID_USE_LENGTH      36
#define FID_ALIGNMENT       4
#define EXTENT_LENGTH       0x3FFFFFFFu

#define MAX_FOLDER_BYTES ((guint64) 512 * 1024 * 1024)

/* What CRCs may cost, times the size of the folder. Those of identifiers in a row cover each byte
   once, on two copies and once more behind damage. */
#define CRCS_PER_BYTE 4

typedef struct
{
  BurnishUdfVolume *volume;
  const BurnishUdfIcb *icb;
  GArray *stretches; /* (owned) */
  gsize size_bytes;
  guint8 *data;   /* (owned) */
  guint8 *mirror; /* (owned) (nullable) */
  gboolean is_mirror_read;
  gboolean is_misplaced; /* a wrong location was noted */
  gboolean is_lost;
  guint stretch; /* that the position is in */
  guint64 stretch_start;
  guint64 crc_bytes_left; /* that may still be put through a CRC */
} Folder;

static void
folder_clear (Folder *folder)
{
  g_clear_pointer (&folder->stretches, g_array_unref);
  g_clear_pointer (&folder->data, g_free);
  g_clear_pointer (&folder->mirror, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

/* The data on one copy (transfer full), zeros where it is lost; NULL: nothing new there. */
static guint8 *
read_data (Folder *folder, guint copy, gboolean *complete)
{
  g_autoptr (GArray) extents = g_array_new (FALSE, FALSE, sizeof (BurnishUdfExtent));
  guint8 *data;

  *complete = _burnish_udf_volume_add_extents (folder->volume, folder->icb, folder->stretches, copy,
                                               extents);
  if (folder->volume->fatal != NULL)
    return NULL;
  data = g_malloc (folder->size_bytes + 1);
  *complete &=
      _burnish_udf_volume_read_extents (folder->volume, (const BurnishUdfExtent *) extents->data,
                                        extents->len, data, folder->size_bytes);
  return data;
}

static gboolean
has_mirror (Folder *folder)
{
  for (guint i = 0; i < folder->stretches->len; i++)
    {
      const BurnishUdfStretch *stretch = &g_array_index (folder->stretches, BurnishUdfStretch, i);

      if (!stretch->is_embedded && _burnish_udf_volume_has_copy (folder->volume, stretch->map, 1))
        return TRUE;
    }
  return FALSE;
}

/* The block of its partition that a position is in; positions only go forward. */
static void
find_block (Folder *folder, gsize position, guint32 *block, guint64 *sector)
{
  const BurnishUdfStretch *stretch = NULL;

  *sector = folder->icb->sector;
  *block = folder->icb->block;
  for (; folder->stretch < folder->stretches->len; folder->stretch++)
    {
      stretch = &g_array_index (folder->stretches, BurnishUdfStretch, folder->stretch);
      if (position < folder->stretch_start + stretch->size_bytes)
        break;
      folder->stretch_start += stretch->size_bytes;
    }
  if (folder->stretch == folder->stretches->len || stretch->is_embedded)
    return;
  *block =
      stretch->block + (guint32) ((position - folder->stretch_start) / folder->volume->block_bytes);
  _burnish_udf_volume_locate (folder->volume, stretch->map, *block, 1, 0, sector, NULL);
}

/* Crafted tags that overlap would have each of them cost 64 KiB. */
static gboolean
pay_for_crc (Folder *folder, guint crc_length)
{
  if (crc_length > folder->crc_bytes_left)
    return _burnish_udf_volume_fail (folder->volume, "The checksums of a folder of the volume go "
                                                     "far beyond its names");
  folder->crc_bytes_left -= crc_length;
  return TRUE;
}

/* Bytes of the identifier at a position; 0: there is none that is not damaged, or fatal. */
static gsize
measure (Folder *folder,
         const guint8 *data,
         gsize position,
         guint32 block,
         BurnishUdfTagFault *fault,
         BurnishUdfTag *tag)
{
  gsize left = folder->size_bytes - position;
  const guint8 *bytes = data + position;
  gsize size;

  *fault = BURNISH_UDF_TAG_BAD_LENGTH;
  if (left < BURNISH_UDF_FID_SIZE)
    return 0;
  *fault = _burnish_udf_tag_read (tag, bytes, left, block);
  if (*fault != BURNISH_UDF_TAG_BAD_CHECKSUM && *fault != BURNISH_UDF_TAG_BAD_VERSION
      && *fault != BURNISH_UDF_TAG_BAD_LENGTH && !pay_for_crc (folder, tag->crc_length))
    return 0;
  if (*fault != BURNISH_UDF_TAG_GOOD && *fault != BURNISH_UDF_TAG_BAD_LOCATION)
    return 0;
  size =
      BURNISH_UDF_FID_SIZE + _burnish_read_le16 (bytes + FID_USE_LENGTH) + bytes[FID_NAME_LENGTH];
  return tag->id == BURNISH_UDF_TAG_FILE_IDENTIFIER && size <= left ? size : 0;
}

/* Finds the identifier at a position in the data or its mirror. */
static const guint8 *
find_identifier (Folder *folder, gsize position, guint32 block, guint64 sector, gsize *size)
{
  BurnishUdfTagFault fault, other_fault;
  BurnishUdfTag tag;
  gboolean complete;
  const char *clause, *text;

  *size = measure (folder, folder->data, position, block, &fault, &tag);
  if (*size > 0 && fault == BURNISH_UDF_TAG_BAD_LOCATION && !folder->is_misplaced)
    {
      folder->is_misplaced = TRUE;
      _burnish_udf_volume_note (folder->volume, BURNISH_UDF_NOTE_INFO, sector, "ECMA-167 3/7.2.8",
                                "A file identifier says that it is in block %u, not %u",
                                tag.location, block);
    }
  if (*size > 0)
    return folder->data + position;
  if (folder->volume->fatal != NULL)
    return NULL;
  if (!folder->is_mirror_read && has_mirror (folder))
    folder->mirror = read_data (folder, 1, &complete);
  folder->is_mirror_read = TRUE;
  if (folder->mirror != NULL)
    *size = measure (folder, folder->mirror, position, block, &other_fault, &tag);
  if (*size == 0)
    return NULL;
  text = fault == BURNISH_UDF_TAG_GOOD ? "is another descriptor"
                                       : _burnish_udf_tag_fault_text (fault, &clause);
  _burnish_udf_volume_note (folder->volume, BURNISH_UDF_NOTE_RECOVERED, sector, "ECMA-167 4/14.4",
                            "A file identifier %s; the metadata mirror has it", text);
  return folder->mirror + position;
}

static gboolean
is_over (Folder *folder)
{
  BurnishUdfVolume *volume = folder->volume;

  return volume->fatal != NULL
         || g_cancellable_set_error_if_cancelled (volume->device->cancellable, &volume->fatal);
}

/* Bytes to the next identifier that is not damaged, or to the end. */
static gsize
skip_damage (Folder *folder, gsize position)
{
  gsize next = position + FID_ALIGNMENT;
  BurnishUdfTagFault fault;
  BurnishUdfTag tag;

  while (next < folder->size_bytes && !is_over (folder)
         && measure (folder, folder->data, next, 0, &fault, &tag) == 0)
    next += FID_ALIGNMENT;
  return MIN (next, folder->size_bytes) - position;
}

static gboolean
call (const guint8 *bytes, guint64 sector, BurnishUdfNameFunc func, gpointer user_data)
{
  BurnishUdfName name = {
    .sector = sector,
    .characteristics = bytes[FID_CHARACTERISTICS],
    .name = bytes + BURNISH_UDF_FID_SIZE + _burnish_read_le16 (bytes + FID_USE_LENGTH),
    .name_bytes = bytes[FID_NAME_LENGTH],
    .icb_bytes = _burnish_read_le32 (bytes + FID_ICB) & EXTENT_LENGTH,
    .block = _burnish_read_le32 (bytes + FID_ICB + 4),
    .map = _burnish_read_le16 (bytes + FID_ICB + 8),
  };

  return func (&name, user_data);
}

static gboolean
walk (Folder *folder, BurnishUdfNameFunc func, gpointer user_data)
{
  for (gsize position = 0; position < folder->size_bytes && !is_over (folder);)
    {
      guint32 block;
      guint64 sector;
      gsize size;
      const guint8 *bytes;

      find_block (folder, position, &block, &sector);
      bytes = find_identifier (folder, position, block, sector, &size);
      if (bytes == NULL && folder->volume->fatal != NULL)
        return FALSE;
      if (bytes == NULL)
        {
          size = skip_damage (folder, position);
          folder->is_lost = TRUE;
          _burnish_udf_volume_note (folder->volume, BURNISH_UDF_NOTE_LOST, sector,
                                    "ECMA-167 4/14.4",
                                    "%" G_GSIZE_FORMAT " bytes of a folder are damaged", size);
        }
      else if (!call (bytes, sector, func, user_data))
        return FALSE;
      position += (size + FID_ALIGNMENT - 1) / FID_ALIGNMENT * FID_ALIGNMENT;
    }
  return folder->volume->fatal == NULL && !folder->is_lost;
}

gboolean
_burnish_udf_folder_read (BurnishUdfVolume *volume,
                          const BurnishUdfIcb *icb,
                          guint64 *bytes_left,
                          BurnishUdfNameFunc func,
                          gpointer user_data)
{
  g_auto (Folder) folder = { .volume = volume, .icb = icb };
  gboolean complete, all_read;

  if (icb->size_bytes > *bytes_left || icb->size_bytes > MAX_FOLDER_BYTES)
    return _burnish_udf_volume_fail (volume, "The folders of the volume are larger than any disc "
                                             "needs");
  *bytes_left -= icb->size_bytes;
  folder.size_bytes = (gsize) icb->size_bytes;
  folder.crc_bytes_left = icb->size_bytes * CRCS_PER_BYTE;
  folder.stretches = _burnish_udf_volume_list_stretches (volume, icb, &complete);
  folder.data = read_data (&folder, 0, &all_read);
  if (folder.data == NULL)
    return FALSE;
  return walk (&folder, func, user_data) && complete;
}
