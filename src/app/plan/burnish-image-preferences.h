/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/* What of the preferences changes how files become an image, whatever project they are in. */

void burnish_image_preferences_apply (GSettings *settings, BurnishImageOptions *options);

G_END_DECLS
