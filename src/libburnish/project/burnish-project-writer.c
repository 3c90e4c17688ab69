/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-private.h"

#include "burnish-image-source-private.h"
#include "burnish-json-scanner-private.h"
#include "burnish-json-text-private.h"
#include "burnish-project-format-private.h"
#include "burnish-source-path-private.h"
#include "burnish-tree-enums.h"
#include "burnish-tree-snapshot-private.h"

#include <string.h>

#define FLUSH_SIZE (64 * 1024)

/* Characters of a path that need no percent sign, where the path has no scheme in front. A colon
   would look as if it ended one (RFC 3986, section 4.2). */
#define PLAIN_IN_PATH "/!$&'()*+,;=@"

typedef struct
{
  const BurnishProjectFacts *facts;
  BurnishTreeSnapshot *snapshot;
  GFile *base; /* (owned) (nullable): the folder of the project file */
  /* (owned): by number of a folder, where what is in it comes from; NULL where nothing does. What
     comes from there under its own name need not say so. */
  const BurnishSource **folders;
  BurnishImageSourceWriter images;
  GString *text;   /* (owned): not written yet */
  guint64 n_bytes; /* written */
  BurnishProjectSink *sink;
  GError **error;
} Writer;

static gboolean
flush (Writer *self)
{
  gboolean success;

  self->n_bytes += self->text->len;
  /* What was saved can be loaded. */
  if (self->n_bytes > BURNISH_PROJECT_MAX_SIZE)
    {
      g_set_error_literal (self->error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                           "The project file would be larger than 512 MiB");
      return FALSE;
    }
  success = _burnish_project_sink_write (self->sink, self->text->str, self->text->len, self->error);
  g_string_truncate (self->text, 0);
  return success;
}

/* Where a file comes from under its own name; NULL where it does not. */
static const BurnishSource *
get_source_folder (const BurnishNodeData *data)
{
  const BurnishSource *source = data->source;

  if (source->kind == BURNISH_SOURCE_LOCAL_FOLDER || source->kind == BURNISH_SOURCE_GIO_FOLDER)
    return source;
  if (source->kind == BURNISH_SOURCE_LOCAL_FILE && source->parent != NULL
      && g_str_equal (source->name, data->name))
    return source->parent;
  return NULL;
}

static gboolean
lies_in (const BurnishSource *folder, const char *name, const BurnishSource *parent)
{
  return folder->parent != NULL && (parent == NULL || folder->parent == parent)
         && g_str_equal (folder->name, name);
}

/* (nullable): the folder on this computer that a folder of the tree is, with its attributes */
static const BurnishSource *
get_own_folder (const BurnishNodeData *data)
{
  const BurnishSource *source = _burnish_node_get_folder_source (data);

  return source != NULL && source->kind == BURNISH_SOURCE_LOCAL_FOLDER ? source : NULL;
}

/* From the last node to the first: what is in a folder comes after it. Where a folder does not come
   from one itself, its first file decides, or, where it holds none, a folder in it. */
static void
find_folders (Writer *self)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot);
  const BurnishSource *own;

  self->folders = g_new0 (const BurnishSource *, n_nodes);
  for (BurnishNode node = n_nodes - 1; node > 0; node--)
    {
      const BurnishNodeData *data = _burnish_tree_snapshot_get_data (self->snapshot, node);
      const BurnishSource **parent =
          &self->folders[burnish_tree_snapshot_get_parent (self->snapshot, node)];

      if (data->kind == BURNISH_NODE_FOLDER && get_own_folder (data) != NULL)
        self->folders[node] = get_own_folder (data);
      if (data->kind == BURNISH_NODE_FILE && get_source_folder (data) != NULL)
        *parent = get_source_folder (data);
      else if (data->kind == BURNISH_NODE_FOLDER && *parent == NULL && self->folders[node] != NULL
               && lies_in (self->folders[node], data->name, NULL))
        *parent = self->folders[node]->parent;
    }
  own = get_own_folder (_burnish_tree_snapshot_get_data (self->snapshot, BURNISH_NODE_ROOT));
  if (own != NULL)
    self->folders[BURNISH_NODE_ROOT] = own;
}

