/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compat/burnish-accessible.h"

/*
 * burnish_accessible_set_name:
 * @widget: a widget
 * @name: its name for people who do not see it
 *
 * Names a widget that shows no text of its own, such as a button with an icon.
 */
void
burnish_accessible_set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/*
 * burnish_accessible_name_cell:
 * @child: what a factory put into a list item
 * @name: name of the cell
 *
 * Call it when the item is bound.
 */
void
burnish_accessible_name_cell (GtkWidget *child, const char *name)
{
  GtkWidget *cell = gtk_widget_get_parent (child);

  if (cell != NULL)
    burnish_accessible_set_name (cell, name);
}

/*
 * burnish_accessible_name_row:
 * @child: what a factory put into a cell of a column view's row
 * @name: name of the whole row
 *
 * Call it when the item of the first column is bound.
 */
void
burnish_accessible_name_row (GtkWidget *child, const char *name)
{
  GtkWidget *cell = gtk_widget_get_parent (child);
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;

  if (row != NULL)
    burnish_accessible_set_name (row, name);
}
