/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burn/burnish-write-options-group.h"

#include "burnish-application.h"
#include "drives/burnish-drive-words.h"

#include <glib/gi18n.h>

/* The drives, and below them perhaps the image file, which is a GtkStringObject. */
struct _BurnishWriteOptionsGroup
{
  AdwPreferencesGroup parent_instance;

  GListStore *image_files;    /* (owned): empty where no image file can be chosen */
  GListModel *targets;        /* (owned) */
  GSettings *settings;        /* (owned) */
  BurnishDriveItem *item;     /* (owned) (nullable) */
  GSignalGroup *item_signals; /* (owned) */
  GArray *speeds;             /* (owned) of guint32: kB/s, by position in the row; 0 is first */
  gboolean image_file;
  gboolean adding;   /* to what is on the disc */
  gboolean updating; /* rows change because of the disc, not of a person */
  /* What a person wants, of a disc that comes later too */
  gboolean wants_simulation;
  gboolean wants_open;

  AdwComboRow *drive_row;
  AdwComboRow *speed_row;
  GtkWidget *full_speed_row;
  GtkSwitch *full_speed_switch;
  GtkWidget *copies_row;
  GtkSpinButton *copies_spin;
  AdwActionRow *verify_row;
  GtkSwitch *verify_switch;
  AdwActionRow *simulate_row;
  GtkSwitch *simulate_switch;
  AdwActionRow *keep_open_row;
  GtkSwitch *keep_open_switch;
  GtkWidget *eject_row;
  GtkSwitch *eject_switch;
};

G_DEFINE_FINAL_TYPE (BurnishWriteOptionsGroup,
                     burnish_write_options_group,
                     ADW_TYPE_PREFERENCES_GROUP)

typedef enum
{
  PROP_DRIVE_ITEM = 1,
  PROP_IMAGE_FILE_ALLOWED,
  PROP_IMAGE_FILE,
  N_PROPS
} BurnishWriteOptionsGroupProperty;

typedef enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
} BurnishWriteOptionsGroupSignal;

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static BurnishMedium *
get_medium (BurnishWriteOptionsGroup *self)
{
  return self->item != NULL ? burnish_drive_item_get_medium (self->item) : NULL;
}

static gboolean
can (BurnishWriteOptionsGroup *self, BurnishOperation operation)
{
  BurnishMedium *medium = get_medium (self);

  return medium != NULL && burnish_medium_can (medium, operation);
}

/* ---- Rows ---- */

static int
compare_speeds (gconstpointer a, gconstpointer b)
{
  const guint32 first = *(const guint32 *) a;
  const guint32 second = *(const guint32 *) b;

  return (first < second) - (first > second);
}

/* 0 for "recommended", then what the drive offers, fastest first. */
static GArray *
list_speeds (BurnishMedium *medium)
{
  GArray *speeds = g_array_new (FALSE, FALSE, sizeof (guint32));
  GPtrArray *offered = medium != NULL ? burnish_medium_get_write_speeds (medium) : NULL;
  const guint32 recommended = 0;

  for (guint i = 0; offered != NULL && i < offered->len; i++)
    g_array_append_val (speeds,
                        ((const BurnishWriteSpeed *) g_ptr_array_index (offered, i))->speed_kbs);
  g_array_sort (speeds, compare_speeds);
  for (guint i = 1; i < speeds->len;)
    if (g_array_index (speeds, guint32, i) == g_array_index (speeds, guint32, i - 1))
      g_array_remove_index (speeds, i);
    else
      i++;
  g_array_prepend_val (speeds, recommended);
  return speeds;
}

static guint32
get_speed_kbs (BurnishWriteOptionsGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->speed_row);

  return selected < self->speeds->len ? g_array_index (self->speeds, guint32, selected) : 0;
}

static void
update_speeds (BurnishWriteOptionsGroup *self)
{
  BurnishMedium *medium = get_medium (self);
  guint32 chosen = get_speed_kbs (self);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  g_clear_pointer (&self->speeds, g_array_unref);
  self->speeds = list_speeds (medium);
  /* Translators: the speed that the drive itself chooses for the disc. */
  gtk_string_list_append (names, _ ("Recommended"));
  for (guint i = 1; i < self->speeds->len; i++)
    {
      guint32 speed = g_array_index (self->speeds, guint32, i);

      gtk_string_list_take (names,
                            burnish_format_speed (speed, burnish_medium_get_family (medium)));
      if (speed == chosen)
        selected = i;
    }
  adw_combo_row_set_model (self->speed_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->speed_row, selected);
  gtk_widget_set_sensitive (GTK_WIDGET (self->speed_row), self->speeds->len > 1);
}

