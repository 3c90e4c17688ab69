/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Preloaded: lets Burnish find the translations of the build directory, $BURNISH_LOCALES, instead
 * of the installed ones.
 */

#include <dlfcn.h>
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#undef bindtextdomain

__attribute__ ((visibility ("default"))) char *
bindtextdomain (const char *domain, const char *folder)
{
  char *(*real) (const char *, const char *) = dlsym (RTLD_NEXT, "bindtextdomain");
  const char *locales = getenv ("BURNISH_LOCALES");

  if (locales != NULL && folder != NULL && strcmp (domain, "burnish") == 0)
    folder = locales;
  return real (domain, folder);
}
