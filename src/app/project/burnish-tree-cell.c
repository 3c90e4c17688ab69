/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-cell.h"

#include "compat/burnish-accessible.h"
#include "project/burnish-thumbnail.h"
#include "project/burnish-tree-format.h"

#include <glib/gi18n.h>

#define INDENT_PX 18
#define ICON_PX   24
/* A row that is scrolled past sooner needs no picture. */
#define PICTURE_DELAY_MS 100

struct _BurnishTreeCell
{
  AdwBin parent_instance;

  BurnishTreeColumn column;
  BurnishTreeRow *row; /* (owned) (nullable) */
  GtkInscription *text;
  /* Of the name column only. */
  GtkWidget *arrow;       /* (nullable) */
  GtkImage *icon;         /* (nullable) */
  GtkInscription *detail; /* (nullable) */
  GtkWidget *warning;     /* (nullable) */
  guint loading_id;       /* loads the picture of the row soon */
  GCancellable *loading;  /* (owned) (nullable): of the picture of the row */
};

G_DEFINE_FINAL_TYPE (BurnishTreeCell, burnish_tree_cell, ADW_TYPE_BIN)

static void
burnish_tree_cell_dispose (GObject *object)
{
  burnish_tree_cell_set_row (BURNISH_TREE_CELL (object), NULL);

  G_OBJECT_CLASS (burnish_tree_cell_parent_class)->dispose (object);
}

static void
burnish_tree_cell_class_init (BurnishTreeCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_tree_cell_dispose;
}

static void
burnish_tree_cell_init (G_GNUC_UNUSED BurnishTreeCell *self)
{
}

static GtkInscription *
make_text (void)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), 3);
  /* With more height it would wrap. */
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  return GTK_INSCRIPTION (text);
}

/* The direction of the first letter (UAX 9, rule P2), as Pango finds it. */
static GtkTextDirection
find_direction (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);
      GUnicodeScript script = g_unichar_get_script (letter);

      if (!g_unichar_isalpha (letter))
        continue;
      return script == G_UNICODE_SCRIPT_HEBREW || script == G_UNICODE_SCRIPT_ARABIC
                     || script == G_UNICODE_SCRIPT_SYRIAC || script == G_UNICODE_SCRIPT_THAANA
                     || script == G_UNICODE_SCRIPT_NKO
                 ? GTK_TEXT_DIR_RTL
                 : GTK_TEXT_DIR_LTR;
    }
  return GTK_TEXT_DIR_NONE;
}

/* GTK 4.8 aligns by the direction of the text itself, which a Latin name in a Hebrew window does
   not share with its column; text without direction, as numbers, goes with the window. */
static void
set_text (GtkInscription *inscription, const char *text, gboolean at_end)
{
  GtkTextDirection own = find_direction (text);
  gboolean is_other =
      own != GTK_TEXT_DIR_NONE && own != gtk_widget_get_direction (GTK_WIDGET (inscription));

  gtk_inscription_set_xalign (inscription, at_end != is_other ? 1 : 0);
  gtk_inscription_set_text (inscription, text);
}

static void
arrow_pressed_cb (GtkGestureClick *gesture,
                  G_GNUC_UNUSED int n_press,
                  G_GNUC_UNUSED double x,
                  G_GNUC_UNUSED double y,
                  BurnishTreeCell *self)
{
  if (self->row == NULL || !burnish_tree_row_is_expandable (self->row))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_activate_action (GTK_WIDGET (self), "tree.toggle", "u",
                              burnish_tree_row_get_node (self->row));
}

static GtkWidget *
make_arrow (BurnishTreeCell *self)
{
  GtkWidget *arrow = gtk_image_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_add_css_class (arrow, "tree-arrow");
  g_signal_connect (click, "pressed", G_CALLBACK (arrow_pressed_cb), self);
  gtk_widget_add_controller (arrow, GTK_EVENT_CONTROLLER (click));
  return arrow;
}

static GtkWidget *
make_warning (void)
{
  GtkWidget *warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_add_css_class (warning, "error");
  gtk_widget_set_tooltip_text (warning, _ ("The file that this comes from is missing"));
  burnish_accessible_set_name (warning, _ ("Missing"));
  return warning;
}