static char *
dup_reference (Writer *self, GFile *file)
{
  g_autofree char *relative = NULL;

  if (self->base != NULL && g_file_equal (self->base, file))
    return g_strdup (".");
  if (self->base != NULL && (relative = g_file_get_relative_path (self->base, file)) != NULL)
    return g_uri_escape_string (relative, PLAIN_IN_PATH, FALSE);
  return g_file_get_uri (file);
}

static void
add_file (Writer *self, GFile *file)
{
  g_autofree char *reference = dup_reference (self, file);

  _burnish_json_text_add_string (self->text, "source", reference);
}

static void
add_source (Writer *self, const BurnishSource *source, const char *name)
{
  g_autoptr (GFile) file = _burnish_source_dup_file (source, name);

  add_file (self, file);
}

static void
add_folder_source (Writer *self, BurnishNode node, const char *name)
{
  const BurnishSource *folder = self->folders[node];
  const BurnishSource *parent = NULL;

  if (folder == NULL)
    return;
  if (node != BURNISH_NODE_ROOT)
    parent = self->folders[burnish_tree_snapshot_get_parent (self->snapshot, node)];
  if (parent == NULL || !lies_in (folder, name, parent))
    add_source (self, folder, NULL);
  if (folder->follows_link)
    _burnish_json_text_add_true (self->text, "follows");
}

/* Those of a folder on this computer are read from it when the project is burned. */
static void
add_folder_attributes (Writer *self, const BurnishNodeData *data)
{
  const BurnishSource *source = _burnish_node_get_folder_source (data);

  if (get_own_folder (data) != NULL)
    _burnish_json_text_add_true (self->text, "is_source");
  else if (source != NULL)
    _burnish_image_source_writer_add_attributes (self->text, source);
}

static gboolean
refuse (Writer *self, BurnishNode node, const char *what)
{
  g_autofree char *path = burnish_tree_snapshot_dup_path (self->snapshot, node);
  g_autofree char *shown = g_filename_display_name (path);
  GError *failure = g_error_new (BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED,
                                 "%s: %s cannot be saved", shown, what);

  burnish_error_set_path (failure, path);
  g_propagate_error (self->error, failure);
  return FALSE;
}

static gboolean
add_file_source (Writer *self, BurnishNode node, const BurnishNodeData *data)
{
  BurnishNode parent = burnish_tree_snapshot_get_parent (self->snapshot, node);
  const BurnishSource *source = data->source;

  if (source->kind == BURNISH_SOURCE_STREAM)
    return refuse (self, node, "What is read from a stream");
  if (source->kind == BURNISH_SOURCE_BYTES)
    {
      gsize size_bytes;
      gconstpointer bytes = g_bytes_get_data (source->object, &size_bytes);

      _burnish_json_text_add_base64 (self->text, "contents", bytes, size_bytes);
      return TRUE;
    }
  _burnish_json_text_add_int (self->text, "size_bytes", (gint64) data->size_bytes);
  if (source->kind == BURNISH_SOURCE_FILE_RANGES)
    return _burnish_image_source_writer_add (&self->images, self->text, self->snapshot, node,
                                             self->error);
  if (get_source_folder (data) == NULL || get_source_folder (data) != self->folders[parent])
    add_source (self, source, data->name);
  if (data->flags & BURNISH_NODE_FLAG_FOLLOWS)
    _burnish_json_text_add_true (self->text, "follows");
  return TRUE;
}

static const char *
kind_to_string (BurnishNodeKind kind)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_NODE_KIND);

  return g_enum_get_value (klass, kind)->value_nick;
}

