/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include <string.h>

/* Volume structure descriptors (ECMA-167 2/9.1): type, identifier, version. */
#define STRUCTURE_HEADER_SIZE 7
/* A recognition sequence is looked for in this many blocks; bridges have a few descriptors of
   ISO 9660 before it. */
#define MAX_RECOGNITION_BLOCKS 240

#define ISO_TERMINATOR 255

typedef struct
{
  guint n_begin, n_nsr, n_end, n_boot;
  gboolean is_ordered;
  gboolean has_iso;
  gboolean iso_is_ended;
} Recognition;

static gboolean
is_structure (const guint8 *block, const char *identifier)
{
  return memcmp (block + 1, identifier, 5) == 0;
}

static void
look_at_iso (BurnishUdfCheckRun *run, Recognition *seen, const guint8 *bytes, guint32 block)
{
  if (seen->n_begin > 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_RECOGNITION, block,
                            "A descriptor of ISO 9660 stands inside the extended area");
  seen->has_iso = TRUE;
  seen->iso_is_ended = bytes[0] == ISO_TERMINATOR;
}

/* Whether it is a descriptor of the extended area. */
static gboolean
look_at_structure (BurnishUdfCheckRun *run, Recognition *seen, const guint8 *bytes, guint32 block)
{
  BurnishUdfCheckPlace place = { run, block, "recognition descriptor" };

  if (is_structure (bytes, "BEA01"))
    seen->is_ordered &= seen->n_begin++ == 0 && seen->n_nsr == 0;
  else if (is_structure (bytes, "NSR02") || is_structure (bytes, "NSR03"))
    {
      run->nsr = bytes[5] - '0';
      seen->is_ordered &= seen->n_begin == 1 && seen->n_nsr++ == 0;
    }
  else if (is_structure (bytes, "TEA01"))
    seen->is_ordered &= seen->n_nsr == 1 && seen->n_end++ == 0;
  else if (is_structure (bytes, "BOOT2"))
    seen->n_boot++;
  else
    return FALSE;
  if (bytes[0] != 0 || bytes[6] != 1)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_RECOGNITION_FIELD, block,
                            "Type and version of %.5s are %u and %u instead of 0 and 1", bytes + 1,
                            bytes[0], bytes[6]);
  if (!is_structure (bytes, "BOOT2"))
    _burnish_udf_check_zero (&place, bytes + STRUCTURE_HEADER_SIZE,
                             BURNISH_BLOCK_SIZE - STRUCTURE_HEADER_SIZE, "its data");
  return TRUE;
}

/* ECMA-167 2/8.3: descriptors one behind the other, ended by a block that is none. */
void
_burnish_udf_check_recognition (BurnishUdfCheckRun *run)
{
  Recognition seen = { .is_ordered = TRUE };
  guint64 first = (guint64) run->session_block + BURNISH_UDF_RECOGNITION_BLOCK;
  guint64 block;
  guint8 bytes[BURNISH_BLOCK_SIZE];

  for (block = first; block < MIN (run->n_blocks, first + MAX_RECOGNITION_BLOCKS); block++)
    {
      if (!_burnish_udf_check_read (run, (guint32) block, bytes, "the recognition sequence"))
        return;
      if (seen.n_end > 0)
        {
          if (!_burnish_udf_check_is_zero (bytes, sizeof (bytes)))
            _burnish_udf_check_say (run, BURNISH_UDF_RULE_RECOGNITION_END, (gint64) block,
                                    "The block behind the recognition sequence is not blank");
          break;
        }
      if (is_structure (bytes, "CD001"))
        look_at_iso (run, &seen, bytes, (guint32) block);
      else if (!look_at_structure (run, &seen, bytes, (guint32) block))
        break;
    }
  if (!seen.is_ordered || seen.n_begin != 1 || seen.n_nsr != 1 || seen.n_end != 1)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_RECOGNITION, (gint64) block,
                            "The recognition sequence is not BEA01, NSR02 or NSR03, TEA01");
  if (seen.has_iso && !seen.iso_is_ended)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ISO_TERMINATOR, (gint64) block,
                            "The descriptors of ISO 9660 have no terminator");
  run->is_bridge = seen.has_iso;
  run->tag_version = run->nsr;
}

