/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "preferences/burnish-patterns-group.h"

#include "compat/burnish-accessible.h"

#include <glib/gi18n.h>

struct _BurnishPatternsGroup
{
  AdwPreferencesGroup parent_instance;

  GSettings *settings; /* (owned) (nullable): from bind() on */
  GPtrArray *rows;     /* (owned): of the patterns, below the entry */
  AdwEntryRow *entry;
};

G_DEFINE_FINAL_TYPE (BurnishPatternsGroup, burnish_patterns_group, ADW_TYPE_PREFERENCES_GROUP)

#define KEY "exclude-patterns"

static void
remove_clicked_cb (GtkButton *button, BurnishPatternsGroup *self)
{
  const char *pattern = g_object_get_data (G_OBJECT (button), "pattern");
  g_auto (GStrv) patterns = g_settings_get_strv (self->settings, KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) left = NULL;

  for (gsize i = 0; patterns[i] != NULL; i++)
    if (!g_str_equal (patterns[i], pattern))
      g_strv_builder_add (builder, patterns[i]);
  left = g_strv_builder_end (builder);
  /* The button goes with its row; the entry is what stays to go on with the keyboard. */
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  g_settings_set_strv (self->settings, KEY, (const char *const *) left);
}

static void
append_row (BurnishPatternsGroup *self, const char *pattern)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  /* Translators: %s is a pattern of names, such as *.tmp. */
  g_autofree char *name = g_strdup_printf (_ ("Remove %s"), pattern);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), pattern);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  burnish_accessible_set_name (button, name);
  g_object_set_data_full (G_OBJECT (button), "pattern", g_strdup (pattern), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
fill (BurnishPatternsGroup *self)
{
  g_auto (GStrv) patterns = g_settings_get_strv (self->settings, KEY);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (gsize i = 0; patterns[i] != NULL; i++)
    append_row (self, patterns[i]);
}

/* A name in a pattern is never a path; and twice the same is once too often. */
static gboolean
can_add (BurnishPatternsGroup *self, const char *pattern)
{
  g_auto (GStrv) patterns = g_settings_get_strv (self->settings, KEY);

  return *pattern != '\0' && strchr (pattern, '/') == NULL
         && !g_strv_contains ((const char *const *) patterns, pattern);
}

static char *
dup_typed (BurnishPatternsGroup *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static void
changed_cb (BurnishPatternsGroup *self)
{
  g_autofree char *pattern = dup_typed (self);

  if (*pattern != '\0' && !can_add (self, pattern))
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static void
apply_cb (BurnishPatternsGroup *self)
{
  g_autofree char *pattern = dup_typed (self);
  g_auto (GStrv) patterns = g_settings_get_strv (self->settings, KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) more = NULL;

  if (!can_add (self, pattern))
    return;
  g_strv_builder_addv (builder, (const char **) patterns);
  g_strv_builder_add (builder, pattern);
  more = g_strv_builder_end (builder);
  /* The row would offer to apply the empty text, too. */
  adw_entry_row_set_show_apply_button (self->entry, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  adw_entry_row_set_show_apply_button (self->entry, TRUE);
  g_settings_set_strv (self->settings, KEY, (const char *const *) more);
}

static void
burnish_patterns_group_dispose (GObject *object)
{
  BurnishPatternsGroup *self = BURNISH_PATTERNS_GROUP (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (burnish_patterns_group_parent_class)->dispose (object);
}

static void
burnish_patterns_group_class_init (BurnishPatternsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_patterns_group_dispose;
}

static void
burnish_patterns_group_init (BurnishPatternsGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->entry = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _ ("Add a Name or Pattern"));
  adw_entry_row_set_show_apply_button (self->entry, TRUE);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->entry, "apply", G_CALLBACK (apply_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->entry));
}

/*
 * burnish_patterns_group_bind:
 * @self: a group
 * @settings: settings of org.burnish.Burnish
 *
 * Shows and sets the key “exclude-patterns”.
 */
void
burnish_patterns_group_bind (BurnishPatternsGroup *self, GSettings *settings)
{
  g_return_if_fail (BURNISH_IS_PATTERNS_GROUP (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}
