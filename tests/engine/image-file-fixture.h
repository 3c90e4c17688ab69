/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "engine-fixture.h"
#include "image-file/burnish-image-file-engine-private.h"

/* What the tests of the image files' engine share. */

#define SIZE_BYTES ((gsize) N_BLOCKS * BURNISH_BLOCK_SIZE)

/* A folder of its own for each test, removed at the end. */
typedef struct
{
  char *folder;
  char *path; /* folder/disc.iso */
} Fixture;

typedef void (*ImageFileTest) (Fixture *fixture, gconstpointer user_data);

void image_file_test_add (const char *name, ImageFileTest test);

gboolean write_image (const char *path,
                      guint64 n_blocks,
                      BurnishWriteFlags flags,
                      Source *source,
                      BurnishWriteOutcome *outcome,
                      GCancellable *cancellable,
                      GError **error);
/* That it is what read_source () gave. */
void assert_pattern (const guint8 *data, gsize size_bytes);
guint count_entries (const char *folder);
