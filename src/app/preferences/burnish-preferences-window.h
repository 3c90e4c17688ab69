/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishPreferencesWindow shows the settings of org.burnish.Burnish, each with a sentence of what
 * it means. A change holds at once. The only file that knows AdwPreferencesWindow, which
 * libadwaita 1.6 replaces.
 */

#define BURNISH_TYPE_PREFERENCES_WINDOW (burnish_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (BurnishPreferencesWindow,
                      burnish_preferences_window,
                      BURNISH,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

BurnishPreferencesWindow *
burnish_preferences_window_new (GtkWindow *parent, GSettings *settings, BurnishDriveList *drives);

G_END_DECLS
