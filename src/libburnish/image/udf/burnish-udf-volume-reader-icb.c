/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-volume-reader-private.h"

#include <string.h>

/* ICB tag, ECMA-167 4/14.6, from the beginning of an entry. */
#define ICB_STRATEGY  20
#define ICB_FILE_TYPE 27
#define ICB_FLAGS     34
#define STRATEGY_4    4
#define STRATEGY_4096 4096 /* UDF 2.3.5.1 */
#define MAX_INDIRECT  4096

/* File entry and extended file entry, ECMA-167 4/14.9, 4/14.17. */
#define ENTRY_SIZE_BYTES          56
#define ENTRY_ATTRIBUTES          168
#define EXTENDED_ENTRY_ATTRIBUTES 208
#define INDIRECT_ICB              36

/* Allocation, ECMA-167 4/14.14, 4/14.5. */
#define EXTENDED_AD_SIZE       20
#define EXTENT_LENGTH          0x3FFFFFFFu
#define EXTENT_RECORDED        0
#define EXTENT_CONTINUES       3
#define ALLOCATION_EXTENT_USED 20
#define ALLOCATION_EXTENT_SIZE 24
/* Each block of descriptors stands for many blocks of contents. */
#define SECTORS_PER_ALLOCATION_EXTENT 64
#define FREE_ALLOCATION_EXTENTS       64

/* ---- Entries ---- */

/* Fills what an entry says about its own parts. */
static gboolean
take_entry (BurnishUdfVolume *self, BurnishUdfIcb *icb, const char *what)
{
  guint fixed = BURNISH_UDF_FILE_ENTRY_SIZE;
  const guint8 *lengths = icb->bytes + ENTRY_ATTRIBUTES;

  icb->is_extended = _burnish_read_le16 (icb->bytes) == BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY;
  if (icb->is_extended)
    {
      fixed = BURNISH_UDF_EXTENDED_FILE_ENTRY_SIZE;
      lengths = icb->bytes + EXTENDED_ENTRY_ATTRIBUTES;
    }
  icb->file_type = icb->bytes[ICB_FILE_TYPE];
  icb->flags = _burnish_read_le16 (icb->bytes + ICB_FLAGS);
  icb->size_bytes = _burnish_read_le64 (icb->bytes + ENTRY_SIZE_BYTES);
  icb->attributes_bytes = _burnish_read_le32 (lengths);
  icb->allocation_bytes = _burnish_read_le32 (lengths + 4);
  if (icb->attributes_bytes > self->block_bytes - fixed
      || icb->allocation_bytes > self->block_bytes - fixed - icb->attributes_bytes
      || icb->size_bytes > G_MAXINT64)
    {
      _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_LOST, icb->sector, "ECMA-167 4/14.9",
                                "The lengths in the %s make no sense", what);
      return FALSE;
    }
  icb->allocation = icb->bytes + fixed + icb->attributes_bytes;
  return TRUE;
}

/* Of strategy 4096: the entry behind a direct one says where the next ICB is. TRUE with has_next
   FALSE when this is the last. */
static gboolean
find_next (BurnishUdfVolume *self, const char *what, guint *map, guint32 *block, gboolean *has_next)
{
  guint8 bytes[BURNISH_UDF_MAX_BLOCK_BYTES];
  guint64 sector;

  *has_next = FALSE;
  if (*block == G_MAXUINT32
      || !_burnish_udf_volume_locate (self, *map, *block + 1, 1, 0, &sector, NULL)
      || !_burnish_udf_volume_read (self, sector, 1, bytes))
    return self->fatal == NULL;
  /* Not recorded yet. */
  if (bytes[0] == 0 && memcmp (bytes, bytes + 1, BURNISH_UDF_TAG_SIZE - 1) == 0)
    return TRUE;
  if (!_burnish_udf_volume_read_descriptor (self, *map, *block + 1, BURNISH_UDF_TAG_INDIRECT_ENTRY,
                                            BURNISH_UDF_TAG_TERMINAL_ENTRY, what,
                                            BURNISH_UDF_NOTE_LOST, bytes, &sector))
    return FALSE;
  if (_burnish_read_le16 (bytes) == BURNISH_UDF_TAG_TERMINAL_ENTRY
      || (_burnish_read_le32 (bytes + INDIRECT_ICB) & EXTENT_LENGTH) == 0)
    return TRUE;
  *block = _burnish_read_le32 (bytes + INDIRECT_ICB + 4);
  *map = _burnish_read_le16 (bytes + INDIRECT_ICB + 8);
  *has_next = TRUE;
  return TRUE;
}

