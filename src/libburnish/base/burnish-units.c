/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-units.h"

#include "burnish-base-enums.h"

#include <glib/gi18n-lib.h>

/**
 * burnish_bytes_to_blocks:
 * @size_bytes: a size in bytes
 *
 * Returns: how many 2048-byte blocks hold it, rounded up
 */
guint64
burnish_bytes_to_blocks (guint64 size_bytes)
{
  return size_bytes / BURNISH_BLOCK_SIZE + (size_bytes % BURNISH_BLOCK_SIZE != 0);
}

/**
 * burnish_single_speed_kbs:
 * @family: what kind of disc spins
 *
 * Tells what "1×" is. A CD plays 75 sectors of 2352 bytes a second (IEC 60908), DVD is 1385 kB/s
 * (ECMA-267), Blu-ray 36 Mbit/s counted as 4495.5 kB/s (MMC-6 4.7), HD DVD 4568.
 *
 * Returns: the single speed in kB/s of 1000 bytes, or 0 where there is none
 */
double
burnish_single_speed_kbs (BurnishDiscFamily family)
{
  switch (family)
    {
    case BURNISH_DISC_FAMILY_CD:
      return 176.4;
    case BURNISH_DISC_FAMILY_DVD:
      return 1385.0;
    case BURNISH_DISC_FAMILY_BD:
      return 4495.5;
    case BURNISH_DISC_FAMILY_HD_DVD:
      return 4568.0;
    case BURNISH_DISC_FAMILY_NONE:
      return 0.0;
    default:
      g_return_val_if_reached (0.0);
    }
}

/**
 * burnish_speed_to_factor:
 * @speed_kbs: a speed in kB/s of 1000 bytes
 * @family: what kind of disc spins
 *
 * Returns: the speed as a multiple of the family's single speed, or 0 where there is none
 */
double
burnish_speed_to_factor (guint32 speed_kbs, BurnishDiscFamily family)
{
  double single = burnish_single_speed_kbs (family);

  return single > 0.0 ? speed_kbs / single : 0.0;
}

/**
 * burnish_format_speed:
 * @speed_kbs: a speed in kB/s of 1000 bytes
 * @family: what kind of disc spins
 *
 * Writes a speed for a person, such as "16.0× (22160 kB/s)", in the language of the session.
 *
 * Returns: (transfer full): a string
 */
char *
burnish_format_speed (guint32 speed_kbs, BurnishDiscFamily family)
{
  double factor = burnish_speed_to_factor (speed_kbs, family);

  if (factor <= 0.0)
    return g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "%u kB/s"), speed_kbs);
  /* Translators: a speed as a multiple of the disc's single speed, and in kilobytes a second. */
  return g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "%.1f× (%u kB/s)"), factor, speed_kbs);
}
