/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-session-private.h"

#include "burnish-bytes-private.h"
#include "burnish-track.h"
#include "burnish-units.h"

#include <string.h>

#define DESCRIPTOR_BLOCK  16  /* ECMA-119 6.2.1 */
#define VOLUME_SPACE_SIZE 80  /* ECMA-119 8.4.8 */
#define ANCHOR_BLOCK      256 /* ECMA-167 3/8.4.2.1 */
#define ANCHOR_TAG        2   /* ECMA-167 3/7.2.1 */
#define ANCHOR_LOCATION   12  /* ECMA-167 3/7.2.8 */
/* The shortest track of a CD has 300 blocks. */
#define MAX_PADDING_BLOCKS 320
/* ECMA-167 3/10.2: length and begin of the reserve volume descriptor sequence. */
#define ANCHOR_RESERVE_LENGTH 24
#define ANCHOR_RESERVE_BLOCK  28

/* Some writers count from the session's begin. */
static gboolean
fits_from_session (guint64 start_block, guint64 end_block, guint64 n_volume_blocks)
{
  return start_block + n_volume_blocks <= end_block;
}

/* A volume counts from the beginning of the disc, and then it ends with the track, but for some
   padding, or from the session's begin. */
static gboolean
does_iso_fit (guint64 start_block, guint64 end_block, guint64 n_volume_blocks)
{
  return fits_from_session (start_block, end_block, n_volume_blocks)
         || (n_volume_blocks > start_block && n_volume_blocks <= end_block
             && n_volume_blocks + MAX_PADDING_BLOCKS > end_block);
}

/* Whether there is a volume, and all of it was written. */
static gboolean
has_whole_volume (const BurnishTrack *track, BurnishIsoReadFunc read, gpointer user_data)
{
  guint32 start_block = (guint32) MAX (track->start_block, 0);
  guint64 end_block = start_block + track->n_blocks;
  guint8 block[BURNISH_BLOCK_SIZE];

  if (read (start_block + DESCRIPTOR_BLOCK, 1, block, user_data, NULL)
      && memcmp (block, "\001CD001", 6) == 0)
    return does_iso_fit (start_block, end_block, _burnish_read_le32 (block + VOLUME_SPACE_SIZE));
  return read (start_block + ANCHOR_BLOCK, 1, block, user_data, NULL)
         && _burnish_read_le16 (block) == ANCHOR_TAG
         && _burnish_read_le32 (block + ANCHOR_LOCATION) == start_block + ANCHOR_BLOCK
         && _burnish_read_le32 (block + ANCHOR_RESERVE_BLOCK)
                    + burnish_bytes_to_blocks (_burnish_read_le32 (block + ANCHOR_RESERVE_LENGTH))
                <= end_block;
}

static gboolean
is_first_of_session (GPtrArray *tracks, guint index)
{
  const BurnishTrack *track = g_ptr_array_index (tracks, index);
  const BurnishTrack *before = index > 0 ? g_ptr_array_index (tracks, index - 1) : NULL;

  return before == NULL || before->session != track->session;
}

guint32
_burnish_session_get_last (BurnishMedium *medium)
{
  GPtrArray *tracks = burnish_medium_get_tracks (medium);
  guint session = burnish_medium_get_n_sessions (medium);

  for (guint i = 0; i < tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (tracks, i);

      if (track->session == session)
        return (guint32) MAX (track->start_block, 0);
    }
  return 0;
}

/* The last session of a disc may have been interrupted; then the drive does not know its end. */
static gboolean
is_closed (BurnishMedium *medium, const BurnishTrack *track)
{
  return !(burnish_medium_get_state (medium) & BURNISH_MEDIUM_INCOMPLETE) || track->session == 1
         || track->session < burnish_medium_get_n_sessions (medium);
}

guint32
_burnish_session_find (BurnishMedium *medium, BurnishIsoReadFunc read, gpointer user_data)
{
  GPtrArray *tracks = burnish_medium_get_tracks (medium);

  if (burnish_medium_get_state (medium) & BURNISH_MEDIUM_OVERWRITABLE)
    return 0;
  for (guint i = tracks->len; i-- > 0;)
    {
      const BurnishTrack *track = g_ptr_array_index (tracks, i);

      if (!track->is_audio && !track->is_blank && is_first_of_session (tracks, i)
          && is_closed (medium, track) && has_whole_volume (track, read, user_data))
        return (guint32) MAX (track->start_block, 0);
    }
  return _burnish_session_get_last (medium);
}

guint64
_burnish_session_count_blocks (BurnishMedium *medium,
                               guint32 session_block,
                               guint64 n_volume_blocks)
{
  GPtrArray *tracks = burnish_medium_get_tracks (medium);
  guint64 end_block = 0;

  for (guint i = 0; i < tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (tracks, i);

      if (track->start_block == (gint64) session_block)
        end_block = session_block + track->n_blocks;
    }
  return n_volume_blocks <= session_block
                 || fits_from_session (session_block, end_block, n_volume_blocks)
             ? n_volume_blocks
             : n_volume_blocks - session_block;
}
