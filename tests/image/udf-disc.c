/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-disc.h"

#include <string.h>

void
disc_clear (Disc *self)
{
  g_clear_pointer (&self->layout, _burnish_udf_layout_free);
  g_clear_pointer (&self->snapshot, burnish_tree_snapshot_unref);
  g_clear_object (&self->options);
  g_clear_pointer (&self->start_blocks, g_free);
  g_clear_pointer (&self->bytes, g_free);
}

BurnishImageOptions *
choice_make_options (const Choice *choice)
{
  BurnishImageOptions *options = test_options_new ();

  g_object_set (options, "udf-revision", choice->revision, "udf-duplicate-metadata",
                choice->is_duplicated, "udf-vat", choice->has_vat, "udf-embed", choice->embeds,
                "udf-symlinks", choice->symlinks, "udf-streams", choice->has_streams, NULL);
  return options;
}

BurnishUdfInput
choice_make_input (const Choice *choice,
                   BurnishTreeSnapshot *snapshot,
                   BurnishImageOptions *options)
{
  return (BurnishUdfInput){
    .snapshot = snapshot,
    .options = options,
    .volume_id = "Disc \xC3\xA4 \xF0\x9F\x98\x80",
    .image_time_us = DISC_TIME_US,
    .latest_time_us = DISC_TIME_US,
    .manifest_size_bytes = choice->has_manifest ? DISC_MANIFEST_BYTES : 0,
    .session_block = choice->session_block,
  };
}

static guint64
get_size_bytes (const Disc *self, BurnishNode node)
{
  return node == burnish_tree_snapshot_get_n_nodes (self->snapshot)
             ? DISC_MANIFEST_BYTES
             : burnish_tree_snapshot_get_node_size_bytes (self->snapshot, node);
}

/* What a file holds, made up from its number. */
static guint8
get_filling (BurnishNode node)
{
  return (guint8) (node * 7 + 1);
}

static BurnishNode
get_first (const Disc *self, BurnishNode node)
{
  return node == burnish_tree_snapshot_get_n_nodes (self->snapshot)
             ? node
             : burnish_tree_snapshot_get_first_link (self->snapshot, node);
}

static void
disc_place (Disc *self, const Choice *choice)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot);
  BurnishUdfPlacement placement = {
    .end_block = choice->session_block + _burnish_udf_layout_get_head_blocks (self->layout),
    .recognition_block = choice->session_block + BURNISH_UDF_RECOGNITION_BLOCK,
  };
  g_autoptr (GError) error = NULL;

  self->start_blocks = g_new0 (guint32, n_nodes + 1);
  for (BurnishNode node = 0; node < n_nodes + choice->has_manifest; node++)
    {
      if (node < n_nodes
          && burnish_tree_snapshot_get_kind (self->snapshot, node) != BURNISH_NODE_FILE)
        continue;
      if (get_first (self, node) != node || get_size_bytes (self, node) == 0
          || _burnish_udf_layout_is_embedded (self->layout, node))
        continue;
      self->start_blocks[node] = placement.end_block;
      placement.end_block += (guint32) burnish_bytes_to_blocks (get_size_bytes (self, node));
    }
  placement.start_blocks = self->start_blocks;
  _burnish_udf_layout_place (self->layout, &placement, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (_burnish_udf_layout_get_tail_block (self->layout), >=, placement.end_block);
}

/* Reads blocks in pieces, as a stream would, and puts in what is embedded. */
static void
disc_read (Disc *self, guint32 start_block, guint32 end_block, guint32 piece_blocks)
{
  for (guint32 block = start_block; block < end_block; block += piece_blocks)
    _burnish_udf_layout_read (self->layout, block, MIN (piece_blocks, end_block - block),
                              self->bytes + (gsize) block * BURNISH_BLOCK_SIZE);
  for (guint32 block = start_block; block < end_block; block++)
    {
      BurnishNode node = _burnish_udf_layout_get_embedded_node (self->layout, block);
      guint8 contents[BURNISH_BLOCK_SIZE];

      if (node == BURNISH_NODE_NONE)
        continue;
      memset (contents, get_filling (node), sizeof contents);
      _burnish_udf_layout_embed (self->layout, node, contents,
                                 self->bytes + (gsize) block * BURNISH_BLOCK_SIZE);
    }
}

