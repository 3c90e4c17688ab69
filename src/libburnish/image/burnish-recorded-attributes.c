/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-recorded-volume-private.h"

#include "burnish-stream-attributes-private.h"
#include "burnish-udf-streams-private.h"

struct _BurnishRecordedAttributes
{
  BurnishStore *store; /* (owned) */
  GHashTable *by_path; /* (owned) path → BurnishSourceAttributes */
};

typedef struct
{
  const BurnishUdfContents *udf;
  guint32 node;
  GPtrArray *reasons;
} Loss;

void
_burnish_recorded_attributes_free (BurnishRecordedAttributes *self)
{
  _burnish_store_unref (self->store);
  g_hash_table_unref (self->by_path);
  g_free (self);
}

static void
refuse_stream_cb (const char *name, gpointer user_data)
{
  const Loss *loss = user_data;
  g_autofree char *path = _burnish_udf_contents_dup_path (loss->udf, loss->node);

  _burnish_recorded_refuse (loss->reasons, "The named stream “%s” of “/%s” cannot be carried over",
                            name, path);
}

/* Links have no attributes here. */
static void
refuse_link (const Loss *loss)
{
  g_autofree char *path = _burnish_udf_contents_dup_path (loss->udf, loss->node);

  _burnish_recorded_refuse (loss->reasons, "“%s” is a link with named streams", path);
}

/* What the new session would leave out is not carried over. */
static void
check_names (const BurnishSourceAttributes *attributes, Loss *loss)
{
  for (guint32 i = 0; i < attributes->n_items; i++)
    if (!_burnish_udf_streams_is_good_name (attributes->items[i].name))
      refuse_stream_cb (attributes->items[i].name, loss);
}

BurnishRecordedAttributes *
_burnish_recorded_attributes_read (const BurnishUdfContents *udf,
                                   const BurnishUdfDevice *device,
                                   GPtrArray *reasons,
                                   GError **error)
{
  g_autoptr (BurnishRecordedAttributes) self = g_new0 (BurnishRecordedAttributes, 1);
  /* The names of one file have the same ones. */
  g_autoptr (GHashTable) by_entry = g_hash_table_new (NULL, NULL);
  gsize total_bytes = 0;

  self->store = _burnish_store_new ();
  self->by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint32 i = 0; i < udf->nodes->len; i++)
    {
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (udf, i);
      gpointer key = GUINT_TO_POINTER (_burnish_udf_contents_get_node (udf, i)->entry);
      const BurnishSourceAttributes *attributes = g_hash_table_lookup (by_entry, key);
      Loss loss = { udf, i, reasons };

      if (entry->n_streams == 0)
        continue;
      if (entry->kind == BURNISH_UDF_NODE_SYMLINK)
        {
          refuse_link (&loss);
          continue;
        }
      if (attributes == NULL)
        {
          attributes = _burnish_stream_attributes_read (udf, device, entry, self->store,
                                                        &total_bytes, refuse_stream_cb, &loss);
          check_names (attributes, &loss);
          g_hash_table_insert (by_entry, key, (gpointer) attributes);
        }
      /* What was not read because of that is not lost. */
      if (g_cancellable_set_error_if_cancelled (device->cancellable, error))
        return NULL;
      g_hash_table_insert (self->by_path, _burnish_udf_contents_dup_path (udf, i),
                           (gpointer) attributes);
    }
  return g_steal_pointer (&self);
}

gboolean
_burnish_recorded_attributes_is_empty (const BurnishRecordedAttributes *self)
{
  return self == NULL || g_hash_table_size (self->by_path) == 0;
}

const BurnishSourceAttributes *
_burnish_recorded_attributes_find (const BurnishRecordedAttributes *self, const char *path)
{
  return self ? g_hash_table_lookup (self->by_path, path) : NULL;
}

BurnishStore *
_burnish_recorded_attributes_ref_store (const BurnishRecordedAttributes *self)
{
  return self ? _burnish_store_ref (self->store) : NULL;
}
