/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"

/*
 * The options that say which file systems an image has. Without any, the library recommends what
 * suits the disc and the files.
 */

extern const GOptionEntry file_system_option_entries[];

/* (nullable): one that was given, without its dashes. */
const char *file_system_options_find_given (void);
/* Whether they make sense whatever the disc and the files are. */
gboolean file_system_options_check (GError **error);
/* Whether they make sense for this disc and these files, too; then sets them. */
gboolean file_system_options_apply (BurnishImageOptions *options,
                                    BurnishDiscFamily family,
                                    BurnishTreeSnapshot *snapshot,
                                    GError **error);
/* The file systems of an image in a line for people, such as "ISO 9660, UDF 1.02". */
char *file_system_options_describe (BurnishImageLayout *layout);
