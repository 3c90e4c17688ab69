/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-placement-private.h"

#include "burnish-image-layout-private.h"

typedef struct
{
  BurnishPlacement *placement;
  GArray *segments;
  guint64 next_block; /* may pass what 32 bits hold */
} Placer;

static void
place (Placer *self, BurnishSegmentKind kind, guint32 number, BurnishNode node, guint64 size_bytes)
{
  guint64 n_blocks = burnish_bytes_to_blocks (size_bytes);
  BurnishSegment segment = {
    .kind = kind,
    .start_block = (guint32) self->next_block,
    .n_blocks = (guint32) n_blocks,
    .node = node,
  };

  if (self->next_block + n_blocks <= G_MAXUINT32)
    {
      self->placement->start_blocks[number] = segment.start_block;
      g_array_append_val (self->segments, segment);
    }
  self->next_block += n_blocks;
}

static void
place_file (Placer *self, BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  guint32 *start_blocks = self->placement->start_blocks;
  BurnishNode first = burnish_tree_snapshot_get_first_link (snapshot, node);
  guint64 size_bytes;

  if (burnish_tree_snapshot_get_kind (snapshot, node) != BURNISH_NODE_FILE)
    return;
  size_bytes = burnish_tree_snapshot_get_node_size_bytes (snapshot, node);
  if (first != node)
    start_blocks[node] = start_blocks[first];
  else if (size_bytes > 0)
    place (self, BURNISH_SEGMENT_FILE, node, node, size_bytes);
}

static gboolean
refuse (GError **error, guint64 n_blocks)
{
  g_autoptr (GError) reason =
      g_error_new (BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                   "The image needs %" G_GUINT64_FORMAT " blocks; it can have %u", n_blocks,
                   G_MAXUINT32);
  g_autoptr (GError) refusal =
      g_error_new_literal (BURNISH_ERROR, BURNISH_ERROR_REFUSED, "The image cannot be made");

  burnish_error_add_reason (refusal, reason);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
_burnish_placement_init (BurnishPlacement *self,
                         const BurnishPlacementInput *input,
                         GArray *segments,
                         GError **error)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (input->snapshot);
  Placer placer = { self, segments, input->first_block };

  *self = (BurnishPlacement){ .start_blocks = g_new0 (guint32, n_nodes + 1) };
  for (BurnishNode node = 0; node < n_nodes; node++)
    place_file (&placer, input->snapshot, node);
  if (input->manifest_size_bytes > 0)
    place (&placer, BURNISH_SEGMENT_MANIFEST, n_nodes, BURNISH_NODE_NONE,
           input->manifest_size_bytes);
  placer.next_block += input->padding_blocks;
  if (placer.next_block > G_MAXUINT32)
    return refuse (error, placer.next_block);
  self->end_block = (guint32) placer.next_block;
  return TRUE;
}

void
_burnish_placement_clear (BurnishPlacement *self)
{
  g_clear_pointer (&self->start_blocks, g_free);
}
