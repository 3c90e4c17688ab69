/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-engine-private.h"

G_BEGIN_DECLS

/*
 * The engine of the image-file drive: plain file I/O, no libburn.
 *
 * The image grows as NAME.XXXXXX.part beside the target and takes the target's name only when it is
 * complete and on the disk, so a file of that name is always whole: either the old one or the new
 * one. An existing target is replaced only with BURNISH_WRITE_OVERWRITE; a symbolic link is
 * replaced itself and never followed. A failed or cancelled write leaves nothing behind. A
 * character device or a pipe (/dev/null, a FIFO) takes the stream as it is, and cannot be read
 * back; a block device is refused.
 *
 * One thread: the one that opened it.
 */

/* Creates and opens nothing yet. */
BurnishEngine *_burnish_image_file_engine_new (const char *path);

G_END_DECLS
