/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-macros.h"

G_BEGIN_DECLS

/*
 * BurnishWriteSpeed is a speed that a drive offers for the disc in it. A plain value, readable from
 * any thread.
 */

#define BURNISH_TYPE_WRITE_SPEED (burnish_write_speed_get_type ())

typedef struct _BurnishWriteSpeed BurnishWriteSpeed;

/**
 * BurnishWriteSpeed:
 * @speed_kbs: kB/s, where 1 kB is 1000 bytes
 * @is_constant_rotation: the disc turns at a constant rate (CAV), so that writing begins slower
 *
 * A write speed as GET PERFORMANCE (MMC-6 6.8) or mode page 2Ah tells it.
 */
struct _BurnishWriteSpeed
{
  guint32 speed_kbs;
  gboolean is_constant_rotation;
};

BURNISH_EXPORT
GType burnish_write_speed_get_type (void);
BURNISH_EXPORT
BurnishWriteSpeed *burnish_write_speed_copy (const BurnishWriteSpeed *self);
BURNISH_EXPORT
void burnish_write_speed_free (BurnishWriteSpeed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishWriteSpeed, burnish_write_speed_free)

G_END_DECLS
