/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-medium.h"

G_BEGIN_DECLS

/*
 * Words for a medium and for what belongs to it, in the language of the session. The window and the
 * command line share them, so that both say the same. All functions are pure and may be called from
 * any thread.
 */

BURNISH_EXPORT
char *burnish_medium_dup_summary (BurnishMedium *self);
BURNISH_EXPORT
char *burnish_medium_dup_state_text (BurnishMedium *self);
BURNISH_EXPORT
char *burnish_medium_dup_write_protection_text (BurnishMedium *self);
BURNISH_EXPORT
char *burnish_medium_dup_write_speeds_text (BurnishMedium *self);
BURNISH_EXPORT
const char *burnish_operation_to_text (BurnishOperation operation);
BURNISH_EXPORT
char *burnish_track_dup_text (const BurnishTrack *self);
BURNISH_EXPORT
char *burnish_format_dup_text (const BurnishFormat *self);
BURNISH_EXPORT
char *burnish_feature_dup_name (const BurnishFeature *self);

G_END_DECLS
