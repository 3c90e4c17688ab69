/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-volume-reader-private.h"

G_BEGIN_DECLS

/*
 * Names in the data of a folder or of a stream directory (ECMA-167 4/14.4). For one thread.
 */

typedef struct
{
  guint64 sector; /* where it is, for notes */
  guint8 characteristics;
  const guint8 *name; /* OSTA compressed Unicode */
  gsize name_bytes;
  guint32 icb_bytes; /* 0: it names nothing */
  guint map;
  guint32 block;
} BurnishUdfName;

/* FALSE ends the reading. */
typedef gboolean (*BurnishUdfNameFunc) (const BurnishUdfName *name, gpointer user_data);

/* Calls func for each file identifier, whatever its characteristics. bytes_left bounds the data of
   all folders. FALSE: some of the data is lost, which is noted, or fatal. */
gboolean _burnish_udf_folder_read (BurnishUdfVolume *volume,
                                   const BurnishUdfIcb *icb,
                                   guint64 *bytes_left,
                                   BurnishUdfNameFunc func,
                                   gpointer user_data);

G_END_DECLS
