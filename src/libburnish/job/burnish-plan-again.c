/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-plan-private.h"

/**
 * burnish_plan_get_image_path:
 * @self: a plan
 *
 * Returns: (type filename) (transfer none) (nullable): the image file that is burned or compared
 *   with
 */
const char *
burnish_plan_get_image_path (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), NULL);
  return self->image_path;
}

/**
 * burnish_plan_dup_options:
 * @self: a plan
 *
 * Returns: (transfer full): how it is burned, for another plan. The consent is not among it: it was
 *   for one disc.
 */
BurnishBurnOptions *
burnish_plan_dup_options (BurnishPlan *self)
{
  BurnishBurnOptions *options;

  g_return_val_if_fail (BURNISH_IS_PLAN (self), NULL);
  options = _burnish_burn_options_copy (self->options);
  options->consent = FALSE;
  return options;
}

/**
 * burnish_plan_new_again:
 * @plan: a plan, carried out or not
 * @drive: the drive
 * @options: how, and whether what is on the disc may be lost; a copy is taken
 * @cancellable: (nullable): to stop looking
 * @error: return location
 *
 * Plans the same once more, with the disc that is in @drive now. Like the other constructors it
 * blocks and refuses with all reasons at once.
 *
 * Returns: (transfer full): the plan, or %NULL with @error set
 */
BurnishPlan *
burnish_plan_new_again (BurnishPlan *plan,
                        BurnishDrive *drive,
                        BurnishBurnOptions *options,
                        GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (plan), NULL);
  g_return_val_if_fail (BURNISH_IS_BURN_OPTIONS (options), NULL);

  switch (plan->kind)
    {
    case BURNISH_PLAN_BURN_TREE:
      if (plan->added != NULL)
        return burnish_plan_new_append (drive, plan->added, plan->image_options, options,
                                        cancellable, error);
      return burnish_plan_new_burn (drive, plan->layout, options, cancellable, error);
    case BURNISH_PLAN_BURN_IMAGE:
      return burnish_plan_new_burn_image (drive, plan->image_path, options, cancellable, error);
    case BURNISH_PLAN_VERIFY:
      return burnish_plan_new_verify (drive, plan->image_path, cancellable, error);
    case BURNISH_PLAN_ERASE:
      return burnish_plan_new_erase (drive, plan->full, options->consent, cancellable, error);
    case BURNISH_PLAN_FORMAT:
      return burnish_plan_new_format (drive, plan->full, options->consent, cancellable, error);
    default:
      g_return_val_if_reached (NULL);
    }
}
