/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-checksum.h"
#include "burnish-image-contents.h"
#include "image-test.h"

#include <string.h>
#include <unistd.h>

#define MIB    (1024 * 1024)
#define DIGITS "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OTHER  "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"

/* ---- What is in an image ---- */

static char *
make_image (TestFolder *folder)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  BurnishNode photos = test_add_folder (tree, BURNISH_NODE_ROOT, "Photos");
  char *path = g_build_filename (folder->path, "image.iso", NULL);

  test_add_size (tree, BURNISH_NODE_ROOT, "big", 3 * MIB);
  test_add_text (tree, photos, "ä.jpg", "text");
  test_add_text (tree, photos, "b.jpg", "texts");
  test_add_folder (tree, photos, "empty");
  layout = test_layout_new (tree, options);
  test_write_image (layout, path);
  return path;
}

/* The numbers of entries are found by their names. */
static guint
find (BurnishImageContents *contents, guint folder, const char *name)
{
  for (guint i = 0; i < burnish_image_contents_get_n_children (contents, folder); i++)
    {
      guint entry = burnish_image_contents_get_child (contents, folder, i);

      if (g_str_equal (burnish_image_contents_get_name (contents, entry), name))
        return entry;
    }
  g_error ("There is no “%s”", name);
}

static void
test_contents (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (BurnishImageContents) contents = NULL;
  g_autoptr (GError) error = NULL;
  guint photos;

  test_folder_init (&folder);
  path = make_image (&folder);
  contents = burnish_image_contents_read (path, NULL, &error);
  g_assert_no_error (error);
  photos = burnish_image_contents_get_child (contents, 0, 0);
  g_assert_cmpstr (burnish_image_contents_get_name (contents, photos), ==, "Photos");
  g_assert_true (burnish_image_contents_is_folder (contents, photos));
  g_assert_cmpuint (burnish_image_contents_get_size (contents, photos), ==, 9);
  g_assert_cmpuint (burnish_image_contents_get_n_children (contents, photos), ==, 3);
  g_assert_cmpuint (burnish_image_contents_get_child (contents, photos, 0), ==,
                    find (contents, photos, "empty"));
  g_assert_cmpuint (
      burnish_image_contents_get_n_children (contents, find (contents, photos, "empty")), ==, 0);
  g_assert_cmpuint (burnish_image_contents_get_size (contents, find (contents, photos, "ä.jpg")),
                    ==, 4);
  g_assert_false (burnish_image_contents_is_folder (contents, find (contents, 0, "big")));
  g_assert_cmpuint (burnish_image_contents_get_size (contents, find (contents, 0, "big")), ==,
                    3 * MIB);
  g_assert_cmpuint (burnish_image_contents_get_n_files (contents), >=, 3);
}

