/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-accelerators.h"
#include "burnish-mnemonic.h"
#include "project/burnish-project-page-private.h"

#include <glib/gi18n.h>

/* Menus are made when they are opened, for they name the step that can be undone. Verbs that do not
   apply are left out, except those that people look for in a place that they know. */

/* GTK knows of no keys but the application's. */
static GMenuItem *
make_item (const char *label, const char *action)
{
  GMenuItem *item = g_menu_item_new (label, action);
  const char *key = burnish_accelerators_get_key (action);

  if (key != NULL)
    g_menu_item_set_attribute (item, "accel", "s", key);
  return item;
}

static void
add (GMenu *menu, const char *label, const char *action)
{
  g_autoptr (GMenuItem) item = make_item (label, action);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

static void
add_always (GMenu *menu, const char *label, const char *action)
{
  g_autoptr (GMenuItem) item = make_item (label, action);

  g_menu_append_item (menu, item);
}

static void
add_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/* The step's name is no label with a mnemonic. */
static void
add_step (GMenu *menu, GtkWidget *button, const char *action)
{
  g_autofree char *label = burnish_mnemonic_escape (gtk_widget_get_tooltip_text (button));

  add_always (menu, label, action);
}

static GMenu *
make_open_section (void)
{
  GMenu *section = g_menu_new ();

  add (section, _ ("_Open"), "project.open-source");
  add (section, _ ("_Show in File Manager"), "project.show-source");
  add (section, _ ("Show in _Folder"), "project.show-in-folder");
  add (section, _ ("_Expand All"), "project.expand-all");
  add (section, _ ("C_ollapse"), "project.collapse-all");
  return section;
}

static GMenu *
make_edit_section (gboolean has_selection)
{
  GMenu *section = g_menu_new ();

  if (has_selection)
    {
      add_always (section, _ ("Cu_t"), "project.cut");
      add_always (section, _ ("_Copy"), "project.copy");
    }
  add_always (section, _ ("_Paste"), "project.paste");
  return section;
}

static GMenu *
make_change_section (void)
{
  GMenu *section = g_menu_new ();

  add (section, _ ("_Rename…"), "project.rename");
  add (section, _ ("Re_move from Project"), "project.remove");
  return section;
}

static GMenu *
make_new_section (void)
{
  GMenu *section = g_menu_new ();

  add (section, _ ("_New Folder"), "project.new-folder");
  add (section, _ ("Add F_iles…"), "project.add-files");
  add (section, _ ("Add Fo_lder…"), "project.add-folders");
  add (section, _ ("Add from Ima_ge…"), "project.add-image");
  add (section, _ ("What Was Left _Out"), "project.show-left-out");
  return section;
}

static GMenu *
make_select_section (void)
{
  GMenu *section = g_menu_new ();

  add (section, _ ("Select _All"), "project.select-all");
  add (section, _ ("_Invert Selection"), "project.invert-selection");
  return section;
}

static GMenuModel *
make_context_menu (BurnishProjectPage *self)
{
  GMenu *menu = g_menu_new ();
  gboolean has_selection =
      burnish_tree_model_get_n_selected (burnish_tree_view_get_model (self->tree_view)) > 0;
  g_autoptr (GMenu) open = make_open_section ();
  g_autoptr (GMenu) fresh = make_new_section ();
  g_autoptr (GMenu) edit = make_edit_section (has_selection);
  g_autoptr (GMenu) change = make_change_section ();
  g_autoptr (GMenu) choose = make_select_section ();

  add_section (menu, open);
  if (!has_selection)
    add_section (menu, fresh);
  add_section (menu, edit);
  add_section (menu, change);
  if (!has_selection)
    add_section (menu, choose);
  return G_MENU_MODEL (menu);
}

static void
unparent_cb (gpointer popover)
{
  gtk_widget_unparent (popover);
  g_object_unref (popover);
}

/* The row that the menu was for has the keyboard again. The action that was chosen comes after
   "closed". */
static void
closed_cb (GtkWidget *popover)
{
  gtk_widget_grab_focus (gtk_widget_get_parent (popover));
  g_idle_add_once (unparent_cb, g_object_ref (popover));
}

static void
menu_cb (BurnishProjectPage *self, double x, double y)
{
  g_autoptr (GMenuModel) menu = make_context_menu (self);
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);
  const GdkRectangle area = { (int) x, (int) y, 1, 1 };

  gtk_widget_set_parent (popover, GTK_WIDGET (self->tree_view));
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &area);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
make_more_menu (GtkMenuButton *button, gpointer user_data)
{
  BurnishProjectPage *self = user_data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) steps = g_menu_new ();
  g_autoptr (GMenu) find = g_menu_new ();
  g_autoptr (GMenu) choose = make_select_section ();
  g_autoptr (GMenu) disc = g_menu_new ();

  g_menu_append (disc, _ ("Show the _Disc"), "app.show-chosen-medium");
  add_step (steps, self->undo_button, "project.undo");
  add_step (steps, self->redo_button, "project.redo");
  add_always (find, _ ("_Find Files"), "project.find");
  add (find, _ ("_New Folder"), "project.new-folder");
  add_always (find, _ ("_Paste"), "project.paste");
  add_section (menu, steps);
  add_section (menu, find);
  add_section (menu, choose);
  add_section (menu, disc);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

void
_burnish_project_page_add_menus (BurnishProjectPage *self)
{
  g_signal_connect_swapped (self->tree_view, "menu", G_CALLBACK (menu_cb), self);
  gtk_menu_button_set_create_popup_func (self->more_button, make_more_menu, self, NULL);
}
