/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-layout-private.h"

#include "burnish-image-check-private.h"
#include "burnish-image-options-private.h"
#include "burnish-iso-trees-private.h"
#include "burnish-manifest-private.h"
#include "burnish-placement-private.h"

#include <string.h>

struct _BurnishImageLayout
{
  GObject parent_instance;

  BurnishTreeSnapshot *snapshot;  /* (owned) */
  BurnishImageOptions *options;   /* (owned) a copy */
  BurnishFileSystemReason reason; /* for its file systems */
  char *volume_id;                /* (owned) */
  guint64 manifest_size_bytes;    /* 0: no manifest */
  BurnishIsoTrees trees;          /* (owned) */
  BurnishIsoIndex index;          /* (owned) */
  BurnishPlacement placement;     /* (owned) */
  guint32 n_blocks;
  GArray *segments; /* (owned) of BurnishSegment, by address */
};

G_DEFINE_FINAL_TYPE (BurnishImageLayout, burnish_image_layout, G_TYPE_OBJECT)

static void
burnish_image_layout_finalize (GObject *object)
{
  BurnishImageLayout *self = BURNISH_IMAGE_LAYOUT (object);

  g_clear_pointer (&self->snapshot, burnish_tree_snapshot_unref);
  g_clear_object (&self->options);
  g_clear_pointer (&self->volume_id, g_free);
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
place (BurnishImageLayout *self, GError **error)
{
  BurnishPlacementInput input = {
    .snapshot = self->snapshot,
    .manifest_size_bytes = self->manifest_size_bytes,
    .padding_blocks = burnish_image_options_get_padding_blocks (self->options),
    .first_block = self->trees.n_blocks + self->index.has_empty_block,
  };

  add_structures (self, 0, self->trees.n_blocks);
  if (!_burnish_placement_init (&self->placement, &input, self->segments, error))
    return FALSE;
  self->n_blocks = self->placement.end_block;
  _burnish_iso_index_place (&self->index, &self->trees, self->placement.start_blocks,
                            self->n_blocks);
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

/**
 * burnish_image_layout_new:
 * @snapshot: what shall be on the disc
 * @options: how it shall be there; they are copied
 * @cancellable: (nullable): stops it, though not in the middle of libisofs' work
 * @error: return location for an error
 *
 * Makes the trees of the image and gives every file its address; no file is opened.
 *
 * Blocks while it works: a second for 100 000 files, four seconds for 60 000 files with similar
 * names in one folder. Call it on a worker thread.
 *
 * Fails with %BURNISH_ERROR_REFUSED and all reasons: more than 65 535 folders, a file that the ISO
 * level cannot hold, a file of the root that has the manifest's name, an identifier that a volume
 * descriptor cannot hold, folders nested too deep, more bytes than an image can have.
 *
 * Returns: (transfer full): the layout
 */
BurnishImageLayout *
burnish_image_layout_new (BurnishTreeSnapshot *snapshot,
                          BurnishImageOptions *options,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (BurnishImageLayout) self = NULL;
  BurnishIsoTimes times;

  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (options), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  self = g_object_new (BURNISH_TYPE_IMAGE_LAYOUT, NULL);
  self->snapshot = burnish_tree_snapshot_ref (snapshot);
  self->options = _burnish_image_options_copy (options);
  choose_file_systems (self);
  if (!_burnish_image_check (snapshot, self->options, error))
    return NULL;
  times = get_times (options);
  self->volume_id = dup_volume_id (options, times.image_time);
  if (burnish_image_options_get_manifest (options))
    self->manifest_size_bytes = _burnish_manifest_get_size_bytes (snapshot);
  if (!_burnish_libisofs_make_trees (&self->trees, snapshot, self->options, self->volume_id,
                                     times.image_time, self->manifest_size_bytes, cancellable,
                                     error)
      || !_burnish_iso_index_init (&self->index, &self->trees, snapshot, self->manifest_size_bytes,
                                   &times, error)
      || !place (self, error))
    return NULL;
  return g_steal_pointer (&self);
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

const guint8 *
_burnish_image_layout_get_structures (BurnishImageLayout *self, const BurnishSegment *segment)
{
  g_assert (segment->kind == BURNISH_SEGMENT_STRUCTURES);
  return self->trees.bytes + (gsize) segment->start_block * BURNISH_BLOCK_SIZE;
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
 *   for files over 4 GiB. 0 for empty files, folders and links.
 */
guint32
burnish_image_layout_get_start_block (BurnishImageLayout *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), 0);
  g_return_val_if_fail (node < burnish_tree_snapshot_get_n_nodes (self->snapshot), 0);
  return self->placement.start_blocks[node];
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
    return g_strdup (block == self->trees.n_blocks ? "file system structures" : "padding");
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

/* ---- Names ---- */

static guint32
get_record (BurnishImageLayout *self, BurnishNode node, BurnishNamespace ns)
{
  if (ns == BURNISH_NAMESPACE_JOLIET)
    return self->index.joliet_records[node];
  if (ns == BURNISH_NAMESPACE_ROCK_RIDGE && !burnish_image_options_get_rock_ridge (self->options))
    return 0;
  return self->index.iso_records[node];
}

static gboolean
has_tree (BurnishImageLayout *self, BurnishNamespace ns)
{
  return get_record (self, BURNISH_NODE_ROOT, ns) != 0;
}

/**
 * burnish_image_layout_dup_volume_name:
 * @self: a layout
 * @ns: in which tree
 *
 * Reads the name of the disc from a volume descriptor that will be on it (ECMA-119 8.4.7). Rock
 * Ridge has none of its own: its readers show that of ISO 9660.
 *
 * Returns: (transfer full) (nullable): the name without the filling behind it, with bytes that are
 *   no UTF-8 replaced; %NULL when the image has no such tree
 */
char *
burnish_image_layout_dup_volume_name (BurnishImageLayout *self, BurnishNamespace ns)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), NULL);
  if (!has_tree (self, ns))
    return NULL;
  return _burnish_iso_trees_dup_volume_name (&self->trees, ns == BURNISH_NAMESPACE_JOLIET);
}

