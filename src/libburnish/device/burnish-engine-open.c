/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-drive-private.h"
#include "burnish-engine-private.h"
#include "image-file/burnish-image-file-engine-private.h"
#include "libburn/burnish-libburn-engine-private.h"

BurnishEngine *
_burnish_engine_open (BurnishDrive *drive, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (drive), NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (burnish_drive_is_image_file (drive))
    return _burnish_image_file_engine_new (burnish_drive_get_path (drive));
  if (!_burnish_drive_unmount (drive, cancellable, error))
    return NULL;
  return _burnish_libburn_engine_new (burnish_drive_get_path (drive), error);
}
