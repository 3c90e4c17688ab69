/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"

G_BEGIN_DECLS

/*
 * From a source to a file descriptor, a path or a GFile. Paths of any length work: the folders are
 * opened one below the other. No symbolic link is followed below the folder that was staged, except
 * where the scan was told to. Any thread.
 */

/* Opens name in folder, or folder itself without a name; -1 and errno. Blocks on slow disks only.
 */
int _burnish_source_open_at (const BurnishSource *folder,
                             const char *name,
                             gboolean follows_link,
                             int flags);
/* Opens a path of several folders below a descriptor without following a link: by one system call,
   or folder by folder for kernels and sandboxes that refuse it. */
int _burnish_open_beneath (int fd, const char *path, int flags);
int _burnish_open_beneath_stepwise (int fd, const char *path, int flags);

/* For people and errors. */
char *_burnish_source_dup_path (const BurnishSource *source, const char *name);
GFile *_burnish_source_dup_file (const BurnishSource *source, const char *name);

BurnishSource *_burnish_source_new (BurnishStore *store,
                                    BurnishSourceKind kind,
                                    const BurnishSource *parent,
                                    const char *name);
/* What contents come from when their node gets another name: one that is known by the folder that
   it comes from and its own name needs that name still. Of files and links. */
const BurnishSource *_burnish_source_for_rename (BurnishStore *store, const BurnishNodeData *data);

G_END_DECLS
