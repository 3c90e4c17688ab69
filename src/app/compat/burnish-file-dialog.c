/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compat/burnish-file-dialog.h"

static const GtkFileChooserAction actions[] = {
  [BURNISH_FILE_DIALOG_OPEN] = GTK_FILE_CHOOSER_ACTION_OPEN,
  [BURNISH_FILE_DIALOG_FOLDER] = GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
  [BURNISH_FILE_DIALOG_SAVE] = GTK_FILE_CHOOSER_ACTION_SAVE,
};

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (gsize i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

/*
 * burnish_file_dialog_choose_async:
 * @parent: a widget of the window that the dialog belongs to
 * @options: what to ask for
 * @callback: called when there is an answer
 * @user_data: for @callback
 */
void
burnish_file_dialog_choose_async (GtkWidget *parent,
                                  const BurnishFileDialogOptions *options,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (options->title, window, actions[options->kind],
                                   options->accept_label, NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (chooser, options->multiple);
  if (options->name != NULL)
    {
      g_autofree char *name = g_filename_display_name (options->name);

      gtk_file_chooser_set_current_name (chooser, name);
    }
  if (options->folder != NULL)
    gtk_file_chooser_set_current_folder (chooser, options->folder, NULL);
  if (options->patterns != NULL)
    add_filter (chooser, options->filter_name, options->patterns);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb),
                    g_task_new (NULL, NULL, callback, user_data));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/*
 * burnish_file_dialog_choose_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a list of #GFile, at least one
 */
GListModel *
burnish_file_dialog_choose_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
