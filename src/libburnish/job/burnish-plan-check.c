/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-plan-private.h"

#include "burnish-error.h"
#include "burnish-feature.h"
#include "burnish-format.h"
#include "burnish-source-private.h"

#include <glib/gstdio.h>

/* MMC-6 table 92. */
#define PROFILE_DVD_R_DL    0x15
#define PROFILE_DVD_PLUS_RW 0x1A

/* Notes are for reading; the whole list is in the names. */
#define MAX_NOTED_PATHS 20

/* Every reason is looked for, so that a person hears all of them at once. */

static void G_GNUC_PRINTF (3, 4)
    add_reason (GPtrArray *reasons, BurnishError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (reasons, g_error_new_valist (BURNISH_ERROR, code, format, args));
  va_end (args);
}

static void
add_step (GArray *steps, BurnishPlanStep step)
{
  if (steps != NULL)
    g_array_append_val (steps, step);
}

static void
add_medium_reason (GPtrArray *reasons,
                   BurnishError code,
                   BurnishMedium *medium,
                   BurnishOperation operation,
                   const char *what)
{
  g_autofree char *why = burnish_medium_dup_reason (medium, operation);

  if (why != NULL)
    add_reason (reasons, code, "The %s %s: %s", burnish_medium_get_profile_name (medium), what,
                why);
  else
    add_reason (reasons, code, "The %s %s", burnish_medium_get_profile_name (medium), what);
}

/* Whether a person would lose something. */
static gboolean
holds_data (BurnishMedium *medium)
{
  return (burnish_medium_get_state (medium) & (BURNISH_MEDIUM_UNFORMATTED | BURNISH_MEDIUM_BLANK))
         == 0;
}

static void
refuse_data (GPtrArray *reasons, BurnishMedium *medium, gboolean can_be_overwritten)
{
  const char *label = burnish_medium_get_label (medium);
  const char *name = burnish_medium_get_profile_name (medium);

  if (can_be_overwritten && label != NULL)
    add_reason (reasons, BURNISH_ERROR_DISC_NOT_BLANK,
                "The %s holds data (“%s”), and overwriting was not allowed", name, label);
  else if (can_be_overwritten)
    add_reason (reasons, BURNISH_ERROR_DISC_NOT_BLANK,
                "The %s holds data, and overwriting was not allowed", name);
  else if (burnish_medium_get_state (medium) & BURNISH_MEDIUM_APPENDABLE)
    add_reason (reasons, BURNISH_ERROR_DISC_NOT_BLANK,
                "The %s already holds a session; another would hide its files", name);
  else
    add_reason (reasons, BURNISH_ERROR_DISC_NOT_BLANK,
                "The %s is not blank and cannot be overwritten", name);
}

static void
check_room (BurnishPlan *plan, guint64 room, GPtrArray *reasons)
{
  guint64 missing;

  if (plan->n_blocks <= room)
    return;
  missing = (plan->n_blocks - room) * BURNISH_BLOCK_SIZE;
  add_reason (reasons, plan->image_file ? BURNISH_ERROR_TARGET_FULL : BURNISH_ERROR_DISC_TOO_SMALL,
              "The image does not fit by %" G_GUINT64_FORMAT " bytes: it has %" G_GUINT64_FORMAT
              " bytes, and there is room for %" G_GUINT64_FORMAT,
              missing, plan->n_blocks * BURNISH_BLOCK_SIZE, room * BURNISH_BLOCK_SIZE);
}

/* Erasing or formatting before writing, where the medium needs it. Returns the room for the image,
   0 when only the erased disc can tell. */
