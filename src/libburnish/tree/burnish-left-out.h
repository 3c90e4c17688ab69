/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree.h"

G_BEGIN_DECLS

/*
 * BurnishLeftOut says that something did not come into the tree, and why: what a scan could not
 * read, what no disc can hold, and what a collision policy skipped. What options leave out on
 * purpose is not listed. Immutable, reference counted, any thread.
 */

/**
 * BurnishLeftOutReason:
 * @BURNISH_LEFT_OUT_UNREADABLE: it may not be read, or reading failed
 * @BURNISH_LEFT_OUT_VANISHED: it was removed before the scan came to it, or while it was read
 * @BURNISH_LEFT_OUT_SPECIAL_FILE: it is a socket, a FIFO or a device, which have no contents
 * @BURNISH_LEFT_OUT_BROKEN_LINK: it is a symbolic link to nothing, and links are followed
 * @BURNISH_LEFT_OUT_LINK_LOOP: it is a symbolic link to a folder around it, and links are followed
 * @BURNISH_LEFT_OUT_NAME_INVALID: its name cannot be used
 * @BURNISH_LEFT_OUT_NAME_EXISTS: the folder already holds that name, and the policy is to skip
 * @BURNISH_LEFT_OUT_NOT_CONNECTED: the share or device that it is on cannot be reached
 * @BURNISH_LEFT_OUT_NOT_TAKEN_OVER: it is in an image, and only there: the image's own checksums,
 * or an attribute of a folder
 *
 * Why something was left out.
 */
typedef enum
{
  BURNISH_LEFT_OUT_UNREADABLE,
  BURNISH_LEFT_OUT_VANISHED,
  BURNISH_LEFT_OUT_SPECIAL_FILE,
  BURNISH_LEFT_OUT_BROKEN_LINK,
  BURNISH_LEFT_OUT_LINK_LOOP,
  BURNISH_LEFT_OUT_NAME_INVALID,
  BURNISH_LEFT_OUT_NAME_EXISTS,
  BURNISH_LEFT_OUT_NOT_CONNECTED,
  BURNISH_LEFT_OUT_NOT_TAKEN_OVER,
} BurnishLeftOutReason;

#define BURNISH_TYPE_LEFT_OUT (burnish_left_out_get_type ())
typedef struct _BurnishLeftOut BurnishLeftOut;

BURNISH_EXPORT
GType burnish_left_out_get_type (void);
BURNISH_EXPORT
BurnishLeftOut *burnish_left_out_ref (BurnishLeftOut *self);
BURNISH_EXPORT
void burnish_left_out_unref (BurnishLeftOut *self);
BURNISH_EXPORT
const char *burnish_left_out_get_path (BurnishLeftOut *self);
BURNISH_EXPORT
BurnishLeftOutReason burnish_left_out_get_reason (BurnishLeftOut *self);
BURNISH_EXPORT
char *burnish_left_out_dup_text (BurnishLeftOut *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishLeftOut, burnish_left_out_unref)

G_END_DECLS
