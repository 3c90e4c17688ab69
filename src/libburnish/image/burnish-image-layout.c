/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-layout-private.h"

#include "burnish-image-check-private.h"
#include "burnish-image-options-private.h"
#include "burnish-manifest-private.h"
#include "burnish-recorded-tree-private.h"
#include "burnish-udf-format-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (BurnishImageLayout, burnish_image_layout, G_TYPE_OBJECT)

static void
burnish_image_layout_finalize (GObject *object)
{
  BurnishImageLayout *self = BURNISH_IMAGE_LAYOUT (object);

  g_clear_pointer (&self->snapshot, burnish_tree_snapshot_unref);
  g_clear_object (&self->options);
  g_clear_pointer (&self->volume_id, g_free);
  g_clear_pointer (&self->udf, _burnish_udf_layout_free);
  _burnish_iso_trees_clear (&self->trees);
  _burnish_iso_index_clear (&self->index);
  _burnish_placement_clear (&self->placement);
  g_clear_pointer (&self->segments, g_array_unref);

  G_OBJECT_CLASS (burnish_image_layout_parent_class)->finalize (object);
}

static void
burnish_image_layout_class_init (BurnishImageLayoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_image_layout_finalize;
}

static void
burnish_image_layout_init (BurnishImageLayout *self)
{
  self->segments = g_array_new (FALSE, FALSE, sizeof (BurnishSegment));
}

/* ---- Making ---- */

/* With a fixed time, what was made later than that (folders and files without a source are made
   when they are staged) must not differ from one image to the next. */
static BurnishIsoTimes
get_times (BurnishImageOptions *options)
{
  gint64 fixed_time = burnish_image_options_get_fixed_time (options);
  BurnishIsoTimes times = { fixed_time, fixed_time };

  if (fixed_time < 0)
    times = (BurnishIsoTimes){ g_get_real_time () / G_USEC_PER_SEC, G_MAXINT64 };
  return times;
}

static char *
dup_volume_id (BurnishImageOptions *options, gint64 image_time)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (image_time);
  const char *volume_id = burnish_image_options_get_volume_id (options);

  return volume_id ? g_strdup (volume_id) : g_date_time_format (time, "%Y%m%d_%H%M");
}

static void
add_structures (BurnishImageLayout *self, guint32 start_block, guint32 end_block)
{
  BurnishSegment segment = {
    .kind = BURNISH_SEGMENT_STRUCTURES,
    .start_block = start_block,
    .n_blocks = end_block - start_block,
    .node = BURNISH_NODE_NONE,
  };

  g_array_append_val (self->segments, segment);
}

static gboolean
make_udf (BurnishImageLayout *self,
          const BurnishIsoTimes *times,
          GCancellable *cancellable,
          GError **error)
{
  BurnishUdfInput input = {
    .snapshot = self->snapshot,
    .options = self->options,
    .volume_id = self->volume_id,
    .image_time_us = times->image_time * G_USEC_PER_SEC,
    .latest_time_us =
        times->latest_time == G_MAXINT64 ? G_MAXINT64 : times->latest_time * G_USEC_PER_SEC,
    .manifest_size_bytes = self->manifest_size_bytes,
    .session_block = self->session_block,
    .begins_at_disc = self->begins_at_disc,
    .is_bridge = burnish_image_options_get_iso9660 (self->options),
  };

  self->udf = _burnish_udf_layout_new (&input, cancellable, error);
  if (self->udf == NULL)
    return FALSE;
  if (self->manifest_size_bytes > 0)
    {
      self->manifest_size_bytes =
          _burnish_manifest_get_size_bytes (self->snapshot,
                                            _burnish_image_layout_get_manifest_names (self));
      _burnish_udf_layout_set_manifest_size (self->udf, self->manifest_size_bytes);
    }
  return TRUE;
}

