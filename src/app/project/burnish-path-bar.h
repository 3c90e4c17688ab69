/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "project/burnish-tree-view.h"

G_BEGIN_DECLS

/*
 * BurnishPathBar shows, on narrow windows, which folder the view of a project is in, and leads to
 * the folders around it. Property: "view".
 */

#define BURNISH_TYPE_PATH_BAR (burnish_path_bar_get_type ())
G_DECLARE_FINAL_TYPE (BurnishPathBar, burnish_path_bar, BURNISH, PATH_BAR, AdwBin)

void burnish_path_bar_set_view (BurnishPathBar *self, BurnishTreeView *view);

G_END_DECLS
