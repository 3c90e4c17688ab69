/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "engine-fixture.h"

char *
control_at (guint number, const char *verb, const char *argument)
{
  g_autofree char *name = g_strdup_printf ("sr%u", number);
  g_autofree char *folder = g_build_filename (g_getenv ("MMC_DRIVES_DIR"), name, NULL);
  const char *argv[] = { "mmc-drive-ctl", folder, verb, argument, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  char *output = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &complaint,
                &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("mmc-drive-ctl %s %s: %s", verb, argument ? argument : "", complaint);
  return output;
}

char *
control (const char *verb, const char *argument)
{
  return control_at (0, verb, argument);
}

void
drive_do (const char *verb, const char *argument)
{
  g_free (control (verb, argument));
}

void
new_drive (const char *medium)
{
  drive_do ("new", NULL);
  drive_do ("insert", medium);
}

void
assert_no_refusals (void)
{
  g_autofree char *refusals = control ("refusals", NULL);

  g_assert_cmpstr (refusals, ==, "");
}

guint8
byte_at (guint64 position, guint seed)
{
  return (guint8) (position * 7 + (position >> 8) * 13 + (position >> 19) + seed);
}

gboolean
read_source (guint8 *buffer, gsize size_bytes, gpointer user_data, GError **error)
{
  Source *source = user_data;

  for (gsize i = 0; i < size_bytes; i++)
    buffer[i] = byte_at (source->position_bytes + i, source->seed);
  source->position_bytes += size_bytes;
  if (source->stop_at_bytes == 0 || source->position_bytes < source->stop_at_bytes)
    return TRUE;
  source->stop_at_bytes = 0;
  if (source->marker != NULL)
    _burnish_mmc_test_unit_ready (source->marker, NULL);
  if (source->cancel != NULL)
    g_cancellable_cancel (source->cancel);
  if (source->create_path != NULL)
    g_assert_true (g_file_set_contents (source->create_path, "theirs", -1, NULL));
  if (source->fail)
    g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED, "it shrank");
  return !source->fail;
}

void
note_progress (const BurnishEngineProgress *progress, gpointer user_data)
{
  SinkLog *log = user_data;

  g_assert_cmpuint (progress->blocks_done, >=, log->blocks_done);
  g_assert_cmpfloat (progress->fraction, <=, 1);
  g_assert_cmpfloat (progress->drive_buffer_fill, <=, 1);
  g_assert_false (progress->phase == BURNISH_ENGINE_WRITING
                  && (log->phases & (1u << BURNISH_ENGINE_CLOSING)));
  log->phases |= 1u << progress->phase;
  log->blocks_done = progress->blocks_done;
}

void
note_message (const char *text, gpointer user_data)
{
  SinkLog *log = user_data;

  g_test_message ("%s", text);
  log->n_messages++;
}

gboolean
write_disc (BurnishEngine *engine,
            Source *source,
            guint64 n_blocks,
            BurnishWriteFlags flags,
            SinkLog *log,
            BurnishWriteOutcome *outcome,
            GCancellable *cancellable,
            GError **error)
{
  SinkLog unused = { 0 };
  const BurnishEngineSink sink = { .progress = note_progress,
                                   .message = note_message,
                                   .user_data = log ? log : &unused };
  const BurnishWriteRequest request = {
    .n_blocks = n_blocks, .flags = flags, .read = read_source, .user_data = source
  };

  return _burnish_engine_write (engine, &request, &sink, outcome, cancellable, error);
}

BurnishEngine *
open_engine_at (guint number)
{
  g_autofree char *device = g_strdup_printf ("/dev/sr%u", number);
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDrive) drive = burnish_drive_new_for_path (device, &error);
  BurnishEngine *engine;

  g_assert_no_error (error);
  engine = _burnish_engine_open (drive, NULL, &error);
  g_assert_no_error (error);
  return engine;
}

BurnishEngine *
open_engine (void)
{
  return open_engine_at (0);
}

void
assert_disc_is (BurnishEngine *engine, guint32 start_block, guint n_blocks, guint seed)
{
  g_autoptr (GError) error = NULL;
  guint8 buffer[32 * BURNISH_BLOCK_SIZE];

  g_assert_true (_burnish_engine_prepare_read (engine, NULL, &error));
  for (guint block = 0; block < n_blocks; block += 32)
    {
      guint n = MIN (32, n_blocks - block);

      _burnish_engine_read (engine, start_block + block, n, buffer, &error);
      g_assert_no_error (error);
      for (gsize i = 0; i < (gsize) n * BURNISH_BLOCK_SIZE; i++)
        if (buffer[i] != byte_at ((guint64) block * BURNISH_BLOCK_SIZE + i, seed))
          g_error ("block %u, byte %d differs", block + (guint) (i / BURNISH_BLOCK_SIZE),
                   (int) (i % BURNISH_BLOCK_SIZE));
    }
}

void
assert_disc_is_zero (BurnishEngine *engine, guint32 start_block, guint n_blocks)
{
  g_autoptr (GError) error = NULL;
  guint8 buffer[BURNISH_BLOCK_SIZE];

  for (guint block = start_block; block < start_block + n_blocks; block++)
    {
      _burnish_engine_read (engine, block, 1, buffer, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < sizeof buffer; i++)
        g_assert_cmpuint (buffer[i], ==, 0);
    }
}

BurnishMediumState
inspect_state (BurnishEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishMedium) medium = _burnish_engine_inspect (engine, NULL, &error);

  g_assert_no_error (error);
  return burnish_medium_get_state (medium);
}

void
assert_write_succeeds (BurnishEngine *engine, guint64 n_blocks, BurnishWriteFlags flags, guint seed)
{
  g_autoptr (GError) error = NULL;
  Source source = { .seed = seed };
  SinkLog log = { 0 };
  BurnishWriteOutcome outcome;

  write_disc (engine, &source, n_blocks, flags, &log, &outcome, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (source.position_bytes, ==, n_blocks * BURNISH_BLOCK_SIZE);
  g_assert_cmpuint (outcome.blocks_written, ==, n_blocks);
  g_assert_cmpuint (outcome.start_block, ==, 0);
  g_assert_true (outcome.closed);
  g_assert_cmpint (outcome.simulated, ==, (flags & BURNISH_WRITE_SIMULATE) != 0);
  g_assert_cmpuint (log.blocks_done, ==, n_blocks);
  g_assert_cmpuint (log.phases & (1u << BURNISH_ENGINE_PREPARING), !=, 0);
  g_assert_cmpuint (log.phases & (1u << BURNISH_ENGINE_CLOSING), !=, 0);
}
