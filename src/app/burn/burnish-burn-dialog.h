/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishBurnDialog is the sheet that turns a project into a disc or an image file: title, where
 * to, how, what will be on the disc, and everything that stands in the way. It starts the job and
 * closes. Main context only.
 */

#define BURNISH_TYPE_BURN_DIALOG (burnish_burn_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BurnishBurnDialog, burnish_burn_dialog, BURNISH, BURN_DIALOG, AdwWindow)

GtkWindow *burnish_burn_dialog_new (GtkWindow *parent, BurnishProject *project);

G_END_DECLS
