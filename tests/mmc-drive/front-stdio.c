/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio on a drive: fopen(3), fdopen(3), and the kernel's list of CD-ROM drives in /proc, which
 * libburn reads through fopen. */
#include "config.h"

#include "front.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Linux drivers/cdrom/cdrom.c, cdrom_sysctl_info(): the newest drive comes first. libburn reads
 * the "drive name:" line for drives that are not called /dev/srN. */
static FILE *
open_cdrom_info (void)
{
  char *text = NULL;
  size_t length = 0;
  FILE *memory = open_memstream (&text, &length);
  FILE *file = NULL;

  if (memory == NULL)
    return NULL;
  fputs ("CD-ROM information, Id: cdrom.c 3.20 2003/12/17\n\ndrive name:\t", memory);
  for (size_t i = front_n_nodes (); i-- > 0;)
    fprintf (memory, "\t%s", front_node (i)->device + strlen ("/dev/"));
  fputs ("\n", memory);
  if (fclose (memory) == 0)
    file = fmemopen (NULL, length, "w+");
  if (file != NULL)
    {
      fwrite (text, 1, length, file);
      rewind (file);
    }
  free (text);
  return file;
}

/* A stdio stream reads through libc's inner read(), which nobody can intercept; a stream on a
 * drive therefore gets its own functions. The cookie is the descriptor. */
static ssize_t
cookie_read (void *cookie, char *buffer, size_t size)
{
  return read ((int) (intptr_t) cookie, buffer, size);
}

static int
cookie_seek (void *cookie, off64_t *position, int whence)
{
  off64_t result = lseek64 ((int) (intptr_t) cookie, *position, whence);

  if (result < 0)
    return -1;
  *position = result;
  return 0;
}

static int
cookie_close (void *cookie)
{
  return close ((int) (intptr_t) cookie);
}

static FILE *
stream_on_fd (int fd, const char *mode)
{
  static const cookie_io_functions_t functions = { .read = cookie_read,
                                                   .seek = cookie_seek,
                                                   .close = cookie_close };

  return fopencookie ((void *) (intptr_t) fd, mode, functions);
}

static FILE *
open_stream (const char *device, const char *mode)
{
  int flags = strchr (mode, '+') != NULL ? O_RDWR : mode[0] == 'r' ? O_RDONLY : O_WRONLY;
  int fd = open (device, flags | (strchr (mode, 'e') != NULL ? O_CLOEXEC : 0));
  FILE *file = fd >= 0 ? stream_on_fd (fd, mode) : NULL;

  if (file == NULL && fd >= 0)
    close (fd);
  return file;
}

#define DEFINE_FOPEN(name)                                                                         \
  FRONT_EXPORT FILE *name (const char *path, const char *mode)                                     \
  {                                                                                                \
    if (front_n_nodes () > 0 && strcmp (path, "/proc/sys/dev/cdrom/info") == 0)                    \
      return open_cdrom_info ();                                                                   \
    if (front_node_by_path (path) != NULL)                                                         \
      return open_stream (path, mode);                                                             \
    return FRONT_NEXT (name) (path, mode);                                                         \
  }

/* clang-format off */
DEFINE_FOPEN (fopen)
DEFINE_FOPEN (fopen64)
/* clang-format on */

FRONT_EXPORT FILE *
fdopen (int fd, const char *mode)
{
  return front_node_by_fd (fd) != NULL ? stream_on_fd (fd, mode) : FRONT_NEXT (fdopen) (fd, mode);
}
