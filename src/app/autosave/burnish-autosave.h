/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishAutosave keeps a copy of every open project, so that nothing is lost in a crash or when
 * the session ends: a moment after each change it is written to the person's data folder, and it is
 * removed when the project is closed. What a program that ended otherwise has left there is brought
 * back by the next one. Each program locks a folder of its own while it lives, so that two of them,
 * in two sessions of one person, do not take each other's copies.
 */

#define BURNISH_TYPE_AUTOSAVE (burnish_autosave_get_type ())
G_DECLARE_FINAL_TYPE (BurnishAutosave, burnish_autosave, BURNISH, AUTOSAVE, GObject)

BurnishAutosave *burnish_autosave_new (void);
void burnish_autosave_keep (BurnishAutosave *self, BurnishProject *project);
void burnish_autosave_forget (BurnishAutosave *self, BurnishProject *project);
void burnish_autosave_restore (BurnishAutosave *self);

G_END_DECLS
