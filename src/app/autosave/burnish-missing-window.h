/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishMissingWindow lists the files of a project that are gone, looks for them in a folder that
 * the person names, and takes those that are not found out of the project. It closes itself when
 * none is left.
 */

#define BURNISH_TYPE_MISSING_WINDOW (burnish_missing_window_get_type ())
G_DECLARE_FINAL_TYPE (BurnishMissingWindow,
                      burnish_missing_window,
                      BURNISH,
                      MISSING_WINDOW,
                      AdwWindow)

BurnishMissingWindow *burnish_missing_window_new (GtkWindow *parent, BurnishProject *project);

G_END_DECLS
