/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the device node looks like: the stat families old and new, access(2) and chmod(2).
 *
 * A path is translated to the node's file, the call is made, and a result that describes such a
 * file is dressed as the block device. That also covers /proc/PID/fd/N of whoever holds a drive. */
#include "config.h"

#include "front.h"

#include <fcntl.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* devtmpfs and an inode there; any constant pair does, as long as nothing else has it. */
#define DEVTMPFS_DEVICE 6
#define FIRST_INODE     1000

_Static_assert(sizeof (struct stat) == sizeof (struct stat64),
               "the front is for systems whose struct stat and struct stat64 are the same");

static void
dress_as (FrontNode *node, struct stat *status)
{
  status->st_mode = S_IFBLK | (status->st_mode & ~(mode_t) S_IFMT);
  status->st_rdev = makedev (FRONT_MAJOR, node->minor);
  status->st_dev = DEVTMPFS_DEVICE;
  status->st_ino = FIRST_INODE + node->minor;
  status->st_size = 0;
  status->st_blocks = 0;
  status->st_blksize = 4096;
}

static int
dress (int result, struct stat *status)
{
  FrontNode *node = result == 0 ? front_node_by_stat (status) : NULL;

  if (node != NULL)
    dress_as (node, status);
  return result;
}

static int
dress_fd (int result, int fd, struct stat *status)
{
  FrontNode *node = result == 0 ? front_node_by_fd (fd) : NULL;

  if (node != NULL)
    dress_as (node, status);
  return result;
}

/* glibc before 2.33 had no stat() in the library, but these; Debian's libburn still calls them. */
int __xstat (int version, const char *path, struct stat *status);
int __xstat64 (int version, const char *path, struct stat64 *status);
int __lxstat (int version, const char *path, struct stat *status);
int __lxstat64 (int version, const char *path, struct stat64 *status);
int __fxstat (int version, int fd, struct stat *status);
int __fxstat64 (int version, int fd, struct stat64 *status);
int __fxstatat (int version, int dir_fd, const char *path, struct stat *status, int flags);
int __fxstatat64 (int version, int dir_fd, const char *path, struct stat64 *status, int flags);

#define DEFINE_STAT(name, type)                                                                    \
  FRONT_EXPORT int name (const char *path, struct type *status)                                    \
  {                                                                                                \
    return dress (FRONT_NEXT (name) (front_path (path), status), (struct stat *) status);          \
  }
#define DEFINE_XSTAT(name, type)                                                                   \
  FRONT_EXPORT int name (int version, const char *path, struct type *status)                       \
  {                                                                                                \
    return dress (FRONT_NEXT (name) (version, front_path (path), status), (struct stat *) status); \
  }
#define DEFINE_FSTAT(name, type)                                                                   \
  FRONT_EXPORT int name (int fd, struct type *status)                                              \
  {                                                                                                \
    return dress_fd (FRONT_NEXT (name) (fd, status), fd, (struct stat *) status);                  \
  }
#define DEFINE_FXSTAT(name, type)                                                                  \
  FRONT_EXPORT int name (int version, int fd, struct type *status)                                 \
  {                                                                                                \
    return dress_fd (FRONT_NEXT (name) (version, fd, status), fd, (struct stat *) status);         \
  }
/* With an empty path (AT_EMPTY_PATH) the descriptor itself is meant. */
#define DEFINE_FSTATAT(name, type)                                                                 \
  FRONT_EXPORT int name (int dir_fd, const char *path, struct type *status, int flags)             \
  {                                                                                                \
    int result = FRONT_NEXT (name) (dir_fd, front_path (path), status, flags);                     \
    return dress (result, (struct stat *) status);                                                 \
  }
#define DEFINE_FXSTATAT(name, type)                                                                \
  FRONT_EXPORT int name (int version, int dir_fd, const char *path, struct type *status,           \
                         int flags)                                                                \
  {                                                                                                \
    int result = FRONT_NEXT (name) (version, dir_fd, front_path (path), status, flags);            \
    return dress (result, (struct stat *) status);                                                 \
  }

/* clang-format off */
DEFINE_STAT (stat, stat)
DEFINE_STAT (stat64, stat64)
DEFINE_STAT (lstat, stat)
DEFINE_STAT (lstat64, stat64)
DEFINE_FSTAT (fstat, stat)
DEFINE_FSTAT (fstat64, stat64)
DEFINE_FSTATAT (fstatat, stat)
DEFINE_FSTATAT (fstatat64, stat64)
DEFINE_XSTAT (__xstat, stat)
DEFINE_XSTAT (__xstat64, stat64)
DEFINE_XSTAT (__lxstat, stat)
DEFINE_XSTAT (__lxstat64, stat64)
DEFINE_FXSTAT (__fxstat, stat)
DEFINE_FXSTAT (__fxstat64, stat64)
DEFINE_FXSTATAT (__fxstatat, stat)
DEFINE_FXSTATAT (__fxstatat64, stat64)
/* clang-format on */

FRONT_EXPORT int
statx (int dir_fd, const char *path, int flags, unsigned mask, struct statx *status)
{
  int result = FRONT_NEXT (statx) (dir_fd, front_path (path), flags, mask, status);
  struct stat file = { 0 };
  FrontNode *node;

  if (result != 0 || (status->stx_mask & STATX_TYPE) == 0)
    return result;

  file.st_mode = status->stx_mode;
  file.st_dev = makedev (status->stx_dev_major, status->stx_dev_minor);
  file.st_ino = status->stx_ino;
  file.st_size = (off_t) status->stx_size;
  node = front_node_by_stat (&file);
  if (node != NULL)
    {
      dress_as (node, &file);
      status->stx_mode = (uint16_t) file.st_mode;
      status->stx_ino = file.st_ino;
      status->stx_blocks = 0;
      status->stx_dev_major = 0;
      status->stx_dev_minor = DEVTMPFS_DEVICE;
      status->stx_rdev_major = FRONT_MAJOR;
      status->stx_rdev_minor = node->minor;
    }
  return result;
}

FRONT_EXPORT int
access (const char *path, int mode)
{
  return FRONT_NEXT (access) (front_path (path), mode);
}

FRONT_EXPORT int
eaccess (const char *path, int mode)
{
  return FRONT_NEXT (eaccess) (front_path (path), mode);
}

FRONT_EXPORT int
euidaccess (const char *path, int mode)
{
  return FRONT_NEXT (euidaccess) (front_path (path), mode);
}

FRONT_EXPORT int
faccessat (int dir_fd, const char *path, int mode, int flags)
{
  return FRONT_NEXT (faccessat) (dir_fd, front_path (path), mode, flags);
}

FRONT_EXPORT int
chmod (const char *path, mode_t mode)
{
  return FRONT_NEXT (chmod) (front_path (path), mode);
}

FRONT_EXPORT int
fchmodat (int dir_fd, const char *path, mode_t mode, int flags)
{
  return FRONT_NEXT (fchmodat) (dir_fd, front_path (path), mode, flags);
}

FRONT_EXPORT int
chown (const char *path, uid_t owner, gid_t group)
{
  return FRONT_NEXT (chown) (front_path (path), owner, group);
}

FRONT_EXPORT int
fchownat (int dir_fd, const char *path, uid_t owner, gid_t group, int flags)
{
  return FRONT_NEXT (fchownat) (dir_fd, front_path (path), owner, group, flags);
}
