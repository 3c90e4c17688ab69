/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-medium-private.h"
#include "burnish-mmc-parse-private.h"

G_BEGIN_DECLS

/*
 * How a medium is read from a drive, cut by concern: burnish-medium-reader.c asks for the structure
 * of the disc and looks into it, burnish-medium-state.c concludes states and sizes, and
 * burnish-medium-details.c asks for what is nice to know. All on one thread.
 */

/* Features, MMC-6 5.3. */
#define FEATURE_WRITE_PROTECT       0x0004
#define FEATURE_FORMATTABLE         0x0023
#define FEATURE_DEFECT_MANAGEMENT   0x0024
#define FEATURE_BD_POW              0x0038
#define FEATURE_REAL_TIME_STREAMING 0x0107

typedef struct
{
  BurnishMmc *mmc;
  GCancellable *cancellable; /* (nullable) */
  BurnishMedium *medium;
  BurnishDiscInformation disc;
  BurnishCurrentCapacity current;
  guint32 n_readable; /* blocks that READ CAPACITY tells */
} BurnishMediumReader;

gboolean _burnish_reader_kind_is (const BurnishMediumReader *reader, BurnishKindFlags flag);
gboolean _burnish_reader_feature_is_current (const BurnishMediumReader *reader, guint16 code);
gboolean _burnish_reader_is_unsupported (const BurnishMediumReader *reader);
/* failure: (transfer full) (nullable) */
gboolean
_burnish_reader_may_be_missing (const BurnishMediumReader *reader, GError *failure, GError **error);

/* From disc and track information and the format capacities. */
void _burnish_reader_set_state (BurnishMediumReader *reader);
/* After READ CAPACITY. */
void _burnish_reader_set_sizes (BurnishMediumReader *reader);
void _burnish_reader_set_erased_capacity (BurnishMediumReader *reader, guint64 n_blocks);
/* After the look at the volume. */
void _burnish_reader_set_contents (BurnishMediumReader *reader);

/* Write protection, manufacturer, spare areas, speeds. */
gboolean _burnish_reader_read_details (BurnishMediumReader *reader, GError **error);

G_END_DECLS
