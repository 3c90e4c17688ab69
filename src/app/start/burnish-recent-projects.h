/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishRecentProjects lists the projects that were used last, the newest first, from the list
 * that all programs of the session share (GtkRecentManager). A project whose file is gone stays in
 * the list, marked, until somebody removes it from there. Hidden while there is none.
 */

#define BURNISH_TYPE_RECENT_PROJECTS (burnish_recent_projects_get_type ())
G_DECLARE_FINAL_TYPE (BurnishRecentProjects,
                      burnish_recent_projects,
                      BURNISH,
                      RECENT_PROJECTS,
                      AdwBin)

G_END_DECLS
