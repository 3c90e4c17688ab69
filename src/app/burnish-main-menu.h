/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* BurnishMainMenu is the button with the application's menu, for the header bar of every page. */

#define BURNISH_TYPE_MAIN_MENU (burnish_main_menu_get_type ())
G_DECLARE_FINAL_TYPE (BurnishMainMenu, burnish_main_menu, BURNISH, MAIN_MENU, AdwBin)

G_END_DECLS
