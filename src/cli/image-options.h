/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"
#include "output.h"

/*
 * The options of the verbs that make an image from files (tree, image, burn): which files, under
 * which names, with which file systems.
 */

extern const GOptionEntry image_option_entries[];

/* Whether there is something to make an image of, and nothing that contradicts it. */
gboolean image_options_check_sources (const char *const *sources, GError **error);
/* Stages the sources: the contents of one folder as the root, or several each under its own name.
   With
   --from-image, the image's contents are the root and all sources keep their names.
   Shows counts on a terminal, prints what was left out. Refuses with every file that cannot be read
   unless
   --skip-unreadable was given. */
BurnishTreeSnapshot *
image_options_stage (const char *const *sources, Output *output, GError **error);
/* Stages the sources, or opens the project, and lays out for a family of discs. */
BurnishImageLayout *image_options_lay_out (const char *const *sources,
                                           BurnishDiscFamily family,
                                           Output *output,
                                           GError **error);
/* Stages the sources, or opens the project, to be added to a disc, whose file systems count; its
   title, too, unless one was given. options: (out) (transfer full). */
BurnishTreeSnapshot *image_options_stage_addition (const char *const *sources,
                                                   BurnishDiscFamily family,
                                                   Output *output,
                                                   BurnishImageOptions **options,
                                                   GError **error);
/* Sets what else of them matters when it is written. */
gboolean image_options_apply (BurnishBurnOptions *options, GError **error);
