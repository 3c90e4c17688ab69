/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-job-session.h"

#include "compat/burnish-choice-dialog.h"
#include "jobs/burnish-job-window.h"
#include "jobs/burnish-job-words.h"

#include <glib/gi18n.h>

struct _BurnishJobSession
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): owns this */
  BurnishJobList *jobs;        /* (owned) */
  GPtrArray *windows;          /* (unowned) of BurnishJobWindow */
  guint inhibit_cookie;
  gboolean is_held;
  gboolean asks_to_quit;
  gboolean quits; /* when the last job has stopped */
};

G_DEFINE_FINAL_TYPE (BurnishJobSession, burnish_job_session, G_TYPE_OBJECT)

/* ---- Notifications ---- */

static char *
dup_notification_id (BurnishJobSession *self, BurnishJob *job)
{
  return g_strdup_printf ("job-%u", burnish_job_list_get_id (self->jobs, job));
}

static void
notify (BurnishJobSession *self, BurnishJob *job, const char *title, const char *body)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autoptr (GIcon) icon = g_themed_icon_new ("org.burnish.Burnish");
  g_autofree char *id = dup_notification_id (self, job);

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  g_notification_set_default_action_and_target (notification, "app.show-job", "u",
                                                burnish_job_list_get_id (self->jobs, job));
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

static void
withdraw_notification (BurnishJobSession *self, BurnishJob *job)
{
  g_autofree char *id = dup_notification_id (self, job);

  g_application_withdraw_notification (G_APPLICATION (self->application), id);
}

static void
notify_result (BurnishJobSession *self, BurnishJob *job)
{
  g_autofree char *body = NULL;

  if (burnish_job_get_result (job) == BURNISH_JOB_RESULT_FAILED)
    {
      g_autoptr (BurnishMessage) message =
          burnish_message_new_for_error (burnish_report_get_error (burnish_job_get_report (job)));

      notify (self, job, burnish_job_words_get_result (job), burnish_message_get_heading (message));
      return;
    }
  body = burnish_job_words_dup_result_text (job);
  notify (self, job, burnish_job_words_get_result (job), body);
}

static void
notify_question (BurnishJobSession *self, BurnishJob *job)
{
  g_autofree char *place = burnish_job_words_dup_place (job);
  /* Translators: %s is the name of a drive. */
  g_autofree char *body =
      g_strdup_printf (_ ("Put an empty disc for the next copy into %s."), place);

  notify (self, job, _ ("Insert the Next Disc"), body);
}

static void
notify_background (BurnishJobSession *self, BurnishJob *job)
{
  g_autofree char *title = burnish_job_words_dup_title (job);

  notify (self, job, title,
          _ ("It goes on in the background. Activate this to see how far it is."));
}

/* ---- Windows ---- */

static BurnishJobWindow *
find_window (BurnishJobSession *self, BurnishJob *job)
{
  for (guint i = 0; i < self->windows->len; i++)
    if (burnish_job_window_get_job (g_ptr_array_index (self->windows, i)) == job)
      return g_ptr_array_index (self->windows, i);
  return NULL;
}

static void
window_hidden_cb (BurnishJobWindow *window, gpointer user_data)
{
  BurnishJob *job = burnish_job_window_get_job (window);

  if (job != NULL && burnish_job_get_state (job) != BURNISH_JOB_FINISHED)
    notify_background (user_data, job);
}

static void
window_active_cb (BurnishJobWindow *window, GParamSpec *pspec G_GNUC_UNUSED, gpointer user_data)
{
  if (gtk_window_is_active (GTK_WINDOW (window)))
    withdraw_notification (user_data, burnish_job_window_get_job (window));
}

/* A window that was hidden still counts as active to GTK and need not become so again. */
static void
window_shown_cb (BurnishJobWindow *window, gpointer user_data)
{
  withdraw_notification (user_data, burnish_job_window_get_job (window));
}

static void
window_destroyed_cb (BurnishJobWindow *window, gpointer user_data)
{
  BurnishJobSession *self = user_data;

  g_ptr_array_remove (self->windows, window);
}

