/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-tree-snapshot-private.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (BurnishTreeSnapshot,
                     burnish_tree_snapshot,
                     burnish_tree_snapshot_ref,
                     burnish_tree_snapshot_unref)

/* Where a node of the tree stands in the snapshot. A folder's children have consecutive numbers. */
typedef struct
{
  BurnishNode node;
  BurnishNode parent;
  BurnishNode first_child;
} Place;

struct _BurnishTreeSnapshot
{
  gatomicrefcount ref_count;
  BurnishArena arena; /* copy that never changes */
  gsize is_numbered;  /* once; numbering waits for the first reader, which may be a worker */
  guint32 n_nodes;
  Place *places;     /* (owned) */
  GHashTable *links; /* (owned): number of a hard link to number of the first one */
};

BurnishTreeSnapshot *
_burnish_tree_snapshot_new (BurnishArena *arena)
{
  BurnishTreeSnapshot *self = g_new0 (BurnishTreeSnapshot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  _burnish_arena_copy (&self->arena, arena);
  return self;
}

BurnishStore *
_burnish_tree_snapshot_ref_store (BurnishTreeSnapshot *self)
{
  return _burnish_store_ref (self->arena.store);
}

/**
 * burnish_tree_snapshot_ref:
 * @self: a snapshot
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
BurnishTreeSnapshot *
burnish_tree_snapshot_ref (BurnishTreeSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * burnish_tree_snapshot_unref:
 * @self: (transfer full): a snapshot
 *
 * Drops a reference. Any thread.
 */
void
burnish_tree_snapshot_unref (BurnishTreeSnapshot *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->links, g_hash_table_unref);
  g_free (self->places);
  _burnish_arena_clear (&self->arena);
  g_free (self);
}

/* Gives the children of a folder the next numbers and remembers the folders among them, last first,
   so that the first is taken up first. */
static void
number_children (BurnishTreeSnapshot *self, BurnishNode folder, GArray *folders)
{
  BurnishNode node = self->places[folder].node;
  BurnishNode first = self->n_nodes;
  guint32 n_children = _burnish_arena_n_children (&self->arena, node);

  self->places[folder].first_child = first;
  self->n_nodes += n_children;
  for (guint32 i = n_children; i-- > 0;)
    {
      BurnishNode child = _burnish_arena_child (&self->arena, node, i);
      BurnishNode number = first + i;

      self->places[number] = (Place){ child, folder, BURNISH_NODE_NONE };
      if (_burnish_arena_get (&self->arena, child)->kind == BURNISH_NODE_FOLDER)
        g_array_append_val (folders, number);
    }
}

static guint
inode_hash (gconstpointer key)
{
  const BurnishNodeData *data = key;

  return (guint) (data->inode * 2654435761U ^ data->source->device);
}

/* What an inode's number and its device are told by: those of different kinds are never equal. */
static int
get_inode_kind (const BurnishNodeData *data)
{
  return data->source->kind == BURNISH_SOURCE_RECORDED
                 || data->source->kind == BURNISH_SOURCE_FILE_RANGES
             ? data->source->kind
             : BURNISH_SOURCE_LOCAL_FILE;
}

static gboolean
inode_equal (gconstpointer a, gconstpointer b)
{
  const BurnishNodeData *x = a, *y = b;

  return x->inode == y->inode && x->source->device == y->source->device
         && get_inode_kind (x) == get_inode_kind (y) && x->size_bytes == y->size_bytes
         && x->mtime_us == y->mtime_us && x->source->attributes == y->source->attributes;
}

static void
find_hard_links (BurnishTreeSnapshot *self)
{
  g_autoptr (GHashTable) first_links = g_hash_table_new (inode_hash, inode_equal);

  self->links = g_hash_table_new (NULL, NULL);
  for (BurnishNode number = 0; number < self->n_nodes; number++)
    {
      const BurnishNodeData *data = _burnish_arena_get (&self->arena, self->places[number].node);
      gpointer first;

      if (data->kind != BURNISH_NODE_FILE || !(data->flags & BURNISH_NODE_FLAG_SHARED))
        continue;
      if (g_hash_table_lookup_extended (first_links, data, NULL, &first))
        g_hash_table_insert (self->links, GUINT_TO_POINTER (number), first);
      else
        g_hash_table_insert (first_links, (gpointer) data, GUINT_TO_POINTER (number));
    }
}