/* Whether a block holds nothing: an indirect entry may point at one that is to be recorded. */
static gboolean
is_unrecorded (BurnishUdfVolume *self, guint map, guint32 block)
{
  guint8 bytes[BURNISH_UDF_MAX_BLOCK_BYTES];
  guint64 sector;

  return _burnish_udf_volume_locate (self, map, block, 1, 0, &sector, NULL)
         && _burnish_udf_volume_read (self, sector, 1, bytes) && bytes[0] == 0
         && memcmp (bytes, bytes + 1, self->block_bytes - 1) == 0;
}

gboolean
_burnish_udf_volume_read_icb (BurnishUdfVolume *self,
                              guint map,
                              guint32 block,
                              const char *what,
                              BurnishUdfIcb *icb)
{
  gboolean has_next = TRUE;

  for (guint i = 0; has_next; i++)
    {
      guint strategy;

      if (i > 0 && is_unrecorded (self, map, block))
        break;
      if (i == MAX_INDIRECT)
        {
          _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_LOST, icb->sector, "UDF 2.3.5.1",
                                    "The %s was recorded more often than can be followed", what);
          return FALSE;
        }
      if (!_burnish_udf_volume_read_descriptor (self, map, block, BURNISH_UDF_TAG_FILE_ENTRY,
                                                BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY, what,
                                                BURNISH_UDF_NOTE_LOST, icb->bytes, &icb->sector))
        return FALSE;
      icb->map = map;
      icb->block = block;
      strategy = _burnish_read_le16 (icb->bytes + ICB_STRATEGY);
      if (strategy == STRATEGY_4)
        break;
      if (strategy != STRATEGY_4096)
        {
          _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_LOST, icb->sector, "UDF 2.3.5.1",
                                    "The %s is recorded by strategy %u", what, strategy);
          return FALSE;
        }
      if (!find_next (self, what, &map, &block, &has_next))
        return FALSE;
    }
  return self->fatal == NULL && take_entry (self, icb, what);
}

/* ---- Allocation descriptors ---- */

typedef struct
{
  guint kind; /* the two upper bits of the length */
  guint map;
  guint32 block;
  guint32 size_bytes;
} Descriptor;

static guint
get_descriptor_size (guint allocation)
{
  switch (allocation)
    {
    case BURNISH_UDF_ALLOCATION_SHORT:
      return BURNISH_UDF_SHORT_AD_SIZE;
    case BURNISH_UDF_ALLOCATION_LONG:
      return BURNISH_UDF_LONG_AD_SIZE;
    default:
      return EXTENDED_AD_SIZE;
    }
}

static Descriptor
parse_descriptor (const guint8 *bytes, guint allocation, guint map)
{
  guint32 length = _burnish_read_le32 (bytes);
  Descriptor descriptor = {
    .kind = length >> 30,
    .map = map,
    .size_bytes = length & EXTENT_LENGTH,
  };

  if (allocation == BURNISH_UDF_ALLOCATION_EXTENDED)
    {
      /* The lengths as recorded and of the information come between (ECMA-167 4/14.14.3). */
      descriptor.block = _burnish_read_le32 (bytes + 12);
      descriptor.map = _burnish_read_le16 (bytes + 16);
      return descriptor;
    }
  descriptor.block = _burnish_read_le32 (bytes + 4);
  if (allocation == BURNISH_UDF_ALLOCATION_LONG)
    descriptor.map = _burnish_read_le16 (bytes + 8);
  return descriptor;
}

