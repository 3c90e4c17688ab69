/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-hash-private.h"
#include "image-test.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* What becomes of an image when its sources change behind its back, and when it is cancelled. */

#define MIB       (1024 * 1024)
#define FILE_SIZE 100000
/* Larger than the FIFO of 32 MiB: its end is not read before somebody reads from the stream. */
#define LARGE_SIZE (80 * MIB)
#define NOBODY     65534

typedef enum
{
  VANISHED,
  SHRANK,
  GREW,
  MODIFIED,
  UNREADABLE,
  BECAME_FIFO,
  BECAME_SYMLINK,
} Change;

static const struct
{
  const char *name;
  BurnishError code;
} changes[] = {
  [VANISHED] = { "vanished", BURNISH_ERROR_SOURCE_MISSING },
  [SHRANK] = { "shrank", BURNISH_ERROR_SOURCE_CHANGED },
  [GREW] = { "grew", BURNISH_ERROR_SOURCE_CHANGED },
  [MODIFIED] = { "modified", BURNISH_ERROR_SOURCE_CHANGED },
  [UNREADABLE] = { "unreadable", BURNISH_ERROR_SOURCE_UNREADABLE },
  [BECAME_FIFO] = { "became-fifo", BURNISH_ERROR_SOURCE_CHANGED },
  [BECAME_SYMLINK] = { "became-symlink", BURNISH_ERROR_SOURCE_CHANGED },
};

static void
change_file (const char *path, Change change)
{
  const struct timespec times[] = { { 0, UTIME_OMIT }, { 1000000000, 0 } };
  g_autoptr (GError) error = NULL;
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  switch (change)
    {
    case SHRANK:
      g_assert_cmpint (truncate (path, status.st_size / 3), ==, 0);
      return;
    case GREW:
      g_assert_cmpint (truncate (path, status.st_size + 1), ==, 0);
      return;
    case MODIFIED:
      g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
      return;
    case UNREADABLE:
      g_assert_cmpint (chmod (path, 0), ==, 0);
      return;
    case VANISHED:
      g_assert_cmpint (g_unlink (path), ==, 0);
      return;
    case BECAME_FIFO:
      g_assert_cmpint (g_unlink (path), ==, 0);
      g_assert_cmpint (mkfifo (path, 0644), ==, 0);
      return;
    case BECAME_SYMLINK:
      g_assert_cmpint (g_unlink (path), ==, 0);
      g_assert_cmpint (symlink ("/etc/passwd", path), ==, 0);
      return;
    default:
      g_assert_not_reached ();
    }
}

typedef struct
{
  TestFolder folder;
  char *path;
  BurnishImageLayout *layout;
  BurnishNode bad;
  BurnishNode good;
} Fixture;

static void
fixture_init (Fixture *self, gsize size_bytes)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autofree char *bytes = g_strnfill (size_bytes, 'b');
  BurnishTreeSnapshot *snapshot;

  test_folder_init (&self->folder);
  self->path = test_folder_write (&self->folder, "bad", bytes, size_bytes);
  test_add_size (tree, BURNISH_NODE_ROOT, "a-before", 3000);
  test_add_file (tree, BURNISH_NODE_ROOT, "bad\nname", self->path);
  test_add_size (tree, BURNISH_NODE_ROOT, "z-behind", 3000);
  self->layout = test_layout_new (tree, options);
  snapshot = burnish_image_layout_get_snapshot (self->layout);
  self->bad = burnish_tree_snapshot_lookup (snapshot, "/bad\nname");
  self->good = burnish_tree_snapshot_lookup (snapshot, "/z-behind");
}

