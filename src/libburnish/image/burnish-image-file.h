/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"
#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * What an image file holds, so that nobody burns a download page or half an image. Functions block
 * while they read a few blocks; they may be called from any thread.
 */

/**
 * BurnishImageFileKind:
 * @BURNISH_IMAGE_FILE_ISO9660: an ISO 9660 volume (ECMA-119)
 * @BURNISH_IMAGE_FILE_UDF: a UDF volume (ECMA-167)
 * @BURNISH_IMAGE_FILE_BRIDGE: both on the same files
 */
typedef enum
{
  BURNISH_IMAGE_FILE_ISO9660,
  BURNISH_IMAGE_FILE_UDF,
  BURNISH_IMAGE_FILE_BRIDGE,
} BurnishImageFileKind;

/**
 * BurnishImageFileInfo:
 * @kind: which file systems it has
 * @label: name of the volume, valid UTF-8, possibly empty
 * @size_bytes: size of the file, a multiple of 2048
 * @volume_blocks: how many blocks its ISO 9660 volume says that it has, or 0 when there is none;
 *   a file with fewer blocks than that is incomplete
 * @is_bootable: whether it has an El Torito boot record
 *
 * What is known about an image file.
 */
typedef struct
{
  BurnishImageFileKind kind;
  char *label;
  guint64 size_bytes;
  guint64 volume_blocks;
  gboolean is_bootable;
} BurnishImageFileInfo;

#define BURNISH_TYPE_IMAGE_FILE_INFO (burnish_image_file_info_get_type ())
BURNISH_EXPORT
GType burnish_image_file_info_get_type (void);
BURNISH_EXPORT
BurnishImageFileInfo *burnish_image_file_inspect (const char *path, GError **error);
BURNISH_EXPORT
BurnishImageFileInfo *burnish_image_file_info_copy (const BurnishImageFileInfo *self);
BURNISH_EXPORT
void burnish_image_file_info_free (BurnishImageFileInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishImageFileInfo, burnish_image_file_info_free)

G_END_DECLS