static void
update_simulate (BurnishWriteOptionsGroup *self)
{
  gboolean possible = can (self, BURNISH_OPERATION_SIMULATE);
  BurnishMedium *medium = get_medium (self);
  g_autofree char *reason = NULL;

  if (medium != NULL)
    reason = burnish_medium_dup_reason (medium, BURNISH_OPERATION_SIMULATE);
  gtk_switch_set_active (self->simulate_switch, possible && self->wants_simulation);
  adw_action_row_set_subtitle (self->simulate_row,
                               possible         ? _ ("Everything is done with the laser off.")
                               : reason != NULL ? reason
                                                : _ ("There is no disc in the drive."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->simulate_row), possible);
  gtk_widget_set_visible (GTK_WIDGET (self->simulate_row), !self->image_file);
}

/* Images are burned as they are, and whoever burns one does not add to it. */
static void
update_keep_open (BurnishWriteOptionsGroup *self)
{
  BurnishMedium *medium = get_medium (self);
  gboolean possible = medium != NULL && burnish_medium_can_stay_open (medium);
  gboolean needless =
      medium != NULL && (burnish_medium_get_state (medium) & BURNISH_MEDIUM_OVERWRITABLE) != 0;

  gtk_switch_set_active (self->keep_open_switch, possible && self->wants_open);
  adw_action_row_set_subtitle (
      self->keep_open_row, possible
                               ? _ ("More can be added later. Some players read only closed discs.")
                           : needless ? _ ("More can be added to discs of this kind at any time.")
                           : medium != NULL ? _ ("This drive writes this disc in one go only.")
                                            : _ ("There is no disc in the drive."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->keep_open_row), possible);
  gtk_widget_set_visible (GTK_WIDGET (self->keep_open_row),
                          !self->image_file
                              && burnish_write_options_group_get_image_file_allowed (self));
}

static void
update_verify (BurnishWriteOptionsGroup *self)
{
  gboolean simulate = gtk_switch_get_active (self->simulate_switch);

  adw_action_row_set_subtitle (self->verify_row,
                               simulate ? _ ("A test run writes nothing that could be read.")
                                        : _ ("Every block is read back and compared."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->verify_row), !simulate);
}

/* Only discs with spare areas have the drive check what it writes. */
static void
update_full_speed (BurnishWriteOptionsGroup *self)
{
  BurnishMedium *medium = get_medium (self);
  gboolean possible = medium != NULL && burnish_medium_get_n_spare_blocks (medium) >= 0;

  if (!possible)
    gtk_switch_set_active (self->full_speed_switch, FALSE);
  gtk_widget_set_visible (self->full_speed_row, possible);
}

static void
update_drive (BurnishWriteOptionsGroup *self)
{
  g_autofree char *disc = NULL;

  if (self->item != NULL)
    disc = burnish_drive_item_dup_summary (self->item);
  else if (g_list_model_get_n_items (self->targets) == 0)
    disc = g_strdup (_ ("There is no drive that can burn."));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->drive_row), disc != NULL ? disc : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->drive_row),
                            g_list_model_get_n_items (self->targets) > 0);
}

/* The one place that says what can be chosen now. */
static void
update_rows (BurnishWriteOptionsGroup *self)
{
  gboolean to_disc = !self->image_file;

  self->updating = TRUE;
  update_drive (self);
  update_speeds (self);
  update_simulate (self);
  update_keep_open (self);
  update_verify (self);
  update_full_speed (self);
  if (!to_disc)
    gtk_spin_button_set_value (self->copies_spin, 1);
  gtk_widget_set_visible (GTK_WIDGET (self->speed_row), to_disc);
  gtk_widget_set_visible (self->copies_row, to_disc && !self->adding);
  gtk_widget_set_visible (self->eject_row, to_disc);
  self->updating = FALSE;
}

