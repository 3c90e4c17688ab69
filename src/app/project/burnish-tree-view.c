/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-view.h"

#include "project/burnish-tree-view-private.h"

/* What points to a name points to its beginning. */
#define NAME_PX 160

typedef enum
{
  PROP_NARROW = 1,
  PROP_ROOT,
} BurnishTreeViewProperty;

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ACTIVATED,
  SIGNAL_MENU,
  SIGNAL_NODES_DROPPED,
  N_SIGNALS
};

static GParamSpec *properties[PROP_ROOT + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BurnishTreeView, burnish_tree_view, ADW_TYPE_BIN)

static void
burnish_tree_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishTreeView *self = BURNISH_TREE_VIEW (object);

  switch ((BurnishTreeViewProperty) prop_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_ROOT:
      g_value_set_uint (value, burnish_tree_view_get_root (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_tree_view_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  BurnishTreeView *self = BURNISH_TREE_VIEW (object);

  switch ((BurnishTreeViewProperty) prop_id)
    {
    case PROP_NARROW:
      burnish_tree_view_set_narrow (self, g_value_get_boolean (value));
      break;
    case PROP_ROOT:
      burnish_tree_view_set_root (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
update_layout_cb (gpointer user_data)
{
  BurnishTreeView *self = user_data;

  self->layout_id = 0;
  _burnish_tree_view_update_columns (self, self->width_px);
  return G_SOURCE_REMOVE;
}

/* Columns come and go by width; that may not happen while sizes are given out. */
static void
width_changed_cb (BurnishTreeView *self, G_GNUC_UNUSED GParamSpec *pspec, GtkAdjustment *adjustment)
{
  int width_px = (int) gtk_adjustment_get_page_size (adjustment);

  if (self->width_px == width_px)
    return;
  self->width_px = width_px;
  if (self->layout_id == 0)
    self->layout_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_layout_cb, self, NULL);
}

static void
toggle_action (GtkWidget *widget, G_GNUC_UNUSED const char *name, GVariant *parameter)
{
  _burnish_tree_view_toggle (BURNISH_TREE_VIEW (widget), g_variant_get_uint32 (parameter));
}

/* Menus and the like that are open still. */
static void
close_popovers (BurnishTreeView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (GTK_IS_POPOVER (child))
        gtk_widget_unparent (child);
      child = next;
    }
}

static void
burnish_tree_view_dispose (GObject *object)
{
  BurnishTreeView *self = BURNISH_TREE_VIEW (object);

  close_popovers (self);
  g_clear_handle_id (&self->layout_id, g_source_remove);
  burnish_tree_view_set_project (self, NULL);
  if (self->column_view != NULL)
    _burnish_tree_view_drop_columns (self);
  self->column_view = NULL;

  G_OBJECT_CLASS (burnish_tree_view_parent_class)->dispose (object);
}

/* The first cell of a node's row, if there is one on the screen or near it. */
static BurnishTreeCell *
find_cell (BurnishTreeView *self, BurnishNode node)
{
  GtkWidget *row = gtk_widget_get_first_child (_burnish_tree_view_get_list (self));

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      BurnishTreeCell *cell = burnish_tree_cell_at (row);
      BurnishTreeRow *item = cell != NULL ? burnish_tree_cell_get_row (cell) : NULL;

      if (item != NULL && burnish_tree_row_get_node (item) == node
          && gtk_widget_get_child_visible (row))
        return cell;
    }
  return NULL;
}

static gboolean
burnish_tree_view_grab_focus (GtkWidget *widget)
{
  BurnishTreeView *self = BURNISH_TREE_VIEW (widget);
  BurnishTreeCell *cell = find_cell (self, self->focused);

  return gtk_widget_grab_focus (cell != NULL ? burnish_tree_cell_get_row_widget (cell)
                                             : _burnish_tree_view_get_list (self));
}

/* Rows are told apart by their nodes: their widgets serve one node after the other. */
static void
focus_changed_cb (BurnishTreeView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  BurnishTreeCell *cell = focus != NULL ? burnish_tree_cell_at (focus) : NULL;

  if (cell != NULL && burnish_tree_cell_get_row (cell) != NULL)
    self->focused = burnish_tree_row_get_node (burnish_tree_cell_get_row (cell));
}

static void
burnish_tree_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (burnish_tree_view_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget",
                           G_CALLBACK (focus_changed_cb), widget, G_CONNECT_SWAPPED);
}

static void
burnish_tree_view_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_root (widget), widget);
  GTK_WIDGET_CLASS (burnish_tree_view_parent_class)->unroot (widget);
}

