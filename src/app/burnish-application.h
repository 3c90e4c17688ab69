/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "autosave/burnish-autosave.h"
#include "jobs/burnish-job-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishApplication is the one instance of the program in a session: it owns the list of drives
 * and the list of jobs, and decides which window shows what it is given. Other programs reach it
 * over D-Bus as org.burnish.Burnish: "Open" with files, and its actions, among them
 * "add-to-project" (as: URIs) and "burn-image" (s: URI).
 */

#define BURNISH_TYPE_APPLICATION (burnish_application_get_type ())
G_DECLARE_FINAL_TYPE (BurnishApplication, burnish_application, BURNISH, APPLICATION, AdwApplication)

BurnishApplication *burnish_application_new (void);
BurnishApplication *burnish_application_get_default (void);
BurnishDriveList *burnish_application_get_drives (BurnishApplication *self);
GSettings *burnish_application_get_settings (BurnishApplication *self);
BurnishJobList *burnish_application_get_jobs (BurnishApplication *self);
BurnishAutosave *burnish_application_get_autosave (BurnishApplication *self);
void burnish_application_open_project (BurnishApplication *self, BurnishProject *project);
void burnish_application_open_image (BurnishApplication *self, GFile *file);
void burnish_application_open_file (BurnishApplication *self, GFile *file);
gboolean burnish_application_is_for_project (GFile *file);
void burnish_application_add_files (BurnishApplication *self, GListModel *files);

G_END_DECLS
