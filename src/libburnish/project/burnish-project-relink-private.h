/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"
#include "burnish-scan.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * An image that was found in the place of one that a project lost. Blocking; for the thread that
 * has the arena.
 */

typedef struct
{
  GFile *file;               /* (owned) (nullable) */
  const BurnishSource *lost; /* that it was found for */
  const BurnishSource *same; /* (nullable): in the arena's store; it is the lost one, moved */
  BurnishScan *scan;         /* (owned) (nullable): what is in it, of another image */
} BurnishFoundImage;

void _burnish_found_image_clear (BurnishFoundImage *self);
/* Adds a node for a file that lay in the image that was lost. FALSE: the image that was found does
   not have it. Files of one image should come one after the other. */
gboolean _burnish_found_image_add (BurnishFoundImage *self,
                                   BurnishArena *arena,
                                   GFile *file,
                                   const BurnishNodeData *lost,
                                   GCancellable *cancellable);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishFoundImage, _burnish_found_image_clear)

G_END_DECLS
