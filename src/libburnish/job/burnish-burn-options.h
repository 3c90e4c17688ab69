/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * BurnishBurnOptions says how a burn is done. It is a plain object for one thread; a plan takes a
 * copy. What each option does and its default is documented at its property.
 */

/**
 * BurnishBadSource:
 * @BURNISH_BAD_SOURCE_STOP: a source that went bad ends the burn
 * @BURNISH_BAD_SOURCE_FILL: zeros take its place, and the file is listed in the report
 *
 * What to do with a file that vanished, changed or became unreadable after it was staged.
 */
typedef enum
{
  BURNISH_BAD_SOURCE_STOP,
  BURNISH_BAD_SOURCE_FILL,
} BurnishBadSource;

#define BURNISH_TYPE_BURN_OPTIONS (burnish_burn_options_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishBurnOptions, burnish_burn_options, BURNISH, BURN_OPTIONS, GObject)

BURNISH_EXPORT
BurnishBurnOptions *burnish_burn_options_new (void);

G_END_DECLS
