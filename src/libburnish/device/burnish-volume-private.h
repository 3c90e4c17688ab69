/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-units.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A short look at what a disc or an image holds: kind, label and size of the file system, from a
 * few dozen blocks. Blocks come through a function, so that drives and image files are looked at
 * alike. Pure apart from that function.
 */

#define BURNISH_VOLUME_HEAD_BLOCKS 32

/* A disc whose first 2 MiB are zero counts as empty, as with IMAPI. */
#define BURNISH_VOLUME_EMPTY_BLOCKS 1024

typedef struct
{
  char *file_system;   /* (nullable) "ISO 9660", "ISO 9660 + Joliet", "UDF", … in this order */
  char *label;         /* (nullable) UTF-8 */
  char *created;       /* (nullable) time of creation as recorded */
  guint64 n_blocks;    /* of the whole volume; 0 when unknown */
  gboolean holds_data; /* something is there, even when its kind is unknown */
  char *digest;        /* (nullable) SHA-256 of the blocks looked at */
} BurnishVolume;

/* Reads n_blocks blocks at start_block, counted from the first block of the disc. */
typedef gboolean (*BurnishVolumeReadFunc) (guint64 start_block,
                                           guint n_blocks,
                                           guint8 *buffer,
                                           gpointer user_data,
                                           GError **error);

/* session_block: where the session begins; end_block: behind the last readable block. The error is
   that of the first read; later ones only leave out what they would have told. */
gboolean _burnish_volume_look (BurnishVolume *self,
                               guint64 session_block,
                               guint64 end_block,
                               BurnishVolumeReadFunc read,
                               gpointer user_data,
                               GError **error);
void _burnish_volume_clear (BurnishVolume *self);

G_END_DECLS
