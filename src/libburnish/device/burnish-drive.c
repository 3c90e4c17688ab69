/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-drive-private.h"

#include "burnish-error.h"
#include "burnish-lock-owner-private.h"
#include "burnish-udev-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define IMAGE_PREFIX "image:"

struct _BurnishDrive
{
  GObject parent_instance;

  BurnishDriveInfo *info; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BurnishDrive, burnish_drive, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_MEDIUM_CHANGED,
  N_SIGNALS,
} BurnishDriveSignal;

static guint signals[N_SIGNALS];

static void
burnish_drive_finalize (GObject *object)
{
  BurnishDrive *self = BURNISH_DRIVE (object);

  g_clear_pointer (&self->info, _burnish_drive_info_unref);

  G_OBJECT_CLASS (burnish_drive_parent_class)->finalize (object);
}

static void
burnish_drive_class_init (BurnishDriveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_drive_finalize;

  /**
   * BurnishDrive::medium-changed:
   * @self: a drive
   *
   * A disc was put in or taken out; emitted on the main context for drives of a
   * [class@Burnish.DriveMonitor]. Inspect the drive to know what is in it now.
   */
  signals[SIGNAL_MEDIUM_CHANGED] =
      g_signal_new ("medium-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
burnish_drive_init (G_GNUC_UNUSED BurnishDrive *self)
{
}

BurnishDrive *
_burnish_drive_new (BurnishDriveInfo *info)
{
  BurnishDrive *self = g_object_new (BURNISH_TYPE_DRIVE, NULL);

  self->info = info;
  return self;
}

BurnishDriveInfo *
_burnish_drive_get_info (BurnishDrive *self)
{
  return self->info;
}

void
_burnish_drive_emit_medium_changed (BurnishDrive *self)
{
  g_signal_emit (self, signals[SIGNAL_MEDIUM_CHANGED], 0);
}

static gboolean
check_node (const char *path, dev_t *number, GError **error)
{
  struct stat st;

  if (stat (path, &st) < 0)
    {
      if (errno == EACCES)
        g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_PERMISSION_DENIED,
                     "No permission to look at %s", path);
      else
        g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DRIVE, "There is no drive %s: %s", path,
                     g_strerror (errno));
      return FALSE;
    }
  if (!S_ISBLK (st.st_mode))
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DRIVE, "%s is not an optical drive",
                   path);
      return FALSE;
    }
  if (access (path, R_OK | W_OK) < 0)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_PERMISSION_DENIED,
                   "No permission to use the drive %s: log in at this computer's own screen or "
                   "join the group cdrom",
                   path);
      return FALSE;
    }
  *number = st.st_rdev;
  return TRUE;
}

/* udev knows the drive under any name that the node may have; where /sys/dev is missing, by the
   kernel's own name only. */
static UdevDevice *
lookup_device (UdevContext *udev, dev_t number, const char *path)
{
  g_autofree char *target = realpath (path, NULL);
  g_autofree char *name = g_path_get_basename (target ? target : path);
  UdevDevice *device = udev_device_new_from_devnum (udev, 'b', number);

  if (device)
    return device;
  device = udev_device_new_from_subsystem_sysname (udev, "block", name);
  if (device && udev_device_get_devnum (device) != number)
    g_clear_pointer (&device, udev_device_unref);
  return device;
}

static BurnishDriveInfo *
find_drive (dev_t number, const char *path, GError **error)
{
  g_autoptr (UdevContext) udev = udev_new ();
  g_autoptr (UdevDevice) device = udev ? lookup_device (udev, number, path) : NULL;
  const char *optical = device ? udev_device_get_property_value (device, "ID_CDROM") : NULL;
  BurnishDriveInfo *info = NULL;

  if (g_strcmp0 (optical, "1") == 0)
    info = _burnish_drive_info_new_for_udev (device);
  return info ? info : _burnish_drive_info_new_for_node (path, error);
}

/**
 * burnish_drive_new_for_path:
 * @path: (type filename): the device node of a drive, such as `/dev/sr0`, or `image:` and the path
 * of an image file
 * @error: return location for an error
 *
 * Finds a drive. Its device is not opened for writing.
 *
 * Returns: (transfer full): the drive. Errors: %BURNISH_ERROR_NO_DRIVE,
 * %BURNISH_ERROR_PERMISSION_DENIED when the device is there but may not be used by this user.
 */
BurnishDrive *
burnish_drive_new_for_path (const char *path, GError **error)
{
  BurnishDriveInfo *info;
  dev_t number;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_str_has_prefix (path, IMAGE_PREFIX))
    {
      if (path[strlen (IMAGE_PREFIX)] != '\0')
        return burnish_drive_new_for_image_file (path + strlen (IMAGE_PREFIX));
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DRIVE,
                   "“image:” must be followed by the path of the image file");
      return NULL;
    }
  if (!check_node (path, &number, error))
    return NULL;
  info = find_drive (number, path, error);
  return info ? _burnish_drive_new (info) : NULL;
}

/**
 * burnish_drive_new_for_image_file:
 * @path: (type filename): the image file, which need not exist
 *
 * Makes the built-in image-file drive: burning with it writes the image into a file.
 *
 * Returns: (transfer full): the drive
 */
