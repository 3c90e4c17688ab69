/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"
#include "burnish-image-options.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * BurnishUdfCheck is what a check of a UDF volume found: every descriptor that can be reached from
 * the anchors was looked at, also those that a reader needs only when others are damaged. A finding
 * names the rule that is broken (docs/udf-check.md lists all), its clause in the standard, the
 * block and a sentence; findings are numbered in the order in which they were made. It is
 * immutable, reference counted, and readable from any thread.
 */

/**
 * BurnishUdfSeverity:
 * @BURNISH_UDF_SEVERITY_NOTE: nothing is wrong, but somebody may care
 * @BURNISH_UDF_SEVERITY_WARNING: against the standard, but readers are known to cope
 * @BURNISH_UDF_SEVERITY_ERROR: readers may fail, or data is wrong
 *
 * How bad a finding is.
 */
typedef enum
{
  BURNISH_UDF_SEVERITY_NOTE,
  BURNISH_UDF_SEVERITY_WARNING,
  BURNISH_UDF_SEVERITY_ERROR,
} BurnishUdfSeverity;

/**
 * BurnishUdfProfile:
 * @BURNISH_UDF_PROFILE_NONE: any volume
 * @BURNISH_UDF_PROFILE_DVD_VIDEO: a disc for DVD players (UDF 6.9.1)
 * @BURNISH_UDF_PROFILE_BD: a disc for Blu-ray players (UDF 6.16)
 *
 * What a volume is made for; players ask for more than the standard.
 */
typedef enum
{
  BURNISH_UDF_PROFILE_NONE,
  BURNISH_UDF_PROFILE_DVD_VIDEO,
  BURNISH_UDF_PROFILE_BD,
} BurnishUdfProfile;

#define BURNISH_TYPE_UDF_CHECK (burnish_udf_check_get_type ())
typedef struct _BurnishUdfCheck BurnishUdfCheck;

BURNISH_EXPORT
GType burnish_udf_check_get_type (void);
BURNISH_EXPORT
BurnishUdfCheck *burnish_udf_check_run (const char *path,
                                        guint32 session_block,
                                        BurnishUdfProfile profile,
                                        GCancellable *cancellable,
                                        GError **error);
BURNISH_EXPORT
BurnishUdfCheck *burnish_udf_check_ref (BurnishUdfCheck *self);
BURNISH_EXPORT
void burnish_udf_check_unref (BurnishUdfCheck *self);

/* What was looked at. */
BURNISH_EXPORT
BurnishUdfRevision burnish_udf_check_get_revision (BurnishUdfCheck *self);
BURNISH_EXPORT
gboolean burnish_udf_check_is_bridge (BurnishUdfCheck *self);
BURNISH_EXPORT
guint32 burnish_udf_check_get_n_files (BurnishUdfCheck *self);
BURNISH_EXPORT
guint32 burnish_udf_check_get_n_folders (BurnishUdfCheck *self);

/* How much was found, also what is not kept. */
BURNISH_EXPORT
guint64 burnish_udf_check_get_n_of_severity (BurnishUdfCheck *self, BurnishUdfSeverity severity);
BURNISH_EXPORT
guint64 burnish_udf_check_get_n_of_rule (BurnishUdfCheck *self, const char *rule);

/* The findings that are kept. */
BURNISH_EXPORT
guint burnish_udf_check_get_n_findings (BurnishUdfCheck *self);
BURNISH_EXPORT
BurnishUdfSeverity burnish_udf_check_get_severity (BurnishUdfCheck *self, guint finding);
BURNISH_EXPORT
const char *burnish_udf_check_get_rule (BurnishUdfCheck *self, guint finding);
BURNISH_EXPORT
const char *burnish_udf_check_get_clause (BurnishUdfCheck *self, guint finding);
BURNISH_EXPORT
gint64 burnish_udf_check_get_block (BurnishUdfCheck *self, guint finding);
BURNISH_EXPORT
const char *burnish_udf_check_get_path (BurnishUdfCheck *self, guint finding);
BURNISH_EXPORT
const char *burnish_udf_check_get_message (BurnishUdfCheck *self, guint finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishUdfCheck, burnish_udf_check_unref)

G_END_DECLS
