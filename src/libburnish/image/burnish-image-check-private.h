/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-options.h"

G_BEGIN_DECLS

/*
 * What can be refused before libisofs starts, all reasons at once: %BURNISH_ERROR_REFUSED.
 * Pure, for any thread.
 */
gboolean
_burnish_image_check (BurnishTreeSnapshot *snapshot, BurnishImageOptions *options, GError **error);

/* Adds a reason to a refusal, which may be NULL yet. */
G_GNUC_PRINTF (4, 5)
void _burnish_image_refuse (GError **refusal,
                            BurnishError code,
                            const char *path,
                            const char *format,
                            ...);

G_END_DECLS
