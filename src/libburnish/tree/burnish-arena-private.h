/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-store-private.h"
#include "burnish-tree.h"

G_BEGIN_DECLS

/*
 * BurnishArena holds the nodes of a tree, 56 bytes each, in chunks. Chunks and lists of children
 * are reference counted and copied before they are written, so that a copy of the arena
 * (_burnish_arena_copy) costs next to nothing and never changes. All relations are differences of
 * numbers: the chunks of one arena can become part of another as they are (_burnish_arena_adopt).
 *
 * An arena belongs to one thread at a time; copies of one arena may be read side by side.
 */

/* Where contents come from. Sources live in the arena's store and are never changed. */
typedef enum
{
  BURNISH_SOURCE_LOCAL_FOLDER, /* a folder on this computer; contents: the file in it of that name
                                */
  BURNISH_SOURCE_LOCAL_FILE,
  BURNISH_SOURCE_GIO_FOLDER,
  BURNISH_SOURCE_GIO_FILE,
  BURNISH_SOURCE_BYTES,
  BURNISH_SOURCE_STREAM,
  BURNISH_SOURCE_FILE_RANGES, /* pieces of a local file, an image; the parent is that file */
  BURNISH_SOURCE_RECORDED,    /* on the disc already; the node's inode is the address */
  BURNISH_SOURCE_LINK,        /* not contents: name is where a symbolic link points */
} BurnishSourceKind;

typedef struct _BurnishSource BurnishSource;

#define BURNISH_RANGE_HOLE G_MAXUINT64

typedef struct
{
  guint64 start_byte; /* in the file, or BURNISH_RANGE_HOLE: zeros */
  guint64 size_bytes;
} BurnishSourceRange;

typedef struct
{
  const char *name; /* without "user." */
  const guint8 *value;
  gsize size_bytes;
} BurnishSourceAttribute;

/* In byte order of their names; they lie in the store. */
typedef struct
{
  const BurnishSourceAttribute *items;
  guint32 n_items;
} BurnishSourceAttributes;

/* Contents that lie in a file, which must stay as it was. They lie in the store, too. */
typedef struct
{
  guint64 file_size_bytes;
  gint64 file_mtime_us;
  const BurnishSourceRange *ranges; /* one after the other; together as long as the contents */
  guint32 n_ranges;
} BurnishSourceRanges;

struct _BurnishSource
{
  const BurnishSource *parent; /* (nullable): the folder, or of ranges the file, that it lies in */
  const char *name;            /* in the parent; without one: an absolute path. Of ranges
                                  (nullable): the path in the image */
  union
  {
    guint64 device; /* of local sources: st_dev */
    const BurnishSourceRanges *ranges;
    gpointer object; /* GFile, GBytes, GInputStream; SHA-256 of recorded contents (nullable);
                        owned by the store */
  };
  /* (nullable): extended attributes of what is no local file or folder */
  const BurnishSourceAttributes *attributes;
  guint8 kind;
  gboolean follows_link; /* the last component may be a symbolic link */
  int is_taken;          /* atomic; of streams: somebody is reading it or did */
};

typedef struct
{
  gatomicrefcount ref_count;
  const BurnishSource *source; /* (nullable): the folder that all this comes from */
  guint32 n_items;
  guint32 n_allocated;
  guint32 items[]; /* child's number minus the folder's, in byte order of the names */
} BurnishChildren;

/* Flags of a node */
#define BURNISH_NODE_FLAG_SHARED  (1 << 0) /* other names may lead to the same inode */
#define BURNISH_NODE_FLAG_FOLLOWS (1 << 1) /* found through a symbolic link */

typedef struct
{
  const char *name;
  guint64 size_bytes; /* of a folder: of all files in it */
  gint64 mtime_us;
  union
  {
    guint64 inode;             /* of local files; of recorded ones the address */
    BurnishChildren *children; /* (nullable): of folders; also of an empty one with a source */
  };
  union
  {
    const BurnishSource *source; /* of files and links */
    struct
    {
      guint32 n_files; /* of folders: at any depth */
      guint32 n_folders;
    };
  };
  guint32 parent_distance; /* the node's number minus its parent's; 0: has none */
  guint32 uid;
  guint32 gid;
  guint16 mode; /* 07777 */
  guint8 kind;
  guint8 flags;
} BurnishNodeData;

#define BURNISH_CHUNK_BITS 12
#define BURNISH_CHUNK_SIZE (1 << BURNISH_CHUNK_BITS)

typedef struct
{
  gatomicrefcount ref_count;
  guint32 n_used;
  BurnishNodeData nodes[BURNISH_CHUNK_SIZE];
} BurnishChunk;

typedef struct
{
  BurnishStore *store;   /* (owned) */
  BurnishChunk **chunks; /* (owned) */
  guint32 n_chunks;
  guint32 n_nodes; /* numbers given out; those at the end of an adopted arena's last chunk count */
} BurnishArena;

