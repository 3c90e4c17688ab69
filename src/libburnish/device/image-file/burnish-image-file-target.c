/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-file-target-private.h"

#include "burnish-error.h"
#include "burnish-units.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Write-out to the disk starts after this much, and at most twice this much waits in memory, so
   that the final fsync() is short and progress is honest on a slow disk. */
#define FLUSH_WINDOW_BYTES (32 * 1024 * 1024)

/* NAME_MAX is 255 on all common file systems; ".XXXXXX.part" takes 12. */
#define MAX_PART_STEM_BYTES 200

/* How often to look whether somebody opened the other end of a FIFO: there is no event for it. */
#define FIFO_RETRY_MS 50

struct _BurnishImageFileTarget
{
  char *path;
  char *part_path; /* (nullable) the incomplete file; NULL for a stream and after the commit */
  int fd;
  gboolean is_stream; /* a character device or a FIFO */
  gboolean overwrite;
  guint64 written_bytes;
  guint64 flushed_bytes; /* write-out was started up to here */
  gboolean is_behind;    /* goes on with an existing file */
  guint64 start_byte;
  guint64 old_size_bytes; /* what freeing gives it back; only when is_behind */
};

typedef struct
{
  sigset_t added; /* signals that were not blocked before */
  sigset_t previous;
} BurnishSignalGuard;

static void
signal_guard_begin (BurnishSignalGuard *guard)
{
  const int signals[] = { SIGPIPE, SIGXFSZ };

  pthread_sigmask (SIG_SETMASK, NULL, &guard->previous);
  sigemptyset (&guard->added);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      if (!sigismember (&guard->previous, signals[i]))
        sigaddset (&guard->added, signals[i]);
    }
  pthread_sigmask (SIG_BLOCK, &guard->added, NULL);
}

/* Swallows what came for this thread meanwhile: both signals are sent to the thread that wrote. */
static void
signal_guard_end (BurnishSignalGuard *guard)
{
  const struct timespec no_wait = { 0 };
  int errsv = errno;

  while (sigtimedwait (&guard->added, NULL, &no_wait) > 0)
    ;
  pthread_sigmask (SIG_SETMASK, &guard->previous, NULL);
  errno = errsv;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishSignalGuard, signal_guard_end)

static void
set_target_error (GError **error, int errsv, const char *path, const char *action)
{
  g_autofree char *display = g_filename_display_name (path);
  BurnishError code = BURNISH_ERROR_TARGET_FAILED;

  /* EFBIG: the file system or a limit takes no larger file, which is as good as no room. */
  if (errsv == ENOSPC || errsv == EDQUOT || errsv == EFBIG)
    code = BURNISH_ERROR_TARGET_FULL;
  else if (errsv == EEXIST)
    code = BURNISH_ERROR_TARGET_EXISTS;
  g_set_error (error, BURNISH_ERROR, code, "Cannot %s “%s”: %s", action, display,
               g_strerror (errsv));
  if (error != NULL)
    burnish_error_set_path (*error, path);
}

/* Waits until fd can take data (or, with fd -1, for timeout_ms). FALSE when cancelled. */
static gboolean
wait_for_room (int fd, int timeout_ms, GCancellable *cancellable, GError **error)
{
  GPollFD fds[2] = { { .fd = fd, .events = G_IO_OUT } };
  guint n_fds = 1;

  if (g_cancellable_make_pollfd (cancellable, &fds[1]))
    n_fds++;
  g_poll (fds, n_fds, timeout_ms);
  if (n_fds == 2)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* A FIFO is opened without blocking: the open itself would wait for a reader without end. */
static gboolean
open_stream (BurnishImageFileTarget *self, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      self->fd = g_open (self->path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
      if (self->fd >= 0)
        break;
      if (errno != ENXIO)
        {
          set_target_error (error, errno, self->path, "open");
          return FALSE;
        }
      if (!wait_for_room (-1, FIFO_RETRY_MS, cancellable, error))
        return FALSE;
    }
  self->is_stream = TRUE;
  return TRUE;
}

static char *
make_part_template (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *stem = g_path_get_basename (path);
  g_autofree char *name = NULL;
  gsize length = strlen (stem);

  if (length > MAX_PART_STEM_BYTES)
    {
      length = MAX_PART_STEM_BYTES;
      while (length > 0 && ((guchar) stem[length] & 0xc0) == 0x80) /* not inside a character */
        length--;
      stem[length] = '\0';
    }
  name = g_strconcat (stem, ".XXXXXX.part", NULL);
  return g_build_filename (folder, name, NULL);
}

/* A vain try to allocate more than there is would take all the room from everybody for a while. */
static gboolean
has_room (BurnishImageFileTarget *self, guint64 size_bytes)
{
  struct statvfs room;

  return fstatvfs (self->fd, &room) != 0
         || burnish_bytes_to_blocks (size_bytes)
                <= (guint64) room.f_bavail * room.f_frsize / BURNISH_BLOCK_SIZE;
}

/* Takes all the room now, so that a full disk is known before the first byte. */
static gboolean
allocate (BurnishImageFileTarget *self, guint64 size_bytes, GError **error)
{
  off_t start = (off_t) self->start_byte;

  if (size_bytes > G_MAXINT64 - self->start_byte)
    errno = EFBIG;
  else if (!has_room (self, size_bytes))
    errno = ENOSPC;
  else if (fallocate (self->fd, 0, start, (off_t) size_bytes) == 0)
    return TRUE;
  else if (errno == EOPNOTSUPP || errno == ENOSYS || errno == EINTR)
    return TRUE; /* the writes themselves will tell */
  if (errno == ENOSPC || errno == EDQUOT)
    {
      g_autofree char *display = g_filename_display_name (self->path);
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FULL,
                   "The file system of “%s” has less than the %" G_GUINT64_FORMAT
                   " bytes left that the image needs",
                   display, size_bytes);
      if (error != NULL)
        burnish_error_set_path (*error, self->path);
    }
  else
    set_target_error (error, errno, self->path, "reserve the space for");
  return FALSE;
}

