/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compat/burnish-uri-launcher.h"

static void
launched_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/*
 * burnish_uri_launcher_launch_async:
 * @uri: an address
 * @parent: (nullable): the window that asks
 * @callback: called when the program was started
 * @user_data: for @callback
 */
void
burnish_uri_launcher_launch_async (const char *uri,
                                   GtkWindow *parent,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GdkDisplay *display =
      parent != NULL ? gtk_widget_get_display (GTK_WIDGET (parent)) : gdk_display_get_default ();
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                           g_task_new (NULL, NULL, callback, user_data));
}

/*
 * burnish_uri_launcher_launch_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether there is a program for the address, and it was started
 */
gboolean
burnish_uri_launcher_launch_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
