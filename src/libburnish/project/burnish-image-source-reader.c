/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-source-private.h"

#include "burnish-project-format-private.h"
#include "burnish-source-attributes-private.h"
#include "burnish-source-path-private.h"
#include "burnish-source-ranges-private.h"

#include <string.h>

typedef struct
{
  const BurnishSource *file;
  guint64 size_bytes;
  gint64 mtime_us;
} Image;

void
_burnish_image_source_reader_init (BurnishImageSourceReader *self,
                                   BurnishJsonScanner *scanner,
                                   BurnishProjectSources *sources)
{
  *self = (BurnishImageSourceReader){
    .scanner = scanner,
    .sources = sources,
    .extents = g_array_new (FALSE, FALSE, sizeof (BurnishSourceRange)),
    .attributes = g_array_new (FALSE, FALSE, sizeof (BurnishSourceAttribute)),
    .path = g_string_new (NULL),
    .path_bytes = g_string_new (NULL),
    .name = g_string_new (NULL),
    .name_bytes = g_string_new (NULL),
    .value = g_string_new (NULL),
  };
}

void
_burnish_image_source_reader_clear (BurnishImageSourceReader *self)
{
  g_clear_pointer (&self->images, g_array_unref);
  g_array_unref (self->extents);
  g_array_unref (self->attributes);
  g_string_free (self->path, TRUE);
  g_string_free (self->path_bytes, TRUE);
  g_string_free (self->name, TRUE);
  g_string_free (self->name_bytes, TRUE);
  g_string_free (self->value, TRUE);
}

/* ---- The list of images ---- */

static void
add_image (BurnishImageSourceReader *self, Image *image)
{
  g_autoptr (GFile) file = NULL;
  const char *fault = NULL;

  file = _burnish_project_sources_resolve (self->sources, self->value->str, &fault);
  if (file != NULL && !g_file_is_native (file))
    fault = "an image should be a file on this computer";
  else if (file != NULL && g_str_equal (g_file_peek_path (file), "/"))
    fault = "its source is a folder";
  if (fault != NULL)
    {
      _burnish_json_scanner_fail (self->scanner, "image %u: %s", self->images->len, fault);
      return;
    }
  image->file = _burnish_source_new_image (self->sources->store, g_file_peek_path (file));
  g_array_append_val (self->images, *image);
}

static void
read_image (BurnishImageSourceReader *self)
{
  gint64 size_bytes = 0;
  Image image = { 0 };

  g_string_truncate (self->value, 0);
  if (!_burnish_json_scanner_enter (self->scanner, '{'))
    return;
  while (_burnish_json_scanner_next_member (self->scanner, self->name))
    if (g_str_equal (self->name->str, "source"))
      _burnish_json_scanner_read_string (self->scanner, self->value);
    else if (g_str_equal (self->name->str, "size_bytes"))
      _burnish_json_scanner_read_int (self->scanner, 0, G_MAXINT64, &size_bytes);
    else if (g_str_equal (self->name->str, "mtime_us"))
      _burnish_json_scanner_read_int (self->scanner, G_MININT64, G_MAXINT64, &image.mtime_us);
    else
      _burnish_json_scanner_skip (self->scanner, NULL, NULL);
  image.size_bytes = (guint64) size_bytes;
  if (self->scanner->error == NULL)
    add_image (self, &image);
}

void
_burnish_image_source_reader_read_images (BurnishImageSourceReader *self)
{
  if (self->images != NULL)
    _burnish_json_scanner_fail (self->scanner, "there is a second list of images");
  else
    self->images = g_array_new (FALSE, FALSE, sizeof (Image));
  if (!_burnish_json_scanner_enter (self->scanner, '['))
    return;
  while (_burnish_json_scanner_next_element (self->scanner))
    read_image (self);
}

/* ---- Members of a node ---- */

void
_burnish_image_source_reader_begin (BurnishImageSourceReader *self)
{
  self->image = self->link = -1;
  g_array_set_size (self->extents, 0);
  g_array_set_size (self->attributes, 0);
  g_string_truncate (self->path, 0);
  g_string_truncate (self->path_bytes, 0);
}

