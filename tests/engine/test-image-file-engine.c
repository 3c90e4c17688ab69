/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image-file-fixture.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

/* The engine of image files: what is written and read back, and what it cannot do. */

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
  image_file_test_add ("round-trip", test_round_trip);
  image_file_test_add ("inspect", test_inspect);
  image_file_test_add ("behind", test_behind);
  image_file_test_add ("nothing-to-read", test_nothing_to_read);
  image_file_test_add ("cancel", test_cancel);
  image_file_test_add ("cancel-at-last-byte", test_cancel_at_last_byte);
  image_file_test_add ("source-fails", test_source_fails);
  image_file_test_add ("refusals", test_refusals);
  return g_test_run ();
}
