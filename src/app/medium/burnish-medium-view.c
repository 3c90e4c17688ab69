/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "medium/burnish-medium-view.h"

#include "compat/burnish-wrap-layout.h"
#include "drives/burnish-drive-words.h"
#include "medium/burnish-disc-picture.h"
#include "medium/burnish-medium-buttons.h"
#include "medium/burnish-medium-rows.h"

#include <glib/gi18n.h>
#include <inttypes.h>

struct _BurnishMediumView
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *status_page;
  GtkWidget *cure_button;
  GtkWidget *medium_page;
  BurnishDiscPicture *picture;
  GtkLabel *title_label;
  GtkLabel *summary_label;
  GtkLevelBar *level_bar;
  GtkWidget *buttons;
  GtkWidget *tray_button;
  AdwActionRow *kind_row;
  AdwActionRow *state_row;
  AdwActionRow *label_row;
  AdwActionRow *file_system_row;
  AdwActionRow *capacity_row;
  AdwActionRow *used_row;
  AdwActionRow *free_row;
  AdwActionRow *sessions_row;
  AdwActionRow *speeds_row;
  AdwActionRow *manufacturer_row;
  AdwActionRow *spare_row;
  AdwActionRow *protection_row;
  GtkWidget *operations_group;
  GtkWidget *tracks_group;
  GtkWidget *formats_row;
  GtkWidget *profiles_row;
  GtkWidget *features_row;

  BurnishMediumActions *actions; /* (owned) */
  BurnishMedium *shown;          /* (owned) (nullable): what the rows tell of */
  BurnishMediumRows operations;
  BurnishMediumRows tracks;
  BurnishMediumRows formats;
  BurnishMediumRows profiles;
  BurnishMediumRows features;
};

G_DEFINE_FINAL_TYPE (BurnishMediumView, burnish_medium_view, ADW_TYPE_BIN)

