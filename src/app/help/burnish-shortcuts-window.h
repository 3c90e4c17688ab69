/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The window of keyboard shortcuts, made from the table in burnish-accelerators.c. The only file
 * that knows GtkShortcutsWindow.
 */

GtkWindow *burnish_shortcuts_window_new (GtkWindow *parent);

G_END_DECLS
