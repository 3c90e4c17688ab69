/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-tree-private.h"

#include "burnish-iso-reader-private.h"

#include <string.h>

/* ---- From ISO 9660 ---- */

static guint32
add_node (BurnishUdfContents *tree,
          GHashTable *by_path,
          const char *path,
          BurnishUdfNodeKind kind,
          const BurnishIsoAttributes *attributes)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *folder =
      slash != NULL ? g_strndup (path, (gsize) (slash - path)) : g_strdup ("");
  guint32 number = tree->nodes->len;
  BurnishUdfEntry entry = {
    .kind = (guint8) kind,
    .modified_us = attributes->mtime_us,
    .accessed_us = BURNISH_UDF_NO_TIME,
    .changed_us = BURNISH_UDF_NO_TIME,
    .created_us = BURNISH_UDF_NO_TIME,
    .uid = attributes->uid,
    .gid = attributes->gid,
    .mode = attributes->mode,
    .link_count = 1,
    .first_node = number,
    .first_extent = tree->extents->len,
  };
  BurnishUdfNode node = {
    .name = g_string_chunk_insert (tree->texts, slash != NULL ? slash + 1 : path),
    .parent = GPOINTER_TO_UINT (g_hash_table_lookup (by_path, folder)),
    .entry = tree->entries->len,
  };

  node.depth = number > 0 ? _burnish_udf_contents_get_node (tree, node.parent)->depth + 1 : 0;
  g_array_append_val (tree->entries, entry);
  g_array_append_val (tree->nodes, node);
  if (kind == BURNISH_UDF_NODE_FOLDER)
    g_hash_table_insert (by_path, g_strdup (path), GUINT_TO_POINTER (number));
  return number;
}

static BurnishUdfEntry *
get_entry (BurnishUdfContents *tree, guint32 node)
{
  return &g_array_index (tree->entries, BurnishUdfEntry, node);
}

static void
add_file (BurnishUdfContents *tree, GHashTable *by_path, const BurnishIsoFile *file)
{
  guint32 node = add_node (tree, by_path, file->path, BURNISH_UDF_NODE_FILE, &file->attributes);
  BurnishUdfEntry *entry = get_entry (tree, node);

  entry->size_bytes = file->size_bytes;
  for (guint i = 0; i < file->extents->len; i++)
    {
      const BurnishIsoExtent *section = &g_array_index (file->extents, BurnishIsoExtent, i);
      BurnishUdfExtent extent = {
        .start_byte = (guint64) section->start_block * BURNISH_BLOCK_SIZE,
        .size_bytes = section->size_bytes,
      };

      if (extent.size_bytes > 0)
        g_array_append_val (tree->extents, extent);
    }
  entry->n_extents = tree->extents->len - entry->first_extent;
}

static void
note_clear (gpointer data)
{
  g_free (((BurnishUdfNote *) data)->text);
}

static void
add_losses (BurnishUdfContents *tree, const BurnishIsoContents *iso)
{
  g_array_set_clear_func (tree->notes, note_clear);
  tree->n_lost = iso->losses->len;
  for (guint i = 0; i < iso->losses->len; i++)
    {
      const BurnishIsoLoss *loss = &g_array_index (iso->losses, BurnishIsoLoss, i);
      BurnishUdfNote note = {
        .level = BURNISH_UDF_NOTE_LOST,
        .block = loss->block,
        .clause = loss->clause,
        .text = g_strdup (loss->text),
      };

      g_array_append_val (tree->notes, note);
    }
}

static BurnishUdfContents *
convert (const BurnishIsoContents *iso)
{
  g_autoptr (GHashTable) by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  BurnishUdfContents *tree = _burnish_udf_contents_new ();

  tree->block_bytes = BURNISH_BLOCK_SIZE;
  tree->volume_blocks = iso->volume_blocks;
  add_node (tree, by_path, "", BURNISH_UDF_NODE_FOLDER, &iso->root);
  for (guint i = 0; i < iso->folders->len; i++)
    {
      const BurnishIsoNode *folder = g_ptr_array_index (iso->folders, i);

      add_node (tree, by_path, folder->path, BURNISH_UDF_NODE_FOLDER, &folder->attributes);
    }
  for (guint i = 0; i < iso->links->len; i++)
    {
      const BurnishIsoNode *link = g_ptr_array_index (iso->links, i);
      guint32 node =
          add_node (tree, by_path, link->path, BURNISH_UDF_NODE_SYMLINK, &link->attributes);

      if (link->target != NULL)
        get_entry (tree, node)->target = g_string_chunk_insert (tree->texts, link->target);
    }
  for (guint i = 0; i < iso->special->len; i++)
    {
      const BurnishIsoNode *special = g_ptr_array_index (iso->special, i);

      add_node (tree, by_path, special->path, BURNISH_UDF_NODE_SPECIAL, &special->attributes);
    }
  for (guint i = 0; i < iso->files->len; i++)
    add_file (tree, by_path, g_ptr_array_index (iso->files, i));
  add_losses (tree, iso);
  return tree;
}

/* ---- Whichever is there ---- */

