/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * Symbolic links: where they lead within the tree, and how UDF records them (ECMA-167 4/14.16).
 * Pure functions, for any thread.
 */

/* The file or folder that a link leads to, as Linux would find it; BURNISH_NODE_NONE when that is
   not in the tree. Absolute targets never are. */
BurnishNode _burnish_udf_links_resolve (BurnishTreeSnapshot *snapshot, BurnishNode link);

/* Bytes of the path components of a target; 0 when they cannot be recorded. */
gsize _burnish_udf_links_path_size (const char *target);
/* Writes exactly these bytes. */
void _burnish_udf_links_write_path (const char *target, guint8 *bytes);

G_END_DECLS
