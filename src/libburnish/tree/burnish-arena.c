/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-arena-private.h"

#include <string.h>

G_STATIC_ASSERT (sizeof (BurnishNodeData) == 56 || sizeof (gpointer) != 8);

BurnishChildren *
_burnish_children_new (guint32 n_items)
{
  BurnishChildren *self = g_malloc (sizeof *self + n_items * sizeof self->items[0]);

  g_atomic_ref_count_init (&self->ref_count);
  self->source = NULL;
  self->n_items = 0;
  self->n_allocated = n_items;
  return self;
}

static void
children_unref (BurnishChildren *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

static BurnishChunk *
chunk_new (void)
{
  BurnishChunk *self = g_new0 (BurnishChunk, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

static void
chunk_unref (BurnishChunk *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint32 i = 0; i < self->n_used; i++)
    if (self->nodes[i].kind == BURNISH_NODE_FOLDER)
      g_clear_pointer (&self->nodes[i].children, children_unref);
  g_free (self);
}

static BurnishChunk *
chunk_copy (const BurnishChunk *self)
{
  BurnishChunk *copy = chunk_new ();

  copy->n_used = self->n_used;
  memcpy (copy->nodes, self->nodes, self->n_used * sizeof self->nodes[0]);
  for (guint32 i = 0; i < copy->n_used; i++)
    if (copy->nodes[i].kind == BURNISH_NODE_FOLDER && copy->nodes[i].children != NULL)
      g_atomic_ref_count_inc (&copy->nodes[i].children->ref_count);
  return copy;
}

void
_burnish_arena_init (BurnishArena *self)
{
  *self = (BurnishArena){ .store = _burnish_store_new () };
}

void
_burnish_arena_clear (BurnishArena *self)
{
  for (guint32 i = 0; i < self->n_chunks; i++)
    chunk_unref (self->chunks[i]);
  g_clear_pointer (&self->chunks, g_free);
  g_clear_pointer (&self->store, _burnish_store_unref);
  self->n_chunks = self->n_nodes = 0;
}

void
_burnish_arena_copy (BurnishArena *self, BurnishArena *from)
{
  *self = *from;
  _burnish_store_ref (self->store);
  self->chunks = g_memdup2 (from->chunks, from->n_chunks * sizeof from->chunks[0]);
  for (guint32 i = 0; i < self->n_chunks; i++)
    g_atomic_ref_count_inc (&self->chunks[i]->ref_count);
}

BurnishNodeData *
_burnish_arena_edit (BurnishArena *self, BurnishNode node)
{
  BurnishChunk **chunk = &self->chunks[node >> BURNISH_CHUNK_BITS];

  g_assert (node < self->n_nodes);
  if (!g_atomic_ref_count_compare (&(*chunk)->ref_count, 1))
    {
      BurnishChunk *copy = chunk_copy (*chunk);

      chunk_unref (*chunk);
      *chunk = copy;
    }
  return &(*chunk)->nodes[node & (BURNISH_CHUNK_SIZE - 1)];
}

BurnishNode
_burnish_arena_append (BurnishArena *self, const BurnishNodeData *data)
{
  BurnishNode node = self->n_nodes;
  BurnishNodeData *slot;

  g_assert (node < BURNISH_ARENA_MAX_NODES);
  if (node >> BURNISH_CHUNK_BITS == self->n_chunks)
    {
      self->chunks = g_renew (BurnishChunk *, self->chunks, self->n_chunks + 1);
      self->chunks[self->n_chunks++] = chunk_new ();
    }
  self->n_nodes++;
  slot = _burnish_arena_edit (self, node);
  *slot = *data;
  self->chunks[node >> BURNISH_CHUNK_BITS]->n_used++;
  return node;
}

/* Few nodes are appended one by one, so that many small scans do not waste a chunk each. */
static BurnishNode
adopt_nodes (BurnishArena *self, BurnishArena *other)
{
  BurnishNode first = self->n_nodes;

  for (BurnishNode node = 0; node < other->n_nodes; node++)
    {
      BurnishNodeData *data = _burnish_arena_edit (other, node);

      _burnish_arena_append (self, data);
      if (data->kind == BURNISH_NODE_FOLDER)
        data->children = NULL;
    }
  return first;
}

static BurnishNode
adopt_chunks (BurnishArena *self, BurnishArena *other)
{
  BurnishNode first = self->n_chunks << BURNISH_CHUNK_BITS;

  /* The rest of the last chunk stays unused. */
  self->chunks = g_renew (BurnishChunk *, self->chunks, self->n_chunks + other->n_chunks);
  memcpy (&self->chunks[self->n_chunks], other->chunks, other->n_chunks * sizeof self->chunks[0]);
  self->n_chunks += other->n_chunks;
  self->n_nodes = first + other->n_nodes;
  other->n_chunks = 0;
  return first;
}

BurnishNode
_burnish_arena_adopt (BurnishArena *self, BurnishArena *other)
{
  BurnishNode first;

  g_assert ((guint64) self->n_nodes + other->n_nodes < BURNISH_ARENA_MAX_NODES);
  first = other->n_nodes <= BURNISH_CHUNK_SIZE / 4 ? adopt_nodes (self, other)
                                                   : adopt_chunks (self, other);
  _burnish_store_adopt (self->store, g_steal_pointer (&other->store));
  _burnish_arena_clear (other);
  return first;
}

/* Binary search among the children from low to before high. */
static guint32
search (const BurnishArena *self,
        BurnishNode folder,
        guint32 low,
        guint32 high,
        const char *name,
        BurnishNode *found)
{
  *found = BURNISH_NODE_NONE;
  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      BurnishNode child = _burnish_arena_child (self, folder, middle);
      int order = strcmp (_burnish_arena_get (self, child)->name, name);

      if (order == 0)
        {
          *found = child;
          return middle;
        }
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint32
_burnish_arena_search (const BurnishArena *self,
                       BurnishNode folder,
                       const char *name,
                       BurnishNode *found)
{
  return search (self, folder, 0, _burnish_arena_n_children (self, folder), name, found);
}

guint32
_burnish_arena_search_from (const BurnishArena *self,
                            BurnishNode folder,
                            guint32 start,
                            const char *name,
                            BurnishNode *found)
{
  guint32 n_children = _burnish_arena_n_children (self, folder);
  guint32 step = 1;

  /* The next one is most likely near: steps double until one is too far. */
  while (step <= n_children - start)
    {
      BurnishNode child = _burnish_arena_child (self, folder, start + step - 1);

      if (strcmp (_burnish_arena_get (self, child)->name, name) >= 0)
        break;
      start += step;
      step *= 2;
    }
  return search (self, folder, start, start + MIN (step, n_children - start), name, found);
}

/* The folder's list of children for writing, with room for n_more. */
static BurnishChildren *
edit_children (BurnishNodeData *folder, guint32 n_more)
{
  BurnishChildren *old = folder->children;
  BurnishChildren *children;
  guint32 n_items = old != NULL ? old->n_items : 0;

  if (old != NULL && g_atomic_ref_count_compare (&old->ref_count, 1)
      && n_items + n_more <= old->n_allocated)
    return old;
  children = _burnish_children_new (MAX (n_items + n_more, n_items + n_items / 2));
  children->n_items = n_items;
  if (old != NULL)
    {
      children->source = old->source;
      memcpy (children->items, old->items, n_items * sizeof old->items[0]);
      children_unref (old);
    }
  folder->children = children;
  return children;
}

void
_burnish_arena_reserve (BurnishArena *self, BurnishNode folder, guint32 n_items)
{
  edit_children (_burnish_arena_edit (self, folder), n_items);
}

void
_burnish_arena_set_folder_source (BurnishArena *self,
                                  BurnishNode folder,
                                  const BurnishSource *source)
{
  if (source != _burnish_node_get_folder_source (_burnish_arena_get (self, folder)))
    edit_children (_burnish_arena_edit (self, folder), 0)->source = source;
}

/* What nodes amount to. Counts wrap around as unsigned numbers do, so that adding and subtracting
   are exact opposites. */
typedef struct
{
  guint64 size_bytes;
  guint32 n_files;
  guint32 n_folders;
} Totals;

static void
count (Totals *totals, const BurnishNodeData *data)
{
  totals->size_bytes += data->size_bytes;
  if (data->kind == BURNISH_NODE_FOLDER)
    {
      totals->n_files += data->n_files;
      totals->n_folders += data->n_folders + 1;
    }
  else if (data->kind == BURNISH_NODE_FILE)
    totals->n_files++;
}

static void
add_totals (BurnishArena *self, BurnishNode folder, const Totals *totals)
{
  for (; folder != BURNISH_NODE_NONE; folder = _burnish_arena_parent (self, folder))
    {
      BurnishNodeData *data = _burnish_arena_edit (self, folder);

      data->size_bytes += totals->size_bytes;
      data->n_files += totals->n_files;
      data->n_folders += totals->n_folders;
    }
}

/* Where each node goes among the old children. */
static guint32 *
find_positions (const BurnishArena *self,
                const BurnishNode *nodes,
                guint32 n_nodes,
                BurnishNode parent)
{
  guint32 *positions = g_new0 (guint32, n_nodes);
  guint32 position = 0;

  if (_burnish_arena_n_children (self, parent) == 0)
    return positions;
  for (guint32 i = 0; i < n_nodes; i++)
    {
      const char *name = _burnish_arena_get (self, nodes[i])->name;
      BurnishNode found;

      position = _burnish_arena_search_from (self, parent, position, name, &found);
      g_assert (found == BURNISH_NODE_NONE);
      positions[i] = position;
    }
  return positions;
}

void
_burnish_arena_attach (BurnishArena *self,
                       const BurnishNode *nodes,
                       guint32 n_nodes,
                       BurnishNode parent,
                       BurnishSpan *span)
{
  g_autofree guint32 *positions = find_positions (self, nodes, n_nodes, parent);
  BurnishChildren *children = edit_children (_burnish_arena_edit (self, parent), n_nodes);
  guint32 n_left = children->n_items; /* of the old children, not moved yet */
  guint32 n_between = n_nodes > 0 ? positions[n_nodes - 1] - positions[0] : 0;
  Totals totals = { 0 };

  /* From the end, each new child goes in front of the old ones that come after it. */
  for (guint32 i = n_nodes; i-- > 0;)
    {
      BurnishNodeData *data = _burnish_arena_edit (self, nodes[i]);

      g_assert (data->parent_distance == 0);
      memmove (&children->items[positions[i] + i + 1], &children->items[positions[i]],
               (n_left - positions[i]) * sizeof children->items[0]);
      children->items[positions[i] + i] = nodes[i] - parent;
      data->parent_distance = nodes[i] - parent;
      count (&totals, data);
      n_left = positions[i];
    }
  *span =
      (BurnishSpan){ .position = n_left, .n_removed = n_between, .n_added = n_between + n_nodes };
  children->n_items += n_nodes;
  add_totals (self, parent, &totals);
}

/* The position of a child that is most likely the next one. */
static guint32
find_next (const BurnishArena *self,
           BurnishNode parent,
           guint32 position,
           BurnishNode child,
           BurnishNode *found)
{
  *found = child;
  if (position < _burnish_arena_n_children (self, parent)
      && _burnish_arena_child (self, parent, position) == child)
    return position;
  return _burnish_arena_search_from (self, parent, position, _burnish_arena_get (self, child)->name,
                                     found);
}

void
_burnish_arena_detach (BurnishArena *self,
                       const BurnishNode *nodes,
                       guint32 n_nodes,
                       BurnishNode parent,
                       BurnishSpan *span)
{
  BurnishChildren *children = edit_children (_burnish_arena_edit (self, parent), 0);
  guint32 first = 0;
  guint32 n_read = 0;
  Totals totals = { 0 }, negative;

  for (guint32 i = 0; i < n_nodes; i++)
    {
      BurnishNodeData *data = _burnish_arena_edit (self, nodes[i]);
      BurnishNode found = nodes[i];
      guint32 position = i;

      /* All of them need not be looked for. */
      if (n_nodes < children->n_items)
        position = find_next (self, parent, n_read, nodes[i], &found);
      g_assert (found == nodes[i] && found - parent == children->items[position]);
      if (i == 0)
        first = position;
      else
        memmove (&children->items[n_read - i], &children->items[n_read],
                 (position - n_read) * sizeof children->items[0]);
      n_read = position + 1;
      data->parent_distance = 0;
      count (&totals, data);
    }
  memmove (&children->items[n_read - n_nodes], &children->items[n_read],
           (children->n_items - n_read) * sizeof children->items[0]);
  children->n_items -= n_nodes;
  *span = (BurnishSpan){ .position = first,
                         .n_removed = n_read - first,
                         .n_added = n_read - first - n_nodes };
  negative = (Totals){ -totals.size_bytes, -totals.n_files, -totals.n_folders };
  add_totals (self, parent, &negative);
}

gboolean
_burnish_arena_is_inside (const BurnishArena *self, BurnishNode node, BurnishNode ancestor)
{
  while (node != BURNISH_NODE_NONE && node != ancestor)
    node = _burnish_arena_parent (self, node);
  return node == ancestor;
}

char *
_burnish_arena_dup_path (const BurnishArena *self, BurnishNode node)
{
  gsize length = 0;
  char *path, *start;
  BurnishNode parent;

  for (BurnishNode n = node; (parent = _burnish_arena_parent (self, n)) != BURNISH_NODE_NONE;
       n = parent)
    length += 1 + strlen (_burnish_arena_get (self, n)->name);
  if (length == 0)
    return g_strdup ("/");

  path = g_malloc (length + 1);
  path[length] = '\0';
  start = path + length;
  for (BurnishNode n = node; (parent = _burnish_arena_parent (self, n)) != BURNISH_NODE_NONE;
       n = parent)
    {
      const char *name = _burnish_arena_get (self, n)->name;
      gsize name_length = strlen (name);

      start -= name_length + 1;
      start[0] = '/';
      memcpy (start + 1, name, name_length);
    }
  return path;
}

BurnishNode
_burnish_arena_lookup (const BurnishArena *self, BurnishNode node, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);

  for (guint i = 0; names[i] != NULL && node != BURNISH_NODE_NONE; i++)
    if (names[i][0] != '\0')
      _burnish_arena_search (self, node, names[i], &node);
  return node;
}
