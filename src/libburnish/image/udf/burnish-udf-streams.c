/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-streams-private.h"

#include "burnish-source-attributes-private.h"
#include "burnish-udf-names-private.h"
#include "burnish-udf-text-private.h"

#include <string.h>

/* Of all attributes of a file. */
#define MAX_FILE_BYTES 65536
/* Of all files: places in contents have 32 bits. */
#define MAX_CONTENTS_BYTES (G_MAXUINT32 - MAX_FILE_BYTES)
/* The length of an identifier has 8 bits (ECMA-167 4/14.4.4). */
#define MAX_TEXT_BYTES 255
/* Names of streams that OSTA defines (UDF 3.3.7). */
#define RESERVED_PREFIX "*UDF"

void
_burnish_udf_streams_init (BurnishUdfStreams *self)
{
  *self = (BurnishUdfStreams){
    .owners = g_array_new (FALSE, FALSE, sizeof (BurnishUdfStreamOwner)),
    .items = g_array_new (FALSE, FALSE, sizeof (BurnishUdfStreamItem)),
    .names = g_string_chunk_new (1024),
    .contents = g_byte_array_new (),
    .incomplete = g_array_new (FALSE, FALSE, sizeof (BurnishNode)),
  };
}

void
_burnish_udf_streams_clear (BurnishUdfStreams *self)
{
  g_clear_pointer (&self->owners, g_array_unref);
  g_clear_pointer (&self->items, g_array_unref);
  g_clear_pointer (&self->names, g_string_chunk_free);
  g_clear_pointer (&self->contents, g_byte_array_unref);
  g_clear_pointer (&self->incomplete, g_array_unref);
}

/* ---- Reading attributes ---- */

typedef struct
{
  BurnishUdfStreams *self;
  gsize room_bytes;
  BurnishUdfStreamOwner owner;
  gboolean is_incomplete;
} Collection;

/* Whether a name can be recorded as it is, and is one for every reader. */
static gboolean
is_good_name (const char *name)
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
  BurnishUdfStreamItem item = { .offset = self->contents->len, .size_bytes = (guint32) size_bytes };

  if (size_bytes > collection->room_bytes
      || collection->owner.size_bytes + size_bytes > MAX_FILE_BYTES
      || self->contents->len > MAX_CONTENTS_BYTES || !is_good_name (name))
    {
      collection->is_incomplete = TRUE;
      return;
    }
  item.name = g_string_chunk_insert_const (self->names, name);
  g_array_append_val (self->items, item);
  g_byte_array_append (self->contents, value, (guint) size_bytes);
  collection->owner.n_items++;
  collection->owner.size_bytes += (guint32) size_bytes;
}

static void
collect_file (BurnishUdfStreams *self,
              BurnishTreeSnapshot *snapshot,
              BurnishNode file,
              gsize room_bytes)
{
  Collection collection = {
    .self = self,
    .room_bytes = room_bytes,
    .owner = { .node = file, .first_item = self->items->len, .first_entry = self->n_entries },
  };

  if (!_burnish_source_read_attributes (snapshot, file, add_attribute_cb, &collection, NULL))
    collection.is_incomplete = TRUE;
  if (collection.is_incomplete)
    g_array_append_val (self->incomplete, file);
  if (collection.owner.n_items == 0)
    return;
  g_array_append_val (self->owners, collection.owner);
  self->n_entries += 1 + collection.owner.n_items;
}

gboolean
_burnish_udf_streams_collect (BurnishUdfStreams *self,
                              const BurnishUdfTree *tree,
                              gsize room_bytes,
                              GCancellable *cancellable,
                              GError **error)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (tree->snapshot);

  for (BurnishNode node = 0; node < n_nodes; node++)
    {
      if (burnish_tree_snapshot_get_kind (tree->snapshot, node) != BURNISH_NODE_FILE
          || !_burnish_udf_tree_has_entry (tree, node))
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      collect_file (self, tree->snapshot, node, room_bytes);
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
