/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-job-words.h"

#include <glib/gi18n.h>

static gboolean
writes_image_file (BurnishPlan *plan)
{
  return burnish_drive_is_image_file (burnish_plan_get_drive (plan));
}

static gboolean
is_burn (BurnishPlan *plan)
{
  BurnishPlanKind kind = burnish_plan_get_kind (plan);

  return kind == BURNISH_PLAN_BURN_TREE || kind == BURNISH_PLAN_BURN_IMAGE;
}

/* ---- What it is ---- */

/* Name of what is burned; "" when it has none. */
static char *
dup_subject (BurnishPlan *plan)
{
  const char *path = burnish_plan_get_image_path (plan);

  if (writes_image_file (plan))
    path = burnish_drive_get_path (burnish_plan_get_drive (plan));
  if (path != NULL)
    return g_filename_display_basename (path);
  if (burnish_plan_get_layout (plan) == NULL)
    return g_strdup ("");
  return g_strdup (burnish_image_layout_get_volume_id (burnish_plan_get_layout (plan)));
}

char *
burnish_job_words_dup_title (BurnishJob *job)
{
  BurnishPlan *plan = burnish_job_get_plan (job);
  g_autofree char *subject = dup_subject (plan);

  switch (burnish_plan_get_kind (plan))
    {
    case BURNISH_PLAN_BURN_TREE:
    case BURNISH_PLAN_BURN_IMAGE:
      if (writes_image_file (plan))
        /* Translators: title of a window; %s is the name of an image file. */
        return g_strdup_printf (_ ("Writing %s"), subject);
      if (*subject == '\0')
        return g_strdup (_ ("Burning a Disc"));
      /* Translators: title of a window; %s is the title of a disc or the name of an image file. */
      return g_strdup_printf (_ ("Burning %s"), subject);
    case BURNISH_PLAN_VERIFY:
      return g_strdup (_ ("Verifying a Disc"));
    case BURNISH_PLAN_ERASE:
      return g_strdup (_ ("Erasing a Disc"));
    case BURNISH_PLAN_FORMAT:
      return g_strdup (_ ("Formatting a Disc"));
    default:
      g_return_val_if_reached (NULL);
    }
}

char *
burnish_job_words_dup_window_title (BurnishJob *job)
{
  g_autofree char *title = burnish_job_words_dup_title (job);

  if (burnish_job_get_state (job) == BURNISH_JOB_FINISHED)
    return g_strdup (burnish_job_words_get_result (job));
  if (burnish_job_get_progress (job) == NULL)
    return g_steal_pointer (&title);
  /* Translators: title of a window in the task bar: per cent, and what is done, such as “Burning
     HOLIDAY”. */
  return g_strdup_printf (_ ("%u%% — %s"), burnish_job_words_get_percent (job), title);
}

char *
burnish_job_words_dup_place (BurnishJob *job)
{
  BurnishPlan *plan = burnish_job_get_plan (job);
  BurnishDrive *drive = burnish_plan_get_drive (plan);
  g_autofree char *folder = NULL;

  if (!writes_image_file (plan))
    return burnish_drive_dup_display_name (drive);
  folder = g_path_get_dirname (burnish_drive_get_path (drive));
  return g_filename_display_name (folder);
}

/* ---- While it runs ---- */

const char *
burnish_job_words_get_activity (BurnishJob *job)
{
  switch (burnish_job_get_state (job))
    {
    case BURNISH_JOB_QUEUED:
      return _ ("Waiting until the drive is free");
    case BURNISH_JOB_WAITING:
      return _ ("Waiting for a disc");
    case BURNISH_JOB_CANCELLING:
      return _ ("Cancelling: waiting until the drive has stopped");
    case BURNISH_JOB_PREPARING:
    case BURNISH_JOB_RUNNING:
    case BURNISH_JOB_FINISHED:
    default:
      return burnish_phase_to_text (burnish_job_get_phase (job));
    }
}

const char *
burnish_job_words_get_step (BurnishPlan *plan, BurnishPlanStep step)
{
  switch (step)
    {
    case BURNISH_STEP_ERASE:
      return _ ("Erase the disc");
    case BURNISH_STEP_FORMAT:
      return _ ("Format the disc");
    case BURNISH_STEP_WRITE:
      return writes_image_file (plan) ? _ ("Write the image file") : _ ("Write the data");
    case BURNISH_STEP_CLOSE:
      return writes_image_file (plan) ? _ ("Finish the image file") : _ ("Close the disc");
    case BURNISH_STEP_RELOAD:
      return _ ("Reload the disc");
    case BURNISH_STEP_VERIFY:
      return _ ("Read everything back and compare");
    case BURNISH_STEP_EJECT:
      return _ ("Open the tray");
    default:
      g_return_val_if_reached (NULL);
    }
}

