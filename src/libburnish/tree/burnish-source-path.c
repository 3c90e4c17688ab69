/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-source-path-private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FOLDER_FLAGS (O_PATH | O_DIRECTORY | O_CLOEXEC)

BurnishSource *
_burnish_source_new (BurnishStore *store,
                     BurnishSourceKind kind,
                     const BurnishSource *parent,
                     const char *name)
{
  BurnishSource *source = _burnish_store_alloc (store, sizeof *source);

  source->kind = kind;
  source->parent = parent;
  source->name = name;
  return source;
}

static void
close_keeping_errno (int fd)
{
  int saved_errno = errno;

  close (fd);
  errno = saved_errno;
}

/* Opens a name that must not be a link: ELOOP then, whatever else the kernel would call it. */
static int
open_no_link (int folder_fd, const char *name, int flags)
{
  int fd = openat (folder_fd, name, flags | O_NOFOLLOW);
  struct stat status;

  if (fd < 0 && errno == ENOTDIR)
    errno = fstatat (folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK (status.st_mode)
                ? ELOOP
                : ENOTDIR;
  return fd;
}

int
_burnish_open_beneath_stepwise (int fd, const char *path, int flags)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  int folder_fd = fd;

  for (guint i = 0; names[i] != NULL; i++)
    {
      int next_fd = open_no_link (folder_fd, names[i], names[i + 1] != NULL ? FOLDER_FLAGS : flags);

      if (folder_fd != fd)
        close_keeping_errno (folder_fd);
      folder_fd = next_fd;
      if (folder_fd < 0)
        return -1;
    }
  return folder_fd;
}

static int
open_without_links (int fd, const char *path, int flags)
{
  struct open_how how = { .flags = (guint64) (flags | O_NOFOLLOW), .resolve = RESOLVE_NO_SYMLINKS };

  return (int) syscall (SYS_openat2, fd, path, &how, sizeof how);
}

int
_burnish_open_beneath (int fd, const char *path, int flags)
{
  int opened = open_without_links (fd, path, flags);

  /* Sandboxes answer system calls that they do not know with EPERM. */
  if (opened < 0 && (errno == ENOSYS || errno == EPERM))
    return _burnish_open_beneath_stepwise (fd, path, flags);
  return opened;
}

/* Way down from a descriptor, collected until it has to be gone. */
typedef struct
{
  int fd;
  GString *path;
} Descent;

static gboolean
descend (Descent *descent, int next_fd)
{
  close_keeping_errno (descent->fd);
  descent->fd = next_fd;
  g_string_truncate (descent->path, 0);
  return next_fd >= 0;
}

/* Makes the next name a new start when it may be a link, or the path gets too long for the kernel
   with it. */
static gboolean
flush_before (Descent *descent, const char *next_name, gboolean follows_link)
{
  if (descent->path->len > 0
      && (follows_link || descent->path->len + strlen (next_name) + 2 > PATH_MAX))
    return descend (descent, _burnish_open_beneath (descent->fd, descent->path->str, FOLDER_FLAGS));
  return TRUE;
}

static void
append_name (Descent *descent, const char *name)
{
  if (descent->path->len > 0)
    g_string_append_c (descent->path, '/');
  g_string_append (descent->path, name);
}

static gboolean
descend_through (Descent *descent, GPtrArray *folders)
{
  for (guint i = folders->len - 1; i-- > 0;)
    {
      const BurnishSource *folder = g_ptr_array_index (folders, i);

      if (!flush_before (descent, folder->name, folder->follows_link))
        return FALSE;
      if (!folder->follows_link)
        append_name (descent, folder->name);
      else if (!descend (descent, openat (descent->fd, folder->name, FOLDER_FLAGS)))
        return FALSE;
    }
  return TRUE;
}

static int
finish_descent (Descent *descent, const char *name, gboolean follows_link, int flags)
{
  if (name != NULL && !flush_before (descent, name, follows_link))
    return -1;
  if (name != NULL && follows_link)
    return openat (descent->fd, name, flags);
  if (name != NULL)
    append_name (descent, name);
  if (descent->path->len == 0)
    return openat (descent->fd, ".", flags);
  return _burnish_open_beneath (descent->fd, descent->path->str, flags);
}

static int
open_step_by_step (const BurnishSource *folder, const char *name, gboolean follows_link, int flags)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  g_autoptr (GString) path = g_string_new (NULL);
  Descent descent = { .path = path };
  int fd = -1;

  for (const BurnishSource *f = folder; f != NULL; f = f->parent)
    g_ptr_array_add (folders, (gpointer) f);
  folder = g_ptr_array_index (folders, folders->len - 1);
  descent.fd = folder->follows_link ? open (folder->name, FOLDER_FLAGS)
                                    : open_no_link (AT_FDCWD, folder->name, FOLDER_FLAGS);
  if (descent.fd < 0)
    return -1;
  if (descend_through (&descent, folders))
    fd = finish_descent (&descent, name, follows_link, flags);
  if (descent.fd >= 0)
    close_keeping_errno (descent.fd);
  return fd;
}

/* Writes "/name" in front of start; NULL when there is no room. */
static char *
prepend (const char *buffer, char *start, const char *name)
{
  gsize length = strlen (name);

  if ((gsize) (start - buffer) < length + 1)
    return NULL;
  start -= length;
  memcpy (start, name, length);
  *--start = '/';
  return start;
}