/* A fact that the drive does not tell has no row. */
static void
set_fact (AdwActionRow *row, const char *text)
{
  gboolean is_known = text != NULL && text[0] != '\0';

  gtk_widget_set_visible (GTK_WIDGET (row), is_known);
  if (!is_known)
    return;
  adw_action_row_set_subtitle (row, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
set_size_fact (AdwActionRow *row, guint64 n_blocks)
{
  g_autofree char *size = g_format_size (n_blocks * BURNISH_BLOCK_SIZE);
  /* Translators: a size, and the same as a count of 2048-byte blocks. */
  g_autofree char *text = g_strdup_printf (_ ("%s (%" PRIu64 " blocks)"), size, n_blocks);

  set_fact (row, text);
}

static void
show_spare_area (BurnishMediumView *self, BurnishMedium *medium)
{
  gint64 n_blocks = burnish_medium_get_n_spare_blocks (medium);
  gint64 n_free = burnish_medium_get_n_free_spare_blocks (medium);
  g_autofree char *size = g_format_size ((guint64) MAX (n_blocks, 0) * BURNISH_BLOCK_SIZE);
  g_autofree char *free_size = g_format_size ((guint64) MAX (n_free, 0) * BURNISH_BLOCK_SIZE);
  g_autofree char *text = NULL;

  if (n_blocks >= 0)
    /* Translators: what a disc keeps to replace bad blocks: how much of it is left, and how much
       there is. */
    text = g_strdup_printf (_ ("%s of %s left"), free_size, size);
  set_fact (self->spare_row, text);
}

static void
show_facts (BurnishMediumView *self, BurnishMedium *medium)
{
  g_autofree char *state = burnish_medium_dup_state_text (medium);
  g_autofree char *speeds = burnish_medium_dup_write_speeds_text (medium);
  g_autofree char *protection = burnish_medium_dup_write_protection_text (medium);
  g_autofree char *sessions = g_strdup_printf ("%u", burnish_medium_get_n_sessions (medium));

  set_fact (self->kind_row, burnish_medium_get_profile_name (medium));
  set_fact (self->state_row, state);
  set_fact (self->label_row, burnish_medium_get_label (medium));
  set_fact (self->file_system_row, burnish_medium_get_file_system (medium));
  set_size_fact (self->capacity_row, burnish_medium_get_capacity_blocks (medium));
  set_size_fact (self->used_row, burnish_medium_get_used_blocks (medium));
  set_size_fact (self->free_row, burnish_medium_get_free_blocks (medium));
  set_fact (self->sessions_row, sessions);
  set_fact (self->speeds_row, speeds);
  set_fact (self->manufacturer_row, burnish_medium_get_manufacturer_id (medium));
  show_spare_area (self, medium);
  set_fact (self->protection_row, protection);
}

static void
show_header (BurnishMediumView *self, BurnishMedium *medium)
{
  g_autofree char *name = burnish_medium_dup_call_name (medium);
  g_autofree char *summary = burnish_medium_dup_summary (medium);
  double capacity = (double) burnish_medium_get_capacity_blocks (medium);
  double used = (double) burnish_medium_get_used_blocks (medium);

  burnish_disc_picture_show (self->picture, medium);
  gtk_label_set_text (self->title_label, name);
  gtk_label_set_text (self->summary_label, summary);
  gtk_level_bar_set_value (self->level_bar, capacity > 0.0 ? MIN (used / capacity, 1.0) : 0.0);
}

/* There are many, and few people look at them: they are made when their row is opened. */
static void
show_expert_facts (BurnishMediumView *self)
{
  const struct
  {
    BurnishMediumRows *rows;
    void (*show) (BurnishMediumRows *, BurnishMedium *);
    GPtrArray *facts;
  } lists[] = {
    { &self->formats, burnish_medium_rows_show_formats, burnish_medium_get_formats (self->shown) },
    { &self->profiles, burnish_medium_rows_show_profiles,
      burnish_medium_get_profiles (self->shown) },
    { &self->features, burnish_medium_rows_show_features,
      burnish_medium_get_features (self->shown) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (lists[i].rows->parent)))
      lists[i].show (lists[i].rows, self->shown);
    else
      gtk_widget_set_visible (lists[i].rows->parent, lists[i].facts->len > 0);
}

static void
expanded_cb (BurnishMediumView *self)
{
  if (self->shown != NULL)
    show_expert_facts (self);
}

/* The rows stay as they are while the disc does. */
static void
show_medium (BurnishMediumView *self, BurnishMedium *medium)
{
  if (!g_set_object (&self->shown, medium))
    return;
  show_header (self, medium);
  show_facts (self, medium);
  burnish_medium_rows_show_operations (&self->operations, medium);
  burnish_medium_rows_show_tracks (&self->tracks, medium);
  show_expert_facts (self);
}

static void
show_status (BurnishMediumView *self, BurnishDriveItem *item)
{
  const GError *error = item != NULL ? burnish_drive_item_get_error (item) : NULL;
  g_autofree char *title =
      item != NULL ? burnish_drive_item_dup_summary (item) : g_strdup (_ ("No Drive"));
  g_autofree char *body = NULL;

  if (error != NULL)
    {
      g_autoptr (BurnishMessage) message = burnish_message_new_for_error (error);

      body = g_markup_escape_text (burnish_message_get_body (message), -1);
    }
  adw_status_page_set_title (self->status_page, title);
  adw_status_page_set_description (self->status_page, body);
  burnish_medium_button_show_cure (self->cure_button, self->actions);
}

static void
update_buttons (BurnishMediumView *self)
{
  for (GtkWidget *button = gtk_widget_get_first_child (self->buttons); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    burnish_medium_button_describe (button, self->actions);
  burnish_medium_button_show_tray (self->tray_button, self->actions);
}

static void
update (BurnishMediumView *self)
{
  BurnishDriveItem *item = burnish_medium_actions_get_item (self->actions);
  BurnishMedium *medium = item != NULL ? burnish_drive_item_get_medium (item) : NULL;

  update_buttons (self);
  if (medium != NULL)
    show_medium (self, medium);
  else
    show_status (self, item);
  gtk_stack_set_visible_child (self->stack,
                               medium != NULL ? self->medium_page : GTK_WIDGET (self->status_page));
}

static void
burnish_medium_view_dispose (GObject *object)
{
  BurnishMediumView *self = BURNISH_MEDIUM_VIEW (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->shown);
  burnish_medium_rows_clear (&self->operations);
  burnish_medium_rows_clear (&self->tracks);
  burnish_medium_rows_clear (&self->formats);
  burnish_medium_rows_clear (&self->profiles);
  burnish_medium_rows_clear (&self->features);

  G_OBJECT_CLASS (burnish_medium_view_parent_class)->dispose (object);
}

static void
bind_fact_rows (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, kind_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, state_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, label_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, file_system_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, capacity_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, used_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, free_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, sessions_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, speeds_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, manufacturer_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, spare_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, protection_row);
}

static void
burnish_medium_view_class_init (BurnishMediumViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_medium_view_dispose;

  g_type_ensure (BURNISH_TYPE_DISC_PICTURE);
  g_type_ensure (BURNISH_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/medium/burnish-medium-view.ui");
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, stack);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, status_page);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, cure_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, medium_page);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, picture);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, title_label);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, summary_label);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, level_bar);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, buttons);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, tray_button);
  bind_fact_rows (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, operations_group);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, tracks_group);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, formats_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, profiles_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumView, features_row);
}

static void
burnish_medium_view_init (BurnishMediumView *self)
{
  static const char *const offsets[] = { GTK_LEVEL_BAR_OFFSET_LOW, GTK_LEVEL_BAR_OFFSET_HIGH,
                                         GTK_LEVEL_BAR_OFFSET_FULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  /* A full disc is nothing to be warned of. */
  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    gtk_level_bar_remove_offset_value (self->level_bar, offsets[i]);
  self->operations.parent = self->operations_group;
  self->tracks.parent = self->tracks_group;
  self->formats.parent = self->formats_row;
  self->profiles.parent = self->profiles_row;
  self->features.parent = self->features_row;
  self->actions = burnish_medium_actions_new (GTK_WIDGET (self));
  g_signal_connect_object (self->actions, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

GtkWidget *
burnish_medium_view_new (void)
{
  return g_object_new (BURNISH_TYPE_MEDIUM_VIEW, NULL);
}

/*
 * burnish_medium_view_set_item:
 * @self: the view
 * @item: (nullable): a drive
 */
void
burnish_medium_view_set_item (BurnishMediumView *self, BurnishDriveItem *item)
{
  g_return_if_fail (BURNISH_IS_MEDIUM_VIEW (self));

  burnish_medium_actions_set_item (self->actions, item);
}

/* Returns: (transfer none) (nullable): the drive that is shown */
BurnishDriveItem *
burnish_medium_view_get_item (BurnishMediumView *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM_VIEW (self), NULL);

  return burnish_medium_actions_get_item (self->actions);
}