typedef struct
{
  BurnishUdfVolume *volume;
  const BurnishUdfIcb *icb;
  GArray *stretches;
  guint allocation;
  guint64 left; /* bytes of the data that have no stretch yet */
  const guint8 *at;
  const guint8 *end;
  guint8 extent[BURNISH_UDF_MAX_BLOCK_BYTES]; /* an allocation extent, once one is read */
  guint n_extents;
} Listing;

/* Descriptors go on in another block (ECMA-167 4/14.5). */
static gboolean
continue_listing (Listing *listing, const Descriptor *descriptor)
{
  BurnishUdfVolume *volume = listing->volume;
  guint64 sector;
  guint32 used_bytes;

  if (++listing->n_extents
      > volume->n_sectors / SECTORS_PER_ALLOCATION_EXTENT + FREE_ALLOCATION_EXTENTS)
    {
      _burnish_udf_volume_note (volume, BURNISH_UDF_NOTE_LOST, listing->icb->sector,
                                "ECMA-167 4/12.1", "The allocation descriptors go in circles");
      return FALSE;
    }
  if (!_burnish_udf_volume_read_descriptor (volume, descriptor->map, descriptor->block,
                                            BURNISH_UDF_TAG_ALLOCATION_EXTENT, 0,
                                            "allocation extent descriptor", BURNISH_UDF_NOTE_LOST,
                                            listing->extent, &sector))
    return FALSE;
  used_bytes = _burnish_read_le32 (listing->extent + ALLOCATION_EXTENT_USED);
  if (used_bytes > volume->block_bytes - ALLOCATION_EXTENT_SIZE)
    {
      _burnish_udf_volume_note (volume, BURNISH_UDF_NOTE_LOST, sector, "ECMA-167 4/14.5.3",
                                "An allocation extent is longer than its block");
      return FALSE;
    }
  listing->at = listing->extent + ALLOCATION_EXTENT_SIZE;
  listing->end = listing->at + used_bytes;
  return TRUE;
}

static gboolean
add_stretch (Listing *listing, const Descriptor *descriptor)
{
  BurnishUdfStretch stretch = {
    .map = descriptor->map,
    .block = descriptor->block,
    .size_bytes = MIN (descriptor->size_bytes, listing->left),
    .is_recorded = descriptor->kind == EXTENT_RECORDED,
  };

  if (stretch.size_bytes == 0)
    return TRUE;
  if (listing->volume->extents_left == 0)
    return _burnish_udf_volume_fail (listing->volume, "Contents are in more pieces than there are "
                                                      "blocks");
  listing->volume->extents_left--;
  g_array_append_val (listing->stretches, stretch);
  listing->left -= stretch.size_bytes;
  /* All but the last are whole blocks (ECMA-167 4/12.1). */
  if (listing->left == 0 || descriptor->size_bytes % listing->volume->block_bytes == 0)
    return TRUE;
  _burnish_udf_volume_note (listing->volume, BURNISH_UDF_NOTE_LOST, listing->icb->sector,
                            "ECMA-167 4/12.1", "An extent in the middle is not of whole blocks");
  return FALSE;
}

static gboolean
list_descriptors (Listing *listing)
{
  guint size = get_descriptor_size (listing->allocation);

  while (listing->end - listing->at >= size)
    {
      Descriptor descriptor =
          parse_descriptor (listing->at, listing->allocation, listing->icb->map);

      listing->at += size;
      /* Nothing follows a descriptor without length (ECMA-167 4/12). */
      if (descriptor.size_bytes == 0)
        break;
      if (descriptor.kind == EXTENT_CONTINUES ? !continue_listing (listing, &descriptor)
                                              : !add_stretch (listing, &descriptor))
        return FALSE;
    }
  return TRUE;
}

static void
list_embedded (Listing *listing)
{
  const BurnishUdfIcb *icb = listing->icb;
  BurnishUdfStretch stretch = {
    .map = icb->map,
    .block = icb->block,
    .size_bytes = MIN (icb->size_bytes, icb->allocation_bytes),
    .is_recorded = TRUE,
    .is_embedded = TRUE,
  };

  if (stretch.size_bytes > 0)
    g_array_append_val (listing->stretches, stretch);
  listing->left -= stretch.size_bytes;
}

