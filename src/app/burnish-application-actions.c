/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-application-private.h"

#include "burnish-window.h"
#include "compat/burnish-about.h"
#include "compat/burnish-file-dialog.h"
#include "drives/burnish-drive-words.h"
#include "medium/burnish-medium-window.h"
#include "help/burnish-help.h"
#include "help/burnish-permission-dialog.h"
#include "help/burnish-shortcuts-window.h"
#include "preferences/burnish-preferences-window.h"

#include <glib/gi18n.h>

static void
new_project (GSimpleAction *action G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED,
             gpointer user_data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();

  burnish_application_open_project (user_data, project);
}

static void
file_chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GListModel) files = burnish_file_dialog_choose_finish (result, NULL);
  g_autoptr (GFile) file = NULL;

  if (files == NULL)
    return;
  file = g_list_model_get_item (files, 0);
  burnish_application_open_file (user_data, file);
}

static void
choose_file (BurnishApplication *self, const BurnishFileDialogOptions *options)
{
  GtkWindow *window;

  /* The desktop's menu may ask for it before there is a window. */
  if (gtk_application_get_active_window (GTK_APPLICATION (self)) == NULL)
    g_application_activate (G_APPLICATION (self));
  window = gtk_application_get_active_window (GTK_APPLICATION (self));
  if (window != NULL)
    burnish_file_dialog_choose_async (GTK_WIDGET (window), options, file_chosen_cb, self);
}

static void
open_file (GSimpleAction *action G_GNUC_UNUSED,
           GVariant *parameter G_GNUC_UNUSED,
           gpointer user_data)
{
  static const char *const patterns[] = { "*.burnish", "*.iso", "*.ISO", "*.img", NULL };
  const BurnishFileDialogOptions options = { .kind = BURNISH_FILE_DIALOG_OPEN,
                                             .title = _ ("Open"),
                                             .filter_name = _ ("Projects and Image Files"),
                                             .patterns = patterns };

  choose_file (user_data, &options);
}

static void
choose_image (GSimpleAction *action G_GNUC_UNUSED,
              GVariant *parameter G_GNUC_UNUSED,
              gpointer user_data)
{
  static const char *const patterns[] = { "*.iso", "*.ISO", "*.img", NULL };
  const BurnishFileDialogOptions options = { .kind = BURNISH_FILE_DIALOG_OPEN,
                                             .title = _ ("Choose an Image File"),
                                             .filter_name = _ ("Image Files"),
                                             .patterns = patterns };

  choose_file (user_data, &options);
}

static void
burn_image (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  burnish_application_open_image (user_data, file);
}

static void
add_to_project (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autofree const char **uris = g_variant_get_strv (parameter, NULL);

  for (gsize i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);

      g_list_store_append (files, file);
    }
  burnish_application_add_files (user_data, G_LIST_MODEL (files));
}

static void
show_preferences (GSimpleAction *action G_GNUC_UNUSED,
                  GVariant *parameter G_GNUC_UNUSED,
                  gpointer user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (user_data);

  gtk_window_present (GTK_WINDOW (
      burnish_preferences_window_new (parent, burnish_application_get_settings (user_data),
                                      burnish_application_get_drives (user_data))));
}

static void
show_shortcuts (GSimpleAction *action G_GNUC_UNUSED,
                GVariant *parameter G_GNUC_UNUSED,
                gpointer user_data)
{
  gtk_window_present (burnish_shortcuts_window_new (gtk_application_get_active_window (user_data)));
}

static void
show_help (GSimpleAction *action G_GNUC_UNUSED,
           GVariant *parameter G_GNUC_UNUSED,
           gpointer user_data)
{
  burnish_help_show (gtk_application_get_active_window (user_data), NULL);
}

static void
show_about (GSimpleAction *action G_GNUC_UNUSED,
            GVariant *parameter G_GNUC_UNUSED,
            gpointer user_data)
{
  burnish_about_present (gtk_application_get_active_window (user_data));
}

static void
show_permission_help (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  BurnishDriveItem *item = burnish_drive_list_lookup (burnish_application_get_drives (user_data),
                                                      g_variant_get_string (parameter, NULL));

  if (item != NULL)
    burnish_permission_dialog_present (gtk_application_get_active_window (user_data),
                                       burnish_drive_get_path (
                                           burnish_drive_item_get_drive (item)));
}

static gpointer
copy_reference (gconstpointer window, gpointer user_data G_GNUC_UNUSED)
{
  return g_object_ref ((gpointer) window);
}

/* Each window asks about what is not saved, and may stay. */
static void
quit (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  g_autolist (GtkWindow) windows = NULL;

  if (!_burnish_application_can_quit (user_data))
    return;
  /* Those of discs go with the window that they belong to, or by themselves. */
  windows = g_list_copy_deep (gtk_application_get_windows (user_data), copy_reference, NULL);
  for (GList *l = windows; l != NULL; l = l->next)
    if (BURNISH_IS_WINDOW (l->data) || gtk_window_get_transient_for (l->data) == NULL)
      gtk_window_close (l->data);
}

static void
show_medium (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  burnish_medium_window_present (user_data, burnish_application_get_drives (user_data),
                                 g_variant_get_string (parameter, NULL));
}

/* The disc that a project goes to, where there is no room for it beside the project. */
static void
show_chosen_medium (GSimpleAction *action G_GNUC_UNUSED,
                    GVariant *parameter G_GNUC_UNUSED,
                    gpointer user_data)
{
  BurnishDriveList *drives = burnish_application_get_drives (user_data);
  BurnishDriveItem *item =
      burnish_drive_list_choose (drives, burnish_application_get_settings (user_data));

  if (item != NULL)
    burnish_medium_window_present (user_data, drives,
                                   burnish_drive_get_id (burnish_drive_item_get_drive (item)));
}

static const GActionEntry entries[] = {
  { .name = "new-project", .activate = new_project },
  { .name = "open", .activate = open_file },
  { .name = "choose-image", .activate = choose_image },
  { .name = "burn-image", .activate = burn_image, .parameter_type = "s" },
  { .name = "add-to-project", .activate = add_to_project, .parameter_type = "as" },
  { .name = "show-medium", .activate = show_medium, .parameter_type = "s" },
  { .name = "show-chosen-medium", .activate = show_chosen_medium },
  { .name = "preferences", .activate = show_preferences },
  { .name = "shortcuts", .activate = show_shortcuts },
  { .name = "help", .activate = show_help },
  { .name = "about", .activate = show_about },
  { .name = "permission-help", .activate = show_permission_help, .parameter_type = "s" },
  { .name = "quit", .activate = quit },
};

void
_burnish_application_add_actions (BurnishApplication *self)
{
  g_autoptr (GAction) show_medium_pane =
      g_settings_create_action (burnish_application_get_settings (self), "show-medium-pane");

  g_action_map_add_action (G_ACTION_MAP (self), show_medium_pane);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
