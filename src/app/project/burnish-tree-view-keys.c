/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-view-private.h"

/*
 * Keys and clicks on rows that GTK's list does not know: arrows expand and collapse, and the menu
 * is asked for by the second button, by a long press, or by key.
 */

/* The row that has the keyboard. */
static BurnishTreeRow *
get_focused_row (BurnishTreeView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  BurnishTreeCell *cell;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->column_view)))
    return NULL;
  cell = burnish_tree_cell_at (focus);
  return cell != NULL ? burnish_tree_cell_get_row (cell) : NULL;
}

static gboolean
expand_row (BurnishTreeView *self, BurnishTreeRow *row)
{
  BurnishNode node = burnish_tree_row_get_node (row);

  if (!burnish_tree_row_is_expandable (row))
    return FALSE;
  if (self->narrow)
    burnish_tree_view_set_root (self, node);
  else if (!burnish_tree_row_is_expanded (row))
    burnish_tree_model_expand (self->model, node);
  else
    _burnish_tree_view_move_to (self, burnish_tree_model_get_position (self->model, node) + 1,
                                TRUE);
  return TRUE;
}

static gboolean
go_up (BurnishTreeView *self)
{
  BurnishNode root = burnish_tree_model_get_root (self->model);

  if (root == BURNISH_NODE_ROOT)
    return FALSE;
  burnish_tree_view_go_to (self, &root, 1);
  return TRUE;
}

static gboolean
collapse_row (BurnishTreeView *self, BurnishTreeRow *row)
{
  BurnishNode node = burnish_tree_row_get_node (row);
  guint position;

  if (burnish_tree_row_is_hit (row))
    return FALSE;
  if (burnish_tree_row_is_expanded (row))
    {
      burnish_tree_model_collapse (self->model, node);
      return TRUE;
    }
  position = burnish_tree_model_get_position (
      self->model, burnish_tree_get_parent (burnish_tree_row_get_tree (row), node));
  if (position == GTK_INVALID_LIST_POSITION)
    return self->narrow && go_up (self);
  _burnish_tree_view_move_to (self, position, TRUE);
  return TRUE;
}

static gboolean
key_pressed_cb (BurnishTreeView *self,
                guint key,
                G_GNUC_UNUSED guint code,
                GdkModifierType state,
                G_GNUC_UNUSED GtkEventController *controller)
{
  BurnishTreeRow *row = self->model != NULL ? get_focused_row (self) : NULL;
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (row == NULL || (state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  /* Some keyboards have characters only with Shift; with arrows it means to select more. */
  if ((state & GDK_SHIFT_MASK) != 0 && key != GDK_KEY_plus && key != GDK_KEY_asterisk)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return is_rtl ? collapse_row (self, row) : expand_row (self, row);
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return is_rtl ? expand_row (self, row) : collapse_row (self, row);
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
      return burnish_tree_row_is_expanded (row) || expand_row (self, row);
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      return !burnish_tree_row_is_expanded (row) || collapse_row (self, row);
    case GDK_KEY_asterisk:
    case GDK_KEY_KP_Multiply:
      burnish_tree_model_expand_all (self->model, burnish_tree_row_get_node (row));
      return GDK_EVENT_STOP;
    case GDK_KEY_BackSpace:
      return go_up (self);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* A menu is for the row that was clicked; if that is not selected, it is now and nothing else. */
static void
open_menu_at (BurnishTreeView *self, double x, double y)
{
  BurnishTreeCell *cell = _burnish_tree_view_cell_at (self, x, y);
  BurnishTreeRow *row = cell != NULL ? burnish_tree_cell_get_row (cell) : NULL;
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->model);

  if (row == NULL)
    gtk_selection_model_unselect_all (selection);
  else
    {
      guint position =
          burnish_tree_model_get_position (self->model, burnish_tree_row_get_node (row));

      if (!gtk_selection_model_is_selected (selection, position))
        _burnish_tree_view_move_to (self, position, TRUE);
    }
  _burnish_tree_view_emit_menu (self, x, y);
}

static void
pressed_cb (BurnishTreeView *self,
            G_GNUC_UNUSED int n_press,
            double x,
            double y,
            GtkGesture *gesture)
{
  if (self->model == NULL)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_at (self, x, y);
}

static void
long_pressed_cb (BurnishTreeView *self, double x, double y, GtkGesture *gesture)
{
  if (self->model == NULL)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_at (self, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget, G_GNUC_UNUSED GVariant *arguments, G_GNUC_UNUSED gpointer data)
{
  BurnishTreeView *self = BURNISH_TREE_VIEW (widget);
  BurnishTreeRow *row = self->model != NULL ? get_focused_row (self) : NULL;
  GdkRectangle area = { 0 };

  if (self->model == NULL)
    return FALSE;
  if (row != NULL)
    {
      guint position =
          burnish_tree_model_get_position (self->model, burnish_tree_row_get_node (row));

      if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->model), position))
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->model), position, TRUE);
      burnish_tree_view_get_area (self, burnish_tree_row_get_node (row), &area);
    }
  _burnish_tree_view_emit_menu (self, area.x + area.width / 3, area.y + area.height);
  return TRUE;
}

static void
add_menu_keys (BurnishTreeView *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger =
      gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Menu, 0),
                                   gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK));

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (trigger, gtk_callback_action_new (menu_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
_burnish_tree_view_add_keys (BurnishTreeView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *long_press = gtk_gesture_long_press_new ();

  /* Before the list takes the arrows for itself, or a search the characters. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (long_press), TRUE);
  g_signal_connect_swapped (long_press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (long_press));
  add_menu_keys (self);
}
