/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "drives/burnish-drive-words.h"

#include <glib/gi18n.h>

static const char *
get_label (BurnishMedium *medium)
{
  const char *label = burnish_medium_get_label (medium);

  return label != NULL && label[0] != '\0' ? label : NULL;
}

/*
 * burnish_medium_dup_call_name:
 * @medium: a disc
 *
 * Returns: (transfer full): how to call it in a sentence: its label, or else its kind
 */
char *
burnish_medium_dup_call_name (BurnishMedium *medium)
{
  const char *label = get_label (medium);

  return g_strdup (label != NULL ? label : burnish_medium_get_profile_name (medium));
}

/*
 * burnish_medium_dup_disc_summary:
 * @medium: a disc
 *
 * Returns: (transfer full): its label and what it is, in one line
 */
char *
burnish_medium_dup_disc_summary (BurnishMedium *medium)
{
  g_autofree char *summary = burnish_medium_dup_summary (medium);

  if (get_label (medium) == NULL)
    return g_steal_pointer (&summary);
  /* Translators: the name of a disc and what it is: "“HOLIDAY”, DVD+RW, 1.2 GB of 4.7 GB used". */
  return g_strdup_printf (_ ("“%s”, %s"), get_label (medium), summary);
}

/*
 * burnish_drive_item_dup_summary:
 * @item: a drive
 *
 * Returns: (transfer full): what is in the drive, in one line
 */
char *
burnish_drive_item_dup_summary (BurnishDriveItem *item)
{
  BurnishMedium *medium = burnish_drive_item_get_medium (item);
  const GError *error = burnish_drive_item_get_error (item);
  g_autoptr (BurnishMessage) message = NULL;

  if (burnish_drive_item_get_job (item) != NULL)
    return g_strdup (_ ("Busy"));
  if (medium != NULL)
    return burnish_medium_dup_disc_summary (medium);
  if (error == NULL)
    return g_strdup (_ ("Looking at the disc…"));
  if (burnish_error_is_tray_open (error))
    return g_strdup (_ ("The tray is open"));
  if (g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC))
    return g_strdup (_ ("No disc"));
  message = burnish_message_new_for_error (error);
  return g_strdup (burnish_message_get_heading (message));
}

static gboolean
has_room (BurnishDriveItem *item)
{
  BurnishMedium *medium = burnish_drive_item_get_medium (item);

  return medium != NULL && burnish_medium_get_room_blocks (medium) > 0;
}

/*
 * burnish_drive_list_choose:
 * @drives: the drives
 * @settings: the settings of the application
 *
 * Returns: (transfer none) (nullable): the drive that was chosen on the start page if its disc can
 *   be written, or the one of the settings if it is there, or the first one whose disc can be
 *   written, or the first one
 */
BurnishDriveItem *
burnish_drive_list_choose (BurnishDriveList *drives, GSettings *settings)
{
  g_autofree char *id = g_settings_get_string (settings, "default-drive");
  BurnishDriveItem *chosen = burnish_drive_list_get_preferred (drives);
  guint n_drives = g_list_model_get_n_items (G_LIST_MODEL (drives));

  if (chosen == NULL || !has_room (chosen))
    chosen = burnish_drive_list_lookup (drives, id);
  for (guint i = 0; i < n_drives && chosen == NULL; i++)
    {
      g_autoptr (BurnishDriveItem) item = g_list_model_get_item (G_LIST_MODEL (drives), i);

      if (has_room (item))
        chosen = item; /* the list keeps it */
    }
  if (chosen == NULL && n_drives > 0)
    {
      g_autoptr (BurnishDriveItem) first = g_list_model_get_item (G_LIST_MODEL (drives), 0);

      chosen = first;
    }
  return chosen;
}
