/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "capacity/burnish-capacity.h"

G_BEGIN_DECLS

/*
 * Lays out a tree on a worker and tells what takes how much space.
 */

typedef struct
{
  guint64 n_blocks;
  GPtrArray *parts; /* (owned) of BurnishCapacityPart */
} BurnishCapacityLayout;

/* Takes the options over. */
void burnish_capacity_layout_async (BurnishTreeSnapshot *snapshot,
                                    BurnishImageOptions *options,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
BurnishCapacityLayout *burnish_capacity_layout_finish (GAsyncResult *result, GError **error);
void burnish_capacity_layout_free (BurnishCapacityLayout *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishCapacityLayout, burnish_capacity_layout_free)

G_END_DECLS
