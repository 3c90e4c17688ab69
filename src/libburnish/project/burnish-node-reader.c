/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-node-reader-private.h"

#include "burnish-project-format-private.h"
#include "burnish-tree-private.h"

#include <string.h>
#include <unistd.h>

typedef struct _BurnishNodeText BurnishNodeText;

/* The members of a node as they stand in the file. Strings are used again for each node. */
struct _BurnishNodeText
{
  GString *member; /* (owned) */
  GString *kind;   /* (owned) */
  /* (owned): empty where it is not said */
  GString *name;
  GString *name_bytes;
  GString *target;
  GString *target_bytes;
  GString *source;
  GString *contents;
  gboolean has_contents;
  gboolean follows;
  gboolean is_source;
  gint64 parent;
  gint64 size_bytes;
  gint64 mtime_us;
  gint64 mode; /* -1: not said, as the next two */
  gint64 uid;
  gint64 gid;
};

static BurnishNodeText *
text_new (void)
{
  BurnishNodeText *self = g_new0 (BurnishNodeText, 1);

  self->member = g_string_new (NULL);
  self->kind = g_string_new (NULL);
  self->name = g_string_new (NULL);
  self->name_bytes = g_string_new (NULL);
  self->target = g_string_new (NULL);
  self->target_bytes = g_string_new (NULL);
  self->source = g_string_new (NULL);
  self->contents = g_string_new (NULL);
  return self;
}

static void
text_free (BurnishNodeText *self)
{
  g_string_free (self->member, TRUE);
  g_string_free (self->kind, TRUE);
  g_string_free (self->name, TRUE);
  g_string_free (self->name_bytes, TRUE);
  g_string_free (self->target, TRUE);
  g_string_free (self->target_bytes, TRUE);
  g_string_free (self->source, TRUE);
  g_string_free (self->contents, TRUE);
  g_free (self);
}

static void
text_reset (BurnishNodeText *self)
{
  g_string_assign (self->kind, "file");
  g_string_truncate (self->name, 0);
  g_string_truncate (self->name_bytes, 0);
  g_string_truncate (self->target, 0);
  g_string_truncate (self->target_bytes, 0);
  g_string_truncate (self->source, 0);
  g_string_truncate (self->contents, 0);
  self->has_contents = self->follows = self->is_source = FALSE;
  self->parent = self->size_bytes = self->mtime_us = 0;
  self->mode = self->uid = self->gid = -1;
}

void
_burnish_node_reader_init (BurnishNodeReader *self,
                           BurnishJsonScanner *scanner,
                           BurnishArena *arena,
                           GFile *file)
{
  self->scanner = scanner;
  self->arena = arena;
  self->parents = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  self->folders = g_ptr_array_new ();
  self->text = text_new ();
  _burnish_project_sources_init (&self->sources, arena->store, file);
  _burnish_image_source_reader_init (&self->images, scanner, &self->sources);
}

void
_burnish_node_reader_clear (BurnishNodeReader *self)
{
  g_array_unref (self->parents);
  g_ptr_array_unref (self->folders);
  text_free (self->text);
  _burnish_image_source_reader_clear (&self->images);
  _burnish_project_sources_clear (&self->sources);
}

static gboolean
fail_node (BurnishNodeReader *self, BurnishNode node, const char *fault)
{
  g_autofree char *name = NULL;
  const char *bytes = NULL;

  if (node < self->arena->n_nodes)
    bytes = _burnish_arena_get (self->arena, node)->name;
  else if (self->text->name->len > 0)
    bytes = self->text->name->str;
  if (bytes == NULL || bytes[0] == '\0')
    return _burnish_json_scanner_fail (self->scanner, "node %u: %s", node, fault);
  name = g_utf8_make_valid (bytes, -1);
  return _burnish_json_scanner_fail (self->scanner, "node %u, “%s”: %s", node, name, fault);
}

static gboolean
read_number (BurnishNodeReader *self, const char *name)
{
  BurnishNodeText *text = self->text;
  BurnishJsonScanner *scanner = self->scanner;

  if (g_str_equal (name, "parent"))
    return _burnish_json_scanner_read_int (scanner, 0, G_MAXUINT32, &text->parent);
  if (g_str_equal (name, "size_bytes"))
    return _burnish_json_scanner_read_int (scanner, 0, G_MAXINT64, &text->size_bytes);
  if (g_str_equal (name, "mtime_us"))
    return _burnish_json_scanner_read_int (scanner, G_MININT64, G_MAXINT64, &text->mtime_us);
  if (g_str_equal (name, "mode"))
    return _burnish_json_scanner_read_int (scanner, 0, 07777, &text->mode);
  if (g_str_equal (name, "uid"))
    return _burnish_json_scanner_read_int (scanner, 0, G_MAXUINT32, &text->uid);
  if (g_str_equal (name, "gid"))
    return _burnish_json_scanner_read_int (scanner, 0, G_MAXUINT32, &text->gid);
  return _burnish_json_scanner_skip (scanner, NULL, NULL);
}

