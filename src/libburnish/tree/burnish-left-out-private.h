/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-left-out.h"

G_BEGIN_DECLS

/*
 * How scans, merges and projects make what they leave out; it never changes afterwards. Any thread.
 */

/* Takes the path; code is an errno or 0. */
BurnishLeftOut *_burnish_left_out_new (char *path, BurnishLeftOutReason reason, int code);

G_END_DECLS
