/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-burn-options.h"
#include "burnish-drive.h"
#include "burnish-image-layout.h"

G_BEGIN_DECLS

/*
 * BurnishPlan is what a job will do, known before the laser is on. It is immutable and readable
 * from any thread, or it does not exist: the constructors fail with REFUSED and all reasons at once
 * (burnish_error_get_reason). Consent to overwrite belongs to the plan, together with the
 * fingerprint of the medium it was given for; a job refuses with MEDIUM_CHANGED when another disc
 * is in the drive. The constructors block (they inspect the drive and check sources): call them
 * from a worker thread, or from a program without a main loop.
 */

/**
 * BurnishPlanKind:
 * @BURNISH_PLAN_BURN_TREE: burn a staging tree
 * @BURNISH_PLAN_BURN_IMAGE: burn an image file bit-exact
 * @BURNISH_PLAN_VERIFY: read a disc and compare
 * @BURNISH_PLAN_ERASE: erase
 * @BURNISH_PLAN_FORMAT: format
 *
 * Kinds of plans.
 */
typedef enum
{
  BURNISH_PLAN_BURN_TREE,
  BURNISH_PLAN_BURN_IMAGE,
  BURNISH_PLAN_VERIFY,
  BURNISH_PLAN_ERASE,
  BURNISH_PLAN_FORMAT,
} BurnishPlanKind;

/**
 * BurnishPlanStep:
 * @BURNISH_STEP_ERASE: erase the disc
 * @BURNISH_STEP_FORMAT: format the disc
 * @BURNISH_STEP_WRITE: write data
 * @BURNISH_STEP_CLOSE: close track, session or disc
 * @BURNISH_STEP_RELOAD: make the drive forget what it has read
 * @BURNISH_STEP_VERIFY: read and compare
 * @BURNISH_STEP_EJECT: open the tray
 *
 * Steps of a plan, in the order in which they are done.
 */
typedef enum
{
  BURNISH_STEP_ERASE,
  BURNISH_STEP_FORMAT,
  BURNISH_STEP_WRITE,
  BURNISH_STEP_CLOSE,
  BURNISH_STEP_RELOAD,
  BURNISH_STEP_VERIFY,
  BURNISH_STEP_EJECT,
} BurnishPlanStep;

#define BURNISH_TYPE_PLAN (burnish_plan_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishPlan, burnish_plan, BURNISH, PLAN, GObject)

BURNISH_EXPORT
BurnishPlan *burnish_plan_new_burn (BurnishDrive *drive,
                                    BurnishImageLayout *layout,
                                    BurnishBurnOptions *options,
                                    GCancellable *cancellable,
                                    GError **error);
BURNISH_EXPORT
BurnishPlan *burnish_plan_new_append (BurnishDrive *drive,
                                      BurnishTreeSnapshot *snapshot,
                                      BurnishImageOptions *image_options,
                                      BurnishBurnOptions *options,
                                      GCancellable *cancellable,
                                      GError **error);
BURNISH_EXPORT
BurnishPlan *burnish_plan_new_burn_image (BurnishDrive *drive,
                                          const char *image_path,
                                          BurnishBurnOptions *options,
                                          GCancellable *cancellable,
                                          GError **error);
BURNISH_EXPORT
BurnishPlan *burnish_plan_new_verify (BurnishDrive *drive,
                                      const char *image_path,
                                      GCancellable *cancellable,
                                      GError **error);
BURNISH_EXPORT
BurnishPlan *burnish_plan_new_erase (BurnishDrive *drive,
                                     gboolean full,
                                     gboolean consent,
                                     GCancellable *cancellable,
                                     GError **error);
BURNISH_EXPORT
BurnishPlan *burnish_plan_new_format (BurnishDrive *drive,
                                      gboolean full,
                                      gboolean consent,
                                      GCancellable *cancellable,
                                      GError **error);
BURNISH_EXPORT
BurnishPlan *burnish_plan_new_again (BurnishPlan *plan,
                                     BurnishDrive *drive,
                                     BurnishBurnOptions *options,
                                     GCancellable *cancellable,
                                     GError **error);
BURNISH_EXPORT
BurnishPlanKind burnish_plan_get_kind (BurnishPlan *self);
BURNISH_EXPORT
BurnishDrive *burnish_plan_get_drive (BurnishPlan *self);
BURNISH_EXPORT
BurnishMedium *burnish_plan_get_medium (BurnishPlan *self);
BURNISH_EXPORT
BurnishImageLayout *burnish_plan_get_layout (BurnishPlan *self);
BURNISH_EXPORT
const char *burnish_plan_get_image_path (BurnishPlan *self);
BURNISH_EXPORT
BurnishBurnOptions *burnish_plan_dup_options (BurnishPlan *self);
BURNISH_EXPORT
guint64 burnish_plan_get_n_blocks (BurnishPlan *self);
BURNISH_EXPORT
guint burnish_plan_get_n_steps (BurnishPlan *self);
BURNISH_EXPORT
BurnishPlanStep burnish_plan_get_step (BurnishPlan *self, guint index);
BURNISH_EXPORT
gboolean burnish_plan_get_appends (BurnishPlan *self);
BURNISH_EXPORT
guint32 burnish_plan_get_start_block (BurnishPlan *self);
BURNISH_EXPORT
guint32 burnish_plan_get_n_kept_files (BurnishPlan *self);
BURNISH_EXPORT
GPtrArray *burnish_plan_get_replaced (BurnishPlan *self);
BURNISH_EXPORT
gboolean burnish_plan_get_overwrites (BurnishPlan *self);
BURNISH_EXPORT
guint64 burnish_plan_get_estimated_seconds (BurnishPlan *self);
BURNISH_EXPORT
guint burnish_plan_get_n_notes (BurnishPlan *self);
BURNISH_EXPORT
const char *burnish_plan_get_note (BurnishPlan *self, guint index);
BURNISH_EXPORT
char *burnish_plan_to_json (BurnishPlan *self);

G_END_DECLS
