/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * BurnishNautilusMenu adds to the context menu of the file manager Nautilus: “Burn to Disc…” for
 * files and folders, “Burn Image…” for an image file. It runs in Nautilus, on its main thread, so
 * it does nothing but hand over the files to the application.
 */

#define BURNISH_TYPE_NAUTILUS_MENU (burnish_nautilus_menu_get_type ())
G_DECLARE_FINAL_TYPE (BurnishNautilusMenu, burnish_nautilus_menu, BURNISH, NAUTILUS_MENU, GObject)

void _burnish_nautilus_menu_register (GTypeModule *module);

G_END_DECLS
