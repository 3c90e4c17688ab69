/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-options.h"
#include "burnish-scan.h"
#include "burnish-tree.h"

G_BEGIN_DECLS

/*
 * BurnishProject is what a person works on: a staging tree, the title of the disc, the options of
 * its image, and the file that all of it is saved in (docs/project-file.md). It keeps nothing of
 * its own for each node.
 *
 * A project belongs to the main context. Saving and loading work on threads of their own: saving
 * from a snapshot, so that the tree can be edited meanwhile; loading hands a whole tree over.
 */

#define BURNISH_TYPE_PROJECT (burnish_project_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishProject, burnish_project, BURNISH, PROJECT, GObject)

BURNISH_EXPORT
BurnishProject *burnish_project_new (void);

/* What it consists of */
BURNISH_EXPORT
BurnishTree *burnish_project_get_tree (BurnishProject *self);
BURNISH_EXPORT
BurnishImageOptions *burnish_project_get_image_options (BurnishProject *self);
BURNISH_EXPORT
BurnishImageOptions *burnish_project_dup_image_options_for (BurnishProject *self,
                                                            BurnishDiscFamily family);
BURNISH_EXPORT
const char *burnish_project_get_title (BurnishProject *self);
BURNISH_EXPORT
void burnish_project_set_title (BurnishProject *self, const char *title);
BURNISH_EXPORT
guint64 burnish_project_get_disc_blocks (BurnishProject *self);
BURNISH_EXPORT
void burnish_project_set_disc_blocks (BurnishProject *self, guint64 disc_blocks);

/* What did not come into it; not saved */
BURNISH_EXPORT
GListModel *burnish_project_get_left_out (BurnishProject *self);
BURNISH_EXPORT
void burnish_project_add_left_out (BurnishProject *self, BurnishLeftOut *left_out);
BURNISH_EXPORT
void burnish_project_add_left_out_of_scan (BurnishProject *self, BurnishScan *scan);
BURNISH_EXPORT
void burnish_project_clear_left_out (BurnishProject *self);

/* Where it is saved */
BURNISH_EXPORT
GFile *burnish_project_get_file (BurnishProject *self);
BURNISH_EXPORT
gboolean burnish_project_get_modified (BurnishProject *self);
BURNISH_EXPORT
char *burnish_project_dup_display_name (BurnishProject *self);

/* Saving and loading */
BURNISH_EXPORT
void burnish_project_save_async (BurnishProject *self,
                                 GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
BURNISH_EXPORT
void burnish_project_save_copy_async (BurnishProject *self,
                                      GFile *file,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
BURNISH_EXPORT
gboolean burnish_project_save_finish (BurnishProject *self, GAsyncResult *result, GError **error);
BURNISH_EXPORT
void burnish_project_load_async (GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
BURNISH_EXPORT
void burnish_project_restore_async (GFile *copy,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
BURNISH_EXPORT
BurnishProject *burnish_project_load_finish (GAsyncResult *result, GError **error);

/* Sources that were gone when it was loaded */
BURNISH_EXPORT
guint burnish_project_get_n_missing (BurnishProject *self);
BURNISH_EXPORT
GArray *burnish_project_dup_missing (BurnishProject *self);
BURNISH_EXPORT
gboolean burnish_project_has_changed_image (BurnishProject *self, BurnishNode node);
BURNISH_EXPORT
void burnish_project_relink_async (BurnishProject *self,
                                   GFile *old_folder,
                                   GFile *new_folder,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
BURNISH_EXPORT
gboolean burnish_project_relink_finish (BurnishProject *self,
                                        GAsyncResult *result,
                                        guint *n_found,
                                        GError **error);

G_END_DECLS