/* Where the string of a member goes; NULL for other members. */
static GString *
find_string (BurnishNodeText *text, const char *name)
{
  if (g_str_equal (name, "name"))
    return text->name;
  if (g_str_equal (name, "kind"))
    return text->kind;
  if (g_str_equal (name, "source"))
    return text->source;
  if (g_str_equal (name, "name_bytes"))
    return text->name_bytes;
  if (g_str_equal (name, "target"))
    return text->target;
  if (g_str_equal (name, "target_bytes"))
    return text->target_bytes;
  return NULL;
}

static gboolean
read_text (BurnishNodeReader *self)
{
  BurnishNodeText *text = self->text;

  text_reset (text);
  _burnish_image_source_reader_begin (&self->images);
  if (!_burnish_json_scanner_enter (self->scanner, '{'))
    return FALSE;
  while (_burnish_json_scanner_next_member (self->scanner, text->member))
    {
      const char *name = text->member->str;
      GString *string = find_string (text, name);

      if (string != NULL)
        _burnish_json_scanner_read_string (self->scanner, string);
      else if (g_str_equal (name, "follows"))
        _burnish_json_scanner_read_boolean (self->scanner, &text->follows);
      else if (g_str_equal (name, "is_source"))
        _burnish_json_scanner_read_boolean (self->scanner, &text->is_source);
      else if (g_str_equal (name, "contents"))
        text->has_contents = _burnish_json_scanner_read_string (self->scanner, text->contents);
      else if (!_burnish_image_source_reader_read (&self->images, name))
        read_number (self, name);
    }
  return self->scanner->error == NULL;
}

/* Replaces text by the bytes that stand beside it in base64, if any. */
static gboolean
use_bytes (BurnishNodeReader *self, GString *string, GString *base64)
{
  g_autofree guchar *bytes = NULL;
  gsize length;

  if (base64->len == 0)
    return TRUE;
  bytes = g_base64_decode (base64->str, &length);
  if (length == 0 || memchr (bytes, '\0', length) != NULL)
    return fail_node (self, self->arena->n_nodes, "bytes in base64 are no name");
  g_string_truncate (string, 0);
  g_string_append_len (string, (const char *) bytes, (gssize) length);
  return TRUE;
}

static gboolean
check_name (BurnishNodeReader *self, BurnishNode node)
{
  g_autoptr (GError) fault = NULL;

  if (node == BURNISH_NODE_ROOT)
    g_string_truncate (self->text->name, 0);
  else if (!use_bytes (self, self->text->name, self->text->name_bytes))
    return FALSE;
  else if (!_burnish_name_check (self->text->name->str, &fault))
    return fail_node (self, node, fault->message);
  return TRUE;
}

static gboolean
check_place (BurnishNodeReader *self, BurnishNode node)
{
  gint64 parent = self->text->parent;

  if (node >= BURNISH_PROJECT_MAX_NODES)
    return fail_node (self, node, "there are too many nodes");
  if (node == BURNISH_NODE_ROOT)
    return g_str_equal (self->text->kind->str, "folder")
           || fail_node (self, node, "the first node, the root, should be a folder");
  if (parent >= node)
    return fail_node (self, node, "its parent should come before it");
  if (_burnish_arena_get (self->arena, (BurnishNode) parent)->kind != BURNISH_NODE_FOLDER)
    return fail_node (self, node, "its parent is no folder");
  return TRUE;
}

static const BurnishSource *
get_folder (BurnishNodeReader *self, BurnishNode node)
{
  return node == BURNISH_NODE_ROOT ? NULL : g_ptr_array_index (self->folders, self->text->parent);
}

static gboolean
add_folder_source (BurnishNodeReader *self, BurnishNode node, const BurnishNodeData *data)
{
  const BurnishSource *parent = get_folder (self, node);
  const BurnishSource *source = NULL;
  const char *fault;

  if (self->text->source->len > 0)
    {
      g_autoptr (GFile) file =
          _burnish_project_sources_resolve (&self->sources, self->text->source->str, &fault);

      if (file == NULL)
        return fail_node (self, node, fault);
      source = _burnish_project_sources_add_folder (&self->sources, file, self->text->follows);
    }
  else if (parent != NULL)
    source = _burnish_project_sources_add_child (&self->sources, parent, data->name,
                                                 self->text->follows);
  g_ptr_array_add (self->folders, (gpointer) source);
  return TRUE;
}

static gboolean
add_contents (BurnishNodeReader *self, BurnishNodeData *data)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize size_bytes;
  guchar *decoded = g_base64_decode (self->text->contents->str, &size_bytes);

  bytes = g_bytes_new_take (decoded, size_bytes);
  data->size_bytes = size_bytes;
  data->source = _burnish_project_sources_add_bytes (&self->sources, bytes);
  return TRUE;
}

