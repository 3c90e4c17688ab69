/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-window.h"

#include "autosave/burnish-project-saver.h"
#include "image/burnish-image-page.h"
#include "project/burnish-project-page.h"
#include "staging/burnish-file-drop.h"
#include "start/burnish-start-page.h"

struct _BurnishWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  BurnishStartPage *start_page;
  BurnishProjectPage *project_page; /* (nullable): until it is shown first */
  BurnishImagePage *image_page;     /* (nullable): until it is shown first */
  BurnishProjectSaver *saver;       /* (owned) */
  gboolean is_asking;               /* what shall become of changes */
};

G_DEFINE_FINAL_TYPE (BurnishWindow, burnish_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_page (BurnishWindow *self, GtkWidget *page, GActionGroup *project_actions)
{
  /* Accelerators look for actions in the window. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "project", project_actions);
  gtk_stack_set_visible_child (self->stack, page);
}

/* Pages that a person may never see are not made for the first frame. */
static BurnishProjectPage *
ensure_project_page (BurnishWindow *self)
{
  if (self->project_page == NULL)
    {
      self->project_page = g_object_new (BURNISH_TYPE_PROJECT_PAGE, NULL);
      gtk_stack_add_child (self->stack, GTK_WIDGET (self->project_page));
    }
  return self->project_page;
}

static BurnishImagePage *
ensure_image_page (BurnishWindow *self)
{
  if (self->image_page == NULL)
    {
      self->image_page = g_object_new (BURNISH_TYPE_IMAGE_PAGE, NULL);
      gtk_stack_add_child (self->stack, GTK_WIDGET (self->image_page));
    }
  return self->image_page;
}

static void
ask (BurnishWindow *self, GAsyncReadyCallback callback)
{
  if (self->is_asking)
    return;
  self->is_asking = TRUE;
  burnish_project_saver_ask_async (self->saver, callback, g_object_ref (self));
}

static void
start_allowed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishWindow) self = user_data;

  self->is_asking = FALSE;
  if (burnish_project_saver_ask_finish (BURNISH_PROJECT_SAVER (source), result))
    burnish_window_show_start (self);
}

static void
show_start_action (GtkWidget *widget,
                   const char *name G_GNUC_UNUSED,
                   GVariant *parameter G_GNUC_UNUSED)
{
  BurnishWindow *self = BURNISH_WINDOW (widget);

  if (burnish_project_saver_must_ask (self->saver))
    ask (self, start_allowed_cb);
  else
    burnish_window_show_start (self);
}

static void
close_allowed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishWindow) self = user_data;

  self->is_asking = FALSE;
  if (!burnish_project_saver_ask_finish (BURNISH_PROJECT_SAVER (source), result))
    return;
  burnish_project_saver_set_project (self->saver, NULL);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
burnish_window_close_request (GtkWindow *window)
{
  BurnishWindow *self = BURNISH_WINDOW (window);

  if (burnish_project_saver_must_ask (self->saver))
    {
      ask (self, close_allowed_cb);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (burnish_window_parent_class)->close_request (window);
}

static void
burnish_window_dispose (GObject *object)
{
  BurnishWindow *self = BURNISH_WINDOW (object);

  /* A question that is still open may hold the saver. */
  if (self->saver != NULL)
    burnish_project_saver_set_project (self->saver, NULL);
  g_clear_object (&self->saver);

  G_OBJECT_CLASS (burnish_window_parent_class)->dispose (object);
}

static void
burnish_window_class_init (BurnishWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = burnish_window_close_request;

  g_type_ensure (BURNISH_TYPE_START_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/burnish/Burnish/burnish-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, BurnishWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BurnishWindow, start_page);
  gtk_widget_class_install_action (widget_class, "win.show-start", NULL, show_start_action);
}

/* What a project takes never comes here. */
static void
dropped_cb (GtkWidget *widget,
            GListModel *files,
            double x G_GNUC_UNUSED,
            double y G_GNUC_UNUSED,
            gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);

  if (g_list_model_get_n_items (files) == 1 && !burnish_application_is_for_project (file))
    burnish_application_open_file (burnish_application_get_default (), file);
  else
    burnish_window_add_files (BURNISH_WINDOW (widget), files);
}

