/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-application.h"

G_BEGIN_DECLS

/*
 * BurnishWindow shows one thing at a time: the start page, a data project, or an image file to be
 * burned. Each is a page of its own with its own header bar; what they share is here: toasts,
 * drops anywhere, saving, and the question when a project would be lost.
 */

#define BURNISH_TYPE_WINDOW (burnish_window_get_type ())
G_DECLARE_FINAL_TYPE (BurnishWindow, burnish_window, BURNISH, WINDOW, AdwApplicationWindow)

BurnishWindow *burnish_window_new (BurnishApplication *application);
gboolean burnish_window_is_free (BurnishWindow *self);
void burnish_window_show_start (BurnishWindow *self);
void burnish_window_show_project (BurnishWindow *self, BurnishProject *project);
void burnish_window_show_image (BurnishWindow *self, GFile *file);
void burnish_window_add_image (BurnishWindow *self, GFile *image);
void burnish_window_add_files (BurnishWindow *self, GListModel *files);
void burnish_window_add_toast (BurnishWindow *self, AdwToast *toast);
BurnishProject *burnish_window_get_project (BurnishWindow *self);

G_END_DECLS
