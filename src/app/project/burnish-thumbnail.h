/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/*
 * The small pictures of images and videos that other programs, as file managers, have put into the
 * cache of thumbnails (freedesktop.org, "Thumbnail Managing Standard"). None is ever made here.
 * Those that were shown last are kept in memory, in the size in which they are shown. All of this
 * is called on the main thread; files are looked up and read on workers.
 */

GdkTexture *burnish_thumbnail_get_loaded (GFile *file, int size_px);
void burnish_thumbnail_load_async (GFile *file,
                                   int size_px,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GdkTexture *burnish_thumbnail_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
