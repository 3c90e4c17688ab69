/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree.h"

G_BEGIN_DECLS

/*
 * Finding and sorting in a tree of any size, over numbers of nodes. Both are asked for on the main
 * thread and done on another, with the tree as it was when they were asked for; what concerns few
 * nodes can be done at once.
 */

/**
 * BurnishSortKey:
 * @BURNISH_SORT_BY_NAME: as people sort names in their language, "2" before "10"
 * @BURNISH_SORT_BY_SIZE: by size of the contents, folders by all that is in them
 * @BURNISH_SORT_BY_TIME: by time of last modification
 *
 * What to sort by. Where two are equal, their names decide.
 */
typedef enum
{
  BURNISH_SORT_BY_NAME,
  BURNISH_SORT_BY_SIZE,
  BURNISH_SORT_BY_TIME,
} BurnishSortKey;

BURNISH_EXPORT
void burnish_tree_find_async (BurnishTree *self,
                              BurnishNode folder,
                              const char *text,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
BURNISH_EXPORT
GArray *burnish_tree_find_finish (BurnishTree *self, GAsyncResult *result, GError **error);
BURNISH_EXPORT
void burnish_tree_sort_async (BurnishTree *self,
                              BurnishNode folder,
                              BurnishSortKey key,
                              gboolean descending,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
BURNISH_EXPORT
GArray *burnish_tree_sort_finish (BurnishTree *self, GAsyncResult *result, GError **error);
BURNISH_EXPORT
GArray *
burnish_tree_sort (BurnishTree *self, BurnishNode folder, BurnishSortKey key, gboolean descending);
BURNISH_EXPORT
int burnish_tree_compare (BurnishTree *self,
                          BurnishNode a,
                          BurnishNode b,
                          BurnishSortKey key,
                          gboolean descending);

G_END_DECLS