GArray *
_burnish_udf_volume_list_stretches (BurnishUdfVolume *self,
                                    const BurnishUdfIcb *icb,
                                    gboolean *complete)
{
  Listing listing = {
    .volume = self,
    .icb = icb,
    .stretches = g_array_new (FALSE, FALSE, sizeof (BurnishUdfStretch)),
    .allocation = icb->flags & 0x7,
    .left = icb->size_bytes,
    .at = icb->allocation,
    .end = icb->allocation + icb->allocation_bytes,
  };

  *complete = TRUE;
  if (listing.allocation == BURNISH_UDF_ALLOCATION_EMBEDDED)
    list_embedded (&listing);
  else if (listing.allocation <= BURNISH_UDF_ALLOCATION_EXTENDED)
    *complete = list_descriptors (&listing);
  if (*complete && listing.left > 0 && self->fatal == NULL)
    _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_LOST, icb->sector, "ECMA-167 4/14.9.10",
                              "The extents are shorter than the size by %" G_GUINT64_FORMAT
                              " bytes",
                              listing.left);
  *complete &= listing.left == 0;
  return listing.stretches;
}

/* ---- Places ---- */

/* Adds a place, or makes the last one longer: not one of another file, before first. */
static gboolean
add_extent (BurnishUdfVolume *self,
            GArray *extents,
            guint first,
            guint64 start_byte,
            guint64 size_bytes)
{
  BurnishUdfExtent extent = { start_byte, size_bytes };
  BurnishUdfExtent *last =
      extents->len > first ? &g_array_index (extents, BurnishUdfExtent, extents->len - 1) : NULL;

  if (last != NULL
      && (start_byte >= BURNISH_UDF_LOST ? last->start_byte == start_byte
                                         : last->start_byte + last->size_bytes == start_byte))
    {
      last->size_bytes += size_bytes;
      return TRUE;
    }
  if (self->extents_left == 0)
    return _burnish_udf_volume_fail (self, "Contents are in more pieces than there are blocks");
  self->extents_left--;
  g_array_append_val (extents, extent);
  return TRUE;
}

/* FALSE: some of it is nowhere. */
static gboolean
add_blocks (BurnishUdfVolume *self,
            const BurnishUdfStretch *stretch,
            guint copy,
            GArray *extents,
            guint first)
{
  guint64 left = stretch->size_bytes;
  guint64 block = stretch->block;

  while (left > 0 && self->fatal == NULL)
    {
      guint32 n_blocks = (guint32) ((left + self->block_bytes - 1) / self->block_bytes);
      guint32 n_contiguous;
      guint64 sector, n_bytes;

      if (block > G_MAXUINT32
          || !_burnish_udf_volume_locate (self, stretch->map, (guint32) block, n_blocks, copy,
                                          &sector, &n_contiguous)
          || sector + n_contiguous > self->n_sectors)
        {
          add_extent (self, extents, first, BURNISH_UDF_LOST, left);
          return FALSE;
        }
      n_bytes = MIN (left, (guint64) n_contiguous * self->block_bytes);
      add_extent (self, extents, first, sector * self->block_bytes, n_bytes);
      block += n_contiguous;
      left -= n_bytes;
    }
  return self->fatal == NULL;
}

gboolean
_burnish_udf_volume_add_extents (BurnishUdfVolume *self,
                                 const BurnishUdfIcb *icb,
                                 GArray *stretches,
                                 guint copy,
                                 GArray *extents)
{
  guint first = extents->len;
  gboolean found = TRUE;

  for (guint i = 0; i < stretches->len && self->fatal == NULL; i++)
    {
      const BurnishUdfStretch *stretch = &g_array_index (stretches, BurnishUdfStretch, i);

      if (stretch->is_embedded)
        found &=
            add_extent (self, extents, first,
                        icb->sector * self->block_bytes + (guint64) (icb->allocation - icb->bytes),
                        stretch->size_bytes);
      else if (!stretch->is_recorded)
        found &= add_extent (self, extents, first, BURNISH_UDF_HOLE, stretch->size_bytes);
      else
        found &= add_blocks (self, stretch, copy, extents, first);
    }
  return found && self->fatal == NULL;
}
