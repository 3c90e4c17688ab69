/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-icon.h"

#include "project/burnish-thumbnail.h"
#include "project/burnish-tree-format.h"

/* A row that is scrolled past sooner needs no picture. */
#define PICTURE_DELAY_MS 100

struct _BurnishTreeIcon
{
  GtkWidget parent_instance;

  GIcon *icon;           /* (owned) (nullable): of the kind */
  GdkPaintable *drawn;   /* (owned) (nullable): the picture, or the icon once it was looked up */
  GFile *source;         /* (owned) (nullable): whose picture is shown or loaded */
  gboolean is_picture;   /* what is drawn is the picture of the source */
  guint loading_id;      /* loads the picture soon */
  GCancellable *loading; /* (owned) (nullable): of the picture */
};

G_DEFINE_FINAL_TYPE (BurnishTreeIcon, burnish_tree_icon, GTK_TYPE_WIDGET)

static void
stop_loading (BurnishTreeIcon *self)
{
  g_clear_handle_id (&self->loading_id, g_source_remove);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
burnish_tree_icon_dispose (GObject *object)
{
  BurnishTreeIcon *self = BURNISH_TREE_ICON (object);

  stop_loading (self);
  g_clear_object (&self->icon);
  g_clear_object (&self->drawn);
  g_clear_object (&self->source);

  G_OBJECT_CLASS (burnish_tree_icon_parent_class)->dispose (object);
}

static void
burnish_tree_icon_measure (GtkWidget *widget G_GNUC_UNUSED,
                           GtkOrientation orientation G_GNUC_UNUSED,
                           int for_size G_GNUC_UNUSED,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline G_GNUC_UNUSED,
                           int *natural_baseline G_GNUC_UNUSED)
{
  *minimum = *natural = BURNISH_TREE_ICON_PX;
}

/* Only what is on the screen is looked up; the theme keeps what it has found. */
static void
look_up (BurnishTreeIcon *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));

  self->drawn =
      GDK_PAINTABLE (gtk_icon_theme_lookup_by_gicon (theme, self->icon, BURNISH_TREE_ICON_PX,
                                                     gtk_widget_get_scale_factor (widget),
                                                     gtk_widget_get_direction (widget), 0));
}

static void
draw_icon (BurnishTreeIcon *self, GtkSnapshot *snapshot, double width, double height)
{
  GdkRGBA color;

  if (!GTK_IS_SYMBOLIC_PAINTABLE (self->drawn))
    {
      gdk_paintable_snapshot (self->drawn, snapshot, width, height);
      return;
    }
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->drawn), snapshot, width,
                                            height, &color, 1);
}

static void
burnish_tree_icon_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BurnishTreeIcon *self = BURNISH_TREE_ICON (widget);
  double width, height;

  if (self->drawn == NULL && self->icon != NULL)
    look_up (self);
  if (self->drawn == NULL)
    return;
  gdk_paintable_compute_concrete_size (self->drawn, 0, 0, BURNISH_TREE_ICON_PX,
                                       BURNISH_TREE_ICON_PX, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT ((float) ((int) (gtk_widget_get_width (widget) - width) / 2),
                            (float) ((int) (gtk_widget_get_height (widget) - height) / 2)));
  draw_icon (self, snapshot, width, height);
  gtk_snapshot_restore (snapshot);
}

/* An icon depends on its surroundings; a picture does not. */
static void
forget_icon (BurnishTreeIcon *self)
{
  if (self->is_picture)
    return;
  g_clear_object (&self->drawn);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
burnish_tree_icon_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (burnish_tree_icon_parent_class)->direction_changed (widget, previous);
  forget_icon (BURNISH_TREE_ICON (widget));
}

static void
burnish_tree_icon_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (burnish_tree_icon_parent_class)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_ICON_THEME)
    forget_icon (BURNISH_TREE_ICON (widget));
}

static void
burnish_tree_icon_class_init (BurnishTreeIconClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_tree_icon_dispose;
  widget_class->measure = burnish_tree_icon_measure;
  widget_class->snapshot = burnish_tree_icon_snapshot;
  widget_class->direction_changed = burnish_tree_icon_direction_changed;
  widget_class->system_setting_changed = burnish_tree_icon_system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "treeicon");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
burnish_tree_icon_init (BurnishTreeIcon *self)
{
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_icon), NULL);
}

/* Returns: (transfer floating): an icon of nothing */
GtkWidget *
burnish_tree_icon_new (void)
{
  return g_object_new (BURNISH_TYPE_TREE_ICON, NULL);
}

static int
get_picture_px (BurnishTreeIcon *self)
{
  return BURNISH_TREE_ICON_PX * gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static void
draw_picture (BurnishTreeIcon *self, GdkTexture *texture)
{
  self->is_picture = TRUE;
  g_set_object (&self->drawn, GDK_PAINTABLE (texture));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
loaded_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = burnish_thumbnail_load_finish (result, &error);
  BurnishTreeIcon *self = user_data;

  /* Another row is shown now, or the icon is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (texture != NULL)
    draw_picture (self, texture);
}

static gboolean
load_cb (gpointer user_data)
{
  BurnishTreeIcon *self = user_data;

  self->loading_id = 0;
  self->loading = g_cancellable_new ();
  burnish_thumbnail_load_async (self->source, get_picture_px (self), self->loading, loaded_cb,
                                self);
  return G_SOURCE_REMOVE;
}

static GFile *
dup_picture_source (BurnishTreeRow *row)
{
  BurnishTree *tree = burnish_tree_row_get_tree (row);
  BurnishNode node = burnish_tree_row_get_node (row);
  g_autoptr (GFile) source = NULL;

  if (burnish_tree_row_is_missing (row) || !burnish_tree_is_picture (tree, node))
    return NULL;
  source = burnish_tree_dup_source (tree, node);
  return source != NULL && g_file_is_native (source) ? g_steal_pointer (&source) : NULL;
}

static void
show_icon (BurnishTreeIcon *self, BurnishTreeRow *row)
{
  g_autoptr (GIcon) icon =
      burnish_tree_dup_icon (burnish_tree_row_get_tree (row), burnish_tree_row_get_node (row));

  if (!self->is_picture && self->icon != NULL && g_icon_equal (self->icon, icon))
    return;
  g_set_object (&self->icon, icon);
  self->is_picture = FALSE;
  forget_icon (self);
}

/*
 * burnish_tree_icon_show:
 * @self: an icon
 * @row: (nullable): what it shall be of; with nothing, no picture is waited for any more
 *
 * Shows the icon of a row's kind, or its picture: at once if that is in memory, else when it has
 * been loaded.
 */
void
burnish_tree_icon_show (BurnishTreeIcon *self, BurnishTreeRow *row)
{
  GdkTexture *texture = NULL;

  g_return_if_fail (BURNISH_IS_TREE_ICON (self));
  g_return_if_fail (row == NULL || BURNISH_IS_TREE_ROW (row));

  stop_loading (self);
  g_clear_object (&self->source);
  if (row == NULL)
    return;
  self->source = dup_picture_source (row);
  if (self->source != NULL)
    texture = burnish_thumbnail_get_loaded (self->source, get_picture_px (self));
  if (texture != NULL)
    {
      draw_picture (self, texture);
      return;
    }
  show_icon (self, row);
  if (self->source != NULL)
    self->loading_id = g_timeout_add_full (G_PRIORITY_LOW, PICTURE_DELAY_MS, load_cb, self, NULL);
}
