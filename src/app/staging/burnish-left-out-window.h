/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishLeftOutWindow lists what did not come into a project, and why. It follows the project's
 * list as it grows.
 */

#define BURNISH_TYPE_LEFT_OUT_WINDOW (burnish_left_out_window_get_type ())
G_DECLARE_FINAL_TYPE (BurnishLeftOutWindow,
                      burnish_left_out_window,
                      BURNISH,
                      LEFT_OUT_WINDOW,
                      AdwWindow)

void burnish_left_out_window_present (GtkWidget *parent, BurnishProject *project);

G_END_DECLS
