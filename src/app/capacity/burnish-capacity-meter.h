/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "capacity/burnish-capacity.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishCapacityMeter draws a capacity as a bar: a segment for each part in the shades of the
 * accent colour, what is free behind them, and where the disc ends when it is too much. Segments
 * light up under the pointer and say in a tooltip what they are. Colours come from style.css, so
 * that they follow the appearance of the desktop. Main context only.
 */

#define BURNISH_TYPE_CAPACITY_METER (burnish_capacity_meter_get_type ())
G_DECLARE_FINAL_TYPE (BurnishCapacityMeter,
                      burnish_capacity_meter,
                      BURNISH,
                      CAPACITY_METER,
                      GtkWidget)

/* Text is what the bar says, for people who do not see it. */
void burnish_capacity_meter_update (BurnishCapacityMeter *self,
                                    BurnishCapacity *capacity,
                                    const char *text);

G_END_DECLS
