/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-image.h"

#include <string.h>

BurnishImageOptions *
options_new_for_kind (const Kind *kind)
{
  BurnishImageOptions *options = test_options_new ();

  burnish_image_options_set_udf_revision (options, kind->revision);
  burnish_image_options_set_iso9660 (options, kind->iso9660);
  return options;
}

void
image_init (Image *self, BurnishImageLayout *layout)
{
  g_autoptr (BurnishImageStream) stream =
      _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, TRUE);

  self->n_blocks = (guint32) _burnish_image_stream_get_n_blocks (stream);
  self->bytes = test_read_all (stream, 65536);
}

void
image_clear (Image *self)
{
  g_free (self->bytes);
}

const guint8 *
image_get_block (const Image *self, guint32 block)
{
  g_assert_cmpuint (block, <, self->n_blocks);
  return self->bytes + (gsize) block * BURNISH_BLOCK_SIZE;
}

void
assert_bytes (const guint8 *bytes, const char *path, gsize size_bytes)
{
  guint32 state = g_str_hash (strrchr (path, '/') + 1) | 1;

  for (gsize i = 0; i < size_bytes; i++)
    {
      state = state * 1664525 + 1013904223;
      g_assert_cmpuint (bytes[i], ==, (guint8) (state >> 24));
    }
}

void
assert_contents (const Image *image, guint32 start_block, const char *path, gsize size_bytes)
{
  assert_bytes (image_get_block (image, start_block), path, size_bytes);
}