static gboolean
open_part (BurnishImageFileTarget *self, guint64 size_bytes, GError **error)
{
  g_autofree char *part_path = make_part_template (self->path);

  self->fd = g_mkstemp_full (part_path, O_RDWR | O_CLOEXEC, 0666);
  if (self->fd < 0)
    {
      set_target_error (error, errno, self->path, "create");
      return FALSE;
    }
  self->part_path = g_steal_pointer (&part_path);
  return allocate (self, size_bytes, error);
}

BurnishImageFileTarget *
_burnish_image_file_target_new (const char *path,
                                guint64 size_bytes,
                                gboolean overwrite,
                                GCancellable *cancellable,
                                GError **error)
{
  g_auto (BurnishSignalGuard) guard;
  g_autoptr (BurnishImageFileTarget) self = g_new0 (BurnishImageFileTarget, 1);
  struct stat info;
  gboolean opened;

  signal_guard_begin (&guard);
  self->path = g_strdup (path);
  self->overwrite = overwrite;
  self->fd = -1;

  /* What a link leads to matters only for streams, such as /dev/stdout. */
  if (stat (path, &info) == 0 && !S_ISREG (info.st_mode))
    {
      if (!S_ISCHR (info.st_mode) && !S_ISFIFO (info.st_mode))
        {
          g_autofree char *display = g_filename_display_name (path);
          g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FAILED,
                       "“%s” is a %s and cannot become an image file", display,
                       S_ISDIR (info.st_mode) ? "folder" : "device");
          if (error != NULL)
            burnish_error_set_path (*error, path);
          return NULL;
        }
      opened = open_stream (self, cancellable, error);
    }
  else if (!overwrite && lstat (path, &info) == 0)
    {
      set_target_error (error, EEXIST, path, "create");
      return NULL;
    }
  else
    opened = open_part (self, size_bytes, error);
  return opened ? g_steal_pointer (&self) : NULL;
}

