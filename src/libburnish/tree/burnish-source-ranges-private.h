/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"

#include <sys/stat.h>

G_BEGIN_DECLS

/*
 * Contents that are pieces of a local file, whoever says where they lie: an image, or a project
 * file. Any thread.
 */

/* NULL: each range is in the file, has a size, and shares no byte with another. Else what is wrong,
   in words for an error message. *size_bytes is that of all together. */
const char *_burnish_source_ranges_find_fault (const BurnishSourceRange *ranges,
                                               guint32 n_ranges,
                                               guint64 file_size_bytes,
                                               guint64 *size_bytes);
/* Puts attributes into the order that they are kept in; FALSE when one has no name, or two have the
   same. */
gboolean _burnish_source_ranges_sort_attributes (BurnishSourceAttribute *attributes,
                                                 guint32 n_attributes);
/* Whether the file is what it was. */
gboolean _burnish_source_ranges_are_current (const BurnishSourceRanges *ranges,
                                             const struct stat *status);
/* A local file that a person named, whatever links lead to it. */
const BurnishSource *_burnish_source_new_image (BurnishStore *store, const char *path);

G_END_DECLS
