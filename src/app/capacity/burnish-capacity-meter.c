/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "capacity/burnish-capacity-meter.h"

#include <glib/gi18n.h>

#define BAR_HEIGHT    12
#define MIN_BAR_WIDTH 120

struct _BurnishCapacityMeter
{
  GtkWidget parent_instance;

  guint64 room_blocks; /* 0: nobody knows */
  guint64 needed_blocks;
  GArray *part_blocks; /* (owned) of guint64: by child */
  GtkWidget *end;      /* (unowned): where the disc ends; the last child */
};

G_DEFINE_FINAL_TYPE (BurnishCapacityMeter, burnish_capacity_meter, GTK_TYPE_WIDGET)

/* ---- Segments ---- */

static GtkWidget *
new_child (BurnishCapacityMeter *self, const char *css_name)
{
  GtkWidget *child = g_object_new (GTK_TYPE_BOX, "css-name", css_name, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
  return child;
}

static char *
dup_part_name (const BurnishCapacityPart *part)
{
  switch (part->kind)
    {
    case BURNISH_CAPACITY_FOLDER:
      return g_filename_display_name (part->name);
    case BURNISH_CAPACITY_OTHER:
      return g_strdup (_ ("Other files"));
    case BURNISH_CAPACITY_MANIFEST:
      return g_strdup (_ ("Checksums"));
    case BURNISH_CAPACITY_OVERHEAD:
    default:
      return g_strdup (_ ("File systems"));
    }
}

static char *
dup_tooltip (const BurnishCapacityPart *part)
{
  g_autofree char *name = dup_part_name (part);
  g_autofree char *size = g_format_size (part->n_blocks * BURNISH_BLOCK_SIZE);
  g_autofree char *largest = NULL;
  g_autofree char *largest_size = NULL;

  if (part->largest == NULL
      || (part->kind == BURNISH_CAPACITY_FOLDER && g_str_equal (part->largest, part->name)))
    /* Translators: a folder or file, and its size. */
    return g_strdup_printf (_ ("%s: %s"), name, size);
  largest = g_filename_display_name (part->largest);
  largest_size = g_format_size (part->largest_size_bytes);
  /* Translators: a folder and its size; the largest file in it and its size. */
  return g_strdup_printf (_ ("%s: %s\nLargest: %s, %s"), name, size, largest, largest_size);
}

static void
add_segment (BurnishCapacityMeter *self, const BurnishCapacityPart *part, guint number)
{
  GtkWidget *segment = new_child (self, "segment");
  g_autofree char *shade = g_strdup_printf ("shade-%u", number % 6);
  g_autofree char *tooltip = dup_tooltip (part);

  gtk_widget_add_css_class (segment, part->kind == BURNISH_CAPACITY_MANIFEST
                                             || part->kind == BURNISH_CAPACITY_OVERHEAD
                                         ? "overhead"
                                         : shade);
  gtk_widget_set_tooltip_text (segment, tooltip);
  g_array_append_val (self->part_blocks, part->n_blocks);
}

static void
remove_segments (BurnishCapacityMeter *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->end = NULL;
  g_array_set_size (self->part_blocks, 0);
}

/* ---- Layout ---- */

static void
burnish_capacity_meter_measure (GtkWidget *widget G_GNUC_UNUSED,
                                GtkOrientation orientation,
                                int for_size G_GNUC_UNUSED,
                                int *minimum,
                                int *natural,
                                int *minimum_baseline G_GNUC_UNUSED,
                                int *natural_baseline G_GNUC_UNUSED)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? BAR_HEIGHT : MIN_BAR_WIDTH;
}

static void
allocate_child (GtkWidget *child, int start, int length, int width, int height)
{
  gboolean rtl = gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL;
  const GtkAllocation allocation = { rtl ? width - start - length : start, 0, length, height };
  int minimum;

  /* GTK wants to be asked before. */
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_set_child_visible (child, length > 0);
  if (length > 0)
    gtk_widget_size_allocate (child, &allocation, -1);
}

static int
scale (guint64 n_blocks, guint64 n_all, int width)
{
  return n_all > 0 ? (int) ((double) n_blocks / (double) n_all * width + 0.5) : 0;
}

/* The parts are those of the last layout; what is needed may have changed since, so they share it
   as they did then. */
static void
burnish_capacity_meter_size_allocate (GtkWidget *widget,
                                      int width,
                                      int height,
                                      int baseline G_GNUC_UNUSED)
{
  BurnishCapacityMeter *self = BURNISH_CAPACITY_METER (widget);
  guint64 n_all = MAX (self->room_blocks, self->needed_blocks);
  int used = scale (self->needed_blocks, n_all, width);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  guint64 n_parts = 0, n_before = 0;

  for (guint i = 0; i < self->part_blocks->len; i++)
    n_parts += g_array_index (self->part_blocks, guint64, i);
  for (guint i = 0; i < self->part_blocks->len; i++)
    {
      int start = scale (n_before, n_parts, used);

      n_before += g_array_index (self->part_blocks, guint64, i);
      allocate_child (child, start, scale (n_before, n_parts, used) - start, width, height);
      child = gtk_widget_get_next_sibling (child);
    }
  if (self->end != NULL)
    allocate_child (self->end, scale (self->room_blocks, n_all, width) - 1, 2, width, height);
}

static void
burnish_capacity_meter_dispose (GObject *object)
{
  remove_segments (BURNISH_CAPACITY_METER (object));

  G_OBJECT_CLASS (burnish_capacity_meter_parent_class)->dispose (object);
}

static void
burnish_capacity_meter_finalize (GObject *object)
{
  g_array_unref (BURNISH_CAPACITY_METER (object)->part_blocks);

  G_OBJECT_CLASS (burnish_capacity_meter_parent_class)->finalize (object);
}

static void
burnish_capacity_meter_class_init (BurnishCapacityMeterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = burnish_capacity_meter_dispose;
  object_class->finalize = burnish_capacity_meter_finalize;
  widget_class->measure = burnish_capacity_meter_measure;
  widget_class->size_allocate = burnish_capacity_meter_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "capacitymeter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
burnish_capacity_meter_init (BurnishCapacityMeter *self)
{
  self->part_blocks = g_array_new (FALSE, FALSE, sizeof (guint64));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/*
 * burnish_capacity_meter_update:
 * @self: a meter
 * @capacity: what to show
 * @text: the same in words
 */
void
burnish_capacity_meter_update (BurnishCapacityMeter *self,
                               BurnishCapacity *capacity,
                               const char *text)
{
  GPtrArray *parts;

  g_return_if_fail (BURNISH_IS_CAPACITY_METER (self));

  parts = burnish_capacity_get_parts (capacity);
  self->room_blocks = burnish_capacity_get_room_blocks (capacity);
  self->needed_blocks = burnish_capacity_get_needed_blocks (capacity);
  remove_segments (self);
  for (guint i = 0; i < parts->len; i++)
    add_segment (self, g_ptr_array_index (parts, i), i);
  if (burnish_capacity_get_over_blocks (capacity) > 0)
    {
      self->end = new_child (self, "end");
      gtk_widget_add_css_class (GTK_WIDGET (self), "over");
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "over");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) MAX (self->room_blocks, 1),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) self->needed_blocks,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
