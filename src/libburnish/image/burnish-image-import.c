/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-import.h"

#include "burnish-image-tree-private.h"
#include "burnish-manifest-reader-private.h"
#include "burnish-node-stat-private.h"
#include "burnish-scan-private.h"
#include "burnish-source-path-private.h"
#include "burnish-source-ranges-private.h"
#include "burnish-stream-attributes-private.h"
#include "burnish-tree-private.h"

#include <errno.h>
#include <string.h>

#define MAX_MANIFEST_BYTES (64 * 1024 * 1024)
/* Paths of files are kept in memory. */
#define MAX_PATHS_BYTES (256 * 1024 * 1024)

typedef struct
{
  const char *path; /* of the image file */
  struct stat status;
  const BurnishUdfDevice *device;
  BurnishUdfContents *tree; /* (owned) */
  BurnishArena arena;
  const BurnishSource *file;     /* the image file */
  GArray *parents;               /* (owned) of BurnishNode, by node of the arena */
  BurnishNode *nodes;            /* (owned) by node of the image's tree */
  const BurnishSource **sources; /* (owned) by entry of it */
  GHashTable *places;            /* (owned) nodes of it: each name in each folder once */
  GHashTable *addresses;         /* (owned) (nullable) files of it, by place and attributes */
  GPtrArray *left_out;           /* (owned) of BurnishLeftOut */
  gsize attributes_bytes;
  gsize paths_bytes;
} Import;

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->tree, _burnish_udf_contents_free);
  _burnish_arena_clear (&self->arena);
  g_clear_pointer (&self->parents, g_array_unref);
  g_clear_pointer (&self->nodes, g_free);
  g_clear_pointer (&self->sources, g_free);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->addresses, g_hash_table_unref);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* An attribute is told by its name behind a colon. */
static void
leave_out (Import *self, guint32 node, const char *attribute, BurnishLeftOutReason reason)
{
  g_autofree char *path = _burnish_udf_contents_dup_path (self->tree, node);
  g_autofree char *name = attribute != NULL ? g_strconcat (path, ":", attribute, NULL) : NULL;

  g_ptr_array_add (self->left_out,
                   _burnish_left_out_new (
                       g_build_filename (self->path, name != NULL ? name : path, NULL), reason, 0));
}

/* ---- Contents ---- */

/* FALSE: some of them are lost. */
static gboolean
take_ranges (Import *self, const BurnishUdfEntry *entry, BurnishSourceRanges *to)
{
  BurnishSourceRange *ranges =
      _burnish_store_alloc (self->arena.store, MAX (entry->n_extents, 1) * sizeof *ranges);
  guint64 left_bytes = entry->size_bytes;
  guint64 size_bytes;

  for (guint32 i = 0; i < entry->n_extents && left_bytes > 0; i++)
    {
      const BurnishUdfExtent *extent =
          &g_array_index (self->tree->extents, BurnishUdfExtent, entry->first_extent + i);
      gboolean is_hole = extent->start_byte == BURNISH_UDF_HOLE;

      if (extent->size_bytes == 0)
        continue;
      ranges[to->n_ranges++] = (BurnishSourceRange){
        .start_byte = is_hole ? BURNISH_RANGE_HOLE : extent->start_byte,
        .size_bytes = MIN (extent->size_bytes, left_bytes),
      };
      left_bytes -= MIN (extent->size_bytes, left_bytes);
    }
  to->ranges = ranges;
  return left_bytes == 0
         && _burnish_source_ranges_find_fault (ranges, to->n_ranges, (guint64) self->status.st_size,
                                               &size_bytes)
                == NULL;
}

typedef struct
{
  Import *import;
  guint32 node;
} Owner;

static void
lose_stream_cb (const char *name, gpointer user_data)
{
  const Owner *owner = user_data;

  leave_out (owner->import, owner->node, name, BURNISH_LEFT_OUT_UNREADABLE);
}

static void
take_attributes (Import *self, guint32 node, const BurnishUdfEntry *entry, BurnishSource *source)
{
  Owner owner = { self, node };

  source->attributes =
      _burnish_stream_attributes_read (self->tree, self->device, entry, self->arena.store,
                                       &self->attributes_bytes, lose_stream_cb, &owner);
}

/* What the contents are called in the image, to find them in another; NULL when paths take too
   much. */
static const char *
take_path (Import *self, guint32 node)
{
  g_autofree char *path = NULL;

  if (self->paths_bytes > MAX_PATHS_BYTES)
    return NULL;
  path = _burnish_udf_contents_dup_path (self->tree, node);
  self->paths_bytes += strlen (path);
  return _burnish_store_add_string (self->arena.store, path, strlen (path));
}

