/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "autosave/burnish-project-saver.h"

#include "burnish-application.h"
#include "burnish-error-dialog.h"
#include "compat/burnish-choice-dialog.h"
#include "compat/burnish-file-dialog.h"

#include <glib/gi18n.h>

#define SUFFIX    ".burnish"
#define MIME_TYPE "application/x-burnish"

struct _BurnishProjectSaver
{
  GObject parent_instance;

  GtkApplicationWindow *window; /* (weak) (nullable): it owns the saver, which a saving outlives */
  BurnishProject *project;      /* (owned) (nullable) */
  gboolean is_saving;           /* or being asked where to */
  gboolean is_writing;
  GTask *closing; /* (owned) (nullable): asked to close the project, waits for the end of writing */
};

G_DEFINE_FINAL_TYPE (BurnishProjectSaver, burnish_project_saver, G_TYPE_OBJECT)

static void
burnish_project_saver_dispose (GObject *object)
{
  BurnishProjectSaver *self = BURNISH_PROJECT_SAVER (object);

  burnish_project_saver_set_project (self, NULL);
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (burnish_project_saver_parent_class)->dispose (object);
}

static void
burnish_project_saver_class_init (BurnishProjectSaverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_project_saver_dispose;
}

static void
burnish_project_saver_init (BurnishProjectSaver *self G_GNUC_UNUSED)
{
}

static void
set_enabled (BurnishProjectSaver *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->window), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_actions (BurnishProjectSaver *self)
{
  gboolean can_save = self->project != NULL && !self->is_saving;

  if (self->window == NULL)
    return;
  set_enabled (self, "save",
               can_save
                   && (burnish_project_get_modified (self->project)
                       || burnish_project_get_file (self->project) == NULL));
  set_enabled (self, "save-as", can_save);
}

/*
 * burnish_project_saver_remember:
 * @file: a project that was opened or saved
 *
 * Puts @file among the recent documents of the person's session.
 */
void
burnish_project_saver_remember (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  GtkRecentData data = {
    .mime_type = (char *) MIME_TYPE,
    .app_name = (char *) g_get_application_name (),
    .app_exec = (char *) "burnish %u",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/* A saving is a task that gives whether the project is saved now. The window may show another
   project by then, or be gone. */
typedef struct
{
  BurnishProject *project; /* (owned) */
  GFile *file;             /* (owned) (nullable): where to, once it is known */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->project);
  g_clear_object (&saving->file);
  g_free (saving);
}

static void ask (GTask *closing);

static void
end_saving (BurnishProjectSaver *self)
{
  self->is_saving = FALSE;
  self->is_writing = FALSE;
  update_actions (self);
  g_application_release (g_application_get_default ());
}

/* What was changed while it was being written is not saved. Where writing failed, the window stays
   with what it says of that. */
static void
go_on_closing (BurnishProjectSaver *self, gboolean was_written)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->closing);

  if (task == NULL)
    return;
  if (was_written && burnish_project_saver_must_ask (self))
    ask (g_steal_pointer (&task));
  else
    g_task_return_boolean (task, was_written);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BurnishProjectSaver *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean success = burnish_project_save_finish (BURNISH_PROJECT (object), result, &error);

  end_saving (self);
  if (success)
    burnish_project_saver_remember (burnish_project_get_file (BURNISH_PROJECT (object)));
  else
    burnish_error_dialog_present ((GtkWidget *) self->window, error);
  go_on_closing (self, success);
  g_task_return_boolean (task, success);
}

static void
save (GTask *task)
{
  BurnishProjectSaver *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);

  self->is_writing = TRUE;
  burnish_project_save_async (saving->project, saving->file, NULL, saved_cb, g_object_ref (task));
}

static void
stop_saving (GTask *task)
{
  end_saving (g_task_get_source_object (task));
  g_task_return_boolean (task, FALSE);
}

