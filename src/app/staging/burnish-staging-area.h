/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "staging/burnish-stager.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishStagingArea is what files are dropped on to come into a project. It holds the project's
 * view as its "content", lights up while files are held over it, tells below it what is being
 * read, asks about names that are there already, and says when something was left out.
 */

#define BURNISH_TYPE_STAGING_AREA (burnish_staging_area_get_type ())
G_DECLARE_FINAL_TYPE (BurnishStagingArea, burnish_staging_area, BURNISH, STAGING_AREA, AdwBin)

/* The folder that files go to: at a point of the area where they were dropped, or with -1, -1 where
   they were chosen in another way. */
typedef BurnishNode (*BurnishStagingFolderFunc) (BurnishStagingArea *area,
                                                 double x,
                                                 double y,
                                                 gpointer user_data);

void burnish_staging_area_set_folder_func (BurnishStagingArea *self,
                                           BurnishStagingFolderFunc func,
                                           gpointer user_data);
void burnish_staging_area_set_project (BurnishStagingArea *self, BurnishProject *project);
void burnish_staging_area_add_actions (BurnishStagingArea *self, GActionMap *actions);
void
burnish_staging_area_add_files (BurnishStagingArea *self, GListModel *files, BurnishNode folder);
void burnish_staging_area_add_image (BurnishStagingArea *self, GFile *image, BurnishNode folder);
gboolean burnish_staging_area_paste (BurnishStagingArea *self);

G_END_DECLS
