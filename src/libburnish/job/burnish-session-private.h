/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-iso-reader-private.h"
#include "burnish-medium.h"

G_BEGIN_DECLS

/*
 * Finds the session whose volume counts: that of the last session, because each session shows all
 * files. One that was interrupted holds directories without the files; it is passed over. Pure but
 * for the reading; for one thread.
 */

/* The first block of the session; the last session's when none has a volume, and 0 for discs
   without sessions. */
guint32 _burnish_session_find (BurnishMedium *medium, BurnishIsoReadFunc read, gpointer user_data);
/* The first block of the last session, whatever it holds. */
guint32 _burnish_session_get_last (BurnishMedium *medium);
/* How many blocks a volume of ISO 9660 has from the begin of its session on, if it says that it has
   n_volume_blocks: writers count from there or from the beginning of the disc. */
guint64 _burnish_session_count_blocks (BurnishMedium *medium,
                                       guint32 session_block,
                                       guint64 n_volume_blocks);

G_END_DECLS