static void
add_signals (void)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BURNISH_TYPE_TREE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", BURNISH_TYPE_TREE_VIEW, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_MENU] = g_signal_new ("menu", BURNISH_TYPE_TREE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_NODES_DROPPED] =
      g_signal_new ("nodes-dropped", BURNISH_TYPE_TREE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, BURNISH_TYPE_TREE_NODES, G_TYPE_UINT);
}

static void
burnish_tree_view_class_init (BurnishTreeViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = burnish_tree_view_get_property;
  object_class->set_property = burnish_tree_view_set_property;
  object_class->dispose = burnish_tree_view_dispose;
  widget_class->grab_focus = burnish_tree_view_grab_focus;
  widget_class->root = burnish_tree_view_root;
  widget_class->unroot = burnish_tree_view_unroot;
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROOT] =
      g_param_spec_uint ("root", NULL, NULL, 0, G_MAXUINT, BURNISH_NODE_ROOT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  add_signals ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/burnish/Burnish/project/burnish-tree-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishTreeView, stack);
  gtk_widget_class_bind_template_child (widget_class, BurnishTreeView, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, BurnishTreeView, column_view);
  gtk_widget_class_install_action (widget_class, "tree.toggle", "u", toggle_action);
}

static void
activate_cb (BurnishTreeView *self, guint position)
{
  BurnishNode node = burnish_tree_model_get_node (self->model, position);

  if (node == BURNISH_NODE_NONE)
    return;
  if (burnish_tree_get_kind (burnish_tree_model_get_tree (self->model), node)
      != BURNISH_NODE_FOLDER)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, node);
  else if (burnish_tree_model_shows_hits (self->model))
    burnish_tree_view_go_to (self, &node, 1);
  else if (self->narrow)
    burnish_tree_view_set_root (self, node);
  else
    _burnish_tree_view_toggle (self, node);
}

static void
burnish_tree_view_init (BurnishTreeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->drop_folder = self->focused = BURNISH_NODE_NONE;
  _burnish_tree_view_add_columns (self);
  _burnish_tree_view_add_keys (self);
  _burnish_tree_view_add_drag (self);
  g_signal_connect_swapped (self->column_view, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scrolled_window),
                           "notify::page-size", G_CALLBACK (width_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* What the list shows when there is nothing in it. */
static void
rows_changed_cb (BurnishTreeView *self)
{
  gboolean shows_hits = burnish_tree_model_shows_hits (self->model);
  BurnishTree *tree = burnish_tree_model_get_tree (self->model);
  const char *page = "list";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    {
      if (shows_hits)
        page = "no-hits";
      else if (burnish_tree_get_n_children (tree, BURNISH_NODE_ROOT) == 0)
        page = "empty";
    }
  gtk_stack_set_visible_child_name (self->stack, page);
  /* A list without rows takes the focus where it cannot be seen, and keeps it (GTK 4.8). */
  gtk_widget_set_can_focus (GTK_WIDGET (self->scrolled_window), g_str_equal (page, "list"));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROOT]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
selection_changed_cb (BurnishTreeView *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
missing_changed_cb (BurnishTreeView *self)
{
  g_autoptr (GArray) missing = burnish_project_dup_missing (self->project);

  burnish_tree_model_set_missing (self->model, missing);
}

static void
drop_project (BurnishTreeView *self)
{
  _burnish_tree_view_end_drop (self);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->column_view != NULL)
    gtk_column_view_set_model (self->column_view, NULL);
  g_clear_object (&self->model);
  g_clear_object (&self->project);
}

/*
 * burnish_tree_view_set_project:
 * @self: a view
 * @project: (nullable): what to show
 */
void
burnish_tree_view_set_project (BurnishTreeView *self, BurnishProject *project)
{
  g_return_if_fail (BURNISH_IS_TREE_VIEW (self));

  if (self->project == project)
    return;
  drop_project (self);
  if (project == NULL)
    return;
  self->project = g_object_ref (project);
  self->model = burnish_tree_model_new (burnish_project_get_tree (project));
  _burnish_tree_view_update_sort (self);
  gtk_column_view_set_model (self->column_view, GTK_SELECTION_MODEL (self->model));
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (rows_changed_cb), self);
  g_signal_connect_swapped (self->model, "selection-changed", G_CALLBACK (selection_changed_cb),
                            self);
  g_signal_connect_swapped (project, "notify::n-missing", G_CALLBACK (missing_changed_cb), self);
  missing_changed_cb (self);
  rows_changed_cb (self);
}

/* Returns: (transfer none) (nullable): the rows */
BurnishTreeModel *
burnish_tree_view_get_model (BurnishTreeView *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_VIEW (self), NULL);

  return self->model;
}

