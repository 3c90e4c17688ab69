/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>
#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishFileSystemGroup lets somebody who wants to choose the file systems of the disc; for
 * everybody else it keeps the recommendation, and tells the reason for it. The choice is kept in
 * the project. Main context only.
 */

#define BURNISH_TYPE_FILE_SYSTEM_GROUP (burnish_file_system_group_get_type ())
G_DECLARE_FINAL_TYPE (BurnishFileSystemGroup,
                      burnish_file_system_group,
                      BURNISH,
                      FILE_SYSTEM_GROUP,
                      AdwPreferencesGroup)

void burnish_file_system_group_set_project (BurnishFileSystemGroup *self, BurnishProject *project);
void burnish_file_system_group_update (BurnishFileSystemGroup *self, BurnishImageLayout *layout);

G_END_DECLS
