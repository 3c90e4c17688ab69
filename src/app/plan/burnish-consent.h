/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * Consent to lose what is on a disc counts for that disc only: it is kept as the fingerprint of
 * the disc that it was given for, NULL while there is none. Main thread.
 */

gboolean burnish_consent_counts_for (const char *consent, BurnishMedium *medium);
gboolean burnish_consent_is_void (const char *consent, BurnishPlan *plan);
gboolean burnish_medium_takes_additions (BurnishMedium *medium);
gboolean burnish_consent_adds_to (const char *addition, BurnishMedium *medium);

G_END_DECLS