static void
number_nodes (BurnishTreeSnapshot *self)
{
  g_autoptr (GArray) folders = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  BurnishNode folder = BURNISH_NODE_ROOT;

  self->places = g_new (Place, self->arena.n_nodes);
  self->places[0] = (Place){ BURNISH_NODE_ROOT, BURNISH_NODE_NONE, BURNISH_NODE_NONE };
  self->n_nodes = 1;
  g_array_append_val (folders, folder);
  while (folders->len > 0)
    {
      folder = g_array_index (folders, BurnishNode, folders->len - 1);
      g_array_set_size (folders, folders->len - 1);
      number_children (self, folder, folders);
    }
  self->places = g_renew (Place, self->places, self->n_nodes);
  find_hard_links (self);
}

static const Place *
get_place (BurnishTreeSnapshot *self, BurnishNode node)
{
  if (g_once_init_enter (&self->is_numbered))
    {
      number_nodes (self);
      g_once_init_leave (&self->is_numbered, 1);
    }
  g_assert (node < self->n_nodes);
  return &self->places[node];
}

const BurnishNodeData *
_burnish_tree_snapshot_get_data (BurnishTreeSnapshot *self, BurnishNode node)
{
  return _burnish_arena_get (&self->arena, get_place (self, node)->node);
}

/**
 * burnish_tree_snapshot_get_n_nodes:
 * @self: a snapshot
 *
 * Nodes have the numbers from 0, the root, to one less than this.
 *
 * Returns: how many nodes there are, the root included
 */
guint32
burnish_tree_snapshot_get_n_nodes (BurnishTreeSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);
  get_place (self, BURNISH_NODE_ROOT);
  return self->n_nodes;
}

/**
 * burnish_tree_snapshot_get_n_files:
 * @self: a snapshot
 *
 * Returns: how many files with contents there are; each hard link counts, symbolic links do not
 */
guint32
burnish_tree_snapshot_get_n_files (BurnishTreeSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return _burnish_arena_get (&self->arena, BURNISH_NODE_ROOT)->n_files;
}

/**
 * burnish_tree_snapshot_get_n_folders:
 * @self: a snapshot
 *
 * Returns: how many folders there are below the root
 */
guint32
burnish_tree_snapshot_get_n_folders (BurnishTreeSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return _burnish_arena_get (&self->arena, BURNISH_NODE_ROOT)->n_folders;
}

/**
 * burnish_tree_snapshot_get_size_bytes:
 * @self: a snapshot
 *
 * Returns: the sizes of all files added up; each hard link counts
 */
guint64
burnish_tree_snapshot_get_size_bytes (BurnishTreeSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return _burnish_arena_get (&self->arena, BURNISH_NODE_ROOT)->size_bytes;
}

/**
 * burnish_tree_snapshot_get_kind:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: what kind of node it is
 */
BurnishNodeKind
burnish_tree_snapshot_get_kind (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, BURNISH_NODE_FILE);
  return _burnish_tree_snapshot_get_data (self, node)->kind;
}

/**
 * burnish_tree_snapshot_get_name:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: (type filename) (transfer none): the name's bytes, which need not be UTF-8; the root's
 *   is empty
 */
const char *
burnish_tree_snapshot_get_name (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, NULL);
  return _burnish_tree_snapshot_get_data (self, node)->name;
}

/**
 * burnish_tree_snapshot_get_parent:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: the folder that holds it, or %BURNISH_NODE_NONE for the root
 */
BurnishNode
burnish_tree_snapshot_get_parent (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, BURNISH_NODE_NONE);
  return get_place (self, node)->parent;
}

/**
 * burnish_tree_snapshot_get_n_children:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: how many nodes a folder holds directly; 0 for other nodes
 */
guint32
burnish_tree_snapshot_get_n_children (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, 0);
  return _burnish_arena_n_children (&self->arena, get_place (self, node)->node);
}

/**
 * burnish_tree_snapshot_get_child:
 * @self: a snapshot
 * @node: a folder
 * @index: less than [method@Burnish.TreeSnapshot.get_n_children]
 *
 * The children of a folder have consecutive numbers.
 *
 * Returns: the child, in byte order of the names
 */
BurnishNode
burnish_tree_snapshot_get_child (BurnishTreeSnapshot *self, BurnishNode node, guint32 index)
{
  g_return_val_if_fail (self != NULL, BURNISH_NODE_NONE);
  g_return_val_if_fail (index < burnish_tree_snapshot_get_n_children (self, node),
                        BURNISH_NODE_NONE);
  return get_place (self, node)->first_child + index;
}

