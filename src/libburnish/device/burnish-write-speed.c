/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-write-speed.h"

G_DEFINE_BOXED_TYPE (BurnishWriteSpeed,
                     burnish_write_speed,
                     burnish_write_speed_copy,
                     burnish_write_speed_free)

/**
 * burnish_write_speed_copy:
 * @self: a write speed
 *
 * Returns: (transfer full): a copy
 */
BurnishWriteSpeed *
burnish_write_speed_copy (const BurnishWriteSpeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_memdup2 (self, sizeof *self);
}

/**
 * burnish_write_speed_free:
 * @self: (transfer full) (nullable): a write speed
 */
void
burnish_write_speed_free (BurnishWriteSpeed *self)
{
  g_free (self);
}
