/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-left-out.h"

G_BEGIN_DECLS

/*
 * BurnishLeftOutItem wraps a BurnishLeftOut, which is no object, for a list that can be shown. Main
 * context; it never changes.
 */

#define BURNISH_TYPE_LEFT_OUT_ITEM (burnish_left_out_item_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishLeftOutItem, burnish_left_out_item, BURNISH, LEFT_OUT_ITEM, GObject)

BURNISH_EXPORT
BurnishLeftOutItem *burnish_left_out_item_new (BurnishLeftOut *left_out);
BURNISH_EXPORT
BurnishLeftOut *burnish_left_out_item_get_left_out (BurnishLeftOutItem *self);

G_END_DECLS
