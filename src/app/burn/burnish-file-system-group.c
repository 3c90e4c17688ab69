/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burn/burnish-file-system-group.h"

#include <glib/gi18n.h>

struct _BurnishFileSystemGroup
{
  AdwPreferencesGroup parent_instance;

  BurnishProject *project; /* (owned) (nullable) */
  gboolean is_updating;

  AdwExpanderRow *expander_row;
  AdwComboRow *choice_row;
  AdwActionRow *reason_row;
};

G_DEFINE_FINAL_TYPE (BurnishFileSystemGroup, burnish_file_system_group, ADW_TYPE_PREFERENCES_GROUP)

typedef struct
{
  const char *title; /* marked for translation */
  gboolean recommended;
  gboolean iso9660;
  BurnishUdfRevision udf_revision;
} Choice;

static const Choice choices[] = {
  { N_ ("Recommended"), TRUE, FALSE, BURNISH_UDF_NONE },
  { N_ ("ISO 9660"), FALSE, TRUE, BURNISH_UDF_NONE },
  { N_ ("ISO 9660 and UDF 1.02"), FALSE, TRUE, BURNISH_UDF_1_02 },
  { N_ ("UDF 2.01"), FALSE, FALSE, BURNISH_UDF_2_01 },
  { N_ ("UDF 2.50"), FALSE, FALSE, BURNISH_UDF_2_50 },
};

static gboolean
is_chosen (const Choice *choice, BurnishImageOptions *options)
{
  if (choice->recommended || burnish_image_options_get_recommended_file_systems (options))
    return choice->recommended && burnish_image_options_get_recommended_file_systems (options);
  return burnish_image_options_get_iso9660 (options) == choice->iso9660
         && burnish_image_options_get_udf_revision (options) == choice->udf_revision;
}

/* The number of a choice; behind the last for what another program wrote into the project. */
static guint
find_choice (BurnishImageOptions *options)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (choices) && !is_chosen (&choices[i], options))
    i++;
  return i;
}

static void
chosen_cb (BurnishFileSystemGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->choice_row);
  BurnishImageOptions *options;
  const Choice *choice;

  if (self->is_updating || self->project == NULL || selected >= G_N_ELEMENTS (choices))
    return;
  choice = &choices[selected];
  options = burnish_project_get_image_options (self->project);
  burnish_image_options_set_recommended_file_systems (options, choice->recommended);
  if (choice->recommended)
    return;
  burnish_image_options_set_iso9660 (options, choice->iso9660);
  burnish_image_options_set_udf_revision (options, choice->udf_revision);
}

static void
fill_choices (BurnishFileSystemGroup *self, gboolean has_other)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    gtk_string_list_append (titles, _ (choices[i].title));
  if (has_other)
    gtk_string_list_append (titles, _ ("As in the Project"));
  adw_combo_row_set_model (self->choice_row, G_LIST_MODEL (titles));
}

/*
 * burnish_file_system_group_set_project:
 * @self: the group
 * @project: whose file systems are chosen
 */
void
burnish_file_system_group_set_project (BurnishFileSystemGroup *self, BurnishProject *project)
{
  BurnishImageOptions *options;
  guint selected;

  g_return_if_fail (BURNISH_IS_FILE_SYSTEM_GROUP (self));
  g_return_if_fail (BURNISH_IS_PROJECT (project));

  g_set_object (&self->project, project);
  options = burnish_project_get_image_options (project);
  selected = find_choice (options);
  self->is_updating = TRUE;
  fill_choices (self, selected == G_N_ELEMENTS (choices));
  adw_combo_row_set_selected (self->choice_row, selected);
  self->is_updating = FALSE;
  /* What was chosen once is not hidden the next time. */
  adw_expander_row_set_expanded (self->expander_row, !is_chosen (&choices[0], options));
}

/*
 * burnish_file_system_group_update:
 * @self: the group
 * @layout: (nullable): what will be on the disc, if that is possible
 */
void
burnish_file_system_group_update (BurnishFileSystemGroup *self, BurnishImageLayout *layout)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *file_systems = NULL;

  g_return_if_fail (BURNISH_IS_FILE_SYSTEM_GROUP (self));

  gtk_widget_set_visible (GTK_WIDGET (self->reason_row), layout != NULL);
  if (layout == NULL)
    {
      adw_expander_row_set_subtitle (self->expander_row, "");
      return;
    }
  names = burnish_image_layout_dup_file_systems (layout);
  file_systems =
      burnish_file_systems_to_text (names, burnish_image_layout_get_udf_revision (layout));
  adw_expander_row_set_subtitle (self->expander_row, file_systems);
  adw_action_row_set_subtitle (self->reason_row,
                               burnish_file_system_reason_to_text (
                                   burnish_image_layout_get_file_system_reason (layout)));
}

static void
burnish_file_system_group_dispose (GObject *object)
{
  g_clear_object (&BURNISH_FILE_SYSTEM_GROUP (object)->project);

  G_OBJECT_CLASS (burnish_file_system_group_parent_class)->dispose (object);
}

static void
burnish_file_system_group_class_init (BurnishFileSystemGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_file_system_group_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/burn/burnish-file-system-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishFileSystemGroup, expander_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishFileSystemGroup, choice_row);
  gtk_widget_class_bind_template_child (widget_class, BurnishFileSystemGroup, reason_row);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
burnish_file_system_group_init (BurnishFileSystemGroup *self)
{
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_updating = FALSE;
}