/* NULL: some of the contents are lost. */
static const BurnishSource *
make_source (Import *self, guint32 node, const BurnishUdfEntry *entry)
{
  BurnishSourceRanges *ranges = _burnish_store_alloc (self->arena.store, sizeof *ranges);
  BurnishSource *source;

  ranges->file_size_bytes = (guint64) self->status.st_size;
  ranges->file_mtime_us = _burnish_stat_get_mtime_us (&self->status);
  if (!take_ranges (self, entry, ranges))
    return NULL;
  source = _burnish_source_new (self->arena.store, BURNISH_SOURCE_FILE_RANGES, self->file,
                                take_path (self, node));
  source->ranges = ranges;
  take_attributes (self, node, entry, source);
  return source;
}

/* ---- Hard links ---- */

static guint64
get_address (Import *self, guint32 node)
{
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (self->tree, node);

  return g_array_index (self->tree->extents, BurnishUdfExtent, entry->first_extent).start_byte;
}

typedef struct
{
  guint64 address;
  const BurnishUdfEntry *entry;
} Contents;

static guint
hash_contents (gconstpointer data)
{
  return g_int64_hash (&((const Contents *) data)->address);
}

static gboolean
are_same_contents (gconstpointer a, gconstpointer b)
{
  const Contents *left = a;
  const Contents *right = b;

  return left->address == right->address && left->entry->size_bytes == right->entry->size_bytes
         && left->entry->n_extents == right->entry->n_extents
         && left->entry->modified_us == right->entry->modified_us
         && left->entry->mode == right->entry->mode && left->entry->uid == right->entry->uid
         && left->entry->gid == right->entry->gid;
}

/* The entry that stands for a file. In ISO 9660 each name has its own: those of a hard link have
   the same contents and attributes. */
static guint32
find_entry (Import *self, guint32 node)
{
  guint32 number = _burnish_udf_contents_get_node (self->tree, node)->entry;
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (self->tree, node);
  g_autofree Contents *contents = NULL;
  gpointer first;

  if (self->addresses == NULL || entry->size_bytes == 0 || entry->n_extents == 0)
    return number;
  contents = g_new (Contents, 1);
  *contents = (Contents){ get_address (self, node), entry };
  if (g_hash_table_lookup_extended (self->addresses, contents, NULL, &first))
    return GPOINTER_TO_UINT (first);
  g_hash_table_insert (self->addresses, g_steal_pointer (&contents), GUINT_TO_POINTER (number));
  return number;
}

/* ---- Nodes ---- */

static void
init_node (Import *self, const BurnishUdfEntry *entry, BurnishNodeKind kind, BurnishNodeData *data)
{
  _burnish_node_init_made (data, kind);
  data->mtime_us = entry->modified_us != BURNISH_UDF_NO_TIME
                       ? entry->modified_us
                       : _burnish_stat_get_mtime_us (&self->status);
  data->mode = (guint16) (entry->mode & 07777);
  if (entry->uid != BURNISH_UDF_NO_OWNER)
    data->uid = entry->uid;
  if (entry->gid != BURNISH_UDF_NO_OWNER)
    data->gid = entry->gid;
}

static void
append (Import *self, guint32 node, BurnishNodeData *data)
{
  const BurnishUdfNode *from = _burnish_udf_contents_get_node (self->tree, node);
  BurnishNode parent = node > 0 ? self->nodes[from->parent] : BURNISH_NODE_NONE;

  data->name = _burnish_store_add_string (self->arena.store, from->name, strlen (from->name));
  self->nodes[node] = _burnish_arena_append (&self->arena, data);
  g_array_append_val (self->parents, parent);
}

/* What is merged goes into a root or folder that has attributes of its own. */
static void
leave_out_root_attributes (Import *self, const BurnishUdfEntry *root)
{
  for (guint32 i = 0; i < root->n_streams; i++)
    leave_out (self, 0,
               g_array_index (self->tree->streams, BurnishUdfStream, root->first_stream + i).name,
               BURNISH_LEFT_OUT_NOT_TAKEN_OVER);
}

