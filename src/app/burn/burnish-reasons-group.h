/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishReasonsGroup shows everything that stands in the way of a plan, each reason with a button
 * that cures it. The buttons activate actions "burn.…" and "medium.…" of the widgets around it.
 * Main context only.
 */

/* Whether files can be added to what is on the disc, and whether that was chosen. */
typedef enum
{
  BURNISH_ADDING_NEVER,
  BURNISH_ADDING_OFFERED,
  BURNISH_ADDING_CHOSEN,
} BurnishAdding;

#define BURNISH_TYPE_REASONS_GROUP (burnish_reasons_group_get_type ())
G_DECLARE_FINAL_TYPE (BurnishReasonsGroup,
                      burnish_reasons_group,
                      BURNISH,
                      REASONS_GROUP,
                      AdwPreferencesGroup)

void burnish_reasons_group_set_reasons (BurnishReasonsGroup *self,
                                        GPtrArray *reasons,
                                        BurnishMedium *medium,
                                        BurnishAdding adding);

G_END_DECLS