/* Returns: the folder whose children are the outermost rows */
BurnishNode
burnish_tree_view_get_root (BurnishTreeView *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_VIEW (self), BURNISH_NODE_ROOT);

  return self->model != NULL ? burnish_tree_model_get_root (self->model) : BURNISH_NODE_ROOT;
}

/*
 * burnish_tree_view_set_root:
 * @self: a view with a project
 * @root: a folder in the tree
 *
 * Shows only what is in one folder.
 */
void
burnish_tree_view_set_root (BurnishTreeView *self, BurnishNode root)
{
  g_return_if_fail (BURNISH_IS_TREE_VIEW (self));
  g_return_if_fail (self->model != NULL);

  if (burnish_tree_model_get_root (self->model) == root)
    return;
  burnish_tree_model_find (self->model, NULL);
  burnish_tree_model_set_root (self->model, root);
  rows_changed_cb (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    _burnish_tree_view_move_to (self, 0, FALSE);
}

gboolean
burnish_tree_view_get_narrow (BurnishTreeView *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_VIEW (self), FALSE);

  return self->narrow;
}

/*
 * burnish_tree_view_set_narrow:
 * @self: a view
 * @narrow: whether there is little room
 *
 * With little room a folder is entered and not expanded.
 */
void
burnish_tree_view_set_narrow (BurnishTreeView *self, gboolean narrow)
{
  g_return_if_fail (BURNISH_IS_TREE_VIEW (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  if (!narrow && self->model != NULL)
    {
      BurnishNode root = burnish_tree_model_get_root (self->model);

      if (root != BURNISH_NODE_ROOT)
        {
          burnish_tree_view_set_root (self, BURNISH_NODE_ROOT);
          burnish_tree_model_reveal (self->model, root);
          burnish_tree_model_expand (self->model, root);
        }
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

/* Returns: the folder that something new goes to: the one that is selected, or the one around the
   selection */
BurnishNode
burnish_tree_view_get_target (BurnishTreeView *self)
{
  g_autoptr (GArray) nodes = NULL;
  BurnishTree *tree;
  BurnishNode node;

  g_return_val_if_fail (BURNISH_IS_TREE_VIEW (self), BURNISH_NODE_ROOT);
  g_return_val_if_fail (self->model != NULL, BURNISH_NODE_ROOT);

  nodes = burnish_tree_model_dup_selected (self->model);
  if (nodes->len == 0)
    return burnish_tree_model_get_root (self->model);
  tree = burnish_tree_model_get_tree (self->model);
  node = g_array_index (nodes, BurnishNode, 0);
  return nodes->len == 1 && burnish_tree_get_kind (tree, node) == BURNISH_NODE_FOLDER
             ? node
             : burnish_tree_get_parent (tree, node);
}

/*
 * burnish_tree_view_get_area:
 * @self: a view with a project
 * @node: a node
 * @area: return location for where its name is, in the coordinates of the view
 *
 * Returns: whether it has a place
 */
gboolean
burnish_tree_view_get_area (BurnishTreeView *self, BurnishNode node, GdkRectangle *area)
{
  BurnishTreeCell *cell;
  graphene_rect_t bounds;
  float width;

  g_return_val_if_fail (BURNISH_IS_TREE_VIEW (self), FALSE);

  cell = find_cell (self, node);
  if (cell == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (cell), GTK_WIDGET (self), &bounds)
      || bounds.size.height <= 0)
    return FALSE;
  width = MIN (bounds.size.width, NAME_PX);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    bounds.origin.x += bounds.size.width - width;
  *area = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) width,
                          (int) bounds.size.height };
  return TRUE;
}

/*
 * burnish_tree_view_go_to:
 * @self: a view with a project
 * @nodes: (array length=n_nodes): nodes in the tree
 * @n_nodes: how many
 *
 * Ends a search, shows and selects nodes, and scrolls to the first one.
 */
void
burnish_tree_view_go_to (BurnishTreeView *self, const BurnishNode *nodes, gsize n_nodes)
{
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (BURNISH_IS_TREE_VIEW (self));
  g_return_if_fail (self->model != NULL);
  g_return_if_fail (nodes != NULL || n_nodes == 0);

  if (n_nodes == 0)
    return;
  if (self->narrow)
    burnish_tree_view_set_root (
        self, burnish_tree_get_parent (burnish_tree_model_get_tree (self->model), nodes[0]));
  position = burnish_tree_model_reveal (self->model, nodes[0]);
  if (position == GTK_INVALID_LIST_POSITION)
    return;
  _burnish_tree_view_move_to (self, position, TRUE);
  burnish_tree_model_select_only (self->model, nodes, n_nodes);
}

/* Gives the rows the keyboard: the one that had it last. */
void
burnish_tree_view_focus (BurnishTreeView *self)
{
  g_return_if_fail (BURNISH_IS_TREE_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self));
}

