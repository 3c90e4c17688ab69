/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-feature.h"

G_DEFINE_BOXED_TYPE (BurnishFeature, burnish_feature, burnish_feature_copy, burnish_feature_free)

/**
 * burnish_feature_copy:
 * @self: a feature
 *
 * Returns: (transfer full): a copy
 */
BurnishFeature *
burnish_feature_copy (const BurnishFeature *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_memdup2 (self, sizeof *self);
}

/**
 * burnish_feature_free:
 * @self: (transfer full) (nullable): a feature
 */
void
burnish_feature_free (BurnishFeature *self)
{
  g_free (self);
}

G_DEFINE_BOXED_TYPE (BurnishProfile, burnish_profile, burnish_profile_copy, burnish_profile_free)

/**
 * burnish_profile_copy:
 * @self: a profile
 *
 * Returns: (transfer full): a copy
 */
BurnishProfile *
burnish_profile_copy (const BurnishProfile *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_memdup2 (self, sizeof *self);
}

/**
 * burnish_profile_free:
 * @self: (transfer full) (nullable): a profile
 */
void
burnish_profile_free (BurnishProfile *self)
{
  g_free (self);
}
