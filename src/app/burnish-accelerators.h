/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Every keyboard shortcut of the application stands in one table, which feeds the accelerators, the
 * shortcuts window and the tests.
 */

/*
 * BurnishAcceleratorScope:
 * @BURNISH_ACCELERATOR_ANYWHERE: it comes before whatever else the key does
 * @BURNISH_ACCELERATOR_PAGE: it comes after what the widget with the focus does with the key
 * @BURNISH_ACCELERATOR_LIST: only when the focus is in the list of files
 * @BURNISH_ACCELERATOR_BUILT_IN: widgets do it by themselves; it is only told of
 *
 * Where a shortcut works. Entries have their own undo, clipboard and delete.
 */
typedef enum
{
  BURNISH_ACCELERATOR_ANYWHERE,
  BURNISH_ACCELERATOR_PAGE,
  BURNISH_ACCELERATOR_LIST,
  BURNISH_ACCELERATOR_BUILT_IN,
} BurnishAcceleratorScope;

/*
 * BurnishAccelerator:
 * @action: (nullable): detailed action name; none for what widgets do by themselves
 * @keys: accelerators as gtk_accelerator_parse() reads them, NULL-terminated
 * @group: heading in the shortcuts window, marked for translation
 * @title: what it does, marked for translation
 */
typedef struct
{
  const char *action;
  const char *keys[3];
  const char *group;
  const char *title;
} BurnishAccelerator;

const BurnishAccelerator *burnish_accelerators_get (gsize *n_accelerators);
void burnish_accelerators_apply (GtkApplication *application);
void burnish_accelerators_add_to (GtkWidget *widget, BurnishAcceleratorScope scope);
const char *burnish_accelerators_get_key (const char *action);

G_END_DECLS
