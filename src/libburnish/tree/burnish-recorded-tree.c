/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-recorded-tree-private.h"

#include "burnish-tree-private.h"
#include "burnish-tree-snapshot-private.h"

#include <string.h>

#define SHA256_SIZE 32
/* Trees are walked by recursion; the image layer records no deeper ones either. */
#define MAX_DEPTH 10000

struct _BurnishRecordedTree
{
  BurnishArena arena;
  GArray *parents;     /* (owned) of BurnishNode, by node */
  GArray *depths;      /* (owned) of guint32, by node */
  GHashTable *sources; /* (owned) Contents → BurnishSource, both of the arena's store */
};

/* Files of other sizes that begin at one address, or with other attributes, are other files. */
typedef struct
{
  guint32 start_block;
  guint64 size_bytes;
  const BurnishSourceAttributes *attributes;
} Contents;

static guint
hash_contents (gconstpointer data)
{
  const Contents *contents = data;

  return contents->start_block ^ (guint) contents->size_bytes;
}

static gboolean
are_contents_equal (gconstpointer a, gconstpointer b)
{
  const Contents *left = a;
  const Contents *right = b;

  return left->start_block == right->start_block && left->size_bytes == right->size_bytes
         && left->attributes == right->attributes;
}

BurnishRecordedTree *
_burnish_recorded_tree_new (BurnishStore *kept)
{
  BurnishRecordedTree *self = g_new0 (BurnishRecordedTree, 1);
  BurnishNodeData root = { .name = "", .kind = BURNISH_NODE_FOLDER, .mode = 0755 };
  BurnishNode none = BURNISH_NODE_NONE;
  guint32 depth = 0;

  _burnish_arena_init (&self->arena);
  if (kept != NULL)
    _burnish_store_adopt (self->arena.store, kept);
  self->parents = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  self->depths = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->sources = g_hash_table_new (hash_contents, are_contents_equal);
  _burnish_arena_append (&self->arena, &root);
  g_array_append_val (self->parents, none);
  g_array_append_val (self->depths, depth);
  return self;
}

void
_burnish_recorded_tree_free (BurnishRecordedTree *self)
{
  g_hash_table_unref (self->sources);
  g_array_unref (self->parents);
  g_array_unref (self->depths);
  _burnish_arena_clear (&self->arena);
  g_free (self);
}

static void
set_folder_attributes (BurnishRecordedTree *self,
                       BurnishNode folder,
                       const BurnishSourceAttributes *attributes)
{
  BurnishSource *source;

  if (attributes == NULL)
    return;
  source = _burnish_store_alloc (self->arena.store, sizeof *source);
  source->kind = BURNISH_SOURCE_RECORDED;
  source->attributes = attributes;
  _burnish_arena_set_folder_source (&self->arena, folder, source);
}

void
_burnish_recorded_tree_set_root (BurnishRecordedTree *self, const BurnishRecordedNode *node)
{
  BurnishNodeData *root = _burnish_arena_edit (&self->arena, BURNISH_NODE_ROOT);

  root->mode = (guint16) (node->mode & 07777);
  root->uid = node->uid;
  root->gid = node->gid;
  root->mtime_us = node->mtime_us;
  set_folder_attributes (self, BURNISH_NODE_ROOT, node->attributes);
}

static const BurnishSource *
add_link_source (BurnishRecordedTree *self, const char *target)
{
  BurnishSource *source = _burnish_store_alloc (self->arena.store, sizeof *source);

  source->kind = BURNISH_SOURCE_LINK;
  source->name = _burnish_store_add_string (self->arena.store, target, strlen (target));
  return source;
}

/* Names of one address and size share their source, as those of an inode share its device. */
static const BurnishSource *
add_contents_source (BurnishRecordedTree *self, const BurnishRecordedNode *node)
{
  Contents contents = { node->start_block, node->size_bytes, node->attributes };
  BurnishSource *source =
      node->size_bytes > 0 ? g_hash_table_lookup (self->sources, &contents) : NULL;

  if (source == NULL)
    {
      source = _burnish_store_alloc (self->arena.store, sizeof *source);
      source->kind = BURNISH_SOURCE_RECORDED;
      source->attributes = node->attributes;
      if (node->size_bytes > 0)
        {
          Contents *key = _burnish_store_alloc (self->arena.store, sizeof *key);

          *key = contents;
          g_hash_table_insert (self->sources, key, source);
        }
    }
  if (source->object == NULL && node->sha256 != NULL)
    {
      source->object = _burnish_store_alloc (self->arena.store, SHA256_SIZE);
      memcpy (source->object, node->sha256, SHA256_SIZE);
    }
  return source;
}

static const BurnishSource *
add_bytes_source (BurnishRecordedTree *self, const BurnishRecordedNode *node)
{
  BurnishSource *source = _burnish_store_alloc (self->arena.store, sizeof *source);

  source->kind = BURNISH_SOURCE_BYTES;
  source->object = g_bytes_ref (node->contents);
  source->attributes = node->attributes;
  _burnish_store_own (self->arena.store, source->object, (GDestroyNotify) g_bytes_unref);
  return source;
}

