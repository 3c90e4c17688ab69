/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "medium/burnish-medium-window.h"

#include "medium/burnish-medium-view.h"

struct _BurnishMediumWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  BurnishMediumView *view;

  BurnishDriveList *drives; /* (owned) */
  char *drive_id;           /* (owned) */
};

G_DEFINE_FINAL_TYPE (BurnishMediumWindow, burnish_medium_window, ADW_TYPE_WINDOW)

static void
refresh_cb (BurnishMediumWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "medium.refresh", NULL);
}

static void
drives_changed_cb (BurnishMediumWindow *self)
{
  BurnishDriveItem *item = burnish_drive_list_lookup (self->drives, self->drive_id);
  BurnishDrive *drive;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  burnish_medium_view_set_item (self->view, item);
  if (item == NULL)
    return;
  drive = burnish_drive_item_get_drive (item);
  name = burnish_drive_dup_display_name (drive);
  path = g_filename_display_name (burnish_drive_get_path (drive));
  adw_window_title_set_title (self->window_title, name);
  /* Tells drives of the same make from each other. */
  adw_window_title_set_subtitle (self->window_title, path);
  gtk_window_set_title (GTK_WINDOW (self), name);
}

static void
burnish_medium_window_finalize (GObject *object)
{
  BurnishMediumWindow *self = BURNISH_MEDIUM_WINDOW (object);

  g_clear_object (&self->drives);
  g_free (self->drive_id);

  G_OBJECT_CLASS (burnish_medium_window_parent_class)->finalize (object);
}

static void
burnish_medium_window_class_init (BurnishMediumWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = burnish_medium_window_finalize;

  g_type_ensure (BURNISH_TYPE_MEDIUM_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/medium/burnish-medium-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, BurnishMediumWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, refresh_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
burnish_medium_window_init (BurnishMediumWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static BurnishMediumWindow *
find_window (GtkApplication *application, const char *drive_id)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (BURNISH_IS_MEDIUM_WINDOW (l->data)
        && g_str_equal (BURNISH_MEDIUM_WINDOW (l->data)->drive_id, drive_id))
      return l->data;
  return NULL;
}

/*
 * burnish_medium_window_present:
 * @application: the application
 * @drives: its drives
 * @drive_id: which one, see burnish_drive_get_id()
 *
 * Shows the window of a drive, the one that is there already or a new one.
 */
void
burnish_medium_window_present (GtkApplication *application,
                               BurnishDriveList *drives,
                               const char *drive_id)
{
  BurnishMediumWindow *self = find_window (application, drive_id);

  if (self == NULL)
    {
      GtkWindow *parent = gtk_application_get_active_window (application);

      self = g_object_new (BURNISH_TYPE_MEDIUM_WINDOW, "application", application, "transient-for",
                           parent, "destroy-with-parent", TRUE, NULL);
      self->drives = g_object_ref (drives);
      self->drive_id = g_strdup (drive_id);
      g_signal_connect_object (drives, "items-changed", G_CALLBACK (drives_changed_cb), self,
                               G_CONNECT_SWAPPED);
      drives_changed_cb (self);
    }
  gtk_window_present (GTK_WINDOW (self));
}
