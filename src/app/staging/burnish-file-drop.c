/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "staging/burnish-file-drop.h"

#include "staging/burnish-file-list.h"

typedef struct
{
  BurnishFileDropFunc func;
  gpointer user_data;
} Handler;

static void
handler_free (gpointer handler, GClosure *closure G_GNUC_UNUSED)
{
  g_free (handler);
}

/* Takes the list in one piece, as somebody may drop very many files. */
static GListModel *
list_files (const GValue *value)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
      g_ptr_array_add (files, g_object_ref (l->data));
  else if (G_VALUE_HOLDS (value, G_TYPE_FILE) && g_value_get_object (value) != NULL)
    g_ptr_array_add (files, g_value_dup_object (value));
  return burnish_file_list_new (files);
}

static gboolean
accept_cb (GtkDropTarget *target, GdkDrop *drop, gpointer user_data G_GNUC_UNUSED)
{
  return gdk_drop_get_drag (drop) == NULL
         && gdk_content_formats_match (gtk_drop_target_get_formats (target),
                                       gdk_drop_get_formats (drop));
}

/* Files are never moved away from where they are, whatever the other program would like best. */
static GdkDragAction
motion_cb (GtkDropTarget *target G_GNUC_UNUSED,
           double x G_GNUC_UNUSED,
           double y G_GNUC_UNUSED,
           gpointer user_data G_GNUC_UNUSED)
{
  return GDK_ACTION_COPY;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  Handler *handler = user_data;
  g_autoptr (GListModel) files = list_files (value);

  if (g_list_model_get_n_items (files) == 0)
    return FALSE;
  handler->func (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)), files, x, y,
                 handler->user_data);
  return TRUE;
}

/*
 * burnish_file_drop_attach:
 * @widget: a widget, which has the state "drop active" while files are held over it
 * @func: called when files are dropped
 * @user_data: for @func, which must live as long as @widget
 *
 * Lets people drop files on a widget.
 */
void
burnish_file_drop_attach (GtkWidget *widget, BurnishFileDropFunc func, gpointer user_data)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE };
  GtkDropTarget *target;
  Handler *handler;

  g_return_if_fail (GTK_IS_WIDGET (widget) && func != NULL);

  handler = g_new0 (Handler, 1);
  handler->func = func;
  handler->user_data = user_data;
  /* Some programs refuse a target that only copies. */
  target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY | GDK_ACTION_MOVE);
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), NULL);
  g_signal_connect (target, "enter", G_CALLBACK (motion_cb), NULL);
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), NULL);
  g_signal_connect_data (target, "drop", G_CALLBACK (drop_cb), handler, handler_free, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

/* Returns: whether files were copied in another program */
gboolean
burnish_file_paste_is_possible (GtkWidget *widget)
{
  GdkClipboard *clipboard;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  clipboard = gtk_widget_get_clipboard (widget);
  return !gdk_clipboard_is_local (clipboard)
         && gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                   "text/uri-list");
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, list_files (value), g_object_unref);
}

/*
 * burnish_file_paste_async:
 * @widget: a widget
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are there
 * @user_data: for @callback
 *
 * Asks another program for the files that were copied there.
 */
void
burnish_file_paste_async (GtkWidget *widget,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gdk_clipboard_read_value_async (gtk_widget_get_clipboard (widget), GDK_TYPE_FILE_LIST,
                                  G_PRIORITY_DEFAULT, cancellable, pasted_cb,
                                  g_task_new (widget, cancellable, callback, user_data));
}

/* Returns: (transfer full): a list of #GFile, or %NULL with @error */
GListModel *
burnish_file_paste_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