static void
add_folder (Import *self, guint32 node, const BurnishUdfEntry *entry)
{
  BurnishNodeData data;

  init_node (self, entry, BURNISH_NODE_FOLDER, &data);
  append (self, node, &data);
  if (node == 0)
    leave_out_root_attributes (self, entry);
  else if (entry->n_streams > 0)
    {
      BurnishSource *source =
          _burnish_source_new (self->arena.store, BURNISH_SOURCE_FILE_RANGES, self->file, NULL);

      take_attributes (self, node, entry, source);
      _burnish_arena_set_folder_source (&self->arena, self->nodes[node], source);
    }
  if (entry->is_damaged)
    leave_out (self, node, NULL, BURNISH_LEFT_OUT_UNREADABLE);
}

static void
add_link (Import *self, guint32 node, const BurnishUdfEntry *entry)
{
  BurnishNodeData data;

  if (entry->target == NULL || *entry->target == '\0')
    {
      leave_out (self, node, NULL, BURNISH_LEFT_OUT_UNREADABLE);
      return;
    }
  init_node (self, entry, BURNISH_NODE_SYMLINK, &data);
  data.source = _burnish_source_new (self->arena.store, BURNISH_SOURCE_LINK, NULL,
                                     _burnish_store_add_string (self->arena.store, entry->target,
                                                                strlen (entry->target)));
  append (self, node, &data);
}

static void
add_file (Import *self, guint32 node, const BurnishUdfEntry *entry)
{
  guint32 number = find_entry (self, node);
  BurnishNodeData data;

  if (self->sources[number] == NULL && !entry->is_damaged)
    self->sources[number] = make_source (self, node, entry);
  if (self->sources[number] == NULL)
    {
      leave_out (self, node, NULL, BURNISH_LEFT_OUT_UNREADABLE);
      return;
    }
  init_node (self, entry, BURNISH_NODE_FILE, &data);
  data.size_bytes = entry->size_bytes;
  data.inode = number;
  data.flags = BURNISH_NODE_FLAG_SHARED;
  data.source = self->sources[number];
  append (self, node, &data);
}

/* A list of checksums that this or another program made of the whole image: the new disc gets its
   own. */
static gboolean
is_manifest (Import *self, guint32 node, const BurnishUdfEntry *entry)
{
  const BurnishUdfNode *from = _burnish_udf_contents_get_node (self->tree, node);
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) sums = NULL;

  if (from->parent != 0 || !g_str_equal (from->name, BURNISH_MANIFEST_NAME)
      || entry->kind != BURNISH_UDF_NODE_FILE || entry->size_bytes == 0
      || entry->size_bytes > MAX_MANIFEST_BYTES)
    return FALSE;
  text = g_malloc ((gsize) entry->size_bytes);
  if (!_burnish_udf_contents_pread (self->tree, self->device, entry, 0, (guint8 *) text,
                                    (gsize) entry->size_bytes, NULL))
    return FALSE;
  sums = _burnish_manifest_parse (text, (gsize) entry->size_bytes, NULL);
  return sums != NULL;
}

static void
add_node (Import *self, guint32 node)
{
  const BurnishUdfNode *from = _burnish_udf_contents_get_node (self->tree, node);
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (self->tree, node);

  if (self->nodes[from->parent] == BURNISH_NODE_NONE)
    return;
  if (!_burnish_name_check (from->name, NULL))
    leave_out (self, node, NULL, BURNISH_LEFT_OUT_NAME_INVALID);
  else if (!g_hash_table_add (self->places, (gpointer) from))
    leave_out (self, node, NULL, BURNISH_LEFT_OUT_NAME_EXISTS);
  else if (is_manifest (self, node, entry))
    leave_out (self, node, NULL, BURNISH_LEFT_OUT_NOT_TAKEN_OVER);
  else if (entry->kind == BURNISH_UDF_NODE_FOLDER)
    add_folder (self, node, entry);
  else if (entry->kind == BURNISH_UDF_NODE_SYMLINK)
    add_link (self, node, entry);
  else if (entry->kind == BURNISH_UDF_NODE_FILE)
    add_file (self, node, entry);
  else
    leave_out (self, node, NULL, BURNISH_LEFT_OUT_SPECIAL_FILE);
}

static gboolean
add_nodes (Import *self, GCancellable *cancellable, GError **error)
{
  guint32 n_nodes = self->tree->nodes->len;
  BurnishNode equal;

  if (n_nodes >= BURNISH_ARENA_MAX_NODES)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                           "The image holds more than a tree can");
      return FALSE;
    }
  self->nodes = g_new (BurnishNode, n_nodes);
  memset (self->nodes, 0xff, n_nodes * sizeof *self->nodes);
  self->sources = g_new0 (const BurnishSource *, self->tree->entries->len);
  add_folder (self, 0, _burnish_udf_contents_get_entry (self->tree, 0));
  for (guint32 node = 1; node < n_nodes; node++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      add_node (self, node);
    }
  /* What is lost has no place in the tree. */
  if (self->tree->n_lost > 0 && self->left_out->len == 0)
    leave_out (self, 0, NULL, BURNISH_LEFT_OUT_UNREADABLE);
  if (_burnish_arena_build (&self->arena, (const BurnishNode *) (gpointer) self->parents->data,
                            &equal)
      == BURNISH_ARENA_FAULT_NONE)
    return TRUE;
  g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                       "The sizes of all files together make no sense");
  return FALSE;
}

