/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-reader-private.h"

G_BEGIN_DECLS

/*
 * What of a tree is to be extracted: the members that were asked for, with all that is below them.
 * For any thread.
 */

typedef enum
{
  BURNISH_EXTRACTION_LEFT_OUT,
  BURNISH_EXTRACTION_ON_THE_WAY, /* a folder above something that is wanted */
  BURNISH_EXTRACTION_WANTED,
  BURNISH_EXTRACTION_FAILED, /* cannot be made, nor what is in it */
} BurnishExtractionChoice;

/* (transfer full): one BurnishExtractionChoice for each node. Of nodes with one name in one folder
   all but the first have failed. members (nullable): NULL for everything. SOURCE_MISSING. */
guint8 *_burnish_extraction_choose (const BurnishUdfContents *tree,
                                    const char *const *members,
                                    GError **error);

G_END_DECLS
