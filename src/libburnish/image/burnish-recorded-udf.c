/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-recorded-volume-private.h"

#include "burnish-manifest-reader-private.h"

#include <string.h>

typedef struct
{
  const BurnishUdfContents *udf;
  const BurnishUdfDevice *device;
  BurnishRecordedTree *tree;                   /* (owned) */
  BurnishNode *nodes;                          /* (owned) by node of the UDF tree */
  const BurnishRecordedAttributes *attributes; /* (nullable) */
  BurnishRecordedSums *sums;                   /* (nullable) */
  guint64 *end_block;
  GPtrArray *reasons;
} Converter;

static void
converter_clear (Converter *self)
{
  _burnish_recorded_tree_free (self->tree);
  g_free (self->nodes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Converter, converter_clear)

static void
refuse_node (Converter *self, guint32 node, const char *what)
{
  g_autofree char *path = _burnish_udf_contents_dup_path (self->udf, node);

  _burnish_recorded_refuse (self->reasons, "“%s” %s", path, what);
}

static BurnishRecordedNode
make_node (const BurnishUdfEntry *entry, const char *name)
{
  BurnishRecordedNode node = {
    .kind = entry->kind == BURNISH_UDF_NODE_FOLDER    ? BURNISH_NODE_FOLDER
            : entry->kind == BURNISH_UDF_NODE_SYMLINK ? BURNISH_NODE_SYMLINK
                                                      : BURNISH_NODE_FILE,
    .name = name,
    .mtime_us = entry->modified_us == BURNISH_UDF_NO_TIME ? 0 : entry->modified_us,
    .mode = entry->mode,
    .uid = entry->uid,
    .gid = entry->gid,
    .link_target = entry->target,
  };

  return node;
}

/* Why the contents cannot be pointed at; NULL when they can. */
static const char *
check_contents (Converter *self, const BurnishUdfEntry *entry)
{
  guint64 next_byte = 0;

  for (guint32 i = 0; i < entry->n_extents; i++)
    {
      const BurnishUdfExtent *extent =
          &g_array_index (self->udf->extents, BurnishUdfExtent, entry->first_extent + i);

      if (extent->start_byte >= BURNISH_UDF_LOST)
        return "is recorded with holes";
      if (i == 0 && extent->start_byte % BURNISH_BLOCK_SIZE != 0)
        return "does not begin with a block";
      if (i > 0 && extent->start_byte != next_byte)
        return "is recorded in several pieces";
      next_byte = extent->start_byte + extent->size_bytes;
    }
  return entry->n_extents == 0 && entry->size_bytes > 0 ? "has no contents" : NULL;
}

/* Contents within a file entry are recorded anew: the entry is hidden by the new one. */
static gboolean
take_embedded (Converter *self,
               const BurnishUdfEntry *entry,
               BurnishRecordedNode *node,
               GError **error)
{
  g_autofree guint8 *bytes = g_malloc (entry->size_bytes + 1);

  if (!_burnish_udf_contents_pread (self->udf, self->device, entry, 0, bytes, entry->size_bytes,
                                    error))
    return FALSE;
  node->contents = g_bytes_new_take (g_steal_pointer (&bytes), entry->size_bytes);
  return TRUE;
}

static gboolean
take_contents (Converter *self,
               guint32 number,
               const BurnishUdfEntry *entry,
               BurnishRecordedNode *node,
               GError **error)
{
  const char *fault;

  node->size_bytes = entry->size_bytes;
  if (entry->size_bytes == 0)
    return TRUE;
  if (entry->is_embedded)
    return take_embedded (self, entry, node, error);
  fault = check_contents (self, entry);
  if (fault != NULL)
    {
      refuse_node (self, number, fault);
      return TRUE;
    }
  node->start_block =
      (guint32) (g_array_index (self->udf->extents, BurnishUdfExtent, entry->first_extent)
                     .start_byte
                 / BURNISH_BLOCK_SIZE);
  *self->end_block =
      MAX (*self->end_block, node->start_block + burnish_bytes_to_blocks (entry->size_bytes));
  return TRUE;
}

/* Why it cannot be carried over; NULL when it can. */
static const char *
check_entry (const BurnishUdfEntry *entry)
{
  if (entry->is_damaged)
    return "is damaged";
  if (entry->kind == BURNISH_UDF_NODE_SPECIAL)
    return "is neither file nor folder nor link";
  if (entry->kind == BURNISH_UDF_NODE_SYMLINK && (entry->target == NULL || *entry->target == '\0'))
    return "is a link that points nowhere";
  return NULL;
}

static gboolean
add (Converter *self, guint32 number, GError **error)
{
  const BurnishUdfNode *udf_node = _burnish_udf_contents_get_node (self->udf, number);
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (self->udf, number);
  BurnishRecordedNode node = make_node (entry, udf_node->name);
  g_autofree char *path = _burnish_udf_contents_dup_path (self->udf, number);
  const char *fault = check_entry (entry);
  gboolean success = TRUE;

  if (self->sums != NULL && udf_node->parent == 0
      && g_str_equal (udf_node->name, BURNISH_MANIFEST_NAME))
    return TRUE;
  if (fault != NULL)
    refuse_node (self, number, fault);
  if (fault != NULL || self->nodes[udf_node->parent] == BURNISH_NODE_NONE)
    return TRUE;
  node.attributes = _burnish_recorded_attributes_find (self->attributes, path);
  if (node.kind == BURNISH_NODE_FILE)
    {
      node.sha256 = _burnish_recorded_sums_find (self->sums, path);
      success = take_contents (self, number, entry, &node, error);
    }
  if (success)
    self->nodes[number] =
        _burnish_recorded_tree_add (self->tree, self->nodes[udf_node->parent], &node, error);
  g_clear_pointer (&node.contents, g_bytes_unref);
  return success && self->nodes[number] != BURNISH_NODE_NONE;
}

static void
check_volume (Converter *self)
{
  const BurnishUdfContents *udf = self->udf;

  if (udf->is_virtual)
    _burnish_recorded_refuse (self->reasons,
                              "The UDF volume has a virtual allocation table, and such a volume is "
                              "not added to");
  if (udf->block_bytes != BURNISH_BLOCK_SIZE)
    _burnish_recorded_refuse (self->reasons, "The UDF volume has blocks of %u bytes",
                              udf->block_bytes);
  for (guint i = 0; i < udf->notes->len; i++)
    {
      const BurnishUdfNote *note = &g_array_index (udf->notes, BurnishUdfNote, i);

      if (note->level == BURNISH_UDF_NOTE_LOST)
        _burnish_recorded_refuse (self->reasons, "The UDF volume is damaged: %s", note->text);
    }
}

BurnishTreeSnapshot *
_burnish_recorded_tree_from_udf (const BurnishUdfContents *tree,
                                 const BurnishUdfDevice *device,
                                 const BurnishRecordedAttributes *attributes,
                                 BurnishRecordedSums *sums,
                                 guint64 *end_block,
                                 GPtrArray *reasons,
                                 GError **error)
{
  g_auto (Converter) self = {
    .udf = tree,
    .device = device,
    .tree = _burnish_recorded_tree_new (_burnish_recorded_attributes_ref_store (attributes)),
    .nodes = g_new (BurnishNode, tree->nodes->len),
    .attributes = attributes,
    .sums = sums,
    .end_block = end_block,
    .reasons = reasons,
  };
  BurnishRecordedNode root = make_node (_burnish_udf_contents_get_entry (tree, 0), "");

  root.attributes = _burnish_recorded_attributes_find (attributes, "");
  memset (self.nodes, 0xff, tree->nodes->len * sizeof *self.nodes);
  self.nodes[0] = BURNISH_NODE_ROOT;
  _burnish_recorded_tree_set_root (self.tree, &root);
  check_volume (&self);
  for (guint32 i = 1; i < tree->nodes->len; i++)
    if (!add (&self, i, error))
      return NULL;
  return reasons->len == 0 ? _burnish_recorded_tree_finish (self.tree, error) : NULL;
}