static gboolean
read_extent (BurnishImageSourceReader *self)
{
  BurnishJsonScanner *scanner = self->scanner;
  BurnishSourceRange range = { .start_byte = BURNISH_RANGE_HOLE };
  gint64 start_byte, size_bytes;

  if (!_burnish_json_scanner_enter (scanner, '['))
    return FALSE;
  if (!_burnish_json_scanner_next_element (scanner))
    return _burnish_json_scanner_fail (scanner, "an extent should be a start and a size");
  if (!_burnish_json_scanner_read_null (scanner))
    {
      if (!_burnish_json_scanner_read_int (scanner, 0, G_MAXINT64, &start_byte))
        return FALSE;
      range.start_byte = (guint64) start_byte;
    }
  if (!_burnish_json_scanner_next_element (scanner)
      || !_burnish_json_scanner_read_int (scanner, 1, G_MAXINT64, &size_bytes)
      || _burnish_json_scanner_next_element (scanner))
    return _burnish_json_scanner_fail (scanner, "an extent should be a start and a size");
  if (++self->n_extents > BURNISH_PROJECT_MAX_EXTENTS)
    return _burnish_json_scanner_fail (scanner, "there are too many extents");
  range.size_bytes = (guint64) size_bytes;
  g_array_append_val (self->extents, range);
  return scanner->error == NULL;
}

static void
read_extents (BurnishImageSourceReader *self)
{
  if (self->extents->len > 0)
    _burnish_json_scanner_fail (self->scanner, "a node has two lists of extents");
  if (_burnish_json_scanner_enter (self->scanner, '['))
    while (_burnish_json_scanner_next_element (self->scanner))
      if (!read_extent (self))
        return;
}

/* The bytes that base64 stands for, or else those of text. NULL: they hold a zero. */
static const char *
add_bytes (BurnishImageSourceReader *self, const GString *text, const GString *base64)
{
  g_autofree guchar *bytes = NULL;
  gsize length;

  if (base64->len == 0)
    return _burnish_store_add_string (self->sources->store, text->str, text->len);
  bytes = g_base64_decode (base64->str, &length);
  if (memchr (bytes, '\0', length) != NULL)
    return NULL;
  return _burnish_store_add_string (self->sources->store, (const char *) bytes, length);
}

static gboolean
add_attribute (BurnishImageSourceReader *self)
{
  BurnishSourceAttribute attribute;
  g_autofree guchar *value = NULL;
  guint8 *copy;

  attribute.name = add_bytes (self, self->name, self->name_bytes);
  value = g_base64_decode (self->value->str, &attribute.size_bytes);
  if (attribute.name == NULL || attribute.size_bytes > BURNISH_ATTRIBUTE_MAX_BYTES)
    return _burnish_json_scanner_fail (self->scanner, "an attribute is no name and value");
  copy = _burnish_store_alloc (self->sources->store, attribute.size_bytes + 1);
  if (attribute.size_bytes > 0)
    memcpy (copy, value, attribute.size_bytes);
  attribute.value = copy;
  g_array_append_val (self->attributes, attribute);
  return TRUE;
}

static gboolean
read_attribute (BurnishImageSourceReader *self)
{
  g_autoptr (GString) member = g_string_new (NULL);

  g_string_truncate (self->name, 0);
  g_string_truncate (self->name_bytes, 0);
  g_string_truncate (self->value, 0);
  if (!_burnish_json_scanner_enter (self->scanner, '{'))
    return FALSE;
  while (_burnish_json_scanner_next_member (self->scanner, member))
    if (g_str_equal (member->str, "name"))
      _burnish_json_scanner_read_string (self->scanner, self->name);
    else if (g_str_equal (member->str, "name_bytes"))
      _burnish_json_scanner_read_string (self->scanner, self->name_bytes);
    else if (g_str_equal (member->str, "value"))
      _burnish_json_scanner_read_string (self->scanner, self->value);
    else
      _burnish_json_scanner_skip (self->scanner, NULL, NULL);
  return self->scanner->error == NULL && add_attribute (self);
}

static void
read_attributes (BurnishImageSourceReader *self)
{
  if (_burnish_json_scanner_enter (self->scanner, '['))
    while (_burnish_json_scanner_next_element (self->scanner))
      if (!read_attribute (self))
        return;
}

gboolean
_burnish_image_source_reader_read (BurnishImageSourceReader *self, const char *name)
{
  if (g_str_equal (name, "image"))
    _burnish_json_scanner_read_int (self->scanner, 0, G_MAXUINT32, &self->image);
  else if (g_str_equal (name, "link"))
    _burnish_json_scanner_read_int (self->scanner, 0, G_MAXUINT32, &self->link);
  else if (g_str_equal (name, "path"))
    _burnish_json_scanner_read_string (self->scanner, self->path);
  else if (g_str_equal (name, "path_bytes"))
    _burnish_json_scanner_read_string (self->scanner, self->path_bytes);
  else if (g_str_equal (name, "extents"))
    read_extents (self);
  else if (g_str_equal (name, "attributes"))
    read_attributes (self);
  else
    return FALSE;
  return TRUE;
}

