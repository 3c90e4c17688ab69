/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bench-bare-window [ROWS]: an AdwApplicationWindow with a header bar and nothing else, or with a
 * list of so many rows: what any program of its kind takes.
 */

#include <adwaita.h>

#define N_COLUMNS 5

static int n_rows;

static void
setup_cb (G_GNUC_UNUSED GtkSignalListItemFactory *factory,
          GtkListItem *item,
          G_GNUC_UNUSED gpointer user_data)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_cb (G_GNUC_UNUSED GtkSignalListItemFactory *factory,
         GtkListItem *item,
         G_GNUC_UNUSED gpointer user_data)
{
  GtkStringObject *string = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (string));
}

static GtkWidget *
list_new (void)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  GtkWidget *view = gtk_column_view_new (NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  for (int i = 0; i < n_rows; i++)
    gtk_string_list_take (strings, g_strdup_printf ("file%06d.txt", i));

  for (int i = 0; i < N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("Column", factory);

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
      gtk_column_view_column_set_expand (column, TRUE);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
    }
  gtk_column_view_set_model (GTK_COLUMN_VIEW (view), GTK_SELECTION_MODEL (gtk_multi_selection_new (
                                                         G_LIST_MODEL (strings))));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  return scroller;
}

static void
activate_cb (GApplication *app, G_GNUC_UNUSED gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (app));

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  if (n_rows > 0)
    gtk_box_append (GTK_BOX (box), list_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_set_title (GTK_WINDOW (window), "Bare");
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) app = NULL;

  if (argc > 1)
    n_rows = (int) g_ascii_strtoll (argv[1], NULL, 10);
  app = adw_application_new ("org.burnish.BareWindow", G_APPLICATION_DEFAULT_FLAGS);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (app), 1, argv);
}
