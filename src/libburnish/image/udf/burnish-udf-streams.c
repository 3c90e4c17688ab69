/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-streams-private.h"

#include "burnish-source-attributes-private.h"
#include "burnish-udf-names-private.h"
#include "burnish-udf-text-private.h"

#include <string.h>

/* Of all values together. */
#define MAX_CONTENTS_BYTES (256 * 1024 * 1024)
/* The length of an identifier has 8 bits (ECMA-167 4/14.4.4). */
#define MAX_TEXT_BYTES 255
/* Names of streams that OSTA defines (UDF 3.3.7). */
#define RESERVED_PREFIX "*UDF"

void
_burnish_udf_streams_init (BurnishUdfStreams *self, gsize room_bytes)
{
  *self = (BurnishUdfStreams){
    .owners = g_array_new (FALSE, FALSE, sizeof (BurnishUdfStreamOwner)),
    .items = g_array_new (FALSE, FALSE, sizeof (BurnishUdfStreamItem)),
    .names = g_string_chunk_new (1024),
    .store = _burnish_store_new (),
    .incomplete = g_array_new (FALSE, FALSE, sizeof (BurnishNode)),
    .room_bytes = room_bytes,
  };
}

void
_burnish_udf_streams_clear (BurnishUdfStreams *self)
{
  g_clear_pointer (&self->owners, g_array_unref);
  g_clear_pointer (&self->items, g_array_unref);
  g_clear_pointer (&self->names, g_string_chunk_free);
  g_clear_pointer (&self->store, _burnish_store_unref);
  g_clear_pointer (&self->incomplete, g_array_unref);
}

/* ---- Reading attributes ---- */

typedef struct
{
  BurnishUdfStreams *self;
  BurnishUdfStreamOwner owner;
  gboolean is_incomplete;
} Collection;

gboolean
_burnish_udf_streams_is_good_name (const char *name)
{
  g_autofree char *clean = _burnish_udf_names_clean (name);

  return *name != '\0' && strchr (name, '/') == NULL && !g_str_equal (name, ".")
         && !g_str_equal (name, "..") && !g_str_has_prefix (name, RESERVED_PREFIX)
         && g_str_equal (name, clean) && _burnish_udf_text_size (name) <= MAX_TEXT_BYTES;
}

static void
add_attribute_cb (const char *name, const guint8 *value, gsize size_bytes, gpointer user_data)
{
  Collection *collection = user_data;
  BurnishUdfStreams *self = collection->self;
  BurnishUdfStreamItem item = { .size_bytes = (guint32) size_bytes, .first_block = self->n_blocks };
  guint8 *copy;

  if (size_bytes > BURNISH_ATTRIBUTE_MAX_BYTES || self->size_bytes + size_bytes > MAX_CONTENTS_BYTES
      || !_burnish_udf_streams_is_good_name (name))
    {
      collection->is_incomplete = TRUE;
      return;
    }
  item.name = g_string_chunk_insert_const (self->names, name);
  item.value = copy = _burnish_store_alloc (self->store, size_bytes);
  if (size_bytes > 0)
    memcpy (copy, value, size_bytes);
  g_array_append_val (self->items, item);
  self->size_bytes += size_bytes;
  self->n_blocks += _burnish_udf_streams_count_blocks (self, &item);
  collection->owner.n_items++;
  collection->owner.size_bytes += (guint32) size_bytes;
}

static void
collect_node (BurnishUdfStreams *self, BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  Collection collection = {
    .self = self,
    .owner = { .node = node, .first_item = self->items->len, .first_entry = self->n_entries },
  };

  if (!_burnish_source_read_attributes (snapshot, node, add_attribute_cb, &collection, NULL))
    collection.is_incomplete = TRUE;
  if (collection.is_incomplete)
    g_array_append_val (self->incomplete, node);
  if (collection.owner.n_items == 0)
    return;
  g_array_append_val (self->owners, collection.owner);
  self->n_entries += 1 + collection.owner.n_items;
}

gboolean
_burnish_udf_streams_collect (BurnishUdfStreams *self,
                              const BurnishUdfTree *tree,
                              GCancellable *cancellable,
                              GError **error)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (tree->snapshot);

  for (BurnishNode node = 0; node < n_nodes; node++)
    {
      if (burnish_tree_snapshot_get_kind (tree->snapshot, node) == BURNISH_NODE_SYMLINK
          || !_burnish_udf_tree_has_entry (tree, node))
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      collect_node (self, tree->snapshot, node);
    }
  return TRUE;
}

/* ---- Asking ---- */

/* The last owner of which a member is not higher than the value. */
static const BurnishUdfStreamOwner *
find_owner (const BurnishUdfStreams *self, gsize member, guint32 value)
{
  guint low = 0, high = self->owners->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (G_STRUCT_MEMBER (guint32, &g_array_index (self->owners, BurnishUdfStreamOwner, middle),
                           member)
          <= value)
        low = middle;
      else
        high = middle;
    }
  return &g_array_index (self->owners, BurnishUdfStreamOwner, low);
}

const BurnishUdfStreamOwner *
_burnish_udf_streams_lookup (const BurnishUdfStreams *self, BurnishNode node)
{
  const BurnishUdfStreamOwner *owner;

  if (self->owners->len == 0)
    return NULL;
  owner = find_owner (self, G_STRUCT_OFFSET (BurnishUdfStreamOwner, node), node);
  return owner->node == node ? owner : NULL;
}

const BurnishUdfStreamOwner *
_burnish_udf_streams_find_entry (const BurnishUdfStreams *self, guint32 entry)
{
  g_assert (entry < self->n_entries);
  return find_owner (self, G_STRUCT_OFFSET (BurnishUdfStreamOwner, first_entry), entry);
}

const BurnishUdfStreamItem *
_burnish_udf_streams_get_item (const BurnishUdfStreams *self,
                               const BurnishUdfStreamOwner *owner,
                               guint32 index)
{
  return &g_array_index (self->items, BurnishUdfStreamItem, owner->first_item + index);
}

guint32
_burnish_udf_streams_count_blocks (const BurnishUdfStreams *self, const BurnishUdfStreamItem *item)
{
  return item->size_bytes > self->room_bytes ? (guint32) burnish_bytes_to_blocks (item->size_bytes)
                                             : 0;
}

const BurnishUdfStreamItem *
_burnish_udf_streams_find_block (const BurnishUdfStreams *self, guint32 block)
{
  guint low = 0, high = self->items->len;

  g_assert (block < self->n_blocks);
  /* The last that does not begin behind it: those without blocks have the first of the next one. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->items, BurnishUdfStreamItem, middle).first_block <= block)
        low = middle;
      else
        high = middle;
    }
  return &g_array_index (self->items, BurnishUdfStreamItem, low);
}
