/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-volume-reader-private.h"

#include <string.h>

/* Bounds: sequences have 16 blocks, 32 on some discs; pointers chain extents (ECMA-167 3/8.4.2). */
#define MAX_SEQUENCE_BLOCKS  4096
#define MAX_SEQUENCE_EXTENTS 64
#define MAX_PARTITIONS       64
#define MAX_INTEGRITY_BLOCKS 65536

/* Anchor volume descriptor pointer, ECMA-167 3/10.2. */
#define ANCHOR_MAIN    16
#define ANCHOR_RESERVE 24

/* Fields of descriptors, ECMA-167 3/10. */
#define SEQUENCE_NUMBER     16
#define POINTER_NEXT        20
#define PARTITION_NUMBER    22
#define LOGICAL_BLOCK_SIZE  212
#define LOGICAL_DOMAIN      216
#define LOGICAL_FILE_SET    248
#define LOGICAL_MAPS_LENGTH 264
#define LOGICAL_INTEGRITY   432
#define LOGICAL_MAPS        440
#define INTEGRITY_TYPE      28
#define INTEGRITY_NEXT      32
#define INTEGRITY_CLOSED    1
#define DOMAIN_REVISION     24

/* ECMA-167 4/14.1. */
#define FILE_SET_SET_NUMBER 40
#define FILE_SET_NUMBER     44
#define FILE_SET_NEXT       448
#define MAX_FILE_SETS       1024

/* Volume recognition: structures of 2048 bytes, or of a block when that is larger (ECMA-167
   2/9.1). */
#define RECOGNITION_BYTE   32768
#define MAX_RECOGNITION    64
#define RECOGNITION_MARGIN 8

/* What one pass over a sequence found. */
typedef struct
{
  gboolean is_damaged;
  gboolean has_logical;
} Pass;

static gboolean
is_zero (const guint8 *bytes, gsize size_bytes)
{
  return size_bytes == 0 || (bytes[0] == 0 && memcmp (bytes, bytes + 1, size_bytes - 1) == 0);
}

/* ---- Prevailing descriptors (ECMA-167 3/8.4.3) ---- */

static void
take (BurnishUdfVolume *self, BurnishUdfDescriptor *descriptor, guint64 sector, const guint8 *bytes)
{
  if (descriptor->sector != 0
      && _burnish_read_le32 (bytes + SEQUENCE_NUMBER)
             <= _burnish_read_le32 (descriptor->bytes + SEQUENCE_NUMBER))
    return;
  descriptor->sector = sector;
  memcpy (descriptor->bytes, bytes, self->block_bytes);
}

static void
take_partition (BurnishUdfVolume *self, guint64 sector, const guint8 *bytes)
{
  for (guint i = 0; i < self->partitions->len; i++)
    {
      BurnishUdfDescriptor *partition = g_ptr_array_index (self->partitions, i);

      if (_burnish_read_le16 (partition->bytes + PARTITION_NUMBER)
          == _burnish_read_le16 (bytes + PARTITION_NUMBER))
        {
          take (self, partition, sector, bytes);
          return;
        }
    }
  if (self->partitions->len < MAX_PARTITIONS)
    {
      g_ptr_array_add (self->partitions, g_new0 (BurnishUdfDescriptor, 1));
      take (self, g_ptr_array_index (self->partitions, self->partitions->len - 1), sector, bytes);
    }
}

/* Reads a block of a sequence. FALSE: it is damaged, and noted. */
static gboolean
read_descriptor (BurnishUdfVolume *self,
                 guint64 sector,
                 const char *where,
                 guint8 *bytes,
                 BurnishUdfTag *tag)
{
  BurnishUdfTagFault fault;
  const char *clause, *text;

  if (!_burnish_udf_volume_read (self, sector, 1, bytes))
    {
      _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_RECOVERED, sector, "ECMA-167 3/8.4.2",
                                "A block of the %s cannot be read", where);
      return FALSE;
    }
  fault = _burnish_udf_tag_read (tag, bytes, self->block_bytes, (guint32) sector);
  if (fault == BURNISH_UDF_TAG_GOOD || is_zero (bytes, self->block_bytes))
    return TRUE;
  text = _burnish_udf_tag_fault_text (fault, &clause);
  _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_RECOVERED, sector, clause,
                            "A descriptor of the %s %s", where, text);
  return FALSE;
}

