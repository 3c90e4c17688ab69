/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

/* Space bitmap descriptor (ECMA-167 4/14.12): a set bit is a free block. */
#define BITMAP_HEADER     24
#define LENGTH_MASK       0x3FFFFFFFu
#define ACCESS_WRITE_ONCE 2 /* ECMA-167 3/10.5.7; rewritable media have more */
#define PARTITION_HEADER  56
/* More than a CRC can cover. */
#define BITMAP_TAG_BLOCKS 33

void
_burnish_udf_check_space_init (BurnishUdfCheckSpace *space, guint32 n_blocks)
{
  gsize n_bytes = (gsize) n_blocks / 8 + 1;

  space->n_blocks = n_blocks;
  space->used = g_malloc0 (n_bytes);
  space->data = g_malloc0 (n_bytes);
}

void
_burnish_udf_check_space_clear (BurnishUdfCheckSpace *space)
{
  g_clear_pointer (&space->used, g_free);
  g_clear_pointer (&space->data, g_free);
  space->n_blocks = 0;
}

static gboolean
is_set (const guint8 *bits, guint64 i)
{
  return (bits[i / 8] & 1u << i % 8) != 0;
}

static void
set (guint8 *bits, guint64 i)
{
  bits[i / 8] |= (guint8) (1u << i % 8);
}

/* Marks blocks up to the first that is in use, so that all claims together cost no more than the
   blocks that there are. G_MAXUINT64: none was. */
static guint64
mark (BurnishUdfCheckSpace *space, guint64 start, guint64 n_blocks, gboolean is_data)
{
  guint64 end = start + n_blocks;

  for (guint64 i = start; i < end;)
    if (i % 8 == 0 && end - i >= 8 && space->used[i / 8] == 0)
      {
        space->used[i / 8] = 0xFF;
        space->data[i / 8] = is_data ? 0xFF : 0;
        i += 8;
      }
    else
      {
        if (is_set (space->used, i))
          return i;
        set (space->used, i);
        if (is_data)
          set (space->data, i);
        i++;
      }
  return G_MAXUINT64;
}

/* What files share is lost with the first of them that is changed. */
static gboolean
is_writable (BurnishUdfCheckRun *run)
{
  for (guint i = 0; i < run->partitions->len; i++)
    if (g_array_index (run->partitions, BurnishUdfCheckPartition, i).access > ACCESS_WRITE_ONCE)
      return TRUE;
  return FALSE;
}

static gboolean
claim (BurnishUdfCheckRun *run,
       BurnishUdfCheckSpace *space,
       guint64 start,
       guint64 n_blocks,
       gboolean is_data,
       gint64 place_of_start,
       const char *what)
{
  guint64 taken = mark (space, start, n_blocks, is_data);

  if (taken == G_MAXUINT64)
    return TRUE;
  if (is_data && is_set (space->data, taken) && !is_writable (run))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DATA_SHARED,
                            place_of_start + (gint64) (taken - start),
                            "The block with %s also belongs to another file", what);
  else
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_USED_TWICE,
                            place_of_start + (gint64) (taken - start),
                            "The block with %s also belongs to something else", what);
  return FALSE;
}

gboolean
_burnish_udf_check_claim (BurnishUdfCheckRun *run,
                          guint64 start_block,
                          guint64 n_blocks,
                          gboolean is_data,
                          const char *what)
{
  if (start_block + n_blocks > run->space.n_blocks)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_OUTSIDE, (gint64) start_block,
                              "%" G_GUINT64_FORMAT
                              " blocks with %s reach behind the end, %u blocks",
                              n_blocks, what, run->n_blocks);
      return FALSE;
    }
  return claim (run, &run->space, start_block, n_blocks, is_data, (gint64) start_block, what);
}

gboolean
_burnish_udf_check_locate (BurnishUdfCheckRun *run,
                           guint map,
                           guint32 block,
                           guint32 where,
                           const char *what,
                           guint32 *found)
{
  guint64 sector;

  if (_burnish_udf_volume_locate (run->reader, map, block, 1, 0, &sector, NULL)
      && sector < run->n_blocks)
    {
      *found = (guint32) sector;
      return TRUE;
    }
  _burnish_udf_check_say (run, BURNISH_UDF_RULE_ADDRESS, where,
                          "Block %u of partition map %u, with %s, does not exist", block, map,
                          what);
  return FALSE;
}

