/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"
#include "burnish-units.h"
#include "libisofs/burnish-libisofs-private.h"

G_BEGIN_DECLS

/*
 * Reads the directory records (ECMA-119 9.1) of finished trees, so that each node's names are found
 * again, and completes them: with times, links, and addresses of contents. Pure functions over
 * memory.
 */

/* Where blocks of the image are in memory; NULL when not all of them are there. */
guint8 *
_burnish_iso_trees_find (const BurnishIsoTrees *trees, guint32 start_block, guint64 size_bytes);

/* What the trees say about each node; arrays have one entry more than the tree has nodes: the
 * manifest. */
typedef struct
{
  guint32 n_records;
  guint32 *iso_records;    /* (owned) place of the directory record in the trees' memory, 0: none */
  guint32 *joliet_records; /* (owned) the same of the Joliet tree */
  guint32 root_records[2]; /* of the descriptors: primary, Joliet (0 when there is none) */
  guint32 descriptors_end; /* the block behind the last volume descriptor */
  gboolean has_empty_block; /* files without contents point at the block behind the trees */
} BurnishIsoIndex;

/* In seconds since 1970 UTC. */
typedef struct
{
  gint64 image_time;  /* of the manifest */
  gint64 latest_time; /* no node is recorded as younger */
} BurnishIsoTimes;

/* Fills the index, checks that every file is as long as staged, and replaces the node numbers in
   all records by the real times, and by link counts and serial numbers that mark hard links. */
gboolean _burnish_iso_index_init (BurnishIsoIndex *self,
                                  BurnishIsoTrees *trees,
                                  BurnishTreeSnapshot *snapshot,
                                  guint64 manifest_size_bytes,
                                  const BurnishIsoTimes *times,
                                  GError **error);
void _burnish_iso_index_clear (BurnishIsoIndex *self);
/* Writes where contents begin (of each node, the manifest's last; 0 for none) and the size of the
   whole volume. */
void _burnish_iso_index_place (const BurnishIsoIndex *self,
                               BurnishIsoTrees *trees,
                               const guint32 *start_blocks,
                               guint32 n_image_blocks);

/* The volume identifier of the descriptor as UTF-8; "" when there is no such descriptor. */
char *_burnish_iso_trees_dup_volume_name (const BurnishIsoTrees *trees, gboolean joliet);
/* The identifier in a directory record as UTF-8. */
char *_burnish_iso_record_dup_name (const guint8 *record, gboolean joliet);
/* The Rock Ridge name (RRIP NM) of a record: bytes as they are; NULL when it has none. */
char *_burnish_iso_record_dup_rock_ridge_name (const BurnishIsoTrees *trees, guint32 offset);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishIsoIndex, _burnish_iso_index_clear)

G_END_DECLS
