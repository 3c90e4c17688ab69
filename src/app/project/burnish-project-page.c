/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-project-page.h"

#include "burnish-accelerators.h"
#include "burnish-main-menu.h"
#include "compat/burnish-accessible.h"
#include "medium/burnish-medium-pane.h"
#include "project/burnish-project-page-private.h"

#include <glib/gi18n.h>

/* Below this width one folder is shown at a time. */
#define NARROW_PX 560

typedef enum
{
  PROP_NARROW = 1,
} BurnishProjectPageProperty;

static GParamSpec *properties[PROP_NARROW + 1];

G_DEFINE_FINAL_TYPE (BurnishProjectPage, burnish_project_page, ADW_TYPE_BIN)

static void
burnish_project_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((BurnishProjectPageProperty) prop_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, BURNISH_PROJECT_PAGE (object)->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
update_narrow_cb (gpointer user_data)
{
  BurnishProjectPage *self = user_data;

  self->narrow_id = 0;
  self->narrow = !self->narrow;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
  return G_SOURCE_REMOVE;
}

static void
burnish_project_page_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

/* Widgets come and go by width; that may not happen while sizes are given out. */
static void
burnish_project_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BurnishProjectPage *self = BURNISH_PROJECT_PAGE (widget);

  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
  g_clear_handle_id (&self->narrow_id, g_source_remove);
  if (self->narrow != (width < NARROW_PX))
    self->narrow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_narrow_cb, self, NULL);
}

static void
burnish_project_page_dispose (GObject *object)
{
  BurnishProjectPage *self = BURNISH_PROJECT_PAGE (object);

  g_clear_handle_id (&self->narrow_id, g_source_remove);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (burnish_project_get_tree (self->project), self);
  g_clear_object (&self->project);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (burnish_project_page_parent_class)->dispose (object);
}

static void
search_changed_cb (BurnishProjectPage *self)
{
  BurnishTreeModel *model = burnish_tree_view_get_model (self->tree_view);

  if (model != NULL)
    burnish_tree_model_find (model, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
search_activate_cb (BurnishProjectPage *self)
{
  burnish_tree_view_focus (self->tree_view);
}

static void
burnish_project_page_class_init (BurnishProjectPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = burnish_project_page_get_property;
  object_class->dispose = burnish_project_page_dispose;
  widget_class->measure = burnish_project_page_measure;
  widget_class->size_allocate = burnish_project_page_size_allocate;
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BURNISH_TYPE_CAPACITY_BAR);
  g_type_ensure (BURNISH_TYPE_MAIN_MENU);
  g_type_ensure (BURNISH_TYPE_MEDIUM_PANE);
  g_type_ensure (BURNISH_TYPE_MISSING_BAR);
  g_type_ensure (BURNISH_TYPE_PATH_BAR);
  g_type_ensure (BURNISH_TYPE_STAGING_AREA);
  g_type_ensure (BURNISH_TYPE_TREE_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/project/burnish-project-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, undo_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, redo_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, path_bar);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, missing_bar);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, staging_area);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, tree_view);
  gtk_widget_class_bind_template_child (widget_class, BurnishProjectPage, capacity_bar);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
}

/* Where files of other programs go: to the folder under the pointer, or to the one selected. */
static BurnishNode
find_folder (BurnishStagingArea *area, double x, double y, gpointer user_data)
{
  BurnishProjectPage *self = user_data;
  double view_x, view_y;

  if (x < 0 || y < 0)
    return burnish_tree_view_get_target (self->tree_view);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (area), GTK_WIDGET (self->tree_view), x, y,
                                         &view_x, &view_y))
    return burnish_tree_view_get_root (self->tree_view);
  return burnish_tree_view_get_drop_folder (self->tree_view, view_x, view_y);
}

static void
nodes_dropped_cb (BurnishProjectPage *self, BurnishTreeNodes *nodes, BurnishNode folder)
{
  _burnish_project_page_move_nodes (self, nodes->nodes, folder);
}

/* A search ends with its bar, and the bar when something found was gone to. */
static void
search_mode_changed_cb (BurnishProjectPage *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

static void
name_add_button (BurnishProjectPage *self)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->add_button));

  for (; button != NULL; button = gtk_widget_get_next_sibling (button))
    if (GTK_IS_MENU_BUTTON (button))
      burnish_accessible_set_name (button, _ ("More to Add"));
    else if (GTK_IS_BUTTON (button))
      burnish_accessible_set_name (button, _ ("Add Files"));
}

