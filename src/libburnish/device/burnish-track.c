/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-track.h"

G_DEFINE_BOXED_TYPE (BurnishTrack, burnish_track, burnish_track_copy, burnish_track_free)

/**
 * burnish_track_copy:
 * @self: a track
 *
 * Returns: (transfer full): a copy
 */
BurnishTrack *
burnish_track_copy (const BurnishTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_memdup2 (self, sizeof *self);
}

/**
 * burnish_track_free:
 * @self: (transfer full) (nullable): a track
 */
void
burnish_track_free (BurnishTrack *self)
{
  g_free (self);
}