/**
 * burnish_tree_snapshot_dup_path:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: (type filename) (transfer full): the names from the root, with "/" before each; "/" for
 *   the root
 */
char *
burnish_tree_snapshot_dup_path (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, NULL);
  return _burnish_arena_dup_path (&self->arena, get_place (self, node)->node);
}

static BurnishNode
find_child (BurnishTreeSnapshot *self, BurnishNode folder, const char *name)
{
  const Place *place = get_place (self, folder);
  BurnishNode found;
  guint32 position = _burnish_arena_search (&self->arena, place->node, name, &found);

  return found == BURNISH_NODE_NONE ? BURNISH_NODE_NONE : place->first_child + position;
}

/**
 * burnish_tree_snapshot_lookup:
 * @self: a snapshot
 * @path: (type filename): names with "/" between them, from the root; a "/" more or less before,
 *   between or after them makes no difference
 *
 * Returns: the node at @path, or %BURNISH_NODE_NONE
 */
BurnishNode
burnish_tree_snapshot_lookup (BurnishTreeSnapshot *self, const char *path)
{
  g_auto (GStrv) names = NULL;
  BurnishNode node = BURNISH_NODE_ROOT;

  g_return_val_if_fail (self != NULL && path != NULL, BURNISH_NODE_NONE);
  names = g_strsplit (path, "/", -1);
  for (guint i = 0; names[i] != NULL && node != BURNISH_NODE_NONE; i++)
    if (names[i][0] != '\0')
      node = find_child (self, node, names[i]);
  return node;
}

/**
 * burnish_tree_snapshot_get_node_size_bytes:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: the size of a file's contents, or of all files in a folder added up; 0 for links
 */
guint64
burnish_tree_snapshot_get_node_size_bytes (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, 0);
  return _burnish_tree_snapshot_get_data (self, node)->size_bytes;
}

/**
 * burnish_tree_snapshot_get_mode:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: the permission bits of st_mode (07777)
 */
guint32
burnish_tree_snapshot_get_mode (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, 0);
  return _burnish_tree_snapshot_get_data (self, node)->mode;
}

/**
 * burnish_tree_snapshot_get_uid:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: the number of the user who owns it
 */
guint32
burnish_tree_snapshot_get_uid (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, 0);
  return _burnish_tree_snapshot_get_data (self, node)->uid;
}

/**
 * burnish_tree_snapshot_get_gid:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: the number of the group that owns it
 */
guint32
burnish_tree_snapshot_get_gid (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, 0);
  return _burnish_tree_snapshot_get_data (self, node)->gid;
}

/**
 * burnish_tree_snapshot_get_mtime_us:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: when it was last modified, in microseconds since 1970-01-01 UTC; may be negative
 */
gint64
burnish_tree_snapshot_get_mtime_us (BurnishTreeSnapshot *self, BurnishNode node)
{
  g_return_val_if_fail (self != NULL, 0);
  return _burnish_tree_snapshot_get_data (self, node)->mtime_us;
}

/**
 * burnish_tree_snapshot_get_link_target:
 * @self: a snapshot
 * @node: a node
 *
 * Returns: (type filename) (nullable) (transfer none): where a symbolic link points, bytes that
 *   need not be UTF-8; %NULL for other nodes
 */
const char *
burnish_tree_snapshot_get_link_target (BurnishTreeSnapshot *self, BurnishNode node)
{
  const BurnishNodeData *data;

  g_return_val_if_fail (self != NULL, NULL);
  data = _burnish_tree_snapshot_get_data (self, node);
  return data->kind == BURNISH_NODE_SYMLINK ? data->source->name : NULL;
}

/**
 * burnish_tree_snapshot_get_first_link:
 * @self: a snapshot
 * @node: a node
 *
 * Hard links are names of one file, whose contents need to be on the disc only once.
 *
 * Returns: the first node in tree order that is the same file; @node for all others
 */
BurnishNode
burnish_tree_snapshot_get_first_link (BurnishTreeSnapshot *self, BurnishNode node)
{
  gpointer first;

  g_return_val_if_fail (self != NULL, BURNISH_NODE_NONE);
  get_place (self, node);
  if (g_hash_table_lookup_extended (self->links, GUINT_TO_POINTER (node), NULL, &first))
    return GPOINTER_TO_UINT (first);
  return node;
}
