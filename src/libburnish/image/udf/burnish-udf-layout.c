/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-writer-private.h"

#include "burnish-image-check-private.h"
#include "burnish-image-options-private.h"
#include "burnish-recorded-tree-private.h"
#include "burnish-udf-text-private.h"

#include <string.h>

/* Addresses and sizes of directories have 32 bits. */
#define MAX_BLOCKS          G_MAXUINT32
#define MAX_DIRECTORY_BYTES G_MAXUINT32

static guint64
round_up (guint64 n_blocks)
{
  return (n_blocks + BURNISH_UDF_GRID - 1) / BURNISH_UDF_GRID * BURNISH_UDF_GRID;
}

/* ---- Making ---- */

/* Its first 16 characters are the time and what tells apart volumes of one second (UDF 2.2.2.5). */
static char *
dup_volume_set_id (const BurnishUdfLayout *self, BurnishImageOptions *options)
{
  const char *volume_set_id = burnish_image_options_get_volume_set_id (options);

  return g_strdup_printf ("%08X%08X%s", (guint) (self->tree.image_time_us / G_USEC_PER_SEC),
                          self->tree.fingerprint ^ g_str_hash (self->volume_id),
                          volume_set_id ? volume_set_id : self->volume_id);
}

static void
set_choices (BurnishUdfLayout *self, const BurnishUdfInput *input)
{
  BurnishImageOptions *options = input->options;

  self->revision = burnish_image_options_get_udf_revision (options);
  self->volume_id = g_strdup (input->volume_id);
  self->publisher = g_strdup (burnish_image_options_get_publisher_id (options));
  self->preparer = g_strdup (burnish_image_options_get_preparer_id (options));
  self->session_block = input->session_block;
  self->volume_block = input->begins_at_disc ? 0 : input->session_block;
  self->has_vat = burnish_image_options_get_udf_vat (options);
  self->has_metadata_file = self->revision >= BURNISH_UDF_2_50 && !self->has_vat;
  self->duplicates_metadata =
      self->has_metadata_file && burnish_image_options_get_udf_duplicate_metadata (options);
  /* A copy would have to be read from the source once more. */
  self->embeds = burnish_image_options_get_udf_embed (options) && !input->is_bridge
                 && !self->duplicates_metadata;
  self->area_block = self->session_block + BURNISH_UDF_AREA;
  /* The metadata file keeps to the grid of the partition, whatever its session begins with. */
  if (self->has_metadata_file)
    self->area_block = (guint32) round_up ((guint64) self->area_block + 1);
}

/* Blocks of an entry and what belongs to it. */
static guint64
place_node (BurnishUdfLayout *self, BurnishNode node, GError **refusal)
{
  guint64 n_stream_blocks = _burnish_udf_stream_blocks_count (self, node);
  guint64 directory_bytes;

  if (!_burnish_udf_tree_has_entry (&self->tree, node))
    return 0;
  if (_burnish_udf_tree_get_kind (&self->tree, node) != BURNISH_NODE_FOLDER)
    return 1 + _burnish_udf_node_count_extensions (self, node) + n_stream_blocks;
  directory_bytes = _burnish_udf_directory_place (self, node);
  if (directory_bytes > MAX_DIRECTORY_BYTES)
    {
      g_autofree char *path = burnish_tree_snapshot_dup_path (self->tree.snapshot, node);

      _burnish_image_refuse (refusal, BURNISH_ERROR_TREE_TOO_LARGE, path,
                             "The names in a folder take %" G_GUINT64_FORMAT
                             " bytes; at most %u fit",
                             directory_bytes, MAX_DIRECTORY_BYTES);
    }
  return 1 + burnish_bytes_to_blocks (directory_bytes) + n_stream_blocks;
}

static void
place_nodes (BurnishUdfLayout *self, GError **refusal)
{
  guint64 n_blocks = BURNISH_UDF_AREA_ENTRIES;

  self->entry_blocks = g_new0 (guint32, self->tree.n_nodes);
  self->identifier_offsets = g_new0 (guint32, self->tree.n_nodes);
  for (BurnishNode node = 0; node < self->tree.n_nodes; node++)
    {
      self->entry_blocks[node] = (guint32) n_blocks;
      n_blocks += place_node (self, node, refusal);
    }
  if (n_blocks > MAX_BLOCKS / 2)
    _burnish_image_refuse (refusal, BURNISH_ERROR_TREE_TOO_LARGE, NULL,
                           "The file entries of UDF need %" G_GUINT64_FORMAT " blocks", n_blocks);
  self->used_blocks = (guint32) n_blocks;
  self->area_blocks = (guint32) round_up (n_blocks);
  self->stream_block = self->area_block + self->area_blocks;
}

/* File entries before 2.00 have no place for them. */
static gboolean
collect_streams (BurnishUdfLayout *self,
                 BurnishImageOptions *options,
                 GCancellable *cancellable,
                 GError **error)
{
  return self->revision < BURNISH_UDF_2_00 || !burnish_image_options_get_udf_streams (options)
         || _burnish_udf_streams_collect (&self->streams, &self->tree, cancellable, error);
}

BurnishUdfLayout *
_burnish_udf_layout_new (const BurnishUdfInput *input, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishUdfLayout) self = g_new0 (BurnishUdfLayout, 1);
  g_autoptr (GError) refusal = NULL;

  set_choices (self, input);
  _burnish_udf_streams_init (&self->streams, _burnish_udf_entry_room_bytes (self->revision));
  if (!_burnish_udf_tree_init (&self->tree, input, _burnish_udf_entry_room_bytes (self->revision),
                               &refusal, cancellable, error)
      || !collect_streams (self, input->options, cancellable, error))
    return NULL;
  self->volume_set_id = dup_volume_set_id (self, input->options);
  place_nodes (self, &refusal);
  if (refusal == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return NULL;
}

