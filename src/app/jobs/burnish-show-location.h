/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Shows in the file manager what a drive holds: an image file in its folder, a disc opened, after
 * it was mounted if need be.
 */

void
burnish_show_location_async (BurnishDrive *drive, GAsyncReadyCallback callback, gpointer user_data);
gboolean burnish_show_location_finish (GAsyncResult *result, GError **error);

G_END_DECLS