/* Rock Ridge names come as bytes, the others as UTF-8. */
static char *
dup_name_bytes (BurnishImageLayout *self, BurnishNode node, BurnishNamespace ns)
{
  guint32 record = get_record (self, node, ns);

  if (record == 0)
    return NULL;
  if (node == BURNISH_NODE_ROOT)
    return g_strdup ("");
  if (ns == BURNISH_NAMESPACE_ROCK_RIDGE)
    return _burnish_iso_record_dup_rock_ridge_name (&self->trees, record);
  return _burnish_iso_record_dup_name (self->trees.bytes + record, ns == BURNISH_NAMESPACE_JOLIET);
}

/**
 * burnish_image_layout_dup_name:
 * @self: a layout
 * @node: a node of the snapshot
 * @ns: in which tree
 *
 * Reads a name from the directory records that will be on the disc. An ISO 9660 name comes with its
 * version number (`README.TXT;1`).
 *
 * Returns: (transfer full) (nullable): the name, with bytes that are no UTF-8 replaced; %NULL when
 *   the node is not in that tree, and an empty string for the root
 */
char *
burnish_image_layout_dup_name (BurnishImageLayout *self, BurnishNode node, BurnishNamespace ns)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), NULL);
  g_return_val_if_fail (node < burnish_tree_snapshot_get_n_nodes (self->snapshot), NULL);
  name = dup_name_bytes (self, node, ns);
  return name ? g_utf8_make_valid (name, -1) : NULL;
}

/* Whether a person would not recognise the name: of ISO 9660 names everybody knows that they have
   capital letters only, a dot and a version number. */
static gboolean
is_changed (const char *before, const char *after, BurnishNamespace ns)
{
  gsize length = strlen (after);

  if (ns != BURNISH_NAMESPACE_ISO9660)
    return strcmp (before, after) != 0;
  if (g_str_has_suffix (after, ";1"))
    length -= 2;
  if (length > 0 && after[length - 1] == '.' && !g_str_has_suffix (before, "."))
    length--;
  return strlen (before) != length || g_ascii_strncasecmp (before, after, length) != 0;
}

/**
 * burnish_image_layout_dup_changed:
 * @self: a layout
 * @ns: in which tree
 *
 * Lists the nodes whose name on the disc is another than in the staging tree. In ISO 9660 trees
 * capital letters, the version number and a dot at the end do not count as changes. Linear in the
 * number of nodes.
 *
 * Returns: (transfer full) (element-type guint32): node numbers, in tree order
 */
GArray *
burnish_image_layout_dup_changed (BurnishImageLayout *self, BurnishNamespace ns)
{
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  guint32 n_nodes;

  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), NULL);
  n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot);
  for (BurnishNode node = BURNISH_NODE_ROOT + 1; node < n_nodes; node++)
    {
      g_autofree char *after = dup_name_bytes (self, node, ns);

      if (after && is_changed (burnish_tree_snapshot_get_name (self->snapshot, node), after, ns))
        g_array_append_val (changed, node);
    }
  return g_steal_pointer (&changed);
}

/**
 * burnish_image_layout_dup_missing:
 * @self: a layout
 * @ns: in which tree
 *
 * Lists the nodes that are not in a tree: in Joliet those with paths over 240 characters, and
 * symbolic links everywhere but in Rock Ridge. Empty for a tree that the options switch off.
 *
 * Returns: (transfer full) (element-type guint32): node numbers, in tree order
 */
GArray *
burnish_image_layout_dup_missing (BurnishImageLayout *self, BurnishNamespace ns)
{
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  guint32 n_nodes;

  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), NULL);
  n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot);
  for (BurnishNode node = BURNISH_NODE_ROOT + 1; has_tree (self, ns) && node < n_nodes; node++)
    if (get_record (self, node, ns) == 0)
      g_array_append_val (missing, node);
  return g_steal_pointer (&missing);
}
