/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * BurnishImageExtraction copies files, folders and links out of an image file, UDF or ISO 9660,
 * into a folder. Nothing is ever written outside of that folder, whatever the image says, and no
 * link in it is followed. What the image has lost is listed, and the rest is copied. For one thread
 * at a time.
 */

#define BURNISH_TYPE_IMAGE_EXTRACTION (burnish_image_extraction_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishImageExtraction,
                      burnish_image_extraction,
                      BURNISH,
                      IMAGE_EXTRACTION,
                      GObject)

/**
 * BurnishImageExtractionFunc:
 * @path: (type filename): what is copied now, from the root of the image
 * @bytes_done: how much of @bytes_total was copied
 * @bytes_total: size of all files to copy
 * @user_data: what was given with the function
 *
 * Hears how far it got, before each file and within large ones, on the thread that copies.
 */
typedef void (*BurnishImageExtractionFunc) (const char *path,
                                            guint64 bytes_done,
                                            guint64 bytes_total,
                                            gpointer user_data);

BURNISH_EXPORT
BurnishImageExtraction *burnish_image_extraction_new (const char *path);
BURNISH_EXPORT
void burnish_image_extraction_set_members (BurnishImageExtraction *self,
                                           const char *const *members);
BURNISH_EXPORT
void burnish_image_extraction_set_overwrite (BurnishImageExtraction *self, gboolean overwrite);
BURNISH_EXPORT
gboolean burnish_image_extraction_run (BurnishImageExtraction *self,
                                       const char *folder,
                                       BurnishImageExtractionFunc func,
                                       gpointer user_data,
                                       GCancellable *cancellable,
                                       GError **error);
BURNISH_EXPORT
GPtrArray *burnish_image_extraction_get_failures (BurnishImageExtraction *self);
BURNISH_EXPORT
guint burnish_image_extraction_get_n_files (BurnishImageExtraction *self);
BURNISH_EXPORT
guint64 burnish_image_extraction_get_n_bytes (BurnishImageExtraction *self);

G_END_DECLS