static guint64
check_preparation (BurnishMedium *medium, gboolean consent, GArray *steps, GPtrArray *reasons)
{
  BurnishMediumState state = burnish_medium_get_state (medium);
  gboolean overwritable = (state & BURNISH_MEDIUM_OVERWRITABLE) != 0;
  gboolean erasable = burnish_medium_can (medium, BURNISH_OPERATION_ERASE_QUICK);

  if (holds_data (medium) && !overwritable)
    {
      if (!erasable || !consent)
        refuse_data (reasons, medium, erasable);
      add_step (steps, BURNISH_STEP_ERASE);
      return erasable ? burnish_medium_get_room_blocks (medium)
                      : burnish_medium_get_free_blocks (medium);
    }
  if (holds_data (medium) && !consent)
    refuse_data (reasons, medium, TRUE);
  if (!holds_data (medium) && !burnish_medium_can (medium, BURNISH_OPERATION_WRITE))
    add_medium_reason (reasons, BURNISH_ERROR_DISC_NOT_SUPPORTED, medium, BURNISH_OPERATION_WRITE,
                       "cannot be written");
  /* A DVD+RW is formatted by its first write. */
  if ((state & BURNISH_MEDIUM_UNFORMATTED)
      && burnish_medium_get_profile (medium) != PROFILE_DVD_PLUS_RW)
    add_step (steps, BURNISH_STEP_FORMAT);
  return overwritable ? burnish_medium_get_capacity_blocks (medium)
                      : burnish_medium_get_free_blocks (medium);
}

guint64
_burnish_plan_check_medium (BurnishPlan *plan,
                            BurnishMedium *medium,
                            gboolean consent,
                            GArray *steps,
                            GPtrArray *reasons)
{
  BurnishMediumState state = burnish_medium_get_state (medium);
  guint64 room;

  /* No other reason matters for a disc that cannot be written in any way. */
  if (state & BURNISH_MEDIUM_UNSUPPORTED)
    {
      add_medium_reason (reasons, BURNISH_ERROR_DISC_NOT_SUPPORTED, medium, BURNISH_OPERATION_WRITE,
                         "cannot be written");
      return 0;
    }
  if (state & BURNISH_MEDIUM_WRITE_PROTECTED)
    {
      add_medium_reason (reasons, BURNISH_ERROR_DISC_WRITE_PROTECTED, medium,
                         BURNISH_OPERATION_WRITE, "is write protected");
      return 0;
    }
  room = check_preparation (medium, consent, steps, reasons);
  if (room > 0 || !holds_data (medium))
    check_room (plan, room, reasons);
  if (plan->options->simulate && !burnish_medium_can (medium, BURNISH_OPERATION_SIMULATE))
    add_medium_reason (reasons, BURNISH_ERROR_NOT_SUPPORTED, medium, BURNISH_OPERATION_SIMULATE,
                       "cannot be written in a simulation");
  return room;
}

static void
check_image_file (BurnishPlan *plan, GPtrArray *reasons)
{
  const char *path = burnish_drive_get_path (plan->drive);
  GStatBuf info;

  if (g_stat (path, &info) == 0 && S_ISREG (info.st_mode))
    {
      plan->overwrites = TRUE;
      if (!plan->options->consent)
        {
          g_autofree char *display = g_filename_display_name (path);

          add_reason (reasons, BURNISH_ERROR_TARGET_EXISTS,
                      "The file “%s” exists, and replacing it was not allowed", display);
          burnish_error_set_path (g_ptr_array_index (reasons, reasons->len - 1), path);
        }
    }
  else if (g_stat (path, &info) == 0 && plan->options->verify)
    {
      g_autofree char *display = g_filename_display_name (path);

      add_reason (reasons, BURNISH_ERROR_NOT_SUPPORTED,
                  "“%s” is no regular file and cannot be read back; use --no-verify", display);
      burnish_error_set_path (g_ptr_array_index (reasons, reasons->len - 1), path);
    }
  if (plan->options->simulate)
    add_reason (reasons, BURNISH_ERROR_NOT_SUPPORTED, "Writing an image file cannot be simulated");
  if (plan->options->copies > 1)
    add_reason (reasons, BURNISH_ERROR_INVALID_ARGUMENT, "An image file has only one copy");
  if (plan->medium != NULL)
    check_room (plan, burnish_medium_get_free_blocks (plan->medium), reasons);
}

static gboolean
check_sources (BurnishPlan *plan, GPtrArray *reasons, GCancellable *cancellable, GError **error)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (plan->layout);
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);
  g_auto (BurnishSourceChecker) checker = BURNISH_SOURCE_CHECKER_INIT;

  for (BurnishNode node = 0; node < n_nodes; node++)
    {
      g_autoptr (GError) failure = NULL;

      if (burnish_tree_snapshot_get_kind (snapshot, node) != BURNISH_NODE_FILE)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (_burnish_source_check_next (&checker, snapshot, node, &failure))
        continue;
      if (plan->options->on_bad_source == BURNISH_BAD_SOURCE_FILL)
        g_ptr_array_add (plan->notes, g_strdup (failure->message));
      else
        g_ptr_array_add (reasons, g_steal_pointer (&failure));
    }
  return TRUE;
}

