/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "autosave/burnish-missing-window.h"

#include "burnish-error-dialog.h"
#include "compat/burnish-accessible.h"
#include "compat/burnish-file-dialog.h"

#include <glib/gi18n.h>

struct _BurnishMissingWindow
{
  AdwWindow parent_instance;

  GtkListView *list;
  GtkLabel *result;
  GtkSpinner *spinner;
  GtkWidget *search_button;

  BurnishProject *project;   /* (owned) */
  GListStore *paths;         /* (owned) of GtkStringObject: where the files were */
  GCancellable *cancellable; /* (owned): of the search */
};

G_DEFINE_FINAL_TYPE (BurnishMissingWindow, burnish_missing_window, ADW_TYPE_WINDOW)

/* Returns: (transfer full): where a file was, for people */
static char *
dup_place (BurnishProject *project, BurnishNode node)
{
  BurnishTree *tree = burnish_project_get_tree (project);
  g_autoptr (GFile) image = burnish_tree_dup_image_file (tree, node);
  g_autoptr (GFile) source = NULL;
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;

  if (image == NULL)
    {
      source = burnish_tree_dup_source (tree, node);
      return g_file_get_parse_name (source);
    }
  path = g_build_filename (g_file_peek_path (image), burnish_tree_get_path_in_image (tree, node),
                           NULL);
  shown = g_filename_display_name (path);
  if (!burnish_project_has_changed_image (project, node))
    return g_steal_pointer (&shown);
  /* Translators: %s is the path of a file in an image file that is not the one that was added. */
  return g_strdup_printf (_ ("%s (the image has changed)"), shown);
}

/* Rows are texts only; they are made anew whenever something was found or removed. */
static void
update (BurnishMissingWindow *self)
{
  g_autoptr (GArray) missing = burnish_project_dup_missing (self->project);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < missing->len; i++)
    {
      g_autofree char *path = dup_place (self->project, g_array_index (missing, BurnishNode, i));

      g_ptr_array_add (paths, gtk_string_object_new (path));
    }
  g_list_store_splice (self->paths, 0, g_list_model_get_n_items (G_LIST_MODEL (self->paths)),
                       paths->pdata, paths->len);
  if (paths->len == 0)
    gtk_window_close (GTK_WINDOW (self));
}

static void
set_searching (BurnishMissingWindow *self, gboolean searching)
{
  gtk_spinner_set_spinning (self->spinner, searching);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "missing.search", !searching);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "missing.remove", !searching);
}

static void
show_result (BurnishMissingWindow *self, guint n_found)
{
  g_autofree char *found =
      g_strdup_printf (ngettext ("%u file was found there.", "%u files were found there.", n_found),
                       n_found);
  const char *text = n_found > 0 ? found : _ ("None of the files was found there.");

  gtk_label_set_label (self->result, text);
  burnish_accessible_set_name (GTK_WIDGET (self->result), text);
  gtk_widget_set_visible (GTK_WIDGET (self->result), TRUE);
}

static void
searched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishMissingWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_found = 0;
  gboolean success =
      burnish_project_relink_finish (BURNISH_PROJECT (object), result, &n_found, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_searching (self, FALSE);
  if (success)
    show_result (self, n_found);
  else
    burnish_error_dialog_present (GTK_WIDGET (self), error);
}

static void
folder_chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishMissingWindow) self = user_data;
  g_autoptr (GListModel) folders = burnish_file_dialog_choose_finish (result, NULL);
  g_autoptr (GFile) folder = NULL;

  if (folders == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  folder = g_list_model_get_item (folders, 0);
  set_searching (self, TRUE);
  burnish_project_relink_async (self->project, NULL, folder, self->cancellable, searched_cb,
                                g_object_ref (self));
}

static void
search_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  const BurnishFileDialogOptions options = {
    .kind = BURNISH_FILE_DIALOG_FOLDER,
    .title = _ ("Search in Folder"),
    .accept_label = _ ("_Search"),
  };

  burnish_file_dialog_choose_async (widget, &options, folder_chosen_cb, g_object_ref (widget));
}

static void
remove_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  BurnishMissingWindow *self = BURNISH_MISSING_WINDOW (widget);
  g_autoptr (GArray) missing = burnish_project_dup_missing (self->project);

  burnish_tree_remove (burnish_project_get_tree (self->project),
                       (const BurnishNode *) (gpointer) missing->data, missing->len);
}

static void
setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *item)
{
  const char *path = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_label (GTK_LABEL (label), path);
  gtk_widget_set_tooltip_text (label, path);
  burnish_accessible_name_cell (label, path);
}

static gboolean
burnish_missing_window_close_request (GtkWindow *window)
{
  g_cancellable_cancel (BURNISH_MISSING_WINDOW (window)->cancellable);
  return GTK_WINDOW_CLASS (burnish_missing_window_parent_class)->close_request (window);
}

static void
burnish_missing_window_dispose (GObject *object)
{
  BurnishMissingWindow *self = BURNISH_MISSING_WINDOW (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (burnish_missing_window_parent_class)->dispose (object);
}

static void
burnish_missing_window_finalize (GObject *object)
{
  BurnishMissingWindow *self = BURNISH_MISSING_WINDOW (object);

  g_clear_object (&self->paths);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (burnish_missing_window_parent_class)->finalize (object);
}

static void
burnish_missing_window_class_init (BurnishMissingWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_missing_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = burnish_missing_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = burnish_missing_window_close_request;

  /* A subclass of AdwWindow has no role of its own. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/autosave/burnish-missing-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishMissingWindow, list);
  gtk_widget_class_bind_template_child (widget_class, BurnishMissingWindow, result);
  gtk_widget_class_bind_template_child (widget_class, BurnishMissingWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, BurnishMissingWindow, search_button);
  gtk_widget_class_install_action (widget_class, "missing.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "missing.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
burnish_missing_window_init (BurnishMissingWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->paths = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->paths)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

/*
 * burnish_missing_window_new:
 * @parent: the project's window
 * @project: a project with missing files
 *
 * Returns: (transfer none): the window, not shown yet
 */
BurnishMissingWindow *
burnish_missing_window_new (GtkWindow *parent, BurnishProject *project)
{
  BurnishMissingWindow *self =
      g_object_new (BURNISH_TYPE_MISSING_WINDOW, "transient-for", parent, NULL);

  self->project = g_object_ref (project);
  g_signal_connect_swapped (project, "notify::n-missing", G_CALLBACK (update), self);
  update (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->search_button);
  return self;
}