static gboolean
add_file_source (BurnishNodeReader *self, BurnishNode node, BurnishNodeData *data)
{
  g_autoptr (GFile) file = NULL;
  const char *fault;

  if (self->text->has_contents)
    return add_contents (self, data);
  data->size_bytes = (guint64) self->text->size_bytes;
  if (_burnish_image_source_reader_has_source (&self->images))
    {
      fault = _burnish_image_source_reader_apply (&self->images, self->arena, data);
      return fault == NULL || fail_node (self, node, fault);
    }
  if (self->text->follows)
    data->flags |= BURNISH_NODE_FLAG_FOLLOWS;
  if (self->text->source->len == 0)
    {
      data->source = get_folder (self, node);
      return data->source != NULL || fail_node (self, node, "it has no source");
    }
  file = _burnish_project_sources_resolve (&self->sources, self->text->source->str, &fault);
  if (file == NULL)
    return fail_node (self, node, fault);
  if (g_file_is_native (file) && g_str_equal (g_file_peek_path (file), "/"))
    return fail_node (self, node, "its source is a folder");
  data->source = _burnish_project_sources_add_file (&self->sources, file);
  return TRUE;
}

static gboolean
add_link_target (BurnishNodeReader *self, BurnishNode node, BurnishNodeData *data)
{
  if (!use_bytes (self, self->text->target, self->text->target_bytes))
    return FALSE;
  if (self->text->target->len == 0)
    return fail_node (self, node, "a symbolic link should have a target");
  data->source = _burnish_project_sources_add_link (&self->sources, self->text->target->str);
  return TRUE;
}

/* What a folder of the arena has beside what is in it: the attributes of the folder on this
   computer that it comes from, or those that it had in an image. */
static gboolean
apply_to_folder (BurnishNodeReader *self, BurnishNode node)
{
  const BurnishSource *source = g_ptr_array_index (self->folders, node);
  const char *fault;

  if (self->text->is_source && source != NULL && source->kind == BURNISH_SOURCE_LOCAL_FOLDER)
    _burnish_arena_set_folder_source (self->arena, node, source);
  fault = _burnish_image_source_reader_apply_to_folder (&self->images, self->arena, node);
  return fault == NULL || fail_node (self, node, fault);
}

static gboolean
find_kind (BurnishNodeReader *self, BurnishNode node, guint8 *kind)
{
  const char *name = self->text->kind->str;

  if (g_str_equal (name, "file"))
    *kind = BURNISH_NODE_FILE;
  else if (g_str_equal (name, "folder"))
    *kind = BURNISH_NODE_FOLDER;
  else if (g_str_equal (name, "symlink"))
    *kind = BURNISH_NODE_SYMLINK;
  else
    return fail_node (self, node, "its kind should be “file”, “folder” or “symlink”");
  return TRUE;
}

static void
set_owner (BurnishNodeReader *self, BurnishNode node, BurnishNodeData *data)
{
  const BurnishNodeData *parent = NULL;

  if (node != BURNISH_NODE_ROOT)
    parent = _burnish_arena_get (self->arena, (BurnishNode) self->text->parent);
  data->uid = self->text->uid >= 0 ? (guint32) self->text->uid : parent ? parent->uid : getuid ();
  data->gid = self->text->gid >= 0 ? (guint32) self->text->gid : parent ? parent->gid : getgid ();
}

static gboolean
add_source (BurnishNodeReader *self, BurnishNode node, BurnishNodeData *data)
{
  if (data->kind == BURNISH_NODE_FOLDER)
    return add_folder_source (self, node, data);
  g_ptr_array_add (self->folders, NULL);
  return data->kind == BURNISH_NODE_SYMLINK ? add_link_target (self, node, data)
                                            : add_file_source (self, node, data);
}

gboolean
_burnish_node_reader_read (BurnishNodeReader *self)
{
  BurnishNode node = self->arena->n_nodes;
  BurnishNodeText *text = self->text;
  BurnishNodeData data;
  BurnishNode parent;
  guint8 kind = BURNISH_NODE_FILE;

  if (!read_text (self) || !check_name (self, node) || !check_place (self, node)
      || !find_kind (self, node, &kind))
    return FALSE;
  parent = (BurnishNode) text->parent;
  data = (BurnishNodeData){ .kind = kind };
  data.name = _burnish_store_add_string (self->arena->store, text->name->str, text->name->len);
  data.mtime_us = text->mtime_us;
  data.mode = text->mode >= 0 ? (guint16) text->mode
                              : _burnish_project_default_mode ((BurnishNodeKind) kind);
  set_owner (self, node, &data);
  if (!add_source (self, node, &data))
    return FALSE;
  _burnish_arena_append (self->arena, &data);
  g_array_append_val (self->parents, parent);
  return kind != BURNISH_NODE_FOLDER || apply_to_folder (self, node);
}

gboolean
_burnish_node_reader_finish (BurnishNodeReader *self)
{
  BurnishNode equal;

  if (self->arena->n_nodes == 0)
    return _burnish_json_scanner_fail (self->scanner, "the list of nodes is empty");
  switch (_burnish_arena_build (self->arena, (const BurnishNode *) (gpointer) self->parents->data,
                                &equal))
    {
    case BURNISH_ARENA_FAULT_EQUAL_NAMES:
      return fail_node (self, equal, "its folder holds that name twice");
    case BURNISH_ARENA_FAULT_TOO_LARGE:
      return fail_node (self, BURNISH_NODE_ROOT, "all sizes together are out of range");
    case BURNISH_ARENA_FAULT_NONE:
    default:
      return TRUE;
    }
}
