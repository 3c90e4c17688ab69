/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"

#include <gio/gio.h>
#include <sys/stat.h>

G_BEGIN_DECLS

/* From what a file system says about a file to a node. Any thread. */

#define BURNISH_INFO_ATTRIBUTES                                                                    \
  "standard::name,standard::type,standard::size,standard::is-hidden,standard::is-symlink,"         \
  "standard::symlink-target,"                                                                      \
  "time::modified,time::modified-usec,unix::mode,unix::uid,unix::gid,access::can-read,id::file"

/* Microseconds since 1970, rounded down; clamped where 64 bits do not hold them. */
gint64 _burnish_stat_get_mtime_us (const struct stat *status);
gint64 _burnish_info_get_mtime_us (GFileInfo *info);
/* Everything but name, children and source. Not for special files. */
void _burnish_node_init_from_stat (BurnishNodeData *data, const struct stat *status);
void _burnish_node_init_from_info (BurnishNodeData *data, GFileInfo *info);
/* What a node that does not come from a file system looks like. */
void _burnish_node_init_made (BurnishNodeData *data, BurnishNodeKind kind);

G_END_DECLS
