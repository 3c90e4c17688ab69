/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image/burnish-checksum-group.h"

#include <burnish.h>
#include <glib/gi18n.h>

struct _BurnishChecksumGroup
{
  AdwPreferencesGroup parent_instance;

  char *path;                /* (owned) (nullable) */
  char *digits;              /* (owned) (nullable): computed */
  char *published;           /* (owned) (nullable): from a file beside it */
  char *published_name;      /* (owned) (nullable): of that file */
  GCancellable *cancellable; /* (owned) (nullable): of both */
  GCancellable *computing;   /* (owned) (nullable) */
  gboolean differs;

  AdwActionRow *sum_row;
  GtkStack *sum_stack;
  GtkProgressBar *sum_bar;
  AdwActionRow *published_row;
  GtkImage *published_icon;
  AdwEntryRow *pasted_row;
  AdwActionRow *verdict_row;
  GtkImage *verdict_icon;
};

G_DEFINE_FINAL_TYPE (BurnishChecksumGroup, burnish_checksum_group, ADW_TYPE_PREFERENCES_GROUP)

typedef enum
{
  PROP_DIFFERS = 1,
  N_PROPS
} BurnishChecksumGroupProperty;

static GParamSpec *properties[N_PROPS];

/* ---- Comparing ---- */

typedef enum
{
  VERDICT_OPEN,
  VERDICT_EQUAL,
  VERDICT_DIFFERENT,
} Verdict;

static Verdict
compare (BurnishChecksumGroup *self, const char *digits)
{
  if (self->digits == NULL || digits == NULL)
    return VERDICT_OPEN;
  return g_str_equal (self->digits, digits) ? VERDICT_EQUAL : VERDICT_DIFFERENT;
}

static void
show_verdict (GtkImage *icon, Verdict verdict)
{
  GtkWidget *widget = GTK_WIDGET (icon);

  gtk_widget_set_visible (widget, verdict != VERDICT_OPEN);
  gtk_widget_remove_css_class (widget, "success");
  gtk_widget_remove_css_class (widget, "error");
  gtk_widget_add_css_class (widget, verdict == VERDICT_EQUAL ? "success" : "error");
  gtk_image_set_from_icon_name (icon, verdict == VERDICT_EQUAL ? "object-select-symbolic"
                                                               : "dialog-error-symbolic");
}

static void
show_published (BurnishChecksumGroup *self)
{
  Verdict verdict = compare (self, self->published);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->published_row), self->published != NULL);
  if (self->published == NULL)
    return;
  switch (verdict)
    {
    case VERDICT_EQUAL:
      text = g_strdup (_ ("The image is as this file says"));
      break;
    case VERDICT_DIFFERENT:
      text = g_strdup (_ ("The image is not as this file says: it is damaged or another one"));
      break;
    case VERDICT_OPEN:
    default:
      text = g_strdup (_ ("Found beside the image; it is compared when the checksum is known"));
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->published_row), self->published_name);
  adw_action_row_set_subtitle (self->published_row, text);
  show_verdict (self->published_icon, verdict);
}

/* Whole lines of a list are taken, too. */
static char *
dup_pasted (BurnishChecksumGroup *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->pasted_row));
  g_autofree char *name = self->path != NULL ? g_path_get_basename (self->path) : NULL;
  char *digits = name != NULL ? burnish_image_checksum_parse (text, name) : NULL;

  return digits != NULL ? digits : burnish_image_checksum_parse (text, NULL);
}

static Verdict
show_pasted (BurnishChecksumGroup *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->pasted_row));
  g_autofree char *digits = dup_pasted (self);
  Verdict verdict = compare (self, digits);
  const char *words;

  gtk_widget_set_visible (GTK_WIDGET (self->verdict_row), *text != '\0');
  if (digits == NULL)
    words = _ ("This is not a SHA-256 checksum: it has 64 digits and letters from a to f");
  else if (verdict == VERDICT_EQUAL)
    words = _ ("The checksums are equal");
  else if (verdict == VERDICT_DIFFERENT)
    words = _ ("The checksums differ: the image is damaged or another one");
  else
    words = _ ("It is compared when the checksum is known");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->verdict_row), words);
  show_verdict (self->verdict_icon, verdict);
  if (*text != '\0' && digits == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->pasted_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->pasted_row), "error");
  return verdict;
}

static void
update_verdicts (BurnishChecksumGroup *self)
{
  gboolean differs = show_pasted (self) == VERDICT_DIFFERENT;

  show_published (self);
  differs = differs || compare (self, self->published) == VERDICT_DIFFERENT;
  if (differs == self->differs)
    return;
  self->differs = differs;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIFFERS]);
}

/* ---- Computing ---- */

static void
progress_cb (guint64 done_bytes, guint64 total_bytes, gpointer user_data)
{
  BurnishChecksumGroup *self = user_data;

  gtk_progress_bar_set_fraction (self->sum_bar, (double) done_bytes / (double) total_bytes);
}

static void
show_sum (BurnishChecksumGroup *self, const char *subtitle, const char *page)
{
  adw_action_row_set_subtitle (self->sum_row, subtitle);
  gtk_stack_set_visible_child_name (self->sum_stack, page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "checksum.copy", self->digits != NULL);
}

