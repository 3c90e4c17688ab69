/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

int
main (int argc, char **argv)
{
  g_autoptr (BurnishApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* A limit on file sizes is a full disk: it comes back as an error of write (). */
  signal (SIGXFSZ, SIG_IGN);

  application = burnish_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
