/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"
#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * BurnishImageOptions says how a tree becomes an image. It is a plain object for one thread; a
 * layout takes a copy. Every default is documented at its property and in docs/image.md.
 */

#define BURNISH_TYPE_IMAGE_OPTIONS (burnish_image_options_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishImageOptions, burnish_image_options, BURNISH, IMAGE_OPTIONS, GObject)

/* Properties (get/set functions for each): volume-id, publisher-id, preparer-id, application-id,
   system-id, volume-set-id, iso-level (1 to 3, 3), joliet (TRUE), rock-ridge (TRUE), manifest
   (TRUE), fixed-time (seconds since 1970 UTC, or -1 = now), padding-blocks (per medium: 150 for CD,
   else 0). */
BURNISH_EXPORT
BurnishImageOptions *burnish_image_options_new (void);
/* The defaults for a family of discs. */
BURNISH_EXPORT
BurnishImageOptions *burnish_image_options_new_for_family (BurnishDiscFamily family);

G_END_DECLS
