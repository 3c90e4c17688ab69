/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishImagePage shows an image file: what it is, whether it is whole, its checksum, what is in
 * it, and how to burn it bit-exact. The file is looked at on a worker, and again when it changes.
 *
 * Its actions are "burn.start" and those that cure a refusal, see BurnishReasonsGroup.
 */

#define BURNISH_TYPE_IMAGE_PAGE (burnish_image_page_get_type ())
G_DECLARE_FINAL_TYPE (BurnishImagePage, burnish_image_page, BURNISH, IMAGE_PAGE, AdwBin)

void burnish_image_page_set_file (BurnishImagePage *self, GFile *file);

G_END_DECLS
