/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The window about the program: AdwAboutWindow beneath (AdwAboutDialog when the baseline is
 * libadwaita 1.5).
 */

void burnish_about_present (GtkWindow *parent);

G_END_DECLS
