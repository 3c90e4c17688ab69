/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishStartPage shows what is in each drive and what can be done with it now, and recent
 * projects.
 */

#define BURNISH_TYPE_START_PAGE (burnish_start_page_get_type ())
G_DECLARE_FINAL_TYPE (BurnishStartPage, burnish_start_page, BURNISH, START_PAGE, AdwBin)

G_END_DECLS
