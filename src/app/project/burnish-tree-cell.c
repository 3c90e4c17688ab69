/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-cell.h"

#include "compat/burnish-accessible.h"
#include "project/burnish-tree-format.h"
#include "project/burnish-tree-icon.h"

#include <glib/gi18n.h>

#define INDENT_PX  18
#define ARROW_PX   16
#define SPACING_PX 6
#define MIN_CHARS  3

struct _BurnishTreeCell
{
  GtkWidget parent_instance;

  BurnishTreeColumn column;
  BurnishTreeRow *row; /* (owned) (nullable) */
  PangoLayout *layout; /* (owned): the text */
  gboolean at_end;     /* where the text is, as far as the direction of the window goes */
  int start_px;        /* room for what stands before the icon */
  /* Of the name column only; but for the icon, made when a row needs them. */
  BurnishTreeIcon *icon;  /* (nullable) */
  GtkWidget *arrow;       /* (nullable) */
  GtkInscription *detail; /* (nullable): below the text */
  GtkWidget *warning;     /* (nullable) */
};

G_DEFINE_FINAL_TYPE (BurnishTreeCell, burnish_tree_cell, GTK_TYPE_WIDGET)

static void
burnish_tree_cell_dispose (GObject *object)
{
  BurnishTreeCell *self = BURNISH_TREE_CELL (object);
  GtkWidget *child;

  burnish_tree_cell_set_row (self, NULL);
  self->icon = NULL;
  self->detail = NULL;
  self->arrow = self->warning = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (burnish_tree_cell_parent_class)->dispose (object);
}

static gboolean
is_shown (gpointer child)
{
  return child != NULL && gtk_widget_get_visible (child);
}

/* ---- Layout ---- */

/* Where the text begins, and what is behind it. */
static void
get_margins (BurnishTreeCell *self, int *start, int *end)
{
  *start = *end = 0;
  if (self->icon != NULL)
    *start = self->start_px + BURNISH_TREE_ICON_PX + SPACING_PX;
  if (is_shown (self->warning))
    {
      gtk_widget_measure (self->warning, GTK_ORIENTATION_HORIZONTAL, -1, end, NULL, NULL, NULL);
      *end += SPACING_PX;
    }
}

static int
measure_line (BurnishTreeCell *self)
{
  PangoFontMetrics *metrics =
      pango_context_get_metrics (pango_layout_get_context (self->layout), NULL, NULL);
  int height_px = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);
  return height_px;
}

static int
measure_chars (BurnishTreeCell *self)
{
  PangoFontMetrics *metrics =
      pango_context_get_metrics (pango_layout_get_context (self->layout), NULL, NULL);
  int width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                   pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (MIN_CHARS * width);
}

static int
measure_detail (BurnishTreeCell *self)
{
  int height = 0;

  if (is_shown (self->detail))
    gtk_widget_measure (GTK_WIDGET (self->detail), GTK_ORIENTATION_VERTICAL, -1, &height, NULL,
                        NULL, NULL);
  return height;
}

/* The size does not depend on the text: a row can show another one without a new layout. */
static void
burnish_tree_cell_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size G_GNUC_UNUSED,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline G_GNUC_UNUSED,
                           int *natural_baseline G_GNUC_UNUSED)
{
  BurnishTreeCell *self = BURNISH_TREE_CELL (widget);
  int start, end;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      get_margins (self, &start, &end);
      *minimum = start + measure_chars (self) + end;
    }
  else
    {
      *minimum = measure_line (self) + measure_detail (self);
      if (self->icon != NULL)
        *minimum = MAX (*minimum, BURNISH_TREE_ICON_PX);
    }
  *natural = *minimum;
}

static void
allocate (BurnishTreeCell *self, gpointer child, GtkAllocation *area)
{
  if (!is_shown (child))
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    area->x = gtk_widget_get_width (GTK_WIDGET (self)) - area->x - area->width;
  gtk_widget_size_allocate (child, area, -1);
}

