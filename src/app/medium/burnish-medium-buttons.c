/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "medium/burnish-medium-buttons.h"

#include "compat/burnish-accessible.h"

#include <glib/gi18n.h>

static const GError *
get_error (BurnishMediumActions *actions)
{
  BurnishDriveItem *item = burnish_medium_actions_get_item (actions);

  return item != NULL ? burnish_drive_item_get_error (item) : NULL;
}

void
burnish_medium_button_describe (GtkWidget *button, BurnishMediumActions *actions)
{
  const char *name = gtk_actionable_get_action_name (GTK_ACTIONABLE (button));
  g_autofree char *reason = NULL;

  g_return_if_fail (name != NULL && g_str_has_prefix (name, "medium."));

  reason = burnish_medium_actions_dup_reason (actions, name + strlen ("medium."));
  gtk_widget_set_tooltip_text (button, reason);
  if (reason != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    reason, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

void
burnish_medium_button_show_tray (GtkWidget *button, BurnishMediumActions *actions)
{
  const GError *error = get_error (actions);
  gboolean is_open = error != NULL && burnish_error_is_tray_open (error);
  const char *name = is_open ? _ ("Close the Tray") : _ ("Eject");

  burnish_medium_button_describe (button, actions);
  if (gtk_button_get_icon_name (GTK_BUTTON (button)) == NULL)
    {
      gtk_button_set_label (GTK_BUTTON (button), name);
      return;
    }
  burnish_accessible_set_name (button, name);
  if (gtk_widget_get_tooltip_text (button) == NULL)
    gtk_widget_set_tooltip_text (button, name);
}

void
burnish_medium_button_show_cure (GtkWidget *button, BurnishMediumActions *actions)
{
  const GError *error = get_error (actions);
  const char *action = "medium.refresh";
  const char *label = _ ("Try Again");

  gtk_widget_set_visible (button, error != NULL);
  if (error == NULL)
    return;
  if (g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_PERMISSION_DENIED))
    {
      action = "medium.permission-help";
      label = _ ("Get Access…");
    }
  else if (burnish_error_is_tray_open (error))
    {
      action = "medium.load";
      label = _ ("Close the Tray");
    }
  else if (g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC))
    {
      action = "medium.eject";
      label = _ ("Open the Tray");
    }
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}
