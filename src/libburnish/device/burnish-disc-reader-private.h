/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-drive.h"

G_BEGIN_DECLS

/*
 * Reads blocks of a disc or an image file while a plan is made. It shares the drive with others and
 * leaves a mounted disc mounted; a job reads through its engine. For one thread.
 */

typedef struct _BurnishDiscReader BurnishDiscReader;

/* Errors: NO_DRIVE, PERMISSION_DENIED, DRIVE_LOST; NO_DISC: there is no image file. */
BurnishDiscReader *_burnish_disc_reader_new (BurnishDrive *drive, GError **error);
void _burnish_disc_reader_free (BurnishDiscReader *self);
/* 1 to 32 blocks. READ_FAILED with the block, or what else the drive said. */
gboolean _burnish_disc_reader_read (BurnishDiscReader *self,
                                    guint32 start_block,
                                    guint32 n_blocks,
                                    guint8 *buffer,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishDiscReader, _burnish_disc_reader_free)

G_END_DECLS
