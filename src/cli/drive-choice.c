/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "drive-choice.h"

BurnishDrive *
choose_drive (const char *name, GError **error)
{
  g_autoptr (BurnishDriveMonitor) monitor = NULL;
  guint n_drives;

  if (name)
    return burnish_drive_new_for_path (name, error);

  monitor = burnish_drive_monitor_new ();
  n_drives = g_list_model_get_n_items (G_LIST_MODEL (monitor));
  if (n_drives == 1)
    return g_list_model_get_item (G_LIST_MODEL (monitor), 0);
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DRIVE,
               n_drives == 0
                   ? "There is no optical drive; name one with --drive, or use --drive image:PATH"
                   : "There are %u drives; choose one with --drive",
               n_drives);
  return NULL;
}

BurnishDrive *
choose_drive_only (const char *name, const char *const *arguments, GError **error)
{
  if (arguments[0] == NULL)
    return choose_drive (name, error);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Name the drive with --drive");
  return NULL;
}
