/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-source-private.h"

#include "burnish-node-stat-private.h"
#include "burnish-source-path-private.h"
#include "burnish-tree-snapshot-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

/* Below this size the kernel's own read-ahead is as good. */
#define ADVISE_SIZE (256 * 1024)

struct _BurnishSourceReader
{
  BurnishTreeSnapshot *snapshot; /* (owned) */
  BurnishNode node;
  const BurnishNodeData *data;
  guint64 offset;
  guint32 range;        /* of ranges: the one that is read now, */
  guint64 range_offset; /* and how far */
  int fd;               /* local files, else -1 */
  GInputStream *stream; /* (owned) (nullable): GIO files and streams */
};

/* The path that a person knows the contents by: where they come from, or else where they go. */
static char *
dup_known_path (BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, node);
  char *path = _burnish_source_dup_path (data->source, data->name);

  return path != NULL ? path : burnish_tree_snapshot_dup_path (snapshot, node);
}

static gboolean
fail (BurnishTreeSnapshot *snapshot,
      BurnishNode node,
      BurnishError code,
      const char *what,
      GError **error)
{
  g_autofree char *path = dup_known_path (snapshot, node);
  g_autofree char *display_path = g_filename_display_name (path);
  GError *failure = g_error_new (BURNISH_ERROR, (int) code, "%s: %s", display_path, what);

  burnish_error_set_path (failure, path);
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
fail_errno (BurnishTreeSnapshot *snapshot, BurnishNode node, int code, GError **error)
{
  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      return fail (snapshot, node, BURNISH_ERROR_SOURCE_MISSING, "The file is gone", error);
    case ELOOP:
      return fail (
          snapshot, node, BURNISH_ERROR_SOURCE_CHANGED,
          "A symbolic link has taken the place of the file or of a folder on the way to it", error);
    case ENXIO:
      return fail (snapshot, node, BURNISH_ERROR_SOURCE_CHANGED,
                   "The file is not a regular file any more", error);
    default:
      return fail (snapshot, node, BURNISH_ERROR_SOURCE_UNREADABLE, g_strerror (code), error);
    }
}

static gboolean
fail_gio (BurnishTreeSnapshot *snapshot, BurnishNode node, GError *cause, GError **error)
{
  g_autoptr (GError) failure = cause;
  BurnishError code = BURNISH_ERROR_SOURCE_UNREADABLE;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
      || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    code = BURNISH_ERROR_SOURCE_MISSING;
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    code = BURNISH_ERROR_SOURCE_CHANGED;
  return fail (snapshot, node, code, failure->message, error);
}

/* The inode's number is not compared: file systems without inodes, such as FAT and many network
   file systems, give a file a new one whenever they forget the old one. */
static gboolean
compare (BurnishTreeSnapshot *snapshot,
         BurnishNode node,
         guint64 size_bytes,
         gint64 mtime_us,
         GError **error)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, node);
  const BurnishSourceRanges *ranges =
      data->source->kind == BURNISH_SOURCE_FILE_RANGES ? data->source->ranges : NULL;
  guint64 staged_bytes = ranges != NULL ? ranges->file_size_bytes : data->size_bytes;
  gint64 staged_us = ranges != NULL ? ranges->file_mtime_us : data->mtime_us;

  if (size_bytes < staged_bytes)
    return fail (snapshot, node, BURNISH_ERROR_SOURCE_CHANGED, "The file shrank after staging",
                 error);
  if (size_bytes > staged_bytes)
    return fail (snapshot, node, BURNISH_ERROR_SOURCE_CHANGED, "The file grew after staging",
                 error);
  if (mtime_us != staged_us)
    return fail (snapshot, node, BURNISH_ERROR_SOURCE_CHANGED,
                 "The file was modified after staging", error);
  return TRUE;
}

static gboolean
compare_stat (BurnishTreeSnapshot *snapshot,
              BurnishNode node,
              const struct stat *status,
              GError **error)
{
  if (!S_ISREG (status->st_mode))
    return fail (snapshot, node, BURNISH_ERROR_SOURCE_CHANGED,
                 "The file is not a regular file any more", error);
  return compare (snapshot, node, (guint64) status->st_size, _burnish_stat_get_mtime_us (status),
                  error);
}