static void
burnish_window_init (BurnishWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  burnish_file_drop_attach (GTK_WIDGET (self), dropped_cb, NULL);
  self->saver = burnish_project_saver_new (GTK_APPLICATION_WINDOW (self));
}

BurnishWindow *
burnish_window_new (BurnishApplication *application)
{
  BurnishWindow *self = g_object_new (BURNISH_TYPE_WINDOW, "application", application, NULL);
  GSettings *settings = burnish_application_get_settings (application);

  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  return self;
}

/* Whether the window shows nothing that could be lost. */
gboolean
burnish_window_is_free (BurnishWindow *self)
{
  g_return_val_if_fail (BURNISH_IS_WINDOW (self), FALSE);

  return burnish_window_get_project (self) == NULL;
}

void
burnish_window_show_start (BurnishWindow *self)
{
  g_return_if_fail (BURNISH_IS_WINDOW (self));

  burnish_project_saver_set_project (self->saver, NULL);
  if (self->project_page != NULL)
    burnish_project_page_set_project (self->project_page, NULL);
  show_page (self, GTK_WIDGET (self->start_page), NULL);
}

void
burnish_window_show_project (BurnishWindow *self, BurnishProject *project)
{
  g_return_if_fail (BURNISH_IS_WINDOW (self));

  burnish_project_saver_set_project (self->saver, project);
  burnish_project_page_set_project (ensure_project_page (self), project);
  show_page (self, GTK_WIDGET (self->project_page),
             burnish_project_page_get_actions (self->project_page));
}

void
burnish_window_show_image (BurnishWindow *self, GFile *file)
{
  g_return_if_fail (BURNISH_IS_WINDOW (self));

  burnish_image_page_set_file (ensure_image_page (self), file);
  show_page (self, GTK_WIDGET (self->image_page), NULL);
}

static void
ensure_project (BurnishWindow *self)
{
  g_autoptr (BurnishProject) project = NULL;

  if (burnish_window_get_project (self) != NULL)
    return;
  project = burnish_project_new ();
  burnish_window_show_project (self, project);
}

/*
 * burnish_window_add_image:
 * @self: a window
 * @image: an image file on this computer
 *
 * Puts the files that are in an image into the window's project, which is made if there is none.
 */
void
burnish_window_add_image (BurnishWindow *self, GFile *image)
{
  g_return_if_fail (BURNISH_IS_WINDOW (self));

  ensure_project (self);
  burnish_project_page_add_image (self->project_page, image, BURNISH_NODE_ROOT);
}

/*
 * burnish_window_add_files:
 * @self: a window
 * @files: a list of #GFile
 *
 * Puts files and folders into the window's project, which is made if there is none.
 */
void
burnish_window_add_files (BurnishWindow *self, GListModel *files)
{
  g_return_if_fail (BURNISH_IS_WINDOW (self));

  ensure_project (self);
  burnish_project_page_add_files (self->project_page, files, BURNISH_NODE_ROOT);
}

/*
 * burnish_window_add_toast:
 * @self: a window
 * @toast: (transfer full): what to say
 */
void
burnish_window_add_toast (BurnishWindow *self, AdwToast *toast)
{
  g_return_if_fail (BURNISH_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* Returns: (transfer none) (nullable): the project that the window shows */
BurnishProject *
burnish_window_get_project (BurnishWindow *self)
{
  g_return_val_if_fail (BURNISH_IS_WINDOW (self), NULL);

  return self->project_page != NULL ? burnish_project_page_get_project (self->project_page) : NULL;
}
