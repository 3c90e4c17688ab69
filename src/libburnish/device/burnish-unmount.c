/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-drive-private.h"

#include "burnish-lock-owner-private.h"

#include <gio/gio.h>

#define UDISKS_NAME        "org.freedesktop.UDisks2"
#define UDISKS_PATH        "/org/freedesktop/UDisks2"
#define UDISKS_BLOCK       "org.freedesktop.UDisks2.Block"
#define UDISKS_FILESYSTEM  "org.freedesktop.UDisks2.Filesystem"
#define OBJECT_MANAGER     "org.freedesktop.DBus.ObjectManager"
#define LIST_TIMEOUT_MS    5000
#define UNMOUNT_TIMEOUT_MS 60000

static gboolean
is_block_of (GVariant *interfaces, const char *path)
{
  g_autoptr (GVariant) block = g_variant_lookup_value (interfaces, UDISKS_BLOCK, NULL);
  const char *device = NULL;

  return block && g_variant_lookup (block, "Device", "^&ay", &device) && g_str_equal (device, path);
}

static gboolean
has_mount_point (GVariant *interfaces)
{
  g_autoptr (GVariant) file_system = g_variant_lookup_value (interfaces, UDISKS_FILESYSTEM, NULL);
  g_autoptr (GVariant) points = NULL;

  if (file_system == NULL)
    return FALSE;
  points = g_variant_lookup_value (file_system, "MountPoints", G_VARIANT_TYPE ("aay"));
  return points && g_variant_n_children (points) > 0;
}

/* (nullable): the object of the mounted file system on the device. */
static char *
find_mounted_object (GVariant *reply, const char *path)
{
  g_autoptr (GVariant) objects = g_variant_get_child_value (reply, 0);
  GVariantIter iter;
  GVariant *interfaces;
  const char *object;

  g_variant_iter_init (&iter, objects);
  while (g_variant_iter_loop (&iter, "{&o@a{sa{sv}}}", &object, &interfaces))
    if (is_block_of (interfaces, path) && has_mount_point (interfaces))
      {
        char *found = g_strdup (object);

        g_variant_unref (interfaces);
        return found;
      }
  return NULL;
}

static gboolean
is_cancelled (const GError *failure)
{
  return g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

gboolean
_burnish_unmount_device (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GVariant) objects = NULL, done = NULL;
  g_autofree char *object = NULL;

  bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, cancellable, &failure);
  if (bus)
    objects =
        g_dbus_connection_call_sync (bus, UDISKS_NAME, UDISKS_PATH, OBJECT_MANAGER,
                                     "GetManagedObjects", NULL, G_VARIANT_TYPE ("(a{oa{sa{sv}}})"),
                                     0, LIST_TIMEOUT_MS, cancellable, &failure);
  if (objects == NULL)
    {
      if (is_cancelled (failure))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_debug ("no UDisks2: %s", failure->message);
      return TRUE;
    }
  object = find_mounted_object (objects, path);
  if (object == NULL)
    return TRUE;
  done = g_dbus_connection_call_sync (bus, UDISKS_NAME, object, UDISKS_FILESYSTEM, "Unmount",
                                      g_variant_new_parsed ("(@a{sv} {},)"), NULL, 0,
                                      UNMOUNT_TIMEOUT_MS, cancellable, &failure);
  if (done)
    return TRUE;
  if (is_cancelled (failure))
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    {
      g_dbus_error_strip_remote_error (failure);
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_BUSY,
                   "The disc in the drive %s cannot be unmounted: %s", path, failure->message);
    }
  return FALSE;
}

gboolean
_burnish_drive_unmount (BurnishDrive *self, GCancellable *cancellable, GError **error)
{
  BurnishDriveInfo *info = _burnish_drive_get_info (self);

  return info->is_image_file || _burnish_unmount_device (info->path, cancellable, error);
}
