/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-progress.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * BurnishReport is what a job did: immutable, any thread. It can be written as text for people and
 * as the JSON object that the command line's final "result" event holds (docs/json.md).
 */

/**
 * BurnishDiscCondition:
 * @BURNISH_DISC_UNCHANGED: nothing was done to the disc
 * @BURNISH_DISC_WRITTEN: complete, closed and verified
 * @BURNISH_DISC_WRITTEN_OPEN: complete, and another session can follow
 * @BURNISH_DISC_WRITTEN_NOT_VERIFIED: complete and closed; nobody compared it
 * @BURNISH_DISC_WRITTEN_DAMAGED: complete, but reading it back found damage
 * @BURNISH_DISC_BLANK: blank
 * @BURNISH_DISC_FORMATTED: formatted and empty
 * @BURNISH_DISC_PARTLY_WRITTEN: what is on the rewritable disc is worth nothing
 * @BURNISH_DISC_SPOILED: a write-once disc was partly written and is lost
 * @BURNISH_DISC_APPENDABLE: the interrupted track is lost, but later sessions fit
 * @BURNISH_DISC_NOT_CLOSED: the drive took all data, but did not finish the disc
 * @BURNISH_DISC_NOT_ADDED: adding to it failed; what was there before can still be read
 * @BURNISH_DISC_UNKNOWN: the drive could not be asked any more
 * @BURNISH_DISC_FILE_WRITTEN: the image file is complete
 * @BURNISH_DISC_FILE_REMOVED: no image file was made; a file that was there before is still there
 *
 * What became of a disc.
 */
typedef enum
{
  BURNISH_DISC_UNCHANGED,
  BURNISH_DISC_WRITTEN,
  BURNISH_DISC_WRITTEN_OPEN,
  BURNISH_DISC_WRITTEN_NOT_VERIFIED,
  BURNISH_DISC_WRITTEN_DAMAGED,
  BURNISH_DISC_BLANK,
  BURNISH_DISC_FORMATTED,
  BURNISH_DISC_PARTLY_WRITTEN,
  BURNISH_DISC_SPOILED,
  BURNISH_DISC_APPENDABLE,
  BURNISH_DISC_NOT_CLOSED,
  BURNISH_DISC_NOT_ADDED,
  BURNISH_DISC_UNKNOWN,
  BURNISH_DISC_FILE_WRITTEN,
  BURNISH_DISC_FILE_REMOVED,
} BurnishDiscCondition;

#define BURNISH_TYPE_REPORT (burnish_report_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishReport, burnish_report, BURNISH, REPORT, GObject)

BURNISH_EXPORT
const GError *burnish_report_get_error (BurnishReport *self);
BURNISH_EXPORT
BurnishDiscCondition burnish_report_get_disc_condition (BurnishReport *self);
BURNISH_EXPORT
const char *burnish_report_get_disc_statement (BurnishReport *self);
BURNISH_EXPORT
gboolean burnish_report_get_verified (BurnishReport *self);
BURNISH_EXPORT
gboolean burnish_report_get_simulated (BurnishReport *self);
BURNISH_EXPORT
guint burnish_report_get_n_copies (BurnishReport *self);
BURNISH_EXPORT
guint64 burnish_report_get_n_blocks (BurnishReport *self);
BURNISH_EXPORT
guint64 burnish_report_get_n_files (BurnishReport *self);
BURNISH_EXPORT
const char *burnish_report_get_sha256 (BurnishReport *self);
BURNISH_EXPORT
guint burnish_report_get_n_damaged_files (BurnishReport *self);
BURNISH_EXPORT
const char *burnish_report_get_damaged_file (BurnishReport *self, guint index);
BURNISH_EXPORT
guint burnish_report_get_n_bad_sources (BurnishReport *self);
BURNISH_EXPORT
const GError *burnish_report_get_bad_source (BurnishReport *self, guint index);
BURNISH_EXPORT
char *burnish_report_to_text (BurnishReport *self);
BURNISH_EXPORT
char *burnish_report_to_json (BurnishReport *self);

G_END_DECLS
