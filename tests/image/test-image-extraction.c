/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-extraction.h"
#include "image-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* An image that loses its end while a file is copied out of it. */

#define FILE_BLOCKS 40u
#define LEFT_BLOCKS 33u

typedef struct
{
  char *folder; /* (owned) */
  char *image;  /* (owned) */
  char *target; /* (owned) */
  off_t size_bytes;
} Fixture;

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *text = g_strnfill (FILE_BLOCKS * BURNISH_BLOCK_SIZE, 'x');
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autofree char *bytes = NULL;
  const char *found;
  gsize size_bytes;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("burnish-extraction-XXXXXX", &error);
  g_assert_no_error (error);
  self->image = g_build_filename (self->folder, "image.iso", NULL);
  self->target = g_build_filename (self->folder, "file", NULL);
  test_add_text (tree, BURNISH_NODE_ROOT, "file", text);
  layout = test_layout_new (tree, options);
  test_write_image (layout, self->image);
  g_file_get_contents (self->image, &bytes, &size_bytes, &error);
  g_assert_no_error (error);
  found = memmem (bytes, size_bytes, text, FILE_BLOCKS * BURNISH_BLOCK_SIZE);
  g_assert_nonnull (found);
  self->size_bytes = (found - bytes) + (off_t) LEFT_BLOCKS * BURNISH_BLOCK_SIZE;
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_unlink (self->target);
  g_unlink (self->image);
  g_rmdir (self->folder);
  g_free (self->target);
  g_free (self->image);
  g_free (self->folder);
}

static void
cut_off_cb (G_GNUC_UNUSED const char *path,
            G_GNUC_UNUSED guint64 bytes_done,
            G_GNUC_UNUSED guint64 bytes_total,
            gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_cmpint (truncate (self->image, self->size_bytes), ==, 0);
}

/* What can be read is copied, block by block, and nothing else is counted. */
static void
test_unreadable (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  static const char *const members[] = { "file", NULL };
  g_autoptr (BurnishImageExtraction) extraction = burnish_image_extraction_new (self->image);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size_bytes;

  burnish_image_extraction_set_members (extraction, members);
  g_assert_false (
      burnish_image_extraction_run (extraction, self->folder, cut_off_cb, self, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED);
  g_assert_cmpuint (burnish_image_extraction_get_failures (extraction)->len, ==, 1);
  g_assert_cmpuint (burnish_image_extraction_get_n_bytes (extraction), ==,
                    LEFT_BLOCKS * BURNISH_BLOCK_SIZE);
  g_assert_true (g_file_get_contents (self->target, &bytes, &size_bytes, NULL));
  g_assert_cmpuint (size_bytes, ==, FILE_BLOCKS * BURNISH_BLOCK_SIZE);
  g_assert_cmpint (bytes[LEFT_BLOCKS * BURNISH_BLOCK_SIZE - 1], ==, 'x');
  g_assert_cmpint (bytes[LEFT_BLOCKS * BURNISH_BLOCK_SIZE], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/image/extraction/unreadable", Fixture, NULL, set_up, test_unreadable, tear_down);
  return g_test_run ();
}
