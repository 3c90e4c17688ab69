/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "plan-output.h"

#include "file-system-options.h"

#include <glib/gi18n-lib.h>

static void
emit_plan (Output *output, BurnishPlan *plan)
{
  g_autofree char *json = burnish_plan_to_json (plan);
  JsonBuilder *event = output_begin_event (output, "plan");

  output_add_members (event, json);
  output_end_event (output);
}

static const char *
step_to_text (BurnishPlanStep step)
{
  switch (step)
    {
    case BURNISH_STEP_ERASE:
      return _ ("erase");
    case BURNISH_STEP_FORMAT:
      return _ ("format");
    case BURNISH_STEP_WRITE:
      return _ ("write");
    case BURNISH_STEP_CLOSE:
      return _ ("close");
    case BURNISH_STEP_RELOAD:
      return _ ("reload");
    case BURNISH_STEP_VERIFY:
      return _ ("verify");
    case BURNISH_STEP_EJECT:
      return _ ("eject");
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
steps_to_text (BurnishPlan *plan)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < burnish_plan_get_n_steps (plan); i++)
    g_ptr_array_add (words, (char *) step_to_text (burnish_plan_get_step (plan, i)));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **) words->pdata);
}

static void
remark_file_systems (BurnishImageLayout *layout)
{
  g_autofree char *text = NULL;

  if (layout == NULL)
    return;
  text = file_system_options_describe (layout);
  output_remark ("%s: %s\n", text,
                 burnish_file_system_reason_to_text (
                     burnish_image_layout_get_file_system_reason (layout)));
}

/* What becomes of what is on the disc. */
static void
remark_addition (BurnishPlan *plan)
{
  GPtrArray *replaced = burnish_plan_get_replaced (plan);
  guint32 n_kept = burnish_plan_get_n_kept_files (plan);

  if (!burnish_plan_get_appends (plan))
    return;
  output_remark (g_dngettext (GETTEXT_PACKAGE, "%u file that is on the disc stays there.\n",
                              "%u files that are on the disc stay there.\n", n_kept),
                 n_kept);
  for (guint i = 0; i < replaced->len; i++)
    {
      g_autofree char *path = _burnish_text_escape (g_ptr_array_index (replaced, i));

      /* Translators: the path of a file on the disc. */
      output_remark (_ ("Replaces %s\n"), path);
    }
}

void
print_plan (Output *output, BurnishPlan *plan)
{
  g_autofree char *drive = burnish_drive_dup_display_name (burnish_plan_get_drive (plan));
  g_autofree char *steps = steps_to_text (plan);
  g_autofree char *size = g_format_size (burnish_plan_get_n_blocks (plan) * BURNISH_BLOCK_SIZE);
  guint64 seconds = burnish_plan_get_estimated_seconds (plan);

  if (output_is_json (output))
    {
      emit_plan (output, plan);
      return;
    }
  output_remark ("%s: %s\n", drive, steps);
  if (burnish_plan_get_n_blocks (plan) > 0)
    /* Translators: a size, and minutes and seconds. */
    output_remark (_ ("%s, about %u:%02u\n"), size, (guint) (seconds / 60), (guint) (seconds % 60));
  remark_file_systems (burnish_plan_get_layout (plan));
  remark_addition (plan);
  if (burnish_plan_get_overwrites (plan))
    output_remark ("%s\n", _ ("What is on the disc will be lost."));
  for (guint i = 0; i < burnish_plan_get_n_notes (plan); i++)
    output_remark ("%s\n", burnish_plan_get_note (plan, i));
}
