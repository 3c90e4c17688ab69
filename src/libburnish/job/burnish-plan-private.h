/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-burn-options-private.h"
#include "burnish-estimator-private.h"
#include "burnish-plan.h"

G_BEGIN_DECLS

/* What a plan holds; nobody changes it once the constructor has returned it. */
struct _BurnishPlan
{
  GObject parent_instance;
  BurnishPlanKind kind;
  BurnishDrive *drive;         /* (owned) */
  BurnishMedium *medium;       /* (owned) (nullable): none for an image file to be written */
  char *fingerprint;           /* (owned) (nullable): of the medium */
  BurnishImageLayout *layout;  /* (owned) (nullable): of a tree */
  char *image_path;            /* (owned) (nullable): to burn, or to compare with */
  BurnishBurnOptions *options; /* (owned) */
  guint64 n_blocks;            /* 0: known only when the disc was looked at */
  guint64 free_blocks;         /* room for the image */
  GArray *steps;               /* (owned) of BurnishPlanStep */
  GPtrArray *notes;            /* (owned) of sentences */
  gboolean full;               /* erase or format every block */
  gboolean overwrites;         /* something on the medium will be lost */
  gboolean image_file;         /* the drive is an image file */
  /* Of a plan that adds to a disc. */
  BurnishTreeSnapshot *added;         /* (owned) (nullable): the new files; the layout has all */
  BurnishImageOptions *image_options; /* (owned) (nullable): what was wanted */
  guint32 start_block;                /* where the layout begins on the disc, else 0 */
  guint32 n_kept_files;               /* that are on the disc already */
  GPtrArray *replaced;                /* (owned) (nullable) of paths */
};

BurnishPlan *
_burnish_plan_new (BurnishPlanKind kind, BurnishDrive *drive, BurnishBurnOptions *options);
/* Looks at the drive. An image file that does not exist yet has no medium. */
gboolean _burnish_plan_inspect (BurnishPlan *self, GCancellable *cancellable, GError **error);
/* FALSE with REFUSED when there is a reason. */
gboolean _burnish_plan_refuse (GPtrArray *reasons, GError **error);
/* Whether what is added fits. Returns the room in blocks. */
guint64 _burnish_plan_check_append (BurnishPlan *plan, GPtrArray *reasons);

/* Finds every reason against the plan and fills its steps and notes: no reason, no error. */
gboolean _burnish_plan_check_burn (BurnishPlan *plan, GCancellable *cancellable, GError **error);
gboolean _burnish_plan_check_erase (BurnishPlan *plan, GError **error);
/* Whether a medium takes the plan's image, and how: also asked for the next disc of a copy. Adds
   reasons and, unless NULL, steps. Returns the room in blocks, 0 when it is not known. */
guint64 _burnish_plan_check_medium (BurnishPlan *plan,
                                    BurnishMedium *medium,
                                    gboolean consent,
                                    GArray *steps,
                                    GPtrArray *reasons);
/* (transfer full) of BurnishEstimatorStep, for all copies. */
GArray *_burnish_plan_dup_estimate (BurnishPlan *plan);
BurnishDiscFamily _burnish_plan_get_family (BurnishPlan *plan);

G_END_DECLS