static void
note_missing_names (BurnishPlan *plan, BurnishNamespace ns, const char *name)
{
  g_autoptr (GArray) missing = burnish_image_layout_dup_missing (plan->layout, ns);

  if (missing->len > 0)
    g_ptr_array_add (plan->notes,
                     g_strdup_printf ("%u files, folders or links cannot be seen through %s names",
                                      missing->len, name));
}

static void
note_paths (BurnishPlan *plan, const GArray *nodes, const char *what, const char *what_more)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (plan->layout);

  for (guint i = 0; i < MIN (nodes->len, MAX_NOTED_PATHS); i++)
    {
      g_autofree char *path =
          burnish_tree_snapshot_dup_path (snapshot, g_array_index (nodes, BurnishNode, i));
      g_autofree char *shown = g_utf8_make_valid (path, -1);

      g_ptr_array_add (plan->notes, g_strdup_printf ("%s: %s", what, shown));
    }
  if (nodes->len > MAX_NOTED_PATHS)
    g_ptr_array_add (plan->notes,
                     g_strdup_printf ("%u more %s", nodes->len - MAX_NOTED_PATHS, what_more));
}

/* What is not on a disc that has UDF only is not on the disc at all, so it is told by path. */
static void
note_missing_paths (BurnishPlan *plan)
{
  g_autoptr (GArray) missing =
      burnish_image_layout_dup_missing (plan->layout, BURNISH_NAMESPACE_UDF);

  note_paths (plan, missing, "Not in the UDF tree",
              "files, folders or links are not in the UDF tree");
}

static void
note_missing_streams (BurnishPlan *plan)
{
  g_autoptr (GArray) files = burnish_image_layout_dup_without_streams (plan->layout);

  note_paths (plan, files, "Some extended attributes are left out",
              "files or folders lose extended attributes");
}

static void
note_changed_names (BurnishPlan *plan, BurnishNamespace ns, const char *name)
{
  g_autoptr (GArray) changed = burnish_image_layout_dup_changed (plan->layout, ns);

  if (changed->len > 0)
    g_ptr_array_add (plan->notes, g_strdup_printf ("%u names do not fit %s and were changed",
                                                   changed->len, name));
}

/* Drives take the highest speed that they have up to the wanted one, or else their lowest. */
static void
note_speed (BurnishPlan *plan)
{
  GPtrArray *speeds = burnish_medium_get_write_speeds (plan->medium);
  guint32 wanted = plan->options->speed_kbs;
  guint32 best = 0, lowest = G_MAXUINT32;

  for (guint i = 0; i < speeds->len; i++)
    {
      guint32 speed = ((const BurnishWriteSpeed *) g_ptr_array_index (speeds, i))->speed_kbs;

      lowest = MIN (lowest, speed);
      if (speed <= wanted)
        best = MAX (best, speed);
    }
  if (wanted == 0 || speeds->len == 0 || best == wanted)
    return;
  g_ptr_array_add (plan->notes,
                   g_strdup_printf ("The drive does not list %u kB/s for this disc; it will "
                                    "probably write with %u kB/s",
                                    wanted, best > 0 ? best : lowest));
}

static void
check_keep_open (BurnishPlan *plan, GPtrArray *reasons)
{
  if (!plan->options->keep_open || burnish_medium_can_stay_open (plan->medium))
    return;
  if (plan->image_file || (burnish_medium_get_state (plan->medium) & BURNISH_MEDIUM_OVERWRITABLE))
    g_ptr_array_add (plan->notes, g_strdup ("More can always be added to it: there is nothing that "
                                            "would have to be kept open"));
  else if (burnish_medium_get_profile (plan->medium) == PROFILE_DVD_R_DL)
    add_reason (reasons, BURNISH_ERROR_NOT_SUPPORTED,
                "A DVD-R with two layers cannot be kept open");
  else
    add_reason (reasons, BURNISH_ERROR_NOT_SUPPORTED,
                "The disc cannot be kept open: the drive writes it in one go only; a DVD-RW that "
                "was erased quickly can be erased completely");
}