static gboolean
compare_info (BurnishTreeSnapshot *snapshot, BurnishNode node, GFileInfo *info, GError **error)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, node);
  guint64 size_bytes = data->size_bytes;
  gint64 mtime_us = data->mtime_us;

  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_STANDARD_TYPE)
      && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return fail (snapshot, node, BURNISH_ERROR_SOURCE_CHANGED,
                 "The file is not a regular file any more", error);
  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_STANDARD_SIZE))
    size_bytes = (guint64) g_file_info_get_size (info);
  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_TIME_MODIFIED))
    mtime_us = _burnish_info_get_mtime_us (info);
  return compare (snapshot, node, size_bytes, mtime_us, error);
}

static gboolean
check_gio (BurnishTreeSnapshot *snapshot,
           BurnishNode node,
           GFile *file,
           GCancellable *cancellable,
           GError **error)
{
  GError *failure = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (file, BURNISH_INFO_ATTRIBUTES,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, &failure);

  if (info == NULL)
    return fail_gio (snapshot, node, failure, error);
  return compare_info (snapshot, node, info, error);
}

/* Opens the file that has a node's contents; -1 and errno. */
static int
open_at (const BurnishNodeData *data, int flags)
{
  const BurnishSource *source = data->source;
  gboolean follows_link = data->flags & BURNISH_NODE_FLAG_FOLLOWS;

  if (source->kind == BURNISH_SOURCE_LOCAL_FOLDER)
    return _burnish_source_open_at (source, data->name, follows_link, flags);
  if (source->kind == BURNISH_SOURCE_FILE_RANGES)
    {
      source = source->parent;
      follows_link = source->follows_link;
    }
  return _burnish_source_open_at (source->parent, source->name, follows_link, flags);
}

