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

/*
 * burnish_uri_launcher_return_cb:
 * @source: (nullable): not used
 * @result: what came of launching an address or showing a file
 * @user_data: (transfer full): a #GTask for a boolean
 *
 * The callback of somebody who launches or shows something as the last step of a task: ends the
 * task the same way.
 */
void
burnish_uri_launcher_return_cb (GObject *source G_GNUC_UNUSED,
                                GAsyncResult *result,
                                gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* ---- A file in its folder ---- */

typedef struct
{
  GFile *file;       /* (owned) */
  GtkWindow *parent; /* (owned) (nullable) */
} Shown;

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_object_unref (shown->file);
  g_clear_object (&shown->parent);
  g_free (shown);
}

static void
show_folder (GTask *task)
{
  const Shown *shown = g_task_get_task_data (task);
  g_autoptr (GFile) folder = g_file_get_parent (shown->file);
  g_autofree char *uri = g_file_get_uri (folder != NULL ? folder : shown->file);

  burnish_uri_launcher_launch_async (uri, shown->parent, burnish_uri_launcher_return_cb,
                                     g_object_ref (task));
}

static void
items_shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);

  /* Not every file manager can point at a file. */
  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
  else
    show_folder (task);
}

/*
 * burnish_uri_launcher_show_file_async:
 * @file: a file or folder
 * @parent: (nullable): the window that asks
 * @callback: called when the file manager was asked
 * @user_data: for @callback
 *
 * Has the file manager show @file in its folder
 * (https://www.freedesktop.org/wiki/Specifications/file-manager-interface/), or only the folder.
 */
void
burnish_uri_launcher_show_file_async (GFile *file,
                                      GtkWindow *parent,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GDBusConnection *bus = g_application_get_dbus_connection (g_application_get_default ());
  g_autoptr (GTask) task = NULL;
  g_autofree char *uri = NULL;
  const char *uris[] = { NULL, NULL };
  Shown *shown;

  g_return_if_fail (G_IS_FILE (file));

  shown = g_new0 (Shown, 1);
  shown->file = g_object_ref (file);
  g_set_object (&shown->parent, parent);
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_task_data (task, shown, shown_free);
  if (bus == NULL)
    {
      show_folder (task);
      return;
    }
  uris[0] = uri = g_file_get_uri (file);
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, items_shown_cb, g_object_ref (task));
}

/*
 * burnish_uri_launcher_show_file_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether a file manager could be asked
 */
gboolean
burnish_uri_launcher_show_file_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
