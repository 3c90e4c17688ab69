/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-stream-attributes-private.h"

#include "burnish-source-attributes-private.h"
#include "burnish-source-ranges-private.h"

#include <string.h>

/* Values are kept in memory; a file may have many, and many files the same ones. */
#define MAX_TOTAL_BYTES (256 * 1024 * 1024)

static gboolean
read_one (const BurnishUdfContents *contents,
          const BurnishUdfDevice *device,
          const BurnishUdfStream *stream,
          BurnishStore *store,
          gsize *total_bytes,
          BurnishSourceAttribute *attribute)
{
  const BurnishUdfEntry *entry = &g_array_index (contents->entries, BurnishUdfEntry, stream->entry);
  guint8 *value;

  if (entry->is_damaged || entry->size_bytes > BURNISH_ATTRIBUTE_MAX_BYTES
      || *total_bytes + entry->size_bytes > MAX_TOTAL_BYTES)
    return FALSE;
  /* It takes memory whether it can be read or not. */
  *total_bytes += (gsize) entry->size_bytes;
  value = _burnish_store_alloc (store, (gsize) entry->size_bytes + 1);
  if (!_burnish_udf_contents_pread (contents, device, entry, 0, value, (gsize) entry->size_bytes,
                                    NULL))
    return FALSE;
  *attribute = (BurnishSourceAttribute){
    .name = _burnish_store_add_string (store, stream->name, strlen (stream->name)),
    .value = value,
    .size_bytes = (gsize) entry->size_bytes,
  };
  return TRUE;
}

const BurnishSourceAttributes *
_burnish_stream_attributes_read (const BurnishUdfContents *contents,
                                 const BurnishUdfDevice *device,
                                 const BurnishUdfEntry *owner,
                                 BurnishStore *store,
                                 gsize *total_bytes,
                                 BurnishStreamLostFunc lost,
                                 gpointer user_data)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  BurnishSourceAttributes *attributes;
  BurnishSourceAttribute *items;

  if (owner->n_streams == 0)
    return NULL;
  attributes = _burnish_store_alloc (store, sizeof *attributes);
  items = _burnish_store_alloc (store, owner->n_streams * sizeof *items);
  for (guint32 i = 0; i < owner->n_streams; i++)
    {
      const BurnishUdfStream *stream =
          &g_array_index (contents->streams, BurnishUdfStream, owner->first_stream + i);

      if (stream->name[0] != '\0' && g_hash_table_add (names, (gpointer) stream->name)
          && read_one (contents, device, stream, store, total_bytes, &items[attributes->n_items]))
        attributes->n_items++;
      else
        lost (stream->name, user_data);
    }
  _burnish_source_ranges_sort_attributes (items, attributes->n_items);
  attributes->items = items;
  return attributes;
}
