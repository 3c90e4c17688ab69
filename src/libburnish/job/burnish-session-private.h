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

G_END_DECLS
