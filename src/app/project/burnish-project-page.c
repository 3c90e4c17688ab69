/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-project-page.h"

#include "burnish-main-menu.h"
#include "staging/burnish-staging-area.h"

struct _BurnishProjectPage
{
  AdwBin parent_instance;

  BurnishStagingArea *staging_area;

  BurnishProject *project;     /* (owned) (nullable) */
  GSimpleActionGroup *actions; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BurnishProjectPage, burnish_project_page, ADW_TYPE_BIN)

static void
burnish_project_page_dispose (GObject *object)
{
  BurnishProjectPage *self G_GNUC_UNUSED = BURNISH_PROJECT_PAGE (object);
  g_clear_object (&self->project);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (burnish_project_page_parent_class)->dispose (object);
}

static void
burnish_project_page_class_init (BurnishProjectPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_project_page_dispose;

  g_type_ensure (BURNISH_TYPE_MAIN_MENU);
  g_type_ensure (BURNISH_TYPE_STAGING_AREA);
  gtk_widget_class_set_template_from_resource (
      GTK_WIDGET_CLASS (klass), "/org/burnish/Burnish/project/burnish-project-page.ui");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), BurnishProjectPage, staging_area);
}

static void
burnish_project_page_init (BurnishProjectPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  burnish_staging_area_add_actions (self->staging_area, G_ACTION_MAP (self->actions));
}

/* Returns: (transfer none) (nullable): the project */
BurnishProject *
burnish_project_page_get_project (BurnishProjectPage *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT_PAGE (self), NULL);

  return self->project;
}

/*
 * burnish_project_page_set_project:
 * @self: the page
 * @project: (nullable): what to show
 */
void
burnish_project_page_set_project (BurnishProjectPage *self, BurnishProject *project)
{
  g_return_if_fail (BURNISH_IS_PROJECT_PAGE (self));

  if (g_set_object (&self->project, project))
    burnish_staging_area_set_project (self->staging_area, project);
}

/* Returns: (transfer none): the actions of the project, for the window as "project" */
GActionGroup *
burnish_project_page_get_actions (BurnishProjectPage *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/*
 * burnish_project_page_add_files:
 * @self: a page with a project
 * @files: a list of #GFile
 * @folder: the folder of the tree that they go to
 *
 * Puts files and folders with all that is in them into the project; they are read in the
 * background.
 */
void
burnish_project_page_add_files (BurnishProjectPage *self, GListModel *files, BurnishNode folder)
{
  g_return_if_fail (BURNISH_IS_PROJECT_PAGE (self));
  g_return_if_fail (self->project != NULL);

  burnish_staging_area_add_files (self->staging_area, files, folder);
}
