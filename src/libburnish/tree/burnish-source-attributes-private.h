/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * Extended attributes of the namespace user of staged files on this computer. Any thread; blocks on
 * the disk only.
 */

/* Linux takes no longer value (XATTR_SIZE_MAX in linux/limits.h). */
#define BURNISH_ATTRIBUTE_MAX_BYTES 65536

/* The name comes without "user.". */
typedef void (*BurnishAttributeFunc) (const char *name,
                                      const guint8 *value,
                                      gsize size_bytes,
                                      gpointer user_data);

/* Calls func for each attribute, in byte order of their names. Files from elsewhere and on file
   systems without attributes have none. Follows links only where the scan did. Fails as
   _burnish_source_open does, and with SOURCE_UNREADABLE; then func may have been called for some.
 */
gboolean _burnish_source_read_attributes (BurnishTreeSnapshot *snapshot,
                                          BurnishNode file,
                                          BurnishAttributeFunc func,
                                          gpointer user_data,
                                          GError **error);

G_END_DECLS
