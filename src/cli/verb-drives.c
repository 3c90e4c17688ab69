/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "drive-output.h"
#include "verb.h"

#include <glib/gi18n-lib.h>

/* What is in a drive, in one line; a drive that cannot be asked says why. */
static char *
dup_contents (Output *output, BurnishDrive *drive)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishMedium) medium =
      burnish_drive_inspect (drive, interrupt_get_cancellable (), &error);

  if (medium || g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC))
    emit_medium (output, drive, medium);
  if (medium)
    return burnish_medium_dup_summary (medium);
  return g_strdup (error->message);
}

static void
show_drive (Output *output, BurnishDrive *drive)
{
  g_autofree char *name = burnish_drive_dup_display_name (drive);
  g_autofree char *owner = burnish_drive_dup_lock_owner (drive);
  g_autofree char *contents = NULL;

  emit_drive (output, drive);
  contents = dup_contents (output, drive);
  output_print (output, "%-12s %s\n", burnish_drive_get_path (drive), name);
  output_print (output, "%-12s %s\n", "", contents);
  if (owner)
    output_print (output, _ ("%-12s in use by %s\n"), "", owner);
}

static int
run (const char *const *arguments, Output *output)
{
  g_autoptr (BurnishDriveMonitor) monitor = NULL;
  g_autoptr (GError) error = NULL;
  guint n_drives;

  if (arguments[0])
    {
      g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "drives takes no argument");
      return output_finish (output, NULL, error);
    }
  monitor = burnish_drive_monitor_new ();
  n_drives = g_list_model_get_n_items (G_LIST_MODEL (monitor));
  for (guint i = 0; i < n_drives; i++)
    {
      g_autoptr (BurnishDrive) drive = g_list_model_get_item (G_LIST_MODEL (monitor), i);

      show_drive (output, drive);
    }
  if (n_drives == 0)
    output_print (
        output, "%s\n",
        _ ("There is no optical drive. Image files work without one: --drive image:PATH"));
  return output_finish (output, NULL, NULL);
}

const Verb verb_drives = {
  .name = "drives",
  .summary = N_ ("List the drives and what is in them"),
  .run = run,
};