void
_burnish_udf_layout_free (BurnishUdfLayout *self)
{
  _burnish_udf_tree_clear (&self->tree);
  _burnish_udf_streams_clear (&self->streams);
  g_free (self->volume_id);
  g_free (self->volume_set_id);
  g_free (self->publisher);
  g_free (self->preparer);
  g_free (self->entry_blocks);
  g_free (self->identifier_offsets);
  g_free (self);
}

void
_burnish_udf_layout_set_manifest_size (BurnishUdfLayout *self, guint64 size_bytes)
{
  g_assert (self->tree.manifest_size_bytes > 0 && size_bytes > 0);
  self->tree.manifest_size_bytes = size_bytes;
}

/* ---- Placing ---- */

/* Anchors stand in the last block and 256 before it, outside of the partition (UDF 2.2.3). */
static guint64
place_end (guint64 behind_reserve)
{
  return round_up (behind_reserve + BURNISH_UDF_ANCHOR_BLOCK + 1);
}

/* The partition begins where the first session has its entries, or before a lower file: where that
   session has no UDF, files may lie nearer to the begin of the disc. */
static guint32
find_partition_block (const BurnishUdfLayout *self, const guint32 *start_blocks)
{
  guint32 lowest = BURNISH_UDF_AREA;

  if (self->session_block == 0)
    return lowest;
  for (BurnishNode node = 0; node < self->tree.n_nodes; node++)
    if (start_blocks[node] > 0)
      lowest = MIN (lowest, start_blocks[node]);
  return lowest / BURNISH_UDF_GRID * BURNISH_UDF_GRID;
}

gboolean
_burnish_udf_layout_place (BurnishUdfLayout *self,
                           const BurnishUdfPlacement *placement,
                           GError **error)
{
  guint64 head_end = (guint64) self->session_block + _burnish_udf_layout_get_head_blocks (self);
  guint64 data_end = MAX (placement->end_block, head_end);
  guint64 vat_blocks = burnish_bytes_to_blocks (_burnish_udf_vat_get_size_bytes (self));
  guint64 tail, partition_end, reserve, end;

  tail = partition_end = reserve = round_up (data_end);
  if (self->has_metadata_file)
    partition_end = reserve =
        round_up (tail + (self->duplicates_metadata ? self->area_blocks : 0) + 1);
  end = place_end (reserve + BURNISH_UDF_SEQUENCE_BLOCKS);
  if (self->has_vat)
    {
      partition_end = end = round_up (data_end + vat_blocks + 1);
      tail = end - 1 - vat_blocks;
      reserve = self->volume_block + BURNISH_UDF_EARLY_RESERVE;
    }
  if (end > MAX_BLOCKS)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                   "The image needs %" G_GUINT64_FORMAT " blocks; at most %u can be addressed", end,
                   MAX_BLOCKS);
      return FALSE;
    }
  self->partition_block = find_partition_block (self, placement->start_blocks);
  self->start_blocks = placement->start_blocks;
  self->recognition_block = placement->recognition_block;
  self->tail_block = self->vat_block = (guint32) tail;
  self->mirror_entry_block = (guint32) partition_end - 1;
  self->partition_end = (guint32) partition_end;
  self->reserve_block = (guint32) reserve;
  self->end_block = (guint32) end;
  return TRUE;
}

/* ---- Asking ---- */

guint32
_burnish_udf_layout_get_head_blocks (BurnishUdfLayout *self)
{
  return self->stream_block + (guint32) round_up (self->streams.n_blocks) - self->session_block;
}

gboolean
_burnish_udf_layout_is_embedded (BurnishUdfLayout *self, BurnishNode node)
{
  guint64 size_bytes;

  if (!self->embeds || _burnish_udf_tree_is_manifest (&self->tree, node)
      || _burnish_udf_tree_get_kind (&self->tree, node) != BURNISH_NODE_FILE
      || _burnish_tree_snapshot_is_recorded (self->tree.snapshot, node))
    return FALSE;
  size_bytes = _burnish_udf_tree_get_size_bytes (&self->tree, node);
  return size_bytes > 0 && size_bytes <= _burnish_udf_entry_room_bytes (self->revision);
}

const GArray *
_burnish_udf_layout_get_incomplete (BurnishUdfLayout *self)
{
  return self->streams.incomplete;
}

guint32
_burnish_udf_layout_get_tail_block (BurnishUdfLayout *self)
{
  return self->tail_block;
}

guint32
_burnish_udf_layout_get_end_block (BurnishUdfLayout *self)
{
  return self->end_block;
}

char *
_burnish_udf_layout_dup_name (BurnishUdfLayout *self, BurnishNode node)
{
  return _burnish_udf_tree_get_entry (&self->tree, node) == BURNISH_NODE_NONE
             ? NULL
             : g_strdup (_burnish_udf_tree_get_name (&self->tree, node));
}

char *
_burnish_udf_layout_dup_volume_name (BurnishUdfLayout *self)
{
  guint8 field[BURNISH_UDF_VOLUME_ID_SIZE];

  _burnish_udf_dstring_write (field, sizeof field, self->volume_id);
  return _burnish_udf_dstring_read (field, sizeof field);
}
