/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-error-dialog.h"

#include "compat/burnish-accessible.h"
#include "compat/burnish-choice-dialog.h"

#include <glib/gi18n.h>

static void
closed_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  g_free (burnish_choice_dialog_choose_finish (result));
}

/*
 * burnish_error_dialog_new_details:
 * @message: a message
 *
 * Returns: (transfer floating): its technical text, folded away
 */
GtkWidget *
burnish_error_dialog_new_details (BurnishMessage *message)
{
  GtkWidget *expander = gtk_expander_new_with_mnemonic (_ ("_Details"));
  GtkWidget *label = gtk_label_new (burnish_message_get_details (message));

  burnish_accessible_set_name (expander, _ ("Details"));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* A selectable label in a closed expander holds the focus back (GTK 4.8). */
  g_object_bind_property (expander, "expanded", label, "selectable", G_BINDING_SYNC_CREATE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_margin_top (label, 6);
  gtk_expander_set_child (GTK_EXPANDER (expander), label);
  return expander;
}

/*
 * burnish_error_dialog_present:
 * @parent: a widget of the window that the dialog belongs to
 * @error: what happened
 */
void
burnish_error_dialog_present (GtkWidget *parent, const GError *error)
{
  const BurnishChoice choice = { "close", _ ("_Close"), ADW_RESPONSE_DEFAULT };
  g_autoptr (BurnishMessage) message = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  message = burnish_message_new_for_error (error);
  burnish_choice_dialog_choose_async (parent, burnish_message_get_heading (message),
                                      burnish_message_get_body (message),
                                      burnish_error_dialog_new_details (message), &choice, 1,
                                      closed_cb, NULL);
}
