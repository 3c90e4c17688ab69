/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-job-result-page.h"

#include "jobs/burnish-job-again.h"
#include "jobs/burnish-job-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* The report has all of them; a window with thousands of rows helps nobody. */
#define MAX_ROWS 50

struct _BurnishJobResultPage
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *happened_label;
  GtkLabel *text_label;
  GtkBox *buttons;
  GtkWidget *lists;
  AdwExpanderRow *damaged_row;
  AdwExpanderRow *sources_row;
  GtkTextView *details_view;
};

G_DEFINE_FINAL_TYPE (BurnishJobResultPage, burnish_job_result_page, ADW_TYPE_BIN)

static void
burnish_job_result_page_class_init (BurnishJobResultPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/jobs/burnish-job-result-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, BurnishJobResultPage, name)
  BIND (icon);
  BIND (title_label);
  BIND (happened_label);
  BIND (text_label);
  BIND (buttons);
  BIND (lists);
  BIND (damaged_row);
  BIND (sources_row);
  BIND (details_view);
#undef BIND
}

static void
burnish_job_result_page_init (BurnishJobResultPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* ---- Buttons ---- */

/* The first one is the one that most people want. */
static void
add_button (BurnishJobResultPage *self, const char *label, const char *action, const char *target)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *text = gtk_label_new_with_mnemonic (label);
  gboolean is_first = gtk_widget_get_first_child (GTK_WIDGET (self->buttons)) == NULL;

  gtk_label_set_mnemonic_widget (GTK_LABEL (text), button);
  gtk_button_set_child (GTK_BUTTON (button), text);
  gtk_widget_add_css_class (button, "pill");
  if (is_first)
    gtk_widget_add_css_class (button, "suggested-action");
  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (self->buttons, button);
}

static void
add_lower_speed (BurnishJobResultPage *self, BurnishPlan *plan)
{
  guint32 speed_kbs = burnish_job_again_get_lower_speed (plan);
  g_autofree char *label = NULL;
  double factor;

  if (speed_kbs == 0 || burnish_plan_get_kind (plan) == BURNISH_PLAN_VERIFY)
    return;
  factor = burnish_speed_to_factor (speed_kbs,
                                    burnish_medium_get_family (burnish_plan_get_medium (plan)));
  /* Translators: a speed, such as “4×” or “2.4×”. */
  label = g_strdup_printf (_ ("Try _Again at %.*f×"), fabs (factor - round (factor)) < 0.05 ? 0 : 1,
                           factor);
  add_button (self, label, "job.again-slower", NULL);
}

static void
add_cure (BurnishJobResultPage *self, BurnishPlan *plan, BurnishAction action)
{
  switch (action)
    {
    case BURNISH_ACTION_USE_LOWER_SPEED:
      add_lower_speed (self, plan);
      break;
    case BURNISH_ACTION_CHOOSE_TARGET:
      add_button (self, _ ("Choose Another _Place…"), "job.choose-target", NULL);
      break;
    case BURNISH_ACTION_CHOOSE_IMAGE:
      add_button (self, _ ("Choose Another _Image File…"), "app.choose-image", NULL);
      return;
    case BURNISH_ACTION_REVIEW_FILES:
    case BURNISH_ACTION_REVIEW_NAMES:
      add_button (self, _ ("Show the _Files"), "job.show-main", NULL);
      break;
    case BURNISH_ACTION_SHOW_PERMISSION_HELP:
      add_button (self, _ ("_Help"), "app.help", NULL);
      break;
    case BURNISH_ACTION_NONE:
    case BURNISH_ACTION_RETRY:
    case BURNISH_ACTION_CHOOSE_DRIVE:
    case BURNISH_ACTION_INSERT_DISC:
    case BURNISH_ACTION_ALLOW_OVERWRITE:
    case BURNISH_ACTION_REVIEW_REASONS:
    default:
      break;
    }
  add_button (self, _ ("_Try Again"), "job.again", NULL);
}

static void
add_buttons (BurnishJobResultPage *self, BurnishJob *job)
{
  BurnishPlan *plan = burnish_job_get_plan (job);
  const GError *error = burnish_report_get_error (burnish_job_get_report (job));
  const gboolean image_file = burnish_drive_is_image_file (burnish_plan_get_drive (plan));
  const gboolean is_burn =
      burnish_plan_get_n_blocks (plan) > 0 && burnish_plan_get_kind (plan) != BURNISH_PLAN_VERIFY;

  if (burnish_job_get_result (job) == BURNISH_JOB_RESULT_FAILED)
    {
      g_autoptr (BurnishMessage) message = burnish_message_new_for_error (error);

      add_cure (self, plan, burnish_message_get_action (message));
    }
  else if (burnish_job_get_result (job) == BURNISH_JOB_RESULT_CANCELLED)
    add_button (self, _ ("_Try Again"), "job.again", NULL);
  else if (image_file)
    add_button (self, _ ("_Show in Folder"), "job.show-result", NULL);
  else
    {
      add_button (self, _ ("_Eject"), "job.eject", NULL);
      add_button (self, _ ("_Show Disc"), "job.show-result", NULL);
      if (is_burn && burnish_report_get_simulated (burnish_job_get_report (job)))
        add_button (self, _ ("_Burn for Real"), "job.burn-for-real", NULL);
      else if (is_burn && !burnish_plan_get_appends (plan))
        add_button (self, _ ("Burn Another _Copy"), "job.again", NULL);
    }
  if (!image_file && burnish_job_get_result (job) != BURNISH_JOB_RESULT_SUCCESS)
    add_button (self, _ ("_Eject"), "job.eject", NULL);
}

