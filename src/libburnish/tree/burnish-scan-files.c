/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan-private.h"

#include "burnish-node-stat-private.h"
#include "burnish-source-path-private.h"
#include "burnish-tree-private.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* The path with a folder that is reached through no link: it keeps its meaning when links on the
   way to it change, and its files can be opened by one system call that refuses links. */
static char *
resolve (const char *path)
{
  g_autofree char *folder_path = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  char real_path[PATH_MAX];

  if (realpath (folder_path, real_path) == NULL)
    return g_strdup (path);
  return g_build_filename (real_path, name, NULL);
}

gboolean
_burnish_scan_file (BurnishScanRun *run, GFile *file, GError **error)
{
  g_autofree char *path = NULL;

  if (!g_file_is_native (file))
    return _burnish_scan_gio (run, file, error);
  path = resolve (g_file_peek_path (file));
  return _burnish_scan_local (run, path, error);
}

static void
leave_out_top (BurnishScanRun *run, GFile *file, BurnishLeftOutReason reason, int code)
{
  char *path = g_file_get_path (file);

  _burnish_scan_run_leave_out (run, path != NULL ? path : g_file_get_parse_name (file), reason,
                               code);
}

static void
lose_top (BurnishScanRun *run, GFile *file, const GError *error)
{
  switch (error->code)
    {
    case BURNISH_ERROR_SOURCE_MISSING:
      leave_out_top (run, file, BURNISH_LEFT_OUT_VANISHED, 0);
      break;
    case BURNISH_ERROR_NOT_SUPPORTED:
      leave_out_top (run, file, BURNISH_LEFT_OUT_SPECIAL_FILE, 0);
      break;
    default:
      leave_out_top (run, file,
                     run->top_is_unreachable ? BURNISH_LEFT_OUT_NOT_CONNECTED
                                             : BURNISH_LEFT_OUT_UNREADABLE,
                     run->top_code);
    }
}

/* Another top of a name that is there already; the list has room for it. */
static void
insert_renamed (BurnishArena *arena, BurnishChildren *children, BurnishNode top)
{
  g_autofree char *name = _burnish_name_make_free (arena, BURNISH_NODE_ROOT, top);
  BurnishNodeData *data = _burnish_arena_edit (arena, top);
  BurnishNode found;
  guint32 position = _burnish_arena_search (arena, BURNISH_NODE_ROOT, name, &found);

  if (data->kind != BURNISH_NODE_FOLDER)
    data->source = _burnish_source_for_rename (arena->store, data);
  data->name = _burnish_store_add_string (arena->store, name, strlen (name));
  memmove (&children->items[position + 1], &children->items[position],
           (children->n_items - position) * sizeof children->items[0]);
  children->items[position] = top;
  children->n_items++;
}

/* Makes the list of children of node 0 from tops in byte order of their names; totals are added up
 * later. */
static void
list_tops (BurnishArena *arena, GArray *tops)
{
  g_autoptr (GArray) doubles = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  BurnishChildren *children = _burnish_children_new (tops->len);
  const char *last_name = "";

  for (guint i = 0; i < tops->len; i++)
    {
      BurnishNode top = g_array_index (tops, BurnishNode, i);
      const char *name = _burnish_arena_get (arena, top)->name;

      if (g_str_equal (name, last_name))
        g_array_append_val (doubles, top);
      else
        children->items[children->n_items++] = top;
      last_name = name;
    }
  _burnish_arena_edit (arena, BURNISH_NODE_ROOT)->children = children;
  for (guint i = 0; i < doubles->len; i++)
    insert_renamed (arena, children, g_array_index (doubles, BurnishNode, i));
}

/* A top that was read, unless its name cannot be used. */
static void
keep_top (BurnishScanRun *run, GFile *file, BurnishNode top, GArray *tops)
{
  if (_burnish_name_check (_burnish_arena_get (&run->arena, top)->name, NULL))
    {
      g_array_append_val (tops, top);
      return;
    }
  leave_out_top (run, file, BURNISH_LEFT_OUT_NAME_INVALID, 0);
  _burnish_arena_edit (&run->arena, top)->parent_distance = 0;
}

typedef struct
{
  GFile *file;
  char *name; /* (owned) (nullable) */
} Named;

static void
named_clear (gpointer named)
{
  g_free (((Named *) named)->name);
}

static int
compare_named (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (((const Named *) a)->name, ((const Named *) b)->name);
}

/* The files in byte order of their names, as the nodes of a folder shall be. The sort is stable: of
   equal names the one that was given first keeps it. */
static GArray *
sort_files (GPtrArray *files)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (Named), files->len);

  g_array_set_clear_func (sorted, named_clear);
  for (guint i = 0; i < files->len; i++)
    {
      Named named = { files->pdata[i], g_file_get_basename (files->pdata[i]) };

      g_array_append_val (sorted, named);
    }
  g_array_sort (sorted, compare_named);
  return sorted;
}

gboolean
_burnish_scan_files (BurnishScanRun *run, GPtrArray *files, GError **error)
{
  g_autoptr (GArray) tops = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_autoptr (GArray) sorted = sort_files (files);
  BurnishNodeData folder;

  _burnish_node_init_made (&folder, BURNISH_NODE_FOLDER);
  folder.name = "";
  _burnish_arena_append (&run->arena, &folder);
  for (guint i = 0; i < sorted->len && !_burnish_scan_run_should_stop (run); i++)
    {
      g_autoptr (GError) failure = NULL;
      GFile *file = g_array_index (sorted, Named, i).file;
      BurnishNode top = run->arena.n_nodes;

      run->top_code = 0;
      run->top_is_unreachable = FALSE;
      if (_burnish_scan_file (run, file, &failure))
        keep_top (run, file, top, tops);
      else if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        lose_top (run, file, failure);
    }
  if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
    return FALSE;
  list_tops (&run->arena, tops);
  return TRUE;
}
