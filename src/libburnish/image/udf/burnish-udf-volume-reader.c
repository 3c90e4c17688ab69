/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-volume-reader-private.h"

#include "burnish-udf-text-private.h"

#include <string.h>

#define MAX_NOTES    1000
#define CACHE_BLOCKS 32

/* What reading structures may cost: some times the device, since each block of them is read once or
   twice in a volume that makes sense. */
#define READS_PER_BLOCK   4
#define FREE_READS        4096
#define EXTENTS_PER_BLOCK 4
#define FREE_EXTENTS      65536

/* ---- Notes ---- */

void
_burnish_udf_volume_note (BurnishUdfVolume *self,
                          BurnishUdfNoteLevel level,
                          guint64 sector,
                          const char *clause,
                          const char *format,
                          ...)
{
  BurnishUdfNote note = { .level = level, .clause = clause };
  va_list args;

  self->n_lost += level == BURNISH_UDF_NOTE_LOST;
  if (self->notes->len >= MAX_NOTES)
    return;
  note.block = sector * self->block_bytes / BURNISH_BLOCK_SIZE;
  va_start (args, format);
  note.text = g_strdup_vprintf (format, args);
  va_end (args);
  g_array_append_val (self->notes, note);
}

gboolean
_burnish_udf_volume_fail (BurnishUdfVolume *self, const char *format, ...)
{
  va_list args;

  if (self->fatal != NULL)
    return FALSE;
  va_start (args, format);
  self->fatal = g_error_new_valist (BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID, format, args);
  va_end (args);
  return FALSE;
}

static void
note_clear (gpointer data)
{
  g_free (((BurnishUdfNote *) data)->text);
}

const char *
_burnish_udf_tag_fault_text (BurnishUdfTagFault fault, const char **clause)
{
  static const struct
  {
    const char *text;
    const char *clause;
  } faults[] = {
    [BURNISH_UDF_TAG_GOOD] = { "is good", NULL },
    [BURNISH_UDF_TAG_BAD_CHECKSUM] = { "has a wrong tag checksum", "ECMA-167 3/7.2.3" },
    [BURNISH_UDF_TAG_BAD_VERSION] = { "has an unknown tag version", "ECMA-167 3/7.2.2" },
    [BURNISH_UDF_TAG_BAD_LENGTH] = { "has a CRC over more than there is", "ECMA-167 3/7.2.7" },
    [BURNISH_UDF_TAG_BAD_CRC] = { "has a wrong CRC", "ECMA-167 3/7.2.6" },
    [BURNISH_UDF_TAG_BAD_LOCATION] = { "says that it lies elsewhere", "ECMA-167 3/7.2.8" },
  };

  *clause = faults[fault].clause;
  return faults[fault].text;
}

/* ---- Reading ---- */

gboolean
_burnish_udf_is_read_error (const GError *error)
{
  return g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED)
         || g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
}

/* Reads less than a block, through a block of our own. */
static gboolean
read_part (const BurnishUdfDevice *device,
           guint64 start_byte,
           guint8 *buffer,
           gsize size_bytes,
           GError **error)
{
  guint8 block[BURNISH_BLOCK_SIZE];

  if (!device->read ((guint32) (start_byte / BURNISH_BLOCK_SIZE), 1, block, device->user_data,
                     error))
    return FALSE;
  memcpy (buffer, block + start_byte % BURNISH_BLOCK_SIZE, size_bytes);
  return TRUE;
}

gboolean
_burnish_udf_device_read (const BurnishUdfDevice *device,
                          guint64 start_byte,
                          guint8 *buffer,
                          gsize size_bytes,
                          GError **error)
{
  guint64 end_byte = MIN (device->n_blocks, G_MAXUINT32) * BURNISH_BLOCK_SIZE;

  if (start_byte > end_byte || size_bytes > end_byte - start_byte)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED,
                   "Block %" G_GUINT64_FORMAT " lies behind the end",
                   MAX (start_byte, end_byte) / BURNISH_BLOCK_SIZE);
      return FALSE;
    }
  while (size_bytes > 0)
    {
      guint within = start_byte % BURNISH_BLOCK_SIZE;
      guint32 n_blocks = (guint32) MIN (size_bytes / BURNISH_BLOCK_SIZE, CACHE_BLOCKS);
      gsize n_bytes = within == 0 && n_blocks > 0 ? (gsize) n_blocks * BURNISH_BLOCK_SIZE
                                                  : MIN (size_bytes, BURNISH_BLOCK_SIZE - within);

      if (n_bytes < BURNISH_BLOCK_SIZE ? !read_part (device, start_byte, buffer, n_bytes, error)
                                       : !device->read ((guint32) (start_byte / BURNISH_BLOCK_SIZE),
                                                        n_blocks, buffer, device->user_data, error))
        return FALSE;
      start_byte += n_bytes;
      buffer += n_bytes;
      size_bytes -= n_bytes;
    }
  return TRUE;
}

