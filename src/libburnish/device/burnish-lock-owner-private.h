/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

G_BEGIN_DECLS

/*
 * Who holds a drive: looks through /proc, so it sees the processes of this user (all of them for
 * root). May be called from any thread; takes milliseconds.
 */

/* (nullable) (transfer full): the names of other processes that have the device open. */
char *_burnish_dup_lock_owner (const char *path);
/* Whether a file system on the device is mounted. */
gboolean _burnish_is_mounted (const char *path);
/* Sets DRIVE_BUSY, naming the owner when it can be found. */
void _burnish_set_busy_error (GError **error, const char *path);

G_END_DECLS
