/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-recorded-reading-private.h"

#include "burnish-image-tree-private.h"
#include "burnish-manifest-reader-private.h"

#include <string.h>

guint32
_burnish_recorded_get_udf_block (BurnishRecordedReading *self, const BurnishUdfEntry *entry)
{
  if (entry->is_embedded || entry->n_extents == 0)
    return 0;
  return (
      guint32) (g_array_index (self->udf->extents, BurnishUdfExtent, entry->first_extent).start_byte
                / BURNISH_BLOCK_SIZE);
}

/* Paths below the root, without a leading "/". */
static GHashTable *
index_udf (BurnishRecordedReading *self, GError **error)
{
  g_autoptr (GHashTable) by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 paths_bytes = 0;

  for (guint32 i = 1; i < self->udf->nodes->len; i++)
    {
      char *path = _burnish_udf_contents_dup_path (self->udf, i);

      paths_bytes += strlen (path);
      g_hash_table_insert (by_path, path, GUINT_TO_POINTER (i));
      if (g_cancellable_set_error_if_cancelled (self->device.cancellable, error))
        return NULL;
      if (paths_bytes > BURNISH_IMAGE_TREE_MAX_PATHS_BYTES)
        {
          g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                       "The paths in the UDF volume are longer than any disc needs");
          return NULL;
        }
    }
  return g_steal_pointer (&by_path);
}

/* Rock Ridge has whole seconds, UDF microseconds. */
static void
take_exact_time (BurnishRecordedReading *self,
                 GHashTable *by_path,
                 const char *path,
                 gint64 *mtime_us)
{
  gpointer node;
  gint64 exact_us;

  if (!g_hash_table_lookup_extended (by_path, path, NULL, &node))
    return;
  exact_us = _burnish_udf_contents_get_entry (self->udf, GPOINTER_TO_UINT (node))->modified_us;
  if (exact_us != BURNISH_UDF_NO_TIME && exact_us >= *mtime_us
      && exact_us < *mtime_us + G_USEC_PER_SEC)
    *mtime_us = exact_us;
}

gboolean
_burnish_recorded_take_exact_times (BurnishRecordedReading *self, GError **error)
{
  g_autoptr (GHashTable) by_path = index_udf (self, error);

  if (by_path == NULL)
    return FALSE;
  for (guint i = 0; i < self->iso->files->len; i++)
    {
      BurnishIsoFile *file = g_ptr_array_index (self->iso->files, i);

      take_exact_time (self, by_path, file->path, &file->attributes.mtime_us);
    }
  for (guint i = 0; i < self->iso->folders->len; i++)
    {
      BurnishIsoNode *folder = g_ptr_array_index (self->iso->folders, i);

      take_exact_time (self, by_path, folder->path, &folder->attributes.mtime_us);
    }
  return TRUE;
}

static gboolean
is_file_at (BurnishTreeSnapshot *snapshot,
            BurnishNode node,
            const BurnishUdfEntry *entry,
            guint32 start_block)
{
  if (burnish_tree_snapshot_get_kind (snapshot, node) != BURNISH_NODE_FILE
      || burnish_tree_snapshot_get_node_size_bytes (snapshot, node) != entry->size_bytes)
    return FALSE;
  return entry->is_embedded || entry->size_bytes == 0
         || _burnish_tree_snapshot_get_recorded_block (snapshot, node) == start_block;
}

/* Whether a node of the UDF tree is in the other tree, with the same contents. Where links are not
   kept, UDF shows what they point at. */
static gboolean
is_in_tree (BurnishRecordedReading *self,
            guint32 number,
            const char *path,
            BurnishTreeSnapshot *snapshot)
{
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (self->udf, number);
  BurnishNode node = burnish_tree_snapshot_lookup (snapshot, path);

  if (node == BURNISH_NODE_NONE)
    return FALSE;
  if (burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_SYMLINK)
    return TRUE;
  if (entry->kind == BURNISH_UDF_NODE_FOLDER)
    return burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FOLDER;
  return entry->kind == BURNISH_UDF_NODE_FILE
         && is_file_at (snapshot, node, entry, _burnish_recorded_get_udf_block (self, entry));
}

