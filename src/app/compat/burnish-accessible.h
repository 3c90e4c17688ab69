/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Accessible names for rows of list and column views, which GTK before 4.12 cannot be told of in
 * any direct way (drop when the baseline is 4.12: gtk_list_item_set_accessible_label()).
 */

void burnish_accessible_name_cell (GtkWidget *child, const char *name);
void burnish_accessible_name_row (GtkWidget *child, const char *name);
void burnish_accessible_set_name (GtkWidget *widget, const char *name);
void burnish_accessible_name_buttons (GtkWidget *widget);

G_END_DECLS
