/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-stream-private.h"
#include "burnish-readback-private.h"

G_BEGIN_DECLS

/*
 * From bad blocks to files. For the job's thread.
 */

/* Writes into the run's report what bad blocks (of BurnishBadBlocks) of a tree's image hit. Where a
   64 KiB checksum hit several small files, each is read and hashed to name the right one; stream
   has the SHA-256 of what was written. FALSE: cancelled, or the drive is lost. */
gboolean _burnish_damage_map_tree (BurnishRun *run,
                                   GArray *bad_blocks,
                                   guint32 start_block,
                                   BurnishImageStream *stream,
                                   GError **error);
/* The same for an image file, whose tree is read from the file itself; "image data" where it has
   none that is known. */
void _burnish_damage_map_image (BurnishRun *run, GArray *bad_blocks, guint32 start_block);
/* The same where nothing is known about files. */
void _burnish_damage_map_plain (BurnishRun *run,
                                GArray *bad_blocks,
                                guint32 start_block,
                                const char *what);
void _burnish_damage_add_range (BurnishRun *run,
                                guint64 start_block,
                                guint64 n_blocks,
                                const char *what,
                                gboolean is_file);
/* The error for bad blocks: names the first damaged file. */
GError *_burnish_damage_to_error (BurnishRun *run, GArray *bad_blocks, guint32 start_block);

G_END_DECLS
