/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * Extended attributes of the namespace user of what was staged: files and folders on this computer,
 * and those from images, whose attributes are in memory. Any thread; blocks on the disk only.
 */

/* Linux takes no longer value (XATTR_SIZE_MAX in linux/limits.h). */
#define BURNISH_ATTRIBUTE_MAX_BYTES 65536

/* The name comes without "user.". */
typedef void (*BurnishAttributeFunc) (const char *name,
                                      const guint8 *value,
                                      gsize size_bytes,
                                      gpointer user_data);

/* Calls func for each attribute, in byte order of their names. What comes from elsewhere, folders
   that were made, and file systems without attributes have none. node: no link. Follows links only
   where the scan did. Fails as _burnish_source_open does, and with SOURCE_UNREADABLE; then func may
   have been called for some.
 */
gboolean _burnish_source_read_attributes (BurnishTreeSnapshot *snapshot,
                                          BurnishNode node,
                                          BurnishAttributeFunc func,
                                          gpointer user_data,
                                          GError **error);

G_END_DECLS
