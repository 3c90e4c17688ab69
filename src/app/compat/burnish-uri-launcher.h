/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Opens an address with the program for it, or shows a file in the file manager, in the shape of
 * GtkUriLauncher and GtkFileLauncher (drop when the baseline is GTK 4.10).
 */

void burnish_uri_launcher_launch_async (const char *uri,
                                        GtkWindow *parent,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean burnish_uri_launcher_launch_finish (GAsyncResult *result, GError **error);

void burnish_uri_launcher_show_file_async (GFile *file,
                                           GtkWindow *parent,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean burnish_uri_launcher_show_file_finish (GAsyncResult *result, GError **error);

void burnish_uri_launcher_return_cb (GObject *source, GAsyncResult *result, gpointer user_data);

G_END_DECLS
