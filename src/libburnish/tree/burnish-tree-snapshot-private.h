/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"
#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

BurnishTreeSnapshot *_burnish_tree_snapshot_new (BurnishArena *arena);
const BurnishNodeData *_burnish_tree_snapshot_get_data (BurnishTreeSnapshot *self,
                                                        BurnishNode node);

/* (transfer full): what names and sources of the nodes live in. */
BurnishStore *_burnish_tree_snapshot_ref_store (BurnishTreeSnapshot *self);

G_END_DECLS
