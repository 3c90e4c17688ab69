/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-tree-private.h"

#include "burnish-node-stat-private.h"
#include "burnish-source-path-private.h"
#include "burnish-tree-snapshot-private.h"

typedef enum
{
  PROP_UNDO_TITLE = 1,
  PROP_REDO_TITLE,
} BurnishTreeProperty;

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[PROP_REDO_TITLE + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BurnishTree, burnish_tree, G_TYPE_OBJECT)

static void
burnish_tree_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishTree *self = BURNISH_TREE (object);

  switch ((BurnishTreeProperty) prop_id)
    {
    case PROP_UNDO_TITLE:
      g_value_set_string (value, burnish_tree_get_undo_title (self));
      break;
    case PROP_REDO_TITLE:
      g_value_set_string (value, burnish_tree_get_redo_title (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_tree_finalize (GObject *object)
{
  BurnishTree *self = BURNISH_TREE (object);

  g_assert (self->step == NULL);
  g_ptr_array_unref (self->undo_steps);
  g_ptr_array_unref (self->redo_steps);
  _burnish_arena_clear (&self->arena);
  G_OBJECT_CLASS (burnish_tree_parent_class)->finalize (object);
}

static void
burnish_tree_class_init (BurnishTreeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = burnish_tree_get_property;
  object_class->finalize = burnish_tree_finalize;

  /**
   * BurnishTree:undo-title:
   *
   * The step that [method@Burnish.Tree.undo] takes back, in words; %NULL when there is none.
   */
  properties[PROP_UNDO_TITLE] = g_param_spec_string ("undo-title", NULL, NULL, NULL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * BurnishTree:redo-title:
   *
   * The step that [method@Burnish.Tree.redo] does again, in words; %NULL when there is none.
   */
  properties[PROP_REDO_TITLE] = g_param_spec_string ("redo-title", NULL, NULL, NULL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * BurnishTree::changed:
   * @self: the tree
   * @folder: a folder, which need not be in the tree any more
   * @position: index of the first child that changed
   * @n_removed: how many children were there that changed
   * @n_added: how many children are there now instead
   *
   * Says which children of a folder changed, as [signal@Gio.ListModel::items-changed] does. The
   * totals of the folder and of all folders around it have changed as well. Handlers must not edit
   * the tree.
   */
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", BURNISH_TYPE_TREE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT);
}

static void
burnish_tree_init (BurnishTree *self)
{
  BurnishNodeData root;

  self->undo_steps = g_ptr_array_new_with_free_func ((GDestroyNotify) _burnish_step_free);
  self->redo_steps = g_ptr_array_new_with_free_func ((GDestroyNotify) _burnish_step_free);
  _burnish_arena_init (&self->arena);
  _burnish_node_init_made (&root, BURNISH_NODE_FOLDER);
  root.name = "";
  _burnish_arena_append (&self->arena, &root);
}

void
_burnish_tree_emit_changed (BurnishTree *self, BurnishNode folder, const BurnishSpan *span)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, folder, span->position, span->n_removed,
                 span->n_added);
}

void
_burnish_tree_notify_steps (BurnishTree *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_TITLE]);
}

/* Any node that was ever in the tree can be asked about. */
static const BurnishNodeData *
get_data (BurnishTree *self, BurnishNode node)
{
  g_assert (node < self->arena.n_nodes);
  return _burnish_arena_get (&self->arena, node);
}

/**
 * burnish_tree_new:
 *
 * Returns: (transfer full): a tree with an empty root folder
 */
BurnishTree *
burnish_tree_new (void)
{
  return g_object_new (BURNISH_TYPE_TREE, NULL);
}

BurnishTree *
_burnish_tree_new_with_arena (BurnishArena *arena)
{
  BurnishTree *self = burnish_tree_new ();

  g_assert (_burnish_arena_get (arena, BURNISH_NODE_ROOT)->kind == BURNISH_NODE_FOLDER);
  _burnish_arena_clear (&self->arena);
  self->arena = *arena;
  *arena = (BurnishArena){ 0 };
  return self;
}

/**
 * burnish_tree_freeze:
 * @self: a tree
 *
 * Keeps the tree as it is now. It shares memory with the tree and takes hardly any time; the first
 * thread that asks the snapshot for a node numbers its nodes (1 000 000: about a tenth of a
 * second).
 *
 * Returns: (transfer full): a snapshot that any thread may read
 */
BurnishTreeSnapshot *
burnish_tree_freeze (BurnishTree *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  return _burnish_tree_snapshot_new (&self->arena);
}

/**
 * burnish_tree_contains:
 * @self: a tree
 * @node: any number
 *
 * Returns: whether the node is in the tree now: was added, and not removed since
 */
gboolean
burnish_tree_contains (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), FALSE);
  return node < self->arena.n_nodes
         && _burnish_arena_is_inside (&self->arena, node, BURNISH_NODE_ROOT);
}

