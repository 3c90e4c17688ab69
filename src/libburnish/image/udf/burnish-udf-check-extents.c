/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include <string.h>

/* Allocation descriptors (ECMA-167 4/14.14): the two upper bits of the length. */
#define LENGTH_MASK    0x3FFFFFFFu
#define TYPE_RECORDED  0
#define TYPE_ALLOCATED 1
#define TYPE_CONTINUES 3

#define EXTENT_HEADER 24 /* ECMA-167 4/14.5 */

typedef struct
{
  BurnishUdfCheckRun *run;
  const BurnishUdfCheckEntry *entry;
  GArray *stretches;
  gboolean is_data;
  gboolean is_complete;
  guint64 total_bytes;
  guint64 n_blocks;
  guint8 extent[BURNISH_BLOCK_SIZE]; /* of allocation descriptors that go on elsewhere */
  const guint8 *at;
  const guint8 *end;
  guint32 where; /* block that the descriptors are in */
} Listing;

/* Each such block is claimed, which ends circles. */
static gboolean
continue_elsewhere (Listing *listing, guint map, guint32 block)
{
  static const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_ALLOCATION_EXTENT, 0 };
  BurnishUdfCheckRun *run = listing->run;
  const char *what = "allocation extent descriptor";
  BurnishUdfCheckPlace place = { .run = run, .what = what };
  guint32 n_bytes;

  if (!_burnish_udf_check_locate (run, map, block, listing->where, what, &place.block)
      || !_burnish_udf_check_claim_in_map (run, map, block, 1, FALSE, listing->where, what)
      || !_burnish_udf_check_read (run, place.block, listing->extent, what)
      || !_burnish_udf_check_tag (&place, listing->extent, BURNISH_BLOCK_SIZE, block, wanted))
    return FALSE;
  n_bytes = _burnish_read_le32 (listing->extent + 20);
  if (n_bytes > BURNISH_BLOCK_SIZE - EXTENT_HEADER)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_ALLOCATION_LENGTH, place.block,
                              "The allocation extent says that it has %u bytes", n_bytes);
      return FALSE;
    }
  listing->where = place.block;
  listing->at = listing->extent + EXTENT_HEADER;
  listing->end = listing->at + n_bytes;
  return TRUE;
}

/* What lies beyond the size may be allocated but not recorded, and counts nowhere. */
static void
check_tail (Listing *listing, guint type)
{
  if (type != TYPE_ALLOCATED)
    _burnish_udf_check_say (listing->run, BURNISH_UDF_RULE_ALLOCATION_END, listing->where,
                            "An extent behind the end of the contents is not marked as unrecorded");
}

static void
check_length (Listing *listing, guint32 size_bytes)
{
  if (size_bytes > BURNISH_UDF_EXTENT_MAX_BYTES)
    _burnish_udf_check_say (listing->run, BURNISH_UDF_RULE_ALLOCATION_LENGTH, listing->where,
                            "An extent has %u bytes, more than 2^30 - 2048", size_bytes);
  if (size_bytes % BURNISH_BLOCK_SIZE != 0
      && listing->total_bytes + size_bytes < listing->entry->size_bytes)
    _burnish_udf_check_say (
        listing->run, BURNISH_UDF_RULE_ALLOCATION_LENGTH, listing->where,
        "An extent of %u bytes is not the last and has no whole number of blocks", size_bytes);
}

static void
add_stretch (Listing *listing, guint type, guint32 size_bytes, guint map, guint32 block)
{
  guint32 n_blocks = size_bytes / BURNISH_BLOCK_SIZE + (size_bytes % BURNISH_BLOCK_SIZE != 0);
  gboolean is_tail = listing->total_bytes >= listing->entry->size_bytes;
  BurnishUdfCheckStretch stretch = { map, block, size_bytes, type == TYPE_RECORDED };

  if (is_tail)
    check_tail (listing, type);
  else
    {
      check_length (listing, size_bytes);
      listing->total_bytes += size_bytes;
      g_array_append_val (listing->stretches, stretch);
    }
  if (type == TYPE_ALLOCATED && !is_tail)
    _burnish_udf_check_say (listing->run, BURNISH_UDF_RULE_ALLOCATION_HOLE, listing->where,
                            "%u bytes of the contents are allocated but not recorded", size_bytes);
  if (type != TYPE_RECORDED && type != TYPE_ALLOCATED)
    return;
  listing->n_blocks += type == TYPE_RECORDED && !is_tail ? n_blocks : 0;
  if (!_burnish_udf_check_claim_in_map (listing->run, map, block, n_blocks, listing->is_data,
                                        listing->where,
                                        listing->is_data ? "contents" : listing->entry->place.what))
    listing->is_complete = FALSE;
}

static gboolean
list_descriptors (Listing *listing)
{
  gboolean is_long = listing->entry->allocation == BURNISH_UDF_ALLOCATION_LONG;
  guint size = is_long ? BURNISH_UDF_LONG_AD_SIZE : BURNISH_UDF_SHORT_AD_SIZE;

  while (listing->end - listing->at >= size && listing->run->error == NULL)
    {
      guint32 length = _burnish_read_le32 (listing->at);
      guint32 block = _burnish_read_le32 (listing->at + 4);
      guint map = is_long ? _burnish_read_le16 (listing->at + 8) : listing->entry->map;

      listing->at += size;
      if ((length & LENGTH_MASK) == 0)
        break;
      if (length >> 30 == TYPE_CONTINUES)
        {
          if (!continue_elsewhere (listing, map, block))
            return FALSE;
        }
      else
        add_stretch (listing, length >> 30, length & LENGTH_MASK, map, block);
    }
  if (!_burnish_udf_check_is_zero (listing->at, (gsize) (listing->end - listing->at)))
    _burnish_udf_check_say (listing->run, BURNISH_UDF_RULE_ALLOCATION_END, listing->where,
                            "Something follows the last allocation descriptor");
  return TRUE;
}

