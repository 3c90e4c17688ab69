/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burn/burnish-contents-group.h"

#include <glib/gi18n.h>
#include <inttypes.h>

struct _BurnishContentsGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *arrows[BURNISH_N_NAMESPACES]; /* (unowned), in their rows */

  AdwActionRow *size_row;
  AdwActionRow *kept_row;
  AdwActionRow *replaced_row;
  AdwActionRow *time_row;
  AdwActionRow *udf_row;
  AdwActionRow *rock_ridge_row;
  AdwActionRow *joliet_row;
  AdwActionRow *iso9660_row;
  AdwActionRow *left_out_row;
};

G_DEFINE_FINAL_TYPE (BurnishContentsGroup, burnish_contents_group, ADW_TYPE_PREFERENCES_GROUP)

typedef enum
{
  SIGNAL_SHOW_NAMES,
  SIGNAL_SHOW_LEFT_OUT,
  SIGNAL_SHOW_REPLACED,
  N_SIGNALS,
} BurnishContentsGroupSignal;

static guint signals[N_SIGNALS];

static AdwActionRow *
get_names_row (BurnishContentsGroup *self, BurnishNamespace ns)
{
  switch (ns)
    {
    case BURNISH_NAMESPACE_UDF:
      return self->udf_row;
    case BURNISH_NAMESPACE_ROCK_RIDGE:
      return self->rock_ridge_row;
    case BURNISH_NAMESPACE_JOLIET:
      return self->joliet_row;
    case BURNISH_NAMESPACE_ISO9660:
    default:
      return self->iso9660_row;
    }
}

static void
names_activated_cb (BurnishContentsGroup *self, AdwActionRow *row)
{
  for (guint ns = 0; ns < BURNISH_N_NAMESPACES; ns++)
    if (row == get_names_row (self, ns))
      g_signal_emit (self, signals[SIGNAL_SHOW_NAMES], 0, (int) ns);
}

static void
left_out_activated_cb (BurnishContentsGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_LEFT_OUT], 0);
}

static void
replaced_activated_cb (BurnishContentsGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_REPLACED], 0);
}

/* ---- Words ---- */

/*
 * burnish_contents_group_get_readers:
 * @ns: a file system
 *
 * Returns: (transfer none): who reads it, and what it is called
 */
const char *
burnish_contents_group_get_readers (BurnishNamespace ns)
{
  switch (ns)
    {
    case BURNISH_NAMESPACE_UDF:
      return _ ("Windows, macOS and Linux (UDF)");
    case BURNISH_NAMESPACE_ROCK_RIDGE:
      return _ ("Linux and macOS (Rock Ridge)");
    case BURNISH_NAMESPACE_JOLIET:
      return _ ("Windows (Joliet)");
    case BURNISH_NAMESPACE_ISO9660:
    default:
      return _ ("Simple devices (ISO 9660)");
    }
}

/* Of a disc that is added to, what comes to it. */
static char *
dup_size_text (BurnishImageLayout *layout, guint32 n_kept_files)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  guint32 n_files = burnish_tree_snapshot_get_n_files (snapshot) - n_kept_files;
  guint64 n_blocks = burnish_image_layout_get_n_blocks (layout);
  g_autofree char *size = g_format_size (n_blocks * BURNISH_BLOCK_SIZE);

  /* Translators: how many files, their size with the file systems, and the same in blocks. */
  return g_strdup_printf (ngettext ("%u file, %s (%" PRIu64 " blocks)",
                                    "%u files, %s (%" PRIu64 " blocks)", n_files),
                          n_files, size, n_blocks);
}

static char *
dup_time_text (guint64 seconds)
{
  guint minutes = (guint) ((seconds + 59) / 60);

  if (minutes < 60)
    return g_strdup_printf (ngettext ("About %u minute", "About %u minutes", minutes), minutes);
  /* Translators: hours and minutes, such as "About 1:25 hours". */
  return g_strdup_printf (_ ("About %u:%02u hours"), minutes / 60, minutes % 60);
}

static char *
dup_names_text (guint n_changed, guint n_missing)
{
  g_autofree char *changed =
      g_strdup_printf (ngettext ("%u name is changed", "%u names are changed", n_changed),
                       n_changed);
  g_autofree char *missing =
      g_strdup_printf (ngettext ("%u cannot be seen", "%u cannot be seen", n_missing), n_missing);

  if (n_changed == 0 && n_missing == 0)
    return g_strdup (_ ("All names stay as they are"));
  if (n_missing == 0)
    return g_steal_pointer (&changed);
  if (n_changed == 0)
    return g_steal_pointer (&missing);
  return g_strdup_printf ("%s\n%s", changed, missing);
}

