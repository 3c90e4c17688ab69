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
/* ECMA-167 3/10.2: length and begin of the reserve volume descriptor sequence. */
#define ANCHOR_RESERVE_LENGTH 24
#define ANCHOR_RESERVE_BLOCK  28

/* Where a session's volume ends, 0 when there is none. */
static guint64
find_volume_end (guint32 start_block, BurnishIsoReadFunc read, gpointer user_data)
{
  guint8 block[BURNISH_BLOCK_SIZE];

  if (read (start_block + DESCRIPTOR_BLOCK, 1, block, user_data, NULL)
      && memcmp (block, "\001CD001", 6) == 0)
    return (guint64) start_block + _burnish_read_le32 (block + VOLUME_SPACE_SIZE);
  if (read (start_block + ANCHOR_BLOCK, 1, block, user_data, NULL)
      && _burnish_read_le16 (block) == ANCHOR_TAG
      && _burnish_read_le32 (block + 12) == start_block + ANCHOR_BLOCK)
    return _burnish_read_le32 (block + ANCHOR_RESERVE_BLOCK)
           + burnish_bytes_to_blocks (_burnish_read_le32 (block + ANCHOR_RESERVE_LENGTH));
  return 0;
}

static gboolean
is_first_of_session (GPtrArray *tracks, guint index)
{
  const BurnishTrack *track = g_ptr_array_index (tracks, index);
  const BurnishTrack *before = index > 0 ? g_ptr_array_index (tracks, index - 1) : NULL;

  return before == NULL || before->session != track->session;
}

/* The begin of the last session, whatever it holds. */
static guint32
get_last_session (BurnishMedium *medium)
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

/* Some volumes count their blocks from the beginning of the disc. */
static gboolean
is_complete (const BurnishTrack *track, BurnishIsoReadFunc read, gpointer user_data)
{
  guint32 start_block = (guint32) MAX (track->start_block, 0);
  guint64 end_block = start_block + track->n_blocks;
  guint64 volume_end = find_volume_end (start_block, read, user_data);

  return volume_end > 0 && (volume_end <= end_block || volume_end - start_block <= end_block);
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
          && is_complete (track, read, user_data))
        return (guint32) MAX (track->start_block, 0);
    }
  return get_last_session (medium);
}
