/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "medium/burnish-medium-question.h"

#include "compat/burnish-choice-dialog.h"
#include "plan/burnish-plan-request.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  BurnishDrive *drive; /* (owned) */
  BurnishOperation operation;
  char *fingerprint;    /* (owned): of the disc that was asked about */
  GtkCheckButton *full; /* (owned): whether the thorough way was chosen */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->drive);
  g_clear_object (&question->full);
  g_free (question->fingerprint);
  g_free (question);
}

static void
planned_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = burnish_plan_request_run_finish (result, &error);
  g_autofree char *fingerprint = NULL;

  if (plan == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  fingerprint = burnish_medium_dup_fingerprint (burnish_plan_get_medium (plan));
  if (g_str_equal (fingerprint, question->fingerprint))
    g_task_return_pointer (task, g_steal_pointer (&plan), g_object_unref);
  else
    g_task_return_new_error (task, BURNISH_ERROR, BURNISH_ERROR_MEDIUM_CHANGED,
                             "The disc was exchanged after it was asked about");
}

static void
answered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Question *question = g_task_get_task_data (task);
  g_autofree char *answer = burnish_choice_dialog_choose_finish (result);
  gboolean full = gtk_check_button_get_active (question->full);
  BurnishPlanRequest *request;

  if (!g_str_equal (answer, "go"))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not agreed to");
      return;
    }
  if (question->operation == BURNISH_OPERATION_FORMAT)
    request = burnish_plan_request_new_format (question->drive, full, TRUE);
  else
    request = burnish_plan_request_new_erase (question->drive, full, TRUE);
  burnish_plan_request_run_async (request, NULL, planned_cb, g_steal_pointer (&task));
}

static GtkCheckButton *
add_choice (AdwPreferencesGroup *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_check_button_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (group, row);
  return GTK_CHECK_BUTTON (button);
}

/* The quick and the thorough way; the latter's button tells which one was chosen. */
static GtkWidget *
new_choices (Question *question, BurnishMedium *medium)
{
  GtkWidget *group = adw_preferences_group_new ();
  gboolean is_format = question->operation == BURNISH_OPERATION_FORMAT;
  GtkCheckButton *quick =
      add_choice (ADW_PREFERENCES_GROUP (group), _ ("Quick"),
                  is_format ? _ ("Prepares the disc without checking it")
                            : _ ("Removes what describes the data, not the data itself"));

  question->full =
      g_object_ref (add_choice (ADW_PREFERENCES_GROUP (group), _ ("Full"),
                                is_format ? _ ("Checks every block; this can take hours")
                                          : _ ("Removes everything; this can take hours")));
  gtk_check_button_set_group (question->full, quick);
  if (question->operation == BURNISH_OPERATION_ERASE_FULL
      || (!is_format && !burnish_medium_can (medium, BURNISH_OPERATION_ERASE_QUICK)))
    gtk_check_button_set_active (question->full, TRUE);
  else
    gtk_check_button_set_active (quick, TRUE);
  return group;
}

static char *
dup_heading (BurnishMedium *medium, gboolean is_format)
{
  const char *label = burnish_medium_get_label (medium);

  if (label == NULL)
    return g_strdup (is_format ? _ ("Format the Disc?") : _ ("Erase the Disc?"));
  if (is_format)
    /* Translators: %s is the name of a disc. */
    return g_strdup_printf (_ ("Format “%s”?"), label);
  /* Translators: %s is the name of a disc. */
  return g_strdup_printf (_ ("Erase “%s”?"), label);
}

static char *
dup_body (BurnishDrive *drive, BurnishMedium *medium)
{
  const char *kind = burnish_medium_get_profile_name (medium);
  g_autofree char *name = burnish_drive_dup_display_name (drive);
  g_autofree char *used =
      g_format_size (burnish_medium_get_used_blocks (medium) * BURNISH_BLOCK_SIZE);

  if (burnish_medium_get_state (medium) & BURNISH_MEDIUM_BLANK)
    /* Translators: a kind of disc, such as "CD-RW", and the name of a drive. */
    return g_strdup_printf (_ ("No data was found on the %s in the drive %s."), kind, name);
  /* Translators: a kind of disc, such as "CD-RW", the name of a drive, and a size. */
  return g_strdup_printf (_ ("The %s in the drive %s holds %s of data. All of it will be lost."),
                          kind, name, used);
}

/*
 * burnish_medium_question_plan_async:
 * @parent: a widget of the window that the question belongs to
 * @item: a drive with a disc
 * @operation: to erase quickly or fully, or to format
 * @callback: called when there is a plan, or none
 * @user_data: for @callback
 */
void
burnish_medium_question_plan_async (GtkWidget *parent,
                                    BurnishDriveItem *item,
                                    BurnishOperation operation,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  BurnishMedium *medium = burnish_drive_item_get_medium (item);
  gboolean is_format = operation == BURNISH_OPERATION_FORMAT;
  const BurnishChoice choices[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "go", is_format ? _ ("_Format") : _ ("_Erase"), ADW_RESPONSE_DESTRUCTIVE },
  };
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  Question *question;
  GTask *task;

  g_return_if_fail (medium != NULL);

  question = g_new0 (Question, 1);
  question->drive = g_object_ref (burnish_drive_item_get_drive (item));
  question->operation = operation;
  question->fingerprint = burnish_medium_dup_fingerprint (medium);
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_task_data (task, question, question_free);
  heading = dup_heading (medium, is_format);
  body = dup_body (question->drive, medium);
  burnish_choice_dialog_choose_async (parent, heading, body, new_choices (question, medium),
                                      choices, G_N_ELEMENTS (choices), answered_cb, task);
}

/*
 * burnish_medium_question_plan_finish:
 * @result: what the callback got
 * @error: return location; cancelled when the person did not agree
 *
 * Returns: (transfer full) (nullable): the plan, to be started now
 */
BurnishPlan *
burnish_medium_question_plan_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
