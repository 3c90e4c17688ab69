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

/*
 * A button names itself with its text and the mark of the mnemonic, and its label names it once
 * more: “_Close Close”. One that has only an icon is named by its tooltip.
 */
static void
name_button (GtkButton *button)
{
  GtkWidget *child = gtk_button_get_child (button);

  if (gtk_button_get_label (button) != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  else if (GTK_IS_LABEL (child))
    burnish_accessible_set_name (GTK_WIDGET (button), gtk_label_get_text (GTK_LABEL (child)));
  else if (gtk_widget_get_tooltip_text (GTK_WIDGET (button)) != NULL)
    burnish_accessible_set_name (GTK_WIDGET (button),
                                 gtk_widget_get_tooltip_text (GTK_WIDGET (button)));
}

/*
 * burnish_accessible_name_buttons:
 * @widget: a window or widget of a library, which makes its own buttons
 *
 * Names all buttons in @widget.
 */
void
burnish_accessible_name_buttons (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_BUTTON (child) && !GTK_IS_WINDOW_CONTROLS (gtk_widget_get_parent (child)))
        name_button (GTK_BUTTON (child));
      burnish_accessible_name_buttons (child);
    }
}
