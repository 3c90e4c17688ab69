/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-view-private.h"

#include "project/burnish-tree-nodes.h"

/*
 * Dragging rows to other folders or to other programs. Whatever is dragged over the list, the
 * folder that would take it is marked and opens when the pointer rests on it, and the list scrolls
 * near its edges. Files of other programs are taken by the staging area around the view.
 */

#define EXPAND_DELAY_MS 700
#define EDGE_PX         36
#define SCROLL_PX       12.0 /* in one frame, at the very edge */

static void
mark (BurnishTreeView *self, GtkWidget *row_widget)
{
  if (self->drop_row == row_widget)
    return;
  if (self->drop_row != NULL)
    {
      gtk_widget_remove_css_class (self->drop_row, "drop-target");
      g_object_remove_weak_pointer (G_OBJECT (self->drop_row), (gpointer *) &self->drop_row);
    }
  self->drop_row = row_widget;
  if (row_widget == NULL)
    return;
  gtk_widget_add_css_class (row_widget, "drop-target");
  g_object_add_weak_pointer (G_OBJECT (row_widget), (gpointer *) &self->drop_row);
}

static gboolean
expand_cb (gpointer user_data)
{
  BurnishTreeView *self = user_data;

  self->expand_id = 0;
  if (!self->narrow)
    burnish_tree_model_expand (self->model, self->drop_folder);
  return G_SOURCE_REMOVE;
}

static gboolean
scroll_cb (G_GNUC_UNUSED GtkWidget *widget, G_GNUC_UNUSED GdkFrameClock *clock, gpointer user_data)
{
  BurnishTreeView *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + self->scroll_speed);
  return G_SOURCE_CONTINUE;
}

static void
stop_scrolling (BurnishTreeView *self)
{
  if (self->scroll_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scroll_id);
  self->scroll_id = 0;
}

static void
scroll_near_edge (BurnishTreeView *self, double y)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double depth = y < EDGE_PX ? y - EDGE_PX : y > height - EDGE_PX ? y - (height - EDGE_PX) : 0;

  self->scroll_speed = depth / EDGE_PX * SCROLL_PX;
  if (depth == 0)
    stop_scrolling (self);
  else if (self->scroll_id == 0)
    self->scroll_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, self, NULL);
}

void
_burnish_tree_view_end_drop (BurnishTreeView *self)
{
  mark (self, NULL);
  g_clear_handle_id (&self->expand_id, g_source_remove);
  stop_scrolling (self);
  self->drop_folder = BURNISH_NODE_NONE;
}

/*
 * burnish_tree_view_get_drop_folder:
 * @self: a view with a project
 * @x: in the coordinates of the view
 * @y: in the coordinates of the view
 *
 * Returns: the folder that takes what is dropped at a point: the one in that row, the one around a
 *   file's row, or the outermost one where there is no row
 */
BurnishNode
burnish_tree_view_get_drop_folder (BurnishTreeView *self, double x, double y)
{
  BurnishTreeCell *cell;
  BurnishTreeRow *row;
  BurnishNode node;

  g_return_val_if_fail (BURNISH_IS_TREE_VIEW (self), BURNISH_NODE_ROOT);
  g_return_val_if_fail (self->model != NULL, BURNISH_NODE_ROOT);

  cell = _burnish_tree_view_cell_at (self, x, y);
  row = cell != NULL ? burnish_tree_cell_get_row (cell) : NULL;
  if (row == NULL)
    return burnish_tree_model_get_root (self->model);
  node = burnish_tree_row_get_node (row);
  return burnish_tree_row_is_folder (row)
             ? node
             : burnish_tree_get_parent (burnish_tree_row_get_tree (row), node);
}

static void
motion_cb (BurnishTreeView *self, double x, double y)
{
  BurnishTreeCell *cell;
  BurnishTreeRow *row;
  BurnishNode folder;

  if (self->model == NULL)
    return;
  cell = _burnish_tree_view_cell_at (self, x, y);
  row = cell != NULL ? burnish_tree_cell_get_row (cell) : NULL;
  folder = burnish_tree_view_get_drop_folder (self, x, y);
  mark (self, row != NULL && burnish_tree_row_is_folder (row)
                  ? burnish_tree_cell_get_row_widget (cell)
                  : NULL);
  scroll_near_edge (self, y);
  if (folder == self->drop_folder)
    return;
  self->drop_folder = folder;
  g_clear_handle_id (&self->expand_id, g_source_remove);
  if (row != NULL && burnish_tree_row_get_node (row) == folder)
    self->expand_id = g_timeout_add (EXPAND_DELAY_MS, expand_cb, self);
}

static gboolean
drop_cb (BurnishTreeView *self, const GValue *value, double x, double y)
{
  BurnishTreeNodes *nodes = g_value_get_boxed (value);
  BurnishNode folder;

  if (self->model == NULL || nodes == NULL || nodes->project != self->project)
    return FALSE;
  folder = burnish_tree_view_get_drop_folder (self, x, y);
  _burnish_tree_view_end_drop (self);
  _burnish_tree_view_emit_nodes_dropped (self, nodes, folder);
  return TRUE;
}

void
_burnish_tree_view_add_drag (BurnishTreeView *self)
{
  GtkEventController *motion = gtk_drop_controller_motion_new ();
  GtkDropTarget *target = gtk_drop_target_new (BURNISH_TYPE_TREE_NODES, GDK_ACTION_COPY);

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (_burnish_tree_view_end_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* The row that is dragged, or all selected ones if it is among them. */
static GArray *
dup_dragged (BurnishTreeView *self, BurnishNode node)
{
  guint position = burnish_tree_model_get_position (self->model, node);
  GArray *nodes;

  if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->model), position))
    return burnish_tree_model_dup_selected (self->model);
  nodes = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  g_array_append_val (nodes, node);
  return nodes;
}

static GdkContentProvider *
prepare_cb (BurnishTreeView *self, double x, double y, GtkDragSource *source)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  BurnishTreeRow *row = burnish_tree_cell_get_row (BURNISH_TREE_CELL (widget));
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GArray) nodes = NULL;

  if (row == NULL || self->model == NULL)
    return NULL;
  nodes = dup_dragged (self, burnish_tree_row_get_node (row));
  gtk_drag_source_set_icon (source, paintable, (int) x, (int) y);
  return burnish_tree_nodes_make_content (self->project, nodes, FALSE);
}

/* GTK 4.8 begins to select with the press that the drag came from, and never hears of its end when
   that is in another program. A new gesture of the list knows nothing of the press. */
static void
drag_begin_cb (BurnishTreeView *self)
{
  gtk_column_view_set_enable_rubberband (self->column_view, FALSE);
  gtk_column_view_set_enable_rubberband (self->column_view, TRUE);
}

void
_burnish_tree_view_add_drag_source (BurnishTreeView *self, BurnishTreeCell *cell)
{
  GtkDragSource *source = gtk_drag_source_new ();

  /* A file manager that may move files does so, and the person's own files would be gone from
     where they are. So rows are moved in the project without the pointer's sign for it. */
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (prepare_cb), self);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (cell), GTK_EVENT_CONTROLLER (source));
}
