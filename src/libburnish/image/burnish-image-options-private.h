/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-options.h"

G_BEGIN_DECLS

/* Longest identifiers of the primary volume descriptor in bytes (ECMA-119 8.4). */
#define BURNISH_VOLUME_ID_MAX 32
#define BURNISH_LONG_ID_MAX   128
/* The logical volume identifier is a dstring of 128 bytes (ECMA-167 3/10.6.4); the first says how
   wide the characters are, the last how many bytes there are (UDF 2.1.3). */
#define BURNISH_UDF_VOLUME_ID_SIZE 128

/* The name of the manifest in the root. */
#define BURNISH_MANIFEST_NAME "SHA256SUMS"

/* The properties of the options, numbered as they are installed. */
typedef enum
{
  BURNISH_IMAGE_OPTION_VOLUME_ID = 1,
  BURNISH_IMAGE_OPTION_VOLUME_SET_ID,
  BURNISH_IMAGE_OPTION_PUBLISHER_ID,
  BURNISH_IMAGE_OPTION_PREPARER_ID,
  BURNISH_IMAGE_OPTION_APPLICATION_ID,
  BURNISH_IMAGE_OPTION_SYSTEM_ID,
  BURNISH_IMAGE_OPTION_FIXED_TIME,
  BURNISH_IMAGE_OPTION_RECOMMENDED_FILE_SYSTEMS,
  BURNISH_IMAGE_OPTION_ISO9660,
  BURNISH_IMAGE_OPTION_ISO_LEVEL,
  BURNISH_IMAGE_OPTION_ROCK_RIDGE,
  BURNISH_IMAGE_OPTION_JOLIET,
  BURNISH_IMAGE_OPTION_JOLIET_LONG_NAMES,
  BURNISH_IMAGE_OPTION_UDF_REVISION,
  BURNISH_IMAGE_OPTION_UDF_SYMLINKS,
  BURNISH_IMAGE_OPTION_UDF_DUPLICATE_METADATA,
  BURNISH_IMAGE_OPTION_UDF_EMBED,
  BURNISH_IMAGE_OPTION_UDF_STREAMS,
  BURNISH_IMAGE_OPTION_UDF_VAT,
  BURNISH_IMAGE_OPTION_MANIFEST,
  BURNISH_IMAGE_OPTION_PADDING_BLOCKS,
  BURNISH_IMAGE_OPTION_LAST = BURNISH_IMAGE_OPTION_PADDING_BLOCKS
} BurnishImageOption;

/* Whether the file systems hold the name, which is valid UTF-8. */
gboolean _burnish_image_options_hold_volume_id (BurnishImageOptions *self, const char *volume_id);
BurnishImageOptions *_burnish_image_options_copy (BurnishImageOptions *self);
/* What kind of disc the image is for; no property, since it is no wish of a person. */
BurnishDiscFamily _burnish_image_options_get_family (BurnishImageOptions *self);
void _burnish_image_options_set_family (BurnishImageOptions *self, BurnishDiscFamily family);
/* (transfer none) */
const GValue *_burnish_image_options_get_value (BurnishImageOptions *self,
                                                BurnishImageOption option);
/* (transfer none) (nullable): one of the identifiers. */
const char *_burnish_image_options_get_string (BurnishImageOptions *self,
                                               BurnishImageOption option);

G_END_DECLS
