/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Every keyboard shortcut of the application stands in one table, which feeds the accelerators, the
 * shortcuts window and the tests.
 */

/*
 * BurnishAccelerator:
 * @action: detailed action name
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

G_END_DECLS
