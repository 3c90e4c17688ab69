/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "drive-output.h"
#include "run-job.h"
#include "verb.h"
#include "write-options.h"

#include <glib/gi18n-lib.h>

static BurnishPlan *
make_plan (BurnishDrive *drive, const char *path, GError **error)
{
  g_autoptr (BurnishMedium) medium =
      burnish_drive_inspect (drive, interrupt_get_cancellable (), error);
  g_autoptr (BurnishBurnOptions) options = NULL;

  if (medium == NULL)
    return NULL;
  options = write_options_build (burnish_medium_get_family (medium), error);
  if (options == NULL)
    return NULL;
  return burnish_plan_new_burn_image (drive, path, options, interrupt_get_cancellable (), error);
}

static int
run (const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDrive) drive = NULL;
  g_autoptr (BurnishPlan) plan = NULL;

  if (arguments[0] == NULL || arguments[1] != NULL)
    {
      g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Name exactly one image file");
      return output_finish (output, NULL, error);
    }
  drive = write_options_choose_drive (&error);
  if (drive == NULL)
    return output_finish (output, NULL, error);
  emit_drive (output, drive);
  plan = make_plan (drive, arguments[0], &error);
  return run_plan (plan, output, error);
}

const Verb verb_burn_image = {
  .name = "burn-image",
  .arguments = N_ ("FILE"),
  .summary = N_ ("Burn an image file, bit by bit, and verify"),
  .run = run,
  .write_options = TRUE,
};
