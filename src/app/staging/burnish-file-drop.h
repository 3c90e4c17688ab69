/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Files that come from other programs: dropped on a widget, or copied there and pasted here. What
 * is dragged inside of this program is left to others.
 */

/* Called with a list of GFile, and where they were dropped in the widget. */
typedef void (*BurnishFileDropFunc) (GtkWidget *widget,
                                     GListModel *files,
                                     double x,
                                     double y,
                                     gpointer user_data);

void burnish_file_drop_attach (GtkWidget *widget, BurnishFileDropFunc func, gpointer user_data);

gboolean burnish_file_paste_is_possible (GtkWidget *widget);
void burnish_file_paste_async (GtkWidget *widget,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GListModel *burnish_file_paste_finish (GAsyncResult *result, GError **error);

G_END_DECLS
