/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-item.h"

G_BEGIN_DECLS

/*
 * BurnishImagePreparation turns an image file and what was chosen for it into a plan, or into all
 * the reasons why there is none. Whenever a choice or the disc changes, the plan is gone at once
 * and a new one is made on a worker. Consent to overwrite counts for the disc that is in the drive
 * at that moment; another disc takes it back. Main context only.
 *
 * Signal "changed": plan, reasons or "busy" changed.
 */

#define BURNISH_TYPE_IMAGE_PREPARATION (burnish_image_preparation_get_type ())
G_DECLARE_FINAL_TYPE (BurnishImagePreparation,
                      burnish_image_preparation,
                      BURNISH,
                      IMAGE_PREPARATION,
                      GObject)

BurnishImagePreparation *burnish_image_preparation_new (void);

void burnish_image_preparation_set_active (BurnishImagePreparation *self, gboolean is_active);
void burnish_image_preparation_set_path (BurnishImagePreparation *self, const char *path);
void burnish_image_preparation_set_target (BurnishImagePreparation *self,
                                           BurnishDriveItem *item,
                                           BurnishBurnOptions *options);
void burnish_image_preparation_allow_overwrite (BurnishImagePreparation *self);
void burnish_image_preparation_retry (BurnishImagePreparation *self);

gboolean burnish_image_preparation_get_busy (BurnishImagePreparation *self);
BurnishPlan *burnish_image_preparation_get_plan (BurnishImagePreparation *self);
GPtrArray *burnish_image_preparation_get_reasons (BurnishImagePreparation *self);

G_END_DECLS