/* A part of a folder's children that changed. */
typedef struct
{
  guint32 position;
  guint32 n_removed;
  guint32 n_added;
} BurnishSpan;

/* Numbers stay below, so that no difference of two overflows. */
#define BURNISH_ARENA_MAX_NODES (G_MAXINT32 - 2 * BURNISH_CHUNK_SIZE)

void _burnish_arena_init (BurnishArena *self);
void _burnish_arena_clear (BurnishArena *self);
void _burnish_arena_copy (BurnishArena *self, BurnishArena *from);

static inline const BurnishNodeData *
_burnish_arena_get (const BurnishArena *self, BurnishNode node)
{
  return &self->chunks[node >> BURNISH_CHUNK_BITS]->nodes[node & (BURNISH_CHUNK_SIZE - 1)];
}

static inline BurnishNode
_burnish_arena_parent (const BurnishArena *self, BurnishNode node)
{
  guint32 distance = _burnish_arena_get (self, node)->parent_distance;

  return distance == 0 ? BURNISH_NODE_NONE : node - distance;
}

static inline guint32
_burnish_arena_n_children (const BurnishArena *self, BurnishNode node)
{
  const BurnishNodeData *data = _burnish_arena_get (self, node);

  return data->kind == BURNISH_NODE_FOLDER && data->children ? data->children->n_items : 0;
}

static inline BurnishNode
_burnish_arena_child (const BurnishArena *self, BurnishNode folder, guint32 index)
{
  return folder + _burnish_arena_get (self, folder)->children->items[index];
}

/* Where a folder itself comes from. (nullable): it was made, or is from elsewhere than this
   computer or an image. */
static inline const BurnishSource *
_burnish_node_get_folder_source (const BurnishNodeData *folder)
{
  return folder->children ? folder->children->source : NULL;
}

/* Makes room for n_items children. */
void _burnish_arena_reserve (BurnishArena *self, BurnishNode folder, guint32 n_items);
void _burnish_arena_set_folder_source (BurnishArena *self,
                                       BurnishNode folder,
                                       const BurnishSource *source);

/* The node for writing; valid until the next change of the arena. */
BurnishNodeData *_burnish_arena_edit (BurnishArena *self, BurnishNode node);
/* A new node without parent; takes over data's list of children. */
BurnishNode _burnish_arena_append (BurnishArena *self, const BurnishNodeData *data);
/* Takes over all nodes of other, which is empty then. Its node 0 gets the number returned, all
   others follow at the same distance. */
BurnishNode _burnish_arena_adopt (BurnishArena *self, BurnishArena *other);

typedef enum
{
  BURNISH_ARENA_FAULT_NONE,
  BURNISH_ARENA_FAULT_EQUAL_NAMES,
  BURNISH_ARENA_FAULT_TOO_LARGE, /* all sizes together do not fit in 63 bits */
} BurnishArenaFault;

/* burnish-arena-build.c: puts all nodes of an arena into their folders at once. The parent of each
   node but node 0 is a folder of a lower number. *equal is a node whose name its folder already
   holds. After a fault the arena can only be cleared. */
BurnishArenaFault
_burnish_arena_build (BurnishArena *self, const BurnishNode *parents, BurnishNode *equal);
/* Counts the totals of all folders anew, after sizes changed; FALSE when they are too large. As
   above, what is in a folder has higher numbers. */
gboolean _burnish_arena_add_up (BurnishArena *self);

/* Position of the first child whose name is not less; *found is it or BURNISH_NODE_NONE. */
guint32 _burnish_arena_search (const BurnishArena *self,
                               BurnishNode folder,
                               const char *name,
                               BurnishNode *found);
/* The same for names that come in byte order: start is where the last one was. */
guint32 _burnish_arena_search_from (const BurnishArena *self,
                                    BurnishNode folder,
                                    guint32 start,
                                    const char *name,
                                    BurnishNode *found);
/* Puts nodes without parent, in byte order of their names, into a folder and adds up the totals. */
void _burnish_arena_attach (BurnishArena *self,
                            const BurnishNode *nodes,
                            guint32 n_nodes,
                            BurnishNode parent,
                            BurnishSpan *span);
/* The opposite. */
void _burnish_arena_detach (BurnishArena *self,
                            const BurnishNode *nodes,
                            guint32 n_nodes,
                            BurnishNode parent,
                            BurnishSpan *span);
gboolean
_burnish_arena_is_inside (const BurnishArena *self, BurnishNode node, BurnishNode ancestor);
BurnishNode _burnish_arena_lookup (const BurnishArena *self, BurnishNode node, const char *path);
char *_burnish_arena_dup_path (const BurnishArena *self, BurnishNode node);

BurnishChildren *_burnish_children_new (guint32 n_items);

G_END_DECLS
