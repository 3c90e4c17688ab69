/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-macros.h"

G_BEGIN_DECLS

/*
 * BurnishTrack describes one track of a disc. A plain value, readable from any thread.
 */

#define BURNISH_TYPE_TRACK (burnish_track_get_type ())

typedef struct _BurnishTrack BurnishTrack;

/**
 * BurnishTrack:
 * @number: number of the track, from 1
 * @session: number of the session that holds it, from 1
 * @start_block: its first block
 * @n_blocks: its length; for a track that is not closed yet, what it may grow to
 * @next_writable_address: where writing would go on, or -1
 * @is_audio: holds audio, else data
 * @is_blank: nothing is written in it; the last track of an open disc usually is
 * @is_reserved: its length was reserved before writing
 * @is_damaged: writing it was interrupted
 *
 * A track as READ TRACK INFORMATION (MMC-6 6.26) or the table of contents tells it.
 */
struct _BurnishTrack
{
  guint number;
  guint session;
  gint64 start_block;
  guint64 n_blocks;
  gint64 next_writable_address;
  gboolean is_audio;
  gboolean is_blank;
  gboolean is_reserved;
  gboolean is_damaged;
};

BURNISH_EXPORT
GType burnish_track_get_type (void);
BURNISH_EXPORT
BurnishTrack *burnish_track_copy (const BurnishTrack *self);
BURNISH_EXPORT
void burnish_track_free (BurnishTrack *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishTrack, burnish_track_free)

G_END_DECLS
