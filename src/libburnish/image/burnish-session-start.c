/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-session-start-private.h"

#include "burnish-image-check-private.h"
#include "burnish-image-layout-private.h"
#include "burnish-recorded-tree-private.h"
#include "burnish-udf-format-private.h"
#include "burnish-udf-writer-private.h"

#include <string.h>

/* ECMA-119 6.2.1 and ECMA-167 2/8.3. */
#define FIRST_DESCRIPTOR_BLOCK 16
/* UDF's part of the first blocks: docs/multisession.md. */
static const struct
{
  guint32 start_block;
  guint32 n_blocks;
} udf_groups[] = {
  { BURNISH_UDF_MAIN_SEQUENCE, BURNISH_UDF_SEQUENCE_BLOCKS },
  { BURNISH_UDF_INTEGRITY, BURNISH_UDF_INTEGRITY_BLOCKS },
  { BURNISH_UDF_ANCHOR_BLOCK, 1 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (udf_groups) < BURNISH_SESSION_START_MAX_GROUPS);
G_STATIC_ASSERT (BURNISH_UDF_MAIN_SEQUENCE % BURNISH_SESSION_START_BLOCKS == 0);
G_STATIC_ASSERT (BURNISH_UDF_INTEGRITY % BURNISH_SESSION_START_BLOCKS == 0);
G_STATIC_ASSERT (BURNISH_UDF_ANCHOR_BLOCK % BURNISH_SESSION_START_BLOCKS == 0);
G_STATIC_ASSERT (FIRST_DESCRIPTOR_BLOCK % BURNISH_SESSION_START_BLOCKS == 0);

guint
_burnish_session_start_list (BurnishImageLayout *layout,
                             guint32 start_blocks[BURNISH_SESSION_START_MAX_GROUPS])
{
  guint n = 0;

  for (gsize i = 0; layout->udf != NULL && i < G_N_ELEMENTS (udf_groups); i++)
    start_blocks[n++] = udf_groups[i].start_block;
  start_blocks[n++] = FIRST_DESCRIPTOR_BLOCK;
  return n;
}

static gboolean
is_descriptor (const guint8 *block)
{
  static const char *const identifiers[] = { "CD001", "BEA01", "NSR02", "NSR03", "TEA01", "BOOT2" };

  for (gsize i = 0; i < G_N_ELEMENTS (identifiers); i++)
    if (memcmp (block + 1, identifiers[i], 5) == 0)
      return TRUE;
  return FALSE;
}

/* Writes the volume descriptors to blocks, unless that is NULL; returns how many there are. */
static guint32
patch_descriptors (BurnishImageLayout *layout, guint8 *blocks)
{
  for (guint32 i = 0; i < BURNISH_SESSION_START_BLOCKS; i++)
    {
      guint8 block[BURNISH_BLOCK_SIZE];

      _burnish_image_layout_read_structures (layout, FIRST_DESCRIPTOR_BLOCK + i, 1, block);
      if (!is_descriptor (block))
        return i;
      if (blocks != NULL)
        memcpy (blocks + (gsize) i * BURNISH_BLOCK_SIZE, block, BURNISH_BLOCK_SIZE);
    }
  return BURNISH_SESSION_START_BLOCKS;
}

static gboolean
overlap (guint64 start_block, guint64 n_blocks, guint64 other_block, guint64 n_other_blocks)
{
  return start_block < other_block + n_other_blocks && other_block < start_block + n_blocks;
}

gboolean
_burnish_session_start_check (BurnishImageLayout *layout, GError **error)
{
  guint32 n_descriptors = patch_descriptors (layout, NULL);
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (layout->snapshot);
  GError *refusal = NULL;

  for (BurnishNode node = 0; node < n_nodes && refusal == NULL; node++)
    {
      guint32 block = _burnish_tree_snapshot_get_recorded_block (layout->snapshot, node);
      guint64 n_blocks = burnish_bytes_to_blocks (
          burnish_tree_snapshot_get_node_size_bytes (layout->snapshot, node));
      gboolean is_hit =
          block > 0 && overlap (block, n_blocks, FIRST_DESCRIPTOR_BLOCK, n_descriptors);

      for (gsize i = 0; block > 0 && layout->udf != NULL && i < G_N_ELEMENTS (udf_groups); i++)
        is_hit |= overlap (block, n_blocks, udf_groups[i].start_block, udf_groups[i].n_blocks);
      if (is_hit)
        {
          g_autofree char *path = burnish_tree_snapshot_dup_path (layout->snapshot, node);

          _burnish_image_refuse (&refusal, BURNISH_ERROR_DISC_NOT_SUPPORTED, path,
                                 "A file on the disc lies at block %u, where the new volume has to "
                                 "be announced",
                                 block);
        }
    }
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, refusal);
  return FALSE;
}

void
_burnish_session_start_patch (BurnishImageLayout *layout, guint32 start_block, guint8 *blocks)
{
  if (start_block == FIRST_DESCRIPTOR_BLOCK)
    patch_descriptors (layout, blocks);
  for (gsize i = 0; i < G_N_ELEMENTS (udf_groups); i++)
    if (udf_groups[i].start_block == start_block)
      _burnish_udf_layout_read (layout->udf, start_block, udf_groups[i].n_blocks, blocks);
}
