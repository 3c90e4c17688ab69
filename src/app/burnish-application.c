/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-application-private.h"

#include "burnish-accelerators.h"
#include "burnish-error-dialog.h"
#include "burnish-window.h"

#include "autosave/burnish-project-saver.h"
#include "jobs/burnish-job-session.h"

#include <glib/gi18n.h>

struct _BurnishApplication
{
  AdwApplication parent_instance;

  GSettings *settings;            /* (owned) (nullable): from startup on */
  BurnishDriveList *drives;       /* (owned) (nullable): from startup on */
  BurnishJobList *jobs;           /* (owned) (nullable): from startup on */
  BurnishAutosave *autosave;      /* (owned) (nullable): from startup on */
  BurnishJobSession *job_session; /* (owned) (nullable): from startup on */
};

G_DEFINE_FINAL_TYPE (BurnishApplication, burnish_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
  { "add", 'a', 0, G_OPTION_ARG_NONE, NULL, N_ ("Put the files into the open project, images too"),
    NULL },
  { NULL },
};

static BurnishWindow *
get_window (BurnishApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  /* Windows of jobs and dialogs belong to none of the projects. */
  while (window != NULL && !BURNISH_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  if (window == NULL)
    for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l; l = l->next)
      if (BURNISH_IS_WINDOW (l->data))
        return l->data;
  return window != NULL ? BURNISH_WINDOW (window) : NULL;
}

static BurnishWindow *
ensure_window (BurnishApplication *self)
{
  BurnishWindow *window = get_window (self);

  return window != NULL ? window : burnish_window_new (self);
}

/* A window that shows the start page, or a new one. */
static BurnishWindow *
ensure_free_window (BurnishApplication *self)
{
  BurnishWindow *window = get_window (self);

  if (window != NULL && burnish_window_is_free (window))
    return window;
  return burnish_window_new (self);
}

/* (nullable): a project in two windows would be saved by each over what the other saved */
static BurnishWindow *
find_window_of (BurnishApplication *self, GFile *file)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      BurnishProject *project =
          BURNISH_IS_WINDOW (l->data) ? burnish_window_get_project (l->data) : NULL;
      GFile *open_file = project != NULL ? burnish_project_get_file (project) : NULL;

      if (open_file != NULL && g_file_equal (open_file, file))
        return l->data;
    }
  return NULL;
}

/* Whoever opened the file again, and has not changed it yet, gets what was not saved. */
static BurnishWindow *
find_window_to_restore (BurnishApplication *self, BurnishProject *project)
{
  GFile *file = burnish_project_get_file (project);
  BurnishWindow *window = file != NULL ? find_window_of (self, file) : NULL;

  if (window != NULL && !burnish_project_get_modified (burnish_window_get_project (window)))
    return window;
  return ensure_free_window (self);
}

static void
restored_cb (BurnishAutosave *autosave G_GNUC_UNUSED, BurnishProject *project, gpointer user_data)
{
  BurnishWindow *window = find_window_to_restore (user_data, project);
  g_autofree char *name = burnish_project_dup_display_name (project);
  /* Translators: %s is the name of a project that was open when Burnish ended unexpectedly. */
  g_autofree char *text = g_strdup_printf (_ ("“%s” was restored"), name);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  burnish_window_show_project (window, project);
  /* Who was away while the session came back reads it later. */
  adw_toast_set_timeout (toast, 0);
  burnish_window_add_toast (window, toast);
  gtk_window_present (GTK_WINDOW (window));
}

static void
not_restored_cb (BurnishAutosave *autosave G_GNUC_UNUSED, GError *error, gpointer user_data)
{
  BurnishWindow *window = ensure_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  burnish_error_dialog_present (GTK_WIDGET (window), error);
}

static void
burnish_application_startup (GApplication *application)
{
  BurnishApplication *self = BURNISH_APPLICATION (application);

  G_APPLICATION_CLASS (burnish_application_parent_class)->startup (application);

  self->settings = g_settings_new ("org.burnish.Burnish");
  self->drives = burnish_drive_list_new ();
  self->jobs = burnish_job_list_new (self->drives);
  self->autosave = burnish_autosave_new ();
  g_signal_connect (self->autosave, "restored", G_CALLBACK (restored_cb), self);
  g_signal_connect (self->autosave, "failed", G_CALLBACK (not_restored_cb), self);
  burnish_autosave_restore (self->autosave);
  self->job_session = burnish_job_session_new (GTK_APPLICATION (self), self->jobs);
  _burnish_application_add_actions (self);
  burnish_accelerators_apply (GTK_APPLICATION (self));
}

