/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-layout-private.h"

#include <string.h>

/* Names as they will be on the disc. */

/* Of a node in one of the trees that libisofs makes; 0 when it is not there. */
static guint32
get_record (BurnishImageLayout *self, BurnishNode node, BurnishNamespace ns)
{
  if (self->trees.bytes == NULL)
    return 0;
  if (ns == BURNISH_NAMESPACE_JOLIET)
    return self->index.joliet_records[node];
  if (ns == BURNISH_NAMESPACE_ROCK_RIDGE && !burnish_image_options_get_rock_ridge (self->options))
    return 0;
  return self->index.iso_records[node];
}

static gboolean
has_tree (BurnishImageLayout *self, BurnishNamespace ns)
{
  if (ns == BURNISH_NAMESPACE_UDF)
    return self->udf != NULL;
  return get_record (self, BURNISH_NODE_ROOT, ns) != 0;
}

/**
 * burnish_image_layout_dup_volume_name:
 * @self: a layout
 * @ns: in which tree
 *
 * Tells the name of the disc from the volume descriptor that will be on it (ECMA-119 8.4.7; of UDF
 * ECMA-167 3/10.6.4). Rock Ridge has none of its own: its readers show that of ISO 9660.
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
  if (ns == BURNISH_NAMESPACE_UDF)
    return _burnish_udf_layout_dup_volume_name (self->udf);
  return _burnish_iso_trees_dup_volume_name (&self->trees, ns == BURNISH_NAMESPACE_JOLIET);
}

/* Rock Ridge names come as bytes, the others as UTF-8. */
static char *
dup_name_bytes (BurnishImageLayout *self, BurnishNode node, BurnishNamespace ns)
{
  guint32 record;

  if (ns == BURNISH_NAMESPACE_UDF)
    return self->udf ? _burnish_udf_layout_dup_name (self->udf, node) : NULL;
  record = get_record (self, node, ns);
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

static gboolean
is_missing (BurnishImageLayout *self, BurnishNode node, BurnishNamespace ns)
{
  g_autofree char *name = NULL;

  if (ns != BURNISH_NAMESPACE_UDF)
    return get_record (self, node, ns) == 0;
  name = _burnish_udf_layout_dup_name (self->udf, node);
  return name == NULL;
}

/**
 * burnish_image_layout_dup_missing:
 * @self: a layout
 * @ns: in which tree
 *
 * Lists the nodes that are not in a tree: in Joliet those with paths over 240 characters;
 * symbolic links in ISO 9660 and Joliet, and in UDF those that are to be resolved and point at
 * nothing in the tree. Empty for a tree that the options switch off.
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
    if (is_missing (self, node, ns))
      g_array_append_val (missing, node);
  return g_steal_pointer (&missing);
}

/**
 * burnish_image_layout_dup_without_streams:
 * @self: a layout
 *
 * Lists the files and folders of which not all extended attributes become named streams, though
 * [property@Burnish.ImageOptions:udf-streams] asks for them: they have a name that UDF cannot hold
 * or keeps for itself, cannot be read, or all before them together have 256 MiB, the most that is
 * kept in memory. Hard links are listed once. Empty without that option.
 *
 * Returns: (transfer full) (element-type guint32): node numbers, in tree order
 */
GArray *
burnish_image_layout_dup_without_streams (BurnishImageLayout *self)
{
  GArray *files;

  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (self), NULL);
  files = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  if (self->udf)
    {
      const GArray *incomplete = _burnish_udf_layout_get_incomplete (self->udf);

      if (incomplete->len > 0)
        g_array_append_vals (files, incomplete->data, incomplete->len);
    }
  return files;
}
