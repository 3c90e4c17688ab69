/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-private.h"

#include "burnish-left-out-item.h"

/* The project makes it, and shows it as a list only. */
static GListStore *
get_list (BurnishProject *self)
{
  return G_LIST_STORE (burnish_project_get_left_out (self));
}

/**
 * burnish_project_add_left_out:
 * @self: a project
 * @left_out: something that did not come into the tree
 *
 * Remembers it for as long as the project is open.
 */
void
burnish_project_add_left_out (BurnishProject *self, BurnishLeftOut *left_out)
{
  g_autoptr (BurnishLeftOutItem) item = NULL;

  g_return_if_fail (BURNISH_IS_PROJECT (self) && left_out != NULL);
  item = burnish_left_out_item_new (left_out);
  g_list_store_append (get_list (self), item);
}

/**
 * burnish_project_add_left_out_of_scan:
 * @self: a project
 * @scan: a scan that ran
 *
 * Remembers everything that the scan left out.
 */
void
burnish_project_add_left_out_of_scan (BurnishProject *self, BurnishScan *scan)
{
  g_autoptr (GPtrArray) items = NULL;
  GListStore *list;

  g_return_if_fail (BURNISH_IS_PROJECT (self) && BURNISH_IS_SCAN (scan));
  list = get_list (self);
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < burnish_scan_get_n_left_out (scan); i++)
    g_ptr_array_add (items, burnish_left_out_item_new (burnish_scan_get_left_out (scan, i)));
  g_list_store_splice (list, g_list_model_get_n_items (G_LIST_MODEL (list)), 0, items->pdata,
                       items->len);
}

/**
 * burnish_project_clear_left_out:
 * @self: a project
 *
 * Forgets what was left out.
 */
void
burnish_project_clear_left_out (BurnishProject *self)
{
  g_return_if_fail (BURNISH_IS_PROJECT (self));
  g_list_store_remove_all (get_list (self));
}
