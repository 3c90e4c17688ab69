/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-file-private.h"

#include "burnish-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_SIZE (1024 * 1024)

/* Takes cause. Cancellation and errors that are BURNISH_ERROR already stay what they are. */
static gboolean
fail_reading (GFile *file, GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;
  gboolean is_gone = g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED) || cause->domain == BURNISH_ERROR)
    g_propagate_error (error, g_steal_pointer (&owned));
  else
    _burnish_error_fail_file (file,
                              is_gone ? BURNISH_ERROR_SOURCE_MISSING
                                      : BURNISH_ERROR_SOURCE_UNREADABLE,
                              cause->message, error);
  return FALSE;
}

static gboolean
fail_writing (GFile *file, GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;
  gboolean is_full = g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED) || cause->domain == BURNISH_ERROR)
    g_propagate_error (error, g_steal_pointer (&owned));
  else
    _burnish_error_fail_file (file,
                              is_full ? BURNISH_ERROR_TARGET_FULL : BURNISH_ERROR_TARGET_FAILED,
                              cause->message, error);
  return FALSE;
}

static gboolean
check_size (GFile *file, goffset size, gsize max_size, GError **error)
{
  if (size >= 0 && (guint64) size <= max_size)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_PROJECT_INVALID,
               "The file is larger than the %" G_GSIZE_FORMAT " bytes that a project may have",
               max_size);
  if (error != NULL && *error != NULL)
    {
      g_autofree char *name = g_file_get_parse_name (file);

      burnish_error_set_path (*error, name);
    }
  return FALSE;
}

/* Sizes are only told: what counts is what comes. */
static GBytes *
read_all (GFile *file, gsize max_size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize n_read = READ_SIZE;

  if (stream == NULL)
    return NULL;
  while (n_read == READ_SIZE)
    {
      guint old_size = bytes->len;

      g_byte_array_set_size (bytes, old_size + READ_SIZE);
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes->data + old_size, READ_SIZE,
                                    &n_read, cancellable, error))
        return NULL;
      g_byte_array_set_size (bytes, old_size + (guint) n_read);
      if (!check_size (file, bytes->len, max_size, error))
        return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
check_type (GFile *file, gsize max_size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      _burnish_error_fail_file (file, BURNISH_ERROR_PROJECT_INVALID, "This is not a regular file",
                                error);
      return FALSE;
    }
  return !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_STANDARD_SIZE)
         || check_size (file, g_file_info_get_size (info), max_size, error);
}

GBytes *
_burnish_project_file_read (GFile *file, gsize max_size, GCancellable *cancellable, GError **error)
{
  GError *cause = NULL;
  GBytes *bytes = NULL;

  if (check_type (file, max_size, cancellable, &cause))
    bytes = read_all (file, max_size, cancellable, &cause);
  if (bytes == NULL)
    fail_reading (file, cause, error);
  return bytes;
}

/* A quota, and a limit on the size of files, are as good as no room. */
static gboolean
fail_errno (GError **error)
{
  int code = errno;
  gboolean is_full = code == ENOSPC || code == EDQUOT || code == EFBIG;

  g_set_error_literal (error, G_IO_ERROR,
                       is_full ? (int) G_IO_ERROR_NO_SPACE : (int) g_io_error_from_errno (code),
                       g_strerror (code));
  return FALSE;
}

gboolean
_burnish_project_sink_write (BurnishProjectSink *self,
                             const char *bytes,
                             gsize n_bytes,
                             GError **error)
{
  if (self->fd < 0)
    return g_output_stream_write_all (self->stream, bytes, n_bytes, NULL, self->cancellable, error);
  while (n_bytes > 0)
    {
      gssize n_written;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      n_written = write (self->fd, bytes, n_bytes);
      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return fail_errno (error);
      bytes += n_written;
      n_bytes -= (gsize) n_written;
    }
  return TRUE;
}

/* After a power cut the folder shall hold the new name, too. What fails here is not lost yet. */
static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
replace_local (const char *path,
               BurnishProjectFileWriter writer,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *new_path = g_build_filename (folder, ".burnish-XXXXXX", NULL);
  struct stat status;
  gboolean is_old = stat (path, &status) == 0;
  BurnishProjectSink sink = { .cancellable = cancellable };
  gboolean success;

  if (is_old && !S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                           "This is not a regular file");
      return FALSE;
    }
  sink.fd = g_mkstemp_full (new_path, O_RDWR | O_CLOEXEC, is_old ? 0600 : 0666);
  if (sink.fd < 0)
    return fail_errno (error);
  success = writer (&sink, user_data, error);
  if (success)
    success = fsync (sink.fd) == 0 || fail_errno (error);
  if (success && is_old)
    success = fchmod (sink.fd, status.st_mode & 0777) == 0 || fail_errno (error);
  if (close (sink.fd) < 0 && success)
    success = fail_errno (error);
  if (success)
    success = !g_cancellable_set_error_if_cancelled (cancellable, error);
  if (success)
    success = rename (new_path, path) == 0 || fail_errno (error);
  if (success)
    sync_folder (folder);
  else
    unlink (new_path);
  return success;
}

/* GIO's backends for what is elsewhere replace files in one step where they can. */
static gboolean
replace_remote (GFile *file,
                BurnishProjectFileWriter writer,
                gpointer user_data,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GFileOutputStream) stream =
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error);
  g_autoptr (GCancellable) abandon = NULL;
  BurnishProjectSink sink = { .fd = -1, .cancellable = cancellable };

  if (stream == NULL)
    return FALSE;
  sink.stream = G_OUTPUT_STREAM (stream);
  if (writer (&sink, user_data, error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);
  /* Closed in the ordinary way, half a file would take the place of the old one. */
  abandon = g_cancellable_new ();
  g_cancellable_cancel (abandon);
  g_output_stream_close (G_OUTPUT_STREAM (stream), abandon, NULL);
  return FALSE;
}

gboolean
_burnish_project_file_replace (GFile *file,
                               BurnishProjectFileWriter writer,
                               gpointer user_data,
                               GCancellable *cancellable,
                               GError **error)
{
  GError *cause = NULL;

  if (g_file_is_native (file))
    {
      /* The end of a chain of symbolic links; of one that does not exist yet, the path itself. */
      char *real = realpath (g_file_peek_path (file), NULL);
      g_autofree char *path = g_strdup (real != NULL ? real : g_file_peek_path (file));

      free (real);
      if (replace_local (path, writer, user_data, cancellable, &cause))
        return TRUE;
    }
  else if (replace_remote (file, writer, user_data, cancellable, &cause))
    return TRUE;
  return fail_writing (file, cause, error);
}
