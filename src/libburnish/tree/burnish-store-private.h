/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * BurnishStore keeps what the nodes of a tree point to: names, link targets, sources. Memory is
 * only ever added and goes all at once with the last reference, so that trees and snapshots share
 * it without copying. One thread adds; references may be taken and dropped on any thread.
 */

typedef struct _BurnishStore BurnishStore;

BurnishStore *_burnish_store_new (void);
BurnishStore *_burnish_store_ref (BurnishStore *self);
void _burnish_store_unref (BurnishStore *self);
/* Zero-filled memory, aligned for any type of the tree layer. */
gpointer _burnish_store_alloc (BurnishStore *self, gsize size_bytes);
const char *_burnish_store_add_string (BurnishStore *self, const char *string, gsize length);
/* Drops object with destroy when the store goes. */
void _burnish_store_own (BurnishStore *self, gpointer object, GDestroyNotify destroy);
/* Keeps everything in other alive for as long as self lives; takes the caller's reference. */
void _burnish_store_adopt (BurnishStore *self, BurnishStore *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishStore, _burnish_store_unref)

G_END_DECLS
