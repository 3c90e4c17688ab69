/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-job-window.h"

#include "burnish-error-dialog.h"
#include "compat/burnish-choice-dialog.h"
#include "jobs/burnish-job-progress-page.h"
#include "jobs/burnish-job-result-actions.h"
#include "jobs/burnish-job-result-page.h"
#include "jobs/burnish-job-words.h"

#include <glib/gi18n.h>

struct _BurnishJobWindow
{
  AdwWindow parent_instance;

  BurnishJobList *jobs;      /* (owned) */
  BurnishJob *job;           /* (owned) */
  GCancellable *cancellable; /* (owned): of looking at a new disc */
  GString *log;              /* (owned): what the drive said */
  gboolean ejecting;
  gboolean ejected; /* the disc is out, or was asked to come out */
  gboolean shown;   /* the result */

  AdwWindowTitle *title;
  GtkStack *stack;
  BurnishJobProgressPage *progress_page;
  AdwStatusPage *question_page;
  BurnishJobResultPage *result_page;
};

G_DEFINE_FINAL_TYPE (BurnishJobWindow, burnish_job_window, ADW_TYPE_WINDOW)

static gboolean
is_finished (BurnishJobWindow *self)
{
  return burnish_job_get_state (self->job) == BURNISH_JOB_FINISHED;
}

/* ---- Actions ---- */

static void
update_actions (BurnishJobWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  BurnishJobState state = burnish_job_get_state (self->job);
  BurnishDrive *drive = burnish_plan_get_drive (burnish_job_get_plan (self->job));
  const gboolean is_idle = state == BURNISH_JOB_FINISHED || state == BURNISH_JOB_WAITING;

  gtk_widget_action_set_enabled (widget, "job.cancel",
                                 burnish_job_get_can_cancel (self->job)
                                     && state != BURNISH_JOB_CANCELLING
                                     && state != BURNISH_JOB_FINISHED);
  gtk_widget_action_set_enabled (widget, "job.continue",
                                 state == BURNISH_JOB_WAITING && !self->ejecting);
  gtk_widget_action_set_enabled (widget, "job.eject",
                                 is_idle && !self->ejecting
                                     && (state == BURNISH_JOB_WAITING || !self->ejected)
                                     && !burnish_drive_is_image_file (drive));
  burnish_job_result_actions_update (widget, self->job, self->ejected);
}

static void
cancel_answered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishJob) job = user_data;
  g_autofree char *answer = burnish_choice_dialog_choose_finish (result);

  if (g_strcmp0 (answer, "cancel") == 0)
    burnish_job_cancel (job);
}

static void
cancel_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  BurnishJobWindow *self = BURNISH_JOB_WINDOW (widget);
  BurnishPlan *plan = burnish_job_get_plan (self->job);
  const BurnishChoice choices[] = {
    { "keep", burnish_job_words_get_keep_answer (plan), ADW_RESPONSE_DEFAULT },
    { "cancel", burnish_job_words_get_cancel_answer (plan), ADW_RESPONSE_DESTRUCTIVE },
  };

  burnish_choice_dialog_choose_async (widget, burnish_job_words_get_cancel_question (plan),
                                      burnish_job_get_cancel_statement (self->job), NULL, choices,
                                      G_N_ELEMENTS (choices), cancel_answered_cb,
                                      g_object_ref (self->job));
}

static void
continue_action (GtkWidget *widget,
                 const char *name G_GNUC_UNUSED,
                 GVariant *parameter G_GNUC_UNUSED)
{
  burnish_job_answer (BURNISH_JOB_WINDOW (widget)->job, TRUE);
}

static void
ejected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishJobWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  self->ejecting = FALSE;
  self->ejected = burnish_drive_eject_finish (BURNISH_DRIVE (object), result, &error);
  update_actions (self);
  if (!self->ejected && gtk_widget_get_mapped (GTK_WIDGET (self)))
    burnish_error_dialog_present (GTK_WIDGET (self), error);
}

static void
eject_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  BurnishJobWindow *self = BURNISH_JOB_WINDOW (widget);

  self->ejecting = TRUE;
  update_actions (self);
  burnish_drive_eject_async (burnish_plan_get_drive (burnish_job_get_plan (self->job)), NULL,
                             ejected_cb, g_object_ref (self));
}

/* ---- The next disc ---- */

static void
inspected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishMedium) medium =
      burnish_drive_inspect_finish (BURNISH_DRIVE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the window is gone */
  /* The job itself says what is wrong with a disc that does not suit. */
  if (medium != NULL)
    burnish_job_answer (BURNISH_JOB_WINDOW (user_data)->job, TRUE);
}

/* Also taking the old disc out is a change. */
static void
medium_changed_cb (BurnishDrive *drive, gpointer user_data)
{
  BurnishJobWindow *self = user_data;

  if (burnish_job_get_state (self->job) == BURNISH_JOB_WAITING && !self->ejecting)
    burnish_drive_inspect_async (drive, self->cancellable, inspected_cb, self);
}

/* ---- What is shown ---- */

static void
show_question (BurnishJobWindow *self)
{
  const GError *error = burnish_job_get_question_error (self->job);
  const BurnishProgress *progress = burnish_job_get_progress (self->job);
  g_autofree char *place = burnish_job_words_dup_place (self->job);
  g_autoptr (BurnishMessage) message = NULL;
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  if (error != NULL)
    {
      message = burnish_message_new_for_error (error);
      adw_status_page_set_title (self->question_page, burnish_message_get_heading (message));
      /* Translators: %s is the name of a drive. */
      text = g_strdup_printf (_ ("Put an empty disc for the next copy into %s."), place);
    }
  else
    {
      adw_status_page_set_title (self->question_page, _ ("Insert the Next Disc"));
      if (progress != NULL)
        /* Translators: two numbers, and the name of a drive. */
        text = g_strdup_printf (_ ("%1$u of %2$u discs are done. Put an empty disc into %3$s; it "
                                   "goes on by itself then."),
                                progress->copy, progress->n_copies, place);
    }
  markup = text != NULL ? g_markup_escape_text (text, -1) : NULL;
  adw_status_page_set_description (self->question_page, markup);
}