static void
burnish_project_page_init (BurnishProjectPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A layout manager would hide the width from this class. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  self->actions = g_simple_action_group_new ();
  name_add_button (self);
  burnish_staging_area_add_actions (self->staging_area, G_ACTION_MAP (self->actions));
  burnish_staging_area_set_folder_func (self->staging_area, find_folder, self);
  burnish_path_bar_set_view (self->path_bar, self->tree_view);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  /* Within the view, which has the first word about keys. */
  gtk_search_bar_set_key_capture_widget (self->search_bar,
                                         adw_bin_get_child (ADW_BIN (self->tree_view)));
  _burnish_project_page_add_actions (self);
  _burnish_project_page_add_menus (self);
  burnish_accelerators_add_to (GTK_WIDGET (self), BURNISH_ACCELERATOR_PAGE);
  burnish_accelerators_add_to (GTK_WIDGET (self->tree_view), BURNISH_ACCELERATOR_LIST);
  g_signal_connect_swapped (self->search_bar, "notify::search-mode-enabled",
                            G_CALLBACK (search_mode_changed_cb), self);
  g_signal_connect_swapped (self->tree_view, "changed",
                            G_CALLBACK (_burnish_project_page_update_actions), self);
  g_signal_connect_swapped (self->tree_view, "nodes-dropped", G_CALLBACK (nodes_dropped_cb), self);
}

/* Returns: (transfer none) (nullable): the project */
BurnishProject *
burnish_project_page_get_project (BurnishProjectPage *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT_PAGE (self), NULL);

  return self->project;
}

static void
update_title (BurnishProjectPage *self)
{
  g_autofree char *name = burnish_project_dup_display_name (self->project);
  const char *title = burnish_project_get_title (self->project);

  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title,
                                 g_strcmp0 (title, name) == 0 || title == NULL ? "" : title);
}

static void
drop_project (BurnishProjectPage *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  if (self->project == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->project, self);
  g_signal_handlers_disconnect_by_data (burnish_project_get_tree (self->project), self);
  g_clear_object (&self->project);
}

/*
 * burnish_project_page_set_project:
 * @self: the page
 * @project: (nullable): what to show
 */
void
burnish_project_page_set_project (BurnishProjectPage *self, BurnishProject *project)
{
  g_return_if_fail (BURNISH_IS_PROJECT_PAGE (self));

  if (self->project == project)
    return;
  drop_project (self);
  burnish_missing_bar_set_project (self->missing_bar, project);
  burnish_staging_area_set_project (self->staging_area, project);
  burnish_tree_view_set_project (self->tree_view, project);
  burnish_capacity_bar_set_project (self->capacity_bar, project);
  if (project != NULL)
    {
      self->project = g_object_ref (project);
      g_signal_connect_swapped (project, "notify::title", G_CALLBACK (update_title), self);
      g_signal_connect_swapped (project, "notify::file", G_CALLBACK (update_title), self);
      g_signal_connect_swapped (burnish_project_get_tree (project), "notify::undo-title",
                                G_CALLBACK (_burnish_project_page_update_actions), self);
      update_title (self);
    }
  _burnish_project_page_update_actions (self);
}

/* Returns: (transfer none): the actions of the project, for the window as "project" */
GActionGroup *
burnish_project_page_get_actions (BurnishProjectPage *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/*
 * burnish_project_page_add_files:
 * @self: a page with a project
 * @files: a list of #GFile
 * @folder: the folder of the tree that they go to
 *
 * Puts files and folders with all that is in them into the project; they are read in the
 * background.
 */
void
burnish_project_page_add_files (BurnishProjectPage *self, GListModel *files, BurnishNode folder)
{
  g_return_if_fail (BURNISH_IS_PROJECT_PAGE (self));
  g_return_if_fail (self->project != NULL);

  burnish_staging_area_add_files (self->staging_area, files, folder);
}

/*
 * burnish_project_page_add_image:
 * @self: a page with a project
 * @image: an image file on this computer
 * @folder: the folder of the tree that its files go to
 *
 * Puts the files that are in an image into the project.
 */
void
burnish_project_page_add_image (BurnishProjectPage *self, GFile *image, BurnishNode folder)
{
  g_return_if_fail (BURNISH_IS_PROJECT_PAGE (self));
  g_return_if_fail (self->project != NULL);

  burnish_staging_area_add_image (self->staging_area, image, folder);
}

/*
 * burnish_project_page_show_nodes:
 * @self: a page with a project
 * @nodes: (array length=n_nodes): nodes in the tree
 * @n_nodes: how many
 *
 * Shows and selects nodes.
 */
void
burnish_project_page_show_nodes (BurnishProjectPage *self, const BurnishNode *nodes, gsize n_nodes)
{
  g_return_if_fail (BURNISH_IS_PROJECT_PAGE (self));

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  burnish_tree_view_go_to (self->tree_view, nodes, n_nodes);
}
