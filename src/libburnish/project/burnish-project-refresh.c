/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-private.h"

#include "burnish-node-stat-private.h"
#include "burnish-source-path-private.h"

#include <fcntl.h>
#include <unistd.h>

typedef struct
{
  BurnishArena *arena;
  const BurnishSource *folder; /* (nullable): open as fd */
  int fd;                      /* -1: cannot be opened */
  guint64 device;
  gboolean any_follows; /* several ways may lead to any file then */
  GArray *missing;      /* (owned) of BurnishNode */
} Refresh;

static void
close_folder (Refresh *self)
{
  if (self->folder != NULL && self->fd >= 0)
    close (self->fd);
  self->folder = NULL;
}

/* Files of one folder come one after the other; it is opened once for all of them. */
static void
open_folder (Refresh *self, const BurnishSource *folder)
{
  struct stat status;

  if (self->folder == folder)
    return;
  close_folder (self);
  self->folder = folder;
  self->fd = _burnish_source_open_at (folder, NULL, FALSE, O_PATH | O_DIRECTORY);
  if (self->fd < 0 || fstat (self->fd, &status) < 0)
    return;
  self->device = status.st_dev;
  /* Nobody else has the arena yet. */
  ((BurnishSource *) folder)->device = status.st_dev;
}

/* Takes over what the file system says now; FALSE when it says that there is no file. */
static gboolean
refresh_node (Refresh *self, BurnishNode node)
{
  const BurnishNodeData *old = _burnish_arena_get (self->arena, node);
  gboolean in_folder = old->source->kind == BURNISH_SOURCE_LOCAL_FOLDER;
  const char *name = in_folder ? old->name : old->source->name;
  int flags = old->flags & BURNISH_NODE_FLAG_FOLLOWS ? 0 : AT_SYMLINK_NOFOLLOW;
  struct stat status;
  BurnishNodeData data, *edited;

  open_folder (self, in_folder ? old->source : old->source->parent);
  if (self->fd < 0 || fstatat (self->fd, name, &status, flags) < 0 || !S_ISREG (status.st_mode))
    return FALSE;
  _burnish_node_init_from_stat (&data, &status);
  data.name = old->name;
  data.source = old->source;
  data.parent_distance = old->parent_distance;
  data.flags |= old->flags;
  if (self->any_follows)
    data.flags |= BURNISH_NODE_FLAG_SHARED;
  /* A file of another file system than its folder: mounted there, or behind a link. */
  if (in_folder && status.st_dev != self->device)
    data.source =
        _burnish_source_new (self->arena->store, BURNISH_SOURCE_LOCAL_FILE, old->source, old->name);
  edited = _burnish_arena_edit (self->arena, node);
  *edited = data;
  if (data.source->kind == BURNISH_SOURCE_LOCAL_FILE)
    ((BurnishSource *) data.source)->device = status.st_dev;
  return TRUE;
}

static gboolean
is_local_file (const BurnishNodeData *data)
{
  return data->kind == BURNISH_NODE_FILE
         && (data->source->kind == BURNISH_SOURCE_LOCAL_FOLDER
             || data->source->kind == BURNISH_SOURCE_LOCAL_FILE);
}

GArray *
_burnish_project_refresh (BurnishArena *arena, GCancellable *cancellable, GError **error)
{
  Refresh self = { .arena = arena, .missing = g_array_new (FALSE, FALSE, sizeof (BurnishNode)) };
  gboolean success = TRUE;

  for (BurnishNode node = 0; node < arena->n_nodes; node++)
    self.any_follows |= _burnish_arena_get (arena, node)->flags & BURNISH_NODE_FLAG_FOLLOWS;
  for (BurnishNode node = 0; node < arena->n_nodes && success; node++)
    {
      success = !g_cancellable_set_error_if_cancelled (cancellable, error);
      if (success && is_local_file (_burnish_arena_get (arena, node))
          && !refresh_node (&self, node))
        g_array_append_val (self.missing, node);
    }
  close_folder (&self);
  if (success && !_burnish_arena_add_up (arena))
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                           "All sizes together are out of range");
      success = FALSE;
    }
  if (!success)
    g_clear_pointer (&self.missing, g_array_unref);
  return self.missing;
}