static void
burnish_application_activate (GApplication *application)
{
  BurnishApplication *self = BURNISH_APPLICATION (application);

  /* Who closed everything while a job was running comes back for it. */
  if (get_window (self) == NULL && burnish_job_session_present_hidden (self->job_session))
    return;
  gtk_window_present (GTK_WINDOW (ensure_window (self)));
}

static gboolean
has_suffix (GFile *file, const char *suffix)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  return lower != NULL && g_str_has_suffix (lower, suffix);
}

/* Returns: whether @file is to be put into a project, by its name: no image, and no project */
gboolean
burnish_application_is_for_project (GFile *file)
{
  return !has_suffix (file, ".iso") && !has_suffix (file, ".burnish");
}

/* One image or project file is opened as such; anything else is to be burned. */
static void
burnish_application_open (GApplication *application,
                          GFile **files,
                          int n_files,
                          const char *hint G_GNUC_UNUSED)
{
  BurnishApplication *self = BURNISH_APPLICATION (application);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  if (n_files == 1 && !burnish_application_is_for_project (files[0]))
    {
      burnish_application_open_file (self, files[0]);
      return;
    }
  for (int i = 0; i < n_files; i++)
    g_list_store_append (list, files[i]);
  burnish_application_add_files (self, G_LIST_MODEL (list));
}

static char **
list_uris (char **arguments)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **uris;

  for (gsize i = 1; arguments[0] != NULL && arguments[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[i]);
      g_autofree char *uri = g_file_get_uri (file);

      g_strv_builder_add (builder, uri);
    }
  uris = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return uris;
}

/* Other than a plain "open", --add never takes an image for something to be burned as it is. */
static gboolean
burnish_application_local_command_line (GApplication *application,
                                        char ***arguments,
                                        int *exit_status)
{
  g_auto (GStrv) uris = NULL;
  g_autoptr (GError) error = NULL;

  if ((*arguments)[0] == NULL
      || !(g_strcmp0 ((*arguments)[1], "--add") == 0 || g_strcmp0 ((*arguments)[1], "-a") == 0))
    return G_APPLICATION_CLASS (burnish_application_parent_class)
        ->local_command_line (application, arguments, exit_status);
  uris = list_uris (*arguments + 1);
  *exit_status = 0;
  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      *exit_status = 1;
      return TRUE;
    }
  g_application_activate (application);
  g_action_group_activate_action (G_ACTION_GROUP (application), "add-to-project",
                                  g_variant_new_strv ((const char *const *) uris, -1));
  return TRUE;
}

static int
burnish_application_handle_local_options (GApplication *application G_GNUC_UNUSED,
                                          GVariantDict *dict)
{
  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("burnish %s\n", PACKAGE_VERSION);
      return 0;
    }
  return -1;
}

static void
burnish_application_finalize (GObject *object)
{
  BurnishApplication *self = BURNISH_APPLICATION (object);

  g_clear_object (&self->job_session);
  g_clear_object (&self->autosave);
  g_clear_object (&self->jobs);
  g_clear_object (&self->drives);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (burnish_application_parent_class)->finalize (object);
}

static void
burnish_application_class_init (BurnishApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = burnish_application_startup;
  application_class->activate = burnish_application_activate;
  application_class->open = burnish_application_open;
  application_class->local_command_line = burnish_application_local_command_line;
  application_class->handle_local_options = burnish_application_handle_local_options;
  G_OBJECT_CLASS (klass)->finalize = burnish_application_finalize;
}

static void
burnish_application_init (BurnishApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_parameter_string (application, _ ("[FILE…]"));
}

