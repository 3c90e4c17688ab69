/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "start/burnish-drive-card.h"

#include "burnish-application.h"
#include "compat/burnish-wrap-layout.h"
#include "drives/burnish-drive-words.h"
#include "jobs/burnish-job-words.h"
#include "medium/burnish-medium-buttons.h"

#include <glib/gi18n.h>

struct _BurnishDriveCard
{
  AdwBin parent_instance;

  AdwActionRow *drive_row;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkWidget *tray_button;
  GtkWidget *job_row;
  GtkProgressBar *job_progress;
  GtkWidget *job_button;
  GtkWidget *cure_row;
  GtkWidget *cure_button;
  GtkWidget *actions_row;
  GtkWidget *new_project_button;
  GtkWidget *burn_image_button;
  GtkWidget *verify_button;
  GtkWidget *erase_button;
  GtkWidget *format_button;

  BurnishDriveItem *item;        /* (owned) */
  BurnishMediumActions *actions; /* (owned) */
  gboolean had_focus;            /* before the actions changed */
};

G_DEFINE_FINAL_TYPE (BurnishDriveCard, burnish_drive_card, ADW_TYPE_BIN)

static char *
dup_title (BurnishDriveItem *item)
{
  BurnishJob *job = burnish_drive_item_get_job (item);

  return job != NULL ? burnish_job_words_dup_title (job) : burnish_drive_item_dup_summary (item);
}

/* Facts stand in lines of their own: no sentence is glued. */
static char *
dup_subtitle (BurnishDriveItem *item)
{
  const GError *error = burnish_drive_item_get_error (item);
  g_autofree char *name = burnish_drive_dup_display_name (burnish_drive_item_get_drive (item));
  g_autofree char *owner = NULL;

  if (error == NULL || burnish_error_get_owner (error) == NULL
      || burnish_drive_item_get_job (item) != NULL)
    return g_steal_pointer (&name);
  /* Translators: %s are the names of programs that use the drive. */
  owner = g_strdup_printf (_ ("Used by: %s"), burnish_error_get_owner (error));
  return g_strjoin ("\n", name, owner, NULL);
}

/* With an empty drive, the button in its row is enough. */
static gboolean
needs_cure (BurnishDriveItem *item)
{
  const GError *error = burnish_drive_item_get_error (item);

  return error != NULL && !g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC);
}

/* A button that is disabled or goes drops the keyboard's focus, which the first row catches. */
static void
before_update_cb (BurnishDriveCard *self)
{
  self->had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
}

static void
catch_focus (BurnishDriveCard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->had_focus && root != NULL && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->drive_row));
  self->had_focus = FALSE;
}

static void
update_buttons (BurnishDriveCard *self)
{
  GtkWidget *buttons[] = { self->new_project_button, self->burn_image_button, self->verify_button,
                           self->erase_button, self->format_button };

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    burnish_medium_button_describe (buttons[i], self->actions);
}

static void
update (BurnishDriveCard *self)
{
  BurnishMedium *medium = burnish_drive_item_get_medium (self->item);
  gboolean has_job = burnish_drive_item_get_job (self->item) != NULL;
  gboolean is_waiting = burnish_drive_item_get_looking (self->item) && medium == NULL;
  g_autofree char *title = dup_title (self->item);
  g_autofree char *subtitle = dup_subtitle (self->item);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->drive_row), title);
  adw_action_row_set_subtitle (self->drive_row, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drive_row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  gtk_image_set_from_icon_name (self->icon, medium != NULL ? "burnish-disc-symbolic"
                                                           : "burnish-drive-symbolic");
  gtk_spinner_set_spinning (self->spinner, is_waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_waiting);
  gtk_widget_set_visible (self->job_row, has_job);
  gtk_widget_set_visible (self->cure_row, !has_job && needs_cure (self->item));
  gtk_widget_set_visible (self->actions_row, !has_job && medium != NULL);
  burnish_medium_button_show_cure (self->cure_button, self->actions);
  burnish_medium_button_show_tray (self->tray_button, self->actions);
  update_buttons (self);
  catch_focus (self);
}

static void
progress_cb (BurnishDriveCard *self)
{
  BurnishJob *job = burnish_drive_item_get_job (self->item);
  const BurnishProgress *progress;

  if (job == NULL)
    return;
  progress = burnish_job_get_progress (job);
  gtk_progress_bar_set_fraction (self->job_progress,
                                 progress != NULL ? CLAMP (progress->fraction, 0.0, 1.0) : 0.0);
  gtk_progress_bar_set_text (self->job_progress, burnish_job_words_get_activity (job));
}

static void
job_changed_cb (BurnishDriveCard *self)
{
  BurnishJobList *jobs = burnish_application_get_jobs (burnish_application_get_default ());
  BurnishJob *job = burnish_drive_item_get_job (self->item);

  if (job == NULL)
    return;
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->job_button), "u",
                                    burnish_job_list_get_id (jobs, job));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->job_button), "app.show-job");
  g_signal_connect_object (job, "notify", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  progress_cb (self);
}

static void
burnish_drive_card_dispose (GObject *object)
{
  BurnishDriveCard *self = BURNISH_DRIVE_CARD (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (burnish_drive_card_parent_class)->dispose (object);
}

static void
burnish_drive_card_class_init (BurnishDriveCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_drive_card_dispose;

  g_type_ensure (BURNISH_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/burnish/Burnish/start/burnish-drive-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, drive_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, icon);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, spinner);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, tray_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, job_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, job_progress);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, job_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, cure_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, cure_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, actions_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, new_project_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, burn_image_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, verify_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, erase_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishDriveCard, format_button);
}

static void
burnish_drive_card_init (BurnishDriveCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = burnish_medium_actions_new (GTK_WIDGET (self));
}

/*
 * burnish_drive_card_new:
 * @item: a drive
 *
 * Returns: (transfer floating): its card
 */
GtkWidget *
burnish_drive_card_new (BurnishDriveItem *item)
{
  BurnishDriveCard *self = g_object_new (BURNISH_TYPE_DRIVE_CARD, NULL);

  self->item = g_object_ref (item);
  /* Before the actions hear of it. */
  g_signal_connect_object (item, "notify", G_CALLBACK (before_update_cb), self, G_CONNECT_SWAPPED);
  burnish_medium_actions_set_item (self->actions, item);
  g_signal_connect_object (self->actions, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::job", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  job_changed_cb (self);
  update (self);
  return GTK_WIDGET (self);
}