static void
read_sequence (BurnishUdfVolume *self, const guint8 *extent, const char *where, Pass *pass)
{
  guint32 n_blocks = _burnish_read_le32 (extent) / self->block_bytes;
  guint32 sector = _burnish_read_le32 (extent + 4);
  guint n_extents = 1;
  guint8 bytes[BURNISH_UDF_MAX_BLOCK_BYTES];
  BurnishUdfTag tag;

  for (guint n_read = 0; n_blocks > 0 && n_read < MAX_SEQUENCE_BLOCKS && self->fatal == NULL;
       n_read++)
    {
      guint32 at = sector++;

      n_blocks--;
      if (!read_descriptor (self, at, where, bytes, &tag))
        {
          pass->is_damaged = TRUE;
          continue;
        }
      switch (tag.id)
        {
        case BURNISH_UDF_TAG_PRIMARY_VOLUME:
          take (self, &self->primary, at, bytes);
          break;
        case BURNISH_UDF_TAG_LOGICAL_VOLUME:
          take (self, &self->logical, at, bytes);
          pass->has_logical = TRUE;
          break;
        case BURNISH_UDF_TAG_PARTITION:
          take_partition (self, at, bytes);
          break;
        case BURNISH_UDF_TAG_VOLUME_POINTER:
          if (++n_extents > MAX_SEQUENCE_EXTENTS)
            return;
          n_blocks = _burnish_read_le32 (bytes + POINTER_NEXT) / self->block_bytes;
          sector = _burnish_read_le32 (bytes + POINTER_NEXT + 4);
          break;
        case BURNISH_UDF_TAG_TERMINATOR:
          return;
        default:
          if (is_zero (bytes, BURNISH_UDF_TAG_SIZE))
            return;
        }
    }
}

/* ---- What the logical volume needs ---- */

static gboolean
has_partition (BurnishUdfVolume *self, guint16 number)
{
  for (guint i = 0; i < self->partitions->len; i++)
    {
      const BurnishUdfDescriptor *partition = g_ptr_array_index (self->partitions, i);

      if (_burnish_read_le16 (partition->bytes + PARTITION_NUMBER) == number)
        return TRUE;
    }
  return FALSE;
}