static void
fixture_clear (Fixture *self)
{
  g_clear_object (&self->layout);
  g_clear_pointer (&self->path, g_free);
  test_folder_clear (&self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
assert_bad_list (BurnishImageStream *stream, Fixture *fixture, BurnishError code)
{
  GPtrArray *bad = _burnish_image_stream_get_bad_files (stream);
  const GError *error;
  guint8 digest[BURNISH_SHA256_SIZE];

  g_assert_cmpuint (bad->len, ==, 1);
  error = g_ptr_array_index (bad, 0);
  g_assert_error (error, BURNISH_ERROR, (int) code);
  g_assert_cmpstr (burnish_error_get_path (error), ==, fixture->path);
  g_assert_false (_burnish_image_stream_get_file_sha256 (stream, fixture->bad, digest));
  g_assert_true (_burnish_image_stream_get_file_sha256 (stream, fixture->good, digest));
}

/* The manifest is the last file; it has a comment in place of the checksum. */
static void
assert_manifest (Fixture *fixture, const guint8 *image)
{
  gsize end = burnish_image_layout_get_n_blocks (fixture->layout) * BURNISH_BLOCK_SIZE;
  const char *manifest = (const char *) image + end - BURNISH_BLOCK_SIZE;
  g_auto (GStrv) lines = g_strsplit (manifest, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_suffix (lines[0], "  a-before"));
  g_assert_true (g_str_has_prefix (lines[1], "## not read as staged"));
  g_assert_true (g_str_has_suffix (lines[1], "  bad\\nname"));
  g_assert_true (g_str_has_suffix (lines[2], "  z-behind"));
  g_assert_cmpuint (strlen (lines[2]), ==, 64 + strlen ("  z-behind"));
}

static void
test_stop (gconstpointer data)
{
  Change change = GPOINTER_TO_UINT (data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (GError) error = NULL, again = NULL;
  g_autofree guint8 *image = NULL;
  gsize size_bytes;

  fixture_init (&fixture, FILE_SIZE);
  change_file (fixture.path, change);
  stream = _burnish_image_stream_new (fixture.layout, BURNISH_SOURCE_STOP, TRUE);
  size_bytes = _burnish_image_stream_get_n_blocks (stream) * BURNISH_BLOCK_SIZE;
  image = g_malloc (size_bytes);
  g_assert_false (_burnish_image_stream_read (stream, image, size_bytes, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, (int) changes[change].code);
  g_assert_cmpstr (burnish_error_get_path (error), ==, fixture.path);
  g_assert_false (_burnish_image_stream_read (stream, image, 2048, NULL, &again));
  g_assert_error (again, BURNISH_ERROR, (int) changes[change].code);
}

static void
test_fill (gconstpointer data)
{
  Change change = GPOINTER_TO_UINT (data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autofree guint8 *image = NULL;
  guint32 start;

  fixture_init (&fixture, FILE_SIZE);
  change_file (fixture.path, change);
  stream = _burnish_image_stream_new (fixture.layout, BURNISH_SOURCE_FILL_AND_LIST, TRUE);
  image = test_read_all (stream, 65536);
  start = burnish_image_layout_get_start_block (fixture.layout, fixture.bad);
  for (gsize i = 0; i < FILE_SIZE; i++)
    g_assert_cmpuint (image[(gsize) start * BURNISH_BLOCK_SIZE + i], ==, 0);
  assert_bad_list (stream, &fixture, changes[change].code);
  assert_manifest (&fixture, image);
}

/* The file was as staged when it was opened. */
static void
change_while_reading (Fixture *fixture, BurnishImageStream *stream, guint8 *image, Change change)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (_burnish_image_stream_read (stream, image, MIB, NULL, &error));
  g_assert_no_error (error);
  change_file (fixture->path, change);
}

static void
test_stop_while_reading (gconstpointer data)
{
  Change change = GPOINTER_TO_UINT (data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *image = NULL;
  gsize size_bytes;

  fixture_init (&fixture, LARGE_SIZE);
  stream = _burnish_image_stream_new (fixture.layout, BURNISH_SOURCE_STOP, FALSE);
  size_bytes = _burnish_image_stream_get_n_blocks (stream) * BURNISH_BLOCK_SIZE;
  image = g_malloc (size_bytes);
  change_while_reading (&fixture, stream, image, change);
  g_assert_false (_burnish_image_stream_read (stream, image + MIB, size_bytes - MIB, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, (int) changes[change].code);
}

static void
test_fill_while_reading (gconstpointer data)
{
  Change change = GPOINTER_TO_UINT (data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *image = NULL;
  gsize size_bytes;

  fixture_init (&fixture, LARGE_SIZE);
  stream = _burnish_image_stream_new (fixture.layout, BURNISH_SOURCE_FILL_AND_LIST, TRUE);
  size_bytes = _burnish_image_stream_get_n_blocks (stream) * BURNISH_BLOCK_SIZE;
  image = g_malloc (size_bytes);
  change_while_reading (&fixture, stream, image, change);
  g_assert_true (_burnish_image_stream_read (stream, image + MIB, size_bytes - MIB, NULL, &error));
  g_assert_no_error (error);
  assert_bad_list (stream, &fixture, changes[change].code);
  assert_manifest (&fixture, image);
}

/* ---- Cancelling ---- */

static void
test_cancel (gconstpointer data)
{
  gsize read_first = GPOINTER_TO_SIZE (data);
  guint n_threads = test_count_threads ();
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL, again = NULL;
  g_autofree guint8 *buffer = g_malloc (2048);
  BurnishImageStream *stream;

  fixture_init (&fixture, LARGE_SIZE);
  stream = _burnish_image_stream_new (fixture.layout, BURNISH_SOURCE_STOP, TRUE);
  for (gsize i = 0; i < read_first; i++)
    g_assert_true (_burnish_image_stream_read (stream, buffer, 2048, cancellable, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_false (_burnish_image_stream_read (stream, buffer, 2048, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (_burnish_image_stream_read (stream, buffer, 2048, NULL, &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  _burnish_image_stream_free (stream);
  test_assert_threads (n_threads);
}

/* Dropped in the middle without a word. */
static void
test_free (void)
{
  guint n_threads = test_count_threads ();
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, LARGE_SIZE);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (BurnishImageStream) stream =
          _burnish_image_stream_new (fixture.layout, BURNISH_SOURCE_STOP, i % 2);
      g_autofree guint8 *buffer = g_malloc (i * MIB + 1);

      g_assert_true (_burnish_image_stream_read (stream, buffer, i * MIB, NULL, NULL));
    }
  test_assert_threads (n_threads);
}

static gpointer
cancel_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

/* A source that never answers: reader and caller both wait when the cancellation comes. */
static void
test_cancel_blocked (void)
{
  guint n_threads = test_count_threads ();
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GInputStream) source = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *buffer = NULL;
  BurnishImageStream *stream;
  GThread *thread;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  source = g_unix_input_stream_new (fds[0], TRUE);
  burnish_tree_add_stream (tree, BURNISH_NODE_ROOT, "pipe", source, 5000, BURNISH_COLLISION_FAIL,
                           &error);
  g_assert_no_error (error);
  layout = test_layout_new (tree, options);
  stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_FILL_AND_LIST, TRUE);
  buffer = g_malloc (burnish_image_layout_get_n_blocks (layout) * BURNISH_BLOCK_SIZE);
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_assert_false (_burnish_image_stream_read (
      stream, buffer, burnish_image_layout_get_n_blocks (layout) * BURNISH_BLOCK_SIZE, cancellable,
      &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  _burnish_image_stream_free (stream);
  test_assert_threads (n_threads);
  close (fds[1]);
}

int
main (int argc, char **argv)
{
  g_autoptr (GCancellable) first = g_cancellable_new ();
  int result;
  const Change while_reading[] = { SHRANK, GREW, MODIFIED };

  g_test_init (&argc, &argv, NULL);
  /* ThreadSanitizer has a thread of its own from the first one on. */
  g_thread_join (g_thread_new ("first", cancel_thread, first));
  /* Nothing is unreadable for root. */
  if (geteuid () == 0)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *stop = g_strdup_printf ("/image-source/stop/%s", changes[i].name);
      g_autofree char *fill = g_strdup_printf ("/image-source/fill/%s", changes[i].name);

      g_test_add_data_func (stop, GUINT_TO_POINTER (i), test_stop);
      g_test_add_data_func (fill, GUINT_TO_POINTER (i), test_fill);
    }
  for (guint i = 0; i < G_N_ELEMENTS (while_reading); i++)
    {
      const char *name = changes[while_reading[i]].name;
      g_autofree char *stop = g_strdup_printf ("/image-source/stop-while-reading/%s", name);
      g_autofree char *fill = g_strdup_printf ("/image-source/fill-while-reading/%s", name);

      g_test_add_data_func (stop, GUINT_TO_POINTER (while_reading[i]), test_stop_while_reading);
      g_test_add_data_func (fill, GUINT_TO_POINTER (while_reading[i]), test_fill_while_reading);
    }
  g_test_add_data_func ("/image-source/cancel/first", GSIZE_TO_POINTER (0), test_cancel);
  g_test_add_data_func ("/image-source/cancel/second", GSIZE_TO_POINTER (1), test_cancel);
  g_test_add_data_func ("/image-source/cancel/slot", GSIZE_TO_POINTER (512), test_cancel);
  g_test_add_data_func ("/image-source/cancel/late", GSIZE_TO_POINTER (30000), test_cancel);
  g_test_add_func ("/image-source/cancel/blocked", test_cancel_blocked);
  g_test_add_func ("/image-source/free", test_free);
  result = g_test_run ();
  /* A process that changed its user cannot be searched for leaks. */
  g_assert_cmpint (seteuid (getuid ()), ==, 0);
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
  return result;
}