static void
emit_changed (BurnishWriteOptionsGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A switch that cannot be turned now says nothing. */
static void
keep_wish (AdwActionRow *row, GtkSwitch *toggle, gboolean *wish)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (row)))
    *wish = gtk_switch_get_active (toggle);
}

static void
choice_changed_cb (BurnishWriteOptionsGroup *self)
{
  if (self->updating || self->targets == NULL)
    return;
  keep_wish (self->simulate_row, self->simulate_switch, &self->wants_simulation);
  keep_wish (self->keep_open_row, self->keep_open_switch, &self->wants_open);
  update_verify (self);
  emit_changed (self);
}

static void
medium_changed_cb (BurnishWriteOptionsGroup *self)
{
  update_rows (self);
  emit_changed (self);
}

static void
looking_changed_cb (BurnishWriteOptionsGroup *self)
{
  update_drive (self);
}

/* ---- Where to ---- */

/* Two drives of one make are told apart by their device files. */
static gboolean
has_twin (BurnishDriveItem *item, const char *name)
{
  BurnishDriveList *drives = burnish_application_get_drives (burnish_application_get_default ());

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (drives)); i++)
    {
      g_autoptr (BurnishDriveItem) other = g_list_model_get_item (G_LIST_MODEL (drives), i);
      g_autofree char *other_name =
          burnish_drive_dup_display_name (burnish_drive_item_get_drive (other));

      if (other != item && g_str_equal (other_name, name))
        return TRUE;
    }
  return FALSE;
}

static char *
dup_target_name (gpointer target, gpointer user_data G_GNUC_UNUSED)
{
  g_autofree char *name = NULL;
  BurnishDrive *drive;

  if (!BURNISH_IS_DRIVE_ITEM (target))
    return g_strdup (gtk_string_object_get_string (target));
  drive = burnish_drive_item_get_drive (target);
  name = burnish_drive_dup_display_name (drive);
  if (!has_twin (target, name))
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s (%s)", name, burnish_drive_get_path (drive));
}

static void
set_target (BurnishWriteOptionsGroup *self, BurnishDriveItem *item, gboolean image_file)
{
  gboolean same_kind = self->image_file == image_file;

  if (!g_set_object (&self->item, item) && same_kind)
    return;
  self->image_file = image_file;
  g_signal_group_set_target (self->item_signals, item);
  update_rows (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRIVE_ITEM]);
  if (!same_kind)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGE_FILE]);
  emit_changed (self);
}

static void
target_chosen_cb (BurnishWriteOptionsGroup *self)
{
  gpointer target = adw_combo_row_get_selected_item (self->drive_row);

  if (self->targets == NULL)
    return;
  if (BURNISH_IS_DRIVE_ITEM (target))
    set_target (self, target, FALSE);
  else
    set_target (self, NULL, target != NULL);
}

static void
select_target (BurnishWriteOptionsGroup *self, gpointer wanted)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->targets); i++)
    {
      g_autoptr (GObject) target = g_list_model_get_item (self->targets, i);

      if (target == wanted)
        adw_combo_row_set_selected (self->drive_row, i);
    }
}

static void
targets_changed_cb (BurnishWriteOptionsGroup *self)
{
  update_drive (self);
}

static void
burnish_write_options_group_constructed (GObject *object)
{
  BurnishWriteOptionsGroup *self = BURNISH_WRITE_OPTIONS_GROUP (object);
  BurnishDriveList *drives = burnish_application_get_drives (burnish_application_get_default ());
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  BurnishDriveItem *first = burnish_drive_list_choose (drives, self->settings);
  g_autoptr (GtkExpression) name = NULL;

  G_OBJECT_CLASS (burnish_write_options_group_parent_class)->constructed (object);

  g_list_store_append (parts, drives);
  g_list_store_append (parts, self->image_files);
  self->targets = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
  g_signal_connect_object (self->targets, "items-changed", G_CALLBACK (targets_changed_cb), self,
                           G_CONNECT_SWAPPED);
  name = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (dup_target_name),
                                      NULL, NULL);
  adw_combo_row_set_expression (self->drive_row, name);
  adw_combo_row_set_model (self->drive_row, self->targets);
  if (first != NULL)
    select_target (self, first);
  update_rows (self);
}

