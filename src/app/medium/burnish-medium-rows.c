/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "medium/burnish-medium-rows.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static void
add_row (BurnishMediumRows *self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  if (ADW_IS_EXPANDER_ROW (self->parent))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (self->parent), row);
  else
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->parent), row);
  g_ptr_array_add (self->rows, row);
}

static void
remove_last_row (BurnishMediumRows *self)
{
  GtkWidget *row = g_ptr_array_steal_index (self->rows, self->rows->len - 1);

  if (ADW_IS_EXPANDER_ROW (self->parent))
    adw_expander_row_remove (ADW_EXPANDER_ROW (self->parent), row);
  else
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->parent), row);
}

static void
resize (BurnishMediumRows *self, guint n_rows)
{
  if (self->rows == NULL)
    self->rows = g_ptr_array_new ();
  while (self->rows->len > n_rows)
    remove_last_row (self);
  while (self->rows->len < n_rows)
    add_row (self);
  gtk_widget_set_visible (self->parent, n_rows > 0);
}

static AdwActionRow *
set_row (BurnishMediumRows *self, guint index, const char *title, const char *subtitle)
{
  AdwActionRow *row = g_ptr_array_index (self->rows, index);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle, -1);
  return row;
}

/* Yes and no are told by an icon and in words. */
void
burnish_medium_rows_show_operations (BurnishMediumRows *self, BurnishMedium *medium)
{
  resize (self, BURNISH_N_OPERATIONS);
  for (guint i = 0; i < BURNISH_N_OPERATIONS; i++)
    {
      g_autofree char *reason = burnish_medium_dup_reason (medium, i);
      AdwActionRow *row = set_row (self, i, burnish_operation_to_text (i),
                                   reason != NULL ? reason : _ ("Possible"));

      adw_action_row_set_icon_name (row, reason != NULL ? "window-close-symbolic"
                                                        : "object-select-symbolic");
    }
}

void
burnish_medium_rows_show_tracks (BurnishMediumRows *self, BurnishMedium *medium)
{
  GPtrArray *tracks = burnish_medium_get_tracks (medium);

  resize (self, tracks->len);
  for (guint i = 0; i < tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (tracks, i);
      /* Translators: numbers of a session and of a track on a disc. */
      g_autofree char *title =
          g_strdup_printf (_ ("Session %u, Track %u"), track->session, track->number);
      g_autofree char *text = burnish_track_dup_text (track);

      set_row (self, i, title, text);
    }
}

void
burnish_medium_rows_show_profiles (BurnishMediumRows *self, BurnishMedium *medium)
{
  GPtrArray *profiles = burnish_medium_get_profiles (medium);

  resize (self, profiles->len);
  for (guint i = 0; i < profiles->len; i++)
    {
      const BurnishProfile *profile = g_ptr_array_index (profiles, i);
      g_autofree char *text =
          /* Translators: number of a profile, which is a kind of disc, in hexadecimal. */
          g_strdup_printf (profile->is_current ? _ ("Profile %04Xh, the disc in the drive")
                                               : _ ("Profile %04Xh"),
                           profile->number);

      set_row (self, i, profile->name, text);
    }
}

void
burnish_medium_rows_show_features (BurnishMediumRows *self, BurnishMedium *medium)
{
  GPtrArray *features = burnish_medium_get_features (medium);

  resize (self, features->len);
  for (guint i = 0; i < features->len; i++)
    {
      const BurnishFeature *feature = g_ptr_array_index (features, i);
      g_autofree char *name = burnish_feature_dup_name (feature);
      g_autofree char *text =
          /* Translators: number of a feature of a drive in hexadecimal. */
          g_strdup_printf (feature->is_current ? _ ("Feature %04Xh, current")
                                               : _ ("Feature %04Xh, not with this disc"),
                           feature->code);

      set_row (self, i, name, text);
    }
}

void
burnish_medium_rows_show_formats (BurnishMediumRows *self, BurnishMedium *medium)
{
  GPtrArray *formats = burnish_medium_get_formats (medium);

  resize (self, formats->len);
  for (guint i = 0; i < formats->len; i++)
    {
      const BurnishFormat *format = g_ptr_array_index (formats, i);
      g_autofree char *title = burnish_format_dup_text (format);
      /* Translators: number of a format in hexadecimal, and a count of 2048-byte blocks. */
      g_autofree char *text =
          g_strdup_printf (_ ("Type %02Xh, %" PRIu64 " blocks"), format->type, format->n_blocks);

      set_row (self, i, title, text);
    }
}

void
burnish_medium_rows_clear (BurnishMediumRows *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}