/* FALSE: the bytes are not in the cache and cannot be brought there. */
static gboolean
read_cached (BurnishUdfVolume *self, guint64 start_byte, guint8 *buffer, gsize size_bytes)
{
  guint64 first = start_byte / BURNISH_BLOCK_SIZE;
  guint64 last = (start_byte + size_bytes - 1) / BURNISH_BLOCK_SIZE;
  g_autoptr (GError) error = NULL;

  if (first < self->cached_block || last >= self->cached_block + self->n_cached)
    {
      guint64 start = first - first % CACHE_BLOCKS;

      /* Nor does it help to try again what could not be read together. */
      if (last >= MIN (start + CACHE_BLOCKS, self->device->n_blocks)
          || (start == self->cached_block && self->n_cached == 0))
        return FALSE;
      self->cached_block = start;
      self->n_cached = (guint32) MIN (CACHE_BLOCKS, self->device->n_blocks - start);
      if (!_burnish_udf_device_read (self->device, start * BURNISH_BLOCK_SIZE, self->cache,
                                     (gsize) self->n_cached * BURNISH_BLOCK_SIZE, &error))
        {
          self->n_cached = 0;
          if (!_burnish_udf_is_read_error (error))
            self->fatal = g_steal_pointer (&error);
          return FALSE;
        }
    }
  memcpy (buffer, self->cache + (start_byte - self->cached_block * BURNISH_BLOCK_SIZE), size_bytes);
  return TRUE;
}

gboolean
_burnish_udf_volume_read (BurnishUdfVolume *self,
                          guint64 start_sector,
                          guint32 n_sectors,
                          guint8 *buffer)
{
  guint64 start_byte = start_sector * self->block_bytes;
  gsize size_bytes = (gsize) n_sectors * self->block_bytes;
  guint64 cost = burnish_bytes_to_blocks (size_bytes);
  g_autoptr (GError) error = NULL;

  if (self->fatal != NULL || start_sector >= self->n_sectors
      || n_sectors > self->n_sectors - start_sector)
    return FALSE;
  if (cost > self->blocks_left)
    return _burnish_udf_volume_fail (self, "The volume makes its reader go in circles");
  self->blocks_left -= cost;
  if (n_sectors == 1 && read_cached (self, start_byte, buffer, size_bytes))
    return TRUE;
  if (self->fatal != NULL)
    return FALSE;
  if (_burnish_udf_device_read (self->device, start_byte, buffer, size_bytes, &error))
    return TRUE;
  if (!_burnish_udf_is_read_error (error))
    self->fatal = g_steal_pointer (&error);
  return FALSE;
}

/* One after the other where they cannot be read together. */
static gboolean
read_piece (BurnishUdfVolume *self, guint64 start_byte, guint8 *buffer, gsize size_bytes)
{
  guint64 sector = start_byte / self->block_bytes;
  gsize within = start_byte % self->block_bytes;
  g_autofree guint8 *block = g_malloc (self->block_bytes);
  gboolean success = TRUE;

  if (within == 0 && size_bytes % self->block_bytes == 0
      && _burnish_udf_volume_read (self, sector, (guint32) (size_bytes / self->block_bytes),
                                   buffer))
    return TRUE;
  while (size_bytes > 0)
    {
      gsize n = MIN (size_bytes, self->block_bytes - within);

      if (_burnish_udf_volume_read (self, sector, 1, block))
        memcpy (buffer, block + within, n);
      else
        {
          memset (buffer, 0, n);
          success = FALSE;
        }
      sector++;
      within = 0;
      buffer += n;
      size_bytes -= n;
    }
  return success;
}

gboolean
_burnish_udf_volume_read_extents (BurnishUdfVolume *self,
                                  const BurnishUdfExtent *extents,
                                  guint n_extents,
                                  guint8 *buffer,
                                  guint64 size_bytes)
{
  gboolean success = TRUE;

  for (guint i = 0; i < n_extents && size_bytes > 0 && self->fatal == NULL; i++)
    {
      guint64 left = MIN (extents[i].size_bytes, size_bytes);
      guint64 start_byte = extents[i].start_byte;

      size_bytes -= left;
      if (start_byte == BURNISH_UDF_HOLE || start_byte == BURNISH_UDF_LOST)
        {
          memset (buffer, 0, left);
          buffer += left;
          success &= start_byte == BURNISH_UDF_HOLE;
          continue;
        }
      while (left > 0)
        {
          gsize n = (gsize) MIN (left, CACHE_BLOCKS * BURNISH_BLOCK_SIZE);

          success &= read_piece (self, start_byte, buffer, n);
          start_byte += n;
          buffer += n;
          left -= n;
        }
    }
  memset (buffer, 0, size_bytes);
  return success && size_bytes == 0 && self->fatal == NULL;
}

/* ---- Making and freeing ---- */

static void
map_clear (BurnishUdfMap *map)
{
  g_clear_pointer (&map->vat, g_array_unref);
  g_clear_pointer (&map->spares, g_array_unref);
  for (guint i = 0; i < BURNISH_UDF_N_COPIES; i++)
    g_clear_pointer (&map->copies[i], g_array_unref);
}

BurnishUdfVolume *
_burnish_udf_volume_new (const BurnishUdfDevice *device)
{
  BurnishUdfVolume *self = g_new0 (BurnishUdfVolume, 1);

  self->device = device;
  self->block_bytes = BURNISH_BLOCK_SIZE;
  self->n_sectors = device->n_blocks;
  self->partitions = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_array_new (FALSE, FALSE, sizeof (BurnishUdfNote));
  g_array_set_clear_func (self->notes, note_clear);
  self->cache = g_malloc (CACHE_BLOCKS * BURNISH_BLOCK_SIZE);
  self->blocks_left = MIN (device->n_blocks, G_MAXUINT32) * READS_PER_BLOCK + FREE_READS;
  self->extents_left = MIN (device->n_blocks, G_MAXUINT32) * EXTENTS_PER_BLOCK + FREE_EXTENTS;
  return self;
}

void
_burnish_udf_volume_free (BurnishUdfVolume *self)
{
  for (guint i = 0; i < self->n_maps; i++)
    map_clear (&self->maps[i]);
  g_ptr_array_unref (self->partitions);
  g_array_unref (self->notes);
  g_clear_error (&self->fatal);
  g_free (self->cache);
  g_free (self);
}
