/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-job-again.h"

#include "compat/burnish-choice-dialog.h"
#include "drives/burnish-drive-words.h"
#include "plan/burnish-plan-request.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *parent;           /* (owned) */
  BurnishJobList *jobs;        /* (owned) */
  BurnishPlan *plan;           /* (owned) */
  BurnishDrive *drive;         /* (owned) */
  BurnishBurnOptions *options; /* (owned) */
  gboolean has_consent;        /* from the beginning, for a file that a person chose */
  GError *refusal;             /* (owned) (nullable): that consent would cure */
  BurnishPlan *consented;      /* (owned) (nullable): overwrites the disc that is asked about */
  BurnishJobAgainDone done;
  gpointer user_data;
} Again;

static void
again_finish (Again *again, gboolean started)
{
  again->done (started, again->user_data);
  g_object_unref (again->parent);
  g_object_unref (again->jobs);
  g_object_unref (again->plan);
  g_object_unref (again->drive);
  g_object_unref (again->options);
  g_clear_error (&again->refusal);
  g_clear_object (&again->consented);
  g_free (again);
}

static void make_plan (Again *again);
static void request_plan (Again *again, gboolean consent);

/* ---- Questions ---- */

static void
answered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Again *again = user_data;
  g_autofree char *answer = burnish_choice_dialog_choose_finish (result);

  if (g_strcmp0 (answer, "cancel") == 0 || !gtk_widget_get_mapped (again->parent))
    again_finish (again, FALSE);
  else
    make_plan (again);
}

static gboolean
is_cured_by_consent (const GError *error)
{
  guint n_reasons = burnish_error_get_n_reasons (error);
  g_autoptr (BurnishMessage) message = NULL;

  for (guint i = 0; i < n_reasons; i++)
    if (!is_cured_by_consent (burnish_error_get_reason (error, i)))
      return FALSE;
  if (n_reasons > 0)
    return TRUE;
  message = burnish_message_new_for_error (error);
  return burnish_message_get_action (message) == BURNISH_ACTION_ALLOW_OVERWRITE
         || g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_EXISTS);
}

static void
ask_about_refusal (Again *again, const GError *error)
{
  g_autoptr (BurnishMessage) message = burnish_message_new_for_error (error);
  const BurnishChoice choices[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "again", _ ("_Try Again"), ADW_RESPONSE_SUGGESTED },
  };

  burnish_choice_dialog_choose_async (again->parent, burnish_message_get_heading (message),
                                      burnish_message_get_body (message), NULL, choices,
                                      G_N_ELEMENTS (choices), answered_cb, again);
}

static void
start (Again *again, BurnishPlan *plan)
{
  burnish_job_list_start (again->jobs, plan);
  again_finish (again, TRUE);
}

static void
consent_answered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Again *again = user_data;
  g_autofree char *answer = burnish_choice_dialog_choose_finish (result);

  if (g_strcmp0 (answer, "overwrite") == 0)
    start (again, again->consented);
  else
    again_finish (again, FALSE);
}

/* The plan is made before: a disc that is exchanged while this is open is not the one that the plan
   may overwrite, and the job finds that out. */
static void
ask_for_consent (Again *again)
{
  g_autoptr (BurnishMessage) message = burnish_message_new_for_error (again->refusal);
  BurnishMedium *medium = burnish_plan_get_medium (again->consented);
  const BurnishChoice choices[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "overwrite", _ ("_Overwrite"), ADW_RESPONSE_DESTRUCTIVE },
  };
  GtkWidget *disc = NULL;

  if (!burnish_drive_is_image_file (again->drive))
    {
      g_autofree char *summary = burnish_medium_dup_disc_summary (medium);

      disc = gtk_label_new (summary);
      gtk_label_set_wrap (GTK_LABEL (disc), TRUE);
      gtk_label_set_justify (GTK_LABEL (disc), GTK_JUSTIFY_CENTER);
    }
  burnish_choice_dialog_choose_async (again->parent, burnish_message_get_heading (message),
                                      burnish_message_get_body (message), disc, choices,
                                      G_N_ELEMENTS (choices), consent_answered_cb, again);
}

