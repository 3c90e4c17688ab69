/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishPhaseList shows the steps of a plan as a check list: done, running, still to come. A
 * spinner stands beside the step that runs, unless motion is unwanted.
 */

#define BURNISH_TYPE_PHASE_LIST (burnish_phase_list_get_type ())
G_DECLARE_FINAL_TYPE (BurnishPhaseList, burnish_phase_list, BURNISH, PHASE_LIST, AdwBin)

void burnish_phase_list_set_plan (BurnishPhaseList *self, BurnishPlan *plan);
void burnish_phase_list_update (BurnishPhaseList *self, BurnishJob *job);

G_END_DECLS
