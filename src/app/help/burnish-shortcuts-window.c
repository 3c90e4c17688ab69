/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "help/burnish-shortcuts-window.h"

#include "burnish-accelerators.h"

#include <glib/gi18n.h>

static void
append_shortcut (GString *xml, const BurnishAccelerator *accelerator)
{
  g_autofree char *keys = g_strjoinv (" ", (char **) accelerator->keys);
  g_autofree char *shortcut = g_markup_printf_escaped (
      "<child><object class='GtkShortcutsShortcut'>"
      "<property name='accelerator'>%s</property><property name='title'>%s</property>"
      "</object></child>",
      keys, _ (accelerator->title));

  g_string_append (xml, shortcut);
}

static void
append_group (GString *xml, const char *name)
{
  g_autofree char *start = g_markup_printf_escaped ("<child><object class='GtkShortcutsGroup'>"
                                                    "<property name='title'>%s</property>",
                                                    _ (name));
  gsize n_accelerators;
  const BurnishAccelerator *accelerators = burnish_accelerators_get (&n_accelerators);

  g_string_append (xml, start);
  for (gsize i = 0; i < n_accelerators; i++)
    if (g_str_equal (accelerators[i].group, name))
      append_shortcut (xml, &accelerators[i]);
  g_string_append (xml, "</object></child>");
}

/* Before GTK 4.14 a builder is the only way to put anything into such a window. */
static char *
make_xml (void)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  GString *xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'><child>"
                               "<object class='GtkShortcutsSection'>"
                               "<property name='max-height'>12</property>");
  gsize n_accelerators;
  const BurnishAccelerator *accelerators = burnish_accelerators_get (&n_accelerators);

  for (gsize i = 0; i < n_accelerators; i++)
    if (g_hash_table_add (done, (gpointer) accelerators[i].group))
      append_group (xml, accelerators[i].group);
  g_string_append (xml, "</object></child></object></interface>");
  return g_string_free (xml, FALSE);
}

/*
 * burnish_shortcuts_window_new:
 * @parent: (nullable): the window it belongs to
 *
 * Returns: (transfer none): a window, not yet shown
 */
GtkWindow *
burnish_shortcuts_window_new (GtkWindow *parent)
{
  g_autofree char *xml = make_xml ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (xml, -1);
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));

  gtk_window_set_title (window, _ ("Keyboard Shortcuts"));
  gtk_window_set_transient_for (window, parent);
  gtk_window_set_modal (window, TRUE);
  return window;
}
