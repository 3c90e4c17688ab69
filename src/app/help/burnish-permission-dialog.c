/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "help/burnish-permission-dialog.h"

#include "compat/burnish-accessible.h"
#include "compat/burnish-choice-dialog.h"
#include "help/burnish-help.h"
#include "help/burnish-permission-cure.h"

#include <glib/gi18n.h>

static void
find_in_thread (GTask *task,
                gpointer source G_GNUC_UNUSED,
                gpointer node,
                GCancellable *cancellable G_GNUC_UNUSED)
{
  g_task_return_pointer (task, burnish_permission_cure_find (node, g_get_user_name ()),
                         (GDestroyNotify) burnish_permission_cure_free);
}

static void
copy_clicked_cb (GtkButton *button, GtkLabel *label)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          gtk_label_get_text (label));
  gtk_button_set_icon_name (button, "object-select-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), _ ("Copied"));
  burnish_accessible_set_name (GTK_WIDGET (button), _ ("Copied"));
}

/* Returns: (transfer floating): the command with a button that copies it */
static GtkWidget *
new_command_box (const char *command)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (command);
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 12);
  gtk_widget_add_css_class (label, "monospace");
  /* A command reads from left to right in every language. */
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (button, 6);
  gtk_widget_set_tooltip_text (button, _ ("Copy"));
  burnish_accessible_set_name (button, _ ("Copy"));
  g_signal_connect (button, "clicked", G_CALLBACK (copy_clicked_cb), label);

  gtk_widget_add_css_class (box, "card");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static void
chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) parent = user_data;
  g_autofree char *choice = burnish_choice_dialog_choose_finish (result);

  if (g_strcmp0 (choice, "help") == 0)
    burnish_help_show (parent, "permission");
}

static void
found_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  const BurnishChoice choices[] = { { "close", _ ("_Close"), ADW_RESPONSE_DEFAULT },
                                    { "help", _ ("_Help"), ADW_RESPONSE_DEFAULT } };
  GtkWindow *parent = user_data;
  g_autoptr (BurnishPermissionCure) cure = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *text = burnish_permission_cure_dup_text (cure);

  burnish_choice_dialog_choose_async (parent != NULL ? GTK_WIDGET (parent) : NULL,
                                      _ ("You are not allowed to use the drive"), text,
                                      cure->command != NULL ? new_command_box (cure->command)
                                                            : NULL,
                                      choices, 2, chosen_cb, parent);
}

/*
 * burnish_permission_dialog_present:
 * @parent: (nullable): the window it belongs to
 * @node: path of the drive's device, such as /dev/sr0
 */
void
burnish_permission_dialog_present (GtkWindow *parent, const char *node)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (node != NULL);

  task = g_task_new (NULL, NULL, found_cb, parent != NULL ? g_object_ref (parent) : NULL);
  g_task_set_task_data (task, g_strdup (node), g_free);
  g_task_run_in_thread (task, find_in_thread);
}
