/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-recorded-volume-private.h"

#include "burnish-manifest-reader-private.h"
#include "burnish-units.h"

#include <string.h>

typedef struct
{
  BurnishRecordedTree *tree;                   /* (owned) */
  GHashTable *folders;                         /* (owned) path → node */
  const BurnishRecordedAttributes *attributes; /* (nullable) */
  BurnishRecordedSums *sums;                   /* (nullable) */
  guint64 *end_block;
  GPtrArray *reasons;
} Converter;

static void
converter_clear (Converter *self)
{
  _burnish_recorded_tree_free (self->tree);
  g_hash_table_unref (self->folders);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Converter, converter_clear)

static BurnishRecordedNode
make_node (BurnishNodeKind kind, const char *path, const BurnishIsoAttributes *attributes)
{
  const char *slash = strrchr (path, '/');
  BurnishRecordedNode node = {
    .kind = kind,
    .name = slash ? slash + 1 : path,
    .mtime_us = attributes->mtime_us,
    .mode = attributes->mode,
    .uid = attributes->uid,
    .gid = attributes->gid,
  };

  return node;
}

/* Every folder comes before what is in it. */
static BurnishNode
add (Converter *self, const char *path, const BurnishRecordedNode *node, GError **error)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *folder = slash ? g_strndup (path, (gsize) (slash - path)) : g_strdup ("");
  gpointer parent;

  if (!g_hash_table_lookup_extended (self->folders, folder, NULL, &parent))
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                   "The folder “%s” is not in the tree", folder);
      return BURNISH_NODE_NONE;
    }
  return _burnish_recorded_tree_add (self->tree, GPOINTER_TO_UINT (parent), node, error);
}

static gboolean
add_folder (Converter *self, const BurnishIsoNode *folder, GError **error)
{
  BurnishRecordedNode node = make_node (BURNISH_NODE_FOLDER, folder->path, &folder->attributes);
  BurnishNode added;

  node.attributes = _burnish_recorded_attributes_find (self->attributes, folder->path);
  added = add (self, folder->path, &node, error);
  if (added != BURNISH_NODE_NONE)
    g_hash_table_insert (self->folders, g_strdup (folder->path), GUINT_TO_POINTER (added));
  return added != BURNISH_NODE_NONE;
}

/* The sections of a large file have to follow each other. */
static gboolean
is_in_one_piece (const BurnishIsoFile *file)
{
  for (guint i = 1; i < file->extents->len; i++)
    {
      const BurnishIsoExtent *last = &g_array_index (file->extents, BurnishIsoExtent, i - 1);
      const BurnishIsoExtent *extent = &g_array_index (file->extents, BurnishIsoExtent, i);

      if (last->size_bytes % BURNISH_BLOCK_SIZE != 0
          || last->start_block + last->size_bytes / BURNISH_BLOCK_SIZE != extent->start_block)
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_file (Converter *self, const BurnishIsoFile *file, GError **error)
{
  BurnishRecordedNode node = make_node (BURNISH_NODE_FILE, file->path, &file->attributes);

  if (self->sums != NULL && g_str_equal (file->path, BURNISH_MANIFEST_NAME))
    return TRUE;
  if (!is_in_one_piece (file))
    {
      g_autofree char *valid = g_utf8_make_valid (file->path, -1);

      _burnish_recorded_refuse (self->reasons, "“%s” is recorded in several pieces", valid);
      return TRUE;
    }
  node.size_bytes = file->size_bytes;
  if (file->size_bytes > 0)
    node.start_block = g_array_index (file->extents, BurnishIsoExtent, 0).start_block;
  node.attributes = _burnish_recorded_attributes_find (self->attributes, file->path);
  node.sha256 = _burnish_recorded_sums_find (self->sums, file->path);
  *self->end_block =
      MAX (*self->end_block, node.start_block + burnish_bytes_to_blocks (file->size_bytes));
  return add (self, file->path, &node, error) != BURNISH_NODE_NONE;
}

static gboolean
add_link (Converter *self, const BurnishIsoNode *link, GError **error)
{
  BurnishRecordedNode node = make_node (BURNISH_NODE_SYMLINK, link->path, &link->attributes);

  node.link_target = link->target;
  return add (self, link->path, &node, error) != BURNISH_NODE_NONE;
}

static gboolean
add_all (Converter *self, const BurnishIsoContents *contents, GError **error)
{
  BurnishRecordedNode root = make_node (BURNISH_NODE_FOLDER, "", &contents->root);

  root.attributes = _burnish_recorded_attributes_find (self->attributes, "");
  _burnish_recorded_tree_set_root (self->tree, &root);
  g_hash_table_insert (self->folders, g_strdup (""), GUINT_TO_POINTER (BURNISH_NODE_ROOT));
  for (guint i = 0; i < contents->folders->len; i++)
    if (!add_folder (self, g_ptr_array_index (contents->folders, i), error))
      return FALSE;
  for (guint i = 0; i < contents->files->len; i++)
    if (!add_file (self, g_ptr_array_index (contents->files, i), error))
      return FALSE;
  for (guint i = 0; i < contents->links->len; i++)
    if (!add_link (self, g_ptr_array_index (contents->links, i), error))
      return FALSE;
  return TRUE;
}

BurnishTreeSnapshot *
_burnish_recorded_tree_from_iso (const BurnishIsoContents *contents,
                                 const BurnishRecordedAttributes *attributes,
                                 BurnishRecordedSums *sums,
                                 guint64 *end_block,
                                 GPtrArray *reasons,
                                 GError **error)
{
  g_auto (Converter) self = {
    .tree = _burnish_recorded_tree_new (_burnish_recorded_attributes_ref_store (attributes)),
    .folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .attributes = attributes,
    .sums = sums,
    .end_block = end_block,
    .reasons = reasons,
  };

  for (guint i = 0; i < contents->oddities->len; i++)
    _burnish_recorded_refuse (reasons, "%s",
                              (const char *) g_ptr_array_index (contents->oddities, i));
  if (!add_all (&self, contents, error) || reasons->len > 0)
    return NULL;
  return _burnish_recorded_tree_finish (self.tree, error);
}
