/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "drive-choice.h"
#include "drive-output.h"
#include "verb.h"

#include <glib/gi18n-lib.h>

static int
run (const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDrive) drive = NULL;
  g_autoptr (BurnishMedium) medium = NULL;
  g_autofree char *name = NULL;

  if (arguments[0] && arguments[1])
    {
      g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Name one drive");
      return output_finish (output, NULL, error);
    }
  drive = choose_drive (arguments[0], &error);
  if (drive == NULL)
    return output_finish (output, NULL, error);

  emit_drive (output, drive);
  name = burnish_drive_dup_display_name (drive);
  output_print (output, "%-16s %s (%s)\n", _ ("Drive"), name, burnish_drive_get_path (drive));
  medium = burnish_drive_inspect (drive, interrupt_get_cancellable (), &error);
  if (medium || g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC))
    emit_medium (output, drive, medium);
  if (medium)
    print_medium (output, medium);
  return output_finish (output, NULL, error);
}

const Verb verb_info = {
  .name = "info",
  .arguments = N_ ("[DRIVE]"),
  .summary = N_ ("Show the disc in a drive and what can be done with it"),
  .run = run,
};
