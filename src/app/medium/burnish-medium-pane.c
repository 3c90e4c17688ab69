/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "medium/burnish-medium-pane.h"

#include "burnish-application.h"
#include "drives/burnish-drive-words.h"
#include "medium/burnish-medium-view.h"

#define SIDE_WIDTH    320
#define CONTENT_WIDTH 480 /* that is left to the content at least */

struct _BurnishMediumPane
{
  GtkWidget parent_instance;

  GtkWidget *content;       /* (owned) (nullable) */
  GtkWidget *side;          /* (owned): separator and view */
  BurnishMediumView *view;  /* (unowned) */
  BurnishDriveList *drives; /* (owned) */
  GSettings *settings;      /* (owned) */
  GPtrArray *items;         /* (owned) of BurnishDriveItem: those that are listened to */
  gboolean fits;
  guint fits_id; /* of the idle source that tells of it */
};

G_DEFINE_FINAL_TYPE (BurnishMediumPane, burnish_medium_pane, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_CONTENT = 1,
  PROP_FITS,
  N_PROPS
} BurnishMediumPaneProperty;

static GParamSpec *properties[N_PROPS];

static void
choose (BurnishMediumPane *self)
{
  burnish_medium_view_set_item (self->view,
                                burnish_drive_list_choose (self->drives, self->settings));
}

/* A drive with a disc is kept: discs that come elsewhere change nothing. One that has not answered
   yet is waited for, or else the quickest drive would be shown. */
static void
medium_changed_cb (BurnishMediumPane *self)
{
  BurnishDriveItem *item = burnish_medium_view_get_item (self->view);

  if (item == NULL || burnish_drive_item_get_error (item) != NULL)
    choose (self);
}

static void
forget_items (BurnishMediumPane *self)
{
  for (guint i = 0; i < self->items->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->items, i), medium_changed_cb,
                                          self);
  g_ptr_array_set_size (self->items, 0);
}

static void
drives_changed_cb (BurnishMediumPane *self)
{
  guint n_drives = g_list_model_get_n_items (G_LIST_MODEL (self->drives));

  forget_items (self);
  for (guint i = 0; i < n_drives; i++)
    {
      BurnishDriveItem *item = g_list_model_get_item (G_LIST_MODEL (self->drives), i);

      g_ptr_array_add (self->items, item);
      g_signal_connect_swapped (item, "notify::medium", G_CALLBACK (medium_changed_cb), self);
    }
  choose (self);
}

static gboolean
is_wanted (BurnishMediumPane *self)
{
  return g_settings_get_boolean (self->settings, "show-medium-pane");
}

static void
tell_fits_cb (gpointer user_data)
{
  BurnishMediumPane *self = user_data;

  self->fits_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FITS]);
}

static GtkSizeRequestMode
burnish_medium_pane_get_request_mode (GtkWidget *widget G_GNUC_UNUSED)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
burnish_medium_pane_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size G_GNUC_UNUSED,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline G_GNUC_UNUSED,
                             int *natural_baseline G_GNUC_UNUSED)
{
  BurnishMediumPane *self = BURNISH_MEDIUM_PANE (widget);

  if (self->content == NULL)
    return;
  gtk_widget_measure (self->content, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && is_wanted (self))
    *natural += SIDE_WIDTH;
}

static void
burnish_medium_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BurnishMediumPane *self = BURNISH_MEDIUM_PANE (widget);
  gboolean fits = width >= CONTENT_WIDTH + SIDE_WIDTH;
  gboolean is_shown = fits && is_wanted (self);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int content_width = is_shown ? width - SIDE_WIDTH : width;

  gtk_widget_set_child_visible (self->side, is_shown);
  if (is_shown)
    gtk_widget_size_allocate (self->side,
                              &(GtkAllocation){ is_rtl ? 0 : content_width, 0, SIDE_WIDTH, height },
                              -1);
  if (self->content != NULL)
    gtk_widget_size_allocate (self->content,
                              &(GtkAllocation){ is_rtl && is_shown ? SIDE_WIDTH : 0, 0,
                                                content_width, height },
                              baseline);
  if (self->fits == fits)
    return;
  /* Others change their sizes with it, which they cannot while sizes are given out. */
  self->fits = fits;
  if (self->fits_id == 0)
    self->fits_id = g_idle_add_once (tell_fits_cb, self);
}

static void
set_content (BurnishMediumPane *self, GtkWidget *content)
{
  g_clear_pointer (&self->content, gtk_widget_unparent);
  self->content = content;
  if (content != NULL)
    gtk_widget_insert_before (content, GTK_WIDGET (self), self->side);
}

static void
burnish_medium_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishMediumPane *self = BURNISH_MEDIUM_PANE (object);

  switch ((BurnishMediumPaneProperty) prop_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_FITS:
      g_value_set_boolean (value, self->fits);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_medium_pane_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  if (prop_id == PROP_CONTENT)
    set_content (BURNISH_MEDIUM_PANE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
burnish_medium_pane_dispose (GObject *object)
{
  BurnishMediumPane *self = BURNISH_MEDIUM_PANE (object);

  g_clear_handle_id (&self->fits_id, g_source_remove);
  if (self->items != NULL)
    forget_items (self);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->side, gtk_widget_unparent);
  g_clear_object (&self->drives);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (burnish_medium_pane_parent_class)->dispose (object);
}

static void
burnish_medium_pane_class_init (BurnishMediumPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = burnish_medium_pane_get_property;
  object_class->set_property = burnish_medium_pane_set_property;
  object_class->dispose = burnish_medium_pane_dispose;
  widget_class->get_request_mode = burnish_medium_pane_get_request_mode;
  widget_class->measure = burnish_medium_pane_measure;
  widget_class->size_allocate = burnish_medium_pane_size_allocate;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FITS] =
      g_param_spec_boolean ("fits", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
add_side (BurnishMediumPane *self)
{
  self->side = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->view = BURNISH_MEDIUM_VIEW (burnish_medium_view_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  gtk_box_append (GTK_BOX (self->side), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (self->side), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->side, GTK_WIDGET (self));
}

static void
burnish_medium_pane_init (BurnishMediumPane *self)
{
  BurnishApplication *application = burnish_application_get_default ();

  self->drives = g_object_ref (burnish_application_get_drives (application));
  self->settings = g_object_ref (burnish_application_get_settings (application));
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  add_side (self);
  g_signal_connect_object (self->drives, "items-changed", G_CALLBACK (drives_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drives, "preferred-changed", G_CALLBACK (choose), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::default-drive", G_CALLBACK (choose), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::show-medium-pane",
                           G_CALLBACK (gtk_widget_queue_resize), self, G_CONNECT_SWAPPED);
  drives_changed_cb (self);
}
