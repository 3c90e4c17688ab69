/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-source-private.h"

#include "burnish-json-text-private.h"
#include "burnish-project-format-private.h"
#include "burnish-tree-snapshot-private.h"

/* One image that was taken in several times is one, as long as it has not changed between. */
static guint
hash_image (gconstpointer key)
{
  const BurnishSource *source = key;
  const BurnishSource *file = source->parent;

  return g_str_hash (file->name) ^ g_str_hash (file->parent->name)
         ^ g_int64_hash (&source->ranges->file_mtime_us);
}

static gboolean
equal_images (gconstpointer a, gconstpointer b)
{
  const BurnishSource *x = a, *y = b;

  return x->ranges->file_size_bytes == y->ranges->file_size_bytes
         && x->ranges->file_mtime_us == y->ranges->file_mtime_us
         && g_str_equal (x->parent->name, y->parent->name)
         && g_str_equal (x->parent->parent->name, y->parent->parent->name);
}

void
_burnish_image_source_writer_init (BurnishImageSourceWriter *self)
{
  *self = (BurnishImageSourceWriter){
    .files = g_ptr_array_new (),
    .numbers = g_hash_table_new (hash_image, equal_images),
  };
}

void
_burnish_image_source_writer_clear (BurnishImageSourceWriter *self)
{
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
}

static gboolean
has_attributes (const BurnishSource *source)
{
  return source != NULL && source->attributes != NULL && source->attributes->n_items > 0;
}

void
_burnish_image_source_writer_find (BurnishImageSourceWriter *self, BurnishTreeSnapshot *snapshot)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);

  for (BurnishNode node = 0; node < n_nodes; node++)
    {
      const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, node);

      if (data->kind == BURNISH_NODE_FOLDER
          && has_attributes (_burnish_node_get_folder_source (data)))
        self->has_folders = TRUE;
      if (data->kind != BURNISH_NODE_FILE || data->source->kind != BURNISH_SOURCE_FILE_RANGES
          || g_hash_table_contains (self->numbers, data->source))
        continue;
      g_hash_table_insert (self->numbers, (gpointer) data->source,
                           GUINT_TO_POINTER (self->files->len));
      g_ptr_array_add (self->files, (gpointer) data->source);
    }
}

static void
add_extents (GString *text, const BurnishSourceRanges *ranges)
{
  if (ranges->n_ranges == 0)
    return;
  _burnish_json_text_begin (text, "extents");
  for (guint32 i = 0; i < ranges->n_ranges; i++)
    {
      const BurnishSourceRange *range = &ranges->ranges[i];

      g_string_append (text, i == 0 ? "[[" : ",[");
      if (range->start_byte == BURNISH_RANGE_HOLE)
        g_string_append (text, "null");
      else
        g_string_append_printf (text, "%" G_GUINT64_FORMAT, range->start_byte);
      g_string_append_printf (text, ",%" G_GUINT64_FORMAT "]", range->size_bytes);
    }
  g_string_append_c (text, ']');
}

void
_burnish_image_source_writer_add_attributes (GString *text, const BurnishSource *source)
{
  const BurnishSourceAttributes *attributes = source->attributes;

  if (!has_attributes (source))
    return;
  _burnish_json_text_begin (text, "attributes");
  for (guint32 i = 0; i < attributes->n_items; i++)
    {
      const BurnishSourceAttribute *attribute = &attributes->items[i];

      g_string_append (text, i == 0 ? "[{" : ",{");
      _burnish_json_text_add_bytes (text, "name", "name_bytes", attribute->name);
      _burnish_json_text_add_base64 (text, "value", attribute->value, attribute->size_bytes);
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
}

gboolean
_burnish_image_source_writer_add (BurnishImageSourceWriter *self,
                                  GString *text,
                                  BurnishTreeSnapshot *snapshot,
                                  BurnishNode node,
                                  GError **error)
{
  const BurnishSource *source = _burnish_tree_snapshot_get_data (snapshot, node)->source;
  BurnishNode first = burnish_tree_snapshot_get_first_link (snapshot, node);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, source));

  if (first != node)
    {
      _burnish_json_text_add_int (text, "link", first);
      return TRUE;
    }
  self->n_extents += source->ranges->n_ranges;
  if (self->n_extents > BURNISH_PROJECT_MAX_EXTENTS)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                   "A project file holds no more than %u pieces of images",
                   BURNISH_PROJECT_MAX_EXTENTS);
      return FALSE;
    }
  _burnish_json_text_add_int (text, "image", number);
  if (source->name != NULL)
    _burnish_json_text_add_bytes (text, "path", "path_bytes", source->name);
  add_extents (text, source->ranges);
  _burnish_image_source_writer_add_attributes (text, source);
  return TRUE;
}
