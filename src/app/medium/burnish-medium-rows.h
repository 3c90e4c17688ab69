/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * Rows that follow the lists of a medium: what can be done, tracks, profiles, features, formats.
 * Rows that are there already are changed in place.
 */

/*
 * BurnishMediumRows:
 * @parent: (unowned): an AdwPreferencesGroup or AdwExpanderRow
 * @rows: (owned) (nullable): its rows, of AdwActionRow
 */
typedef struct
{
  GtkWidget *parent;
  GPtrArray *rows;
} BurnishMediumRows;

void burnish_medium_rows_show_operations (BurnishMediumRows *self, BurnishMedium *medium);
void burnish_medium_rows_show_tracks (BurnishMediumRows *self, BurnishMedium *medium);
void burnish_medium_rows_show_profiles (BurnishMediumRows *self, BurnishMedium *medium);
void burnish_medium_rows_show_features (BurnishMediumRows *self, BurnishMedium *medium);
void burnish_medium_rows_show_formats (BurnishMediumRows *self, BurnishMedium *medium);
void burnish_medium_rows_clear (BurnishMediumRows *self);

G_END_DECLS
