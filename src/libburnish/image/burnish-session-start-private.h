/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-layout.h"

G_BEGIN_DECLS

/*
 * What makes readers find a session that lies behind the old data of an overwritable disc, or of an
 * image file: copies of its volume descriptors where every volume has them; and UDF's main
 * sequence, integrity and anchor, which the layout has nowhere else. They are written last, so that
 * until then the disc shows the old volume. Pure functions.
 */

/* Blocks that are patched together: a whole number of ECC blocks of a DVD. */
#define BURNISH_SESSION_START_BLOCKS     16
#define BURNISH_SESSION_START_MAX_GROUPS 4

/* REFUSED: contents that are there already, of the first such file, lie where it would write.
   Volumes of other programs may have theirs elsewhere. */
gboolean _burnish_session_start_check (BurnishImageLayout *layout, GError **error);
/* Begins of the groups of blocks that need to be patched, the volume descriptors last; returns how
   many. */
guint _burnish_session_start_list (BurnishImageLayout *layout,
                                   guint32 start_blocks[BURNISH_SESSION_START_MAX_GROUPS]);
/* Changes a group that was read from the disc, and leaves alone what does not concern the session.
 */
void _burnish_session_start_patch (BurnishImageLayout *layout, guint32 start_block, guint8 *blocks);

G_END_DECLS
