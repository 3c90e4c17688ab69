/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishMissingBar says, above a project, that files of it are gone, and opens the list of them
 * (BurnishMissingWindow). It shows itself only when there is something to say.
 */

#define BURNISH_TYPE_MISSING_BAR (burnish_missing_bar_get_type ())
G_DECLARE_FINAL_TYPE (BurnishMissingBar, burnish_missing_bar, BURNISH, MISSING_BAR, AdwBin)

void burnish_missing_bar_set_project (BurnishMissingBar *self, BurnishProject *project);

G_END_DECLS
