/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishWrapLayout puts children beside each other, each as wide as it likes to be, and begins a
 * new line when there is no room left. What AdwWrapLayout of libadwaita 1.7 does (drop when the
 * baseline is 1.7).
 *
 * Property "spacing": between children and between lines, in pixels.
 */

#define BURNISH_TYPE_WRAP_LAYOUT (burnish_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (BurnishWrapLayout,
                      burnish_wrap_layout,
                      BURNISH,
                      WRAP_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
