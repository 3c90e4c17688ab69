/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-macros.h"

G_BEGIN_DECLS

/*
 * BurnishFormat is one way in which a drive offers to format a disc. A plain value, readable from
 * any thread.
 */

#define BURNISH_TYPE_FORMAT (burnish_format_get_type ())

typedef struct _BurnishFormat BurnishFormat;

/**
 * BurnishFormat:
 * @type: format type, 0 to 63 (MMC-6 6.24.3.3); 0 is a full format
 * @n_blocks: blocks that the disc would have
 * @parameter: meaning depends on the type
 *
 * A formattable capacity descriptor of READ FORMAT CAPACITIES.
 */
struct _BurnishFormat
{
  guint type;
  guint64 n_blocks;
  guint parameter;
};

BURNISH_EXPORT
GType burnish_format_get_type (void);
BURNISH_EXPORT
BurnishFormat *burnish_format_copy (const BurnishFormat *self);
BURNISH_EXPORT
void burnish_format_free (BurnishFormat *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishFormat, burnish_format_free)

G_END_DECLS
