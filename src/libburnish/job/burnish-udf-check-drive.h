/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-drive.h"
#include "burnish-udf-check.h"

G_BEGIN_DECLS

/*
 * The check of UDF on the disc in a drive. The call blocks while it reads; any thread, but no other
 * may use the drive meanwhile.
 */

BURNISH_EXPORT
BurnishUdfCheck *burnish_udf_check_run_on_drive (BurnishDrive *drive,
                                                 gint64 session_block,
                                                 BurnishUdfProfile profile,
                                                 GCancellable *cancellable,
                                                 GError **error);

G_END_DECLS
