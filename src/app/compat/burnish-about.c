/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compat/burnish-about.h"

#include "compat/burnish-accessible.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define APPLICATION_ID "org.burnish.Burnish"

static char *
dup_debug_info (void)
{
  return g_strdup_printf ("Burnish %s\nGLib %u.%u.%u\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\n",
                          PACKAGE_VERSION, glib_major_version, glib_minor_version,
                          glib_micro_version, gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version ());
}

/*
 * burnish_about_present:
 * @parent: (nullable): the window it belongs to
 *
 * Shows who made the program, its version and its licence.
 */
void
burnish_about_present (GtkWindow *parent)
{
  static const char *const developers[] = { "The Burnish developers", NULL };
  static const char *beneath[] = { "libburn, libisofs https://dev.lovelyhq.com/libburnia",
                                   "GTK https://www.gtk.org/", NULL };
  g_autofree char *debug_info = dup_debug_info ();
  GtkWidget *window = g_object_new (
      ADW_TYPE_ABOUT_WINDOW, "transient-for", parent, "modal", TRUE, "application-name", "Burnish",
      "application-icon", APPLICATION_ID, "version", PACKAGE_VERSION, "developer-name",
      _ ("The Burnish developers"), "developers", developers, "copyright",
      _ ("© 2026 The Burnish developers"), "license-type", GTK_LICENSE_GPL_2_0, "comments",
      _ ("Puts files on discs, and checks that they are there."), "website", "https://burnish.org/",
      "debug-info", debug_info, "debug-info-filename", "burnish-debug-info.txt",
      /* Translators: your name, and those of earlier translators, one a line. */
      "translator-credits", _ ("translator-credits"), NULL);

  adw_about_window_add_acknowledgement_section (ADW_ABOUT_WINDOW (window), _ ("Built On"), beneath);
  burnish_accessible_name_buttons (window);
  gtk_window_present (GTK_WINDOW (window));
}