static gboolean
make_iso (BurnishImageLayout *self,
          const BurnishIsoTimes *times,
          GCancellable *cancellable,
          GError **error)
{
  guint32 head_blocks = self->udf ? _burnish_udf_layout_get_head_blocks (self->udf) : 0;

  return _burnish_libisofs_make_trees (&self->trees, self->snapshot, self->options, self->volume_id,
                                       times->image_time, self->manifest_size_bytes,
                                       self->session_block, head_blocks, cancellable, error)
         && _burnish_iso_index_init (&self->index, &self->trees, self->snapshot,
                                     self->manifest_size_bytes, times, error);
}

static gboolean
place_udf (BurnishImageLayout *self, GError **error)
{
  gboolean has_iso = self->trees.bytes != NULL;
  BurnishUdfPlacement placement = {
    .start_blocks = self->placement.start_blocks,
    .end_block = self->session_block + self->placement.end_block,
    .recognition_block = self->session_block
                         + (has_iso ? self->index.descriptors_end : BURNISH_UDF_RECOGNITION_BLOCK),
  };

  if (!_burnish_udf_layout_place (self->udf, &placement, error))
    return FALSE;
  self->n_blocks = _burnish_udf_layout_get_end_block (self->udf) - self->session_block;
  add_structures (self, _burnish_udf_layout_get_tail_block (self->udf) - self->session_block,
                  self->n_blocks);
  return TRUE;
}

/* Players of DVD-Video read UDF 1.02 only (UDF 6.9.1), and only the first session. */
static gboolean
list_dvd_video (BurnishImageLayout *self,
                GArray **dvd_video,
                GCancellable *cancellable,
                GError **error)
{
  GError *refusal = NULL;

  if (burnish_image_options_get_udf_revision (self->options) != BURNISH_UDF_1_02
      || self->session_block > 0)
    return TRUE;
  *dvd_video = _burnish_dvd_video_list (self->snapshot, &refusal, cancellable, error);
  if (*dvd_video == NULL || refusal == NULL)
    {
      g_clear_error (&refusal);
      return *dvd_video != NULL;
    }
  g_propagate_error (error, refusal);
  return FALSE;
}

static gboolean
place (BurnishImageLayout *self, const GArray *dvd_video, GError **error)
{
  guint32 end_block =
      self->trees.bytes ? self->trees.end_block : _burnish_udf_layout_get_head_blocks (self->udf);
  BurnishPlacementInput input = {
    .snapshot = self->snapshot,
    .manifest_size_bytes = self->manifest_size_bytes,
    .padding_blocks = burnish_image_options_get_padding_blocks (self->options),
    .udf = self->udf,
    .session_block = self->session_block,
    .first_block = end_block + self->index.has_empty_block,
    .dvd_video = dvd_video,
  };

  add_structures (self, 0, end_block);
  if (!_burnish_placement_init (&self->placement, &input, self->segments, error))
    return FALSE;
  self->n_blocks = self->placement.end_block;
  if (self->udf && !place_udf (self, error))
    return FALSE;
  if (self->trees.bytes)
    /* A volume begins with the disc: Linux follows no pointer of Rock Ridge beyond its size. */
    _burnish_iso_index_place (&self->index, &self->trees, self->placement.start_blocks,
                              self->session_block + self->n_blocks);
  return TRUE;
}

static void
choose_file_systems (BurnishImageLayout *self)
{
  self->reason = BURNISH_FILE_SYSTEM_REASON_CHOSEN;
  if (burnish_image_options_get_recommended_file_systems (self->options))
    self->reason = burnish_image_options_recommend (
        self->options, _burnish_image_options_get_family (self->options), self->snapshot);
}

static gboolean
make (BurnishImageLayout *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) dvd_video = NULL;
  BurnishIsoTimes times = get_times (self->options);

  self->volume_id = dup_volume_id (self->options, times.image_time);
  if (burnish_image_options_get_manifest (self->options))
    self->manifest_size_bytes = _burnish_manifest_get_size_bytes (self->snapshot, NULL);
  if (!list_dvd_video (self, &dvd_video, cancellable, error))
    return FALSE;
  if (burnish_image_options_get_udf_revision (self->options) != BURNISH_UDF_NONE
      && !make_udf (self, &times, cancellable, error))
    return FALSE;
  if (burnish_image_options_get_iso9660 (self->options)
      && !make_iso (self, &times, cancellable, error))
    return FALSE;
  return place (self, dvd_video, error);
}

