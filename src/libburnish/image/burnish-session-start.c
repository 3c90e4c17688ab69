/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-session-start-private.h"

#include "burnish-image-layout-private.h"
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

static void
patch_descriptors (BurnishImageLayout *layout, guint8 *blocks)
{
  for (guint32 i = 0; i < BURNISH_SESSION_START_BLOCKS; i++)
    {
      guint8 block[BURNISH_BLOCK_SIZE];

      _burnish_image_layout_read_structures (layout, FIRST_DESCRIPTOR_BLOCK + i, 1, block);
      if (!is_descriptor (block))
        return;
      memcpy (blocks + (gsize) i * BURNISH_BLOCK_SIZE, block, BURNISH_BLOCK_SIZE);
    }
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