/* A question about a job that is over would be about nothing. */
static void
close_dialogs (BurnishJobWindow *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      gtk_window_close (l->data);
}

static void
show_result (BurnishJobWindow *self)
{
  BurnishPlan *plan = burnish_job_get_plan (self->job);
  guint n_steps = burnish_plan_get_n_steps (plan);
  g_autofree char *place = burnish_job_words_dup_place (self->job);

  self->shown = TRUE;
  self->ejected = burnish_job_get_result (self->job) == BURNISH_JOB_RESULT_SUCCESS && n_steps > 0
                  && burnish_plan_get_step (plan, n_steps - 1) == BURNISH_STEP_EJECT;
  close_dialogs (self);
  /* The page says what became of it. */
  adw_window_title_set_title (self->title, place);
  adw_window_title_set_subtitle (self->title, "");
  burnish_job_result_page_set_job (self->result_page, self->job, self->log->str);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->result_page));
}

static void
update (BurnishJobWindow *self)
{
  BurnishJobState state = burnish_job_get_state (self->job);

  if (state == BURNISH_JOB_WAITING)
    {
      show_question (self);
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->question_page));
    }
  else if (state != BURNISH_JOB_FINISHED)
    {
      self->ejected = FALSE;
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->progress_page));
    }
  else if (!self->shown)
    show_result (self);
  update_actions (self);
}

static void
update_title (BurnishJobWindow *self)
{
  g_autofree char *title = burnish_job_words_dup_window_title (self->job);

  if (g_strcmp0 (gtk_window_get_title (GTK_WINDOW (self)), title) != 0)
    gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
message_cb (BurnishJob *job G_GNUC_UNUSED, const char *text, gpointer user_data)
{
  GString *log = BURNISH_JOB_WINDOW (user_data)->log;
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_printf (log, "%s\n", valid);
}

/* ---- The window ---- */

static gboolean
burnish_job_window_close_request (GtkWindow *window)
{
  BurnishJobWindow *self = BURNISH_JOB_WINDOW (window);

  if (!is_finished (self))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return TRUE;
    }
  burnish_job_list_put_away (self->jobs, self->job);
  return GTK_WINDOW_CLASS (burnish_job_window_parent_class)->close_request (window);
}

static void
burnish_job_window_dispose (GObject *object)
{
  BurnishJobWindow *self = BURNISH_JOB_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->jobs);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (burnish_job_window_parent_class)->dispose (object);
}

static void
burnish_job_window_finalize (GObject *object)
{
  BurnishJobWindow *self = BURNISH_JOB_WINDOW (object);

  g_string_free (self->log, TRUE);

  G_OBJECT_CLASS (burnish_job_window_parent_class)->finalize (object);
}

static void
burnish_job_window_class_init (BurnishJobWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = burnish_job_window_dispose;
  object_class->finalize = burnish_job_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = burnish_job_window_close_request;

  g_type_ensure (BURNISH_TYPE_JOB_PROGRESS_PAGE);
  g_type_ensure (BURNISH_TYPE_JOB_RESULT_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/burnish/Burnish/jobs/burnish-job-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishJobWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BurnishJobWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BurnishJobWindow, progress_page);
  gtk_widget_class_bind_template_child (widget_class, BurnishJobWindow, question_page);
  gtk_widget_class_bind_template_child (widget_class, BurnishJobWindow, result_page);
  gtk_widget_class_install_action (widget_class, "job.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "job.continue", NULL, continue_action);
  gtk_widget_class_install_action (widget_class, "job.eject", NULL, eject_action);
  burnish_job_result_actions_install (widget_class);
}

static void
burnish_job_window_init (BurnishJobWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->log = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/*
 * burnish_job_window_new:
 * @application: the application
 * @jobs: the list that @job is in
 * @job: a job
 *
 * Returns: (transfer none): its window, not shown yet
 */
BurnishJobWindow *
burnish_job_window_new (GtkApplication *application, BurnishJobList *jobs, BurnishJob *job)
{
  BurnishJobWindow *self = g_object_new (BURNISH_TYPE_JOB_WINDOW, "application", application, NULL);
  g_autofree char *title = burnish_job_words_dup_title (job);
  g_autofree char *place = burnish_job_words_dup_place (job);
  static const char *const signals[] = { "notify::state", "notify::question",
                                         "notify::can-cancel" };

  self->jobs = g_object_ref (jobs);
  self->job = g_object_ref (job);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, place);
  burnish_job_progress_page_set_job (self->progress_page, job);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (job, signals[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::state", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::progress", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "message", G_CALLBACK (message_cb), self, 0);
  g_signal_connect_object (burnish_plan_get_drive (burnish_job_get_plan (job)), "medium-changed",
                           G_CALLBACK (medium_changed_cb), self, 0);
  update (self);
  update_title (self);
  return self;
}

/* Returns: (transfer none): the job that it shows */
BurnishJob *
burnish_job_window_get_job (BurnishJobWindow *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB_WINDOW (self), NULL);

  return self->job;
}

/* Returns: (transfer none): the list that the job is in */
BurnishJobList *
burnish_job_window_get_jobs (BurnishJobWindow *self)
{
  g_return_val_if_fail (BURNISH_IS_JOB_WINDOW (self), NULL);

  return self->jobs;
}
