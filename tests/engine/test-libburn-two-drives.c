/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "engine-fixture.h"

#include <string.h>

/*
 * Two drives at work at the same time, each with an engine and a thread of its own. libburn's lists
 * and its message queue are common to both.
 */

#define N_ROUNDS 5

/* Holds each writer back until both have begun. */
typedef struct
{
  GMutex lock;
  GCond changed;
  guint n_begun;
} Meeting;

typedef struct
{
  guint number;
  Meeting *meeting;
  gboolean begun;
  Source source;
  guint n_doubtful; /* messages that could be about the other drive */
  BurnishWriteOutcome outcome;
  GError *error;
} Writer;

static gboolean
read_together (guint8 *buffer, gsize size_bytes, gpointer user_data, GError **error)
{
  Writer *writer = user_data;

  if (!writer->begun)
    {
      writer->begun = TRUE;
      g_mutex_lock (&writer->meeting->lock);
      writer->meeting->n_begun++;
      g_cond_broadcast (&writer->meeting->changed);
      while (writer->meeting->n_begun < 2)
        g_cond_wait (&writer->meeting->changed, &writer->meeting->lock);
      g_mutex_unlock (&writer->meeting->lock);
    }
  return read_source (buffer, size_bytes, &writer->source, error);
}

static void
count_doubtful (const char *text, gpointer user_data)
{
  Writer *writer = user_data;

  if (strstr (text, "another drive was active") != NULL)
    writer->n_doubtful++;
}

static gpointer
run_writer (gpointer user_data)
{
  Writer *writer = user_data;
  g_autoptr (BurnishEngine) engine = open_engine_at (writer->number);
  const BurnishEngineSink sink = { .message = count_doubtful, .user_data = writer };
  const BurnishWriteRequest request = { .n_blocks = N_BLOCKS,
                                        .read = read_together,
                                        .user_data = writer };

  if (_burnish_engine_write (engine, &request, &sink, &writer->outcome, NULL, &writer->error))
    assert_disc_is (engine, 0, N_BLOCKS, writer->source.seed);
  return NULL;
}

static void
run_both (Writer writers[2], Meeting *meeting)
{
  GThread *threads[2];

  *meeting = (Meeting){ 0 };
  for (guint i = 0; i < 2; i++)
    {
      writers[i].number = i;
      writers[i].meeting = meeting;
      writers[i].source.seed = i * 100;
      threads[i] = g_thread_new ("writer", run_writer, &writers[i]);
    }
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
}

static void
new_drives (const char *first, const char *second)
{
  const char *media[] = { first, second };

  for (guint i = 0; i < 2; i++)
    {
      g_free (control_at (i, "new", NULL));
      g_free (control_at (i, "insert", media[i]));
    }
}

static void
test_both (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      Writer writers[2] = { 0 };
      Meeting meeting;

      new_drives ("dvd+r", "bd-re");
      run_both (writers, &meeting);
      for (guint i = 0; i < 2; i++)
        {
          g_assert_no_error (writers[i].error);
          g_assert_cmpuint (writers[i].outcome.blocks_written, ==, N_BLOCKS);
          g_assert_true (writers[i].outcome.closed);
        }
    }
}

/* One fails and knows it, the other is not disturbed, and neither is told the other's sense data
   as its own. */
static void
test_one_fails (void)
{
  Writer writers[2] = { 0 };
  Meeting meeting;
  BurnishSense sense;

  new_drives ("dvd+r", "bd-re");
  g_free (control_at (0, "fault", "medium-error:lba=800"));
  g_free (control_at (1, "set", "write-us=200"));
  run_both (writers, &meeting);
  g_assert_error (writers[0].error, BURNISH_ERROR, BURNISH_ERROR_WRITE_FAILED);
  g_assert_false (burnish_error_get_sense (writers[0].error, &sense));
  g_assert_cmpuint (writers[0].outcome.blocks_written, <=, 800);
  g_assert_false (writers[0].outcome.closed);
  g_assert_cmpuint (writers[0].n_doubtful, >, 0);
  g_assert_no_error (writers[1].error);
  g_assert_true (writers[1].outcome.closed);
  g_clear_error (&writers[0].error);
}

static void
test_one_is_unplugged (void)
{
  Writer writers[2] = { 0 };
  Meeting meeting;

  new_drives ("dvd+r", "bd-re");
  g_free (control_at (0, "fault", "unplugged:op=write,after=40"));
  g_free (control_at (1, "set", "write-us=200"));
  run_both (writers, &meeting);
  g_assert_error (writers[0].error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_LOST);
  g_assert_no_error (writers[1].error);
  g_assert_true (writers[1].outcome.closed);
  g_clear_error (&writers[0].error);
  g_free (control_at (0, "clear", NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/libburn-two-drives/both", test_both);
  g_test_add_func ("/libburn-two-drives/one-fails", test_one_fails);
  g_test_add_func ("/libburn-two-drives/one-is-unplugged", test_one_is_unplugged);
  return g_test_run ();
}