static BurnishUdfContents *
read_iso (const BurnishUdfDevice *device, gboolean *has_plain_names, GError **error)
{
  g_autoptr (BurnishIsoContents) iso =
      _burnish_iso_contents_read (device->session_block, device->read, device->user_data, error);

  if (iso == NULL)
    return NULL;
  *has_plain_names = !iso->has_rock_ridge;
  return convert (iso);
}

/* Whether it is of use to look for the other file system. */
static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID)
         || g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED);
}

BurnishUdfContents *
_burnish_image_tree_read (const BurnishUdfDevice *device,
                          BurnishImageTreeOrder order,
                          gboolean *is_udf,
                          gboolean *has_plain_names,
                          GError **error)
{
  gboolean is_recognised = _burnish_udf_is_recognised (device, NULL);
  g_autoptr (GError) iso_error = NULL;
  g_autoptr (GError) udf_error = NULL;
  BurnishUdfContents *tree = NULL;

  *has_plain_names = FALSE;
  *is_udf = FALSE;
  if (order == BURNISH_IMAGE_TREE_ISO_FIRST || !is_recognised)
    {
      tree = read_iso (device, has_plain_names, &iso_error);
      if (tree == NULL && is_absent (iso_error))
        {
          tree = _burnish_udf_contents_read (device, &udf_error);
          *is_udf = tree != NULL;
        }
    }
  else
    {
      tree = _burnish_udf_contents_read (device, &udf_error);
      *is_udf = tree != NULL;
      if (tree == NULL && is_absent (udf_error))
        tree = read_iso (device, has_plain_names, &iso_error);
    }
  if (tree != NULL)
    return tree;
  if (udf_error != NULL && (is_recognised || iso_error == NULL || !is_absent (udf_error)))
    g_propagate_error (error, g_steal_pointer (&udf_error));
  else
    g_propagate_error (error, g_steal_pointer (&iso_error));
  return NULL;
}

/* ---- Files ---- */

static void
file_clear (gpointer data)
{
  g_free (((BurnishImageTreeFile *) data)->path);
}

static int
compare_addresses (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const BurnishUdfContents *tree = user_data;
  const BurnishUdfEntry *entries[] = {
    ((const BurnishImageTreeFile *) a)->entry,
    ((const BurnishImageTreeFile *) b)->entry,
  };
  guint64 addresses[2] = { 0, 0 };

  for (guint i = 0; i < 2; i++)
    if (entries[i]->n_extents > 0)
      addresses[i] =
          g_array_index (tree->extents, BurnishUdfExtent, entries[i]->first_extent).start_byte;
  return addresses[0] < addresses[1] ? -1 : addresses[0] > addresses[1];
}

GArray *
_burnish_image_tree_list_files (const BurnishUdfContents *tree, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (BurnishImageTreeFile));
  guint64 paths_bytes = 0;

  g_array_set_clear_func (files, file_clear);
  for (guint32 i = 0; i < tree->nodes->len; i++)
    {
      BurnishImageTreeFile file = { .entry = _burnish_udf_contents_get_entry (tree, i) };

      if (file.entry->kind != BURNISH_UDF_NODE_FILE)
        continue;
      file.path = _burnish_udf_contents_dup_path (tree, i);
      paths_bytes += strlen (file.path);
      g_array_append_val (files, file);
      if (paths_bytes > BURNISH_IMAGE_TREE_MAX_PATHS_BYTES)
        {
          g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                       "The paths in the volume are longer than any disc needs");
          return NULL;
        }
    }
  g_array_sort_with_data (files, compare_addresses, (gpointer) tree);
  return g_steal_pointer (&files);
}

gboolean
_burnish_image_tree_get_loss (const BurnishUdfContents *tree, GError **error)
{
  for (guint i = 0; i < tree->notes->len; i++)
    {
      const BurnishUdfNote *note = &g_array_index (tree->notes, BurnishUdfNote, i);

      if (note->level != BURNISH_UDF_NOTE_LOST)
        continue;
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID, "%s (%s)", note->text,
                   note->clause);
      if (error != NULL)
        burnish_error_set_block (*error, (gint64) note->block);
      return TRUE;
    }
  return FALSE;
}

/* ---- Image files ---- */

static gboolean
read_blocks_cb (guint32 start_block,
                guint32 n_blocks,
                guint8 *buffer,
                gpointer user_data,
                GError **error)
{
  BurnishImageDevice *self = user_data;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (_burnish_content_pread (self->content, (guint64) start_block * BURNISH_BLOCK_SIZE, buffer,
                              (gsize) n_blocks * BURNISH_BLOCK_SIZE))
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
               "Block %u of the image file cannot be read", start_block);
  return FALSE;
}

gboolean
_burnish_image_device_open (BurnishImageDevice *self,
                            const char *path,
                            GCancellable *cancellable,
                            GError **error)
{
  guint64 size_bytes;

  *self = (BurnishImageDevice){ .cancellable = cancellable };
  self->content = _burnish_content_open_image (path, &size_bytes, error);
  if (self->content == NULL)
    return FALSE;
  self->device = (BurnishUdfDevice){
    .read = read_blocks_cb,
    .user_data = self,
    .n_blocks = size_bytes / BURNISH_BLOCK_SIZE,
    .cancellable = cancellable,
  };
  return TRUE;
}

void
_burnish_image_device_clear (BurnishImageDevice *self)
{
  g_clear_pointer (&self->content, _burnish_content_free);
}
