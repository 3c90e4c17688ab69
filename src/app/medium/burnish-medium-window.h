/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishMediumWindow shows the disc in one drive in a window of its own, which goes with the
 * window that it was opened from. It keeps to its drive: when that is unplugged and plugged in
 * again, the window shows it again.
 */

#define BURNISH_TYPE_MEDIUM_WINDOW (burnish_medium_window_get_type ())
G_DECLARE_FINAL_TYPE (BurnishMediumWindow, burnish_medium_window, BURNISH, MEDIUM_WINDOW, AdwWindow)

void burnish_medium_window_present (GtkApplication *application,
                                    BurnishDriveList *drives,
                                    const char *drive_id);

G_END_DECLS