BurnishApplication *
burnish_application_new (void)
{
  return g_object_new (BURNISH_TYPE_APPLICATION, "application-id", "org.burnish.Burnish",
                       "resource-base-path", "/org/burnish/Burnish", "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}

/* Returns: (transfer none): the application of this process */
BurnishApplication *
burnish_application_get_default (void)
{
  return BURNISH_APPLICATION (g_application_get_default ());
}

/* Returns: (transfer none): the person's settings, schema "org.burnish.Burnish" */
GSettings *
burnish_application_get_settings (BurnishApplication *self)
{
  g_return_val_if_fail (BURNISH_IS_APPLICATION (self), NULL);

  return self->settings;
}

/* Returns: (transfer none): the burners */
BurnishDriveList *
burnish_application_get_drives (BurnishApplication *self)
{
  g_return_val_if_fail (BURNISH_IS_APPLICATION (self), NULL);

  return self->drives;
}

/* Whether nothing speaks against quitting, jobs in particular; they ask then. */
gboolean
_burnish_application_can_quit (BurnishApplication *self)
{
  return burnish_job_session_quit (self->job_session);
}

/* Returns: (transfer none): the jobs */
BurnishJobList *
burnish_application_get_jobs (BurnishApplication *self)
{
  g_return_val_if_fail (BURNISH_IS_APPLICATION (self), NULL);

  return self->jobs;
}

/* Returns: (transfer none): what keeps copies of open projects */
BurnishAutosave *
burnish_application_get_autosave (BurnishApplication *self)
{
  g_return_val_if_fail (BURNISH_IS_APPLICATION (self), NULL);

  return self->autosave;
}

/*
 * burnish_application_open_project:
 * @self: the application
 * @project: a project
 *
 * Shows @project in a window that has none, or in a new one.
 */
void
burnish_application_open_project (BurnishApplication *self, BurnishProject *project)
{
  BurnishWindow *window;

  g_return_if_fail (BURNISH_IS_APPLICATION (self));

  window = ensure_free_window (self);
  burnish_window_show_project (window, project);
  gtk_window_present (GTK_WINDOW (window));
}

/*
 * burnish_application_open_image:
 * @self: the application
 * @file: what may be an image file
 *
 * Shows @file, to be burned as it is, in a window without a project, or in a new one.
 */
void
burnish_application_open_image (BurnishApplication *self, GFile *file)
{
  BurnishWindow *window;

  g_return_if_fail (BURNISH_IS_APPLICATION (self));

  window = ensure_free_window (self);
  burnish_window_show_image (window, file);
  gtk_window_present (GTK_WINDOW (window));
}

static void
project_loaded_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishProject) project = burnish_project_load_finish (result, &error);
  BurnishWindow *window;

  g_application_release (G_APPLICATION (self));
  if (project != NULL)
    {
      burnish_project_saver_remember (burnish_project_get_file (project));
      /* It may have been opened or restored while it was read. */
      window = find_window_of (self, burnish_project_get_file (project));
      if (window != NULL)
        gtk_window_present (GTK_WINDOW (window));
      else
        burnish_application_open_project (self, project);
      return;
    }
  gtk_window_present (GTK_WINDOW (ensure_window (self)));
  burnish_error_dialog_present (GTK_WIDGET (ensure_window (self)), error);
}

/*
 * burnish_application_open_file:
 * @self: the application
 * @file: a project (*.burnish) or an image file
 *
 * Opens a file that is more than something to burn. A project that is open already is brought to
 * the front.
 */
void
burnish_application_open_file (BurnishApplication *self, GFile *file)
{
  BurnishWindow *window;

  g_return_if_fail (BURNISH_IS_APPLICATION (self));

  if (!has_suffix (file, ".burnish"))
    {
      burnish_application_open_image (self, file);
      return;
    }
  window = find_window_of (self, file);
  if (window != NULL)
    {
      gtk_window_present (GTK_WINDOW (window));
      return;
    }
  g_application_hold (G_APPLICATION (self));
  burnish_project_load_async (file, NULL, project_loaded_cb, g_object_ref (self));
}

/*
 * burnish_application_add_files:
 * @self: the application
 * @files: a list of #GFile
 *
 * Puts files and folders into the project of the active window, or into a new project.
 */
void
burnish_application_add_files (BurnishApplication *self, GListModel *files)
{
  BurnishWindow *window;

  g_return_if_fail (BURNISH_IS_APPLICATION (self));

  window = ensure_window (self);
  burnish_window_add_files (window, files);
  gtk_window_present (GTK_WINDOW (window));
}
