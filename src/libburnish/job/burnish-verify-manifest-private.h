/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-run-private.h"
#include "burnish-udf-reader-private.h"

G_BEGIN_DECLS

/*
 * Compares the files of a disc with the manifest that it carries. For the job's thread.
 */

/* Writes into the run's report what differs, cannot be read, is missing or is not listed. TRUE: the
   files are as the manifest says, or there is none. */
gboolean _burnish_verify_by_manifest (BurnishRun *run,
                                      const BurnishUdfContents *tree,
                                      gboolean *has_manifest,
                                      GError **error);

G_END_DECLS