static BurnishUdfCheckExtent
read_extent (const guint8 *bytes)
{
  return (BurnishUdfCheckExtent){ .size_bytes = _burnish_read_le32 (bytes),
                                  .start_block = _burnish_read_le32 (bytes + 4) };
}

static gboolean
same_extent (BurnishUdfCheckExtent a, BurnishUdfCheckExtent b)
{
  return a.start_block == b.start_block && a.size_bytes == b.size_bytes;
}

typedef struct
{
  guint32 block;
  gboolean is_sound;
  guint8 bytes[BURNISH_BLOCK_SIZE];
} Anchor;

/* 256, N - 256 and N, of the session and of the whole. */
static guint
list_places (BurnishUdfCheckRun *run, guint32 places[3])
{
  guint64 wanted[] = { (guint64) run->session_block + BURNISH_UDF_ANCHOR_BLOCK,
                       run->n_blocks > BURNISH_UDF_ANCHOR_BLOCK
                           ? run->n_blocks - 1 - BURNISH_UDF_ANCHOR_BLOCK
                           : G_MAXUINT64,
                       run->n_blocks > 0 ? run->n_blocks - 1 : G_MAXUINT64 };
  guint n_places = 0;

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      gboolean is_new = wanted[i] < run->n_blocks;

      for (guint j = 0; j < n_places; j++)
        is_new &= places[j] != wanted[i];
      if (is_new)
        places[n_places++] = (guint32) wanted[i];
    }
  return n_places;
}

static gboolean
is_anchor (const guint8 *bytes, guint32 block)
{
  BurnishUdfTag tag;

  return _burnish_udf_tag_read (&tag, bytes, BURNISH_BLOCK_SIZE, block) == BURNISH_UDF_TAG_GOOD
         && tag.id == BURNISH_UDF_TAG_ANCHOR;
}

/* Two of the three places may hold something else: whether this one was meant to be an anchor. */
static gboolean
looks_like_anchor (const guint8 *bytes, guint32 block, const guint8 *sound)
{
  guint n_alike = 0;

  n_alike += _burnish_read_le16 (bytes) == BURNISH_UDF_TAG_ANCHOR;
  n_alike += _burnish_read_le32 (bytes + 12) == block;
  if (sound != NULL)
    n_alike += memcmp (bytes + BURNISH_UDF_TAG_SIZE, sound + BURNISH_UDF_TAG_SIZE, 16) == 0;
  return n_alike >= 2;
}

static void
check_sequence_extent (BurnishUdfCheckRun *run,
                       BurnishUdfCheckExtent extent,
                       guint32 block,
                       const char *name)
{
  if (extent.size_bytes < BURNISH_UDF_SEQUENCE_BLOCKS * BURNISH_BLOCK_SIZE
      || extent.size_bytes % BURNISH_BLOCK_SIZE != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_SEQUENCE_EXTENT, block,
                            "The %s sequence has %u bytes, not 16 or more whole blocks", name,
                            extent.size_bytes);
}

static void
take_first_anchor (BurnishUdfCheckRun *run, const Anchor *anchor)
{
  run->main_sequence = read_extent (anchor->bytes + 16);
  run->reserve_sequence = read_extent (anchor->bytes + 24);
  check_sequence_extent (run, run->main_sequence, anchor->block, "main");
  check_sequence_extent (run, run->reserve_sequence, anchor->block, "reserve");
}

/* Whether both of its sequences are others than those of the volume, behind its first anchor, and
   have sound descriptors. */
static gboolean
is_of_later_session (BurnishUdfCheckRun *run, const Anchor *anchor)
{
  for (guint offset = 16; offset <= 24; offset += 8)
    {
      BurnishUdfCheckExtent extent = read_extent (anchor->bytes + offset);
      guint8 bytes[BURNISH_BLOCK_SIZE];
      BurnishUdfTag tag;

      if (extent.start_block == run->main_sequence.start_block
          || extent.start_block == run->reserve_sequence.start_block
          || extent.start_block <= run->session_block + BURNISH_UDF_ANCHOR_BLOCK
          || extent.start_block >= run->n_blocks
          || !_burnish_udf_check_read (run, extent.start_block, bytes, "a volume descriptor")
          || _burnish_udf_tag_read (&tag, bytes, sizeof (bytes), extent.start_block)
                 != BURNISH_UDF_TAG_GOOD
          || tag.id > BURNISH_UDF_TAG_TERMINATOR)
        return FALSE;
    }
  return TRUE;
}

