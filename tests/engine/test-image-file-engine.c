/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "engine-fixture.h"
#include "image-file/burnish-image-file-engine-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SIZE_BYTES ((gsize) N_BLOCKS * BURNISH_BLOCK_SIZE)

typedef struct
{
  char *folder;
  char *path; /* folder/disc.iso */
} Fixture;

static gboolean
write_image (const char *path,
             guint64 n_blocks,
             BurnishWriteFlags flags,
             Source *source,
             BurnishWriteOutcome *outcome,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (BurnishEngine) engine = _burnish_image_file_engine_new (path);
  const BurnishEngineSink sink = { 0 };
  const BurnishWriteRequest request = {
    .n_blocks = n_blocks,
    .flags = flags,
    .read = read_source,
    .user_data = source,
  };

  return _burnish_engine_write (engine, &request, &sink, outcome, cancellable, error);
}

static void
assert_pattern (const guint8 *data, gsize size_bytes)
{
  for (gsize i = 0; i < size_bytes; i++)
    if (data[i] != byte_at (i, 0))
      g_error ("byte %" G_GSIZE_FORMAT " is %d, not %d", i, data[i], byte_at (i, 0));
}

static void
assert_file_is (const char *path, const char *text)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, text);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
set_up (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  fixture->folder = g_dir_make_tmp ("burnish-image-file-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "disc.iso", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
test_round_trip (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BurnishEngine) engine = _burnish_image_file_engine_new (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *data = g_malloc (SIZE_BYTES);
  Source source = { 0 };
  SinkLog log = { 0 };
  const BurnishEngineSink sink = { .progress = note_progress, .user_data = &log };
  const BurnishWriteRequest request = { .n_blocks = N_BLOCKS,
                                        .read = read_source,
                                        .user_data = &source };
  BurnishWriteOutcome outcome;
  struct stat info;
  mode_t mask = umask (0027);

  g_assert_true (_burnish_engine_write (engine, &request, &sink, &outcome, NULL, &error));
  umask (mask);
  g_assert_no_error (error);
  g_assert_cmpuint (outcome.blocks_written, ==, N_BLOCKS);
  g_assert_cmpuint (outcome.start_block, ==, 0);
  g_assert_true (outcome.closed);
  g_assert_false (outcome.simulated);
  g_assert_cmpuint (log.blocks_done, ==, N_BLOCKS);
  g_assert_cmpuint (log.phases & (1u << BURNISH_ENGINE_CLOSING), !=, 0);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, SIZE_BYTES);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);

  g_assert_true (_burnish_engine_prepare_read (engine, NULL, &error));
  for (guint32 block = 0; block < N_BLOCKS; block += 32)
    g_assert_true (_burnish_engine_read (engine, block, MIN (32, N_BLOCKS - block),
                                         data + (gsize) block * BURNISH_BLOCK_SIZE, &error));
  assert_pattern (data, SIZE_BYTES);

  g_assert_false (_burnish_engine_read (engine, N_BLOCKS - 1, 2, data, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED);
  g_assert_cmpint (burnish_error_get_block (error), ==, N_BLOCKS);
}

/* What is there, and how much room: an old file stays until the new one is whole, so it makes none.
 */
static void
test_inspect (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BurnishEngine) engine = _burnish_image_file_engine_new (fixture->path);
  g_autoptr (BurnishEngine) null = _burnish_image_file_engine_new ("/dev/null");
  g_autoptr (BurnishMedium) before = _burnish_engine_inspect (engine, NULL, NULL);
  g_autoptr (BurnishMedium) after = NULL;
  g_autoptr (BurnishMedium) endless = NULL;
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;
  struct statvfs info;

  g_assert_cmpuint (burnish_medium_get_state (before) & BURNISH_MEDIUM_BLANK, !=, 0);
  g_assert_true (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_no_error (error);
  after = _burnish_engine_inspect (engine, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (burnish_medium_get_state (after) & BURNISH_MEDIUM_BLANK, ==, 0);
  g_assert_cmpuint (burnish_medium_get_used_blocks (after), ==, N_BLOCKS);
  g_assert_cmpint (statvfs (fixture->folder, &info), ==, 0);
  g_assert_cmpuint (burnish_medium_get_free_blocks (after), <=,
                    info.f_blocks * info.f_frsize / BURNISH_BLOCK_SIZE);
  endless = _burnish_engine_inspect (null, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (burnish_medium_get_free_blocks (endless), ==, G_MAXUINT32);
}

/* Goes on behind the old data; patches come when all of it is there. */
static void
test_behind (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BurnishEngine) engine = _burnish_image_file_engine_new (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *patched = g_malloc0 (16 * BURNISH_BLOCK_SIZE);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size_before, size_after;
  const BurnishWritePatch patch = { 16, 16, patched };
  const BurnishEngineSink sink = { 0 };
  Source source = { 0 }, more = { 0 };
  BurnishWriteRequest request = {
    .n_blocks = N_BLOCKS,
    .start_block = 1504,
    .patches = &patch,
    .n_patches = 1,
    .read = read_source,
    .user_data = &more,
  };
  BurnishWriteOutcome outcome;

  g_assert_true (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &before, &size_before, NULL));
  more.stop_at_bytes = SIZE_BYTES / 2;
  more.fail = TRUE;
  g_assert_false (_burnish_engine_write (engine, &request, &sink, &outcome, NULL, &error));
  g_clear_error (&error);
  g_assert_false (outcome.patched);
  g_assert_true (g_file_get_contents (fixture->path, &after, &size_after, NULL));
  g_assert_cmpmem (before, size_before, after, size_after);
  g_clear_pointer (&after, g_free);

  more = (Source){ 0 };
  g_assert_true (_burnish_engine_write (engine, &request, &sink, &outcome, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (outcome.closed && outcome.patched);
  g_assert_cmpuint (outcome.start_block, ==, 1504);
  g_assert_true (g_file_get_contents (fixture->path, &after, &size_after, NULL));
  g_assert_cmpuint (size_after, ==, (1504 + N_BLOCKS) * BURNISH_BLOCK_SIZE);
  assert_pattern ((guint8 *) after + 1504 * BURNISH_BLOCK_SIZE, SIZE_BYTES);
  memset (before + 16 * BURNISH_BLOCK_SIZE, 0, 16 * BURNISH_BLOCK_SIZE);
  g_assert_cmpmem (before, size_before, after, size_before);
}

static void
test_nothing_to_read (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BurnishEngine) engine = _burnish_image_file_engine_new (fixture->path);
  g_autoptr (GError) error = NULL;

  g_assert_false (_burnish_engine_prepare_read (engine, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC);
}

static void
test_exists (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_EXISTS);
  g_assert_cmpstr (burnish_error_get_path (error), ==, fixture->path);
  g_assert_cmpuint (source.position_bytes, ==, 0);
  assert_file_is (fixture->path, "old");
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_overwrite (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize length;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_true (write_image (fixture->path, N_BLOCKS, BURNISH_WRITE_OVERWRITE, &source, &outcome,
                              NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &data, &length, NULL));
  g_assert_cmpuint (length, ==, SIZE_BYTES);
  assert_pattern ((const guint8 *) data, length);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

/* Consent does not cost the old file when the new one fails. */
static void
test_overwrite_fails (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Source source = { .stop_at_bytes = SIZE_BYTES / 2, .fail = TRUE };
  BurnishWriteOutcome outcome;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_false (write_image (fixture->path, N_BLOCKS, BURNISH_WRITE_OVERWRITE, &source, &outcome,
                               NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED);
  assert_file_is (fixture->path, "old");
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_name_taken_meanwhile (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Source source = { .stop_at_bytes = SIZE_BYTES, .create_path = fixture->path };
  BurnishWriteOutcome outcome;

  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_EXISTS);
  g_assert_false (outcome.closed);
  assert_file_is (fixture->path, "theirs");
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_symbolic_link (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_cmpint (symlink ("other", fixture->path), ==, 0);
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_EXISTS);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (other, "precious", -1, NULL));
  g_assert_true (write_image (fixture->path, N_BLOCKS, BURNISH_WRITE_OVERWRITE, &source, &outcome,
                              NULL, &error));
  g_assert_no_error (error);
  assert_file_is (other, "precious");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
}

static void
test_long_name (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) name = g_string_new ("x");
  g_autofree char *path = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  while (name->len < 255)
    g_string_append (name, "é");
  path = g_build_filename (fixture->folder, name->str, NULL);
  g_assert_true (write_image (path, 1, 0, &source, &outcome, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_cancel (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Source source = { .stop_at_bytes = SIZE_BYTES / 2, .cancel = cancellable };
  BurnishWriteOutcome outcome;

  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (outcome.closed);
  g_assert_cmpuint (outcome.blocks_written, <, N_BLOCKS);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
}

static void
test_cancel_at_last_byte (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Source source = { .stop_at_bytes = SIZE_BYTES, .cancel = cancellable };
  BurnishWriteOutcome outcome;

  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
}

static void
test_source_fails (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Source source = { .stop_at_bytes = SIZE_BYTES / 2, .fail = TRUE };
  BurnishWriteOutcome outcome;

  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
}

/* More than the file system has left: known before the first byte is asked for. */
static void
test_disk_full (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  struct statvfs info;
  guint64 too_many_blocks;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_cmpint (statvfs (fixture->folder, &info), ==, 0);
  too_many_blocks = info.f_blocks * info.f_frsize / BURNISH_BLOCK_SIZE + 1024;
  g_assert_false (write_image (fixture->path, too_many_blocks, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FULL);
  g_assert_cmpuint (source.position_bytes, ==, 0);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
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

/* The limit of the process, whose signal would end the program. */
static void
test_size_limit (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  const struct rlimit limit = { 1024 * 1024, RLIM_INFINITY };
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FULL);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
}

static void
test_unwritable_folder (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  if (geteuid () == 0)
    {
      /* Only the effective user, so that the folder can be removed afterwards. */
      g_assert_cmpint (setegid (65534), ==, 0);
      g_assert_cmpint (seteuid (65534), ==, 0);
    }
  g_assert_false (write_image (fixture->path, N_BLOCKS, 0, &source, &outcome, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FAILED);
  g_assert_cmpuint (source.position_bytes, ==, 0);
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_bad_target (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "missing", "disc.iso", NULL);
  const char *paths[] = { nowhere, fixture->folder };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      Source source = { 0 };
      BurnishWriteOutcome outcome;

      g_assert_false (write_image (paths[i], N_BLOCKS, BURNISH_WRITE_OVERWRITE, &source, &outcome,
                                   NULL, &error));
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FAILED);
      g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
    }
}

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
test_refusals (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BurnishEngine) engine = _burnish_image_file_engine_new (fixture->path);
  g_autoptr (GError) error = NULL;
  const BurnishEngineSink sink = { 0 };
  const BurnishFormatRequest request = { 0 };
  Source source = { 0 };
  BurnishWriteOutcome outcome;

  g_assert_false (_burnish_engine_erase (engine, FALSE, &sink, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE);
  g_clear_error (&error);
  g_assert_false (_burnish_engine_format (engine, &request, &sink, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE);
  g_clear_error (&error);
  g_assert_false (write_image (fixture->path, N_BLOCKS, BURNISH_WRITE_SIMULATE, &source, &outcome,
                               NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED);
  g_assert_true (_burnish_engine_eject (engine, NULL, NULL));
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                        \
  g_test_add ("/image-file-engine/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("inspect", test_inspect);
  ADD ("behind", test_behind);
  ADD ("nothing-to-read", test_nothing_to_read);
  ADD ("exists", test_exists);
  ADD ("overwrite", test_overwrite);
  ADD ("overwrite-fails", test_overwrite_fails);
  ADD ("name-taken-meanwhile", test_name_taken_meanwhile);
  ADD ("symbolic-link", test_symbolic_link);
  ADD ("long-name", test_long_name);
  ADD ("cancel", test_cancel);
  ADD ("cancel-at-last-byte", test_cancel_at_last_byte);
  ADD ("source-fails", test_source_fails);
  ADD ("disk-full", test_disk_full);
  ADD ("size-limit", test_size_limit);
  ADD ("unwritable-folder", test_unwritable_folder);
  ADD ("bad-target", test_bad_target);
  ADD ("fifo", test_fifo);
  ADD ("fifo-reader-leaves", test_fifo_reader_leaves);
  ADD ("fifo-cancel", test_fifo_cancel);
  ADD ("refusals", test_refusals);
#undef ADD
  g_test_add_func ("/image-file-engine/full-device", test_full_device);
  g_test_add_func ("/image-file-engine/null-device", test_null_device);
  return g_test_run ();
}