/* Rounded, so that it does not pretend to know it to the second. */
char *
burnish_job_words_dup_time_left (gint64 seconds)
{
  guint minutes = (guint) ((seconds + 30) / 60);

  if (seconds < 0)
    return g_strdup ("");
  if (seconds < 60)
    return g_strdup (_ ("Less than a minute left"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("About %u minute left", "About %u minutes left", minutes),
                            minutes);
  /* Translators: hours and minutes, such as “About 1:25 hours left”. */
  return g_strdup_printf (_ ("About %u:%02u hours left"), minutes / 60, minutes % 60);
}

guint
burnish_job_words_get_percent (BurnishJob *job)
{
  const BurnishProgress *progress = burnish_job_get_progress (job);

  if (burnish_job_get_result (job) == BURNISH_JOB_RESULT_SUCCESS)
    return 100;
  return progress != NULL ? MIN ((guint) (progress->fraction * 100.0), 99) : 0;
}

/* ---- Cancelling ---- */

const char *
burnish_job_words_get_cancel_question (BurnishPlan *plan)
{
  switch (burnish_plan_get_kind (plan))
    {
    case BURNISH_PLAN_VERIFY:
      return _ ("Stop Verifying?");
    case BURNISH_PLAN_ERASE:
      return _ ("Stop Erasing?");
    case BURNISH_PLAN_FORMAT:
      return _ ("Stop Formatting?");
    case BURNISH_PLAN_BURN_TREE:
    case BURNISH_PLAN_BURN_IMAGE:
    default:
      return writes_image_file (plan) ? _ ("Stop Writing?") : _ ("Stop Burning?");
    }
}

const char *
burnish_job_words_get_keep_answer (BurnishPlan *plan)
{
  switch (burnish_plan_get_kind (plan))
    {
    case BURNISH_PLAN_VERIFY:
      return _ ("_Keep Verifying");
    case BURNISH_PLAN_ERASE:
      return _ ("_Keep Erasing");
    case BURNISH_PLAN_FORMAT:
      return _ ("_Keep Formatting");
    case BURNISH_PLAN_BURN_TREE:
    case BURNISH_PLAN_BURN_IMAGE:
    default:
      return writes_image_file (plan) ? _ ("_Keep Writing") : _ ("_Keep Burning");
    }
}

const char *
burnish_job_words_get_cancel_answer (BurnishPlan *plan)
{
  switch (burnish_plan_get_kind (plan))
    {
    case BURNISH_PLAN_VERIFY:
      return _ ("_Stop Verifying");
    case BURNISH_PLAN_ERASE:
      return _ ("_Stop Erasing");
    case BURNISH_PLAN_FORMAT:
      return _ ("_Stop Formatting");
    case BURNISH_PLAN_BURN_TREE:
    case BURNISH_PLAN_BURN_IMAGE:
    default:
      return writes_image_file (plan) ? _ ("_Stop Writing") : _ ("_Stop Burning");
    }
}

/* ---- How it ended ---- */

static const char *
get_success (BurnishPlan *plan, BurnishReport *report)
{
  switch (burnish_plan_get_kind (plan))
    {
    case BURNISH_PLAN_VERIFY:
      return _ ("Disc Verified");
    case BURNISH_PLAN_ERASE:
      return _ ("Disc Erased");
    case BURNISH_PLAN_FORMAT:
      return _ ("Disc Formatted");
    case BURNISH_PLAN_BURN_TREE:
    case BURNISH_PLAN_BURN_IMAGE:
    default:
      if (burnish_report_get_simulated (report))
        return _ ("Test Run Succeeded");
      return writes_image_file (plan) ? _ ("Image File Written") : _ ("Disc Burned");
    }
}

static const char *
get_cancelled (BurnishPlan *plan)
{
  switch (burnish_plan_get_kind (plan))
    {
    case BURNISH_PLAN_VERIFY:
      return _ ("Verifying Stopped");
    case BURNISH_PLAN_ERASE:
      return _ ("Erasing Stopped");
    case BURNISH_PLAN_FORMAT:
      return _ ("Formatting Stopped");
    case BURNISH_PLAN_BURN_TREE:
    case BURNISH_PLAN_BURN_IMAGE:
    default:
      return writes_image_file (plan) ? _ ("Writing Stopped") : _ ("Burning Stopped");
    }
}

static const char *
get_failed (BurnishPlan *plan)
{
  switch (burnish_plan_get_kind (plan))
    {
    case BURNISH_PLAN_VERIFY:
      return _ ("Verifying Failed");
    case BURNISH_PLAN_ERASE:
      return _ ("Erasing Failed");
    case BURNISH_PLAN_FORMAT:
      return _ ("Formatting Failed");
    case BURNISH_PLAN_BURN_TREE:
    case BURNISH_PLAN_BURN_IMAGE:
    default:
      return writes_image_file (plan) ? _ ("Writing Failed") : _ ("Burning Failed");
    }
}

const char *
burnish_job_words_get_result (BurnishJob *job)
{
  BurnishPlan *plan = burnish_job_get_plan (job);

  switch (burnish_job_get_result (job))
    {
    case BURNISH_JOB_RESULT_SUCCESS:
      return get_success (plan, burnish_job_get_report (job));
    case BURNISH_JOB_RESULT_CANCELLED:
      return get_cancelled (plan);
    case BURNISH_JOB_RESULT_FAILED:
      return get_failed (plan);
    case BURNISH_JOB_RESULT_NONE:
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
dup_amount_written (BurnishReport *report)
{
  g_autofree char *size = g_format_size (burnish_report_get_n_blocks (report) * BURNISH_BLOCK_SIZE);
  guint64 n_files = burnish_report_get_n_files (report);

  if (n_files == 0)
    return g_strdup_printf (_ ("%s were written."), size);
  return g_strdup_printf (ngettext ("%u file was written; with its folders it takes %s.",
                                    "%u files were written; with their folders they take %s.",
                                    (gulong) n_files),
                          (guint) n_files, size);
}

static const char *
get_burn_check (BurnishPlan *plan, BurnishReport *report)
{
  if (burnish_report_get_verified (report))
    return burnish_plan_get_kind (plan) == BURNISH_PLAN_BURN_IMAGE
               ? _ ("Every block was read back and is equal to the image file.")
               : _ ("Every block was read back and compared.");
  return writes_image_file (plan)
             ? _ ("The file was not read back, so nothing is known of errors in it.")
             : _ ("The disc was not read back, so it is not known whether it can be read.");
}

static char *
dup_verify_text (BurnishPlan *plan, BurnishReport *report)
{
  g_autofree char *size = g_format_size (burnish_report_get_n_blocks (report) * BURNISH_BLOCK_SIZE);
  guint64 n_files = burnish_report_get_n_files (report);

  if (burnish_plan_get_image_path (plan) != NULL)
    return g_strdup_printf (_ ("%s were read and are equal to the image file."), size);
  return g_strdup_printf (ngettext ("%u file was read and is as the checksums on the disc say.",
                                    "%u files were read and are as the checksums on the disc say.",
                                    (gulong) n_files),
                          (guint) n_files);
}

static void
append (GString *text, const char *paragraph)
{
  if (text->len > 0)
    g_string_append (text, "\n");
  g_string_append (text, paragraph);
}

static void
append_success (GString *text, BurnishPlan *plan, BurnishReport *report)
{
  g_autofree char *amount = NULL;

  if (burnish_report_get_simulated (report))
    {
      append (text, _ ("Writing would have worked. Nothing was written to the disc."));
      return;
    }
  if (burnish_plan_get_kind (plan) == BURNISH_PLAN_VERIFY)
    {
      amount = dup_verify_text (plan, report);
      append (text, amount);
      return;
    }
  if (!is_burn (plan))
    {
      append (text, burnish_report_get_disc_statement (report));
      return;
    }
  amount = dup_amount_written (report);
  append (text, amount);
  append (text, get_burn_check (plan, report));
}

char *
burnish_job_words_dup_result_text (BurnishJob *job)
{
  BurnishPlan *plan = burnish_job_get_plan (job);
  BurnishReport *report = burnish_job_get_report (job);
  guint n_copies = burnish_report_get_n_copies (report);
  const BurnishProgress *progress = burnish_job_get_progress (job);
  GString *text = g_string_new (NULL);

  if (burnish_job_get_result (job) == BURNISH_JOB_RESULT_SUCCESS)
    append_success (text, plan, report);
  else
    append (text, burnish_report_get_disc_statement (report));
  if (progress != NULL && progress->n_copies > 1)
    {
      g_autofree char *copies = g_strdup_printf (
          ngettext ("%u disc was completed.", "%u discs were completed.", n_copies), n_copies);

      append (text, copies);
    }
  return g_string_free (text, FALSE);
}
