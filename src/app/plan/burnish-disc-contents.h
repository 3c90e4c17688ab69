/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishDiscContents is what will be on a disc: the layout of a tree, and which names are others
 * there. It is made on a worker, never changes, and may be read from any thread.
 */

#define BURNISH_N_NAMESPACES (BURNISH_NAMESPACE_UDF + 1)

#define BURNISH_TYPE_DISC_CONTENTS (burnish_disc_contents_get_type ())
G_DECLARE_FINAL_TYPE (BurnishDiscContents, burnish_disc_contents, BURNISH, DISC_CONTENTS, GObject)

/* Takes the options over. */
void burnish_disc_contents_read_async (BurnishTreeSnapshot *snapshot,
                                       BurnishImageOptions *options,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
void burnish_disc_contents_read_layout_async (BurnishImageLayout *layout,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
void burnish_disc_contents_read_title_async (BurnishTreeSnapshot *snapshot,
                                             BurnishImageOptions *options,
                                             BurnishDiscFamily family,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
BurnishDiscContents *burnish_disc_contents_read_finish (GAsyncResult *result, GError **error);

BurnishImageLayout *burnish_disc_contents_get_layout (BurnishDiscContents *self);
gboolean burnish_disc_contents_has_names (BurnishDiscContents *self, BurnishNamespace ns);
GArray *burnish_disc_contents_get_changed (BurnishDiscContents *self, BurnishNamespace ns);
GArray *burnish_disc_contents_get_missing (BurnishDiscContents *self, BurnishNamespace ns);

G_END_DECLS
