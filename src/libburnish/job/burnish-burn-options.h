/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * BurnishBurnOptions says how a burn is done. It is a plain object for one thread; a plan takes a
 * copy.
 *
 * Properties: speed-kbs (0 = maximum), simulate (FALSE), verify (TRUE), keep-open (FALSE),
 * underrun-protection (TRUE), stream-recording (FALSE), copies (1), eject (FALSE), consent (FALSE:
 * overwriting or erasing what is on the disc was allowed for the medium that is in the drive now),
 * on-bad-source (stop, or fill with zeros and list), sha256 (TRUE).
 */

#define BURNISH_TYPE_BURN_OPTIONS (burnish_burn_options_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishBurnOptions, burnish_burn_options, BURNISH, BURN_OPTIONS, GObject)

BURNISH_EXPORT
BurnishBurnOptions *burnish_burn_options_new (void);

G_END_DECLS
