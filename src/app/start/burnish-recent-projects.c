/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "start/burnish-recent-projects.h"

#include "burnish-application.h"
#include "compat/burnish-accessible.h"

#include <glib/gi18n.h>

#define MIME_TYPE "application/x-burnish"
#define N_SHOWN   8

struct _BurnishRecentProjects
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;

  GtkRecentManager *manager; /* (owned) */
  GPtrArray *rows;           /* (owned) of GtkWidget, in the group */
  GCancellable *cancellable; /* (owned): of the questions whether files exist */
};

G_DEFINE_FINAL_TYPE (BurnishRecentProjects, burnish_recent_projects, ADW_TYPE_BIN)

static int
compare_infos (gconstpointer a, gconstpointer b)
{
  GDateTime *modified_a = gtk_recent_info_get_modified (*(GtkRecentInfo *const *) a);
  GDateTime *modified_b = gtk_recent_info_get_modified (*(GtkRecentInfo *const *) b);

  return g_date_time_compare (modified_b, modified_a);
}

static GPtrArray *
list_infos (BurnishRecentProjects *self)
{
  GPtrArray *infos = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);
  GList *items = gtk_recent_manager_get_items (self->manager);

  for (GList *l = items; l != NULL; l = l->next)
    if (g_strcmp0 (gtk_recent_info_get_mime_type (l->data), MIME_TYPE) == 0)
      g_ptr_array_add (infos, l->data);
    else
      gtk_recent_info_unref (l->data);
  g_list_free (items);
  g_ptr_array_sort (infos, compare_infos);
  if (infos->len > N_SHOWN)
    g_ptr_array_set_size (infos, N_SHOWN);
  return infos;
}

static void
open_cb (GtkWidget *row)
{
  GFile *file = g_object_get_data (G_OBJECT (row), "file");

  burnish_application_open_file (burnish_application_get_default (), file);
}

static void
remove_cb (GtkWidget *button, BurnishRecentProjects *self)
{
  const char *uri = g_object_get_data (G_OBJECT (button), "uri");
  g_autoptr (GError) error = NULL;

  if (!gtk_recent_manager_remove_item (self->manager, uri, &error))
    g_debug ("cannot remove %s from the recent projects: %s", uri, error->message);
}

/* A file may lie on a share that answers late. */
static void
queried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) row = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("The file is not there any more"));
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "dialog-warning-symbolic");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
}

static GtkWidget *
new_remove_button (BurnishRecentProjects *self, const char *title, const char *uri)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  /* Translators: %s is the name of a project. */
  g_autofree char *name = g_strdup_printf (_ ("Remove “%s” From This List"), title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove From This List"));
  burnish_accessible_set_name (button, name);
  g_object_set_data_full (G_OBJECT (button), "uri", g_strdup (uri), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  return button;
}

static char *
dup_title (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *title = g_filename_display_name (name);

  if (g_str_has_suffix (title, ".burnish"))
    title[strlen (title) - strlen (".burnish")] = '\0';
  return g_steal_pointer (&title);
}

/* The folder, with the home folder as “~”. */
static char *
dup_place (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;
  const char *home = g_get_home_dir ();
  g_autofree char *below = NULL;

  if (path == NULL)
    return g_file_get_parse_name (file);
  if (!g_str_has_prefix (path, home) || (path[strlen (home)] != '/' && path[strlen (home)] != '\0'))
    return g_filename_display_name (path);
  below = g_filename_display_name (path + strlen (home));
  return g_strconcat ("~", below, NULL);
}

static void
add_row (BurnishRecentProjects *self, GtkRecentInfo *info)
{
  const char *uri = gtk_recent_info_get_uri (info);
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autofree char *title = dup_title (file);
  g_autofree char *place = dup_place (file);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place);
  /* Ellipses are wider than short names, which GTK 4.8 warns of. */
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_remove_button (self, title, uri));
  g_object_set_data_full (G_OBJECT (row), "file", g_object_ref (file), g_object_unref);
  g_signal_connect (row, "activated", G_CALLBACK (open_cb), NULL);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_LOW, self->cancellable, queried_cb, g_object_ref (row));
}

static guint
find_focused_row (BurnishRecentProjects *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (gtk_widget_has_focus (row) || gtk_widget_get_focus_child (row) != NULL)
        return i;
    }
  return G_MAXUINT;
}

static void
changed_cb (BurnishRecentProjects *self)
{
  g_autoptr (GPtrArray) infos = list_infos (self);
  guint focused = find_focused_row (self);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < infos->len; i++)
    add_row (self, g_ptr_array_index (infos, i));
  gtk_widget_set_visible (GTK_WIDGET (self), infos->len > 0);
  if (focused != G_MAXUINT && infos->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, MIN (focused, infos->len - 1)));
}

static void
burnish_recent_projects_dispose (GObject *object)
{
  BurnishRecentProjects *self = BURNISH_RECENT_PROJECTS (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->manager);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (burnish_recent_projects_parent_class)->dispose (object);
}

static void
burnish_recent_projects_class_init (BurnishRecentProjectsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_recent_projects_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/start/burnish-recent-projects.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishRecentProjects, group);
}

static void
burnish_recent_projects_init (BurnishRecentProjects *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->manager = g_object_ref (gtk_recent_manager_get_default ());
  g_signal_connect_object (self->manager, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);
}
