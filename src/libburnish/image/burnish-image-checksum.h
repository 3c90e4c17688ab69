/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * SHA-256 of an image file, and the checksums that publishers put beside their images: whether a
 * download is what it should be is known before a disc is spent on it. Checksums are 64 lower-case
 * hexadecimal digits. The function that computes is for the main context; the others block for
 * moments at most and may be called from any thread.
 */

/**
 * BurnishImageChecksumProgress:
 * @done_bytes: how much was read
 * @total_bytes: how much there is to read, at least 1
 * @user_data: what was given with it
 *
 * Tells how far it is, on the main context and at most ten times a second; never after the result,
 * nor once it was cancelled.
 */
typedef void (*BurnishImageChecksumProgress) (guint64 done_bytes,
                                              guint64 total_bytes,
                                              gpointer user_data);

BURNISH_EXPORT
void burnish_image_checksum_compute_async (const char *path,
                                           BurnishImageChecksumProgress progress,
                                           gpointer progress_data,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
BURNISH_EXPORT
char *burnish_image_checksum_compute_finish (GAsyncResult *result, GError **error);
BURNISH_EXPORT
char *burnish_image_checksum_parse (const char *text, const char *file_name);
BURNISH_EXPORT
char *burnish_image_checksum_find (const char *path, char **found_path);

G_END_DECLS
