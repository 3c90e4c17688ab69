/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "capacity/burnish-capacity-bar.h"

#include "burnish-application.h"
#include "capacity/burnish-capacity-menu.h"
#include "capacity/burnish-capacity-meter.h"
#include "compat/burnish-accessible.h"
#include "drives/burnish-drive-words.h"

#include <glib/gi18n.h>

struct _BurnishCapacityBar
{
  AdwBin parent_instance;

  BurnishCapacity *capacity;   /* (owned) */
  GSimpleActionGroup *actions; /* (owned) */

  BurnishCapacityMeter *meter;
  GtkLabel *label;
  GtkMenuButton *cure_button;
  GtkMenuButton *target_button;
  GtkLabel *target_label;
};

G_DEFINE_FINAL_TYPE (BurnishCapacityBar, burnish_capacity_bar, ADW_TYPE_BIN)

typedef enum
{
  PROP_PROJECT = 1,
  N_PROPS
} BurnishCapacityBarProperty;

static GParamSpec *properties[N_PROPS];

static BurnishDriveList *
get_drives (void)
{
  return burnish_application_get_drives (burnish_application_get_default ());
}

static GSettings *
get_settings (void)
{
  return burnish_application_get_settings (burnish_application_get_default ());
}

/* ---- Words ---- */

static char *
format_blocks (guint64 n_blocks)
{
  return g_format_size (n_blocks * BURNISH_BLOCK_SIZE);
}

static char *
dup_text (BurnishCapacity *capacity)
{
  guint64 room_blocks = burnish_capacity_get_room_blocks (capacity);
  guint64 needed_blocks = burnish_capacity_get_needed_blocks (capacity);
  guint64 over_blocks = burnish_capacity_get_over_blocks (capacity);
  gboolean is_exact = burnish_capacity_is_exact (capacity);
  g_autofree char *needed = format_blocks (needed_blocks);
  g_autofree char *room = format_blocks (room_blocks);
  g_autofree char *rest = NULL;

  if (room_blocks == 0)
    /* Translators: %s is the size of a project. */
    return g_strdup_printf (is_exact ? _ ("%s needed") : _ ("About %s needed"), needed);
  if (over_blocks > 0)
    {
      rest = format_blocks (over_blocks);
      return g_strdup_printf (is_exact ? _ ("%s too much") : _ ("About %s too much"), rest);
    }
  rest = format_blocks (room_blocks - needed_blocks);
  /* Translators: sizes of a project, of the disc, and of what is left. */
  return g_strdup_printf (is_exact ? _ ("%s of %s, %s free") : _ ("About %s of %s, %s free"),
                          needed, room, rest);
}

static char *
dup_target_text (BurnishCapacity *capacity)
{
  BurnishDriveItem *item = burnish_capacity_get_drive (capacity);
  guint64 room_blocks = burnish_capacity_get_room_blocks (capacity);
  g_autofree char *size = NULL;

  if (item != NULL)
    return burnish_drive_item_dup_summary (item);
  if (room_blocks == 0)
    return g_strdup (_ ("Choose a Disc"));
  size = format_blocks (room_blocks);
  /* Translators: %s is a size. */
  return g_strdup_printf (_ ("Disc of %s"), size);
}

static char *
dup_target_id (BurnishCapacity *capacity)
{
  BurnishDriveItem *item = burnish_capacity_get_drive (capacity);

  if (item != NULL)
    return g_strconcat ("drive:", burnish_drive_get_id (burnish_drive_item_get_drive (item)), NULL);
  return g_strdup_printf ("size:%" G_GUINT64_FORMAT, burnish_capacity_get_room_blocks (capacity));
}

static void
capacity_changed_cb (BurnishCapacityBar *self)
{
  g_autofree char *text = dup_text (self->capacity);
  g_autofree char *target = dup_target_text (self->capacity);
  g_autofree char *id = dup_target_id (self->capacity);
  gboolean is_over = burnish_capacity_get_over_blocks (self->capacity) > 0;

  gtk_label_set_label (self->label, text);
  if (is_over)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "warning");
  gtk_widget_set_visible (GTK_WIDGET (self->cure_button), is_over);
  gtk_label_set_label (self->target_label, target);
  burnish_accessible_set_name (GTK_WIDGET (self->target_button), target);
  burnish_capacity_meter_update (self->meter, self->capacity, text);
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "measure",
                                      g_variant_new_string (id));
}

/* ---- Actions ---- */

