/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-plan.h"
#include "burnish-report.h"

G_BEGIN_DECLS

/*
 * What a report holds. The job's thread fills a BurnishReportData and gives it to a report, after
 * which nobody changes it.
 */

typedef struct
{
  guint32 start_block;
  guint32 n_blocks;
  char *what; /* (owned): a path, or a part of the file system */
} BurnishDamagedRange;

typedef struct
{
  char *path;    /* (owned) */
  GArray *spans; /* (owned) of guint32 pairs: first block on the disc, number of blocks */
} BurnishDamagedFile;

typedef struct
{
  BurnishPhase phase;
  double seconds;
  guint64 bytes;
} BurnishPhaseRecord;

typedef struct
{
  BurnishPlanKind kind;
  GError *error;            /* (owned) (nullable): the first one */
  BurnishPhase error_phase; /* in which it happened */
  BurnishDiscCondition disc_condition;
  guint copies_done;
  gboolean simulated;
  gboolean closed;
  gboolean verified;
  guint64 n_blocks;
  gint64 start_block; /* -1: unknown */
  char *sha256;       /* (owned) (nullable) */
  gboolean has_files;
  guint64 files_total;
  guint64 files_verified;
  GPtrArray *damaged_files;  /* (owned) of BurnishDamagedFile */
  GPtrArray *damaged_ranges; /* (owned) of BurnishDamagedRange */
  GPtrArray *bad_sources;    /* (owned) of GError with path */
  GPtrArray *missing;        /* (owned) of paths */
  GPtrArray *unlisted;       /* (owned) of paths */
  GArray *phases;            /* (owned) of BurnishPhaseRecord, in order */
  guint32 average_speed_kbs; /* of writing */
  GPtrArray *notes;          /* (owned) of sentences */
} BurnishReportData;

BurnishReportData *_burnish_report_data_new (BurnishPlanKind kind);
void _burnish_report_data_free (BurnishReportData *data);
/* (transfer full) data */
BurnishReport *_burnish_report_new (BurnishReportData *data);
const BurnishReportData *_burnish_report_get_data (BurnishReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishReportData, _burnish_report_data_free)

G_END_DECLS
