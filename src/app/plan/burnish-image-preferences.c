/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "plan/burnish-image-preferences.h"

/*
 * burnish_image_preferences_apply:
 * @settings: settings of org.burnish.Burnish
 * @options: a copy of a project's options
 *
 * Somebody who wants no checksum file gets none; a project that has none keeps none.
 */
void
burnish_image_preferences_apply (GSettings *settings, BurnishImageOptions *options)
{
  if (!g_settings_get_boolean (settings, "manifest"))
    burnish_image_options_set_manifest (options, FALSE);
}
