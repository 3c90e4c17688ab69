/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "plan/burnish-disc-contents.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishContentsGroup says what will be on the disc: size, time needed, what each file system
 * makes of the names, what was left out. Main context only.
 *
 * Signals: "show-names" (BurnishNamespace as an int), "show-left-out" and "show-replaced": a person
 * wants the list.
 */

#define BURNISH_TYPE_CONTENTS_GROUP (burnish_contents_group_get_type ())
G_DECLARE_FINAL_TYPE (BurnishContentsGroup,
                      burnish_contents_group,
                      BURNISH,
                      CONTENTS_GROUP,
                      AdwPreferencesGroup)

/* What each file system is called, with who reads it. */
const char *burnish_contents_group_get_readers (BurnishNamespace ns);
void burnish_contents_group_update (BurnishContentsGroup *self,
                                    BurnishDiscContents *contents,
                                    BurnishPlan *plan,
                                    guint n_left_out);

G_END_DECLS
