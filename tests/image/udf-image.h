/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "image-test.h"

/* What the tests of images with UDF, alone and as a bridge with ISO 9660, share. */

/* Which file systems an image has. */
typedef struct
{
  BurnishUdfRevision revision;
  gboolean iso9660;
} Kind;

BurnishImageOptions *options_new_for_kind (const Kind *kind);

/* What an image stream delivers. */
typedef struct
{
  guint8 *bytes; /* (owned) */
  guint32 n_blocks;
} Image;

void image_init (Image *self, BurnishImageLayout *layout);
void image_clear (Image *self);
const guint8 *image_get_block (const Image *self, guint32 block);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Image, image_clear)

/* That these are the contents that test_add_size () gives the file. */
void assert_bytes (const guint8 *bytes, const char *path, gsize size_bytes);
void assert_contents (const Image *image, guint32 start_block, const char *path, gsize size_bytes);
