/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compat/burnish-choice-dialog.h"

#include "compat/burnish-accessible.h"

typedef struct
{
  GTask *task;    /* (owned) */
  char *response; /* (owned) */
} Answer;

static gboolean
answer_cb (gpointer user_data)
{
  Answer *answer = user_data;

  g_task_return_pointer (answer->task, answer->response, g_free);
  g_object_unref (answer->task);
  g_free (answer);
  return G_SOURCE_REMOVE;
}

/*
 * The dialog is still there now, and bears no end of its window, which the answer may bring. Once
 * the dialog is gone, nothing comes before the answer: a wish to quit that did would find the
 * question still open, and be lost.
 */
static void
response_cb (AdwMessageDialog *dialog G_GNUC_UNUSED, const char *response, gpointer user_data)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->task = user_data;
  answer->response = g_strdup (response);
  g_idle_add_full (G_PRIORITY_HIGH, answer_cb, answer, NULL);
}

/*
 * burnish_choice_dialog_choose_async:
 * @parent: (nullable): a widget of the window that the dialog belongs to
 * @heading: what it is about
 * @body: the question, or ""
 * @extra_child: (nullable): further content
 * @choices: (array length=n_choices): the answers
 * @n_choices: how many
 * @callback: called when there is an answer
 * @user_data: for @callback
 *
 * Asks a question over @parent's window.
 */
void
burnish_choice_dialog_choose_async (GtkWidget *parent,
                                    const char *heading,
                                    const char *body,
                                    GtkWidget *extra_child,
                                    const BurnishChoice *choices,
                                    gsize n_choices,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GtkWindow *window = parent != NULL ? GTK_WINDOW (gtk_widget_get_root (parent)) : NULL;
  GtkWidget *dialog = adw_message_dialog_new (window, heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  for (gsize i = 0; i < n_choices; i++)
    {
      adw_message_dialog_add_response (message, choices[i].id, choices[i].label);
      adw_message_dialog_set_response_appearance (message, choices[i].id, choices[i].appearance);
    }
  adw_message_dialog_set_close_response (message, choices[0].id);
  /* The Enter key destroys nothing. */
  if (choices[n_choices - 1].appearance != ADW_RESPONSE_DESTRUCTIVE)
    adw_message_dialog_set_default_response (message, choices[n_choices - 1].id);
  if (extra_child != NULL)
    adw_message_dialog_set_extra_child (message, extra_child);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb),
                    g_task_new (NULL, NULL, callback, user_data));
  burnish_accessible_name_buttons (dialog);
  /* An answer may end the window while the dialog still gives it, and GTK looks there once more. */
  if (window != NULL)
    g_object_set_data_full (G_OBJECT (dialog), "burnish-parent", g_object_ref (window),
                            g_object_unref);
  gtk_window_present (GTK_WINDOW (dialog));
}

/*
 * burnish_choice_dialog_choose_finish:
 * @result: what the callback got
 *
 * Returns: (transfer full): the id of the chosen answer
 */
char *
burnish_choice_dialog_choose_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
