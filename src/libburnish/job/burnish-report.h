/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-units.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * BurnishReport is what a job did: immutable, any thread. It can be written as text for people and
 * as the JSON object that the command line's final "result" event holds (docs/json.md).
 */

#define BURNISH_TYPE_REPORT (burnish_report_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishReport, burnish_report, BURNISH, REPORT, GObject)

/* The first error, or NULL after success. */
BURNISH_EXPORT
const GError *burnish_report_get_error (BurnishReport *self);
/* One sentence about what the disc is now: "The disc is blank and can be used again." */
BURNISH_EXPORT
const char *burnish_report_get_disc_statement (BurnishReport *self);
BURNISH_EXPORT
gboolean burnish_report_get_verified (BurnishReport *self);
BURNISH_EXPORT
char *burnish_report_to_text (BurnishReport *self);
BURNISH_EXPORT
char *burnish_report_to_json (BurnishReport *self);

G_END_DECLS