/* Owner and group are those of the folder around unless they are said to be others. */
static void
add_owner (Writer *self, BurnishNode node, const BurnishNodeData *data)
{
  const BurnishNodeData *parent = NULL;

  if (node != BURNISH_NODE_ROOT)
    parent =
        _burnish_tree_snapshot_get_data (self->snapshot,
                                         burnish_tree_snapshot_get_parent (self->snapshot, node));
  if (parent == NULL || data->uid != parent->uid)
    _burnish_json_text_add_int (self->text, "uid", data->uid);
  if (parent == NULL || data->gid != parent->gid)
    _burnish_json_text_add_int (self->text, "gid", data->gid);
}

static gboolean
add_node (Writer *self, BurnishNode node)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (self->snapshot, node);

  g_string_append (self->text, node == BURNISH_NODE_ROOT ? "\n{" : ",\n{");
  if (node != BURNISH_NODE_ROOT)
    {
      _burnish_json_text_add_bytes (self->text, "name", "name_bytes", data->name);
      _burnish_json_text_add_int (self->text, "parent",
                                  burnish_tree_snapshot_get_parent (self->snapshot, node));
    }
  if (data->kind != BURNISH_NODE_FILE)
    _burnish_json_text_add_string (self->text, "kind", kind_to_string (data->kind));
  if (data->mode != _burnish_project_default_mode (data->kind))
    _burnish_json_text_add_int (self->text, "mode", data->mode);
  _burnish_json_text_add_int (self->text, "mtime_us", data->mtime_us);
  add_owner (self, node, data);
  if (data->kind == BURNISH_NODE_FOLDER)
    {
      add_folder_source (self, node, data->name);
      add_folder_attributes (self, data);
    }
  else if (data->kind == BURNISH_NODE_SYMLINK)
    _burnish_json_text_add_bytes (self->text, "target", "target_bytes", data->source->name);
  else if (!add_file_source (self, node, data))
    return FALSE;
  g_string_append_c (self->text, '}');
  return self->text->len < FLUSH_SIZE || flush (self);
}

static const char *
get_enum_nick (const GValue *value)
{
  GEnumClass *klass = g_type_class_peek (G_VALUE_TYPE (value));

  return g_enum_get_value (klass, g_value_get_enum (value))->value_nick;
}

static void
add_option (GString *text, BurnishImageOptions *options, GParamSpec *pspec)
{
  g_autofree char *name = g_strdelimit (g_strdup (pspec->name), "-", '_');
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (G_OBJECT (options), pspec->name, &value);
  if (G_VALUE_HOLDS_STRING (&value) && g_value_get_string (&value) == NULL)
    return;
  if (text->str[text->len - 1] != '{')
    g_string_append_c (text, ',');
  g_string_append (text, "\n    ");
  _burnish_json_append_string (text, name);
  g_string_append (text, ": ");
  if (G_VALUE_HOLDS_STRING (&value))
    _burnish_json_append_string (text, g_value_get_string (&value));
  else if (G_VALUE_HOLDS_BOOLEAN (&value))
    g_string_append (text, g_value_get_boolean (&value) ? "true" : "false");
  else if (G_VALUE_HOLDS_ENUM (&value))
    _burnish_json_append_string (text, get_enum_nick (&value));
  else if (G_VALUE_HOLDS_UINT (&value))
    g_string_append_printf (text, "%u", g_value_get_uint (&value));
  else if (G_VALUE_HOLDS_INT64 (&value))
    g_string_append_printf (text, "%" G_GINT64_FORMAT, g_value_get_int64 (&value));
  else
    g_assert_not_reached ();
}

