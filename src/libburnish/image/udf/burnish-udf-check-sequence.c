/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include <string.h>

/* A sequence may go on elsewhere (ECMA-167 3/10.3); more than this makes no sense. */
#define MAX_SEQUENCE_BLOCKS 4096
#define MAX_DESCRIPTORS     64

/* Where the parts of a descriptor begin that are the same wherever it stands. */
#define SEQUENCE_NUMBER_OFFSET 16
#define CONTENTS_OFFSET        20

static const BurnishUdfTagId volume_tags[] = {
  BURNISH_UDF_TAG_PRIMARY_VOLUME, BURNISH_UDF_TAG_VOLUME_POINTER,
  BURNISH_UDF_TAG_PARTITION,      BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME,
  BURNISH_UDF_TAG_LOGICAL_VOLUME, BURNISH_UDF_TAG_UNALLOCATED_SPACE,
  BURNISH_UDF_TAG_TERMINATOR,     0,
};

typedef struct
{
  const char *name;       /* "main" */
  GPtrArray *descriptors; /* (owned) of BurnishUdfCheckDescriptor, as they come */
} Sequence;

static const char *
descriptor_name (guint id)
{
  switch (id)
    {
    case BURNISH_UDF_TAG_PRIMARY_VOLUME:
      return "primary volume descriptor";
    case BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME:
      return "implementation use volume descriptor";
    case BURNISH_UDF_TAG_PARTITION:
      return "partition descriptor";
    case BURNISH_UDF_TAG_LOGICAL_VOLUME:
      return "logical volume descriptor";
    case BURNISH_UDF_TAG_UNALLOCATED_SPACE:
      return "unallocated space descriptor";
    case BURNISH_UDF_TAG_VOLUME_POINTER:
      return "volume descriptor pointer";
    case BURNISH_UDF_TAG_TERMINATOR:
      return "terminating descriptor";
    default:
      return "volume descriptor";
    }
}

static guint
get_id (const BurnishUdfCheckDescriptor *d)
{
  return _burnish_read_le16 (d->bytes);
}

/* What its tag says it is, for a finding about a damaged one. */
static char *
dup_place_name (const Sequence *sequence, const guint8 *bytes)
{
  return g_strdup_printf ("%s in the %s sequence", descriptor_name (_burnish_read_le16 (bytes)),
                          sequence->name);
}

static void
check_tail (const BurnishUdfCheckPlace *place, const guint8 *bytes)
{
  guint covered = BURNISH_UDF_TAG_SIZE + _burnish_read_le16 (bytes + 10);

  _burnish_udf_check_coverage (
      place, bytes, _burnish_read_le16 (bytes) == BURNISH_UDF_TAG_UNALLOCATED_SPACE ? 24 : 440);
  if (covered < BURNISH_BLOCK_SIZE)
    _burnish_udf_check_zero (place, bytes + covered, BURNISH_BLOCK_SIZE - covered,
                             "the rest of its block");
}

/* Reads one descriptor. FALSE: the sequence ends here. */
static gboolean
read_one (BurnishUdfCheckRun *run,
          Sequence *sequence,
          guint32 block,
          BurnishUdfCheckExtent *next,
          gboolean *is_ended)
{
  g_autofree BurnishUdfCheckDescriptor *d = g_new (BurnishUdfCheckDescriptor, 1);
  g_autofree char *what = NULL;
  BurnishUdfCheckPlace place = { .run = run, .block = block };

  d->block = block;
  if (!_burnish_udf_check_read (run, block, d->bytes, "a volume descriptor"))
    return run->error == NULL;
  if (_burnish_udf_check_is_zero (d->bytes, BURNISH_UDF_TAG_SIZE))
    return FALSE;
  what = dup_place_name (sequence, d->bytes);
  place.what = what;
  if (!_burnish_udf_check_tag (&place, d->bytes, BURNISH_BLOCK_SIZE, block, volume_tags))
    return TRUE;
  check_tail (&place, d->bytes);
  *is_ended = get_id (d) == BURNISH_UDF_TAG_TERMINATOR;
  if (get_id (d) == BURNISH_UDF_TAG_VOLUME_POINTER)
    *next = (BurnishUdfCheckExtent){ .size_bytes = _burnish_read_le32 (d->bytes + 20),
                                     .start_block = _burnish_read_le32 (d->bytes + 24) };
  if (sequence->descriptors->len < MAX_DESCRIPTORS)
    g_ptr_array_add (sequence->descriptors, g_steal_pointer (&d));
  return !*is_ended;
}

