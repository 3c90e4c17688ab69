/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-list.h"

G_BEGIN_DECLS

/*
 * BurnishCapacity measures a project against a disc: against the one in the person's drive, or
 * against a size when the project has one. The blocks that are needed are exact, with all that the
 * file systems add; they are laid out on a worker some moments after the last change, and until
 * then an estimate stands in. Main context only.
 *
 * Signal "changed": any of it is another.
 */

/*
 * BurnishCapacityKind:
 * @BURNISH_CAPACITY_FOLDER: a folder or a file in the root
 * @BURNISH_CAPACITY_OTHER: all the smaller ones
 * @BURNISH_CAPACITY_MANIFEST: the list of checksums
 * @BURNISH_CAPACITY_OVERHEAD: the file systems
 */
typedef enum
{
  BURNISH_CAPACITY_FOLDER,
  BURNISH_CAPACITY_OTHER,
  BURNISH_CAPACITY_MANIFEST,
  BURNISH_CAPACITY_OVERHEAD,
} BurnishCapacityKind;

typedef struct
{
  BurnishCapacityKind kind;
  guint64 n_blocks;
  char *name;    /* (owned) (nullable): in the root; bytes */
  char *largest; /* (owned) (nullable): name of the largest file in it; bytes */
  guint64 largest_size_bytes;
} BurnishCapacityPart;

#define BURNISH_TYPE_CAPACITY (burnish_capacity_get_type ())
G_DECLARE_FINAL_TYPE (BurnishCapacity, burnish_capacity, BURNISH, CAPACITY, GObject)

BurnishCapacity *burnish_capacity_new (BurnishDriveList *drives, GSettings *settings);
BurnishProject *burnish_capacity_get_project (BurnishCapacity *self);
void burnish_capacity_set_project (BurnishCapacity *self, BurnishProject *project);
void burnish_capacity_measure_drive (BurnishCapacity *self, BurnishDriveItem *item);
void burnish_capacity_measure_size (BurnishCapacity *self, guint64 n_blocks);

/* (transfer none) (nullable): the drive whose disc counts; NULL when a size does, or without one.
 */
BurnishDriveItem *burnish_capacity_get_drive (BurnishCapacity *self);
/* 0: nobody knows. */
guint64 burnish_capacity_get_room_blocks (BurnishCapacity *self);
guint64 burnish_capacity_get_needed_blocks (BurnishCapacity *self);
gboolean burnish_capacity_is_exact (BurnishCapacity *self);
guint64 burnish_capacity_get_over_blocks (BurnishCapacity *self);
/* (transfer none) (element-type BurnishCapacityPart): largest first, overhead last. */
GPtrArray *burnish_capacity_get_parts (BurnishCapacity *self);

G_END_DECLS