/* One system call for nearly all files: the path is short, and there is no link even on the way to
   the folder that was staged. */
static int
open_at_once (const BurnishSource *folder, const char *name, int flags)
{
  char buffer[PATH_MAX];
  char *path = buffer + sizeof buffer - 1;

  *path = '\0';
  if (name != NULL)
    path = prepend (buffer, path, name);
  for (; folder != NULL && path != NULL && !folder->follows_link; folder = folder->parent)
    path = prepend (buffer, path, folder->name);
  return folder != NULL || path == NULL ? -1 : open_without_links (AT_FDCWD, path, flags);
}

int
_burnish_source_open_at (const BurnishSource *folder,
                         const char *name,
                         gboolean follows_link,
                         int flags)
{
  int fd = follows_link ? -1 : open_at_once (folder, name, flags | O_CLOEXEC);

  /* Whatever stood in the way, this finds out. */
  return fd >= 0 ? fd : open_step_by_step (folder, name, follows_link, flags | O_CLOEXEC);
}

GFile *
_burnish_source_dup_file (const BurnishSource *source, const char *name)
{
  g_autoptr (GFile) file = NULL;

  switch ((BurnishSourceKind) source->kind)
    {
    case BURNISH_SOURCE_GIO_FILE:
      return g_object_ref (source->object);
    case BURNISH_SOURCE_GIO_FOLDER:
      {
        g_autoptr (GPtrArray) names = g_ptr_array_new ();

        g_ptr_array_add (names, (gpointer) name);
        for (; source->parent != NULL; source = source->parent)
          g_ptr_array_add (names, (gpointer) source->name);
        file = g_object_ref (source->object);
        for (guint i = names->len; i-- > 0;)
          if (g_ptr_array_index (names, i) != NULL)
            {
              GFile *child = g_file_get_child (file, g_ptr_array_index (names, i));

              g_object_unref (file);
              file = child;
            }
        return g_steal_pointer (&file);
      }
    case BURNISH_SOURCE_LOCAL_FILE:
    case BURNISH_SOURCE_LOCAL_FOLDER:
      {
        g_autofree char *path = _burnish_source_dup_path (source, name);

        return g_file_new_for_path (path);
      }
    case BURNISH_SOURCE_FILE_RANGES:
    case BURNISH_SOURCE_BYTES:
    case BURNISH_SOURCE_STREAM:
    case BURNISH_SOURCE_RECORDED:
    case BURNISH_SOURCE_LINK:
      return NULL;
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
dup_local_path (const BurnishSource *source, const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GString *path = g_string_new (NULL);

  if (name != NULL)
    g_ptr_array_add (names, (gpointer) name);
  for (; source != NULL; source = source->parent)
    g_ptr_array_add (names, (gpointer) source->name);
  for (guint i = names->len; i-- > 0;)
    {
      if (path->len > 0 && path->str[path->len - 1] != '/')
        g_string_append_c (path, '/');
      g_string_append (path, g_ptr_array_index (names, i));
    }
  return g_string_free (path, FALSE);
}

char *
_burnish_source_dup_path (const BurnishSource *source, const char *name)
{
  switch ((BurnishSourceKind) source->kind)
    {
    case BURNISH_SOURCE_LOCAL_FOLDER:
      return dup_local_path (source, name);
    case BURNISH_SOURCE_LOCAL_FILE:
      return dup_local_path (source, NULL);
    case BURNISH_SOURCE_FILE_RANGES:
      return dup_local_path (source->parent, NULL);
    case BURNISH_SOURCE_GIO_FOLDER:
    case BURNISH_SOURCE_GIO_FILE:
      {
        g_autoptr (GFile) file = _burnish_source_dup_file (source, name);

        return g_file_get_parse_name (file);
      }
    case BURNISH_SOURCE_BYTES:
    case BURNISH_SOURCE_STREAM:
    case BURNISH_SOURCE_RECORDED:
    case BURNISH_SOURCE_LINK:
      return NULL;
    default:
      g_return_val_if_reached (NULL);
    }
}

const BurnishSource *
_burnish_source_for_rename (BurnishStore *store, const BurnishNodeData *data)
{
  const BurnishSource *folder = data->source;
  BurnishSource *source;

  switch ((BurnishSourceKind) folder->kind)
    {
    case BURNISH_SOURCE_LOCAL_FOLDER:
      source = _burnish_source_new (store, BURNISH_SOURCE_LOCAL_FILE, folder, data->name);
      source->device = folder->device;
      return source;
    case BURNISH_SOURCE_GIO_FOLDER:
      source = _burnish_source_new (store, BURNISH_SOURCE_GIO_FILE, NULL, NULL);
      source->object = _burnish_source_dup_file (folder, data->name);
      _burnish_store_own (store, source->object, g_object_unref);
      return source;
    case BURNISH_SOURCE_LOCAL_FILE:
    case BURNISH_SOURCE_GIO_FILE:
    case BURNISH_SOURCE_FILE_RANGES:
    case BURNISH_SOURCE_BYTES:
    case BURNISH_SOURCE_STREAM:
    case BURNISH_SOURCE_RECORDED:
    case BURNISH_SOURCE_LINK:
    default:
      return folder;
    }
}
