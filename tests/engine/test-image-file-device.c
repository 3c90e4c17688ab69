/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image-file-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The engine of image files with targets that are no regular files. */

typedef struct
{
  const char *path;
  gsize max_bytes;
  GByteArray *received;
} FifoReader;

static gpointer
read_fifo (gpointer user_data)
{
  FifoReader *reader = user_data;
  int fd = g_open (reader->path, O_RDONLY | O_CLOEXEC);
  guint8 buffer[5000];
  gssize n;

  g_assert_cmpint (fd, >=, 0);
  while (reader->received->len < reader->max_bytes && (n = read (fd, buffer, sizeof buffer)) > 0)
    g_byte_array_append (reader->received, buffer, (guint) n);
  close (fd);
  return NULL;
}

static void
test_fifo (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) received = g_byte_array_new ();
  FifoReader reader = { fixture->path, G_MAXSIZE, received };
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  GThread *thread;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  thread = g_thread_new ("reader", read_fifo, &reader);
  g_assert_true (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_no_error (error);
  g_thread_join (thread);
  g_assert_cmpuint (received->len, ==, SIZE_BYTES);
  assert_pattern (received->data, received->len);
}

static void
test_fifo_reader_leaves (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) received = g_byte_array_new ();
  FifoReader reader = { fixture->path, 10000, received };
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  GThread *thread;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  thread = g_thread_new ("reader", read_fifo, &reader);
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FAILED);
  g_thread_join (thread);
}

/* Whether the main thread of this program waits for files, as proc(5) tells. */
static gboolean
is_main_thread_polling (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/syscall", getpid ());
  g_autofree char *call = NULL;

  g_assert_true (g_file_get_contents (path, &call, NULL, NULL));
  return atoi (call) == SYS_poll || atoi (call) == SYS_ppoll;
}

static gpointer
cancel_waiting_writer (gpointer user_data)
{
  while (!is_main_thread_polling ())
    g_thread_yield ();
  g_cancellable_cancel (user_data);
  return NULL;
}

/* Nobody ever opens the other end. */
static void
test_fifo_cancel (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  GThread *thread;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  thread = g_thread_new ("cancel", cancel_waiting_writer, cancellable);
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_full_device (void)
{
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_false (write_image ("/dev/full", N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FULL);
  g_assert_cmpuint (outcome.blocks_written, ==, 0);
}

static void
test_null_device (void)
{
  g_autoptr (BurnishEngine) engine = _burnish_image_file_engine_new ("/dev/null");
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_true (write_image ("/dev/null", N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (outcome.blocks_written, ==, N_BLOCKS);
  g_assert_false (_burnish_engine_prepare_read (engine, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  image_file_test_add ("fifo", test_fifo);
  image_file_test_add ("fifo-reader-leaves", test_fifo_reader_leaves);
  image_file_test_add ("fifo-cancel", test_fifo_cancel);
  g_test_add_func ("/image-file-engine/full-device", test_full_device);
  g_test_add_func ("/image-file-engine/null-device", test_null_device);
  return g_test_run ();
}