/**
 * burnish_image_layout_new:
 * @snapshot: what shall be on the disc
 * @options: how it shall be there; they are copied
 * @cancellable: (nullable): stops it, though not in the middle of libisofs' work
 * @error: return location for an error
 *
 * Makes the trees of the image and gives every file its address. Of a DVD-Video (UDF 1.02 with a
 * folder VIDEO_TS) the first bytes of its IFO files are read; no other file is opened, except small
 * ones that UDF embeds.
 *
 * Blocks while it works: a second for 100 000 files, four seconds for 60 000 files with similar
 * names in one folder. Call it on a worker thread.
 *
 * Fails with %BURNISH_ERROR_REFUSED and all reasons: no file system or choices that exclude each
 * other, more than 65 535 folders or a file that the ISO level cannot hold (with ISO 9660), a file
 * of the root that has the manifest's name, an identifier that a volume descriptor cannot hold,
 * folders nested too deep, more bytes than an image can have, a DVD-Video that no player could
 * read.
 *
 * Returns: (transfer full): the layout
 */
BurnishImageLayout *
burnish_image_layout_new (BurnishTreeSnapshot *snapshot,
                          BurnishImageOptions *options,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (options), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  return _burnish_image_layout_new_session (snapshot, options, 0, FALSE, cancellable, error);
}

