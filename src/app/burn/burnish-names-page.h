/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "plan/burnish-disc-contents.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishNamesPage lists what is other on the disc than in the project: the names of one file
 * system, with a search, what was left out, or what is replaced on a disc that is added to. Main
 * context only.
 */

#define BURNISH_TYPE_NAMES_PAGE (burnish_names_page_get_type ())
G_DECLARE_FINAL_TYPE (BurnishNamesPage, burnish_names_page, BURNISH, NAMES_PAGE, AdwBin)

void burnish_names_page_show_names (BurnishNamesPage *self,
                                    BurnishDiscContents *contents,
                                    BurnishNamespace ns);
void burnish_names_page_show_left_out (BurnishNamesPage *self, GListModel *left_out);
void burnish_names_page_show_replaced (BurnishNamesPage *self, BurnishPlan *plan);

G_END_DECLS