static void
replace_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *answer = burnish_choice_dialog_choose_finish (result);

  if (g_str_equal (answer, "replace"))
    save (task);
  else
    stop_saving (task);
}

static void
ask_to_replace (GTask *task)
{
  BurnishProjectSaver *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);
  const BurnishChoice choices[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "replace", _ ("_Replace"), ADW_RESPONSE_DESTRUCTIVE },
  };
  g_autofree char *basename = g_file_get_basename (saving->file);
  g_autofree char *name = g_filename_display_name (basename);
  /* Translators: %s is the name of a file. */
  g_autofree char *heading = g_strdup_printf (_ ("Replace “%s”?"), name);

  burnish_choice_dialog_choose_async ((GtkWidget *) self->window, heading,
                                      _ ("A file of that name is already there."), NULL, choices,
                                      G_N_ELEMENTS (choices), replace_cb, g_object_ref (task));
}

/* A folder of the network may answer late. What cannot be asked about, saving tells of. */
static void
queried_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, NULL);

  if (info != NULL)
    ask_to_replace (task);
  else
    save (task);
}

static void
file_chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Saving *saving = g_task_get_task_data (task);
  g_autoptr (GListModel) files = burnish_file_dialog_choose_finish (result, NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autofree char *name = NULL;
  g_autofree char *full_name = NULL;

  if (files == NULL)
    {
      stop_saving (task);
      return;
    }
  file = g_list_model_get_item (files, 0);
  name = g_file_get_basename (file);
  if (g_str_has_suffix (name, SUFFIX))
    {
      saving->file = g_steal_pointer (&file);
      save (task);
      return;
    }
  /* The dialog asked about the name that was typed, not about the one with the suffix. */
  full_name = g_strconcat (name, SUFFIX, NULL);
  folder = g_file_get_parent (file);
  saving->file = g_file_get_child (folder, full_name);
  g_file_query_info_async (saving->file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, NULL, queried_cb, g_object_ref (task));
}

static void
choose_file (GTask *task)
{
  BurnishProjectSaver *self = g_task_get_source_object (task);
  static const char *const patterns[] = { "*" SUFFIX, NULL };
  GFile *file = burnish_project_get_file (self->project);
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  g_autofree char *display_name = burnish_project_dup_display_name (self->project);
  g_autofree char *name = g_strconcat (display_name, SUFFIX, NULL);
  const BurnishFileDialogOptions options = {
    .kind = BURNISH_FILE_DIALOG_SAVE,
    .title = _ ("Save Project"),
    .name = g_strdelimit (name, "/", '-'),
    .folder = folder,
    .filter_name = _ ("Burnish projects"),
    .patterns = patterns,
  };

  burnish_file_dialog_choose_async (GTK_WIDGET (self->window), &options, file_chosen_cb,
                                    g_object_ref (task));
}

static void
save_async (BurnishProjectSaver *self,
            gboolean as,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GFile *file = burnish_project_get_file (self->project);
  Saving *saving = g_new0 (Saving, 1);

  saving->project = g_object_ref (self->project);
  g_task_set_task_data (task, saving, saving_free);
  self->is_saving = TRUE;
  update_actions (self);
  g_application_hold (g_application_get_default ());
  if (as || file == NULL)
    {
      choose_file (task);
      return;
    }
  saving->file = g_object_ref (file);
  save (task);
}

static void
save_action (GSimpleAction *action G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED,
             gpointer user_data)
{
  save_async (user_data, FALSE, NULL, NULL);
}

static void
save_as_action (GSimpleAction *action G_GNUC_UNUSED,
                GVariant *parameter G_GNUC_UNUSED,
                gpointer user_data)
{
  save_async (user_data, TRUE, NULL, NULL);
}

/*
 * burnish_project_saver_new:
 * @window: the window, which owns the saver and gets its actions
 *
 * Returns: (transfer full): a saver without a project
 */
