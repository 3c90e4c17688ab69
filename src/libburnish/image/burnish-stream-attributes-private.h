/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"
#include "burnish-udf-reader-private.h"

G_BEGIN_DECLS

/*
 * Named streams of a UDF volume as extended attributes of the nodes of a tree, kept in its store.
 * For one thread.
 */

/* A stream that is none: damaged, longer than Linux takes attributes, of a name that another one
   has, or more than 256 MiB with all before it. */
typedef void (*BurnishStreamLostFunc) (const char *name, gpointer user_data);

/* (nullable): the entry has none. *total_bytes: of all values that were read, or that could not be.
 */
const BurnishSourceAttributes *_burnish_stream_attributes_read (const BurnishUdfContents *contents,
                                                                const BurnishUdfDevice *device,
                                                                const BurnishUdfEntry *owner,
                                                                BurnishStore *store,
                                                                gsize *total_bytes,
                                                                BurnishStreamLostFunc lost,
                                                                gpointer user_data);

G_END_DECLS
