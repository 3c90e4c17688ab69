/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-layout.h"

G_BEGIN_DECLS

/*
 * What makes readers find a session that lies behind the old data of an overwritable disc, or of an
 * image file: copies of its volume descriptors where every volume has them, and an anchor of UDF.
 * They are written last, so that until then the disc shows the old volume. Pure functions.
 */

/* Blocks that are patched together: a whole number of ECC blocks of a DVD. */
#define BURNISH_SESSION_START_BLOCKS 16

/* Begins of the groups of blocks that need to be patched; returns how many: at most 2. */
guint _burnish_session_start_list (BurnishImageLayout *layout, guint32 start_blocks[2]);
/* Changes a group that was read from the disc, and leaves alone what does not concern the session.
 */
void _burnish_session_start_patch (BurnishImageLayout *layout, guint32 start_block, guint8 *blocks);

G_END_DECLS
