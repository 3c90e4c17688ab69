/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "udf-volume.h"

/* What the files that read a volume share: blocks and their owners, entries, the tree. */

/* Stream directory ICB of an extended file entry (ECMA-167 4/14.17). */
#define VOLUME_STREAM_DIRECTORY 152

const guint8 *volume_get_block (Volume *self, guint32 block);
/* That these blocks have no other owner. */
void volume_own (Volume *self, guint32 block, guint32 n_blocks);
void
volume_assert_tag (Volume *self, const guint8 *d, gsize room, BurnishUdfTagId id, guint32 location);
/* The block on the disc. */
guint32 volume_resolve (Volume *self, guint32 block, guint16 partition);

/* A file entry and what is left of its allocation descriptors. */
typedef struct
{
  const guint8 *bytes;
  const guint8 *ads;
  guint32 ads_bytes;
  guint16 partition;
  guint32 location;
} VolumeEntry;

void volume_entry_init (Volume *self, VolumeEntry *entry, guint32 location, guint16 partition);
/* Takes one descriptor; FALSE behind the last. Follows to further ones. */
gboolean volume_entry_next (Volume *self,
                            VolumeEntry *entry,
                            guint32 *size_bytes,
                            guint32 *location,
                            guint16 *partition);
/* (transfer full): the contents. */
guint8 *volume_entry_read (Volume *self, VolumeEntry *entry, gsize *size_bytes);

/* All files, from the file set that the logical volume descriptor names. */
void volume_read_tree (Volume *self, const guint8 *logical);
void volume_assert_link_counts (Volume *self);
void volume_file_free (gpointer data);