static void
test_contents_bad (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *zeros = g_malloc0 (MIB);
  g_autofree char *blank = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  test_folder_init (&folder);
  path = make_image (&folder);
  blank = test_folder_write (&folder, "blank", zeros, MIB);
  g_assert_null (burnish_image_contents_read (blank, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
  g_clear_error (&error);
  /* The trees come first in an image: without them nothing is left to list. */
  g_assert_cmpint (truncate (path, 18 * BURNISH_BLOCK_SIZE), ==, 0);
  g_assert_null (burnish_image_contents_read (path, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (burnish_image_contents_read (path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- Checksums ---- */

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *file_name;
    const char *digits;
  } cases[] = {
    { DIGITS, NULL, DIGITS },
    { "  E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855\n", NULL, DIGITS },
    { "sha256:" DIGITS, NULL, DIGITS },
    { "SHA256: " DIGITS, NULL, DIGITS },
    { DIGITS "  a.iso", NULL, DIGITS },
    { DIGITS " *./out/a.iso\r\n", "a.iso", DIGITS },
    { OTHER "  b.iso\n" DIGITS "  a.iso\n", "a.iso", DIGITS },
    { "# comment\nSHA256 (a (1).iso) = " DIGITS "\n", "a (1).iso", DIGITS },
    { DIGITS "  a.iso\n" DIGITS "  copy.iso\n", NULL, DIGITS },
    /* None, or not to be told which. */
    { "", NULL, NULL },
    { "e3b0c442", NULL, NULL },
    { DIGITS "00", NULL, NULL },
    { DIGITS "xyz", NULL, NULL },
    { OTHER "  b.iso\n" DIGITS "  a.iso\n", NULL, NULL },
    { OTHER "  b.iso\n", "a.iso", NULL },
    { "SHA256 (a.iso) = 12", "a.iso", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *digits = burnish_image_checksum_parse (cases[i].text, cases[i].file_name);

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpstr (digits, ==, cases[i].digits);
    }
}

static void
assert_found (TestFolder *folder, const char *list, const char *text, const char *digits)
{
  g_autofree char *image = g_build_filename (folder->path, "a.iso", NULL);
  g_autofree char *path = test_folder_write (folder, list, text, strlen (text));
  g_autofree char *found_path = NULL;
  g_autofree char *found = burnish_image_checksum_find (image, &found_path);

  g_test_message ("%s", list);
  g_assert_cmpstr (found, ==, digits);
  g_assert_cmpstr (found_path, ==, digits != NULL ? path : NULL);
  g_assert_cmpint (unlink (path), ==, 0);
}

static void
test_find (void)
{
  g_auto (TestFolder) folder = { 0 };

  test_folder_init (&folder);
  assert_found (&folder, "a.iso.sha256", DIGITS "  a.iso\n", DIGITS);
  assert_found (&folder, "a.iso.sha256", DIGITS "  before-it-was-renamed.iso\n", DIGITS);
  assert_found (&folder, "a.sha256", DIGITS, DIGITS);
  assert_found (&folder, "SHA256SUMS", OTHER " *b.iso\n" DIGITS " *a.iso\n", DIGITS);
  assert_found (&folder, "SHA256SUMS", OTHER " *b.iso\n", NULL);
  assert_found (&folder, "b.iso.sha256", DIGITS, NULL);
  assert_found (&folder, "a.iso.sha256", "<html>404</html>", NULL);
}

typedef struct
{
  GMainLoop *loop; /* (unowned) */
  char *digits;    /* (owned) (nullable) */
  GError *error;   /* (owned) (nullable) */
  guint64 done_bytes;
  GCancellable *cancel_at_first; /* (unowned) (nullable) */
} Computation;

static void
progress_cb (guint64 done_bytes, guint64 total_bytes, gpointer user_data)
{
  Computation *computation = user_data;

  g_assert_null (computation->digits);
  g_assert_cmpuint (done_bytes, >, computation->done_bytes);
  g_assert_cmpuint (done_bytes, <=, total_bytes);
  computation->done_bytes = done_bytes;
  if (computation->cancel_at_first != NULL)
    {
      g_assert_false (g_cancellable_is_cancelled (computation->cancel_at_first));
      g_cancellable_cancel (computation->cancel_at_first);
    }
}

static void
computed_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Computation *computation = user_data;

  computation->digits = burnish_image_checksum_compute_finish (result, &computation->error);
  g_main_loop_quit (computation->loop);
}

static void
compute (Computation *computation, const char *path)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  computation->loop = loop;
  burnish_image_checksum_compute_async (path, progress_cb, computation,
                                        computation->cancel_at_first, computed_cb, computation);
  g_main_loop_run (loop);
}

static void
test_compute (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *expected = NULL;
  Computation computation = { 0 };
  gsize size_bytes;

  test_folder_init (&folder);
  path = make_image (&folder);
  g_assert_true (g_file_get_contents (path, &bytes, &size_bytes, NULL));
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) bytes, size_bytes);
  compute (&computation, path);
  g_assert_no_error (computation.error);
  g_assert_cmpstr (computation.digits, ==, expected);
  g_free (computation.digits);
}

/* A file that takes long enough for many words; the first one stops it. */
static void
test_compute_cancel (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Computation computation = { .cancel_at_first = cancellable };

  test_folder_init (&folder);
  path = test_folder_write (&folder, "sparse", "", 0);
  g_assert_cmpint (truncate (path, (off_t) 64 * 1024 * MIB), ==, 0);
  compute (&computation, path);
  g_assert_error (computation.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (computation.done_bytes, >, 0);
  g_clear_error (&computation.error);
}

static void
test_compute_missing (void)
{
  Computation computation = { 0 };

  compute (&computation, "/nowhere/a.iso");
  g_assert_error (computation.error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING);
  g_clear_error (&computation.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-contents/good", test_contents);
  g_test_add_func ("/image-contents/bad", test_contents_bad);
  g_test_add_func ("/image-checksum/parse", test_parse);
  g_test_add_func ("/image-checksum/find", test_find);
  g_test_add_func ("/image-checksum/compute", test_compute);
  g_test_add_func ("/image-checksum/compute-cancel", test_compute_cancel);
  g_test_add_func ("/image-checksum/compute-missing", test_compute_missing);
  return g_test_run ();
}
