/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan-private.h"
#include "burnish-tree-private.h"

#include <string.h>

gboolean
_burnish_scan_run_should_stop (BurnishScanRun *self)
{
  return g_cancellable_is_cancelled (self->cancellable) || g_atomic_int_get (&self->is_full);
}

static gboolean
is_excluded (BurnishScanRun *self, const char *name, gboolean is_hidden)
{
  g_autofree char *valid_name = NULL;

  if (is_hidden && !self->include_hidden)
    return TRUE;
  if (self->excludes->len == 0)
    return FALSE;
  valid_name = _burnish_name_to_display (name);
  for (guint i = 0; i < self->excludes->len; i++)
    if (g_pattern_spec_match_string (g_ptr_array_index (self->excludes, i), valid_name))
      return TRUE;
  return FALSE;
}

void
_burnish_scan_run_count_excluded (BurnishScanRun *self)
{
  g_mutex_lock (&self->lock);
  self->n_excluded++;
  g_mutex_unlock (&self->lock);
}

gboolean
_burnish_scan_run_excludes (BurnishScanRun *self, const char *name, gboolean is_hidden)
{
  if (!is_excluded (self, name, is_hidden))
    return FALSE;
  _burnish_scan_run_count_excluded (self);
  return TRUE;
}

void
_burnish_scan_run_leave_out (BurnishScanRun *self,
                             char *path,
                             BurnishLeftOutReason reason,
                             int code)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->left_out, _burnish_left_out_new (path, reason, code));
  g_mutex_unlock (&self->lock);
}

void
_burnish_scan_run_lose_folder (BurnishScanRun *self, BurnishNode folder)
{
  g_mutex_lock (&self->lock);
  g_array_append_val (self->gone, folder);
  if (folder != BURNISH_NODE_ROOT)
    self->n_folders--;
  g_mutex_unlock (&self->lock);
}

BurnishNode
_burnish_scan_run_add_top (BurnishScanRun *self, const BurnishNodeData *data)
{
  BurnishNodeData top = *data;
  BurnishNode node;

  g_mutex_lock (&self->lock);
  /* 0 for the only top, which is node 0. */
  top.parent_distance = self->arena.n_nodes;
  node = _burnish_arena_append (&self->arena, &top);
  self->n_files += top.kind == BURNISH_NODE_FILE;
  self->n_folders += top.kind == BURNISH_NODE_FOLDER && node != BURNISH_NODE_ROOT;
  self->size_bytes += top.size_bytes;
  if (self->counts_changed != NULL)
    self->counts_changed (self->user_data);
  g_mutex_unlock (&self->lock);
  return node;
}

/* A folder has a lower number than what is in it: from the end, each total is complete when it is
   added to the next. */
static void
add_up (BurnishArena *arena)
{
  for (BurnishNode node = arena->n_nodes; node-- > 1;)
    {
      const BurnishNodeData *data = _burnish_arena_get (arena, node);
      BurnishNodeData *parent;

      if (data->parent_distance == 0)
        continue;
      parent = _burnish_arena_edit (arena, node - data->parent_distance);
      parent->size_bytes += data->size_bytes;
      parent->n_files +=
          data->kind == BURNISH_NODE_FOLDER ? data->n_files : data->kind == BURNISH_NODE_FILE;
      if (data->kind == BURNISH_NODE_FOLDER)
        parent->n_folders += data->n_folders + 1;
    }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (burnish_left_out_get_path (*(BurnishLeftOut **) a),
                 burnish_left_out_get_path (*(BurnishLeftOut **) b));
}

void
_burnish_scan_run_sort_left_out (BurnishScanRun *self)
{
  g_ptr_array_sort (self->left_out, compare_paths);
}

void
_burnish_scan_run_finish (BurnishScanRun *self)
{
  add_up (&self->arena);
  for (guint i = 0; i < self->gone->len; i++)
    {
      BurnishNode folder = g_array_index (self->gone, BurnishNode, i);
      BurnishSpan span;

      /* It was told twice and dropped before. */
      if (_burnish_arena_get (&self->arena, folder)->parent_distance == 0)
        continue;
      _burnish_arena_detach (&self->arena, &folder, 1, _burnish_arena_parent (&self->arena, folder),
                             &span);
    }
  _burnish_scan_run_sort_left_out (self);
}