BurnishImageLayout *
_burnish_image_layout_new_session (BurnishTreeSnapshot *snapshot,
                                   BurnishImageOptions *options,
                                   guint32 session_block,
                                   gboolean begins_at_disc,
                                   GCancellable *cancellable,
                                   GError **error)
{
  g_autoptr (BurnishImageLayout) self = g_object_new (BURNISH_TYPE_IMAGE_LAYOUT, NULL);

  self->session_block = session_block;
  self->begins_at_disc = begins_at_disc;
  self->snapshot = burnish_tree_snapshot_ref (snapshot);
  self->options = _burnish_image_options_copy (options);
  choose_file_systems (self);
  if (!_burnish_image_check (snapshot, self->options, error))
    return NULL;
  return make (self, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/* ---- Blocks ---- */

const BurnishSegment *
_burnish_image_layout_get_segments (BurnishImageLayout *self, guint32 *n_segments)
{
  *n_segments = self->segments->len;
  return (const BurnishSegment *) self->segments->data;
}

guint32
_burnish_image_layout_find_segment (BurnishImageLayout *self, guint32 block)
{
  guint32 low = 0, high = self->segments->len;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      const BurnishSegment *segment = &g_array_index (self->segments, BurnishSegment, middle);

      if ((guint64) segment->start_block + segment->n_blocks > block)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

static void
read_iso (BurnishImageLayout *self, guint32 start_block, guint32 n_blocks, guint8 *buffer)
{
  guint64 size_bytes = (guint64) n_blocks * BURNISH_BLOCK_SIZE;

  memcpy (buffer, _burnish_iso_trees_find (&self->trees, start_block, size_bytes), size_bytes);
}

void
_burnish_image_layout_read_structures (BurnishImageLayout *self,
                                       guint32 start_block,
                                       guint32 n_blocks,
                                       guint8 *buffer)
{
  guint32 descriptors_end = self->index.descriptors_end;
  guint32 head_end, n_head_blocks;

  if (self->udf == NULL)
    {
      read_iso (self, start_block, n_blocks, buffer);
      return;
    }
  if (start_block >= _burnish_udf_layout_get_tail_block (self->udf) - self->session_block)
    {
      _burnish_udf_layout_read (self->udf, self->session_block + start_block, n_blocks, buffer);
      return;
    }
  head_end = _burnish_udf_layout_get_head_blocks (self->udf);
  n_head_blocks = MIN (n_blocks, head_end - MIN (start_block, head_end));
  if (n_head_blocks > 0)
    _burnish_udf_layout_read (self->udf, self->session_block + start_block, n_head_blocks, buffer);
  if (start_block < descriptors_end)
    read_iso (self, start_block, MIN (n_blocks, descriptors_end - start_block), buffer);
  if (n_blocks > n_head_blocks)
    read_iso (self, start_block + n_head_blocks, n_blocks - n_head_blocks,
              buffer + (gsize) n_head_blocks * BURNISH_BLOCK_SIZE);
}

guint32
_burnish_image_layout_get_n_embedded (BurnishImageLayout *self)
{
  return self->placement.n_embedded;
}

BurnishNode
_burnish_image_layout_get_embedded_node (BurnishImageLayout *self, guint32 block)
{
  return self->placement.n_embedded > 0
             ? _burnish_udf_layout_get_embedded_node (self->udf, self->session_block + block)
             : BURNISH_NODE_NONE;
}

void
_burnish_image_layout_embed (BurnishImageLayout *self,
                             BurnishNode file,
                             const guint8 *contents,
                             guint8 *block)
{
  _burnish_udf_layout_embed (self->udf, file, contents, block);
}

guint64
_burnish_image_layout_get_segment_size_bytes (BurnishImageLayout *self,
                                              const BurnishSegment *segment)
{
  switch (segment->kind)
    {
    case BURNISH_SEGMENT_STRUCTURES:
      return (guint64) segment->n_blocks * BURNISH_BLOCK_SIZE;
    case BURNISH_SEGMENT_FILE:
      return burnish_tree_snapshot_get_node_size_bytes (self->snapshot, segment->node);
    case BURNISH_SEGMENT_MANIFEST:
      return self->manifest_size_bytes;
    case BURNISH_SEGMENT_IMAGE:
    default:
      g_return_val_if_reached (0);
    }
}

BurnishImageOptions *
_burnish_image_layout_get_options (BurnishImageLayout *self)
{
  return self->options;
}

gboolean
_burnish_image_layout_has_manifest (BurnishImageLayout *self)
{
  return self->manifest_size_bytes > 0;
}

BurnishUdfLayout *
_burnish_image_layout_get_manifest_names (BurnishImageLayout *self)
{
  return burnish_image_options_get_iso9660 (self->options)
                 && burnish_image_options_get_rock_ridge (self->options)
             ? NULL
             : self->udf;
}

/* The segment that holds a block, or NULL. */
static const BurnishSegment *
get_segment_at (BurnishImageLayout *self, guint32 block)
{
  guint32 index = _burnish_image_layout_find_segment (self, block);
  const BurnishSegment *segment;

  if (index == self->segments->len)
    return NULL;
  segment = &g_array_index (self->segments, BurnishSegment, index);
  return segment->start_block <= block ? segment : NULL;
}

/**
 * burnish_image_layout_get_snapshot:
 * @self: a layout
 *
 * Returns: (transfer none): what the image is made of
 */
BurnishTreeSnapshot *
burnish_image_layout_get_snapshot (BurnishImageLayout *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), NULL);
  return self->snapshot;
}

/**
 * burnish_image_layout_get_volume_id:
 * @self: a layout
 *
 * Returns: (transfer none): the name that the disc gets
 */
const char *
burnish_image_layout_get_volume_id (BurnishImageLayout *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), NULL);
  return self->volume_id;
}

/**
 * burnish_image_layout_dup_file_systems:
 * @self: a layout
 *
 * Returns: (transfer full): which file systems the image has: of `iso9660`, `joliet`, `rockridge`
 *   and `udf`, in this order
 */
char **
burnish_image_layout_dup_file_systems (BurnishImageLayout *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), NULL);
  return burnish_image_options_dup_file_systems (self->options);
}

