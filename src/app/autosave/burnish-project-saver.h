/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishProjectSaver saves the project of a window: the actions "win.save" and "win.save-as", the
 * question when a project would be lost, and the copy that is kept while it is open.
 */

#define BURNISH_TYPE_PROJECT_SAVER (burnish_project_saver_get_type ())
G_DECLARE_FINAL_TYPE (BurnishProjectSaver, burnish_project_saver, BURNISH, PROJECT_SAVER, GObject)

BurnishProjectSaver *burnish_project_saver_new (GtkApplicationWindow *window);
void burnish_project_saver_set_project (BurnishProjectSaver *self, BurnishProject *project);
gboolean burnish_project_saver_must_ask (BurnishProjectSaver *self);
void burnish_project_saver_ask_async (BurnishProjectSaver *self,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean burnish_project_saver_ask_finish (BurnishProjectSaver *self, GAsyncResult *result);
void burnish_project_saver_remember (GFile *file);

G_END_DECLS
