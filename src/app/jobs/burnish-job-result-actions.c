/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-job-result-actions.h"

#include "burnish-error-dialog.h"
#include "compat/burnish-file-dialog.h"
#include "jobs/burnish-job-again.h"
#include "jobs/burnish-job-window.h"
#include "jobs/burnish-show-location.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- Again ---- */

/* The new job has a window of its own. */
static void
again_done_cb (gboolean started, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;

  if (started)
    gtk_window_close (window);
}

static void
do_again (GtkWidget *widget, BurnishDrive *drive, BurnishBurnOptions *options)
{
  BurnishJobWindow *window = BURNISH_JOB_WINDOW (widget);

  burnish_job_again (widget, burnish_job_window_get_jobs (window),
                     burnish_job_get_plan (burnish_job_window_get_job (window)), drive, options,
                     again_done_cb, g_object_ref (window));
}

static BurnishPlan *
get_plan (GtkWidget *widget)
{
  return burnish_job_get_plan (burnish_job_window_get_job (BURNISH_JOB_WINDOW (widget)));
}

/* A drive that was unplugged comes back as another object. */
static BurnishDrive *
get_drive (GtkWidget *widget)
{
  BurnishDrive *drive = burnish_plan_get_drive (get_plan (widget));

  if (burnish_drive_is_image_file (drive))
    return drive;
  return burnish_job_list_find_drive (burnish_job_window_get_jobs (BURNISH_JOB_WINDOW (widget)),
                                      drive);
}

static void
again_action (GtkWidget *widget, const char *name, GVariant *parameter G_GNUC_UNUSED)
{
  BurnishPlan *plan = get_plan (widget);
  g_autoptr (BurnishBurnOptions) options = burnish_plan_dup_options (plan);

  if (g_str_equal (name, "job.again-slower"))
    g_object_set (options, "speed-kbs", burnish_job_again_get_lower_speed (plan), NULL);
  else if (g_str_equal (name, "job.burn-for-real"))
    g_object_set (options, "simulate", FALSE, NULL);
  do_again (widget, get_drive (widget), options);
}

static void
target_chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GListModel) files = burnish_file_dialog_choose_finish (result, NULL);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;
  g_autoptr (BurnishBurnOptions) options = NULL;
  g_autoptr (BurnishDrive) drive = NULL;

  if (file == NULL || g_file_peek_path (file) == NULL)
    return;
  options = burnish_plan_dup_options (get_plan (widget));
  /* The dialog has asked about a file that is there. */
  g_object_set (options, "consent", TRUE, NULL);
  drive = burnish_drive_new_for_image_file (g_file_peek_path (file));
  do_again (widget, drive, options);
}

static void
choose_target_action (GtkWidget *widget,
                      const char *name G_GNUC_UNUSED,
                      GVariant *parameter G_GNUC_UNUSED)
{
  static const char *const patterns[] = { "*.iso", NULL };
  g_autofree char *file_name =
      g_path_get_basename (burnish_drive_get_path (burnish_plan_get_drive (get_plan (widget))));
  const BurnishFileDialogOptions options = { .kind = BURNISH_FILE_DIALOG_SAVE,
                                             .title = _ ("Save the Image File"),
                                             .name = file_name,
                                             .filter_name = _ ("Image Files"),
                                             .patterns = patterns };

  burnish_file_dialog_choose_async (widget, &options, target_chosen_cb, g_object_ref (widget));
}

/* ---- Looking at it ---- */

static void
shown_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!burnish_show_location_finish (result, &error) && gtk_widget_get_mapped (widget))
    burnish_error_dialog_present (widget, error);
}

static void
show_result_action (GtkWidget *widget,
                    const char *name G_GNUC_UNUSED,
                    GVariant *parameter G_GNUC_UNUSED)
{
  burnish_show_location_async (burnish_plan_get_drive (get_plan (widget)), shown_cb,
                               g_object_ref (widget));
}

static void
show_main_action (GtkWidget *widget G_GNUC_UNUSED,
                  const char *name G_GNUC_UNUSED,
                  GVariant *parameter G_GNUC_UNUSED)
{
  g_application_activate (g_application_get_default ());
}

/* ---- The report ---- */

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (object), result, NULL, &error)
      && gtk_widget_get_mapped (widget))
    burnish_error_dialog_present (widget, error);
}

/* The name that was chosen says what is written. */
static void
report_target_chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  BurnishReport *report =
      burnish_job_get_report (burnish_job_window_get_job (BURNISH_JOB_WINDOW (widget)));
  g_autoptr (GListModel) files = burnish_file_dialog_choose_finish (result, NULL);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  if (file == NULL)
    return;
  text = g_str_has_suffix (name, ".json") ? burnish_report_to_json (report)
                                          : burnish_report_to_text (report);
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       written_cb, g_object_ref (widget));
}

static void
save_report_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter)
{
  static const char *const text_patterns[] = { "*.txt", NULL };
  static const char *const json_patterns[] = { "*.json", NULL };
  const gboolean as_json = g_str_equal (g_variant_get_string (parameter, NULL), "json");
  const BurnishFileDialogOptions options = {
    .kind = BURNISH_FILE_DIALOG_SAVE,
    .title = _ ("Save Report"),
    /* Translators: name of a file. */
    .name = as_json ? _ ("Burnish report.json") : _ ("Burnish report.txt"),
    .filter_name = as_json ? _ ("JSON Files") : _ ("Text Files"),
    .patterns = as_json ? json_patterns : text_patterns,
  };

  burnish_file_dialog_choose_async (widget, &options, report_target_chosen_cb,
                                    g_object_ref (widget));
}

void
burnish_job_result_actions_install (GtkWidgetClass *window_class)
{
  gtk_widget_class_install_action (window_class, "job.again", NULL, again_action);
  gtk_widget_class_install_action (window_class, "job.again-slower", NULL, again_action);
  gtk_widget_class_install_action (window_class, "job.burn-for-real", NULL, again_action);
  gtk_widget_class_install_action (window_class, "job.choose-target", NULL, choose_target_action);
  gtk_widget_class_install_action (window_class, "job.show-result", NULL, show_result_action);
  gtk_widget_class_install_action (window_class, "job.show-main", NULL, show_main_action);
  gtk_widget_class_install_action (window_class, "job.save-report", "s", save_report_action);
}

void
burnish_job_result_actions_update (GtkWidget *window, BurnishJob *job, gboolean ejected)
{
  static const char *const names[] = { "job.again",         "job.again-slower", "job.burn-for-real",
                                       "job.choose-target", "job.show-main",    "job.save-report" };
  const gboolean is_finished = burnish_job_get_state (job) == BURNISH_JOB_FINISHED;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (window, names[i], is_finished);
  gtk_widget_action_set_enabled (window, "job.show-result", is_finished && !ejected);
}
