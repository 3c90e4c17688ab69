/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-placement-private.h"

#include "burnish-image-check-private.h"
#include "burnish-recorded-tree-private.h"

/* A packet of CD-RW, also a multiple of the ECC blocks of DVD (16) and BD (32). */
#define PACKET_BLOCKS 32
/* Authoring programs leave room for an ECC block or two before a backup. */
#define MAX_GAP_BLOCKS 4096

typedef struct
{
  BurnishPlacement *placement;
  GArray *segments;
  guint32 session_block;
  guint64 next_block; /* on the disc; may pass what 32 bits hold */
  GError *refusal;    /* (nullable) */
} Placer;

static void
place (Placer *self, BurnishSegmentKind kind, guint32 number, BurnishNode node, guint64 size_bytes)
{
  guint64 n_blocks = burnish_bytes_to_blocks (size_bytes);
  BurnishSegment segment = {
    .kind = kind,
    .start_block = (guint32) self->next_block - self->session_block,
    .n_blocks = (guint32) n_blocks,
    .node = node,
  };

  if (self->next_block + n_blocks <= G_MAXUINT32)
    {
      self->placement->start_blocks[number] = (guint32) self->next_block;
      g_array_append_val (self->segments, segment);
    }
  self->next_block += n_blocks;
}

static guint64
size_of (const BurnishPlacementInput *input, BurnishNode node)
{
  return burnish_tree_snapshot_get_node_size_bytes (input->snapshot, node);
}

static void
place_file (Placer *self, const BurnishPlacementInput *input, BurnishNode node)
{
  BurnishTreeSnapshot *snapshot = input->snapshot;
  guint32 *start_blocks = self->placement->start_blocks;
  BurnishNode first = burnish_tree_snapshot_get_first_link (snapshot, node);

  if (burnish_tree_snapshot_get_kind (snapshot, node) != BURNISH_NODE_FILE
      || start_blocks[node] != 0)
    return;
  if (_burnish_tree_snapshot_is_recorded (snapshot, node))
    start_blocks[node] = _burnish_tree_snapshot_get_recorded_block (snapshot, node);
  else if (first != node)
    start_blocks[node] = start_blocks[first];
  else if (input->udf && _burnish_udf_layout_is_embedded (input->udf, node))
    self->placement->n_embedded++;
  else if (size_of (input, node) > 0)
    place (self, BURNISH_SEGMENT_FILE, node, node, size_of (input, node));
}

static void
place_dvd_video (Placer *self, const BurnishPlacementInput *input)
{
  for (guint i = 0; i < input->dvd_video->len; i++)
    {
      const BurnishDvdVideoFile *file = &g_array_index (input->dvd_video, BurnishDvdVideoFile, i);
      guint64 wanted = self->placement->start_blocks[file->ifo] + file->start_offset;

      if (file->start_offset > 0
          && (wanted < self->next_block || wanted - self->next_block > MAX_GAP_BLOCKS))
        {
          g_autofree char *path = burnish_tree_snapshot_dup_path (input->snapshot, file->node);

          _burnish_image_refuse (
              &self->refusal, BURNISH_ERROR_INVALID_ARGUMENT, path,
              "A file of a DVD-Video cannot be where its IFO file says, at block %" G_GUINT64_FORMAT
              "; the files before it end at %" G_GUINT64_FORMAT,
              wanted, self->next_block);
        }
      else if (file->start_offset > 0)
        {
          self->next_block = wanted;
        }
      place_file (self, input, file->node);
    }
}

static void
place_all (Placer *self, const BurnishPlacementInput *input)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (input->snapshot);

  if (input->udf)
    self->next_block = (self->next_block + PACKET_BLOCKS - 1) / PACKET_BLOCKS * PACKET_BLOCKS;
  if (input->dvd_video)
    place_dvd_video (self, input);
  for (BurnishNode node = 0; node < n_nodes; node++)
    place_file (self, input, node);
  if (input->manifest_size_bytes > 0)
    place (self, BURNISH_SEGMENT_MANIFEST, n_nodes, BURNISH_NODE_NONE, input->manifest_size_bytes);
  self->next_block += input->padding_blocks;
  if (self->next_block > G_MAXUINT32)
    _burnish_image_refuse (&self->refusal, BURNISH_ERROR_TREE_TOO_LARGE, NULL,
                           "The image needs %" G_GUINT64_FORMAT " blocks; it can have %u",
                           self->next_block, G_MAXUINT32);
}

gboolean
_burnish_placement_init (BurnishPlacement *self,
                         const BurnishPlacementInput *input,
                         GArray *segments,
                         GError **error)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (input->snapshot);
  Placer placer = {
    .placement = self,
    .segments = segments,
    .session_block = input->session_block,
    .next_block = (guint64) input->session_block + input->first_block,
  };

  *self = (BurnishPlacement){ .start_blocks = g_new0 (guint32, n_nodes + 1) };
  place_all (&placer, input);
  if (placer.refusal)
    {
      g_propagate_error (error, placer.refusal);
      return FALSE;
    }
  self->end_block = (guint32) placer.next_block - input->session_block;
  return TRUE;
}

void
_burnish_placement_clear (BurnishPlacement *self)
{
  g_clear_pointer (&self->start_blocks, g_free);
}
