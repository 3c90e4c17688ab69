/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include "burnish-content-private.h"

static gboolean
read_image (guint32 start_block,
            guint32 n_blocks,
            guint8 *buffer,
            gpointer user_data,
            GError **error)
{
  if (_burnish_content_pread (user_data, (guint64) start_block * BURNISH_BLOCK_SIZE, buffer,
                              (gsize) n_blocks * BURNISH_BLOCK_SIZE))
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "Block %u cannot be read",
               start_block);
  return FALSE;
}

/**
 * burnish_udf_check_run:
 * @path: (type filename): an image file
 * @session_block: where the session begins whose volume is checked; 0 for the first or only one
 * @profile: what the volume is made for
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Looks at every structure of the UDF volume in an image file; contents of files are not read.
 * Whatever is wrong with the volume, also when there is none, is a finding and no error. Blocks for
 * a few seconds in a volume of 100 000 files; for any thread.
 *
 * Fails with %BURNISH_ERROR_IMAGE_INVALID when the file is empty, no regular file, or not a
 * multiple of 2048 bytes, with %BURNISH_ERROR_SOURCE_MISSING or %BURNISH_ERROR_SOURCE_UNREADABLE
 * when it cannot be opened, and when it is cancelled.
 *
 * Returns: (transfer full): what was found
 */
BurnishUdfCheck *
burnish_udf_check_run (const char *path,
                       guint32 session_block,
                       BurnishUdfProfile profile,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (BurnishContent) content = NULL;
  guint64 size_bytes;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  content = _burnish_content_open_image (path, &size_bytes, error);
  if (content == NULL)
    return NULL;
  return _burnish_udf_check_blocks ((guint32) MIN (size_bytes / BURNISH_BLOCK_SIZE, G_MAXUINT32),
                                    session_block, profile, read_image, content, cancellable,
                                    error);
}