static void
make_name (BurnishTreeCell *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->arrow = make_arrow (self);
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_image_set_pixel_size (self->icon, ICON_PX);
  self->detail = make_text ();
  self->warning = make_warning ();
  gtk_widget_add_css_class (GTK_WIDGET (self->detail), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->detail), "dim-label");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->detail));
  gtk_box_append (GTK_BOX (box), self->arrow);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), self->warning);
  adw_bin_set_child (ADW_BIN (self), box);
}

/* Returns: (transfer floating): a cell of a column */
GtkWidget *
burnish_tree_cell_new (BurnishTreeColumn column)
{
  BurnishTreeCell *self = g_object_new (BURNISH_TYPE_TREE_CELL, NULL);

  self->column = column;
  self->text = make_text ();
  if (column == BURNISH_TREE_COLUMN_NAME)
    make_name (self);
  else
    adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->text));
  if (column == BURNISH_TREE_COLUMN_SIZE)
    gtk_widget_add_css_class (GTK_WIDGET (self->text), "numeric");
  else if (column != BURNISH_TREE_COLUMN_NAME)
    gtk_widget_add_css_class (GTK_WIDGET (self->text), "dim-label");
  return GTK_WIDGET (self);
}

/* Whoever cannot see the row hears its name and whether it is open. */
static void
tell_row (BurnishTreeCell *self, const char *name)
{
  GtkWidget *row_widget = burnish_tree_cell_get_row_widget (self);

  burnish_accessible_name_cell (GTK_WIDGET (self), name);
  burnish_accessible_name_row (GTK_WIDGET (self), name);
  if (row_widget == NULL)
    return;
  if (burnish_tree_row_is_expandable (self->row))
    gtk_accessible_update_state (GTK_ACCESSIBLE (row_widget), GTK_ACCESSIBLE_STATE_EXPANDED,
                                 burnish_tree_row_is_expanded (self->row), -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (row_widget), GTK_ACCESSIBLE_STATE_EXPANDED);
}

static void
stop_loading (BurnishTreeCell *self)
{
  g_clear_handle_id (&self->loading_id, g_source_remove);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
loaded_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = burnish_thumbnail_load_finish (result, &error);
  BurnishTreeCell *self = user_data;

  /* The cell shows another row now, or is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (texture != NULL)
    gtk_image_set_from_paintable (self->icon, GDK_PAINTABLE (texture));
}

static int
get_picture_px (BurnishTreeCell *self)
{
  return ICON_PX * gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static gboolean
load_cb (gpointer user_data)
{
  BurnishTreeCell *self = user_data;
  g_autoptr (GFile) source = burnish_tree_dup_source (burnish_tree_row_get_tree (self->row),
                                                      burnish_tree_row_get_node (self->row));

  self->loading_id = 0;
  if (source == NULL)
    return G_SOURCE_REMOVE;
  self->loading = g_cancellable_new ();
  burnish_thumbnail_load_async (source, get_picture_px (self), self->loading, loaded_cb, self);
  return G_SOURCE_REMOVE;
}

/* The icon of its kind, until there is a picture. */
static void
update_icon (BurnishTreeCell *self)
{
  BurnishTree *tree = burnish_tree_row_get_tree (self->row);
  BurnishNode node = burnish_tree_row_get_node (self->row);
  gboolean has_picture =
      burnish_tree_is_picture (tree, node) && !burnish_tree_row_is_missing (self->row);
  g_autoptr (GFile) source = has_picture ? burnish_tree_dup_source (tree, node) : NULL;
  g_autoptr (GIcon) icon = NULL;
  GdkTexture *texture;

  stop_loading (self);
  has_picture = source != NULL && g_file_is_native (source);
  texture = has_picture ? burnish_thumbnail_get_loaded (source, get_picture_px (self)) : NULL;
  if (texture != NULL)
    {
      gtk_image_set_from_paintable (self->icon, GDK_PAINTABLE (texture));
      return;
    }
  icon = burnish_tree_dup_icon (tree, node);
  gtk_image_set_from_gicon (self->icon, icon);
  if (has_picture)
    self->loading_id = g_timeout_add_full (G_PRIORITY_LOW, PICTURE_DELAY_MS, load_cb, self, NULL);
}

static void
update_name (BurnishTreeCell *self)
{
  BurnishTree *tree = burnish_tree_row_get_tree (self->row);
  BurnishNode node = burnish_tree_row_get_node (self->row);
  g_autofree char *name = burnish_tree_dup_display_name (tree, node);
  g_autofree char *location = NULL;
  gboolean is_hit = burnish_tree_row_is_hit (self->row);

  set_text (self->text, name, FALSE);
  update_icon (self);
  gtk_widget_set_margin_start (self->arrow,
                               (int) burnish_tree_row_get_depth (self->row) * INDENT_PX);
  gtk_widget_set_visible (self->arrow, !is_hit);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow),
                                !burnish_tree_row_is_expandable (self->row) ? NULL
                                : burnish_tree_row_is_expanded (self->row)  ? "pan-down-symbolic"
                                                                            : "pan-end-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), is_hit);
  if (is_hit)
    {
      location = burnish_tree_format_location (tree, node);
      set_text (self->detail, location, FALSE);
    }
  gtk_widget_set_visible (self->warning, burnish_tree_row_is_missing (self->row));
  tell_row (self, name);
}

