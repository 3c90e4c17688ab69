/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-show-location.h"

#include "compat/burnish-uri-launcher.h"

static void
show_file (GTask *task, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  burnish_uri_launcher_show_file_async (file, NULL, burnish_uri_launcher_return_cb,
                                        g_object_ref (task));
}

static GVolume *
find_volume (BurnishDrive *drive)
{
  g_autoptr (GVolumeMonitor) monitor = g_volume_monitor_get ();
  GList *volumes = g_volume_monitor_get_volumes (monitor);
  GVolume *found = NULL;

  for (GList *l = volumes; l != NULL && found == NULL; l = l->next)
    {
      g_autofree char *device =
          g_volume_get_identifier (l->data, G_VOLUME_IDENTIFIER_KIND_UNIX_DEVICE);

      if (g_strcmp0 (device, burnish_drive_get_path (drive)) == 0)
        found = g_object_ref (l->data);
    }
  g_list_free_full (volumes, g_object_unref);
  return found;
}

static void
show_mount (GTask *task, GMount *mount)
{
  g_autoptr (GFile) root = g_mount_get_root (mount);
  g_autofree char *uri = g_file_get_uri (root);

  burnish_uri_launcher_launch_async (uri, NULL, burnish_uri_launcher_return_cb,
                                     g_object_ref (task));
}

static void
mounted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GMount) mount = NULL;
  GError *error = NULL;

  if (!g_volume_mount_finish (G_VOLUME (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  mount = g_volume_get_mount (G_VOLUME (object));
  if (mount != NULL)
    show_mount (task, mount);
  else
    g_task_return_new_error (task, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY,
                             "The disc was not mounted");
}

static void
show_disc (GTask *task, BurnishDrive *drive)
{
  g_autoptr (GVolume) volume = find_volume (drive);
  g_autoptr (GMount) mount = volume != NULL ? g_volume_get_mount (volume) : NULL;

  if (mount != NULL)
    show_mount (task, mount);
  else if (volume != NULL)
    g_volume_mount (volume, G_MOUNT_MOUNT_NONE, NULL, NULL, mounted_cb, g_object_ref (task));
  else
    g_task_return_new_error (task, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY,
                             "The system does not show the disc in %s (yet)",
                             burnish_drive_get_path (drive));
}

/*
 * burnish_show_location_async:
 * @drive: a drive, or an image file
 * @callback: called when the file manager was asked
 * @user_data: for @callback
 */
void
burnish_show_location_async (BurnishDrive *drive, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (drive, NULL, callback, user_data);

  if (burnish_drive_is_image_file (drive))
    show_file (task, burnish_drive_get_path (drive));
  else
    show_disc (task, drive);
}

gboolean
burnish_show_location_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