static void
read_sequence (BurnishUdfCheckRun *run, Sequence *sequence, BurnishUdfCheckExtent extent)
{
  guint32 start_block = extent.start_block;
  guint n_read = 0;
  gboolean is_ended = FALSE;

  while (extent.size_bytes >= BURNISH_BLOCK_SIZE && !is_ended && run->error == NULL)
    {
      BurnishUdfCheckExtent next = { 0 };

      for (guint32 i = 0; i < extent.size_bytes / BURNISH_BLOCK_SIZE; i++)
        {
          guint64 block = (guint64) extent.start_block + i;

          if (n_read++ >= MAX_SEQUENCE_BLOCKS)
            {
              _burnish_udf_check_say (run, BURNISH_UDF_RULE_SEQUENCE_POINTER, start_block,
                                      "The %s sequence does not end", sequence->name);
              return;
            }
          if (block >= run->n_blocks)
            {
              _burnish_udf_check_say (run, BURNISH_UDF_RULE_OUTSIDE, (gint64) block,
                                      "The %s sequence lies behind the end, %u blocks",
                                      sequence->name, run->n_blocks);
              return;
            }
          if (!read_one (run, sequence, (guint32) block, &next, &is_ended) || next.size_bytes > 0)
            break;
        }
      extent = next;
    }
  if (!is_ended && run->error == NULL)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_SEQUENCE_END, start_block,
                            "The %s sequence has no terminating descriptor", sequence->name);
}

/* Of descriptors of one class, the one with the highest number prevails (ECMA-167 3/8.4.3). With
   a partition, those of its number are a class. */
static const BurnishUdfCheckDescriptor *
find_prevailing (const Sequence *sequence, guint id, gint partition)
{
  const BurnishUdfCheckDescriptor *found = NULL;

  for (guint i = 0; i < sequence->descriptors->len; i++)
    {
      const BurnishUdfCheckDescriptor *d = sequence->descriptors->pdata[i];

      if (get_id (d) != id
          || (partition >= 0 && _burnish_read_le16 (d->bytes + 22) != (guint) partition))
        continue;
      if (found == NULL
          || _burnish_read_le32 (d->bytes + SEQUENCE_NUMBER_OFFSET)
                 >= _burnish_read_le32 (found->bytes + SEQUENCE_NUMBER_OFFSET))
        found = d;
    }
  return found;
}

/* The n-th of a class in the order on the disc, for those that there are several of. */
static const BurnishUdfCheckDescriptor *
find_nth (const Sequence *sequence, guint id, guint n)
{
  for (guint i = 0; i < sequence->descriptors->len; i++)
    {
      const BurnishUdfCheckDescriptor *d = sequence->descriptors->pdata[i];

      if (get_id (d) == id && n-- == 0)
        return d;
    }
  return NULL;
}

static guint
count (const Sequence *sequence, guint id)
{
  guint n = 0;

  while (find_nth (sequence, id, n) != NULL)
    n++;
  return n;
}

/* Readers find files by these two. */
static gboolean
is_essential (guint id)
{
  return id == BURNISH_UDF_TAG_PARTITION || id == BURNISH_UDF_TAG_LOGICAL_VOLUME;
}

static void
compare_descriptor (BurnishUdfCheckRun *run,
                    const BurnishUdfCheckDescriptor *main,
                    const BurnishUdfCheckDescriptor *reserve)
{
  gboolean is_same = memcmp (main->bytes + CONTENTS_OFFSET, reserve->bytes + CONTENTS_OFFSET,
                             BURNISH_BLOCK_SIZE - CONTENTS_OFFSET)
                     == 0;

  if (!is_same && is_essential (get_id (main)))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_SEQUENCES_DIFFER, reserve->block,
                            "The %s differs from the one in block %u of the main sequence",
                            descriptor_name (get_id (main)), main->block);
  else if (!is_same)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_SEQUENCES_VARY, reserve->block,
                            "The %s is not the same as in block %u of the main sequence",
                            descriptor_name (get_id (main)), main->block);
  else if (memcmp (main->bytes + SEQUENCE_NUMBER_OFFSET, reserve->bytes + SEQUENCE_NUMBER_OFFSET, 4)
           != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_SEQUENCES_VARY, reserve->block,
                            "The %s has number %u, the one in block %u of the main sequence %u",
                            descriptor_name (get_id (main)),
                            _burnish_read_le32 (reserve->bytes + SEQUENCE_NUMBER_OFFSET),
                            main->block, _burnish_read_le32 (main->bytes + SEQUENCE_NUMBER_OFFSET));
}

