/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-macros.h"

G_BEGIN_DECLS

/*
 * Units that disc burning counts in. All functions are pure and may be called from any thread.
 */

/**
 * BURNISH_BLOCK_SIZE:
 *
 * Bytes in a block (a logical sector of ECMA-119 and ECMA-167 on optical discs): 2048.
 */
#define BURNISH_BLOCK_SIZE 2048

/**
 * BurnishDiscFamily:
 * @BURNISH_DISC_FAMILY_NONE: no optical disc: an image file
 * @BURNISH_DISC_FAMILY_CD: Compact Disc
 * @BURNISH_DISC_FAMILY_DVD: DVD
 * @BURNISH_DISC_FAMILY_BD: Blu-ray Disc
 * @BURNISH_DISC_FAMILY_HD_DVD: HD DVD
 *
 * Families of discs, which differ in what "1×" means.
 */
typedef enum
{
  BURNISH_DISC_FAMILY_NONE,
  BURNISH_DISC_FAMILY_CD,
  BURNISH_DISC_FAMILY_DVD,
  BURNISH_DISC_FAMILY_BD,
  BURNISH_DISC_FAMILY_HD_DVD,
} BurnishDiscFamily;

BURNISH_EXPORT
guint64 burnish_bytes_to_blocks (guint64 size_bytes);
BURNISH_EXPORT
double burnish_single_speed_kbs (BurnishDiscFamily family);
BURNISH_EXPORT
double burnish_speed_to_factor (guint32 speed_kbs, BurnishDiscFamily family);
BURNISH_EXPORT
char *burnish_format_speed (guint32 speed_kbs, BurnishDiscFamily family);

G_END_DECLS