/* Two file systems may show two different trees. Then none of them can be carried over alone. */
gboolean
_burnish_recorded_compare_trees (BurnishRecordedReading *self,
                                 BurnishTreeSnapshot *snapshot,
                                 GError **error)
{
  for (guint32 i = 1; i < self->udf->nodes->len; i++)
    {
      g_autofree char *path = _burnish_udf_contents_dup_path (self->udf, i);

      if (g_cancellable_set_error_if_cancelled (self->device.cancellable, error))
        return FALSE;
      if (self->sums != NULL && g_str_equal (path, BURNISH_MANIFEST_NAME))
        continue;
      if (!is_in_tree (self, i, path, snapshot))
        _burnish_recorded_refuse (self->reasons,
                                  "UDF and ISO 9660 show different things on this disc: “%s”",
                                  path);
    }
  return TRUE;
}

/* What has no address: empty files, and links, which some writers show as empty files. */
static gboolean
is_empty (BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  return node != BURNISH_NODE_NONE
         && burnish_tree_snapshot_get_kind (snapshot, node) != BURNISH_NODE_FOLDER
         && burnish_tree_snapshot_get_node_size_bytes (snapshot, node) == 0;
}

/* Blocks where something begins that was taken. The manifest is made anew. */
static GHashTable *
index_addresses (BurnishRecordedReading *self)
{
  BurnishTreeSnapshot *snapshot = self->volume->snapshot;
  GHashTable *addresses = g_hash_table_new (NULL, NULL);
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);

  for (BurnishNode node = 0; node < n_nodes; node++)
    g_hash_table_add (addresses, GUINT_TO_POINTER (
                                     _burnish_tree_snapshot_get_recorded_block (snapshot, node)));
  if (self->sums != NULL)
    g_hash_table_add (addresses, GUINT_TO_POINTER (self->sums_block));
  return addresses;
}

/* Every file that a tree of ISO 9660 shows must be one that was taken. Names are not the same in
   all trees: files are known by their addresses, and those that have none are counted, but for the
   ones whose names are the same. */
void
_burnish_recorded_compare_addresses (BurnishRecordedReading *self,
                                     const BurnishIsoContents *contents,
                                     const char *names)
{
  BurnishTreeSnapshot *snapshot = self->volume->snapshot;
  g_autoptr (GHashTable) addresses = index_addresses (self);
  g_autoptr (GPtrArray) renamed = g_ptr_array_new (); /* of the paths of empty files */
  guint32 n_left = 0; /* empty files of the tree for the ones with other names */

  for (BurnishNode node = 0; node < burnish_tree_snapshot_get_n_nodes (snapshot); node++)
    n_left += is_empty (snapshot, node);
  for (guint i = 0; i < contents->files->len; i++)
    {
      const BurnishIsoFile *file = g_ptr_array_index (contents->files, i);
      guint32 block = g_array_index (file->extents, BurnishIsoExtent, 0).start_block;

      if (file->size_bytes > 0)
        {
          if (!g_hash_table_contains (addresses, GUINT_TO_POINTER (block)))
            _burnish_recorded_refuse (self->reasons, "%s show different things on this disc: “%s”",
                                      names, file->path);
        }
      else if (n_left > 0
               && is_empty (snapshot, burnish_tree_snapshot_lookup (snapshot, file->path)))
        n_left--;
      else
        g_ptr_array_add (renamed, file->path);
    }
  for (guint i = 0; renamed->len > n_left && i < renamed->len; i++)
    _burnish_recorded_refuse (self->reasons, "%s show different things on this disc: “%s”", names,
                              (const char *) g_ptr_array_index (renamed, i));
}

/* Joliet may show files that the tree of Rock Ridge or UDF hides. */
gboolean
_burnish_recorded_compare_joliet (BurnishRecordedReading *self, GError **error)
{
  g_autoptr (BurnishIsoContents) joliet =
      _burnish_iso_contents_read_joliet (self->device.session_block, self->device.read,
                                         self->device.user_data, error);

  if (joliet == NULL)
    return FALSE;
  _burnish_recorded_compare_addresses (
      self, joliet, self->volume->has_rock_ridge ? "Joliet and Rock Ridge" : "Joliet and UDF");
  return TRUE;
}