/* ---- The image file ---- */

static gboolean
fail (const char *path, BurnishError code, const char *what, GError **error)
{
  g_autofree char *display_path = g_filename_display_name (path);

  g_set_error (error, BURNISH_ERROR, (int) code, "%s: %s", display_path, what);
  if (error != NULL)
    burnish_error_set_path (*error, path);
  return FALSE;
}

static gboolean
look_at_file (const char *path, struct stat *status, GError **error)
{
  if (stat (path, status) == 0)
    return TRUE;
  return fail (path,
               errno == ENOENT || errno == ENOTDIR ? BURNISH_ERROR_SOURCE_MISSING
                                                   : BURNISH_ERROR_SOURCE_UNREADABLE,
               g_strerror (errno), error);
}

/* What was found must be of the file as it was before and after. */
static gboolean
check_unchanged (Import *self, GError **error)
{
  struct stat status;

  if (!look_at_file (self->path, &status, error))
    return FALSE;
  return (status.st_size == self->status.st_size
          && _burnish_stat_get_mtime_us (&status) == _burnish_stat_get_mtime_us (&self->status))
         || fail (self->path, BURNISH_ERROR_SOURCE_CHANGED, "The file changed while it was read",
                  error);
}

static gboolean
read_tree (Import *self, GError **error)
{
  gboolean is_udf, has_plain_names;

  self->tree = _burnish_image_tree_read (self->device, BURNISH_IMAGE_TREE_UDF_FIRST, &is_udf,
                                         &has_plain_names, error);
  if (self->tree == NULL)
    return FALSE;
  self->places = g_hash_table_new (_burnish_udf_node_hash_place, _burnish_udf_node_equal_place);
  if (!is_udf)
    self->addresses = g_hash_table_new_full (hash_contents, are_same_contents, g_free, NULL);
  return TRUE;
}

/**
 * burnish_image_import:
 * @path: (type filename): an image file on this computer, UDF or ISO 9660
 * @cancellable: (nullable): to stop
 * @error: return location for an error: %BURNISH_ERROR_SOURCE_MISSING,
 *   %BURNISH_ERROR_SOURCE_UNREADABLE; %BURNISH_ERROR_IMAGE_INVALID for a file without a file
 * system; %BURNISH_ERROR_SOURCE_CHANGED when it changes meanwhile; %BURNISH_ERROR_TREE_TOO_LARGE,
 *   %G_IO_ERROR_CANCELLED
 *
 * Reads the files, folders and links of an image as a scan that is over, to be put into a tree with
 * [method@Burnish.Tree.merge_contents] and its like. Of a bridge, the UDF tree is taken. Times,
 * modes, owners, hard links, symbolic links, holes and extended attributes are kept. What the image
 * has lost, special files, named streams that are longer than Linux takes attributes and a list of
 * checksums (`SHA256SUMS`) in its root are listed as left out, their paths beginning with @path.
 *
 * Contents are read when the disc is burned, from the same file; it counts as changed when its size
 * or modification time is another. Blocks on the disk only: call it on a worker thread.
 *
 * Returns: (transfer full): a scan that can be merged, or %NULL with @error set
 */
BurnishScan *
burnish_image_import (const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *absolute = NULL;
  g_auto (BurnishImageDevice) device = { 0 };
  g_auto (Import) self = { .device = &device.device };

  g_return_val_if_fail (path != NULL, NULL);
  self.path = absolute = g_canonicalize_filename (path, NULL);
  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !look_at_file (self.path, &self.status, error)
      || !_burnish_image_device_open (&device, self.path, cancellable, error))
    return NULL;
  _burnish_arena_init (&self.arena);
  self.parents = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  self.left_out = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_left_out_unref);
  self.file = _burnish_source_new_image (self.arena.store, self.path);
  if (!read_tree (&self, error) || !add_nodes (&self, cancellable, error)
      || !check_unchanged (&self, error))
    return NULL;
  return _burnish_scan_new_done (&self.arena, g_steal_pointer (&self.left_out));
}
