/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"

/*
 * The options of the verbs that write (burn, burn-image, image): how.
 */

extern const GOptionEntry write_option_entries[];

/* family says what "16x" means. */
BurnishBurnOptions *write_options_build (BurnishDiscFamily family, GError **error);
/* The drive named by --drive, or the only one. */
BurnishDrive *write_options_choose_drive (GError **error);
/* Whether --yes was given. */
gboolean write_options_get_consent (void);