static void
computed_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *digits = burnish_image_checksum_compute_finish (result, &error);
  BurnishChecksumGroup *self;
  g_autoptr (BurnishMessage) message = NULL;

  /* Stopped on request, which has shown it; or another file was chosen. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  g_clear_object (&self->computing);
  self->digits = g_steal_pointer (&digits);
  if (error != NULL)
    message = burnish_message_new_for_error (error);
  show_sum (self, message != NULL ? burnish_message_get_heading (message) : self->digits,
            message != NULL ? "start" : "done");
  update_verdicts (self);
}

static void
start (BurnishChecksumGroup *self)
{
  g_clear_pointer (&self->digits, g_free);
  gtk_progress_bar_set_fraction (self->sum_bar, 0.0);
  show_sum (self, _ ("Reading the image file…"), "running");
  self->computing = g_cancellable_new ();
  burnish_image_checksum_compute_async (self->path, progress_cb, self, self->computing, computed_cb,
                                        self);
}

static void
compute_action (GtkWidget *widget,
                const char *name G_GNUC_UNUSED,
                GVariant *parameter G_GNUC_UNUSED)
{
  BurnishChecksumGroup *self = BURNISH_CHECKSUM_GROUP (widget);

  if (self->computing == NULL)
    start (self);
}

static void
stop_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  burnish_checksum_group_stop (BURNISH_CHECKSUM_GROUP (widget));
}

static void
copy_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          BURNISH_CHECKSUM_GROUP (widget)->digits);
}

/* ---- What was published ---- */

typedef struct
{
  char *digits; /* (owned) (nullable) */
  char *name;   /* (owned) (nullable) */
} Published;

static void
published_free (gpointer data)
{
  Published *published = data;

  g_free (published->digits);
  g_free (published->name);
  g_free (published);
}

static void
find_in_thread (GTask *task,
                gpointer source G_GNUC_UNUSED,
                gpointer task_data,
                GCancellable *cancellable G_GNUC_UNUSED)
{
  Published *published = g_new0 (Published, 1);
  g_autofree char *path = NULL;

  published->digits = burnish_image_checksum_find (task_data, &path);
  if (path != NULL)
    published->name = g_filename_display_basename (path);
  g_task_return_pointer (task, published, published_free);
}

static void
found_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Published *published = g_task_propagate_pointer (G_TASK (result), NULL);
  BurnishChecksumGroup *self;

  if (published == NULL)
    return;
  self = user_data;
  self->published = g_steal_pointer (&published->digits);
  self->published_name = g_steal_pointer (&published->name);
  published_free (published);
  update_verdicts (self);
}

static void
find_published (BurnishChecksumGroup *self)
{
  g_autoptr (GTask) task = NULL;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, found_cb, self);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, find_in_thread);
}

/* ---- The group ---- */

static void
clear (BurnishChecksumGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->computing);
  g_clear_object (&self->computing);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->digits, g_free);
  g_clear_pointer (&self->published, g_free);
  g_clear_pointer (&self->published_name, g_free);
}

static void
burnish_checksum_group_get_property (GObject *object,
                                     guint prop_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  if (prop_id == PROP_DIFFERS)
    g_value_set_boolean (value, BURNISH_CHECKSUM_GROUP (object)->differs);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
burnish_checksum_group_dispose (GObject *object)
{
  clear (BURNISH_CHECKSUM_GROUP (object));

  G_OBJECT_CLASS (burnish_checksum_group_parent_class)->dispose (object);
}

static void
burnish_checksum_group_class_init (BurnishChecksumGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = burnish_checksum_group_get_property;
  object_class->dispose = burnish_checksum_group_dispose;
  properties[PROP_DIFFERS] =
      g_param_spec_boolean ("differs", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/image/burnish-checksum-group.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, BurnishChecksumGroup, name)
  BIND (sum_row);
  BIND (sum_stack);
  BIND (sum_bar);
  BIND (published_row);
  BIND (published_icon);
  BIND (pasted_row);
  BIND (verdict_row);
  BIND (verdict_icon);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, update_verdicts);
  gtk_widget_class_install_action (widget_class, "checksum.compute", NULL, compute_action);
  gtk_widget_class_install_action (widget_class, "checksum.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "checksum.copy", NULL, copy_action);
}

static void
burnish_checksum_group_init (BurnishChecksumGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/*
 * burnish_checksum_group_set_path:
 * @self: the group
 * @path: (nullable): the image file, whose checksum is computed at once
 */
void
burnish_checksum_group_set_path (BurnishChecksumGroup *self, const char *path)
{
  g_return_if_fail (BURNISH_IS_CHECKSUM_GROUP (self));

  clear (self);
  gtk_editable_set_text (GTK_EDITABLE (self->pasted_row), "");
  update_verdicts (self);
  if (path == NULL)
    return;
  self->path = g_strdup (path);
  find_published (self);
  start (self);
}

/* Stops computing; it can be begun again. */
void
burnish_checksum_group_stop (BurnishChecksumGroup *self)
{
  g_return_if_fail (BURNISH_IS_CHECKSUM_GROUP (self));

  if (self->computing == NULL)
    return;
  g_cancellable_cancel (self->computing);
  g_clear_object (&self->computing);
  show_sum (self, _ ("Not computed"), "start");
}

gboolean
burnish_checksum_group_get_differs (BurnishChecksumGroup *self)
{
  g_return_val_if_fail (BURNISH_IS_CHECKSUM_GROUP (self), FALSE);

  return self->differs;
}
