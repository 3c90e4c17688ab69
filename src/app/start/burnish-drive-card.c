/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "start/burnish-drive-card.h"

#include "compat/burnish-accessible.h"
#include "compat/burnish-wrap-layout.h"
#include "medium/burnish-medium-actions.h"

#include <glib/gi18n.h>

struct _BurnishDriveCard
{
  AdwBin parent_instance;

  AdwActionRow *drive_row;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkButton *tray_button;
  GtkWidget *job_row;
  GtkProgressBar *job_progress;
  GtkWidget *cure_row;
  GtkButton *cure_button;
  GtkWidget *actions_row;
  GtkWidget *new_project_button;
  GtkWidget *burn_image_button;
  GtkWidget *verify_button;
  GtkWidget *erase_button;
  GtkWidget *format_button;

  BurnishDriveItem *item;        /* (owned) */
  BurnishMediumActions *actions; /* (owned) */
  GBinding *progress_binding;    /* (unowned) (nullable): of the job that has the drive */
};

G_DEFINE_FINAL_TYPE (BurnishDriveCard, burnish_drive_card, ADW_TYPE_BIN)

static char *
dup_error_title (const GError *error)
{
  g_autoptr (BurnishMessage) message = NULL;

  if (burnish_error_is_tray_open (error))
    return g_strdup (_ ("The tray is open"));
  if (g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC))
    return g_strdup (_ ("No disc"));
  message = burnish_message_new_for_error (error);
  return g_strdup (burnish_message_get_heading (message));
}

static char *
dup_title (BurnishDriveItem *item)
{
  BurnishMedium *medium = burnish_drive_item_get_medium (item);
  const GError *error = burnish_drive_item_get_error (item);
  BurnishJob *job = burnish_drive_item_get_job (item);

  if (job != NULL)
    return g_strdup (burnish_phase_to_text (burnish_job_get_phase (job)));
  if (medium != NULL)
    return burnish_medium_dup_summary (medium);
  return error != NULL ? dup_error_title (error) : g_strdup (_ ("Looking…"));
}

/* What belongs to the drive stands in lines of its own: no sentence is glued. */
static char *
dup_subtitle (BurnishDriveItem *item)
{
  BurnishMedium *medium = burnish_drive_item_get_medium (item);
  const GError *error = burnish_drive_item_get_error (item);
  g_autofree char *name = burnish_drive_dup_display_name (burnish_drive_item_get_drive (item));
  g_autofree char *fact = NULL;

  if (burnish_drive_item_get_job (item) != NULL)
    return g_steal_pointer (&name);
  if (medium != NULL && burnish_medium_get_label (medium) != NULL)
    /* Translators: %s is the name of a disc. */
    fact = g_strdup_printf (_ ("“%s”"), burnish_medium_get_label (medium));
  else if (error != NULL && burnish_error_get_owner (error) != NULL)
    /* Translators: %s are the names of programs that use the drive. */
    fact = g_strdup_printf (_ ("Used by: %s"), burnish_error_get_owner (error));
  return fact != NULL ? g_strjoin ("\n", fact, name, NULL) : g_steal_pointer (&name);
}

static void
update_tray_button (BurnishDriveCard *self)
{
  const GError *error = burnish_drive_item_get_error (self->item);
  gboolean is_open = error != NULL && burnish_error_is_tray_open (error);
  const char *name = is_open ? _ ("Close the Tray") : _ ("Eject");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->tray_button),
                                  is_open ? "medium.load" : "medium.eject");
  burnish_accessible_set_name (GTK_WIDGET (self->tray_button), name);
  burnish_medium_actions_describe (self->actions, GTK_ACTIONABLE (self->tray_button));
  if (gtk_widget_get_tooltip_text (GTK_WIDGET (self->tray_button)) == NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->tray_button), name);
}

/* The button below an error that this program has something against. */
static gboolean
update_cure (BurnishDriveCard *self)
{
  const GError *error = burnish_drive_item_get_error (self->item);
  gboolean needs_permission =
      g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_PERMISSION_DENIED);

  if (error == NULL || g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC))
    return FALSE;
  gtk_button_set_label (self->cure_button, needs_permission ? _ ("Get Access…") : _ ("Try Again"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cure_button),
                                  needs_permission ? "medium.permission-help" : "medium.refresh");
  return TRUE;
}

/* A row that goes hands the keyboard's focus to the card's first one. */
static void
set_row_visible (BurnishDriveCard *self, GtkWidget *row, gboolean is_visible)
{
  if (!is_visible && gtk_widget_get_focus_child (GTK_WIDGET (row)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->drive_row));
  gtk_widget_set_visible (row, is_visible);
}

static void
update_buttons (BurnishDriveCard *self)
{
  GtkWidget *buttons[] = { self->new_project_button, self->burn_image_button, self->verify_button,
                           self->erase_button, self->format_button };

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    burnish_medium_actions_describe (self->actions, GTK_ACTIONABLE (buttons[i]));
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
  set_row_visible (self, self->job_row, has_job);
  set_row_visible (self, self->cure_row, !has_job && update_cure (self));
  set_row_visible (self, self->actions_row, !has_job && medium != NULL);
  update_tray_button (self);
  update_buttons (self);
}

static gboolean
progress_to_fraction (GBinding *binding G_GNUC_UNUSED,
                      const GValue *from,
                      GValue *to,
                      gpointer user_data G_GNUC_UNUSED)
{
  const BurnishProgress *progress = g_value_get_boxed (from);

  g_value_set_double (to, progress != NULL ? CLAMP (progress->fraction, 0.0, 1.0) : 0.0);
  return TRUE;
}

static void
job_changed_cb (BurnishDriveCard *self)
{
  BurnishJob *job = burnish_drive_item_get_job (self->item);

  g_clear_pointer (&self->progress_binding, g_binding_unbind);
  if (job == NULL)
    return;
  self->progress_binding =
      g_object_bind_property_full (job, "progress", self->job_progress, "fraction",
                                   G_BINDING_SYNC_CREATE, progress_to_fraction, NULL, NULL, NULL);
  g_object_add_weak_pointer (G_OBJECT (self->progress_binding),
                             (gpointer *) &self->progress_binding);
  g_signal_connect_object (job, "notify::phase", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
burnish_drive_card_dispose (GObject *object)
{
  BurnishDriveCard *self = BURNISH_DRIVE_CARD (object);

  g_clear_pointer (&self->progress_binding, g_binding_unbind);
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
  burnish_medium_actions_set_item (self->actions, item);
  g_signal_connect_object (self->actions, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::job", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  job_changed_cb (self);
  update (self);
  return GTK_WIDGET (self);
}

/* Returns: (transfer none): the drive that the card shows */
BurnishDriveItem *
burnish_drive_card_get_item (BurnishDriveCard *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE_CARD (self), NULL);

  return self->item;
}
