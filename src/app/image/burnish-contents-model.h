/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * What is in one folder of an image, as a GListModel that makes its items on demand.
 */

#define BURNISH_TYPE_CONTENTS_ITEM (burnish_contents_item_get_type ())
G_DECLARE_FINAL_TYPE (BurnishContentsItem, burnish_contents_item, BURNISH, CONTENTS_ITEM, GObject)

const char *burnish_contents_item_get_name (BurnishContentsItem *self);
gboolean burnish_contents_item_is_folder (BurnishContentsItem *self);
guint64 burnish_contents_item_get_size (BurnishContentsItem *self);
/* (transfer full) (nullable): what is in it; NULL for a file or an empty folder */
GListModel *burnish_contents_item_new_children (BurnishContentsItem *self);

#define BURNISH_TYPE_CONTENTS_MODEL (burnish_contents_model_get_type ())
G_DECLARE_FINAL_TYPE (BurnishContentsModel,
                      burnish_contents_model,
                      BURNISH,
                      CONTENTS_MODEL,
                      GObject)

BurnishContentsModel *burnish_contents_model_new (BurnishImageContents *contents, guint folder);

G_END_DECLS
