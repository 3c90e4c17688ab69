/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-drive-private.h"
#include "burnish-mmc-private.h"

#define TYPE_CD_DVD 5 /* peripheral device type, SPC-4 6.4.2 */

BurnishDriveInfo *
_burnish_drive_info_ref (BurnishDriveInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_info (gpointer data)
{
  BurnishDriveInfo *self = data;

  g_free (self->path);
  g_free (self->id);
  g_free (self->vendor);
  g_free (self->model);
  g_free (self->revision);
  g_free (self->serial);
}

void
_burnish_drive_info_unref (BurnishDriveInfo *self)
{
  g_atomic_rc_box_release_full (self, clear_info);
}

static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_utf8_make_valid (text ? text : "", -1));
}

/* sysfs has the names as the drive gives them; udev's have their spaces replaced. */
static char *
dup_name (struct udev_device *device, const char *attribute, const char *property)
{
  struct udev_device *scsi =
      udev_device_get_parent_with_subsystem_devtype (device, "scsi", "scsi_device");
  const char *value = scsi ? udev_device_get_sysattr_value (scsi, attribute) : NULL;
  char *name;

  if (value && *value != '\0')
    return dup_stripped (value);
  name = dup_stripped (udev_device_get_property_value (device, property));
  return g_strdelimit (name, "_", ' ');
}

/* The serial number makes a drive unique; without one, the socket that it is plugged into. */
static char *
dup_id (struct udev_device *device)
{
  const char *serial = udev_device_get_property_value (device, "ID_SERIAL");
  const char *short_serial = udev_device_get_property_value (device, "ID_SERIAL_SHORT");
  const char *socket = udev_device_get_property_value (device, "ID_PATH");

  if (serial && (short_serial || socket == NULL))
    return g_strdup (serial);
  if (serial)
    return g_strconcat (serial, "@", socket, NULL);
  return g_strdup (socket ? socket : udev_device_get_devnode (device));
}

BurnishDriveInfo *
_burnish_drive_info_new_for_udev (struct udev_device *device)
{
  const char *node = udev_device_get_devnode (device);
  BurnishDriveInfo *self;

  if (node == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (BurnishDriveInfo);
  self->path = g_strdup (node);
  self->id = dup_id (device);
  self->vendor = dup_name (device, "vendor", "ID_VENDOR");
  self->model = dup_name (device, "model", "ID_MODEL");
  self->revision = dup_name (device, "rev", "ID_REVISION");
  self->serial = dup_stripped (udev_device_get_property_value (device, "ID_SERIAL_SHORT"));
  return self;
}

BurnishDriveInfo *
_burnish_drive_info_new_for_node (const char *path, GError **error)
{
  g_autoptr (BurnishMmc) mmc = _burnish_mmc_open (path, BURNISH_MMC_READ_ONLY, error);
  BurnishInquiry inquiry;
  BurnishDriveInfo *self;

  if (mmc == NULL || !_burnish_mmc_inquiry (mmc, &inquiry, error))
    return NULL;
  if (inquiry.device_type != TYPE_CD_DVD)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DRIVE, "%s is not an optical drive",
                   path);
      return NULL;
    }
  self = g_atomic_rc_box_new0 (BurnishDriveInfo);
  self->path = g_strdup (path);
  self->id = g_strdup (path);
  self->vendor = dup_stripped (inquiry.vendor);
  self->model = dup_stripped (inquiry.model);
  self->revision = dup_stripped (inquiry.revision);
  self->serial = g_strdup ("");
  return self;
}

BurnishDriveInfo *
_burnish_drive_info_new_for_image_file (const char *path)
{
  BurnishDriveInfo *self = g_atomic_rc_box_new0 (BurnishDriveInfo);

  self->is_image_file = TRUE;
  self->path = g_canonicalize_filename (path, NULL);
  self->id = g_strconcat ("image:", self->path, NULL);
  self->vendor = g_strdup ("");
  self->model = g_strdup ("");
  self->revision = g_strdup ("");
  self->serial = g_strdup ("");
  return self;
}
