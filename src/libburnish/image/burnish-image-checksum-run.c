/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-content-private.h"
#include "burnish-hash-private.h"
#include "burnish-image-checksum.h"

#define CHUNK_SIZE           (1024 * 1024)
#define PROGRESS_INTERVAL_US (G_USEC_PER_SEC / 10)

typedef struct
{
  char *path; /* (owned) */
  BurnishImageChecksumProgress progress;
  gpointer progress_data;
} Work;

/* One word of the worker to the main context. */
typedef struct
{
  GTask *task; /* (owned) */
  guint64 done_bytes;
  guint64 total_bytes;
} Word;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->path);
  g_free (work);
}

static void
word_free (gpointer data)
{
  Word *word = data;

  g_object_unref (word->task);
  g_free (word);
}

static gboolean
tell_cb (gpointer user_data)
{
  Word *word = user_data;
  const Work *work = g_task_get_task_data (word->task);

  /* Words are older than the result, and are dispatched before it. */
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (word->task))
      && !g_task_get_completed (word->task))
    work->progress (word->done_bytes, word->total_bytes, work->progress_data);
  return G_SOURCE_REMOVE;
}

static void
tell (GTask *task, guint64 done_bytes, guint64 total_bytes)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Word *word = g_new (Word, 1);

  *word = (Word){ g_object_ref (task), done_bytes, total_bytes };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, word, word_free);
  g_source_attach (source, g_task_get_context (task));
}

static char *
compute (GTask *task, const Work *work, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishSha256) sha256 = _burnish_sha256_new ();
  g_autoptr (BurnishContent) content = NULL;
  g_autofree guint8 *buffer = g_malloc (CHUNK_SIZE);
  guint8 digest[BURNISH_SHA256_SIZE];
  gint64 told_us = g_get_monotonic_time ();
  guint64 total_bytes;

  content = _burnish_content_open_image (work->path, &total_bytes, error);
  if (content == NULL)
    return NULL;
  for (guint64 done = 0; done < total_bytes;)
    {
      gsize size = (gsize) MIN (total_bytes - done, CHUNK_SIZE);

      if (!_burnish_content_read (content, buffer, size, cancellable, error))
        return NULL;
      _burnish_sha256_update (sha256, buffer, size);
      done += size;
      if (work->progress == NULL || g_get_monotonic_time () - told_us < PROGRESS_INTERVAL_US)
        continue;
      told_us = g_get_monotonic_time ();
      tell (task, done, total_bytes);
    }
  if (!_burnish_content_finish (content, error))
    return NULL;
  _burnish_sha256_finish (sha256, digest);
  return _burnish_sha256_to_string (digest);
}

static void
run_in_thread (GTask *task,
               gpointer source G_GNUC_UNUSED,
               gpointer task_data,
               GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  char *digits = compute (task, task_data, cancellable, &error);

  if (digits != NULL)
    g_task_return_pointer (task, digits, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * burnish_image_checksum_compute_async:
 * @path: (type filename): an image file
 * @progress: (nullable) (scope notified): tells how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): to stop; the callback comes at once then
 * @callback: (scope async): called on the caller's main context
 * @user_data: for @callback
 *
 * Computes the SHA-256 checksum of an image file on a thread of its own.
 */
void
burnish_image_checksum_compute_async (const char *path,
                                      BurnishImageChecksumProgress progress,
                                      gpointer progress_data,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  g_return_if_fail (path != NULL);

  g_task_set_source_tag (task, burnish_image_checksum_compute_async);
  work->path = g_strdup (path);
  work->progress = progress;
  work->progress_data = progress_data;
  g_task_set_task_data (task, work, work_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * burnish_image_checksum_compute_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Fails like inspecting it when the file is no image or cannot be read, and
 * with %BURNISH_ERROR_SOURCE_CHANGED when it was changed meanwhile.
 *
 * Returns: (transfer full): 64 lower-case hexadecimal digits, or %NULL with @error set
 */
char *
burnish_image_checksum_compute_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, burnish_image_checksum_compute_async),
                        NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
