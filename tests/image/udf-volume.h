/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-format-private.h"

/*
 * Reads a UDF volume that the writer made, and insists on every rule: tags, places, counts, unique
 * identifiers, that no block has two owners. It shares only tags, texts and timestamps with the
 * writer.
 */

typedef struct
{
  char *name;   /* (owned) */
  guint8 *data; /* (owned) */
  gsize size_bytes;
} VolumeStream;

typedef struct
{
  char *path; /* (owned): names with "/" before each */
  guint8 type;
  guint16 n_links;
  guint16 icb_flags;
  guint32 permissions;
  guint32 uid;
  guint32 gid;
  guint32 entry_block; /* on the disc */
  guint64 unique_id;
  gint64 time_us;
  guint8 *data; /* (owned) */
  gsize size_bytes;
  GPtrArray *streams; /* (owned) (nullable): of VolumeStream */
} VolumeFile;

typedef struct
{
  const guint8 *bytes; /* the disc from its first block */
  guint32 n_blocks;
  guint32 session_block;
  BurnishUdfRevision revision;
  guint32 partition_block;
  guint32 partition_blocks;
  guint32 second_kind; /* of partition 1: 0 for none, 'M' metadata, 'V' virtual */
  GArray *metadata;    /* (owned): disc block of each block of the metadata file */
  GArray *vat;         /* (owned): partition block of each virtual block */
  GHashTable *owners;  /* (owned): of blocks */
  GHashTable *unique;  /* (owned): identifiers of names */
  GPtrArray *files;    /* (owned): of VolumeFile, the root first */
  guint64 next_unique_id;
  guint32 n_files, n_folders; /* as the volume says */
} Volume;

void volume_init (Volume *self, const guint8 *bytes, guint32 n_blocks, guint32 session_block);
void volume_clear (Volume *self);
/* (nullable) */
VolumeFile *volume_lookup (Volume *self, const char *path);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Volume, volume_clear)
