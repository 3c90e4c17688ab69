/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Listening to udev from several processes.
 *
 * libumockdev turns a netlink socket for uevents into a Unix socket and binds it to a file in its
 * folder that is named after the descriptor alone, so of two processes that listen with the same
 * descriptor number the later one cuts off the earlier. Here the process is part of the name. */
#include "config.h"

#include "front.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static bool
is_unix_socket (int fd)
{
  int domain = 0;
  socklen_t length = sizeof domain;

  return getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0 && domain == AF_UNIX;
}

FRONT_EXPORT int
bind (int fd, const struct sockaddr *address, socklen_t length)
{
  const char *folder = getenv ("UMOCKDEV_DIR");
  struct sockaddr_un file = { .sun_family = AF_UNIX };

  if (folder == NULL || address->sa_family != AF_NETLINK || !is_unix_socket (fd))
    return FRONT_NEXT (bind) (fd, address, length);

  /* libumockdev sends to all files "event[0-9]*" and removes those that nobody listens to. */
  snprintf (file.sun_path, sizeof file.sun_path, "%s/event%d-%d", folder, (int) getpid (), fd);
  unlink (file.sun_path);
  /* Its own bind() looks at the descriptor only, so the kernel is called past it. */
  return (int) syscall (SYS_bind, fd, &file, sizeof file);
}
