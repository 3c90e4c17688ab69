/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "drive-choice.h"
#include "drive-output.h"
#include "run-job.h"
#include "verb.h"

#include <glib/gi18n-lib.h>

/* "erase" and "format": both destroy what is on the disc. */

typedef BurnishPlan *(*MakePlan) (BurnishDrive *drive,
                                  gboolean full,
                                  gboolean consent,
                                  GCancellable *cancellable,
                                  GError **error);

static char *drive_name;
static gboolean full;
static gboolean consent;

static const GOptionEntry entries[] = {
  { "drive", 0, 0, G_OPTION_ARG_FILENAME, &drive_name, N_ ("The drive, such as /dev/sr0"),
    N_ ("DRIVE") },
  { "full", 0, 0, G_OPTION_ARG_NONE, &full, N_ ("Every block, not only what describes the disc"),
    NULL },
  { "yes", 0, 0, G_OPTION_ARG_NONE, &consent, N_ ("Destroy what is on the disc"), NULL },
  { NULL },
};

static int
run (MakePlan make_plan, const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDrive) drive = NULL;
  g_autoptr (BurnishPlan) plan = NULL;

  drive = choose_drive_only (drive_name, arguments, &error);
  if (drive == NULL)
    return output_finish (output, NULL, error);
  emit_drive (output, drive);
  plan = make_plan (drive, full, consent, interrupt_get_cancellable (), &error);
  return run_plan (plan, output, error);
}

static int
run_erase (const char *const *arguments, Output *output)
{
  return run (burnish_plan_new_erase, arguments, output);
}

static int
run_format (const char *const *arguments, Output *output)
{
  return run (burnish_plan_new_format, arguments, output);
}

const Verb verb_erase = {
  .name = "erase",
  .summary = N_ ("Make a rewritable disc blank"),
  .run = run_erase,
  .options = entries,
};

const Verb verb_format = {
  .name = "format",
  .summary = N_ ("Format an overwritable disc"),
  .run = run_format,
  .options = entries,
};
