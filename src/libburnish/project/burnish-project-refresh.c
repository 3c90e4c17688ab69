/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-private.h"

#include "burnish-node-stat-private.h"
#include "burnish-source-path-private.h"
#include "burnish-source-ranges-private.h"

#include <fcntl.h>
#include <unistd.h>

typedef struct
{
  BurnishArena *arena;
  const BurnishSource *folder; /* (nullable): open as fd */
  int fd;                      /* -1: cannot be opened */
  guint64 device;
  gboolean any_follows; /* several ways may lead to any file then */
  GHashTable *images;   /* (owned): BurnishSource of an image to its ImageState */
  GArray *missing;      /* (owned) of BurnishMissing */
} Refresh;

typedef enum
{
  IMAGE_UNKNOWN,
  IMAGE_CURRENT,
  IMAGE_CHANGED,
  IMAGE_GONE,
} ImageState;

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

static ImageState
look_at_image (const BurnishSource *file, const BurnishSourceRanges *ranges)
{
  ImageState state = IMAGE_GONE;
  struct stat status;
  int fd = _burnish_source_open_at (file->parent, file->name, file->follows_link, O_PATH);

  if (fd < 0)
    return IMAGE_GONE;
  if (fstat (fd, &status) == 0)
    state = _burnish_source_ranges_are_current (ranges, &status) ? IMAGE_CURRENT : IMAGE_CHANGED;
  close (fd);
  return state;
}

/* All files of an image say the same about it; it is asked for once. */
static ImageState
get_image_state (Refresh *self, const BurnishSource *source)
{
  gpointer state = g_hash_table_lookup (self->images, source->parent);

  if (state == NULL)
    {
      state = GINT_TO_POINTER (look_at_image (source->parent, source->ranges));
      g_hash_table_insert (self->images, (gpointer) source->parent, state);
    }
  return GPOINTER_TO_INT (state);
}

static void
add_missing (Refresh *self, BurnishNode node, gboolean is_changed)
{
  BurnishMissing missing = { node, is_changed };

  g_array_append_val (self->missing, missing);
}

static void
look_at_node (Refresh *self, BurnishNode node)
{
  const BurnishNodeData *data = _burnish_arena_get (self->arena, node);

  if (is_local_file (data))
    {
      if (!refresh_node (self, node))
        add_missing (self, node, FALSE);
    }
  else if (data->kind == BURNISH_NODE_FILE && data->source->kind == BURNISH_SOURCE_FILE_RANGES)
    {
      ImageState state = get_image_state (self, data->source);

      if (state != IMAGE_CURRENT)
        add_missing (self, node, state == IMAGE_CHANGED);
    }
}

GArray *
_burnish_project_refresh (BurnishArena *arena, GCancellable *cancellable, GError **error)
{
  Refresh self = {
    .arena = arena,
    .images = g_hash_table_new (NULL, NULL),
    .missing = g_array_new (FALSE, FALSE, sizeof (BurnishMissing)),
  };
  gboolean success = TRUE;

  for (BurnishNode node = 0; node < arena->n_nodes; node++)
    self.any_follows |= _burnish_arena_get (arena, node)->flags & BURNISH_NODE_FLAG_FOLLOWS;
  for (BurnishNode node = 0; node < arena->n_nodes && success; node++)
    {
      success = !g_cancellable_set_error_if_cancelled (cancellable, error);
      if (success)
        look_at_node (&self, node);
    }
  close_folder (&self);
  g_hash_table_unref (self.images);
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
