/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishCapacityBar stands below a project: how much of a disc it takes, how much is too much and
 * what can be done then, and a menu of the discs and sizes to measure against. Main context only.
 *
 * Property "project" (nullable).
 */

#define BURNISH_TYPE_CAPACITY_BAR (burnish_capacity_bar_get_type ())
G_DECLARE_FINAL_TYPE (BurnishCapacityBar, burnish_capacity_bar, BURNISH, CAPACITY_BAR, AdwBin)

void burnish_capacity_bar_set_project (BurnishCapacityBar *self, BurnishProject *project);

G_END_DECLS
