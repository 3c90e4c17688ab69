/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-accelerators.h"

#include <glib/gi18n.h>

/* Keys that a list or an entry also uses for itself belong to the widgets (delete, select all). */
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
  { "project.burn", { "<Control>b" }, N_ ("Project"), N_ ("Burn the project") },
  { "project.undo", { "<Control>z" }, N_ ("Project"), N_ ("Undo") },
  { "project.redo", { "<Control><Shift>z", "<Control>y" }, N_ ("Project"), N_ ("Redo") },
  { "project.find", { "<Control>f" }, N_ ("Project"), N_ ("Find files") },
  { "project.add-files", { "<Control><Shift>a" }, N_ ("Project"), N_ ("Add files") },
  { "project.new-folder", { "<Control><Shift>n" }, N_ ("Project"), N_ ("New folder") },
};

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
    gtk_application_set_accels_for_action (application, accelerators[i].action,
                                           (const char *const *) accelerators[i].keys);
}
