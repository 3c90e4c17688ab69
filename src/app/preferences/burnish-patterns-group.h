/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishPatternsGroup lists the names that are left out when folders are added, and lets patterns
 * be added and removed.
 */

#define BURNISH_TYPE_PATTERNS_GROUP (burnish_patterns_group_get_type ())
G_DECLARE_FINAL_TYPE (BurnishPatternsGroup,
                      burnish_patterns_group,
                      BURNISH,
                      PATTERNS_GROUP,
                      AdwPreferencesGroup)

void burnish_patterns_group_bind (BurnishPatternsGroup *self, GSettings *settings);

G_END_DECLS
