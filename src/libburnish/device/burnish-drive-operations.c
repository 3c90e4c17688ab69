/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-drive-private.h"
#include "burnish-lock-owner-private.h"
#include "burnish-medium-private.h"

#define LOAD_TIMEOUT_MS 30000

/* Looking at a disc while another program burns it would disturb the burn. Exclusive access is
   taken for a moment only: kept, it would make the desktop's mount of a new disc fail. */
static gboolean
check_not_busy (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  BurnishMmc *probe = _burnish_mmc_open (path, BURNISH_MMC_EXCLUSIVE, &failure);

  g_clear_pointer (&probe, _burnish_mmc_close);
  if (failure == NULL
      || (g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_DRIVE_BUSY)
          && _burnish_is_mounted (path)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

BurnishMedium *
_burnish_drive_info_inspect (BurnishDriveInfo *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishMmc) mmc = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->is_image_file)
    return _burnish_medium_new_for_image_file (self->path, error);
  if (!check_not_busy (self->path, error))
    return NULL;
  mmc = _burnish_mmc_open (self->path, BURNISH_MMC_SHARED, error);
  return mmc ? _burnish_medium_new_from_drive (mmc, cancellable, error) : NULL;
}

static gboolean
refuse_image_file (BurnishDriveInfo *self, GError **error)
{
  if (!self->is_image_file)
    return FALSE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED, "An image file has no tray");
  return TRUE;
}

gboolean
_burnish_drive_info_eject (BurnishDriveInfo *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishMmc) mmc = NULL;

  if (refuse_image_file (self, error) || !_burnish_unmount_device (self->path, cancellable, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  mmc = _burnish_mmc_open (self->path, BURNISH_MMC_EXCLUSIVE, error);
  return mmc && _burnish_mmc_prevent_removal (mmc, FALSE, error)
         && _burnish_mmc_move_tray (mmc, BURNISH_TRAY_EJECT, error);
}

gboolean
_burnish_drive_info_load (BurnishDriveInfo *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishMmc) mmc = NULL;
  g_autoptr (GError) failure = NULL;

  if (refuse_image_file (self, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  mmc = _burnish_mmc_open (self->path, BURNISH_MMC_EXCLUSIVE, error);
  if (mmc == NULL || !_burnish_mmc_move_tray (mmc, BURNISH_TRAY_LOAD, error))
    return FALSE;
  /* The tray is closed; that it is empty is for whoever looks for a disc to say. */
  if (_burnish_mmc_wait_ready (mmc, LOAD_TIMEOUT_MS, cancellable, &failure)
      || g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_NO_DISC))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
