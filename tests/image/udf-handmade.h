/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-format-private.h"
#include "burnish-udf-reader-private.h"

/*
 * UDF volumes made by hand, for the tests of the reader: what few writers write, and what none
 * should. They have one partition, the file set in its first block and the root in the next one.
 */

#define HANDMADE_BLOCKS           700u
#define HANDMADE_PARTITION        288u
#define HANDMADE_PARTITION_BLOCKS (HANDMADE_BLOCKS - HANDMADE_PARTITION - 2)

typedef struct
{
  guint8 bytes[HANDMADE_BLOCKS * BURNISH_BLOCK_SIZE];
  gboolean cancels;          /* reading is cancelled */
  guint32 last_block;        /* reading it cancels what follows; 0: none */
  GCancellable *cancellable; /* (unowned) */
  BurnishUdfRevision revision;
  GString *names; /* (owned) file identifiers of the folder that is made */
  guint32 folder; /* its block */
} HandmadeVolume;

HandmadeVolume *handmade_volume_new (BurnishUdfRevision revision);
void handmade_volume_free (HandmadeVolume *volume);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HandmadeVolume, handmade_volume_free)

/* A block of the disc, and one of the partition. */
guint8 *get_sector (HandmadeVolume *volume, guint32 sector);
guint8 *get_block (HandmadeVolume *volume, guint32 block);

/* The volume descriptor sequence with its partition maps. */
void put_sequence (HandmadeVolume *volume,
                   guint32 sector,
                   const guint8 *maps,
                   guint maps_bytes,
                   guint n_maps);
/* A file entry, an extended one from 2.00 on, with its allocation. */
void put_entry (HandmadeVolume *volume,
                guint32 block,
                BurnishUdfFileType type,
                BurnishUdfAllocation allocation,
                guint64 size_bytes,
                const void *descriptors,
                gsize descriptors_bytes);
/* A file with embedded contents. */
void put_text (HandmadeVolume *volume, guint32 block, const char *text);

/* The names of a folder are added between its begin and its end; the block is that of its entry. */
void begin_folder (HandmadeVolume *volume, guint32 block);
void add_name (HandmadeVolume *volume, const char *name, guint32 block, guint flags);
void add_name_bytes (HandmadeVolume *volume,
                     const guint8 *name,
                     guint name_bytes,
                     guint32 block,
                     guint flags);
void end_folder (HandmadeVolume *volume);
void end_folder_of (HandmadeVolume *volume, BurnishUdfFileType type);

/* Reading the volume. */
BurnishUdfDevice get_device (HandmadeVolume *volume);
BurnishUdfContents *read_volume (HandmadeVolume *volume);
void assert_refused (HandmadeVolume *volume);
/* The nodes' paths with a blank behind each, and "!" behind what is damaged. */
void assert_paths (const BurnishUdfContents *contents, const char *expected);
void assert_contents (HandmadeVolume *volume,
                      const BurnishUdfContents *contents,
                      const BurnishUdfEntry *entry,
                      const char *expected);
gboolean has_note (const BurnishUdfContents *contents, BurnishUdfNoteLevel level, const char *text);
