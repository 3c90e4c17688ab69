/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compat/burnish-wrap-layout.h"

struct _BurnishWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (BurnishWrapLayout, burnish_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef enum
{
  PROP_SPACING = 1,
  N_PROPS
} BurnishWrapLayoutProperty;

static GParamSpec *properties[N_PROPS];

/* Where the next child goes. */
typedef struct
{
  int x;
  int y;
  int line_height;
} Cursor;

/* Finds the place of a child and moves on behind it. */
static GdkRectangle
place (BurnishWrapLayout *self, Cursor *cursor, GtkWidget *child, int width)
{
  GdkRectangle rectangle = { 0 };
  int natural_width;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural_width, NULL, NULL);
  rectangle.width = MIN (natural_width, width);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, rectangle.width, NULL, &rectangle.height,
                      NULL, NULL);
  if (cursor->x > 0 && cursor->x + rectangle.width > width)
    {
      cursor->x = 0;
      cursor->y += cursor->line_height + self->spacing;
      cursor->line_height = 0;
    }
  rectangle.x = cursor->x;
  rectangle.y = cursor->y;
  cursor->x += rectangle.width + self->spacing;
  cursor->line_height = MAX (cursor->line_height, rectangle.height);
  return rectangle;
}

static void
measure_width (BurnishWrapLayout *self, GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static int
measure_height (BurnishWrapLayout *self, GtkWidget *widget, int width)
{
  Cursor cursor = { 0 };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      place (self, &cursor, child, width);
  return cursor.y + cursor.line_height;
}

static GtkSizeRequestMode
burnish_wrap_layout_get_request_mode (GtkLayoutManager *manager G_GNUC_UNUSED,
                                      GtkWidget *widget G_GNUC_UNUSED)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
burnish_wrap_layout_measure (GtkLayoutManager *manager,
                             GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline G_GNUC_UNUSED,
                             int *natural_baseline G_GNUC_UNUSED)
{
  BurnishWrapLayout *self = BURNISH_WRAP_LAYOUT (manager);
  int minimum_width = 0;
  int natural_width = 0;

  measure_width (self, widget, &minimum_width, &natural_width);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = minimum_width;
      *natural = natural_width;
    }
  else
    *minimum = *natural =
        measure_height (self, widget, for_size >= 0 ? for_size : MAX (minimum_width, 1));
}

static void
burnish_wrap_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget *widget,
                              int width,
                              int height G_GNUC_UNUSED,
                              int baseline G_GNUC_UNUSED)
{
  BurnishWrapLayout *self = BURNISH_WRAP_LAYOUT (manager);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Cursor cursor = { 0 };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GdkRectangle rectangle;

      if (!gtk_widget_should_layout (child))
        continue;
      rectangle = place (self, &cursor, child, width);
      if (is_rtl)
        rectangle.x = width - rectangle.x - rectangle.width;
      gtk_widget_size_allocate (child, &rectangle, -1);
    }
}

static void
burnish_wrap_layout_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishWrapLayout *self = BURNISH_WRAP_LAYOUT (object);

  if (prop_id == PROP_SPACING)
    g_value_set_int (value, self->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
burnish_wrap_layout_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  BurnishWrapLayout *self = BURNISH_WRAP_LAYOUT (object);

  if (prop_id != PROP_SPACING)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (self->spacing == g_value_get_int (value))
    return;
  self->spacing = g_value_get_int (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
burnish_wrap_layout_class_init (BurnishWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = burnish_wrap_layout_get_property;
  object_class->set_property = burnish_wrap_layout_set_property;
  layout_class->get_request_mode = burnish_wrap_layout_get_request_mode;
  layout_class->measure = burnish_wrap_layout_measure;
  layout_class->allocate = burnish_wrap_layout_allocate;

  properties[PROP_SPACING] =
      g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
burnish_wrap_layout_init (BurnishWrapLayout *self G_GNUC_UNUSED)
{
}
