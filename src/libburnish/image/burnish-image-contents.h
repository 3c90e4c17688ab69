/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * BurnishImageContents is the list of files and folders in an image file, for a look before it is
 * burned. Entries are numbered; 0 is the root folder. The names are UDF's, or those of ISO 9660
 * with Rock Ridge. It is immutable, reference counted, and readable from any thread.
 */

#define BURNISH_TYPE_IMAGE_CONTENTS (burnish_image_contents_get_type ())
typedef struct _BurnishImageContents BurnishImageContents;

BURNISH_EXPORT
GType burnish_image_contents_get_type (void);
BURNISH_EXPORT
BurnishImageContents *
burnish_image_contents_read (const char *path, GCancellable *cancellable, GError **error);
BURNISH_EXPORT
BurnishImageContents *burnish_image_contents_ref (BurnishImageContents *self);
BURNISH_EXPORT
void burnish_image_contents_unref (BurnishImageContents *self);
BURNISH_EXPORT
guint burnish_image_contents_get_n_files (BurnishImageContents *self);
BURNISH_EXPORT
guint burnish_image_contents_get_n_children (BurnishImageContents *self, guint folder);
BURNISH_EXPORT
guint burnish_image_contents_get_child (BurnishImageContents *self, guint folder, guint index);
BURNISH_EXPORT
const char *burnish_image_contents_get_name (BurnishImageContents *self, guint entry);
BURNISH_EXPORT
gboolean burnish_image_contents_is_folder (BurnishImageContents *self, guint entry);
BURNISH_EXPORT
guint64 burnish_image_contents_get_size (BurnishImageContents *self, guint entry);
BURNISH_EXPORT
const char *burnish_image_contents_get_link_target (BurnishImageContents *self, guint entry);
BURNISH_EXPORT
gint64 burnish_image_contents_get_mtime_us (BurnishImageContents *self, guint entry);
BURNISH_EXPORT
gboolean burnish_image_contents_is_entry_damaged (BurnishImageContents *self, guint entry);
BURNISH_EXPORT
gboolean burnish_image_contents_is_damaged (BurnishImageContents *self);
BURNISH_EXPORT
const char *burnish_image_contents_get_file_system (BurnishImageContents *self);
BURNISH_EXPORT
GPtrArray *burnish_image_contents_get_remarks (BurnishImageContents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishImageContents, burnish_image_contents_unref)

G_END_DECLS