static void
ask_for_disc (Again *again)
{
  const BurnishChoice choices[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "go-on", _ ("_Burn"), ADW_RESPONSE_SUGGESTED },
  };
  g_autofree char *drive = burnish_drive_dup_display_name (again->drive);
  g_autofree char *body = NULL;

  if (burnish_plan_get_appends (again->plan))
    /* Translators: %s is the name of a drive. */
    body = g_strdup_printf (_ ("Put the disc to which the files are added into %s."), drive);
  else
    /* Translators: %s is the name of a drive. */
    body = g_strdup_printf (_ ("Put an empty disc into %s."), drive);

  burnish_choice_dialog_choose_async (again->parent, _ ("Insert a Disc"), body, NULL, choices,
                                      G_N_ELEMENTS (choices), answered_cb, again);
}

/* ---- The plan ---- */

static void
planned_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Again *again = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = burnish_plan_request_run_finish (result, &error);

  if (!gtk_widget_get_mapped (again->parent))
    again_finish (again, FALSE);
  else if (plan != NULL && again->refusal != NULL && burnish_plan_get_overwrites (plan))
    {
      again->consented = g_steal_pointer (&plan);
      ask_for_consent (again);
    }
  else if (plan != NULL)
    start (again, plan);
  else if (again->refusal == NULL && is_cured_by_consent (error))
    {
      again->refusal = g_steal_pointer (&error);
      request_plan (again, TRUE);
    }
  else
    ask_about_refusal (again, error);
}

static void
request_plan (Again *again, gboolean consent)
{
  g_object_set (again->options, "consent", consent || again->has_consent, NULL);
  burnish_plan_request_run_async (burnish_plan_request_new_again (again->plan, again->drive,
                                                                  again->options),
                                  NULL, planned_cb, again);
}

static void
make_plan (Again *again)
{
  g_clear_error (&again->refusal);
  request_plan (again, FALSE);
}

guint32
burnish_job_again_get_lower_speed (BurnishPlan *plan)
{
  BurnishMedium *medium = burnish_plan_get_medium (plan);
  g_autoptr (BurnishBurnOptions) options = burnish_plan_dup_options (plan);
  GPtrArray *speeds;
  guint used;

  if (medium == NULL)
    return 0;
  speeds = burnish_medium_get_write_speeds (medium);
  g_object_get (options, "speed-kbs", &used, NULL);
  for (guint i = 0; i < speeds->len; i++)
    {
      const BurnishWriteSpeed *speed = g_ptr_array_index (speeds, i);

      /* The fastest comes first, and is meant by 0. */
      if (used == 0)
        used = speed->speed_kbs;
      else if (speed->speed_kbs < used)
        return speed->speed_kbs;
    }
  return 0;
}

/*
 * burnish_job_again:
 * @parent: a widget of the window that asks; nothing more is asked once it is hidden
 * @jobs: where the new job is started
 * @plan: what was done
 * @drive: where to do it
 * @options: how; with consent only to replace an image file that was chosen. It is changed.
 * @done: called at the end
 * @user_data: for @done
 */
void
burnish_job_again (GtkWidget *parent,
                   BurnishJobList *jobs,
                   BurnishPlan *plan,
                   BurnishDrive *drive,
                   BurnishBurnOptions *options,
                   BurnishJobAgainDone done,
                   gpointer user_data)
{
  BurnishPlanKind kind = burnish_plan_get_kind (plan);
  Again *again = g_new0 (Again, 1);

  again->parent = g_object_ref (parent);
  again->jobs = g_object_ref (jobs);
  again->plan = g_object_ref (plan);
  again->drive = g_object_ref (drive);
  again->options = g_object_ref (options);
  g_object_get (options, "consent", &again->has_consent, NULL);
  again->done = done;
  again->user_data = user_data;
  if ((kind == BURNISH_PLAN_BURN_TREE || kind == BURNISH_PLAN_BURN_IMAGE)
      && !burnish_drive_is_image_file (drive))
    ask_for_disc (again);
  else
    make_plan (again);
}