BurnishNode
_burnish_recorded_tree_add (BurnishRecordedTree *self,
                            BurnishNode parent,
                            const BurnishRecordedNode *node,
                            GError **error)
{
  BurnishNodeData data = {
    .mtime_us = node->mtime_us,
    .mode = (guint16) (node->mode & 07777),
    .uid = node->uid,
    .gid = node->gid,
    .kind = (guint8) node->kind,
  };
  guint32 depth = g_array_index (self->depths, guint32, parent) + 1;
  g_autoptr (GError) fault = NULL;
  BurnishNode added;

  g_assert (_burnish_arena_get (&self->arena, parent)->kind == BURNISH_NODE_FOLDER);
  if (depth > MAX_DEPTH || self->arena.n_nodes + 1 >= BURNISH_ARENA_MAX_NODES)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                           "The tree is larger than any disc needs");
      return BURNISH_NODE_NONE;
    }
  if (!_burnish_name_check (node->name, &fault))
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID, fault->message);
      return BURNISH_NODE_NONE;
    }
  data.name = _burnish_store_add_string (self->arena.store, node->name, strlen (node->name));
  if (node->kind == BURNISH_NODE_FILE && node->contents != NULL)
    {
      data.size_bytes = g_bytes_get_size (node->contents);
      data.source = add_bytes_source (self, node);
    }
  else if (node->kind == BURNISH_NODE_FILE)
    {
      data.size_bytes = node->size_bytes;
      data.inode = node->size_bytes > 0 ? node->start_block : 0;
      data.flags = node->size_bytes > 0 ? BURNISH_NODE_FLAG_SHARED : 0;
      data.source = add_contents_source (self, node);
    }
  else if (node->kind == BURNISH_NODE_SYMLINK)
    data.source = add_link_source (self, node->link_target);
  g_array_append_val (self->parents, parent);
  g_array_append_val (self->depths, depth);
  added = _burnish_arena_append (&self->arena, &data);
  if (node->kind == BURNISH_NODE_FOLDER)
    set_folder_attributes (self, added, node->attributes);
  return added;
}

static BurnishTreeSnapshot *
build (BurnishArena *arena, const GArray *parents, GError **error)
{
  BurnishNode equal = BURNISH_NODE_NONE;
  g_autofree char *name = NULL;

  switch (_burnish_arena_build (arena, (const BurnishNode *) parents->data, &equal))
    {
    case BURNISH_ARENA_FAULT_NONE:
      return _burnish_tree_snapshot_new (arena);
    case BURNISH_ARENA_FAULT_EQUAL_NAMES:
      name = _burnish_name_to_display (_burnish_arena_get (arena, equal)->name);
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                   "A folder holds the name “%s” twice", name);
      return NULL;
    case BURNISH_ARENA_FAULT_TOO_LARGE:
    default:
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                           "The sizes of all files together make no sense");
      return NULL;
    }
}

BurnishTreeSnapshot *
_burnish_recorded_tree_finish (BurnishRecordedTree *self, GError **error)
{
  return build (&self->arena, self->parents, error);
}

/* ---- Merging ---- */

typedef struct
{
  BurnishTreeSnapshot *below;
  BurnishTreeSnapshot *above;
  BurnishArena arena;
  GArray *parents; /* (owned) of BurnishNode */
  GPtrArray *replaced;
  guint32 depth;
  gboolean is_too_deep;
} Merge;

static void
merge_clear (Merge *merge)
{
  g_array_unref (merge->parents);
  _burnish_arena_clear (&merge->arena);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merge, merge_clear)

/* Names and sources stay in the stores of the two trees, which the new one keeps alive. */
static BurnishNode
take_node (Merge *merge, BurnishTreeSnapshot *from, BurnishNode node, BurnishNode parent)
{
  BurnishNodeData data = *_burnish_tree_snapshot_get_data (from, node);
  const BurnishSource *source = NULL;
  BurnishNode taken;

  if (data.kind == BURNISH_NODE_FOLDER)
    {
      source = _burnish_node_get_folder_source (&data);
      data.children = NULL;
      data.n_files = data.n_folders = 0;
    }
  data.parent_distance = 0;
  g_array_append_val (merge->parents, parent);
  taken = _burnish_arena_append (&merge->arena, &data);
  if (source != NULL)
    _burnish_arena_set_folder_source (&merge->arena, taken, source);
  return taken;
}

static void
take_tree (Merge *merge, BurnishTreeSnapshot *from, BurnishNode node, BurnishNode parent)
{
  BurnishNode taken = take_node (merge, from, node, parent);
  guint32 n_children = burnish_tree_snapshot_get_n_children (from, node);

  if (++merge->depth > MAX_DEPTH)
    merge->is_too_deep = TRUE;
  for (guint32 i = 0; i < n_children && !merge->is_too_deep; i++)
    take_tree (merge, from, burnish_tree_snapshot_get_child (from, node, i), taken);
  merge->depth--;
}

