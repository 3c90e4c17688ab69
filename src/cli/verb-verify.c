/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "drive-choice.h"
#include "drive-output.h"
#include "run-job.h"
#include "verb.h"

#include <glib/gi18n-lib.h>

static char *drive_name;
static char *image_path;

static const GOptionEntry entries[] = {
  { "drive", 0, 0, G_OPTION_ARG_FILENAME, &drive_name,
    N_ ("Where the disc is: /dev/sr0, or image:PATH"), N_ ("DRIVE") },
  { "image", 0, 0, G_OPTION_ARG_FILENAME, &image_path, N_ ("Compare with this image file"),
    N_ ("FILE") },
  { NULL },
};

static int
run (const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDrive) drive = NULL;
  g_autoptr (BurnishPlan) plan = NULL;

  drive = choose_drive_only (drive_name, arguments, &error);
  if (drive == NULL)
    return output_finish (output, NULL, error);
  emit_drive (output, drive);
  plan = burnish_plan_new_verify (drive, image_path, interrupt_get_cancellable (), &error);
  return run_plan (plan, output, error);
}

const Verb verb_verify = {
  .name = "verify",
  .summary = N_ ("Compare a disc with the checksums that it carries, or with an image file"),
  .description =
      N_ ("Without --image, the disc's own SHA256SUMS is the measure. A disc that has none is read "
          "completely; exit code 62 says that it is readable and there was nothing to compare."),
  .run = run,
  .options = entries,
};