/**
 * burnish_tree_get_kind:
 * @self: a tree
 * @node: a node
 *
 * Returns: what kind of node it is
 */
BurnishNodeKind
burnish_tree_get_kind (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), BURNISH_NODE_FILE);
  return get_data (self, node)->kind;
}

/**
 * burnish_tree_get_name:
 * @self: a tree
 * @node: a node
 *
 * Returns: (type filename) (transfer none): the name's bytes, which need not be UTF-8; the root's
 *   is empty
 */
const char *
burnish_tree_get_name (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  return get_data (self, node)->name;
}

/**
 * burnish_tree_dup_display_name:
 * @self: a tree
 * @node: a node
 *
 * Returns: (transfer full): the name as UTF-8, with replacement characters where it is not
 */
char *
burnish_tree_dup_display_name (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  return _burnish_name_to_display (get_data (self, node)->name);
}

/**
 * burnish_tree_get_parent:
 * @self: a tree
 * @node: a node
 *
 * Returns: the folder that holds it, or %BURNISH_NODE_NONE for the root and what was removed
 */
BurnishNode
burnish_tree_get_parent (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), BURNISH_NODE_NONE);
  g_return_val_if_fail (node < self->arena.n_nodes, BURNISH_NODE_NONE);
  return _burnish_arena_parent (&self->arena, node);
}

/**
 * burnish_tree_get_n_children:
 * @self: a tree
 * @node: a node
 *
 * Returns: how many nodes a folder holds directly; 0 for other nodes
 */
guint32
burnish_tree_get_n_children (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), 0);
  g_return_val_if_fail (node < self->arena.n_nodes, 0);
  return _burnish_arena_n_children (&self->arena, node);
}

/**
 * burnish_tree_get_child:
 * @self: a tree
 * @folder: a folder
 * @index: less than [method@Burnish.Tree.get_n_children]
 *
 * Returns: the child, in byte order of the names
 */
BurnishNode
burnish_tree_get_child (BurnishTree *self, BurnishNode folder, guint32 index)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), BURNISH_NODE_NONE);
  g_return_val_if_fail (index < burnish_tree_get_n_children (self, folder), BURNISH_NODE_NONE);
  return _burnish_arena_child (&self->arena, folder, index);
}

/**
 * burnish_tree_get_children:
 * @self: a tree
 * @folder: a folder
 * @index: of the first child
 * @n_children: how many; with @index not more than [method@Burnish.Tree.get_n_children]
 * @children: (out caller-allocates) (array length=n_children): return location for the children
 *
 * Gets several children, in byte order of their names.
 */
void
burnish_tree_get_children (BurnishTree *self,
                           BurnishNode folder,
                           guint32 index,
                           guint32 n_children,
                           BurnishNode *children)
{
  guint32 n_all;

  g_return_if_fail (BURNISH_IS_TREE (self));
  n_all = burnish_tree_get_n_children (self, folder);
  g_return_if_fail (index <= n_all && n_children <= n_all - index);
  for (guint32 i = 0; i < n_children; i++)
    children[i] = _burnish_arena_child (&self->arena, folder, index + i);
}

/**
 * burnish_tree_find_child:
 * @self: a tree
 * @folder: a node
 * @name: (type filename): a name
 *
 * Returns: the node of that name in the folder, or %BURNISH_NODE_NONE
 */
BurnishNode
burnish_tree_find_child (BurnishTree *self, BurnishNode folder, const char *name)
{
  BurnishNode found;

  g_return_val_if_fail (BURNISH_IS_TREE (self), BURNISH_NODE_NONE);
  g_return_val_if_fail (folder < self->arena.n_nodes && name != NULL, BURNISH_NODE_NONE);
  _burnish_arena_search (&self->arena, folder, name, &found);
  return found;
}

/**
 * burnish_tree_lookup:
 * @self: a tree
 * @path: (type filename): names with "/" between them, from the root; a "/" more or less before,
 *   between or after them makes no difference
 *
 * Returns: the node at @path, or %BURNISH_NODE_NONE
 */
BurnishNode
burnish_tree_lookup (BurnishTree *self, const char *path)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self) && path != NULL, BURNISH_NODE_NONE);
  return _burnish_arena_lookup (&self->arena, BURNISH_NODE_ROOT, path);
}