/* ---- The source ---- */

gboolean
_burnish_image_source_reader_has_source (const BurnishImageSourceReader *self)
{
  return self->image >= 0 || self->link >= 0;
}

static gpointer
copy_array (BurnishStore *store, const GArray *array)
{
  gsize size_bytes = array->len * g_array_get_element_size ((GArray *) array);
  gpointer copy;

  if (array->len == 0)
    return NULL;
  copy = _burnish_store_alloc (store, size_bytes);
  memcpy (copy, array->data, size_bytes);
  return copy;
}

static BurnishSourceRanges *
make_ranges (BurnishImageSourceReader *self, const Image *image)
{
  BurnishStore *store = self->sources->store;
  BurnishSourceRanges *ranges = _burnish_store_alloc (store, sizeof *ranges);

  *ranges = (BurnishSourceRanges){
    .file_size_bytes = image->size_bytes,
    .file_mtime_us = image->mtime_us,
    .ranges = copy_array (store, self->extents),
    .n_ranges = self->extents->len,
  };
  return ranges;
}

/* NULL, or what is wrong. */
static const char *
take_attributes (BurnishImageSourceReader *self, BurnishSource *source)
{
  BurnishSourceAttributes *attributes;

  if (self->attributes->len == 0)
    return NULL;
  if (!_burnish_source_ranges_sort_attributes (
          (BurnishSourceAttribute *) (gpointer) self->attributes->data, self->attributes->len))
    return "two of its attributes have one name, or one has none";
  attributes = _burnish_store_alloc (self->sources->store, sizeof *attributes);
  attributes->items = copy_array (self->sources->store, self->attributes);
  attributes->n_items = self->attributes->len;
  source->attributes = attributes;
  return NULL;
}

static const char *
apply_image (BurnishImageSourceReader *self, const BurnishArena *arena, BurnishNodeData *data)
{
  const Image *image;
  BurnishSource *source;
  const char *path, *fault;
  guint64 size_bytes;

  if (self->images == NULL || self->image >= (gint64) self->images->len)
    return "its image is not in the list of images, which should come before the nodes";
  image = &g_array_index (self->images, Image, self->image);
  fault = _burnish_source_ranges_find_fault (
      (const BurnishSourceRange *) (gpointer) self->extents->data, self->extents->len,
      image->size_bytes, &size_bytes);
  if (fault != NULL)
    return fault;
  if (size_bytes != data->size_bytes)
    return "its extents are not as long as the file together";
  path = add_bytes (self, self->path, self->path_bytes);
  if (path == NULL)
    return "bytes in base64 are no path";
  source = _burnish_source_new (self->sources->store, BURNISH_SOURCE_FILE_RANGES, image->file,
                                path[0] != '\0' ? path : NULL);
  source->ranges = make_ranges (self, image);
  data->source = source;
  data->inode = arena->n_nodes;
  return take_attributes (self, source);
}

static const char *
apply_link (BurnishImageSourceReader *self, const BurnishArena *arena, BurnishNodeData *data)
{
  const BurnishNodeData *first;

  if (self->link >= arena->n_nodes)
    return "the file that it is a link to should come before it";
  first = _burnish_arena_get (arena, (BurnishNode) self->link);
  if (first->kind != BURNISH_NODE_FILE || first->source->kind != BURNISH_SOURCE_FILE_RANGES)
    return "what it is a link to is no file in an image";
  data->source = first->source;
  data->inode = first->inode;
  data->size_bytes = first->size_bytes;
  data->mtime_us = first->mtime_us;
  return NULL;
}

const char *
_burnish_image_source_reader_apply (BurnishImageSourceReader *self,
                                    const BurnishArena *arena,
                                    BurnishNodeData *data)
{
  data->flags |= BURNISH_NODE_FLAG_SHARED;
  return self->link >= 0 ? apply_link (self, arena, data) : apply_image (self, arena, data);
}

const char *
_burnish_image_source_reader_apply_to_folder (BurnishImageSourceReader *self,
                                              BurnishArena *arena,
                                              BurnishNode folder)
{
  BurnishSource *source;
  const char *fault;

  if (self->attributes->len == 0)
    return NULL;
  source = _burnish_source_new (self->sources->store, BURNISH_SOURCE_FILE_RANGES, NULL, NULL);
  fault = take_attributes (self, source);
  if (fault == NULL)
    _burnish_arena_set_folder_source (arena, folder, source);
  return fault;
}