/* ---- Rows ---- */

static void
update_names (BurnishContentsGroup *self, BurnishDiscContents *contents, BurnishNamespace ns)
{
  AdwActionRow *row = get_names_row (self, ns);
  guint n_changed = burnish_disc_contents_get_changed (contents, ns)->len;
  guint n_missing = burnish_disc_contents_get_missing (contents, ns)->len;
  g_autofree char *text = dup_names_text (n_changed, n_missing);
  gboolean has_list = n_changed > 0 || n_missing > 0;

  adw_action_row_set_subtitle (row, text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), has_list);
  gtk_widget_set_visible (self->arrows[ns], has_list);
  gtk_widget_set_visible (GTK_WIDGET (row), burnish_disc_contents_has_names (contents, ns));
}

static void
update_added (BurnishContentsGroup *self, BurnishPlan *plan)
{
  gboolean adds = plan != NULL && burnish_plan_get_appends (plan);
  guint n_kept = adds ? burnish_plan_get_n_kept_files (plan) : 0;
  guint n_replaced = adds ? burnish_plan_get_replaced (plan)->len : 0;
  g_autofree char *kept = g_strdup_printf (ngettext ("%u file", "%u files", n_kept), n_kept);
  g_autofree char *replaced = g_strdup_printf (
      ngettext ("%u file of the same name", "%u files of the same names", n_replaced), n_replaced);

  adw_action_row_set_subtitle (self->kept_row, kept);
  gtk_widget_set_visible (GTK_WIDGET (self->kept_row), adds);
  adw_action_row_set_subtitle (self->replaced_row, replaced);
  gtk_widget_set_visible (GTK_WIDGET (self->replaced_row), n_replaced > 0);
}

/*
 * burnish_contents_group_update:
 * @self: the group
 * @contents: (nullable): what will be on the disc; without it the group is hidden
 * @plan: (nullable): the plan, which knows the time
 * @n_left_out: how many files did not come into the project
 */
void
burnish_contents_group_update (BurnishContentsGroup *self,
                               BurnishDiscContents *contents,
                               BurnishPlan *plan,
                               guint n_left_out)
{
  g_autofree char *size = NULL;
  g_autofree char *seconds = NULL;
  g_autofree char *left_out = NULL;

  g_return_if_fail (BURNISH_IS_CONTENTS_GROUP (self));

  gtk_widget_set_visible (GTK_WIDGET (self), contents != NULL);
  if (contents == NULL)
    return;
  size = dup_size_text (burnish_disc_contents_get_layout (contents),
                        plan != NULL ? burnish_plan_get_n_kept_files (plan) : 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->size_row),
                                 plan != NULL && burnish_plan_get_appends (plan)
                                     ? _ ("Added to the Disc")
                                     : _ ("Size"));
  adw_action_row_set_subtitle (self->size_row, size);
  update_added (self, plan);
  for (guint ns = 0; ns < BURNISH_N_NAMESPACES; ns++)
    update_names (self, contents, ns);
  if (plan != NULL)
    {
      seconds = dup_time_text (burnish_plan_get_estimated_seconds (plan));
      adw_action_row_set_subtitle (self->time_row, seconds);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->time_row), plan != NULL);
  left_out = g_strdup_printf (ngettext ("%u file or folder", "%u files and folders", n_left_out),
                              n_left_out);
  adw_action_row_set_subtitle (self->left_out_row, left_out);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out_row), n_left_out > 0);
}

static void
burnish_contents_group_class_init (BurnishContentsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/burn/burnish-contents-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsGroup, size_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsGroup, kept_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsGroup, replaced_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsGroup, time_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsGroup, udf_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsGroup, rock_ridge_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsGroup, joliet_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsGroup, iso9660_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishContentsGroup, left_out_row);
  gtk_widget_class_bind_template_callback (widget_class, names_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_out_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, replaced_activated_cb);

  signals[SIGNAL_SHOW_NAMES] =
      g_signal_new ("show-names", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_SHOW_LEFT_OUT] =
      g_signal_new ("show-left-out", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SHOW_REPLACED] =
      g_signal_new ("show-replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
burnish_contents_group_init (BurnishContentsGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint ns = 0; ns < BURNISH_N_NAMESPACES; ns++)
    {
      AdwActionRow *row = get_names_row (self, ns);

      self->arrows[ns] = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                       "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      adw_action_row_add_suffix (row, self->arrows[ns]);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     burnish_contents_group_get_readers (ns));
    }
}