static void
add_options (Writer *self)
{
  BurnishImageOptions *options = self->facts->image_options;
  guint n_properties;
  g_autofree GParamSpec **properties =
      g_object_class_list_properties (G_OBJECT_GET_CLASS (options), &n_properties);

  g_string_append (self->text, ",\n  \"image_options\": {");
  for (guint i = 0; i < n_properties; i++)
    if (!g_str_equal (properties[i]->name, "volume-id"))
      add_option (self->text, options, properties[i]);
  if (self->facts->unknown_options != NULL)
    g_string_append_printf (self->text, ",\n    %s", self->facts->unknown_options);
  g_string_append (self->text, "\n  }");
}

static void
add_copied (Writer *self)
{
  g_string_append (self->text, ",\n  \"copy_of\": {");
  if (self->facts->copied_uri != NULL)
    _burnish_json_text_add_string (self->text, "file", self->facts->copied_uri);
  _burnish_json_text_begin (self->text, "modified");
  g_string_append (self->text, self->facts->copy_is_modified ? "true}" : "false}");
}

static void
add_facts (Writer *self)
{
  g_string_append_printf (self->text, "{\n  \"format\": \"%s\",\n  \"version\": %d",
                          BURNISH_PROJECT_FORMAT,
                          self->images.files->len > 0 || self->images.has_folders
                              ? BURNISH_PROJECT_VERSION_IMAGES
                              : BURNISH_PROJECT_VERSION_PLAIN);
  g_string_append (self->text, ",\n  \"title\": ");
  _burnish_json_append_string (self->text, self->facts->title);
  g_string_append_printf (self->text, ",\n  \"disc_blocks\": %" G_GUINT64_FORMAT,
                          self->facts->disc_blocks);
  if (self->facts->is_copy)
    add_copied (self);
  add_options (self);
  if (self->facts->unknown != NULL)
    g_string_append_printf (self->text, ",\n  %s", self->facts->unknown);
}

/* Each on a line of its own, before the nodes that name them. */
static void
add_images (Writer *self)
{
  if (self->images.files->len == 0)
    return;
  g_string_append (self->text, ",\n  \"images\": [");
  for (guint i = 0; i < self->images.files->len; i++)
    {
      const BurnishSource *source = g_ptr_array_index (self->images.files, i);

      g_string_append (self->text, i == 0 ? "\n{" : ",\n{");
      add_source (self, source->parent, NULL);
      _burnish_json_text_add_int (self->text, "size_bytes",
                                  (gint64) source->ranges->file_size_bytes);
      _burnish_json_text_add_int (self->text, "mtime_us", source->ranges->file_mtime_us);
      g_string_append_c (self->text, '}');
    }
  g_string_append (self->text, "\n]");
}

static gboolean
write_all (Writer *self)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot);

  if (n_nodes > BURNISH_PROJECT_MAX_NODES)
    {
      g_set_error (self->error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                   "A project file holds no more than %u files and folders",
                   BURNISH_PROJECT_MAX_NODES);
      return FALSE;
    }
  find_folders (self);
  _burnish_image_source_writer_find (&self->images, self->snapshot);
  add_facts (self);
  add_images (self);
  g_string_append (self->text, ",\n  \"nodes\": [");
  for (BurnishNode node = 0; node < n_nodes; node++)
    if (!add_node (self, node))
      return FALSE;
  g_string_append (self->text, "\n]\n}\n");
  return flush (self);
}

gboolean
_burnish_project_write (const BurnishProjectFacts *facts,
                        BurnishTreeSnapshot *snapshot,
                        GFile *file,
                        BurnishProjectSink *sink,
                        GError **error)
{
  Writer self = {
    .facts = facts,
    .snapshot = snapshot,
    .base = g_file_get_parent (file),
    .text = g_string_sized_new (FLUSH_SIZE + 1024),
    .sink = sink,
    .error = error,
  };
  gboolean success;

  _burnish_image_source_writer_init (&self.images);
  success = write_all (&self);
  _burnish_image_source_writer_clear (&self.images);
  g_clear_object (&self.base);
  g_free (self.folders);
  g_string_free (self.text, TRUE);
  return success;
}