/* Whether all partitions that the maps name are there (ECMA-167 3/10.7). */
static gboolean
is_complete (BurnishUdfVolume *self)
{
  const guint8 *map = self->logical.bytes + LOGICAL_MAPS;
  const guint8 *end = map
                      + MIN (_burnish_read_le32 (self->logical.bytes + LOGICAL_MAPS_LENGTH),
                             self->block_bytes - LOGICAL_MAPS);

  if (self->logical.sector == 0 || self->partitions->len == 0)
    return FALSE;
  for (; end - map >= 2 && map[1] >= 2 && map[1] <= end - map; map += map[1])
    {
      if (map[0] == 1 && map[1] == 6 && !has_partition (self, _burnish_read_le16 (map + 4)))
        return FALSE;
      if (map[0] == 2 && map[1] == 64 && !has_partition (self, _burnish_read_le16 (map + 38)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_sequences (BurnishUdfVolume *self)
{
  const guint8 *anchor = self->anchor.bytes;
  Pass main = { FALSE }, reserve = { FALSE };

  self->primary.sector = 0;
  self->logical.sector = 0;
  g_ptr_array_set_size (self->partitions, 0);
  read_sequence (self, anchor + ANCHOR_MAIN, "main volume descriptor sequence", &main);
  /* The reserve sequence may hold what is damaged in the main one, and the other way round. */
  if (main.is_damaged || self->primary.sector == 0 || !is_complete (self))
    {
      guint64 sector = _burnish_read_le32 (anchor + ANCHOR_MAIN + 4);

      _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_RECOVERED, sector, "ECMA-167 3/8.4.2.2",
                                "The main volume descriptor sequence is %s; the reserve sequence "
                                "is read too",
                                main.is_damaged ? "damaged" : "not complete");
      read_sequence (self, anchor + ANCHOR_RESERVE, "reserve volume descriptor sequence", &reserve);
    }
  if (self->fatal != NULL || !is_complete (self))
    return FALSE;
  if (main.is_damaged && reserve.is_damaged)
    _burnish_udf_volume_note (
        self, BURNISH_UDF_NOTE_LOST, self->logical.sector, "ECMA-167 3/8.4.3",
        "Both volume descriptor sequences are damaged; what is newest in them "
        "cannot be told");
  return TRUE;
}

/* ---- Anchors (ECMA-167 3/8.4.2.1, UDF 2.2.3) ---- */

static gboolean
try_anchor (BurnishUdfVolume *self, guint64 sector)
{
  BurnishUdfTag tag;
  BurnishUdfTagFault fault;
  const char *clause, *text;
  guint8 *bytes = self->anchor.bytes;

  if (sector == 0 || sector >= self->n_sectors || sector > G_MAXUINT32
      || !_burnish_udf_volume_read (self, sector, 1, bytes))
    return FALSE;
  fault = _burnish_udf_tag_read (&tag, bytes, self->block_bytes, (guint32) sector);
  if (tag.id != BURNISH_UDF_TAG_ANCHOR)
    return FALSE;
  if (fault != BURNISH_UDF_TAG_GOOD)
    {
      text = _burnish_udf_tag_fault_text (fault, &clause);
      _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_RECOVERED, sector, clause,
                                "The anchor in block %" G_GUINT64_FORMAT " %s", sector, text);
      return FALSE;
    }
  self->anchor.sector = sector;
  if (read_sequences (self)
      && _burnish_read_le32 (self->logical.bytes + LOGICAL_BLOCK_SIZE) == self->block_bytes)
    return TRUE;
  if (self->fatal == NULL)
    _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_RECOVERED, sector, "ECMA-167 3/8.4.2",
                              "The anchor in block %" G_GUINT64_FORMAT " leads to no volume",
                              sector);
  return FALSE;
}

static gboolean
try_end (BurnishUdfVolume *self, guint64 end)
{
  return (end > 0 && try_anchor (self, end - 1))
         || (end > BURNISH_UDF_ANCHOR_BLOCK
             && try_anchor (self, end - 1 - BURNISH_UDF_ANCHOR_BLOCK));
}

/* Drives say where the medium ends with the run-out blocks of a track, 2 of CDs, or up to 150 of
   padding, counted in or not. */
static gboolean
try_ends (BurnishUdfVolume *self)
{
  static const guint behind[] = { 0, 2, 1, 3, 150, 152 };

  for (guint i = 0; i < G_N_ELEMENTS (behind); i++)
    if (self->n_sectors > behind[i] && try_end (self, self->n_sectors - behind[i]))
      return TRUE;
  return FALSE;
}

static gboolean
find_volume (BurnishUdfVolume *self)
{
  guint64 session = (guint64) self->device->session_block * BURNISH_BLOCK_SIZE / self->block_bytes;

  if (try_anchor (self, session + BURNISH_UDF_ANCHOR_BLOCK))
    return TRUE;
  if (try_ends (self))
    {
      _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_RECOVERED, self->anchor.sector,
                                "ECMA-167 3/8.4.2.1",
                                "The anchor in block %" G_GUINT64_FORMAT
                                " was read in place of the first",
                                self->anchor.sector);
      return TRUE;
    }
  /* A disc that is not closed may have its only anchor here (UDF 2.2.3). */
  return try_anchor (self, session + 2 * BURNISH_UDF_ANCHOR_BLOCK)
         || (session > 0
             && (try_anchor (self, BURNISH_UDF_ANCHOR_BLOCK)
                 || try_anchor (self, 2 * BURNISH_UDF_ANCHOR_BLOCK)));
}

