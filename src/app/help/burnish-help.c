/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "help/burnish-help.h"

#include "compat/burnish-choice-dialog.h"
#include "compat/burnish-uri-launcher.h"

#include <glib/gi18n.h>

static void
closed_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  g_free (burnish_choice_dialog_choose_finish (result));
}

static void
launched_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  const BurnishChoice choice = { "close", _ ("_Close"), ADW_RESPONSE_DEFAULT };
  g_autoptr (GtkWindow) parent = user_data;
  g_autoptr (GError) error = NULL;

  if (!burnish_uri_launcher_launch_finish (result, &error))
    burnish_choice_dialog_choose_async (
        parent != NULL ? GTK_WIDGET (parent) : NULL, _ ("The help cannot be opened"),
        _ ("Install the help viewer of GNOME, which is called Yelp, to read it."), NULL, &choice, 1,
        closed_cb, NULL);
}

/*
 * burnish_help_show:
 * @parent: (nullable): the window that asks
 * @page: (nullable): id of a page, or %NULL for the contents
 */
void
burnish_help_show (GtkWindow *parent, const char *page)
{
  g_autofree char *uri = g_strconcat ("help:burnish", page != NULL ? "/" : NULL, page, NULL);

  burnish_uri_launcher_launch_async (uri, parent, launched_cb,
                                     parent != NULL ? g_object_ref (parent) : NULL);
}
