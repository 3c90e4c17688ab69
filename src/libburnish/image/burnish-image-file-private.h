/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-file.h"

G_BEGIN_DECLS

/*
 * Recognises volumes behind any reader of blocks: an image file or a disc in a drive.
 */

typedef struct
{
  /* FALSE when the block is not there or cannot be read. */
  gboolean (*read_block) (gpointer data, guint64 block, guint8 *buffer);
  gpointer data;
} BurnishImageFileReader;

/* NULL when there is no volume. */
BurnishImageFileInfo *_burnish_image_file_recognise (const BurnishImageFileReader *reader,
                                                     guint64 size_bytes);

G_END_DECLS
