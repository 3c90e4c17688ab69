/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishDiscPicture shows how a disc is filled, as one sees it on the disc itself: from the hub
 * outwards, a ring for each session, its area being its share of the disc. A session that is too
 * small to be seen gets a thin ring all the same. Colours are those of style.css. Main context
 * only.
 */

#define BURNISH_TYPE_DISC_PICTURE (burnish_disc_picture_get_type ())
G_DECLARE_FINAL_TYPE (BurnishDiscPicture, burnish_disc_picture, BURNISH, DISC_PICTURE, GtkWidget)

void burnish_disc_picture_show (BurnishDiscPicture *self, BurnishMedium *medium);

G_END_DECLS
