/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-hash-private.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define BUFFER_SIZE (1 << 20)

/* bench-sha256 FILE: the least that hashing a file can cost, to compare with. */
int
main (int argc, char **argv)
{
  g_autoptr (BurnishSha256) hash = _burnish_sha256_new ();
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  g_autofree char *text = NULL;
  guint8 digest[BURNISH_SHA256_SIZE];
  gssize n;
  int fd;

  if (argc != 2 || (fd = open (argv[1], O_RDONLY | O_CLOEXEC)) < 0)
    return 2;
  while ((n = read (fd, buffer, BUFFER_SIZE)) > 0)
    _burnish_sha256_update (hash, buffer, n);
  close (fd);
  _burnish_sha256_finish (hash, digest);
  text = _burnish_sha256_to_string (digest);
  puts (text);
  return n < 0;
}