static void
burnish_tree_cell_size_allocate (GtkWidget *widget,
                                 int width,
                                 int height,
                                 G_GNUC_UNUSED int baseline)
{
  BurnishTreeCell *self = BURNISH_TREE_CELL (widget);
  int start, end, text_width, line, detail;

  get_margins (self, &start, &end);
  text_width = MAX (width - start - end, 0);
  pango_layout_set_width (self->layout, text_width * PANGO_SCALE);
  if (self->icon == NULL)
    return;
  line = measure_line (self);
  detail = measure_detail (self);
  allocate (self, self->arrow,
            &(GtkAllocation){ self->start_px - SPACING_PX - ARROW_PX, 0, ARROW_PX, height });
  allocate (self, self->icon, &(GtkAllocation){ self->start_px, 0, BURNISH_TREE_ICON_PX, height });
  allocate (self, self->detail,
            &(GtkAllocation){ start, (height - line - detail) / 2 + line, text_width, detail });
  allocate (self, self->warning,
            &(GtkAllocation){ width - end + SPACING_PX, 0, end - SPACING_PX, height });
}

static void
burnish_tree_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BurnishTreeCell *self = BURNISH_TREE_CELL (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int start, end, x, y;
  PangoRectangle text;
  GdkRGBA color;

  if (self->icon != NULL)
    GTK_WIDGET_CLASS (burnish_tree_cell_parent_class)->snapshot (widget, snapshot);
  if (pango_layout_get_character_count (self->layout) == 0)
    return;
  get_margins (self, &start, &end);
  pango_layout_get_pixel_extents (self->layout, NULL, &text);
  x = self->at_end != is_rtl ? gtk_widget_get_width (widget) - (is_rtl ? start : end) - text.width
                             : (is_rtl ? end : start);
  y = (gtk_widget_get_height (widget) - measure_line (self) - measure_detail (self)) / 2;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x - text.x), (float) y));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
burnish_tree_cell_class_init (BurnishTreeCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_tree_cell_dispose;
  widget_class->measure = burnish_tree_cell_measure;
  widget_class->size_allocate = burnish_tree_cell_size_allocate;
  widget_class->snapshot = burnish_tree_cell_snapshot;
  gtk_widget_class_set_css_name (widget_class, "treecell");
}

static void
burnish_tree_cell_init (BurnishTreeCell *self)
{
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
}

/* ---- What is in it ---- */

/* Digits of one width stand below each other. */
static void
align_digits (BurnishTreeCell *self)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (self->layout, attributes);
  pango_attr_list_unref (attributes);
}

/* Returns: (transfer floating): a cell of a column */
GtkWidget *
burnish_tree_cell_new (BurnishTreeColumn column)
{
  gboolean is_name = column == BURNISH_TREE_COLUMN_NAME;
  /* The list's own cell has the text as its name. */
  BurnishTreeCell *self =
      g_object_new (BURNISH_TYPE_TREE_CELL, "accessible-role",
                    is_name ? GTK_ACCESSIBLE_ROLE_GROUP : GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  self->column = column;
  self->at_end = column == BURNISH_TREE_COLUMN_SIZE;
  if (is_name)
    {
      self->icon = BURNISH_TREE_ICON (burnish_tree_icon_new ());
      gtk_widget_set_parent (GTK_WIDGET (self->icon), GTK_WIDGET (self));
    }
  else if (column == BURNISH_TREE_COLUMN_SIZE)
    align_digits (self);
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "dim");
  return GTK_WIDGET (self);
}

/* Returns: whether it is another text than before */
static gboolean
set_text (BurnishTreeCell *self, const char *text)
{
  if (g_str_equal (pango_layout_get_text (self->layout), text))
    return FALSE;
  pango_layout_set_text (self->layout, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  burnish_accessible_name_cell (GTK_WIDGET (self), text);
  return TRUE;
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

static void
add_arrow (BurnishTreeCell *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->arrow = gtk_image_new ();
  g_signal_connect (click, "pressed", G_CALLBACK (arrow_pressed_cb), self);
  gtk_widget_add_controller (self->arrow, GTK_EVENT_CONTROLLER (click));
  gtk_widget_insert_before (self->arrow, GTK_WIDGET (self), GTK_WIDGET (self->icon));
}

static void
add_detail (BurnishTreeCell *self)
{
  self->detail = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  gtk_inscription_set_text_overflow (self->detail, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->detail), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->detail), "dim-label");
  gtk_widget_insert_after (GTK_WIDGET (self->detail), GTK_WIDGET (self), GTK_WIDGET (self->icon));
}

