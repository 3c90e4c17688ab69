/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-tree-private.h"

#include "burnish-image-check-private.h"
#include "burnish-image-options-private.h"
#include "burnish-udf-links-private.h"
#include "burnish-udf-names-private.h"

/* The link count has 16 bits (ECMA-167 4/14.9.6). */
#define MAX_LINKS G_MAXUINT16
/* Nodes between two looks at the cancellable. */
#define NODES_PER_LOOK 4096

/* ---- Links ---- */

static void
add_target (BurnishUdfTree *self, BurnishNode link)
{
  BurnishNode file;
  gsize path_bytes;

  if (self->symlinks == BURNISH_UDF_SYMLINKS_KEEP)
    {
      path_bytes = _burnish_udf_links_path_size (
          burnish_tree_snapshot_get_link_target (self->snapshot, link));
      if (path_bytes == 0 || path_bytes > self->max_path_bytes)
        g_hash_table_insert (self->targets, GUINT_TO_POINTER (link),
                             GUINT_TO_POINTER (BURNISH_NODE_NONE));
      return;
    }
  file = _burnish_udf_links_resolve (self->snapshot, link);
  /* A folder has one parent only. */
  if (file != BURNISH_NODE_NONE
      && burnish_tree_snapshot_get_kind (self->snapshot, file) != BURNISH_NODE_FILE)
    file = BURNISH_NODE_NONE;
  g_hash_table_insert (self->targets, GUINT_TO_POINTER (link), GUINT_TO_POINTER (file));
}

static void
count_link (BurnishUdfTree *self, BurnishNode entry, GError **refusal)
{
  gpointer key = GUINT_TO_POINTER (entry);
  guint n_more = GPOINTER_TO_UINT (g_hash_table_lookup (self->more_links, key)) + 1;

  g_hash_table_insert (self->more_links, key, GUINT_TO_POINTER (n_more));
  if (n_more == MAX_LINKS)
    {
      g_autofree char *path = burnish_tree_snapshot_dup_path (self->snapshot, entry);

      _burnish_image_refuse (refusal, BURNISH_ERROR_TREE_TOO_LARGE, path,
                             "A file has more than %u names; UDF cannot count them", MAX_LINKS);
    }
}

static void
add_node (BurnishUdfTree *self, BurnishNode node, GError **refusal)
{
  BurnishNodeKind kind = burnish_tree_snapshot_get_kind (self->snapshot, node);
  BurnishNode entry;

  self->fingerprint = self->fingerprint * 31
                      + g_str_hash (burnish_tree_snapshot_get_name (self->snapshot, node))
                      + (guint32) burnish_tree_snapshot_get_node_size_bytes (self->snapshot, node);
  if (kind == BURNISH_NODE_FOLDER)
    {
      self->n_folders++;
      return;
    }
  if (kind == BURNISH_NODE_SYMLINK)
    add_target (self, node);
  entry = _burnish_udf_tree_get_entry (self, node);
  if (entry == BURNISH_NODE_NONE)
    return;
  self->n_files++;
  if (entry != node)
    count_link (self, entry, refusal);
}

/* ---- Names ---- */

static gboolean
is_absent (BurnishNode node, gconstpointer user_data)
{
  return _burnish_udf_tree_get_entry (user_data, node) == BURNISH_NODE_NONE;
}

static void
add_folder (BurnishUdfTree *self, BurnishNode folder, GError **refusal)
{
  gboolean has_manifest = folder == BURNISH_NODE_ROOT && self->manifest_size_bytes > 0;

  _burnish_udf_names_add_folder (self->names, self->snapshot, folder,
                                 has_manifest ? BURNISH_MANIFEST_NAME : NULL, is_absent, self);
  if (_burnish_udf_tree_count_links (self, folder) > MAX_LINKS)
    {
      g_autofree char *path = burnish_tree_snapshot_dup_path (self->snapshot, folder);

      _burnish_image_refuse (refusal, BURNISH_ERROR_TREE_TOO_LARGE, path,
                             "A folder holds more than %u folders; UDF cannot count them",
                             MAX_LINKS - 1);
    }
}

gboolean
_burnish_udf_tree_init (BurnishUdfTree *self,
                        const BurnishUdfInput *input,
                        gsize max_path_bytes,
                        GError **refusal,
                        GCancellable *cancellable,
                        GError **error)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (input->snapshot);

  *self = (BurnishUdfTree){
    .snapshot = burnish_tree_snapshot_ref (input->snapshot),
    .symlinks = burnish_image_options_get_udf_symlinks (input->options),
    .manifest_size_bytes = input->manifest_size_bytes,
    .image_time_us = input->image_time_us,
    .latest_time_us = input->latest_time_us,
    .max_path_bytes = max_path_bytes,
    .n_nodes = n_nodes + (input->manifest_size_bytes > 0),
    .n_files = input->manifest_size_bytes > 0,
    .names = g_hash_table_new_full (NULL, NULL, NULL, g_free),
    .targets = g_hash_table_new (NULL, NULL),
    .more_links = g_hash_table_new (NULL, NULL),
  };
  for (BurnishNode node = 0; node < n_nodes; node++)
    {
      if (node % NODES_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      add_node (self, node, refusal);
    }
  for (BurnishNode node = 0; node < n_nodes; node++)
    {
      if (burnish_tree_snapshot_get_kind (self->snapshot, node) != BURNISH_NODE_FOLDER)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      add_folder (self, node, refusal);
    }
  return TRUE;
}

