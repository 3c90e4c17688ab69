/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan-private.h"

#include <string.h>

/* Nodes that go into the arena at once, in the order of their names: whoever goes through a folder
   in that order goes through memory from one end to the other. */
#define BATCH_SIZE (64 * 1024)
/* Nodes that are counted at once: enough to make the lock cheap, few enough to tell of them often.
 */
#define COUNT_SIZE 1024

void
_burnish_scan_writer_init (BurnishScanWriter *self, BurnishScanRun *run)
{
  *self = (BurnishScanWriter){
    .run = run,
    .store = _burnish_store_new (),
    .batch = g_array_new (FALSE, FALSE, sizeof (BurnishNodeData)),
    .entries = g_array_new (FALSE, FALSE, sizeof (BurnishScanEntry)),
  };
}

void
_burnish_scan_writer_clear (BurnishScanWriter *self)
{
  g_array_unref (self->batch);
  g_array_unref (self->entries);
  g_mutex_lock (&self->run->lock);
  _burnish_store_adopt (self->run->arena.store, g_steal_pointer (&self->store));
  g_mutex_unlock (&self->run->lock);
}

void
_burnish_scan_writer_begin (BurnishScanWriter *self,
                            BurnishNode folder,
                            const BurnishSource *source)
{
  self->folder = folder;
  self->source = source;
  g_array_set_size (self->entries, 0);
}

static void
count (BurnishScanWriter *self)
{
  BurnishScanRun *run = self->run;

  g_mutex_lock (&run->lock);
  for (guint i = self->n_counted; i < self->batch->len; i++)
    {
      const BurnishNodeData *data = &g_array_index (self->batch, BurnishNodeData, i);

      run->n_folders += data->kind == BURNISH_NODE_FOLDER;
      run->n_files += data->kind == BURNISH_NODE_FILE;
      run->size_bytes += data->size_bytes;
    }
  if (run->counts_changed != NULL)
    run->counts_changed (run->user_data);
  g_mutex_unlock (&run->lock);
  self->n_counted = self->batch->len;
}

/* With the lock held. */
static void
append (BurnishScanWriter *self, BurnishNodeData *data)
{
  BurnishScanEntry entry = {
    .name = data->name,
    .is_folder = data->kind == BURNISH_NODE_FOLDER,
    .follows_link = (data->flags & BURNISH_NODE_FLAG_FOLLOWS) != 0,
  };

  data->parent_distance = self->run->arena.n_nodes - self->folder;
  entry.node = _burnish_arena_append (&self->run->arena, data);
  g_array_append_val (self->entries, entry);
}

static int
compare_nodes (gconstpointer a, gconstpointer b)
{
  return strcmp (((const BurnishNodeData *) a)->name, ((const BurnishNodeData *) b)->name);
}

static void
flush (BurnishScanWriter *self)
{
  BurnishScanRun *run = self->run;

  count (self);
  g_array_sort (self->batch, compare_nodes);
  g_mutex_lock (&run->lock);
  if (run->arena.n_nodes + self->batch->len >= BURNISH_ARENA_MAX_NODES)
    g_atomic_int_set (&run->is_full, TRUE);
  for (guint i = 0; i < self->batch->len && !run->is_full; i++)
    append (self, &g_array_index (self->batch, BurnishNodeData, i));
  g_mutex_unlock (&run->lock);
  g_array_set_size (self->batch, 0);
  self->n_counted = 0;
}

void
_burnish_scan_writer_add (BurnishScanWriter *self, const BurnishNodeData *data)
{
  g_array_append_vals (self->batch, data, 1);
  if (self->batch->len - self->n_counted == COUNT_SIZE)
    count (self);
  if (self->batch->len == BATCH_SIZE)
    flush (self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (((const BurnishScanEntry *) a)->name, ((const BurnishScanEntry *) b)->name);
}

/* A file that is replaced while its folder is being read may be told twice. The lock is held. */
static void
drop_doubles (BurnishScanWriter *self)
{
  BurnishScanEntry *entries = (BurnishScanEntry *) self->entries->data;
  guint n_kept = 0;

  for (guint i = 0; i < self->entries->len; i++)
    if (n_kept > 0 && g_str_equal (entries[n_kept - 1].name, entries[i].name))
      _burnish_arena_edit (&self->run->arena, entries[i].node)->parent_distance = 0;
    else
      entries[n_kept++] = entries[i];
  g_array_set_size (self->entries, n_kept);
}

void
_burnish_scan_writer_end (BurnishScanWriter *self)
{
  gboolean is_sorted = self->entries->len == 0;
  BurnishChildren *children;

  flush (self);
  if (self->entries->len == 0 && self->source == NULL)
    return;
  if (!is_sorted)
    g_array_sort (self->entries, compare_names);
  g_mutex_lock (&self->run->lock);
  drop_doubles (self);
  children = _burnish_children_new (self->entries->len);
  children->source = self->source;
  for (guint i = 0; i < self->entries->len; i++)
    children->items[i] = g_array_index (self->entries, BurnishScanEntry, i).node - self->folder;
  children->n_items = self->entries->len;
  _burnish_arena_edit (&self->run->arena, self->folder)->children = children;
  g_mutex_unlock (&self->run->lock);
}
