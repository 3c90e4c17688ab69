/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishProjectPage is a data project: its tree, what space it takes, and everything that can be
 * done with it (actions "project.…").
 *
 * Property "narrow": whether there is so little width that what is beside the tree has to go.
 */

#define BURNISH_TYPE_PROJECT_PAGE (burnish_project_page_get_type ())
G_DECLARE_FINAL_TYPE (BurnishProjectPage, burnish_project_page, BURNISH, PROJECT_PAGE, AdwBin)

BurnishProject *burnish_project_page_get_project (BurnishProjectPage *self);
void burnish_project_page_set_project (BurnishProjectPage *self, BurnishProject *project);
GActionGroup *burnish_project_page_get_actions (BurnishProjectPage *self);
void
burnish_project_page_add_files (BurnishProjectPage *self, GListModel *files, BurnishNode folder);
void burnish_project_page_add_image (BurnishProjectPage *self, GFile *image, BurnishNode folder);
void
burnish_project_page_show_nodes (BurnishProjectPage *self, const BurnishNode *nodes, gsize n_nodes);

G_END_DECLS
