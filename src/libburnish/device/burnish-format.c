/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-format.h"

G_DEFINE_BOXED_TYPE (BurnishFormat, burnish_format, burnish_format_copy, burnish_format_free)

/**
 * burnish_format_copy:
 * @self: a format
 *
 * Returns: (transfer full): a copy
 */
BurnishFormat *
burnish_format_copy (const BurnishFormat *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_memdup2 (self, sizeof *self);
}

/**
 * burnish_format_free:
 * @self: (transfer full) (nullable): a format
 */
void
burnish_format_free (BurnishFormat *self)
{
  g_free (self);
}
