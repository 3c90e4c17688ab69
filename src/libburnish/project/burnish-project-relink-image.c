/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-relink-private.h"

#include "burnish-image-import.h"
#include "burnish-scan-private.h"
#include "burnish-source-path-private.h"
#include "burnish-source-ranges-private.h"

void
_burnish_found_image_clear (BurnishFoundImage *self)
{
  g_clear_object (&self->file);
  g_clear_object (&self->scan);
  self->lost = self->same = NULL;
}

/* Where nothing changed, nothing needs to be read; what another image holds is read from it. */
static void
look_at (BurnishFoundImage *self,
         BurnishArena *arena,
         const BurnishSource *lost,
         GCancellable *cancellable)
{
  const char *path = g_file_peek_path (self->file);
  struct stat status;

  if (path == NULL || stat (path, &status) < 0)
    return;
  if (_burnish_source_ranges_are_current (lost->ranges, &status))
    {
      self->same = _burnish_source_new_image (arena->store, path);
      return;
    }
  self->scan = burnish_image_import (path, cancellable, NULL);
  /* What it holds is pointed to from nodes of the arena. */
  if (self->scan != NULL)
    _burnish_store_adopt (arena->store,
                          _burnish_store_ref (_burnish_scan_get_arena (self->scan)->store));
}

static gboolean
add_same (BurnishFoundImage *self, BurnishArena *arena, const BurnishNodeData *lost)
{
  BurnishNodeData data = *lost;
  BurnishSource *source = _burnish_source_new (arena->store, BURNISH_SOURCE_FILE_RANGES, self->same,
                                               lost->source->name);

  source->ranges = lost->source->ranges;
  source->attributes = lost->source->attributes;
  data.source = source;
  data.parent_distance = 0;
  data.name = "";
  _burnish_arena_append (arena, &data);
  return TRUE;
}

static gboolean
add_other (BurnishFoundImage *self, BurnishArena *arena, const BurnishNodeData *lost)
{
  const BurnishArena *found = _burnish_scan_get_arena (self->scan);
  BurnishNode node = lost->source->name != NULL
                         ? _burnish_arena_lookup (found, BURNISH_NODE_ROOT, lost->source->name)
                         : BURNISH_NODE_NONE;
  BurnishNodeData data;

  if (node == BURNISH_NODE_NONE || _burnish_arena_get (found, node)->kind != BURNISH_NODE_FILE)
    return FALSE;
  data = *_burnish_arena_get (found, node);
  data.parent_distance = 0;
  data.name = "";
  _burnish_arena_append (arena, &data);
  return TRUE;
}

gboolean
_burnish_found_image_add (BurnishFoundImage *self,
                          BurnishArena *arena,
                          GFile *file,
                          const BurnishNodeData *lost,
                          GCancellable *cancellable)
{
  if (self->lost != lost->source->parent)
    {
      _burnish_found_image_clear (self);
      self->lost = lost->source->parent;
      self->file = g_object_ref (file);
      look_at (self, arena, lost->source, cancellable);
    }
  if (self->same != NULL)
    return add_same (self, arena, lost);
  return self->scan != NULL && add_other (self, arena, lost);
}
