/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening and duplicating: open(2), openat(2), dup(2), fcntl(2) and stdio's fopen and fdopen. */
#include "config.h"

#include "front.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* The checked variants that _FORTIFY_SOURCE makes programs call; libc declares them nowhere. */
int __open_2 (const char *path, int flags);
int __open64_2 (const char *path, int flags);
int __openat_2 (int dir_fd, const char *path, int flags);
int __openat64_2 (int dir_fd, const char *path, int flags);

/* Linux drivers/cdrom/cdrom.c, cdrom_open(): without O_NONBLOCK a medium must be there, and the
 * block device is opened for writing only on media that write(2) can reach; this front has no
 * write(2), so on none. O_EXCL claims the block device (bd_prepare_to_claim): it excludes other
 * exclusive claims, not plain opening. */
static int
open_node (FrontNode *node, int flags)
{
  const int kept = O_ACCMODE | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_PATH;
  int fd = FRONT_NEXT (open) (node->file, flags & kept);
  int error = 0;

  if (fd < 0)
    return -1;
  if ((flags & O_PATH) == 0)
    {
      if ((flags & O_EXCL) != 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
        error = EBUSY;
      else if ((flags & O_NONBLOCK) == 0 && !front_has_medium (node))
        error = ENOMEDIUM;
      else if ((flags & O_NONBLOCK) == 0 && (flags & O_ACCMODE) != O_RDONLY)
        error = EROFS;
    }
  if (error != 0)
    {
      close (fd);
      errno = error;
      return -1;
    }
  front_remember_fd (fd, node);
  return fd;
}

static bool
needs_mode (int flags)
{
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

#define DEFINE_OPEN(name)                                                                          \
  FRONT_EXPORT int name (const char *path, int flags, ...)                                         \
  {                                                                                                \
    FrontNode *node = front_node_by_path (path);                                                   \
    mode_t mode = 0;                                                                               \
                                                                                                   \
    if (node != NULL)                                                                              \
      return open_node (node, flags);                                                              \
    if (needs_mode (flags))                                                                        \
      {                                                                                            \
        va_list arguments;                                                                         \
        va_start (arguments, flags);                                                               \
        mode = va_arg (arguments, mode_t);                                                         \
        va_end (arguments);                                                                        \
      }                                                                                            \
    return FRONT_NEXT (name) (front_path (path), flags, mode);                                     \
  }

#define DEFINE_OPENAT(name)                                                                        \
  FRONT_EXPORT int name (int dir_fd, const char *path, int flags, ...)                             \
  {                                                                                                \
    FrontNode *node = front_node_by_path (path);                                                   \
    mode_t mode = 0;                                                                               \
                                                                                                   \
    if (node != NULL)                                                                              \
      return open_node (node, flags);                                                              \
    if (needs_mode (flags))                                                                        \
      {                                                                                            \
        va_list arguments;                                                                         \
        va_start (arguments, flags);                                                               \
        mode = va_arg (arguments, mode_t);                                                         \
        va_end (arguments);                                                                        \
      }                                                                                            \
    return FRONT_NEXT (name) (dir_fd, front_path (path), flags, mode);                             \
  }

#define DEFINE_CHECKED_OPEN(name)                                                                  \
  FRONT_EXPORT int name (const char *path, int flags)                                              \
  {                                                                                                \
    FrontNode *node = front_node_by_path (path);                                                   \
                                                                                                   \
    return node != NULL ? open_node (node, flags) : FRONT_NEXT (name) (front_path (path), flags);  \
  }

#define DEFINE_CHECKED_OPENAT(name)                                                                \
  FRONT_EXPORT int name (int dir_fd, const char *path, int flags)                                  \
  {                                                                                                \
    FrontNode *node = front_node_by_path (path);                                                   \
                                                                                                   \
    return node != NULL ? open_node (node, flags)                                                  \
                        : FRONT_NEXT (name) (dir_fd, front_path (path), flags);                    \
  }

/* clang-format off */
DEFINE_OPEN (open)
DEFINE_OPEN (open64)
DEFINE_OPENAT (openat)
DEFINE_OPENAT (openat64)
DEFINE_CHECKED_OPEN (__open_2)
DEFINE_CHECKED_OPEN (__open64_2)
DEFINE_CHECKED_OPENAT (__openat_2)
DEFINE_CHECKED_OPENAT (__openat64_2)
/* clang-format on */

FRONT_EXPORT int
dup (int old_fd)
{
  int fd = FRONT_NEXT (dup) (old_fd);

  front_follow_fd (old_fd, fd);
  return fd;
}

FRONT_EXPORT int
dup2 (int old_fd, int new_fd)
{
  int fd = FRONT_NEXT (dup2) (old_fd, new_fd);

  front_follow_fd (old_fd, fd);
  return fd;
}

FRONT_EXPORT int
dup3 (int old_fd, int new_fd, int flags)
{
  int fd = FRONT_NEXT (dup3) (old_fd, new_fd, flags);

  front_follow_fd (old_fd, fd);
  return fd;
}

/* fcntl()'s third argument is an int or a pointer; handing it on as a pointer keeps both. */
#define DEFINE_FCNTL(name)                                                                         \
  FRONT_EXPORT int name (int fd, int request, ...)                                                 \
  {                                                                                                \
    va_list arguments;                                                                             \
    void *argument;                                                                                \
    int result;                                                                                    \
                                                                                                   \
    va_start (arguments, request);                                                                 \
    argument = va_arg (arguments, void *);                                                         \
    va_end (arguments);                                                                            \
    result = FRONT_NEXT (name) (fd, request, argument);                                            \
    if (request == F_DUPFD || request == F_DUPFD_CLOEXEC)                                          \
      front_follow_fd (fd, result);                                                                \
    return result;                                                                                 \
  }

/* clang-format off */
DEFINE_FCNTL (fcntl)
DEFINE_FCNTL (fcntl64)
/* clang-format on */