static gboolean
is_seen (BurnishJobSession *self, BurnishJob *job)
{
  BurnishJobWindow *window = find_window (self, job);

  return window != NULL && gtk_widget_get_mapped (GTK_WIDGET (window))
         && gtk_window_is_active (GTK_WINDOW (window));
}

/* ---- The session ---- */

static void
update_session (BurnishJobSession *self)
{
  const gboolean is_busy = burnish_job_list_get_n_unfinished (self->jobs) > 0;

  if (is_busy == self->is_held)
    return;
  self->is_held = is_busy;
  if (is_busy)
    {
      g_application_hold (G_APPLICATION (self->application));
      self->inhibit_cookie =
          gtk_application_inhibit (self->application, NULL,
                                   GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
                                   _ ("A disc is being worked on"));
      return;
    }
  if (self->inhibit_cookie != 0)
    gtk_application_uninhibit (self->application, self->inhibit_cookie);
  self->inhibit_cookie = 0;
  g_application_release (G_APPLICATION (self->application));
}

static gboolean
quit_cb (gpointer user_data)
{
  BurnishJobSession *self = user_data;

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
job_state_cb (BurnishJob *job, GParamSpec *pspec G_GNUC_UNUSED, gpointer user_data)
{
  BurnishJobSession *self = user_data;
  BurnishJobState state = burnish_job_get_state (job);

  update_session (self);
  if (state == BURNISH_JOB_WAITING && !is_seen (self, job))
    notify_question (self, job);
  if (state != BURNISH_JOB_FINISHED)
    return;
  if (self->quits)
    {
      /* Whoever else listens to the state shall have heard of the end. */
      if (burnish_job_list_get_n_unfinished (self->jobs) == 0)
        g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, quit_cb, g_object_ref (self), g_object_unref);
    }
  else if (!is_seen (self, job))
    notify_result (self, job);
}

static void
job_started_cb (BurnishJobList *jobs, BurnishJob *job, gpointer user_data)
{
  BurnishJobSession *self = user_data;
  BurnishJobWindow *window = burnish_job_window_new (self->application, jobs, job);

  g_ptr_array_add (self->windows, window);
  g_signal_connect_object (window, "hide", G_CALLBACK (window_hidden_cb), self, 0);
  g_signal_connect_object (window, "show", G_CALLBACK (window_shown_cb), self, 0);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (window_active_cb), self, 0);
  g_signal_connect_object (window, "destroy", G_CALLBACK (window_destroyed_cb), self, 0);
  /* After the window's own handlers. */
  g_signal_connect_object (job, "notify::state", G_CALLBACK (job_state_cb), self, 0);
  update_session (self);
  gtk_window_present (GTK_WINDOW (window));
}

static void
show_job (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  BurnishJobSession *self = user_data;
  BurnishJob *job = burnish_job_list_lookup (self->jobs, g_variant_get_uint32 (parameter));
  BurnishJobWindow *window = job != NULL ? find_window (self, job) : NULL;

  /* A notification can outlive its job. */
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    g_application_activate (G_APPLICATION (self->application));
}

static void
burnish_job_session_finalize (GObject *object)
{
  BurnishJobSession *self = BURNISH_JOB_SESSION (object);

  g_clear_object (&self->jobs);
  g_clear_pointer (&self->windows, g_ptr_array_unref);

  G_OBJECT_CLASS (burnish_job_session_parent_class)->finalize (object);
}

static void
burnish_job_session_class_init (BurnishJobSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_job_session_finalize;
}

static void
burnish_job_session_init (BurnishJobSession *self)
{
  self->windows = g_ptr_array_new ();
}

/*
 * burnish_job_session_new:
 * @application: the application, which keeps the session as long as it lives
 * @jobs: its jobs
 *
 * Returns: (transfer full): the session
 */
BurnishJobSession *
burnish_job_session_new (GtkApplication *application, BurnishJobList *jobs)
{
  static const GActionEntry entries[] = {
    { .name = "show-job", .activate = show_job, .parameter_type = "u" },
  };
  BurnishJobSession *self = g_object_new (BURNISH_TYPE_JOB_SESSION, NULL);

  self->application = application;
  self->jobs = g_object_ref (jobs);
  g_signal_connect_object (jobs, "started", G_CALLBACK (job_started_cb), self, 0);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   self);
  return self;
}

