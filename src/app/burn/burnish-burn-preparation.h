/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-item.h"
#include "plan/burnish-disc-contents.h"

G_BEGIN_DECLS

/*
 * BurnishBurnPreparation turns a project and what was chosen for it into a plan, or into all the
 * reasons why there is none. Whenever the project, the choices or the disc change, the plan is gone
 * at once and a new one is made on workers. Consent to overwrite counts for the disc that is in the
 * drive at that moment, or for the image file that was chosen; another disc takes it back. The same
 * holds for the choice to add to what is there; where there is no other choice it is not asked for.
 * Main context only.
 *
 * Signal "changed": plan, reasons, contents, the names of the title or "busy" changed.
 */

#define BURNISH_TYPE_BURN_PREPARATION (burnish_burn_preparation_get_type ())
G_DECLARE_FINAL_TYPE (BurnishBurnPreparation,
                      burnish_burn_preparation,
                      BURNISH,
                      BURN_PREPARATION,
                      GObject)

BurnishBurnPreparation *burnish_burn_preparation_new (BurnishProject *project);

/* What was chosen. Neither drive nor image file: nothing was. */
void burnish_burn_preparation_set_drive (BurnishBurnPreparation *self, BurnishDriveItem *item);
void burnish_burn_preparation_set_image_file (BurnishBurnPreparation *self,
                                              const char *path,
                                              gboolean may_replace);
void burnish_burn_preparation_set_options (BurnishBurnPreparation *self,
                                           BurnishBurnOptions *options);
void burnish_burn_preparation_allow_overwrite (BurnishBurnPreparation *self);
void burnish_burn_preparation_add (BurnishBurnPreparation *self);
void burnish_burn_preparation_retry (BurnishBurnPreparation *self);

/* What came of it. */
gboolean burnish_burn_preparation_get_busy (BurnishBurnPreparation *self);
gboolean burnish_burn_preparation_get_adding (BurnishBurnPreparation *self);
BurnishPlan *burnish_burn_preparation_get_plan (BurnishBurnPreparation *self);
GPtrArray *burnish_burn_preparation_get_reasons (BurnishBurnPreparation *self);
BurnishDiscContents *burnish_burn_preparation_get_contents (BurnishBurnPreparation *self);
gboolean burnish_burn_preparation_get_title_fits (BurnishBurnPreparation *self);
char *burnish_burn_preparation_dup_title_in (BurnishBurnPreparation *self, BurnishNamespace ns);

G_END_DECLS
