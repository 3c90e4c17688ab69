/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-reader-private.h"

G_BEGIN_DECLS

/* Gives an open file or folder the named streams of its entry, as extended attributes of the
   namespace user. One that cannot be carried over does not keep the others from it; the error is
   that of the first: READ_FAILED when the image lost it, NOT_SUPPORTED when the file system does
   not take it. For one thread. */
gboolean _burnish_extraction_streams_restore (const BurnishUdfContents *tree,
                                              const BurnishUdfDevice *device,
                                              const BurnishUdfEntry *owner,
                                              int fd,
                                              GError **error);

G_END_DECLS