BurnishDrive *
burnish_drive_new_for_image_file (const char *path)
{
  g_return_val_if_fail (path != NULL && *path != '\0', NULL);
  return _burnish_drive_new (_burnish_drive_info_new_for_image_file (path));
}

/**
 * burnish_drive_get_id:
 * @self: a drive
 *
 * Gets what identifies the drive also after it was plugged in elsewhere or the computer was started
 * anew, as far as the drive has a serial number. It can be kept in settings.
 *
 * Returns: (transfer none): the identification; `image:` and the path for an image file
 */
const char *
burnish_drive_get_id (BurnishDrive *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), NULL);
  return self->info->id;
}

/**
 * burnish_drive_get_path:
 * @self: a drive
 *
 * Returns: (type filename) (transfer none): its device node, or the absolute path of the image file
 */
const char *
burnish_drive_get_path (BurnishDrive *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), NULL);
  return self->info->path;
}

/**
 * burnish_drive_get_vendor:
 * @self: a drive
 *
 * Returns: (transfer none): who made it, as the drive says; empty when unknown
 */
const char *
burnish_drive_get_vendor (BurnishDrive *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), NULL);
  return self->info->vendor;
}

/**
 * burnish_drive_get_model:
 * @self: a drive
 *
 * Returns: (transfer none): its model, as the drive says; empty when unknown
 */
const char *
burnish_drive_get_model (BurnishDrive *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), NULL);
  return self->info->model;
}

/**
 * burnish_drive_get_revision:
 * @self: a drive
 *
 * Returns: (transfer none): the revision of its firmware; empty when unknown
 */
const char *
burnish_drive_get_revision (BurnishDrive *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), NULL);
  return self->info->revision;
}

/**
 * burnish_drive_get_serial:
 * @self: a drive
 *
 * Returns: (transfer none): its serial number; empty when unknown
 */
const char *
burnish_drive_get_serial (BurnishDrive *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), NULL);
  return self->info->serial;
}

/**
 * burnish_drive_dup_display_name:
 * @self: a drive
 *
 * Gets a name that a person knows the drive by.
 *
 * Returns: (transfer full): UTF-8
 */
char *
burnish_drive_dup_display_name (BurnishDrive *self)
{
  BurnishDriveInfo *info;
  g_autofree char *file = NULL;

  g_return_val_if_fail (BURNISH_IS_DRIVE (self), NULL);
  info = self->info;
  file = g_filename_display_basename (info->path);
  if (info->is_image_file)
    /* Translators: %s is the name of a file. */
    return g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "Image file “%s”"), file);
  if (*info->vendor != '\0' && *info->model != '\0')
    return g_strconcat (info->vendor, " ", info->model, NULL);
  if (*info->model != '\0')
    return g_strdup (info->model);
  return g_steal_pointer (&file);
}

/**
 * burnish_drive_is_image_file:
 * @self: a drive
 *
 * Returns: whether it is the built-in image-file drive
 */
gboolean
burnish_drive_is_image_file (BurnishDrive *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), FALSE);
  return self->info->is_image_file;
}

/**
 * burnish_drive_dup_lock_owner:
 * @self: a drive
 *
 * Finds out which other programs have the drive open. Programs of other users are seen by root
 * only. Takes a few milliseconds.
 *
 * Returns: (nullable) (transfer full): their names, or %NULL when there is none
 */
char *
burnish_drive_dup_lock_owner (BurnishDrive *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), NULL);
  return self->info->is_image_file ? NULL : _burnish_dup_lock_owner (self->info->path);
}

/**
 * burnish_drive_inspect:
 * @self: a drive
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Looks at the disc in the drive. It does not close the tray, and does not touch a drive that
 * another program holds for itself. Blocks for up to 30 seconds while the drive gets ready; may be
 * called from any thread.
 *
 * Returns: (transfer full): what is known of the disc. Errors: %BURNISH_ERROR_NO_DISC,
 * %BURNISH_ERROR_DRIVE_BUSY, %BURNISH_ERROR_DRIVE_NOT_READY, %BURNISH_ERROR_DRIVE_LOST,
 * %BURNISH_ERROR_NO_DRIVE, %BURNISH_ERROR_PERMISSION_DENIED; %BURNISH_ERROR_TARGET_FAILED for an
 * image file in a folder that is not there.
 */
BurnishMedium *
burnish_drive_inspect (BurnishDrive *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);
  return _burnish_drive_info_inspect (self->info, cancellable, error);
}

/**
 * burnish_drive_eject:
 * @self: a drive
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Unmounts the disc and opens the tray. Blocks for seconds; may be called from any thread.
 *
 * Returns: whether the tray is open. Errors: %BURNISH_ERROR_DRIVE_BUSY,
 * %BURNISH_ERROR_NOT_SUPPORTED for an image file, and those of a lost drive.
 */
gboolean
burnish_drive_eject (BurnishDrive *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  return _burnish_drive_info_eject (self->info, cancellable, error);
}

/**
 * burnish_drive_load:
 * @self: a drive
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Closes the tray and waits for the disc, if there is one. Drives of portable computers cannot do
 * it. Blocks for seconds; may be called from any thread.
 *
 * Returns: whether the tray is closed. Errors as for [method@Burnish.Drive.eject].
 */
gboolean
burnish_drive_load (BurnishDrive *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  return _burnish_drive_info_load (self->info, cancellable, error);
}
