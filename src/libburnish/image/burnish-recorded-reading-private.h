/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-recorded-volume-private.h"

G_BEGIN_DECLS

/*
 * A recorded volume while it is read, and the comparison of the trees that its file systems show:
 * whatever only one of them shows would be lost when the other is carried over. For one thread.
 */

typedef struct
{
  BurnishUdfDevice device;       /* which can be cancelled */
  BurnishIsoContents *iso;       /* (owned) (nullable) */
  BurnishUdfContents *udf;       /* (owned) (nullable) */
  BurnishRecordedSums *sums;     /* (owned) (nullable) */
  guint32 sums_block;            /* where the manifest begins, 0: not in blocks of its own */
  BurnishRecordedVolume *volume; /* (owned) */
  GPtrArray *reasons;            /* (owned) of GError */
} BurnishRecordedReading;

/* 0 for a file that has no blocks of its own. */
guint32 _burnish_recorded_get_udf_block (BurnishRecordedReading *self,
                                         const BurnishUdfEntry *entry);
/* Rock Ridge has whole seconds: takes the microseconds from UDF. */
gboolean _burnish_recorded_take_exact_times (BurnishRecordedReading *self, GError **error);
/* Each adds a reason for every difference; FALSE only when reading failed or was cancelled. */
gboolean _burnish_recorded_compare_trees (BurnishRecordedReading *self,
                                          BurnishTreeSnapshot *snapshot,
                                          GError **error);
void _burnish_recorded_compare_addresses (BurnishRecordedReading *self,
                                          const BurnishIsoContents *contents,
                                          const char *names);
gboolean _burnish_recorded_compare_joliet (BurnishRecordedReading *self, GError **error);

G_END_DECLS
