/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "staging/burnish-left-out-window.h"

#include "compat/burnish-accessible.h"

#include <glib/gi18n.h>

struct _BurnishLeftOutWindow
{
  AdwWindow parent_instance;

  BurnishProject *project; /* (owned) */
  AdwToastOverlay *toasts;
  GtkLabel *summary;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (BurnishLeftOutWindow, burnish_left_out_window, ADW_TYPE_WINDOW)

static GtkWidget *
make_label (const char *style_class, PangoEllipsizeMode ellipsize)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", ellipsize, "wrap",
                                   ellipsize == PANGO_ELLIPSIZE_NONE, NULL);

  if (style_class != NULL)
    {
      gtk_widget_add_css_class (label, style_class);
      gtk_widget_add_css_class (label, "caption");
    }
  return label;
}

static void
setup_row_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
              GtkListItem *item,
              gpointer user_data G_GNUC_UNUSED)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                 3, "margin-start", 12, "margin-end", 12, "margin-top", 9,
                                 "margin-bottom", 9, NULL);

  gtk_box_append (GTK_BOX (box), make_label (NULL, PANGO_ELLIPSIZE_MIDDLE));
  gtk_box_append (GTK_BOX (box), make_label ("dim-label", PANGO_ELLIPSIZE_NONE));
  gtk_list_item_set_child (item, box);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
             GtkListItem *item,
             gpointer user_data G_GNUC_UNUSED)
{
  BurnishLeftOut *left_out = burnish_left_out_item_get_left_out (gtk_list_item_get_item (item));
  g_autofree char *path = g_filename_display_name (burnish_left_out_get_path (left_out));
  g_autofree char *text = burnish_left_out_dup_text (left_out);
  g_autofree char *name = g_strdup_printf ("%s\n%s", path, text);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *path_label = gtk_widget_get_first_child (box);

  gtk_label_set_label (GTK_LABEL (path_label), path);
  gtk_widget_set_tooltip_text (path_label, path);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), text);
  burnish_accessible_name_cell (box, name);
}

static void
copy_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  BurnishLeftOutWindow *self = BURNISH_LEFT_OUT_WINDOW (widget);
  GListModel *model = burnish_project_get_left_out (self->project);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BurnishLeftOutItem) item = g_list_model_get_item (model, i);
      BurnishLeftOut *left_out = burnish_left_out_item_get_left_out (item);
      g_autofree char *path = g_filename_display_name (burnish_left_out_get_path (left_out));
      g_autofree char *reason = burnish_left_out_dup_text (left_out);

      g_string_append_printf (text, "%s\t%s\n", path, reason);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("The list was copied")));
}

static void
clear_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  burnish_project_clear_left_out (BURNISH_LEFT_OUT_WINDOW (widget)->project);
  gtk_window_close (GTK_WINDOW (widget));
}

static void
update_summary (BurnishLeftOutWindow *self)
{
  guint n_items = g_list_model_get_n_items (burnish_project_get_left_out (self->project));
  g_autofree char *text = g_strdup_printf (ngettext ("%'u item is not in the project.",
                                                     "%'u items are not in the project.", n_items),
                                           n_items);

  gtk_label_set_label (self->summary, text);
}

static void
burnish_left_out_window_dispose (GObject *object)
{
  g_clear_object (&BURNISH_LEFT_OUT_WINDOW (object)->project);

  G_OBJECT_CLASS (burnish_left_out_window_parent_class)->dispose (object);
}

static void
burnish_left_out_window_class_init (BurnishLeftOutWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_left_out_window_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/staging/burnish-left-out-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishLeftOutWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BurnishLeftOutWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, BurnishLeftOutWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_install_action (widget_class, "left-out.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "left-out.clear", NULL, clear_action);
}

static void
burnish_left_out_window_init (BurnishLeftOutWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/*
 * burnish_left_out_window_present:
 * @parent: a widget of the window that this one belongs to
 * @project: the project
 *
 * Shows the list in a window of its own.
 */
void
burnish_left_out_window_present (GtkWidget *parent, BurnishProject *project)
{
  GListModel *model = burnish_project_get_left_out (project);
  BurnishLeftOutWindow *self = g_object_new (BURNISH_TYPE_LEFT_OUT_WINDOW, "transient-for",
                                             gtk_widget_get_root (parent), NULL);
  int parent_width = gtk_widget_get_width (GTK_WIDGET (gtk_widget_get_root (parent)));
  int width, height;
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (g_object_ref (model));

  self->project = g_object_ref (project);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (width, parent_width), height);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (update_summary), self,
                           G_CONNECT_SWAPPED);
  update_summary (self);
  gtk_window_present (GTK_WINDOW (self));
}