/* A piece of a map that lies in one piece on the volume. */
static gboolean
claim_piece (BurnishUdfCheckRun *run,
             guint map,
             guint32 block,
             guint64 sector,
             guint32 n_blocks,
             gboolean is_data,
             const char *what)
{
  if (run->reader->maps[map].kind != BURNISH_UDF_MAP_METADATA)
    return _burnish_udf_check_claim (run, sector, n_blocks, is_data, what);
  if ((guint64) block + n_blocks > run->metadata.n_blocks)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_ADDRESS, (gint64) sector,
                              "The metadata file has no block %u, for %s", block, what);
      return FALSE;
    }
  return claim (run, &run->metadata, block, n_blocks, is_data, (gint64) sector, what);
}

gboolean
_burnish_udf_check_claim_in_map (BurnishUdfCheckRun *run,
                                 guint map,
                                 guint32 block,
                                 guint64 n_blocks,
                                 gboolean is_data,
                                 guint32 where,
                                 const char *what)
{
  guint64 next = block;
  guint64 left = n_blocks;

  while (left > 0 && run->error == NULL)
    {
      guint32 n_contiguous;
      guint64 sector;

      if (next > G_MAXUINT32
          || !_burnish_udf_volume_locate (run->reader, map, (guint32) next,
                                          (guint32) MIN (left, G_MAXUINT32), 0, &sector,
                                          &n_contiguous))
        {
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_ADDRESS, where,
                                  "Block %" G_GUINT64_FORMAT
                                  " of partition map %u, with %s, does not exist",
                                  next, map, what);
          return FALSE;
        }
      if (!claim_piece (run, map, (guint32) next, sector, n_contiguous, is_data, what))
        return FALSE;
      next += n_contiguous;
      left -= n_contiguous;
    }
  return run->error == NULL;
}

/* ---- The volume's own bitmap ---- */

typedef struct
{
  guint64 first_used; /* block that is in use but marked as free */
  guint64 n_used;
  guint64 first_lost;
  guint64 n_lost;
  guint64 n_free;
} Comparison;

static void
compare_bit (BurnishUdfCheckRun *run, Comparison *result, guint64 block, gboolean is_free)
{
  gboolean is_used = block < run->space.n_blocks && is_set (run->space.used, block);

  result->n_free += is_free;
  if (is_used && is_free)
    result->first_used = result->n_used++ == 0 ? block : result->first_used;
  else if (!is_used && !is_free)
    result->first_lost = result->n_lost++ == 0 ? block : result->first_lost;
}

static void
say_comparison (BurnishUdfCheckRun *run, const Comparison *result, guint32 n_free_said)
{
  if (result->n_used > 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_SPACE_FREE, (gint64) result->first_used,
                            "%" G_GUINT64_FORMAT
                            " blocks that are in use are marked as free, this one first",
                            result->n_used);
  if (result->n_lost > 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_SPACE_LOST, (gint64) result->first_lost,
                            "%" G_GUINT64_FORMAT
                            " blocks are marked as in use but belong to nothing, this one first",
                            result->n_lost);
  if (run->integrity_block != 0 && n_free_said != result->n_free)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_FREE, run->integrity_block,
                            "There are %u free blocks here, %" G_GUINT64_FORMAT " in the bitmap",
                            n_free_said, result->n_free);
}

/* The bits, block by block. */
static void
compare_bits (BurnishUdfCheckRun *run,
              const BurnishUdfCheckPartition *partition,
              guint32 start,
              guint64 n_bits,
              guint32 n_free_said)
{
  Comparison result = { 0 };
  guint8 bytes[BURNISH_BLOCK_SIZE];
  guint64 read_block = G_MAXUINT64;

  for (guint64 i = 0; i < n_bits; i++)
    {
      guint64 byte = BITMAP_HEADER + i / 8;
      guint64 block = start + byte / BURNISH_BLOCK_SIZE;

      if (block != read_block
          && (block >= run->n_blocks
              || !_burnish_udf_check_read (run, (guint32) block, bytes, "a space bitmap")))
        return;
      read_block = block;
      compare_bit (run, &result, partition->start_block + i,
                   (bytes[byte % BURNISH_BLOCK_SIZE] & 1u << i % 8) != 0);
    }
  say_comparison (run, &result, n_free_said);
}

