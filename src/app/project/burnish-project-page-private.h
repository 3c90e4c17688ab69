/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "autosave/burnish-missing-bar.h"
#include "capacity/burnish-capacity-bar.h"
#include "project/burnish-path-bar.h"
#include "project/burnish-project-page.h"
#include "staging/burnish-staging-area.h"

G_BEGIN_DECLS

/* What the files that make up BurnishProjectPage share. */

struct _BurnishProjectPage
{
  AdwBin parent_instance;

  AdwWindowTitle *window_title;
  AdwSplitButton *add_button;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkMenuButton *more_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  BurnishPathBar *path_bar;
  BurnishMissingBar *missing_bar;
  BurnishStagingArea *staging_area;
  BurnishTreeView *tree_view;
  BurnishCapacityBar *capacity_bar;

  BurnishProject *project;     /* (owned) (nullable) */
  GSimpleActionGroup *actions; /* (owned) */
  gboolean narrow;
  guint narrow_id; /* takes the width into account */
};

/* burnish-project-page-actions.c */
void _burnish_project_page_add_actions (BurnishProjectPage *self);
/* Which of the project's verbs can be done now. */
void _burnish_project_page_update_actions (BurnishProjectPage *self);
void _burnish_project_page_move_nodes (BurnishProjectPage *self, GArray *nodes, BurnishNode folder);

/* burnish-project-page-menus.c */
void _burnish_project_page_add_menus (BurnishProjectPage *self);

G_END_DECLS
