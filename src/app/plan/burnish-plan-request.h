/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishPlanRequest asks for a plan without blocking the window: plans are made on a worker
 * thread, for they look at the drive, lay out the image and check the sources. Make one request,
 * run it once. A plan that is refused is a REFUSED error with all the reasons.
 */

typedef struct _BurnishPlanRequest BurnishPlanRequest;

BurnishPlanRequest *burnish_plan_request_new_burn (BurnishDrive *drive,
                                                   BurnishImageLayout *layout,
                                                   BurnishBurnOptions *burn_options);
BurnishPlanRequest *burnish_plan_request_new_add (BurnishDrive *drive,
                                                  BurnishTreeSnapshot *snapshot,
                                                  BurnishImageOptions *image_options,
                                                  BurnishBurnOptions *burn_options);
BurnishPlanRequest *burnish_plan_request_new_burn_image (BurnishDrive *drive,
                                                         const char *image_path,
                                                         BurnishBurnOptions *burn_options);
BurnishPlanRequest *burnish_plan_request_new_verify (BurnishDrive *drive, const char *image_path);
BurnishPlanRequest *
burnish_plan_request_new_erase (BurnishDrive *drive, gboolean full, gboolean consent);
BurnishPlanRequest *
burnish_plan_request_new_format (BurnishDrive *drive, gboolean full, gboolean consent);
BurnishPlanRequest *burnish_plan_request_new_again (BurnishPlan *plan,
                                                    BurnishDrive *drive,
                                                    BurnishBurnOptions *burn_options);

/* Takes the request over. */
void burnish_plan_request_run_async (BurnishPlanRequest *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
BurnishPlan *burnish_plan_request_run_finish (GAsyncResult *result, GError **error);
void burnish_plan_request_add_reasons (GPtrArray *reasons, const GError *error);
void burnish_plan_request_free (BurnishPlanRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishPlanRequest, burnish_plan_request_free)

G_END_DECLS