static gboolean
open_local (BurnishSourceReader *self, GError **error)
{
  struct stat status;

  self->fd = open_at (self->data, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (self->fd < 0 || fstat (self->fd, &status) < 0)
    return fail_errno (self->snapshot, self->node, errno, error);
  if (!compare_stat (self->snapshot, self->node, &status, error))
    return FALSE;
  if (self->data->size_bytes >= ADVISE_SIZE)
    posix_fadvise (self->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  return TRUE;
}

static gboolean
open_gio (BurnishSourceReader *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = _burnish_source_dup_file (self->data->source, self->data->name);
  GError *failure = NULL;

  if (!check_gio (self->snapshot, self->node, file, cancellable, error))
    return FALSE;
  self->stream = G_INPUT_STREAM (g_file_read (file, cancellable, &failure));
  if (self->stream == NULL)
    return fail_gio (self->snapshot, self->node, failure, error);
  return TRUE;
}

static gboolean
open_stream (BurnishSourceReader *self, GError **error)
{
  BurnishSource *source = (BurnishSource *) self->data->source;

  if (!g_atomic_int_compare_and_exchange (&source->is_taken, FALSE, TRUE))
    return fail (self->snapshot, self->node, BURNISH_ERROR_SOURCE_MISSING,
                 "The stream can be read only once and was read before", error);
  self->stream = g_object_ref (source->object);
  return TRUE;
}

static gboolean
open_reader (BurnishSourceReader *self, GCancellable *cancellable, GError **error)
{
  switch ((BurnishSourceKind) self->data->source->kind)
    {
    case BURNISH_SOURCE_LOCAL_FOLDER:
    case BURNISH_SOURCE_LOCAL_FILE:
    case BURNISH_SOURCE_FILE_RANGES:
      return open_local (self, error);
    case BURNISH_SOURCE_GIO_FOLDER:
    case BURNISH_SOURCE_GIO_FILE:
      return open_gio (self, cancellable, error);
    case BURNISH_SOURCE_STREAM:
      return open_stream (self, error);
    case BURNISH_SOURCE_BYTES:
      return TRUE;
    case BURNISH_SOURCE_RECORDED:
    case BURNISH_SOURCE_LINK:
    default:
      g_return_val_if_reached (FALSE);
    }
}

BurnishSourceReader *
_burnish_source_open (BurnishTreeSnapshot *snapshot,
                      BurnishNode node,
                      GCancellable *cancellable,
                      GError **error)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, node);
  g_autoptr (BurnishSourceReader) self = NULL;

  g_return_val_if_fail (data->kind == BURNISH_NODE_FILE, NULL);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self = g_new0 (BurnishSourceReader, 1);
  self->snapshot = burnish_tree_snapshot_ref (snapshot);
  self->node = node;
  self->data = data;
  self->fd = -1;
  if (!open_reader (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Reads what comes next from the range that it lies in. */
static gssize
read_range (BurnishSourceReader *self, guint8 *buffer, gsize size_bytes)
{
  const BurnishSourceRanges *ranges = self->data->source->ranges;
  const BurnishSourceRange *range;
  gssize n_read;

  while (self->range < ranges->n_ranges
         && self->range_offset == ranges->ranges[self->range].size_bytes)
    {
      self->range++;
      self->range_offset = 0;
    }
  if (self->range == ranges->n_ranges)
    return 0;
  range = &ranges->ranges[self->range];
  n_read = (gssize) MIN (size_bytes, range->size_bytes - self->range_offset);
  if (range->start_byte == BURNISH_RANGE_HOLE)
    memset (buffer, 0, (gsize) n_read);
  else
    n_read =
        pread (self->fd, buffer, (gsize) n_read, (off_t) (range->start_byte + self->range_offset));
  if (n_read > 0)
    self->range_offset += (guint64) n_read;
  return n_read;
}

/* Reads once. 0 is the end of the source, wherever its size says that it is. */
static gssize
read_some (BurnishSourceReader *self,
           guint8 *buffer,
           gsize size_bytes,
           GCancellable *cancellable,
           GError **error)
{
  GError *failure = NULL;
  gssize n_read;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (self->stream != NULL)
    {
      n_read = g_input_stream_read (self->stream, buffer, size_bytes, cancellable, &failure);
      if (n_read < 0)
        fail_gio (self->snapshot, self->node, failure, error);
      return n_read;
    }
  do
    n_read = self->data->source->kind == BURNISH_SOURCE_FILE_RANGES
                 ? read_range (self, buffer, size_bytes)
                 : read (self->fd, buffer, size_bytes);
  while (n_read < 0 && errno == EINTR);
  if (n_read < 0)
    fail_errno (self->snapshot, self->node, errno, error);
  return n_read;
}

/* After the last staged byte: nothing more may come, and nothing may have changed meanwhile. */
static gboolean
check_end (BurnishSourceReader *self, GCancellable *cancellable, GError **error)
{
  struct stat status;
  guint8 byte;
  gssize n_read;

  if (self->fd >= 0)
    {
      if (fstat (self->fd, &status) < 0)
        return fail_errno (self->snapshot, self->node, errno, error);
      return compare_stat (self->snapshot, self->node, &status, error);
    }
  if (self->stream == NULL)
    return TRUE;
  n_read = read_some (self, &byte, 1, cancellable, error);
  if (n_read > 0)
    fail (self->snapshot, self->node, BURNISH_ERROR_SOURCE_CHANGED, "The file grew after staging",
          error);
  return n_read == 0;
}

gssize
_burnish_source_read (BurnishSourceReader *self,
                      guint8 *buffer,
                      gsize size_bytes,
                      GCancellable *cancellable,
                      GError **error)
{
  gsize n_wanted = (gsize) MIN (size_bytes, self->data->size_bytes - self->offset);
  gsize n_done = 0;

  if (self->data->source->kind == BURNISH_SOURCE_BYTES)
    {
      const guint8 *bytes = g_bytes_get_data (self->data->source->object, NULL);

      if (n_wanted > 0)
        memcpy (buffer, bytes + self->offset, n_wanted);
      self->offset += n_wanted;
      return (gssize) n_wanted;
    }
  while (n_done < n_wanted)
    {
      gssize n_read = read_some (self, buffer + n_done, n_wanted - n_done, cancellable, error);

      if (n_read == 0)
        fail (self->snapshot, self->node, BURNISH_ERROR_SOURCE_CHANGED,
              "The file ends before its staged size", error);
      if (n_read <= 0)
        return -1;
      n_done += (gsize) n_read;
    }
  self->offset += n_done;
  if (self->offset == self->data->size_bytes && n_wanted > 0
      && !check_end (self, cancellable, error))
    return -1;
  return (gssize) n_done;
}

gboolean
_burnish_source_close (BurnishSourceReader *self, GError **error)
{
  if (self->data->source->kind == BURNISH_SOURCE_GIO_FOLDER
      || self->data->source->kind == BURNISH_SOURCE_GIO_FILE)
    {
      g_autoptr (GFile) file = _burnish_source_dup_file (self->data->source, self->data->name);

      return check_gio (self->snapshot, self->node, file, NULL, error);
    }
  if (self->fd < 0)
    return TRUE;
  return check_end (self, NULL, error);
}

void
_burnish_source_reader_free (BurnishSourceReader *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_clear_object (&self->stream);
  burnish_tree_snapshot_unref (self->snapshot);
  g_free (self);
}

void
_burnish_source_checker_clear (BurnishSourceChecker *checker)
{
  if (checker->fd >= 0)
    close (checker->fd);
  *checker = (BurnishSourceChecker) BURNISH_SOURCE_CHECKER_INIT;
}

/* Examines a file within the checker's folder. FALSE when anything is unusual. */
static gboolean
examine_in_folder (BurnishSourceChecker *checker, const BurnishNodeData *data, struct stat *status)
{
  if (data->source->kind != BURNISH_SOURCE_LOCAL_FOLDER || data->flags & BURNISH_NODE_FLAG_FOLLOWS)
    return FALSE;
  if (checker->folder != data->source)
    {
      _burnish_source_checker_clear (checker);
      checker->folder = data->source;
      checker->fd = _burnish_source_open_at (data->source, NULL, FALSE, O_PATH | O_DIRECTORY);
    }
  return checker->fd >= 0 && fstatat (checker->fd, data->name, status, AT_SYMLINK_NOFOLLOW) == 0
         && S_ISREG (status->st_mode)
         && faccessat (checker->fd, data->name, R_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW) == 0;
}

static gboolean
check_local (BurnishSourceChecker *checker,
             BurnishTreeSnapshot *snapshot,
             BurnishNode node,
             GError **error)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, node);
  struct stat status;
  gboolean is_good;
  int fd;

  if (examine_in_folder (checker, data, &status))
    return compare_stat (snapshot, node, &status, error);
  /* Whatever is wrong, this finds out. */
  fd = open_at (data, O_PATH);
  if (fd < 0)
    return fail_errno (snapshot, node, errno, error);
  /* Kernels and sandboxes that cannot tell whether it may be read tell it when it is opened. */
  if (fstat (fd, &status) < 0
      || (faccessat (fd, "", R_OK, AT_EACCESS | AT_EMPTY_PATH) < 0 && errno == EACCES))
    is_good = fail_errno (snapshot, node, errno, error);
  else
    is_good = compare_stat (snapshot, node, &status, error);
  close (fd);
  return is_good;
}

gboolean
_burnish_source_check_next (BurnishSourceChecker *checker,
                            BurnishTreeSnapshot *snapshot,
                            BurnishNode node,
                            GError **error)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, node);

  if (data->kind != BURNISH_NODE_FILE)
    return TRUE;
  switch ((BurnishSourceKind) data->source->kind)
    {
    case BURNISH_SOURCE_LOCAL_FOLDER:
    case BURNISH_SOURCE_LOCAL_FILE:
    case BURNISH_SOURCE_FILE_RANGES:
      return check_local (checker, snapshot, node, error);
    case BURNISH_SOURCE_GIO_FOLDER:
    case BURNISH_SOURCE_GIO_FILE:
      {
        g_autoptr (GFile) file = _burnish_source_dup_file (data->source, data->name);

        return check_gio (snapshot, node, file, NULL, error);
      }
    case BURNISH_SOURCE_STREAM:
      if (g_atomic_int_get (&((BurnishSource *) data->source)->is_taken))
        return fail (snapshot, node, BURNISH_ERROR_SOURCE_MISSING,
                     "The stream can be read only once and was read before", error);
      return TRUE;
    case BURNISH_SOURCE_BYTES:
    case BURNISH_SOURCE_RECORDED:
    case BURNISH_SOURCE_LINK:
    default:
      return TRUE;
    }
}

gboolean
_burnish_source_check (BurnishTreeSnapshot *snapshot, BurnishNode node, GError **error)
{
  g_auto (BurnishSourceChecker) checker = BURNISH_SOURCE_CHECKER_INIT;

  return _burnish_source_check_next (&checker, snapshot, node, error);
}