GtkWidget *
_burnish_tree_view_get_list (BurnishTreeView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->column_view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  g_assert (child != NULL);
  return child;
}

/* In the coordinates of the view. */
BurnishTreeCell *
_burnish_tree_view_cell_at (BurnishTreeView *self, double x, double y)
{
  return burnish_tree_cell_at (gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT));
}

void
_burnish_tree_view_toggle (BurnishTreeView *self, BurnishNode node)
{
  if (self->narrow)
    burnish_tree_view_set_root (self, node);
  else if (burnish_tree_model_is_expanded (self->model, node))
    burnish_tree_model_collapse (self->model, node);
  else
    burnish_tree_model_expand (self->model, node);
}

static gboolean
focus_cb (GtkWidget *widget, G_GNUC_UNUSED GdkFrameClock *clock, gpointer user_data)
{
  BurnishTreeView *self = BURNISH_TREE_VIEW (widget);
  BurnishTreeCell *cell = find_cell (self, GPOINTER_TO_UINT (user_data));

  self->focus_id = 0;
  if (cell != NULL)
    gtk_widget_grab_focus (burnish_tree_cell_get_row_widget (cell));
  return G_SOURCE_REMOVE;
}

/* Moves the cursor. GTK 4.12 has gtk_column_view_scroll_to() for it; before, an action of the list
   scrolls there, and the row gets the focus itself, as soon as it has been made. */
void
_burnish_tree_view_move_to (BurnishTreeView *self, guint position, gboolean select)
{
  BurnishNode node = burnish_tree_model_get_node (self->model, position);
  BurnishTreeCell *cell = find_cell (self, node);

  gtk_widget_activate_action (_burnish_tree_view_get_list (self), "list.scroll-to-item", "u",
                              position);
  if (select)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->model), position, TRUE);
  if (self->focus_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_id);
  self->focus_id = 0;
  if (cell != NULL)
    gtk_widget_grab_focus (burnish_tree_cell_get_row_widget (cell));
  else
    self->focus_id =
        gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_cb, GUINT_TO_POINTER (node), NULL);
}

void
_burnish_tree_view_emit_menu (BurnishTreeView *self, double x, double y)
{
  g_signal_emit (self, signals[SIGNAL_MENU], 0, x, y);
}

void
_burnish_tree_view_emit_nodes_dropped (BurnishTreeView *self,
                                       BurnishTreeNodes *nodes,
                                       BurnishNode folder)
{
  g_signal_emit (self, signals[SIGNAL_NODES_DROPPED], 0, nodes, folder);
}