void
_burnish_udf_tree_clear (BurnishUdfTree *self)
{
  g_clear_pointer (&self->snapshot, burnish_tree_snapshot_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->targets, g_hash_table_unref);
  g_clear_pointer (&self->more_links, g_hash_table_unref);
}

/* ---- Asking ---- */

gboolean
_burnish_udf_tree_is_manifest (const BurnishUdfTree *self, BurnishNode node)
{
  return self->manifest_size_bytes > 0 && node == self->n_nodes - 1;
}

BurnishNode
_burnish_udf_tree_get_entry (const BurnishUdfTree *self, BurnishNode node)
{
  gpointer target;

  if (_burnish_udf_tree_is_manifest (self, node))
    return node;
  switch (burnish_tree_snapshot_get_kind (self->snapshot, node))
    {
    case BURNISH_NODE_FOLDER:
      return node;
    case BURNISH_NODE_SYMLINK:
      if (!g_hash_table_lookup_extended (self->targets, GUINT_TO_POINTER (node), NULL, &target))
        return node;
      node = GPOINTER_TO_UINT (target);
      break;
    case BURNISH_NODE_FILE:
    default:
      break;
    }
  return node == BURNISH_NODE_NONE ? node
                                   : burnish_tree_snapshot_get_first_link (self->snapshot, node);
}

gboolean
_burnish_udf_tree_has_entry (const BurnishUdfTree *self, BurnishNode node)
{
  return _burnish_udf_tree_get_entry (self, node) == node;
}

guint32
_burnish_udf_tree_count_links (const BurnishUdfTree *self, BurnishNode node)
{
  guint32 n_links = 1, n_children;

  if (_burnish_udf_tree_get_kind (self, node) != BURNISH_NODE_FOLDER)
    return 1 + GPOINTER_TO_UINT (g_hash_table_lookup (self->more_links, GUINT_TO_POINTER (node)));
  n_children = burnish_tree_snapshot_get_n_children (self->snapshot, node);
  for (guint32 i = 0; i < n_children; i++)
    n_links +=
        burnish_tree_snapshot_get_kind (self->snapshot,
                                        burnish_tree_snapshot_get_child (self->snapshot, node, i))
        == BURNISH_NODE_FOLDER;
  return n_links;
}

BurnishNodeKind
_burnish_udf_tree_get_kind (const BurnishUdfTree *self, BurnishNode node)
{
  return _burnish_udf_tree_is_manifest (self, node)
             ? BURNISH_NODE_FILE
             : burnish_tree_snapshot_get_kind (self->snapshot, node);
}

const char *
_burnish_udf_tree_get_name (const BurnishUdfTree *self, BurnishNode node)
{
  const char *name;

  if (_burnish_udf_tree_is_manifest (self, node))
    return BURNISH_MANIFEST_NAME;
  name = g_hash_table_lookup (self->names, GUINT_TO_POINTER (node));
  return name ? name : burnish_tree_snapshot_get_name (self->snapshot, node);
}

BurnishNode
_burnish_udf_tree_get_parent (const BurnishUdfTree *self, BurnishNode node)
{
  return _burnish_udf_tree_is_manifest (self, node)
             ? BURNISH_NODE_ROOT
             : burnish_tree_snapshot_get_parent (self->snapshot, node);
}

guint32
_burnish_udf_tree_get_n_children (const BurnishUdfTree *self, BurnishNode folder)
{
  return burnish_tree_snapshot_get_n_children (self->snapshot, folder)
         + (folder == BURNISH_NODE_ROOT && self->manifest_size_bytes > 0);
}

BurnishNode
_burnish_udf_tree_get_child (const BurnishUdfTree *self, BurnishNode folder, guint32 index)
{
  return index == burnish_tree_snapshot_get_n_children (self->snapshot, folder)
             ? self->n_nodes - 1
             : burnish_tree_snapshot_get_child (self->snapshot, folder, index);
}

guint64
_burnish_udf_tree_get_size_bytes (const BurnishUdfTree *self, BurnishNode file)
{
  return _burnish_udf_tree_is_manifest (self, file)
             ? self->manifest_size_bytes
             : burnish_tree_snapshot_get_node_size_bytes (self->snapshot, file);
}

gint64
_burnish_udf_tree_get_time_us (const BurnishUdfTree *self, BurnishNode node)
{
  gint64 time_us = _burnish_udf_tree_is_manifest (self, node)
                       ? self->image_time_us
                       : burnish_tree_snapshot_get_mtime_us (self->snapshot, node);

  return MIN (time_us, self->latest_time_us);
}
