/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-volume-reader-private.h"

#include <string.h>

BurnishUdfContents *
_burnish_udf_contents_new (void)
{
  BurnishUdfContents *self = g_new0 (BurnishUdfContents, 1);

  self->nodes = g_array_new (FALSE, FALSE, sizeof (BurnishUdfNode));
  self->entries = g_array_new (FALSE, FALSE, sizeof (BurnishUdfEntry));
  self->extents = g_array_new (FALSE, FALSE, sizeof (BurnishUdfExtent));
  self->streams = g_array_new (FALSE, FALSE, sizeof (BurnishUdfStream));
  self->notes = g_array_new (FALSE, FALSE, sizeof (BurnishUdfNote));
  self->texts = g_string_chunk_new (4096);
  return self;
}

void
_burnish_udf_contents_free (BurnishUdfContents *self)
{
  g_free (self->volume_id);
  g_array_unref (self->nodes);
  g_array_unref (self->entries);
  g_array_unref (self->extents);
  g_array_unref (self->streams);
  g_string_chunk_free (self->texts);
  g_array_unref (self->notes);
  g_free (self);
}

const BurnishUdfNode *
_burnish_udf_contents_get_node (const BurnishUdfContents *self, guint32 node)
{
  g_assert (node < self->nodes->len);
  return &g_array_index (self->nodes, BurnishUdfNode, node);
}

const BurnishUdfEntry *
_burnish_udf_contents_get_entry (const BurnishUdfContents *self, guint32 node)
{
  return &g_array_index (self->entries, BurnishUdfEntry,
                         _burnish_udf_contents_get_node (self, node)->entry);
}

guint
_burnish_udf_node_hash_place (gconstpointer node)
{
  const BurnishUdfNode *self = node;

  return g_str_hash (self->name) ^ self->parent * 2654435761u; /* 2^32 by the golden ratio */
}

gboolean
_burnish_udf_node_equal_place (gconstpointer a, gconstpointer b)
{
  const BurnishUdfNode *left = a;
  const BurnishUdfNode *right = b;

  return left->parent == right->parent && strcmp (left->name, right->name) == 0;
}

char *
_burnish_udf_contents_dup_path (const BurnishUdfContents *self, guint32 node)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) path = g_string_new (NULL);

  for (; node != 0; node = _burnish_udf_contents_get_node (self, node)->parent)
    g_ptr_array_add (names, (gpointer) _burnish_udf_contents_get_node (self, node)->name);
  for (guint i = names->len; i-- > 0;)
    {
      g_string_append (path, g_ptr_array_index (names, i));
      if (i > 0)
        g_string_append_c (path, '/');
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static gboolean
read_extent (const BurnishUdfDevice *device,
             const BurnishUdfExtent *extent,
             guint64 within,
             guint8 *buffer,
             gsize size_bytes,
             GError **error)
{
  if (extent->start_byte == BURNISH_UDF_HOLE)
    {
      memset (buffer, 0, size_bytes);
      return TRUE;
    }
  if (extent->start_byte != BURNISH_UDF_LOST)
    return _burnish_udf_device_read (device, extent->start_byte + within, buffer, size_bytes,
                                     error);
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED,
               "Contents of a file lie outside of the volume");
  return FALSE;
}

gboolean
_burnish_udf_contents_pread (const BurnishUdfContents *self,
                             const BurnishUdfDevice *device,
                             const BurnishUdfEntry *entry,
                             guint64 offset,
                             guint8 *buffer,
                             gsize size_bytes,
                             GError **error)
{
  guint64 start = 0;

  for (guint32 i = 0; i < entry->n_extents && size_bytes > 0; i++)
    {
      const BurnishUdfExtent *extent =
          &g_array_index (self->extents, BurnishUdfExtent, entry->first_extent + i);

      if (offset < start + extent->size_bytes)
        {
          guint64 within = offset - start;
          gsize n_bytes = (gsize) MIN (size_bytes, extent->size_bytes - within);

          if (!read_extent (device, extent, within, buffer, n_bytes, error))
            return FALSE;
          offset += n_bytes;
          buffer += n_bytes;
          size_bytes -= n_bytes;
        }
      start += extent->size_bytes;
    }
  if (size_bytes == 0)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED,
               "Contents of a file end before its size");
  return FALSE;
}