static void
check_anchor (BurnishUdfCheckRun *run, const Anchor *anchor, const Anchor *sound)
{
  BurnishUdfCheckPlace place = { run, anchor->block, "anchor" };
  const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_ANCHOR, 0 };

  if (!anchor->is_sound
      && !looks_like_anchor (anchor->bytes, anchor->block, sound ? sound->bytes : NULL))
    return;
  if (!_burnish_udf_check_tag (&place, anchor->bytes, BURNISH_BLOCK_SIZE, anchor->block, wanted)
      || !anchor->is_sound)
    return;
  _burnish_udf_check_coverage (&place, anchor->bytes, 512);
  _burnish_udf_check_zero (&place, anchor->bytes + 32, BURNISH_BLOCK_SIZE - 32,
                           "its reserved part");
  if (is_of_later_session (run, anchor))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ANCHOR_LATER, anchor->block,
                            "This anchor belongs to a later session than the one that is checked");
  else if (!same_extent (read_extent (anchor->bytes + 16), run->main_sequence)
           || !same_extent (read_extent (anchor->bytes + 24), run->reserve_sequence))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ANCHORS_DIFFER, anchor->block,
                            "This anchor points elsewhere than the one in block %u", sound->block);
  run->anchors[run->n_anchors++] = anchor->block;
}

gboolean
_burnish_udf_check_anchors (BurnishUdfCheckRun *run)
{
  guint32 places[3];
  guint n_places = list_places (run, places);
  Anchor anchors[3];
  const Anchor *sound = NULL;

  for (guint i = 0; i < n_places; i++)
    {
      anchors[i].block = places[i];
      if (!_burnish_udf_check_read (run, places[i], anchors[i].bytes, "an anchor"))
        memset (anchors[i].bytes, 0, sizeof (anchors[i].bytes));
      anchors[i].is_sound = is_anchor (anchors[i].bytes, places[i]);
      if (anchors[i].is_sound && sound == NULL)
        sound = &anchors[i];
    }
  if (sound != NULL)
    take_first_anchor (run, sound);
  for (guint i = 0; i < n_places; i++)
    check_anchor (run, &anchors[i], sound);
  if (sound == NULL)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ANCHOR_NONE,
                            (gint64) run->session_block + BURNISH_UDF_ANCHOR_BLOCK,
                            "There is no anchor in block %u, nor in the last one or 256 before it",
                            run->session_block + BURNISH_UDF_ANCHOR_BLOCK);
  return sound != NULL;
}

/* What is right for anchors hangs on the kind of volume. */
void
_burnish_udf_check_anchor_places (BurnishUdfCheckRun *run)
{
  guint32 first = run->session_block + BURNISH_UDF_ANCHOR_BLOCK;

  if (run->n_anchors < 2 && !_burnish_udf_check_has_map (run, BURNISH_UDF_CHECK_MAP_VIRTUAL))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ANCHOR_FEW, run->anchors[0],
                            "This is the only anchor; there must be two of block %u, the last one, "
                            "and 256 before it",
                            first);
  if (run->anchors[0] != first)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ANCHOR_FIRST, first,
                            "There is no anchor where readers look first");
  for (guint i = 0; i < run->n_anchors && run->session_block == 0; i++)
    for (guint j = 0; j < run->partitions->len; j++)
      {
        const BurnishUdfCheckPartition *partition =
            &g_array_index (run->partitions, BurnishUdfCheckPartition, j);

        if (partition->access != 2 && run->anchors[i] >= partition->start_block
            && run->anchors[i] - partition->start_block < partition->n_blocks)
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_ANCHOR_IN_PARTITION, run->anchors[i],
                                  "The anchor lies inside the partition");
      }
}
