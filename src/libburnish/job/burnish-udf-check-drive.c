/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-drive.h"

#include "burnish-engine-private.h"
#include "burnish-medium.h"
#include "burnish-session-private.h"
#include "burnish-udf-check-private.h"

#include <string.h>

/* A track of a CD that was written at once ends with two blocks of run-out, and may be followed by
   150 of gap (MMC-6 4.2.3): counted, but not readable. */
#define MAX_RUN_OUT_BLOCKS 152
/* Behind a partition there are the reserve sequence and two anchors, 256 blocks apart. */
#define MAX_TAIL_BLOCKS 1024
#define READ_BLOCKS     32

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  return _burnish_engine_read (user_data, start_block, n_blocks, buffer, error);
}

/* Overwritable media do not say where the volume ends: its last anchor does. Left-overs of others
   point elsewhere. */
static guint32
find_last_anchor (BurnishEngine *engine, guint32 session_block, guint32 n_blocks)
{
  guint8 first[BURNISH_BLOCK_SIZE];
  guint8 bytes[READ_BLOCKS * BURNISH_BLOCK_SIZE];
  guint32 end = n_blocks;
  BurnishUdfTag tag;

  if (!_burnish_engine_read (engine, session_block + BURNISH_UDF_ANCHOR_BLOCK, 1, first, NULL))
    return n_blocks;
  for (guint32 block = n_blocks; block < n_blocks + MAX_TAIL_BLOCKS; block += READ_BLOCKS)
    {
      if (!_burnish_engine_read (engine, block, READ_BLOCKS, bytes, NULL))
        break;
      for (guint32 i = 0; i < READ_BLOCKS; i++)
        {
          const guint8 *anchor = bytes + (gsize) i * BURNISH_BLOCK_SIZE;

          if (_burnish_udf_tag_read (&tag, anchor, BURNISH_BLOCK_SIZE, block + i)
                  == BURNISH_UDF_TAG_GOOD
              && tag.id == BURNISH_UDF_TAG_ANCHOR && memcmp (anchor + 16, first + 16, 16) == 0)
            end = block + i + 1;
        }
    }
  return end;
}

/* The end of the volume is where its anchors are looked for. */
static guint32
find_end (BurnishEngine *engine, BurnishMedium *medium, guint32 session_block)
{
  guint32 n_blocks =
      (guint32) MIN (burnish_medium_get_used_blocks (medium), G_MAXUINT32 - MAX_TAIL_BLOCKS);
  guint8 bytes[BURNISH_BLOCK_SIZE];

  for (guint32 n_left_out = 0; n_left_out < MIN (MAX_RUN_OUT_BLOCKS, n_blocks); n_left_out++)
    if (_burnish_engine_read (engine, n_blocks - n_left_out - 1, 1, bytes, NULL))
      return n_left_out == 0 ? find_last_anchor (engine, session_block, n_blocks)
                             : n_blocks - n_left_out;
  return n_blocks;
}

/**
 * burnish_udf_check_run_on_drive:
 * @drive: a drive with a disc
 * @session_block: where the session begins whose volume is checked; -1 for the last one
 * @profile: what the volume is made for
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Looks at every structure of the UDF volume on a disc, as [func@Burnish.UdfCheck.run] does in an
 * image file. The drive is taken exclusively. Blocks for as long as reading takes: a minute or more
 * for a disc with many files.
 *
 * Fails when the drive cannot be opened, has no disc, or stops answering, and when it is cancelled.
 * Blocks that cannot be read are findings.
 *
 * Returns: (transfer full): what was found
 */
BurnishUdfCheck *
burnish_udf_check_run_on_drive (BurnishDrive *drive,
                                gint64 session_block,
                                BurnishUdfProfile profile,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (BurnishEngine) engine = NULL;
  g_autoptr (BurnishMedium) medium = NULL;
  guint32 start;

  g_return_val_if_fail (BURNISH_IS_DRIVE (drive), NULL);
  g_return_val_if_fail (session_block >= -1 && session_block <= G_MAXUINT32, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  engine = _burnish_engine_open (drive, cancellable, error);
  if (engine == NULL)
    return NULL;
  medium = _burnish_engine_inspect (engine, cancellable, error);
  if (medium == NULL || !_burnish_engine_prepare_read (engine, cancellable, error))
    return NULL;
  /* The last session is what systems show. */
  start = session_block >= 0 ? (guint32) session_block : _burnish_session_get_last (medium);
  return _burnish_udf_check_blocks (find_end (engine, medium, start), start, profile, read_cb,
                                    engine, cancellable, error);
}
