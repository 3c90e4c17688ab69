/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who holds a drive: the links of /proc/PID/fd. */
#include "config.h"

#include "front.h"

#include <string.h>
#include <unistd.h>

ssize_t __readlink_chk (const char *path, char *buffer, size_t size, size_t buffer_size);
ssize_t
__readlinkat_chk (int dir_fd, const char *path, char *buffer, size_t size, size_t buffer_size);

/* A link of /proc/PID/fd that leads to a node's file is shown as leading to the node. */
static ssize_t
name_the_node (ssize_t length, char *buffer, size_t size)
{
  FrontNode *node = length > 0 ? front_node_by_file (buffer, (size_t) length) : NULL;
  size_t n;

  if (node == NULL)
    return length;
  n = strlen (node->device);
  if (n > size)
    n = size;
  memcpy (buffer, node->device, n);
  return (ssize_t) n;
}

FRONT_EXPORT ssize_t
readlink (const char *path, char *buffer, size_t size)
{
  return name_the_node (FRONT_NEXT (readlink) (front_path (path), buffer, size), buffer, size);
}

FRONT_EXPORT ssize_t
readlinkat (int dir_fd, const char *path, char *buffer, size_t size)
{
  return name_the_node (FRONT_NEXT (readlinkat) (dir_fd, front_path (path), buffer, size), buffer,
                        size);
}

FRONT_EXPORT ssize_t
__readlink_chk (const char *path, char *buffer, size_t size, size_t buffer_size)
{
  return name_the_node (FRONT_NEXT (__readlink_chk) (front_path (path), buffer, size, buffer_size),
                        buffer, size);
}

FRONT_EXPORT ssize_t
__readlinkat_chk (int dir_fd, const char *path, char *buffer, size_t size, size_t buffer_size)
{
  ssize_t length =
      FRONT_NEXT (__readlinkat_chk) (dir_fd, front_path (path), buffer, size, buffer_size);

  return name_the_node (length, buffer, size);
}