/**
 * burnish_image_layout_get_udf_revision:
 * @self: a layout
 *
 * Returns: the revision of the image's UDF tree, %BURNISH_UDF_NONE when it has none
 */
BurnishUdfRevision
burnish_image_layout_get_udf_revision (BurnishImageLayout *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), BURNISH_UDF_NONE);
  return burnish_image_options_get_udf_revision (self->options);
}

/**
 * burnish_image_layout_get_file_system_reason:
 * @self: a layout
 *
 * Returns: why the image has the file systems that it has
 */
BurnishFileSystemReason
burnish_image_layout_get_file_system_reason (BurnishImageLayout *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), BURNISH_FILE_SYSTEM_REASON_CHOSEN);
  return self->reason;
}

/**
 * burnish_image_layout_get_n_blocks:
 * @self: a layout
 *
 * Returns: the exact size of the image in blocks of 2048 bytes, with padding
 */
guint64
burnish_image_layout_get_n_blocks (BurnishImageLayout *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), 0);
  return self->n_blocks;
}

/**
 * burnish_image_layout_get_start_block:
 * @self: a layout
 * @node: a node of the snapshot
 *
 * Returns: the address of the first block of a file; its other blocks follow without a gap, also
 *   for files over 4 GiB. 0 for empty files, folders and links, and for files that are on the disc
 *   already.
 */
guint32
burnish_image_layout_get_start_block (BurnishImageLayout *self, BurnishNode node)
{
  guint32 start_block;

  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), 0);
  g_return_val_if_fail (node < burnish_tree_snapshot_get_n_nodes (self->snapshot), 0);
  start_block = self->placement.start_blocks[node];
  if (start_block == 0 || _burnish_tree_snapshot_is_recorded (self->snapshot, node))
    return 0;
  return start_block - self->session_block;
}

/**
 * burnish_image_layout_find_block:
 * @self: a layout
 * @block: an address of a block of 2048 bytes
 *
 * Returns: the file that the block belongs to (of hard links the first), or %BURNISH_NODE_NONE for
 *   file system structures, the manifest and padding
 */
BurnishNode
burnish_image_layout_find_block (BurnishImageLayout *self, guint32 block)
{
  const BurnishSegment *segment;

  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), BURNISH_NODE_NONE);
  segment = get_segment_at (self, block);
  return segment ? segment->node : BURNISH_NODE_NONE;
}

/**
 * burnish_image_layout_describe_block:
 * @self: a layout
 * @block: an address of a block of 2048 bytes
 *
 * Says what a block holds: the path of a file such as `/photos/a.jpg` (bytes that are no UTF-8
 * replaced), `file system structures`, `checksum manifest`, or `padding`.
 *
 * Returns: (transfer full): a text
 */
char *
burnish_image_layout_describe_block (BurnishImageLayout *self, guint32 block)
{
  const BurnishSegment *segment;
  g_autofree char *path = NULL;

  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), NULL);
  segment = get_segment_at (self, block);
  /* libisofs leaves a block of zeros behind the trees, to which empty files point. */
  if (segment == NULL)
    return g_strdup (self->index.has_empty_block && block == self->trees.end_block
                         ? "file system structures"
                         : "padding");
  if (segment->kind == BURNISH_SEGMENT_STRUCTURES)
    return g_strdup ("file system structures");
  if (segment->kind == BURNISH_SEGMENT_MANIFEST)
    return g_strdup ("checksum manifest");
  path = burnish_tree_snapshot_dup_path (self->snapshot, segment->node);
  return g_utf8_make_valid (path, -1);
}

/**
 * burnish_image_layout_get_manifest_blocks:
 * @self: a layout
 *
 * Returns: blocks of 2048 bytes that the checksum manifest takes, 0 when there is none
 */
guint64
burnish_image_layout_get_manifest_blocks (BurnishImageLayout *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), 0);
  return burnish_bytes_to_blocks (self->manifest_size_bytes);
}
