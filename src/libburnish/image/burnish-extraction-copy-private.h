/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-reader-private.h"

G_BEGIN_DECLS

/*
 * Contents of a file on their way from a device into a file that is open for writing. For one
 * thread.
 */

#define BURNISH_EXTRACTION_COPY_BYTES (64 * 1024)

typedef struct
{
  const BurnishUdfDevice *device; /* (unowned) */
  guint8 *buffer;                 /* (unowned) of BURNISH_EXTRACTION_COPY_BYTES */
  int fd;
  guint64 n_bytes;        /* that were copied */
  gboolean is_incomplete; /* something could not be read */
} BurnishExtractionCopy;

/* Copies an extent that lies on the device to an offset of the file; what cannot be read is left
   out. TARGET_FULL, TARGET_FAILED, cancelled, or what ends the reading of the device. */
gboolean _burnish_extraction_copy_extent (BurnishExtractionCopy *self,
                                          const BurnishUdfExtent *extent,
                                          guint64 offset,
                                          GError **error);

G_END_DECLS