static gboolean
find_volume_of_any_block_size (BurnishUdfVolume *self)
{
  static const guint32 sizes[] = { 2048, 512, 4096, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes) && self->fatal == NULL; i++)
    {
      self->block_bytes = sizes[i];
      self->n_sectors = self->device->n_blocks * BURNISH_BLOCK_SIZE / sizes[i];
      if (find_volume (self))
        return TRUE;
    }
  return _burnish_udf_volume_fail (self, "There is no UDF volume%s",
                                   self->notes->len > 0 ? " that is not damaged" : "");
}

/* ---- Integrity (ECMA-167 3/8.8.1) ---- */

static void
read_integrity (BurnishUdfVolume *self)
{
  guint32 n_blocks = _burnish_read_le32 (self->logical.bytes + LOGICAL_INTEGRITY);
  guint32 sector = _burnish_read_le32 (self->logical.bytes + LOGICAL_INTEGRITY + 4);
  guint8 bytes[BURNISH_UDF_MAX_BLOCK_BYTES];
  BurnishUdfTag tag;

  n_blocks /= self->block_bytes;
  for (guint i = 0; n_blocks > 0 && i < MAX_INTEGRITY_BLOCKS && self->fatal == NULL; i++)
    {
      guint32 at = sector++;

      n_blocks--;
      if (!_burnish_udf_volume_read (self, at, 1, bytes)
          || _burnish_udf_tag_read (&tag, bytes, self->block_bytes, at) != BURNISH_UDF_TAG_GOOD
          || tag.id != BURNISH_UDF_TAG_INTEGRITY)
        break;
      self->integrity.sector = at;
      memcpy (self->integrity.bytes, bytes, self->block_bytes);
      if (_burnish_read_le32 (bytes + INTEGRITY_NEXT) > 0)
        {
          n_blocks = _burnish_read_le32 (bytes + INTEGRITY_NEXT) / self->block_bytes;
          sector = _burnish_read_le32 (bytes + INTEGRITY_NEXT + 4);
        }
    }
  if (self->fatal != NULL)
    return;
  if (self->integrity.sector == 0)
    _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_INFO, sector, "UDF 2.2.6",
                              "There is no integrity descriptor that is not damaged");
  else if (_burnish_read_le32 (self->integrity.bytes + INTEGRITY_TYPE) != INTEGRITY_CLOSED)
    _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_INFO, self->integrity.sector,
                              "ECMA-167 3/10.10.3", "The volume was not closed");
}

/* ---- File sets (ECMA-167 4/8.3) ---- */

static void
take_file_set (BurnishUdfVolume *self, guint64 sector, const guint8 *bytes)
{
  const guint8 *old = self->file_set.bytes;
  guint32 set = _burnish_read_le32 (bytes + FILE_SET_SET_NUMBER);
  guint32 old_set = _burnish_read_le32 (old + FILE_SET_SET_NUMBER);

  /* Of the first set, the last descriptor (UDF 2.3.2). */
  if (self->file_set.sector != 0
      && (set > old_set
          || (set == old_set
              && _burnish_read_le32 (bytes + FILE_SET_NUMBER)
                     < _burnish_read_le32 (old + FILE_SET_NUMBER))))
    return;
  self->file_set.sector = sector;
  memcpy (self->file_set.bytes, bytes, self->block_bytes);
}

/* Whether a block holds nothing, which ends a sequence as a terminator does. */
static gboolean
is_unrecorded (BurnishUdfVolume *self, guint map, guint32 block)
{
  guint8 bytes[BURNISH_UDF_MAX_BLOCK_BYTES];
  guint64 sector;

  return _burnish_udf_volume_locate (self, map, block, 1, 0, &sector, NULL)
         && _burnish_udf_volume_read (self, sector, 1, bytes) && is_zero (bytes, self->block_bytes);
}

