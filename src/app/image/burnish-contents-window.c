/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image/burnish-contents-window.h"

#include "compat/burnish-accessible.h"
#include "image/burnish-contents-model.h"

#include <glib/gi18n.h>

struct _BurnishContentsWindow
{
  AdwWindow parent_instance;

  GCancellable *cancellable; /* (owned) (nullable): of the reading */

  AdwWindowTitle *title;
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *error_page;
  GtkColumnView *view;
};

G_DEFINE_FINAL_TYPE (BurnishContentsWindow, burnish_contents_window, ADW_TYPE_WINDOW)

/* ---- Rows ---- */

static BurnishContentsItem *
get_item (GtkListItem *list_item)
{
  return gtk_tree_list_row_get_item (gtk_list_item_get_item (list_item));
}

static void
name_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *list_item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), label);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), box);
  gtk_list_item_set_child (list_item, expander);
}

static void
name_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *list_item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item));
  GtkWidget *image = gtk_widget_get_first_child (gtk_tree_expander_get_child (expander));
  g_autoptr (BurnishContentsItem) item = get_item (list_item);
  const char *name = burnish_contents_item_get_name (item);

  gtk_tree_expander_set_list_row (expander, gtk_list_item_get_item (list_item));
  gtk_image_set_from_icon_name (GTK_IMAGE (image), burnish_contents_item_is_folder (item)
                                                       ? "folder-symbolic"
                                                       : "text-x-generic-symbolic");
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (image)), name);
  burnish_accessible_name_cell (GTK_WIDGET (expander), name);
  burnish_accessible_name_row (GTK_WIDGET (expander), name);
}

static void
size_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_item_set_child (list_item, label);
}

static void
size_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *list_item)
{
  g_autoptr (BurnishContentsItem) item = get_item (list_item);
  g_autofree char *size = g_format_size (burnish_contents_item_get_size (item));
  GtkWidget *label = gtk_list_item_get_child (list_item);

  gtk_label_set_text (GTK_LABEL (label), size);
  burnish_accessible_name_cell (label, size);
}

/* A folder opens and closes as a whole row, not only by its arrow. */
static void
activate_cb (GtkColumnView *view, guint position)
{
  g_autoptr (GtkTreeListRow) row =
      g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (view)), position);

  gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static GListModel *
create_children_cb (gpointer item, gpointer user_data G_GNUC_UNUSED)
{
  return burnish_contents_item_new_children (item);
}

/* ---- Reading ---- */

static void
read_in_thread (GTask *task,
                gpointer source G_GNUC_UNUSED,
                gpointer task_data,
                GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  BurnishImageContents *contents = burnish_image_contents_read (task_data, cancellable, &error);

  if (contents != NULL)
    g_task_return_pointer (task, contents, (GDestroyNotify) burnish_image_contents_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
show_contents (BurnishContentsWindow *self, BurnishImageContents *contents)
{
  BurnishContentsModel *model = burnish_contents_model_new (contents, 0);
  GtkTreeListModel *tree =
      gtk_tree_list_model_new (G_LIST_MODEL (model), FALSE, FALSE, create_children_cb, NULL, NULL);
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (tree));
  guint n_files = burnish_image_contents_get_n_files (contents);
  g_autofree char *size = g_format_size (burnish_image_contents_get_size (contents, 0));
  /* Translators: how many files an image has, and their size. */
  g_autofree char *summary =
      g_strdup_printf (ngettext ("%u file, %s", "%u files, %s", n_files), n_files, size);
  /* Translators: how many files an image has, and their size; the image is damaged. */
  g_autofree char *damaged =
      g_strdup_printf (_ ("%s; damaged, not all of it can be read"), summary);

  adw_window_title_set_subtitle (self->title,
                                 burnish_image_contents_is_damaged (contents) ? damaged : summary);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  gtk_stack_set_visible_child_name (self->stack, n_files > 0 ? "list" : "empty");
}

static void
read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishImageContents) contents = g_task_propagate_pointer (G_TASK (result), &error);
  BurnishContentsWindow *self;
  g_autoptr (BurnishMessage) message = NULL;
  g_autofree char *details = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  gtk_spinner_stop (self->spinner);
  if (contents != NULL)
    {
      show_contents (self, contents);
      return;
    }
  message = burnish_message_new_for_error (error);
  details = g_markup_escape_text (burnish_message_get_details (message), -1);
  adw_status_page_set_description (self->error_page, details);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
burnish_contents_window_dispose (GObject *object)
{
  BurnishContentsWindow *self = BURNISH_CONTENTS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (burnish_contents_window_parent_class)->dispose (object);
}

static void
burnish_contents_window_class_init (BurnishContentsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_contents_window_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/image/burnish-contents-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_bind_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
burnish_contents_window_init (BurnishContentsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/*
 * burnish_contents_window_present:
 * @parent: a widget of the window that it belongs to
 * @path: an image file
 */
void
burnish_contents_window_present (GtkWidget *parent, const char *path)
{
  BurnishContentsWindow *self = g_object_new (BURNISH_TYPE_CONTENTS_WINDOW, "transient-for",
                                              gtk_widget_get_root (parent), "modal", TRUE, NULL);
  g_autoptr (GTask) task = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *title = NULL;

  /* Translators: %s is the name of an image file. */
  title = g_strdup_printf (_ ("Contents of %s"), name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->title, name);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, read_cb, self);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_in_thread);
  gtk_window_present (GTK_WINDOW (self));
}