static void
check_embedded (BurnishUdfCheckRun *run, const BurnishUdfCheckEntry *entry)
{
  if (entry->n_allocation_bytes != entry->size_bytes)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_SIZE, entry->place.block,
                            "The %s says %" G_GUINT64_FORMAT
                            " bytes, the contents embedded in it have %u",
                            entry->place.what, entry->size_bytes, entry->n_allocation_bytes);
  if (entry->n_blocks != 0)
    _burnish_udf_check_say (
        run, BURNISH_UDF_RULE_ENTRY_BLOCKS, entry->place.block,
        "The %s has embedded contents, but says that they take %" G_GUINT64_FORMAT " blocks",
        entry->place.what, entry->n_blocks);
}

gboolean
_burnish_udf_check_extents (BurnishUdfCheckRun *run,
                            const BurnishUdfCheckEntry *entry,
                            gboolean is_data,
                            GArray *stretches)
{
  g_autofree Listing *listing = NULL;

  g_array_set_size (stretches, 0);
  if (entry->allocation == BURNISH_UDF_ALLOCATION_EMBEDDED)
    {
      check_embedded (run, entry);
      return TRUE;
    }
  if (entry->allocation > BURNISH_UDF_ALLOCATION_LONG)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_ALLOCATION_TYPE, entry->place.block,
                              "The %s has allocation descriptors of type %u", entry->place.what,
                              entry->allocation);
      return FALSE;
    }
  listing = g_new0 (Listing, 1);
  *listing = (Listing){ .run = run,
                        .entry = entry,
                        .stretches = stretches,
                        .is_data = is_data,
                        .is_complete = TRUE,
                        .at = entry->allocation_bytes,
                        .end = entry->allocation_bytes + entry->n_allocation_bytes,
                        .where = entry->place.block };
  if (!list_descriptors (listing) || run->error != NULL)
    return FALSE;
  if (listing->total_bytes != entry->size_bytes)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_SIZE, entry->place.block,
                            "The %s says %" G_GUINT64_FORMAT
                            " bytes, its extents have %" G_GUINT64_FORMAT,
                            entry->place.what, entry->size_bytes, listing->total_bytes);
  if (listing->n_blocks != entry->n_blocks)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_BLOCKS, entry->place.block,
                            "The %s says that %" G_GUINT64_FORMAT
                            " blocks are recorded, its extents have %" G_GUINT64_FORMAT,
                            entry->place.what, entry->n_blocks, listing->n_blocks);
  return listing->is_complete;
}

gboolean
_burnish_udf_check_read_stretch (BurnishUdfCheckRun *run,
                                 const BurnishUdfCheckEntry *entry,
                                 const BurnishUdfCheckStretch *stretch,
                                 guint32 n,
                                 guint8 *buffer,
                                 guint32 *found)
{
  *found = entry->place.block;
  if (!stretch->is_recorded)
    {
      memset (buffer, 0, BURNISH_BLOCK_SIZE);
      return TRUE;
    }
  return _burnish_udf_check_locate (run, stretch->map, stretch->block + n, entry->place.block,
                                    entry->place.what, found)
         && _burnish_udf_check_read (run, *found, buffer, entry->place.what);
}

guint8 *
_burnish_udf_check_read_contents (BurnishUdfCheckRun *run,
                                  const BurnishUdfCheckEntry *entry,
                                  GArray *stretches,
                                  guint64 max_bytes)
{
  g_autofree guint8 *data = NULL;
  guint64 filled = 0;

  if (entry->size_bytes > max_bytes)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_SIZE, entry->place.block,
                              "The %s says %" G_GUINT64_FORMAT " bytes, which is too much",
                              entry->place.what, entry->size_bytes);
      return NULL;
    }
  data = g_malloc0 (entry->size_bytes + 2 * BURNISH_BLOCK_SIZE);
  if (entry->allocation == BURNISH_UDF_ALLOCATION_EMBEDDED)
    {
      memcpy (data, entry->allocation_bytes, MIN (entry->size_bytes, entry->n_allocation_bytes));
      return g_steal_pointer (&data);
    }
  for (guint i = 0; i < stretches->len; i++)
    {
      const BurnishUdfCheckStretch *stretch = &g_array_index (stretches, BurnishUdfCheckStretch, i);

      for (guint64 at = 0; at < stretch->size_bytes && filled < entry->size_bytes;
           at += BURNISH_BLOCK_SIZE)
        {
          guint32 found;

          if (!_burnish_udf_check_read_stretch (
                  run, entry, stretch, (guint32) (at / BURNISH_BLOCK_SIZE), data + filled, &found))
            return NULL;
          filled += MIN (stretch->size_bytes - at, BURNISH_BLOCK_SIZE);
        }
    }
  return g_steal_pointer (&data);
}