static void
update_source (BurnishTreeCell *self, char **text)
{
  gboolean is_missing = burnish_tree_row_is_missing (self->row);

  if (is_missing)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->text), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->text), "dim-label");
      *text = g_strdup (_ ("Missing"));
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->text), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->text), "dim-label");
      *text = burnish_tree_format_source (burnish_tree_row_get_tree (self->row),
                                          burnish_tree_row_get_node (self->row));
    }
}

static void
update (BurnishTreeCell *self)
{
  BurnishTree *tree = burnish_tree_row_get_tree (self->row);
  BurnishNode node = burnish_tree_row_get_node (self->row);
  g_autofree char *text = NULL;

  switch (self->column)
    {
    case BURNISH_TREE_COLUMN_NAME:
      update_name (self);
      return;
    case BURNISH_TREE_COLUMN_SIZE:
      text = burnish_tree_format_size (tree, node);
      break;
    case BURNISH_TREE_COLUMN_MODIFIED:
      text = burnish_tree_format_modified (tree, node);
      break;
    case BURNISH_TREE_COLUMN_KIND:
      text = burnish_tree_format_kind (tree, node);
      break;
    case BURNISH_TREE_COLUMN_SOURCE:
      update_source (self, &text);
      break;
    default:
      g_return_if_reached ();
    }
  set_text (self->text, text, self->column == BURNISH_TREE_COLUMN_SIZE);
  burnish_accessible_name_cell (GTK_WIDGET (self), text);
}

/* Returns: (transfer none) (nullable): the row that is shown */
BurnishTreeRow *
burnish_tree_cell_get_row (BurnishTreeCell *self)
{
  g_return_val_if_fail (BURNISH_IS_TREE_CELL (self), NULL);

  return self->row;
}

/*
 * burnish_tree_cell_set_row:
 * @self: a cell in its list item
 * @row: (nullable): what to show
 */
void
burnish_tree_cell_set_row (BurnishTreeCell *self, BurnishTreeRow *row)
{
  g_return_if_fail (BURNISH_IS_TREE_CELL (self));

  if (self->row == row)
    return;
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_func (self->row, update, self);
  stop_loading (self);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  g_signal_connect_swapped (row, "changed", G_CALLBACK (update), self);
  update (self);
}

/* Returns: (transfer none) (nullable): the widget of the whole row that the cell is in */
GtkWidget *
burnish_tree_cell_get_row_widget (BurnishTreeCell *self)
{
  GtkWidget *cell;

  g_return_val_if_fail (BURNISH_IS_TREE_CELL (self), NULL);

  cell = gtk_widget_get_parent (GTK_WIDGET (self));
  return cell != NULL ? gtk_widget_get_parent (cell) : NULL;
}

static BurnishTreeCell *
get_first_cell (GtkWidget *row_widget)
{
  GtkWidget *cell = gtk_widget_get_first_child (row_widget);
  GtkWidget *child = cell != NULL ? gtk_widget_get_first_child (cell) : NULL;

  return BURNISH_IS_TREE_CELL (child) ? BURNISH_TREE_CELL (child) : NULL;
}

/*
 * burnish_tree_cell_at:
 * @widget: (nullable): a widget in a list, in a row or not
 *
 * Returns: (transfer none) (nullable): the first cell of the row that the widget is in
 */
BurnishTreeCell *
burnish_tree_cell_at (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      BurnishTreeCell *cell = get_first_cell (widget);

      if (cell != NULL)
        return cell;
    }
  return NULL;
}
