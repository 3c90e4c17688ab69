/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "image-options.h"
#include "drive-output.h"
#include "run-job.h"
#include "verb.h"
#include "write-options.h"

#include <glib/gi18n-lib.h>

/* "burn" and "image": files become a disc, or an image file. */

static gboolean append;
static gboolean keep_open;

static const GOptionEntry burn_entries[] = {
  { "append", 0, 0, G_OPTION_ARG_NONE, &append, N_ ("Add to what is on the disc; its files stay"),
    NULL },
  { "keep-open", 0, 0, G_OPTION_ARG_NONE, &keep_open,
    N_ ("Do not close the disc, so that more can be added later"), NULL },
  { NULL },
};

static BurnishPlan *
make_append_plan (BurnishDrive *drive,
                  BurnishDiscFamily family,
                  BurnishBurnOptions *options,
                  const char *const *sources,
                  Output *output,
                  GError **error)
{
  g_autoptr (BurnishImageOptions) image_options = NULL;
  g_autoptr (BurnishTreeSnapshot) snapshot =
      image_options_stage_addition (sources, family, output, &image_options, error);

  if (snapshot == NULL)
    return NULL;
  return burnish_plan_new_append (drive, snapshot, image_options, options,
                                  interrupt_get_cancellable (), error);
}

static BurnishPlan *
make_plan (BurnishDrive *drive, const char *const *sources, Output *output, GError **error)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishBurnOptions) options = NULL;
  g_autoptr (BurnishMedium) medium =
      burnish_drive_inspect (drive, interrupt_get_cancellable (), error);
  BurnishDiscFamily family;

  if (medium == NULL)
    return NULL;
  family = burnish_medium_get_family (medium);
  options = write_options_build (family, error);
  if (options == NULL || !image_options_apply (options, error))
    return NULL;
  g_object_set (options, "keep-open", keep_open, NULL);
  if (append)
    return make_append_plan (drive, family, options, sources, output, error);
  layout = image_options_lay_out (sources, family, output, error);
  if (layout == NULL)
    return NULL;
  return burnish_plan_new_burn (drive, layout, options, interrupt_get_cancellable (), error);
}

static int
burn_to (BurnishDrive *drive, const char *const *sources, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = NULL;

  emit_drive (output, drive);
  plan = make_plan (drive, sources, output, &error);
  return run_plan (plan, output, error);
}

static int
run_burn (const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDrive) drive = NULL;

  if (!image_options_check_sources (arguments, &error))
    return output_finish (output, NULL, error);
  drive = write_options_choose_drive (&error);
  if (drive == NULL)
    return output_finish (output, NULL, error);
  return burn_to (drive, arguments, output);
}

static char *image_output;

static const GOptionEntry image_entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &image_output, N_ ("The image file to write"),
    N_ ("FILE") },
  { NULL },
};

static int
run_image (const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDrive) drive = NULL;

  if (!image_options_check_sources (arguments, &error))
    return output_finish (output, NULL, error);
  if (image_output == NULL)
    {
      g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "Name the image file with --output");
      return output_finish (output, NULL, error);
    }
  drive = burnish_drive_new_for_image_file (image_output);
  return burn_to (drive, arguments, output);
}

const Verb verb_burn = {
  .name = "burn",
  .arguments = N_ ("SOURCE…"),
  .summary = N_ ("Burn files and folders, and verify"),
  .description =
      N_ ("The contents of one folder become the root of the disc; several files and folders go "
          "there under their own names."),
  .run = run_burn,
  .options = burn_entries,
  .image_options = TRUE,
  .write_options = TRUE,
};

const Verb verb_image = {
  .name = "image",
  .arguments = N_ ("SOURCE… --output FILE"),
  .summary = N_ ("Write an image file"),
  .description = N_ ("The image is what “burn” would put on a disc."),
  .run = run_image,
  .options = image_entries,
  .image_options = TRUE,
  .write_options = TRUE,
};