void
disc_init (Disc *self, BurnishTree *tree, const Choice *choice, guint32 piece_blocks)
{
  g_autoptr (GError) error = NULL;
  BurnishUdfInput input;
  guint32 head_end, n_nodes;

  *self = (Disc){ .snapshot = burnish_tree_freeze (tree), .options = choice_make_options (choice) };
  input = choice_make_input (choice, self->snapshot, self->options);
  self->layout = _burnish_udf_layout_new (&input, NULL, &error);
  g_assert_no_error (error);
  disc_place (self, choice);
  self->n_blocks = _burnish_udf_layout_get_end_block (self->layout);
  self->bytes = g_malloc0 ((gsize) self->n_blocks * BURNISH_BLOCK_SIZE);
  head_end = choice->session_block + _burnish_udf_layout_get_head_blocks (self->layout);
  disc_read (self, choice->session_block, head_end, piece_blocks);
  disc_read (self, _burnish_udf_layout_get_tail_block (self->layout), self->n_blocks, piece_blocks);
  n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot);
  for (BurnishNode node = 0; node < n_nodes + choice->has_manifest; node++)
    if (self->start_blocks[node] > 0)
      memset (self->bytes + (gsize) self->start_blocks[node] * BURNISH_BLOCK_SIZE,
              get_filling (node), (gsize) get_size_bytes (self, node));
}

/* The path in the volume; NULL when it or a folder above is not there. */
static char *
dup_udf_path (const Disc *self, BurnishNode node)
{
  g_autofree char *parent = NULL;
  g_autofree char *name = _burnish_udf_layout_dup_name (self->layout, node);

  if (node == BURNISH_NODE_ROOT)
    return g_strdup ("");
  g_assert_nonnull (name);
  parent = dup_udf_path (self, node == burnish_tree_snapshot_get_n_nodes (self->snapshot)
                                   ? BURNISH_NODE_ROOT
                                   : burnish_tree_snapshot_get_parent (self->snapshot, node));
  return g_strconcat (parent, "/", name, NULL);
}

static void
assert_contents (const VolumeFile *file, guint64 size_bytes, guint8 filling)
{
  g_assert_cmpuint (file->type, ==, BURNISH_UDF_FILE_REGULAR);
  g_assert_cmpuint (file->size_bytes, ==, size_bytes);
  for (gsize i = 0; file->data && i < size_bytes; i++)
    g_assert_cmpuint (file->data[i], ==, filling);
}

static guint32
get_expected_permissions (guint32 mode)
{
  static const guint8 classes[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  guint32 permissions = classes[mode & 7] | (guint32) classes[mode >> 3 & 7] << 5
                        | (guint32) classes[mode >> 6 & 7] << 10;

  /* Who may write may change attributes and delete. */
  return permissions | (mode & 0200 ? 0x18u << 10 : 0);
}

static void
assert_node (const Disc *self, Volume *volume, BurnishNode node)
{
  g_autofree char *path = dup_udf_path (self, node);
  VolumeFile *file = volume_lookup (volume, path);
  guint32 mode = burnish_tree_snapshot_get_mode (self->snapshot, node);
  gint64 time_us = burnish_tree_snapshot_get_mtime_us (self->snapshot, node);

  g_assert_nonnull (file);
  switch (burnish_tree_snapshot_get_kind (self->snapshot, node))
    {
    case BURNISH_NODE_FOLDER:
      g_assert_cmpuint (file->type, ==, BURNISH_UDF_FILE_DIRECTORY);
      break;
    case BURNISH_NODE_SYMLINK:
      return;
    case BURNISH_NODE_FILE:
    default:
      assert_contents (file, get_size_bytes (self, node), get_filling (get_first (self, node)));
      break;
    }
  g_assert_cmpint (file->time_us, ==, MIN (time_us, DISC_TIME_US));
  g_assert_cmphex (file->permissions, ==, get_expected_permissions (mode));
  g_assert_cmpuint (!!(file->icb_flags & 0x40), ==, !!(mode & 04000));
  g_assert_cmpuint (!!(file->icb_flags & 0x80), ==, !!(mode & 02000));
  g_assert_cmpuint (!!(file->icb_flags & 0x100), ==, !!(mode & 01000));
  g_assert_cmpuint (file->uid, ==, burnish_tree_snapshot_get_uid (self->snapshot, node));
  g_assert_cmpuint (file->gid, ==, burnish_tree_snapshot_get_gid (self->snapshot, node));
}

void
disc_check (const Disc *self, const Choice *choice, Volume *volume)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot), n_present = 0;
  VolumeFile *manifest = volume_lookup (volume, "/SHA256SUMS");

  g_assert_cmphex (volume->revision, ==, choice->revision);
  for (BurnishNode node = 0; node < n_nodes; node++)
    {
      g_autofree char *name = _burnish_udf_layout_dup_name (self->layout, node);

      if (name == NULL)
        continue;
      n_present++;
      assert_node (self, volume, node);
    }
  g_assert_true (choice->has_manifest == (manifest != NULL));
  if (manifest)
    {
      assert_contents (manifest, DISC_MANIFEST_BYTES, get_filling (n_nodes));
      g_assert_cmphex (manifest->permissions, ==, get_expected_permissions (0444));
      g_assert_cmpint (manifest->time_us, ==, DISC_TIME_US);
    }
  g_assert_cmpuint (volume->files->len, ==, n_present + choice->has_manifest);
}
