/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishContentsWindow lists the files and folders in an image file, which it reads on a worker.
 */

#define BURNISH_TYPE_CONTENTS_WINDOW (burnish_contents_window_get_type ())
G_DECLARE_FINAL_TYPE (BurnishContentsWindow,
                      burnish_contents_window,
                      BURNISH,
                      CONTENTS_WINDOW,
                      AdwWindow)

void burnish_contents_window_present (GtkWidget *parent, const char *path);

G_END_DECLS