static gboolean
read_file_sets (BurnishUdfVolume *self)
{
  const guint8 *extent = self->logical.bytes + LOGICAL_FILE_SET;
  guint32 n_blocks = (_burnish_read_le32 (extent) & 0x3FFFFFFF) / self->block_bytes;
  guint32 block = _burnish_read_le32 (extent + 4);
  guint map = _burnish_read_le16 (extent + 8);
  guint8 bytes[BURNISH_UDF_MAX_BLOCK_BYTES];
  guint64 sector;

  for (guint i = 0; n_blocks > 0 && i < MAX_FILE_SETS && self->fatal == NULL; i++)
    {
      if (i > 0 && is_unrecorded (self, map, block))
        break;
      if (!_burnish_udf_volume_read_descriptor (self, map, block, BURNISH_UDF_TAG_FILE_SET,
                                                BURNISH_UDF_TAG_TERMINATOR, "file set descriptor",
                                                BURNISH_UDF_NOTE_LOST, bytes, &sector)
          || _burnish_read_le16 (bytes) == BURNISH_UDF_TAG_TERMINATOR)
        break;
      take_file_set (self, sector, bytes);
      n_blocks--;
      block++;
      if (_burnish_read_le32 (bytes + FILE_SET_NEXT) > 0)
        {
          n_blocks = (_burnish_read_le32 (bytes + FILE_SET_NEXT) & 0x3FFFFFFF) / self->block_bytes;
          block = _burnish_read_le32 (bytes + FILE_SET_NEXT + 4);
          map = _burnish_read_le16 (bytes + FILE_SET_NEXT + 8);
        }
    }
  return self->fatal == NULL
         && (self->file_set.sector != 0
             || _burnish_udf_volume_fail (self, "There is no file set that is not damaged"));
}

BurnishUdfVolume *
_burnish_udf_volume_open (const BurnishUdfDevice *device, GError **error)
{
  g_autoptr (BurnishUdfVolume) self = _burnish_udf_volume_new (device);

  if (find_volume_of_any_block_size (self))
    {
      if (!_burnish_udf_is_regid (self->logical.bytes + LOGICAL_DOMAIN, BURNISH_UDF_DOMAIN))
        _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_INFO, self->logical.sector, "UDF 2.2.4.3",
                                  "The volume does not say that it is UDF");
      self->revision = _burnish_read_le16 (self->logical.bytes + LOGICAL_DOMAIN + DOMAIN_REVISION);
      read_integrity (self);
      if (self->fatal == NULL && _burnish_udf_volume_open_maps (self))
        read_file_sets (self);
    }
  if (self->fatal == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&self->fatal));
  return NULL;
}

/* ---- Recognition (ECMA-167 2/8, 3/9.1) ---- */

gboolean
_burnish_udf_is_recognised (const BurnishUdfDevice *device, GError **error)
{
  guint8 block[BURNISH_BLOCK_SIZE];
  guint n_unknown = 0;

  for (guint32 i = 0; i < MAX_RECOGNITION && n_unknown < RECOGNITION_MARGIN; i++)
    {
      guint64 at = (guint64) device->session_block + RECOGNITION_BYTE / BURNISH_BLOCK_SIZE + i;

      if (at >= device->n_blocks)
        return FALSE;
      if (!_burnish_udf_device_read (device, at * BURNISH_BLOCK_SIZE, block, sizeof block, error))
        return FALSE;
      if (memcmp (block + 1, "NSR02", 5) == 0 || memcmp (block + 1, "NSR03", 5) == 0)
        return TRUE;
      /* Writers leave gaps; with blocks of 4096 bytes every other one is empty. */
      if (memcmp (block + 1, "CD001", 5) != 0 && memcmp (block + 1, "BEA01", 5) != 0
          && memcmp (block + 1, "BOOT2", 5) != 0 && memcmp (block + 1, "CDW02", 5) != 0)
        n_unknown++;
    }
  return FALSE;
}
