/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * What a DVD player demands of the files in /VIDEO_TS: their order, and distances in blocks that
 * their IFO files name. Reads the first bytes of those; for any thread.
 */

typedef struct
{
  BurnishNode node;
  BurnishNode ifo;      /* from whose first block the distance counts */
  guint64 start_offset; /* in blocks; 0: directly behind the file before */
} BurnishDvdVideoFile;

/* The files in the order they have on the disc, or none when the tree holds no DVD-Video. Problems
   of single files go into the refusal. NULL when a file cannot be read. */
GArray *_burnish_dvd_video_list (BurnishTreeSnapshot *snapshot,
                                 GError **refusal,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