/**
 * burnish_tree_dup_path:
 * @self: a tree
 * @node: a node
 *
 * Returns: (type filename) (transfer full): the names from the root, with "/" before each; "/" for
 *   the root
 */
char *
burnish_tree_dup_path (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  g_return_val_if_fail (node < self->arena.n_nodes, NULL);
  return _burnish_arena_dup_path (&self->arena, node);
}

/**
 * burnish_tree_get_size_bytes:
 * @self: a tree
 * @node: a node
 *
 * Costs nothing: totals are kept as the tree changes.
 *
 * Returns: the size of a file's contents, or of all files in a folder at any depth, each hard link
 *   counted; 0 for symbolic links
 */
guint64
burnish_tree_get_size_bytes (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), 0);
  return get_data (self, node)->size_bytes;
}

/**
 * burnish_tree_get_n_files:
 * @self: a tree
 * @node: a node
 *
 * Returns: how many files a folder holds at any depth, symbolic links not counted; 0 for others
 */
guint32
burnish_tree_get_n_files (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), 0);
  return get_data (self, node)->kind == BURNISH_NODE_FOLDER ? get_data (self, node)->n_files : 0;
}

/**
 * burnish_tree_get_n_folders:
 * @self: a tree
 * @node: a node
 *
 * Returns: how many folders a folder holds at any depth, itself not counted; 0 for other nodes
 */
guint32
burnish_tree_get_n_folders (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), 0);
  return get_data (self, node)->kind == BURNISH_NODE_FOLDER ? get_data (self, node)->n_folders : 0;
}

/**
 * burnish_tree_get_mode:
 * @self: a tree
 * @node: a node
 *
 * Returns: the permission bits of st_mode (07777)
 */
guint32
burnish_tree_get_mode (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), 0);
  return get_data (self, node)->mode;
}

/**
 * burnish_tree_get_mtime_us:
 * @self: a tree
 * @node: a node
 *
 * Returns: when it was last modified, in microseconds since 1970-01-01 UTC; may be negative
 */
gint64
burnish_tree_get_mtime_us (BurnishTree *self, BurnishNode node)
{
  g_return_val_if_fail (BURNISH_IS_TREE (self), 0);
  return get_data (self, node)->mtime_us;
}

/**
 * burnish_tree_get_link_target:
 * @self: a tree
 * @node: a node
 *
 * Returns: (type filename) (nullable) (transfer none): where a symbolic link points; %NULL for
 *   other nodes
 */
const char *
burnish_tree_get_link_target (BurnishTree *self, BurnishNode node)
{
  const BurnishNodeData *data;

  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  data = get_data (self, node);
  return data->kind == BURNISH_NODE_SYMLINK ? data->source->name : NULL;
}

/**
 * burnish_tree_dup_source:
 * @self: a tree
 * @node: a node
 *
 * Returns: (nullable) (transfer full): the file that a file's contents come from; %NULL for
 *   contents that are in no file, and for folders and links
 */
GFile *
burnish_tree_dup_source (BurnishTree *self, BurnishNode node)
{
  const BurnishNodeData *data;

  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  data = get_data (self, node);
  return data->kind == BURNISH_NODE_FILE ? _burnish_source_dup_file (data->source, data->name)
                                         : NULL;
}

static gboolean
is_in_image (const BurnishNodeData *data)
{
  return data->kind == BURNISH_NODE_FILE && data->source->kind == BURNISH_SOURCE_FILE_RANGES;
}

/**
 * burnish_tree_dup_image_file:
 * @self: a tree
 * @node: a node
 *
 * Returns: (nullable) (transfer full): the image file on this computer that a file's contents are
 *   pieces of; %NULL for all others
 */
GFile *
burnish_tree_dup_image_file (BurnishTree *self, BurnishNode node)
{
  const BurnishNodeData *data;

  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  data = get_data (self, node);
  return is_in_image (data) ? _burnish_source_dup_file (data->source->parent, NULL) : NULL;
}

/**
 * burnish_tree_get_path_in_image:
 * @self: a tree
 * @node: a node
 *
 * Returns: (type filename) (nullable) (transfer none): the path from the root of its image that a
 *   file's contents had, without a "/" in front; %NULL for files that come from no image, and where
 *   the path is not known
 */
const char *
burnish_tree_get_path_in_image (BurnishTree *self, BurnishNode node)
{
  const BurnishNodeData *data;

  g_return_val_if_fail (BURNISH_IS_TREE (self), NULL);
  data = get_data (self, node);
  return is_in_image (data) ? data->source->name : NULL;
}