static gboolean
refuse_collision (Merge *merge, BurnishNode below, GError **error)
{
  g_autofree char *path = burnish_tree_snapshot_dup_path (merge->below, below);
  g_autofree char *display = g_filename_display_name (path);

  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS,
               "“%s” is a folder on the disc, and a file cannot take its place", display);
  if (error != NULL)
    burnish_error_set_path (*error, path);
  return FALSE;
}

static gboolean merge_folders (Merge *merge,
                               BurnishNode below,
                               BurnishNode above,
                               BurnishNode parent,
                               GError **error);

static gboolean
merge_nodes (Merge *merge, BurnishNode below, BurnishNode above, BurnishNode parent, GError **error)
{
  gboolean was_folder = burnish_tree_snapshot_get_kind (merge->below, below) == BURNISH_NODE_FOLDER;
  gboolean is_folder = burnish_tree_snapshot_get_kind (merge->above, above) == BURNISH_NODE_FOLDER;

  if (was_folder && is_folder)
    return merge_folders (merge, below, above, parent, error);
  if (was_folder)
    return refuse_collision (merge, below, error);
  g_ptr_array_add (merge->replaced, burnish_tree_snapshot_dup_path (merge->below, below));
  take_tree (merge, merge->above, above, parent);
  return TRUE;
}

/* Children are in byte order in both. */
static gboolean
merge_folders (Merge *merge,
               BurnishNode below,
               BurnishNode above,
               BurnishNode parent,
               GError **error)
{
  BurnishNode folder = take_node (merge, merge->above, above, parent);
  const BurnishNodeData *old_folder = _burnish_tree_snapshot_get_data (merge->below, below);
  guint32 n_below = burnish_tree_snapshot_get_n_children (merge->below, below);
  guint32 n_above = burnish_tree_snapshot_get_n_children (merge->above, above);
  guint32 i = 0, j = 0;

  /* What was only made to hold the new files keeps the attributes that there are. */
  if (_burnish_node_get_folder_source (_burnish_arena_get (&merge->arena, folder)) == NULL)
    _burnish_arena_set_folder_source (&merge->arena, folder,
                                      _burnish_node_get_folder_source (old_folder));
  while (i < n_below || j < n_above)
    {
      BurnishNode old = i < n_below ? burnish_tree_snapshot_get_child (merge->below, below, i) : 0;
      BurnishNode new = j < n_above ? burnish_tree_snapshot_get_child (merge->above, above, j) : 0;
      int order = i == n_below   ? 1
                  : j == n_above ? -1
                                 : strcmp (burnish_tree_snapshot_get_name (merge->below, old),
                                           burnish_tree_snapshot_get_name (merge->above, new));

      if (order < 0)
        take_tree (merge, merge->below, old, folder);
      else if (order > 0)
        take_tree (merge, merge->above, new, folder);
      else if (!merge_nodes (merge, old, new, folder, error))
        return FALSE;
      i += order <= 0;
      j += order >= 0;
    }
  return TRUE;
}

BurnishTreeSnapshot *
_burnish_tree_snapshot_merge (BurnishTreeSnapshot *below,
                              BurnishTreeSnapshot *above,
                              GPtrArray *replaced,
                              GError **error)
{
  g_auto (Merge) merge = {
    .below = below,
    .above = above,
    .parents = g_array_new (FALSE, FALSE, sizeof (BurnishNode)),
    .replaced = replaced,
  };

  _burnish_arena_init (&merge.arena);
  _burnish_store_adopt (merge.arena.store, _burnish_tree_snapshot_ref_store (below));
  _burnish_store_adopt (merge.arena.store, _burnish_tree_snapshot_ref_store (above));
  if ((guint64) burnish_tree_snapshot_get_n_nodes (below)
          + burnish_tree_snapshot_get_n_nodes (above)
      >= BURNISH_ARENA_MAX_NODES)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                           "The tree cannot hold as many nodes");
      return NULL;
    }
  if (!merge_folders (&merge, BURNISH_NODE_ROOT, BURNISH_NODE_ROOT, BURNISH_NODE_NONE, error))
    return NULL;
  if (merge.is_too_deep)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                   "Folders are nested more than %d deep", MAX_DEPTH);
      return NULL;
    }
  return build (&merge.arena, merge.parents, error);
}

/* ---- Asking ---- */

gboolean
_burnish_tree_snapshot_is_recorded (BurnishTreeSnapshot *self, BurnishNode node)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (self, node);

  return data->kind == BURNISH_NODE_FILE && data->source->kind == BURNISH_SOURCE_RECORDED;
}

guint32
_burnish_tree_snapshot_get_recorded_block (BurnishTreeSnapshot *self, BurnishNode node)
{
  return _burnish_tree_snapshot_is_recorded (self, node)
             ? (guint32) _burnish_tree_snapshot_get_data (self, node)->inode
             : 0;
}

const guint8 *
_burnish_tree_snapshot_get_recorded_sha256 (BurnishTreeSnapshot *self, BurnishNode node)
{
  return _burnish_tree_snapshot_is_recorded (self, node)
             ? _burnish_tree_snapshot_get_data (self, node)->source->object
             : NULL;
}