static void
compare_class (BurnishUdfCheckRun *run, const Sequence *main, const Sequence *reserve, guint id)
{
  for (guint n = 0;; n++)
    {
      const BurnishUdfCheckDescriptor *ours = find_nth (main, id, n);
      const BurnishUdfCheckDescriptor *theirs = find_nth (reserve, id, n);

      if (ours == NULL && theirs == NULL)
        return;
      if (ours != NULL && theirs != NULL)
        compare_descriptor (run, ours, theirs);
      else
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_SEQUENCES_DIFFER,
                                ours != NULL ? ours->block : theirs->block,
                                "This %s has no counterpart in the %s sequence",
                                descriptor_name (id), ours != NULL ? "reserve" : "main");
    }
}

/* Those that there must be one of. */
static const BurnishUdfCheckDescriptor *
get_only (BurnishUdfCheckRun *run, const Sequence *sequence, guint id, guint32 sequence_block)
{
  const BurnishUdfCheckDescriptor *d = find_prevailing (sequence, id, -1);

  if (d == NULL)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DESCRIPTOR_MISSING, sequence_block,
                            "The %s sequence has no sound %s", sequence->name,
                            descriptor_name (id));
  else if (count (sequence, id) > 1 && id != BURNISH_UDF_TAG_PARTITION)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DESCRIPTOR_REPEATED, d->block,
                            "The %s sequence has %u descriptors of the kind %s", sequence->name,
                            count (sequence, id), descriptor_name (id));
  return d;
}

static void
check_partitions (BurnishUdfCheckRun *run, const Sequence *sequence)
{
  for (guint n = 0;; n++)
    {
      const BurnishUdfCheckDescriptor *d = find_nth (sequence, BURNISH_UDF_TAG_PARTITION, n);

      if (d == NULL)
        return;
      if (find_prevailing (sequence, BURNISH_UDF_TAG_PARTITION, _burnish_read_le16 (d->bytes + 22))
          == d)
        _burnish_udf_check_partition (run, d);
    }
}

/* The fields of the sequence that is complete, the main one if both are. */
static gboolean
check_descriptors (BurnishUdfCheckRun *run, const Sequence *sequence, guint32 block)
{
  const BurnishUdfCheckDescriptor *logical =
      get_only (run, sequence, BURNISH_UDF_TAG_LOGICAL_VOLUME, block);
  const BurnishUdfCheckDescriptor *primary =
      get_only (run, sequence, BURNISH_UDF_TAG_PRIMARY_VOLUME, block);
  const BurnishUdfCheckDescriptor *partition =
      get_only (run, sequence, BURNISH_UDF_TAG_PARTITION, block);
  const BurnishUdfCheckDescriptor *unallocated =
      get_only (run, sequence, BURNISH_UDF_TAG_UNALLOCATED_SPACE, block);
  const BurnishUdfCheckDescriptor *use =
      get_only (run, sequence, BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME, block);

  /* The logical volume names the revision, which the others hang on. */
  if (logical == NULL || !_burnish_udf_check_logical (run, logical))
    return FALSE;
  if (primary != NULL)
    _burnish_udf_check_primary (run, primary);
  if (partition != NULL)
    check_partitions (run, sequence);
  _burnish_udf_check_maps (run);
  if (unallocated != NULL)
    _burnish_udf_check_unallocated (run, unallocated);
  if (use != NULL)
    _burnish_udf_check_implementation_use (run, use);
  return partition != NULL;
}

static gboolean
is_usable (const Sequence *sequence)
{
  return count (sequence, BURNISH_UDF_TAG_PRIMARY_VOLUME) > 0
         && count (sequence, BURNISH_UDF_TAG_LOGICAL_VOLUME) > 0
         && count (sequence, BURNISH_UDF_TAG_PARTITION) > 0;
}

gboolean
_burnish_udf_check_sequences (BurnishUdfCheckRun *run)
{
  g_autoptr (GPtrArray) main_descriptors = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) reserve_descriptors = g_ptr_array_new_with_free_func (g_free);
  Sequence main = { "main", main_descriptors };
  Sequence reserve = { "reserve", reserve_descriptors };
  gboolean use_reserve;

  read_sequence (run, &main, run->main_sequence);
  read_sequence (run, &reserve, run->reserve_sequence);
  for (const BurnishUdfTagId *id = volume_tags; *id != 0; id++)
    if (*id != BURNISH_UDF_TAG_VOLUME_POINTER)
      compare_class (run, &main, &reserve, *id);
  use_reserve = !is_usable (&main) && is_usable (&reserve);
  return check_descriptors (run, use_reserve ? &reserve : &main,
                            use_reserve ? run->reserve_sequence.start_block
                                        : run->main_sequence.start_block);
}
