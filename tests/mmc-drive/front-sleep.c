/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libburn waits with sleep() and usleep() between polls of a drive; tests shorten these waits.
 * Only calls out of libburn itself are shortened: the program under test keeps its own time. */
#include "config.h"

#include "front.h"

#include <string.h>
#include <unistd.h>

static bool
is_libburn (const void *caller)
{
  Dl_info info;

  return dladdr (caller, &info) != 0 && info.dli_fname != NULL
         && strstr (info.dli_fname, "/libburn.so") != NULL;
}

FRONT_EXPORT int
usleep (useconds_t microseconds)
{
  double factor = front_speedup ();

  if (factor > 1.0 && is_libburn (__builtin_return_address (0)))
    microseconds = (useconds_t) (microseconds / factor);
  return FRONT_NEXT (usleep) (microseconds);
}

FRONT_EXPORT unsigned
sleep (unsigned seconds)
{
  double factor = front_speedup ();

  if (factor > 1.0 && is_libburn (__builtin_return_address (0)))
    {
      FRONT_NEXT (usleep) ((useconds_t) (seconds * 1000000.0 / factor));
      return 0;
    }
  return FRONT_NEXT (sleep) (seconds);
}