/*
 * burnish_job_session_present_hidden:
 * @self: the session
 *
 * Shows the windows of jobs that were closed into the background.
 *
 * Returns: whether there was one
 */
gboolean
burnish_job_session_present_hidden (BurnishJobSession *self)
{
  gboolean found = FALSE;

  g_return_val_if_fail (BURNISH_IS_JOB_SESSION (self), FALSE);

  for (guint i = 0; i < self->windows->len; i++)
    if (!gtk_widget_get_visible (g_ptr_array_index (self->windows, i)))
      {
        gtk_window_present (g_ptr_array_index (self->windows, i));
        found = TRUE;
      }
  return found;
}

/* ---- Quitting ---- */

static void
cancel_all (BurnishJobSession *self)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->jobs)); i++)
    g_ptr_array_add (jobs, g_list_model_get_item (G_LIST_MODEL (self->jobs), i));
  for (guint i = 0; i < jobs->len; i++)
    burnish_job_cancel (g_ptr_array_index (jobs, i));
}

static void
quit_answered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishJobSession) self = user_data;
  g_autofree char *answer = burnish_choice_dialog_choose_finish (result);

  self->asks_to_quit = FALSE;
  if (g_strcmp0 (answer, "stop") != 0)
    return;
  self->quits = TRUE;
  if (burnish_job_list_get_n_unfinished (self->jobs) > 0)
    cancel_all (self);
  else
    quit_cb (self);
}

static char *
dup_cancel_statements (BurnishJobSession *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->jobs)); i++)
    {
      g_autoptr (BurnishJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);
      g_autofree char *title = burnish_job_words_dup_title (job);

      if (burnish_job_get_state (job) == BURNISH_JOB_FINISHED)
        continue;
      if (text->len > 0)
        g_string_append (text, "\n\n");
      /* Translators: what a job does, such as “Burning HOLIDAY”, and what stopping it does. */
      g_string_append_printf (text, _ ("%s: %s"), title, burnish_job_get_cancel_statement (job));
    }
  return g_string_free (text, FALSE);
}

static void
ask_to_quit (BurnishJobSession *self)
{
  GtkWindow *parent = gtk_application_get_active_window (self->application);
  g_autofree char *body = dup_cancel_statements (self);
  const BurnishChoice choices[] = {
    { "keep", _ ("_Do Not Quit"), ADW_RESPONSE_DEFAULT },
    { "stop", _ ("_Stop and Quit"), ADW_RESPONSE_DESTRUCTIVE },
  };

  if (self->asks_to_quit)
    return;
  self->asks_to_quit = TRUE;
  if (parent == NULL || !gtk_widget_get_visible (GTK_WIDGET (parent)))
    {
      burnish_job_session_present_hidden (self);
      parent = gtk_application_get_active_window (self->application);
    }
  burnish_choice_dialog_choose_async (GTK_WIDGET (parent), _ ("Stop and Quit?"), body, NULL,
                                      choices, G_N_ELEMENTS (choices), quit_answered_cb,
                                      g_object_ref (self));
}

/*
 * burnish_job_session_quit:
 * @self: the session
 *
 * Asks when there is a job that is not finished; when the answer is to stop it, "app.quit" is
 * activated once more after it has stopped. Without such jobs, the windows of results are closed.
 *
 * Returns: whether the application can go on to quit
 */
gboolean
burnish_job_session_quit (BurnishJobSession *self)
{
  g_autoptr (GPtrArray) windows = NULL;

  g_return_val_if_fail (BURNISH_IS_JOB_SESSION (self), TRUE);

  if (burnish_job_list_get_n_unfinished (self->jobs) > 0)
    {
      if (!self->quits)
        ask_to_quit (self);
      return FALSE;
    }
  self->quits = FALSE;
  windows = g_ptr_array_copy (self->windows, NULL, NULL);
  for (guint i = 0; i < windows->len; i++)
    gtk_window_close (g_ptr_array_index (windows, i));
  return TRUE;
}
