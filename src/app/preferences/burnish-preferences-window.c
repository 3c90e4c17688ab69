/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "preferences/burnish-preferences-window.h"

#include "preferences/burnish-drive-choice-row.h"
#include "preferences/burnish-patterns-group.h"

struct _BurnishPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  BurnishDriveChoiceRow *drive_row;
  GtkSwitch *verify_switch;
  GtkSwitch *eject_switch;
  AdwComboRow *bad_source_row;
  GtkSwitch *manifest_switch;
  GtkSwitch *hidden_switch;
  AdwComboRow *symlinks_row;
  BurnishPatternsGroup *patterns_group;
};

G_DEFINE_FINAL_TYPE (BurnishPreferencesWindow,
                     burnish_preferences_window,
                     ADW_TYPE_PREFERENCES_WINDOW)

/* The words of each enumeration in the schema, in the order of the rows in the template. */
static const char *const bad_source_words[] = { "stop", "fill", NULL };
static const char *const symlinks_words[] = { "keep", "follow", "leave-out", NULL };

static gboolean
word_to_position (GValue *position, GVariant *word, gpointer words)
{
  const char *const *known = words;

  for (guint i = 0; known[i] != NULL; i++)
    if (g_str_equal (known[i], g_variant_get_string (word, NULL)))
      {
        g_value_set_uint (position, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
position_to_word (const GValue *position,
                  const GVariantType *expected_type G_GNUC_UNUSED,
                  gpointer words)
{
  const char *const *known = words;
  guint i = g_value_get_uint (position);

  return i < g_strv_length (words) ? g_variant_new_string (known[i]) : NULL;
}

static void
bind_choice (GSettings *settings, const char *key, AdwComboRow *row, const char *const *words)
{
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                word_to_position, position_to_word, (gpointer) words, NULL);
}

static void
bind_switch (GSettings *settings, const char *key, GtkSwitch *widget)
{
  g_settings_bind (settings, key, widget, "active", G_SETTINGS_BIND_DEFAULT);
}

static void
burnish_preferences_window_class_init (BurnishPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BURNISH_TYPE_DRIVE_CHOICE_ROW);
  g_type_ensure (BURNISH_TYPE_PATTERNS_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/preferences/burnish-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishPreferencesWindow, drive_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishPreferencesWindow, verify_switch);
  gtk_widget_class_bind_template_child (widget_class, BurnishPreferencesWindow, eject_switch);
  gtk_widget_class_bind_template_child (widget_class, BurnishPreferencesWindow, bad_source_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishPreferencesWindow, manifest_switch);
  gtk_widget_class_bind_template_child (widget_class, BurnishPreferencesWindow, hidden_switch);
  gtk_widget_class_bind_template_child (widget_class, BurnishPreferencesWindow, symlinks_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishPreferencesWindow, patterns_group);
}

static void
burnish_preferences_window_init (BurnishPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/*
 * burnish_preferences_window_new:
 * @parent: (nullable): the window it belongs to
 * @settings: settings of org.burnish.Burnish
 * @drives: the burners that there are
 *
 * Returns: (transfer none): a window, not yet shown
 */
BurnishPreferencesWindow *
burnish_preferences_window_new (GtkWindow *parent, GSettings *settings, BurnishDriveList *drives)
{
  BurnishPreferencesWindow *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (BURNISH_IS_DRIVE_LIST (drives), NULL);

  self = g_object_new (BURNISH_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
  burnish_drive_choice_row_bind (self->drive_row, settings, drives);
  bind_switch (settings, "verify", self->verify_switch);
  bind_switch (settings, "eject-after", self->eject_switch);
  bind_choice (settings, "on-bad-source", self->bad_source_row, bad_source_words);
  bind_switch (settings, "manifest", self->manifest_switch);
  bind_switch (settings, "include-hidden", self->hidden_switch);
  bind_choice (settings, "symlinks", self->symlinks_row, symlinks_words);
  burnish_patterns_group_bind (self->patterns_group, settings);
  return self;
}
