/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishImagePage burns an image file as it is: what the file holds, whether it fits, its
 * checksum, and how to burn it.
 */

#define BURNISH_TYPE_IMAGE_PAGE (burnish_image_page_get_type ())
G_DECLARE_FINAL_TYPE (BurnishImagePage, burnish_image_page, BURNISH, IMAGE_PAGE, AdwBin)

void burnish_image_page_set_file (BurnishImagePage *self, GFile *file);

G_END_DECLS
