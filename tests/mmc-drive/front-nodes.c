/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of device nodes and the descriptors that are open on them. */
#include "config.h"

#include "front.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_FDS 65536

static FrontNode nodes[FRONT_MAX_NODES];
static size_t n_nodes;
static double speedup = 1.0;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* For each descriptor the inode of the file it was opened on and 1 + the index of its node. An
 * entry is only a hint, checked against the descriptor itself on each use: descriptors are also
 * closed by ways that nobody can intercept (fclose, posix_spawn, close_range in a vfork child). */
static _Atomic uint64_t fd_inodes[MAX_FDS];
static _Atomic uint8_t fd_nodes[MAX_FDS];

/* libc's fstat, under the one name that this library does not define in libc either */
static int
real_fstat (int fd, struct stat *status)
{
  return FRONT_NEXT (fstat) (fd, status);
}

static void
add_node (const char *device, size_t device_length, const char *dir, size_t dir_length)
{
  FrontNode *node = &nodes[n_nodes];
  struct stat status;
  char *given;
  const char *digits;

  if (n_nodes == FRONT_MAX_NODES || device_length == 0 || dir_length == 0)
    return;

  node->device = strndup (device, device_length);
  given = strndup (dir, dir_length);
  node->dir = realpath (given, NULL);
  free (given);
  if (node->dir == NULL || asprintf (&node->file, "%s/node", node->dir) < 0)
    {
      fprintf (stderr, "mmc-drive-front: no drive in %.*s\n", (int) dir_length, dir);
      free (node->device);
      return;
    }

  digits = node->device + strcspn (node->device, "0123456789");
  node->minor = (unsigned) strtoul (digits, NULL, 10);
  if (FRONT_NEXT (stat) (node->dir, &status) == 0)
    node->file_system = status.st_dev;
  n_nodes++;
}

/* Descriptors that the program was started with, for example the input of `dd </dev/sr0`. */
static void
adopt_inherited_fds (void)
{
  for (int fd = 0; fd < 256; fd++)
    {
      struct stat status;
      FrontNode *node;

      if (real_fstat (fd, &status) == 0 && (node = front_node_by_stat (&status)) != NULL)
        front_remember_fd (fd, node);
    }
}

static void
read_environment (void)
{
  const char *rest = getenv ("MMC_DRIVE_NODES");
  const char *factor = getenv ("MMC_DRIVE_SPEEDUP");

  while (rest != NULL && *rest != '\0')
    {
      const char *end = strchrnul (rest, ':');
      const char *equals = memchr (rest, '=', (size_t) (end - rest));

      if (equals != NULL)
        add_node (rest, (size_t) (equals - rest), equals + 1, (size_t) (end - equals - 1));
      rest = *end == '\0' ? end : end + 1;
    }
  if (factor != NULL && strtod (factor, NULL) > 1.0)
    speedup = strtod (factor, NULL);
}

/* Other libraries' constructors may open files before this library's own has run. */
static void
ensure_ready (void)
{
  pthread_once (&once, read_environment);
}

__attribute__ ((constructor)) static void
start (void)
{
  ensure_ready ();
  if (n_nodes > 0)
    adopt_inherited_fds ();
}

size_t
front_n_nodes (void)
{
  ensure_ready ();
  return n_nodes;
}

FrontNode *
front_node (size_t i)
{
  return &nodes[i];
}

double
front_speedup (void)
{
  ensure_ready ();
  return speedup;
}

FrontNode *
front_node_by_path (const char *path)
{
  if (path == NULL || strncmp (path, "/dev/", 5) != 0)
    return NULL;
  for (size_t i = 0; i < front_n_nodes (); i++)
    if (strcmp (path, nodes[i].device) == 0)
      return &nodes[i];
  return NULL;
}

/* "/dev/sr" followed by a number, and the names that optical drives had in former kernels. */
static bool
names_optical_drive (const char *path)
{
  static const char *const prefixes[] = { "/dev/sr", "/dev/scd", "/dev/sg" };

  for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
    {
      size_t length = strlen (prefixes[i]);

      if (strncmp (path, prefixes[i], length) == 0 && path[length] != '\0')
        return path[length + strspn (path + length, "0123456789")] == '\0';
    }
  return strncmp (path, "/dev/hd", 7) == 0 && path[7] >= 'a' && path[7] <= 'z' && path[8] == '\0';
}

/* The file that stands for @path when that is a drive's node, a file that does not exist when it
 * is one of the machine's own drives, which the program shall not see, else @path itself. */
const char *
front_path (const char *path)
{
  FrontNode *node = front_node_by_path (path);

  if (node != NULL)
    return node->file;
  if (path != NULL && front_n_nodes () > 0 && names_optical_drive (path))
    return "/proc/no-such-drive";
  return path;
}

/* @file is what readlink() gave: @length bytes, not terminated. */
FrontNode *
front_node_by_file (const char *file, size_t length)
{
  for (size_t i = 0; i < front_n_nodes (); i++)
    if (strlen (nodes[i].file) == length && memcmp (nodes[i].file, file, length) == 0)
      return &nodes[i];
  return NULL;
}

FrontNode *
front_node_by_stat (const struct stat *status)
{
  if (!S_ISREG (status->st_mode) || status->st_size != 0)
    return NULL;
  for (size_t i = 0; i < front_n_nodes (); i++)
    {
      struct stat file;

      if (status->st_dev == nodes[i].file_system && FRONT_NEXT (stat) (nodes[i].file, &file) == 0
          && file.st_ino == status->st_ino)
        return &nodes[i];
    }
  return NULL;
}

void
front_remember_fd (int fd, FrontNode *node)
{
  struct stat status;

  if (fd < 0 || fd >= MAX_FDS || real_fstat (fd, &status) != 0)
    return;
  atomic_store (&fd_nodes[fd], (uint8_t) (node - nodes + 1));
  atomic_store (&fd_inodes[fd], status.st_ino);
}

FrontNode *
front_node_by_fd (int fd)
{
  struct stat status;
  uint64_t inode;
  FrontNode *node;

  if (fd < 0 || fd >= MAX_FDS || (inode = atomic_load (&fd_inodes[fd])) == 0)
    return NULL;
  node = &nodes[atomic_load (&fd_nodes[fd]) - 1];
  if (real_fstat (fd, &status) != 0 || status.st_ino != inode || status.st_dev != node->file_system)
    return NULL;
  return node;
}

/* After @new_fd became a copy of @old_fd. */
void
front_follow_fd (int old_fd, int new_fd)
{
  FrontNode *node = front_node_by_fd (old_fd);

  if (node != NULL && new_fd >= 0)
    front_remember_fd (new_fd, node);
}

/* The node of @fd is gone for good: a drive plugged in again gets a new node. */
bool
front_is_unplugged (int fd)
{
  struct stat status;

  return real_fstat (fd, &status) != 0 || status.st_nlink == 0;
}