gboolean
_burnish_plan_refuse (GPtrArray *reasons, GError **error)
{
  const GError *first;
  GError *refusal;

  if (reasons->len == 0)
    return TRUE;
  first = g_ptr_array_index (reasons, 0);
  if (reasons->len == 1)
    refusal = g_error_new_literal (BURNISH_ERROR, BURNISH_ERROR_REFUSED, first->message);
  else
    refusal = g_error_new (BURNISH_ERROR, BURNISH_ERROR_REFUSED, "%s (and %u more reasons)",
                           first->message, reasons->len - 1);
  for (guint i = 0; i < reasons->len; i++)
    burnish_error_add_reason (refusal, g_ptr_array_index (reasons, i));
  g_propagate_error (error, refusal);
  return FALSE;
}

gboolean
_burnish_plan_check_burn (BurnishPlan *plan, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  BurnishBurnOptions *options = plan->options;

  if (plan->added != NULL)
    {
      plan->free_blocks = _burnish_plan_check_append (plan, reasons);
      note_speed (plan);
    }
  else if (plan->image_file)
    {
      check_image_file (plan, reasons);
      if (plan->medium != NULL)
        plan->free_blocks = burnish_medium_get_free_blocks (plan->medium);
    }
  else
    {
      plan->free_blocks =
          _burnish_plan_check_medium (plan, plan->medium, options->consent, plan->steps, reasons);
      plan->overwrites = holds_data (plan->medium);
      note_speed (plan);
    }
  if (plan->medium != NULL)
    check_keep_open (plan, reasons);
  if (plan->layout != NULL)
    {
      if (!check_sources (plan, reasons, cancellable, error))
        return FALSE;
      note_missing_names (plan, BURNISH_NAMESPACE_JOLIET, "Joliet");
      note_changed_names (plan, BURNISH_NAMESPACE_ROCK_RIDGE, "Rock Ridge");
      if (burnish_image_layout_get_udf_revision (plan->layout) != BURNISH_UDF_NONE)
        {
          note_missing_paths (plan);
          note_changed_names (plan, BURNISH_NAMESPACE_UDF, "UDF");
          note_missing_streams (plan);
        }
    }
  if (!_burnish_plan_refuse (reasons, error))
    return FALSE;

  add_step (plan->steps, BURNISH_STEP_WRITE);
  add_step (plan->steps, BURNISH_STEP_CLOSE);
  if (options->verify && !options->simulate)
    {
      add_step (plan->steps, BURNISH_STEP_RELOAD);
      add_step (plan->steps, BURNISH_STEP_VERIFY);
    }
  if (options->verify && options->simulate)
    g_ptr_array_add (plan->notes, g_strdup ("A simulated burn is not verified"));
  /* The next copy needs another disc, so the tray opens in any case. */
  if ((options->eject || options->copies > 1) && !plan->image_file)
    add_step (plan->steps, BURNISH_STEP_EJECT);
  return TRUE;
}

gboolean
_burnish_plan_check_erase (BurnishPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  BurnishMediumState state = burnish_medium_get_state (plan->medium);
  BurnishOperation operation = plan->kind == BURNISH_PLAN_FORMAT ? BURNISH_OPERATION_FORMAT
                               : plan->full                      ? BURNISH_OPERATION_ERASE_FULL
                                                                 : BURNISH_OPERATION_ERASE_QUICK;
  const char *what = plan->kind == BURNISH_PLAN_FORMAT ? "cannot be formatted" : "cannot be erased";

  plan->overwrites = holds_data (plan->medium);
  if (state & BURNISH_MEDIUM_WRITE_PROTECTED)
    add_medium_reason (reasons, BURNISH_ERROR_DISC_WRITE_PROTECTED, plan->medium, operation,
                       "is write protected");
  else if (!burnish_medium_can (plan->medium, operation))
    add_medium_reason (reasons, BURNISH_ERROR_DISC_NOT_ERASABLE, plan->medium, operation, what);
  else if (plan->overwrites && !plan->options->consent)
    refuse_data (reasons, plan->medium, TRUE);
  return _burnish_plan_refuse (reasons, error);
}
