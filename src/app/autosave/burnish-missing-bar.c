/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "autosave/burnish-missing-bar.h"

#include "autosave/burnish-missing-window.h"

#include <glib/gi18n.h>

struct _BurnishMissingBar
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  BurnishProject *project; /* (owned) (nullable) */
};

typedef enum
{
  PROP_PROJECT = 1,
} BurnishMissingBarProperty;

static GParamSpec *properties[PROP_PROJECT + 1];

G_DEFINE_FINAL_TYPE (BurnishMissingBar, burnish_missing_bar, ADW_TYPE_BIN)

/* Some of the missing files lie in images that are there. */
static gboolean
has_changed_image (BurnishProject *project)
{
  g_autoptr (GArray) missing = burnish_project_dup_missing (project);

  for (guint i = 0; i < missing->len; i++)
    if (burnish_project_has_changed_image (project, g_array_index (missing, BurnishNode, i)))
      return TRUE;
  return FALSE;
}

static void
update (BurnishMissingBar *self)
{
  guint n_missing = self->project != NULL ? burnish_project_get_n_missing (self->project) : 0;
  g_autofree char *text = NULL;

  gtk_revealer_set_reveal_child (self->revealer, n_missing > 0);
  /* What slides away goes on saying what it said; where nothing slides, nothing is in the way. */
  if (n_missing == 0)
    return;
  if (has_changed_image (self->project))
    text = g_strdup_printf (ngettext ("%u file is missing or has changed",
                                      "%u files are missing or have changed", n_missing),
                            n_missing);
  else
    text = g_strdup_printf (ngettext ("%u file is missing", "%u files are missing", n_missing),
                            n_missing);
  gtk_label_set_label (self->label, text);
}

static void
show_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  BurnishMissingBar *self = BURNISH_MISSING_BAR (widget);
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (widget));

  gtk_window_present (GTK_WINDOW (burnish_missing_window_new (parent, self->project)));
}

static void
burnish_missing_bar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_PROJECT)
    g_value_set_object (value, BURNISH_MISSING_BAR (object)->project);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
burnish_missing_bar_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  if (prop_id == PROP_PROJECT)
    burnish_missing_bar_set_project (BURNISH_MISSING_BAR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
burnish_missing_bar_dispose (GObject *object)
{
  BurnishMissingBar *self = BURNISH_MISSING_BAR (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (burnish_missing_bar_parent_class)->dispose (object);
}

static void
burnish_missing_bar_class_init (BurnishMissingBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = burnish_missing_bar_get_property;
  object_class->set_property = burnish_missing_bar_set_property;
  object_class->dispose = burnish_missing_bar_dispose;

  properties[PROP_PROJECT] =
      g_param_spec_object ("project", NULL, NULL, BURNISH_TYPE_PROJECT,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/autosave/burnish-missing-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishMissingBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, BurnishMissingBar, label);
  gtk_widget_class_install_action (widget_class, "missing.show", NULL, show_action);
}

static void
burnish_missing_bar_init (BurnishMissingBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/*
 * burnish_missing_bar_set_project:
 * @self: the bar
 * @project: (nullable): whose missing files it tells of
 */
void
burnish_missing_bar_set_project (BurnishMissingBar *self, BurnishProject *project)
{
  g_return_if_fail (BURNISH_IS_MISSING_BAR (self));

  if (project == self->project)
    return;
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  if (project != NULL)
    g_signal_connect_swapped (project, "notify::n-missing", G_CALLBACK (update), self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}