static void
burnish_write_options_group_get_property (GObject *object,
                                          guint prop_id,
                                          GValue *value,
                                          GParamSpec *pspec)
{
  BurnishWriteOptionsGroup *self = BURNISH_WRITE_OPTIONS_GROUP (object);

  switch ((BurnishWriteOptionsGroupProperty) prop_id)
    {
    case PROP_DRIVE_ITEM:
      g_value_set_object (value, self->item);
      break;
    case PROP_IMAGE_FILE_ALLOWED:
      g_value_set_boolean (value, burnish_write_options_group_get_image_file_allowed (self));
      break;
    case PROP_IMAGE_FILE:
      g_value_set_boolean (value, self->image_file);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_write_options_group_set_property (GObject *object,
                                          guint prop_id,
                                          const GValue *value,
                                          GParamSpec *pspec)
{
  BurnishWriteOptionsGroup *self = BURNISH_WRITE_OPTIONS_GROUP (object);

  switch ((BurnishWriteOptionsGroupProperty) prop_id)
    {
    case PROP_DRIVE_ITEM:
      burnish_write_options_group_set_drive_item (self, g_value_get_object (value));
      break;
    case PROP_IMAGE_FILE_ALLOWED:
      burnish_write_options_group_set_image_file_allowed (self, g_value_get_boolean (value));
      break;
    case PROP_IMAGE_FILE:
      burnish_write_options_group_set_image_file (self, g_value_get_boolean (value));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_write_options_group_dispose (GObject *object)
{
  BurnishWriteOptionsGroup *self = BURNISH_WRITE_OPTIONS_GROUP (object);

  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->targets);
  g_clear_object (&self->image_files);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (burnish_write_options_group_parent_class)->dispose (object);
}

static void
burnish_write_options_group_finalize (GObject *object)
{
  g_clear_pointer (&BURNISH_WRITE_OPTIONS_GROUP (object)->speeds, g_array_unref);

  G_OBJECT_CLASS (burnish_write_options_group_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (
      klass, "/org/burnish/Burnish/burn/burnish-write-options-group.ui");
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, drive_row);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, speed_row);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, full_speed_row);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, full_speed_switch);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, copies_row);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, copies_spin);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, verify_row);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, verify_switch);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, simulate_row);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, simulate_switch);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, keep_open_row);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, keep_open_switch);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, eject_row);
  gtk_widget_class_bind_template_child (klass, BurnishWriteOptionsGroup, eject_switch);
  gtk_widget_class_bind_template_callback (klass, target_chosen_cb);
  gtk_widget_class_bind_template_callback (klass, choice_changed_cb);
}