static gboolean
check_bitmap_head (BurnishUdfCheckRun *run,
                   const BurnishUdfCheckPartition *partition,
                   guint32 block,
                   guint32 size_bytes)
{
  static const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_SPACE_BITMAP, 0 };
  guint32 start = partition->start_block + block;
  guint32 n_blocks = MIN (size_bytes / BURNISH_BLOCK_SIZE, BITMAP_TAG_BLOCKS);
  g_autofree guint8 *bytes = g_malloc ((gsize) MAX (n_blocks, 1) * BURNISH_BLOCK_SIZE);
  BurnishUdfCheckPlace place = { run, start, "space bitmap" };
  guint32 n_bits;

  for (guint32 i = 0; i < MAX (n_blocks, 1); i++)
    if (!_burnish_udf_check_read (run, start + i, bytes + (gsize) i * BURNISH_BLOCK_SIZE,
                                  "a space bitmap"))
      return FALSE;
  if (!_burnish_udf_check_tag (&place, bytes, (gsize) MAX (n_blocks, 1) * BURNISH_BLOCK_SIZE, block,
                               wanted))
    return FALSE;
  n_bits = _burnish_read_le32 (bytes + 16);
  if (n_bits != partition->n_blocks
      || (guint64) BITMAP_HEADER + _burnish_read_le32 (bytes + 20) > size_bytes
      || _burnish_read_le32 (bytes + 20) < ((guint64) n_bits + 7) / 8)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_SPACE_BITMAP, start,
                              "The bitmap has %u bits in %u bytes for a partition of %u blocks",
                              n_bits, _burnish_read_le32 (bytes + 20), partition->n_blocks);
      return FALSE;
    }
  return TRUE;
}

static void
check_bitmap (BurnishUdfCheckRun *run, const BurnishUdfCheckPartition *partition, guint i)
{
  guint8 bytes[BURNISH_BLOCK_SIZE];
  guint32 size_bytes, block, n_free_said = 0;
  guint8 integrity[BURNISH_BLOCK_SIZE];

  if (!_burnish_udf_check_read (run, partition->descriptor_block, bytes, "a partition descriptor"))
    return;
  size_bytes = _burnish_read_le32 (bytes + PARTITION_HEADER + 8) & LENGTH_MASK;
  block = _burnish_read_le32 (bytes + PARTITION_HEADER + 12);
  if (size_bytes == 0)
    return;
  if ((guint64) block + size_bytes / BURNISH_BLOCK_SIZE > partition->n_blocks
      || (guint64) partition->start_block + partition->n_blocks > run->n_blocks)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_SPACE_BITMAP, partition->descriptor_block,
                              "The space bitmap lies outside of the partition");
      return;
    }
  if (!check_bitmap_head (run, partition, block, size_bytes))
    return;
  _burnish_udf_check_claim (run, (guint64) partition->start_block + block,
                            ((guint64) size_bytes + BURNISH_BLOCK_SIZE - 1) / BURNISH_BLOCK_SIZE,
                            FALSE, "the space bitmap");
  if (run->integrity_block != 0
      && _burnish_udf_check_read (run, run->integrity_block, integrity, "an integrity descriptor"))
    n_free_said = _burnish_read_le32 (integrity + 80 + 4 * i);
  compare_bits (run, partition, partition->start_block + block, partition->n_blocks, n_free_said);
}

void
_burnish_udf_check_bitmaps (BurnishUdfCheckRun *run)
{
  for (guint i = 0; i < run->maps->len; i++)
    {
      const BurnishUdfCheckMap *map = &g_array_index (run->maps, BurnishUdfCheckMap, i);

      if ((map->kind == BURNISH_UDF_CHECK_MAP_PHYSICAL
           || map->kind == BURNISH_UDF_CHECK_MAP_SPARABLE)
          && map->partition >= 0)
        check_bitmap (run,
                      &g_array_index (run->partitions, BurnishUdfCheckPartition, map->partition),
                      i);
    }
}