/* ---- Lists ---- */

static void
add_list_row (AdwExpanderRow *list, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_expander_row_add_row (list, row);
}

static void
add_rest_row (AdwExpanderRow *list, guint n_all)
{
  g_autofree char *text = NULL;

  if (n_all <= MAX_ROWS)
    return;
  text = g_strdup_printf (ngettext ("And %u more: the report has it",
                                    "And %u more: the report has them", n_all - MAX_ROWS),
                          n_all - MAX_ROWS);
  add_list_row (list, text, NULL);
}

static void
fill_damaged (BurnishJobResultPage *self, BurnishReport *report)
{
  guint n = burnish_report_get_n_damaged_files (report);
  g_autofree char *title = g_strdup_printf (ngettext ("%u Damaged File", "%u Damaged Files", n), n);

  gtk_widget_set_visible (GTK_WIDGET (self->damaged_row), n > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->damaged_row), title);
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      g_autofree char *name = g_filename_display_name (burnish_report_get_damaged_file (report, i));

      add_list_row (self->damaged_row, name, NULL);
    }
  add_rest_row (self->damaged_row, n);
}

static void
fill_sources (BurnishJobResultPage *self, BurnishReport *report)
{
  guint n = burnish_report_get_n_bad_sources (report);
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u File Went Bad", "%u Files Went Bad", n), n);

  gtk_widget_set_visible (GTK_WIDGET (self->sources_row), n > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sources_row), title);
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      const GError *error = burnish_report_get_bad_source (report, i);
      const char *path = burnish_error_get_path (error);
      g_autoptr (BurnishMessage) message = burnish_message_new_for_error (error);
      g_autofree char *name =
          path != NULL ? g_filename_display_name (path) : g_strdup (error->message);

      add_list_row (self->sources_row, name, burnish_message_get_heading (message));
    }
  add_rest_row (self->sources_row, n);
}

static void
fill_details (BurnishJobResultPage *self, BurnishReport *report, const char *log)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->details_view);
  g_autofree char *text = burnish_report_to_text (report);
  GtkTextIter end;

  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, log, -1);
}

/* ---- The whole ---- */

static void
show_icon (BurnishJobResultPage *self, BurnishJobResult result)
{
  switch (result)
    {
    case BURNISH_JOB_RESULT_SUCCESS:
      gtk_image_set_from_icon_name (self->icon, "object-select-symbolic");
      gtk_widget_add_css_class (GTK_WIDGET (self->icon), "success");
      break;
    case BURNISH_JOB_RESULT_CANCELLED:
      gtk_image_set_from_icon_name (self->icon, "process-stop-symbolic");
      break;
    case BURNISH_JOB_RESULT_FAILED:
    case BURNISH_JOB_RESULT_NONE:
    default:
      gtk_image_set_from_icon_name (self->icon, "dialog-error-symbolic");
      gtk_widget_add_css_class (GTK_WIDGET (self->icon), "error");
    }
}

/*
 * burnish_job_result_page_set_job:
 * @self: the page
 * @job: a finished job, once for all
 * @log: what the drive said meanwhile, one line after the other
 */
void
burnish_job_result_page_set_job (BurnishJobResultPage *self, BurnishJob *job, const char *log)
{
  BurnishReport *report;
  g_autofree char *text = NULL;

  g_return_if_fail (BURNISH_IS_JOB_RESULT_PAGE (self));
  g_return_if_fail (burnish_job_get_state (job) == BURNISH_JOB_FINISHED);

  report = burnish_job_get_report (job);
  show_icon (self, burnish_job_get_result (job));
  gtk_label_set_text (self->title_label, burnish_job_words_get_result (job));
  if (burnish_job_get_result (job) == BURNISH_JOB_RESULT_FAILED)
    {
      g_autoptr (BurnishMessage) message =
          burnish_message_new_for_error (burnish_report_get_error (report));

      gtk_label_set_text (self->title_label, burnish_message_get_heading (message));
      gtk_label_set_text (self->happened_label, burnish_message_get_body (message));
      gtk_widget_set_visible (GTK_WIDGET (self->happened_label), TRUE);
    }
  text = burnish_job_words_dup_result_text (job);
  gtk_label_set_text (self->text_label, text);
  fill_damaged (self, report);
  fill_sources (self, report);
  gtk_widget_set_visible (self->lists,
                          gtk_widget_get_visible (GTK_WIDGET (self->damaged_row))
                              || gtk_widget_get_visible (GTK_WIDGET (self->sources_row)));
  add_buttons (self, job);
  fill_details (self, report, log);
}