static void
burnish_write_options_group_class_init (BurnishWriteOptionsGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = burnish_write_options_group_constructed;
  object_class->get_property = burnish_write_options_group_get_property;
  object_class->set_property = burnish_write_options_group_set_property;
  object_class->dispose = burnish_write_options_group_dispose;
  object_class->finalize = burnish_write_options_group_finalize;
  bind_template (GTK_WIDGET_CLASS (klass));

  properties[PROP_DRIVE_ITEM] =
      g_param_spec_object ("drive-item", NULL, NULL, BURNISH_TYPE_DRIVE_ITEM, flags);
  properties[PROP_IMAGE_FILE_ALLOWED] =
      g_param_spec_boolean ("image-file-allowed", NULL, NULL, FALSE, flags);
  properties[PROP_IMAGE_FILE] = g_param_spec_boolean ("image-file", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
burnish_write_options_group_init (BurnishWriteOptionsGroup *self)
{
  self->settings = g_settings_new ("org.burnish.Burnish");
  self->image_files = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  self->speeds = list_speeds (NULL);
  self->item_signals = g_signal_group_new (BURNISH_TYPE_DRIVE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::medium",
                                  G_CALLBACK (medium_changed_cb), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::looking",
                                  G_CALLBACK (looking_changed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_switch_set_active (self->verify_switch, g_settings_get_boolean (self->settings, "verify"));
  gtk_switch_set_active (self->eject_switch,
                         g_settings_get_boolean (self->settings, "eject-after"));
}

/* Returns: (transfer none) (nullable): the chosen drive */
BurnishDriveItem *
burnish_write_options_group_get_drive_item (BurnishWriteOptionsGroup *self)
{
  g_return_val_if_fail (BURNISH_IS_WRITE_OPTIONS_GROUP (self), NULL);

  return self->item;
}

/* Chooses a drive; one that is gone, or NULL, changes nothing. */
void
burnish_write_options_group_set_drive_item (BurnishWriteOptionsGroup *self, BurnishDriveItem *item)
{
  g_return_if_fail (BURNISH_IS_WRITE_OPTIONS_GROUP (self));

  if (item != NULL)
    select_target (self, item);
}

gboolean
burnish_write_options_group_get_image_file_allowed (BurnishWriteOptionsGroup *self)
{
  g_return_val_if_fail (BURNISH_IS_WRITE_OPTIONS_GROUP (self), FALSE);

  return g_list_model_get_n_items (G_LIST_MODEL (self->image_files)) > 0;
}

/* Whether the last choice is an image file instead of a drive. */
void
burnish_write_options_group_set_image_file_allowed (BurnishWriteOptionsGroup *self,
                                                    gboolean allowed)
{
  g_return_if_fail (BURNISH_IS_WRITE_OPTIONS_GROUP (self));

  if (burnish_write_options_group_get_image_file_allowed (self) == !!allowed)
    return;
  if (allowed)
    {
      g_autoptr (GtkStringObject) image_file = gtk_string_object_new (_ ("Image File"));

      g_list_store_append (self->image_files, image_file);
    }
  else
    g_list_store_remove_all (self->image_files);
  update_rows (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGE_FILE_ALLOWED]);
}

gboolean
burnish_write_options_group_get_image_file (BurnishWriteOptionsGroup *self)
{
  g_return_val_if_fail (BURNISH_IS_WRITE_OPTIONS_GROUP (self), FALSE);

  return self->image_file;
}

/* Chooses the image file, if that is allowed, or the first drive. */
void
burnish_write_options_group_set_image_file (BurnishWriteOptionsGroup *self, gboolean image_file)
{
  guint n_targets;

  g_return_if_fail (BURNISH_IS_WRITE_OPTIONS_GROUP (self));

  n_targets = g_list_model_get_n_items (self->targets);
  if (image_file == self->image_file || n_targets == 0)
    return;
  if (!image_file)
    adw_combo_row_set_selected (self->drive_row, 0);
  else if (burnish_write_options_group_get_image_file_allowed (self))
    adw_combo_row_set_selected (self->drive_row, n_targets - 1);
}

/*
 * burnish_write_options_group_set_adding:
 * @self: a group
 * @adding: whether files are added to what is on the disc, of which there are no copies then
 */
void
burnish_write_options_group_set_adding (BurnishWriteOptionsGroup *self, gboolean adding)
{
  g_return_if_fail (BURNISH_IS_WRITE_OPTIONS_GROUP (self));

  self->adding = adding;
  gtk_widget_set_visible (self->copies_row, !self->image_file && !adding);
}

/* Brings a person to the choice of a drive. */
void
burnish_write_options_group_grab_drive_focus (BurnishWriteOptionsGroup *self)
{
  g_return_if_fail (BURNISH_IS_WRITE_OPTIONS_GROUP (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->drive_row));
}

/*
 * burnish_write_options_group_dup_options:
 * @self: a group
 *
 * Returns: (transfer full): how to burn, without any consent to overwrite
 */
BurnishBurnOptions *
burnish_write_options_group_dup_options (BurnishWriteOptionsGroup *self)
{
  BurnishBurnOptions *options;

  g_return_val_if_fail (BURNISH_IS_WRITE_OPTIONS_GROUP (self), NULL);

  options = burnish_burn_options_new ();
  g_object_set (options, "speed-kbs", get_speed_kbs (self), "copies",
                (guint) gtk_spin_button_get_value_as_int (self->copies_spin), "verify",
                gtk_switch_get_active (self->verify_switch), "simulate",
                gtk_switch_get_active (self->simulate_switch), "keep-open",
                gtk_switch_get_active (self->keep_open_switch), "eject",
                gtk_switch_get_active (self->eject_switch), "stream-recording",
                gtk_switch_get_active (self->full_speed_switch), "on-bad-source",
                g_settings_get_enum (self->settings, "on-bad-source"), NULL);
  return options;
}
