/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-accelerators.h"

#include <glib/gi18n.h>

static const BurnishAccelerator accelerators[] = {
  { "app.new-project", { "<Control>n" }, N_ ("General"), N_ ("New project") },
  { "app.open", { "<Control>o" }, N_ ("General"), N_ ("Open a project or an image file") },
  { "win.save", { "<Control>s" }, N_ ("General"), N_ ("Save the project") },
  { "win.save-as", { "<Control><Shift>s" }, N_ ("General"), N_ ("Save the project as a new file") },
  { "app.preferences", { "<Control>comma" }, N_ ("General"), N_ ("Preferences") },
  { "app.shortcuts", { "<Control>question" }, N_ ("General"), N_ ("Keyboard shortcuts") },
  { "app.help", { "F1" }, N_ ("General"), N_ ("Help") },
  { "window.close", { "<Control>w" }, N_ ("General"), N_ ("Close the window") },
  { "app.quit", { "<Control>q" }, N_ ("General"), N_ ("Quit") },
  { NULL, { "F10" }, N_ ("General"), N_ ("Main menu") },
  { NULL, { "<Shift>F10", "Menu" }, N_ ("General"), N_ ("Context menu") },
  { NULL, { "plus" }, N_ ("General"), N_ ("Expand a folder") },
  { NULL, { "minus" }, N_ ("General"), N_ ("Collapse a folder") },
  { NULL, { "asterisk" }, N_ ("General"), N_ ("Expand a folder and all in it") },
  { NULL, { "BackSpace" }, N_ ("General"), N_ ("Go to the folder around it") },
  { "project.burn", { "<Control>b" }, N_ ("Project"), N_ ("Burn the project") },
  { "project.undo", { "<Control>z" }, N_ ("Project"), N_ ("Undo") },
  { "project.redo", { "<Control><Shift>z", "<Control>y" }, N_ ("Project"), N_ ("Redo") },
  { "project.find", { "<Control>f" }, N_ ("Project"), N_ ("Find files") },
  { "project.add-files", { "<Control><Shift>a" }, N_ ("Project"), N_ ("Add files") },
  { "project.new-folder", { "<Control><Shift>n" }, N_ ("Project"), N_ ("New folder") },
  { "project.rename", { "F2" }, N_ ("Project"), N_ ("Rename") },
  { "project.remove", { "Delete", "KP_Delete" }, N_ ("Project"), N_ ("Remove from the project") },
  { "project.cut", { "<Control>x" }, N_ ("Project"), N_ ("Cut") },
  { "project.copy", { "<Control>c" }, N_ ("Project"), N_ ("Copy") },
  { "project.paste", { "<Control>v" }, N_ ("Project"), N_ ("Paste") },
  { "project.select-all", { "<Control>a" }, N_ ("Project"), N_ ("Select all") },
  { "project.invert-selection",
    { "<Control><Shift>i" },
    N_ ("Project"),
    N_ ("Invert the selection") },
  { "project.show-in-folder",
    { "<Control><Alt>o" },
    N_ ("Project"),
    N_ ("Show what was found in its folder") },
};

/* All others work anywhere. */
static const char *const page_actions[] = { "project.undo", "project.redo", "project.paste", NULL };
static const char *const list_actions[] = {
  "project.rename",
  "project.remove",
  "project.cut",
  "project.copy",
  "project.select-all",
  "project.invert-selection",
  "project.show-in-folder",
  NULL,
};

static BurnishAcceleratorScope
get_scope (const BurnishAccelerator *accelerator)
{
  if (accelerator->action == NULL)
    return BURNISH_ACCELERATOR_BUILT_IN;
  if (g_strv_contains (page_actions, accelerator->action))
    return BURNISH_ACCELERATOR_PAGE;
  if (g_strv_contains (list_actions, accelerator->action))
    return BURNISH_ACCELERATOR_LIST;
  return BURNISH_ACCELERATOR_ANYWHERE;
}

const BurnishAccelerator *
burnish_accelerators_get (gsize *n_accelerators)
{
  *n_accelerators = G_N_ELEMENTS (accelerators);
  return accelerators;
}

void
burnish_accelerators_apply (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    if (get_scope (&accelerators[i]) == BURNISH_ACCELERATOR_ANYWHERE)
      gtk_application_set_accels_for_action (application, accelerators[i].action,
                                             (const char *const *) accelerators[i].keys);
}

static void
add_keys (GtkShortcutController *controller, const BurnishAccelerator *accelerator)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accelerator->keys) && accelerator->keys[i] != NULL; i++)
    gtk_shortcut_controller_add_shortcut (
        controller, gtk_shortcut_new (gtk_shortcut_trigger_parse_string (accelerator->keys[i]),
                                      gtk_named_action_new (accelerator->action)));
}

/*
 * burnish_accelerators_add_to:
 * @widget: a page, or a list
 * @scope: which shortcuts
 *
 * Gives a widget the shortcuts that work in it.
 */
void
burnish_accelerators_add_to (GtkWidget *widget, BurnishAcceleratorScope scope)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    if (get_scope (&accelerators[i]) == scope)
      add_keys (GTK_SHORTCUT_CONTROLLER (controller), &accelerators[i]);
  if (scope == BURNISH_ACCELERATOR_PAGE)
    gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                       GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_widget_add_controller (widget, controller);
}

/* Returns: (nullable): the key that a menu shows beside an action */
const char *
burnish_accelerators_get_key (const char *action)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    if (g_strcmp0 (accelerators[i].action, action) == 0)
      return accelerators[i].keys[0];
  return NULL;
}