static void
add_warning (BurnishTreeCell *self)
{
  self->warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->warning, "error");
  gtk_widget_set_tooltip_text (self->warning, _ ("The file that this comes from is missing"));
  burnish_accessible_set_name (self->warning, _ ("Missing"));
  gtk_widget_set_parent (self->warning, GTK_WIDGET (self));
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

/* GTK 4.8 aligns an inscription by the direction of the text itself, which a Latin name in a Hebrew
   window does not share with its column; text without direction, as numbers, goes with the window.
 */
static gboolean
is_against_window (BurnishTreeCell *self, const char *text)
{
  GtkTextDirection own = find_direction (text);

  return own != GTK_TEXT_DIR_NONE && own != gtk_widget_get_direction (GTK_WIDGET (self));
}

/* Whoever cannot see the row hears its name and whether it is open. */
static void
tell_open (BurnishTreeCell *self)
{
  GtkWidget *row_widget = burnish_tree_cell_get_row_widget (self);

  if (row_widget == NULL)
    return;
  if (burnish_tree_row_is_expandable (self->row))
    gtk_accessible_update_state (GTK_ACCESSIBLE (row_widget), GTK_ACCESSIBLE_STATE_EXPANDED,
                                 burnish_tree_row_is_expanded (self->row), -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (row_widget), GTK_ACCESSIBLE_STATE_EXPANDED);
}

static void
update_arrow (BurnishTreeCell *self)
{
  gboolean is_expandable = burnish_tree_row_is_expandable (self->row);
  int start_px = 0;

  if (is_expandable && self->arrow == NULL)
    add_arrow (self);
  if (self->arrow != NULL)
    gtk_widget_set_visible (self->arrow, is_expandable);
  if (is_expandable)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), burnish_tree_row_is_expanded (self->row)
                                                               ? "pan-down-symbolic"
                                                               : "pan-end-symbolic");
  if (!burnish_tree_row_is_hit (self->row))
    start_px = (int) burnish_tree_row_get_depth (self->row) * INDENT_PX + ARROW_PX + SPACING_PX;
  if (self->start_px == start_px)
    return;
  self->start_px = start_px;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Of what was found, where it is. */
static void
update_detail (BurnishTreeCell *self)
{
  gboolean is_hit = burnish_tree_row_is_hit (self->row);
  g_autofree char *location = NULL;

  if (is_hit && self->detail == NULL)
    add_detail (self);
  if (self->detail == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->detail), is_hit);
  if (!is_hit)
    return;
  location = burnish_tree_format_location (burnish_tree_row_get_tree (self->row),
                                           burnish_tree_row_get_node (self->row));
  gtk_inscription_set_xalign (self->detail, is_against_window (self, location) ? 1 : 0);
  gtk_inscription_set_text (self->detail, location);
}

static void
update_name (BurnishTreeCell *self)
{
  gboolean is_missing = burnish_tree_row_is_missing (self->row);
  g_autofree char *name = burnish_tree_dup_display_name (burnish_tree_row_get_tree (self->row),
                                                         burnish_tree_row_get_node (self->row));

  if (set_text (self, name))
    burnish_accessible_name_row (GTK_WIDGET (self), name);
  burnish_tree_icon_show (self->icon, self->row);
  update_arrow (self);
  update_detail (self);
  if (is_missing && self->warning == NULL)
    add_warning (self);
  if (self->warning != NULL)
    gtk_widget_set_visible (self->warning, is_missing);
  tell_open (self);
}

static char *
update_source (BurnishTreeCell *self)
{
  gboolean is_missing = burnish_tree_row_is_missing (self->row);

  if (is_missing == gtk_widget_has_css_class (GTK_WIDGET (self), "dim"))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), is_missing ? "dim" : "error");
      gtk_widget_add_css_class (GTK_WIDGET (self), is_missing ? "error" : "dim");
    }
  return is_missing ? g_strdup (_ ("Missing"))
                    : burnish_tree_format_source (burnish_tree_row_get_tree (self->row),
                                                  burnish_tree_row_get_node (self->row));
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
      text = update_source (self);
      break;
    default:
      g_return_if_reached ();
    }
  set_text (self, text);
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
  g_set_object (&self->row, row);
  if (row == NULL && self->icon != NULL)
    burnish_tree_icon_show (self->icon, NULL);
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
