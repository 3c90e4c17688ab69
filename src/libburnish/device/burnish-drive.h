/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-medium.h"

G_BEGIN_DECLS

/*
 * BurnishDrive is the long-lived identity of a drive: a burner, or the built-in image-file drive.
 * It lives on the main context. Making one, and enumerating drives, never opens a device for
 * writing.
 */

#define BURNISH_TYPE_DRIVE (burnish_drive_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishDrive, burnish_drive, BURNISH, DRIVE, GObject)

BURNISH_EXPORT
BurnishDrive *burnish_drive_new_for_path (const char *path, GError **error);
BURNISH_EXPORT
BurnishDrive *burnish_drive_new_for_image_file (const char *path);
BURNISH_EXPORT
const char *burnish_drive_get_id (BurnishDrive *self);
BURNISH_EXPORT
const char *burnish_drive_get_path (BurnishDrive *self);
BURNISH_EXPORT
const char *burnish_drive_get_vendor (BurnishDrive *self);
BURNISH_EXPORT
const char *burnish_drive_get_model (BurnishDrive *self);
BURNISH_EXPORT
const char *burnish_drive_get_revision (BurnishDrive *self);
BURNISH_EXPORT
const char *burnish_drive_get_serial (BurnishDrive *self);
BURNISH_EXPORT
char *burnish_drive_dup_display_name (BurnishDrive *self);
BURNISH_EXPORT
gboolean burnish_drive_is_image_file (BurnishDrive *self);
BURNISH_EXPORT
char *burnish_drive_dup_lock_owner (BurnishDrive *self);
BURNISH_EXPORT
BurnishMedium *
burnish_drive_inspect (BurnishDrive *self, GCancellable *cancellable, GError **error);
BURNISH_EXPORT
void burnish_drive_inspect_async (BurnishDrive *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
BURNISH_EXPORT
BurnishMedium *
burnish_drive_inspect_finish (BurnishDrive *self, GAsyncResult *result, GError **error);
BURNISH_EXPORT
gboolean burnish_drive_eject (BurnishDrive *self, GCancellable *cancellable, GError **error);
BURNISH_EXPORT
void burnish_drive_eject_async (BurnishDrive *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
BURNISH_EXPORT
gboolean burnish_drive_eject_finish (BurnishDrive *self, GAsyncResult *result, GError **error);
BURNISH_EXPORT
gboolean burnish_drive_load (BurnishDrive *self, GCancellable *cancellable, GError **error);
BURNISH_EXPORT
void burnish_drive_load_async (BurnishDrive *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
BURNISH_EXPORT
gboolean burnish_drive_load_finish (BurnishDrive *self, GAsyncResult *result, GError **error);

G_END_DECLS
