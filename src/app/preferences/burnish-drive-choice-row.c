/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "preferences/burnish-drive-choice-row.h"

#include <glib/gi18n.h>

struct _BurnishDriveChoiceRow
{
  AdwComboRow parent_instance;

  GSettings *settings;      /* (owned) (nullable): from bind() on */
  BurnishDriveList *drives; /* (owned) (nullable): from bind() on */
  GPtrArray *ids;           /* (owned) (element-type utf8): of each row of the list */
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (BurnishDriveChoiceRow, burnish_drive_choice_row, ADW_TYPE_COMBO_ROW)

static void
append (BurnishDriveChoiceRow *self, GtkStringList *names, const char *id, const char *name)
{
  g_ptr_array_add (self->ids, g_strdup (id));
  gtk_string_list_append (names, name);
}

static void
fill (BurnishDriveChoiceRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_settings_get_string (self->settings, "default-drive");
  guint position;

  g_ptr_array_set_size (self->ids, 0);
  /* Translators: the burner that is offered first is whichever holds a disc that can be written. */
  append (self, names, "", _ ("Automatic"));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->drives)); i++)
    {
      g_autoptr (BurnishDriveItem) item = g_list_model_get_item (G_LIST_MODEL (self->drives), i);
      BurnishDrive *drive = burnish_drive_item_get_drive (item);
      g_autofree char *name = burnish_drive_dup_display_name (drive);

      append (self, names, burnish_drive_get_id (drive), name);
    }
  if (!g_ptr_array_find_with_equal_func (self->ids, chosen, g_str_equal, &position))
    {
      position = self->ids->len;
      append (self, names, chosen, _ ("Not Connected"));
    }

  self->is_filling = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), position);
  self->is_filling = FALSE;
}

/* Also comes when the list was filled, and then says nothing new. */
static void
selected_cb (BurnishDriveChoiceRow *self)
{
  guint position = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  g_autofree char *chosen = NULL;

  if (self->is_filling || self->settings == NULL || position >= self->ids->len)
    return;
  chosen = g_settings_get_string (self->settings, "default-drive");
  if (!g_str_equal (chosen, g_ptr_array_index (self->ids, position)))
    g_settings_set_string (self->settings, "default-drive",
                           g_ptr_array_index (self->ids, position));
}

static void
stored_cb (BurnishDriveChoiceRow *self)
{
  g_autofree char *chosen = g_settings_get_string (self->settings, "default-drive");
  guint position = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (position >= self->ids->len || !g_str_equal (chosen, g_ptr_array_index (self->ids, position)))
    fill (self);
}

static void
burnish_drive_choice_row_dispose (GObject *object)
{
  BurnishDriveChoiceRow *self = BURNISH_DRIVE_CHOICE_ROW (object);

  g_clear_object (&self->drives);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (burnish_drive_choice_row_parent_class)->dispose (object);
}

static void
burnish_drive_choice_row_finalize (GObject *object)
{
  BurnishDriveChoiceRow *self = BURNISH_DRIVE_CHOICE_ROW (object);

  g_ptr_array_unref (self->ids);

  G_OBJECT_CLASS (burnish_drive_choice_row_parent_class)->finalize (object);
}

static void
burnish_drive_choice_row_class_init (BurnishDriveChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = burnish_drive_choice_row_dispose;
  object_class->finalize = burnish_drive_choice_row_finalize;
}

static void
burnish_drive_choice_row_init (BurnishDriveChoiceRow *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

/*
 * burnish_drive_choice_row_bind:
 * @self: a row
 * @settings: settings of org.burnish.Burnish
 * @drives: the burners that there are
 *
 * Shows and sets the key “default-drive”, and follows burners as they come and go.
 */
void
burnish_drive_choice_row_bind (BurnishDriveChoiceRow *self,
                               GSettings *settings,
                               BurnishDriveList *drives)
{
  g_return_if_fail (BURNISH_IS_DRIVE_CHOICE_ROW (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  self->drives = g_object_ref (drives);
  g_signal_connect_object (drives, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::default-drive", G_CALLBACK (stored_cb), self,
                           G_CONNECT_SWAPPED);
  fill (self);
}