static void
measure (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  BurnishCapacityBar *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);

  if (g_str_has_prefix (id, "drive:"))
    {
      BurnishDriveItem *item = burnish_drive_list_lookup (get_drives (), id + strlen ("drive:"));

      if (item == NULL)
        return;
      /* The burn sheet and the pane of the disc begin with it as well. */
      burnish_drive_list_set_preferred (get_drives (), item);
      burnish_capacity_measure_drive (self->capacity, item);
    }
  else
    burnish_capacity_measure_size (self->capacity,
                                   g_ascii_strtoull (id + strlen ("size:"), NULL, 10));
}

/* The state is what is measured against, and follows it; see capacity_changed_cb(). */
static void
set_measure (GSimpleAction *action, GVariant *state, gpointer user_data G_GNUC_UNUSED)
{
  g_simple_action_set_state (action, state);
}

static void
remove_name (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  BurnishCapacityBar *self = user_data;
  BurnishTree *tree = burnish_project_get_tree (burnish_capacity_get_project (self->capacity));
  BurnishNode node =
      burnish_tree_find_child (tree, BURNISH_NODE_ROOT, g_variant_get_bytestring (parameter));

  if (node != BURNISH_NODE_NONE)
    burnish_tree_remove (tree, &node, 1);
}

static void
choose_disc (GSimpleAction *action G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED,
             gpointer user_data)
{
  gtk_menu_button_popup (BURNISH_CAPACITY_BAR (user_data)->target_button);
}

static const GActionEntry actions[] = {
  { .name = "measure",
    .activate = measure,
    .parameter_type = "s",
    .state = "''",
    .change_state = set_measure },
  { .name = "remove", .activate = remove_name, .parameter_type = "ay" },
  { .name = "choose-disc", .activate = choose_disc },
};

static void
open_targets_cb (GtkMenuButton *button, gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GMenuModel) menu = burnish_capacity_menu_new_targets (get_drives (), get_settings ());

  gtk_menu_button_set_menu_model (button, menu);
}

static void
open_cures_cb (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenuModel) menu =
      burnish_capacity_menu_new_cures (BURNISH_CAPACITY_BAR (user_data)->capacity);

  gtk_menu_button_set_menu_model (button, menu);
}

/* ---- Class ---- */

static void
burnish_capacity_bar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishCapacityBar *self = BURNISH_CAPACITY_BAR (object);

  if (prop_id == PROP_PROJECT)
    g_value_set_object (value, burnish_capacity_get_project (self->capacity));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
burnish_capacity_bar_set_property (GObject *object,
                                   guint prop_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  BurnishCapacityBar *self = BURNISH_CAPACITY_BAR (object);

  if (prop_id == PROP_PROJECT)
    burnish_capacity_bar_set_project (self, g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
burnish_capacity_bar_dispose (GObject *object)
{
  BurnishCapacityBar *self = BURNISH_CAPACITY_BAR (object);

  if (self->capacity != NULL)
    g_signal_handlers_disconnect_by_data (self->capacity, self);
  g_clear_object (&self->capacity);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (burnish_capacity_bar_parent_class)->dispose (object);
}

static void
burnish_capacity_bar_class_init (BurnishCapacityBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = burnish_capacity_bar_get_property;
  object_class->set_property = burnish_capacity_bar_set_property;
  object_class->dispose = burnish_capacity_bar_dispose;

  properties[PROP_PROJECT] =
      g_param_spec_object ("project", NULL, NULL, BURNISH_TYPE_PROJECT,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (BURNISH_TYPE_CAPACITY_METER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/capacity/burnish-capacity-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishCapacityBar, meter);
  gtk_widget_class_bind_template_child (widget_class, BurnishCapacityBar, label);
  gtk_widget_class_bind_template_child (widget_class, BurnishCapacityBar, cure_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishCapacityBar, target_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishCapacityBar, target_label);
}

static void
burnish_capacity_bar_init (BurnishCapacityBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), actions, G_N_ELEMENTS (actions),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "capacity", G_ACTION_GROUP (self->actions));
  gtk_menu_button_set_create_popup_func (self->target_button, open_targets_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->cure_button, open_cures_cb, self, NULL);
  self->capacity = burnish_capacity_new (get_drives (), get_settings ());
  g_signal_connect_swapped (self->capacity, "changed", G_CALLBACK (capacity_changed_cb), self);
  capacity_changed_cb (self);
}

/*
 * burnish_capacity_bar_set_project:
 * @self: a bar
 * @project: (nullable): what to measure
 */
void
burnish_capacity_bar_set_project (BurnishCapacityBar *self, BurnishProject *project)
{
  g_return_if_fail (BURNISH_IS_CAPACITY_BAR (self));

  if (burnish_capacity_get_project (self->capacity) == project)
    return;
  burnish_capacity_set_project (self->capacity, project);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}