BurnishImageFileTarget *
_burnish_image_file_target_new_behind (const char *path,
                                       guint64 start_byte,
                                       guint64 size_bytes,
                                       GError **error)
{
  g_auto (BurnishSignalGuard) guard;
  g_autoptr (BurnishImageFileTarget) self = g_new0 (BurnishImageFileTarget, 1);
  struct stat info;

  signal_guard_begin (&guard);
  self->path = g_strdup (path);
  self->start_byte = start_byte;
  self->fd = g_open (path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (self->fd < 0 || fstat (self->fd, &info) != 0)
    {
      set_target_error (error, errno, path, "open");
      return NULL;
    }
  if (!S_ISREG (info.st_mode) || (guint64) info.st_size > start_byte)
    {
      set_target_error (error, EEXIST, path, "go on behind the end of");
      return NULL;
    }
  self->old_size_bytes = (guint64) info.st_size;
  self->is_behind = TRUE;
  if (!allocate (self, size_bytes, error))
    return NULL;
  if (lseek (self->fd, (off_t) start_byte, SEEK_SET) < 0)
    {
      set_target_error (error, errno, path, "write");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* Starts writing out the newest window and waits for the one before it. */
static void
flush_window (BurnishImageFileTarget *self)
{
  if (self->is_stream || self->written_bytes - self->flushed_bytes < FLUSH_WINDOW_BYTES)
    return;
  sync_file_range (self->fd, (off_t) (self->start_byte + self->flushed_bytes),
                   (off_t) (self->written_bytes - self->flushed_bytes), SYNC_FILE_RANGE_WRITE);
  if (self->flushed_bytes > 0)
    sync_file_range (self->fd, (off_t) self->start_byte, (off_t) self->flushed_bytes,
                     SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE
                         | SYNC_FILE_RANGE_WAIT_AFTER);
  self->flushed_bytes = self->written_bytes;
}

gboolean
_burnish_image_file_target_append (BurnishImageFileTarget *self,
                                   const guint8 *data,
                                   gsize size_bytes,
                                   GCancellable *cancellable,
                                   GError **error)
{
  g_auto (BurnishSignalGuard) guard;

  signal_guard_begin (&guard);
  while (size_bytes > 0)
    {
      gssize n = write (self->fd, data, size_bytes);

      if (n > 0)
        {
          data += n;
          size_bytes -= (gsize) n;
          self->written_bytes += (guint64) n;
        }
      else if (n < 0 && errno == EAGAIN)
        {
          if (!wait_for_room (self->fd, -1, cancellable, error))
            return FALSE;
        }
      else if (n == 0 || errno != EINTR)
        {
          set_target_error (error, n == 0 ? EIO : errno, self->path, "write");
          return FALSE;
        }
    }
  flush_window (self);
  return TRUE;
}

static gboolean
overwrite (BurnishImageFileTarget *self, guint64 start_byte, const guint8 *data, gsize size_bytes)
{
  while (size_bytes > 0)
    {
      gssize n = pwrite (self->fd, data, size_bytes, (off_t) start_byte);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      start_byte += (guint64) n;
      size_bytes -= (gsize) n;
    }
  return TRUE;
}

gboolean
_burnish_image_file_target_patch (BurnishImageFileTarget *self,
                                  guint64 start_byte,
                                  const guint8 *data,
                                  gsize size_bytes,
                                  GError **error)
{
  g_auto (BurnishSignalGuard) guard;

  signal_guard_begin (&guard);
  if (self->is_behind && fsync (self->fd) != 0)
    {
      set_target_error (error, errno, self->path, "write");
      return FALSE;
    }
  self->is_behind = FALSE;
  if (overwrite (self, start_byte, data, size_bytes))
    return TRUE;
  set_target_error (error, errno, self->path, "write");
  return FALSE;
}

/* Gives the part its name without ever replacing a file, where the file system has such a call. */
static int
rename_to_free_name (const char *part_path, const char *path)
{
  struct stat info;

  if (renameat2 (AT_FDCWD, part_path, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return -1;
  if (link (part_path, path) == 0)
    return unlink (part_path);
  if (errno == EEXIST)
    return -1;
  if (lstat (path, &info) == 0)
    {
      errno = EEXIST;
      return -1;
    }
  return g_rename (part_path, path);
}

/* The new name must be on the disk as well; a file system that cannot sync a folder does it
   itself. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) fsync (fd);
  close (fd);
}

gboolean
_burnish_image_file_target_commit (BurnishImageFileTarget *self, GError **error)
{
  g_auto (BurnishSignalGuard) guard;
  int fd = self->fd;

  signal_guard_begin (&guard);
  if (!self->is_stream && fsync (fd) != 0)
    {
      set_target_error (error, errno, self->path, "write");
      return FALSE;
    }
  self->fd = -1;
  if (close (fd) != 0 && errno != EINTR)
    {
      set_target_error (error, errno, self->path, "write");
      return FALSE;
    }
  self->is_behind = FALSE;
  if (self->is_stream || self->part_path == NULL)
    return TRUE;
  if ((self->overwrite ? g_rename (self->part_path, self->path)
                       : rename_to_free_name (self->part_path, self->path))
      != 0)
    {
      set_target_error (error, errno, self->path, "create");
      return FALSE;
    }
  g_clear_pointer (&self->part_path, g_free);
  sync_folder (self->path);
  return TRUE;
}

void
_burnish_image_file_target_free (BurnishImageFileTarget *self)
{
  if (self->fd >= 0 && self->is_behind && ftruncate (self->fd, (off_t) self->old_size_bytes) != 0)
    g_debug ("%s: %s", self->path, g_strerror (errno));
  if (self->fd >= 0)
    close (self->fd);
  if (self->part_path != NULL)
    g_unlink (self->part_path);
  g_free (self->part_path);
  g_free (self->path);
  g_free (self);
}