BurnishProjectSaver *
burnish_project_saver_new (GtkApplicationWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "save", .activate = save_action },
    { .name = "save-as", .activate = save_as_action },
  };
  BurnishProjectSaver *self = g_object_new (BURNISH_TYPE_PROJECT_SAVER, NULL);

  g_set_weak_pointer (&self->window, window);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
  update_actions (self);
  return self;
}

/*
 * burnish_project_saver_set_project:
 * @self: a saver
 * @project: (nullable): what the window shows; what it showed before is closed
 *
 * The copy of a closed project is removed.
 */
void
burnish_project_saver_set_project (BurnishProjectSaver *self, BurnishProject *project)
{
  BurnishAutosave *autosave = burnish_application_get_autosave (burnish_application_get_default ());

  g_return_if_fail (BURNISH_IS_PROJECT_SAVER (self));

  if (project == self->project)
    return;
  if (self->project != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->project, self);
      burnish_autosave_forget (autosave, self->project);
    }
  g_set_object (&self->project, project);
  if (project != NULL)
    {
      g_signal_connect_swapped (project, "notify::modified", G_CALLBACK (update_actions), self);
      g_signal_connect_swapped (project, "notify::file", G_CALLBACK (update_actions), self);
      burnish_autosave_keep (autosave, project);
    }
  update_actions (self);
}

/* Whether something would be lost if the project were closed now. */
gboolean
burnish_project_saver_must_ask (BurnishProjectSaver *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT_SAVER (self), FALSE);

  return self->project != NULL && burnish_project_get_modified (self->project);
}

/* What was changed while it was being written is not saved. */
static void
saved_before_closing_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  gboolean success = g_task_propagate_boolean (G_TASK (result), NULL);

  g_task_return_boolean (
      task, success && !burnish_project_saver_must_ask (BURNISH_PROJECT_SAVER (source)));
}

static void
answered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BurnishProjectSaver *self = g_task_get_source_object (task);
  g_autofree char *answer = burnish_choice_dialog_choose_finish (result);

  if (g_str_equal (answer, "save") && self->project != NULL && !self->is_saving)
    save_async (self, FALSE, saved_before_closing_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, g_str_equal (answer, "discard"));
}

/* Takes the task of closing. */
static void
ask (GTask *closing)
{
  BurnishProjectSaver *self = g_task_get_source_object (closing);
  const BurnishChoice choices[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "discard", _ ("_Discard"), ADW_RESPONSE_DESTRUCTIVE },
    { "save", _ ("_Save"), ADW_RESPONSE_SUGGESTED },
  };
  g_autofree char *name = burnish_project_dup_display_name (self->project);
  /* Translators: %s is the name of a project. */
  g_autofree char *body =
      g_strdup_printf (_ ("“%s” has changes that are not saved. Changes that are discarded "
                          "cannot be brought back."),
                       name);

  burnish_choice_dialog_choose_async ((GtkWidget *) self->window, _ ("Save Changes?"), body, NULL,
                                      choices, G_N_ELEMENTS (choices), answered_cb, closing);
}

/*
 * burnish_project_saver_ask_async:
 * @self: a saver with something to save
 * @callback: called when there is an answer, and when it is saved if that is the answer
 * @user_data: for @callback
 *
 * Asks what shall become of the changes before the project is closed, unless they are being saved
 * already: then this waits for the end of that.
 */
void
burnish_project_saver_ask_async (BurnishProjectSaver *self,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (burnish_project_saver_must_ask (self));
  g_return_if_fail (self->closing == NULL);

  task = g_task_new (self, NULL, callback, user_data);
  if (self->is_writing)
    self->closing = g_steal_pointer (&task);
  else
    ask (g_steal_pointer (&task));
}

/*
 * burnish_project_saver_ask_finish:
 * @self: the saver
 * @result: what the callback got
 *
 * Returns: whether the project may be closed
 */
gboolean
burnish_project_saver_ask_finish (BurnishProjectSaver *self G_GNUC_UNUSED, GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
